//! A blocker as this service answers with it, and the list of blockers as a table.

use htx_kit::http::{listed::column, table::Table};
use htx_model::{
    agency::{Agencies, AgencyCode},
    code_list::CodeList as _,
    date::{Date, Instant},
    dissolution::answers::{BlockerAction, BlockerKind, BlockerOutcome, BlockerState},
    id::{BlockerId, DissolutionId},
    permission::Permission,
    principal::Principal,
    refusal::LegalBasis,
};
use serde::Serialize;

use crate::{
    domain::{
        answering::{self, Duties},
        blocker::{self, Paper, PaperOf, Party, Round, days_between},
        step::Exhibit,
    },
    http::case_view::OrganisationView,
    store::blocker::StoredBlocker,
    usecase::blocker::{Found, is_open_to},
};

/// An agency under the name that it had then.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = SigningAgency)]
pub(in crate::http) struct AgencyView {
    /// Its code.
    #[schema(value_type = String, examples("so-tnmt"))]
    agency: AgencyCode,
    /// Its name.
    #[schema(max_length = 300, examples("Sở Tài nguyên và Môi trường"))]
    name: String,
}

impl From<blocker::Signatory> for AgencyView {
    fn from(signatory: blocker::Signatory) -> Self {
        Self { agency: signatory.code, name: signatory.name }
    }
}

/// A question with its answer (câu hỏi và trả lời).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = BlockerRound)]
pub(super) struct RoundView {
    /// From 1; each reopening begins another.
    #[schema(minimum = 1)]
    number: u32,
    /// What is asked (nội dung đề nghị). Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 10_000)]
    question: Option<String>,
    /// The agency that was asked, under its name then (cơ quan được hỏi).
    asked: AgencyView,
    /// When it was asked (ngày gửi).
    asked_on: Date,
    /// By when it is to answer (hạn trả lời).
    due_on: Date,
    /// The answer in one word (kết quả trả lời).
    #[schema(required)]
    outcome: Option<BlockerOutcome>,
    /// The answer (nội dung trả lời). Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 10_000)]
    answer: Option<String>,
    /// When it was answered (ngày trả lời).
    #[schema(required)]
    answered_on: Option<Date>,
    /// The agency that answered, under its name then (cơ quan trả lời).
    #[schema(required)]
    answered_by: Option<AgencyView>,
    /// When the round ended: resolved or withdrawn.
    #[schema(required)]
    closed_on: Option<Date>,
    /// How, or why, it ended (lý do). Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 10_000)]
    closing: Option<String>,
    /// Documents with the question. Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 50)]
    question_documents: Option<Vec<Exhibit>>,
    /// Documents with the answer. Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 50)]
    answer_documents: Option<Vec<Exhibit>>,
    /// Documents of the resolution. Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 50)]
    closing_documents: Option<Vec<Exhibit>>,
}

impl RoundView {
    fn brief(round: Round) -> Self {
        let (outcome, answered_on) = (
            round.answer.as_ref().map(|answer| answer.outcome),
            round.answer.as_ref().map(|answer| answer.on),
        );
        Self {
            number: round.number,
            question: None,
            asked: round.asked.into(),
            asked_on: round.asked_on,
            due_on: round.due_on,
            outcome,
            answer: None,
            answered_on,
            answered_by: round.answer.map(|answer| answer.by.into()),
            closed_on: round.closing.map(|closing| closing.on),
            closing: None,
            question_documents: None,
            answer_documents: None,
            closing_documents: None,
        }
    }

    fn whole(round: Round, papers: &[Paper]) -> Self {
        let (question, number) = (round.question.clone(), round.number);
        let answer = round.answer.as_ref().map(|answer| answer.text.clone());
        let closing = round.closing.as_ref().map(|closing| closing.reason.clone());
        let of = |step: PaperOf| {
            let own = papers.iter().filter(|paper| paper.round == number && paper.of == step);
            Some(own.map(|paper| paper.exhibit.clone()).collect())
        };
        Self {
            question: Some(question),
            answer,
            closing,
            question_documents: of(PaperOf::Question),
            answer_documents: of(PaperOf::Answer),
            closing_documents: of(PaperOf::Closing),
            ..Self::brief(round)
        }
    }

    fn without_words(&mut self) {
        (self.question, self.answer, self.closing) = (None, None, None);
    }
}

/// A blocker (vướng mắc): what stops a dissolution, and the question to the competent agency.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = Blocker)]
pub(super) struct BlockerView {
    /// Its id.
    id: BlockerId,
    /// In which case (hồ sơ giải thể).
    dissolution_id: DissolutionId,
    /// The organisation that is dissolved (tổ chức).
    organisation: OrganisationView,
    /// What it is (loại vướng mắc).
    kind: BlockerKind,
    /// The duty by which it is answered: a letter of section III.4 of the plan (nhiệm vụ).
    #[schema(max_length = 4, examples("d"))]
    duty: String,
    /// Where that stands; null where whoever asked named the duty.
    #[schema(required)]
    duty_basis: Option<LegalBasis>,
    /// Whether the case cannot be settled before it is out of the way (chặn thanh lý).
    blocking: bool,
    /// Where it stands (tình trạng).
    state: BlockerState,
    /// The agency that holds the question today: the one that was asked, or its successor (cơ quan
    /// đang xử lý).
    #[schema(required, value_type = Option<String>, examples("so-nnmt"))]
    held_by: Option<AgencyCode>,
    /// When the matter was first raised.
    raised_on: Date,
    /// Days since then, while it is open.
    #[schema(required, minimum = 0)]
    age_days: Option<u32>,
    /// Whether the answer is overdue (quá hạn).
    overdue: bool,
    /// Days by which the answer is, or was, late (số ngày chậm).
    #[schema(minimum = 0)]
    days_late: u32,
    /// The question as it stands now.
    round: RoundView,
    /// The rounds before it. Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 100)]
    earlier_rounds: Option<Vec<RoundView>>,
    /// Its version, as in its ETag.
    #[schema(minimum = 1)]
    version: i64,
    /// When this version was written.
    recorded_at: Instant,
    /// What the caller may do with it now. Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 4)]
    available_actions: Option<Vec<BlockerAction>>,
}

