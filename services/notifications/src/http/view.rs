//! A webhook as it is shown. Its secret is shown once, when it is made.

use htx_kit::{
    failure::Failure,
    http::{listed::column, table::Table},
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    agency::AgencyCode,
    date::Instant,
    id::WebhookId,
    notification::{WebhookAction, WebhookSignature, WebhookState, WebhookStop},
    permission::Permission,
    principal::{Principal, Role},
};
use serde::Serialize;

use crate::{
    Notifications,
    domain::{
        event_types::EventPattern, lifecycle, signature::Secret, start::Start, target,
        webhook::Webhook,
    },
};

/// An address that an agency has events sent to (webhook).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = Webhook)]
pub(super) struct WebhookView {
    /// Its id.
    id: WebhookId,
    /// Whose it is (cơ quan).
    #[schema(value_type = String, examples("so-tc"))]
    agency: AgencyCode,
    /// In which role of it the webhook was made (vai trò): agency and role say what it may be told.
    role: Role,
    /// Where messages are sent (địa chỉ nhận). Whoever does not manage the webhook sees scheme, host and
    /// port only: the rest may hold a secret of the receiver.
    #[schema(max_length = 2000, examples("https://hooks.so-tc.example/htx"))]
    url: String,
    /// What it is for (mô tả).
    #[schema(max_length = 300, examples("Đồng bộ sổ đăng ký về kho dữ liệu của Sở"))]
    description: String,
    /// Which events it is told (loại sự kiện).
    #[schema(max_items = 50)]
    types: Vec<EventPattern>,
    /// Of these districts as registered only (quận, huyện).
    #[schema(max_items = 200)]
    districts: Vec<DistrictCode>,
    /// Of these communes of today only (xã, phường).
    #[schema(max_items = 200)]
    communes: Vec<CommuneCode>,
    /// How messages are signed (cách ký).
    signature: WebhookSignature,
    /// By which ed25519 signatures are verified (khóa công khai), the newest first; of HMAC none.
    #[schema(max_items = 2, examples("whpk_oWHeJGwqw0VPLCzgqdUwLWj7Zb+8GVhl5Ya22wGc8bo="))]
    public_keys: Vec<String>,
    /// Until when the secret before signs as well.
    #[schema(required)]
    previous_secret_until: Option<Instant>,
    /// Where it stands (trạng thái).
    state: WebhookState,
    /// Why it was stopped without being asked (lý do).
    #[schema(required)]
    stopped_for: Option<WebhookStop>,
    /// It is told what was recorded from then on: from a minute before it was made, or went on after it had
    /// been disabled.
    told_from: Instant,
    /// Which feeds it is told from an earlier position on (đọc lại từ vị trí).
    #[schema(max_items = 5)]
    from: Vec<StartView>,
    /// Since when it has taken nothing; null while it takes what it is told.
    #[schema(required)]
    failing_since: Option<Instant>,
    /// The login name of whoever made it (người tạo).
    #[schema(max_length = 200)]
    made_by: String,
    /// When.
    made_at: Instant,
    /// What the caller may do now (thao tác được phép).
    available_actions: Vec<WebhookAction>,
    /// Its version, as in its ETag.
    #[schema(minimum = 1)]
    version: i64,
    /// When this version was written.
    recorded_at: Instant,
}

/// A feed that a webhook is told from an earlier position on (vị trí bắt đầu).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = WebhookStart)]
pub(super) struct StartView {
    /// The service whose feed it is (dịch vụ).
    #[schema(max_length = 40, examples("registry"))]
    service: String,
    /// What comes after this position is told.
    #[schema(minimum = 0)]
    after: u64,
    /// How far the feed was read for it.
    #[schema(minimum = 0)]
    read_to: u64,
    /// Whether it was read as far as everybody is told.
    done: bool,
    /// Whether the events after the position were no longer kept, so that a snapshot must be loaded.
    gone: bool,
}

impl From<Start> for StartView {
    fn from(one: Start) -> Self {
        let Start { feed, after, read_to, done, gone } = one;
        Self { service: feed, after, read_to, done, gone }
    }
}

/// A webhook with its new secret (webhook kèm khóa bí mật).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub(super) struct WebhookWithSecret {
    /// The webhook.
    webhook: WebhookView,
    /// The secret by which HMAC is verified (khóa bí mật), shown this once; null where the public key
    /// serves, and when the request is repeated.
    #[schema(required, max_length = 100, examples("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))]
    secret: Option<String>,
}

impl WebhookView {
    /// A webhook as somebody sees it.
    pub(super) fn of(
        one: Webhook,
        service: &Notifications,
        principal: &Principal,
    ) -> Result<Self, Failure> {
        let manages = principal.scope(Permission::WebhookManage);
        let may = manages.agencies().any(|agency| *agency == one.owner.agency);
        let now = service.runtime.ids.now();
        let public = |number| Secret::of(&service.secret, one.id, number).public();
        let public_keys = match one.signature {
            WebhookSignature::Hmac => Vec::new(),
            WebhookSignature::Ed25519 => {
                one.generations(now).map(public).collect::<Result<Vec<_>, Failure>>()?
            }
        };
        Ok(Self {
            available_actions: lifecycle::open_actions(one.state).filter(|_| may).collect(),
            public_keys,
            id: one.id,
            agency: one.owner.agency,
            role: one.owner.role,
            url: if may { one.content.url } else { target::origin(&one.content.url) },
            description: one.content.description,
            types: one.content.types,
            districts: one.content.districts,
            communes: one.content.communes,
            signature: one.signature,
            previous_secret_until: one.previous_until.filter(|until| now < *until),
            state: one.state,
            stopped_for: one.stopped_for,
            told_from: one.told_from,
            from: one.starts.into_iter().map(StartView::from).collect(),
            failing_since: one.failing_since,
            made_by: one.made_by_name,
            made_at: one.made_at,
            version: one.version,
            recorded_at: one.recorded_at,
        })
    }
}

impl WebhookWithSecret {
    /// A webhook whose secret is new: as it is answered, and as it is kept for a repetition.
    pub(super) fn of(
        one: Webhook,
        service: &Notifications,
        principal: &Principal,
    ) -> Result<(Self, Self), Failure> {
        let secret = match one.signature {
            WebhookSignature::Hmac => {
                Some(Secret::of(&service.secret, one.id, one.generation).shown())
            }
            WebhookSignature::Ed25519 => None,
        };
        let webhook = WebhookView::of(one, service, principal)?;
        Ok((Self { webhook: webhook.clone(), secret }, Self { webhook, secret: None }))
    }
}

/// Webhooks as a table.
pub(super) static WEBHOOKS: Table = Table {
    name: "webhooks",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("agency", "Mã cơ quan", "Agency", "/agency"),
        column("description", "Mô tả", "Description", "/description"),
        column("signature", "Cách ký", "Signature", "/signature"),
        column("state", "Trạng thái", "State", "/state"),
        column("stopped_for", "Lý do ngắt", "Stopped for", "/stopped_for"),
        column("failing_since", "Không nhận từ", "Failing since", "/failing_since"),
        column("made_by", "Người tạo", "Made by", "/made_by"),
        column("made_at", "Tạo lúc", "Made at", "/made_at"),
    ],
};
