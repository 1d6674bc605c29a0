//! What every write has in common: the transaction, who asks, and what they reach.

use htx_kit::{context::Context, db::Connection, failure::Failure, http::IfMatch};
use htx_model::{id::WebhookId, notification::WebhookAction, refusal::Refusal, scope::Scope};

use crate::{domain::webhook::Webhook, store, usecase::record};

/// What a write is done with.
pub struct Act<'a> {
    /// The transaction.
    pub connection: &'a mut Connection,
    /// Who asks, when, and why.
    pub context: &'a Context,
    /// What they reach with the permission that the act needs.
    pub scope: &'a Scope,
}

impl std::fmt::Debug for Act<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Act(by {})", self.context.actor.name)
    }
}

/// A webhook that does not exist, or is of another agency.
#[must_use]
pub fn unknown() -> Refusal {
    Refusal::not_found("webhook", "webhook")
}

impl Act<'_> {
    /// Takes the turn of a webhook that the caller reaches.
    ///
    /// # Errors
    /// Not found, or of another agency.
    pub fn hold(&mut self, id: WebhookId) -> Result<Webhook, Failure> {
        record::hold(self.connection, self.scope, id)?.ok_or_else(|| unknown().into())
    }

    /// Takes the turn of a webhook as the caller has seen it, and moves it on.
    ///
    /// # Errors
    /// Not found; a stale version; a state that does not allow it.
    pub fn moved(
        &mut self,
        (id, seen): (WebhookId, &IfMatch),
        action: WebhookAction,
    ) -> Result<(Webhook, Webhook), Failure> {
        let before = self.hold(id)?;
        seen.check(before.version)?;
        let after = before.moved(action, self.context.now)?;
        Ok((before, after))
    }

    /// Saves a webhook that moved on, and tells of it.
    ///
    /// # Errors
    /// What the database reports.
    pub fn save(
        &mut self,
        before: &Webhook,
        after: Webhook,
        word: &str,
    ) -> Result<Webhook, Failure> {
        store::webhook::save(self.connection, before.version, &after)?;
        record::tell(self.connection, self.context, (Some(before), &after), word)?;
        Ok(after)
    }
}
