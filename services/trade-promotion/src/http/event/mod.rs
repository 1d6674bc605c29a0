//! Events.

mod acts;
mod calendar;
mod changes;
mod events;
mod view;

use htx_kit::{
    act::{Act, write},
    auth::Authorized,
    failure::Failure,
    http::{IfMatch, KeyedOnce, Reply, Routes},
};
use htx_model::{
    id::{DocumentId, TradeEventId},
    permission::Permit,
};
use serde::Deserialize;

use self::view::EventView;
use crate::{
    TradePromotion,
    store::event::StoredEvent,
    usecase::event::{Said, read},
};

/// Registers the operations.
pub(super) fn routes(config: &mut Routes) {
    config
        // Before the events by id: its address would be one.
        .service(calendar::read_trade_calendar)
        .service(events::list_trade_events)
        .service(events::plan_trade_event)
        .service(events::read_trade_event)
        .service(changes::change_trade_event)
        .service(changes::amend_trade_event)
        .service(changes::add_trade_booth)
        .service(changes::list_trade_booths)
        .service(acts::open_trade_event)
        .service(acts::close_trade_event)
        .service(acts::hold_trade_event)
        .service(acts::correct_trade_attendance)
        .service(acts::settle_trade_event)
        .service(acts::cancel_trade_event);
}

/// What is said with an action (ý kiến, văn bản).
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TradeRemark {
    /// Why (lý do).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 1000, examples("Sản phẩm đạt OCOP 4 sao, đủ sản lượng"))]
    reason: Option<String>,
    /// The number of the document that it rests on (số văn bản).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 100, examples("152/KH-HPA"))]
    document_number: Option<String>,
    /// Documents of the event that it rests on (tài liệu căn cứ).
    #[serde(default)]
    #[schema(max_items = 50)]
    document_ids: Vec<DocumentId>,
}

impl From<TradeRemark> for Said {
    fn from(remark: TradeRemark) -> Self {
        let TradeRemark { reason, document_number, document_ids } = remark;
        Self { reason, document_number, document_ids }
    }
}

/// How an act answers.
#[derive(Clone, Copy)]
enum Answer {
    Created,
    Changed,
}

/// Does something to an event, once, and answers with the event as it is then.
async fn act<P, F>(
    service: &TradePromotion,
    caller: Authorized<P>,
    once: KeyedOnce,
    answer: Answer,
    work: F,
) -> Result<Reply, Failure>
where
    P: Permit,
    F: FnOnce(&mut Act<'_>) -> Result<StoredEvent, Failure> + Send + 'static,
{
    let principal = caller.principal().clone();
    write(&service.runtime, caller, once, move |act| {
        let stored = work(act)?;
        let (id, version) = (stored.event.id, stored.version);
        let found = read::found(act.connection, stored)?;
        let view = EventView::whole(found, (&principal, act.agencies, act.today()));
        let reply = match answer {
            Answer::Created => Reply::created(format!("/v1/trade-events/{id}"), version, &view)?,
            Answer::Changed => Reply::changed(version, &view)?,
        };
        reply.keeping(&view.without_words())
    })
    .await
}

/// Takes an action on an event as it was last seen.
async fn step<P, F>(
    service: &TradePromotion,
    caller: Authorized<P>,
    once: KeyedOnce,
    (id, seen): (TradeEventId, IfMatch),
    work: F,
) -> Result<Reply, Failure>
where
    P: Permit,
    F: FnOnce(&mut Act<'_>, (TradeEventId, &IfMatch)) -> Result<StoredEvent, Failure>
        + Send
        + 'static,
{
    act(service, caller, once, Answer::Changed, move |act| work(act, (id, &seen))).await
}
