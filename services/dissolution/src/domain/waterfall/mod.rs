//! The waterfall: what each creditor gets out of the money there is, class by class in the order of
//! payment, pro rata inside a class in whole đồng by largest remainder, the rest to the members by
//! their contribution. Pure: it sees money and claims, so no undivided asset can enter it.

mod explain;

use htx_model::{
    dissolution::money::{PaymentClass, WaterfallRule},
    id::ClaimId,
    money::{Dong, pro_rata},
    refusal::Text,
};

use super::payment_order::PaymentOrder;

/// An admitted claim. Of a member, the contribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AdmittedClaim {
    /// Which.
    pub id: ClaimId,
    /// In which class.
    pub class: PaymentClass,
    /// How much was admitted.
    pub admitted: Dong,
    /// How much of it was paid already.
    pub paid: Dong,
}

/// What falls to one claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The claim.
    pub claim: AdmittedClaim,
    /// The place of its class, from 1.
    pub rank: u32,
    /// What falls to it in all, with what was paid already.
    pub due: Dong,
    /// Why.
    pub rule: WaterfallRule,
    /// Why, in words.
    pub explanation: Text,
}

impl Line {
    /// What is still to be paid.
    #[must_use]
    pub fn to_pay(&self) -> Dong {
        // Nobody's due is below what was paid.
        Dong(self.due.0 - self.claim.paid.0)
    }
}

/// What falls to a class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassTotal {
    /// The class.
    pub class: PaymentClass,
    /// Its place, from 1.
    pub rank: u32,
    /// How many claims it has.
    pub claims: usize,
    /// What was admitted in it.
    pub admitted: Dong,
    /// What falls to it.
    pub due: Dong,
    /// Why.
    pub rule: WaterfallRule,
    /// Why, in words.
    pub explanation: Text,
}

/// Who gets what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Distribution {
    /// All the money that was ever there for claims: what is left and what was paid.
    pub money: Dong,
    /// Each class, in the order of payment.
    pub classes: Vec<ClassTotal>,
    /// Each claim, in the order of payment and by id within a class.
    pub lines: Vec<Line>,
    /// What goes to creditors.
    pub to_creditors: Dong,
    /// What goes to members.
    pub to_members: Dong,
    /// What nobody can get: money left, and no member on record to receive it.
    pub undistributed: Dong,
}

/// Why nothing can be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WaterfallError {
    /// Money or a claim is below zero.
    #[error("an amount is negative")]
    Negative,
    /// More was paid than there ever was.
    #[error("more was paid than there ever was")]
    PaidBeyondMoney,
    /// The claims add up to more than 64 bits hold.
    #[error("the claims add up to more than 64 bits hold")]
    TooMuch,
    /// A class that the order does not have.
    #[error("the payment order lacks the class {0}")]
    UnknownClass(PaymentClass),
}

/// A claim on its way through.
struct Share {
    claim: AdmittedClaim,
    rank: u32,
    due: Dong,
    /// Paid more before than falls to it now: it keeps that, and the others share the rest.
    kept: bool,
}

/// Distributes money: what is left together with what was paid already.
///
/// # Errors
/// [`WaterfallError`]; none of them for amounts that a case can hold.
pub fn distribute(
    money: Dong,
    order: &PaymentOrder,
    claims: &[AdmittedClaim],
) -> Result<Distribution, WaterfallError> {
    let negative = |claim: &AdmittedClaim| claim.admitted < Dong::ZERO || claim.paid < Dong::ZERO;
    if money < Dong::ZERO || claims.iter().any(negative) {
        return Err(WaterfallError::Negative);
    }
    let paid = sum(claims.iter().map(|claim| claim.paid))?;
    sum(claims.iter().map(|claim| claim.admitted))?;
    if paid > money {
        return Err(WaterfallError::PaidBeyondMoney);
    }
    let mut shares = ranked(order, claims)?;
    let undistributed = loop {
        let left = share_out(money, order, &mut shares)?;
        // What was paid is not taken back, so whoever got more than falls to them keeps it and the
        // others share what remains. It only lowers what falls to others: the loop ends.
        let mut settled = true;
        for share in shares.iter_mut().filter(|share| !share.kept) {
            if share.due < share.claim.paid {
                (share.kept, settled) = (true, false);
            }
        }
        if settled {
            break left;
        }
    };
    explained(money, order, shares, undistributed)
}

