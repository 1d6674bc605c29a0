//! The steps of cases, and why they were taken.

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
    date::{Date, Instant},
    id::{DissolutionId, DissolutionStepId, EventId, Id},
};

use super::schema::{dissolution_step, dissolution_step_reason};
use crate::domain::step::Step;

/// The most steps of a case that are read: a case is suspended and resumed a few times at the most.
const STEPS_MAX: i64 = 1_000;

#[derive(Queryable, Selectable)]
#[diesel(table_name = dissolution_step)]
struct StepRow {
    id: DissolutionStepId,
    dissolution_id: DissolutionId,
    action: Option<String>,
    from_state: Option<String>,
    to_state: String,
    effective_on: Date,
    legal_basis: String,
    documents: String,
    actor_id: Option<Id<()>>,
    actor_name: String,
    agency_code: Option<String>,
    agency_name: Option<String>,
    event_id: EventId,
    recorded_at: Instant,
}

#[derive(Insertable)]
#[diesel(table_name = dissolution_step, treat_none_as_default_value = false)]
struct NewStepRow<'a> {
    id: Bind<DissolutionStepId>,
    dissolution_id: Bind<DissolutionId>,
    action: Option<&'static str>,
    from_state: Option<&'static str>,
    to_state: &'static str,
    effective_on: Bind<Date>,
    legal_basis: &'a str,
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
            case: row.dissolution_id,
            action: row.action.as_deref().map(code).transpose()?,
            from: row.from_state.as_deref().map(code).transpose()?,
            to: code(&row.to_state)?,
            effective_on: row.effective_on,
            legal_basis: row.legal_basis,
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
        dissolution_id: Bind(step.case),
        action: step.action.map(|action| action.code()),
        from_state: step.from.map(|state| state.code()),
        to_state: step.to.code(),
        effective_on: Bind(step.effective_on),
        legal_basis: &step.legal_basis,
        documents: written(&step.documents)?,
        actor_id: Bind(step.actor.map(Id::from_uuid)),
        actor_name: &step.actor_name,
        agency_code: step.agency.as_ref().map(AgencyCode::as_str),
        agency_name: step.agency_name.as_deref(),
        event_id: Bind(step.event),
        recorded_at: Bind(step.recorded_at),
    };
    diesel::insert_into(dissolution_step::table).values(&row).execute(connection)?;
    let Some(reason) = reason else { return Ok(()) };
    diesel::insert_into(dissolution_step_reason::table)
        .values((
            dissolution_step_reason::step_id.eq(Bind(step.id)),
            dissolution_step_reason::reason.eq(reason),
        ))
        .execute(connection)?;
    Ok(())
}

/// The steps of a case in their order, each with its reason unless it was erased; the caller has
/// checked that the case may be read.
///
/// # Errors
/// What the database reports.
pub fn of_case(
    connection: &mut Connection,
    id: DissolutionId,
) -> Result<Vec<(Step, Option<String>)>, Failure> {
    use diesel::NullableExpressionMethods as _;
    let rows: Vec<(StepRow, Option<String>)> = dissolution_step::table
        .left_join(dissolution_step_reason::table)
        .filter(dissolution_step::dissolution_id.eq(Bind(id)))
        .order(dissolution_step::id)
        .limit(STEPS_MAX)
        .select((StepRow::as_select(), dissolution_step_reason::reason.nullable()))
        .load(connection)?;
    rows.into_iter().map(|(row, reason)| Ok((row.try_into()?, reason))).collect()
}
