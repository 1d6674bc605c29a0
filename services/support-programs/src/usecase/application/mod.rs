//! Applications for support: filed by the organisation, reviewed by its district, appraised and decided
//! by the programme's lead agency, paid out of a budget. Each step is taken while the application is
//! held, and written down with who took it.

pub mod close;
pub mod decide;
pub mod documents;
pub mod eligible;
pub mod file;
mod grade;
pub mod norms;
pub mod pass_on;
pub mod pay;
pub mod propose;
pub mod read;
pub mod reverse;
pub mod review;

use htx_kit::{act::Act, failure::Failure, http::IfMatch, log};
use htx_model::{
    event::{Event, Subject},
    faults::Faults,
    id::{DocumentId, EventId, OrganisationId, SupportApplicationId},
    money::Dong,
    refusal::{ErrorCode, Fault, Refusal, Text},
    support::applications::{SupportAction, SupportState},
    words::REASON_LENGTH_MAX,
};

use serde_json::Value;

use crate::{
    domain::{
        application::{
            Application, Step, decide as rule,
            lifecycle::{self, Next},
        },
        eligibility::record::Record,
        exhibit::Exhibit,
    },
    store::{self, application::StoredApplication},
};

/// What the subject of every event of an application is called.
pub const SUBJECT: &str = "support_application";

/// What was said with an action.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// Why, or what was found.
    pub reason: Option<String>,
    /// Documents of the application that prove it.
    pub documents: Vec<DocumentId>,
}

/// What is written down of a step, beside who took it and where it led.
#[derive(Debug, Default)]
struct Taken {
    reason: Option<String>,
    documents: Vec<Exhibit>,
    favourable: Option<bool>,
    amount: Option<Dong>,
    /// What the programme said of the applicant.
    eligibility: Option<Record>,
    /// What was paid, handed over or came back.
    payment: Option<Value>,
    /// The event of what is corrected.
    corrects: Option<EventId>,
}

/// An application that does not exist, or not for this caller.
#[must_use]
pub fn unknown() -> Refusal {
    Refusal::not_found("hồ sơ hỗ trợ", "support application")
}

/// Takes an application's turn, until the transaction ends, for an action.
///
/// # Errors
/// Not found, or outside the scope; a stale version; a state that does not allow the action; for a
/// decision, whoever prepared it; what a later release wrote and this one does not know.
fn hold(
    act: &mut Act<'_>,
    (id, seen): (SupportApplicationId, &IfMatch),
    action: SupportAction,
) -> Result<(StoredApplication, Next), Failure> {
    act.connection.lock(&format!("support application {id}"))?;
    let led = act.held_names();
    let found = store::application::find(act.connection, act.scope, &led, id)?;
    let stored = found.ok_or_else(unknown)?;
    seen.check(stored.version)?;
    let next = lifecycle::require(stored.application.state, action)?;
    store::application::require_whole(act.connection, id)?;
    if lifecycle::decides(action) {
        rule::require_other_person(&stored.application, act.who)?;
    }
    Ok((stored, next))
}

/// The state that an action leads to whatever the money says.
fn plain(next: Next) -> Result<SupportState, Failure> {
    match next {
        Next::To(state) => Ok(state),
        Next::WhereTheMoneyStands => Err(Failure::unexpected("the state follows from the money")),
    }
}

/// Takes the turn of an organisation's supported costs: nobody else decides on any of them meanwhile.
fn hold_costs(act: &mut Act<'_>, organisation: OrganisationId) -> Result<(), Failure> {
    Ok(act.connection.lock(&format!("supported costs of {organisation}"))?)
}

/// A fault for each cost of an application that another one is supported for, with the reason.
fn funded_elsewhere(act: &mut Act<'_>, application: &Application) -> Result<Vec<Fault>, Failure> {
    let (of, costs) = (application.organisation, &application.costs);
    let funded = store::funded_cost::among(act.connection, of, costs, Some(application.id))?;
    let fault = |one: store::funded_cost::Funded| {
        let agency = act.agencies.get(&one.lead_agency);
        let (vi, en) = agency
            .map_or((one.lead_agency.as_str(), one.lead_agency.as_str()), |known| {
                (known.name_vi.as_str(), known.name_en.as_str())
            });
        let (programme, id, on) = (one.programme, one.application, one.on);
        Fault::new(
            format!("/costs/{}", one.at),
            "cost_already_funded",
            Text::made(
                format!(
                    "Khoản chi phí này đã được hỗ trợ ngày {on} theo chương trình {programme}, cơ quan chủ trì {vi}, hồ sơ {id}."
                ),
                format!(
                    "This cost has been supported since {on} under the programme {programme}, led by: {en}, application {id}."
                ),
            ),
        )
    };
    Ok(funded.into_iter().map(fault).collect())
}

