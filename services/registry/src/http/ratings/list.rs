//! `GET /v1/ratings` and `GET /v1/organisations/{id}/ratings`

use actix_web::{
    HttpRequest, HttpResponse, get,
    web::{Data, Json},
};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{Page, Paged, PathId, StrictQuery, table::Representation},
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    id::{OrganisationId, YearlyRatingId},
    organisation::{OrganisationKind, Rating, Sector},
    permission::permit,
};
use serde::{Deserialize, Serialize};

use super::{
    super::{listed::Listed, year},
    view::{RATINGS, RatingView, Viewer},
};
use crate::{
    Registry,
    domain::{organisation::Organisation, rating::RatingState},
    store::{
        self,
        organisation::Whose,
        yearly_rating::{RatingFilter, StoredRating},
    },
    usecase::read_rating as usecase,
};

/// Which ratings.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct RatingQuery {
    /// For this year (năm).
    #[param(minimum = 1900, maximum = 2200, example = 2024)]
    year: Option<i16>,
    /// Confirmed as this (xếp loại).
    rating: Option<Rating>,
    /// In this state (trạng thái): `assessed` is the work queue of those who confirm.
    state: Option<RatingState>,
    /// Of organisations of this kind (loại hình).
    kind: Option<OrganisationKind>,
    /// Of organisations in this field (lĩnh vực).
    sector: Option<Sector>,
    /// Of organisations registered in this district (quận, huyện, thị xã).
    #[param(value_type = Option<String>, pattern = "^[0-9]{3}$", example = "276")]
    district: Option<DistrictCode>,
    /// Of organisations in this commune of today (xã, phường).
    #[param(value_type = Option<String>, pattern = "^[0-9]{5}$", example = "10030")]
    commune: Option<CommuneCode>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List ratings (xếp loại)
///
/// Within the caller's territory, in the order in which they were made. `Accept` chooses JSON by
/// pages, or the whole list as CSV, XLSX or NDJSON, streamed.
#[utoipa::path(
    tag = "ratings",
    params(RatingQuery),
    responses(Paged<Page<RatingView>>),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/ratings")]
pub(super) async fn list_ratings(
    request: HttpRequest,
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    query: StrictQuery<RatingQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    year::check(query.year)?;
    let whose = Whose {
        kind: query.kind,
        sector: query.sector,
        district: query.district,
        commune: query.commune,
    };
    let filter = RatingFilter { whose, year: query.year, rating: query.rating, state: query.state };
    let wanted = Listed {
        request: &request,
        runtime: &registry.runtime,
        representation,
        table: &RATINGS,
        name: format!("ratings {filter:?}"),
        limit: query.limit,
        cursor: query.cursor,
    };
    let rows = move |connection: &mut _, after: Option<&YearlyRatingId>, limit| {
        store::yearly_rating::list(connection, &caller.scope, &filter, after, limit)
    };
    wanted.answer(rows, key, RatingView::from).await
}

fn key((_, stored): &(Organisation, StoredRating)) -> YearlyRatingId {
    stored.rating.id
}

/// The ratings of an organisation.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct YearlyRatings {
    /// One for each year, the newest first.
    #[schema(max_items = 200)]
    items: Vec<RatingView>,
}

/// List an organisation's ratings (xếp loại qua các năm)
#[utoipa::path(
    tag = "ratings",
    params(PathId<OrganisationId>),
    responses((status = 200, description = "One rating for each year, the newest first.", body = YearlyRatings)),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/organisations/{id}/ratings")]
pub(super) async fn list_ratings_of_organisation(
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    id: PathId<OrganisationId>,
) -> Result<Json<YearlyRatings>, Failure> {
    registry
        .runtime
        .database
        .read(move |connection| {
            let viewer = Viewer::of(&caller);
            let found = usecase::of_organisation(connection, &caller.scope, id.0)?;
            let items = found.into_iter().map(|rating| viewer.view(rating)).collect();
            Ok(Json(YearlyRatings { items }))
        })
        .await
}
