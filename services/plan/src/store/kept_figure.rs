//! The last answer of each service to each question.

use std::collections::BTreeMap;

use diesel::{ExpressionMethods as _, QueryDsl as _, RunQueryDsl as _};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{self, written},
    },
    each,
    failure::Failure,
    indicator::Computed,
};
use htx_model::date::Instant;

use super::schema::kept_figure;

/// The answers that are kept to these questions, by their keys.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    questions: &[String],
) -> Result<BTreeMap<String, Computed>, Failure> {
    let rows: Vec<(String, String)> = kept_figure::table
        .filter(kept_figure::question.eq_any(questions))
        .select((kept_figure::question, kept_figure::answer))
        .load(connection)?;
    let read = |(question, answer): (String, String)| Ok((question, stored::json(&answer)?));
    rows.into_iter().map(read).collect()
}

/// Keeps an answer in the place of the one before.
///
/// # Errors
/// What the database reports.
pub fn save(
    connection: &mut Connection,
    question: &str,
    answer: &Computed,
    of_a_day: bool,
) -> Result<(), Failure> {
    let text = written(answer)?;
    let at = Bind(answer.computed_at);
    // An answer that took long may come after a newer one, and does not take its place.
    let kept = diesel::update(kept_figure::table.filter(kept_figure::question.eq(question)))
        .filter(kept_figure::computed_at.le(at))
        .set((kept_figure::answer.eq(&text), kept_figure::computed_at.eq(at)))
        .execute(connection)?;
    if kept == 0 {
        each!(connection, connection => {
            diesel::insert_into(kept_figure::table)
                .values((
                    kept_figure::question.eq(question),
                    kept_figure::answer.eq(&text),
                    kept_figure::of_a_day.eq(of_a_day),
                    kept_figure::computed_at.eq(at),
                ))
                .on_conflict(kept_figure::question)
                .do_nothing()
                .execute(connection)?;
        });
    }
    Ok(())
}

/// Forgets answers of days that have passed which nobody asked for since.
///
/// # Errors
/// What the database reports.
pub fn forget_days(connection: &mut Connection, before: Instant) -> Result<usize, Failure> {
    let old = kept_figure::table
        .filter(kept_figure::of_a_day.eq(true))
        .filter(kept_figure::computed_at.lt(Bind(before)));
    Ok(diesel::delete(old).execute(connection)?)
}