/// Who looks at blockers, and when.
pub(super) struct Looking<'a> {
    pub(super) agencies: &'a Agencies,
    pub(super) today: Date,
}

/// The permission that an action demands.
pub(super) const fn needs(action: BlockerAction) -> Permission {
    match blocker::party(action) {
        Party::Asked => Permission::BlockerAnswer,
        Party::Asking => Permission::DissolutionPrepare,
    }
}

impl BlockerView {
    /// The blocker in a list.
    pub(super) fn brief(stored: StoredBlocker, looking: &Looking<'_>) -> Self {
        let StoredBlocker { blocker: one, organisation } = stored;
        let Looking { agencies, today } = looking;
        let asked = &one.round.asked.code;
        let held_by = answering::holder(agencies, asked, &organisation.seat, *today);
        let rule = Duties::embedded().ok().and_then(|duties| duties.on(one.kind, one.raised_on));
        Self {
            id: one.id,
            dissolution_id: one.case,
            organisation: organisation.into(),
            kind: one.kind,
            duty_basis: rule.map(|rule| rule.basis.clone()),
            blocking: one.blocking,
            state: one.state,
            held_by: held_by.map(|agency| agency.code.clone()),
            raised_on: one.raised_on,
            age_days: one.state.is_open().then(|| days_between(one.raised_on, *today)),
            overdue: one.is_overdue(*today),
            days_late: one.days_late(*today),
            duty: one.duty,
            round: RoundView::brief(one.round),
            earlier_rounds: None,
            version: one.version,
            recorded_at: one.recorded_at,
            available_actions: None,
        }
    }

    /// The blocker with its words, its papers, and what the caller may do.
    pub(super) fn whole(found: Found, principal: &Principal, looking: &Looking<'_>) -> Self {
        let Found { stored, earlier, papers } = found;
        let may = |action: &BlockerAction| {
            let permission = needs(*action);
            let (scope, agency) = (principal.scope(permission), principal.agency_for(permission));
            blocker::after(stored.blocker.state, *action).is_some()
                && is_open_to(*action, looking.agencies, agency, &scope, &stored, looking.today)
        };
        let actions = BlockerAction::all().iter().copied().filter(may).collect();
        let round = RoundView::whole(stored.blocker.round.clone(), &papers);
        let earlier = earlier.into_iter().map(|round| RoundView::whole(round, &papers)).collect();
        Self {
            round,
            earlier_rounds: Some(earlier),
            available_actions: Some(actions),
            ..Self::brief(stored, looking)
        }
    }

    /// The same without what people wrote: what is kept for a repetition of the request stands in a
    /// table from which personal data is not erased.
    pub(super) fn without_words(&self) -> Self {
        let mut kept = self.clone();
        kept.round.without_words();
        kept.earlier_rounds.iter_mut().flatten().for_each(RoundView::without_words);
        kept
    }

    /// Its version.
    pub(super) const fn version(&self) -> i64 {
        self.version
    }

    /// Its address.
    pub(super) fn path(&self) -> String {
        format!("/v1/blockers/{}", self.id)
    }
}

/// Blockers as a table.
pub(super) static BLOCKERS: Table = Table {
    name: "blockers",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("dissolution_id", "Hồ sơ giải thể", "Dissolution", "/dissolution_id"),
        column("organisation", "Tên tổ chức", "Organisation", "/organisation/name"),
        column(
            "registration_number",
            "Mã số",
            "Registration number",
            "/organisation/registration_number",
        ),
        column("district", "Quận, huyện", "District", "/organisation/district"),
        column("current_commune", "Xã, phường", "Commune", "/organisation/current_commune"),
        column("kind", "Loại vướng mắc", "Kind", "/kind"),
        column("duty", "Nhiệm vụ", "Duty", "/duty"),
        column("blocking", "Chặn thanh lý", "Blocking", "/blocking"),
        column("state", "Tình trạng", "State", "/state"),
        column("asked", "Cơ quan được hỏi", "Asked", "/round/asked/name"),
        column("held_by", "Cơ quan đang xử lý", "Held by", "/held_by"),
        column("raised_on", "Ngày phát sinh", "Raised on", "/raised_on"),
        column("asked_on", "Ngày gửi", "Asked on", "/round/asked_on"),
        column("due_on", "Hạn trả lời", "Due on", "/round/due_on"),
        column("overdue", "Quá hạn", "Overdue", "/overdue"),
        column("days_late", "Số ngày chậm", "Days late", "/days_late"),
        column("age_days", "Số ngày tồn", "Age in days", "/age_days"),
        column("outcome", "Kết quả trả lời", "Outcome", "/round/outcome"),
        column("answered_on", "Ngày trả lời", "Answered on", "/round/answered_on"),
        column("closed_on", "Ngày kết thúc", "Closed on", "/round/closed_on"),
        column("version", "Phiên bản", "Version", "/version"),
    ],
};
