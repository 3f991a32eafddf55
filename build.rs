//! Links the program at a fixed address where that is safe to ask for.
//!
//! A program that can be loaded anywhere is full of addresses that the loader puts right before anything runs, some
//! 28,000 of them here, on 130 pages that are then copied. The libraries that it uses still move about.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let target = |key: &str| std::env::var(format!("CARGO_CFG_TARGET_{key}")).unwrap_or_default();
    let features = target("FEATURE");
    let is_static = features.split(',').any(|feature| feature == "crt-static");
    if target("OS") == "linux" && target("ENV") == "gnu" && !is_static {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
