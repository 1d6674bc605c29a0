//! How a support ends: what was done is accepted and the application completed, or the support is
//! cancelled and what was paid out is to come back.

use htx_kit::{failure::Failure, http::IfMatch};
use htx_model::{
    id::SupportApplicationId,
    money::Dong,
    refusal::{ErrorCode, Refusal, Text},
    support::applications::{SupportAction, SupportState},
};

use super::{
    Act, Needs, Said, Taken, heard, hold,
    pay::{granted, where_the_money_stands},
    plain, save,
};
use crate::{
    domain::{
        application::Application,
        counter_entry,
        ledger::{Operation, Share},
    },
    store::{self, application::StoredApplication},
    usecase::budget::{self, post},
};

/// Inspects and accepts what was supported.
///
/// # Errors
/// Not found outside the scope; a stale version; a state that does not allow it; no document.
pub fn accept(
    act: &mut Act<'_>,
    of: (SupportApplicationId, &IfMatch),
    said: Said,
) -> Result<StoredApplication, Failure> {
    let (before, next) = hold(act, of, SupportAction::Accept)?;
    let taken = heard(act, of.0, said, Needs { document: true, ..Needs::default() })?;
    let after = Application { state: plain(next)?, ..before.application.clone() };
    save(act, before, after, SupportAction::Accept, taken)
}

/// Closes an application: everything is done. What was promised and not paid out is available again.
///
/// # Errors
/// As [`accept`]; whoever prepared it; nothing that was paid or handed over.
pub fn complete(
    act: &mut Act<'_>,
    of: (SupportApplicationId, &IfMatch),
    said: Said,
) -> Result<StoredApplication, Failure> {
    let (before, next) = hold(act, of, SupportAction::Complete)?;
    let entered = store::payment::of_application(act.connection, of.0)?;
    if counter_entry::standing(&entered).next().is_none() {
        return Err(nothing_given().into());
    }
    let taken = heard(act, of.0, said, Needs::default())?;
    let share = release(act, &before.application)?;
    let taken = Taken { amount: Some(share.disbursed), ..taken };
    let after = Application { state: plain(next)?, ..before.application.clone() };
    save(act, before, after, SupportAction::Complete, taken)
}

/// Cancels a support, even one that was completed: what was promised and not paid out is available again,
/// what was paid out is to come back. Where nothing is, the costs may be supported again.
///
/// # Errors
/// As [`accept`]; whoever prepared it; no reason; for a completed one no document that shows it.
pub fn cancel(
    act: &mut Act<'_>,
    of: (SupportApplicationId, &IfMatch),
    said: Said,
) -> Result<StoredApplication, Failure> {
    let (before, _) = hold(act, of, SupportAction::Cancel)?;
    let document = before.application.state == SupportState::Completed;
    let taken = heard(act, of.0, said, Needs { reason: true, document })?;
    let share = release(act, &before.application)?;
    let state = where_the_money_stands(&share);
    if state == SupportState::Cancelled {
        let today = act.today();
        store::funded_cost::release(act.connection, of.0, today)?;
    }
    let taken = Taken { amount: Some(share.outstanding()), ..taken };
    let after = Application { state, ..before.application.clone() };
    save(act, before, after, SupportAction::Cancel, taken)
}

/// Takes back what was promised and not paid out.
pub(super) fn release(act: &mut Act<'_>, application: &Application) -> Result<Share, Failure> {
    let share = store::ledger::share(act.connection, application.id)?;
    let Some(id) = granted(application)?.budget.filter(|_| share.committed > Dong::ZERO) else {
        return Ok(share);
    };
    let after = share.post(Operation::Release, share.committed);
    let after = after.map_err(|fault| Refusal::rules(vec![fault]))?;
    let mut held = budget::hold(act, id)?;
    let purpose = post::Purpose::Application(application.id, None);
    post::post(act, &mut held, (Operation::Release, share.committed), purpose)?;
    Ok(after)
}

fn nothing_given() -> Refusal {
    Refusal::new(
        ErrorCode::StateConflict,
        Text::fixed(
            "Chưa giải ngân hoặc bàn giao gì nên chưa thể hoàn thành hồ sơ.",
            "Nothing was paid or handed over yet, so the application cannot be completed.",
        ),
    )
    .advising(Text::fixed(
        "Hãy ghi giải ngân (disburse), hoặc hủy hỗ trợ (cancel).",
        "Enter the payment (disburse), or cancel the support (cancel).",
    ))
}
