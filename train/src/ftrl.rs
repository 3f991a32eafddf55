//! Logistic regression over many rare terms: FTRL-Proximal, which leaves out what tells little.
//!
//! After McMahan and others, *Ad click prediction: a view from the trenches*, 2013.

use std::collections::HashMap;

use clippings::rules::Key;

/// How fast weights change, what keeps the first steps small, and the penalties.
#[derive(Clone, Copy)]
pub struct Params {
    /// The learning rate.
    pub alpha: f64,
    /// What keeps the first steps small.
    pub beta: f64,
    /// The penalty for any weight at all.
    pub l1: f64,
    /// The penalty for a large one.
    pub l2: f64,
}

/// A regression that is being learned.
pub struct Ftrl {
    params: Params,
    /// For each term, the sums that its weight is read off.
    sums: HashMap<Key, [f64; 2]>,
}

impl Ftrl {
    /// Returns one that knows nothing.
    pub fn new(params: Params) -> Ftrl {
        Ftrl { params, sums: HashMap::new() }
    }

    /// Returns the log-odds that terms come to, each as often as it is there.
    pub fn odds(&self, terms: &[Key]) -> f64 {
        terms.iter().filter_map(|term| self.sums.get(term)).map(|sums| self.weight(sums)).sum()
    }

    /// Learns from an example that counts `times` times.
    pub fn learn(&mut self, terms: &[Key], is: bool, times: f64) {
        let share = 1.0 / (1.0 + (-self.odds(terms)).exp());
        let gradient = times * (share - f64::from(u8::from(is)));
        for term in terms {
            self.step(*term, gradient);
        }
    }

    /// Returns every term with its weight.
    pub fn weights(&self) -> impl Iterator<Item = (Key, f64)> {
        self.sums.iter().map(|(term, sums)| (*term, self.weight(sums)))
    }

    /// The weight that the sums of gradients and of their squares come to.
    fn weight(&self, [gradients, squares]: &[f64; 2]) -> f64 {
        let Params { alpha, beta, l1, l2 } = self.params;
        if gradients.abs() <= l1 {
            return 0.0;
        }
        -(gradients - gradients.signum() * l1) / ((beta + squares.sqrt()) / alpha + l2)
    }

    fn step(&mut self, term: Key, gradient: f64) {
        let sums = self.sums.get(&term).copied().unwrap_or_default();
        let squares = sums[1] + gradient * gradient;
        let change = gradient - (squares.sqrt() - sums[1].sqrt()) / self.params.alpha * self.weight(&sums);
        self.sums.insert(term, [sums[0] + change, squares]);
    }
}
