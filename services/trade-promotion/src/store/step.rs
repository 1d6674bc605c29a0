//! The steps of events and of applications for them, and why they were taken.

use diesel::{
    ExpressionMethods as _, Insertable, NullableExpressionMethods as _, QueryDsl as _, Queryable,
    RunQueryDsl as _, Selectable, SelectableHelper as _,
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{code, column, json, number, written},
    },
    failure::Failure,
};
use htx_model::{
    agency::AgencyCode,
    code_list::CodeList,
    date::Instant,
    id::{EventId, Id, TradeApplicationId, TradeEventId, TradeEventStepId},
    trade::events::{
        TradeApplicationAction, TradeApplicationState, TradeEventAction, TradeEventState,
    },
};

use super::schema::{trade_step, trade_step_reason};
use crate::domain::step::Step;

/// The most steps that are read of an event or an application: each has a few.
const STEPS_MAX: i64 = 1_000;

/// A step of an event, with its reason unless it was erased.
pub type EventStep = (Step<TradeEventAction, TradeEventState>, Option<String>);
/// A step of an application, with its reason unless it was erased.
pub type ApplicationStep = (Step<TradeApplicationAction, TradeApplicationState>, Option<String>);

#[derive(Queryable, Selectable)]
#[diesel(table_name = trade_step)]
struct StepRow {
    id: TradeEventStepId,
    trade_event_id: TradeEventId,
    application_id: Option<TradeApplicationId>,
    action: String,
    from_state: Option<String>,
    to_state: String,
    booth_number: Option<i32>,
    caused_by: Option<TradeApplicationId>,
    document_number: Option<String>,
    actor_id: Option<Id<()>>,
    actor_name: String,
    agency_code: Option<String>,
    agency_name: Option<String>,
    log_event_id: EventId,
    recorded_at: Instant,
    documents: String,
}

#[derive(Insertable)]
#[diesel(table_name = trade_step, treat_none_as_default_value = false)]
struct NewStepRow<'a> {
    id: Bind<TradeEventStepId>,
    trade_event_id: Bind<TradeEventId>,
    application_id: Bind<Option<TradeApplicationId>>,
    action: &'static str,
    from_state: Option<&'static str>,
    to_state: &'static str,
    booth_number: Option<i32>,
    caused_by: Bind<Option<TradeApplicationId>>,
    document_number: Option<&'a str>,
    actor_id: Bind<Option<Id<()>>>,
    actor_name: &'a str,
    agency_code: Option<&'a str>,
    agency_name: Option<&'a str>,
    log_event_id: Bind<EventId>,
    recorded_at: Bind<Instant>,
    documents: String,
}

impl StepRow {
    fn read<A: CodeList, S: CodeList>(self) -> Result<Step<A, S>, Failure> {
        let agency = self.agency_code.as_deref().map(AgencyCode::parse).transpose();
        Ok(Step {
            id: self.id,
            event: self.trade_event_id,
            application: self.application_id,
            action: code(&self.action)?,
            from: self.from_state.as_deref().map(code).transpose()?,
            to: code(&self.to_state)?,
            booth: number(self.booth_number)?,
            caused_by: self.caused_by,
            document_number: self.document_number,
            documents: json(&self.documents)?,
            actor: self.actor_id.map(Id::uuid),
            actor_name: self.actor_name,
            agency: agency.map_err(Failure::unexpected)?,
            agency_name: self.agency_name,
            logged: self.log_event_id,
            recorded_at: self.recorded_at,
        })
    }
}

/// Enters a step, with its reason.
///
/// # Errors
/// What the database reports.
pub fn insert<A: CodeList, S: CodeList>(
    connection: &mut Connection,
    step: &Step<A, S>,
    reason: Option<&str>,
) -> Result<(), Failure> {
    let row = NewStepRow {
        id: Bind(step.id),
        trade_event_id: Bind(step.event),
        application_id: Bind(step.application),
        action: step.action.code(),
        from_state: step.from.map(CodeList::code),
        to_state: step.to.code(),
        booth_number: step.booth.map(column),
        caused_by: Bind(step.caused_by),
        document_number: step.document_number.as_deref(),
        actor_id: Bind(step.actor.map(Id::from_uuid)),
        actor_name: &step.actor_name,
        agency_code: step.agency.as_ref().map(AgencyCode::as_str),
        agency_name: step.agency_name.as_deref(),
        log_event_id: Bind(step.logged),
        recorded_at: Bind(step.recorded_at),
        documents: written(&step.documents)?,
    };
    diesel::insert_into(trade_step::table).values(&row).execute(connection)?;
    let Some(reason) = reason else { return Ok(()) };
    diesel::insert_into(trade_step_reason::table)
        .values((
            trade_step_reason::step_id.eq(Bind(step.id)),
            trade_step_reason::reason.eq(reason),
        ))
        .execute(connection)?;
    Ok(())
}

/// The steps of an event itself, in their order.
///
/// # Errors
/// What the database reports.
pub fn of_event(connection: &mut Connection, id: TradeEventId) -> Result<Vec<EventStep>, Failure> {
    let rows: Vec<(StepRow, Option<String>)> = trade_step::table
        .left_join(trade_step_reason::table)
        .filter(trade_step::trade_event_id.eq(Bind(id)))
        .filter(trade_step::application_id.is_null())
        .order(trade_step::id)
        .limit(STEPS_MAX)
        .select((StepRow::as_select(), trade_step_reason::reason.nullable()))
        .load(connection)?;
    rows.into_iter().map(|(row, reason)| Ok((row.read()?, reason))).collect()
}

/// The steps of an application in their order; the caller has checked that it may be read.
///
/// # Errors
/// What the database reports.
pub fn of_application(
    connection: &mut Connection,
    id: TradeApplicationId,
) -> Result<Vec<ApplicationStep>, Failure> {
    let rows: Vec<(StepRow, Option<String>)> = trade_step::table
        .left_join(trade_step_reason::table)
        .filter(trade_step::application_id.eq(Bind(id)))
        .order(trade_step::id)
        .limit(STEPS_MAX)
        .select((StepRow::as_select(), trade_step_reason::reason.nullable()))
        .load(connection)?;
    rows.into_iter().map(|(row, reason)| Ok((row.read()?, reason))).collect()
}
