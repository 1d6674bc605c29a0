//! `POST /v1/eligibility/dry-run`

use actix_web::{
    post,
    web::{Data, Json},
};
use htx_kit::{auth::Authorized, failure::Failure, http::Submitted};
use htx_model::{
    date::Date,
    id::{OrganisationId, ProgrammeVersionId},
    permission::permit,
    refusal::{Fault, Refusal, Text},
    support::programmes::{Eligibility, Fact},
};
use serde::{Deserialize, Serialize};

use crate::{
    SupportPrograms,
    domain::{
        eligibility::tally::{Counts, Example, RuleTally, Tally},
        rule::{Basis, Rule},
    },
    usecase::{
        dry_run::{self, DryRun, EXAMPLES_MAX, Tried},
        programme::drafts,
    },
};

/// Which rules to try (chạy thử điều kiện): exactly one of `rules`, `version_id` and `programme`.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DryRunRequest {
    /// These rules (điều kiện), in the language of `GET /v1/eligibility-facts`.
    #[serde(default)]
    #[schema(max_items = 30)]
    rules: Option<Vec<Rule>>,
    /// Those of this version, also of a draft that the caller may read (phiên bản chương trình).
    #[serde(default)]
    version_id: Option<ProgrammeVersionId>,
    /// Those that hold of the programme with this code (mã chương trình).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 40, examples("nq-13-pl08"))]
    programme: Option<String>,
    /// By the rules and grades of this day; today where it is not said. What is known of the
    /// organisations is what is known today.
    #[serde(default)]
    as_of: Option<Date>,
    /// How many examples of each conclusion (số ví dụ).
    #[serde(default = "default_examples")]
    #[schema(minimum = 0, maximum = 20, default = 5)]
    examples: u32,
}

const fn default_examples() -> u32 {
    5
}

/// How many organisations there are of each conclusion (số tổ chức).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = EligibilityCounts)]
struct CountsView {
    /// Every rule is met (đủ điều kiện).
    #[schema(minimum = 0)]
    eligible: u64,
    /// No rule is broken, but facts are missing (gần đủ).
    #[schema(minimum = 0)]
    nearly: u64,
    /// A rule is broken, or the programme does not run (không đủ).
    #[schema(minimum = 0)]
    not_eligible: u64,
    /// There are no rules in force (chưa quy định).
    #[schema(minimum = 0)]
    not_determined: u64,
}

impl From<Counts> for CountsView {
    fn from(counts: Counts) -> Self {
        let Counts { eligible, nearly, not_eligible, not_determined } = counts;
        Self { eligible, nearly, not_eligible, not_determined }
    }
}

/// What a rule says of the organisations (kết quả từng điều kiện).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = RuleCounts)]
struct RuleView {
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
    /// Of how many it is met (đạt).
    #[schema(minimum = 0)]
    met: u64,
    /// Of how many it is not (không đạt).
    #[schema(minimum = 0)]
    not_met: u64,
    /// Of how many a fact is missing that would decide it (thiếu dữ kiện).
    #[schema(minimum = 0)]
    unknown: u64,
    /// How many it alone keeps out: without it no rule would be broken (chỉ riêng điều kiện này loại).
    #[schema(minimum = 0)]
    keeps_out_alone: u64,
}

impl From<RuleTally> for RuleView {
    fn from(rule: RuleTally) -> Self {
        let RuleTally { code, title, basis, verified, met, not_met, unknown, keeps_out_alone } =
            rule;
        Self { code, title, basis, verified, met, not_met, unknown, keeps_out_alone }
    }
}

/// How many there are in a district (theo quận, huyện, thị xã).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = DistrictEligibility)]
struct DistrictView {
    /// The district as registered; null for organisations that were registered in none.
    #[schema(required, pattern = "^[0-9]{3}$", examples("277"))]
    district: Option<String>,
    /// How many there are.
    counts: CountsView,
}

/// Of how many organisations a fact is missing (dữ kiện còn thiếu).
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct MissingCount {
    /// Which.
    fact: Fact,
    /// Of how many.
    #[schema(minimum = 1)]
    organisations: u64,
}

/// An organisation of a conclusion (ví dụ).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = EligibilityExample)]
struct ExampleView {
    /// Which.
    organisation_id: OrganisationId,
    /// Its name (tên).
    #[schema(max_length = 300)]
    name: String,
    /// Its district as registered.
    #[schema(required, pattern = "^[0-9]{3}$", examples("277"))]
    district: Option<String>,
    /// The conclusion (kết luận).
    eligibility: Eligibility,
    /// The rules that decided: those that are broken, else those that cannot be told (điều kiện quyết định).
    #[schema(max_items = 32)]
    decided_by: Vec<String>,
    /// The facts that are missing (còn thiếu).
    #[schema(max_items = 50)]
    missing: Vec<Fact>,
}

