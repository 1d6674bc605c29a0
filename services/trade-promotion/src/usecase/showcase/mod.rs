//! Showcase points: proposed by an officer of industry and trade, decided and funded by its approver,
//! reported on by whoever runs them.

pub mod decide;
pub mod money;

use htx_kit::{act::Act, db::Connection, failure::Failure, http::IfMatch, log};
use htx_model::{
    administrative::CommuneCode,
    directory::Organisation,
    event::Subject,
    faults::Faults,
    id::{OrganisationId, ShowcasePointId},
    refusal::{ErrorCode, Refusal, Text},
    scope::Scope,
    trade::products::{ShowcaseAction, ShowcaseState},
};
use serde_json::{Value, json};

use crate::{
    domain::{
        listing::check::{ISSUER_LENGTH_MAX, TITLE_LENGTH_MAX},
        preparers::Preparers,
        showcase::{
            self as domain, ShowcasePoint,
            money::{Funding, SalesReport},
        },
    },
    store::{self, showcase::StoredPoint},
    usecase::acting_for::{self, require_living},
};

/// What the subject of every event of a showcase point is called.
pub const SUBJECT: &str = "showcase_point";

/// A point as it is shown whole.
#[derive(Debug, Clone)]
pub struct Found {
    /// The point.
    pub point: ShowcasePoint,
    /// Who runs it.
    pub operator: Organisation,
    /// What it is funded with.
    pub fundings: Vec<Funding>,
    /// What it sold.
    pub reports: Vec<SalesReport>,
}

/// A point as it is proposed.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub address: String,
    /// In which commune of today.
    pub commune: CommuneCode,
    /// Who runs it.
    pub operator: OrganisationId,
}

/// A point that does not exist, or not for this caller.
#[must_use]
pub fn unknown() -> Refusal {
    Refusal::not_found("điểm giới thiệu sản phẩm", "showcase point")
}

/// A point within a scope.
///
/// # Errors
/// Not found, or outside the scope.
pub fn read(
    connection: &mut Connection,
    scope: &Scope,
    id: ShowcasePointId,
) -> Result<Found, Failure> {
    let stored = store::showcase::find(connection, scope, id)?.ok_or_else(unknown)?;
    found(connection, stored)
}

fn found(connection: &mut Connection, (point, operator): StoredPoint) -> Result<Found, Failure> {
    let fundings = store::showcase::fundings(connection, point.id)?;
    let reports = store::showcase::reports(connection, point.id)?;
    Ok(Found { point, operator, fundings, reports })
}

/// Proposes a point.
///
/// # Errors
/// An organisation that there is none of, or that has ended; every fault of what was sent.
pub fn propose(act: &mut Act<'_>, proposal: Proposal) -> Result<Found, Failure> {
    let (proposal, operator) = checked(act, proposal)?;
    let agency = act.context.actor.agency.clone().ok_or_else(|| {
        let detail =
            Text::fixed("Tài khoản không thuộc cơ quan nào.", "The account is of no agency.");
        Refusal::new(ErrorCode::PermissionDenied, detail)
    })?;
    let point = ShowcasePoint {
        id: act.context.ids.make(),
        name: proposal.name,
        address: proposal.address,
        commune: proposal.commune,
        operator: operator.id,
        agency,
        agency_name: act.agency_name().unwrap_or_default(),
        state: ShowcaseState::Proposed,
        decision_number: None,
        decided_on: None,
        ended_on: None,
        reason: None,
        prepared_by: Preparers::of(act.who),
        version: 1,
        recorded_at: act.context.now,
    };
    store::showcase::insert(act.connection, &point)?;
    let states = (None, point.logged());
    tell(act, "showcase_point.proposed", (&point, &operator), states, Told::default())?;
    found(act.connection, (point, operator))
}

fn checked(act: &mut Act<'_>, proposal: Proposal) -> Result<(Proposal, Organisation), Failure> {
    let operator = acting_for::living(act, proposal.operator)?;
    let mut faults = Faults::default();
    let name = faults.words("/name", &proposal.name, TITLE_LENGTH_MAX);
    let address = faults.words("/address", &proposal.address, ISSUER_LENGTH_MAX);
    crate::domain::listing::check::commune_at(&mut faults, "/commune", Some(&proposal.commune));
    faults.refuse()?;
    Ok((Proposal { name, address, ..proposal }, operator))
}

/// Changes what is proposed.
///
/// # Errors
/// Not found; a stale version; a state that does not allow it; every fault of what was sent.
pub fn change(
    act: &mut Act<'_>,
    of: (ShowcasePointId, &IfMatch),
    proposal: Proposal,
) -> Result<Found, Failure> {
    let (before, state) = hold(act, of, ShowcaseAction::Change)?;
    let (proposal, operator) = checked(act, proposal)?;
    let after = ShowcasePoint {
        state,
        name: proposal.name,
        address: proposal.address,
        commune: proposal.commune,
        operator: operator.id,
        ..before.0.clone()
    };
    let told = (ShowcaseAction::Change, "showcase_point.changed", Told::default());
    save(act, (before.0, operator), after, told)
}

/// Takes a point's turn, until the transaction ends, for an action, and tells where it leads.
fn hold(
    act: &mut Act<'_>,
    (id, seen): (ShowcasePointId, &IfMatch),
    action: ShowcaseAction,
) -> Result<(StoredPoint, ShowcaseState), Failure> {
    act.connection.lock(&format!("showcase point {id}"))?;
    let stored = store::showcase::find(act.connection, act.scope, id)?.ok_or_else(unknown)?;
    seen.check(stored.0.version)?;
    let state = domain::require(stored.0.state, action)?;
    if domain::decides(action) {
        stored.0.prepared_by.require_other_person(act.who)?;
    }
    if matches!(action, ShowcaseAction::Approve | ShowcaseAction::Fund) {
        require_living(&stored.1)?;
    }
    Ok((stored, state))
}

/// What the log tells of an action beside the point, and what it only commits to.
#[derive(Debug, Default)]
struct Told {
    more: Option<(&'static str, Value)>,
    said: Option<String>,
}

fn save(
    act: &mut Act<'_>,
    (before, operator): StoredPoint,
    mut after: ShowcasePoint,
    (action, kind, told): (ShowcaseAction, &str, Told),
) -> Result<Found, Failure> {
    if action == ShowcaseAction::Change {
        after.prepared_by.note(act.who);
    }
    (after.version, after.recorded_at) = (before.version + 1, act.context.now);
    store::showcase::save(act.connection, &after)?;
    let states = (Some(before.logged()), after.logged());
    tell(act, kind, (&after, &operator), states, told)?;
    found(act.connection, (after, operator))
}

fn tell(
    act: &mut Act<'_>,
    kind: &str,
    (point, operator): (&ShowcasePoint, &Organisation),
    (before, mut state): (Option<Value>, Value),
    told: Told,
) -> Result<(), Failure> {
    let subject = Subject { kind: SUBJECT.to_owned(), id: point.id.uuid() };
    if let (Some((name, value)), Some(fields)) = (told.more, state.as_object_mut()) {
        fields.insert(name.to_owned(), value);
    }
    let event = act.context.event(kind, subject, operator.place(), before.as_ref(), state);
    let said = told.said.map(|reason| json!({ "reason": reason }));
    log::append(act.connection, &event, said.as_ref(), &act.context.ids)
}
