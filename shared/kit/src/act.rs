//! An act: what one caller does in one transaction, once.
//!
//! Every write of a service comes in here, in one of three forms: [`write`] gives the work an [`Act`], with
//! what acts in the name of an agency stand on; [`write_by`] gives it the caller as well;
//! [`write_prepared`] does before the transaction what needs no database.

use htx_model::{
    agency::{Agencies, AgencyCode},
    competence,
    date::Date,
    permission::Permit,
    scope::Scope,
};
use uuid::Uuid;

use crate::{
    auth::Authorized,
    context::Context,
    db::Connection,
    failure::Failure,
    http::{Once, Reply, write_once},
    service::Runtime,
};

/// What a write is done with: the transaction, who asks, and what they reach.
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

    /// Whether the caller holds today what this agency was entrusted with.
    #[must_use]
    pub fn holds(&self, agency: &AgencyCode) -> bool {
        competence::holds(self.agencies, self.scope, agency, self.today())
    }

    /// The agencies by whose names things stand that the caller holds today.
    #[must_use]
    pub fn held_names(&self) -> Vec<AgencyCode> {
        competence::held_names(self.agencies, self.scope, self.today())
    }

    /// The name that the caller's agency has today: what is signed with it keeps it.
    #[must_use]
    pub fn agency_name(&self) -> Option<String> {
        let agency = self.context.actor.agency.as_ref().and_then(|code| self.agencies.get(code));
        agency.map(|agency| agency.name_vi.clone())
    }
}

/// Writes, once: a repetition under the same `Idempotency-Key` is answered as the first was.
///
/// # Errors
/// What the work reports; a key that was used for something else, or whose first request still runs.
pub async fn write<P, F>(
    runtime: &Runtime,
    caller: Authorized<P>,
    once: impl Into<Once>,
    work: F,
) -> Result<Reply, Failure>
where
    P: Permit,
    F: FnOnce(&mut Act<'_>) -> Result<Reply, Failure> + Send + 'static,
{
    let agencies = Agencies::embedded().map_err(|error| Failure::unexpected(error.clone()))?;
    write_by(runtime, caller, once, move |connection, context, caller| {
        let (who, scope) = (caller.principal().id, &caller.scope);
        work(&mut Act { connection, context, who, scope, agencies })
    })
    .await
}

/// As [`write`], for work that asks what else the caller may, or shows them what they did.
///
/// # Errors
/// As [`write`].
pub async fn write_by<P, F>(
    runtime: &Runtime,
    caller: Authorized<P>,
    once: impl Into<Once>,
    work: F,
) -> Result<Reply, Failure>
where
    P: Permit,
    F: FnOnce(&mut Connection, &Context, &Authorized<P>) -> Result<Reply, Failure> + Send + 'static,
{
    let context = Context::new(caller.actor(), &runtime.ids);
    let (principal, now) = (caller.principal().id, context.now);
    write_once(&runtime.database, &runtime.running, principal, now, once, move |connection| {
        work(connection, &context, &caller)
    })
    .await
}

/// As [`write_by`], where much is done that needs no database and many do it at once: `prepare` does that
/// before the transaction, so that SQLite's one writer compares and writes and does nothing else. What
/// `prepare` refuses is refused in the work's place: a repetition is still answered as the first was.
///
/// # Errors
/// As [`write`], and what `prepare` reports.
pub async fn write_prepared<P, T, F>(
    runtime: &Runtime,
    caller: Authorized<P>,
    once: impl Into<Once>,
    prepare: impl FnOnce(&Context, &Authorized<P>) -> Result<T, Failure>,
    work: F,
) -> Result<Reply, Failure>
where
    P: Permit,
    T: Send + 'static,
    F: FnOnce(&mut Connection, T) -> Result<Reply, Failure> + Send + 'static,
{
    let context = Context::new(caller.actor(), &runtime.ids);
    let (principal, now) = (caller.principal().id, context.now);
    let prepared = prepare(&context, &caller);
    write_once(&runtime.database, &runtime.running, principal, now, once, move |connection| {
        work(connection, prepared?)
    })
    .await
}
