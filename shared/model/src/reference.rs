//! The reference data that the suite is built with: the plan, its programmes, the payment orders.
//!
//! They are read from JSON files compiled into the program. A test reads each of them, so an error
//! here means a broken build; it is passed on all the same, never a panic.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{agency::AgencyCode, date::Date};

/// A reference file is not what it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("reference file {file}: {reason}")]
pub struct ReferenceError {
    /// Which file.
    pub file: &'static str,
    /// What is wrong with it.
    pub reason: String,
}

impl ReferenceError {
    /// Says that a file could not be parsed.
    pub fn parsing(file: &'static str) -> impl FnOnce(serde_json::Error) -> Self {
        move |error| Self { file, reason: error.to_string() }
    }
}

/// What reading an embedded file once gave.
pub type Embedded<T> = Result<&'static T, &'static ReferenceError>;

/// Reads a reference file.
///
/// # Errors
/// [`ReferenceError`] naming the file and the place in it.
pub fn read<T: DeserializeOwned>(file: &'static str, text: &str) -> Result<T, ReferenceError> {
    serde_json::from_str(text).map_err(ReferenceError::parsing(file))
}

/// The plan of a year with its targets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlanReference {
    /// Where it was taken from.
    pub source: String,
    /// The plan.
    pub plan: Plan,
    /// Its targets, in the order of the plan.
    pub targets: Vec<Target>,
}

/// A yearly plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Its code.
    pub code: String,
    /// The year.
    pub year: i16,
    /// The period of years that it belongs to.
    pub period: String,
    /// Who issued it.
    pub issuer: AgencyCode,
    /// Who collects the reports.
    pub standing_agency: AgencyCode,
    /// When the reports of the year are due.
    pub report_due: Date,
    /// Its name.
    pub name_vi: String,
}

/// A target (chỉ tiêu) of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Its number, such as `1a`.
    pub no: String,
    /// Its code.
    pub code: String,
    /// The least that is to be reached.
    pub min: i64,
    /// The upper end, where the plan gives a range.
    pub max: Option<i64>,
    /// What is counted.
    pub unit: String,
    /// How: `count`, `count_distinct`, `share`, `mean`, `weighted_mean`.
    pub aggregate: String,
    /// Which service computes it.
    pub service: String,
    /// Its name.
    pub name_vi: String,
}

/// The duties that section III of a plan gives to agencies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanDuties {
    /// Where they were taken from.
    pub source: String,
    /// How to read the file.
    pub note: String,
    /// The plan's code.
    pub plan: String,
    /// The duties, in the order of the plan.
    pub duties: Vec<PlanDuty>,
}

/// A duty: what stands beneath a letter, or a number without letters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanDuty {
    /// Its number and letter, such as `4.đ`.
    pub code: String,
    /// The heading that it stands under.
    pub section: String,
    /// Whom the plan addresses, in its words.
    pub addressed_to: String,
    /// The agencies of the city among them.
    pub agencies: Vec<AgencyCode>,
    /// Whether every district is among them.
    pub territorial: bool,
    /// What is to be done, word for word.
    pub text: String,
    /// Whether the plan does not name the agencies, so that they were assumed.
    pub agencies_assumed: bool,
}

/// The programmes, guidance and laws that the plan names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgrammesReference {
    /// Where they were taken from.
    pub source: String,
    /// Support programmes.
    pub programmes: Vec<Programme>,
    /// Guidance on dissolution.
    pub dissolution_guidance: Vec<LegalDocument>,
    /// Laws, decrees and circulars.
    pub legal_basis: Vec<LegalDocument>,
}

/// A support programme; norms and ceilings are entered by its lead agency, never invented.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programme {
    /// Its code.
    pub code: String,
    /// The number of the document that made it.
    pub number: Option<String>,
    /// The date of that document.
    pub issued: Option<Date>,
    /// The annex that holds its norms.
    pub annex: Option<String>,
    /// The agency that leads it.
    pub lead: AgencyCode,
    /// Agencies that lead with it.
    #[serde(default)]
    pub co_leads: Vec<AgencyCode>,
    /// What it supports.
    pub kind: String,
    /// The years it runs.
    pub period: Option<String>,
    /// Its name.
    pub name_vi: String,
    /// Whether the plan does not name the lead, so that it was assumed.
    #[serde(default)]
    pub lead_assumed: bool,
}

/// A law, decree, circular or letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LegalDocument {
    /// Its number.
    pub number: String,
    /// Its date.
    pub issued: Option<Date>,
    /// Who issued it.
    pub issuer: Option<String>,
    /// Its name.
    pub name_vi: Option<String>,
    /// What it is about.
    pub about_vi: Option<String>,
}

/// The payment orders of dissolution, effective-dated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DissolutionOrders {
    /// How to read the file.
    pub note: String,
    /// The orders.
    pub orders: Vec<DissolutionOrder>,
}

