//! What the State Bank recorded on organisations' debts to credit institutions.

use std::collections::BTreeMap;

use diesel::{
    ExpressionMethods as _, QueryDsl as _, Queryable, RunQueryDsl as _, Selectable,
    SelectableHelper as _,
};
use htx_kit::{
    db::{Bind, Connection},
    failure::Failure,
    within_scope,
};
use htx_model::{
    date::{Date, Instant},
    id::{CreditRecordId, OrganisationId},
    money::Dong,
    scope::Scope,
    text,
};

use super::schema::{credit_record, organisation};
use crate::domain::credit::CreditRecord;

#[derive(Queryable, Selectable)]
#[diesel(table_name = credit_record)]
struct CreditRow {
    id: CreditRecordId,
    organisation_id: OrganisationId,
    credit_institution: String,
    as_of: Date,
    outstanding_vnd: i64,
    overdue_vnd: i64,
    overdue_since: Option<Date>,
    recorded_by: String,
    recorded_at: Instant,
}

impl From<CreditRow> for CreditRecord {
    fn from(row: CreditRow) -> Self {
        Self {
            id: row.id,
            organisation: row.organisation_id,
            credit_institution: row.credit_institution,
            as_of: row.as_of,
            outstanding: Dong(row.outstanding_vnd),
            overdue: Dong(row.overdue_vnd),
            overdue_since: row.overdue_since,
            recorded_by: row.recorded_by,
            recorded_at: row.recorded_at,
        }
    }
}

/// What a list of records is narrowed to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter {
    /// Of this organisation.
    pub organisation: Option<OrganisationId>,
    /// With overdue debts, or without.
    pub overdue: Option<bool>,
}

/// A page of records within a scope, in the order in which they were entered.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    scope: &Scope,
    filter: &Filter,
    after: Option<&CreditRecordId>,
    limit: i64,
) -> Result<Vec<CreditRecord>, Failure> {
    let query = credit_record::table
        .inner_join(organisation::table)
        .order(credit_record::id)
        .limit(limit)
        .into_boxed();
    let mut query = within_scope!(
        query,
        scope,
        organisation::district_code,
        organisation::current_commune_code,
        organisation::id
    );
    if let Some(of) = filter.organisation {
        query = query.filter(credit_record::organisation_id.eq(Bind(of)));
    }
    match filter.overdue {
        Some(true) => query = query.filter(credit_record::overdue_vnd.gt(0)),
        Some(false) => query = query.filter(credit_record::overdue_vnd.eq(0)),
        None => {}
    }
    if let Some(after) = after {
        query = query.filter(credit_record::id.gt(Bind(*after)));
    }
    let rows: Vec<CreditRow> = query.select(CreditRow::as_select()).load(connection)?;
    Ok(rows.into_iter().map(CreditRecord::from).collect())
}

/// What each of these organisations, at most a batch, owes overdue by the last record of each institution
/// on or before a day. Of whom nothing was recorded is not among them.
///
/// # Errors
/// What the database reports.
pub fn overdue_of(
    connection: &mut Connection,
    organisations: &[OrganisationId],
    day: Date,
) -> Result<BTreeMap<OrganisationId, i64>, Failure> {
    let rows: Vec<(OrganisationId, String, i64)> = credit_record::table
        .filter(credit_record::organisation_id.eq_any(organisations.iter().copied().map(Bind)))
        .filter(credit_record::as_of.le(Bind(day)))
        .order(credit_record::as_of)
        .select((
            credit_record::organisation_id,
            credit_record::institution_key,
            credit_record::overdue_vnd,
        ))
        .load(connection)?;
    let last: BTreeMap<_, _> =
        rows.into_iter().map(|(of, institution, owed)| ((of, institution), owed)).collect();
    let mut overdue: BTreeMap<OrganisationId, i64> = BTreeMap::new();
    for ((of, _), owed) in last {
        let sum = overdue.entry(of).or_default();
        *sum = sum.saturating_add(owed);
    }
    Ok(overdue)
}

/// Enters a record.
///
/// # Errors
/// What the database reports, which refuses a second one of an institution for a day.
pub fn insert(connection: &mut Connection, record: &CreditRecord) -> Result<(), Failure> {
    diesel::insert_into(credit_record::table)
        .values((
            credit_record::id.eq(Bind(record.id)),
            credit_record::organisation_id.eq(Bind(record.organisation)),
            credit_record::credit_institution.eq(&record.credit_institution),
            credit_record::institution_key.eq(text::words(&record.credit_institution).join(" ")),
            credit_record::as_of.eq(Bind(record.as_of)),
            credit_record::outstanding_vnd.eq(record.outstanding.0),
            credit_record::overdue_vnd.eq(record.overdue.0),
            credit_record::overdue_since.eq(Bind(record.overdue_since)),
            credit_record::recorded_by.eq(&record.recorded_by),
            credit_record::recorded_at.eq(Bind(record.recorded_at)),
        ))
        .execute(connection)?;
    Ok(())
}
