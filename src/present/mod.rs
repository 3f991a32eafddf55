//! Presentation: values of the model in, text for people and programs out.

pub mod json;
