//! Pays what was granted, hands it over in kind, and enters what comes back. Each payment order once.

use htx_kit::{failure::Failure, http::IfMatch};
use htx_model::{
    date::Date,
    id::SupportApplicationId,
    money::Dong,
    refusal::{Fault, Refusal, Text},
    support::applications::{EntitlementForm, SupportAction, SupportState},
    text,
};

use super::{Act, Faults, Needs, Said, Taken, entered_already, heard, hold, plain, save};
use crate::{
    domain::{
        application::{
            Application, Proposal,
            payment::{self, PAYMENTS_MAX, Payment, PaymentDirection},
        },
        counter_entry,
        ledger::{Operation, Share},
        living,
    },
    store::{self, application::StoredApplication},
    usecase::{
        budget::{self, post, propose::NUMBER_LENGTH_MAX},
        young_worker,
    },
};

/// Money, or what is handed over, on its way.
#[derive(Debug, Clone)]
pub struct NewPayment {
    /// How much: nothing where no budget is needed.
    pub amount_vnd: i64,
    /// Months of work that are paid for, over all workers.
    pub worker_months: Option<u32>,
    /// On which day: today where it is not said.
    pub paid_on: Option<Date>,
    /// The number of the payment order, delivery note or decision.
    pub reference: String,
    /// Why, and with which documents.
    pub said: Said,
}

/// Pays out, or hands over in kind.
///
/// # Errors
/// Not found outside the scope; a stale version; a state that does not allow it; a payment order that was
/// entered already; more than was granted.
pub fn disburse(
    act: &mut Act<'_>,
    of: (SupportApplicationId, &IfMatch),
    new: NewPayment,
) -> Result<StoredApplication, Failure> {
    let (before, next) = hold(act, of, SupportAction::Disburse)?;
    living::require(before.organisation.status)?;
    let proposal = granted(&before.application)?;
    let earlier = store::payment::of_application(act.connection, of.0)?;
    let entering = (PaymentDirection::Paid, &earlier[..]);
    let NewEntry { payment, key, taken } =
        enter(act, (&before.application, &proposal), entering, new)?;
    if let Some(budget) = proposal.budget {
        let share = store::ledger::share(act.connection, of.0)?;
        move_money(act, (budget, share), Operation::Disburse, &payment)?;
    }
    let months = counter_entry::standing(&earlier).filter_map(|one| one.worker_months).sum();
    payment::check_months(&before.application, months, payment.amount, payment.worker_months)
        .map_err(Refusal::rules)?;
    store::payment::insert(act.connection, &payment, &key)?;
    if let Some(months) = payment.worker_months {
        let of = (payment.id, months, payment.amount);
        young_worker::pay(act, &before.application, of)?;
    }
    let after = Application { state: plain(next)?, ..before.application.clone() };
    save(act, before, after, SupportAction::Disburse, taken)
}

/// Enters money that came back of a support that was cancelled. With the last đồng of it the application
/// has ended, and its costs may be supported again.
///
/// # Errors
/// As [`disburse`]; more than was paid out.
pub fn recover(
    act: &mut Act<'_>,
    of: (SupportApplicationId, &IfMatch),
    new: NewPayment,
) -> Result<StoredApplication, Failure> {
    let (before, _) = hold(act, of, SupportAction::Recover)?;
    let proposal = granted(&before.application)?;
    let Some(budget) = proposal.budget else {
        return Err(Failure::unexpected("what takes no money out of a budget is never recovered"));
    };
    let earlier = store::payment::of_application(act.connection, of.0)?;
    let entering = (PaymentDirection::Recovered, &earlier[..]);
    let NewEntry { payment, key, taken } =
        enter(act, (&before.application, &proposal), entering, new)?;
    let share = store::ledger::share(act.connection, of.0)?;
    let share = move_money(act, (budget, share), Operation::Return, &payment)?;
    store::payment::insert(act.connection, &payment, &key)?;
    let state = where_the_money_stands(&share);
    if state == SupportState::Cancelled {
        let today = act.today();
        store::funded_cost::release(act.connection, of.0, today)?;
    }
    let after = Application { state, ..before.application.clone() };
    save(act, before, after, SupportAction::Recover, taken)
}

/// Where a cancelled application stands: it waits for what was paid out, or has ended.
pub(super) fn where_the_money_stands(share: &Share) -> SupportState {
    if share.outstanding() > Dong::ZERO {
        SupportState::Recovering
    } else {
        SupportState::Cancelled
    }
}

/// What was granted: the proposal that was approved.
pub(super) fn granted(application: &Application) -> Result<Proposal, Failure> {
    let granted = application.proposal.clone().filter(|_| application.approved().is_some());
    granted.ok_or_else(|| Failure::unexpected("an application was approved without a proposal"))
}

