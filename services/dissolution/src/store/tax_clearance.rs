//! What the tax department recorded of cases. Whoever calls has reached the case.

use diesel::{
    ExpressionMethods as _, Insertable, OptionalExtension as _, QueryDsl as _, Queryable,
    RunQueryDsl as _, Selectable, SelectableHelper as _, dsl::count_star,
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{code, written},
    },
    failure::Failure,
};
use htx_model::{
    code_list::CodeList as _,
    date::{Date, Instant},
    dissolution::grounds::TaxOutcome,
    id::{DissolutionId, TaxClearanceId},
    money::Dong,
};

use super::{blocker::signatory, document::documents, schema::tax_clearance};
use crate::domain::{facts::TaxFacts, step::Exhibit, tax::TaxClearance};

#[derive(Queryable, Selectable)]
#[diesel(table_name = tax_clearance)]
struct ClearanceRow {
    id: TaxClearanceId,
    dissolution_id: DissolutionId,
    outcome: String,
    number: String,
    issued_on: Date,
    amount_vnd: Option<i64>,
    note: Option<String>,
    documents: String,
    agency_code: String,
    agency_name: String,
    recorded_by: String,
    recorded_at: Instant,
}

#[derive(Insertable)]
#[diesel(table_name = tax_clearance, treat_none_as_default_value = false)]
struct NewClearanceRow<'a> {
    id: Bind<TaxClearanceId>,
    dissolution_id: Bind<DissolutionId>,
    outcome: &'static str,
    number: &'a str,
    issued_on: Bind<Date>,
    amount_vnd: Option<i64>,
    note: Option<&'a str>,
    documents: String,
    agency_code: &'a str,
    agency_name: &'a str,
    recorded_by: &'a str,
    recorded_at: Bind<Instant>,
}

impl TryFrom<ClearanceRow> for TaxClearance {
    type Error = Failure;

    fn try_from(row: ClearanceRow) -> Result<Self, Failure> {
        Ok(Self {
            id: row.id,
            case: row.dissolution_id,
            outcome: code(&row.outcome)?,
            number: row.number,
            issued_on: row.issued_on,
            amount: row.amount_vnd.map(Dong),
            note: row.note,
            documents: documents(&row.documents)?,
            by: signatory(&row.agency_code, row.agency_name)?,
            recorded_by: row.recorded_by,
            recorded_at: row.recorded_at,
        })
    }
}

/// Enters a record.
///
/// # Errors
/// What the database reports.
pub fn insert(connection: &mut Connection, one: &TaxClearance) -> Result<(), Failure> {
    let row = NewClearanceRow {
        id: Bind(one.id),
        dissolution_id: Bind(one.case),
        outcome: one.outcome.code(),
        number: &one.number,
        issued_on: Bind(one.issued_on),
        amount_vnd: one.amount.map(|amount| amount.0),
        note: one.note.as_deref(),
        documents: written(&one.documents)?,
        agency_code: one.by.code.as_str(),
        agency_name: &one.by.name,
        recorded_by: &one.recorded_by,
        recorded_at: Bind(one.recorded_at),
    };
    diesel::insert_into(tax_clearance::table).values(&row).execute(connection)?;
    Ok(())
}

/// How many there are of a case.
///
/// # Errors
/// What the database reports.
pub fn count(connection: &mut Connection, case: DissolutionId) -> Result<i64, Failure> {
    Ok(tax_clearance::table
        .filter(tax_clearance::dissolution_id.eq(Bind(case)))
        .select(count_star())
        .first(connection)?)
}

/// A page of the records of a case, in the order in which they were made.
///
/// # Errors
/// What the database reports.
pub fn page(
    connection: &mut Connection,
    case: DissolutionId,
    after: Option<&TaxClearanceId>,
    limit: i64,
) -> Result<Vec<TaxClearance>, Failure> {
    let mut query = tax_clearance::table
        .filter(tax_clearance::dissolution_id.eq(Bind(case)))
        .order(tax_clearance::id)
        .limit(limit)
        .select(ClearanceRow::as_select())
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(tax_clearance::id.gt(Bind(*after)));
    }
    let rows: Vec<ClearanceRow> = query.load(connection)?;
    rows.into_iter().map(TaxClearance::try_from).collect()
}

/// What the guards look at: the last word of the tax department.
///
/// # Errors
/// What the database reports.
pub fn facts(connection: &mut Connection, case: DissolutionId) -> Result<TaxFacts, Failure> {
    let outcome: Option<String> = tax_clearance::table
        .filter(tax_clearance::dissolution_id.eq(Bind(case)))
        .order(tax_clearance::id.desc())
        .select(tax_clearance::outcome)
        .first(connection)
        .optional()?;
    let outcome = outcome.as_deref().map(code::<TaxOutcome>).transpose()?;
    Ok(TaxFacts { cleared: outcome.is_some_and(TaxOutcome::clears) })
}

/// The documents of what the tax department recorded last.
///
/// # Errors
/// What the database reports.
pub fn last_documents(
    connection: &mut Connection,
    case: DissolutionId,
) -> Result<Vec<Exhibit>, Failure> {
    let written: Option<String> = tax_clearance::table
        .filter(tax_clearance::dissolution_id.eq(Bind(case)))
        .order(tax_clearance::id.desc())
        .select(tax_clearance::documents)
        .first(connection)
        .optional()?;
    written.as_deref().map_or(Ok(Vec::new()), documents)
}
