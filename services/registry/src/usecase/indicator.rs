//! Computes an indicator of the plan from the register as it stands.

use std::collections::HashMap;

use htx_kit::{db::Connection, failure::Failure, http::within_range, log};
use htx_model::{
    administrative::{AdministrativeUnits, Territory, UnitLevel},
    agency::Agencies,
    date::{Date, Instant},
    refusal::Refusal,
    scope::{Placement, Scope},
};

use crate::{
    domain::indicator::{
        self as domain, Breakdown, Definition, FIRST_YEAR, Figure, Key, Period, Tally,
    },
    store,
};

/// The year, if it has begun.
///
/// # Errors
/// A year out of range.
pub fn period(year: i16, today: Date) -> Result<Period, Refusal> {
    within_range("period", year, FIRST_YEAR..=today.year())?;
    Period::of(year, today).ok_or_else(|| Refusal::not_found("kỳ", "period"))
}

/// A figure with its parts.
#[derive(Debug, Clone)]
pub struct Computed {
    /// The figure within the scope.
    pub figure: Figure,
    /// Code, name and figure of each part.
    pub parts: Vec<(Option<String>, Option<String>, Figure)>,
    /// Up to which position the log was sealed when it was computed.
    pub log_position: u64,
}

/// Computes an indicator within a scope: two queries, whatever the size of the city.
///
/// # Errors
/// What the database reports.
pub fn compute(
    connection: &mut Connection,
    scope: &Scope,
    units: &AdministrativeUnits,
    definition: &Definition,
    period: Period,
    by: Option<Breakdown>,
    now: Instant,
) -> Result<Computed, Failure> {
    let log_position = log::sealed_size(connection)?;
    let mut tallies = store::indicator::tallies(connection, definition, period)?;
    tallies.retain(|tally| {
        let place = Placement {
            district: tally.district.as_ref(),
            commune: tally.commune.as_ref(),
            ..Placement::default()
        };
        scope.covers(&place)
    });
    let today = now.date();
    let agencies = TerritorialAgencies::on(today);
    let (figure, parts) = domain::figure(definition, &tallies, |tally| match by {
        None => Key(None),
        Some(Breakdown::District) => Key(tally.district.as_ref().map(ToString::to_string)),
        Some(Breakdown::Commune) => Key(tally.commune.as_ref().map(ToString::to_string)),
        Some(Breakdown::Agency) => Key(agencies.of(tally)),
    });
    let parts = match by {
        None => Vec::new(),
        Some(by) => parts
            .into_iter()
            .map(|(Key(key), figure)| {
                let name = key.as_deref().and_then(|key| name(by, key, units, today));
                (key, name, figure)
            })
            .collect(),
    };
    Ok(Computed { figure, parts, log_position })
}

/// The agencies of districts or communes on a day, by their territory.
struct TerritorialAgencies(HashMap<String, String>);

impl TerritorialAgencies {
    fn on(today: Date) -> Self {
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

fn name(by: Breakdown, key: &str, units: &AdministrativeUnits, today: Date) -> Option<String> {
    match by {
        Breakdown::District => {
            units.with_code(UnitLevel::District, key).next().map(|unit| unit.name.clone())
        }
        Breakdown::Commune => units
            .with_code(UnitLevel::Commune, key)
            .max_by_key(|unit| unit.exists_on(today))
            .map(|unit| unit.name.clone()),
        Breakdown::Agency => {
            let code = htx_model::agency::AgencyCode::parse(key).ok()?;
            let agencies = Agencies::embedded().ok()?;
            agencies.get(&code).map(|agency| agency.name_vi.clone())
        }
    }
}
