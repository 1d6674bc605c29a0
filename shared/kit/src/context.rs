//! What a use case knows of the request that it serves: who, when, and why.

use htx_model::{
    date::{Date, Instant},
    event::{Actor, Event, Place, Subject},
};
use serde_json::Value;

use crate::clock::IdSource;

/// Who asks, when, and why. Made once for each request.
#[derive(Debug, Clone)]
pub struct Context {
    /// The instant at which the request is served; the same throughout.
    pub now: Instant,
    /// Who asks.
    pub actor: Actor,
    /// Makes ids.
    pub ids: IdSource,
    /// Why, in the caller's words.
    pub purpose: Option<String>,
}

impl Context {
    /// The context of something that an actor does now.
    #[must_use]
    pub fn new(actor: Actor, ids: &IdSource) -> Self {
        Self { now: ids.now(), actor, ids: ids.clone(), purpose: None }
    }

    /// The context of one of the suite's own commands or jobs, which have no token.
    #[must_use]
    pub fn of_operator(name: &str, ids: &IdSource) -> Self {
        let actor =
            Actor { kind: "operator".to_owned(), id: None, name: name.to_owned(), agency: None };
        Self::new(actor, ids)
    }

    /// Today, in the city.
    #[must_use]
    pub fn today(&self) -> Date {
        self.now.date()
    }

    /// An event of this request, effective today. `before` and `after` are the subject's states,
    /// without personal data; a subject that is made has no state before.
    #[must_use]
    pub fn event(
        &self,
        kind: &str,
        subject: Subject,
        place: Place,
        before: Option<&Value>,
        after: Value,
    ) -> Event {
        Event {
            id: self.ids.make(),
            kind: kind.to_owned(),
            subject,
            place,
            actor: self.actor.clone(),
            purpose: self.purpose.clone(),
            legal_basis: None,
            documents: Vec::new(),
            effective_on: self.today(),
            recorded_at: self.now,
            corrects: None,
            batch: None,
            changed: before.map_or_else(
                || after.clone(),
                |before| crate::log::merge_patch::diff(before, &after),
            ),
            state: after,
            personal_commitment: None,
        }
    }
}
