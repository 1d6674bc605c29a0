//! `GET /v1/organisations/{id}/unions`

use actix_web::{
    get,
    web::{Data, Json},
};
use htx_kit::{auth::Authorized, failure::Failure, http::PathId};
use htx_model::{
    id::OrganisationId, organisation::OrganisationStatus, permission::permit,
    registration_number::RegistrationNumber,
};
use serde::Serialize;

use crate::{Registry, store::organisation::Stored, usecase::people};

/// A union that a cooperative belongs to (liên hiệp hợp tác xã).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = UnionOfMember)]
pub(in crate::http) struct UnionView {
    /// Its id.
    id: OrganisationId,
    /// Its name.
    #[schema(max_length = 300, examples("Liên hiệp HTX Rau Chương Mỹ"))]
    name: String,
    /// Its registration number.
    #[schema(required)]
    registration_number: Option<RegistrationNumber>,
    /// Where it stands in its life.
    status: OrganisationStatus,
}

/// The unions of a cooperative.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = UnionsOfMember)]
pub(in crate::http) struct UnionsView {
    /// The unions, by id.
    #[schema(max_items = 200)]
    items: Vec<UnionView>,
}

impl From<Stored> for UnionView {
    fn from(stored: Stored) -> Self {
        let union = stored.organisation;
        Self {
            id: union.id,
            name: union.name,
            registration_number: union.registration_number,
            status: union.status,
        }
    }
}

/// List a cooperative's unions (liên hiệp mà hợp tác xã là thành viên)
///
/// The unions of which it is a member now, wherever they have their seat.
#[utoipa::path(
    tag = "people",
    params(PathId<OrganisationId>),
    responses((status = 200, description = "Its unions.", body = UnionsView)),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/organisations/{id}/unions")]
pub(in crate::http) async fn list_unions(
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    id: PathId<OrganisationId>,
) -> Result<Json<UnionsView>, Failure> {
    let PathId(id) = id;
    let unions = registry
        .runtime
        .database
        .read(move |connection| people::unions_of(connection, &caller.scope, id))
        .await?;
    Ok(Json(UnionsView { items: unions.into_iter().map(UnionView::from).collect() }))
}
