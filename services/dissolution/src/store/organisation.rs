//! The directory of organisations, as the register's feed tells.

use diesel::{
    ExpressionMethods as _, Insertable, OptionalExtension as _, QueryDsl as _, Queryable,
    RunQueryDsl as _, Selectable, SelectableHelper as _,
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{code, column, foreign, number},
    },
    each,
    failure::Failure,
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    code_list::CodeList as _,
    date::Date,
    id::OrganisationId,
    money::Dong,
    registration_number::RegistrationNumber,
    scope::Scope,
    text,
};

use super::schema::organisation;
use crate::domain::organisation::{Organisation, Seat};

/// Rows of one statement.
const CHUNK: usize = 500;

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = organisation)]
pub(in crate::store) struct OrganisationRow {
    id: OrganisationId,
    kind: String,
    name: String,
    registration_number: Option<String>,
    registered_on: Option<Date>,
    status: String,
    commune_code: String,
    district_code: Option<String>,
    current_commune_code: String,
    people_credit_fund: bool,
    charter_capital_vnd: Option<i64>,
    member_count: Option<i32>,
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
            people_credit_fund: row.people_credit_fund,
            charter_capital_vnd: row.charter_capital_vnd.map(Dong),
            member_count: number(row.member_count)?,
        })
    }
}

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
    people_credit_fund: bool,
    charter_capital_vnd: Option<i64>,
    member_count: Option<i32>,
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
            people_credit_fund: known.people_credit_fund,
            charter_capital_vnd: known.charter_capital_vnd.map(|amount| amount.0),
            member_count: known.member_count.map(column),
            position: *position,
        }
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
        .select(OrganisationRow::as_select())
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
        .select(OrganisationRow::as_select())
        .load(connection)?;
    let by_name: Vec<OrganisationRow> = organisation::table
        .filter(organisation::name_key.eq_any(name_keys))
        .select(OrganisationRow::as_select())
        .load(connection)?;
    let found: Result<Vec<Organisation>, Failure> =
        by_number.into_iter().chain(by_name).map(Organisation::try_from).collect();
    Ok(found?.into_iter().filter(|known| scope.covers(&known.placement())).collect())
}

/// Enters organisations, or what is new of them, each with its position in the register's log.
///
/// # Errors
/// What the database reports.
pub fn save_many(
    connection: &mut Connection,
    known: &[(Organisation, i64)],
) -> Result<(), Failure> {
    use diesel::upsert::excluded;
    for chunk in known.chunks(CHUNK) {
        let rows: Vec<_> = chunk.iter().map(NewOrganisationRow::of).collect();
        each!(connection, one => diesel::insert_into(organisation::table)
            .values(&rows)
            .on_conflict(organisation::id)
            .do_update()
            .set((
                organisation::kind.eq(excluded(organisation::kind)),
                organisation::name.eq(excluded(organisation::name)),
                organisation::name_key.eq(excluded(organisation::name_key)),
                organisation::registration_number.eq(excluded(organisation::registration_number)),
                organisation::registered_on.eq(excluded(organisation::registered_on)),
                organisation::status.eq(excluded(organisation::status)),
                organisation::commune_code.eq(excluded(organisation::commune_code)),
                organisation::district_code.eq(excluded(organisation::district_code)),
                organisation::current_commune_code.eq(excluded(organisation::current_commune_code)),
                organisation::people_credit_fund.eq(excluded(organisation::people_credit_fund)),
                organisation::charter_capital_vnd.eq(excluded(organisation::charter_capital_vnd)),
                organisation::member_count.eq(excluded(organisation::member_count)),
                organisation::position.eq(excluded(organisation::position)),
            ))
            .execute(one))?;
    }
    Ok(())
}
