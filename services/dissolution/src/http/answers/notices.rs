//! `POST|GET /v1/dissolutions/{id}/notices` and `POST /v1/dissolutions/{id}/inform-tax`

use actix_web::{
    get, post,
    web::{Data, Json},
};
use htx_kit::{
    act::write_by,
    auth::Authorized,
    failure::Failure,
    http::{IdempotencyKey, Keyed, Page, PathId, Reply},
};
use htx_model::{
    agency::AgencyCode,
    date::{Date, Instant},
    dissolution::answers::NoticeState,
    id::{DissolutionId, DissolutionNoticeId, DocumentId},
    permission::permit,
    refusal::{LegalBasis, Refusal},
};
use serde::{Deserialize, Serialize};

use crate::{
    Dissolutions,
    domain::notice::{Contact, Notice},
    store,
    usecase::{
        hold::Caller,
        notice::{self as usecase, Publishing},
        standing,
    },
};

/// The office to which creditors turn (nơi tiếp nhận). It is public: an office, never a person.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct NoticeContact {
    /// The office that takes claims and objections (bộ phận tiếp nhận).
    #[schema(min_length = 1, max_length = 300, examples("Bộ phận Một cửa, UBND huyện Chương Mỹ"))]
    pub(in crate::http) office: String,
    /// Its address (địa chỉ).
    #[schema(min_length = 1, max_length = 300, examples("Số 102, khu Hòa Sơn, thị trấn Chúc Sơn"))]
    pub(in crate::http) address: String,
    /// Its telephone (điện thoại): a fixed line (02…) or a service number (1800, 1900), no person's
    /// own.
    #[serde(default)]
    #[schema(required = false, min_length = 8, max_length = 20, examples("02433866123"))]
    pub(in crate::http) phone: Option<String>,
}

impl From<Contact> for NoticeContact {
    fn from(contact: Contact) -> Self {
        Self { office: contact.office, address: contact.address, phone: contact.phone }
    }
}

/// A notice as it is published (thông báo giải thể).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewDissolutionNotice {
    /// Where creditors turn to (nơi tiếp nhận).
    contact: NoticeContact,
    /// Why it takes the place of the notice that holds (lý do thay thế); left out for the first.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 1000)]
    reason: Option<String>,
}

/// A notice of a case (thông báo giải thể).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = DissolutionNotice)]
pub(super) struct NoticeView {
    /// Its id.
    id: DissolutionNoticeId,
    /// Its number, for ever (số thông báo).
    #[schema(max_length = 50, examples("TBGT-QH277-2025-00012"))]
    number: String,
    /// Where anybody reads it.
    #[schema(max_length = 300)]
    public_url: String,
    /// Where it stands (tình trạng).
    state: NoticeState,
    /// The agency that published it.
    #[schema(value_type = String, examples("district-277"))]
    agency: AgencyCode,
    /// Its name then (cơ quan công bố).
    #[schema(max_length = 300)]
    authority: String,
    /// When it was published (ngày công bố).
    published_on: Date,
    /// The last day on which claims and objections are taken (hạn khai báo nợ, phản đối).
    window_ends_on: Date,
    /// Days of that window.
    #[schema(minimum = 0)]
    window_days: u32,
    /// The article behind the window, and whether it was read.
    window_basis: LegalBasis,
    /// Where creditors turn to.
    contact: NoticeContact,
    /// Why it took the place of the one before (lý do thay thế).
    #[schema(required, max_length = 1000)]
    reason: Option<String>,
    /// Its version.
    #[schema(minimum = 1)]
    version: i64,
    /// When this version was written.
    recorded_at: Instant,
}

impl NoticeView {
    fn of(notice: Notice, public_url: &str) -> Self {
        let number = notice.number.to_string();
        Self {
            id: notice.id,
            public_url: format!("{public_url}/v1/dissolution-notices/{number}"),
            number,
            state: notice.state,
            agency: notice.agency,
            authority: notice.published.authority,
            published_on: notice.published_on,
            window_ends_on: notice.window_ends_on,
            window_days: notice.published.window_days,
            window_basis: notice.published.window_basis.into(),
            contact: notice.published.contact.into(),
            reason: notice.reason,
            version: notice.version,
            recorded_at: notice.recorded_at,
        }
    }
}

