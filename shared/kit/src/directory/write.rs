//! Enters facts in the directory, each with the position of its event; a fact gives way to later
//! ones only.

use std::collections::BTreeMap;

use diesel::{
    ExpressionMethods as _, Insertable, QueryDsl as _, RunQueryDsl as _, upsert::excluded,
};
use htx_model::{
    administrative::DistrictCode,
    code_list::CodeList as _,
    date::Date,
    directory::{Organisation, YearFigures},
    id::OrganisationId,
    organisation::Rating,
    text,
};

use super::schema::{organisation, organisation_rating, organisation_report};
use crate::{
    db::{Bind, Connection, stored::column},
    each,
    failure::Failure,
};

/// Rows of one statement.
const CHUNK: usize = 500;

/// Whose fact, of which year.
pub(super) type InYear = (OrganisationId, i16);

#[derive(Insertable)]
#[diesel(table_name = organisation, treat_none_as_default_value = false)]
struct NewOrganisationRow<'a> {
    id: Bind<OrganisationId>,
    kind: &'static str,
    name: &'a str,
    name_key: String,
    registration_number: Option<&'a str>,
    registered_on: Bind<Option<Date>>,
    status: &'static str,
    commune_code: &'a str,
    district_code: Option<&'a str>,
    current_commune_code: &'a str,
    main_business_line: Option<&'a str>,
    sector: Option<&'static str>,
    people_credit_fund: bool,
    charter_capital_vnd: Option<i64>,
    member_count: Option<i32>,
    worker_count: Option<i32>,
    alliance_member: bool,
    position: i64,
}

impl<'a> NewOrganisationRow<'a> {
    fn of((known, position): &'a (Organisation, i64)) -> Self {
        let seat = &known.seat;
        Self {
            id: Bind(known.id),
            kind: known.kind.code(),
            name: &known.name,
            name_key: text::name_key(&known.name),
            registration_number: known.registration_number.as_ref().map(|number| number.as_str()),
            registered_on: Bind(known.registered_on),
            status: known.status.code(),
            commune_code: seat.commune.as_str(),
            district_code: seat.district.as_ref().map(DistrictCode::as_str),
            current_commune_code: seat.current_commune.as_str(),
            main_business_line: known.main_business_line.as_deref(),
            sector: known.sector.map(|sector| sector.code()),
            people_credit_fund: known.people_credit_fund,
            charter_capital_vnd: known.charter_capital_vnd.map(|amount| amount.0),
            member_count: known.member_count.map(column),
            worker_count: known.worker_count.map(column),
            alliance_member: known.alliance_member,
            position: *position,
        }
    }
}

#[derive(Insertable)]
#[diesel(table_name = organisation_report, treat_none_as_default_value = false)]
struct NewReportRow {
    organisation_id: Bind<OrganisationId>,
    year: i16,
    revenue_vnd: Option<i64>,
    profit_vnd: Option<i64>,
    total_capital_vnd: Option<i64>,
    official_member_count: Option<i32>,
    worker_count: Option<i32>,
    general_meeting_on: Bind<Option<Date>>,
    position: i64,
}

impl NewReportRow {
    fn of(((organisation, year), (figures, position)): &(InYear, (YearFigures, i64))) -> Self {
        Self {
            organisation_id: Bind(*organisation),
            year: *year,
            revenue_vnd: figures.revenue_vnd,
            profit_vnd: figures.profit_vnd,
            total_capital_vnd: figures.total_capital_vnd,
            official_member_count: figures.official_member_count.map(column),
            worker_count: figures.worker_count.map(column),
            general_meeting_on: Bind(figures.general_meeting_on),
            position: *position,
        }
    }
}

#[derive(Insertable)]
#[diesel(table_name = organisation_rating, treat_none_as_default_value = false)]
struct NewRatingRow {
    organisation_id: Bind<OrganisationId>,
    year: i16,
    rating: &'static str,
    position: i64,
}

/// Enters organisations, or what is new of them, each with its position in the register's log.
///
/// # Errors
/// What the database reports.
pub fn save_many(
    connection: &mut Connection,
    known: &[(Organisation, i64)],
) -> Result<(), Failure> {
    use organisation as kept;
    for chunk in known.chunks(CHUNK) {
        let ids = chunk.iter().map(|(one, _)| Bind(one.id));
        let at: Vec<(OrganisationId, i64)> = kept::table
            .filter(kept::id.eq_any(ids))
            .select((kept::id, kept::position))
            .load(connection)?;
        let at = BTreeMap::from_iter(at);
        let later = chunk.iter().filter(|(one, position)| is_later(&at, &one.id, *position));
        let rows: Vec<_> = later.map(NewOrganisationRow::of).collect();
        each!(connection, one => diesel::insert_into(kept::table)
            .values(&rows)
            .on_conflict(kept::id)
            .do_update()
            .set((
                kept::kind.eq(excluded(kept::kind)),
                kept::name.eq(excluded(kept::name)),
                kept::name_key.eq(excluded(kept::name_key)),
                kept::registration_number.eq(excluded(kept::registration_number)),
                kept::registered_on.eq(excluded(kept::registered_on)),
                kept::status.eq(excluded(kept::status)),
                kept::commune_code.eq(excluded(kept::commune_code)),
                kept::district_code.eq(excluded(kept::district_code)),
                kept::current_commune_code.eq(excluded(kept::current_commune_code)),
                kept::main_business_line.eq(excluded(kept::main_business_line)),
                kept::sector.eq(excluded(kept::sector)),
                kept::people_credit_fund.eq(excluded(kept::people_credit_fund)),
                kept::charter_capital_vnd.eq(excluded(kept::charter_capital_vnd)),
                kept::member_count.eq(excluded(kept::member_count)),
                kept::worker_count.eq(excluded(kept::worker_count)),
                kept::alliance_member.eq(excluded(kept::alliance_member)),
                kept::position.eq(excluded(kept::position)),
            ))
            .execute(one))?;
    }
    Ok(())
}

