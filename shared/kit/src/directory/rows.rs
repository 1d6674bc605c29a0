//! The rows of the directory, and the questions asked of them.

use std::collections::BTreeMap;

use diesel::{
    ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, Queryable, RunQueryDsl as _,
    Selectable, SelectableHelper as _,
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    date::Date,
    directory::{Organisation, Seat, Year, YearFigures},
    id::OrganisationId,
    money::Dong,
    registration_number::RegistrationNumber,
    scope::Scope,
};

use super::schema::{organisation, organisation_rating, organisation_report};
use crate::{
    db::{
        Bind, Connection,
        stored::{code, foreign, number},
    },
    failure::Failure,
    within_scope,
};

/// The row of an organisation: all columns, in their order. Also for queries of services that join
/// the table.
#[derive(Debug, Queryable)]
pub struct OrganisationRow {
    id: OrganisationId,
    kind: String,
    name: String,
    _name_key: String,
    registration_number: Option<String>,
    registered_on: Option<Date>,
    status: String,
    commune_code: String,
    district_code: Option<String>,
    current_commune_code: String,
    main_business_line: Option<String>,
    sector: Option<String>,
    people_credit_fund: bool,
    charter_capital_vnd: Option<i64>,
    member_count: Option<i32>,
    worker_count: Option<i32>,
    alliance_member: bool,
    _position: i64,
}

impl TryFrom<OrganisationRow> for Organisation {
    type Error = Failure;

    fn try_from(row: OrganisationRow) -> Result<Self, Failure> {
        let commune = |text: &str| CommuneCode::parse(text).map_err(|_| foreign(text));
        let registered =
            |text: String| RegistrationNumber::parse(&text).map_err(|_| foreign(&text));
        Ok(Self {
            id: row.id,
            kind: code(&row.kind)?,
            name: row.name,
            registration_number: row.registration_number.map(registered).transpose()?,
            registered_on: row.registered_on,
            status: code(&row.status)?,
            seat: Seat {
                commune: commune(&row.commune_code)?,
                district: row
                    .district_code
                    .map(|text| DistrictCode::parse(&text).map_err(|_| foreign(&text)))
                    .transpose()?,
                current_commune: commune(&row.current_commune_code)?,
            },
            main_business_line: row.main_business_line,
            sector: row.sector.map(|sector| code(&sector)).transpose()?,
            people_credit_fund: row.people_credit_fund,
            charter_capital_vnd: row.charter_capital_vnd.map(Dong),
            member_count: number(row.member_count)?,
            worker_count: number(row.worker_count)?,
            alliance_member: row.alliance_member,
        })
    }
}

/// The organisation with this id, within a scope.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    scope: &Scope,
    id: OrganisationId,
) -> Result<Option<Organisation>, Failure> {
    let row: Option<OrganisationRow> = organisation::table
        .find(Bind(id))
        .select(organisation::all_columns)
        .first(connection)
        .optional()?;
    let known = row.map(Organisation::try_from).transpose()?;
    Ok(known.filter(|known| scope.covers(&known.placement())))
}

/// Those with any of these numbers or name keys that are within a scope. For at most a batch of
/// each.
///
/// # Errors
/// What the database reports.
pub fn with_numbers_or_keys(
    connection: &mut Connection,
    scope: &Scope,
    numbers: &[&str],
    name_keys: &[&str],
) -> Result<Vec<Organisation>, Failure> {
    let by_number: Vec<OrganisationRow> = organisation::table
        .filter(organisation::registration_number.eq_any(numbers))
        .select(organisation::all_columns)
        .load(connection)?;
    let by_name: Vec<OrganisationRow> = organisation::table
        .filter(organisation::name_key.eq_any(name_keys))
        .select(organisation::all_columns)
        .load(connection)?;
    let mut found = BTreeMap::new();
    for row in by_number.into_iter().chain(by_name) {
        let known = Organisation::try_from(row)?;
        if scope.covers(&known.placement()) {
            found.insert(known.id, known);
        }
    }
    Ok(found.into_values().collect())
}

/// A page of those within a scope, in the order of their ids: for what goes through them all.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    scope: &Scope,
    after: Option<OrganisationId>,
    limit: i64,
) -> Result<Vec<Organisation>, Failure> {
    let query = organisation::table.order(organisation::id).limit(limit).into_boxed();
    let mut query = within_scope!(
        query,
        scope,
        organisation::district_code,
        organisation::current_commune_code,
        organisation::id
    );
    if let Some(after) = after {
        query = query.filter(organisation::id.gt(Bind(after)));
    }
    let rows: Vec<OrganisationRow> = query.select(organisation::all_columns).load(connection)?;
    rows.into_iter().map(Organisation::try_from).collect()
}

/// What is known of the years of these organisations, at most a batch: by organisation, then by
/// year. The caller has found the organisations within its scope.
///
/// # Errors
/// What the database reports.
pub fn years_of(
    connection: &mut Connection,
    organisations: &[OrganisationId],
) -> Result<Vec<Year>, Failure> {
    use organisation_rating as rated;
    use organisation_report as reported;
    let ids = || organisations.iter().copied().map(Bind);
    let mut years: BTreeMap<(OrganisationId, i16), Year> = BTreeMap::new();
    let unknown = |organisation, year| Year { organisation, year, report: None, rating: None };
    let reports: Vec<ReportRow> = reported::table
        .filter(reported::organisation_id.eq_any(ids()))
        .select(ReportRow::as_select())
        .load(connection)?;
    for row in reports {
        let key = (row.organisation_id, row.year);
        let year = years.entry(key).or_insert_with(|| unknown(key.0, key.1));
        year.report = Some(row.figures()?);
    }
    let ratings: Vec<(OrganisationId, i16, String)> = rated::table
        .filter(rated::organisation_id.eq_any(ids()))
        .select((rated::organisation_id, rated::year, rated::rating))
        .load(connection)?;
    for (organisation, in_year, rating) in ratings {
        let key = (organisation, in_year);
        let year = years.entry(key).or_insert_with(|| unknown(organisation, in_year));
        year.rating = Some(code(&rating)?);
    }
    Ok(years.into_values().collect())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = organisation_report)]
struct ReportRow {
    organisation_id: OrganisationId,
    year: i16,
    revenue_vnd: Option<i64>,
    profit_vnd: Option<i64>,
    total_capital_vnd: Option<i64>,
    official_member_count: Option<i32>,
    worker_count: Option<i32>,
    general_meeting_on: Option<Date>,
}

impl ReportRow {
    fn figures(self) -> Result<YearFigures, Failure> {
        Ok(YearFigures {
            revenue_vnd: self.revenue_vnd,
            profit_vnd: self.profit_vnd,
            total_capital_vnd: self.total_capital_vnd,
            official_member_count: number(self.official_member_count)?,
            worker_count: number(self.worker_count)?,
            general_meeting_on: self.general_meeting_on,
        })
    }
}
