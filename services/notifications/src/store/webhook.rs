//! Webhooks. Whoever calls says of which agencies the caller sees them.

use diesel::{
    AsChangeset, ExpressionMethods as _, Insertable, OptionalExtension as _, QueryDsl as _,
    Queryable, RunQueryDsl as _, Selectable, SelectableHelper as _,
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{code, column, json, written},
    },
    failure::Failure,
};
use htx_model::{
    agency::AgencyCode, code_list::CodeList as _, date::Instant, id::WebhookId,
    notification::WebhookState, scope::Scope,
};

use super::schema::webhook;
use crate::domain::{
    owner::Owner,
    webhook::{Content, OF_AGENCY_MAX, Webhook},
};

/// The most webhooks that are told of one page of events: those of four hundred agencies, each with as
/// many as it may have.
const LISTENING_MAX: i64 = 20_000;

#[derive(Queryable, Selectable)]
#[diesel(table_name = webhook)]
pub(super) struct Row {
    id: WebhookId,
    agency_code: String,
    role: String,
    url: String,
    description: String,
    types: String,
    districts: String,
    communes: String,
    signature: String,
    state: String,
    stopped_for: Option<String>,
    generation: i32,
    previous_until: Option<Instant>,
    told_from: Instant,
    failing_since: Option<Instant>,
    made_by_name: String,
    made_at: Instant,
    version: i64,
    recorded_at: Instant,
    starts: String,
}

impl TryFrom<Row> for Webhook {
    type Error = Failure;

    fn try_from(row: Row) -> Result<Self, Failure> {
        Ok(Self {
            id: row.id,
            owner: Owner {
                agency: AgencyCode::parse(&row.agency_code).map_err(Failure::unexpected)?,
                role: code(&row.role)?,
            },
            content: Content {
                url: row.url,
                description: row.description,
                types: json(&row.types)?,
                districts: json(&row.districts)?,
                communes: json(&row.communes)?,
            },
            signature: code(&row.signature)?,
            state: code(&row.state)?,
            stopped_for: row.stopped_for.as_deref().map(code).transpose()?,
            generation: u32::try_from(row.generation).map_err(Failure::unexpected)?,
            previous_until: row.previous_until,
            told_from: row.told_from,
            failing_since: row.failing_since,
            made_by_name: row.made_by_name,
            made_at: row.made_at,
            version: row.version,
            recorded_at: row.recorded_at,
            starts: json(&row.starts)?,
        })
    }
}

/// What changes of a webhook.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = webhook, treat_none_as_default_value = false, treat_none_as_null = true)]
struct Changing<'a> {
    url: &'a str,
    description: &'a str,
    types: String,
    districts: String,
    communes: String,
    state: &'a str,
    stopped_for: Option<&'a str>,
    generation: i32,
    previous_until: Bind<Option<Instant>>,
    told_from: Bind<Instant>,
    failing_since: Bind<Option<Instant>>,
    version: i64,
    recorded_at: Bind<Instant>,
}

impl<'a> Changing<'a> {
    fn of(one: &'a Webhook) -> Result<Self, Failure> {
        Ok(Self {
            url: &one.content.url,
            description: &one.content.description,
            types: written(&one.content.types)?,
            districts: written(&one.content.districts)?,
            communes: written(&one.content.communes)?,
            state: one.state.code(),
            stopped_for: one.stopped_for.map(|why| why.code()),
            generation: column(one.generation),
            previous_until: Bind(one.previous_until),
            told_from: Bind(one.told_from),
            failing_since: Bind(one.failing_since),
            version: one.version,
            recorded_at: Bind(one.recorded_at),
        })
    }
}

/// Enters a webhook.
///
/// # Errors
/// What the database reports.
pub fn insert(connection: &mut Connection, one: &Webhook) -> Result<(), Failure> {
    diesel::insert_into(webhook::table)
        .values((
            webhook::id.eq(Bind(one.id)),
            webhook::agency_code.eq(one.owner.agency.as_str()),
            webhook::role.eq(one.owner.role.code()),
            webhook::signature.eq(one.signature.code()),
            webhook::made_by_name.eq(&one.made_by_name),
            webhook::made_at.eq(Bind(one.made_at)),
            webhook::turn_at.eq(Bind(one.made_at)),
            begun(one)?,
            Changing::of(one)?,
        ))
        .execute(connection)?;
    Ok(())
}

/// Columns of where it begins, which change as feeds are read for it.
type Begun = (diesel::dsl::Eq<webhook::starts, String>, diesel::dsl::Eq<webhook::starting, bool>);

fn begun(one: &Webhook) -> Result<Begun, Failure> {
    let starting = one.starts.iter().any(|start| !start.done);
    Ok((webhook::starts.eq(written(&one.starts)?), webhook::starting.eq(starting)))
}

/// Saves how far feeds were read for a webhook.
///
/// # Errors
/// What the database reports.
pub fn save_starts(connection: &mut Connection, one: &Webhook) -> Result<(), Failure> {
    let of = webhook::table.filter(webhook::id.eq(Bind(one.id)));
    diesel::update(of).set(begun(one)?).execute(connection)?;
    Ok(())
}

