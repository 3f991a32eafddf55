//! Runs records through the pure stages on every core, in batches, and gives the results back in the order of the
//! input.

use rayon::prelude::*;

use crate::error::Error;
use crate::ingest::{Content, Raw};

/// A batch holds at most this many records …
const BATCH_RECORDS: usize = 512;
/// … and about this many bytes, so that memory does not grow with the input.
const BATCH_BYTES: usize = 8 << 20;

/// Maps every record with `work` in parallel and passes the results to `each`, in order.
///
/// # Errors
/// The first error of `each` ends the run; errors of single records are results like any other.
pub fn for_each_in_order<T, W, E>(
    records: impl Iterator<Item = Result<Raw, Error>>,
    work: W,
    mut each: E,
) -> Result<(), Error>
where
    T: Send,
    W: Fn(Raw) -> Result<T, Error> + Sync,
    E: FnMut(Result<T, Error>) -> Result<(), Error>,
{
    let mut records = records.peekable();
    while records.peek().is_some() {
        let batch = next_batch(&mut records);
        let done: Vec<Result<T, Error>> = batch.into_par_iter().map(|raw| raw.and_then(&work)).collect();
        done.into_iter().try_for_each(&mut each)?;
    }
    Ok(())
}

fn next_batch(records: &mut impl Iterator<Item = Result<Raw, Error>>) -> Vec<Result<Raw, Error>> {
    let (mut batch, mut n_bytes) = (Vec::new(), 0);
    while batch.len() < BATCH_RECORDS && n_bytes < BATCH_BYTES {
        let Some(record) = records.next() else { break };
        n_bytes += record.as_ref().map_or(0, weight);
        batch.push(record);
    }
    batch
}

fn weight(raw: &Raw) -> usize {
    match &raw.content {
        Content::Bytes(bytes) => bytes.len(),
        Content::File(path) => path.metadata().map_or(0, |metadata| metadata.len() as usize),
    }
}
