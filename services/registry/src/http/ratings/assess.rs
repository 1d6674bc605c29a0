//! `POST /v1/organisations/{id}/ratings` and `POST /v1/ratings/{id}/reassess`

use actix_web::{post, web::Data};
use htx_kit::{
    act::write_by,
    auth::Authorized,
    failure::Failure,
    http::{Changed, Created, IfMatch, PathId, Reply, Submitted},
};
use htx_model::{
    date::Date,
    id::{OrganisationId, YearlyRatingId},
    permission::permit,
};
use serde::Deserialize;
use uuid::Uuid;

use super::view::{RatingView, Viewer};
use crate::{
    Registry,
    domain::rating::{
        criteria::{AssessedPoints, Criterion},
        exemption::Stop,
    },
    usecase::assess_rating::{self as usecase, Assessment},
};

/// An organisation's own assessment for a year (bản tự chấm điểm).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewRating {
    /// The year assessed: from 1 December of that year.
    #[schema(minimum = 2000, maximum = 2200, examples(2024))]
    year: i16,
    /// Points for each of the fifteen criteria; may be left out where no rating is due.
    #[serde(default)]
    #[schema(max_items = 15)]
    points: Vec<NewPoints>,
    /// The first day without work, if it stopped in the year (ngày ngừng hoạt động).
    stopped_on: Option<Date>,
    /// The first day of work after that (ngày hoạt động trở lại).
    resumed_on: Option<Date>,
}

/// An assessment made again.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Reassessment {
    /// Points for each of the fifteen criteria; may be left out where no rating is due.
    #[serde(default)]
    #[schema(max_items = 15)]
    points: Vec<NewPoints>,
    /// The first day without work, if it stopped in the year (ngày ngừng hoạt động).
    stopped_on: Option<Date>,
    /// The first day of work after that (ngày hoạt động trở lại).
    resumed_on: Option<Date>,
}

/// Points that an organisation gives itself.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewCriterionPoints)]
pub(super) struct NewPoints {
    /// The criterion (tiêu chí).
    criterion: Criterion,
    /// How many: no more than it is worth.
    #[schema(minimum = 0, maximum = 100, examples(6))]
    points: u32,
    /// What shows it (minh chứng).
    #[schema(max_length = 1000)]
    evidence: Option<String>,
}

fn assessment(points: Vec<NewPoints>, stop: Stop, author: Uuid) -> Assessment {
    let point = |one: NewPoints| AssessedPoints {
        criterion: one.criterion,
        points: one.points,
        evidence: one.evidence.filter(|words| !words.trim().is_empty()),
    };
    Assessment { points: points.into_iter().map(point).collect(), stop, author }
}

/// Assess an organisation for its rating (tự chấm điểm)
///
/// The organisation assesses itself; the registrar of its territory, for a union the planning
/// agency, may on its behalf. The points are those of the criteria in force at the end of the year.
/// Another officer confirms.
#[utoipa::path(
    tag = "ratings",
    params(PathId<OrganisationId>),
    request_body = NewRating,
    responses(Created<RatingView>),
    security(("access_token" = ["rating.assess"])),
)]
#[post("/v1/organisations/{id}/ratings")]
pub(super) async fn assess_rating(
    registry: Data<Registry>,
    caller: Authorized<permit::RatingAssess>,
    id: PathId<OrganisationId>,
    submitted: Submitted<NewRating>,
) -> Result<Reply, Failure> {
    let Submitted { body, once } = submitted;
    write_by(&registry.runtime, caller, once, move |connection, context, caller| {
        let NewRating { year, points, stopped_on, resumed_on } = body;
        let assessment = assessment(points, Stop { stopped_on, resumed_on }, caller.principal().id);
        let scope = &caller.scope;
        let found = usecase::assess_rating(connection, context, scope, id.0, year, assessment)?;
        let (version, location) = (found.1.version, format!("/v1/ratings/{}", found.1.rating.id));
        let view = Viewer::of(caller).view(found);
        Reply::created(location, version, &view)?.keeping(&view.without_words())
    })
    .await
}

/// Assess a rating again (chấm điểm lại)
///
/// As long as it is not confirmed, and above all when it was returned.
#[utoipa::path(
    tag = "ratings",
    params(PathId<YearlyRatingId>, IfMatch),
    request_body = Reassessment,
    responses(Changed<RatingView>),
    security(("access_token" = ["rating.assess"])),
)]
#[post("/v1/ratings/{id}/reassess")]
pub(super) async fn reassess_rating(
    registry: Data<Registry>,
    caller: Authorized<permit::RatingAssess>,
    id: PathId<YearlyRatingId>,
    seen: IfMatch,
    submitted: Submitted<Reassessment>,
) -> Result<Reply, Failure> {
    let Submitted { body, once } = submitted;
    write_by(&registry.runtime, caller, once, move |connection, context, caller| {
        let Reassessment { points, stopped_on, resumed_on } = body;
        let assessment = assessment(points, Stop { stopped_on, resumed_on }, caller.principal().id);
        let scope = &caller.scope;
        let found = usecase::reassess_rating(connection, context, scope, id.0, &seen, assessment)?;
        let version = found.1.version;
        let view = Viewer::of(caller).view(found);
        Reply::changed(version, &view)?.keeping(&view.without_words())
    })
    .await
}
