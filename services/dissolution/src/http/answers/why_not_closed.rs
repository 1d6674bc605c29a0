//! `GET /v1/dissolutions/{id}/why-not-closed` and `GET /v1/dissolution-statistics/why-not-closed`

use std::collections::{BTreeMap, BTreeSet};

use actix_web::{
    HttpRequest, get,
    web::{Data, Json},
};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{PathId, StrictQuery, language},
};
use htx_model::{
    agency::{Agencies, Agency, AgencyCode},
    code_list::CodeList as _,
    date::Date,
    dissolution::{
        DissolutionAction, DissolutionState, Guard, GuardOwner,
        answers::{AgeBand, AnswerBreakdown},
    },
    id::DissolutionId,
    language::Language,
    organisation::OrganisationKind,
    permission::permit,
    refusal::LegalBasis,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::names::name_of;
use crate::{
    Dissolutions,
    domain::{
        answering,
        blocker::{age_band, days_between},
        organisation::Seat,
        standing::Missing,
    },
    store::standing::{self as store, Lack},
    usecase::standing as usecase,
};

/// Something that a case still lacks (điều còn thiếu).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = MissingForClosing)]
pub(super) struct MissingView {
    /// The guard that is not met (of `dissolution_guards`), or the step that is to be taken (of
    /// `dissolution_actions`).
    #[schema(max_length = 60, examples("blockers_resolved"))]
    code: &'static str,
    /// What is missing, in the caller's language (nội dung).
    #[schema(max_length = 1000)]
    detail: String,
    /// The step that cannot be taken without it (bước).
    for_step: DissolutionAction,
    /// The blocker or objection that it is about.
    #[schema(required)]
    record_id: Option<Uuid>,
    /// Who must act (ai thực hiện).
    who: GuardOwner,
    /// The agency that must act today, where it is one (cơ quan thực hiện).
    #[schema(required, value_type = Option<String>, examples("so-nnmt"))]
    agency: Option<AgencyCode>,
    /// Its name.
    #[schema(required, max_length = 300, examples("Sở Nông nghiệp và Môi trường"))]
    agency_name: Option<String>,
    /// Since when (từ ngày).
    since: Date,
    /// How many days that is.
    #[schema(minimum = 0)]
    days: u32,
    /// Of how many things, where they are counted.
    #[schema(required, minimum = 0)]
    count: Option<u32>,
    /// The article behind it, and whether it was read (căn cứ).
    #[schema(required)]
    legal_basis: Option<LegalBasis>,
    /// The operation by which it can go on (thao tác).
    #[schema(max_length = 200, examples("POST /v1/blockers/{id}/answer"))]
    operation: &'static str,
}

/// Why a case is not closed (vì sao chưa kết thúc).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct WhyNotClosed {
    /// The case.
    dissolution_id: DissolutionId,
    /// Where it stands (trạng thái).
    state: DissolutionState,
    /// The day as of which it is shown.
    as_of: Date,
    /// Everything that the next step needs, and what stands open already for a later one; nothing
    /// where the case has ended.
    #[schema(max_items = 5000)]
    missing: Vec<MissingView>,
}

/// The agency that must act today: who was asked or took over, the authority, the tax department.
fn acting<'a>(
    agencies: &'a Agencies,
    owner: GuardOwner,
    asked: Option<&AgencyCode>,
    (kind, seat): (OrganisationKind, &Seat),
    today: Date,
) -> Option<&'a Agency> {
    if let Some(asked) = asked {
        return answering::holder(agencies, asked, seat, today);
    }
    match owner {
        GuardOwner::Authority => answering::authority(agencies, (kind, seat), today),
        GuardOwner::Tax => answering::competent(agencies, answering::TAX, (kind, seat), today),
        GuardOwner::Organisation
        | GuardOwner::Registry
        | GuardOwner::CompetentAgency
        | GuardOwner::Court
        | GuardOwner::Time => None,
    }
}

/// Read why a case is not closed (vì sao hồ sơ chưa kết thúc)
///
/// The smallest list of what is still missing, who must act, since when, and by which operation it
/// can go on. It follows from the guards that the steps enforce.
#[utoipa::path(
    tag = "deadlines",
    params(PathId<DissolutionId>),
    responses((status = 200, description = "What is missing.", body = WhyNotClosed)),
    security(("access_token" = ["dissolution.read"])),
)]
#[get("/v1/dissolutions/{id}/why-not-closed")]
pub(super) async fn read_why_not_closed(
    request: HttpRequest,
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionRead>,
    id: PathId<DissolutionId>,
) -> Result<Json<WhyNotClosed>, Failure> {
    let (language, today) = (language(&request), service.runtime.ids.now().date());
    let own = service.clone();
    service
        .runtime
        .database
        .read(move |connection| {
            let case = usecase::visible(connection, &caller.scope, id.0)?;
            let missing = usecase::missing(connection, &case, today)?;
            let of = (case.organisation.kind, &case.organisation.seat);
            let one = |missing| view(&own, missing, of, language, today);
            Ok(WhyNotClosed {
                dissolution_id: case.case.id,
                state: case.case.state,
                as_of: today,
                missing: missing.into_iter().map(one).collect(),
            })
        })
        .await
        .map(Json)
}

fn view(
    service: &Dissolutions,
    missing: Missing,
    of: (OrganisationKind, &Seat),
    language: Language,
    today: Date,
) -> MissingView {
    let agency = acting(&service.agencies, missing.owner, missing.agency.as_ref(), of, today);
    MissingView {
        code: missing.code,
        detail: missing.detail.in_language(language).to_owned(),
        for_step: missing.for_step,
        record_id: missing.record,
        who: missing.owner,
        agency: agency.map(|agency| agency.code.clone()),
        agency_name: agency.map(|agency| agency.name_vi.clone()),
        since: missing.since,
        days: days_between(missing.since, today),
        count: missing.count,
        legal_basis: missing.legal_basis,
        operation: missing.way,
    }
}

