//! Whose turn it is: one worker at a time sends to a webhook, in whichever process it runs.

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, OptionalExtension as _, QueryDsl as _,
    RunQueryDsl as _, SelectableHelper as _, dsl::exists,
};
use htx_kit::{
    db::{Bind, Connection},
    failure::Failure,
};
use htx_model::{
    agency::AgencyCode,
    code_list::CodeList as _,
    date::Instant,
    id::WebhookId,
    notification::{DeliveryState, WebhookState},
};

use super::{
    schema::{delivery, webhook},
    webhook::Row,
};
use crate::domain::webhook::Webhook;

/// The webhook that has waited longest of those to whom something is due and nobody sends, but for those of
/// some agencies. Each active one is looked at through the index of what is due: some thousands at the
/// most, within milliseconds.
///
/// # Errors
/// What the database reports.
pub fn waiting(
    connection: &mut Connection,
    now: Instant,
    served: &[AgencyCode],
) -> Result<Option<Webhook>, Failure> {
    let due = delivery::table
        .filter(delivery::webhook_id.eq(webhook::id))
        .filter(delivery::state.eq(DeliveryState::Pending.code()))
        .filter(delivery::due_at.le(Bind(now)));
    let row: Option<Row> = webhook::table
        .filter(webhook::state.eq(WebhookState::Active.code()))
        .filter(webhook::leased_until.is_null().or(webhook::leased_until.le(Bind(Some(now)))))
        .filter(webhook::agency_code.ne_all(served.iter().map(AgencyCode::as_str)))
        .filter(exists(due))
        .order((webhook::turn_at, webhook::id))
        .select(Row::as_select())
        .first(connection)
        .optional()?;
    row.map(Webhook::try_from).transpose()
}

/// Takes it; it is leased until an instant, after which whoever took it is taken to be gone.
///
/// # Errors
/// What the database reports.
pub fn take(
    connection: &mut Connection,
    (now, leased_until): (Instant, Instant),
    served: &[AgencyCode],
) -> Result<Option<Webhook>, Failure> {
    connection.lock("htx webhook turns")?;
    let Some(taken) = waiting(connection, now, served)? else { return Ok(None) };
    diesel::update(webhook::table.find(Bind(taken.id)))
        .set((webhook::leased_until.eq(Bind(Some(leased_until))), webhook::turn_at.eq(Bind(now))))
        .execute(connection)?;
    Ok(Some(taken))
}

/// Gives a webhook back, at once or from an instant on, unless somebody else has taken it since.
///
/// # Errors
/// What the database reports.
pub fn give_back(
    connection: &mut Connection,
    id: WebhookId,
    leased_until: Instant,
    from: Option<Instant>,
) -> Result<(), Failure> {
    diesel::update(webhook::table)
        .filter(webhook::id.eq(Bind(id)))
        .filter(webhook::leased_until.eq(Bind(Some(leased_until))))
        .set(webhook::leased_until.eq(Bind(from)))
        .execute(connection)?;
    Ok(())
}
