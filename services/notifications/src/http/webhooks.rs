//! `/v1/webhooks`, `/v1/webhooks/{id}`

use actix_web::{HttpRequest, HttpResponse, get, patch, post, web::Data};
use htx_kit::{
    act::write,
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Changed, Created, IdempotencyKey, IfMatch, Keyed, Page, Paged, PathId, Reply, StrictQuery,
        Whole, listed::Listed, table::Representation,
    },
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    agency::AgencyCode,
    event::Place,
    id::WebhookId,
    notification::{WebhookSignature, WebhookState},
    permission::{Permission, permit},
    refusal::{ErrorCode, Fault, Refusal, Text},
};
use serde::Deserialize;

use super::view::{WEBHOOKS, WebhookView, WebhookWithSecret};
use crate::{
    Notifications,
    domain::{
        event_types::EventPattern,
        owner::{FEEDS, Owner, Scopes},
        start::{self, Start},
        webhook::{Content, Webhook, check},
    },
    store::webhook as store,
    usecase::{hold::unknown, manage},
};

/// What an agency says of a webhook (nội dung webhook).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WebhookContent {
    /// Where messages are sent (địa chỉ nhận): https, on the public network, without a user name.
    #[schema(min_length = 1, max_length = 2000, examples("https://hooks.so-tc.example/htx"))]
    url: String,
    /// What it is for (mô tả).
    #[schema(
        min_length = 1,
        max_length = 300,
        examples("Đồng bộ sổ đăng ký về kho dữ liệu của Sở")
    )]
    description: String,
    /// Which events it is told (loại sự kiện).
    #[schema(min_items = 1, max_items = 50)]
    types: Vec<EventPattern>,
    /// Of these districts as registered only (quận, huyện).
    #[serde(default)]
    #[schema(max_items = 200)]
    districts: Vec<DistrictCode>,
    /// Of these communes of today only (xã, phường).
    #[serde(default)]
    #[schema(max_items = 200)]
    communes: Vec<CommuneCode>,
}

/// A webhook as it is made (webhook mới).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewWebhook {
    /// What is said of it (nội dung).
    content: WebhookContent,
    /// How messages are signed (cách ký). It stays so.
    signature: WebhookSignature,
    /// For which of the caller's agencies it is made (cơ quan); where none is named, for that of the first
    /// of their offices that may. It stays so.
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", max_length = 40, examples("so-tc"))]
    agency: Option<AgencyCode>,
    /// Feeds that it is told from an earlier position on (đọc lại từ vị trí), such as that of a snapshot; of
    /// the others what happens from now on.
    #[serde(default)]
    #[schema(max_items = 5)]
    from: Vec<FeedStart>,
}

/// A position of a feed (vị trí bắt đầu).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FeedStart {
    /// The service whose feed it is (dịch vụ).
    #[schema(min_length = 1, max_length = 40, examples("registry"))]
    service: String,
    /// What comes after this position is told: 0 for everything, or the position that a snapshot gives.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    after: u64,
}

impl WebhookContent {
    /// Checked: what it says, for an owner today; then where its address leads now. Faults are told at
    /// places beneath `at`.
    async fn checked(
        self,
        at: &str,
        service: &Notifications,
        owner: &Owner,
    ) -> Result<Content, Refusal> {
        let Self { url, description, types, districts, communes } = self;
        let sent = Content { url, description, types, districts, communes };
        let today = service.runtime.ids.now().date();
        let reaches = |place: &Place| {
            let mut scopes = Scopes::on(today, &service.agencies);
            FEEDS.iter().any(|(feed, _)| scopes.cover(owner, feed, place))
        };
        let within = |refusal: Refusal| {
            let moved =
                |fault: Fault| Fault { pointer: format!("{at}{}", fault.pointer).into(), ..fault };
            let faults = refusal.faults.iter().cloned().map(moved).collect();
            refusal.with_faults(faults)
        };
        let private_allowed = service.sender.is_private_allowed();
        let content = check(sent, private_allowed, reaches).map_err(within)?;
        service.sender.check(&content.url).await.map_err(within)?;
        Ok(content)
    }
}

/// For whom the caller makes a webhook: for the agency that they name, else in the first of their offices.
fn owner(
    caller: &Authorized<permit::WebhookManage>,
    named: Option<&AgencyCode>,
) -> Result<Owner, Refusal> {
    let mut offices = caller.principal().offices_for(Permission::WebhookManage);
    let office = offices.find(|(agency, _)| named.is_none_or(|named| *agency == named));
    let (agency, role) = office.ok_or_else(|| match named {
        Some(_) => Refusal::rules(vec![Fault::new("/agency", "not_your_agency", NOT_YOURS)]),
        None => Refusal::new(
            ErrorCode::PermissionDenied,
            Text::fixed("Chỉ cơ quan mới có webhook.", "Only agencies have webhooks."),
        ),
    })?;
    Ok(Owner { agency: agency.clone(), role })
}

const NOT_YOURS: Text = Text::fixed(
    "Tài khoản này không quản lý webhook của cơ quan nêu tên.",
    "This account manages no webhooks of the agency that it names.",
);

/// Which webhooks.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct WebhookQuery {
    /// Where they stand (trạng thái).
    state: Option<WebhookState>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List the agency's webhooks (danh sách webhook)
