//! A folder of articles that is thrown away, and the program run in it.
//!
//! ```ignore
//! let project = Project::new().file("press/a.txt", "…").index();
//! project.run(&["search", "sequel"]).found().says("Sequel announced");
//! ```

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

use clippings::annotate::hearsay;
use clippings::model::{AnnotatedArticle, Article, CleanArticle, Recurrences};
use clippings::rules::Rules;
use clippings::{annotate, clean};
use tempfile::TempDir;

/// The rules that ship, loaded once for all tests.
static RULES: LazyLock<Rules> = LazyLock::new(|| Rules::load().expect("the shipped rules load"));

/// Cleans an article that stands alone.
pub fn cleaned(article: Article) -> CleanArticle {
    cleaned_among(article, &Recurrences::default())
}

/// Cleans an article of a corpus.
pub fn cleaned_among(article: Article, corpus: &Recurrences) -> CleanArticle {
    clean::clean(article, &RULES, corpus, clean::Balance::default())
}

/// Annotates an article.
pub fn annotated(clean: CleanArticle) -> AnnotatedArticle {
    annotated_among(clean, &Recurrences::default())
}

/// Annotates an article of a corpus.
pub fn annotated_among(clean: CleanArticle, corpus: &Recurrences) -> AnnotatedArticle {
    annotate::annotate(clean, &RULES, corpus)
}

/// Counts how often the lines of a corpus recur.
pub fn observed<'a>(articles: impl IntoIterator<Item = &'a Article>) -> Recurrences {
    let mut corpus = Recurrences::new();
    for article in articles {
        clean::observe(article, &mut corpus);
        corpus.hear(&hearsay::titles(&article.text, &RULES).into_iter().map(|(title, _)| title).collect());
    }
    corpus
}

/// Returns the article of a text file.
pub fn article(text: &str) -> Article {
    Article {
        id: "a.txt".to_owned(),
        path: "a.txt".to_owned(),
        first_line: 1,
        text: text.to_owned(),
        ..Article::default()
    }
}

/// The folder of a project in which [`Project::file`]s are articles.
pub const PRESS: &str = "press";

/// A sequel is announced: Odalys Brightwater of the film "Copper Sister" speaks.
pub const SEQUEL: &str = "\
Copper Sister sequel announced

By Maribel Tunstall

May 4, 2021

Director Odalys Brightwater will shoot a sequel to the film \"Copper Sister\" (2017) in the spring.

\"The sequel begins on the morning after the flood, and nobody has slept,\" said Brightwater. \"We found a harbour that \
still has its cranes.\"

Actor Casimir Lindqvarn returns as the ferryman, the studio announced on Tuesday.
";

/// A festival opens: Casimir Lindqvarn speaks of "The Ferry Ledger".
pub const FESTIVAL: &str = "\
Festival opens with The Ferry Ledger

By Jonah Achebe

September 9, 2023

Actor Casimir Lindqvarn opened the festival with \"The Ferry Ledger\" (2023), a film about a drowned accountant.

\"I learned to count in fathoms,\" Lindqvarn told reporters on the jetty. \"The ledger is heavier than it looks.\"

Zoë Quennell, who wrote the film, stayed at home with a cold.
";

/// A review: nobody is quoted.
pub const REVIEW: &str = "\
A quiet harbour and no fish

By Jonah Achebe

March 2, 2022

The harbour is the best actor in this small film, and it knows it. Every crane has a grudge.

There are no fish. There is a long shot of a bucket, and one is grateful for the bucket.
";

/// A text with lines that any cleaner removes.
pub const LITTERED: &str = "\
Share

Advertisement

The lighthouse keeper and the whale

Keepers of the lighthouse met a whale on Monday morning, and the whale, they report, was in no hurry at all to leave.

It stayed until the afternoon. Then it went to look at the other side of the island, where the restaurants are.

Related: Whale stays for dinner in harbour restaurant

Copyright 2021 Harbour Tribune. All rights reserved.
";

/// Returns an article of its own for every number; their words overlap, their lines do not.
pub fn numbered(number: usize) -> String {
    let speaker = ["Odalys Brightwater", "Casimir Lindqvarn", "Zoë Quennell"][number % 3];
    let thing = ["harbour", "bucket", "crane", "ferry", "whale"][number % 5];
    format!(
        "Day {number} of the {thing}\n\n\
         Director {speaker} spoke to the paper on day {number} about a {thing} that stood on the pier.\n\n\
         “The {thing} of day {number} was not mine, and I told them so at once,” said {speaker}.\n\n\
         On the morning after day {number} the {thing} was gone, and the pier looked longer than before.\n"
    )
}

/// A folder with articles, and an index of them.
pub struct Project {
    folder: TempDir,
}

impl Project {
    /// Returns an empty project.
    pub fn new() -> Project {
        Project { folder: TempDir::new().expect("a temporary folder") }
    }

