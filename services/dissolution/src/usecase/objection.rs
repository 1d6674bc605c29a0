//! Objections: filed within the notice's window, accepted, rejected, taken back.

use htx_kit::{context::Context, db::Connection, failure::Failure, http::IfMatch, log};
use htx_model::{
    agency::{Agencies, AgencyCode, AgencyKind},
    competence,
    date::Date,
    dissolution::{
        CaseRecord,
        answers::{DeadlineKind, ObjectionAction, ObjectionState, ObjectorKind},
    },
    id::{DissolutionId, DocumentId, ObjectionId},
    money::Dong,
    refusal::{ErrorCode, Fault, Refusal, Text},
    scope::Scope,
    words,
};
use serde_json::json;

use super::{
    documents,
    hold::{self, Caller},
    record, standing,
};
use crate::{
    Dissolutions,
    domain::{
        answering,
        blocker::Signatory,
        objection::{self, Filer, Objection, Objector, Outcome, Person, may_file},
        prose::prose,
        step::Exhibit,
    },
    store::{
        self,
        objection::{DECIDED, FILED, StoredObjection},
    },
};

/// The longest name of whoever objects, and the longest contact.
const NAME_MAX: usize = 300;

/// An objection on its way.
#[derive(Debug, Clone)]
pub struct Filing {
    /// Who objects.
    pub objector: ObjectorKind,
    /// The name of a bank or a company.
    pub organisation_name: Option<String>,
    /// The natural person.
    pub person: Option<Person>,
    /// What is owed to them, as they say.
    pub amount_vnd: Option<Dong>,
    /// Why.
    pub grounds: String,
    /// The evidence: documents of the case.
    pub documents: Vec<DocumentId>,
}

/// An objection that does not exist, or not for this caller.
#[must_use]
pub fn unknown() -> Refusal {
    Refusal::not_found("phản đối", "objection")
}

/// Files an objection within the window of the notice.
///
/// # Errors
/// Not found outside the scope; `permission_denied` for whoever may not object so; `state_conflict`
/// outside the window or the states; every fault of what was sent.
pub fn file(
    connection: &mut Connection,
    context: &Context,
    service: &Dissolutions,
    caller: &Caller,
    id: DissolutionId,
    filing: Filing,
) -> Result<StoredObjection, Failure> {
    let case = hold::contribute(connection, &caller.scope, id, CaseRecord::Objection)?;
    let (today, agency) = (context.today(), context.actor.agency.as_ref());
    let itself = require_filer(&service.agencies, agency, filing.objector, today)?;
    require_window(connection, id, today)?;
    let through = agency
        .and_then(|code| service.agencies.get(code))
        .map(|agency| Signatory { code: agency.code.clone(), name: agency.name_vi.clone() });
    let own_name = through.as_ref().filter(|_| itself).map(|agency| agency.name.clone());
    let (objector, person, grounds) = tidy(&filing, own_name)?;
    let exhibits = documents::exhibits(connection, id, &filing.documents, "/document_ids")?;
    let one = Objection {
        id: context.ids.make(),
        case: id,
        objector,
        amount_vnd: filing.amount_vnd,
        grounds,
        state: ObjectionState::Filed,
        filed_on: today,
        filed_through: through,
        filed_by: caller.id,
        outcome: None,
        version: 1,
        recorded_at: context.now,
    };
    store::objection::insert(connection, &one, person.as_ref())?;
    store::objection::add_papers(connection, one.id, FILED, &exhibits)?;
    let stored = StoredObjection {
        objection: one,
        person,
        organisation: case.organisation,
        prepared_by: case.case.prepared_by,
    };
    let words = json!({ "grounds": stored.objection.grounds, "person": stored.person });
    tell(connection, context, "objection.filed", None, &stored, &exhibits, &words)?;
    Ok(stored)
}