///
/// An agency sees its own, in the order in which they were made. `Accept` chooses JSON by pages, or the
/// whole list as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "webhooks",
    params(WebhookQuery),
    responses(Paged<Page<WebhookView>>),
    security(("access_token" = ["webhook.read"])),
)]
#[get("/v1/webhooks")]
pub(super) async fn list_webhooks(
    request: HttpRequest,
    service: Data<Notifications>,
    caller: Authorized<permit::WebhookRead>,
    query: StrictQuery<WebhookQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(WebhookQuery { state, limit, cursor }) = query;
    let (scope, principal) = (caller.scope.clone(), caller.principal().clone());
    let wanted = Listed {
        request: &request,
        runtime: &service.runtime,
        representation,
        table: &WEBHOOKS,
        name: format!("webhooks {scope:?} {state:?}"),
        limit,
        cursor,
    };
    let shown = service.get_ref().clone();
    let rows = move |connection: &mut Connection, after: Option<&WebhookId>, limit| {
        let found = store::list(connection, &scope, state, after, limit)?;
        let view = |one: Webhook| Ok((one.id, WebhookView::of(one, &shown, &principal)?));
        found.into_iter().map(view).collect()
    };
    wanted.answer(rows, |(id, _): &(WebhookId, WebhookView)| *id, |(_, view)| view).await
}

/// Make a webhook (tạo webhook)
///
/// For the caller's own agency; who has offices in several names one in `agency`. It is told of events from now
/// on, as far as the agency may read the feed of each service at the moment of sending. Whoever needs what was
/// before loads a snapshot and names its position in `from`, or makes the webhook first and loads a snapshot
/// then. The answer holds the secret of HMAC, once.
#[utoipa::path(
    tag = "webhooks",
    params(IdempotencyKey),
    request_body = NewWebhook,
    responses(Created<WebhookWithSecret>),
    security(("access_token" = ["webhook.manage"])),
)]
#[post("/v1/webhooks")]
pub(super) async fn create_webhook(
    service: Data<Notifications>,
    caller: Authorized<permit::WebhookManage>,
    submitted: Keyed<NewWebhook>,
) -> Result<Reply, Failure> {
    let Keyed { body: NewWebhook { content, signature, agency, from }, once } = submitted;
    let owner = owner(&caller, agency.as_ref())?;
    let starts = from.into_iter().map(|one| Start::new(one.service, one.after));
    let starts: Vec<Start> = starts.collect();
    start::check(&starts)?;
    // Before the key is looked up: a repetition is refused where the name leads nowhere at that moment.
    let content = content.checked("/content", &service, &owner).await?;
    let (shown, principal) = (service.get_ref().clone(), caller.principal().clone());
    write(&service.runtime, caller, once, move |act| {
        let made = manage::make(act, owner, content, (signature, starts))?;
        let (path, version) = (format!("/v1/webhooks/{}", made.id), made.version);
        let (answered, kept) = WebhookWithSecret::of(made, &shown, &principal)?;
        Reply::created(path, version, &answered)?.keeping(&kept)
    })
    .await
}

/// Read a webhook (xem webhook)
///
/// With what the caller may do with it now. Its secret is not shown again.
#[utoipa::path(
    tag = "webhooks",
    params(PathId<WebhookId>),
    responses(Whole<WebhookView>),
    security(("access_token" = ["webhook.read"])),
)]
#[get("/v1/webhooks/{id}")]
pub(super) async fn read_webhook(
    service: Data<Notifications>,
    caller: Authorized<permit::WebhookRead>,
    id: PathId<WebhookId>,
) -> Result<Whole<WebhookView>, Failure> {
    let (scope, principal) = (caller.scope.clone(), caller.principal().clone());
    let work = move |connection: &mut Connection| {
        Ok(store::find(connection, &scope, id.0)?.ok_or_else(unknown)?)
    };
    let found = service.runtime.database.read(work).await?;
    let version = found.version;
    Ok(Whole { version, resource: WebhookView::of(found, &service, &principal)? })
}

/// Change a webhook (sửa webhook)
///
/// All that is said of it, as it is sent. What is on its way goes to the new address.
#[utoipa::path(
    tag = "webhooks",
    params(PathId<WebhookId>, IfMatch, IdempotencyKey),
    request_body = WebhookContent,
    responses(Changed<WebhookView>),
    security(("access_token" = ["webhook.manage"])),
)]
#[patch("/v1/webhooks/{id}")]
pub(super) async fn change_webhook(
    service: Data<Notifications>,
    caller: Authorized<permit::WebhookManage>,
    id: PathId<WebhookId>,
    seen: IfMatch,
    submitted: Keyed<WebhookContent>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let scope = caller.scope.clone();
    let find = move |connection: &mut Connection| {
        Ok(store::find(connection, &scope, id.0)?.ok_or_else(unknown)?)
    };
    // What it may be told is its own owner's affair, in whichever office the caller acts.
    let owner = service.runtime.database.read(find).await?.owner;
    let content = body.checked("", &service, &owner).await?;
    let (shown, principal) = (service.get_ref().clone(), caller.principal().clone());
    write(&service.runtime, caller, once, move |act| {
        let changed = manage::change(act, (id.0, &seen), content)?;
        Reply::changed(changed.version, &WebhookView::of(changed, &shown, &principal)?)
    })
    .await
}
