//! The versions of the rating criteria.

use diesel::{
    ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, Queryable, RunQueryDsl as _,
    Selectable, SelectableHelper as _,
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{json, written},
    },
    failure::Failure,
};
use htx_model::{
    date::{Date, Instant},
    id::RatingCriteriaId,
};

use super::schema::rating_criteria;
use crate::domain::rating::criteria::Criteria;

#[derive(Queryable, Selectable)]
#[diesel(table_name = rating_criteria)]
struct CriteriaRow {
    id: RatingCriteriaId,
    valid_from: Date,
    document: String,
    article: String,
    verified: bool,
    maximum_points: String,
}

/// A version of the criteria with the day on which the next one begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    /// The version.
    pub criteria: Criteria,
    /// The first day of the next version, where there is one.
    pub next_from: Option<Date>,
}

impl TryFrom<CriteriaRow> for Criteria {
    type Error = Failure;

    fn try_from(row: CriteriaRow) -> Result<Self, Failure> {
        Ok(Self {
            id: row.id,
            valid_from: row.valid_from,
            document: row.document,
            article: row.article,
            verified: row.verified,
            maximum_points: json(&row.maximum_points)?,
        })
    }
}

/// The version in force on a day; none before the first.
///
/// # Errors
/// What the database reports.
pub fn in_force(connection: &mut Connection, on: Date) -> Result<Option<Dated>, Failure> {
    let row: Option<CriteriaRow> = rating_criteria::table
        .filter(rating_criteria::valid_from.le(Bind(on)))
        .order(rating_criteria::valid_from.desc())
        .select(CriteriaRow::as_select())
        .first(connection)
        .optional()?;
    let Some(row) = row else { return Ok(None) };
    let next_from: Option<Date> = rating_criteria::table
        .filter(rating_criteria::valid_from.gt(Bind(on)))
        .order(rating_criteria::valid_from)
        .select(rating_criteria::valid_from)
        .first(connection)
        .optional()?;
    Ok(Some(Dated { criteria: row.try_into()?, next_from }))
}

/// One version.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    id: RatingCriteriaId,
) -> Result<Option<Criteria>, Failure> {
    let row: Option<CriteriaRow> = rating_criteria::table
        .find(Bind(id))
        .select(CriteriaRow::as_select())
        .first(connection)
        .optional()?;
    row.map(Criteria::try_from).transpose()
}

/// The day on which the newest version begins.
///
/// # Errors
/// What the database reports.
pub fn newest_from(connection: &mut Connection) -> Result<Option<Date>, Failure> {
    Ok(rating_criteria::table
        .order(rating_criteria::valid_from.desc())
        .select(rating_criteria::valid_from)
        .first(connection)
        .optional()?)
}

/// Enters a version.
///
/// # Errors
/// What the database reports.
pub fn insert(
    connection: &mut Connection,
    criteria: &Criteria,
    now: Instant,
) -> Result<(), Failure> {
    let points = written(&criteria.maximum_points)?;
    diesel::insert_into(rating_criteria::table)
        .values((
            rating_criteria::id.eq(Bind(criteria.id)),
            rating_criteria::valid_from.eq(Bind(criteria.valid_from)),
            rating_criteria::document.eq(&criteria.document),
            rating_criteria::article.eq(&criteria.article),
            rating_criteria::verified.eq(criteria.verified),
            rating_criteria::maximum_points.eq(points),
            rating_criteria::recorded_at.eq(Bind(now)),
        ))
        .execute(connection)?;
    Ok(())
}
