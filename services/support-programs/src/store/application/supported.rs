//! Who was supported in a year.

use std::collections::BTreeSet;

use diesel::{ExpressionMethods as _, QueryDsl as _, RunQueryDsl as _};
use htx_kit::{
    db::{Bind, Connection},
    failure::Failure,
};
use htx_model::{
    code_list::CodeList as _,
    date::Date,
    id::OrganisationId,
    support::applications::{SupportKind, SupportState},
};

use crate::store::schema::support_application;

/// The first and the last day of a year; nothing for one that no calendar has.
#[must_use]
pub fn of_year(year: i16) -> Option<(Date, Date)> {
    Date::new(year, 1, 1).zip(Date::new(year, 12, 31))
}

/// The organisations to which support was granted by a decision of a time, and is not cancelled.
///
/// # Errors
/// What the database reports.
pub fn supported(
    connection: &mut Connection,
    year: Option<(Date, Date)>,
    (kind, programme): (Option<SupportKind>, Option<&str>),
) -> Result<BTreeSet<OrganisationId>, Failure> {
    let Some((first, last)) = year else { return Ok(BTreeSet::new()) };
    let granted = [SupportState::Approved, SupportState::Accepted, SupportState::Completed];
    let mut query = support_application::table
        .filter(support_application::state.eq_any(granted.map(|state| state.code())))
        .filter(support_application::decided_on.ge(Bind(first)))
        .filter(support_application::decided_on.le(Bind(last)))
        .select(support_application::organisation_id)
        .distinct()
        .into_boxed();
    if let Some(kind) = kind {
        query = query.filter(support_application::kind.eq(kind.code()));
    }
    if let Some(programme) = programme {
        query = query.filter(support_application::programme_code.eq(programme.to_owned()));
    }
    Ok(query.load::<OrganisationId>(connection)?.into_iter().collect())
}
