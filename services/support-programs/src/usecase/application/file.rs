//! What the organisation does: it begins an application, changes it, hands it in, takes it back.

use htx_kit::{failure::Failure, http::IfMatch};
use htx_model::{
    administrative::AdministrativeUnits,
    id::{OrganisationId, SupportApplicationId},
    money::{self, Dong},
    refusal::{Fault, Refusal, Text},
    support::{
        applications::{SupportAction, SupportKind, SupportState},
        programmes::{EligibilityMoment, ProgrammeKind},
    },
    words::REASON_LENGTH_MAX,
};
use serde_json::{Map, Value};

use super::{
    Act, Faults, Needs, Said, Taken, eligible, funded_elsewhere, grade, heard, hold, plain, save,
    step, tell,
};
use crate::{
    domain::{
        application::{
            Application,
            cost::{self, Cost},
            details,
            lifecycle::Next,
            on_behalf::{self, OnBehalf},
            request,
        },
        living, programme,
    },
    store::{self, application::StoredApplication},
    usecase::programme_terms,
};

/// What an application says.
#[derive(Debug, Clone)]
pub struct Content {
    /// The fields of its kind.
    pub details: Map<String, Value>,
    /// What it costs.
    pub costs: Vec<Cost>,
    /// How much of it is asked for.
    pub requested_vnd: i64,
}

/// An application on its way.
#[derive(Debug, Clone)]
pub struct Drafting {
    /// Of which organisation.
    pub organisation: OrganisationId,
    /// Under which programme.
    pub programme: String,
    /// What is applied for.
    pub kind: SupportKind,
    /// What it says.
    pub content: Content,
    /// Why it is filed for the organisation, by its district or commune.
    pub on_behalf_reason: Option<String>,
}

/// Begins an application.
///
/// # Errors
/// An organisation that is not the caller's, dissolves or has ended; a programme that there is none of, or that does
/// not give this; an agency that files for the organisation and does not say why; every fault of what was
/// sent.
pub fn draft(act: &mut Act<'_>, drafting: Drafting) -> Result<StoredApplication, Failure> {
    let found = store::organisation::find(act.connection, act.scope, drafting.organisation)?;
    let organisation = found.ok_or_else(unknown_organisation)?;
    living::require(organisation.status)?;
    let programme = programme_terms::held(act.connection, &drafting.programme, act.today())?;
    require_grants(programme.kind)?;
    require_given(&programme.content, drafting.kind)?;
    let (on_behalf, reason) = filer(act, organisation.id, drafting.on_behalf_reason)?;
    let content = tidy(act, drafting.kind, drafting.content, true)?;
    let application = Application {
        id: act.context.ids.make(),
        organisation: organisation.id,
        programme: programme.code,
        lead_agency: programme.lead_agency,
        kind: drafting.kind,
        state: SupportState::Draft,
        details: content.details,
        costs: content.costs,
        requested: Dong(content.requested_vnd),
        drafted_on: act.today(),
        submitted_on: None,
        proposal: None,
        norms: Vec::new(),
        decision: None,
        ended_on: None,
        prepared_by: vec![act.who],
        on_behalf,
    };
    store::application::insert(act.connection, &application, act.context.now)?;
    let taken = Taken { amount: Some(application.requested), reason, ..Taken::default() };
    let kind = "support_application.drafted";
    let event = tell(act, kind, &organisation, (None, &application), &taken)?;
    step(act, (&application, None), taken, &event)?;
    Ok(StoredApplication { application, organisation, version: 1, recorded_at: act.context.now })
}

/// Changes what an application says: all of it, as it was sent.
///
/// # Errors
/// Not found outside the scope; a stale version; a state that does not allow it; every fault of what was
/// sent.
pub fn change(
    act: &mut Act<'_>,
    (id, seen): (SupportApplicationId, &IfMatch),
    content: Content,
) -> Result<StoredApplication, Failure> {
    let (before, next) = hold_as_applicant(act, (id, seen), SupportAction::Change)?;
    let content = tidy(act, before.application.kind, content, true)?;
    let after = Application {
        state: plain(next)?,
        details: content.details,
        costs: content.costs,
        requested: Dong(content.requested_vnd),
        ..before.application.clone()
    };
    let taken = Taken { amount: Some(after.requested), ..Taken::default() };
    save(act, before, after, SupportAction::Change, taken)
}

/// Hands an application in: it must be whole, and no cost of it may be supported already.
///
/// # Errors
/// As [`change`]; an organisation that dissolves or has ended; everything that is missing.
pub fn submit(
    act: &mut Act<'_>,
    (id, seen): (SupportApplicationId, &IfMatch),
    said: Said,
) -> Result<StoredApplication, Failure> {
    let (before, next) = hold_as_applicant(act, (id, seen), SupportAction::Submit)?;
    living::require(before.organisation.status)?;
    let content = Content {
        details: before.application.details.clone(),
        costs: before.application.costs.clone(),
        requested_vnd: before.application.requested.0,
    };
    tidy(act, before.application.kind, content, false)?;
    let mut faults = request::check(&before.application).err().unwrap_or_default();
    faults.extend(funded_elsewhere(act, &before.application)?);
    let today = act.today();
    faults.extend(grade::contradicts(act, &before.application, today)?);
    if !faults.is_empty() {
        return Err(Refusal::rules(faults).into());
    }
    let taken = Taken {
        amount: Some(before.application.requested),
        eligibility: Some(eligible::told(act, &before, EligibilityMoment::Submission, today)?),
        ..heard(act, id, said, Needs::default())?
    };
    let after = Application {
        state: plain(next)?,
        submitted_on: Some(act.today()),
        // Whatever was appraised before is appraised anew.
        proposal: None,
        norms: Vec::new(),
        ..before.application.clone()
    };
    save(act, before, after, SupportAction::Submit, taken)
}

