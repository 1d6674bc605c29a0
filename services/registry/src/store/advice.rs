//! Advice given to founders.

mod list;

pub use list::{AdviceFilter, list};

use diesel::{
    AsChangeset, BoolExpressionMethods as _, BoxableExpression, ExpressionMethods as _, Insertable,
    NullableExpressionMethods as _, OptionalExtension as _, QueryDsl as _, Queryable,
    RunQueryDsl as _, Selectable, SelectableHelper as _, sql_types::Bool,
};
use htx_kit::{
    db::{Backend, Bind, Connection},
    each,
    failure::Failure,
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    agency::AgencyCode,
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{AdviceId, OrganisationId},
    scope::Scope,
};

use super::{
    organisation::code,
    schema::{advice, advice_follow_up, advice_founder},
};
use crate::domain::advice::{Advice, AdviceDetails, FollowUp, Founder};

/// Rows of one statement.
const CHUNK: usize = 500;

/// An entry with what the store knows of it beside.
#[derive(Debug, Clone)]
pub struct StoredAdvice {
    /// The entry.
    pub advice: Advice,
    /// What was asked and answered: it may name people.
    pub subject: String,
    /// Its version, for its ETag.
    pub version: i64,
    /// When this version was written.
    pub recorded_at: Instant,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = advice)]
struct AdviceRow {
    id: AdviceId,
    agency_code: String,
    officer: String,
    advised_on: Date,
    planned_kind: Option<String>,
    planned_sector: Option<String>,
    commune_code: String,
    district_code: Option<String>,
    current_commune_code: String,
    subject: String,
    founder_count: i32,
    follow_up_count: i32,
    organisation_id: Option<OrganisationId>,
    linked_on: Option<Date>,
    version: i64,
    recorded_at: Instant,
}

impl TryFrom<AdviceRow> for StoredAdvice {
    type Error = Failure;

    fn try_from(row: AdviceRow) -> Result<Self, Failure> {
        let commune = |text: &str| CommuneCode::parse(text).map_err(Failure::unexpected);
        let district = row.district_code.as_deref().map(DistrictCode::parse).transpose();
        let advice = Advice {
            id: row.id,
            agency: AgencyCode::parse(&row.agency_code).map_err(Failure::unexpected)?,
            officer: row.officer,
            advised_on: row.advised_on,
            planned_kind: row.planned_kind.as_deref().map(code).transpose()?,
            planned_sector: row.planned_sector.as_deref().map(code).transpose()?,
            commune: commune(&row.commune_code)?,
            district: district.map_err(Failure::unexpected)?,
            current_commune: commune(&row.current_commune_code)?,
            founder_count: row.founder_count.unsigned_abs(),
            follow_up_count: row.follow_up_count.unsigned_abs(),
            organisation: row.organisation_id,
            linked_on: row.linked_on,
        };
        let (subject, version, recorded_at) = (row.subject, row.version, row.recorded_at);
        Ok(Self { advice, subject, version, recorded_at })
    }
}

#[derive(Insertable)]
#[diesel(table_name = advice, treat_none_as_default_value = false)]
struct NewAdviceRow<'a> {
    id: Bind<AdviceId>,
    agency_code: &'a str,
    officer: &'a str,
    advised_on: Bind<Date>,
    planned_kind: Option<&'static str>,
    planned_sector: Option<&'static str>,
    commune_code: &'a str,
    district_code: Option<&'a str>,
    current_commune_code: &'a str,
    subject: &'a str,
    founder_count: i32,
    follow_up_count: i32,
    organisation_id: Bind<Option<OrganisationId>>,
    linked_on: Bind<Option<Date>>,
    version: i64,
    recorded_at: Bind<Instant>,
}

/// What changes in an entry.
#[derive(AsChangeset)]
#[diesel(table_name = advice, treat_none_as_null = true)]
struct AdviceChange {
    follow_up_count: i32,
    organisation_id: Bind<Option<OrganisationId>>,
    linked_on: Bind<Option<Date>>,
    version: i64,
    recorded_at: Bind<Instant>,
}

