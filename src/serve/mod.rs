//! The web page and its HTTP API: the second door.
//!
//! One page, its style and its script are part of the program; all else is JSON, version 1, by `GET` alone (`api`). The
//! server listens on this machine unless told otherwise, answers no request that names another host (a page elsewhere
//! could otherwise read the archive through its reader's browser), and sends nothing anywhere.

mod api;
mod page;
mod request;

use std::io::Write;
use std::net::SocketAddr;
use std::num::NonZero;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::thread::{self, Scope};

use tiny_http::{Method, StatusCode};

use crate::error::{Error, ErrorKind, Result};
use crate::index::Archive;
use request::Asked;

/// What a reader's browser may do with our page: load from us, and nothing from anywhere else.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; \
                      base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The page, being served.
pub struct Server {
    http: tiny_http::Server,
    address: SocketAddr,
    folder: PathBuf,
    archive: RwLock<Arc<Archive>>,
    /// Long replies that are under way.
    n_sending: AtomicUsize,
}

const JSON: &str = "application/json";
const TABLE: &str = "text/csv";

/// What is sent back: the status, the media type and the body.
struct Reply {
    status: u16,
    kind: &'static str,
    body: String,
}

impl Server {
    /// Opens the index and listens at an address such as `127.0.0.1:7878`; port 0 is any that is free.
    ///
    /// # Errors
    /// No index, or an address that cannot be listened at.
    pub fn open(folder: &Path, address: &str) -> Result<Server> {
        let archive = RwLock::new(Arc::new(Archive::open(folder)?));
        let http = tiny_http::Server::http(address).map_err(|cause| {
            Error::usage(format!("cannot listen at {address}")).caused_by(cause).hint(
                "write it as HOST:PORT; another program may hold that port: `--address 127.0.0.1:0` takes a free one",
            )
        })?;
        let address = http.server_addr().to_ip().ok_or_else(|| Error::internal("the server listens at no address"))?;
        Ok(Server { http, address, folder: folder.to_owned(), archive, n_sending: AtomicUsize::new(0) })
    }

    /// Returns the address that is listened at.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers requests until the program ends, or until none can be taken any more, and returns why.
    pub fn run(&self) -> Error {
        end_with_the_listener();
        let n_cores = thread::available_parallelism().map_or(1, NonZero::get);
        thread::scope(|scope| {
            for _ in 0..(WORKERS * n_cores).max(LEAST_WORKERS) {
                scope.spawn(|| {
                    while let Ok(request) = self.http.recv() {
                        self.answer(request, scope);
                    }
                    // No more are taken, which is told to one worker alone: each wakes the next.
                    self.http.unblock();
                });
            }
        });
        Error::internal("no more requests can be taken").hint("start `clippings serve` again")
    }

    /// Answers one request; what a connection does not take up at once is sent beside, so that a reader who takes his
    /// time keeps nobody else waiting.
    fn answer<'scope>(&'scope self, request: tiny_http::Request, scope: &'scope Scope<'scope, '_>) {
        let is_head = *request.method() == Method::Head;
        let reply = wire(&self.reply_whatever_happens(&request), is_head);
        let writer = request.into_writer();
        if reply.len() <= SHORT_REPLY {
            send(writer, &reply);
        } else if self.n_sending.fetch_add(1, Ordering::Relaxed) < MOST_SENDING {
            scope.spawn(move || {
                send(writer, &reply);
                self.n_sending.fetch_sub(1, Ordering::Relaxed);
            });
        } else {
            self.n_sending.fetch_sub(1, Ordering::Relaxed);
            send(writer, &wire(&Reply::error(503, BUSY), is_head));
        }
    }

    /// Replies even where a request trips over a fault of ours, or a file that was damaged: the next one may not.
    fn reply_whatever_happens(&self, request: &tiny_http::Request) -> Reply {
        let replied = panic::catch_unwind(AssertUnwindSafe(|| self.reply(request)));
        replied
            .unwrap_or_else(|_| Reply::error(500, "this cannot be answered; what went wrong is told in the terminal"))
    }

    fn reply(&self, request: &tiny_http::Request) -> Reply {
        if !matches!(request.method(), Method::Get | Method::Head) {
            return Reply::error(405, "only GET and HEAD are answered here");
        }
        let host =
            request.headers().iter().find(|header| header.field.equiv("Host")).map(|header| header.value.as_str());
        if !self.is_our_name(host.unwrap_or("")) {
            return Reply::error(403, "this archive is read at the address that `clippings serve` printed");
        }
        let asked = Asked::parse(request.url());
        if let Some(file) = page::file(&asked.path) {
            return file;
        }
        match self.archive().and_then(|archive| api::answer(&archive, &asked)) {
            Ok(Some(reply)) => reply,
            Ok(None) => Reply::error(404, &format!("there is nothing at {}", asked.path)),
            Err(error) => Reply::error(status_of(error.kind), &told(&error)),
        }
    }

    /// Whether a request asks for this machine: by the name `localhost`, or by a number.
    fn is_our_name(&self, host: &str) -> bool {
        let name = host.strip_suffix(&format!(":{}", self.address.port())).unwrap_or(host);
        let number = name.trim_start_matches('[').trim_end_matches(']');
        name.eq_ignore_ascii_case("localhost") || number.parse::<std::net::IpAddr>().is_ok()
    }

    /// Returns the archive as it now is: opened anew when the index or the corrections of names were written since.
    fn archive(&self) -> Result<Arc<Archive>> {
        let open = Arc::clone(&self.archive.read().unwrap_or_else(PoisonError::into_inner));
        if open.is_fresh() {
            return Ok(open);
        }
        let fresh = Arc::new(Archive::open(&self.folder)?);
        *self.archive.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&fresh);
        Ok(fresh)
    }
}

