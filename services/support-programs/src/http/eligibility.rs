//! `POST /v1/eligibility`

use actix_web::{
    HttpRequest, post,
    web::{Data, Json},
};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{Submitted, language},
};
use htx_model::{
    date::Date,
    id::{OrganisationId, ProgrammeId},
    language::Language,
    permission::permit,
    support::programmes::{Eligibility, Fact, RuleResult},
};
use serde::{Deserialize, Serialize};

use super::{
    application::SupportCost,
    standing::{FundedCostView, StandingView},
};
use crate::{
    SupportPrograms,
    domain::{
        application::cost::Cost,
        eligibility::RuleFinding,
        rule::{
            Basis, Test,
            evaluate::Decisive,
            fact::{self, Value},
        },
    },
    usecase::eligibility::{self as usecase, Tested},
};

/// Whom to test (đối chiếu điều kiện hỗ trợ).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EligibilityRequest {
    /// Which organisation (tổ chức).
    organisation_id: OrganisationId,
    /// By the programmes, rules and grades of this day; today where it is not said. What is known of
    /// the organisation is what is known today.
    #[serde(default)]
    as_of: Option<Date>,
    /// What it would have supported (các khoản chi phí dự kiến): told in `funded_costs` where a cost is
    /// supported already.
    #[serde(default)]
    #[schema(max_items = 100)]
    costs: Vec<SupportCost>,
}

/// What every programme says of an organisation (kết quả đối chiếu).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct EligibilityReport {
    /// The organisation.
    organisation_id: OrganisationId,
    /// Its name (tên).
    #[schema(max_length = 300)]
    name: String,
    /// The day by whose rules it was tested.
    as_of: Date,
    /// What each programme says, in the order in which they were entered.
    #[schema(max_items = 1000)]
    programmes: Vec<ProgrammeOutcome>,
    /// Those of the costs asked about that are supported already, under whatever programme (khoản chi phí
    /// đã được hỗ trợ).
    #[schema(max_items = 200)]
    funded_costs: Vec<FundedCostView>,
}

/// What a programme says of an organisation (kết luận của chương trình).
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct ProgrammeOutcome {
    /// The programme.
    programme_id: ProgrammeId,
    /// Its code (mã chương trình).
    #[schema(max_length = 40, examples("nq-13-pl08"))]
    code: String,
    /// Its name (tên chương trình).
    #[schema(max_length = 500)]
    name: String,
    /// The number of the version that was applied.
    #[schema(minimum = 1)]
    version_number: u32,
    /// The conclusion (kết luận).
    eligibility: Eligibility,
    /// Whether the programme runs on the day (đang trong thời gian thực hiện).
    runs: bool,
    /// What is missing, and where it comes from (còn thiếu).
    #[schema(max_items = 50)]
    missing: Vec<MissingFact>,
    /// What each rule says, with the facts that decide (điều kiện).
    #[schema(max_items = 32)]
    rules: Vec<RuleOutcome>,
    /// What the organisation had before, by kind of support (đã được hỗ trợ).
    #[schema(max_items = 20)]
    supports: Vec<StandingView>,
}

/// A fact that is missing (dữ kiện còn thiếu).
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct MissingFact {
    /// Which.
    fact: Fact,
    /// What to do about it (cách bổ sung).
    #[schema(max_length = 500)]
    remedy: String,
}

/// What a rule says of an organisation (kết quả từng điều kiện).
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct RuleOutcome {
    /// The rule's code.
    #[schema(max_length = 40, examples("agriculture"))]
    code: String,
    /// What it demands (nội dung).
    #[schema(max_length = 300)]
    title: String,
    /// Where it stands (căn cứ).
    basis: Basis,
    /// Whether that article was read (đã đối chiếu văn bản).
    verified: bool,
    /// What it says (kết quả).
    result: RuleResult,
    /// The comparisons that decide it (dữ kiện quyết định).
    #[schema(max_items = 50)]
    decided_by: Vec<DecidingFact>,
}

/// A comparison that decides (dữ kiện quyết định).
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct DecidingFact {
    /// The fact.
    fact: Fact,
    /// What it is; null where it is missing.
    #[schema(required)]
    found: Option<Value>,
    /// What it was held against, in words.
    #[schema(max_length = 10_000, examples("là một trong: agriculture"))]
    wanted: String,
}

