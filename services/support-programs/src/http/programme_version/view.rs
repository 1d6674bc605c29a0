//! A version of a programme as this service answers with it, and the list of versions as a table.

use htx_kit::http::{listed::column, table::Table};
use htx_model::{
    agency::{Agencies, AgencyCode},
    date::{Date, Instant},
    id::{ProgrammeId, ProgrammeOpinionId, ProgrammeVersionId},
    principal::Principal,
    support::programmes::{OpenTerm, ProgrammeKind, VersionAction, VersionState},
};
use serde::Serialize;

use crate::{
    domain::{
        lead,
        programme::{Content, Opinion, Programme, Version, lifecycle},
    },
    http::programmes::OpenNorms,
    usecase::programme::Found,
};

/// A version of a support programme (phiên bản chương trình): what holds from a day on.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = ProgrammeVersion)]
pub(super) struct VersionView {
    /// Its id.
    id: ProgrammeVersionId,
    /// Of which programme.
    programme_id: ProgrammeId,
    /// The code of that (mã chương trình).
    #[schema(max_length = 40, examples("nq-13-pl08"))]
    programme: String,
    /// What that is for (loại chương trình).
    kind: ProgrammeKind,
    /// Who leads it today (cơ quan chủ trì hiện nay): whoever took over the work of the agency that the
    /// programme names; null where the work passed to several.
    #[schema(required, value_type = Option<String>, examples("so-nnmt"))]
    led_today_by: Option<AgencyCode>,
    /// Its number within the programme, from 1 (số phiên bản).
    #[schema(minimum = 1)]
    number: u32,
    /// Where it stands (trạng thái).
    state: VersionState,
    /// The first day on which it holds (ngày có hiệu lực). Null: of a draft, the day of its adoption; of
    /// an adopted version, since before the register.
    #[schema(required)]
    valid_from: Option<Date>,
    /// What it says (nội dung).
    content: Content,
    /// What is left for the lead agency to fill in (nội dung cơ quan chủ trì chưa quy định).
    #[schema(max_items = 8)]
    open: Vec<OpenTerm>,
    /// The norms that are still to be set (định mức chưa quy định).
    #[schema(max_items = 20)]
    to_be_set: Vec<OpenNorms>,
    /// The login name of whoever wrote in it last (người soạn).
    #[schema(max_length = 200, examples("so-nnmt.officer"))]
    prepared_by: String,
    /// The login name of whoever adopted, returned or discarded it last.
    #[schema(required, max_length = 200, examples("so-nnmt.approver"))]
    decided_by: Option<String>,
    /// On which day.
    #[schema(required)]
    decided_on: Option<Date>,
    /// Why it was returned or discarded (lý do). Absent in tables.
    #[schema(required, max_length = 1000)]
    reason: Option<String>,
    /// What co-lead agencies say of it (ý kiến cơ quan phối hợp). Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 100)]
    opinions: Option<Vec<OpinionView>>,
    /// Its version as a resource, as in its ETag.
    #[schema(minimum = 1)]
    version: i64,
    /// When this version was written.
    recorded_at: Instant,
    /// What the caller may do with it now.
    #[schema(max_items = 5)]
    available_actions: Vec<VersionAction>,
}

/// What a co-lead agency says of a version (ý kiến cơ quan phối hợp). It is never changed.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = ProgrammeOpinion)]
struct OpinionView {
    /// Its id.
    id: ProgrammeOpinionId,
    /// The agency.
    #[schema(value_type = String, examples("lmhtx"))]
    agency: AgencyCode,
    /// The name that it had then.
    #[schema(max_length = 300, examples("Liên minh Hợp tác xã thành phố Hà Nội"))]
    agency_name: String,
    /// Whether it is for it (đồng ý).
    favourable: bool,
    /// What it says; null where there is nothing, or it was erased (ý kiến).
    #[schema(required, max_length = 1000)]
    reason: Option<String>,
    /// The login name of whoever wrote it.
    #[schema(max_length = 200, examples("lmhtx.officer"))]
    given_by: String,
    /// When.
    recorded_at: Instant,
}

