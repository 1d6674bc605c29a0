//! Applications for events.

mod acts;
mod applications;
mod view;

use htx_kit::{
    act::{Act, write},
    auth::Authorized,
    failure::Failure,
    http::{IfMatch, KeyedOnce, Reply, Routes},
};
use htx_model::{id::TradeApplicationId, permission::Permit};

pub(super) use self::view::{ApplicationView, FollowUpView, TradeParticipant};
use crate::{TradePromotion, store::application::StoredApplication, usecase::application::read};

/// Registers the operations.
pub(super) fn routes(config: &mut Routes) {
    config
        .service(applications::list_trade_applications)
        .service(applications::apply_for_trade_event)
        .service(applications::read_trade_application)
        .service(applications::change_trade_application)
        .service(acts::withdraw_trade_application)
        .service(acts::select_trade_application)
        .service(acts::refuse_trade_application)
        .service(acts::remove_trade_application);
}

/// How an act answers.
#[derive(Clone, Copy)]
pub(super) enum Answer {
    Created,
    Changed,
}

/// Does something to an application, once, and answers with the application as it is then.
pub(super) async fn act<P, F>(
    service: &TradePromotion,
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
        let (id, version) = (stored.application.id, stored.version);
        let found = read::found(act.connection, stored)?;
        let view = ApplicationView::whole(found, (&principal, act.agencies, act.today()));
        let reply = match answer {
            Answer::Created => {
                Reply::created(format!("/v1/trade-applications/{id}"), version, &view)?
            }
            Answer::Changed => Reply::changed(version, &view)?,
        };
        reply.keeping(&view.without_words())
    })
    .await
}

/// Takes an action on an application as it was last seen.
async fn step<P, F>(
    service: &TradePromotion,
    caller: Authorized<P>,
    once: KeyedOnce,
    (id, seen): (TradeApplicationId, IfMatch),
    work: F,
) -> Result<Reply, Failure>
where
    P: Permit,
    F: FnOnce(&mut Act<'_>, (TradeApplicationId, &IfMatch)) -> Result<StoredApplication, Failure>
        + Send
        + 'static,
{
    act(service, caller, once, Answer::Changed, move |act| work(act, (id, &seen))).await
}
