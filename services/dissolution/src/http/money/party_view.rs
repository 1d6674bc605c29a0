//! Creditors and debtors on the wire.

use htx_model::{date::Date, people::HolderType};
use serde::{Deserialize, Serialize};

use crate::domain::{claim::Ruling, party::Party, step::Exhibit};

/// A creditor or debtor as it is entered (chủ nợ, người nợ).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewDebtParty {
    /// A person, a household, a legal entity, another cooperative (loại chủ thể).
    holder: HolderType,
    /// The name (họ và tên, tên pháp nhân).
    #[schema(min_length = 1, max_length = 300, examples("Agribank Chi nhánh Chương Mỹ"))]
    name: String,
    /// The citizen id of a person (số định danh cá nhân): 9 or 12 digits.
    #[serde(default)]
    #[schema(pattern = "^([0-9]{9}|[0-9]{12})$", examples("001085012345"))]
    citizen_id: Option<String>,
    /// The telephone number (điện thoại): 8 to 15 digits.
    #[serde(default)]
    #[schema(max_length = 30, examples("02433866123"))]
    phone: Option<String>,
    /// Where it lives or has its seat (địa chỉ).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 300, examples("Khu 1, xã Xuân Mai"))]
    address: Option<String>,
}

impl From<NewDebtParty> for Party {
    fn from(given: NewDebtParty) -> Self {
        Self {
            holder: given.holder,
            name: given.name,
            citizen_id: given.citizen_id,
            phone: given.phone,
            address: given.address,
        }
    }
}

/// A creditor or debtor (chủ nợ, người nợ). What is known of a natural person is masked unless it was
/// asked for with a purpose.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = DebtParty)]
pub(super) struct PartyView {
    /// A person, a household, a legal entity, another cooperative (loại chủ thể).
    holder: HolderType,
    /// The name.
    #[schema(max_length = 300, examples("N*** V*** A***"))]
    name: String,
    /// The citizen id; masked but for the last three digits.
    #[schema(required, max_length = 12, examples("*********345"))]
    citizen_id: Option<String>,
    /// The telephone number.
    #[schema(required, max_length = 30, examples("*******281"))]
    phone: Option<String>,
    /// The address; null where masked.
    #[schema(required, max_length = 300)]
    address: Option<String>,
    /// Whether personal data is masked.
    masked: bool,
}

impl PartyView {
    pub(super) fn of(party: Party, unmasked: bool) -> Self {
        let masked = !unmasked && party.holder.is_personal();
        let party = if masked { party.masked() } else { party };
        Self {
            holder: party.holder,
            name: party.name,
            citizen_id: party.citizen_id,
            phone: party.phone,
            address: party.address,
            masked,
        }
    }
}

/// What was said of a record on a day (quyết định, ý kiến).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = MoneyRuling)]
pub(super) struct RulingView {
    /// When.
    #[schema(required)]
    on: Option<Date>,
    /// Why (lý do); null in lists, and where there is none.
    #[schema(required, max_length = 1000)]
    reason: Option<String>,
    /// What proves it, each with its digest (tài liệu).
    #[schema(max_items = 50)]
    documents: Vec<Exhibit>,
}

impl RulingView {
    pub(super) fn of(ruling: Ruling, words: bool) -> Self {
        let reason = ruling.reason.filter(|_| words);
        Self { on: ruling.on, reason, documents: ruling.documents }
    }
}
