//! Agencies, and who answers for what when the state reorganises.
//!
//! An agency is effective-dated and never deleted: on 2025-03-01 departments merged, on 2025-07-01
//! the districts ended and the communes began. What an agency was entrusted with passes to its
//! successors; what it signed keeps its name.

mod reference;

use std::{
    collections::{BTreeSet, HashMap},
    fmt,
    str::FromStr,
    sync::LazyLock,
};

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

use crate::{
    administrative::{AdministrativeUnits, Territory},
    code_list::code_list,
    date::Date,
    reference::{Embedded, ReferenceError},
};

/// The code of an agency: lower-case letters and digits with single hyphens, such as `so-tc`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, utoipa::ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", max_length = 40, examples("so-tc"))]
pub struct AgencyCode(String);

/// The text is no agency's code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an agency code (lower-case letters, digits and hyphens, at most 40): {0:?}")]
pub struct NotAnAgencyCode(pub String);

impl AgencyCode {
    /// Reads a code.
    ///
    /// # Errors
    /// [`NotAnAgencyCode`] for anything else.
    pub fn parse(text: &str) -> Result<Self, NotAnAgencyCode> {
        let word = |word: &str| {
            !word.is_empty()
                && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        if text.len() <= 40 && text.split('-').all(word) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotAnAgencyCode(text.to_owned()))
        }
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AgencyCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl FromStr for AgencyCode {
    type Err = NotAnAgencyCode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl<'de> Deserialize<'de> for AgencyCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(D::Error::custom)
    }
}

code_list! {
    /// The kind of an agency: what it is entrusted with (DOMAIN section 3).
    pub enum AgencyKind: "agency_kinds" {
        /// Decides and approves for the city.
        CityCommittee => "city_committee", "Ủy ban nhân dân Thành phố", "City People's Committee";
        /// Registration, unions, supervision; duty b.
        Planning => "planning", "Kế hoạch và đầu tư", "Planning and investment";
        /// Agricultural cooperatives; duty c.
        Agriculture => "agriculture", "Nông nghiệp và phát triển nông thôn", "Agriculture and rural development";
        /// Land and waste; duty d.
        Environment => "environment", "Tài nguyên và môi trường", "Natural resources and environment";
        /// The department that took over both since 2025-03-01.
        AgricultureEnvironment => "agriculture_environment", "Nông nghiệp và môi trường", "Agriculture and environment";
        /// Industrial extension, showcase points; duty đ.
        IndustryTrade => "industry_trade", "Công Thương", "Industry and trade";
        /// Intellectual property, technology; duty e.
        Science => "science", "Khoa học và công nghệ", "Science and technology";
        /// Budgets, assets, old debts; duty g.
        Finance => "finance", "Tài chính", "Finance";
        /// Credit, people's credit funds; duty h.
        StateBank => "state_bank", "Ngân hàng Nhà nước", "State Bank";
        /// Taxes, missing tax codes; duty i.
        Tax => "tax", "Thuế", "Tax";
        /// Trade promotion, investment list; duty k.
        TradeCenter => "trade_center", "Xúc tiến đầu tư, thương mại, du lịch", "Investment, trade and tourism promotion";
        /// Training, loan fund, membership; duty l.
        Alliance => "alliance", "Liên minh Hợp tác xã", "Cooperative Alliance";
        /// Campaigns and emulation.
        Front => "front", "Mặt trận Tổ quốc", "Fatherland Front";
        /// Reads everything, with the log and its proofs.
        Audit => "audit", "Kiểm toán, thanh tra", "Audit and inspection";
        /// Registers and dissolves in its territory until 2025-06-30; duty m.
        District => "district", "Ủy ban nhân dân cấp huyện", "District People's Committee";
        /// Took over from the districts on 2025-07-01; duty m.
        Commune => "commune", "Ủy ban nhân dân cấp xã", "Commune People's Committee";
    }
}

