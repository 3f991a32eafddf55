//! Links the program at a fixed address, and whole, where that is safe to ask for.
//!
//! A program that can be loaded anywhere is full of addresses that the loader puts right before anything runs, some
//! 28,000 of them here, on 130 pages that are then copied. One that shares its libraries is put together anew each time
//! it starts, from four files that are looked for, mapped and bound; a cold search took a fifth longer for it. A whole
//! program also runs on any Linux, whatever C library is there.
//!
//! The compiler links whole programs on demand (`-C target-feature=+crt-static`), but then all of a build, the macros
//! that it loads into itself among it, which cannot be. It is therefore given scripts, under the names of the shared
//! libraries that it asks for, that point to the archives of the same code. Where one of these is missing, or
//! `CLIPPINGS_SHARED` is set, libraries are shared as usual.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=CLIPPINGS_SHARED");
    let target = |key: &str| env::var(format!("CARGO_CFG_TARGET_{key}")).unwrap_or_default();
    let features = target("FEATURE");
    let is_static = features.split(',').any(|feature| feature == "crt-static");
    if target("OS") != "linux" || target("ENV") != "gnu" || is_static {
        return;
    }
    println!("cargo::rustc-link-arg-bins=-no-pie");
    let is_for_here = env::var("HOST") == env::var("TARGET") && target("ARCH") == "x86_64";
    if is_for_here
        && env::var_os("CLIPPINGS_SHARED").is_none()
        && let Some(folder) = archives()
    {
        println!("cargo::rustc-link-arg-bins=-static");
        println!("cargo::rustc-link-arg-bins=-L{}", folder.display());
    }
}

/// Returns a folder of scripts that stand for shared libraries; `None` where an archive is missing.
fn archives() -> Option<PathBuf> {
    let folder = Path::new(&env::var_os("OUT_DIR")?).join("whole");
    fs::create_dir_all(&folder).ok()?;
    let scripts = [
        ("libgcc_s.so", ["libgcc_eh.a", "libgcc.a"].as_slice()),
        ("libm.so", &["libm.a"]),
        ("libc.so", &["libc.a", "libgcc_eh.a", "libgcc.a"]),
    ];
    for (name, archives) in scripts {
        let paths = archives.iter().map(|archive| archive_path(archive)).collect::<Option<Vec<String>>>()?;
        fs::write(folder.join(name), format!("GROUP ( {} )\n", paths.join(" "))).ok()?;
    }
    Some(folder)
}

/// Returns where the linker has an archive.
fn archive_path(name: &str) -> Option<String> {
    let linker = env::var("RUSTC_LINKER").unwrap_or_else(|_| "cc".to_owned());
    let answer = Command::new(linker).arg(format!("-print-file-name={name}")).output().ok()?;
    let path = String::from_utf8(answer.stdout).ok()?.trim().to_owned();
    let is_usable = Path::new(&path).is_absolute() && Path::new(&path).is_file() && !path.contains([' ', '"']);
    is_usable.then_some(path)
}
