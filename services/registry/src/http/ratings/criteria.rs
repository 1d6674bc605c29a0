//! `GET /v1/rating-criteria` and `POST /v1/rating-criteria`

use std::collections::BTreeMap;

use actix_web::{
    get, post,
    web::{Data, Json},
};
use htx_kit::{
    act::write_by,
    auth::Authorized,
    failure::Failure,
    http::{Made, Reply, StrictQuery, Submitted},
};
use htx_model::{
    date::Date,
    id::RatingCriteriaId,
    permission::permit,
    refusal::{Fault, LegalBasis, Refusal, Text},
};
use serde::{Deserialize, Serialize};

use crate::{
    Registry,
    domain::rating::criteria::{Criteria, Criterion},
    store::{self, rating_criteria::Dated},
    usecase::add_rating_criteria as usecase,
};

/// The criteria and what each is worth (thang điểm xếp loại).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = RatingCriteria)]
pub(super) struct CriteriaView {
    /// Its id.
    id: RatingCriteriaId,
    /// The first day on which it holds.
    valid_from: Date,
    /// The last; null while no later version is known.
    #[schema(required)]
    valid_to: Option<Date>,
    /// What sets it, and whether that was read.
    legal_basis: LegalBasis,
    /// What each criterion is worth, a hundred points together.
    #[schema(max_items = 15)]
    points: Vec<CriterionMaximum>,
}

/// What a criterion is worth.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CriterionMaximum {
    /// The criterion (tiêu chí).
    criterion: Criterion,
    /// The most points (điểm tối đa).
    #[schema(minimum = 1, maximum = 100, examples(7))]
    maximum: u32,
}

impl From<Dated> for CriteriaView {
    fn from(dated: Dated) -> Self {
        let criteria = dated.criteria;
        let points = criteria.maximum_points.iter();
        Self {
            legal_basis: criteria.legal_basis(),
            points: points
                .map(|(criterion, maximum)| CriterionMaximum {
                    criterion: *criterion,
                    maximum: *maximum,
                })
                .collect(),
            id: criteria.id,
            valid_from: criteria.valid_from,
            valid_to: dated.next_from.map(|day| day.plus_days(-1)),
        }
    }
}

/// On which day.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct OnDay {
    /// The day; today if not given. A year is rated by the criteria of its last day.
    on: Option<Date>,
}

/// Read the rating criteria (thang điểm xếp loại)
///
/// The fifteen criteria of Circular 01/2020/TT-BKHĐT with what each is worth on a day. The points
/// are configuration: `verified` tells whether their source was read.
#[utoipa::path(
    tag = "ratings",
    params(OnDay),
    responses(
        (status = 200, description = "The criteria in force on that day.", body = CriteriaView),
        (status = 404, description = "`not_found`: there are no criteria for that day.", content_type = "application/problem+json", body = htx_kit::http::Problem),
    ),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/rating-criteria")]
pub(super) async fn read_rating_criteria(
    registry: Data<Registry>,
    _caller: Authorized<permit::OrganisationRead>,
    query: StrictQuery<OnDay>,
) -> Result<Json<CriteriaView>, Failure> {
    let on = query.0.on.unwrap_or_else(|| registry.runtime.ids.now().date());
    let found = registry
        .runtime
        .database
        .read(move |connection| store::rating_criteria::in_force(connection, on))
        .await?;
    let found = found.ok_or_else(|| Refusal::not_found("thang điểm", "version of the criteria"))?;
    Ok(Json(found.into()))
}

/// A version of the rating criteria as it is added.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewRatingCriteria {
    /// The first day on which it holds: after that of the newest version.
    valid_from: Date,
    /// The document that sets it (văn bản).
    #[schema(min_length = 1, max_length = 100, examples("01/2020/TT-BKHĐT"))]
    document: String,
    /// The article or annex within it (điều, phụ lục).
    #[schema(min_length = 1, max_length = 100, examples("Phụ lục"))]
    article: String,
    /// Whether that was read.
    verified: bool,
    /// What each of the fifteen criteria is worth, a hundred points together.
    #[schema(min_items = 15, max_items = 15)]
    points: Vec<CriterionMaximum>,
}

/// Add a version of the rating criteria (ban hành thang điểm)
///
/// Begins after the newest version; ratings keep the criteria that they were assessed by.
#[utoipa::path(
    tag = "ratings",
    request_body = NewRatingCriteria,
    responses(Made<CriteriaView>),
    security(("access_token" = ["rating_criteria.manage"])),
)]
#[post("/v1/rating-criteria")]
pub(super) async fn add_rating_criteria(
    registry: Data<Registry>,
    caller: Authorized<permit::RatingCriteriaManage>,
    submitted: Submitted<NewRatingCriteria>,
) -> Result<Reply, Failure> {
    let Submitted { body, once } = submitted;
    write_by(&registry.runtime, caller, once, move |connection, context, _| {
        let criteria = criteria(body, context.ids.make())?;
        let added = usecase::add_rating_criteria(connection, context, criteria)?;
        let location = format!("/v1/rating-criteria?on={}", added.criteria.valid_from);
        Reply::made(location, &CriteriaView::from(added))
    })
    .await
}

fn criteria(body: NewRatingCriteria, id: RatingCriteriaId) -> Result<Criteria, Refusal> {
    let mut maximum_points = BTreeMap::new();
    let mut faults = Vec::new();
    for (at, CriterionMaximum { criterion, maximum }) in body.points.into_iter().enumerate() {
        if maximum_points.insert(criterion, maximum).is_some() {
            faults.push(Fault::new(
                format!("/points/{at}/criterion"),
                "criterion_twice",
                Text::fixed("Tiêu chí nêu hai lần.", "The criterion is named twice."),
            ));
        }
    }
    let mut named = |pointer: &'static str, given: &str| {
        let tidy = htx_model::text::normalise(given);
        if !(1..=100).contains(&tidy.chars().count()) {
            faults.push(Fault::new(
                pointer,
                "text_length",
                Text::fixed("Phải có từ 1 đến 100 ký tự.", "Must have 1 to 100 characters."),
            ));
        }
        tidy
    };
    let (document, article) =
        (named("/document", &body.document), named("/article", &body.article));
    if !faults.is_empty() {
        return Err(Refusal::rules(faults));
    }
    let (valid_from, verified) = (body.valid_from, body.verified);
    Ok(Criteria { id, valid_from, document, article, verified, maximum_points })
}