/// What was said, put right.
fn heard(
    act: &mut Act<'_>,
    id: SupportApplicationId,
    said: Said,
    needs: Needs,
) -> Result<Taken, Failure> {
    let mut faults = Faults::default();
    let reason = match (said.reason, needs.reason) {
        (None, true) => {
            let detail = Text::fixed("Phải nêu lý do.", "A reason must be given.");
            faults.add("/reason", "missing", detail);
            None
        }
        (given, _) => given.map(|given| faults.words("/reason", &given, REASON_LENGTH_MAX)),
    };
    if needs.document && said.documents.is_empty() {
        let detail = Text::fixed(
            "Phải có ít nhất một tài liệu chứng minh.",
            "There must be at least one document that proves it.",
        );
        faults.add("/document_ids", "missing_document", detail);
    }
    faults.refuse()?;
    let documents = documents::exhibits(act.connection, id, &said.documents)?;
    Ok(Taken { reason, documents, ..Taken::default() })
}

/// What must be said with an action.
#[derive(Debug, Clone, Copy, Default)]
struct Needs {
    reason: bool,
    document: bool,
}

/// The word of an action in the kinds of events.
const fn word(action: SupportAction) -> &'static str {
    match action {
        SupportAction::Change => "support_application.changed",
        SupportAction::Submit => "support_application.submitted",
        SupportAction::Withdraw => "support_application.withdrawn",
        SupportAction::StartReview => "support_application.review_started",
        SupportAction::Endorse => "support_application.endorsed",
        SupportAction::Return | SupportAction::ReturnFromAppraisal => {
            "support_application.returned"
        }
        SupportAction::Propose => "support_application.proposed",
        SupportAction::Approve => "support_application.approved",
        SupportAction::Reject => "support_application.rejected",
        SupportAction::Disburse => "support_application.disbursed",
        SupportAction::Accept => "support_application.accepted",
        SupportAction::Complete => "support_application.completed",
        SupportAction::Cancel => "support_application.cancelled",
        SupportAction::Recover => "support_application.recovered",
        SupportAction::Reverse => "support_application.payment_reversed",
    }
}

/// Writes a step down: the application as it is after it, the event, the step itself.
fn save(
    act: &mut Act<'_>,
    before: StoredApplication,
    mut after: Application,
    action: SupportAction,
    taken: Taken,
) -> Result<StoredApplication, Failure> {
    if !lifecycle::decides(action) {
        after.note_preparer(act.who);
    }
    let ended = !lifecycle::is_open(after.state);
    let since = before.application.ended_on.filter(|_| after.state == before.application.state);
    after.ended_on = ended.then(|| since.unwrap_or(act.today()));
    store::application::save(act.connection, &after, before.version, act.context.now)?;
    if let Some(told) = &taken.eligibility {
        store::eligibility_record::insert(act.connection, told)?;
    }
    let states = (Some(&before.application), &after);
    let event = tell(act, word(action), &before.organisation, states, &taken)?;
    let from = Some((action, before.application.state));
    step(act, (&after, from), taken, &event)?;
    let (version, recorded_at) = (before.version + 1, act.context.now);
    Ok(StoredApplication { application: after, version, recorded_at, ..before })
}

fn tell(
    act: &mut Act<'_>,
    kind: &str,
    organisation: &htx_model::directory::Organisation,
    (before, after): (Option<&Application>, &Application),
    taken: &Taken,
) -> Result<Event, Failure> {
    let subject = Subject { kind: SUBJECT.to_owned(), id: after.id.uuid() };
    let before = before.map(Application::logged);
    let place = organisation.place();
    let mut state = after.logged();
    if let Some(told) = &taken.eligibility {
        state["eligibility"] = serde_json::to_value(told).map_err(Failure::unexpected)?;
    }
    if let Some(payment) = &taken.payment {
        state["payment"] = payment.clone();
    }
    if let Some(favourable) = taken.favourable {
        state["favourable"] = favourable.into();
    }
    let mut event = act.context.event(kind, subject, place, before.as_ref(), state);
    event.corrects = taken.corrects;
    event.documents = taken.documents.iter().map(|exhibit| exhibit.document_id).collect();
    let personal = after.personal(taken.reason.as_deref());
    log::append(act.connection, &event, Some(&personal), &act.context.ids)?;
    Ok(event)
}

fn step(
    act: &mut Act<'_>,
    (after, from): (&Application, Option<(SupportAction, SupportState)>),
    taken: Taken,
    event: &Event,
) -> Result<(), Failure> {
    let step = Step {
        id: act.context.ids.make(),
        application: after.id,
        action: from.map(|(action, _)| action),
        from: from.map(|(_, state)| state),
        to: after.state,
        favourable: taken.favourable,
        amount: taken.amount,
        documents: taken.documents,
        actor: act.context.actor.id,
        actor_name: act.context.actor.name.clone(),
        agency: act.context.actor.agency.clone(),
        agency_name: act.agency_name(),
        event: event.id,
        recorded_at: act.context.now,
    };
    store::step::insert(act.connection, &step, taken.reason.as_deref())
}

/// The refusal of something that was entered already.
fn entered_already(vi: &'static str, en: &'static str) -> Refusal {
    Refusal::new(ErrorCode::AlreadyExists, Text::fixed(vi, en))
}
