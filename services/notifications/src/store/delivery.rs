//! Messages on their way, and their tries.

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, Insertable, OptionalExtension as _,
    QueryDsl as _, Queryable, RunQueryDsl as _, Selectable, SelectableHelper as _,
    dsl::{exists, not},
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{code, column},
    },
    each,
    failure::Failure,
};
use htx_model::{
    code_list::CodeList as _,
    date::Instant,
    id::{DeliveryId, WebhookId},
    notification::{DeliveryState, WebhookState},
    scope::Scope,
};

use super::{
    message,
    schema::{self, attempt, delivery, webhook},
};
use crate::domain::delivery::{Attempt, Delivery, Message, MessageId};

/// Rows of one INSERT: nine columns each.
const CHUNK: usize = 1_000;
/// The most tries of a delivery that are shown: those of twenty replays.
const ATTEMPTS_MAX: i64 = 250;

#[derive(Queryable, Selectable)]
#[diesel(table_name = delivery)]
struct Row {
    id: DeliveryId,
    webhook_id: WebhookId,
    message_id: MessageId,
    state: String,
    tries: i32,
    attempts: i32,
    due_at: Instant,
    made_at: Instant,
    finished_at: Option<Instant>,
}

impl TryFrom<Row> for Delivery {
    type Error = Failure;

    fn try_from(row: Row) -> Result<Self, Failure> {
        Ok(Self {
            id: row.id,
            webhook: row.webhook_id,
            message: row.message_id,
            state: code(&row.state)?,
            tries: u32::try_from(row.tries).map_err(Failure::unexpected)?,
            attempts: u32::try_from(row.attempts).map_err(Failure::unexpected)?,
            due_at: row.due_at,
            made_at: row.made_at,
            finished_at: row.finished_at,
        })
    }
}

#[derive(Insertable)]
#[diesel(table_name = delivery, treat_none_as_default_value = false)]
struct NewRow {
    id: Bind<DeliveryId>,
    webhook_id: Bind<WebhookId>,
    message_id: Bind<MessageId>,
    state: &'static str,
    tries: i32,
    attempts: i32,
    due_at: Bind<Instant>,
    made_at: Bind<Instant>,
    finished_at: Bind<Option<Instant>>,
}

impl From<&Delivery> for NewRow {
    fn from(one: &Delivery) -> Self {
        Self {
            id: Bind(one.id),
            webhook_id: Bind(one.webhook),
            message_id: Bind(one.message),
            state: one.state.code(),
            tries: column(one.tries),
            attempts: column(one.attempts),
            due_at: Bind(one.due_at),
            made_at: Bind(one.made_at),
            finished_at: Bind(one.finished_at),
        }
    }
}

/// Enters deliveries; what is on its way to a webhook already is not sent twice.
///
/// # Errors
/// What the database reports.
pub fn insert(connection: &mut Connection, all: &[Delivery]) -> Result<(), Failure> {
    for chunk in all.chunks(CHUNK) {
        let rows: Vec<NewRow> = chunk.iter().map(NewRow::from).collect();
        each!(connection, connection => {
            diesel::insert_into(delivery::table).values(&rows)
                .on_conflict_do_nothing()
                .execute(connection)?;
        });
    }
    Ok(())
}

/// Saves what became of a delivery, where nothing else became of it meanwhile; tells whether it did.
///
/// # Errors
/// What the database reports.
pub fn save(
    connection: &mut Connection,
    before: &Delivery,
    after: &Delivery,
) -> Result<bool, Failure> {
    let saved = diesel::update(delivery::table)
        .filter(delivery::id.eq(Bind(before.id)))
        .filter(delivery::state.eq(before.state.code()))
        .filter(delivery::attempts.eq(column(before.attempts)))
        .set((
            delivery::state.eq(after.state.code()),
            delivery::tries.eq(column(after.tries)),
            delivery::attempts.eq(column(after.attempts)),
            delivery::due_at.eq(Bind(after.due_at)),
            delivery::finished_at.eq(Bind(after.finished_at)),
        ))
        .execute(connection)?;
    Ok(saved == 1)
}

