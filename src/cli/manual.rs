//! `clippings completions` and `clippings man`: what a shell and `man` need, made from the definitions of the commands.

use clap::Command;
use clap_complete::{Shell, generate};
use clap_mangen::Man;

use super::output::written;
use super::{Outcome, definition};
use crate::error::{Error, Result};

/// Print the completions of a shell
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  clippings completions bash > ~/.local/share/bash-completion/completions/clippings
  clippings completions fish > ~/.config/fish/completions/clippings.fish")]
pub struct CompletionArgs {
    /// The shell
    shell: Shell,
}

/// Print the manual page of the program, or of one of its commands
#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  clippings man search > clippings-search.1")]
pub struct ManArgs {
    /// The command; none prints the page of the program
    command: Option<String>,
}

/// Prints completions.
///
/// # Errors
/// Output that cannot be written.
pub fn completions(args: CompletionArgs) -> Result<Outcome> {
    let mut script = Vec::new();
    generate(args.shell, &mut definition(), "clippings", &mut script);
    print(&script)
}

/// Prints a manual page.
///
/// # Errors
/// No such command, or output that cannot be written.
pub fn man(args: ManArgs) -> Result<Outcome> {
    let mut program = definition();
    program.build();
    let command = match &args.command {
        None => program,
        Some(name) => named(&program, name)?,
    };
    let mut page = Vec::new();
    let rendered = Man::new(command).render(&mut page);
    rendered.map_err(|cause| Error::internal("cannot write the manual page").caused_by(cause))?;
    print(&page)
}

fn named(program: &Command, name: &str) -> Result<Command> {
    let unknown = || Error::usage(format!("there is no command `{name}`")).hint("`clippings help` lists the commands");
    program.find_subcommand(name).cloned().ok_or_else(unknown)
}

fn print(bytes: &[u8]) -> Result<Outcome> {
    use std::io::Write;
    written(std::io::stdout().lock().write_all(bytes))?;
    Ok(Outcome::Found)
}