impl From<Opinion> for OpinionView {
    fn from(one: Opinion) -> Self {
        Self {
            id: one.id,
            agency: one.agency,
            agency_name: one.agency_name,
            favourable: one.favourable,
            reason: one.words,
            given_by: one.given_by,
            recorded_at: one.recorded_at,
        }
    }
}

/// Who looks at it, and when.
pub(super) type Onlooker<'a> = (&'a Principal, &'a Agencies, Date);

/// Whether somebody may take an action on a version, as far as permission, agency and person go.
fn may(
    action: VersionAction,
    (programme, version): (&Programme, &Version),
    (principal, agencies, today): Onlooker<'_>,
) -> bool {
    let scope = principal.scope(lifecycle::needs(action));
    let adopts_own = action == VersionAction::Adopt
        && lifecycle::require_other_person(version, principal.id).is_err();
    lead::leads(agencies, &scope, &programme.lead_agency, today) && !adopts_own
}

impl VersionView {
    /// A version in a list.
    pub(super) fn brief(
        (programme, version): (Programme, Version),
        onlooker: Onlooker<'_>,
    ) -> Self {
        let open_actions = lifecycle::open_actions(version.state);
        let available_actions =
            open_actions.filter(|one| may(*one, (&programme, &version), onlooker)).collect();
        let (_, agencies, today) = onlooker;
        // A draft is told as it will hold.
        let day = version.valid_from.map_or(today, |first| first.max(today));
        let holder = agencies.successor(&programme.lead_agency, today);
        Self {
            id: version.id,
            programme_id: programme.id,
            programme: programme.code,
            kind: programme.kind,
            led_today_by: holder.map(|agency| agency.code.clone()),
            number: version.number,
            state: version.state,
            valid_from: version.valid_from,
            open: version.content.open_terms(day),
            to_be_set: OpenNorms::of(&version.content, day),
            content: version.content,
            prepared_by: version.prepared_by_name,
            decided_by: version.decided_by_name,
            decided_on: version.decided_on,
            reason: version.reason,
            opinions: None,
            version: version.version,
            recorded_at: version.recorded_at,
            available_actions,
        }
    }

    /// A version whole, as somebody sees it.
    pub(super) fn whole(found: Found, onlooker: Onlooker<'_>) -> Self {
        let Found { programme, version, opinions } = found;
        let opinions = opinions.into_iter().map(OpinionView::from).collect();
        Self { opinions: Some(opinions), ..Self::brief((programme, version), onlooker) }
    }

    /// The same without what people wrote beside the programme: what is kept for a repetition of the
    /// request.
    pub(super) fn without_words(&self) -> Self {
        let mut kept = Self { reason: None, ..self.clone() };
        for opinion in kept.opinions.iter_mut().flatten() {
            opinion.reason = None;
        }
        kept
    }
}

/// Versions as a table. What people wrote beside the programme is no part of it.
pub(super) static VERSIONS: Table = Table {
    name: "programme-versions",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("programme", "Mã chương trình", "Programme", "/programme"),
        column("name", "Tên chương trình", "Name", "/content/name"),
        column("kind", "Loại", "Kind", "/kind"),
        column("number", "Số phiên bản", "Number", "/number"),
        column("state", "Trạng thái", "State", "/state"),
        column("valid_from", "Có hiệu lực từ", "Valid from", "/valid_from"),
        column("document", "Văn bản", "Document", "/content/document/number"),
        column("lead", "Cơ quan chủ trì", "Lead agency", "/content/lead"),
        column("led_today_by", "Chủ trì hiện nay", "Led today by", "/led_today_by"),
        column("prepared_by", "Người soạn", "Prepared by", "/prepared_by"),
        column("decided_by", "Người quyết định", "Decided by", "/decided_by"),
        column("decided_on", "Ngày quyết định", "Decided on", "/decided_on"),
        column("version", "Phiên bản tài nguyên", "Version", "/version"),
        column("recorded_at", "Ghi nhận lúc", "Recorded at", "/recorded_at"),
    ],
};
