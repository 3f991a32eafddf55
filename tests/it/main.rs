//! Tests of the whole, in one binary: one file a command, then what holds across them.
//!
//! Articles here are invented, as are their people and films. No test reads anything outside this repository.

mod clean;
mod corpus;
mod extract;
mod facets;
mod faults;
mod harness;
mod help;
mod index;
mod names;
mod properties;
mod quotes;
mod readme;
mod search;
mod serve;
mod show;
mod snapshots;
mod status;
mod tidy;
