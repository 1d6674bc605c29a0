//! A step of an event or of an application for it.

use htx_model::{
    agency::AgencyCode,
    code_list::CodeList,
    date::Instant,
    id::{EventId, TradeApplicationId, TradeEventStepId},
};
use serde::Serialize;

use crate::domain::{exhibit::Exhibit, step::Step};

/// What was done (bước đã thực hiện). It is never changed.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = TradeStep)]
pub(super) struct StepView {
    /// Its id.
    id: TradeEventStepId,
    /// What was done: a code of `trade_event_actions`, of an application one of
    /// `trade_application_actions` (thao tác).
    #[schema(max_length = 40, examples("move_up"))]
    action: &'static str,
    /// Where it stood; null for the first.
    #[schema(required, max_length = 40, examples("waiting"))]
    from: Option<&'static str>,
    /// Where it stands since.
    #[schema(max_length = 40, examples("selected"))]
    to: &'static str,
    /// The place that it has since (số gian hàng).
    #[schema(required, minimum = 1, maximum = 1000)]
    booth_number: Option<u32>,
    /// The application whose leaving made that place free (đăng ký đã nhường chỗ).
    #[schema(required)]
    caused_by: Option<TradeApplicationId>,
    /// Why; null where there is none, or it was erased (lý do).
    #[schema(required, max_length = 1000)]
    reason: Option<String>,
    /// The number of the document that it rests on (số văn bản).
    #[schema(required, max_length = 100)]
    document_number: Option<String>,
    /// Documents that it rests on, with their digests (tài liệu căn cứ).
    #[schema(max_items = 50)]
    documents: Vec<Exhibit>,
    /// The login name of whoever did it.
    #[schema(max_length = 200, examples("hpa.approver"))]
    actor_name: String,
    /// The agency that it was done for.
    #[schema(required, value_type = Option<String>, examples("hpa"))]
    agency: Option<AgencyCode>,
    /// The name that the agency had then.
    #[schema(required, max_length = 300)]
    agency_name: Option<String>,
    /// Its event in the log, of which `/v1/trade-promotion/events/{id}/proof` gives the proof.
    event_id: EventId,
    /// When it was written down.
    recorded_at: Instant,
}

impl StepView {
    /// Leaves out why it was done.
    pub(super) fn forget_words(&mut self) {
        self.reason = None;
    }
}

impl<A: CodeList, S: CodeList> From<(Step<A, S>, Option<String>)> for StepView {
    fn from((step, reason): (Step<A, S>, Option<String>)) -> Self {
        Self {
            id: step.id,
            action: step.action.code(),
            from: step.from.map(CodeList::code),
            to: step.to.code(),
            booth_number: step.booth,
            caused_by: step.caused_by,
            reason,
            document_number: step.document_number,
            documents: step.documents,
            actor_name: step.actor_name,
            agency: step.agency,
            agency_name: step.agency_name,
            event_id: step.logged,
            recorded_at: step.recorded_at,
        }
    }
}
