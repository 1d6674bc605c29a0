//! `GET /v1/programmes`, `GET /v1/programmes/{id}`

use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Page, Paged, PathId, StrictQuery, Whole,
        listed::{Listed, column},
        table::{Representation, Table},
    },
};
use htx_model::{
    agency::{Agencies, AgencyCode},
    date::Date,
    id::ProgrammeId,
    permission::permit,
    refusal::Refusal,
    support::{
        applications::{NormKind, SupportKind},
        programmes::{OpenTerm, ProgrammeKind},
    },
};
use serde::{Deserialize, Serialize};

use super::filters;
use crate::{
    SupportPrograms,
    domain::programme::{Content, check::CODE_LENGTH_MAX},
    store::programme::{self as store, Filter, InForce},
};

/// A support programme as it holds on a day (chương trình hỗ trợ).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = Programme)]
pub(super) struct ProgrammeView {
    /// Its id.
    id: ProgrammeId,
    /// Its code (mã chương trình).
    #[schema(max_length = 40, examples("nq-13-pl08"))]
    code: String,
    /// What it is for (loại chương trình).
    kind: ProgrammeKind,
    /// Who leads it today (cơ quan chủ trì hiện nay): whoever took over the work of the agency that the
    /// programme names; null where the work passed to several.
    #[schema(required, value_type = Option<String>, examples("so-nnmt"))]
    led_today_by: Option<AgencyCode>,
    /// The number of the version that holds.
    #[schema(minimum = 1)]
    version_number: u32,
    /// The first day of that version; null where it holds since before the register.
    #[schema(required)]
    version_valid_from: Option<Date>,
    /// What it says.
    content: Content,
    /// What is left for the lead agency to fill in (nội dung cơ quan chủ trì chưa quy định).
    #[schema(max_items = 8)]
    open: Vec<OpenTerm>,
    /// The norms that are still to be set by the lead agency (định mức do cơ quan chủ trì quy định).
    #[schema(max_items = 20)]
    to_be_set: Vec<OpenNorms>,
}

/// The norms of a kind of support that nobody has set (định mức chưa quy định).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub(super) struct OpenNorms {
    /// Of which support (loại hỗ trợ).
    kind: SupportKind,
    /// Which norms.
    #[schema(max_items = 4)]
    norms: Vec<NormKind>,
}

impl OpenNorms {
    /// The norms that are not set on a day, by kind of support.
    pub(super) fn of(content: &Content, day: Date) -> Vec<Self> {
        let open = |kind| {
            let norms = content.norms_on(kind, day);
            let set = [
                (NormKind::Ceiling, norms.ceiling.is_some()),
                (NormKind::Share, norms.share.is_some()),
                (NormKind::Times, norms.times.is_some()),
                (NormKind::TimesPerYear, norms.times_per_year.is_some()),
            ];
            set.into_iter().filter(|(_, set)| !set).map(|(norm, _)| norm).collect()
        };
        let supports = content.supports.iter();
        let supports =
            supports.map(|support| Self { kind: support.kind, norms: open(support.kind) });
        supports.filter(|open: &Self| !open.norms.is_empty()).collect()
    }
}

impl ProgrammeView {
    fn of((programme, version): InForce, agencies: &Agencies, day: Date, today: Date) -> Self {
        let content = version.content;
        let (open, to_be_set) = (content.open_terms(day), OpenNorms::of(&content, day));
        let holder = agencies.successor(&programme.lead_agency, today);
        Self {
            id: programme.id,
            code: programme.code,
            kind: programme.kind,
            led_today_by: holder.map(|agency| agency.code.clone()),
            version_number: version.number,
            version_valid_from: version.valid_from,
            open,
            to_be_set,
            content,
        }
    }
}

/// Programmes as a table.
static PROGRAMMES: Table = Table {
    name: "programmes",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("code", "Mã chương trình", "Code", "/code"),
        column("name", "Tên chương trình", "Name", "/content/name"),
        column("kind", "Loại", "Kind", "/kind"),
        column("document", "Văn bản", "Document", "/content/document/number"),
        column("lead", "Cơ quan chủ trì", "Lead agency", "/content/lead"),
        column("led_today_by", "Chủ trì hiện nay", "Led today by", "/led_today_by"),
        column("lead_assumed", "Chủ trì tạm xác định", "Lead assumed", "/content/lead_assumed"),
        column("from", "Từ năm", "From", "/content/period/from"),
        column("to", "Đến năm", "To", "/content/period/to"),
        column("version", "Phiên bản", "Version", "/version_number"),
    ],
};

