//! `POST /v1/advice/{id}/follow-ups` and `POST /v1/advice/{id}/link`

use actix_web::{post, web::Data};
use htx_kit::{
    act::write_by,
    auth::Authorized,
    failure::Failure,
    http::{Changed, IfMatch, PathId, Reply, Submitted},
};
use htx_model::{
    date::Date,
    id::{AdviceId, OrganisationId},
    permission::permit,
};
use serde::Deserialize;

use super::view::AdviceView;
use crate::{
    Registry,
    usecase::advice::{self as usecase, Found},
};

/// What was done after the advice.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct NewFollowUp {
    /// The day; today at the latest.
    done_on: Date,
    /// What was done (nội dung theo dõi).
    #[schema(min_length = 1, max_length = 2000, examples("Đã hoàn thiện điều lệ, hẹn nộp hồ sơ"))]
    note: String,
}

/// The establishment that followed.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct AdviceLink {
    /// The organisation that was established (tổ chức được thành lập).
    organisation: OrganisationId,
}

/// Answers with an entry as a write left it; people stay masked, whom only a read for a stated purpose
/// shows.
fn changed(found: Found) -> Result<Reply, Failure> {
    let version = found.stored.version;
    Reply::changed(version, &AdviceView::of(found, false))
}

/// Record a follow-up (theo dõi sau tư vấn)
///
/// What was done after the advice, in its order; nothing is overwritten.
#[utoipa::path(
    tag = "advice",
    params(PathId<AdviceId>, IfMatch),
    request_body = NewFollowUp,
    responses(Changed<AdviceView>),
    security(("access_token" = ["advice.record"])),
)]
#[post("/v1/advice/{id}/follow-ups")]
pub(in crate::http) async fn follow_advice_up(
    registry: Data<Registry>,
    caller: Authorized<permit::AdviceRecord>,
    id: PathId<AdviceId>,
    seen: IfMatch,
    submitted: Submitted<NewFollowUp>,
) -> Result<Reply, Failure> {
    let Submitted { body, once } = submitted;
    write_by(&registry.runtime, caller, once, move |connection, context, caller| {
        let (scope, done) = (&caller.scope, (body.done_on, body.note.as_str()));
        let found = usecase::follow_up(connection, context, scope, id.0, &seen, done)?;
        changed(found)
    })
    .await
}

/// Link advice to an establishment (gắn với tổ chức được thành lập)
///
/// Names the organisation that followed; it was registered on the day of the advice or later. A wrong
/// link is corrected by another, and the log keeps both.
#[utoipa::path(
    tag = "advice",
    params(PathId<AdviceId>, IfMatch),
    request_body = AdviceLink,
    responses(Changed<AdviceView>),
    security(("access_token" = ["advice.record"])),
)]
#[post("/v1/advice/{id}/link")]
pub(in crate::http) async fn link_advice(
    registry: Data<Registry>,
    caller: Authorized<permit::AdviceRecord>,
    id: PathId<AdviceId>,
    seen: IfMatch,
    submitted: Submitted<AdviceLink>,
) -> Result<Reply, Failure> {
    let Submitted { body, once } = submitted;
    write_by(&registry.runtime, caller, once, move |connection, context, caller| {
        let readable = caller.scope_of::<permit::OrganisationRead>();
        let found = usecase::link(
            connection,
            context,
            &caller.scope,
            &readable,
            id.0,
            &seen,
            body.organisation,
        )?;
        changed(found)
    })
    .await
}