pub(super) fn save_reports(
    connection: &mut Connection,
    reports: &[(InYear, (YearFigures, i64))],
) -> Result<(), Failure> {
    use organisation_report as kept;
    for chunk in reports.chunks(CHUNK) {
        let at: Vec<(OrganisationId, i16, i64)> = kept::table
            .filter(kept::organisation_id.eq_any(owners(chunk)))
            .select((kept::organisation_id, kept::year, kept::position))
            .load(connection)?;
        let at = by_year(at);
        let later = chunk.iter().filter(|(of, (_, position))| is_later(&at, of, *position));
        let rows: Vec<_> = later.map(NewReportRow::of).collect();
        each!(connection, one => diesel::insert_into(kept::table)
            .values(&rows)
            .on_conflict((kept::organisation_id, kept::year))
            .do_update()
            .set((
                kept::revenue_vnd.eq(excluded(kept::revenue_vnd)),
                kept::profit_vnd.eq(excluded(kept::profit_vnd)),
                kept::total_capital_vnd.eq(excluded(kept::total_capital_vnd)),
                kept::official_member_count.eq(excluded(kept::official_member_count)),
                kept::worker_count.eq(excluded(kept::worker_count)),
                kept::general_meeting_on.eq(excluded(kept::general_meeting_on)),
                kept::position.eq(excluded(kept::position)),
            ))
            .execute(one))?;
    }
    Ok(())
}

pub(super) fn save_ratings(
    connection: &mut Connection,
    ratings: &[(InYear, (Rating, i64))],
) -> Result<(), Failure> {
    use organisation_rating as kept;
    for chunk in ratings.chunks(CHUNK) {
        let at: Vec<(OrganisationId, i16, i64)> = kept::table
            .filter(kept::organisation_id.eq_any(owners(chunk)))
            .select((kept::organisation_id, kept::year, kept::position))
            .load(connection)?;
        let at = by_year(at);
        let later = chunk.iter().filter(|(of, (_, position))| is_later(&at, of, *position));
        let rows: Vec<_> = later
            .map(|((organisation, year), (rating, position))| NewRatingRow {
                organisation_id: Bind(*organisation),
                year: *year,
                rating: rating.code(),
                position: *position,
            })
            .collect();
        each!(connection, one => diesel::insert_into(kept::table)
            .values(&rows)
            .on_conflict((kept::organisation_id, kept::year))
            .do_update()
            .set((
                kept::rating.eq(excluded(kept::rating)),
                kept::position.eq(excluded(kept::position)),
            ))
            .execute(one))?;
    }
    Ok(())
}

/// Lets facts that are known from events after a position give way to whatever is told after it: where
/// the register's log was restored and no longer holds those events, or is read again. Tells how many.
///
/// # Errors
/// What the database reports.
pub fn put_back(connection: &mut Connection, position: i64) -> Result<usize, Failure> {
    let mut count = 0;
    macro_rules! put_back {
        ($table:ident) => {
            let later = $table::table.filter($table::position.gt(position));
            let put = diesel::update(later).set($table::position.eq(position));
            count += each!(connection, one => put.execute(one))?;
        };
    }
    put_back!(organisation);
    put_back!(organisation_report);
    put_back!(organisation_rating);
    Ok(count)
}

/// Whether an event comes after the one from which a fact is known.
fn is_later<K: Ord>(known_at: &BTreeMap<K, i64>, key: &K, position: i64) -> bool {
    known_at.get(key).is_none_or(|known| *known < position)
}

fn by_year(known_at: Vec<(OrganisationId, i16, i64)>) -> BTreeMap<InYear, i64> {
    known_at
        .into_iter()
        .map(|(organisation, year, position)| ((organisation, year), position))
        .collect()
}

fn owners<F>(facts: &[(InYear, F)]) -> impl Iterator<Item = Bind<OrganisationId>> {
    facts.iter().map(|((organisation, _), _)| Bind(*organisation))
}
