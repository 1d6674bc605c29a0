//! Finds agencies: who there is, who was there, who answers for what.

use htx_kit::failure::Failure;
use htx_model::{
    administrative::{AdministrativeUnits, CommuneCode, Territory, UnitLevel},
    agency::{Agency, AgencyCode, AgencyKind},
    date::Date,
    refusal::{ErrorCode, Refusal, Text},
};

use crate::state::State;

/// What a list of agencies is narrowed to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filter {
    pub(crate) kind: Option<AgencyKind>,
    pub(crate) in_force_on: Option<Date>,
}

/// Agencies by code, after one of that code.
pub(crate) fn list(
    state: &State,
    filter: &Filter,
    after: Option<&str>,
    limit: usize,
) -> Vec<Agency> {
    let wanted = |agency: &&Agency| {
        filter.kind.is_none_or(|kind| agency.kind == kind)
            && filter.in_force_on.is_none_or(|date| agency.in_force(date))
            && after.is_none_or(|after| agency.code.as_str() > after)
    };
    let mut found: Vec<&Agency> = state.agencies.all().iter().filter(wanted).collect();
    found.sort_by(|one, other| one.code.cmp(&other.code));
    found.into_iter().take(limit).cloned().collect()
}

/// An agency, whether or not it still exists.
pub(crate) fn get(state: &State, code: &str) -> Result<Agency, Failure> {
    let found = AgencyCode::parse(code).ok().and_then(|code| state.agencies.get(&code));
    found.cloned().ok_or_else(|| Refusal::not_found("cơ quan", "agency").into())
}

/// The agency that answers for a duty of the plan in a territory on a date. A commune of before
/// 2025-07-01 is taken for the one that it lies in on the date.
pub(crate) fn competent(
    state: &State,
    duty: &str,
    territory: Territory,
    on: Date,
) -> Result<Agency, Failure> {
    let territory = match territory {
        Territory::Commune(code) => Territory::Commune(commune_on(code, on)?),
        other => other,
    };
    state.agencies.competent_for_duty(duty, &territory, on).cloned().ok_or_else(|| {
        Refusal::new(
            ErrorCode::NotFound,
            Text::made(
                format!("Không có một cơ quan duy nhất phụ trách nhiệm vụ {duty} vào ngày {on}."),
                format!("No single agency answers for duty {duty} on {on}."),
            ),
        )
        .advising(Text::fixed(
            "Với nhiệm vụ m hãy nêu district (đến 2025-06-30) hoặc commune.",
            "For duty m name a district (until 2025-06-30) or a commune.",
        ))
        .into()
    })
}

/// The new communes reuse codes of old ones, so a code means the commune of that date where there
/// is one, else the last one that bore it before.
fn commune_on(code: CommuneCode, on: Date) -> Result<CommuneCode, Failure> {
    let units =
        AdministrativeUnits::embedded().map_err(|error| Failure::unexpected(error.clone()))?;
    if units.commune(&code, on).is_some() {
        return Ok(code);
    }
    let ended = units.with_code(UnitLevel::Commune, code.as_str()).filter_map(|unit| unit.valid_to);
    let last = ended.filter(|last| *last < on).max();
    let resolved = last.and_then(|last| units.resolve(&code, last, on));
    Ok(resolved.map_or(code, |resolved| resolved.code))
}
