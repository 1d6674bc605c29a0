//! Which organisation follows from which.

use diesel::{BoolExpressionMethods as _, ExpressionMethods as _, QueryDsl as _, RunQueryDsl as _};
use htx_kit::{
    db::{Bind, Connection},
    each,
    failure::Failure,
};
use htx_model::{
    application::SuccessionKind,
    code_list::CodeList as _,
    date::Date,
    id::{ApplicationId, OrganisationId},
};

use super::{organisation::code, schema::organisation_succession};

/// That one organisation follows from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// What was before.
    pub predecessor: OrganisationId,
    /// What came after.
    pub successor: OrganisationId,
    /// How.
    pub kind: SuccessionKind,
    /// By which application.
    pub application: ApplicationId,
    /// Since when.
    pub on: Date,
}

type Row = (OrganisationId, OrganisationId, String, ApplicationId, Date);

/// The links from and to an organisation.
///
/// # Errors
/// What the database reports.
pub fn of(connection: &mut Connection, id: OrganisationId) -> Result<Vec<Link>, Failure> {
    let rows: Vec<Row> = organisation_succession::table
        .filter(
            organisation_succession::predecessor_id
                .eq(Bind(id))
                .or(organisation_succession::successor_id.eq(Bind(id))),
        )
        .order((
            organisation_succession::effective_on,
            organisation_succession::predecessor_id,
            organisation_succession::successor_id,
        ))
        .limit(1_000)
        .load(connection)?;
    rows.into_iter()
        .map(|(predecessor, successor, kind, application, on)| {
            Ok(Link { predecessor, successor, kind: code(&kind)?, application, on })
        })
        .collect()
}

/// Enters links.
///
/// # Errors
/// What the database reports.
pub fn insert_many(connection: &mut Connection, links: &[Link]) -> Result<(), Failure> {
    let rows: Vec<_> = links
        .iter()
        .map(|link| {
            (
                organisation_succession::predecessor_id.eq(Bind(link.predecessor)),
                organisation_succession::successor_id.eq(Bind(link.successor)),
                organisation_succession::kind.eq(link.kind.code()),
                organisation_succession::application_id.eq(Bind(link.application)),
                organisation_succession::effective_on.eq(Bind(link.on)),
            )
        })
        .collect();
    each!(connection, one => diesel::insert_into(organisation_succession::table).values(&rows).execute(one))?;
    Ok(())
}
