//! `GET /v1/organisations/{id}/history`

use actix_web::{
    get,
    web::{Data, Json},
};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{Page, PageQuery, PageRequest, PathId, StrictQuery},
    log::history::{HistoryKey, HistoryPage, Recorded},
};
use htx_model::{event::Event, id::OrganisationId, permission::permit};
use serde::Serialize;

use crate::{Registry, usecase::read_organisation};

/// What was recorded about a resource.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct HistoryEntry {
    /// Its position in the log, once it is sealed; proofs are given for sealed events.
    #[schema(required, minimum = 1)]
    position: Option<u64>,
    /// What was recorded.
    event: Event,
}

type HistoryEntryPage = Page<HistoryEntry>;

/// Read an organisation's history (lịch sử)
///
/// Every change to its entry, newest first: who, when, on which basis, what changed and what it was
/// then. Nothing is ever rewritten: a correction is a new event that names the old.
#[utoipa::path(
    tag = "organisations",
    params(PathId<OrganisationId>, PageQuery),
    responses((status = 200, description = "A page of the history, newest first.", body = HistoryEntryPage)),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/organisations/{id}/history")]
pub(super) async fn read_organisation_history(
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    id: PathId<OrganisationId>,
    query: StrictQuery<PageQuery>,
) -> Result<Json<HistoryEntryPage>, Failure> {
    let (PathId(id), StrictQuery(query)) = (id, query);
    let cursor_key = registry.runtime.cursor_key.clone();
    let list = format!("organisation history {id}");
    let page: PageRequest<HistoryKey> =
        PageRequest::read(&cursor_key, list, query.limit, query.cursor.as_deref())?;
    registry
        .runtime
        .database
        .read(move |connection| {
            let limit = u32::try_from(page.fetch()).unwrap_or(u32::MAX);
            let wanted = HistoryPage { before: page.after, limit };
            let rows = read_organisation::history(connection, &caller.scope, id, wanted)?;
            page.page(&cursor_key, rows, Recorded::key, |recorded| HistoryEntry {
                position: recorded.position,
                event: recorded.event,
            })
        })
        .await
        .map(Json)
}