/// Which programmes.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ProgrammeQuery {
    /// With this code (mã chương trình).
    #[param(min_length = 1, max_length = 40, example = "nq-13-pl08")]
    code: Option<String>,
    /// For this (loại chương trình).
    kind: Option<ProgrammeKind>,
    /// Led today by this agency, by itself or by succession (cơ quan chủ trì).
    #[param(value_type = Option<String>, max_length = 40, example = "so-nnmt")]
    led_by: Option<AgencyCode>,
    /// As they held on this day; today where it is not said.
    as_of: Option<Date>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List support programmes (danh sách chương trình hỗ trợ)
///
/// With the version that holds on the day. Norms that are not public are left open and named in
/// `to_be_set`. `Accept` chooses JSON by pages, or the whole list as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "programmes",
    params(ProgrammeQuery),
    responses(Paged<Page<ProgrammeView>>),
    security(("access_token" = ["programme.read"])),
)]
#[get("/v1/programmes")]
pub(super) async fn list_programmes(
    request: HttpRequest,
    service: Data<SupportPrograms>,
    _caller: Authorized<permit::ProgrammeRead>,
    query: StrictQuery<ProgrammeQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    let today = service.runtime.ids.now().date();
    let day = query.as_of.unwrap_or(today);
    let agencies = service.agencies.clone();
    let leads = query.led_by.as_ref().map(|holder| led_by(&agencies, holder, today));
    let code = filters::code("code", query.code, CODE_LENGTH_MAX)?;
    let filter = Filter { code, kind: query.kind, leads };
    let wanted = Listed {
        request: &request,
        runtime: &service.runtime,
        representation,
        table: &PROGRAMMES,
        name: format!("programmes {filter:?} {day}"),
        limit: query.limit,
        cursor: query.cursor,
    };
    let rows = move |connection: &mut Connection, after: Option<&ProgrammeId>, limit| {
        store::list(connection, &filter, day, after, limit)
    };
    let view = move |one: InForce| ProgrammeView::of(one, &agencies, day, today);
    wanted.answer(rows, |(programme, _): &InForce| programme.id, view).await
}

/// The agencies by whose names programmes are led that this agency leads today.
fn led_by(agencies: &Agencies, holder: &AgencyCode, today: Date) -> Vec<AgencyCode> {
    let named = agencies.all().iter().map(|agency| &agency.code);
    let leads = |code: &&AgencyCode| {
        agencies.successors(code, today).iter().any(|agency| agency.code == *holder)
    };
    named.filter(leads).cloned().collect()
}

/// As of which day.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct DayQuery {
    /// As it held on this day; today where it is not said.
    as_of: Option<Date>,
}

/// Read a support programme (xem chương trình hỗ trợ)
///
/// As it holds today, or held on another day: versions are never rewritten.
#[utoipa::path(
    tag = "programmes",
    params(PathId<ProgrammeId>, DayQuery),
    responses(
        (
            status = 200,
            description = "The programme.",
            body = ProgrammeView,
            headers(("ETag" = String, description = "The number of the version that holds.")),
        ),
    ),
    security(("access_token" = ["programme.read"])),
)]
#[get("/v1/programmes/{id}")]
pub(super) async fn read_programme(
    service: Data<SupportPrograms>,
    _caller: Authorized<permit::ProgrammeRead>,
    id: PathId<ProgrammeId>,
    query: StrictQuery<DayQuery>,
) -> Result<Whole<ProgrammeView>, Failure> {
    let today = service.runtime.ids.now().date();
    let day = query.0.as_of.unwrap_or(today);
    let agencies = service.agencies.clone();
    service
        .runtime
        .database
        .read(move |connection| {
            let found = store::find(connection, id.0, day)?;
            let found = found.ok_or_else(|| Refusal::not_found("chương trình", "programme"))?;
            let view = ProgrammeView::of(found, &agencies, day, today);
            Ok(Whole { version: i64::from(view.version_number), resource: view })
        })
        .await
}
