//! `GET /v1/reconciliations/{id}/differences`

use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Page, Paged, PathId, StrictQuery,
        table::{Representation, Table},
    },
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    code_list::CodeList as _,
    date::Instant,
    id::{DifferenceId, OrganisationId, ReconciliationId},
    permission::permit,
};
use serde::{Deserialize, Serialize};

use crate::{
    Registry,
    domain::{
        matching::MatchReason,
        national_system::{Difference, DifferenceState, FieldDifference, PairKind, Take, decide},
    },
    http::listed::{Listed, column},
    store::national_system::{self, DifferenceFilter},
    usecase::reconcile::unknown,
};

/// Which differences.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct DifferencesQuery {
    /// Of this kind (loại sai khác).
    kind: Option<PairKind>,
    /// In this state (tình trạng xử lý).
    state: Option<DifferenceState>,
    /// Of this district as registered (quận, huyện, thị xã).
    #[param(value_type = Option<String>, pattern = "^[0-9]{3}$", example = "277")]
    district: Option<DistrictCode>,
    /// In this commune of today (xã, phường).
    #[param(value_type = Option<String>, pattern = "^[0-9]{5}$", example = "10045")]
    commune: Option<CommuneCode>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// A difference between the register and the national system (sai khác).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = NationalDifference)]
pub(super) struct DifferenceView {
    /// Its id.
    id: DifferenceId,
    /// How they differ.
    kind: PairKind,
    /// Where it stands.
    state: DifferenceState,
    /// The register's organisation.
    #[schema(required)]
    organisation: Option<OrganisationId>,
    /// The row of the file as the spreadsheet program numbers it.
    #[schema(required, minimum = 0, maximum = 1_048_576)]
    row: Option<u32>,
    /// The name: the register's, or theirs where only they have one.
    #[schema(max_length = 500)]
    name: String,
    /// The registration number likewise.
    #[schema(required, max_length = 14)]
    registration_number: Option<String>,
    /// The district as registered, likewise.
    #[schema(required, pattern = "^[0-9]{3}$")]
    district: Option<String>,
    /// The commune of today, likewise.
    #[schema(pattern = "^[0-9]{5}$")]
    commune: String,
    /// How near a near duplicate is, of 100.
    #[schema(required, minimum = 0, maximum = 100)]
    score: Option<u8>,
    /// Why, and what speaks against it.
    #[schema(max_items = 20)]
    reasons: Vec<MatchReason>,
    /// The fields that differ.
    #[schema(max_items = 20)]
    fields: Vec<FieldDifference>,
    /// Why it was decided so.
    #[schema(required, max_length = 1000)]
    decision_reason: Option<String>,
    /// When it was decided.
    #[schema(required)]
    decided_at: Option<Instant>,
    /// What the caller may still take.
    #[schema(max_items = 2)]
    available_takes: Vec<Take>,
}

impl DifferenceView {
    /// As it is shown to someone who may or may not decide.
    fn of(one: Difference, may_decide: bool) -> Self {
        let open = |take: &Take| may_decide && decide(one.kind, one.state, *take).is_some();
        let available_takes = Take::all().iter().copied().filter(open).collect();
        let (score, reasons) = match one.score {
            Some(score) => (Some(score.points), score.reasons),
            None => (None, Vec::new()),
        };
        let (decision_reason, decided_at) = match one.decision {
            Some(decision) => (decision.reason, Some(decision.at)),
            None => (None, None),
        };
        Self {
            id: one.id,
            kind: one.kind,
            state: one.state,
            organisation: one.entry.map(|(id, _)| id),
            row: one.row_number,
            name: one.name,
            registration_number: one.registration_number,
            district: one.district,
            commune: one.commune,
            score,
            reasons,
            fields: one.fields,
            decision_reason,
            decided_at,
            available_takes,
        }
    }
}

/// Differences as a table.
static DIFFERENCES: Table = Table {
    name: "differences",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("kind", "Loại sai khác", "Kind", "/kind"),
        column("state", "Tình trạng xử lý", "State", "/state"),
        column("organisation", "Tổ chức", "Organisation", "/organisation"),
        column("row", "Dòng trong tệp", "Row", "/row"),
        column("name", "Tên", "Name", "/name"),
        column("registration_number", "Mã số", "Registration number", "/registration_number"),
        column("district", "Quận, huyện", "District", "/district"),
        column("commune", "Xã, phường hiện nay", "Commune of today", "/commune"),
        column("score", "Điểm gần trùng", "Score", "/score"),
        column("reasons", "Lý do", "Reasons", "/reasons"),
        column("fields", "Trường khác nhau", "Fields that differ", "/fields"),
        column("decision_reason", "Lý do quyết định", "Decision", "/decision_reason"),
        column("decided_at", "Quyết định lúc", "Decided at", "/decided_at"),
    ],
};

/// List differences (danh sách sai khác)
///
/// In the order of the file; what only the register has comes last. `Accept` chooses JSON by pages,
/// or the whole list as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "national system",
    params(PathId<ReconciliationId>, DifferencesQuery),
    responses(Paged<Page<DifferenceView>>),
    security(("access_token" = ["national_system.read"])),
)]
#[get("/v1/reconciliations/{id}/differences")]
pub(in crate::http) async fn list_differences(
    request: HttpRequest,
    registry: Data<Registry>,
    caller: Authorized<permit::NationalSystemRead>,
    id: PathId<ReconciliationId>,
    query: StrictQuery<DifferencesQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let (PathId(id), StrictQuery(query)) = (id, query);
    let DifferencesQuery { kind, state, district, commune, limit, cursor } = query;
    let filter = DifferenceFilter { kind, state, district, commune };
    let name = format!("differences {id} {filter:?}");
    let (runtime, table) = (&registry.runtime, &DIFFERENCES);
    let listed = Listed { request: &request, runtime, representation, table, name, limit, cursor };
    let read = move |connection: &mut Connection, after: Option<&DifferenceId>, limit: i64| {
        if after.is_none() {
            national_system::find(connection, id)?.ok_or_else(unknown)?;
        }
        national_system::differences(connection, id, &filter, after.copied(), limit)
    };
    let may_decide = !caller.scope_of::<permit::NationalSystemReconcile>().is_nothing();
    let view = move |one| DifferenceView::of(one, may_decide);
    listed.answer(read, |row: &Difference| row.id, view).await
}
