//! The steps of a case: `POST /v1/dissolutions/{id}/{survey, decide, …}`. They differ by what the
//! tables of the domain say of them.

mod forward;
mod sideways;

use actix_web::HttpRequest;
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{IfMatch, Keyed, PathId, Reply, Routes},
};
use htx_model::{
    date::Date,
    dissolution::DissolutionAction,
    id::{DissolutionId, DocumentId},
    permission::Permit,
};
use serde::Deserialize;

use super::act::{Acting, Answer, act};
use crate::{
    Dissolutions,
    domain::step::Said,
    usecase::take_step::{self as usecase, Taking},
};

/// Registers the operations.
pub(super) fn routes(config: &mut Routes) {
    config
        .service(forward::end_survey)
        .service(forward::decide_dissolution)
        .service(forward::start_settling)
        .service(forward::settle_dissolution)
        .service(forward::close_dissolution)
        .service(sideways::suspend_dissolution)
        .service(sideways::resume_dissolution)
        .service(sideways::withdraw_dissolution)
        .service(sideways::declare_bankruptcy);
}

/// A step as it is taken (bước giải thể).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewDissolutionStep {
    /// The legal document and article relied on (căn cứ).
    #[schema(min_length = 1, max_length = 300, examples("17/2023/QH15 Điều 99"))]
    legal_basis: String,
    /// The day from which it holds (ngày hiệu lực): today where it is not said, never before the step
    /// before it.
    #[serde(default)]
    effective_on: Option<Date>,
    /// Why, in words (lý do); needed to suspend, withdraw or hand over to bankruptcy.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 1000, examples("Theo đề nghị của hội đồng giải thể"))]
    reason: Option<String>,
    /// Documents of the case that prove it (tài liệu): at least one to close, withdraw or hand over to
    /// bankruptcy. With `decide` the document that decides is added by itself.
    #[serde(default)]
    #[schema(max_items = 50)]
    document_ids: Vec<DocumentId>,
}

async fn take<P: Permit>(
    request: &HttpRequest,
    service: &Dissolutions,
    caller: Authorized<P>,
    (id, seen): (PathId<DissolutionId>, IfMatch),
    submitted: Keyed<NewDissolutionStep>,
    action: DissolutionAction,
) -> Result<Reply, Failure> {
    let (PathId(id), Keyed { body, once }) = (id, submitted);
    let said = Said {
        effective_on: body.effective_on,
        legal_basis: body.legal_basis,
        reason: body.reason,
    };
    let taking = Taking { action, said, documents: body.document_ids };
    act(request, service, caller, once, Answer::Changed, move |acting| {
        let Acting { connection, context, caller, agency_name } = acting;
        usecase::take_step(connection, context, caller, agency_name, (id, &seen), taking)
    })
    .await
}
