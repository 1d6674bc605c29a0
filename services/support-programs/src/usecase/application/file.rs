//! What the organisation does: it begins an application, changes it, hands it in, takes it back.

use htx_kit::{failure::Failure, http::IfMatch};
use htx_model::{
    administrative::AdministrativeUnits,
    id::{OrganisationId, SupportApplicationId},
    money::Dong,
    refusal::{ErrorCode, Fault, Refusal, Text},
    support::applications::{SupportAction, SupportKind, SupportState},
};
use serde_json::{Map, Value};

use super::{Act, Needs, Said, Taken, funded_elsewhere, heard, hold, plain, save, step, tell};
use crate::{
    domain::{
        application::{
            Application,
            cost::{self, Cost},
            details, request,
        },
        ledger::AMOUNT_MAX,
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
}

/// Begins an application.
///
/// # Errors
/// An organisation that is not the caller's, or has ended; a programme that there is none of; every
/// fault of what was sent.
pub fn draft(act: &mut Act<'_>, drafting: Drafting) -> Result<StoredApplication, Failure> {
    let found = store::organisation::find(act.connection, act.scope, drafting.organisation)?;
    let organisation = found.ok_or_else(unknown_organisation)?;
    if organisation.status.has_ended() {
        return Err(ended().into());
    }
    let programme =
        programme_terms::of_programme(act.connection, &drafting.programme, act.today())?;
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
    };
    store::application::insert(act.connection, &application, act.context.now)?;
    let taken = Taken { amount: Some(application.requested), ..Taken::default() };
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
    let (before, next) = hold(act, (id, seen), SupportAction::Change)?;
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
/// As [`change`]; everything that is missing.
pub fn submit(
    act: &mut Act<'_>,
    (id, seen): (SupportApplicationId, &IfMatch),
    said: Said,
) -> Result<StoredApplication, Failure> {
    let (before, next) = hold(act, (id, seen), SupportAction::Submit)?;
    let content = Content {
        details: before.application.details.clone(),
        costs: before.application.costs.clone(),
        requested_vnd: before.application.requested.0,
    };
    tidy(act, before.application.kind, content, false)?;
    let mut faults = request::check(&before.application).err().unwrap_or_default();
    faults.extend(funded_elsewhere(act, &before.application)?);
    if !faults.is_empty() {
        return Err(Refusal::rules(faults).into());
    }
    let taken = Taken {
        amount: Some(before.application.requested),
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
    let (before, next) = hold(act, (id, seen), SupportAction::Withdraw)?;
    let taken = heard(act, id, said, Needs::default())?;
    let after = Application { state: plain(next)?, ..before.application.clone() };
    save(act, before, after, SupportAction::Withdraw, taken)
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
    if !(0..=AMOUNT_MAX).contains(&content.requested_vnd) {
        faults.push(Fault {
            pointer: "/requested_vnd".into(),
            code: "amount_out_of_range",
            detail: Text::made(
                format!("Số tiền phải từ 0 đến {}.", Dong(AMOUNT_MAX)),
                format!("The amount must be from 0 to {}.", Dong(AMOUNT_MAX)),
            ),
            legal_basis: None,
        });
    }
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

fn ended() -> Refusal {
    Refusal::new(
        ErrorCode::StateConflict,
        Text::fixed(
            "Tổ chức đã chấm dứt tồn tại nên không thể đề nghị hỗ trợ.",
            "The organisation is no more, so it cannot apply for support.",
        ),
    )
}
