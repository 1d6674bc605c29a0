//! `GET /internal/v1/revocations`: for the other processes of the suite only.

use actix_web::{
    HttpRequest,
    http::header::AUTHORIZATION,
    web::{Data, Json},
};
use htx_kit::{auth::RevocationList, db::Connection, failure::Failure, http::StrictQuery};
use htx_model::{
    date::Instant,
    refusal::{ErrorCode, Refusal, Text},
};
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
    let shown = request.headers().get(AUTHORIZATION).map(|value| value.as_bytes());
    let wanted = state.keys.internal_authorization.as_bytes();
    let known = shown.is_some_and(|shown| {
        aws_lc_rs::constant_time::verify_slices_are_equal(shown, wanted).is_ok()
    });
    if !known {
        return Err(Refusal::new(
            ErrorCode::Unauthenticated,
            Text::fixed(
                "Địa chỉ này chỉ dành cho các tiến trình của bộ phần mềm.",
                "This address is for the suite's own processes only.",
            ),
        )
        .into());
    }
    let after = query.0.after;
    let read = move |connection: &mut Connection| revocation::after(connection, after);
    let items = state.runtime.database.read(read).await?;
    Ok(Json(RevocationList { items }))
}
