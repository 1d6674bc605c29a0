//! The steps of applications, and why they were taken.

use diesel::{
    ExpressionMethods as _, Insertable, QueryDsl as _, Queryable, RunQueryDsl as _, Selectable,
    SelectableHelper as _,
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{code, json, written},
    },
    failure::Failure,
};
use htx_model::{
    agency::AgencyCode,
    code_list::CodeList as _,
    date::Instant,
    id::{EventId, Id, SupportApplicationId, SupportStepId},
    money::Dong,
};

use super::schema::{support_step, support_step_reason};
use crate::domain::application::Step;

/// The most steps of an application that are read: it is returned a few times, and paid in parts.
const STEPS_MAX: i64 = 1_000;

#[derive(Queryable, Selectable)]
#[diesel(table_name = support_step)]
struct StepRow {
    id: SupportStepId,
    application_id: SupportApplicationId,
    action: Option<String>,
    from_state: Option<String>,
    to_state: String,
    favourable: Option<bool>,
    amount_vnd: Option<i64>,
    documents: String,
    actor_id: Option<Id<()>>,
    actor_name: String,
    agency_code: Option<String>,
    agency_name: Option<String>,
    event_id: EventId,
    recorded_at: Instant,
}

#[derive(Insertable)]
#[diesel(table_name = support_step, treat_none_as_default_value = false)]
struct NewStepRow<'a> {
    id: Bind<SupportStepId>,
    application_id: Bind<SupportApplicationId>,
    action: Option<&'static str>,
    from_state: Option<&'static str>,
    to_state: &'static str,
    favourable: Option<bool>,
    amount_vnd: Option<i64>,
    documents: String,
    actor_id: Bind<Option<Id<()>>>,
    actor_name: &'a str,
    agency_code: Option<&'a str>,
    agency_name: Option<&'a str>,
    event_id: Bind<EventId>,
    recorded_at: Bind<Instant>,
}

impl TryFrom<StepRow> for Step {
    type Error = Failure;

    fn try_from(row: StepRow) -> Result<Self, Failure> {
        let agency = row.agency_code.as_deref().map(AgencyCode::parse).transpose();
        Ok(Self {
            id: row.id,
            application: row.application_id,
            action: row.action.as_deref().map(code).transpose()?,
            from: row.from_state.as_deref().map(code).transpose()?,
            to: code(&row.to_state)?,
            favourable: row.favourable,
            amount: row.amount_vnd.map(Dong),
            documents: json(&row.documents)?,
            actor: row.actor_id.map(Id::uuid),
            actor_name: row.actor_name,
            agency: agency.map_err(Failure::unexpected)?,
            agency_name: row.agency_name,
            event: row.event_id,
            recorded_at: row.recorded_at,
        })
    }
}

/// Enters a step, with its reason.
///
/// # Errors
/// What the database reports.
pub fn insert(
    connection: &mut Connection,
    step: &Step,
    reason: Option<&str>,
) -> Result<(), Failure> {
    let row = NewStepRow {
        id: Bind(step.id),
        application_id: Bind(step.application),
        action: step.action.map(|action| action.code()),
        from_state: step.from.map(|state| state.code()),
        to_state: step.to.code(),
        favourable: step.favourable,
        amount_vnd: step.amount.map(|amount| amount.0),
        documents: written(&step.documents)?,
        actor_id: Bind(step.actor.map(Id::from_uuid)),
        actor_name: &step.actor_name,
        agency_code: step.agency.as_ref().map(AgencyCode::as_str),
        agency_name: step.agency_name.as_deref(),
        event_id: Bind(step.event),
        recorded_at: Bind(step.recorded_at),
    };
    diesel::insert_into(support_step::table).values(&row).execute(connection)?;
    let Some(reason) = reason else { return Ok(()) };
    diesel::insert_into(support_step_reason::table)
        .values((
            support_step_reason::step_id.eq(Bind(step.id)),
            support_step_reason::reason.eq(reason),
        ))
        .execute(connection)?;
    Ok(())
}

/// The steps of an application in their order, each with its reason unless it was erased; the caller
/// has checked that the application may be read.
///
/// # Errors
/// What the database reports.
pub fn of_application(
    connection: &mut Connection,
    id: SupportApplicationId,
) -> Result<Vec<(Step, Option<String>)>, Failure> {
    use diesel::NullableExpressionMethods as _;
    let rows: Vec<(StepRow, Option<String>)> = support_step::table
        .left_join(support_step_reason::table)
        .filter(support_step::application_id.eq(Bind(id)))
        .order(support_step::id)
        .limit(STEPS_MAX)
        .select((StepRow::as_select(), support_step_reason::reason.nullable()))
        .load(connection)?;
    rows.into_iter().map(|(row, reason)| Ok((row.try_into()?, reason))).collect()
}
