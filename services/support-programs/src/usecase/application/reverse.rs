//! Takes back a payment or a recovery that was entered wrongly: by a counter-entry that names it, and by
//! another person than who entered it. What was entered stays.

use htx_kit::{failure::Failure, http::IfMatch};
use htx_model::{
    faults::Faults,
    id::{SupportApplicationId, SupportPaymentId},
    money::Dong,
    support::applications::{PaymentDirection, SupportAction, SupportState},
};

use super::{
    Act, Needs, Said, Taken,
    close::release,
    heard, hold, hold_costs,
    pay::{NewEntry, granted, move_money, number_of, reference_of, where_the_money_stands},
    save,
};
use crate::{
    domain::{
        application::{Application, lifecycle::Next, payment::Payment},
        counter_entry,
        ledger::{Operation, Share},
    },
    store::{self, application::StoredApplication},
    usecase::corrected,
};

/// What is taken back, and on what ground.
#[derive(Debug, Clone)]
pub struct Reversing {
    /// Which payment or recovery.
    pub payment: SupportPaymentId,
    /// The number of the document by which it is taken back.
    pub reference: String,
    /// Why, and with which documents.
    pub said: Said,
}

/// Takes it back: the money stands as if it had never been entered, and the same document may be entered
/// again, rightly. A completed support is to be completed anew.
///
/// # Errors
/// Not found outside the scope; a stale version; a state that does not allow it; whoever prepared anything in
/// it; a payment that was taken back already, or whose money is not there any more; no reason, no document.
pub fn reverse(
    act: &mut Act<'_>,
    of: (SupportApplicationId, &IfMatch),
    reversing: Reversing,
) -> Result<StoredApplication, Failure> {
    let (before, next) = hold(act, of, SupportAction::Reverse)?;
    hold_costs(act, before.application.organisation)?;
    let earlier = store::payment::of_application(act.connection, of.0)?;
    let wrong = counter_entry::to_take_back(&earlier, reversing.payment)?;
    let entered = counter_entry(act, (wrong, &earlier), reversing)?;
    let share = move_back(act, &before.application, &entered.payment)?;
    store::payment::insert(act.connection, &entered.payment, &entered.key)?;
    if wrong.worker_months.is_some() {
        store::young_worker::unpay(act.connection, wrong.id)?;
    }
    let state = match next {
        Next::To(state) => state,
        Next::WhereTheMoneyStands => where_the_money_stands(&share),
    };
    match (before.application.state, state) {
        (SupportState::Recovering, SupportState::Cancelled) => {
            let today = act.today();
            store::funded_cost::release(act.connection, of.0, today)?;
        }
        (SupportState::Cancelled, SupportState::Recovering) => {
            store::funded_cost::hold_again(act.connection, &before.application)?;
        }
        _ => {}
    }
    let wrong = wrong.id;
    let corrects = corrected::event_of(act.connection, of.0.uuid(), |event| {
        event.state["payment"]["id"].as_str().is_some_and(|id| id == wrong.to_string())
    })?;
    let after = Application { state, ..before.application.clone() };
    let taken = Taken { corrects, ..entered.taken };
    save(act, before, after, SupportAction::Reverse, taken)
}

/// The entry that takes another one back.
fn counter_entry(
    act: &mut Act<'_>,
    (wrong, earlier): (&Payment, &[Payment]),
    reversing: Reversing,
) -> Result<NewEntry, Failure> {
    let mut faults = Faults::default();
    let reference = reference_of(&mut faults, &reversing.reference);
    faults.refuse()?;
    let needs = Needs { reason: true, document: true };
    let taken = heard(act, wrong.application, reversing.said, needs)?;
    let payment = Payment {
        id: act.context.ids.make(),
        sequence: number_of(earlier)?,
        paid_on: act.today(),
        reference,
        documents: taken.documents.clone(),
        recorded_by: act.context.actor.name.clone(),
        recorded_at: act.context.now,
        reverses: Some(wrong.id),
        ..wrong.clone()
    };
    let key = counter_entry::reference_key(&payment, earlier);
    let told = serde_json::to_value(&payment).map_err(Failure::unexpected)?;
    let taken = Taken { amount: Some(payment.amount), payment: Some(told), ..taken };
    Ok(NewEntry { payment, key, taken })
}

/// Posts it, where there is money. Of what is cancelled nothing stays promised.
fn move_back(
    act: &mut Act<'_>,
    application: &Application,
    counter: &Payment,
) -> Result<Share, Failure> {
    let share = store::ledger::share(act.connection, application.id)?;
    let budget = granted(application)?.budget.filter(|_| counter.amount > Dong::ZERO);
    let Some(budget) = budget else { return Ok(share) };
    let operation = match counter.direction {
        PaymentDirection::Paid => Operation::ReverseDisbursement,
        PaymentDirection::Recovered => Operation::ReverseReturn,
    };
    let share = move_money(act, (budget, share), operation, counter)?;
    match application.state {
        SupportState::Recovering | SupportState::Cancelled => release(act, application),
        _ => Ok(share),
    }
}
