//! How an organisation is signed for, and whether certain persons may.

use htx_kit::{context::Context, db::Connection, failure::Failure, http::IfMatch, log};
use htx_model::{
    date::Date,
    event::{Event, Subject},
    id::{ManagerId, OrganisationId},
    refusal::{Fault, Refusal, Text},
    scope::Scope,
};

use super::{hold, record};
use crate::{
    domain::{
        lifecycle::Action,
        organisation::Organisation,
        people::{
            managers::Manager,
            signing::{self, Reason, SigningForm, SigningRule},
        },
    },
    store,
    usecase::read_organisation,
};

/// A rule on its way into the register.
pub(super) struct NewRule {
    pub(super) form: SigningForm,
    pub(super) valid_from: Date,
    pub(super) version: i64,
}

/// Sets how an organisation within the scope is signed for, from a day on.
///
/// # Errors
/// Not found outside the scope; a stale version; a frozen entry; the rules that it breaks.
pub fn set_signing_rule(
    connection: &mut Connection,
    context: &Context,
    scope: &Scope,
    organisation: OrganisationId,
    seen: &IfMatch,
    form: SigningForm,
    valid_from: Option<Date>,
) -> Result<SigningRule, Failure> {
    let stored = hold(connection, scope, organisation, Action::ChangeManagers)?;
    let version = store::signing_rule::newest_version(connection, organisation)?;
    seen.check(version)?;
    let managers = store::managers::list(connection, organisation, None, None, i64::MAX)?;
    let mut faults = signing::check(&form, &managers, context.today());
    if valid_from.is_some_and(|day| day > context.today()) {
        faults.push(Fault::new(
            "/valid_from",
            "date_in_future",
            Text::fixed(
                "Ngày không được sau hôm nay; hãy ghi khi quy tắc có hiệu lực.",
                "The day cannot lie in the future; record the rule when it takes effect.",
            ),
        ));
    }
    if !faults.is_empty() {
        return Err(Refusal::rules(faults).into());
    }
    let valid_from = valid_from.unwrap_or_else(|| context.today());
    let rule = NewRule { form, valid_from, version: version + 1 };
    enter_rule(connection, context, &stored.organisation, rule)
}

pub(super) fn enter_rule(
    connection: &mut Connection,
    context: &Context,
    entry: &Organisation,
    new: NewRule,
) -> Result<SigningRule, Failure> {
    let NewRule { form, valid_from, version } = new;
    let rule = SigningRule {
        id: context.ids.make(),
        organisation_id: entry.id,
        version,
        form,
        valid_from,
    };
    store::signing_rule::insert(connection, &rule, context.now)?;
    let subject = Subject { kind: "signing_rule".to_owned(), id: rule.id.uuid() };
    let state = record::value(&rule)?;
    let event = context.event("signing_rule.set", subject, entry.place(), None, state);
    let event = Event { effective_on: valid_from, ..event };
    log::append(connection, &event, None, &context.ids)?;
    Ok(rule)
}

/// The rule in force on a day, with the version of the newest; nothing where none was set, so that
/// any one legal representative signs.
///
/// # Errors
/// Not found outside the scope.
pub fn signing_rule(
    connection: &mut Connection,
    scope: &Scope,
    organisation: OrganisationId,
    on: Date,
) -> Result<(Option<SigningRule>, i64), Failure> {
    store::organisation::find(connection, scope, organisation)?
        .ok_or_else(read_organisation::unknown)?;
    let version = store::signing_rule::newest_version(connection, organisation)?;
    Ok((store::signing_rule::in_force(connection, organisation, Some(on))?, version))
}

/// Who would sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signers {
    /// Managers by their ids.
    pub managers: Vec<ManagerId>,
    /// Managers by their names.
    pub names: Vec<String>,
    /// On which day.
    pub on: Date,
}

/// Whether they may.
pub struct Signing {
    /// Whether they may sign for the organisation together.
    pub may_sign: bool,
    /// Why, or why not.
    pub reasons: Vec<Reason>,
    /// The rule in force; none where any one legal representative signs because none was set.
    pub rule: Option<SigningRule>,
    /// The managers who were recognised.
    pub recognised: Vec<Manager>,
}

/// Whether these persons together may sign for an organisation on a day.
///
/// # Errors
/// Not found outside the scope.
pub fn check_signing(
    connection: &mut Connection,
    scope: &Scope,
    organisation: OrganisationId,
    signers: &Signers,
) -> Result<Signing, Failure> {
    let (rule, _) = signing_rule(connection, scope, organisation, signers.on)?;
    let managers = store::managers::list(connection, organisation, None, None, i64::MAX)?;
    let mut reasons = Vec::new();
    let known = |id: &ManagerId| managers.iter().any(|one| one.id == *id);
    let called = |name: &String| managers.iter().any(|one| one.is_called(name));
    if !signers.managers.iter().all(known) || !signers.names.iter().all(called) {
        let text = Text::fixed(
            "Có người không phải là người quản lý của tổ chức.",
            "Somebody is no manager of the organisation.",
        );
        reasons.push(Reason { code: "not_a_manager", text });
    }
    // Of a name that holds two offices, or held one before, what serves on that day counts.
    let named = |one: &Manager| {
        let same = signers.names.iter().any(|name| one.is_called(name));
        let serves = managers
            .iter()
            .any(|other| other.person() == one.person() && other.in_office(signers.on));
        same && (one.in_office(signers.on) || !serves)
    };
    let recognised: Vec<Manager> = managers
        .iter()
        .filter(|one| signers.managers.contains(&one.id) || named(one))
        .cloned()
        .collect();
    let form = rule.as_ref().map(|rule| rule.form.clone()).unwrap_or_default();
    let present: Vec<&Manager> = recognised.iter().collect();
    let (may_sign, why) = signing::may_sign(&form, &present, signers.on);
    if may_sign {
        reasons.clear();
    }
    reasons.extend(why);
    Ok(Signing { may_sign, reasons, rule, recognised })
}
