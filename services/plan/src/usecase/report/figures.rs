//! The figures that a report is signed with: as progress tells them then, with all that is needed to
//! compute each again.

use htx_model::{
    administrative::Territory,
    agency::{Agencies, AgencyCode},
    indicator::{Breakdown, Figure},
};

use crate::{
    domain::report::{Declared, figures::ReportFigure},
    usecase::progress::{Progress, TargetProgress},
};

/// Whose figures a report has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Whose {
    /// The part of the city that they are of; all of it where it is not said.
    pub place: Option<String>,
    /// The agency of the whole city that reports, which may have an allocation of its own.
    pub agency: Option<AgencyCode>,
}

impl Whose {
    /// Those of an agency: of its territory, or of the whole city.
    #[must_use]
    pub fn agency(agencies: &Agencies, code: &AgencyCode) -> Self {
        let place = agencies.get(code).and_then(|agency| part_of(&agency.territory).1);
        Self { agency: place.is_none().then(|| code.clone()), place }
    }
}

/// How figures are broken down for an agency, and which part of them is its.
#[must_use]
pub fn part_of(territory: &Territory) -> (Option<Breakdown>, Option<String>) {
    match territory {
        Territory::City => (None, None),
        Territory::District(code) => (Some(Breakdown::District), Some(code.to_string())),
        Territory::Commune(code) => (Some(Breakdown::Commune), Some(code.to_string())),
    }
}

/// The figures of a report, as progress tells them now, beside what is declared.
#[must_use]
pub fn figures(progress: &Progress, whose: &Whose, declared: &[Declared]) -> Vec<ReportFigure> {
    progress.targets.iter().map(|one| figure(one, whose, declared)).collect()
}

fn figure(one: &TargetProgress, whose: &Whose, declared: &[Declared]) -> ReportFigure {
    let computed = one.reading.kept().map(|kept| &kept.computed);
    let part = one.parts.iter().find(|part| part.key.is_some() && part.key == whose.place);
    let told: Option<&Figure> = match whose.place {
        None => computed.map(|computed| &computed.whole),
        Some(_) => part.and_then(|part| part.figure.as_ref()),
    };
    let allocated = match (&whose.place, &whose.agency) {
        (Some(_), _) => part.and_then(|part| part.allocated),
        (None, Some(agency)) => one.allocated_to(agency),
        (None, None) => None,
    };
    let value = told.and_then(|figure| figure.value);
    let declared = declared.iter().find(|said| said.target == one.target.code);
    let declared = declared.map(|said| said.value);
    ReportFigure {
        number: one.target.number.clone(),
        target: one.target.code.clone(),
        name: one.target.name.clone(),
        unit: one.target.unit,
        minimum: one.target.minimum,
        maximum: one.target.maximum,
        place: whose.place.clone(),
        value,
        aggregate: Some(one.target.aggregate),
        counted: told.map(|figure| figure.counted),
        numerator: told.and_then(|figure| figure.numerator),
        denominator: told.map(|figure| figure.denominator),
        reported: told.map(|figure| figure.reported),
        expected: told.map(|figure| figure.expected),
        service: one.target.measured().map(|measured| measured.service.to_owned()),
        rule_version: computed.map(|computed| computed.rule.version),
        rule: computed.map(|computed| computed.rule.text_vi.clone()),
        period_from: computed.map(|computed| computed.from),
        period_to: computed.map(|computed| computed.to),
        allocated,
        state: one.reading.told().0,
        computed_at: computed.map(|computed| computed.computed_at),
        log_position: computed.and_then(|computed| i64::try_from(computed.log_position).ok()),
        declared,
        difference: declared.zip(value).map(|(said, value)| said.saturating_sub(value)),
    }
}