/// By what the figures are told apart.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct WhyQuery {
    /// By the agency that must act today, or by district (phân theo).
    by: AnswerBreakdown,
}

/// How many cases have waited so long.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct WaitingAge {
    /// The band of ages.
    band: AgeBand,
    /// How many cases (số hồ sơ).
    #[schema(minimum = 0)]
    cases: usize,
}

/// One thing that keeps cases from their end (lý do).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct WaitingFor {
    /// The guard that is not met, or the step that is to be taken.
    #[schema(max_length = 60, examples("blockers_resolved"))]
    code: String,
    /// What that means, in the caller's language.
    #[schema(max_length = 300)]
    label: String,
    /// How many cases wait for it (số hồ sơ).
    #[schema(minimum = 0)]
    cases: usize,
    /// How often it is missing in them.
    #[schema(minimum = 0)]
    count: usize,
    /// Since when the oldest waits.
    since: Date,
    /// By how long they have waited, each case once by its oldest.
    #[schema(max_items = 5)]
    ages: Vec<WaitingAge>,
}

/// What keeps the cases of one agency or district from their end.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct WaitingCases {
    /// The code of the agency that must act, or of the district; null where it is nobody's: the
    /// organisation's own, the court's, or a matter of time.
    #[schema(required, max_length = 40, examples("so-nnmt"))]
    code: Option<String>,
    /// Its name today.
    #[schema(required, max_length = 300)]
    name: Option<String>,
    /// How many cases wait (số hồ sơ).
    #[schema(minimum = 0)]
    cases: usize,
    /// For what, the most frequent first.
    #[schema(max_items = 100)]
    missing: Vec<WaitingFor>,
}

/// Why cases are not closed (vì sao các hồ sơ chưa kết thúc).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct WhyNotClosedFigures {
    /// The day of the figures.
    as_of: Date,
    /// By what they are told apart.
    by: AnswerBreakdown,
    /// One line for each agency or district, by its code.
    #[schema(max_items = 1000)]
    items: Vec<WaitingCases>,
}

/// Read why cases are not closed, by agency or by district (vì sao các hồ sơ chưa kết thúc)
///
/// The same lists as those of the single cases, added up over the cases within the caller's reach,
/// with their ages.
#[utoipa::path(
    tag = "deadlines",
    params(WhyQuery),
    responses((status = 200, description = "The figures.", body = WhyNotClosedFigures)),
    security(("access_token" = ["dissolution.read"])),
)]
#[get("/v1/dissolution-statistics/why-not-closed")]
pub(super) async fn read_why_not_closed_figures(
    request: HttpRequest,
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionRead>,
    query: StrictQuery<WhyQuery>,
) -> Result<Json<WhyNotClosedFigures>, Failure> {
    usecase::catch_up(&service).await?;
    let (language, today) = (language(&request), service.runtime.ids.now().date());
    let by = query.0.by;
    let lacks = service
        .runtime
        .database
        .read(move |connection| store::lacks(connection, &caller.scope))
        .await?;
    let mut groups: BTreeMap<Option<String>, Vec<Lack>> = BTreeMap::new();
    for lack in lacks {
        let of = (lack.kind, &lack.seat);
        let key = match by {
            AnswerBreakdown::Agency => {
                let agency = acting(&service.agencies, lack.owner, lack.agency.as_ref(), of, today);
                agency.map(|agency| agency.code.to_string())
            }
            AnswerBreakdown::District => {
                lack.seat.district.as_ref().map(|code| code.as_str().to_owned())
            }
        };
        groups.entry(key).or_default().push(lack);
    }
    let line = |(code, lacks): (Option<String>, Vec<Lack>)| WaitingCases {
        name: name_of(&service, by, code.as_deref()),
        code,
        cases: lacks.iter().map(|lack| lack.case).collect::<BTreeSet<_>>().len(),
        missing: waiting(&lacks, language, today),
    };
    let items = groups.into_iter().map(line).collect();
    Ok(Json(WhyNotClosedFigures { as_of: today, by, items }))
}

/// The lacks of one line by what is missing.
fn waiting(lacks: &[Lack], language: Language, today: Date) -> Vec<WaitingFor> {
    let mut by_code: BTreeMap<&str, (usize, BTreeMap<DissolutionId, Date>)> = BTreeMap::new();
    for lack in lacks {
        let (count, oldest) = by_code.entry(&lack.code).or_default();
        *count += 1;
        let since = oldest.entry(lack.case).or_insert(lack.since);
        *since = lack.since.min(*since);
    }
    let mut all: Vec<WaitingFor> = by_code
        .into_iter()
        .map(|(code, (count, oldest))| {
            let within = |band: &AgeBand| {
                let of = |day: &&Date| age_band(days_between(**day, today)) == *band;
                WaitingAge { band: *band, cases: oldest.values().filter(of).count() }
            };
            WaitingFor {
                code: code.to_owned(),
                label: label(code, language),
                cases: oldest.len(),
                count,
                since: oldest.values().copied().min().unwrap_or(today),
                ages: AgeBand::all().iter().map(within).collect(),
            }
        })
        .collect();
    all.sort_by(|one, other| other.cases.cmp(&one.cases).then_with(|| one.code.cmp(&other.code)));
    all
}

fn label(code: &str, language: Language) -> String {
    let guard = Guard::parse(code).map(|guard| guard.label(language));
    let step = || DissolutionAction::parse(code).map(|action| action.label(language));
    guard.or_else(step).unwrap_or(code).to_owned()
}
