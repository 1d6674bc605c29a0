//! Outcome: what changed in the supported organisations afterwards, beside comparable ones that were not
//! supported. Comparable is of the same field, size class and type of district. Small groups are hidden.

use std::{collections::BTreeMap, sync::LazyLock};

use htx_model::{
    administrative::{AdministrativeUnits, DistrictCode, UnitKind, UnitLevel},
    directory::{Organisation, Year, YearFigures},
    organisation::{Rating, Sector, SizeClass},
    reference::{self, Embedded, ReferenceError},
    refusal::LegalBasis,
    size_class::{Facts, size_class},
    support::grievances::{DistrictType, OutcomeGroup},
};
use serde::Deserialize;

const FILE: &str = "outcome-rules.json";

/// How small a group may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeRule {
    /// The fewest organisations of a group whose figures are shown.
    pub smallest_group: u32,
    /// The article behind it, and whether it was read.
    pub basis: LegalBasis,
}

#[derive(Deserialize)]
struct File {
    smallest_group: u32,
    document: String,
    article: String,
    verified: bool,
}

impl OutcomeRule {
    /// Reads the form of `outcome-rules.json`.
    ///
    /// # Errors
    /// [`ReferenceError`] where the text is something else.
    pub fn from_json(text: &str) -> Result<Self, ReferenceError> {
        let file: File = reference::read(FILE, text)?;
        let (document, article) = (file.document.into(), file.article.into());
        let basis = LegalBasis { document, article, verified: file.verified };
        Ok(Self { smallest_group: file.smallest_group, basis })
    }

    /// The rule that the service is built with.
    ///
    /// # Errors
    /// None in practice: a test reads it.
    pub fn embedded() -> Embedded<Self> {
        static RULE: LazyLock<Result<OutcomeRule, ReferenceError>> =
            LazyLock::new(|| OutcomeRule::from_json(include_str!("../../data/outcome-rules.json")));
        RULE.as_ref()
    }
}

/// What is alike in organisations that are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stratum {
    /// The field of activity.
    pub sector: Option<Sector>,
    /// The size class before the support.
    pub size: SizeClass,
    /// The type of district.
    pub district: DistrictType,
}

/// Of which type a district is.
#[must_use]
pub fn district_type(units: &AdministrativeUnits, code: Option<&DistrictCode>) -> DistrictType {
    let Some(code) = code else { return DistrictType::Unknown };
    let unit = units.with_code(UnitLevel::District, code.as_str()).next();
    match unit.map(|unit| unit.kind) {
        Some(UnitKind::UrbanDistrict | UnitKind::Town) => DistrictType::Urban,
        Some(UnitKind::RuralDistrict) => DistrictType::Rural,
        _ => DistrictType::Unknown,
    }
}

/// What is known of an organisation in a year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// The report.
    pub report: Option<YearFigures>,
    /// The rating.
    pub rating: Option<Rating>,
}

impl State {
    /// Of one year.
    #[must_use]
    pub fn of(years: &[Year], year: i16) -> Self {
        let found = years.iter().find(|one| one.year == year);
        Self {
            report: found.and_then(|one| one.report.clone()),
            rating: found.and_then(|one| one.rating).filter(|rating| *rating != Rating::NotRated),
        }
    }
}

/// The stratum of an organisation, by its report of the year before.
#[must_use]
pub fn stratum(of: &Organisation, before: &State, units: &AdministrativeUnits) -> Stratum {
    let report = before.report.as_ref();
    let facts = Facts {
        members: report.and_then(|one| one.official_member_count),
        revenue_vnd: report.and_then(|one| one.revenue_vnd),
        capital_vnd: report.and_then(|one| one.total_capital_vnd),
    };
    let registered = Facts {
        members: of.member_count,
        revenue_vnd: None,
        capital_vnd: of.charter_capital_vnd.map(|amount| amount.0),
    };
    Stratum {
        sector: of.sector,
        size: size_class(of.sector, &facts.or(registered)).class,
        district: district_type(units, of.seat.district.as_ref()),
    }
}

/// A figure before and after: of those organisations alone that have both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Change {
    /// How many have both.
    pub organisations: u32,
    before: i128,
    after: i128,
}

impl Change {
    fn add(&mut self, before: Option<i64>, after: Option<i64>) {
        if let (Some(before), Some(after)) = (before, after) {
            self.organisations += 1;
            self.before += i128::from(before);
            self.after += i128::from(after);
        }
    }

