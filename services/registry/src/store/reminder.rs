//! Organisations that have not attended to a yearly duty.

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, NullableExpressionMethods as _,
    QueryDsl as _, RunQueryDsl as _, SelectableHelper as _,
    dsl::{exists, not},
};
use htx_kit::{
    db::{Bind, Connection},
    failure::Failure,
};
use htx_model::{
    code_list::CodeList as _, date::Date, id::OrganisationId, organisation::OrganisationStatus,
    scope::Scope,
};
use serde::Serialize;

use super::{
    organisation::{OrganisationRow, Stored, Whose, narrow_to},
    schema::{annual_report, organisation, yearly_rating},
};
use crate::domain::{organisation::Organisation, rating::RatingState, reminder::ReminderKind};

/// Who is to be reminded, and of what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReminderFilter {
    /// Of these organisations.
    pub whose: Whose,
    /// Of which duty.
    pub kind: ReminderKind,
    /// For which year.
    pub year: i16,
    /// Those registered until this day, or on a day that is not known.
    pub registered_by: Date,
}

/// A page of the organisations that work and have not attended to a duty, within a scope.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    scope: &Scope,
    filter: &ReminderFilter,
    after: Option<&OrganisationId>,
    limit: i64,
) -> Result<Vec<Organisation>, Failure> {
    let year = i32::from(filter.year);
    let mut query = organisation::table
        .filter(organisation::status.eq(OrganisationStatus::Active.code()))
        .filter(
            organisation::registered_on
                .is_null()
                .or(organisation::registered_on.assume_not_null().le(Bind(filter.registered_by))),
        )
        .order(organisation::id)
        .limit(limit)
        .into_boxed();
    narrow_to!(query, scope, &filter.whose);
    if let Some(after) = after {
        query = query.filter(organisation::id.gt(Bind(*after)));
    }
    let reported = annual_report::table
        .filter(annual_report::organisation_id.eq(organisation::id))
        .filter(annual_report::year.eq(year));
    query = match filter.kind {
        ReminderKind::NotReported => query.filter(not(exists(reported))),
        ReminderKind::NotMet => {
            let met = reported.filter(annual_report::general_meeting_on.is_not_null());
            query.filter(not(exists(met)))
        }
        ReminderKind::NotRated => query.filter(not(exists(
            yearly_rating::table
                .filter(yearly_rating::organisation_id.eq(organisation::id))
                .filter(yearly_rating::year.eq(year))
                .filter(yearly_rating::state.eq(RatingState::Confirmed.code())),
        ))),
    };
    let rows: Vec<OrganisationRow> = query.select(OrganisationRow::as_select()).load(connection)?;
    rows.into_iter().map(|row| Ok(Stored::try_from(row)?.organisation)).collect()
}