impl DecidingFact {
    fn of(one: Decisive, language: Language) -> Self {
        let wanted = wanted(&one.test, one.negated, language);
        Self { fact: one.fact, found: one.found, wanted }
    }
}

/// What a fact was held against, in words.
fn wanted(test: &Test, negated: bool, language: Language) -> String {
    let vi = language == Language::Vi;
    let words = match test {
        Test::OneOf(values) => {
            let list = values.join(", ");
            if vi { format!("là một trong: {list}") } else { format!("one of: {list}") }
        }
        Test::StartsWith(starts) => {
            let list = starts.join(", ");
            if vi { format!("bắt đầu bằng: {list}") } else { format!("starts with: {list}") }
        }
        Test::Within(least, most) => {
            let bound =
                |words: &str, bound: &Option<i64>| bound.map(|one| format!("{words} {one}"));
            let (from, to) =
                if vi { ("ít nhất", "nhiều nhất") } else { ("at least", "at most") };
            let bounds: Vec<String> =
                bound(from, least).into_iter().chain(bound(to, most)).collect();
            bounds.join(", ")
        }
        Test::Is(yes) => match (vi, yes) {
            (true, true) => "có".to_owned(),
            (true, false) => "không có".to_owned(),
            (false, true) => "yes".to_owned(),
            (false, false) => "no".to_owned(),
        },
    };
    match (negated, vi) {
        (false, _) => words,
        (true, true) => format!("không ({words})"),
        (true, false) => format!("not ({words})"),
    }
}

impl RuleOutcome {
    fn of(one: RuleFinding, language: Language) -> Self {
        let decisive = one.finding.decisive.into_iter();
        Self {
            code: one.code,
            title: one.title,
            basis: one.basis,
            verified: one.verified,
            result: one.finding.result,
            decided_by: decisive.map(|one| DecidingFact::of(one, language)).collect(),
        }
    }
}

impl ProgrammeOutcome {
    fn of(tested: Tested, language: Language) -> Self {
        let Tested { programme, version, outcome } = tested;
        let missing = outcome.missing().into_iter().map(|missing| MissingFact {
            fact: missing,
            remedy: fact::remedy(missing).in_language(language).to_owned(),
        });
        Self {
            programme_id: programme.id,
            code: programme.code,
            name: version.content.name,
            version_number: version.number,
            eligibility: outcome.eligibility,
            runs: outcome.runs,
            missing: missing.collect(),
            rules: outcome.rules.into_iter().map(|one| RuleOutcome::of(one, language)).collect(),
            supports: outcome.supports.into_iter().map(StandingView::from).collect(),
        }
    }
}

/// Test an organisation against every programme (đối chiếu điều kiện hỗ trợ)
///
/// Each programme's conclusion with every rule, the fact that decides it, what is missing and where it
/// comes from, and what the organisation had before; and which of the costs asked about are supported
/// already. Changes nothing. By the organisation itself, its district or commune, and the city's
/// agencies.
#[utoipa::path(
    tag = "eligibility",
    request_body = EligibilityRequest,
    responses((status = 200, description = "What each programme says.", body = EligibilityReport)),
    security(("access_token" = ["eligibility.test"])),
)]
#[post("/v1/eligibility")]
pub(super) async fn test_eligibility(
    request: HttpRequest,
    service: Data<SupportPrograms>,
    caller: Authorized<permit::EligibilityTest>,
    submitted: Submitted<EligibilityRequest>,
) -> Result<Json<EligibilityReport>, Failure> {
    let Submitted { body, .. } = submitted;
    let language = language(&request);
    let day = body.as_of.unwrap_or_else(|| service.runtime.ids.now().date());
    service
        .runtime
        .database
        .read(move |connection| {
            let id = body.organisation_id;
            let costs = body.costs.into_iter().map(Cost::from).collect();
            let report = usecase::test(connection, &caller.scope, id, costs, day)?;
            let tested = report.programmes.into_iter();
            Ok(Json(EligibilityReport {
                organisation_id: report.organisation.id,
                name: report.organisation.name,
                as_of: day,
                programmes: tested.map(|one| ProgrammeOutcome::of(one, language)).collect(),
                funded_costs: report.funded.into_iter().map(FundedCostView::from).collect(),
            }))
        })
        .await
}
