//! Who says from what a client did on the wire whether it did well. Pure: the same exchanges are judged
//! the same way, now and in a test.

mod following;
mod reading;
#[cfg(test)]
mod tests;
mod waiting;
mod writing;

use std::{borrow::Cow, time::Duration};

use htx_model::refusal::Text;
use serde::Serialize;

use super::{exchange::Exchange, script::Act};

pub(super) use following::{position_gone, repeated_events};
pub(super) use reading::{pages, token_ended, unknown_words};
pub(super) use waiting::{service_down, slow_answer, too_many_requests};
pub(super) use writing::{conflict, lost_answer};

/// Judges one act.
pub(super) type Judge = fn(&Scene<'_>) -> Finding;

/// What clocks and networks may take off a wait.
const TOLERANCE: Duration = Duration::from_millis(50);

/// How a client did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Verdict {
    /// Nothing that it sent was struck.
    NotSeen,
    /// It was struck; what it does about it has not come yet.
    Pending,
    /// It did well.
    Passed,
    /// It did not.
    Failed,
}

/// What a judge found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) verdict: Verdict,
    /// What was not right, or is awaited.
    pub(super) why: Option<Text>,
    /// The requests by which it was judged.
    pub(super) evidence: Vec<usize>,
}

impl Finding {
    fn not_seen() -> Self {
        Self { verdict: Verdict::NotSeen, why: None, evidence: Vec::new() }
    }

    fn passed(evidence: &[&Exchange]) -> Self {
        Self { verdict: Verdict::Passed, why: None, evidence: numbers(evidence) }
    }

    fn pending(vi: &'static str, en: &'static str, evidence: &[&Exchange]) -> Self {
        let why = Some(Text::fixed(vi, en));
        Self { verdict: Verdict::Pending, why, evidence: numbers(evidence) }
    }

    fn failed(
        vi: impl Into<Cow<'static, str>>,
        en: impl Into<Cow<'static, str>>,
        evidence: &[&Exchange],
    ) -> Self {
        let why = Some(Text { vi: vi.into(), en: en.into() });
        Self { verdict: Verdict::Failed, why, evidence: numbers(evidence) }
    }

    /// Once the rehearsal is over, what is still awaited was not done.
    pub(super) fn at_the_end(mut self) -> Self {
        if self.verdict == Verdict::Pending {
            self.verdict = Verdict::Failed;
        }
        self
    }
}

fn numbers(evidence: &[&Exchange]) -> Vec<usize> {
    evidence.iter().map(|exchange| exchange.number).collect()
}

/// What a judge looks at.
pub(super) struct Scene<'a> {
    /// Everything that the client did, in the order of arrival.
    pub(super) all: &'a [Exchange],
    /// The act that is judged.
    pub(super) act: &'a Act,
}

impl<'a> Scene<'a> {
    /// The requests that the act struck.
    fn struck(&self) -> impl Iterator<Item = &'a Exchange> + use<'a> {
        let code = self.act.code;
        self.all.iter().filter(move |one| one.struck == Some(code))
    }

    /// The first request that the act struck, once it was answered or the client was gone.
    fn first(&self) -> Option<&'a Exchange> {
        self.struck().next()
    }

    /// What arrived after a request.
    fn after(&self, one: &Exchange) -> &'a [Exchange] {
        self.all.get(one.number + 1..).unwrap_or_default()
    }

    /// What arrived after a request was answered: what the client did knowing the answer.
    fn knowing(&self, one: &Exchange) -> impl Iterator<Item = &'a Exchange> + use<'a> {
        let answered = one.answered.unwrap_or(Duration::MAX);
        self.after(one).iter().filter(move |later| later.arrived >= answered)
    }
}

/// How long the client waited after an answer.
fn waited(refused: &Exchange, again: &Exchange) -> Duration {
    again.arrived.saturating_sub(refused.answered.unwrap_or(again.arrived))
}

/// Seconds with one decimal.
fn seconds(duration: Duration) -> String {
    format!("{:.1}", duration.as_secs_f64())
}
