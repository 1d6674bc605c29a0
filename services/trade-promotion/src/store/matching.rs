//! Rounds of matching, and what fitted in the last one.

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, Insertable, OptionalExtension as _,
    QueryDsl as _, Queryable, RunQueryDsl as _, Selectable, SelectableHelper as _,
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{column, json, written},
    },
    each,
    failure::Failure,
};
use htx_model::{
    agency::AgencyCode,
    date::{Date, Instant},
    id::{DemandId, MatchingRoundId, OfferId, SupplyMatchId},
};

use super::schema::{matching_round, supply_match};
use crate::domain::matching::Reason;

/// A round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// Its id.
    pub id: MatchingRoundId,
    /// The day of which it is.
    pub matched_on: Date,
    /// How many offers there were.
    pub offers: u32,
    /// How many demands.
    pub demands: u32,
    /// How many pairs fitted and were kept.
    pub matches: u32,
    /// Since when the points hold that it was done with.
    pub points_since: Date,
    /// The login name of whoever started it.
    pub started_by: String,
    /// Their agency.
    pub agency: Option<AgencyCode>,
    /// When.
    pub recorded_at: Instant,
    /// Up to which writing of offers it knows, and of demands.
    pub known: (i64, i64),
}

/// A pair that fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredMatch {
    /// Its id.
    pub id: SupplyMatchId,
    /// In which round it was found.
    pub round: MatchingRoundId,
    /// The demand.
    pub demand: DemandId,
    /// The offer.
    pub offer: OfferId,
    /// All points.
    pub points: u32,
    /// Where they come from.
    pub reasons: Vec<Reason>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = matching_round)]
struct RoundRow {
    id: MatchingRoundId,
    matched_on: Date,
    offer_count: i32,
    demand_count: i32,
    match_count: i32,
    points_since: Date,
    started_by: String,
    agency_code: Option<String>,
    recorded_at: Instant,
    offer_position: i64,
    demand_position: i64,
}

impl TryFrom<RoundRow> for Round {
    type Error = Failure;

    fn try_from(row: RoundRow) -> Result<Self, Failure> {
        let agency = row.agency_code.as_deref().map(AgencyCode::parse).transpose();
        let count = |number: i32| u32::try_from(number).map_err(Failure::unexpected);
        Ok(Self {
            id: row.id,
            matched_on: row.matched_on,
            offers: count(row.offer_count)?,
            demands: count(row.demand_count)?,
            matches: count(row.match_count)?,
            points_since: row.points_since,
            started_by: row.started_by,
            agency: agency.map_err(Failure::unexpected)?,
            recorded_at: row.recorded_at,
            known: (row.offer_position, row.demand_position),
        })
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = supply_match)]
struct MatchRow {
    id: SupplyMatchId,
    round_id: MatchingRoundId,
    demand_id: DemandId,
    offer_id: OfferId,
    points: i32,
    reasons: String,
}

impl TryFrom<MatchRow> for StoredMatch {
    type Error = Failure;

    fn try_from(row: MatchRow) -> Result<Self, Failure> {
        Ok(Self {
            id: row.id,
            round: row.round_id,
            demand: row.demand_id,
            offer: row.offer_id,
            points: u32::try_from(row.points).map_err(Failure::unexpected)?,
            reasons: json(&row.reasons)?,
        })
    }
}

#[derive(Insertable)]
#[diesel(table_name = supply_match)]
struct NewMatchRow {
    id: Bind<SupplyMatchId>,
    round_id: Bind<MatchingRoundId>,
    demand_id: Bind<DemandId>,
    offer_id: Bind<OfferId>,
    points: i32,
    reasons: String,
}

/// Enters a round with what fitted, in the place of what fitted in the one before.
///
/// # Errors
/// What the database reports.
pub fn replace(
    connection: &mut Connection,
    round: &Round,
    found: &[StoredMatch],
) -> Result<(), Failure> {
    diesel::delete(supply_match::table).execute(connection)?;
    diesel::insert_into(matching_round::table)
        .values((
            matching_round::id.eq(Bind(round.id)),
            matching_round::matched_on.eq(Bind(round.matched_on)),
            matching_round::offer_count.eq(column(round.offers)),
            matching_round::demand_count.eq(column(round.demands)),
            matching_round::match_count.eq(column(round.matches)),
            matching_round::points_since.eq(Bind(round.points_since)),
            matching_round::started_by.eq(&round.started_by),
            matching_round::agency_code.eq(round.agency.as_ref().map(AgencyCode::as_str)),
            matching_round::recorded_at.eq(Bind(round.recorded_at)),
            matching_round::offer_position.eq(round.known.0),
            matching_round::demand_position.eq(round.known.1),
        ))
        .execute(connection)?;
    for batch in found.chunks(1_000) {
        let row = |one: &StoredMatch| {
            Ok(NewMatchRow {
                id: Bind(one.id),
                round_id: Bind(one.round),
                demand_id: Bind(one.demand),
                offer_id: Bind(one.offer),
                points: column(one.points),
                reasons: written(&one.reasons)?,
            })
        };
        let rows: Vec<NewMatchRow> = batch.iter().map(row).collect::<Result<_, Failure>>()?;
        each!(connection, one => diesel::insert_into(supply_match::table).values(&rows).execute(one))?;
    }
    Ok(())
}

/// A page of rounds, the newest first.
///
/// # Errors
/// What the database reports.
pub fn rounds(
    connection: &mut Connection,
    before: Option<&MatchingRoundId>,
    limit: i64,
) -> Result<Vec<Round>, Failure> {
    let mut query =
        matching_round::table.order(matching_round::id.desc()).limit(limit).into_boxed();
    if let Some(before) = before {
        query = query.filter(matching_round::id.lt(Bind(*before)));
    }
    let rows: Vec<RoundRow> = query.select(RoundRow::as_select()).load(connection)?;
    rows.into_iter().map(Round::try_from).collect()
}

/// The round with this id.
///
/// # Errors
/// What the database reports.
pub fn round(connection: &mut Connection, id: MatchingRoundId) -> Result<Option<Round>, Failure> {
    let row: Option<RoundRow> = matching_round::table
        .filter(matching_round::id.eq(Bind(id)))
        .select(RoundRow::as_select())
        .first(connection)
        .optional()?;
    row.map(Round::try_from).transpose()
}

/// Of which offer or demand matches are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// Of an offer.
    Offer(OfferId),
    /// Of a demand.
    Demand(DemandId),
}

/// A page of what fitted an offer or a demand in the last round, the best first. Who calls this has
/// found the offer or the demand.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    of: Of,
    after: Option<&(u32, SupplyMatchId)>,
    limit: i64,
) -> Result<Vec<StoredMatch>, Failure> {
    let mut query = supply_match::table
        .order((supply_match::points.desc(), supply_match::id))
        .limit(limit)
        .into_boxed();
    query = match of {
        Of::Offer(id) => query.filter(supply_match::offer_id.eq(Bind(id))),
        Of::Demand(id) => query.filter(supply_match::demand_id.eq(Bind(id))),
    };
    if let Some((points, id)) = after {
        let points = column(*points);
        let same = supply_match::points.eq(points).and(supply_match::id.gt(Bind(*id)));
        query = query.filter(supply_match::points.lt(points).or(same));
    }
    let rows: Vec<MatchRow> = query.select(MatchRow::as_select()).load(connection)?;
    rows.into_iter().map(StoredMatch::try_from).collect()
}
