//! `GET /internal/v1/revocations`: for the other processes of the suite only.

use actix_web::{
    HttpRequest,
    web::{Data, Json},
};
use htx_kit::{auth::RevocationList, db::Connection, failure::Failure, http::StrictQuery};
use htx_model::date::Instant;
use serde::Deserialize;

use crate::{state::State, store::revocation};

/// From when on.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RevocationsQuery {
    after: Instant,
}

/// What was revoked after an instant while tokens live.
pub(super) async fn list_revocations(
    request: HttpRequest,
    state: Data<State>,
    query: StrictQuery<RevocationsQuery>,
) -> Result<Json<RevocationList>, Failure> {
    state.runtime.internal.require(&request)?;
    let after = query.0.after;
    let read = move |connection: &mut Connection| revocation::after(connection, after);
    let items = state.runtime.database.read(read).await?;
    Ok(Json(RevocationList { items }))
}
