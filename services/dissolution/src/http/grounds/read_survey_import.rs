//! `GET /v1/dissolutions/surveys/imports/{id}`

use actix_web::{
    get,
    web::{Data, Json},
};
use htx_kit::{auth::Authorized, db::stored::json, failure::Failure, http::PathId};
use htx_model::{id::SurveyImportId, permission::permit, refusal::Refusal};

use super::survey_import_view::SurveyImport;
use crate::{Dissolutions, store::survey_import};

/// Read an import of surveys (xem kết quả nhập khảo sát)
///
/// What came of each row, as it was answered then; what was read and may name persons is masked. Of the
/// caller's own agency; who reaches the whole city sees all.
#[utoipa::path(
    tag = "dissolutions",
    params(PathId<SurveyImportId>),
    responses((status = 200, description = "The import with its report.", body = SurveyImport)),
    security(("access_token" = ["dissolution.prepare"])),
)]
#[get("/v1/dissolutions/surveys/imports/{id}")]
pub(super) async fn read_survey_import(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPrepare>,
    id: PathId<SurveyImportId>,
) -> Result<Json<SurveyImport>, Failure> {
    let PathId(id) = id;
    let run = service
        .runtime
        .database
        .read(move |connection| survey_import::find(connection, id))
        .await?;
    let own = |agency: Option<&htx_model::agency::AgencyCode>| {
        caller.scope.is_everything() || (agency.is_some() && agency == caller.agency())
    };
    let run = run
        .filter(|run| own(run.agency.as_ref()))
        .ok_or_else(|| Refusal::not_found("lượt nhập khảo sát", "import of surveys"))?;
    json(&run.report).map(Json)
}
