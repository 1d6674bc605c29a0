//! `/v1/plans/{code}/targets/{target}/declarations`, `/v1/plan-declarations/{id}`

use actix_web::{HttpRequest, HttpResponse, get, post, web::Data};
use htx_kit::{
    act::write,
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Changed, Created, IdempotencyKey, IfMatch, Keyed, Page, Paged, PathId, PathIds, Reply,
        StrictQuery, Whole,
        listed::{Listed, column},
        table::{Representation, Table},
    },
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    agency::AgencyCode,
    date::{Date, Instant},
    id::DeclarationId,
    permission::permit,
};
use serde::{Deserialize, Serialize};

use crate::{
    PlanService,
    domain::declaration::{Declaration, Declared},
    store::declaration::{self as store, Filter},
    usecase::{
        declare,
        version::{unknown_plan, unknown_target},
    },
};

/// What an agency declares of a target (số liệu kê khai).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = Declaration)]
pub(super) struct DeclarationView {
    /// Its id.
    id: DeclarationId,
    /// The target's code (mã chỉ tiêu).
    #[schema(max_length = 60, examples("new_alliance_members"))]
    target: String,
    /// The agency (cơ quan kê khai).
    #[schema(value_type = String, examples("lmhtx"))]
    agency: AgencyCode,
    /// The name that it had then (tên cơ quan).
    #[schema(max_length = 300)]
    agency_name: String,
    /// Of which district (quận, huyện, thị xã); null where it is of the whole city, or of a commune.
    #[schema(required, value_type = Option<String>, pattern = "^[0-9]{3}$", examples("277"))]
    district: Option<DistrictCode>,
    /// Of which commune (xã, phường).
    #[schema(required, value_type = Option<String>, pattern = "^[0-9]{5}$", examples("10045"))]
    commune: Option<CommuneCode>,
    /// The figure, in the target's unit (giá trị).
    value: i64,
    /// As of which day (tính đến ngày).
    as_of: Date,
    /// The document that says it (số văn bản).
    #[schema(max_length = 100, examples("45/BC-LMHTX"))]
    document_number: String,
    /// Its date (ngày văn bản).
    #[schema(required)]
    document_issued_on: Option<Date>,
    /// What else is to be said (ghi chú); null where nothing is, or it was erased. Absent in tables.
    #[schema(required, max_length = 1000)]
    note: Option<String>,
    /// The login name of whoever declared it (người kê khai).
    #[schema(max_length = 200, examples("lmhtx.officer"))]
    declared_by: String,
    /// Since when it no longer holds (ngày rút).
    #[schema(required)]
    withdrawn_on: Option<Date>,
    /// The login name of whoever withdrew it (người rút).
    #[schema(required, max_length = 200)]
    withdrawn_by: Option<String>,
    /// Why (lý do rút). Absent in tables.
    #[schema(required, max_length = 1000)]
    withdrawal_reason: Option<String>,
    /// Its version, as in its ETag.
    #[schema(minimum = 1)]
    version: i64,
    /// When this version was written.
    recorded_at: Instant,
}

impl From<Declaration> for DeclarationView {
    fn from(one: Declaration) -> Self {
        Self {
            id: one.id,
            target: one.target,
            agency: one.agency,
            agency_name: one.agency_name,
            district: one.district,
            commune: one.commune,
            value: one.value,
            as_of: one.as_of,
            document_number: one.document_number,
            document_issued_on: one.document_issued_on,
            note: one.note,
            declared_by: one.declared_by_name,
            withdrawn_on: one.withdrawn_on,
            withdrawn_by: one.withdrawn_by_name,
            withdrawal_reason: one.withdrawal_reason,
            version: one.version,
            recorded_at: one.recorded_at,
        }
    }
}

impl DeclarationView {
    /// Without what people wrote beside the figure: what is kept for a repetition of the request.
    fn without_words(&self) -> Self {
        Self { note: None, withdrawal_reason: None, ..self.clone() }
    }
}

