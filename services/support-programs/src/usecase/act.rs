//! What every write has in common: the transaction, who asks, and what they reach.

use htx_kit::{context::Context, db::Connection};
use htx_model::{
    agency::{Agencies, AgencyCode},
    date::Date,
    refusal::{Fault, Refusal, Text},
    scope::Scope,
    words,
};
use uuid::Uuid;

use crate::domain::lead;

/// What a write is done with.
pub struct Act<'a> {
    /// The transaction.
    pub connection: &'a mut Connection,
    /// Who asks, when, and why.
    pub context: &'a Context,
    /// The user's or the client's id.
    pub who: Uuid,
    /// What they reach with the permission that the act needs.
    pub scope: &'a Scope,
    /// The agencies, with their succession.
    pub agencies: &'a Agencies,
}

impl std::fmt::Debug for Act<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Act(by {})", self.who)
    }
}

impl Act<'_> {
    /// Today, in the city.
    #[must_use]
    pub fn today(&self) -> Date {
        self.context.today()
    }

    /// The agencies by whose names programmes are led that the caller leads today.
    #[must_use]
    pub fn led(&self) -> Vec<AgencyCode> {
        lead::led(self.agencies, self.scope, self.today())
    }

    /// The name that the caller's agency has today: what a step is signed with.
    #[must_use]
    pub fn agency_name(&self) -> Option<String> {
        let agency = self.context.actor.agency.as_ref().and_then(|code| self.agencies.get(code));
        agency.map(|agency| agency.name_vi.clone())
    }
}

/// Faults found one after another, told at once.
#[derive(Debug, Default)]
pub(super) struct Faults(pub(super) Vec<Fault>);

impl Faults {
    pub(super) fn add(&mut self, pointer: &'static str, code: &'static str, detail: Text) {
        self.0.push(Fault { pointer: pointer.into(), code, detail, legal_basis: None });
    }

    /// Words of a length.
    pub(super) fn words(&mut self, pointer: &'static str, given: &str, most: usize) -> String {
        let tidy = words::tidy(pointer, given, most);
        tidy.map_err(|fault| self.0.push(fault)).unwrap_or_default()
    }

    /// A day that is not to come.
    pub(super) fn past(&mut self, pointer: &'static str, day: Date, today: Date) {
        if day > today {
            let detail =
                Text::fixed("Ngày không được sau hôm nay.", "The day cannot lie in the future.");
            self.add(pointer, "date_in_future", detail);
        }
    }

    pub(super) fn refuse(self) -> Result<(), Refusal> {
        if self.0.is_empty() { Ok(()) } else { Err(Refusal::rules(self.0)) }
    }
}