/// The claims in the order of payment, equal ranks by id, so that nothing depends on the order in
/// which they came.
fn ranked(order: &PaymentOrder, claims: &[AdmittedClaim]) -> Result<Vec<Share>, WaterfallError> {
    let share = |claim: &AdmittedClaim| {
        let rank = order.rank(claim.class).ok_or(WaterfallError::UnknownClass(claim.class))?;
        Ok(Share { claim: *claim, rank, due: Dong::ZERO, kept: false })
    };
    let mut shares = claims.iter().map(share).collect::<Result<Vec<_>, _>>()?;
    shares.sort_by_key(|share| (share.rank, share.claim.id));
    Ok(shares)
}

/// Shares the money among those who do not keep what they have; tells what nobody can get.
fn share_out(
    money: Dong,
    order: &PaymentOrder,
    shares: &mut [Share],
) -> Result<Dong, WaterfallError> {
    for share in shares.iter_mut().filter(|share| share.kept) {
        share.due = share.claim.paid;
    }
    let kept = sum(shares.iter().filter(|share| share.kept).map(|share| share.due))?;
    let mut left = Dong(money.0 - kept.0);
    for class in &order.classes {
        let of_class = |share: &&mut Share| !share.kept && share.claim.class == *class;
        let mut members: Vec<&mut Share> = shares.iter_mut().filter(of_class).collect();
        let weights: Vec<Dong> = members.iter().map(|share| share.claim.admitted).collect();
        let owed = sum(weights.iter().copied())?;
        // Creditors get no more than they are owed; members share whatever is left.
        let available = match class {
            PaymentClass::Members if owed == Dong::ZERO => Dong::ZERO,
            PaymentClass::Members => left,
            _ => left.min(owed),
        };
        let dues = pro_rata(available, &weights).ok_or(WaterfallError::TooMuch)?;
        for (share, due) in members.iter_mut().zip(dues) {
            share.due = due;
        }
        left.0 -= available.0;
    }
    Ok(left)
}

fn explained(
    money: Dong,
    order: &PaymentOrder,
    shares: Vec<Share>,
    undistributed: Dong,
) -> Result<Distribution, WaterfallError> {
    let mut classes = Vec::with_capacity(order.classes.len());
    let mut pools = Vec::with_capacity(order.classes.len());
    let (mut to_creditors, mut to_members) = (Dong::ZERO, Dong::ZERO);
    for (class, rank) in order.classes.iter().zip(1..) {
        let of_class = || shares.iter().filter(|share| share.rank == rank);
        let due = sum(of_class().map(|share| share.due))?;
        let total = explain::class_total(
            order,
            *class,
            rank,
            of_class().count(),
            sum(of_class().map(|share| share.claim.admitted))?,
            due,
        );
        match class {
            PaymentClass::Members => to_members = due,
            _ => to_creditors = to_creditors.checked_add(due).ok_or(WaterfallError::TooMuch)?,
        }
        classes.push(total);
        let sharing = || of_class().filter(|share| !share.kept);
        pools.push(explain::Pool {
            money: sum(sharing().map(|share| share.due))?,
            admitted: sum(sharing().map(|share| share.claim.admitted))?,
        });
    }
    let lines = shares
        .into_iter()
        .filter_map(|share| {
            let mut of_classes = classes.iter().zip(&pools);
            let (total, pool) = of_classes.find(|(total, _)| total.rank == share.rank)?;
            let pool = (!share.kept).then_some(*pool);
            Some(explain::line(order, total, pool, share.claim, share.due))
        })
        .collect();
    Ok(Distribution { money, classes, lines, to_creditors, to_members, undistributed })
}

fn sum(amounts: impl IntoIterator<Item = Dong>) -> Result<Dong, WaterfallError> {
    Dong::checked_sum(amounts).ok_or(WaterfallError::TooMuch)
}

#[cfg(test)]
mod tests;