/// The order in which divisible assets are paid out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DissolutionOrder {
    /// The code of the law.
    pub law: String,
    /// Its article.
    pub article: String,
    /// First day in force.
    pub valid_from: Date,
    /// Last day in force.
    pub valid_to: Option<Date>,
    /// Whether the article itself was read.
    pub verified: bool,
    /// The classes, in the order of payment.
    pub classes: Vec<PaymentClass>,
    /// How money is shared inside a class.
    pub within_class: String,
    /// What is never paid out.
    pub excludes: Vec<String>,
}

/// A class of claims.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentClass {
    /// Its place in the order, from 1.
    pub rank: u32,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name_vi: String,
}

impl DissolutionOrders {
    /// The order in force on the date of the dissolution decision.
    #[must_use]
    pub fn in_force(&self, date: Date) -> Option<&DissolutionOrder> {
        self.orders.iter().find(|order| {
            order.valid_from <= date && order.valid_to.is_none_or(|last| date <= last)
        })
    }
}

/// The plan of 2025.
///
/// # Errors
/// None in practice: a test reads it.
pub fn plan_2025() -> Embedded<PlanReference> {
    static PLAN: LazyLock<Result<PlanReference, ReferenceError>> =
        LazyLock::new(|| read("plan-2025.json", include_str!("../../../reference/plan-2025.json")));
    PLAN.as_ref()
}

/// The duties of the plan of 2025.
///
/// # Errors
/// None in practice: a test reads it.
pub fn plan_2025_duties() -> Embedded<PlanDuties> {
    static DUTIES: LazyLock<Result<PlanDuties, ReferenceError>> = LazyLock::new(|| {
        read("plan-2025-tasks.json", include_str!("../../../reference/plan-2025-tasks.json"))
    });
    DUTIES.as_ref()
}

/// The programmes that the plan names.
///
/// # Errors
/// None in practice: a test reads it.
pub fn programmes() -> Embedded<ProgrammesReference> {
    static PROGRAMMES: LazyLock<Result<ProgrammesReference, ReferenceError>> =
        LazyLock::new(|| {
            read("programmes.json", include_str!("../../../reference/programmes.json"))
        });
    PROGRAMMES.as_ref()
}

/// The payment orders of dissolution.
///
/// # Errors
/// None in practice: a test reads it.
pub fn dissolution_orders() -> Embedded<DissolutionOrders> {
    static ORDERS: LazyLock<Result<DissolutionOrders, ReferenceError>> = LazyLock::new(|| {
        read("dissolution-order.json", include_str!("../../../reference/dissolution-order.json"))
    });
    ORDERS.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agency::Agencies;

    #[test]
    fn the_plan_has_thirteen_figures_and_its_agencies_exist() {
        let reference = plan_2025().unwrap();
        let agencies = Agencies::embedded().unwrap();
        assert_eq!(reference.targets.len(), 13);
        assert_eq!(reference.plan.report_due, Date::new(2025, 12, 10).unwrap());
        assert!(agencies.get(&reference.plan.issuer).is_some());
        assert!(agencies.get(&reference.plan.standing_agency).is_some());
    }

    #[test]
    fn the_duties_are_those_of_section_iii_word_for_word() {
        let reference = plan_2025_duties().unwrap();
        let agencies = Agencies::embedded().unwrap();
        let text = include_str!("../../../reference/hanoi-plan-2025.vi.txt");
        let plain =
            |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let plan = plain(text);
        let codes: Vec<&str> = reference.duties.iter().map(|duty| duty.code.as_str()).collect();
        let expected = [
            "1", "2", "3.a", "3.b", "3.c", "4.a", "4.b", "4.c", "4.d", "4.đ", "4.e", "4.g", "4.h",
            "4.i", "4.k", "4.l", "4.m", "5.a", "5.b",
        ];
        assert_eq!(codes, expected);
        for duty in &reference.duties {
            assert!(plan.contains(&plain(&duty.section)), "{}", duty.code);
            assert!(duty.text.lines().all(|line| plan.contains(&plain(line))), "{}", duty.code);
            assert!(duty.territorial || !duty.agencies.is_empty(), "{}", duty.code);
            assert!(duty.agencies.iter().all(|one| agencies.get(one).is_some()), "{}", duty.code);
        }
    }

    #[test]
    fn every_programme_is_led_by_an_agency_that_exists() {
        let agencies = Agencies::embedded().unwrap();
        let reference = programmes().unwrap();
        assert_eq!(reference.programmes.len(), 18);
        for programme in &reference.programmes {
            let mut leads = programme.co_leads.iter().chain([&programme.lead]);
            assert!(leads.all(|lead| agencies.get(lead).is_some()), "{}", programme.code);
        }
    }

    #[test]
    fn one_payment_order_is_in_force_on_any_date_since_the_2012_law() {
        let orders = dissolution_orders().unwrap();
        let on = |year, month, day| orders.in_force(Date::new(year, month, day).unwrap());
        assert_eq!(on(2013, 6, 30), None);
        assert_eq!(on(2024, 6, 30).map(|order| order.law.as_str()), Some("law-2012"));
        assert_eq!(on(2024, 7, 1).map(|order| order.law.as_str()), Some("law-2023"));
        assert_eq!(on(2030, 1, 1).map(|order| order.verified), Some(false));
    }
}
