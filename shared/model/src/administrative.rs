//! Administrative units of the city: districts and communes, before and after 2025-07-01.
//!
//! Hà Nội had 30 districts and 526 communes until 2025-06-30, and has 126 communes since. The new
//! communes reuse codes of old ones, so a code means a unit only together with its level and a
//! date.

mod code;
mod names;
mod reference;

use std::{collections::HashMap, sync::LazyLock};

use serde::{Deserialize, Serialize};

pub use code::{CommuneCode, DistrictCode, NotATerritory, NotAUnitCode, Territory};
pub use names::UnitNotFound;

use crate::{
    code_list::code_list,
    date::Date,
    reference::{Embedded, ReferenceError},
};

code_list! {
    /// The level of an administrative unit (cấp).
    pub enum UnitLevel: "unit_levels" {
        /// Until 2025-06-30.
        District => "district", "Cấp huyện", "District level";
        /// Below the district until 2025-06-30, below the city since.
        Commune => "commune", "Cấp xã", "Commune level";
    }
}

code_list! {
    /// The kind of an administrative unit, which begins its name.
    pub enum UnitKind: "unit_kinds" {
        /// District level, in town.
        UrbanDistrict => "urban_district", "Quận", "Urban district";
        /// District level, in the country.
        RuralDistrict => "rural_district", "Huyện", "Rural district";
        /// District level, a town.
        Town => "town", "Thị xã", "Town";
        /// Commune level, in town.
        Ward => "ward", "Phường", "Ward";
        /// Commune level, in the country.
        Commune => "commune", "Xã", "Commune";
        /// Commune level, a small town; none since 2025-07-01.
        Township => "township", "Thị trấn", "Township";
    }
}

/// A district or commune within the time for which it existed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AdministrativeUnit {
    /// The code of the statistics office: three digits for a district, five for a commune.
    #[schema(examples("10018"))]
    pub code: String,
    /// District or commune.
    pub level: UnitLevel,
    /// The full name, with its kind.
    #[schema(examples("Thị trấn Xuân Mai"))]
    pub name: String,
    /// What it is.
    pub kind: UnitKind,
    /// The district of a commune until 2025-06-30.
    #[schema(value_type = Option<String>, examples("277"))]
    pub district_code: Option<DistrictCode>,
    /// First day; absent where it is before living memory.
    pub valid_from: Option<Date>,
    /// Last day; absent while it exists.
    pub valid_to: Option<Date>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
}

impl AdministrativeUnit {
    /// Whether it existed on a date.
    #[must_use]
    pub fn exists_on(&self, date: Date) -> bool {
        self.valid_from.is_none_or(|first| first <= date)
            && self.valid_to.is_none_or(|last| date <= last)
    }

    /// Its code as a commune's, if it is one.
    #[must_use]
    pub fn commune_code(&self) -> Option<CommuneCode> {
        (self.level == UnitLevel::Commune).then(|| CommuneCode::parse(&self.code).ok()).flatten()
    }

    /// Its code as a district's, if it is one.
    #[must_use]
    pub fn as_district_code(&self) -> Option<DistrictCode> {
        (self.level == UnitLevel::District).then(|| DistrictCode::parse(&self.code).ok()).flatten()
    }
}

/// A commune that took territory of an old one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Successor {
    /// The new commune.
    #[schema(value_type = String, examples("10030"))]
    pub code: CommuneCode,
    /// Whether it is the one to use where an address does not tell.
    #[serde(default)]
    pub default: bool,
}

/// The commune of a later date for an address that keeps its old one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// The commune then.
    pub code: CommuneCode,
    /// Whether the old commune was split, so that someone must look at the address; the default
    /// successor stands in until then.
    pub needs_address_review: bool,
}

/// The units and their succession, with the indexes to find them.
#[derive(Debug, Clone, Default)]
pub struct AdministrativeUnits {
    units: Vec<AdministrativeUnit>,
    by_code: HashMap<(UnitLevel, String), Vec<usize>>,
    by_name: HashMap<(UnitLevel, String), Vec<usize>>,
    succession: HashMap<CommuneCode, Vec<Successor>>,
}

