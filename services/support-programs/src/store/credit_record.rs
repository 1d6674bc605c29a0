//! What the State Bank recorded on organisations' debts to credit institutions.

use std::collections::BTreeMap;

use diesel::{
    ExpressionMethods as _, JoinOnDsl as _, NullableExpressionMethods as _, OptionalExtension as _,
    QueryDsl as _, Queryable, RunQueryDsl as _, Selectable, SelectableHelper as _,
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{column, number},
    },
    directory::OrganisationRow,
    failure::Failure,
    within_scope,
};
use htx_model::{
    date::{Date, Instant},
    directory::Organisation,
    id::{CreditRecordId, OrganisationId},
    money::Dong,
    scope::Scope,
    text,
};

use super::schema::{credit_record, organisation};
use crate::domain::{correction::Place, credit::CreditRecord};

use corrections::correcting;

mod corrections {
    #![allow(missing_docs, unreachable_pub, reason = "Diesel makes what stands here")]
    use crate::store::schema::credit_record;

    diesel::alias!(credit_record as correcting: Correcting);
}

/// What corrects a record.
macro_rules! corrections {
    () => {
        correcting.on(correcting.field(credit_record::corrects).eq(credit_record::id.nullable()))
    };
}

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
    sequence: i32,
    corrects: Option<CreditRecordId>,
    withdrawn: bool,
}

impl TryFrom<CreditRow> for CreditRecord {
    type Error = Failure;

    fn try_from(row: CreditRow) -> Result<Self, Failure> {
        let place = Place {
            sequence: number(Some(row.sequence))?.unwrap_or_default(),
            corrects: row.corrects,
            withdrawn: row.withdrawn,
        };
        Ok(Self {
            place,
            id: row.id,
            organisation: row.organisation_id,
            credit_institution: row.credit_institution,
            as_of: row.as_of,
            outstanding: Dong(row.outstanding_vnd),
            overdue: Dong(row.overdue_vnd),
            overdue_since: row.overdue_since,
            recorded_by: row.recorded_by,
            recorded_at: row.recorded_at,
        })
    }
}

/// What a list of records is narrowed to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter {
    /// Of this organisation.
    pub organisation: Option<OrganisationId>,
    /// With overdue debts, or without.
    pub overdue: Option<bool>,
    /// Also what was corrected or withdrawn.
    pub history: bool,
}

/// A record, and which one corrects it.
pub type StoredRecord = (CreditRecord, Option<CreditRecordId>);

/// A page of records within a scope, in the order in which they were entered, each with what corrects it.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    scope: &Scope,
    filter: &Filter,
    after: Option<&CreditRecordId>,
    limit: i64,
) -> Result<Vec<StoredRecord>, Failure> {
    let query = credit_record::table
        .inner_join(organisation::table)
        .left_join(corrections!())
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
    if !filter.history {
        let corrected = correcting.field(credit_record::id).nullable();
        query = query.filter(corrected.is_null()).filter(credit_record::withdrawn.eq(false));
    }
    match filter.overdue {
        Some(true) => query = query.filter(credit_record::overdue_vnd.gt(0)),
        Some(false) => query = query.filter(credit_record::overdue_vnd.eq(0)),
        None => {}
    }
    if let Some(after) = after {
        query = query.filter(credit_record::id.gt(Bind(*after)));
    }
    let rows: Vec<(CreditRow, Option<CreditRecordId>)> = query
        .select((CreditRow::as_select(), correcting.field(credit_record::id).nullable()))
        .load(connection)?;
    rows.into_iter().map(|(row, by)| Ok((row.try_into()?, by))).collect()
}

/// One record within a scope, with its organisation.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    scope: &Scope,
    id: CreditRecordId,
) -> Result<Option<(CreditRecord, Organisation)>, Failure> {
    let query = credit_record::table
        .inner_join(organisation::table)
        .filter(credit_record::id.eq(Bind(id)))
        .into_boxed();
    let query = within_scope!(
        query,
        scope,
        organisation::district_code,
        organisation::current_commune_code,
        organisation::id
    );
    let row: Option<(CreditRow, OrganisationRow)> = query
        .select((CreditRow::as_select(), organisation::all_columns))
        .first(connection)
        .optional()?;
    row.map(|(row, of)| Ok((row.try_into()?, of.try_into()?))).transpose()
}

/// Whether a record was corrected.
///
/// # Errors
/// What the database reports.
pub fn is_corrected(connection: &mut Connection, id: CreditRecordId) -> Result<bool, Failure> {
    let found: Option<CreditRecordId> = credit_record::table
        .filter(credit_record::corrects.eq(Bind(Some(id))))
        .select(credit_record::id)
        .first(connection)
        .optional()?;
    Ok(found.is_some())
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
    let rows: Vec<(OrganisationId, String, Date, i64, bool)> = credit_record::table
        .filter(credit_record::organisation_id.eq_any(organisations.iter().copied().map(Bind)))
        .filter(credit_record::as_of.le(Bind(day)))
        .order((credit_record::as_of, credit_record::sequence))
        .select((
            credit_record::organisation_id,
            credit_record::institution_key,
            credit_record::as_of,
            credit_record::overdue_vnd,
            credit_record::withdrawn,
        ))
        .load(connection)?;
    // Of each day the last in number holds, unless it withdraws what was recorded of the day.
    let mut days: BTreeMap<_, _> = BTreeMap::new();
    for (of, institution, as_of, owed, withdrawn) in rows {
        days.insert((of, institution, as_of), (!withdrawn).then_some(owed));
    }
    let last: BTreeMap<_, _> = days
        .into_iter()
        .filter_map(|((of, institution, _), owed)| Some(((of, institution), owed?)))
        .collect();
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
/// What the database reports, which refuses a second one of an institution for a day that corrects none, and a
/// second correction of one.
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
            credit_record::sequence.eq(column(record.place.sequence)),
            credit_record::corrects.eq(Bind(record.place.corrects)),
            credit_record::withdrawn.eq(record.place.withdrawn),
        ))
        .execute(connection)?;
    Ok(())
}
