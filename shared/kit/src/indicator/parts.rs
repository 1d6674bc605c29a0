//! The parts of a figure: districts, communes, agencies, by their names.

use std::collections::HashMap;

use htx_model::{
    administrative::{AdministrativeUnits, Territory, UnitLevel},
    agency::{Agencies, AgencyCode},
    date::Date,
    indicator::{Breakdown, Key, Tally},
};

/// The part that a tally belongs to.
pub(super) fn key(by: Option<Breakdown>, tally: &Tally, agencies: &TerritorialAgencies) -> Key {
    match by {
        None => Key(None),
        Some(Breakdown::District) => Key(tally.district.as_ref().map(ToString::to_string)),
        Some(Breakdown::Commune) => Key(tally.commune.as_ref().map(ToString::to_string)),
        Some(Breakdown::Agency) => Key(agencies.of(tally)),
    }
}

/// The agencies of districts or communes on a day, by their territory.
pub(super) struct TerritorialAgencies(HashMap<String, String>);

impl TerritorialAgencies {
    pub(super) fn on(today: Date) -> Self {
        let agencies = Agencies::embedded().ok();
        let in_force = agencies.into_iter().flat_map(|agencies| agencies.in_force(today));
        Self(
            in_force
                .filter_map(|agency| match &agency.territory {
                    Territory::City => None,
                    Territory::District(code) => Some((code.to_string(), agency.code.to_string())),
                    Territory::Commune(code) => Some((code.to_string(), agency.code.to_string())),
                })
                .collect(),
        )
    }

    /// The commune's where communes have agencies, else the district's.
    fn of(&self, tally: &Tally) -> Option<String> {
        let commune = tally.commune.as_ref().and_then(|code| self.0.get(code.as_str()));
        let district = tally.district.as_ref().and_then(|code| self.0.get(code.as_str()));
        commune.or(district).cloned()
    }
}

/// What a part is called.
#[must_use]
pub fn name(by: Breakdown, key: &str, units: &AdministrativeUnits, today: Date) -> Option<String> {
    match by {
        Breakdown::District => {
            units.with_code(UnitLevel::District, key).next().map(|unit| unit.name.clone())
        }
        Breakdown::Commune => units
            .with_code(UnitLevel::Commune, key)
            .max_by_key(|unit| unit.exists_on(today))
            .map(|unit| unit.name.clone()),
        Breakdown::Agency => {
            let code = AgencyCode::parse(key).ok()?;
            let agencies = Agencies::embedded().ok()?;
            agencies.get(&code).map(|agency| agency.name_vi.clone())
        }
    }
}
