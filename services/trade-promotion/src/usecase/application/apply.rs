//! What the organisation does, or an officer of its district or commune for it: it applies, changes what
//! it brings, takes its application back.

use htx_kit::{failure::Failure, http::IfMatch};
use htx_model::{
    faults::Faults,
    id::{OrganisationId, TradeApplicationId, TradeEventId},
    refusal::{ErrorCode, Refusal, Text},
    trade::events::{TradeApplicationAction as Action, TradeApplicationState as State},
};

use super::{Act, Taken, hold, place, plain, save, step, tell, word};
use crate::{
    domain::{
        application::{
            Application, Brought,
            lifecycle::{self, Next},
        },
        preparers::Preparers,
    },
    store::{self, application::StoredApplication, event::StoredEvent},
    usecase::{
        acting_for,
        event::{self, Said, heard},
    },
};

/// An application on its way.
#[derive(Debug, Clone)]
pub struct Applying {
    /// For which event.
    pub event: TradeEventId,
    /// Of which organisation.
    pub organisation: OrganisationId,
    /// What it brings.
    pub brought: Brought,
}

/// Applies for an event. Where places go to whoever applies first, it has one from now on, or waits.
///
/// # Errors
/// An organisation that is not the caller's, or has ended, or has applied already; an event that takes
/// no applications, or whose deadline has passed; every fault of what was sent.
pub fn apply(act: &mut Act<'_>, applying: Applying) -> Result<StoredApplication, Failure> {
    let organisation = acting_for::living(act, applying.organisation)?;
    event::lock(act, applying.event)?;
    let stored = event::find(act, applying.event)?;
    let next = takes_applications(act, &stored)?;
    let brought = of_its_own(act, organisation.id, applying.brought)?;
    if store::application::has_applied(act.connection, stored.event.id, organisation.id)? {
        return Err(has_applied().into());
    }
    let mut application = Application {
        id: act.context.ids.make(),
        event: stored.event.id,
        organisation: organisation.id,
        state: State::Submitted,
        brought,
        applied_on: act.today(),
        booth: None,
        waiting_number: None,
        attendance: None,
        supported: false,
        shares: None,
        prepared_by: Preparers::of(act.who),
    };
    match next {
        Next::To(state) => application.state = state,
        Next::PlaceOrWait => place::give(act, stored.event.id, &mut application, None)?,
    }
    store::application::insert(act.connection, &application, act.context.now)?;
    let (action, taken) = (Action::Apply, Taken::default());
    let told = tell(act, word(action), &organisation, (None, &application), &taken)?;
    step(act, (action, None), &application, &taken, &told)?;
    let recorded_at = act.context.now;
    Ok(StoredApplication { application, organisation, event: stored, version: 1, recorded_at })
}

/// What applying leads to, where the event takes applications today.
fn takes_applications(act: &Act<'_>, stored: &StoredEvent) -> Result<Next, Refusal> {
    let (state, content) = (stored.event.state, &stored.event.content);
    let next = lifecycle::require(state, content.allotment, None, Action::Apply)?;
    if act.today() <= content.apply_until {
        return Ok(next);
    }
    let last = content.apply_until;
    Err(Refusal::new(
        ErrorCode::StateConflict,
        Text::made(
            format!("Hạn đăng ký đã hết ngày {last}."),
            format!("Applications were taken until {last}."),
        ),
    )
    .advising(Text::fixed(
        "Hãy xem các sự kiện khác đang nhận đăng ký.",
        "See which other events take applications.",
    )))
}

/// What an organisation brings, put right: products of the catalogue are its own.
fn of_its_own(
    act: &mut Act<'_>,
    organisation: OrganisationId,
    brought: Brought,
) -> Result<Brought, Failure> {
    let brought = brought.checked()?;
    let ids = &brought.product_ids;
    let own = store::application::own_products(act.connection, organisation, ids)?;
    let mut faults = Faults::default();
    for (at, _) in ids.iter().enumerate().filter(|(_, id)| !own.contains(id)) {
        let detail = Text::fixed(
            "Tổ chức không có sản phẩm này trong danh mục.",
            "The organisation has no such product in the catalogue.",
        );
        faults.add(format!("/product_ids/{at}"), "unknown_product", detail);
    }
    faults.refuse()?;
    Ok(brought)
}

/// Changes what an organisation brings.
///
/// # Errors
/// Not found, or outside the scope; a stale version; a state that does not allow it; every fault.
pub fn change(
    act: &mut Act<'_>,
    (id, seen): (TradeApplicationId, &IfMatch),
    brought: Brought,
) -> Result<StoredApplication, Failure> {
    let (before, next) = hold(act, (id, seen), Action::Change)?;
    let brought = of_its_own(act, before.organisation.id, brought)?;
    let state = plain(next)?;
    let mut after = Application { brought, state, ..before.application.clone() };
    after.prepared_by.note(act.who);
    save(act, before, after, Action::Change, &Taken::default())
}

/// Takes an application back. Its place goes to whoever has waited longest.
///
/// # Errors
/// As [`change`].
pub fn withdraw(
    act: &mut Act<'_>,
    (id, seen): (TradeApplicationId, &IfMatch),
    said: Said,
) -> Result<StoredApplication, Failure> {
    let (before, next) = hold(act, (id, seen), Action::Withdraw)?;
    let said = heard(said, false)?;
    leave(act, before, plain(next)?, Action::Withdraw, said)
}

/// Ends an application; a place that it had passes on.
pub(super) fn leave(
    act: &mut Act<'_>,
    before: StoredApplication,
    state: State,
    action: Action,
    said: Said,
) -> Result<StoredApplication, Failure> {
    let after = Application { state, booth: None, ..before.application.clone() };
    let taken = Taken { reason: said.reason, caused_by: None };
    let had_place = before.application.booth.is_some();
    let left = save(act, before, after, action, &taken)?;
    if had_place {
        place::move_up(act, &left.event.event, Some(left.application.id))?;
    }
    Ok(left)
}

fn has_applied() -> Refusal {
    Refusal::new(
        ErrorCode::AlreadyExists,
        Text::fixed(
            "Tổ chức đã có đăng ký cho sự kiện này.",
            "The organisation has applied for this event already.",
        ),
    )
    .advising(Text::fixed("Hãy sửa đăng ký đã có.", "Change the application that there is."))
}