/// Takes an application back before it is decided.
///
/// # Errors
/// As [`change`].
pub fn withdraw(
    act: &mut Act<'_>,
    (id, seen): (SupportApplicationId, &IfMatch),
    said: Said,
) -> Result<StoredApplication, Failure> {
    let (before, next) = hold_as_applicant(act, (id, seen), SupportAction::Withdraw)?;
    let taken = heard(act, id, said, Needs::default())?;
    let after = Application { state: plain(next)?, ..before.application.clone() };
    save(act, before, after, SupportAction::Withdraw, taken)
}

/// Takes an application's turn for what the organisation does, or whoever filed for it.
fn hold_as_applicant(
    act: &mut Act<'_>,
    of: (SupportApplicationId, &IfMatch),
    action: SupportAction,
) -> Result<(StoredApplication, Next), Failure> {
    let (mut before, next) = hold(act, of, action)?;
    on_behalf::require_applicant(&before.application, act.scope)?;
    if !on_behalf::is_own(&before.application, act.scope)
        && let Some(filed) = &mut before.application.on_behalf
    {
        filed.note(act.who);
    }
    Ok((before, next))
}

/// Who files for an organisation, and why; nobody where it does so itself.
fn filer(
    act: &Act<'_>,
    organisation: OrganisationId,
    reason: Option<String>,
) -> Result<(Option<OnBehalf>, Option<String>), Failure> {
    if act.scope.organisations().any(|own| own == organisation) {
        return Ok((None, None));
    }
    let pointer = "/on_behalf_reason";
    let mut faults = Faults::default();
    let reason = reason.map(|reason| faults.words(pointer, &reason, REASON_LENGTH_MAX));
    if reason.is_none() {
        let detail = Text::fixed(
            "Phải nêu vì sao lập hồ sơ thay cho tổ chức, chẳng hạn tổ chức chưa có tài khoản.",
            "Say why it is filed for the organisation, such as that it has no account.",
        );
        faults.add(pointer, "missing", detail);
    }
    faults.refuse()?;
    let agency = act.context.actor.agency.clone().ok_or_else(unknown_organisation)?;
    let agency_name = act.agency_name();
    Ok((Some(OnBehalf { agency, agency_name, persons: vec![act.who] }), reason))
}

/// The money of a fund is lent, and never given.
fn require_grants(kind: ProgrammeKind) -> Result<(), Refusal> {
    if kind != ProgrammeKind::LoanFund {
        return Ok(());
    }
    Err(Refusal::rules(vec![Fault::new(
        "/programme",
        "is_a_loan_fund",
        Text::fixed(
            "Quỹ chỉ cho vay: hãy gửi đề nghị vay (POST /v1/loans).",
            "A fund lends only: apply for a loan (POST /v1/loans).",
        ),
    )]))
}

/// A programme that says what it gives gives nothing else.
fn require_given(content: &programme::Content, kind: SupportKind) -> Result<(), Refusal> {
    let given: Vec<SupportKind> = content.supports.iter().map(|support| support.kind).collect();
    if given.is_empty() || given.contains(&kind) {
        return Ok(());
    }
    let given = given.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    Err(Refusal::rules(vec![Fault::new(
        "/kind",
        "not_in_programme",
        Text::made(
            format!("Chương trình này chỉ hỗ trợ: {given}."),
            format!("This programme gives: {given}."),
        ),
    )]))
}

/// What was sent, put right.
fn tidy(
    act: &Act<'_>,
    kind: SupportKind,
    content: Content,
    is_draft: bool,
) -> Result<Content, Failure> {
    let units =
        AdministrativeUnits::embedded().map_err(|error| Failure::unexpected(error.clone()))?;
    let mut faults: Vec<Fault> = Vec::new();
    let details = details::check(kind, &content.details, (units, act.today()), is_draft);
    let details = details.map_err(|more| faults.extend(more)).unwrap_or_default();
    let costs = cost::check(content.costs).map_err(|more| faults.extend(more)).unwrap_or_default();
    faults.extend(money::amount("/requested_vnd", content.requested_vnd, 0).err());
    if faults.is_empty() {
        return Ok(Content { details, costs, requested_vnd: content.requested_vnd });
    }
    Err(Refusal::rules(faults).into())
}

fn unknown_organisation() -> Refusal {
    Refusal::not_found("tổ chức", "organisation").advising(Text::fixed(
        "Tổ chức vừa được ghi vào sổ đăng ký sẽ có ở đây sau ít giây.",
        "An organisation that was just entered in the register is known here after a few seconds.",
    ))
}
