//! What is read of the records that a case's events tell of.

use htx_model::{
    agency::AgencyCode,
    date::Date,
    dissolution::{
        Custody, DecisionKind,
        answers::{
            BlockerKind, BlockerOutcome, BlockerState, NoticeState, ObjectionState, ObjectorKind,
        },
        grounds::{InventoryFinding, TaxOutcome},
        money::{
            AssetDivision, AssetState, CashEntryKind, ClaimState, PaymentClass, ReceivableState,
        },
    },
    id::{AssetId, BlockerId, DocumentId, ObjectionId},
    money::Dong,
};
use serde::Deserialize;
use serde_json::Value;

use crate::domain::notice::{NoticeNumber, Published};

#[derive(Debug, Deserialize)]
pub(super) struct ClaimRecord {
    pub(super) payment_class: PaymentClass,
    pub(super) claimed_vnd: Dong,
    pub(super) admitted_vnd: Option<Dong>,
    pub(super) paid_vnd: Dong,
    pub(super) state: ClaimState,
    pub(super) registered_on: Date,
    pub(super) contest_until: Option<Date>,
}

#[derive(Debug, Deserialize)]
pub(super) struct ReceivableRecord {
    pub(super) amount_vnd: Dong,
    pub(super) collected_vnd: Dong,
    pub(super) state: ReceivableState,
    pub(super) registered_on: Date,
}

#[derive(Debug, Deserialize)]
pub(super) struct AssetRecord {
    pub(super) id: AssetId,
    pub(super) division: AssetDivision,
    pub(super) state: AssetState,
    pub(super) book_value_vnd: Option<Dong>,
    pub(super) listed_on: Date,
    pub(super) disposal: Option<DisposalRecord>,
}

#[derive(Debug, Deserialize)]
pub(super) struct DisposalRecord {
    pub(super) price: Dong,
}

#[derive(Debug, Deserialize)]
pub(super) struct ValuationRecord {
    pub(super) asset_id: AssetId,
    pub(super) value_vnd: Dong,
}

#[derive(Debug, Deserialize)]
pub(super) struct CashRecord {
    pub(super) kind: CashEntryKind,
    pub(super) amount_vnd: Dong,
}

#[derive(Debug, Deserialize)]
pub(super) struct SignatoryRecord {
    pub(super) agency: AgencyCode,
    pub(super) name: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct BlockerRecord {
    pub(super) id: BlockerId,
    pub(super) kind: BlockerKind,
    pub(super) blocking: bool,
    pub(super) state: BlockerState,
    pub(super) raised_on: Date,
    pub(super) asked: SignatoryRecord,
    pub(super) asked_on: Date,
    pub(super) due_on: Date,
    pub(super) answer: Option<AnswerRecord>,
    pub(super) closing: Option<OnRecord>,
}

#[derive(Debug, Deserialize)]
pub(super) struct AnswerRecord {
    pub(super) outcome: BlockerOutcome,
    pub(super) on: Date,
    pub(super) name: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct OnRecord {
    pub(super) on: Date,
}

#[derive(Debug, Deserialize)]
pub(super) struct NoticeRecord {
    pub(super) number: NoticeNumber,
    pub(super) state: NoticeState,
    pub(super) published_on: Date,
    pub(super) window_ends_on: Date,
    pub(super) published: Published,
}

#[derive(Debug, Deserialize)]
pub(super) struct ObjectionRecord {
    pub(super) id: ObjectionId,
    pub(super) objector: ObjectorKind,
    pub(super) objector_name: Option<String>,
    pub(super) amount_vnd: Option<Dong>,
    pub(super) state: ObjectionState,
    pub(super) filed_on: Date,
    pub(super) outcome: Option<OnRecord>,
}

#[derive(Debug, Deserialize)]
pub(super) struct TaxInformedRecord {
    pub(super) informed_on: Date,
}

#[derive(Debug, Deserialize)]
pub(super) struct DocumentRecord {
    pub(super) id: DocumentId,
    pub(super) sha256: String,
    pub(super) media_type: String,
    pub(super) size: u64,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct SurveyRecord {
    pub(super) records: Option<Value>,
    pub(super) people: Option<Value>,
    pub(super) assets: Option<InventoryRecord>,
    pub(super) debts: Option<InventoryRecord>,
}

#[derive(Debug, Deserialize)]
pub(super) struct InventoryRecord {
    #[serde(alias = "undivided")]
    pub(super) finding: InventoryFinding,
}

#[derive(Debug, Deserialize)]
pub(super) struct CustodyRecord {
    pub(super) custody: Custody,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct DecisionRecord {
    pub(super) document: Option<DeedRecord>,
    pub(super) council: Option<Value>,
    pub(super) capital: Option<InventoryRecord>,
}

#[derive(Debug, Deserialize)]
pub(super) struct DeedRecord {
    pub(super) kind: DecisionKind,
}

#[derive(Debug, Deserialize)]
pub(super) struct TaxClearanceRecord {
    pub(super) outcome: TaxOutcome,
}
