//! `GET /v1/organisations/{id}/succession`

use std::collections::HashMap;

use actix_web::{
    get,
    web::{Data, Json},
};
use htx_kit::{auth::Authorized, failure::Failure, http::PathId};
use htx_model::{
    application::SuccessionKind,
    date::Date,
    id::{ApplicationId, OrganisationId},
    permission::permit,
    scope::Scope,
};
use serde::Serialize;

use crate::{
    Registry,
    store::{self, organisation::Filter, succession::Link},
    usecase::read_organisation,
};

/// Which organisations an organisation follows from, and which follow from it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct OrganisationSuccession {
    /// What was before (tổ chức trước).
    #[schema(max_items = 1000)]
    predecessors: Vec<SuccessionLink>,
    /// What came after (tổ chức kế thừa).
    #[schema(max_items = 1000)]
    successors: Vec<SuccessionLink>,
}

/// One link.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct SuccessionLink {
    /// The other organisation.
    organisation_id: OrganisationId,
    /// Its name today.
    #[schema(max_length = 300, examples("Hợp tác xã Rau an toàn Đông Dư"))]
    name: String,
    /// How it follows (quan hệ).
    kind: SuccessionKind,
    /// Since when.
    on: Date,
    /// The application that it was approved on.
    application_id: ApplicationId,
}

/// Read an organisation's succession (kế thừa khi tổ chức lại)
///
/// The organisations that it came from, and those that came from it, by conversion, merger,
/// consolidation, division or separation.
#[utoipa::path(
    tag = "organisations",
    params(PathId<OrganisationId>),
    responses((status = 200, description = "The links.", body = OrganisationSuccession)),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/organisations/{id}/succession")]
pub(super) async fn read_succession(
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    id: PathId<OrganisationId>,
) -> Result<Json<OrganisationSuccession>, Failure> {
    let PathId(id) = id;
    registry
        .runtime
        .database
        .read(move |connection| {
            read_organisation::by_id(connection, &caller.scope, id)?;
            let links = store::succession::of(connection, id)?;
            let other = |link: &Link| {
                if link.predecessor == id { link.successor } else { link.predecessor }
            };
            let others: Vec<_> = links.iter().map(other).collect();
            // Names are public: a link tells the other's, wherever it stands.
            let (everything, filter) = (Scope::everything(), Filter::default());
            let known = store::organisation::with_ids(connection, &everything, &filter, &others)?;
            let names: HashMap<_, _> =
                known.into_iter().map(|one| (one.organisation.id, one.organisation.name)).collect();
            let view = |link: &Link| SuccessionLink {
                organisation_id: other(link),
                name: names.get(&other(link)).cloned().unwrap_or_default(),
                kind: link.kind,
                on: link.on,
                application_id: link.application,
            };
            let (after, before): (Vec<_>, Vec<_>) =
                links.iter().partition(|link| link.predecessor == id);
            Ok(OrganisationSuccession {
                predecessors: before.into_iter().map(view).collect(),
                successors: after.into_iter().map(view).collect(),
            })
        })
        .await
        .map(Json)
}
