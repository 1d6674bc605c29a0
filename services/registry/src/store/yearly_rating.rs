//! The ratings of organisations for a year.

use diesel::{
    AsChangeset, ExpressionMethods as _, Insertable, NullableExpressionMethods as _,
    OptionalExtension as _, QueryDsl as _, Queryable, RunQueryDsl as _, Selectable,
    SelectableHelper as _,
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{json, written},
    },
    each,
    failure::Failure,
};
use htx_model::{
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{OrganisationId, RatingCriteriaId, YearlyRatingId},
    organisation::Rating,
    scope::Scope,
};
use serde::{Serialize, de::DeserializeOwned};

use super::{
    organisation::{OrganisationRow, Stored, Whose, code, narrow_to},
    schema::{organisation, yearly_rating},
};
use crate::domain::{
    organisation::Organisation,
    rating::{RatingState, YearlyRating, exemption::Stop},
};

/// Rows of one statement.
const CHUNK: usize = 500;

/// A rating with what the store knows of it beside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRating {
    /// The rating.
    pub rating: YearlyRating,
    /// Its version.
    pub version: i64,
    /// When this version was written.
    pub recorded_at: Instant,
}

/// What a list of ratings is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct RatingFilter {
    /// Of these organisations.
    pub whose: Whose,
    /// For this year.
    pub year: Option<i16>,
    /// Confirmed as this.
    pub rating: Option<Rating>,
    /// In this state.
    pub state: Option<RatingState>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = yearly_rating)]
struct RatingRow {
    id: YearlyRatingId,
    organisation_id: OrganisationId,
    year: i32,
    state: String,
    rating: Option<String>,
    criteria_id: Option<RatingCriteriaId>,
    assessment: Option<String>,
    confirmation: Option<String>,
    stopped_on: Option<Date>,
    resumed_on: Option<Date>,
    return_reason: Option<String>,
    authors: String,
    version: i64,
    recorded_at: Instant,
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = yearly_rating, treat_none_as_default_value = false, treat_none_as_null = true)]
struct NewRatingRow<'a> {
    id: Bind<YearlyRatingId>,
    organisation_id: Bind<OrganisationId>,
    year: i32,
    state: &'static str,
    rating: Option<&'static str>,
    criteria_id: Bind<Option<RatingCriteriaId>>,
    assessment: Option<String>,
    confirmation: Option<String>,
    assessed_points: Option<i32>,
    confirmed_points: Option<i32>,
    stopped_on: Bind<Option<Date>>,
    resumed_on: Bind<Option<Date>>,
    return_reason: Option<&'a str>,
    authors: String,
    version: i64,
    recorded_at: Bind<Instant>,
}

impl TryFrom<RatingRow> for StoredRating {
    type Error = Failure;

    fn try_from(row: RatingRow) -> Result<Self, Failure> {
        let rating = YearlyRating {
            id: row.id,
            organisation: row.organisation_id,
            year: i16::try_from(row.year).map_err(Failure::unexpected)?,
            state: code(&row.state)?,
            rating: row.rating.as_deref().map(code).transpose()?,
            criteria: row.criteria_id,
            assessment: list_of(row.assessment.as_deref())?,
            confirmation: list_of(row.confirmation.as_deref())?,
            stop: Stop { stopped_on: row.stopped_on, resumed_on: row.resumed_on },
            return_reason: row.return_reason,
            authors: json(&row.authors)?,
        };
        Ok(Self { rating, version: row.version, recorded_at: row.recorded_at })
    }
}

fn list_of<T: DeserializeOwned>(column: Option<&str>) -> Result<Vec<T>, Failure> {
    Ok(column.map(json).transpose()?.unwrap_or_default())
}

fn json_of<T: Serialize>(list: &[T]) -> Result<Option<String>, Failure> {
    (!list.is_empty()).then(|| written(list)).transpose()
}

fn new_row(rating: &YearlyRating, version: i64, now: Instant) -> Result<NewRatingRow<'_>, Failure> {
    let column = |points: Option<u32>| points.and_then(|points| i32::try_from(points).ok());
    Ok(NewRatingRow {
        id: Bind(rating.id),
        organisation_id: Bind(rating.organisation),
        year: i32::from(rating.year),
        state: rating.state.code(),
        rating: rating.rating.map(|rating| rating.code()),
        criteria_id: Bind(rating.criteria),
        assessment: json_of(&rating.assessment)?,
        confirmation: json_of(&rating.confirmation)?,
        assessed_points: column(rating.assessed_points()),
        confirmed_points: column(rating.confirmed_points()),
        stopped_on: Bind(rating.stop.stopped_on),
        resumed_on: Bind(rating.stop.resumed_on),
        return_reason: rating.return_reason.as_deref(),
        authors: written(&rating.authors)?,
        version,
        recorded_at: Bind(now),
    })
}

