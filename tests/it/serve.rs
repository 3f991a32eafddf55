//! `clippings serve`: the page and its API, over the wire.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use serde_json::Value;

use super::harness::Project;

/// The program, serving a project at a port of its own; it ends with the test.
struct Served<'a> {
    project: &'a Project,
    child: Child,
    address: String,
}

impl Served<'_> {
    fn new(project: &Project) -> Served<'_> {
        let mut command = project.command(&["serve", "--address", "127.0.0.1:0"]);
        let mut child = command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the program");
        let mut told = String::new();
        BufReader::new(child.stderr.take().expect("a pipe")).read_line(&mut told).expect("a line");
        let address =
            told.strip_prefix("http://").and_then(|rest| rest.split(' ').next()).expect("an address").to_owned();
        Served { project, child, address }
    }

    /// Sends bytes and returns all that comes back.
    fn send(&self, request: &[u8]) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("the server");
        stream.write_all(request).expect("a request");
        stream.shutdown(std::net::Shutdown::Write).expect("the end of the request");
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8(answer).expect("an answer in UTF-8")
    }

    /// Asks for a path; returns the status, the head and the body.
    fn get(&self, path: &str) -> (u16, String, String) {
        let answer = self.send(format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.address).as_bytes());
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        (status, head.to_owned(), body.to_owned())
    }

    #[track_caller]
    fn json(&self, path: &str) -> Value {
        let (status, head, body) = self.get(path);
        assert!(head.contains("Content-Type: application/json"), "{status} {head}");
        assert!(status == 200, "{status} {body}");
        serde_json::from_str(&body).expect("JSON")
    }
}

impl Drop for Served<'_> {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn answers_are_those_of_the_command_line() {
    let project = Project::three_articles();
    let served = Served::new(&project);
    for (path, command) in [
        ("/api/search?q=harbour&facets=speaker,year", "search harbour --facets speaker,year --json"),
        ("/api/search?q=ledger&not-site=reelpost.example", "search ledger --not-site reelpost.example --json"),
        ("/api/search?after=2022&sort=date", "search --after 2022 --sort date --json"),
        ("/api/quotes?speaker=lindqvarn", "quotes --speaker lindqvarn --json"),
        ("/api/quotes?q=flood&context=1", "quotes flood --context --json"),
        ("/api/quotes?q=flood&context", "quotes flood --context --json"),
        ("/api/search?q=harbour&explain-score", "search harbour --explain-score --json"),
    ] {
        let answer = served.json(path);
        let lines = served.project.run(&command.split(' ').collect::<Vec<_>>()).found();
        let lines: Vec<Value> = lines.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        let (facets, hits): (Vec<_>, Vec<_>) = lines.into_iter().partition(|line| line["type"] == "facets");
        assert_eq!(answer["hits"], Value::Array(hits), "{path}");
        assert!(
            facets.iter().all(|line| line["facets"] == answer["facets"] && line["total"] == answer["total"]),
            "{path}"
        );
    }
    for (path, command) in [
        ("/api/search.csv?q=harbour", "search harbour --format csv --limit 0"),
        ("/api/quotes.csv", "quotes --format csv --limit 0"),
    ] {
        let (status, head, body) = served.get(path);
        assert!(status == 200 && head.contains("attachment"), "{head}");
        assert_eq!(body, served.project.run(&command.split(' ').collect::<Vec<_>>()).found().stdout, "{path}");
    }
    let article = served.json("/api/article?id=sequel.txt");
    assert_eq!(article["quotes"][0]["speaker"], "Odalys Brightwater");
    assert_eq!(
        served.json("/api/facets?facets=person&like=odal")["facets"]["person"][0]["value"],
        "Odalys Brightwater"
    );
}

#[test]
fn what_cannot_be_answered_is_told() {
    let project = Project::three_articles();
    let served = Served::new(&project);
    for (path, status, reason) in [
        ("/api/search?q=%22harbour", 400, "did you mean"),
        ("/api/search?speaker=nobody+at+all", 400, "nobody at all"),
        ("/api/search?after=soon", 400, "is no day"),
        ("/api/search?limit=many", 400, "is no number"),
        ("/api/facets", 400, "no facet is asked for"),
        ("/api/article?id=nothing.txt", 404, "no article in the index"),
        ("/api/article?id=txt", 404, "no article in the index"),
        ("/api/quotes?q=flood&speker=", 400, "`speker` is no parameter"),
        ("/api/nothing", 404, "there is nothing at /api/nothing"),
        ("/../../etc/passwd", 404, "there is nothing"),
    ] {
        let (got, _, body) = served.get(path);
        assert!(got == status && body.contains(reason), "{path}: {got} {body}");
    }
}

#[test]
fn the_page_loads_nothing_from_elsewhere() {
    let project = Project::three_articles();
    let served = Served::new(&project);
    for path in ["/", "/style.css", "/script.js", "/icon.svg"] {
        let (status, head, body) = served.get(path);
        assert_eq!(status, 200, "{path}");
        assert!(head.contains("default-src 'none'"), "{head}");
        let elsewhere = body.replace("http://www.w3.org/2000/svg", "");
        assert!(!elsewhere.contains("http:") && !elsewhere.contains("https:") && !body.contains("innerHTML"), "{path}");
    }
}

#[test]
fn strangers_are_turned_away() {
    let project = Project::three_articles();
    let served = Served::new(&project);
    let status = |request: &str| served.send(request.as_bytes()).split(' ').nth(1).unwrap_or("").to_owned();
    assert_eq!(status("GET / HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n"), "403");
    assert_eq!(status("GET / HTTP/1.1\r\n\r\n"), "403");
    assert_eq!(status("POST /api/search HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"), "405");
    let head = served.send(b"HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert!(head.starts_with("HTTP/1.1 200") && head.ends_with("\r\n\r\n"), "{head}");
    served.send(b"\x00\xff\r\n\r\n");
    assert_eq!(served.get("/").0, 200);
}

#[test]
fn an_index_written_anew_is_shown_anew() {
    let project = Project::three_articles();
    let served = Served::new(&project);
    let total = || served.json("/api/search?q=bucket")["total"].clone();
    assert_eq!(total(), 1);
    project.write(
        "press/more.txt",
        "A bucket of one's own\n\nThe bucket came back on Thursday, and nobody asked it where.\n",
    );
    project.run(&["index", "press"]).found();
    assert_eq!(total(), 2);
    project.run(&["names", "rename", "person", "Odalys Brightwater", "Ada Brightwater"]).found();
    assert_eq!(served.json("/api/quotes?q=flood")["hits"][0]["speaker"], "Ada Brightwater");
}

#[test]
fn an_address_that_is_taken_is_told() {
    let project = Project::three_articles();
    let served = Served::new(&project);
    project.run(&["serve", "--address", &served.address]).fails().tells("cannot listen at").tells("hint: ");
    Project::new().run(&["serve", "--address", "127.0.0.1:0"]).fails().tells("no index in index");
}
