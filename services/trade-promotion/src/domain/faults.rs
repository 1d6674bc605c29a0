//! Faults found one after another, told at once.

use std::borrow::Cow;

use htx_model::{
    money::Dong,
    refusal::{Fault, Refusal, Text},
    words,
};

/// The most đồng that an amount may be: a thousand billions.
pub const AMOUNT_MAX: i64 = 1_000_000_000_000_000;

/// What is wrong with what was sent, so far.
#[derive(Debug, Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// One more.
    pub fn add(&mut self, pointer: impl Into<Cow<'static, str>>, code: &'static str, detail: Text) {
        self.0.push(Fault { pointer: pointer.into(), code, detail, legal_basis: None });
    }

    /// A text without superfluous space, of 1 to `longest` characters; empty where it is a fault.
    pub fn words(
        &mut self,
        pointer: impl Into<Cow<'static, str>>,
        given: &str,
        longest: usize,
    ) -> String {
        words::tidy(pointer, given, longest).map_err(|fault| self.0.push(fault)).unwrap_or_default()
    }

    /// An amount of money from nothing to [`AMOUNT_MAX`].
    pub fn amount(&mut self, pointer: impl Into<Cow<'static, str>>, given: i64) -> Dong {
        if !(0..=AMOUNT_MAX).contains(&given) {
            let detail = Text::made(
                format!("Số tiền phải từ 0 đến {}.", Dong(AMOUNT_MAX)),
                format!("The amount must be from 0 to {}.", Dong(AMOUNT_MAX)),
            );
            self.add(pointer, "amount_out_of_range", detail);
        }
        Dong(given)
    }

    /// Refuses with all of them, where there are any.
    ///
    /// # Errors
    /// [`ErrorCode::RuleViolated`](htx_model::refusal::ErrorCode::RuleViolated).
    pub fn refuse(self) -> Result<(), Refusal> {
        if self.0.is_empty() { Ok(()) } else { Err(Refusal::rules(self.0)) }
    }
}
