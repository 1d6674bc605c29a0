//! The form of `agencies.json`, and the agencies of districts and communes that are made from the
//! administrative units.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{Agency, AgencyCode, AgencyKind};
use crate::{
    administrative::{
        AdministrativeUnit, AdministrativeUnits, CommuneCode, DistrictCode, Territory,
    },
    code_list::CodeList as _,
    date::Date,
    language::Language,
    reference::{self, ReferenceError},
};

const FILE: &str = "agencies.json";

/// The duties of the districts in section III.4 of the plan, since 2025-07-01 of the communes.
const TERRITORIAL_DUTY: &str = "m";

#[derive(Deserialize)]
struct File {
    agencies: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    code: AgencyCode,
    kind: AgencyKind,
    name_vi: String,
    name_en: String,
    duty: Option<String>,
    valid_from: Option<Date>,
    valid_to: Option<Date>,
    succeeded_by: Option<AgencyCode>,
}

/// The agencies of the file, then one for each district, then one for each commune of today.
pub(super) fn read(text: &str, units: &AdministrativeUnits) -> Result<Vec<Agency>, ReferenceError> {
    let file: File = reference::read(FILE, text)?;
    let mut agencies: Vec<Agency> = file.agencies.into_iter().map(Row::into_agency).collect();
    for unit in units.all() {
        if let Some(code) = unit.as_district_code() {
            agencies.push(district(unit, code, units)?);
        }
    }
    for unit in units.all().iter().filter(|unit| unit.valid_to.is_none()) {
        if let Some(code) = unit.commune_code() {
            agencies.push(committee(unit, AgencyKind::Commune, Territory::Commune(code))?);
        }
    }
    Ok(agencies)
}

impl Row {
    fn into_agency(self) -> Agency {
        Agency {
            code: self.code,
            kind: self.kind,
            name_vi: self.name_vi,
            name_en: self.name_en,
            duty: self.duty,
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            succeeded_by: self.succeeded_by.into_iter().collect(),
            territory: Territory::City,
        }
    }
}

fn district(
    unit: &AdministrativeUnit,
    code: DistrictCode,
    units: &AdministrativeUnits,
) -> Result<Agency, ReferenceError> {
    let communes: BTreeSet<&CommuneCode> = units
        .all()
        .iter()
        .filter(|commune| commune.district_code.as_ref() == Some(&code))
        .filter_map(AdministrativeUnit::commune_code)
        .flat_map(|commune| units.succession(&commune))
        .map(|successor| &successor.code)
        .collect();
    let succeeded_by = communes.into_iter().map(|commune| agency_code("commune", commune.as_str()));
    Ok(Agency {
        succeeded_by: succeeded_by.collect::<Result<_, _>>()?,
        ..committee(unit, AgencyKind::District, Territory::District(code))?
    })
}

/// The people's committee of a unit, with the dates of the unit and no successor.
fn committee(
    unit: &AdministrativeUnit,
    kind: AgencyKind,
    territory: Territory,
) -> Result<Agency, ReferenceError> {
    let kind_vi = unit.kind.label(Language::Vi);
    let bare = unit.name.strip_prefix(kind_vi).unwrap_or(&unit.name).trim_start();
    Ok(Agency {
        code: agency_code(kind.code(), &unit.code)?,
        kind,
        name_vi: format!("Ủy ban nhân dân {} {bare}", kind_vi.to_lowercase()),
        name_en: format!(
            "People's Committee of {bare} ({})",
            unit.kind.label(Language::En).to_lowercase()
        ),
        duty: Some(TERRITORIAL_DUTY.to_owned()),
        valid_from: unit.valid_from,
        valid_to: unit.valid_to,
        succeeded_by: Vec::new(),
        territory,
    })
}

fn agency_code(prefix: &str, unit: &str) -> Result<AgencyCode, ReferenceError> {
    AgencyCode::parse(&format!("{prefix}-{unit}"))
        .map_err(|error| ReferenceError { file: FILE, reason: error.to_string() })
}