/// Declarations as a table. What people wrote beside the figure is no part of it.
static DECLARATIONS: Table = Table {
    name: "plan-declarations",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("target", "Chỉ tiêu", "Target", "/target"),
        column("agency", "Mã cơ quan", "Agency", "/agency"),
        column("agency_name", "Cơ quan kê khai", "Agency's name", "/agency_name"),
        column("district", "Quận, huyện", "District", "/district"),
        column("commune", "Xã, phường", "Commune", "/commune"),
        column("value", "Giá trị", "Value", "/value"),
        column("as_of", "Tính đến ngày", "As of", "/as_of"),
        column("document_number", "Văn bản", "Document", "/document_number"),
        column("document_issued_on", "Ngày văn bản", "Date of the document", "/document_issued_on"),
        column("declared_by", "Người kê khai", "Declared by", "/declared_by"),
        column("withdrawn_on", "Ngày rút", "Withdrawn on", "/withdrawn_on"),
        column("recorded_at", "Ghi nhận lúc", "Recorded at", "/recorded_at"),
    ],
};

/// What is declared (số liệu kê khai).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewDeclaration {
    /// The figure, in the target's unit (giá trị).
    #[schema(minimum = -1_000_000_000_000_000_i64, maximum = 1_000_000_000_000_000_i64, examples(52))]
    value: i64,
    /// As of which day (tính đến ngày): from the beginning of the plan's year to today.
    as_of: Date,
    /// The document that says it (số văn bản).
    #[schema(min_length = 1, max_length = 100, examples("45/BC-LMHTX"))]
    document_number: String,
    /// Its date (ngày văn bản).
    #[serde(default)]
    document_issued_on: Option<Date>,
    /// What else is to be said (ghi chú).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 1000)]
    note: Option<String>,
}

/// Declare what was reached of a target (kê khai kết quả chỉ tiêu)
///
/// By an officer for their own agency: of the whole city, or a district or commune of its territory. It
/// stands beside what is computed and replaces nothing; the newest that an agency has not withdrawn is
/// shown with the progress.
#[utoipa::path(
    tag = "plan progress",
    params(
        ("code" = String, Path, description = "The plan's code (mã kế hoạch).", max_length = 40, pattern = "^[a-z0-9-]+$", example = "hn-2025"),
        ("target" = String, Path, description = "The target's code, or its number in the plan (chỉ tiêu).", max_length = 60, pattern = "^[0-9a-z_.]+$", example = "new_alliance_members"),
        IdempotencyKey,
    ),
    request_body = NewDeclaration,
    responses(Created<DeclarationView>),
    security(("access_token" = ["plan.declare"])),
)]
#[post("/v1/plans/{code}/targets/{target}/declarations")]
pub(super) async fn declare_target(
    service: Data<PlanService>,
    caller: Authorized<permit::PlanDeclare>,
    of: PathIds<String, String>,
    submitted: Keyed<NewDeclaration>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let NewDeclaration { value, as_of, document_number, document_issued_on, note } = body;
    let declared = Declared { value, as_of, document_number, document_issued_on, note };
    write(&service.runtime, caller, once, move |act| {
        let made = declare::declare(act, (&of.0, &of.1), declared)?;
        let (path, version) = (format!("/v1/plan-declarations/{}", made.id), made.version);
        let view = DeclarationView::from(made);
        Reply::created(path, version, &view)?.keeping(&view.without_words())
    })
    .await
}

