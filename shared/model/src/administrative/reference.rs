//! The form of `hanoi-administrative-units.json`.

use serde::Deserialize;

use super::{
    AdministrativeUnit, AdministrativeUnits, CommuneCode, DistrictCode, Successor, UnitKind,
    UnitLevel,
};
use crate::{
    date::Date,
    reference::{self, ReferenceError},
};

#[derive(Deserialize)]
struct File {
    districts: Group,
    communes_until_2025: Group,
    communes_from_2025: Group,
    succession: Vec<Succession>,
}

#[derive(Deserialize)]
struct Group {
    valid_from: Option<Date>,
    valid_to: Option<Date>,
    units: Vec<Unit>,
}

#[derive(Deserialize)]
struct Unit {
    code: String,
    name: String,
    #[serde(rename = "type")]
    kind: UnitKind,
    district_code: Option<DistrictCode>,
    latitude: Option<f64>,
    longitude: Option<f64>,
}

#[derive(Deserialize)]
struct Succession {
    from: CommuneCode,
    to: Vec<Successor>,
}

impl Group {
    fn into_units(self, level: UnitLevel) -> impl Iterator<Item = AdministrativeUnit> {
        let (valid_from, valid_to) = (self.valid_from, self.valid_to);
        self.units.into_iter().map(move |unit| AdministrativeUnit {
            code: unit.code,
            level,
            name: unit.name,
            kind: unit.kind,
            district_code: unit.district_code,
            valid_from,
            valid_to,
            latitude: unit.latitude,
            longitude: unit.longitude,
        })
    }
}

pub(super) fn read(text: &str) -> Result<AdministrativeUnits, ReferenceError> {
    let file: File = reference::read("hanoi-administrative-units.json", text)?;
    let units = file
        .districts
        .into_units(UnitLevel::District)
        .chain(file.communes_until_2025.into_units(UnitLevel::Commune))
        .chain(file.communes_from_2025.into_units(UnitLevel::Commune))
        .collect();
    Ok(AdministrativeUnits::new(
        units,
        file.succession.into_iter().map(|line| (line.from, line.to)),
    ))
}
