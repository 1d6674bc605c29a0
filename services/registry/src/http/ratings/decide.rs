//! `POST /v1/ratings/{id}/confirm` and `POST /v1/ratings/{id}/return`

use actix_web::{post, web::Data};
use htx_kit::{
    act::write_by,
    auth::Authorized,
    failure::Failure,
    http::{Changed, IfMatch, PathId, Reply, Submitted},
};
use htx_model::{id::YearlyRatingId, permission::permit};
use serde::Deserialize;

use super::view::{RatingView, Viewer};
use crate::{
    Registry,
    domain::rating::criteria::{ConfirmedPoints, Criterion},
    usecase::decide_rating::{self as usecase, Decider},
};

/// What is confirmed of an assessment.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RatingConfirmation {
    /// Points for criteria; those left out are confirmed as assessed.
    #[serde(default)]
    #[schema(max_items = 15)]
    points: Vec<NewConfirmedPoints>,
}

/// Points that an officer confirms.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewConfirmedPoints)]
pub(super) struct NewConfirmedPoints {
    /// The criterion (tiêu chí).
    criterion: Criterion,
    /// How many: no more than it is worth.
    #[schema(minimum = 0, maximum = 100, examples(4))]
    points: u32,
    /// Why not as many as were assessed; needed where they differ.
    #[schema(max_length = 1000, examples("Chưa trích lập quỹ dự phòng"))]
    reason: Option<String>,
}

/// Why an assessment is returned.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RatingReturn {
    /// The reason (lý do).
    #[schema(min_length = 1, max_length = 1000, examples("Thiếu minh chứng tiêu chí 3"))]
    reason: String,
}

/// Confirm a rating (xác nhận xếp loại)
///
/// By another officer than whoever assessed: of the registrar of the territory, for unions of the
/// planning agency. The points make the rating: good from 80, fair from 65, average from 50, weak
/// below; not rated under twelve months of age or after a stop of over three months.
#[utoipa::path(
    tag = "ratings",
    params(PathId<YearlyRatingId>, IfMatch),
    request_body = RatingConfirmation,
    responses(Changed<RatingView>),
    security(("access_token" = ["rating.confirm"])),
)]
#[post("/v1/ratings/{id}/confirm")]
pub(super) async fn confirm_rating(
    registry: Data<Registry>,
    caller: Authorized<permit::RatingConfirm>,
    id: PathId<YearlyRatingId>,
    seen: IfMatch,
    submitted: Submitted<RatingConfirmation>,
) -> Result<Reply, Failure> {
    let Submitted { body, once } = submitted;
    write_by(&registry.runtime, caller, once, move |connection, context, caller| {
        let point = |one: NewConfirmedPoints| ConfirmedPoints {
            criterion: one.criterion,
            points: one.points,
            reason: one.reason.filter(|words| !words.trim().is_empty()),
        };
        let points: Vec<_> = body.points.into_iter().map(point).collect();
        let decider = Decider { scope: caller.scope.clone(), person: caller.principal().id, seen };
        let found = usecase::confirm_rating(connection, context, &decider, id.0, &points)?;
        let version = found.1.version;
        let view = Viewer::of(caller).view(found);
        Reply::changed(version, &view)?.keeping(&view.without_words())
    })
    .await
}

/// Return a rating (trả lại bản chấm điểm)
///
/// To be assessed again, with the reason.
#[utoipa::path(
    tag = "ratings",
    params(PathId<YearlyRatingId>, IfMatch),
    request_body = RatingReturn,
    responses(Changed<RatingView>),
    security(("access_token" = ["rating.confirm"])),
)]
#[post("/v1/ratings/{id}/return")]
pub(super) async fn return_rating(
    registry: Data<Registry>,
    caller: Authorized<permit::RatingConfirm>,
    id: PathId<YearlyRatingId>,
    seen: IfMatch,
    submitted: Submitted<RatingReturn>,
) -> Result<Reply, Failure> {
    let Submitted { body, once } = submitted;
    write_by(&registry.runtime, caller, once, move |connection, context, caller| {
        let decider = Decider { scope: caller.scope.clone(), person: caller.principal().id, seen };
        let found = usecase::return_rating(connection, context, &decider, id.0, &body.reason)?;
        let version = found.1.version;
        let view = Viewer::of(caller).view(found);
        Reply::changed(version, &view)?.keeping(&view.without_words())
    })
    .await
}
