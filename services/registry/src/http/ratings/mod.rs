//! `/v1/ratings`, `/v1/organisations/{id}/ratings` and `/v1/rating-criteria`

mod assess;
mod criteria;
mod decide;
mod list;
mod view;

use actix_web::{get, web::Data};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{PathId, Routes, Tagged},
};
use htx_model::{id::YearlyRatingId, permission::permit};

use crate::{Registry, usecase::read_rating as usecase};
use view::{RatingView, Viewer};

/// Registers the operations.
pub(super) fn routes(config: &mut Routes) {
    config
        .service(list::list_ratings_of_organisation)
        .service(assess::assess_rating)
        .service(list::list_ratings)
        .service(read_rating)
        .service(assess::reassess_rating)
        .service(decide::confirm_rating)
        .service(decide::return_rating)
        .service(criteria::read_rating_criteria)
        .service(criteria::add_rating_criteria);
}

/// Read a rating (xem xếp loại)
///
/// With the points of each criterion as assessed and as confirmed. Evidence may name people; it is
/// shown where the caller's task needs it.
#[utoipa::path(
    tag = "ratings",
    params(PathId<YearlyRatingId>),
    responses(Tagged<RatingView>),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/ratings/{id}")]
pub(super) async fn read_rating(
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    id: PathId<YearlyRatingId>,
) -> Result<Tagged<RatingView>, Failure> {
    registry
        .runtime
        .database
        .read_briefly(move |connection| {
            let found = usecase::by_id(connection, &caller.scope, id.0)?;
            let version = found.1.version;
            Ok(Tagged { version, resource: Viewer::of(&caller).view(found) })
        })
        .await
}
