//! The classes that are counted, one by one.

use htx_kit::{db::Connection, failure::Failure};
use htx_model::{
    id::TrainingClassId, indicator::Period, scope::Scope, support::training::TrainingState,
};

use super::Filter;
use crate::{domain::training::Class, store::training};

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
