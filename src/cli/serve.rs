//! `clippings serve`: the web page.

use super::Outcome;
use super::options::IndexOption;
use super::output::tell;
use crate::error::Result;
use crate::serve::Server;

/// Show the archive as a web page on this machine
///
/// Search as you type, narrow by speakers, films and years, read articles with their quotations coloured by speaker.
/// The same answers are had as JSON at /api/search, /api/quotes, /api/facets and /api/article, with parameters named
/// like the options of the command line: /api/search?q=sequel&speaker=salazar&facets=film; /api/search.csv and
/// /api/quotes.csv are all results as tables. Nothing is loaded from elsewhere, and an index that is written anew is
/// shown anew.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  clippings serve
  clippings serve --index ~/clippings-index --address 127.0.0.1:9000
  curl -s 'http://127.0.0.1:7878/api/quotes?q=sequel&sort=date&limit=3'

Anyone who can reach the address can read the archive; 127.0.0.1 is this machine alone.")]
pub struct Args {
    #[command(flatten)]
    index: IndexOption,
    /// Where to listen; port 0 takes any that is free
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:7878")]
    address: String,
}

/// Runs the command until it is interrupted.
///
/// # Errors
/// No index, or an address that cannot be listened at.
pub fn run(args: Args) -> Result<Outcome> {
    let server = Server::open(&args.index.folder, &args.address)?;
    tell(format_args!("http://{} shows {}; Ctrl-C ends it", server.address(), args.index.folder.display()));
    Err(server.run())
}
