//! `GET /v1/dissolution-notices/{number}`: open to all, as JSON or as a page.

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::{CACHE_CONTROL, VARY},
    web::Data,
};
use htx_kit::{
    failure::Failure,
    http::{
        PathId,
        html::{Form, form},
    },
};
use htx_model::{
    date::Date,
    dissolution::{DecisionKind, DissolutionState, Route, answers::NoticeState},
    organisation::OrganisationKind,
    refusal::LegalBasis,
    registration_number::RegistrationNumber,
};
use serde::Serialize;

use super::{notice_page, notices::NoticeContact};
use crate::{
    Dissolutions,
    domain::notice::NoticeNumber,
    usecase::notice::{self as usecase, PublicNotice},
};

/// A notice as anybody may read it (thông báo giải thể), without any person's data.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = PublicDissolutionNotice)]
pub(super) struct PublicNoticeView {
    /// Its number, for ever (số thông báo).
    #[schema(max_length = 50, examples("TBGT-QH277-2025-00012"))]
    pub(super) number: String,
    /// Where it stands (tình trạng thông báo).
    pub(super) state: NoticeState,
    /// The number of the notice that took its place (thông báo thay thế).
    #[schema(required, max_length = 50)]
    pub(super) replaced_by: Option<String>,
    /// The organisation's name on the day of publication (tên tổ chức).
    #[schema(max_length = 300, examples("Hợp tác xã Rau an toàn Đông Dư"))]
    pub(super) organisation_name: String,
    /// What it is (loại hình).
    pub(super) organisation_kind: OrganisationKind,
    /// Its registration number (mã số).
    #[schema(required)]
    pub(super) registration_number: Option<RegistrationNumber>,
    /// Commune and district of its seat (địa bàn).
    #[schema(max_length = 300, examples("Xã Xuân Mai, Hà Nội"))]
    pub(super) seat: String,
    /// By which way it is dissolved (hình thức giải thể).
    pub(super) route: Route,
    /// The day of the decision (ngày quyết định giải thể).
    pub(super) decided_on: Date,
    /// What kind of document decided it (văn bản quyết định).
    #[schema(required)]
    pub(super) decision_kind: Option<DecisionKind>,
    /// The agency that published it, under its name then (cơ quan công bố).
    #[schema(max_length = 300, examples("Ủy ban nhân dân huyện Chương Mỹ"))]
    pub(super) authority: String,
    /// When it was published (ngày công bố).
    pub(super) published_on: Date,
    /// The last day on which claims and objections are taken (hạn khai báo nợ, phản đối).
    pub(super) window_ends_on: Date,
    /// Whether they still are.
    pub(super) window_open: bool,
    /// Days of that window, from the day after the publication.
    #[schema(minimum = 0)]
    pub(super) window_days: u32,
    /// The article behind the window, and whether it was read.
    pub(super) window_basis: LegalBasis,
    /// Where creditors turn to (nơi tiếp nhận).
    pub(super) contact: NoticeContact,
    /// Where the dissolution stands today (tình trạng giải thể).
    pub(super) dissolution_state: DissolutionState,
    /// The day on which it ended (ngày kết thúc).
    #[schema(required)]
    pub(super) ended_on: Option<Date>,
}

impl PublicNoticeView {
    fn of(found: PublicNotice, today: Date) -> Self {
        let PublicNotice { notice, case, replaced_by } = found;
        let open = notice.state == NoticeState::Published && case.case.is_open();
        let published = notice.published;
        Self {
            number: notice.number.to_string(),
            state: notice.state,
            replaced_by: replaced_by.map(|number| number.to_string()),
            organisation_name: published.organisation_name,
            organisation_kind: published.organisation_kind,
            registration_number: published.registration_number,
            seat: published.seat,
            route: published.route,
            decided_on: published.decided_on,
            decision_kind: published.decision_kind,
            authority: published.authority,
            published_on: notice.published_on,
            window_ends_on: notice.window_ends_on,
            window_open: open && today <= notice.window_ends_on,
            window_days: published.window_days,
            window_basis: published.window_basis.into(),
            contact: published.contact.into(),
            dissolution_state: case.case.state,
            ended_on: case.case.ended_on,
        }
    }
}

/// Read a notice of dissolution (xem thông báo giải thể)
///
/// For anybody who has the number. `Accept: text/html` gives a page in Vietnamese, for reading on a
/// telephone or printing; anything else JSON. It holds no person's data.
#[utoipa::path(
    tag = "notices",
    params(("number" = inline(String), Path, description = "The notice's number (số thông báo).", max_length = 50, pattern = "^TBGT-[A-Z0-9]{2,20}-[0-9]{4}-[0-9]{5,9}$", example = "TBGT-QH277-2025-00012")),
    responses((status = 200, description = "The notice.", content(
        (PublicNoticeView = "application/json"),
        (String = "text/html"),
    ))),
)]
#[get("/v1/dissolution-notices/{number}")]
pub(super) async fn read_public_notice(
    request: HttpRequest,
    service: Data<Dissolutions>,
    number: PathId<NoticeNumber>,
) -> Result<HttpResponse, Failure> {
    let form = form(&request)?;
    let today = service.runtime.ids.now().date();
    let found = service
        .runtime
        .database
        .read_briefly(move |connection| usecase::read_public(connection, &number.0))
        .await?;
    let view = PublicNoticeView::of(found, today);
    let mut answer = HttpResponse::Ok();
    // Anybody may keep it for a while; it changes when the case ends or the window closes.
    answer.insert_header((CACHE_CONTROL, "public, max-age=60")).insert_header((VARY, "Accept"));
    Ok(match form {
        Form::Json => answer.json(view),
        Form::Page => notice_page::answer(&mut answer, &view),
    })
}