/// An agency within the time for which it existed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Agency {
    /// Its code, for ever.
    #[schema(value_type = String, examples("so-tc"))]
    pub code: AgencyCode,
    /// Its own kind. With time it may inherit others: see [`Agencies::kinds_on`].
    pub kind: AgencyKind,
    /// Its name.
    #[schema(examples("Sở Tài chính"))]
    pub name_vi: String,
    /// Its name in English.
    #[schema(examples("Department of Finance"))]
    pub name_en: String,
    /// The letter of its duties in section III.4 of the plan.
    #[schema(examples("g"))]
    pub duty: Option<String>,
    /// First day; absent where it was there before the register.
    pub valid_from: Option<Date>,
    /// Last day; absent while it exists.
    pub valid_to: Option<Date>,
    /// To whom its work passed: for a district, every commune that took part of its territory.
    #[serde(default)]
    #[schema(value_type = Vec<String>, examples("so-tc"))]
    pub succeeded_by: Vec<AgencyCode>,
    /// Where it is competent.
    pub territory: Territory,
}

impl Agency {
    /// Whether it exists on a date.
    #[must_use]
    pub fn in_force(&self, date: Date) -> bool {
        !self.has_ended(date) && self.valid_from.is_none_or(|first| first <= date)
    }

    /// Whether it has ended before a date.
    #[must_use]
    pub fn has_ended(&self, date: Date) -> bool {
        self.valid_to.is_some_and(|last| last < date)
    }
}

/// All agencies of all times, with their succession.
#[derive(Debug, Clone)]
pub struct Agencies {
    agencies: Vec<Agency>,
    by_code: HashMap<AgencyCode, usize>,
    /// For each agency those whose work passed to it directly.
    predecessors: Vec<Vec<usize>>,
    units: AdministrativeUnits,
}

impl Agencies {
    /// Builds the indexes from rows. Of two rows with one code the later stands; a successor that
    /// is not among the rows is passed over.
    #[must_use]
    pub fn new(agencies: Vec<Agency>, units: AdministrativeUnits) -> Self {
        let by_code: HashMap<AgencyCode, usize> =
            agencies.iter().enumerate().map(|(at, agency)| (agency.code.clone(), at)).collect();
        let mut predecessors = vec![Vec::new(); agencies.len()];
        for (at, agency) in agencies.iter().enumerate() {
            for successor in agency.succeeded_by.iter().filter_map(|code| by_code.get(code)) {
                predecessors[*successor].push(at);
            }
        }
        Self { agencies, by_code, predecessors, units }
    }

    /// Reads the form of `agencies.json` and adds the agencies of the districts and communes.
    ///
    /// # Errors
    /// [`ReferenceError`] where the text is something else.
    pub fn from_json(text: &str, units: &AdministrativeUnits) -> Result<Self, ReferenceError> {
        Ok(Self::new(reference::read(text, units)?, units.clone()))
    }

    /// The agencies that the suite is delivered with.
    ///
    /// # Errors
    /// None in practice: a test reads them.
    pub fn embedded() -> Embedded<Self> {
        static AGENCIES: LazyLock<Result<Agencies, ReferenceError>> = LazyLock::new(|| {
            let units = AdministrativeUnits::embedded().map_err(Clone::clone)?;
            Agencies::from_json(include_str!("../../../reference/agencies.json"), units)
        });
        AGENCIES.as_ref()
    }

    /// The agency with a code.
    #[must_use]
    pub fn get(&self, code: &AgencyCode) -> Option<&Agency> {
        self.by_code.get(code).and_then(|&at| self.agencies.get(at))
    }

    /// Every agency of every time.
    #[must_use]
    pub fn all(&self) -> &[Agency] {
        &self.agencies
    }

    /// The agencies that exist on a date.
    pub fn in_force(&self, date: Date) -> impl Iterator<Item = &Agency> {
        self.agencies.iter().filter(move |agency| agency.in_force(date))
    }