    /// Returns a project with [`SEQUEL`], [`FESTIVAL`] and [`REVIEW`] on two sites, indexed.
    pub fn three_articles() -> Project {
        Project::new()
            .file("press/reelpost.example/sequel.txt", SEQUEL)
            .file("press/reelpost.example/review.txt", REVIEW)
            .file("press/cityherald.example/festival.txt", FESTIVAL)
            .index()
    }

    /// Writes a file.
    pub fn file(self, path: &str, content: impl AsRef<[u8]>) -> Project {
        self.write(path, content);
        self
    }

    /// Writes a file, as a later step of a test.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, content).expect("a file");
    }

    /// Removes a file.
    pub fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).expect("a file that was there");
    }

    /// Returns where a file of the project lies.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Indexes [`PRESS`]; it must succeed.
    pub fn index(self) -> Project {
        self.run(&["index", PRESS]).found();
        self
    }

    /// Runs the program in the project's folder.
    pub fn run(&self, args: &[&str]) -> Run {
        self.run_with_input(args, b"")
    }

    /// Runs the program with `input` on standard input.
    pub fn run_with_input(&self, args: &[&str], input: &[u8]) -> Run {
        let mut command = self.command(args);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program");
        let mut stdin = child.stdin.take().expect("a pipe");
        let input = input.to_owned();
        // A program that does not read its input closes the pipe early, which is its right.
        let feed = std::thread::spawn(move || drop(stdin.write_all(&input)));
        let output = child.wait_with_output().expect("an exit code");
        feed.join().expect("the writer");
        Run::new(args, output)
    }

    /// Returns the program, ready to be started in the project's folder, deaf to the settings of whoever runs the test.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = program(self.folder.path());
        command.args(args);
        command
    }
}

fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_clippings"));
    command.current_dir(folder);
    for setting in ["CLIPPINGS_INDEX", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "TERM", "COLUMNS"] {
        command.env_remove(setting);
    }
    command
}

/// What a run of the program gave.
pub struct Run {
    args: String,
    /// Exit code; −1 when a signal ended it.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Run {
    fn new(args: &[&str], output: Output) -> Run {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output in UTF-8");
        let code = output.status.code().unwrap_or(-1);
        let run = Run { args: args.join(" "), code, stdout: text(output.stdout), stderr: text(output.stderr) };
        assert!(!run.stderr.contains("panicked"), "{run}");
        run
    }

    /// Checks the exit code.
    #[track_caller]
    pub fn code(self, code: i32) -> Run {
        assert_eq!(self.code, code, "{self}");
        self
    }

    /// Something was found or done.
    #[track_caller]
    pub fn found(self) -> Run {
        self.code(0)
    }

    /// Nothing was found, and nothing failed.
    #[track_caller]
    pub fn nothing(self) -> Run {
        self.code(1)
    }

    /// The command failed as a whole: an error, nothing on standard output.
    #[track_caller]
    pub fn fails(self) -> Run {
        assert!(self.code == 2 && self.stdout.is_empty() && self.stderr.contains("error: "), "{self}");
        self
    }

    /// Standard output holds this.
    #[track_caller]
    pub fn says(self, wanted: &str) -> Run {
        assert!(self.stdout.contains(wanted), "standard output lacks `{wanted}`\n{self}");
        self
    }

    /// Standard output does not hold this.
    #[track_caller]
    pub fn says_not(self, unwanted: &str) -> Run {
        assert!(!self.stdout.contains(unwanted), "standard output holds `{unwanted}`\n{self}");
        self
    }

    /// Standard error holds this.
    #[track_caller]
    pub fn tells(self, wanted: &str) -> Run {
        assert!(self.stderr.contains(wanted), "standard error lacks `{wanted}`\n{self}");
        self
    }

    /// Returns standard output as one JSON object a line, each of version 1.
    #[track_caller]
    pub fn json(&self) -> Vec<serde_json::Value> {
        let object = |line: &str| {
            let value: serde_json::Value =
                serde_json::from_str(line).unwrap_or_else(|error| panic!("{error} in {line}\n{self}"));
            assert_eq!(value["v"], 1, "{self}");
            value
        };
        self.stdout.lines().map(object).collect()
    }

    /// Returns a field of every JSON line that has it.
    #[track_caller]
    pub fn field(&self, name: &str) -> Vec<String> {
        self.json().iter().filter_map(|line| line[name].as_str().map(str::to_owned)).collect()
    }
}

impl std::fmt::Display for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let short = |text: &str| text.chars().take(4000).collect::<String>();
        let Run { args, code, stdout, stderr } = self;
        write!(f, "clippings {args}\n-- exit code {code}\n-- stdout\n{}\n-- stderr\n{}", short(stdout), short(stderr))
    }
}
