//! The files of the page, as they are part of the program.

use super::Reply;

/// Returns the file of the page at a path, if there is one.
pub fn file(path: &str) -> Option<Reply> {
    let (kind, text) = match path {
        "/" => ("text/html", include_str!("page/index.html")),
        "/style.css" => ("text/css", include_str!("page/style.css")),
        "/script.js" => ("text/javascript", include_str!("page/script.js")),
        "/icon.svg" => ("image/svg+xml", include_str!("page/icon.svg")),
        _ => return None,
    };
    Some(Reply { status: 200, kind, body: text.to_owned() })
}
