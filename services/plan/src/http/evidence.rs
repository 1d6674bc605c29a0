//! `GET /v1/plans/{code}/targets/{target}/evidence`

use actix_web::{HttpRequest, HttpResponse, get, http::header::VARY, web::Data};
use futures_util::{Stream, stream};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{
        Page, PageRequest, Paged, PathIds, StrictQuery, language,
        listed::{column, for_json_only},
        table::{self, Representation, Table},
    },
    indicator::{EvidenceCheckpoint, EvidenceRecord, Place, RECORDS_MAX},
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    date::{Date, Instant},
    indicator::Unit,
    permission::permit,
    plan::Aggregate,
    scope::Scope,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::progress::FigureRule;
use crate::{
    PlanService,
    usecase::evidence::{self, Subject},
};

/// What a figure stands on (căn cứ của số liệu).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub(super) struct TargetEvidence {
    /// The plan's code (mã kế hoạch).
    #[schema(max_length = 40, examples("hn-2025"))]
    plan: String,
    /// The target's number in the plan (số thứ tự).
    #[schema(max_length = 10, examples("1a"))]
    number: String,
    /// Its code (mã chỉ tiêu).
    #[schema(max_length = 60, examples("new_cooperatives"))]
    code: String,
    /// In what it is measured (đơn vị tính).
    unit: Unit,
    /// The service that computes it and has the records (dịch vụ tính). Its log's public key stands in the
    /// notes of `/v1/<service>/checkpoint`.
    #[schema(max_length = 40, examples("registry"))]
    service: &'static str,
    /// The first day of the period (từ ngày).
    period_from: Date,
    /// The last (đến ngày).
    period_to: Date,
    /// As of which day it was asked (tính đến ngày); null where that was not said.
    #[schema(required)]
    as_of: Option<Date>,
    /// The value within what the caller reaches (giá trị trong phạm vi được xem), of all places.
    #[schema(required)]
    value: Option<i64>,
    /// How many are counted there.
    #[schema(minimum = 0)]
    counted: i64,
    /// What stands above the line.
    #[schema(required)]
    numerator: Option<i64>,
    /// What stands below the line: the value is what stands above it over this, rounded half up; of a share in
    /// hundredths of a per cent. Records tell what each of them adds.
    #[schema(minimum = 0)]
    denominator: i64,
    /// How many reported what is needed (số đã báo cáo).
    #[schema(minimum = 0)]
    reported: i64,
    /// How many should have (số phải báo cáo).
    #[schema(minimum = 0)]
    expected: i64,
    /// How the figure comes of what is counted (cách tổng hợp).
    aggregate: Aggregate,
    /// The least that the city is to reach (mức tối thiểu).
    #[schema(minimum = 0)]
    minimum: i64,
    /// The upper end, where the plan gives a range (mức tối đa).
    #[schema(required, minimum = 0)]
    maximum: Option<i64>,
    /// What was allocated to the place that was asked for (mức được phân bổ); null where nothing was.
    #[schema(required, minimum = 0)]
    allocated: Option<i64>,
    /// The rule by which it is computed (quy tắc tính).
    rule: FigureRule,
    /// When it was computed (thời điểm tính).
    computed_at: Instant,
    /// Up to which position the log of the service was sealed then.
    #[schema(minimum = 0)]
    log_position: u64,
    /// What the proofs lead to; null before the service's first checkpoint.
    #[schema(required)]
    checkpoint: Option<EvidenceCheckpoint>,
    /// The records that are counted, below the line of a share or mean too, by their ids.
    #[schema(max_items = 200)]
    items: Vec<EvidenceRecord>,
    /// The cursor of the next page; null on the last.
    #[schema(required, max_length = 2000)]
    next: Option<String>,
}

/// Of which day and place, and which page.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct EvidenceQuery {
    /// As of which day (tính đến ngày): what happened by then, as it is known today.
    #[param(example = "2025-06-30")]
    as_of: Option<Date>,
    /// Records of this district as registered (quận, huyện, thị xã).
    #[param(value_type = Option<String>, pattern = "^[0-9]{3}$", example = "277")]
    district: Option<DistrictCode>,
    /// Records in this commune of today (xã, phường).
    #[param(value_type = Option<String>, pattern = "^[0-9]{5}$", example = "10045")]
    commune: Option<CommuneCode>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// Evidence as a table; NDJSON has the proofs as well.
static EVIDENCE: Table = Table {
    name: "plan-evidence",
    columns: &[
        column("id", "Mã bản ghi", "Record", "/id"),
        column("kind", "Loại", "Kind", "/kind"),
        column("organisation", "Tổ chức", "Organisation", "/organisation"),
        column("counted_on", "Ngày tính", "Day that counts", "/counted_on"),
        column("numerator", "Cộng vào tử số", "Adds above the line", "/numerator"),
        column("denominator", "Cộng vào mẫu số", "Adds below the line", "/denominator"),
        column("district", "Quận, huyện", "District", "/district"),
        column("commune", "Xã, phường hiện nay", "Commune of today", "/commune"),
        column("event", "Sự kiện mới nhất", "Newest event", "/events/0/id"),
        column("event_type", "Loại sự kiện", "Type of the event", "/events/0/type"),
        column("position", "Vị trí nhật ký", "Log position", "/events/0/position"),
        column("leaf", "Mã băm", "Hash", "/events/0/leaf"),
    ],
};

