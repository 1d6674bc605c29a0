//! Enters an event.

use htx_kit::failure::Failure;
use htx_model::{
    administrative::AdministrativeUnits,
    refusal::{ErrorCode, Fault, Refusal, Text},
    trade::events::TradeEventState,
};

use super::{Act, Said, tell};
use crate::{
    domain::{
        event::{Content, Event, check},
        preparers::Preparers,
    },
    store::{self, event::StoredEvent},
};

/// An event on its way.
#[derive(Debug, Clone)]
pub struct Planning {
    /// What is said of it.
    pub content: Content,
    /// Its places: label and square metres of each.
    pub booths: Vec<(Option<String>, Option<u32>)>,
}

/// Enters an event of the caller's agency.
///
/// # Errors
/// A caller who acts for no agency; every fault of what was sent.
pub fn plan(act: &mut Act<'_>, planning: Planning) -> Result<StoredEvent, Failure> {
    let organiser = act.context.actor.agency.clone().ok_or_else(|| {
        Refusal::new(
            ErrorCode::PermissionDenied,
            Text::fixed(
                "Chỉ cơ quan mới tổ chức sự kiện.",
                "Events are organised by agencies only.",
            ),
        )
    })?;
    let content = check::content(planning.content, act.today())?;
    known_commune(act, &content)?;
    let booths = check::booths(planning.booths)?;
    let event = Event {
        id: act.context.ids.make(),
        content,
        organiser_name: act.agency_name().unwrap_or_else(|| organiser.to_string()),
        organiser,
        booth_count: u32::try_from(booths.len()).map_err(Failure::unexpected)?,
        state: TradeEventState::Planned,
        opened_on: None,
        ended_on: None,
        cancel_reason: None,
        actual_cost: None,
        revision: 0,
        prepared_by: Preparers::of(act.who),
    };
    store::event::insert(act.connection, &event, act.context.now)?;
    store::booth::insert(act.connection, event.id, &booths)?;
    tell(act, "trade_event.planned", (None, &event), (None, &Said::default()))?;
    Ok(StoredEvent { event, version: 1, recorded_at: act.context.now })
}

/// Refuses a commune that there is none of today.
pub(super) fn known_commune(act: &Act<'_>, content: &Content) -> Result<(), Failure> {
    let Some(code) = &content.commune else { return Ok(()) };
    let units =
        AdministrativeUnits::embedded().map_err(|error| Failure::unexpected(error.clone()))?;
    if units.commune(code, act.today()).is_some() {
        return Ok(());
    }
    let fault = Fault::new(
        "/commune",
        "unknown_commune",
        Text::made(
            format!("Không có xã, phường mã {code} vào hôm nay."),
            format!("There is no commune {code} today."),
        ),
    );
    Err(Refusal::rules(vec![fault]).into())
}
