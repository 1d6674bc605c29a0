//! Assets: inventory, valuations, proposal, decision, disposal; undivided ones on a track of their
//! own, to a body that receives them. One table for enforcement and for `available_actions`.

pub use htx_model::dissolution::money::{
    AssetAction, AssetDivision, AssetKind, AssetOrigin, AssetState, DisposalKind, ValuationMethod,
};
use htx_model::{
    agency::AgencyCode,
    date::{Date, Instant},
    id::{AssetId, DissolutionId, ValuationId},
    money::Dong,
    permission::Permission,
    refusal::{LegalBasis, Refusal, Text},
};
use serde::Serialize;
use serde_json::{Value, json};

use super::step::Exhibit;

/// What becomes of undivided assets; the article was not read.
pub const UNDIVIDED: LegalBasis = LegalBasis::unverified("17/2023/QH15", "101");
/// The most valuations of an asset.
pub const VALUATIONS_MAX: usize = 50;

/// An asset of the organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Its id.
    pub id: AssetId,
    /// In which case.
    pub case: DissolutionId,
    /// What it is.
    pub kind: AssetKind,
    /// Whether papers show where it comes from.
    pub origin: AssetOrigin,
    /// Whether it may be shared out.
    pub division: AssetDivision,
    /// Where it stands.
    pub state: AssetState,
    /// What it is called.
    pub name: String,
    /// More about it: place, area, condition.
    pub details: Option<String>,
    /// What the books say it is worth.
    pub book_value: Option<Dong>,
    /// When it was entered.
    pub listed_on: Date,
    /// What proves it.
    pub evidence: Vec<Exhibit>,
    /// What is proposed.
    pub proposal: Option<Proposal>,
    /// What the competent agency decided.
    pub decision: Option<Decision>,
    /// What became of it.
    pub disposal: Option<Disposal>,
    /// Its version.
    pub version: i64,
    /// When this version was written.
    pub recorded_at: Instant,
}

/// What is proposed to do with an asset (phương án).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// What.
    pub kind: DisposalKind,
    /// Why.
    pub reason: String,
    /// When.
    pub on: Date,
    /// What proves it.
    pub documents: Vec<Exhibit>,
}

/// What the competent agency decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// What.
    pub kind: DisposalKind,
    /// Which agency.
    pub agency: AgencyCode,
    /// The name that it had then.
    pub agency_name: String,
    /// The number of its decision.
    pub number: String,
    /// When.
    pub on: Date,
    /// The decision itself.
    pub documents: Vec<Exhibit>,
}

/// What became of an asset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Disposal {
    /// What was done.
    pub kind: DisposalKind,
    /// When.
    pub on: Date,
    /// What it brought: it stands in the cash book.
    pub price: Dong,
    /// The body that received it: never a person.
    pub receiver: Option<String>,
    /// That body, where it is an agency.
    pub receiving_agency: Option<AgencyCode>,
    /// What proves it.
    pub documents: Vec<Exhibit>,
}

/// A valuation. It is never changed: a later one stands beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Valuation {
    /// Its id.
    pub id: ValuationId,
    /// Of which asset.
    #[serde(rename = "asset_id")]
    pub asset: AssetId,
    /// How.
    pub method: ValuationMethod,
    /// How much.
    #[serde(rename = "value_vnd")]
    pub value: Dong,
    /// On which day it held.
    pub valued_on: Date,
    /// What proves it.
    pub documents: Vec<Exhibit>,
    /// When it was entered.
    #[serde(skip)]
    pub recorded_at: Instant,
}

impl Asset {
    /// The asset as the log has it, without what people wrote.
    #[must_use]
    pub fn logged(&self) -> Value {
        json!({
            "id": self.id,
            "kind": self.kind,
            "origin": self.origin,
            "division": self.division,
            "state": self.state,
            "book_value_vnd": self.book_value,
            "listed_on": self.listed_on,
            "evidence": self.evidence,
            "proposal": self.proposal.as_ref().map(|one| json!({
                "kind": one.kind, "on": one.on, "documents": one.documents,
            })),
            "decision": self.decision,
            "disposal": self.disposal,
            "version": self.version,
        })
    }

    /// What the log only commits to: words, which may name persons.
    #[must_use]
    pub fn personal(&self) -> Value {
        json!({
            "name": self.name,
            "details": self.details,
            "proposal": self.proposal.as_ref().map(|one| &one.reason),
        })
    }
}