/// Returns the status that tells of an error.
fn status_of(kind: ErrorKind) -> u16 {
    match kind {
        ErrorKind::Usage => 400,
        ErrorKind::Missing => 404,
        ErrorKind::Ambiguous => 409,
        ErrorKind::Input | ErrorKind::Index | ErrorKind::Internal => 500,
    }
}

/// Ends the program where the thread that takes connections has tripped, as it does where no more files may be opened:
/// nobody would be answered any more.
fn end_with_the_listener() {
    let tell = panic::take_hook();
    panic::set_hook(Box::new(move |fault| {
        tell(fault);
        if fault.location().is_some_and(|place| place.file().contains("tiny_http")) {
            std::process::exit(2);
        }
    }));
}

/// Sends a reply; a reader that has gone away needs none.
fn send(mut writer: Box<dyn Write + Send>, reply: &[u8]) {
    let _ = writer.write_all(reply).and_then(|()| writer.flush());
}

/// Requests are answered by so many threads for each core, and by so many in all at least: those that take long share
/// the cores with the others, and keep none of them waiting.
const WORKERS: usize = 4;
const LEAST_WORKERS: usize = 16;

/// Bytes of a reply that a connection takes up at once, about.
const SHORT_REPLY: usize = 1 << 14;

/// Longer replies that are under way at once, at most: each is held in memory until its reader has it.
const MOST_SENDING: usize = 32;

/// What is said beyond.
const BUSY: &str = "too many long answers are under way; try again when one has arrived";

impl Reply {
    fn error(status: u16, message: &str) -> Reply {
        Reply { status, kind: JSON, body: crate::present::json::error(message) }
    }
}

/// Returns an error as a reader of the page sees it.
fn told(error: &Error) -> String {
    error.to_string().trim_start_matches("error: ").to_owned()
}

/// Returns a reply as it goes over the wire, in one piece: sent in two, head and body, the second waits some forty
/// milliseconds for the reader's machine to acknowledge the first (Nagle's algorithm, RFC 896, and delayed
/// acknowledgements, RFC 1122).
fn wire(reply: &Reply, is_head: bool) -> Vec<u8> {
    let Reply { status, kind, body } = reply;
    let reason = StatusCode(*status).default_reason_phrase();
    let length = body.len();
    let body = if is_head { "" } else { body };
    let saved = if *kind == TABLE { "Content-Disposition: attachment; filename=\"clippings.csv\"\r\n" } else { "" };
    format!(
        "HTTP/1.1 {status} {reason}\r\nContent-Type: {kind}; charset=utf-8\r\nContent-Length: {length}\r\n{saved}\
         Content-Security-Policy: {POLICY}\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n\
         Cache-Control: no-store\r\n\r\n{body}"
    )
    .into_bytes()
}
