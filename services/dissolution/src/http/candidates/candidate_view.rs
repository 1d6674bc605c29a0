//! A candidate as this service answers with it, and the list of candidates as a table.

use htx_kit::{
    failure::Failure,
    http::{listed::column, table::Table},
};
use htx_model::{
    date::{Date, Instant},
    dissolution::{
        Route,
        planning::{CandidateAction, CandidateRule, CandidateState},
    },
    id::{DissolutionCandidateId, DissolutionId},
    principal::Principal,
    refusal::LegalBasis,
    working_days::Holidays,
};
use serde::Serialize;

use crate::{
    domain::{
        candidate::{self, Candidate},
        organisation::Organisation,
    },
    http::{answers::AgencyView, case_view::OrganisationView},
    usecase::candidate::{available, stages},
};

/// A candidate for dissolution (đề xuất giải thể).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = DissolutionCandidate)]
pub(super) struct CandidateView {
    /// Its id.
    id: DissolutionCandidateId,
    /// The organisation as it is today (tổ chức).
    organisation: OrganisationView,
    /// By which rule it is proposed (tiêu chí).
    rule: CandidateRule,
    /// The full years without an annual report, where that is the rule (số năm).
    #[schema(required, minimum = 1, maximum = 50)]
    years: Option<u32>,
    /// By which way its case is opened (hình thức).
    route: Route,
    /// Where it stands (trạng thái).
    state: CandidateState,
    /// The agency that proposed it, under its name then (cơ quan đề xuất).
    proposed_by: AgencyView,
    /// When it was proposed (ngày đề xuất).
    proposed_on: Date,
    /// When it was warned (ngày cảnh báo).
    #[schema(required)]
    warned_on: Option<Date>,
    /// When it was warned again (ngày cảnh báo lần hai).
    #[schema(required)]
    warned_again_on: Option<Date>,
    /// When it was decided or withdrawn (ngày kết thúc).
    #[schema(required)]
    ended_on: Option<Date>,
    /// The case that its decision opened (hồ sơ giải thể).
    #[schema(required)]
    dissolution_id: Option<DissolutionId>,
    /// Its version: each stage names it.
    #[schema(minimum = 1)]
    version: i64,
    /// When this version was written.
    recorded_at: Instant,
    /// Why it was withdrawn (lý do). Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 1000)]
    reason: Option<String>,
    /// The stages that it still has to go through, each with its waiting period. Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 3)]
    next_stages: Option<Vec<StageView>>,
    /// What the caller may do with it, once the waiting period has passed. Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 4)]
    available_actions: Option<Vec<CandidateAction>>,
}

/// A stage that may come next (bước tiếp theo).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = DissolutionCandidateStage)]
pub(super) struct StageView {
    /// What is done (bước).
    action: CandidateAction,
    /// How many days must pass since the stage before (thời gian chờ).
    #[schema(minimum = 0)]
    waiting_days: u32,
    /// The first day on which it may be taken (ngày sớm nhất).
    earliest_on: Date,
    /// Where the period stands, and whether it was verified (căn cứ).
    legal_basis: LegalBasis,
}

impl CandidateView {
    /// A candidate in a list.
    pub(super) fn brief((candidate, of): (Candidate, Organisation)) -> Self {
        Self {
            id: candidate.id,
            organisation: of.into(),
            rule: candidate.rule,
            years: candidate.years,
            route: candidate.route,
            state: candidate.state,
            proposed_by: candidate.agency.into(),
            proposed_on: candidate.proposed_on,
            warned_on: candidate.warned_on,
            warned_again_on: candidate.warned_again_on,
            ended_on: candidate.ended_on,
            dissolution_id: candidate.dissolution,
            version: candidate.version,
            recorded_at: candidate.recorded_at,
            reason: None,
            next_stages: None,
            available_actions: None,
        }
    }

    /// A candidate whole, as somebody sees it.
    pub(super) fn whole(
        found: (Candidate, Organisation),
        principal: &Principal,
        holidays: &Holidays,
    ) -> Result<Self, Failure> {
        let (candidate, of) = &found;
        let (rules, before) = (stages()?, candidate.last_stage_on());
        let stage = |action: CandidateAction| {
            rules.on(action, before).map(|rule| StageView {
                action,
                waiting_days: rule.days,
                earliest_on: rule.earliest(before, holidays),
                legal_basis: rule.basis.clone(),
            })
        };
        let next = candidate::open_actions(candidate.state).filter_map(stage).collect();
        let actions = available((candidate, of), principal);
        Ok(Self {
            reason: candidate.reason.clone(),
            next_stages: Some(next),
            available_actions: Some(actions),
            ..Self::brief(found)
        })
    }

    /// Its version.
    pub(super) const fn version(&self) -> i64 {
        self.version
    }
}

/// Candidates as a table.
pub(super) static CANDIDATES: Table = Table {
    name: "dissolution-candidates",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("organisation", "Mã tổ chức", "Organisation id", "/organisation/id"),
        column("name", "Tên", "Name", "/organisation/name"),
        column("kind", "Loại hình", "Kind", "/organisation/kind"),
        column("status", "Tình trạng", "Status", "/organisation/status"),
        column("district", "Quận, huyện", "District", "/organisation/district"),
        column("current_commune", "Xã, phường", "Commune", "/organisation/current_commune"),
        column("rule", "Tiêu chí", "Rule", "/rule"),
        column("years", "Số năm", "Years", "/years"),
        column("route", "Hình thức", "Route", "/route"),
        column("state", "Trạng thái", "State", "/state"),
        column("proposed_by", "Cơ quan đề xuất", "Proposed by", "/proposed_by/agency"),
        column("proposed_on", "Ngày đề xuất", "Proposed on", "/proposed_on"),
        column("warned_on", "Ngày cảnh báo", "Warned on", "/warned_on"),
        column("warned_again_on", "Ngày cảnh báo lần hai", "Warned again on", "/warned_again_on"),
        column("ended_on", "Ngày kết thúc", "Ended on", "/ended_on"),
        column("dissolution", "Hồ sơ giải thể", "Dissolution", "/dissolution_id"),
        column("version", "Phiên bản", "Version", "/version"),
    ],
};