#[derive(Insertable)]
#[diesel(table_name = advice_founder, treat_none_as_default_value = false)]
struct FounderRow<'a> {
    advice_id: Bind<AdviceId>,
    ordinal: i32,
    name: &'a str,
    phone: Option<&'a str>,
}

type Condition = Box<dyn BoxableExpression<advice::table, Backend, SqlType = Bool>>;

/// The entry with this id, within a scope.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    scope: &Scope,
    id: AdviceId,
) -> Result<Option<StoredAdvice>, Failure> {
    let row: Option<AdviceRow> =
        advice::table.find(Bind(id)).select(AdviceRow::as_select()).first(connection).optional()?;
    let stored = row.map(StoredAdvice::try_from).transpose()?;
    Ok(stored.filter(|stored| scope.covers(&stored.advice.placement())))
}

/// A scope as a condition; nothing where it reaches everything.
fn within(scope: &Scope) -> Option<Condition> {
    if scope.is_everything() {
        return None;
    }
    let districts: Vec<String> = scope.districts().map(|code| code.as_str().to_owned()).collect();
    let communes: Vec<String> = scope.communes().map(|code| code.as_str().to_owned()).collect();
    Some(Box::new(
        advice::district_code
            .is_not_null()
            .and(advice::district_code.assume_not_null().eq_any(districts))
            .or(advice::current_commune_code.eq_any(communes)),
    ))
}

/// The founders of an entry; the caller has checked that they may be seen, or masks them.
///
/// # Errors
/// What the database reports.
pub fn founders_of(connection: &mut Connection, id: AdviceId) -> Result<Vec<Founder>, Failure> {
    let rows: Vec<(String, Option<String>)> = advice_founder::table
        .filter(advice_founder::advice_id.eq(Bind(id)))
        .order(advice_founder::ordinal)
        .select((advice_founder::name, advice_founder::phone))
        .load(connection)?;
    Ok(rows.into_iter().map(|(name, phone)| Founder { name, phone }).collect())
}

/// What was done after the advice, in its order.
///
/// # Errors
/// What the database reports.
pub fn follow_ups_of(connection: &mut Connection, id: AdviceId) -> Result<Vec<FollowUp>, Failure> {
    let rows: Vec<(Date, String, String, Instant)> = advice_follow_up::table
        .filter(advice_follow_up::advice_id.eq(Bind(id)))
        .order(advice_follow_up::ordinal)
        .select((
            advice_follow_up::done_on,
            advice_follow_up::note,
            advice_follow_up::officer,
            advice_follow_up::recorded_at,
        ))
        .load(connection)?;
    let follow_up =
        |(done_on, note, officer, recorded_at)| FollowUp { done_on, note, officer, recorded_at };
    Ok(rows.into_iter().map(follow_up).collect())
}

/// Enters entries of the log, each at version 1.
///
/// # Errors
/// What the database reports.
pub fn insert_many(
    connection: &mut Connection,
    entries: &[(&Advice, &AdviceDetails)],
    now: Instant,
) -> Result<(), Failure> {
    for chunk in entries.chunks(CHUNK) {
        let rows: Vec<_> =
            chunk.iter().map(|(advice, details)| new_row(advice, details, now)).collect();
        each!(connection, one => diesel::insert_into(advice::table).values(&rows).execute(one))?;
    }
    let founders: Vec<_> =
        entries.iter().flat_map(|(advice, details)| founder_rows(advice.id, details)).collect();
    for chunk in founders.chunks(CHUNK) {
        each!(connection, one => diesel::insert_into(advice_founder::table).values(chunk).execute(one))?;
    }
    Ok(())
}

fn founder_rows(id: AdviceId, details: &AdviceDetails) -> impl Iterator<Item = FounderRow<'_>> {
    (1..).zip(&details.founders).map(move |(ordinal, founder)| FounderRow {
        advice_id: Bind(id),
        ordinal,
        name: &founder.name,
        phone: founder.phone.as_deref(),
    })
}