/// Who may object so; whether it is an agency that objects itself.
fn require_filer(
    agencies: &Agencies,
    agency: Option<&AgencyCode>,
    objector: ObjectorKind,
    today: Date,
) -> Result<bool, Refusal> {
    let kinds: Vec<AgencyKind> =
        agency.map(|code| agencies.kinds_on(code, today)).unwrap_or_default();
    let filer = if agency.is_some() { Filer::Agency(&kinds) } else { Filer::Organisation };
    if may_file(filer, objector) {
        let object_themselves = [AgencyKind::Tax, AgencyKind::StateBank];
        return Ok(kinds.iter().any(|kind| object_themselves.contains(kind)));
    }
    Err(Refusal::new(
        ErrorCode::PermissionDenied,
        Text::fixed(
            "Tài khoản không được nộp phản đối thay cho bên này.",
            "The account may not object for this party.",
        ),
    )
    .advising(Text::fixed(
        "Cơ quan thuế, Ngân hàng Nhà nước tự nộp; chủ nợ, thành viên nộp qua Ủy ban nhân dân của địa bàn.",
        "The tax department and the State Bank object themselves; creditors and members through the people's committee.",
    )))
}

fn require_window(
    connection: &mut Connection,
    id: DissolutionId,
    today: Date,
) -> Result<(), Failure> {
    let notice = store::notice::facts(connection, id)?;
    let window = notice.published_on.zip(notice.window_ends_on);
    let from = notice.published_on.unwrap_or(today);
    let rule = standing::rules()?.on(DeadlineKind::ClaimWindow, from);
    let rule = rule.ok_or_else(|| Failure::unexpected("no rule for the window"))?;
    Ok(objection::require_window(window, &rule.basis, today)?)
}

/// What was sent, put right.
fn tidy(
    filing: &Filing,
    own_name: Option<String>,
) -> Result<(Objector, Option<Person>, String), Refusal> {
    let mut faults = Vec::new();
    let grounds = prose("/grounds", &filing.grounds).map_err(|fault| faults.push(fault));
    let mut line = |pointer: &'static str, given: &str| {
        words::tidy(pointer, given, NAME_MAX)
            .map_err(|fault| faults.push(fault))
            .unwrap_or_default()
    };
    let name = filing.organisation_name.as_deref().map(|name| line("/organisation_name", name));
    let person = filing.person.as_ref().map(|person| Person {
        name: line("/person/name", &person.name),
        contact: person.contact.as_deref().map(|text| line("/person/contact", text)),
    });
    let kind = filing.objector;
    // An agency that objects itself needs no other name.
    let name = if person.is_none() { name.or(own_name) } else { name };
    match (&name, &person) {
        (Some(_), Some(_)) | (None, None) => {
            faults.push(Fault::new("/organisation_name", "one_objector", ONE));
        }
        (None, Some(_)) if !kind.may_be_person() => {
            faults.push(Fault::new("/person", "no_person", NO_PERSON));
        }
        _ => {}
    }
    if filing.amount_vnd.is_some_and(|amount| amount.0 < 0) {
        let detail = Text::fixed("Số tiền không được âm.", "The amount cannot be negative.");
        faults.push(Fault::new("/amount_vnd", "negative", detail));
    }
    match grounds {
        Ok(grounds) if faults.is_empty() => Ok((Objector { kind, name }, person, grounds)),
        _ => Err(Refusal::rules(faults)),
    }
}

const ONE: Text = Text::fixed(
    "Nêu tên tổ chức hoặc cá nhân phản đối: một trong hai.",
    "Name the organisation or the person who objects: one of the two.",
);
const NO_PERSON: Text = Text::fixed(
    "Cơ quan thuế và tổ chức tín dụng không phải cá nhân.",
    "The tax department and banks are no persons.",
);

/// What is done with an objection.
#[derive(Debug, Clone)]
pub struct Deciding {
    /// Accepted, rejected, or taken back.
    pub action: ObjectionAction,
    /// Why.
    pub reason: String,
    /// The documents of the decision.
    pub documents: Vec<DocumentId>,
}