impl From<Example> for ExampleView {
    fn from(one: Example) -> Self {
        Self {
            organisation_id: one.organisation,
            name: one.name,
            district: one.district.map(|code| code.as_str().to_owned()),
            eligibility: one.eligibility,
            decided_by: one.decided_by,
            missing: one.missing,
        }
    }
}

/// What the rules would say of every organisation that the caller reaches (kết quả chạy thử).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct DryRunReport {
    /// The day by whose rules they were tested.
    as_of: Date,
    /// How many were tested.
    #[schema(minimum = 0)]
    tested: u64,
    /// How many there are of each conclusion.
    counts: CountsView,
    /// By rule, that of the law first.
    #[schema(max_items = 32)]
    rules: Vec<RuleView>,
    /// By district as registered.
    #[schema(max_items = 100)]
    districts: Vec<DistrictView>,
    /// What is missing most, of how many.
    #[schema(max_items = 50)]
    missing: Vec<MissingCount>,
    /// The first of each conclusion, in the order of their ids: the same each time.
    #[schema(max_items = 80)]
    examples: Vec<ExampleView>,
}

impl DryRunReport {
    fn of(tally: Tally, as_of: Date) -> Self {
        let districts = tally.districts.into_iter();
        let mut missing: Vec<_> = tally.missing.into_iter().collect();
        missing.sort_by_key(|(fact, count)| (u64::MAX - count, *fact));
        let missing = missing.into_iter();
        Self {
            as_of,
            tested: tally.counts.total(),
            counts: tally.counts.into(),
            rules: tally.rules.into_iter().map(RuleView::from).collect(),
            districts: districts
                .map(|(district, counts)| DistrictView { district, counts: counts.into() })
                .collect(),
            missing: missing
                .map(|(fact, organisations)| MissingCount { fact, organisations })
                .collect(),
            examples: tally.examples.into_values().flatten().map(ExampleView::from).collect(),
        }
    }
}

/// Try rules on every organisation that the caller reaches (chạy thử điều kiện)
///
/// Of a rule set, of a draft, or of what holds of a programme: how many would be eligible, nearly and not,
/// by rule, by district, and which facts are missing; with examples. Nothing is saved. A few run at once (429
/// beyond), none for longer than half a minute (503). By the agencies that lead programmes, and by those that
/// oversee them.
#[utoipa::path(
    tag = "eligibility",
    request_body = DryRunRequest,
    responses((status = 200, description = "What the rules would say.", body = DryRunReport)),
    security(("access_token" = ["programme.draft.read"])),
)]
#[post("/v1/eligibility/dry-run")]
pub(super) async fn try_eligibility_rules(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::ProgrammeDraftRead>,
    submitted: Submitted<DryRunRequest>,
) -> Result<Json<DryRunReport>, Failure> {
    let Submitted { body, .. } = submitted;
    let today = service.runtime.ids.now().date();
    let (day, examples) = (body.as_of.unwrap_or(today), examples(body.examples)?);
    let tried = tried(body)?;
    let drafts = drafts(caller.principal(), &service.agencies, today);
    let database = &service.runtime.database;
    let _place = service.dry_runs.enter()?;
    let scope = std::sync::Arc::new(caller.scope_of::<permit::EligibilityTest>());
    let begin =
        move |connection: &mut _| dry_run::begin(connection, &drafts, tried, (day, examples));
    let everybody = async {
        let mut run = database.read(begin).await?;
        loop {
            let reached = scope.clone();
            let batch = move |connection: &mut _| -> Result<(DryRun, bool), Failure> {
                let more = dry_run::batch(connection, &reached, &mut run)?;
                Ok((run, more))
            };
            let (so_far, more) = database.read(batch).await?;
            if !more {
                return Ok(so_far.tally);
            }
            run = so_far;
        }
    };
    let tally = service.dry_runs.run(everybody).await?;
    Ok(Json(DryRunReport::of(tally, day)))
}

fn examples(wanted: u32) -> Result<usize, Refusal> {
    if wanted > EXAMPLES_MAX {
        let detail = Text::made(
            format!("Tối đa {EXAMPLES_MAX} ví dụ cho mỗi kết luận."),
            format!("At most {EXAMPLES_MAX} examples of each conclusion."),
        );
        return Err(refused("/examples", "out_of_range", detail));
    }
    Ok(usize::try_from(wanted).unwrap_or_default())
}

fn tried(body: DryRunRequest) -> Result<Tried, Refusal> {
    match (body.rules, body.version_id, body.programme) {
        (Some(rules), None, None) => Ok(Tried::Rules(rules)),
        (None, Some(id), None) => Ok(Tried::Version(id)),
        (None, None, Some(code)) => Ok(Tried::Programme(code)),
        _ => {
            let detail = Text::fixed(
                "Phải có đúng một trong rules, version_id, programme.",
                "Exactly one of rules, version_id and programme must be given.",
            );
            Err(refused("", "one_of_three", detail))
        }
    }
}

fn refused(pointer: &'static str, code: &'static str, detail: Text) -> Refusal {
    Refusal::rules(vec![Fault::new(pointer, code, detail)])
}
