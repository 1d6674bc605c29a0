//! Signs of life that the tax department recorded.

use diesel::{
    ExpressionMethods as _, QueryDsl as _, Queryable, RunQueryDsl as _, Selectable,
    SelectableHelper as _,
};
use htx_kit::{
    db::{Bind, Connection},
    failure::Failure,
};
use htx_model::{
    date::{Date, Instant},
    id::{OrganisationId, TaxActivityId},
};

use super::schema::tax_activity;

/// A sign of life: a declaration, a payment, an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = tax_activity)]
pub struct TaxActivity {
    /// Its id.
    pub id: TaxActivityId,
    /// Of which organisation.
    pub organisation_id: OrganisationId,
    /// When.
    pub active_on: Date,
    /// What it was.
    pub note: Option<String>,
    /// When it was written.
    pub recorded_at: Instant,
}

/// Enters a sign of life.
///
/// # Errors
/// What the database reports.
pub fn insert(connection: &mut Connection, activity: &TaxActivity) -> Result<(), Failure> {
    diesel::insert_into(tax_activity::table)
        .values((
            tax_activity::id.eq(Bind(activity.id)),
            tax_activity::organisation_id.eq(Bind(activity.organisation_id)),
            tax_activity::active_on.eq(Bind(activity.active_on)),
            tax_activity::note.eq(&activity.note),
            tax_activity::recorded_at.eq(Bind(activity.recorded_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// A page of an organisation's signs of life, in the order in which they were recorded.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    organisation: OrganisationId,
    after: Option<TaxActivityId>,
    limit: i64,
) -> Result<Vec<TaxActivity>, Failure> {
    let mut query = tax_activity::table
        .filter(tax_activity::organisation_id.eq(Bind(organisation)))
        .order(tax_activity::id)
        .limit(limit)
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(tax_activity::id.gt(Bind(after)));
    }
    Ok(query.select(TaxActivity::as_select()).load(connection)?)
}