impl AdministrativeUnits {
    /// Builds the indexes from rows: units, and the successors of each old commune.
    #[must_use]
    pub fn new(
        units: Vec<AdministrativeUnit>,
        succession: impl IntoIterator<Item = (CommuneCode, Vec<Successor>)>,
    ) -> Self {
        let mut by_code: HashMap<_, Vec<usize>> = HashMap::new();
        let mut by_name: HashMap<_, Vec<usize>> = HashMap::new();
        for (at, unit) in units.iter().enumerate() {
            by_code.entry((unit.level, unit.code.clone())).or_default().push(at);
            by_name.entry((unit.level, names::bare_name(unit))).or_default().push(at);
        }
        Self { units, by_code, by_name, succession: succession.into_iter().collect() }
    }

    /// Reads the form of `hanoi-administrative-units.json`.
    ///
    /// # Errors
    /// [`ReferenceError`] where the text is something else.
    pub fn from_json(text: &str) -> Result<Self, ReferenceError> {
        reference::read(text)
    }

    /// The units that the suite is delivered with.
    ///
    /// # Errors
    /// None in practice: a test reads them.
    pub fn embedded() -> Embedded<Self> {
        static UNITS: LazyLock<Result<AdministrativeUnits, ReferenceError>> = LazyLock::new(|| {
            AdministrativeUnits::from_json(include_str!(
                "../../../reference/hanoi-administrative-units.json"
            ))
        });
        UNITS.as_ref()
    }

    /// Every unit of every time.
    #[must_use]
    pub fn all(&self) -> &[AdministrativeUnit] {
        &self.units
    }

    /// The units that exist on a date.
    pub fn existing_on(&self, date: Date) -> impl Iterator<Item = &AdministrativeUnit> {
        self.units.iter().filter(move |unit| unit.exists_on(date))
    }

    /// The district with this code on a date.
    #[must_use]
    pub fn district(&self, code: &DistrictCode, date: Date) -> Option<&AdministrativeUnit> {
        self.unit(UnitLevel::District, code.as_str(), date)
    }

    /// The commune with this code on a date.
    #[must_use]
    pub fn commune(&self, code: &CommuneCode, date: Date) -> Option<&AdministrativeUnit> {
        self.unit(UnitLevel::Commune, code.as_str(), date)
    }

    fn unit(&self, level: UnitLevel, code: &str, date: Date) -> Option<&AdministrativeUnit> {
        self.with_code(level, code).find(|unit| unit.exists_on(date))
    }

    /// The units of a level that ever had a code, in the order of the rows.
    pub fn with_code(
        &self,
        level: UnitLevel,
        code: &str,
    ) -> impl Iterator<Item = &AdministrativeUnit> {
        let places = self.by_code.get(&(level, code.to_owned()));
        places.into_iter().flatten().filter_map(|&at| self.units.get(at))
    }

    /// The communes that took the territory of a commune that has ended; none for any other.
    #[must_use]
    pub fn succession(&self, old: &CommuneCode) -> &[Successor] {
        self.succession.get(old).map_or(&[], Vec::as_slice)
    }

    /// The commune on `date` of an address that was registered in `commune` on `registered_on`.
    ///
    /// Both dates matter, since the new communes reuse codes of old ones. Nothing where there was
    /// no such commune.
    #[must_use]
    pub fn resolve(
        &self,
        commune: &CommuneCode,
        registered_on: Date,
        date: Date,
    ) -> Option<Resolved> {
        let registered = self.commune(commune, registered_on)?;
        if registered.valid_to.is_none_or(|last| date <= last) {
            return Some(Resolved { code: commune.clone(), needs_address_review: false });
        }
        let successors = self.succession(commune);
        let default =
            successors.iter().find(|successor| successor.default).or(successors.first())?;
        Some(Resolved { code: default.code.clone(), needs_address_review: successors.len() > 1 })
    }
}

#[cfg(test)]
mod tests;