type DissolutionNoticePage = Page<NoticeView>;

/// Publish the notice of a dissolution (công bố thông báo giải thể)
///
/// Under the next number of the agency in the year, for ever. Where a notice holds, a reason
/// replaces it: the window begins anew, and the old number still answers.
#[utoipa::path(
    tag = "notices",
    params(PathId<DissolutionId>, IdempotencyKey),
    request_body = NewDissolutionNotice,
    responses((
        status = 201,
        description = "Published. Its public address is in Location.",
        body = NoticeView,
        headers(
            ("Location" = String, description = "The notice's public address."),
            ("ETag" = String, description = "Its version."),
        ),
    )),
    security(("access_token" = ["dissolution.prepare"])),
)]
#[post("/v1/dissolutions/{id}/notices")]
pub(super) async fn publish_notice(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPrepare>,
    id: PathId<DissolutionId>,
    submitted: Keyed<NewDissolutionNotice>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let NoticeContact { office, address, phone } = body.contact;
    let contact = Contact::check(&office, &address, phone.as_deref()).map_err(Refusal::rules)?;
    let publishing = Publishing { contact, reason: body.reason };
    let own = service.clone();
    write_by(&service.runtime, caller, once, move |connection, context, caller| {
        let who = Caller { id: caller.principal().id, scope: caller.scope.clone() };
        let (_, notice) = usecase::publish(connection, context, &own, &who, id.0, publishing)?;
        let location = format!("/v1/dissolution-notices/{}", notice.number);
        let view = NoticeView::of(notice, &own.public_url);
        let kept = NoticeView { reason: None, ..view.clone() };
        Reply::created(location, view.version, &view)?.keeping(&kept)
    })
    .await
}

/// List the notices of a case (các thông báo của hồ sơ)
///
/// In the order of their publication; at most one holds.
#[utoipa::path(
    tag = "notices",
    params(PathId<DissolutionId>),
    responses((status = 200, description = "The notices.", body = DissolutionNoticePage)),
    security(("access_token" = ["dissolution.read"])),
)]
#[get("/v1/dissolutions/{id}/notices")]
pub(super) async fn list_notices(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionRead>,
    id: PathId<DissolutionId>,
) -> Result<Json<DissolutionNoticePage>, Failure> {
    let public_url = service.public_url.clone();
    service
        .runtime
        .database
        .read(move |connection| {
            let case = standing::visible(connection, &caller.scope, id.0)?;
            let notices = store::notice::of_case(connection, case.case.id)?;
            let view = |notice| NoticeView::of(notice, &public_url);
            Ok(Page { items: notices.into_iter().map(view).collect(), next: None, count: None })
        })
        .await
        .map(Json)
}

/// When the tax department was told (thông báo cơ quan thuế).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TaxInformation {
    /// When (ngày thông báo): from the day of the decision to today, which it is where it is not
    /// said.
    #[serde(default)]
    informed_on: Option<Date>,
    /// The document of the case by which it was told (văn bản).
    #[serde(default)]
    document_id: Option<DocumentId>,
}

/// That the tax department was told (đã thông báo cơ quan thuế).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct TaxInformed {
    /// Of which case.
    dissolution_id: DissolutionId,
    /// When.
    informed_on: Date,
}

/// Record that the tax department was told (thông báo cơ quan thuế)
///
/// Within three working days of the decision.
#[utoipa::path(
    tag = "notices",
    params(PathId<DissolutionId>, IdempotencyKey),
    request_body = TaxInformation,
    responses((status = 200, description = "Recorded.", body = TaxInformed)),
    security(("access_token" = ["dissolution.prepare"])),
)]
#[post("/v1/dissolutions/{id}/inform-tax")]
pub(super) async fn inform_tax(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPrepare>,
    id: PathId<DissolutionId>,
    submitted: Keyed<TaxInformation>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    write_by(&service.runtime, caller, once, move |connection, context, caller| {
        let who = Caller { id: caller.principal().id, scope: caller.scope.clone() };
        let TaxInformation { informed_on, document_id } = body;
        let told = usecase::inform_tax(connection, context, &who, id.0, informed_on, document_id)?;
        Reply::done(&TaxInformed { dissolution_id: id.0, informed_on: told.1 })
    })
    .await
}
