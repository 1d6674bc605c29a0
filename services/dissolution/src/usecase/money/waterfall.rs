//! What the payment order makes of a case: what falls to a claim now, and what would fall to whom in a
//! scenario. Saved nowhere.

use std::collections::HashMap;

use htx_kit::{db::Connection, failure::Failure};
use htx_model::{
    date::Date,
    dissolution::money::PaymentClass,
    id::{AssetId, ClaimId, DissolutionId},
    money::Dong,
    refusal::{Fault, Refusal},
    scope::Scope,
};

use crate::{
    domain::{
        cash,
        payment_order::PaymentOrder,
        scenario::{self, Case, Outcome, Scenario},
        waterfall::{AdmittedClaim, distribute},
    },
    store::{
        self,
        case::StoredCase,
        money::{asset, cash_entry, claim, receivable, valuation},
    },
    usecase::hold,
};

/// What falls to a claim out of all the money there ever was, with what it was paid.
pub(super) struct Entitlement {
    pub(super) due: Dong,
    pub(super) order: PaymentOrder,
}

/// Whether the class of a claim is paid already: members once nobody can claim before them any more.
pub(super) fn require_turn(
    connection: &mut Connection,
    case: DissolutionId,
    class: PaymentClass,
    today: Date,
) -> Result<(), Failure> {
    if class != PaymentClass::Members {
        return Ok(());
    }
    let notice = store::notice::facts(connection, case)?;
    let objections = store::objection::facts(connection, case)?;
    Ok(cash::check_members_turn(&notice, &objections, today)?)
}

/// What falls to a claim now. What is not decided yet competes with all that is claimed, so that
/// nobody is paid with what may turn out to be somebody else's.
pub(super) fn due(
    connection: &mut Connection,
    stored: &StoredCase,
    id: ClaimId,
    today: Date,
) -> Result<Entitlement, Failure> {
    let (case, order) = (stored.case.id, order(stored, today)?);
    let book = cash_entry::book(connection, case)?;
    let competing: Vec<AdmittedClaim> = claim::all(connection, case)?
        .iter()
        .filter_map(|claim| {
            let admitted = claim.competing()?;
            Some(AdmittedClaim { id: claim.id, class: claim.class, admitted, paid: claim.paid })
        })
        .collect();
    let paid = Dong::checked_sum(competing.iter().map(|claim| claim.paid));
    let money = paid.and_then(|paid| paid.checked_add(book.balance));
    let money = money.ok_or_else(|| Failure::unexpected("the money is beyond 64 bits"))?;
    let distribution = distribute(money, &order, &competing).map_err(Failure::unexpected)?;
    let line = distribution.lines.iter().find(|line| line.claim.id == id);
    Ok(Entitlement { due: line.map(|line| line.due).unwrap_or_default(), order })
}

/// The order of payment of a case: in force on the date of its decision; today's where it is not
/// decided yet.
fn order(stored: &StoredCase, today: Date) -> Result<PaymentOrder, Failure> {
    let day = stored.case.decided_on.unwrap_or(today);
    PaymentOrder::in_force(day).map_err(|none| match none.refusal() {
        Ok(refusal) => refusal.into(),
        Err(broken) => Failure::unexpected(broken),
    })
}

/// Scenarios of a case that was computed.
#[derive(Debug, Clone)]
pub struct Simulated {
    /// The order that was used.
    pub order: PaymentOrder,
    /// The date of the decision; none where it is not decided, and today's order was used.
    pub decided_on: Option<Date>,
    /// Each scenario, in the order in which they were asked for.
    pub outcomes: Vec<Outcome>,
}

/// Computes scenarios of a case within a scope.
///
/// # Errors
/// Not found outside the scope; records that the case does not have, amounts that cannot be; no
/// payment order for the date.
pub fn simulate(
    connection: &mut Connection,
    scope: &Scope,
    id: DissolutionId,
    scenarios: Vec<Scenario>,
    today: Date,
) -> Result<Simulated, Failure> {
    let stored = store::case::find(connection, scope, id)?.ok_or_else(hold::unknown)?;
    let order = order(&stored, today)?;
    let assets = asset::all(connection, id)?;
    let ids: Vec<AssetId> = assets.iter().map(|asset| asset.id).collect();
    // The latest of each asset comes last.
    let values: HashMap<AssetId, Dong> = valuation::of_assets(connection, &ids)?
        .into_iter()
        .map(|valuation| (valuation.asset, valuation.value))
        .collect();
    let case = Case {
        balance: cash_entry::book(connection, id)?.balance,
        claims: claim::all(connection, id)?,
        receivables: receivable::all_open(connection, id)?,
        assets,
        values,
    };
    let outcomes = scenarios
        .into_iter()
        .enumerate()
        .map(|(at, scenario)| scenario::compute(&case, &order, scenario, at))
        .collect::<Result<Vec<_>, Vec<Fault>>>()
        .map_err(Refusal::rules)?;
    Ok(Simulated { order, decided_on: stored.case.decided_on, outcomes })
}
