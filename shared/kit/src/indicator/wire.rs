//! An indicator as it is asked for and answered with.

use actix_web::HttpRequest;
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    code_list::CodeList,
    date::{Date, Instant},
    indicator::{Breakdown, Definition, Figure, Unit},
    organisation::OrganisationKind,
    refusal::LegalBasis,
};
use serde::{Deserialize, Serialize};

use crate::http::{language, listed::column, table::Table};

/// What an indicator counts (định nghĩa chỉ tiêu).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = IndicatorDefinition)]
pub struct IndicatorView {
    /// Its stable code.
    #[schema(max_length = 50, pattern = "^[a-z_]+$", examples("new_cooperatives"))]
    code: &'static str,
    /// Its number in the plan.
    #[schema(max_length = 3, examples("1a"))]
    number: &'static str,
    /// Its name in the caller's language.
    #[schema(max_length = 300)]
    name: String,
    /// In what it is measured.
    unit: Unit,
    /// The kinds of organisation that it speaks of.
    #[schema(max_items = 3)]
    kinds: &'static [OrganisationKind],
    /// The rule by which it is counted.
    rule: IndicatorRule,
}

/// The rule by which an indicator is counted.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct IndicatorRule {
    /// In Vietnamese.
    #[schema(max_length = 1000)]
    text_vi: String,
    /// In English.
    #[schema(max_length = 1000)]
    text_en: String,
    /// What stands below the line, or is counted, in Vietnamese.
    #[schema(max_length = 300)]
    denominator_vi: String,
    /// The same in English.
    #[schema(max_length = 300)]
    denominator_en: String,
    /// A changed rule has the next version.
    #[schema(minimum = 1, maximum = 1000)]
    version: u32,
    /// The document behind it, and whether the rule was verified.
    legal_basis: LegalBasis,
    /// Since when it holds.
    valid_from: Date,
    /// Until when.
    #[schema(required)]
    valid_to: Option<Date>,
}

impl IndicatorView {
    /// What an indicator counts, in the caller's language.
    #[must_use]
    pub fn of<I: CodeList>(definition: &Definition<I>, request: &HttpRequest) -> Self {
        Self {
            code: definition.indicator.code(),
            number: definition.number,
            name: definition.indicator.label(language(request)).to_owned(),
            unit: definition.unit,
            kinds: definition.kinds,
            rule: IndicatorRule {
                text_vi: definition.rule.vi.to_string(),
                text_en: definition.rule.en.to_string(),
                denominator_vi: definition.denominator.vi.to_string(),
                denominator_en: definition.denominator.en.to_string(),
                version: definition.version,
                legal_basis: definition.legal_basis.clone(),
                valid_from: definition.valid_from,
                valid_to: definition.valid_to,
            },
        }
    }
}

/// The indicators that a service computes.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Indicators {
    /// In the order of the plan.
    #[schema(max_items = 50)]
    items: Vec<IndicatorView>,
}

impl Indicators {
    /// All of a service's, in the caller's language.
    #[must_use]
    pub fn of<I: CodeList>(definitions: &[Definition<I>], request: &HttpRequest) -> Self {
        let view = |definition| IndicatorView::of(definition, request);
        Self { items: definitions.iter().map(view).collect() }
    }
}

/// Of which period, and how broken down.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct IndicatorQuery {
    /// The year (kỳ): from 2000 to this year.
    #[param(minimum = 2000, maximum = 2200, example = 2025)]
    pub period: i16,
    /// As of which day (tính đến ngày): what happened by then, as it is known today; of annual reports
    /// and ratings, what had been stated by then. The whole year, as it is known
    /// today, where it is not said.
    #[param(example = "2025-06-30")]
    pub as_of: Option<Date>,
    /// How the figure is broken down (chia theo).
    pub by: Option<Breakdown>,
}

