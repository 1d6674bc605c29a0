//! The policy table, for everybody to read.

use actix_web::{Responder, get, http::header::CACHE_CONTROL, web::Json};
use htx_model::{
    code_list::LabelledCode,
    permission::Permission,
    policy::{Held, Rule, rules},
};
use serde::Serialize;

/// A permission, and what it allows in both languages.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct PermissionEntry {
    /// Its stable code, as operations name it in `security`.
    #[schema(examples("organisation.read"))]
    code: &'static str,
    /// What it allows, in Vietnamese.
    #[schema(examples("xem sổ đăng ký"))]
    text_vi: String,
    /// What it allows, in English.
    #[schema(examples("read the register"))]
    text_en: String,
    /// Whether an agency that has ended keeps it, for what it held (cơ quan đã kết thúc vẫn giữ).
    kept_by_ended_agencies: bool,
}

impl From<Permission> for PermissionEntry {
    fn from(permission: Permission) -> Self {
        let text = permission.text();
        Self {
            code: permission.code(),
            text_vi: text.vi.into_owned(),
            text_en: text.en.into_owned(),
            kept_by_ended_agencies: permission.kept_by_ended_agencies(),
        }
    }
}

/// Một dòng của bảng phân quyền. One line of the policy: who holds a permission, and how far it
/// goes.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct AuthorizationRule {
    /// The permission (quyền).
    permission: PermissionEntry,
    /// Whether organisations' own accounts hold it (tài khoản của chính tổ chức).
    organisations: bool,
    /// The kinds of agency that hold it (loại cơ quan), by origin or by succession.
    #[schema(max_items = 100)]
    agency_kinds: Vec<LabelledCode>,
    /// With which roles (vai trò).
    #[schema(max_items = 20)]
    roles: Vec<LabelledCode>,
    /// How far (phạm vi).
    reach: LabelledCode,
}

impl From<&Rule> for AuthorizationRule {
    fn from(rule: &Rule) -> Self {
        Self {
            permission: rule.permission.into(),
            organisations: matches!(rule.held, Held::ByOrganisations),
            agency_kinds: rule.held.agency_kinds().into_iter().map(LabelledCode::of).collect(),
            roles: rule.roles.iter().copied().map(LabelledCode::of).collect(),
            reach: LabelledCode::of(rule.reach),
        }
    }
}

/// The whole table (bảng phân quyền), as one page.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct AuthorizationRules {
    /// Every rule (mọi quy tắc).
    #[schema(max_items = 1000)]
    items: Vec<AuthorizationRule>,
    /// No page follows: this is all.
    #[schema(required, max_length = 2000)]
    next: Option<String>,
}

/// List the policy table
///
/// Bảng phân quyền: loại cơ quan nào, vai trò nào được làm gì và trong phạm vi nào. The table that
/// every service enforces; a permission without a line is held by nobody.
#[utoipa::path(
    tag = "authorization",
    operation_id = "list_authorization_rules",
    responses((status = 200, description = "Every rule (mọi quy tắc).", body = AuthorizationRules))
)]
#[get("/v1/authorization/rules")]
pub(super) async fn list_authorization_rules() -> impl Responder {
    let items: Vec<AuthorizationRule> = rules().map(AuthorizationRule::from).collect();
    Json(AuthorizationRules { items, next: None })
        .customize()
        .insert_header((CACHE_CONTROL, "public, max-age=300"))
}