/// A rating. The caller checks that its organisation may be seen.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    id: YearlyRatingId,
) -> Result<Option<StoredRating>, Failure> {
    let row: Option<RatingRow> = yearly_rating::table
        .find(Bind(id))
        .select(RatingRow::as_select())
        .first(connection)
        .optional()?;
    row.map(StoredRating::try_from).transpose()
}

/// The ratings of some organisations; for one year, or for all, the newest first.
///
/// # Errors
/// What the database reports.
pub fn of(
    connection: &mut Connection,
    organisations: &[OrganisationId],
    year: Option<i16>,
) -> Result<Vec<StoredRating>, Failure> {
    let mut query = yearly_rating::table
        .filter(yearly_rating::organisation_id.eq_any(organisations.iter().copied().map(Bind)))
        .order((yearly_rating::organisation_id, yearly_rating::year.desc()))
        .into_boxed();
    if let Some(year) = year {
        query = query.filter(yearly_rating::year.eq(i32::from(year)));
    }
    let rows: Vec<RatingRow> = query.select(RatingRow::as_select()).load(connection)?;
    rows.into_iter().map(StoredRating::try_from).collect()
}

/// A page of ratings of organisations within a scope, in the order in which they were made, each
/// with its organisation.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    scope: &Scope,
    filter: &RatingFilter,
    after: Option<&YearlyRatingId>,
    limit: i64,
) -> Result<Vec<(Organisation, StoredRating)>, Failure> {
    let mut query = yearly_rating::table
        .inner_join(organisation::table)
        .order(yearly_rating::id)
        .limit(limit)
        .into_boxed();
    narrow_to!(query, scope, &filter.whose);
    if let Some(year) = filter.year {
        query = query.filter(yearly_rating::year.eq(i32::from(year)));
    }
    if let Some(rating) = filter.rating {
        query = query.filter(yearly_rating::rating.assume_not_null().eq(rating.code()));
    }
    if let Some(state) = filter.state {
        query = query.filter(yearly_rating::state.eq(state.code()));
    }
    if let Some(after) = after {
        query = query.filter(yearly_rating::id.gt(Bind(*after)));
    }
    let rows: Vec<(RatingRow, OrganisationRow)> =
        query.select((RatingRow::as_select(), OrganisationRow::as_select())).load(connection)?;
    let joined = |(rating, of): (RatingRow, OrganisationRow)| {
        Ok((Stored::try_from(of)?.organisation, rating.try_into()?))
    };
    rows.into_iter().map(joined).collect()
}

/// Enters ratings; one that stands already for its year is replaced, its version counted on. For
/// imports, which have checked what may be replaced.
///
/// # Errors
/// What the database reports.
pub fn save_many(
    connection: &mut Connection,
    ratings: &[YearlyRating],
    now: Instant,
) -> Result<(), Failure> {
    use diesel::upsert::excluded;
    for chunk in ratings.chunks(CHUNK) {
        let rows: Vec<_> =
            chunk.iter().map(|rating| new_row(rating, 1, now)).collect::<Result<_, _>>()?;
        each!(connection, one => diesel::insert_into(yearly_rating::table)
            .values(&rows)
            .on_conflict((yearly_rating::organisation_id, yearly_rating::year))
            .do_update()
            .set((
                yearly_rating::state.eq(excluded(yearly_rating::state)),
                yearly_rating::rating.eq(excluded(yearly_rating::rating)),
                yearly_rating::version.eq(yearly_rating::version + 1),
                yearly_rating::recorded_at.eq(excluded(yearly_rating::recorded_at)),
            ))
            .execute(one))?;
    }
    Ok(())
}

/// Enters a rating at version 1.
///
/// # Errors
/// What the database reports.
pub fn insert(
    connection: &mut Connection,
    rating: &YearlyRating,
    now: Instant,
) -> Result<(), Failure> {
    let row = new_row(rating, 1, now)?;
    diesel::insert_into(yearly_rating::table).values(&row).execute(connection)?;
    Ok(())
}

/// Saves a changed rating as the version after `version`.
///
/// # Errors
/// What the database reports; [`Failure::Unavailable`] where another writer came between.
pub fn save(
    connection: &mut Connection,
    rating: &YearlyRating,
    version: i64,
    now: Instant,
) -> Result<(), Failure> {
    let saved = diesel::update(yearly_rating::table)
        .filter(yearly_rating::id.eq(Bind(rating.id)))
        .filter(yearly_rating::version.eq(version))
        .set(new_row(rating, version + 1, now)?)
        .execute(connection)?;
    if saved == 1 {
        return Ok(());
    }
    Err(Failure::unavailable("the rating changed while it was being changed"))
}
