//! Grievances with their steps. What people wrote stands in rows of their own, which are erasable.

use diesel::{
    AsChangeset, BoolExpressionMethods as _, ExpressionMethods as _, Insertable,
    NullableExpressionMethods as _, OptionalExtension as _, QueryDsl as _, Queryable,
    RunQueryDsl as _, Selectable, SelectableHelper as _, dsl::exists,
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{code, column},
    },
    directory::OrganisationRow,
    failure::Failure,
};
use htx_model::{
    agency::AgencyCode,
    code_list::CodeList as _,
    date::{Date, Instant},
    directory::Organisation,
    id::{GrievanceId, GrievanceStepId, OrganisationId, SupportApplicationId},
    scope::Scope,
    support::grievances::GrievanceState,
};

use super::schema::{
    grievance, grievance_step, grievance_step_words, grievance_words, organisation,
};
use crate::domain::grievance::{Grievance, STEPS_MAX, Step};

#[derive(Queryable, Selectable)]
#[diesel(table_name = grievance)]
struct GrievanceRow {
    id: GrievanceId,
    organisation_id: OrganisationId,
    application_id: Option<SupportApplicationId>,
    subject: String,
    state: String,
    agency: String,
    level: i32,
    filed_on: Date,
    received_on: Date,
    acknowledged_on: Option<Date>,
    answered_on: Option<Date>,
    due_on: Option<Date>,
    closed_on: Option<Date>,
    version: i64,
    recorded_at: Instant,
}

impl TryFrom<GrievanceRow> for Grievance {
    type Error = Failure;

    fn try_from(row: GrievanceRow) -> Result<Self, Failure> {
        Ok(Self {
            id: row.id,
            organisation: row.organisation_id,
            application: row.application_id,
            subject: code(&row.subject)?,
            state: code(&row.state)?,
            agency: AgencyCode::parse(&row.agency).map_err(Failure::unexpected)?,
            level: u32::try_from(row.level).map_err(Failure::unexpected)?,
            filed_on: row.filed_on,
            received_on: row.received_on,
            acknowledged_on: row.acknowledged_on,
            answered_on: row.answered_on,
            due_on: row.due_on,
            closed_on: row.closed_on,
            version: row.version,
            recorded_at: row.recorded_at,
        })
    }
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = grievance, treat_none_as_default_value = false, treat_none_as_null = true)]
struct NewGrievanceRow<'a> {
    id: Bind<GrievanceId>,
    organisation_id: Bind<OrganisationId>,
    application_id: Bind<Option<SupportApplicationId>>,
    subject: &'static str,
    state: &'static str,
    agency: &'a str,
    level: i32,
    filed_on: Bind<Date>,
    received_on: Bind<Date>,
    acknowledged_on: Bind<Option<Date>>,
    answered_on: Bind<Option<Date>>,
    due_on: Bind<Option<Date>>,
    closed_on: Bind<Option<Date>>,
    version: i64,
    recorded_at: Bind<Instant>,
}

impl<'a> NewGrievanceRow<'a> {
    fn of(one: &'a Grievance) -> Self {
        Self {
            id: Bind(one.id),
            organisation_id: Bind(one.organisation),
            application_id: Bind(one.application),
            subject: one.subject.code(),
            state: one.state.code(),
            agency: one.agency.as_str(),
            level: column(one.level),
            filed_on: Bind(one.filed_on),
            received_on: Bind(one.received_on),
            acknowledged_on: Bind(one.acknowledged_on),
            answered_on: Bind(one.answered_on),
            due_on: Bind(one.due_on),
            closed_on: Bind(one.closed_on),
            version: one.version,
            recorded_at: Bind(one.recorded_at),
        }
    }
}

/// A grievance with its organisation as it is today.
pub type StoredGrievance = (Grievance, Organisation);

fn read((row, of): (GrievanceRow, OrganisationRow)) -> Result<StoredGrievance, Failure> {
    Ok((row.try_into()?, of.try_into()?))
}

