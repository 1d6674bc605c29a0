//! Young workers: the cooperative places them and records their months, the lead agency pays for the
//! months that were worked.

use htx_kit::{act::Act, db::Connection, failure::Failure, http::IfMatch, log};
use htx_model::{
    agency::AgencyCode,
    date::Date,
    directory::Organisation,
    event::Subject,
    faults::Faults,
    id::{SupportApplicationId, SupportPaymentId, YoungWorkerId},
    money::Dong,
    refusal::{ErrorCode, Fault, Refusal, Text},
    scope::Scope,
    support::{
        applications::SupportKind,
        training::{PlacementAction, PlacementState},
    },
    words::REASON_LENGTH_MAX,
};
use serde_json::json;

use super::application;
use crate::{
    domain::{
        application::Application,
        living,
        young_worker::{self as rule, Month, Placement, Worker},
    },
    store::{self, application::StoredApplication, young_worker::StoredPlacement},
};

/// What the subject of every event of a placement is called.
pub const SUBJECT: &str = "young_worker";

/// A placement that does not exist, or not for this caller.
#[must_use]
pub fn unknown() -> Refusal {
    Refusal::not_found("lao động trẻ", "young worker")
}

/// A placement as it is shown whole.
#[derive(Debug, Clone)]
pub struct Found {
    /// The placement.
    pub stored: StoredPlacement,
    /// Its months.
    pub months: Vec<Month>,
}

/// A placement within a scope.
///
/// # Errors
/// Not found, or outside the scope.
pub fn read(
    connection: &mut Connection,
    reach: (&Scope, &[AgencyCode]),
    id: YoungWorkerId,
) -> Result<Found, Failure> {
    let stored = store::young_worker::find(connection, reach, id)?.ok_or_else(unknown)?;
    let months = store::young_worker::months(connection, &[id])?.remove(&id).unwrap_or_default();
    Ok(Found { stored, months })
}

/// Places somebody by an application of the caller's cooperative.
///
/// # Errors
/// Not found outside the scope; an application of another kind, or that is not granted; an organisation that
/// dissolves or has ended; no place left;
/// somebody who is placed already; every fault of what was sent.
pub fn place(
    act: &mut Act<'_>,
    id: SupportApplicationId,
    (starts_on, worker): (Date, Worker),
) -> Result<Found, Failure> {
    let (application, organisation) = hold_application(act, id)?;
    rule::require_granted(&application)?;
    living::require(organisation.status)?;
    let granted = rule::granted(&application);
    let (months_granted, monthly_support) =
        granted.ok_or_else(|| not_for_this_kind(&application))?;
    let mut faults = Faults::default();
    let worker = rule::check_worker(worker, act.today());
    let worker = worker.map_err(|more| faults.extend(more)).ok();
    faults.past("/starts_on", starts_on, act.today());
    faults.refuse()?;
    let worker = worker.ok_or_else(|| Failure::unexpected("a worker without a fault is there"))?;
    let places = rule::places(&application);
    if store::young_worker::working(act.connection, id)? >= places {
        let detail = Text::made(
            format!("Hồ sơ chỉ được hỗ trợ {places} lao động cùng lúc."),
            format!("The application is granted for {places} workers at a time."),
        );
        return Err(Refusal::new(ErrorCode::StateConflict, detail).into());
    }
    act.connection.lock("young workers' citizen ids")?;
    if store::young_worker::is_placed(act.connection, &worker.citizen_id)? {
        return Err(placed_already().into());
    }
    let placement = Placement {
        id: act.context.ids.make(),
        application: id,
        organisation: application.organisation,
        starts_on,
        ended_on: None,
        end_reason: None,
        monthly_support,
        months_granted,
        version: 1,
        recorded_by: act.context.actor.name.clone(),
        recorded_at: act.context.now,
    };
    store::young_worker::insert(act.connection, &placement, &worker)?;
    let found = found(act, placement.id)?;
    tell(act, "young_worker.placed", (None, &found), &worker)?;
    Ok(found)
}

/// Records months of a placement, worked or not.
///
/// # Errors
/// Not found outside the scope; a stale version; every fault of what was sent; a month that was paid for.
pub fn record_months(
    act: &mut Act<'_>,
    (id, seen): (YoungWorkerId, &IfMatch),
    given: Vec<(Date, bool)>,
) -> Result<Found, Failure> {
    let (before, _) = hold(act, (id, seen), PlacementAction::RecordMonth)?;
    let placement = &before.stored.placement;
    let months = placement.check_months(&before.months, &given, act.today());
    let months = months.map_err(Refusal::rules)?;
    let by = (act.context.actor.name.as_str(), act.context.now);
    store::young_worker::record(act.connection, id, &before.months, &months, by)?;
    let after = placement.clone();
    save(act, &before, after, "young_worker.months_recorded")
}

/// Ends a placement: whoever it was may be placed again.
///
/// # Errors
/// Not found outside the scope; a stale version; one that has ended; a day before it began; a worked month
/// after the day; no reason.
pub fn end(
    act: &mut Act<'_>,
    (id, seen): (YoungWorkerId, &IfMatch),
    (on, reason): (Option<Date>, &str),
) -> Result<Found, Failure> {
    let (before, _) = hold(act, (id, seen), PlacementAction::End)?;
    let on = on.unwrap_or(act.today());
    let mut faults = Faults::default();
    let reason = faults.words("/reason", reason, REASON_LENGTH_MAX);
    faults.past("/ended_on", on, act.today());
    let placement = &before.stored.placement;
    if on < placement.starts_on {
        let detail = Text::fixed(
            "Ngày kết thúc không được trước ngày bắt đầu.",
            "The last day cannot lie before the first.",
        );
        faults.add("/ended_on", "out_of_order", detail);
    }
    if before.months.iter().any(|one| one.worked && one.month > on) {
        let detail = Text::fixed(
            "Đã ghi tháng làm việc sau ngày này.",
            "A month of work after this day is recorded.",
        );
        faults.add("/ended_on", "before_a_worked_month", detail);
    }
    faults.refuse()?;
    let after = Placement { ended_on: Some(on), end_reason: Some(reason), ..placement.clone() };
    save(act, &before, after, "young_worker.ended")
}

