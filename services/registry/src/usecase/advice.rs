//! The log of advice to founders: recorded, followed up, linked to the establishment that followed.

use htx_kit::{context::Context, db::Connection, failure::Failure, http::IfMatch, log};
use htx_model::{
    administrative::AdministrativeUnits,
    date::Date,
    event::{Event, Subject},
    id::{AdviceId, OrganisationId},
    purpose::Purpose,
    refusal::{ErrorCode, Fault, Refusal, Text},
    scope::Scope,
};
use serde_json::{Value, json};

use crate::{
    domain::{
        advice::{self, Advice, AdviceDetails, FollowUp, NewAdvice},
        organisation::Organisation,
    },
    store::{self, advice::StoredAdvice},
};

/// An entry with what may name people, to be masked where it must.
#[derive(Debug)]
pub struct Found {
    /// The entry.
    pub stored: StoredAdvice,
    /// Who was advised.
    pub details: AdviceDetails,
    /// What was done afterwards.
    pub follow_ups: Vec<FollowUp>,
}

/// Records advice that was given within the caller's territory.
///
/// # Errors
/// The rules that the entry breaks; [`ErrorCode::PermissionDenied`] outside the territory.
pub fn record(
    connection: &mut Connection,
    context: &Context,
    scope: &Scope,
    units: &AdministrativeUnits,
    new: NewAdvice,
) -> Result<Found, Failure> {
    let agency = context.actor.agency.clone().ok_or_else(elsewhere)?;
    let giver = (agency, context.actor.name.clone());
    let (advice, details) = advice::check(new, context.ids.make(), giver, units, context.today())
        .map_err(Refusal::rules)?;
    if !scope.covers(&advice.placement()) {
        return Err(elsewhere().into());
    }
    store::advice::insert_many(connection, &[(&advice, &details)], context.now)?;
    let personal = serde_json::to_value(&details).map_err(Failure::unexpected)?;
    append(connection, context, "advice.recorded", None, &advice, Some(&personal))?;
    let stored = StoredAdvice {
        advice,
        subject: details.subject.clone(),
        version: 1,
        recorded_at: context.now,
    };
    Ok(Found { stored, details, follow_ups: Vec::new() })
}

fn elsewhere() -> Refusal {
    Refusal::new(
        ErrorCode::PermissionDenied,
        Text::fixed(
            "Nơi dự kiến thành lập nằm ngoài địa bàn của bạn.",
            "The place of the planned establishment lies outside your territory.",
        ),
    )
    .advising(Text::fixed(
        "Hãy chuyển sáng lập viên đến cơ quan đăng ký của địa bàn đó.",
        "Send the founders to the registering agency of that territory.",
    ))
}

/// An entry with its founders and follow-ups.
///
/// # Errors
/// Not found, or out of the scope.
pub fn read(connection: &mut Connection, scope: &Scope, id: AdviceId) -> Result<Found, Failure> {
    let stored = store::advice::find(connection, scope, id)?.ok_or_else(unknown)?;
    let founders = store::advice::founders_of(connection, id)?;
    let details = AdviceDetails { subject: stored.subject.clone(), founders };
    Ok(Found { stored, details, follow_ups: store::advice::follow_ups_of(connection, id)? })
}

/// Notes down that what may name people in an entry is given out unmasked. Founders are no
/// organisation yet, so that it stands in the log alone. `may` tells whether the caller's task needs
/// it.
///
/// # Errors
/// [`ErrorCode::PermissionDenied`] where it does not.
pub fn note_unmasked(
    connection: &mut Connection,
    context: &Context,
    advice: &Advice,
    may: bool,
    purpose: &Purpose,
) -> Result<(), Failure> {
    if !may {
        let detail = Text::fixed(
            "Tài khoản không có quyền xem dữ liệu cá nhân không che của lượt tư vấn này.",
            "The account may not read the personal data of this advice unmasked.",
        );
        return Err(Refusal::new(ErrorCode::PermissionDenied, detail).into());
    }
    let state = serde_json::to_value(advice).map_err(Failure::unexpected)?;
    let subject = Subject { kind: "advice".to_owned(), id: advice.id.uuid() };
    let (kind, place) = ("personal_data.read", advice.place());
    let event = context.event(kind, subject, place, Some(&state), state.clone());
    let event = Event { purpose: Some(purpose.as_str().to_owned()), ..event };
    log::append(connection, &event, None, &context.ids)
}

