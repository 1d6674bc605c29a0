//! `GET /v1/training-classes/counts`

use actix_web::{
    get,
    web::{Data, Json},
};
use htx_kit::{auth::Authorized, db::Connection, failure::Failure, http::StrictQuery};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    agency::AgencyCode,
    date::Date,
    permission::permit,
    support::training::{ParticipantKind, TrainingState},
};
use serde::{Deserialize, Serialize};

use crate::{
    SupportPrograms,
    http::filters,
    store::training::{Filter, counts},
};

/// Of which classes.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct CountQuery {
    /// That end in this year (năm).
    #[param(minimum = 2020, maximum = 2050)]
    year: Option<i16>,
    /// Held by this agency (đơn vị tổ chức).
    #[param(value_type = Option<String>, max_length = 40, example = "lmhtx")]
    organiser: Option<AgencyCode>,
    /// In this district as it was until 2025-06-30 (quận, huyện, thị xã).
    #[param(value_type = Option<String>, pattern = "^[0-9]{3}$", example = "277")]
    district: Option<DistrictCode>,
    /// In this commune of today (xã, phường).
    #[param(value_type = Option<String>, pattern = "^[0-9]{5}$", example = "10045")]
    commune: Option<CommuneCode>,
}

/// How many training classes there are, and who took part (thống kê tập huấn).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct TrainingCounts {
    /// Classes by state (số lớp theo trạng thái).
    #[schema(max_items = 10)]
    classes: Vec<TrainingStateCount>,
    /// Those who took part in completed classes, by whom they come from (số học viên).
    #[schema(max_items = 10)]
    participants: Vec<TrainingParticipantCount>,
    /// The organisations whose people took part in completed classes, each once (số tổ chức).
    #[schema(minimum = 0)]
    organisations: i64,
    /// Certificates that were issued (số chứng nhận).
    #[schema(minimum = 0)]
    certificates: i64,
}

/// Classes in a state.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct TrainingStateCount {
    /// The state.
    state: TrainingState,
    /// How many classes.
    #[schema(minimum = 0)]
    classes: i64,
}

/// Participants of a kind.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct TrainingParticipantCount {
    /// Whom they come from.
    kind: ParticipantKind,
    /// How many people.
    #[schema(minimum = 0)]
    participants: i64,
}

/// Count training classes (thống kê đào tạo, tập huấn)
///
/// Classes by state, and who took part in those that are completed.
#[utoipa::path(
    tag = "training",
    params(CountQuery),
    responses((status = 200, description = "The figures.", body = TrainingCounts)),
    security(("access_token" = ["training.read"])),
)]
#[get("/v1/training-classes/counts")]
pub(super) async fn count_training_classes(
    service: Data<SupportPrograms>,
    _caller: Authorized<permit::TrainingRead>,
    query: StrictQuery<CountQuery>,
) -> Result<Json<TrainingCounts>, Failure> {
    let StrictQuery(query) = query;
    let year = filters::year(query.year)?;
    let filter = Filter {
        organiser: query.organiser,
        district: query.district,
        commune: query.commune,
        ends_from: year.and_then(|year| Date::new(year, 1, 1)),
        ends_to: year.and_then(|year| Date::new(year, 12, 31)),
        ..Filter::default()
    };
    let work = move |connection: &mut Connection| counts::of(connection, &filter);
    let counts = service.runtime.database.read(work).await?;
    let class = |(state, classes)| TrainingStateCount { state, classes };
    let participant = |(kind, participants)| TrainingParticipantCount { kind, participants };
    Ok(Json(TrainingCounts {
        classes: counts.classes.into_iter().map(class).collect(),
        participants: counts.participants.into_iter().map(participant).collect(),
        organisations: counts.organisations,
        certificates: counts.certificates,
    }))
}