    /// The means before and after, in whole đồng; nothing where nobody has both.
    #[must_use]
    pub fn means(&self) -> Option<(i64, i64)> {
        let mean = |sum| htx_model::indicator::rounded(sum, i64::from(self.organisations));
        Some((mean(self.before)?, mean(self.after)?))
    }
}

/// The figures of a group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// How many organisations.
    pub organisations: u32,
    /// Revenue.
    pub revenue: Change,
    /// Profit.
    pub profit: Change,
    /// How many are rated in both years, and good or fair before and after.
    pub rated: u32,
    /// Good or fair before.
    pub good_before: u32,
    /// Good or fair after.
    pub good_after: u32,
}

impl Figures {
    fn add(&mut self, before: &State, after: &State) {
        self.organisations += 1;
        let figure = |state: &State, read: fn(&YearFigures) -> Option<i64>| {
            state.report.as_ref().and_then(read)
        };
        let revenue = |state| figure(state, |one| one.revenue_vnd);
        let profit = |state| figure(state, |one| one.profit_vnd);
        self.revenue.add(revenue(before), revenue(after));
        self.profit.add(profit(before), profit(after));
        if let (Some(before), Some(after)) = (before.rating, after.rating) {
            let good = |rating| u32::from(matches!(rating, Rating::Good | Rating::Fair));
            self.rated += 1;
            self.good_before += good(before);
            self.good_after += good(after);
        }
    }
}

/// The groups, as organisations are put into them one by one.
#[derive(Debug, Clone, Default)]
pub struct Groups(BTreeMap<(Stratum, OutcomeGroup), Figures>);

/// The two groups of a stratum. A group that is too small shows its size as too small, and no figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// What is alike in them.
    pub stratum: Stratum,
    /// Those that were supported.
    pub supported: Option<Figures>,
    /// Those that were not.
    pub comparable: Option<Figures>,
}

impl Groups {
    /// Puts an organisation into its group.
    pub fn add(&mut self, stratum: Stratum, group: OutcomeGroup, before: &State, after: &State) {
        self.0.entry((stratum, group)).or_default().add(before, after);
    }

    /// The strata in which somebody was supported, with the figures of groups that are large enough.
    #[must_use]
    pub fn compared(&self, rule: &OutcomeRule) -> Vec<Compared> {
        let strata = self.0.keys().filter(|(_, group)| *group == OutcomeGroup::Supported);
        let shown = |stratum: Stratum, group| {
            let figures = self.0.get(&(stratum, group)).copied().unwrap_or_default();
            (figures.organisations >= rule.smallest_group).then_some(figures)
        };
        let compared = |(stratum, _): &(Stratum, OutcomeGroup)| Compared {
            stratum: *stratum,
            supported: shown(*stratum, OutcomeGroup::Supported),
            comparable: shown(*stratum, OutcomeGroup::Comparable),
        };
        strata.map(compared).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STRATUM: Stratum = Stratum {
        sector: Some(Sector::Agriculture),
        size: SizeClass::Small,
        district: DistrictType::Rural,
    };

    fn state(revenue: Option<i64>, rating: Option<Rating>) -> State {
        let report = YearFigures { revenue_vnd: revenue, ..YearFigures::default() };
        State { report: Some(report), rating }
    }

    #[test]
    fn means_are_of_those_who_reported_before_and_after_and_small_groups_are_hidden() {
        let rule = OutcomeRule::embedded().unwrap();
        assert!(!rule.basis.verified);
        let mut groups = Groups::default();
        for number in 0..5 {
            let (before, after) = (state(Some(100 + number), None), state(Some(200), None));
            groups.add(STRATUM, OutcomeGroup::Supported, &before, &after);
        }
        let silent = state(None, None);
        groups.add(STRATUM, OutcomeGroup::Supported, &silent, &state(Some(900), None));
        for _ in 0..4 {
            groups.add(STRATUM, OutcomeGroup::Comparable, &silent, &silent);
        }
        let compared = groups.compared(rule);
        let supported = compared[0].supported.unwrap();
        assert_eq!(supported.organisations, 6);
        assert_eq!(
            (supported.revenue.organisations, supported.revenue.means()),
            (5, Some((102, 200)))
        );
        assert_eq!(compared[0].comparable, None, "four are too few to be shown");
    }

    #[test]
    fn ratings_are_compared_where_both_are_known() {
        let mut figures = Figures::default();
        figures.add(&state(None, Some(Rating::Weak)), &state(None, Some(Rating::Fair)));
        figures.add(&state(None, Some(Rating::Good)), &state(None, None));
        assert_eq!((figures.rated, figures.good_before, figures.good_after), (1, 0, 1));
    }
}