/// A delivery with its message, where it is to a webhook of an agency within a scope.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    scope: &Scope,
    id: DeliveryId,
) -> Result<Option<(Delivery, Message)>, Failure> {
    let mut query = delivery::table
        .inner_join(schema::message::table)
        .inner_join(webhook::table)
        .filter(delivery::id.eq(Bind(id)))
        .select((Row::as_select(), message::Row::as_select()))
        .into_boxed();
    if !scope.is_everything() {
        let agencies: Vec<String> = scope.agencies().map(ToString::to_string).collect();
        query = query.filter(webhook::agency_code.eq_any(agencies));
    }
    let row: Option<(Row, message::Row)> = query.first(connection).optional()?;
    row.map(both).transpose()
}

fn both((delivery, message): (Row, message::Row)) -> Result<(Delivery, Message), Failure> {
    Ok((delivery.try_into()?, message.try_into()?))
}

/// A page of a webhook's deliveries, the newest first.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    of: WebhookId,
    state: Option<DeliveryState>,
    after: Option<&DeliveryId>,
    limit: i64,
) -> Result<Vec<(Delivery, Message)>, Failure> {
    let mut query = delivery::table
        .inner_join(schema::message::table)
        .filter(delivery::webhook_id.eq(Bind(of)))
        .order(delivery::id.desc())
        .limit(limit)
        .select((Row::as_select(), message::Row::as_select()))
        .into_boxed();
    if let Some(state) = state {
        query = query.filter(delivery::state.eq(state.code()));
    }
    if let Some(after) = after {
        query = query.filter(delivery::id.lt(Bind(*after)));
    }
    let rows: Vec<(Row, message::Row)> = query.load(connection)?;
    rows.into_iter().map(both).collect()
}

/// What is due to a webhook, the longest due first.
///
/// # Errors
/// What the database reports.
pub fn due(
    connection: &mut Connection,
    to: WebhookId,
    now: Instant,
    limit: i64,
) -> Result<Vec<(Delivery, Message)>, Failure> {
    let rows: Vec<(Row, message::Row)> = delivery::table
        .inner_join(schema::message::table)
        .filter(delivery::webhook_id.eq(Bind(to)))
        .filter(delivery::state.eq(DeliveryState::Pending.code()))
        .filter(delivery::due_at.le(Bind(now)))
        .order((delivery::due_at, delivery::id))
        .limit(limit)
        .select((Row::as_select(), message::Row::as_select()))
        .load(connection)?;
    rows.into_iter().map(both).collect()
}

/// How many messages are on their way to a webhook, counted up to so many.
///
/// # Errors
/// What the database reports.
pub fn waiting(connection: &mut Connection, to: WebhookId, most: i64) -> Result<i64, Failure> {
    let waiting: Vec<DeliveryId> = delivery::table
        .filter(delivery::webhook_id.eq(Bind(to)))
        .filter(delivery::state.eq(DeliveryState::Pending.code()))
        .limit(most)
        .select(delivery::id)
        .load(connection)?;
    i64::try_from(waiting.len()).map_err(Failure::unexpected)
}

/// Ends whatever is still on its way to a webhook.
///
/// # Errors
/// What the database reports.
pub fn end_pending(
    connection: &mut Connection,
    to: WebhookId,
    state: DeliveryState,
    now: Instant,
) -> Result<usize, Failure> {
    let pending = delivery::table
        .filter(delivery::webhook_id.eq(Bind(to)))
        .filter(delivery::state.eq(DeliveryState::Pending.code()));
    let ended = (delivery::state.eq(state.code()), delivery::finished_at.eq(Bind(Some(now))));
    Ok(diesel::update(pending).set(ended).execute(connection)?)
}