/// What a list of grievances is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// In this state.
    pub state: Option<GrievanceState>,
    /// Of this organisation.
    pub organisation: Option<OrganisationId>,
    /// With this agency, by the names under which it may stand.
    pub agencies: Option<Vec<AgencyCode>>,
    /// Due before this day, and not answered.
    pub overdue_on: Option<Date>,
}

/// Narrows a boxed query to those within a scope: of the caller's organisation, or that came once to an
/// agency whose work the caller's does.
macro_rules! within {
    ($query:expr, $scope:expr, $led:expr) => {{
        let scope: &Scope = $scope;
        let led: Vec<String> = $led.iter().map(|one| one.as_str().to_owned()).collect();
        let own: Vec<_> = scope.organisations().map(Bind).collect();
        if scope.is_everything() {
            $query
        } else {
            let came = grievance_step::table
                .filter(grievance_step::grievance_id.eq(grievance::id))
                .filter(grievance_step::agency.eq_any(led));
            $query.filter(grievance::organisation_id.eq_any(own).or(exists(came)))
        }
    }};
}

/// A page of grievances within a scope, in the order in which they were filed. `led` names the agencies
/// whose work the caller's does.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    (scope, led): (&Scope, &[AgencyCode]),
    filter: &Filter,
    after: Option<&GrievanceId>,
    limit: i64,
) -> Result<Vec<StoredGrievance>, Failure> {
    let query = grievance::table
        .inner_join(organisation::table)
        .order(grievance::id)
        .limit(limit)
        .into_boxed();
    let mut query = within!(query, scope, led);
    if let Some(state) = filter.state {
        query = query.filter(grievance::state.eq(state.code()));
    }
    if let Some(of) = filter.organisation {
        query = query.filter(grievance::organisation_id.eq(Bind(of)));
    }
    if let Some(agencies) = &filter.agencies {
        let agencies: Vec<String> = agencies.iter().map(|one| one.as_str().to_owned()).collect();
        query = query.filter(grievance::agency.eq_any(agencies));
    }
    if let Some(day) = filter.overdue_on {
        query = query.filter(grievance::due_on.lt(Bind(day)));
    }
    if let Some(after) = after {
        query = query.filter(grievance::id.gt(Bind(*after)));
    }
    let rows: Vec<(GrievanceRow, OrganisationRow)> =
        query.select((GrievanceRow::as_select(), organisation::all_columns)).load(connection)?;
    rows.into_iter().map(read).collect()
}

/// One grievance within a scope.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    (scope, led): (&Scope, &[AgencyCode]),
    id: GrievanceId,
) -> Result<Option<StoredGrievance>, Failure> {
    let query = grievance::table
        .inner_join(organisation::table)
        .filter(grievance::id.eq(Bind(id)))
        .into_boxed();
    let row: Option<(GrievanceRow, OrganisationRow)> = within!(query, scope, led)
        .select((GrievanceRow::as_select(), organisation::all_columns))
        .first(connection)
        .optional()?;
    row.map(read).transpose()
}

/// What a grievance says, unless it was erased; the caller has checked that it may be read.
///
/// # Errors
/// What the database reports.
pub fn content(connection: &mut Connection, id: GrievanceId) -> Result<Option<String>, Failure> {
    Ok(grievance_words::table
        .find(Bind(id))
        .select(grievance_words::content)
        .first(connection)
        .optional()?)
}

/// Enters a grievance with what it says.
///
/// # Errors
/// What the database reports.
pub fn insert(connection: &mut Connection, one: &Grievance, content: &str) -> Result<(), Failure> {
    diesel::insert_into(grievance::table).values(&NewGrievanceRow::of(one)).execute(connection)?;
    diesel::insert_into(grievance_words::table)
        .values((
            grievance_words::grievance_id.eq(Bind(one.id)),
            grievance_words::content.eq(content),
        ))
        .execute(connection)?;
    Ok(())
}

