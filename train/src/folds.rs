//! Cross-validation: folds that keep kindred rows together, scores of rows by
//! forests that have not seen them, and the threshold that suits those scores.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::boost::{Params, Random, Table, fit};

/// Gives each row a fold below `k`: rows of one key share a fold, and folds are
/// near alike in rows. The larger keys are dealt first, each to the smallest
/// fold; the seed orders keys of like size (of one power of two).
///
/// # Panics
///
/// If `k` is zero.
pub fn group_folds(keys: &[u32], k: usize, seed: u64) -> Vec<u32> {
    assert!(k > 0, "at least one fold");
    let mut counts = BTreeMap::new();
    for &key in keys {
        *counts.entry(key).or_insert(0usize) += 1;
    }
    let mut deal: Vec<(u32, usize)> = counts.into_iter().collect();
    Random::new(seed).shuffle(&mut deal);
    deal.sort_by_key(|&(_, count)| Reverse(count.ilog2()));

    let mut sizes = vec![0; k];
    let mut fold_of = BTreeMap::new();
    for (key, count) in deal {
        let fold = (0..k).min_by_key(|&fold| sizes[fold]).unwrap_or(0);
        sizes[fold] += count;
        fold_of.insert(key, fold as u32);
    }
    keys.iter().map(|key| fold_of[key]).collect()
}

/// The score of each row by a forest trained on the folds it is not in.
///
/// Rows are folded by `keys`, with the seed of the parameters; the groups of a
/// softmax should each lie within one key.
///
/// # Panics
///
/// If `k` is zero or there is not one key a row.
pub fn cross_validate(table: &Table, keys: &[u32], k: usize, params: &Params) -> Vec<f32> {
    assert_eq!(keys.len(), table.len(), "one key a row");
    let folds = group_folds(keys, k, params.seed);
    let scored: Vec<Vec<(usize, f32)>> =
        (0..k as u32).into_par_iter().map(|fold| score_fold(table, &folds, fold, params)).collect();
    let mut scores = vec![0.0; table.len()];
    for (row, score) in scored.into_iter().flatten() {
        scores[row] = score;
    }
    scores
}

/// Trains on all folds but one and scores the rows of that one.
fn score_fold(table: &Table, folds: &[u32], fold: u32, params: &Params) -> Vec<(usize, f32)> {
    let (held, seen): (Vec<usize>, Vec<usize>) = (0..table.len()).partition(|&row| folds[row] == fold);
    let forest = fit(table, &seen, params);
    held.into_iter().map(|row| (row, forest.score(table.row(row)))).collect()
}

/// The weighted F1 of calling right the rows that score at least the threshold.
pub fn f1_at(scores: &[f32], labels: &[f32], weights: &[f32], threshold: f32) -> f32 {
    let (mut hits, mut called, mut right) = (0.0, 0.0, 0.0);
    for ((&score, &label), &weight) in scores.iter().zip(labels).zip(weights) {
        let weight = f64::from(weight);
        let is_right = label > 0.5;
        let is_called = score >= threshold;
        hits += if is_right && is_called { weight } else { 0.0 };
        called += if is_called { weight } else { 0.0 };
        right += if is_right { weight } else { 0.0 };
    }
    f1(hits, called, right)
}

/// The threshold of the greatest F1, and that F1; of equals, the highest
/// threshold. It lies midway between the scores it parts.
pub fn best_threshold(scores: &[f32], labels: &[f32], weights: &[f32]) -> (f32, f32) {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]));
    let weight_right = |row: usize| f64::from(weights[row]) * f64::from(labels[row] > 0.5);
    let right = order.iter().map(|&row| weight_right(row)).sum();

    let (mut hits, mut called) = (0.0, 0.0);
    let mut best = (f32::INFINITY, 0.0);
    for (at, &row) in order.iter().enumerate() {
        hits += weight_right(row);
        called += f64::from(weights[row]);
        let next = order.get(at + 1).map(|&next| scores[next]);
        if next == Some(scores[row]) {
            continue;
        }
        let reached = f1(hits, called, right);
        if reached > best.1 {
            best = (between(scores[row], next), reached);
        }
    }
    best
}

/// Midway from a score down to the next, but never the next itself.
fn between(score: f32, next: Option<f32>) -> f32 {
    let middle = next.map_or(score, |next| score / 2.0 + next / 2.0);
    match next {
        Some(next) if middle > next => middle,
        _ => score,
    }
}

fn f1(hits: f64, called: f64, right: f64) -> f32 {
    if hits > 0.0 { (2.0 * hits / (called + right)) as f32 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Labels are the exclusive or of the signs of `a` and `b`, one in a hundred
    /// of them wrong.
    fn xor_table(rows: u32) -> Table {
        let mut random = Random::new(7);
        let mut table = Table::new(&["a", "b", "noise"]);
        for row in 0..rows {
            let values = [(); 3].map(|()| random.uniform() as f32 - 0.5);
            let truth = (values[0] > 0.0) != (values[1] > 0.0);
            let label = truth != (random.uniform() < 0.01);
            table.push(&values, f32::from(u8::from(label)), 1.0, row);
        }
        table
    }

    #[test]
    fn learns_exclusive_or() {
        let table = xor_table(3000);
        let keys: Vec<u32> = (0..3000).map(|row| row / 3).collect();
        let params = Params { trees: 100, ..Params::default() };
        let scores = cross_validate(&table, &keys, 5, &params);
        let right =
            scores.iter().zip(&table.labels).filter(|&(&score, &label)| (score > 0.0) == (label == 1.0)).count();
        assert!(right > 2850, "{right} of 3000");
        assert_eq!(scores, cross_validate(&table, &keys, 5, &params));
        let (threshold, f1) = best_threshold(&scores, &table.labels, &table.weights);
        assert!(f1 > 0.95 && threshold.abs() < 3.0, "{f1} at {threshold}");
    }

    #[test]
    fn folds_keep_keys_together_and_balance_rows() {
        let keys: Vec<u32> = (0..1000u32).map(|row| row.isqrt()).collect();
        let folds = group_folds(&keys, 4, 1);
        let mut sizes = [0; 4];
        for (row, &fold) in folds.iter().enumerate() {
            sizes[fold as usize] += 1;
            assert_eq!(fold, folds[(keys[row] * keys[row]) as usize]);
        }
        assert!(sizes.iter().all(|size| (240..=260).contains(size)));
        assert_eq!(folds, group_folds(&keys, 4, 1));
        assert_ne!(folds, group_folds(&keys, 4, 2));
    }

    #[test]
    fn the_best_threshold_reaches_its_f1() {
        let scores = [0.9, 0.8, 0.8, 0.4, 0.1];
        let labels = [1.0, 1.0, 0.0, 1.0, 0.0];
        let weights = [1.0, 2.0, 1.0, 3.0, 1.0];
        let (threshold, f1) = best_threshold(&scores, &labels, &weights);
        assert_eq!(threshold, 0.25);
        assert_eq!(f1, f1_at(&scores, &labels, &weights, threshold));
        assert_eq!(f1, 12.0 / 13.0);
        assert_eq!(f1_at(&scores, &labels, &weights, 2.0), 0.0);
        assert_eq!(best_threshold(&[], &[], &[]), (f32::INFINITY, 0.0));
    }
}
