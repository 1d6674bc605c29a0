//! Applications for support.

mod acts;
mod applications;
mod decision_acts;
mod documents;
mod eligibility;
mod kinds;
mod money_acts;
mod parts;
mod view;

use htx_kit::{
    act::{Act, write},
    auth::Authorized,
    failure::Failure,
    http::{IfMatch, KeyedOnce, Reply, Routes},
};
use htx_model::{
    id::{DocumentId, SupportApplicationId},
    permission::Permit,
};
use serde::Deserialize;

pub(super) use self::parts::SupportCost;
use self::view::ApplicationView;
use crate::{
    SupportPrograms,
    store::application::StoredApplication,
    usecase::application::{Said, read},
};

/// Registers the operations.
pub(super) fn routes(config: &mut Routes) {
    config
        .service(kinds::list_support_kinds)
        .service(applications::list_support_applications)
        .service(applications::draft_support_application)
        .service(applications::read_support_application)
        .service(applications::change_support_application)
        .service(documents::upload_support_document)
        .service(documents::list_support_documents)
        .service(documents::read_support_document)
        .service(documents::download_support_document)
        .service(acts::submit_support_application)
        .service(acts::withdraw_support_application)
        .service(acts::start_support_review)
        .service(acts::endorse_support_application)
        .service(acts::return_support_application)
        .service(decision_acts::return_support_application_from_appraisal)
        .service(decision_acts::propose_support)
        .service(decision_acts::approve_support_application)
        .service(decision_acts::reject_support_application)
        .service(money_acts::disburse_support)
        .service(money_acts::accept_support)
        .service(money_acts::complete_support)
        .service(money_acts::cancel_support)
        .service(money_acts::recover_support)
        .service(money_acts::reverse_support_payment);
}

/// What is said with an action (ý kiến và tài liệu kèm theo).
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SupportRemark {
    /// Why, or what was found (lý do, ý kiến).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 1000, examples("Thiếu báo giá máy cấy"))]
    reason: Option<String>,
    /// Documents of the application that prove it (tài liệu).
    #[serde(default)]
    #[schema(max_items = 50)]
    document_ids: Vec<DocumentId>,
}

impl From<SupportRemark> for Said {
    fn from(remark: SupportRemark) -> Self {
        Self { reason: remark.reason, documents: remark.document_ids }
    }
}

/// How an act answers.
#[derive(Clone, Copy)]
enum Answer {
    Created,
    Changed,
}

/// Does something to an application, once, and answers with the application as it is then.
async fn act<P, F>(
    service: &SupportPrograms,
    caller: Authorized<P>,
    once: KeyedOnce,
    answer: Answer,
    work: F,
) -> Result<Reply, Failure>
where
    P: Permit,
    F: FnOnce(&mut Act<'_>) -> Result<StoredApplication, Failure> + Send + 'static,
{
    let principal = caller.principal().clone();
    write(&service.runtime, caller, once, move |act| {
        let stored = work(act)?;
        let found = read::found(act.connection, stored)?;
        let (id, version) = (found.stored.application.id, found.stored.version);
        let today = act.today();
        let view = ApplicationView::whole(found, (&principal, act.agencies, today));
        let reply = match answer {
            Answer::Created => {
                Reply::created(format!("/v1/support-applications/{id}"), version, &view)?
            }
            Answer::Changed => Reply::changed(version, &view)?,
        };
        reply.keeping(&view.without_words())
    })
    .await
}

/// Takes an action on an application as it was last seen.
async fn step<P, F>(
    service: &SupportPrograms,
    caller: Authorized<P>,
    once: KeyedOnce,
    (id, seen): (SupportApplicationId, IfMatch),
    work: F,
) -> Result<Reply, Failure>
where
    P: Permit,
    F: FnOnce(&mut Act<'_>, (SupportApplicationId, &IfMatch)) -> Result<StoredApplication, Failure>
        + Send
        + 'static,
{
    act(service, caller, once, Answer::Changed, move |act| work(act, (id, &seen))).await
}
