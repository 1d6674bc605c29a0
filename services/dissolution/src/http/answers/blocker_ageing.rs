//! `GET /v1/blockers/ageing`

use actix_web::{
    get,
    web::{Data, Json},
};
use htx_kit::{auth::Authorized, failure::Failure, http::StrictQuery};
use htx_model::{
    code_list::CodeList as _,
    date::Date,
    dissolution::answers::{AgeBand, AnswerBreakdown},
    permission::permit,
};
use serde::{Deserialize, Serialize};

use super::names::name_of;
use crate::{
    Dissolutions,
    domain::blocker::days_between,
    usecase::blocker::{self as usecase, AgeingLine},
};

/// By what the figures are told apart.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct AgeingQuery {
    /// By the agency that holds the questions today, or by district (phân theo).
    by: AnswerBreakdown,
}

/// How many open blockers are so old.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct BlockerAge {
    /// The band of ages (tuổi).
    band: AgeBand,
    /// How many (số vướng mắc).
    #[schema(minimum = 0)]
    count: u64,
}

/// The open blockers of an agency or a district (tuổi vướng mắc).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct BlockerAgeing {
    /// The code of the agency or the district; null where the organisations have none.
    #[schema(required, max_length = 40, examples("so-nnmt"))]
    code: Option<String>,
    /// Its name today.
    #[schema(required, max_length = 300, examples("Sở Nông nghiệp và Môi trường"))]
    name: Option<String>,
    /// How many are open (đang mở).
    #[schema(minimum = 0)]
    open: u64,
    /// How many of them wait for an answer (chờ trả lời).
    #[schema(minimum = 0)]
    awaiting_answer: u64,
    /// How many of those are overdue (quá hạn).
    #[schema(minimum = 0)]
    overdue: u64,
    /// When the oldest was raised.
    #[schema(required)]
    oldest_on: Option<Date>,
    /// How many days ago that is.
    #[schema(required, minimum = 0)]
    oldest_days: Option<u32>,
    /// By age, each band once.
    #[schema(max_items = 5)]
    ages: Vec<BlockerAge>,
}

/// How old the open blockers are (tuổi vướng mắc).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct BlockerAgeingFigures {
    /// The day of the figures.
    as_of: Date,
    /// By what they are told apart.
    by: AnswerBreakdown,
    /// One line for each agency or district, by its code.
    #[schema(max_items = 1000)]
    items: Vec<BlockerAgeing>,
}

/// Read how old the open blockers are (tuổi vướng mắc theo cơ quan, địa bàn)
///
/// Of the cases within the caller's reach, and of what its agency was asked.
#[utoipa::path(
    tag = "blockers",
    params(AgeingQuery),
    responses((status = 200, description = "The figures.", body = BlockerAgeingFigures)),
    security(("access_token" = ["dissolution.read"])),
)]
#[get("/v1/blockers/ageing")]
pub(super) async fn read_blocker_ageing(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionRead>,
    query: StrictQuery<AgeingQuery>,
) -> Result<Json<BlockerAgeingFigures>, Failure> {
    let (today, by) = (service.runtime.ids.now().date(), query.0.by);
    let agencies = service.agencies.clone();
    let reach = usecase::reach(&agencies, &caller.scope, today);
    let ageing = service
        .runtime
        .database
        .read(move |connection| usecase::ageing(connection, &agencies, &reach, by, today))
        .await?;
    let line = |(code, line)| view(&service, by, code, &line, today);
    let items = ageing.into_iter().map(line).collect();
    Ok(Json(BlockerAgeingFigures { as_of: today, by, items }))
}

fn view(
    service: &Dissolutions,
    by: AnswerBreakdown,
    code: Option<String>,
    line: &AgeingLine,
    today: Date,
) -> BlockerAgeing {
    let count = |band: &AgeBand| line.bands.get(band).copied().unwrap_or_default();
    BlockerAgeing {
        name: name_of(service, by, code.as_deref()),
        code,
        open: line.open,
        awaiting_answer: line.awaiting,
        overdue: line.overdue,
        oldest_on: line.oldest_on,
        oldest_days: line.oldest_on.map(|day| days_between(day, today)),
        ages: AgeBand::all()
            .iter()
            .map(|band| BlockerAge { band: *band, count: count(band) })
            .collect(),
    }
}
