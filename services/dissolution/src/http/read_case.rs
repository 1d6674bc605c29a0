//! `GET /v1/dissolutions/{id}`

use actix_web::{HttpRequest, get, web::Data};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{PathId, Whole, language},
};
use htx_model::{id::DissolutionId, permission::permit};

use super::case_view::{CaseView, Onlooker};
use crate::{Dissolutions, usecase::read_case as usecase};

/// Read a dissolution case (xem hồ sơ giải thể)
///
/// With its steps, what may come next, and for each what is still missing, by which article and who
/// can see to it: that may change without a new version, so `If-None-Match` is not heeded. The ETag
/// is for `If-Match`. An agency beside the case's authority reads those in which it was asked.
#[utoipa::path(
    tag = "dissolutions",
    params(PathId<DissolutionId>),
    responses(Whole<CaseView>),
    security(("access_token" = ["dissolution.read"])),
)]
#[get("/v1/dissolutions/{id}")]
pub(super) async fn read_dissolution(
    request: HttpRequest,
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionRead>,
    id: PathId<DissolutionId>,
) -> Result<Whole<CaseView>, Failure> {
    let (language, today) = (language(&request), service.runtime.ids.now().date());
    service
        .runtime
        .database
        .read(move |connection| {
            let found = usecase::read_case(connection, &caller.scope, id.0, today)?;
            let version = found.stored.version;
            let onlooker = Onlooker { principal: caller.principal(), language };
            Ok(Whole { version, resource: CaseView::whole(found, &onlooker) })
        })
        .await
}
