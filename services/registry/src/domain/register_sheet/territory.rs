//! Districts and communes as they are written, found among the real ones.

use std::collections::HashMap;

use htx_model::{
    administrative::{
        AdministrativeUnit, AdministrativeUnits, DistrictCode, UnitLevel, UnitNotFound,
    },
    code_list::CodeList as _,
    date::Date,
    language::Language,
    text::fold,
};

use super::problem::RepairCode;

/// A unit that was found, with what had to be understood.
#[derive(Debug, Clone)]
pub(super) struct Found<'a> {
    pub(super) unit: &'a AdministrativeUnit,
    /// A day on which it exists.
    pub(super) as_of: Date,
    pub(super) repair: Option<RepairCode>,
}

type Answer<'a> = Result<Found<'a>, UnitNotFound>;

/// Looks units up, each spelling once.
pub(super) struct Territories<'a> {
    units: &'a AdministrativeUnits,
    /// The last day of the districts and the first of the communes of 2025.
    days: [Date; 2],
    as_of: Date,
    districts: HashMap<String, Answer<'a>>,
    communes: HashMap<(Option<DistrictCode>, String), Answer<'a>>,
}

impl<'a> Territories<'a> {
    pub(super) fn new(units: &'a AdministrativeUnits, as_of: Date) -> Self {
        let ended = units.all().iter().filter(|unit| unit.level == UnitLevel::District);
        let last = ended.filter_map(|unit| unit.valid_to).max().unwrap_or(as_of);
        Self {
            units,
            days: [last, last.plus_days(1)],
            as_of,
            districts: HashMap::new(),
            communes: HashMap::new(),
        }
    }

    /// The district of this name, in the time of the districts.
    pub(super) fn district(&mut self, name: &str) -> Answer<'a> {
        if let Some(known) = self.districts.get(name) {
            return known.clone();
        }
        let day = self.days[0];
        let answer = self.units.find_district(name, day).map(|unit| found(unit, name, day));
        self.districts.insert(name.to_owned(), answer.clone());
        answer
    }

    /// The commune of this name: within the district where one is known, else among the communes
    /// of 2025, and among the older ones where only one of the whole city has the name.
    pub(super) fn commune(&mut self, name: &str, district: Option<&DistrictCode>) -> Answer<'a> {
        let key = (district.cloned(), name.to_owned());
        if let Some(known) = self.communes.get(&key) {
            return known.clone();
        }
        let answer = match district {
            Some(district) => self.commune_within(name, district),
            None => self.commune_anywhere(name),
        };
        self.communes.insert(key, answer.clone());
        answer
    }

    fn commune_within(&self, name: &str, district: &DistrictCode) -> Answer<'a> {
        let [before, since] = self.days;
        let refused = match self.units.find_commune(name, Some(district), before) {
            Ok(unit) => return Ok(found(unit, name, before)),
            Err(refused) => refused,
        };
        // After the reorganisation lists may still name the former district beside the new commune.
        match self.units.find_commune(name, None, since) {
            Ok(unit) if self.as_of >= since && self.took_from(unit, district) => {
                Ok(found(unit, name, since))
            }
            _ => Err(refused),
        }
    }

    /// Whether the new commune took territory of the district.
    fn took_from(&self, unit: &AdministrativeUnit, district: &DistrictCode) -> bool {
        let Some(code) = unit.commune_code() else { return false };
        self.units
            .existing_on(self.days[0])
            .filter(|old| old.district_code.as_ref() == Some(district))
            .filter_map(AdministrativeUnit::commune_code)
            .any(|old| self.units.succession(&old).iter().any(|successor| successor.code == code))
    }

    fn commune_anywhere(&self, name: &str) -> Answer<'a> {
        let [before, since] = self.days;
        let order = if self.as_of >= since { [since, before] } else { [before, since] };
        let mut refused = None;
        for day in order {
            match self.units.find_commune(name, None, day) {
                Ok(unit) => return Ok(found(unit, name, day)),
                Err(this @ UnitNotFound::Ambiguous { .. }) => refused = Some(this),
                Err(this) => refused = refused.or(Some(this)),
            }
        }
        Err(refused.unwrap_or_else(|| UnitNotFound::Unknown { name: name.to_owned() }))
    }

    /// The commune at the end of an address: "Thôn 4, xã Lệ Chi, huyện Gia Lâm, Hà Nội".
    pub(super) fn in_address(
        &mut self,
        address: &str,
        district: Option<&DistrictCode>,
    ) -> Option<Found<'a>> {
        let mut parts: Vec<&str> = address
            .split([',', ';', '–'])
            .flat_map(|part| part.split(" - "))
            .map(|part| part.trim().trim_end_matches('.'))
            .filter(|part| !part.is_empty() && !is_city(part))
            .collect();
        let named = parts.last().and_then(|last| self.district(last).ok());
        let named = named.and_then(|found| found.unit.as_district_code());
        if named.is_some() && parts.len() > 1 {
            parts.pop();
        }
        let district = named.as_ref().or(district);
        let candidates = parts.iter().rev().take(2);
        candidates
            .filter(|part| district.is_some() || names_its_kind(part))
            .find_map(|part| self.commune(part, district).ok())
    }

    /// The district that a title or heading names with its kind: "UBND HUYỆN GIA LÂM".
    pub(super) fn district_in(&self, text: &str) -> Option<DistrictCode> {
        let padded = format!(" {} ", htx_model::text::words(text).join(" "));
        let mut named = self
            .units
            .existing_on(self.days[0])
            .filter(|unit| unit.level == UnitLevel::District)
            .filter(|unit| padded.contains(&format!(" {} ", fold(&unit.name))));
        let first = named.next()?;
        // A title that names several districts says nothing of any row.
        if named.next().is_some() { None } else { first.as_district_code() }
    }
}

fn found<'a>(unit: &'a AdministrativeUnit, name: &str, as_of: Date) -> Found<'a> {
    Found { unit, as_of, repair: repair(unit, name) }
}

/// How the spelling differs from the official one.
fn repair(unit: &AdministrativeUnit, name: &str) -> Option<RepairCode> {
    if name == unit.name {
        return None;
    }
    let district = unit.level == UnitLevel::District;
    let bare = unit.name.strip_prefix(unit.kind.label(Language::Vi)).unwrap_or(&unit.name);
    let capitals = name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase);
    Some(if district && capitals {
        RepairCode::UpperCaseDistrict
    } else if fold(name) != fold(bare) {
        RepairCode::UnitSpelling
    } else if district {
        RepairCode::DistrictWithoutPrefix
    } else {
        RepairCode::CommuneWithoutPrefix
    })
}

fn is_city(part: &str) -> bool {
    let folded = fold(part);
    let bare =
        ["thanh pho ", "tp. ", "tp.", "tp "].iter().find_map(|kind| folded.strip_prefix(kind));
    matches!(bare.unwrap_or(&folded), "ha noi" | "hn" | "viet nam")
}

fn names_its_kind(part: &str) -> bool {
    let folded = fold(part);
    ["xa ", "phuong ", "thi tran ", "p.", "x.", "tt.", "tt "]
        .iter()
        .any(|kind| folded.starts_with(kind))
}