/// The months that a payment is for: the oldest that were worked and are not paid for, as many as it says,
/// and no more money than is due for them.
///
/// # Errors
/// A fault where fewer are recorded, or less is due.
pub fn pay(
    act: &mut Act<'_>,
    application: &Application,
    (payment, months, amount): (SupportPaymentId, u32, Dong),
) -> Result<(), Failure> {
    let unpaid = store::young_worker::unpaid(act.connection, application.id, months)?;
    let due = Dong(unpaid.iter().map(|(_, one)| one.due.0).sum());
    let mut faults: Vec<Fault> = Vec::new();
    let mut add = |pointer: &'static str, code, detail| {
        faults.push(Fault::new(pointer, code, detail));
    };
    let recorded = unpaid.len();
    if u32::try_from(recorded).is_ok_and(|recorded| recorded < months) {
        let detail = Text::made(
            format!("Chỉ có {recorded} tháng làm việc đã ghi và chưa được chi trả."),
            format!("Only {recorded} worked months are recorded and not paid for."),
        );
        add("/worker_months", "not_worked", detail);
    } else if amount > due {
        let detail = Text::made(
            format!("Với {months} tháng làm việc đã ghi, nhiều nhất {due}."),
            format!("For the {months} recorded months, at most {due}."),
        );
        add("/amount_vnd", "beyond_the_months", detail);
    }
    if !faults.is_empty() {
        return Err(Refusal::rules(faults).into());
    }
    store::young_worker::pay(act.connection, &unpaid, payment)
}

fn hold_application(
    act: &mut Act<'_>,
    id: SupportApplicationId,
) -> Result<(Application, Organisation), Failure> {
    act.connection.lock(&format!("support application {id}"))?;
    let led = act.held_names();
    let found = store::application::find(act.connection, act.scope, &led, id)?;
    let StoredApplication { application, organisation, .. } =
        found.ok_or_else(application::unknown)?;
    if application.kind != SupportKind::YoungWorkers {
        return Err(not_for_this_kind(&application).into());
    }
    Ok((application, organisation))
}

fn hold(
    act: &mut Act<'_>,
    (id, seen): (YoungWorkerId, &IfMatch),
    action: PlacementAction,
) -> Result<(Found, PlacementState), Failure> {
    let first = found(act, id)?;
    // Payments of the application take the months that are recorded: one after the other.
    let (application, _) = hold_application(act, first.stored.placement.application)?;
    let before = found(act, id)?;
    seen.check(before.stored.placement.version)?;
    rule::require_granted(&application)?;
    let state = before.stored.placement.state();
    let next = rule::after(state, action).ok_or_else(|| {
        let subject = Text::fixed("Lao động trẻ", "placement of a young worker");
        Refusal::wrong_state(subject, state, action)
    })?;
    Ok((before, next))
}

fn found(act: &mut Act<'_>, id: YoungWorkerId) -> Result<Found, Failure> {
    let led = act.held_names();
    read(act.connection, (act.scope, &led), id)
}

fn save(
    act: &mut Act<'_>,
    before: &Found,
    mut after: Placement,
    kind: &str,
) -> Result<Found, Failure> {
    (after.version, after.recorded_at) = (before.stored.placement.version + 1, act.context.now);
    store::young_worker::save(act.connection, &after)?;
    let found = found(act, after.id)?;
    let nobody = Worker {
        name: String::new(),
        birth_year: 0,
        citizen_id: String::new(),
        qualification: None,
    };
    let worker = found.stored.worker.clone().unwrap_or(nobody);
    tell(act, kind, (Some(before), &found), &worker)?;
    Ok(found)
}

fn tell(
    act: &mut Act<'_>,
    kind: &str,
    (before, after): (Option<&Found>, &Found),
    worker: &Worker,
) -> Result<(), Failure> {
    let logged = |found: &Found| found.stored.placement.logged(&found.months);
    let subject = Subject { kind: SUBJECT.to_owned(), id: after.stored.placement.id.uuid() };
    let place = after.stored.organisation.place();
    let before = before.map(logged);
    let event = act.context.event(kind, subject, place, before.as_ref(), logged(after));
    let personal = json!({
        "name": worker.name,
        "birth_year": worker.birth_year,
        "citizen_id": worker.citizen_id,
        "qualification": worker.qualification,
        "end_reason": after.stored.placement.end_reason,
    });
    log::append(act.connection, &event, Some(&personal), &act.context.ids)
}

fn not_for_this_kind(application: &Application) -> Refusal {
    let kind = application.kind;
    let detail = Text::made(
        format!("Hồ sơ loại {kind} không có lao động trẻ."),
        format!("An application of kind {kind} has no young workers."),
    );
    Refusal::new(ErrorCode::StateConflict, detail)
}

fn placed_already() -> Refusal {
    let detail = Text::fixed(
        "Người này đang được bố trí làm việc theo một hồ sơ hỗ trợ khác hoặc chính hồ sơ này.",
        "This person is placed already, by this application or another one.",
    );
    let advice = Text::fixed(
        "Một người chỉ được hỗ trợ tại một nơi trong cùng thời gian; hãy kết thúc nơi trước.",
        "A person is supported at one place at a time; end the earlier placement first.",
    );
    Refusal::new(ErrorCode::AlreadyExists, detail).advising(advice)
}
