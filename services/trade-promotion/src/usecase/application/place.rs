//! Places and the waiting list of an event. The caller has the event's turn, so nobody else gives a place
//! meanwhile; a unique index keeps a place from being given twice whatever happens.

use htx_kit::failure::Failure;
use htx_model::{
    id::{TradeApplicationId, TradeEventId},
    refusal::{Fault, Refusal, Text},
    trade::events::{TradeApplicationAction as Action, TradeApplicationState as State},
};

use super::{Act, Taken, save};
use crate::{
    domain::{
        application::{Application, lifecycle},
        event::Event,
    },
    store,
};

/// Gives an application the place that is wanted, or the free one with the lowest number; where all are
/// given, the next number on the waiting list.
pub(super) fn give(
    act: &mut Act<'_>,
    event: TradeEventId,
    application: &mut Application,
    wanted: Option<u32>,
) -> Result<(), Failure> {
    let free = match wanted {
        Some(wanted) if store::booth::is_free(act.connection, event, wanted)? => Some(wanted),
        Some(wanted) => return Err(not_free(wanted).into()),
        None => store::booth::first_free(act.connection, event)?,
    };
    if let Some(number) = free {
        application.booth = Some(number);
        application.state = State::Selected;
    } else {
        let number = store::application::next_waiting_number(act.connection, event)?;
        application.waiting_number = Some(number);
        application.state = State::Waiting;
    }
    Ok(())
}

fn not_free(wanted: u32) -> Refusal {
    Refusal::rules(vec![Fault::new(
        "/booth_number",
        "booth_not_free",
        Text::made(
            format!("Gian hàng số {wanted} không có hoặc đã có đơn vị khác."),
            format!("There is no booth {wanted}, or somebody has it."),
        ),
    )])
}

/// Gives a place that became free to whoever has waited longest, if anybody waits.
pub(in crate::usecase) fn move_up(
    act: &mut Act<'_>,
    event: &Event,
    caused_by: Option<TradeApplicationId>,
) -> Result<(), Failure> {
    let Some(first) = store::application::first_waiting(act.connection, event.id)? else {
        return Ok(());
    };
    let Some(number) = store::booth::first_free(act.connection, event.id)? else {
        return Ok(());
    };
    let (allotment, state) = (event.content.allotment, Some(first.application.state));
    lifecycle::require(event.state, allotment, state, Action::MoveUp)?;
    let after =
        Application { state: State::Selected, booth: Some(number), ..first.application.clone() };
    let taken = Taken { reason: None, caused_by };
    save(act, first, after, Action::MoveUp, &taken)?;
    Ok(())
}
