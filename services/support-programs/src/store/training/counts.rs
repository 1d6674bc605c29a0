//! How many classes, participants and certificates there are.

use diesel::{
    AggregateExpressionMethods as _, ExpressionMethods as _, JoinOnDsl as _, QueryDsl as _,
    RunQueryDsl as _,
    dsl::{count, count_star},
};
use htx_kit::{
    db::{Bind, Connection, stored::code},
    failure::Failure,
};
use htx_model::{
    code_list::CodeList as _,
    support::training::{ParticipantKind, TrainingState},
};

use super::{Filter, narrowed};
use crate::store::schema::{training_certificate, training_class, training_participant};

/// The figures of the classes that a filter leaves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Classes by state.
    pub classes: Vec<(TrainingState, i64)>,
    /// Those who took part in completed classes, by whom they come from.
    pub participants: Vec<(ParticipantKind, i64)>,
    /// The organisations whose people took part in completed classes.
    pub organisations: i64,
    /// Certificates.
    pub certificates: i64,
}

/// Counts the classes that a filter leaves; who takes part in them does not narrow it.
///
/// # Errors
/// What the database reports.
pub fn of(connection: &mut Connection, filter: &Filter) -> Result<Counts, Failure> {
    let completed = || {
        training_participant::table
            .inner_join(
                training_class::table.on(training_class::id.eq(training_participant::class_id)),
            )
            .filter(training_participant::withdrawn_on.is_null())
            .filter(training_class::state.eq(TrainingState::Completed.code()))
    };
    let query = completed()
        .group_by(training_participant::kind)
        .select((training_participant::kind, count_star()))
        .into_boxed();
    let rows: Vec<(String, i64)> = narrowed!(query, filter).load(connection)?;
    let participants = rows.into_iter().map(|(kind, count)| Ok((code(&kind)?, count)));
    let query = completed()
        .select(count(training_participant::organisation_id).aggregate_distinct())
        .into_boxed();
    let organisations: i64 = narrowed!(query, filter).first(connection)?;
    Ok(Counts {
        classes: classes(connection, filter)?,
        participants: participants.collect::<Result<_, Failure>>()?,
        organisations,
        certificates: certificates(connection, filter)?,
    })
}

fn classes(
    connection: &mut Connection,
    filter: &Filter,
) -> Result<Vec<(TrainingState, i64)>, Failure> {
    let query = training_class::table
        .group_by(training_class::state)
        .select((training_class::state, count_star()))
        .into_boxed();
    let rows: Vec<(String, i64)> = narrowed!(query, filter).load(connection)?;
    rows.into_iter().map(|(state, count)| Ok((code(&state)?, count))).collect()
}

fn certificates(connection: &mut Connection, filter: &Filter) -> Result<i64, Failure> {
    let query = training_certificate::table
        .inner_join(training_class::table.on(training_class::id.eq(training_certificate::class_id)))
        .select(count_star())
        .into_boxed();
    Ok(narrowed!(query, filter).first(connection)?)
}
