//! Speed of the stages, in bytes of text a second, over articles that a generator makes from a seed.
//!
//! `cargo bench --bench stages`; one thread, so that the figures are those of one core.

use std::sync::LazyLock;

use clippings::annotate::annotate;
use clippings::clean::{Balance, clean};
use clippings::index::{Archive, Stamp, Writer};
use clippings::model::{AnnotatedArticle, Article, CleanArticle, Recurrences};
use clippings::rules::Rules;
use divan::Bencher;
use divan::counter::BytesCount;

mod generator;

/// Articles of one measurement.
const N_ARTICLES: usize = 400;

static RULES: LazyLock<Rules> = LazyLock::new(|| Rules::load().expect("the shipped rules load"));
static ARTICLES: LazyLock<Vec<Article>> = LazyLock::new(|| generator::articles(N_ARTICLES, 7));
static CLEAN: LazyLock<Vec<CleanArticle>> = LazyLock::new(|| ARTICLES.iter().cloned().map(cleaned).collect());
static ANNOTATED: LazyLock<Vec<AnnotatedArticle>> =
    LazyLock::new(|| CLEAN.iter().cloned().map(|clean| annotate(clean, &RULES, &Recurrences::default())).collect());

fn main() {
    divan::main();
}

fn cleaned(article: Article) -> CleanArticle {
    clean(article, &RULES, &Recurrences::default(), Balance::default())
}

fn n_bytes() -> BytesCount {
    BytesCount::new(ARTICLES.iter().map(|article| article.text.len()).sum::<usize>())
}

#[divan::bench(sample_count = 20)]
fn clean_lines(bencher: Bencher) {
    bencher
        .counter(n_bytes())
        .with_inputs(|| ARTICLES.clone())
        .bench_values(|articles| articles.into_iter().map(cleaned).collect::<Vec<_>>());
}

#[divan::bench(sample_count = 20)]
fn annotate_articles(bencher: Bencher) {
    bencher.counter(n_bytes()).with_inputs(|| CLEAN.clone()).bench_values(|articles| {
        articles.into_iter().map(|article| annotate(article, &RULES, &Recurrences::default())).collect::<Vec<_>>()
    });
}

#[divan::bench(sample_count = 10)]
fn write_index(bencher: Bencher) {
    let annotated = &*ANNOTATED;
    bencher.counter(n_bytes()).with_inputs(|| tempfile::tempdir().expect("a temporary folder")).bench_values(
        |folder| {
            let archive = Archive::open_or_create(folder.path()).expect("an empty index");
            let writer = Writer::open(&archive).expect("a writer");
            for (number, article) in annotated.iter().enumerate() {
                let id = article.clean.article.id.clone();
                let stamp = Stamp { path: id.clone(), id, file: 1, content: number as u64 };
                writer.add(writer.documents(article, &stamp)).expect("documents are added");
            }
            writer.commit(&Recurrences::default(), &Default::default()).expect("a commit");
            folder
        },
    );
}
