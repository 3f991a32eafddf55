//! Parse, run, print the error, exit.
//!
//! A fault of the program itself, or of an index whose files were damaged past what the engine checks, is told as any
//! other error is.

use std::io::{Write, stderr};
use std::panic::{self, PanicHookInfo};
use std::process::ExitCode;

use clippings::cli::{self, Outcome};
use clippings::present::visible;

fn main() -> ExitCode {
    panic::set_hook(Box::new(tell_fault));
    match panic::catch_unwind(cli::run) {
        Ok(Ok(Outcome::Found)) => ExitCode::SUCCESS,
        Ok(Ok(Outcome::Nothing)) => ExitCode::from(1),
        Ok(Ok(Outcome::Failed)) | Err(_) => ExitCode::from(2),
        Ok(Err(error)) => {
            let _ = writeln!(stderr(), "{}", visible(&error.to_string()));
            ExitCode::from(2)
        }
    }
}

fn tell_fault(fault: &PanicHookInfo) {
    let place = fault.location().map(|place| format!(" ({}:{})", place.file(), place.line())).unwrap_or_default();
    let payload = fault.payload();
    let text = payload.downcast_ref::<String>().map(String::as_str).or(payload.downcast_ref::<&str>().copied());
    let cause = text.unwrap_or("no reason is known");
    let _ = writeln!(
        stderr(),
        "error: a fault of the program, or a damaged index{place}\ncaused by: {cause}\n\
         hint: an index is rebuilt with `clippings index --rebuild`; if that does not help, please report it"
    );
}