/// Saves a changed grievance, which is held by whoever changes it.
///
/// # Errors
/// What the database reports; [`Failure::Unavailable`] where another writer came between.
pub fn save(connection: &mut Connection, one: &Grievance) -> Result<(), Failure> {
    let saved = diesel::update(grievance::table)
        .filter(grievance::id.eq(Bind(one.id)))
        .filter(grievance::version.eq(one.version - 1))
        .set(NewGrievanceRow::of(one))
        .execute(connection)?;
    if saved == 1 {
        return Ok(());
    }
    Err(Failure::unavailable("the grievance changed while it was being changed"))
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = grievance_step)]
struct StepRow {
    id: GrievanceStepId,
    grievance_id: GrievanceId,
    action: Option<String>,
    to_state: String,
    agency: String,
    due_on: Option<Date>,
    late: bool,
    actor_name: String,
    actor_agency: Option<String>,
    actor_agency_name: Option<String>,
    recorded_at: Instant,
}

impl TryFrom<StepRow> for Step {
    type Error = Failure;

    fn try_from(row: StepRow) -> Result<Self, Failure> {
        let agency = row.actor_agency.as_deref().map(AgencyCode::parse).transpose();
        Ok(Self {
            id: row.id,
            grievance: row.grievance_id,
            action: row.action.as_deref().map(code).transpose()?,
            to: code(&row.to_state)?,
            agency: AgencyCode::parse(&row.agency).map_err(Failure::unexpected)?,
            due_on: row.due_on,
            late: row.late,
            actor_name: row.actor_name,
            actor_agency: agency.map_err(Failure::unexpected)?,
            actor_agency_name: row.actor_agency_name,
            recorded_at: row.recorded_at,
        })
    }
}

/// The steps of a grievance in their order, each with what was said, unless it was erased; the caller has
/// checked that the grievance may be read.
///
/// # Errors
/// What the database reports.
pub fn steps(
    connection: &mut Connection,
    of: GrievanceId,
) -> Result<Vec<(Step, Option<String>)>, Failure> {
    let rows: Vec<(StepRow, Option<String>)> = grievance_step::table
        .left_join(grievance_step_words::table)
        .filter(grievance_step::grievance_id.eq(Bind(of)))
        .order(grievance_step::id)
        .limit(STEPS_MAX)
        .select((StepRow::as_select(), grievance_step_words::words.nullable()))
        .load(connection)?;
    rows.into_iter().map(|(row, words)| Ok((row.try_into()?, words))).collect()
}

/// Enters a step, with what was said.
///
/// # Errors
/// What the database reports.
pub fn insert_step(
    connection: &mut Connection,
    step: &Step,
    words: Option<&str>,
) -> Result<(), Failure> {
    diesel::insert_into(grievance_step::table)
        .values((
            grievance_step::id.eq(Bind(step.id)),
            grievance_step::grievance_id.eq(Bind(step.grievance)),
            grievance_step::action.eq(step.action.map(|action| action.code())),
            grievance_step::to_state.eq(step.to.code()),
            grievance_step::agency.eq(step.agency.as_str()),
            grievance_step::due_on.eq(Bind(step.due_on)),
            grievance_step::late.eq(step.late),
            grievance_step::actor_name.eq(&step.actor_name),
            grievance_step::actor_agency.eq(step.actor_agency.as_ref().map(AgencyCode::as_str)),
            grievance_step::actor_agency_name.eq(step.actor_agency_name.as_deref()),
            grievance_step::recorded_at.eq(Bind(step.recorded_at)),
        ))
        .execute(connection)?;
    let Some(words) = words else { return Ok(()) };
    diesel::insert_into(grievance_step_words::table)
        .values((
            grievance_step_words::step_id.eq(Bind(step.id)),
            grievance_step_words::words.eq(words),
        ))
        .execute(connection)?;
    Ok(())
}