/// Which of the records that an indicator counts.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RecordsQuery {
    /// The year (kỳ): from 2000 to this year.
    #[param(minimum = 2000, maximum = 2200, example = 2025)]
    pub period: i16,
    /// As of which day (tính đến ngày): what happened by then, as it is known today; of annual reports
    /// and ratings, what had been stated by then. The whole year, as it is known
    /// today, where it is not said.
    #[param(example = "2025-06-30")]
    pub as_of: Option<Date>,
    /// Of this district as registered (quận, huyện, thị xã).
    #[param(value_type = Option<String>, pattern = "^[0-9]{3}$", example = "277")]
    pub district: Option<DistrictCode>,
    /// In this commune of today (xã, phường).
    #[param(value_type = Option<String>, pattern = "^[0-9]{5}$", example = "10045")]
    pub commune: Option<CommuneCode>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    pub cursor: Option<String>,
}

/// A figure with what it stands on.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct IndicatorFigure {
    /// The value; null where nothing stands below the line.
    #[schema(required)]
    value: Option<i64>,
    /// How many organisations are counted.
    #[schema(minimum = 0)]
    counted: i64,
    /// What stands above the line.
    #[schema(required)]
    numerator: Option<i64>,
    /// What stands below the line.
    #[schema(minimum = 0)]
    denominator: i64,
    /// Of 1a and 1b: those by an approved application; the others were entered from a register.
    #[schema(required, minimum = 0)]
    by_application: Option<i64>,
    /// How many reported what is needed, of those who should have; of 12, how many of those closed
    /// the register shows as dissolved.
    #[schema(required)]
    coverage: Option<IndicatorCoverage>,
}

/// How many reported what is needed.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct IndicatorCoverage {
    /// How many reported.
    #[schema(minimum = 0)]
    reported: i64,
    /// How many should have.
    #[schema(minimum = 0)]
    expected: i64,
}

/// The figure of a part.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct IndicatorPart {
    /// The code of the district, commune or agency; null for organisations that have none.
    #[schema(required, max_length = 100, examples("277"))]
    pub(super) key: Option<String>,
    /// Its name.
    #[schema(required, max_length = 300)]
    pub(super) name: Option<String>,
    /// Its figure.
    pub(super) figure: IndicatorFigure,
}

/// An indicator for a period (giá trị chỉ tiêu).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct IndicatorValue {
    /// What was counted.
    pub(super) indicator: IndicatorView,
    /// The first day of the period.
    pub(super) period_from: Date,
    /// The last day of the period.
    pub(super) period_to: Date,
    /// As of which day it was asked (tính đến ngày); null where that was not said.
    #[schema(required)]
    pub(super) as_of: Option<Date>,
    /// The figure within the caller's territory.
    pub(super) figure: IndicatorFigure,
    /// By what it is broken down.
    #[schema(required)]
    pub(super) by: Option<Breakdown>,
    /// The figures of the parts.
    #[schema(max_items = 2000)]
    pub(super) breakdown: Vec<IndicatorPart>,
    /// When it was computed.
    pub(super) computed_at: Instant,
    /// Up to which position the service's log was sealed then.
    #[schema(minimum = 0)]
    pub(super) log_position: u64,
}

/// A figure with what its indicator tells of it.
pub(super) fn figure_view<I>(definition: &Definition<I>, figure: Figure) -> IndicatorFigure {
    IndicatorFigure {
        value: figure.value,
        counted: figure.counted,
        numerator: figure.numerator,
        denominator: figure.denominator,
        by_application: definition.by_application.then_some(figure.by_application),
        coverage: definition
            .coverage
            .then_some(IndicatorCoverage { reported: figure.reported, expected: figure.expected }),
    }
}

/// The breakdown as a table.
pub(super) static BREAKDOWN: Table = Table {
    name: "indicator",
    columns: &[
        column("key", "Mã", "Code", "/key"),
        column("name", "Tên", "Name", "/name"),
        column("value", "Giá trị", "Value", "/figure/value"),
        column("counted", "Số tổ chức được tính", "Organisations counted", "/figure/counted"),
        column("numerator", "Tử số", "Numerator", "/figure/numerator"),
        column("denominator", "Mẫu số", "Denominator", "/figure/denominator"),
        column("by_application", "Theo hồ sơ", "By application", "/figure/by_application"),
        column("reported", "Đã báo cáo", "Reported", "/figure/coverage/reported"),
        column("expected", "Phải báo cáo", "Should have reported", "/figure/coverage/expected"),
    ],
};