/// Those for whom feeds are still read from an earlier position on, as long as they are told.
///
/// # Errors
/// What the database reports.
pub fn starting(connection: &mut Connection) -> Result<Vec<Webhook>, Failure> {
    let states = [WebhookState::Active.code(), WebhookState::Paused.code()];
    let rows: Vec<Row> = of_agencies(&Scope::everything())
        .filter(webhook::starting.eq(true))
        .filter(webhook::state.eq_any(states))
        .order(webhook::id)
        .limit(LISTENING_MAX)
        .load(connection)?;
    rows.into_iter().map(Webhook::try_from).collect()
}

/// Saves a webhook over the version that it was changed from.
///
/// # Errors
/// What the database reports; [`Failure::Unavailable`] where another writer came between.
pub fn save(connection: &mut Connection, before: i64, one: &Webhook) -> Result<(), Failure> {
    let saved = diesel::update(webhook::table)
        .filter(webhook::id.eq(Bind(one.id)))
        .filter(webhook::version.eq(before))
        .set(&Changing::of(one)?)
        .execute(connection)?;
    if saved == 1 {
        return Ok(());
    }
    Err(Failure::unavailable("the webhook changed while it was being changed"))
}

/// The webhook with this id, where a caller who reaches so far sees it.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    scope: &Scope,
    id: WebhookId,
) -> Result<Option<Webhook>, Failure> {
    let row: Option<Row> =
        of_agencies(scope).filter(webhook::id.eq(Bind(id))).first(connection).optional()?;
    row.map(Webhook::try_from).transpose()
}

type Boxed<'a> = diesel::helper_types::IntoBoxed<
    'a,
    diesel::helper_types::Select<webhook::table, diesel::dsl::AsSelect<Row, htx_kit::db::Backend>>,
    htx_kit::db::Backend,
>;

/// The webhooks of the agencies within a scope: each agency's own, and nobody else's.
fn of_agencies<'a>(scope: &Scope) -> Boxed<'a> {
    let query = webhook::table.select(Row::as_select()).into_boxed();
    if scope.is_everything() {
        return query;
    }
    let agencies: Vec<String> = scope.agencies().map(ToString::to_string).collect();
    query.filter(webhook::agency_code.eq_any(agencies))
}

/// A page of webhooks within a scope, in the order in which they were made.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    scope: &Scope,
    state: Option<WebhookState>,
    after: Option<&WebhookId>,
    limit: i64,
) -> Result<Vec<Webhook>, Failure> {
    let mut query = of_agencies(scope).order(webhook::id).limit(limit);
    if let Some(state) = state {
        query = query.filter(webhook::state.eq(state.code()));
    }
    if let Some(after) = after {
        query = query.filter(webhook::id.gt(Bind(*after)));
    }
    let rows: Vec<Row> = query.load(connection)?;
    rows.into_iter().map(Webhook::try_from).collect()
}

/// Whether an agency has as many webhooks as it may.
///
/// # Errors
/// What the database reports.
pub fn is_full(connection: &mut Connection, agency: &AgencyCode) -> Result<bool, Failure> {
    let most = i64::try_from(OF_AGENCY_MAX).map_err(Failure::unexpected)?;
    let known: Vec<WebhookId> = webhook::table
        .filter(webhook::agency_code.eq(agency.as_str()))
        .filter(webhook::state.ne(WebhookState::Ended.code()))
        .limit(most)
        .select(webhook::id)
        .load(connection)?;
    Ok(known.len() >= OF_AGENCY_MAX)
}

/// Takes turns with everybody who changes for whom events are kept. The last lock that is taken.
///
/// # Errors
/// What the database reports.
pub fn lock_listening(connection: &mut Connection) -> Result<(), Failure> {
    Ok(connection.lock("htx webhooks listening")?)
}

/// Those for whom events are kept: they are told now, or once they go on.
///
/// # Errors
/// What the database reports.
pub fn listening(connection: &mut Connection) -> Result<Vec<Webhook>, Failure> {
    in_states(connection, &[WebhookState::Active, WebhookState::Paused])
}

/// Those that have not ended.
///
/// # Errors
/// What the database reports.
pub fn not_ended(connection: &mut Connection) -> Result<Vec<Webhook>, Failure> {
    let states = [WebhookState::Active, WebhookState::Paused, WebhookState::Disabled];
    in_states(connection, &states)
}

fn in_states(
    connection: &mut Connection,
    states: &[WebhookState],
) -> Result<Vec<Webhook>, Failure> {
    let rows: Vec<Row> = of_agencies(&Scope::everything())
        .filter(webhook::state.eq_any(states.iter().map(|state| state.code())))
        .order(webhook::id)
        .limit(LISTENING_MAX)
        .load(connection)?;
    rows.into_iter().map(Webhook::try_from).collect()
}