/// Records what was done after the advice that the caller has seen.
///
/// # Errors
/// Not found outside the scope; a stale version; the rules that the follow-up breaks.
pub fn follow_up(
    connection: &mut Connection,
    context: &Context,
    scope: &Scope,
    id: AdviceId,
    seen: &IfMatch,
    (done_on, note): (Date, &str),
) -> Result<Found, Failure> {
    let StoredAdvice { advice: before, version, .. } = held(connection, scope, id, seen)?;
    let note =
        advice::check_follow_up(&before, done_on, note, context.today()).map_err(Refusal::rules)?;
    let after = Advice { follow_up_count: before.follow_up_count + 1, ..before.clone() };
    let officer = context.actor.name.clone();
    let personal = json!({ "note": note });
    let done = FollowUp { done_on, note, officer, recorded_at: context.now };
    store::advice::insert_follow_up(connection, &after, &done)?;
    store::advice::save(connection, &after, version, context.now)?;
    append(connection, context, "advice.followed_up", Some(&before), &after, Some(&personal))?;
    read(connection, scope, id)
}

/// Links the advice that the caller has seen to the establishment that followed. A wrong link is
/// corrected by another; the log keeps both.
///
/// # Errors
/// Not found outside the scope; a stale version; an organisation that the caller does not see, or
/// that was registered before the advice.
pub fn link(
    connection: &mut Connection,
    context: &Context,
    scope: &Scope,
    readable: &Scope,
    id: AdviceId,
    seen: &IfMatch,
    organisation: OrganisationId,
) -> Result<Found, Failure> {
    let StoredAdvice { advice: before, version, .. } = held(connection, scope, id, seen)?;
    let followed = store::organisation::find(connection, readable, organisation)?;
    let followed = followed.map(|stored| stored.organisation);
    require_later(&before, followed.as_ref())?;
    if before.organisation != Some(organisation) {
        let linked_on = Some(context.today());
        let after = Advice { organisation: Some(organisation), linked_on, ..before.clone() };
        store::advice::save(connection, &after, version, context.now)?;
        append(connection, context, "advice.linked", Some(&before), &after, None)?;
    }
    read(connection, scope, id)
}

/// The entry, held against other writers, at the version that the caller has seen.
fn held(
    connection: &mut Connection,
    scope: &Scope,
    id: AdviceId,
    seen: &IfMatch,
) -> Result<StoredAdvice, Failure> {
    connection.lock(&format!("advice {id}"))?;
    let stored = store::advice::find(connection, scope, id)?.ok_or_else(unknown)?;
    seen.check(stored.version)?;
    Ok(stored)
}

fn require_later(advice: &Advice, followed: Option<&Organisation>) -> Result<(), Refusal> {
    let (code, detail) = match followed {
        None => (
            "unknown_organisation",
            Text::fixed(
                "Không tìm thấy tổ chức, hoặc nằm ngoài phạm vi của bạn.",
                "There is no such organisation, or it is out of your scope.",
            ),
        ),
        Some(one) if one.registered_on.is_some_and(|day| day < advice.advised_on) => (
            "registered_before_advice",
            Text::fixed(
                "Tổ chức này đã đăng ký trước ngày tư vấn.",
                "This organisation was registered before the advice.",
            ),
        ),
        Some(_) => return Ok(()),
    };
    let pointer = "/organisation";
    Err(Refusal::rules(vec![Fault::new(pointer, code, detail)]))
}

fn append(
    connection: &mut Connection,
    context: &Context,
    kind: &str,
    before: Option<&Advice>,
    after: &Advice,
    personal: Option<&Value>,
) -> Result<(), Failure> {
    let state = |one: &Advice| serde_json::to_value(one).map_err(Failure::unexpected);
    let before = before.map(state).transpose()?;
    let subject = Subject { kind: "advice".to_owned(), id: after.id.uuid() };
    let event = context.event(kind, subject, after.place(), before.as_ref(), state(after)?);
    log::append(connection, &event, personal, &context.ids)
}

fn unknown() -> Refusal {
    Refusal::not_found("lượt tư vấn", "entry of advice")
}