/// The table: the state after an action, or nothing where the state does not allow it.
#[must_use]
pub const fn after(
    division: AssetDivision,
    state: AssetState,
    action: AssetAction,
) -> Option<AssetState> {
    use AssetAction as A;
    use AssetDivision as D;
    use AssetState as S;
    match (division, state, action) {
        (_, S::Listed | S::Proposed | S::Decided, A::Value) => Some(state),
        // What was decided on it stands for what it was then.
        (_, S::Listed | S::Proposed, A::Correct) => Some(state),
        // A decided one too: what was decided may turn out impossible.
        (_, S::Listed | S::Proposed | S::Decided, A::Propose) => Some(S::Proposed),
        (_, S::Proposed, A::Decide) => Some(S::Decided),
        (D::Divisible, S::Decided, A::Dispose) => Some(S::Disposed),
        (D::Undivided, S::Decided, A::HandOver) => Some(S::HandedOver),
        (_, S::Disposed | S::HandedOver, A::Undispose) => Some(S::Decided),
        (_, S::Disposed | S::HandedOver, A::Value | A::Propose)
        | (_, S::Decided | S::Disposed | S::HandedOver, A::Correct)
        | (_, S::Listed | S::Decided | S::Disposed | S::HandedOver, A::Decide)
        | (_, S::Listed | S::Proposed | S::Decided, A::Undispose)
        | (D::Undivided, _, A::Dispose)
        | (D::Divisible, _, A::HandOver)
        | (_, S::Listed | S::Proposed | S::Disposed | S::HandedOver, A::Dispose | A::HandOver) => {
            None
        }
    }
}

/// What an action demands of the caller: whoever proposes does not record the decision.
#[must_use]
pub const fn needs(action: AssetAction) -> Permission {
    match action {
        AssetAction::Correct
        | AssetAction::Value
        | AssetAction::Propose
        | AssetAction::Dispose
        | AssetAction::HandOver
        | AssetAction::Undispose => Permission::DissolutionPrepare,
        AssetAction::Decide => Permission::DissolutionDecide,
    }
}

/// Enforces the table.
///
/// # Errors
/// [`ErrorCode::StateConflict`](htx_model::refusal::ErrorCode::StateConflict); for an undivided asset
/// that somebody would sell, with the article.
pub fn require(
    division: AssetDivision,
    state: AssetState,
    action: AssetAction,
) -> Result<AssetState, Refusal> {
    after(division, state, action).ok_or_else(|| {
        let refusal = Refusal::wrong_state(Text::fixed("Tài sản", "asset"), state, action);
        match (division, action) {
            (AssetDivision::Undivided, AssetAction::Dispose) => {
                refusal.under(UNDIVIDED).advising(Text::fixed(
                    "Tài sản không chia không được bán để trả nợ hoặc chia; hãy bàn giao (hand-over).",
                    "Undivided assets are never sold or shared out; hand them over (hand-over).",
                ))
            }
            _ => refusal,
        }
    })
}

/// Whether this may be done with such an asset. Undivided ones go to a body that keeps them for the
/// community or back to the state; only cash is entered in the cash book as it is.
#[must_use]
pub const fn admits(division: AssetDivision, kind: AssetKind, disposal: DisposalKind) -> bool {
    use DisposalKind as K;
    match (division, kind, disposal) {
        (AssetDivision::Undivided, _, K::HandOver | K::ReturnToState) => true,
        (AssetDivision::Undivided, ..) => false,
        (AssetDivision::Divisible, AssetKind::Cash, K::Deposit | K::ReturnToOwner) => true,
        (AssetDivision::Divisible, AssetKind::Cash, _) => false,
        (
            AssetDivision::Divisible,
            _,
            K::Auction | K::DirectSale | K::Scrap | K::ReturnToOwner | K::ReturnToState,
        ) => true,
        (AssetDivision::Divisible, _, K::Deposit | K::HandOver) => false,
    }
}

/// Whether a disposal brings money.
#[must_use]
pub const fn brings_money(disposal: DisposalKind) -> bool {
    matches!(disposal, DisposalKind::Auction | DisposalKind::DirectSale | DisposalKind::Deposit)
}

#[cfg(test)]
mod tests {
    use htx_model::code_list::CodeList as _;

    use super::*;

    #[test]
    fn the_table_of_divisions_states_and_actions_is_the_golden_one() {
        let mut table =
            String::from("| division | state | action | by | then |\n|---|---|---|---|---|\n");
        for division in AssetDivision::all() {
            for state in AssetState::all() {
                for action in AssetAction::all() {
                    let then = after(*division, *state, *action);
                    let (word, by) = (then.map_or("refused", |state| state.code()), needs(*action));
                    table.push_str(&format!(
                        "| {division} | {state} | {action} | {by} | {word} |\n"
                    ));
                    assert_eq!(require(*division, *state, *action).ok(), then);
                }
            }
        }
        insta::assert_snapshot!("asset_states", table);
    }

    #[test]
    fn no_undivided_asset_ever_becomes_money() {
        for kind in AssetKind::all() {
            for disposal in DisposalKind::all() {
                let admitted = admits(AssetDivision::Undivided, *kind, *disposal);
                assert!(!admitted || !brings_money(*disposal), "{kind} {disposal}");
            }
        }
        for state in AssetState::all() {
            assert_eq!(after(AssetDivision::Undivided, *state, AssetAction::Dispose), None);
        }
        let refusal = require(AssetDivision::Undivided, AssetState::Decided, AssetAction::Dispose);
        assert_eq!(refusal.unwrap_err().legal_basis, Some(UNDIVIDED));
    }
}