/// Decides an objection, or takes it back. `readable` says which objections the caller may know of.
///
/// # Errors
/// Not found outside of what may be read; `permission_denied` for anybody else's action, and for
/// whoever filed it; a stale version; a state that does not allow it.
pub fn decide(
    connection: &mut Connection,
    context: &Context,
    service: &Dissolutions,
    (caller, readable): (&Caller, &Scope),
    id: ObjectionId,
    seen: &IfMatch,
    deciding: Deciding,
) -> Result<StoredObjection, Failure> {
    let found = store::objection::find(connection, readable, id)?.ok_or_else(unknown)?;
    let record = CaseRecord::ObjectionDecision;
    let held = hold::contribute(connection, &Scope::everything(), found.objection.case, record)?;
    if deciding.action != ObjectionAction::Withdraw {
        hold::require_other_person(&held, caller.id)?;
    }
    let before = store::objection::find(connection, readable, id)?.ok_or_else(unknown)?;
    let agency = context.actor.agency.as_ref();
    let today = context.today();
    if !is_open_to(deciding.action, &service.agencies, agency, caller, &before, today) {
        return Err(not_yours(deciding.action).into());
    }
    seen.check(before.objection.version)?;
    let state = objection::require(before.objection.state, deciding.action)?;
    let reason = prose("/reason", &deciding.reason);
    let reason = reason.map_err(|fault| Refusal::rules(vec![fault]))?;
    let case = before.objection.case;
    let exhibits = documents::exhibits(connection, case, &deciding.documents, "/document_ids")?;
    let by = agency
        .and_then(|code| service.agencies.get(code))
        .map(|agency| Signatory { code: agency.code.clone(), name: agency.name_vi.clone() });
    let words = json!({ "reason": reason });
    let after = Objection {
        state,
        outcome: Some(Outcome { on: today, reason, by }),
        version: before.objection.version + 1,
        recorded_at: context.now,
        ..before.objection.clone()
    };
    store::objection::save(connection, &after)?;
    store::objection::add_papers(connection, id, DECIDED, &exhibits)?;
    let event = match deciding.action {
        ObjectionAction::Accept => "objection.accepted",
        ObjectionAction::Reject => "objection.rejected",
        ObjectionAction::Withdraw => "objection.withdrawn",
    };
    let stored = StoredObjection { objection: after, ..before.clone() };
    tell(connection, context, event, Some(&before.objection), &stored, &exhibits, &words)?;
    Ok(stored)
}

/// Whether an action is the caller's: the authority that runs the case decides, but nobody what they
/// filed themselves; whoever filed it takes it back.
#[must_use]
pub fn is_open_to(
    action: ObjectionAction,
    agencies: &Agencies,
    agency: Option<&AgencyCode>,
    caller: &Caller,
    found: &StoredObjection,
    today: Date,
) -> bool {
    let of = &found.organisation;
    match action {
        ObjectionAction::Accept | ObjectionAction::Reject => {
            competence::attends(&caller.scope, of.kind, &of.placement())
                && found.objection.filed_by != caller.id
                && !found.prepared_by.contains(&caller.id)
        }
        ObjectionAction::Withdraw => match &found.objection.filed_through {
            Some(through) => {
                let holder = answering::holder(agencies, &through.code, &of.seat, today);
                holder.is_some_and(|holder| Some(&holder.code) == agency)
            }
            None => caller.scope.organisations().any(|own| own == of.id),
        },
    }
}

fn not_yours(action: ObjectionAction) -> Refusal {
    let detail = match action {
        ObjectionAction::Withdraw => {
            Text::fixed("Chỉ bên nộp phản đối rút lại.", "Only whoever filed it takes it back.")
        }
        ObjectionAction::Accept | ObjectionAction::Reject => Text::fixed(
            "Phản đối do người phê duyệt của cơ quan thụ lý giải quyết, không phải người đã nộp.",
            "An approver of the authority that runs the case decides, who has not filed it.",
        ),
    };
    Refusal::new(ErrorCode::PermissionDenied, detail)
}

fn tell(
    connection: &mut Connection,
    context: &Context,
    kind: &str,
    before: Option<&Objection>,
    after: &StoredObjection,
    exhibits: &[Exhibit],
    words: &serde_json::Value,
) -> Result<(), Failure> {
    let of = (after.objection.case, &after.organisation);
    let change = (before, &after.objection);
    let mut event = record::in_case(context, kind, of, "objection", change)?;
    event.documents = exhibits.iter().map(|exhibit| exhibit.document_id).collect();
    log::append(connection, &event, Some(words), &context.ids)
}