/// Read what a target's figure stands on (xem căn cứ của số liệu)
///
/// The records that the service which computes it counts, within what the caller reaches, with what its
/// log says of each and the proofs that lead to its newest signed checkpoint; rule and log position make the
/// figure one that can be computed again. `/v1/<service>/events/{id}/proof` gives an event's bytes. CSV,
/// XLSX and NDJSON hold all records.
#[utoipa::path(
    tag = "plan progress",
    params(
        ("code" = String, Path, description = "The plan's code (mã kế hoạch).", max_length = 40, pattern = "^[a-z0-9-]+$", example = "hn-2025"),
        ("target" = String, Path, description = "The target's code, or its number in the plan (chỉ tiêu).", max_length = 60, pattern = "^[0-9a-z_.]+$", example = "new_cooperatives"),
        EvidenceQuery,
    ),
    responses(
        Paged<TargetEvidence>,
        (status = 409, description = "`state_conflict`: no service computes the target, or its year has not begun.", content_type = "application/problem+json", body = htx_kit::http::Problem),
        (status = 504, description = "`upstream_timeout`: the service that has the records does not answer.", content_type = "application/problem+json", body = htx_kit::http::Problem),
    ),
    security(("access_token" = ["indicator.read"])),
)]
#[get("/v1/plans/{code}/targets/{target}/evidence")]
pub(super) async fn read_target_evidence(
    request: HttpRequest,
    service: Data<PlanService>,
    caller: Authorized<permit::IndicatorRead>,
    of: PathIds<String, String>,
    query: StrictQuery<EvidenceQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let EvidenceQuery { as_of, district, commune, limit, cursor } = query.0;
    let runtime = &service.runtime;
    let subject = evidence::subject(runtime, &service.figures, (of.0, of.1), as_of).await?;
    let place = Place { district, commune };
    let scope = caller.scope.clone();
    if let Representation::Table(form) = representation {
        for_json_only(&[("limit", limit.is_some()), ("cursor", cursor.is_some())])?;
        let batches = batches(subject, scope, place);
        return table::of_batches(form, language(&request), &EVIDENCE, batches).await;
    }
    let list =
        format!("evidence {} {} {as_of:?} {place:?}", subject.plan.code, subject.target.code);
    let page: PageRequest<Uuid> =
        PageRequest::read(&runtime.cursor_key, list, limit, cursor.as_deref())?;
    let fetch = u32::try_from(page.fetch()).unwrap_or(RECORDS_MAX);
    let (computed, records, checkpoint) =
        subject.page(scope, place.clone(), page.after, fetch).await?;
    let Page { items, next, .. } =
        page.page(&runtime.cursor_key, records, |record| record.id, |record| record)?;
    let Subject { plan, target, measured, allocated, .. } = subject;
    Ok(HttpResponse::Ok().insert_header((VARY, "Accept, Accept-Language, Authorization")).json(
        TargetEvidence {
            plan: plan.code,
            number: target.number,
            code: target.code,
            unit: target.unit,
            service: measured.service,
            period_from: computed.from,
            period_to: computed.to,
            as_of,
            value: computed.whole.value,
            counted: computed.whole.counted,
            numerator: computed.whole.numerator,
            denominator: computed.whole.denominator,
            reported: computed.whole.reported,
            expected: computed.whole.expected,
            aggregate: target.aggregate,
            minimum: target.minimum,
            maximum: target.maximum,
            allocated: allocated.of(&place),
            rule: FigureRule::of(&computed.rule, language(&request)),
            computed_at: computed.computed_at,
            log_position: computed.log_position,
            checkpoint,
            items,
            next,
        },
    ))
}

/// How far the records were read.
enum Read {
    Nothing,
    UpTo(Uuid),
    All,
}

/// Reads all records batch by batch from the service that has them; their figure nobody asked for.
fn batches(
    subject: Subject,
    scope: Scope,
    place: Place,
) -> impl Stream<Item = Result<Vec<EvidenceRecord>, Failure>> {
    stream::try_unfold((subject, Read::Nothing), move |(subject, read)| {
        let (scope, place) = (scope.clone(), place.clone());
        async move {
            let after = match read {
                Read::Nothing => None,
                Read::UpTo(id) => Some(id),
                Read::All => return Ok(None),
            };
            let records = subject.records(scope, place, after, RECORDS_MAX).await?;
            let full = records.len() >= RECORDS_MAX as usize;
            let last = records.last().map(|record| record.id).filter(|_| full);
            Ok(Some((records, (subject, last.map_or(Read::All, Read::UpTo)))))
        }
    })
}
