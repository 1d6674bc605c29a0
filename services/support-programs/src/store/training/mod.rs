//! Training classes with their timetable.

pub mod attendance;
pub mod certificate;
pub mod counts;
pub mod participant;
mod row;

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, NullableExpressionMethods as _,
    OptionalExtension as _, QueryDsl as _, RunQueryDsl as _, SelectableHelper as _,
};
use htx_kit::{
    db::{Bind, Connection, stored::column},
    each,
    failure::Failure,
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    agency::AgencyCode,
    code_list::CodeList as _,
    date::Date,
    id::{OrganisationId, TrainingClassId, TrainingTrainerId},
    scope::Scope,
    support::training::TrainingState,
};

use self::row::{ClassRow, NewClassRow, SessionRow};
use super::schema::{
    training_class, training_participant, training_session, training_trainer,
    training_trainer_person,
};
use crate::domain::training::{Class, SESSIONS_MAX, Session, TRAINERS_MAX, Trainer};

/// What a list of classes is narrowed to. Classes are public: whoever may read them reads all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// In this state.
    pub state: Option<TrainingState>,
    /// Held by this agency.
    pub organiser: Option<AgencyCode>,
    /// Under this programme.
    pub programme: Option<String>,
    /// In this district as it was until 2025-06-30.
    pub district: Option<DistrictCode>,
    /// In this commune of today.
    pub commune: Option<CommuneCode>,
    /// That end on or after this day.
    pub ends_from: Option<Date>,
    /// That end on or before this day.
    pub ends_to: Option<Date>,
    /// In which people of this organisation take part.
    pub organisation: Option<OrganisationId>,
}

/// Narrows a boxed query on classes, but for who takes part.
macro_rules! narrowed {
    ($query:expr, $filter:expr) => {{
        let mut query = $query;
        let filter: &Filter = $filter;
        if let Some(state) = filter.state {
            query = query.filter(training_class::state.eq(state.code()));
        }
        if let Some(organiser) = &filter.organiser {
            query = query.filter(training_class::organiser.eq(organiser.as_str().to_owned()));
        }
        if let Some(programme) = &filter.programme {
            query = query.filter(training_class::programme_code.eq(programme.clone()));
        }
        query = htx_kit::within_place!(
            query,
            filter,
            training_class::district_code,
            training_class::commune_code
        );
        if let Some(day) = filter.ends_from {
            query = query.filter(training_class::ends_on.ge(Bind(day)));
        }
        if let Some(day) = filter.ends_to {
            query = query.filter(training_class::ends_on.le(Bind(day)));
        }
        query
    }};
}
use narrowed;

/// A page of classes, in the order in which they were entered.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    filter: &Filter,
    after: Option<&TrainingClassId>,
    limit: i64,
) -> Result<Vec<Class>, Failure> {
    list_within(connection, &Scope::everything(), filter, after, limit)
}

/// A page of the classes that are held within a territory: for the figures of that.
///
/// # Errors
/// What the database reports.
pub fn list_within(
    connection: &mut Connection,
    scope: &Scope,
    filter: &Filter,
    after: Option<&TrainingClassId>,
    limit: i64,
) -> Result<Vec<Class>, Failure> {
    let query = training_class::table.order(training_class::id).limit(limit).into_boxed();
    let mut query = narrowed!(query, filter);
    if !scope.is_everything() {
        let text = |code: &str| code.to_owned();
        let districts: Vec<String> = scope.districts().map(|one| text(one.as_str())).collect();
        let communes: Vec<String> = scope.communes().map(|one| text(one.as_str())).collect();
        query = query.filter(
            training_class::district_code
                .eq_any(districts)
                .assume_not_null()
                .or(training_class::commune_code.eq_any(communes)),
        );
    }
    if let Some(of) = filter.organisation {
        let taking_part = training_participant::table
            .filter(training_participant::class_id.eq(training_class::id))
            .filter(training_participant::organisation_id.eq(Bind(of)))
            .filter(training_participant::withdrawn_on.is_null());
        query = query.filter(diesel::dsl::exists(taking_part));
    }
    if let Some(after) = after {
        query = query.filter(training_class::id.gt(Bind(*after)));
    }
    let rows: Vec<ClassRow> = query.select(ClassRow::as_select()).load(connection)?;
    rows.into_iter().map(Class::try_from).collect()
}

/// One class.
///
/// # Errors
/// What the database reports.
pub fn find(connection: &mut Connection, id: TrainingClassId) -> Result<Option<Class>, Failure> {
    let row: Option<ClassRow> = training_class::table
        .find(Bind(id))
        .select(ClassRow::as_select())
        .first(connection)
        .optional()?;
    row.map(Class::try_from).transpose()
}

/// Enters a class.
///
/// # Errors
/// What the database reports.
pub fn insert(connection: &mut Connection, class: &Class) -> Result<(), Failure> {
    diesel::insert_into(training_class::table)
        .values(&NewClassRow::of(class)?)
        .execute(connection)?;
    Ok(())
}