    /// Those who on a date hold what this agency was entrusted with: itself while it exists, then
    /// its successors and theirs. Nobody before it began, or where the code is unknown.
    #[must_use]
    pub fn successors(&self, code: &AgencyCode, date: Date) -> Vec<&Agency> {
        let mut holders = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut open: Vec<usize> = self.by_code.get(code).copied().into_iter().collect();
        while let Some(at) = open.pop() {
            let agency = &self.agencies[at];
            if !seen.insert(at) {
                continue;
            }
            if agency.in_force(date) {
                holders.insert(at);
            } else if agency.has_ended(date) {
                let next = agency.succeeded_by.iter().filter_map(|code| self.by_code.get(code));
                open.extend(next);
            }
        }
        holders.into_iter().map(|at| &self.agencies[at]).collect()
    }

    /// The one agency that on a date holds what this one was entrusted with. Nobody where it
    /// passed to several, so that only the territory tells: see [`Agencies::competent`].
    #[must_use]
    pub fn successor(&self, code: &AgencyCode, date: Date) -> Option<&Agency> {
        match self.successors(code, date).as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }

    /// The kinds an agency has on a date: its own, then those inherited from every predecessor
    /// that ended before. None before it begins and after it has ended.
    #[must_use]
    pub fn kinds_on(&self, code: &AgencyCode, date: Date) -> Vec<AgencyKind> {
        self.by_code.get(code).map(|&at| self.kinds_at(at, date)).unwrap_or_default()
    }

    fn kinds_at(&self, at: usize, date: Date) -> Vec<AgencyKind> {
        if !self.agencies[at].in_force(date) {
            return Vec::new();
        }
        let mut kinds = Vec::new();
        let mut seen = BTreeSet::new();
        let mut open = vec![at];
        while let Some(at) = open.pop() {
            if !seen.insert(at) {
                continue;
            }
            if !kinds.contains(&self.agencies[at].kind) {
                kinds.push(self.agencies[at].kind);
            }
            let ended = |at: &&usize| self.agencies[**at].has_ended(date);
            open.extend(self.predecessors[at].iter().rev().filter(ended));
        }
        kinds
    }

    /// The agency that on a date is entrusted, by origin or by succession, with what agencies of
    /// this kind do, for this territory.
    ///
    /// A territory is named as of that date: resolve an old commune first
    /// ([`AdministrativeUnits::resolve`]). Nobody where no agency, or where more than one, answers:
    /// for duty m and the whole city, or for a district that has ended.
    #[must_use]
    pub fn competent(
        &self,
        kind: AgencyKind,
        territory: &Territory,
        date: Date,
    ) -> Option<&Agency> {
        let mut found = (0..self.agencies.len()).filter(|&at| {
            self.covers(&self.agencies[at].territory, territory, date)
                && self.kinds_at(at, date).contains(&kind)
        });
        let first = found.next()?;
        found.next().is_none().then(|| &self.agencies[first])
    }

    /// The agency that answers for a duty of section III.4 of the plan, by its letter:
    /// "who answers for duty b on 2026-01-10?" gives `so-tc`.
    #[must_use]
    pub fn competent_for_duty(
        &self,
        duty: &str,
        territory: &Territory,
        date: Date,
    ) -> Option<&Agency> {
        let letter = crate::text::normalise(duty).to_lowercase();
        // The first to have the duty names its kind: for m the districts, then by succession the
        // communes.
        let named = self.agencies.iter().find(|agency| agency.duty.as_deref() == Some(&letter))?;
        self.competent(named.kind, territory, date)
    }

    /// Whether an agency's territory holds another on a date.
    fn covers(&self, own: &Territory, other: &Territory, date: Date) -> bool {
        match (own, other) {
            (Territory::City, _) => true,
            (Territory::District(own), Territory::Commune(code)) => self
                .units
                .commune(code, date)
                .is_some_and(|commune| commune.district_code.as_ref() == Some(own)),
            _ => own == other,
        }
    }
}

#[cfg(test)]
mod tests;