/// Sends again what failed to reach a webhook since an instant, the oldest first and so many at the most;
/// tells how many.
///
/// # Errors
/// What the database reports.
pub fn replay_failed(
    connection: &mut Connection,
    to: WebhookId,
    (since, now): (Instant, Instant),
    limit: i64,
) -> Result<usize, Failure> {
    let failed: Vec<DeliveryId> = delivery::table
        .filter(delivery::webhook_id.eq(Bind(to)))
        .filter(delivery::state.eq(DeliveryState::Failed.code()))
        .filter(delivery::made_at.ge(Bind(since)))
        .order(delivery::id)
        .limit(limit)
        .select(delivery::id)
        .load(connection)?;
    let pending = (
        delivery::state.eq(DeliveryState::Pending.code()),
        delivery::tries.eq(0),
        delivery::due_at.eq(Bind(now)),
        delivery::finished_at.eq(Bind(None::<Instant>)),
    );
    let again = delivery::table.filter(delivery::id.eq_any(failed.into_iter().map(Bind)));
    Ok(diesel::update(again).set(pending).execute(connection)?)
}

/// Takes away deliveries that were made before an instant and came to their end before it, or are kept for
/// somebody who is told nothing now, with their tries, some at a time; tells how many.
///
/// # Errors
/// What the database reports.
pub fn forget(connection: &mut Connection, before: Instant, limit: i64) -> Result<usize, Failure> {
    let told = webhook::table
        .filter(webhook::id.eq(delivery::webhook_id))
        .filter(webhook::state.eq(WebhookState::Active.code()));
    let waiting_in_vain = delivery::finished_at.is_null().and(not(exists(told)));
    let old: Vec<DeliveryId> = delivery::table
        .filter(delivery::made_at.lt(Bind(before)))
        .filter(delivery::finished_at.lt(Bind(Some(before))).or(waiting_in_vain))
        .limit(limit)
        .select(delivery::id)
        .load(connection)?;
    let gone = delivery::table.filter(delivery::id.eq_any(old.into_iter().map(Bind)));
    Ok(diesel::delete(gone).execute(connection)?)
}

#[derive(Insertable)]
#[diesel(table_name = attempt, treat_none_as_default_value = false)]
struct NewAttempt {
    delivery_id: Bind<DeliveryId>,
    number: i32,
    begun_at: Bind<Instant>,
    milliseconds: i32,
    outcome: &'static str,
    status: Option<i32>,
}

/// Notes tries.
///
/// # Errors
/// What the database reports.
pub fn insert_attempts(
    connection: &mut Connection,
    all: &[(DeliveryId, Attempt)],
) -> Result<(), Failure> {
    let row = |(of, one): &(DeliveryId, Attempt)| NewAttempt {
        delivery_id: Bind(*of),
        number: column(one.number),
        begun_at: Bind(one.begun_at),
        milliseconds: column(one.milliseconds),
        outcome: one.outcome.code(),
        status: one.status.map(i32::from),
    };
    let rows: Vec<NewAttempt> = all.iter().map(row).collect();
    each!(connection, connection => {
        diesel::insert_into(attempt::table).values(&rows).execute(connection)?;
    });
    Ok(())
}

type AttemptRow = (i32, Instant, i32, String, Option<i32>);

/// The tries of a delivery, the newest first.
///
/// # Errors
/// What the database reports.
pub fn attempts(connection: &mut Connection, of: DeliveryId) -> Result<Vec<Attempt>, Failure> {
    let rows: Vec<AttemptRow> = attempt::table
        .filter(attempt::delivery_id.eq(Bind(of)))
        .order(attempt::number.desc())
        .limit(ATTEMPTS_MAX)
        .select((
            attempt::number,
            attempt::begun_at,
            attempt::milliseconds,
            attempt::outcome,
            attempt::status,
        ))
        .load(connection)?;
    let read = |(number, begun_at, milliseconds, outcome, status): AttemptRow| {
        Ok(Attempt {
            number: u32::try_from(number).map_err(Failure::unexpected)?,
            begun_at,
            milliseconds: u32::try_from(milliseconds).map_err(Failure::unexpected)?,
            outcome: code(&outcome)?,
            status: status.map(u16::try_from).transpose().map_err(Failure::unexpected)?,
        })
    };
    rows.into_iter().map(read).collect()
}
