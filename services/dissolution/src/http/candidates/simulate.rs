//! `POST /v1/dissolution-candidates/simulate`

use actix_web::{
    post,
    web::{Data, Json},
};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{Submitted, within_range},
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    date::Date,
    dissolution::{Route, answers::AnswerBreakdown, planning::CandidateRule},
    permission::permit,
    refusal::{LegalBasis, Refusal},
};
use serde::{Deserialize, Serialize};

use crate::{
    Dissolutions,
    http::{answers::name_of, case_view::OrganisationView},
    usecase::candidate::{self as usecase, Finding},
};

/// By what organisations are looked for (tiêu chí).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CandidateSearch {
    /// By which rule (tiêu chí).
    rule: CandidateRule,
    /// How many full years without an annual report (số năm); the rule's own where it is not said.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 50, examples(3))]
    years: Option<u32>,
    /// Only of organisations registered in this district (quận, huyện, thị xã).
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = "^[0-9]{3}$", examples("277"))]
    district: Option<DistrictCode>,
    /// Only of organisations in this commune of today (xã, phường).
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = "^[0-9]{5}$", examples("10045"))]
    commune: Option<CommuneCode>,
}

impl TryFrom<CandidateSearch> for Finding {
    type Error = Refusal;

    fn try_from(search: CandidateSearch) -> Result<Self, Refusal> {
        let CandidateSearch { rule, years, district, commune } = search;
        finding(rule, years, district, commune)
    }
}

/// What is looked for.
pub(super) fn finding(
    rule: CandidateRule,
    years: Option<u32>,
    district: Option<DistrictCode>,
    commune: Option<CommuneCode>,
) -> Result<Finding, Refusal> {
    if let Some(years) = years {
        within_range("years", years, 1..=50)?;
    }
    Ok(Finding { rule, years, district, commune })
}

/// How many a rule finds in a district (theo địa bàn).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct CandidateCount {
    /// The district as registered; null for organisations that have none.
    #[schema(required, pattern = "^[0-9]{3}$", examples("277"))]
    district: Option<String>,
    /// Its name.
    #[schema(required, max_length = 300)]
    name: Option<String>,
    /// How many (số tổ chức).
    #[schema(minimum = 0)]
    count: i64,
}

/// What a rule would propose (kết quả chạy thử).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = DissolutionCandidateSimulation)]
pub(super) struct SimulationView {
    /// The rule (tiêu chí).
    rule: CandidateRule,
    /// The full years without an annual report, where that is the rule.
    #[schema(required, minimum = 1, maximum = 50)]
    years: Option<u32>,
    /// By which way the cases would be opened.
    route: Route,
    /// Where the rule stands, and whether it was verified (căn cứ).
    legal_basis: LegalBasis,
    /// The day of the figures.
    as_of: Date,
    /// How many it finds within the caller's reach (số tổ chức).
    #[schema(minimum = 0)]
    count: i64,
    /// By the district as registered, by its code.
    #[schema(max_items = 1000)]
    districts: Vec<CandidateCount>,
    /// The first of them (ví dụ).
    #[schema(max_items = 20)]
    examples: Vec<OrganisationView>,
}

/// Simulate a proposal (chạy thử tiêu chí)
///
/// How many living organisations without an open case or proposal a rule finds today, and some of
/// them. Changes nothing.
#[utoipa::path(
    tag = "dissolution candidates",
    request_body = CandidateSearch,
    responses((status = 200, description = "What would be proposed.", body = SimulationView)),
    security(("access_token" = ["dissolution.prepare"])),
)]
#[post("/v1/dissolution-candidates/simulate")]
pub(super) async fn simulate_dissolution_candidates(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPrepare>,
    submitted: Submitted<CandidateSearch>,
) -> Result<Json<SimulationView>, Failure> {
    let finding = Finding::try_from(submitted.body)?;
    let today = service.runtime.ids.now().date();
    let found = service
        .runtime
        .database
        .read(move |connection| usecase::simulate(connection, &caller.scope, &finding, today))
        .await?;
    let count = found.districts.iter().map(|(_, count)| count).sum();
    let line = |(district, count): (Option<String>, i64)| CandidateCount {
        name: name_of(&service, AnswerBreakdown::District, district.as_deref()),
        district,
        count,
    };
    Ok(Json(SimulationView {
        rule: found.rule.rule,
        years: found.years,
        route: found.rule.route,
        legal_basis: found.rule.basis.clone(),
        as_of: today,
        count,
        districts: found.districts.into_iter().map(line).collect(),
        examples: found.examples.into_iter().map(OrganisationView::from).collect(),
    }))
}
