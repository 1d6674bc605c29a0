//! `GET /v1/blockers` and `GET /v1/blockers/{id}`

use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{Page, Paged, PathId, StrictQuery, Whole, listed::Listed, table::Representation},
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    agency::{Agencies, AgencyCode},
    date::Date,
    dissolution::answers::{BlockerKind, BlockerState},
    id::{BlockerId, DissolutionId},
    permission::permit,
    refusal::{Refusal, Text},
};
use serde::Deserialize;

use super::blocker_view::{BLOCKERS, BlockerView, Looking};
use crate::{
    Dissolutions,
    domain::answering::Holding,
    store::blocker::{self as store, Filter, ListKey, StoredBlocker},
    usecase::blocker as usecase,
};

/// Which blockers.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct BlockerQuery {
    /// Held today by this agency (cơ quan đang xử lý): a code, or `me` for the caller's own.
    #[param(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", max_length = 40, example = "me")]
    agency: Option<String>,
    /// In this state (tình trạng).
    state: Option<BlockerState>,
    /// Whose answer is overdue (true), or is not (quá hạn trả lời).
    overdue: Option<bool>,
    /// Of organisations registered in this district (quận, huyện, thị xã).
    #[param(value_type = Option<String>, pattern = "^[0-9]{3}$", example = "277")]
    district: Option<DistrictCode>,
    /// Of organisations in this commune of today (xã, phường).
    #[param(value_type = Option<String>, pattern = "^[0-9]{5}$", example = "10045")]
    commune: Option<CommuneCode>,
    /// Of this kind (loại vướng mắc).
    kind: Option<BlockerKind>,
    /// That stop the settling of the case (true), or do not.
    blocking: Option<bool>,
    /// Of this case (hồ sơ giải thể).
    dissolution: Option<DissolutionId>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List blockers (danh sách vướng mắc)
///
/// The inbox of an agency with `agency=me`: what it was asked, and what passed to it from an agency
/// that has ended. The most urgent first, without what people wrote in them. A department sees its
/// own questions only; the authority those of its cases. `Accept` chooses JSON by pages, or the whole
/// list as CSV, XLSX or NDJSON, streamed.
#[utoipa::path(
    tag = "blockers",
    params(BlockerQuery),
    responses(Paged<Page<BlockerView>>),
    security(("access_token" = ["dissolution.read"])),
)]
#[get("/v1/blockers")]
pub(super) async fn list_blockers(
    request: HttpRequest,
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionRead>,
    query: StrictQuery<BlockerQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    let (today, agencies) = (service.runtime.ids.now().date(), service.agencies.clone());
    let holding =
        query.agency.as_deref().map(|code| holding(&agencies, caller.agency(), code, today));
    let filter = Filter {
        case: query.dissolution,
        holding: holding.transpose()?,
        state: query.state,
        overdue: query.overdue.map(|overdue| (today, overdue)),
        district: query.district,
        commune: query.commune,
        kind: query.kind,
        blocking: query.blocking,
    };
    // Without the day: a list walked past midnight goes on.
    let undated = Filter { overdue: None, ..filter.clone() };
    let listed = Listed {
        request: &request,
        runtime: &service.runtime,
        representation,
        table: &BLOCKERS,
        name: format!("blockers {undated:?} {:?}", query.overdue),
        limit: query.limit,
        cursor: query.cursor,
    };
    let reach = usecase::reach(&agencies, &caller.scope, today);
    let read = move |connection: &mut Connection, after: Option<&ListKey>, limit| {
        store::list(connection, &reach, &filter, after, limit)
    };
    let view = move |stored| BlockerView::brief(stored, &Looking { agencies: &agencies, today });
    let key = |stored: &StoredBlocker| ListKey(stored.blocker.round.due_on, stored.blocker.id);
    listed.answer(read, key, view).await
}

fn holding(
    agencies: &Agencies,
    own: Option<&AgencyCode>,
    named: &str,
    today: Date,
) -> Result<Holding, Refusal> {
    let given = AgencyCode::parse(named).ok().filter(|code| agencies.get(code).is_some());
    let code = if named == "me" { own.cloned() } else { given };
    let code = code.ok_or_else(|| {
        Refusal::parameter(
            "agency",
            Text::fixed(
                "Phải là mã của một cơ quan, hoặc “me” với tài khoản của cơ quan; danh mục ở /v1/agencies.",
                "It must be an agency's code, or “me” for an agency's account; /v1/agencies lists them.",
            ),
        )
    })?;
    Ok(Holding::of(agencies, &code, today))
}

/// Read a blocker (xem vướng mắc)
///
/// With the question, the answer, the rounds before, and every document with its digest.
#[utoipa::path(
    tag = "blockers",
    params(PathId<BlockerId>),
    responses(Whole<BlockerView>),
    security(("access_token" = ["dissolution.read"])),
)]
#[get("/v1/blockers/{id}")]
pub(super) async fn read_blocker(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionRead>,
    id: PathId<BlockerId>,
) -> Result<Whole<BlockerView>, Failure> {
    let (today, agencies) = (service.runtime.ids.now().date(), service.agencies.clone());
    service
        .runtime
        .database
        .read(move |connection| {
            let reach = usecase::reach(&agencies, &caller.scope, today);
            let found = usecase::read(connection, &reach, id.0)?;
            let looking = Looking { agencies: &agencies, today };
            let resource = BlockerView::whole(found, caller.principal(), &looking);
            Ok(Whole { version: resource.version(), resource })
        })
        .await
}
