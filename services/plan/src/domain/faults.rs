//! Faults found one after another, told at once.

use std::borrow::Cow;

use htx_model::{
    refusal::{Fault, Refusal, Text},
    words,
};

/// What is wrong with what was sent.
#[derive(Debug, Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// One more.
    pub fn add(&mut self, pointer: impl Into<Cow<'static, str>>, code: &'static str, detail: Text) {
        self.0.push(Fault { pointer: pointer.into(), code, detail, legal_basis: None });
    }

    /// Words of a length, without superfluous space.
    pub fn words(
        &mut self,
        pointer: impl Into<Cow<'static, str>>,
        given: &str,
        most: usize,
    ) -> String {
        let tidy = words::tidy(pointer, given, most);
        tidy.map_err(|fault| self.0.push(fault)).unwrap_or_default()
    }

    /// Refuses what has any.
    ///
    /// # Errors
    /// All of them.
    pub fn refuse(self) -> Result<(), Refusal> {
        if self.0.is_empty() { Ok(()) } else { Err(Refusal::rules(self.0)) }
    }
}
