//! The progress line of long work: on a terminal only.

use std::io::{IsTerminal, stderr};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Returns a line that counts articles; it shows nothing where standard error is no terminal, or when `quiet`.
pub fn counter(verb: &'static str, quiet: bool) -> ProgressBar {
    let bar = ProgressBar::no_length();
    if quiet || !stderr().is_terminal() {
        bar.set_draw_target(ProgressDrawTarget::hidden());
        return bar;
    }
    if let Ok(style) = ProgressStyle::with_template("{spinner} {prefix} {human_pos} articles, {per_sec} ({elapsed})") {
        bar.set_style(style);
    }
    bar.set_prefix(verb);
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}