/// Posts a payment to the budget, within what the application has.
pub(super) fn move_money(
    act: &mut Act<'_>,
    (budget, share): (htx_model::id::BudgetId, Share),
    operation: Operation,
    payment: &Payment,
) -> Result<Share, Failure> {
    let after = share.post(operation, payment.amount);
    let after = after.map_err(|fault| Refusal::rules(vec![fault]))?;
    let mut held = budget::hold(act, budget)?;
    let purpose = post::Purpose::Application(payment.application, Some(payment.id));
    post::post(act, &mut held, (operation, payment.amount), purpose)?;
    Ok(after)
}

/// An entry that was checked, with the key by which the tables know its document.
pub(super) struct NewEntry {
    pub(super) payment: Payment,
    pub(super) key: String,
    pub(super) taken: Taken,
}

/// The number of a document, which has letters or digits.
pub(super) fn reference_of(faults: &mut Faults, given: &str) -> String {
    let reference = faults.words("/reference", given, NUMBER_LENGTH_MAX);
    if !reference.is_empty() && text::words(&reference).is_empty() {
        let detail = Text::fixed("Phải có chữ hoặc số.", "It must have letters or digits.");
        faults.add("/reference", "no_words", detail);
    }
    reference
}

/// A payment that was checked, but for the money that there is.
fn enter(
    act: &mut Act<'_>,
    (application, proposal): (&Application, &Proposal),
    (direction, earlier): (PaymentDirection, &[Payment]),
    new: NewPayment,
) -> Result<NewEntry, Failure> {
    let id = application.id;
    let mut faults = Faults::default();
    let reference = reference_of(&mut faults, &new.reference);
    let paid_on = new.paid_on.unwrap_or(act.today());
    faults.past("/paid_on", paid_on, act.today());
    if application.decision.as_ref().is_some_and(|decision| paid_on < decision.on) {
        let detail = Text::fixed(
            "Ngày chi, ngày thu hồi không được trước ngày quyết định.",
            "Nothing is paid or comes back before the day of the decision.",
        );
        faults.add("/paid_on", "before_decision", detail);
    }
    faults.extend(check_amount(proposal, new.amount_vnd));
    faults.refuse()?;
    let taken = heard(act, id, new.said, Needs { document: true, ..Needs::default() })?;
    let payment = Payment {
        id: act.context.ids.make(),
        application: id,
        sequence: number_of(earlier)?,
        direction,
        form: proposal.form,
        amount: Dong(new.amount_vnd),
        worker_months: new.worker_months,
        paid_on,
        reference,
        documents: taken.documents.clone(),
        recorded_by: act.context.actor.name.clone(),
        recorded_at: act.context.now,
        reverses: None,
    };
    if counter_entry::is_entered(&payment, earlier) {
        return Err(entered_already(
            "Chứng từ chi (số tham chiếu) này đã được ghi cho hồ sơ.",
            "A payment under this number (reference) was entered already.",
        )
        .into());
    }
    let key = counter_entry::reference_key(&payment, earlier);
    let told = serde_json::to_value(&payment).map_err(Failure::unexpected)?;
    let taken = Taken { amount: Some(payment.amount), payment: Some(told), ..taken };
    Ok(NewEntry { payment, key, taken })
}

/// The number of the next entry.
pub(super) fn number_of(earlier: &[Payment]) -> Result<i64, Failure> {
    let last = earlier.last().map_or(0, |payment: &Payment| payment.sequence);
    if last < PAYMENTS_MAX {
        return Ok(last + 1);
    }
    let detail = Text::made(
        format!("Hồ sơ có tối đa {PAYMENTS_MAX} lần chi, thu hồi."),
        format!("An application has at most {PAYMENTS_MAX} payments and recoveries."),
    );
    let fault = Fault::new("", "too_many", detail);
    Err(Refusal::rules(vec![fault]).into())
}

/// Money where the support is paid out of a budget, nothing where it is not.
fn check_amount(proposal: &Proposal, amount: i64) -> Option<Fault> {
    let free = proposal.form == EntitlementForm::NonMonetary;
    if free == (amount == 0) {
        return None;
    }
    let detail = if free {
        Text::fixed(
            "Hình thức này không dùng kinh phí: amount_vnd phải bằng 0.",
            "This form takes nothing out of a budget: amount_vnd must be 0.",
        )
    } else {
        Text::fixed("Phải nêu số tiền.", "The amount must be given.")
    };
    let code = "amount_and_form_differ";
    Some(Fault::new("/amount_vnd", code, detail))
}