fn new_row<'a>(advice: &'a Advice, details: &'a AdviceDetails, now: Instant) -> NewAdviceRow<'a> {
    NewAdviceRow {
        id: Bind(advice.id),
        agency_code: advice.agency.as_str(),
        officer: &advice.officer,
        advised_on: Bind(advice.advised_on),
        planned_kind: advice.planned_kind.map(|kind| kind.code()),
        planned_sector: advice.planned_sector.map(|sector| sector.code()),
        commune_code: advice.commune.as_str(),
        district_code: advice.district.as_ref().map(DistrictCode::as_str),
        current_commune_code: advice.current_commune.as_str(),
        subject: &details.subject,
        founder_count: count(advice.founder_count),
        follow_up_count: count(advice.follow_up_count),
        organisation_id: Bind(advice.organisation),
        linked_on: Bind(advice.linked_on),
        version: 1,
        recorded_at: Bind(now),
    }
}

/// Both counts are bounded far below the column's end.
fn count(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// Writes down what was done after the advice, as the next of its entry.
///
/// # Errors
/// What the database reports.
pub fn insert_follow_up(
    connection: &mut Connection,
    advice: &Advice,
    done: &FollowUp,
) -> Result<(), Failure> {
    diesel::insert_into(advice_follow_up::table)
        .values((
            advice_follow_up::advice_id.eq(Bind(advice.id)),
            advice_follow_up::ordinal.eq(count(advice.follow_up_count)),
            advice_follow_up::done_on.eq(Bind(done.done_on)),
            advice_follow_up::note.eq(&done.note),
            advice_follow_up::officer.eq(&done.officer),
            advice_follow_up::recorded_at.eq(Bind(done.recorded_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Saves what changed in an entry as the version after `version`.
///
/// # Errors
/// What the database reports; [`Failure::Unavailable`] where another writer came between.
pub fn save(
    connection: &mut Connection,
    changed: &Advice,
    version: i64,
    now: Instant,
) -> Result<(), Failure> {
    let saved = diesel::update(advice::table)
        .filter(advice::id.eq(Bind(changed.id)))
        .filter(advice::version.eq(version))
        .set(AdviceChange {
            follow_up_count: count(changed.follow_up_count),
            organisation_id: Bind(changed.organisation),
            linked_on: Bind(changed.linked_on),
            version: version + 1,
            recorded_at: Bind(now),
        })
        .execute(connection)?;
    if saved == 1 {
        return Ok(());
    }
    Err(Failure::unavailable("the entry changed while it was being changed"))
}

/// Which of some communes that have ended entries still stand in.
///
/// # Errors
/// What the database reports.
pub fn left_in(
    connection: &mut Connection,
    communes: &[CommuneCode],
) -> Result<Vec<String>, Failure> {
    let left = advice::table
        .filter(advice::district_code.is_not_null())
        .filter(advice::commune_code.eq(advice::current_commune_code))
        .filter(advice::commune_code.eq_any(communes.iter().map(CommuneCode::as_str)))
        .select(advice::commune_code)
        .distinct()
        .load(connection)?;
    Ok(left)
}

/// Moves entries whose commune has ended to the one that took its territory: `(ended, successor)`.
/// Where an entry stands is reckoned from its commune as it was said, so this is no change of a fact.
///
/// # Errors
/// What the database reports.
pub fn follow_succession(
    connection: &mut Connection,
    successors: &[(CommuneCode, CommuneCode)],
) -> Result<(), Failure> {
    let communes: Vec<CommuneCode> = successors.iter().map(|(from, _)| from.clone()).collect();
    let stale = left_in(connection, &communes)?;
    let moved = successors
        .iter()
        .filter(|(from, to)| from != to && stale.iter().any(|one| one == from.as_str()));
    for (from, to) in moved {
        diesel::update(advice::table)
            .filter(advice::district_code.is_not_null())
            .filter(advice::commune_code.eq(from.as_str()))
            .filter(advice::current_commune_code.eq(from.as_str()))
            .set(advice::current_commune_code.eq(to.as_str()))
            .execute(connection)?;
    }
    Ok(())
}
