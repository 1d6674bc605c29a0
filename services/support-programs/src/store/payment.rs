//! What was paid or handed over, and what came back.

use std::collections::HashMap;

use diesel::{
    ExpressionMethods as _, Insertable, QueryDsl as _, Queryable, RunQueryDsl as _, Selectable,
    SelectableHelper as _,
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{code, column, json, number, written},
    },
    failure::Failure,
};
use htx_model::{
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{SupportApplicationId, SupportPaymentId},
    money::Dong,
};

use super::schema::support_payment;
use crate::domain::application::payment::{PAYMENTS_MAX, Payment, PaymentDirection};

#[derive(Queryable, Selectable)]
#[diesel(table_name = support_payment)]
struct PaymentRow {
    id: SupportPaymentId,
    application_id: SupportApplicationId,
    sequence: i64,
    direction: String,
    form: String,
    amount_vnd: i64,
    worker_months: Option<i32>,
    paid_on: Date,
    reference: String,
    documents: String,
    recorded_by: String,
    recorded_at: Instant,
    reverses: Option<SupportPaymentId>,
}

#[derive(Insertable)]
#[diesel(table_name = support_payment, treat_none_as_default_value = false)]
struct NewPaymentRow<'a> {
    id: Bind<SupportPaymentId>,
    application_id: Bind<SupportApplicationId>,
    sequence: i64,
    direction: &'static str,
    form: &'static str,
    amount_vnd: i64,
    worker_months: Option<i32>,
    paid_on: Bind<Date>,
    reference: &'a str,
    reference_key: &'a str,
    documents: String,
    recorded_by: &'a str,
    recorded_at: Bind<Instant>,
    reverses: Bind<Option<SupportPaymentId>>,
}

impl TryFrom<PaymentRow> for Payment {
    type Error = Failure;

    fn try_from(row: PaymentRow) -> Result<Self, Failure> {
        Ok(Self {
            id: row.id,
            application: row.application_id,
            sequence: row.sequence,
            direction: code(&row.direction)?,
            form: code(&row.form)?,
            amount: Dong(row.amount_vnd),
            worker_months: number(row.worker_months)?,
            paid_on: row.paid_on,
            reference: row.reference,
            documents: json(&row.documents)?,
            recorded_by: row.recorded_by,
            recorded_at: row.recorded_at,
            reverses: row.reverses,
        })
    }
}

/// The payments and recoveries of an application in their order: there are at most so many. The caller
/// has found the application within its scope.
///
/// # Errors
/// What the database reports.
pub fn of_application(
    connection: &mut Connection,
    application: SupportApplicationId,
) -> Result<Vec<Payment>, Failure> {
    let rows: Vec<PaymentRow> = support_payment::table
        .filter(support_payment::application_id.eq(Bind(application)))
        .order(support_payment::sequence)
        .limit(PAYMENTS_MAX)
        .select(PaymentRow::as_select())
        .load(connection)?;
    rows.into_iter().map(Payment::try_from).collect()
}

/// What was paid to and recovered from each of some applications, at most a batch. The caller has found
/// them within its scope.
///
/// # Errors
/// What the database reports.
pub fn totals(
    connection: &mut Connection,
    applications: &[SupportApplicationId],
) -> Result<HashMap<SupportApplicationId, Totals>, Failure> {
    let rows: Vec<(SupportApplicationId, String, i64, Option<SupportPaymentId>)> =
        support_payment::table
            .filter(support_payment::application_id.eq_any(applications.iter().copied().map(Bind)))
            .select((
                support_payment::application_id,
                support_payment::direction,
                support_payment::amount_vnd,
                support_payment::reverses,
            ))
            .load(connection)?;
    let mut totals = HashMap::<SupportApplicationId, Totals>::new();
    for (application, direction, amount, reverses) in rows {
        // A counter-entry takes its amount back.
        let amount = if reverses.is_some() { -amount } else { amount };
        let total = totals.entry(application).or_default();
        match code::<PaymentDirection>(&direction)? {
            PaymentDirection::Paid => total.paid.0 += amount,
            PaymentDirection::Recovered => total.recovered.0 += amount,
        }
    }
    Ok(totals)
}

/// What was paid to and recovered from an application.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// What was paid or handed over.
    pub paid: Dong,
    /// What came back.
    pub recovered: Dong,
}

/// Enters a payment, whose document is known by a key. Its application is held by whoever enters it.
///
/// # Errors
/// What the database reports, which refuses a document that was entered already, and a second counter-entry.
pub fn insert(connection: &mut Connection, payment: &Payment, key: &str) -> Result<(), Failure> {
    let row = NewPaymentRow {
        id: Bind(payment.id),
        application_id: Bind(payment.application),
        sequence: payment.sequence,
        direction: payment.direction.code(),
        form: payment.form.code(),
        amount_vnd: payment.amount.0,
        worker_months: payment.worker_months.map(column),
        paid_on: Bind(payment.paid_on),
        reference: &payment.reference,
        reference_key: key,
        documents: written(&payment.documents)?,
        recorded_by: &payment.recorded_by,
        recorded_at: Bind(payment.recorded_at),
        reverses: Bind(payment.reverses),
    };
    diesel::insert_into(support_payment::table).values(&row).execute(connection)?;
    Ok(())
}