/// How many, and from where.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct DeclarationsQuery {
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List what was declared of a target (danh sách số liệu kê khai)
///
/// All of it, also what was withdrawn, in the order in which it was declared; of a mean or share what was
/// declared for places that the caller reaches, as it would tell of others what few reported. `Accept` chooses JSON by
/// pages, or the whole list as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "plan progress",
    params(
        ("code" = String, Path, description = "The plan's code (mã kế hoạch).", max_length = 40, pattern = "^[a-z0-9-]+$", example = "hn-2025"),
        ("target" = String, Path, description = "The target's code, or its number in the plan (chỉ tiêu).", max_length = 60, pattern = "^[0-9a-z_.]+$", example = "new_alliance_members"),
        DeclarationsQuery,
    ),
    responses(Paged<Page<DeclarationView>>),
    security(("access_token" = ["plan.read"])),
)]
#[get("/v1/plans/{code}/targets/{target}/declarations")]
pub(super) async fn list_declarations(
    request: HttpRequest,
    service: Data<PlanService>,
    caller: Authorized<permit::PlanRead>,
    of: PathIds<String, String>,
    query: StrictQuery<DeclarationsQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let (PathIds(code, target), StrictQuery(query)) = (of, query);
    let today = service.runtime.ids.now().date();
    let find = move |connection: &mut Connection| {
        let found = crate::store::plan::with_code(connection, &code, today)?;
        let found = found.ok_or_else(unknown_plan)?;
        let target = found.content.target(&target).ok_or_else(unknown_target)?;
        let within = (!target.aggregate.adds_up()).then(|| caller.scope.clone());
        Ok(Filter { plan: found.plan.id, target: Some(target.code.clone()), within })
    };
    let filter = service.runtime.database.read(find).await?;
    let wanted = Listed {
        request: &request,
        runtime: &service.runtime,
        representation,
        table: &DECLARATIONS,
        name: format!("declarations {filter:?}"),
        limit: query.limit,
        cursor: query.cursor,
    };
    let rows = move |connection: &mut Connection, after: Option<&DeclarationId>, limit| {
        store::list(connection, &filter, after, limit)
    };
    wanted.answer(rows, |one: &Declaration| one.id, DeclarationView::from).await
}

/// Read a declaration (xem số liệu kê khai)
///
/// Of a mean or share only where the caller reaches the place that it is of.
#[utoipa::path(
    tag = "plan progress",
    params(PathId<DeclarationId>),
    responses(Whole<DeclarationView>),
    security(("access_token" = ["plan.read"])),
)]
#[get("/v1/plan-declarations/{id}")]
pub(super) async fn read_declaration(
    service: Data<PlanService>,
    caller: Authorized<permit::PlanRead>,
    id: PathId<DeclarationId>,
) -> Result<Whole<DeclarationView>, Failure> {
    let work = move |connection: &mut Connection| {
        let found = declare::read(connection, &caller.scope, id.0)?;
        Ok(Whole { version: found.version, resource: DeclarationView::from(found) })
    };
    service.runtime.database.read(work).await
}

/// Why a declaration is withdrawn (lý do rút).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DeclarationWithdrawal {
    /// Why (lý do).
    #[schema(min_length = 1, max_length = 1000, examples("Cộng trùng hai hợp tác xã"))]
    reason: String,
}

/// Withdraw a declaration (rút số liệu kê khai)
///
/// It stays on record and counts no more; what is right is declared anew. By an officer of the agency, or
/// of the one that holds its work today.
#[utoipa::path(
    tag = "plan progress",
    params(PathId<DeclarationId>, IfMatch, IdempotencyKey),
    request_body = DeclarationWithdrawal,
    responses(Changed<DeclarationView>),
    security(("access_token" = ["plan.declare"])),
)]
#[post("/v1/plan-declarations/{id}/withdraw")]
pub(super) async fn withdraw_declaration(
    service: Data<PlanService>,
    caller: Authorized<permit::PlanDeclare>,
    id: PathId<DeclarationId>,
    seen: IfMatch,
    submitted: Keyed<DeclarationWithdrawal>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    write(&service.runtime, caller, once, move |act| {
        let withdrawn = declare::withdraw(act, (id.0, &seen), &body.reason)?;
        let version = withdrawn.version;
        let view = DeclarationView::from(withdrawn);
        Reply::changed(version, &view)?.keeping(&view.without_words())
    })
    .await
}
