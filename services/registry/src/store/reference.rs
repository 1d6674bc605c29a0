//! Reference data: administrative units with their succession, and the documents of the plan.

use std::collections::HashMap;

use diesel::{
    ExpressionMethods as _, Insertable, OptionalExtension as _, QueryDsl as _, Queryable,
    RunQueryDsl as _, Selectable, SelectableHelper as _,
};
use htx_kit::{
    db::{Bind, Connection},
    each,
    failure::Failure,
};
use htx_model::{
    administrative::{
        AdministrativeUnit, AdministrativeUnits, CommuneCode, DistrictCode, Successor,
    },
    code_list::CodeList as _,
    date::{Date, Instant},
};

use super::{
    organisation::code,
    schema::{administrative_succession, administrative_unit, reference_document},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = administrative_unit)]
struct UnitRow {
    level: String,
    code: String,
    kind: String,
    name: String,
    district_code: Option<String>,
    valid_from: Option<Date>,
    valid_to: Option<Date>,
    latitude: Option<f64>,
    longitude: Option<f64>,
}

#[derive(Insertable)]
#[diesel(table_name = administrative_unit, treat_none_as_default_value = false)]
struct NewUnitRow<'a> {
    ordinal: i32,
    level: &'static str,
    code: &'a str,
    kind: &'static str,
    name: &'a str,
    district_code: Option<&'a str>,
    valid_from: Bind<Option<Date>>,
    valid_to: Bind<Option<Date>>,
    latitude: Option<f64>,
    longitude: Option<f64>,
}

/// The units as the database holds them; nothing where it has not been loaded yet.
///
/// # Errors
/// What the database reports.
pub fn units(connection: &mut Connection) -> Result<Option<AdministrativeUnits>, Failure> {
    let rows: Vec<UnitRow> = administrative_unit::table
        .order(administrative_unit::ordinal)
        .select(UnitRow::as_select())
        .load(connection)?;
    if rows.is_empty() {
        return Ok(None);
    }
    let units = rows.into_iter().map(unit).collect::<Result<Vec<_>, _>>()?;
    let successors: Vec<(String, String, bool)> = administrative_succession::table
        .order((administrative_succession::from_code, administrative_succession::to_code))
        .load(connection)?;
    let mut succession: HashMap<CommuneCode, Vec<Successor>> = HashMap::new();
    for (from, to, default) in successors {
        let code = CommuneCode::parse(&to).map_err(Failure::unexpected)?;
        let from = CommuneCode::parse(&from).map_err(Failure::unexpected)?;
        succession.entry(from).or_default().push(Successor { code, default });
    }
    Ok(Some(AdministrativeUnits::new(units, succession)))
}

fn unit(row: UnitRow) -> Result<AdministrativeUnit, Failure> {
    Ok(AdministrativeUnit {
        code: row.code,
        level: code(&row.level)?,
        name: row.name,
        kind: code(&row.kind)?,
        district_code: row
            .district_code
            .map(|text| DistrictCode::parse(&text))
            .transpose()
            .map_err(Failure::unexpected)?,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        latitude: row.latitude,
        longitude: row.longitude,
    })
}

/// Enters the units that the suite is delivered with.
///
/// # Errors
/// What the database reports.
pub fn enter_units(
    connection: &mut Connection,
    units: &AdministrativeUnits,
) -> Result<(), Failure> {
    let rows: Vec<_> = (1_i32..).zip(units.all()).map(|(at, unit)| new_row(at, unit)).collect();
    for chunk in rows.chunks(500) {
        each!(connection, one => diesel::insert_into(administrative_unit::table).values(chunk).execute(one))?;
    }
    let successors: Vec<_> = units
        .all()
        .iter()
        .filter_map(AdministrativeUnit::commune_code)
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .flat_map(|from| {
            units.succession(&from).iter().map(move |to| {
                (
                    administrative_succession::from_code.eq(from.as_str().to_owned()),
                    administrative_succession::to_code.eq(to.code.as_str()),
                    administrative_succession::is_default.eq(to.default),
                )
            })
        })
        .collect();
    for chunk in successors.chunks(1000) {
        each!(connection, one => diesel::insert_into(administrative_succession::table).values(chunk).execute(one))?;
    }
    Ok(())
}

fn new_row(ordinal: i32, unit: &AdministrativeUnit) -> NewUnitRow<'_> {
    NewUnitRow {
        ordinal,
        level: unit.level.code(),
        code: &unit.code,
        kind: unit.kind.code(),
        name: &unit.name,
        district_code: unit.district_code.as_ref().map(|code| code.as_str()),
        valid_from: Bind(unit.valid_from),
        valid_to: Bind(unit.valid_to),
        latitude: unit.latitude,
        longitude: unit.longitude,
    }
}

/// Enters a reference document under its name.
///
/// # Errors
/// What the database reports.
pub fn enter_document(
    connection: &mut Connection,
    name: &str,
    content: &str,
    now: Instant,
) -> Result<(), Failure> {
    diesel::insert_into(reference_document::table)
        .values((
            reference_document::name.eq(name),
            reference_document::content.eq(content),
            reference_document::recorded_at.eq(Bind(now)),
        ))
        .execute(connection)?;
    Ok(())
}

/// A reference document, in JSON.
///
/// # Errors
/// What the database reports.
pub fn document(connection: &mut Connection, name: &str) -> Result<Option<String>, Failure> {
    let found = reference_document::table
        .find(name)
        .select(reference_document::content)
        .first(connection)
        .optional()?;
    Ok(found)
}
