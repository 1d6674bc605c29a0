//! The classes that are counted: by place, and one by one.

use diesel::{ExpressionMethods as _, QueryDsl as _, RunQueryDsl as _, dsl::count_star};
use htx_kit::{
    db::{Bind, Connection},
    failure::Failure,
};
use htx_model::{
    code_list::CodeList as _,
    id::TrainingClassId,
    indicator::{Period, Tally},
    scope::Scope,
    support::training::TrainingState,
};

use super::{Filter, tally};
use crate::{
    domain::training::Class,
    store::{schema::training_class, training},
};

/// A page of the classes that are counted within a scope: those held in it.
///
/// # Errors
/// What the database reports.
pub fn class_records(
    connection: &mut Connection,
    scope: &Scope,
    period: Period,
    filter: &Filter,
    after: Option<&TrainingClassId>,
    limit: i64,
) -> Result<Vec<Class>, Failure> {
    let narrowed = training::Filter {
        state: Some(TrainingState::Completed),
        district: filter.district.clone(),
        commune: filter.commune.clone(),
        ends_from: Some(period.from),
        ends_to: Some(period.to),
        ..training::Filter::default()
    };
    training::list_within(connection, scope, &narrowed, after, limit)
}

/// Classes by the place where they are held.
pub(super) fn classes(connection: &mut Connection, period: Period) -> Result<Vec<Tally>, Failure> {
    let rows: Vec<(Option<String>, String, String, i64)> = training_class::table
        .filter(training_class::ends_on.between(Bind(period.from), Bind(period.to)))
        .filter(training_class::state.ne(TrainingState::Cancelled.code()))
        .group_by((
            training_class::district_code,
            training_class::commune_code,
            training_class::state,
        ))
        .select((
            training_class::district_code,
            training_class::commune_code,
            training_class::state,
            count_star(),
        ))
        .load(connection)?;
    let tally = |(district, commune, state, count): (Option<String>, String, String, i64)| {
        let completed = if state == TrainingState::Completed.code() { count } else { 0 };
        tally(&(district, commune), completed, (completed, count))
    };
    rows.into_iter().map(tally).collect()
}