/// Saves a changed class, which is held by whoever changes it.
///
/// # Errors
/// What the database reports; [`Failure::Unavailable`] where another writer came between.
pub fn save(connection: &mut Connection, class: &Class) -> Result<(), Failure> {
    let saved = diesel::update(training_class::table)
        .filter(training_class::id.eq(Bind(class.id)))
        .filter(training_class::version.eq(class.version - 1))
        .set(NewClassRow::of(class)?)
        .execute(connection)?;
    if saved == 1 {
        return Ok(());
    }
    Err(Failure::unavailable("the class changed while it was being changed"))
}

/// The sessions of a class in their order.
///
/// # Errors
/// What the database reports.
pub fn sessions(connection: &mut Connection, of: TrainingClassId) -> Result<Vec<Session>, Failure> {
    let rows: Vec<SessionRow> = training_session::table
        .filter(training_session::class_id.eq(Bind(of)))
        .order(training_session::number)
        .limit(i64::try_from(SESSIONS_MAX).unwrap_or(i64::MAX))
        .select(SessionRow::as_select())
        .load(connection)?;
    rows.into_iter().map(Session::try_from).collect()
}

/// The trainers of a class in their order.
///
/// # Errors
/// What the database reports.
pub fn trainers(connection: &mut Connection, of: TrainingClassId) -> Result<Vec<Trainer>, Failure> {
    type Row = (TrainingTrainerId, i32, Option<String>, Option<String>);
    let rows: Vec<Row> = training_trainer::table
        .left_join(training_trainer_person::table)
        .filter(training_trainer::class_id.eq(Bind(of)))
        .order(training_trainer::number)
        .limit(i64::try_from(TRAINERS_MAX).unwrap_or(i64::MAX))
        .select((
            training_trainer::id,
            training_trainer::number,
            training_trainer_person::name.nullable(),
            training_trainer_person::position.nullable(),
        ))
        .load(connection)?;
    let trainer = |(id, number, name, position): Row| {
        let number = u32::try_from(number).map_err(Failure::unexpected)?;
        Ok(Trainer { id, number, person: name.map(|name| (name, position)) })
    };
    rows.into_iter().map(trainer).collect()
}

/// Sets sessions and trainers anew, in the place of what there was. Nobody's attendance has been
/// recorded yet, which whoever calls has checked.
///
/// # Errors
/// What the database reports.
pub fn schedule(
    connection: &mut Connection,
    of: TrainingClassId,
    sessions: &[Session],
    trainers: &[Trainer],
) -> Result<(), Failure> {
    let earlier = training_trainer::table
        .filter(training_trainer::class_id.eq(Bind(of)))
        .select(training_trainer::id);
    let ids: Vec<TrainingTrainerId> = earlier.load(connection)?;
    diesel::delete(training_trainer_person::table)
        .filter(training_trainer_person::trainer_id.eq_any(ids.into_iter().map(Bind)))
        .execute(connection)?;
    diesel::delete(training_trainer::table)
        .filter(training_trainer::class_id.eq(Bind(of)))
        .execute(connection)?;
    diesel::delete(training_session::table)
        .filter(training_session::class_id.eq(Bind(of)))
        .execute(connection)?;
    let session = |one: &Session| {
        (
            training_session::id.eq(Bind(one.id)),
            training_session::class_id.eq(Bind(of)),
            training_session::number.eq(column(one.number)),
            training_session::held_on.eq(Bind(one.held_on)),
            training_session::minutes.eq(column(one.minutes)),
            training_session::topic.eq(one.topic.clone()),
        )
    };
    let rows: Vec<_> = sessions.iter().map(session).collect();
    if !rows.is_empty() {
        each!(connection, one => diesel::insert_into(training_session::table).values(&rows).execute(one))?;
    }
    let trainer = |one: &Trainer| {
        (
            training_trainer::id.eq(Bind(one.id)),
            training_trainer::class_id.eq(Bind(of)),
            training_trainer::number.eq(column(one.number)),
        )
    };
    let rows: Vec<_> = trainers.iter().map(trainer).collect();
    if !rows.is_empty() {
        each!(connection, one => diesel::insert_into(training_trainer::table).values(&rows).execute(one))?;
    }
    let person = |one: &Trainer| {
        let (name, position) = one.person.clone()?;
        Some((
            training_trainer_person::trainer_id.eq(Bind(one.id)),
            training_trainer_person::name.eq(name),
            training_trainer_person::position.eq(position),
        ))
    };
    let rows: Vec<_> = trainers.iter().filter_map(person).collect();
    if !rows.is_empty() {
        each!(connection, one => diesel::insert_into(training_trainer_person::table).values(&rows).execute(one))?;
    }
    Ok(())
}
