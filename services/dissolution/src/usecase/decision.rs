//! Prepares what the decision of a case rests on.

use htx_kit::{context::Context, db::Connection, failure::Failure, http::IfMatch};
use htx_model::{
    agency::{Agencies, AgencyCode},
    date::Date,
    dissolution::CaseRecord,
    faults::Faults,
    id::{DissolutionId, DocumentId},
    refusal::{Fault, Text},
    scope::Scope,
};

use super::{
    documents::exhibits,
    hold::{self, Caller},
    record::{Told, tell},
};
use crate::{
    domain::{
        blocker::Signatory,
        decision::{CapitalList, Council, Decision, DecisionKind, Deed, Member},
    },
    store::{self, case::StoredCase},
};

/// What a decision rests on, on its way; what is not prepared yet is left out.
#[derive(Debug, Clone, Default)]
pub struct NewDecision {
    /// The document that decides.
    pub document: Option<NewDeed>,
    /// The council, or who acts instead.
    pub council: Option<NewCouncil>,
    /// Capital and funds.
    pub capital: Option<CapitalList>,
}

/// The document that decides, on its way.
#[derive(Debug, Clone)]
pub struct NewDeed {
    /// What it is.
    pub kind: DecisionKind,
    /// Its number.
    pub number: String,
    /// When it was issued.
    pub issued_on: Date,
    /// Who issued it.
    pub issuer: String,
    /// The document itself.
    pub documents: Vec<DocumentId>,
}

/// The council, or who acts instead, on its way.
#[derive(Debug, Clone)]
pub enum NewCouncil {
    /// Its members.
    Formed(Vec<Member>),
    /// None can be formed.
    Replaced {
        /// Why.
        reason: String,
        /// The authority that acts instead.
        agency: AgencyCode,
    },
}

/// Writes what the decision of a case rests on, from what the caller has seen, in the place of what
/// stood there before.
///
/// # Errors
/// Not found outside the scope; another authority's case; a state that admits no decision; a stale
/// version; every fault of what was sent.
pub fn put(
    connection: &mut Connection,
    context: &Context,
    agencies: &Agencies,
    caller: &Caller,
    id: DissolutionId,
    seen: &IfMatch,
    new: NewDecision,
) -> Result<Decision, Failure> {
    let mut stored = hold::write(connection, &caller.scope, id, CaseRecord::Decision)?;
    let before = store::decision::find(connection, id)?;
    seen.check(version(before.as_ref()))?;
    let mut faults = Faults::default();
    let mut part = |found: Vec<Fault>| faults.extend(found);
    let document = new.document.map(|deed| deed_of(connection, context, &stored, deed));
    let document = document.transpose()?.transpose().map_err(&mut part).ok().flatten();
    let council = new.council.map(|one| council_of(agencies, context.today(), one)).transpose();
    let council = council.map_err(&mut part).ok().flatten();
    let capital = new.capital.map(CapitalList::check).transpose();
    let capital = capital.map_err(&mut part).ok().flatten();
    faults.refuse()?;
    let after = Decision {
        case: id,
        document,
        council,
        capital,
        version: version(before.as_ref()) + 1,
        recorded_at: context.now,
    };
    store::decision::save(connection, &after)?;
    let told = Told {
        kind: "dissolution.decision_prepared",
        name: "decision",
        before: before.as_ref().map(Decision::logged),
        after: after.logged(),
        personal: after.personal(),
        documents: after.document.as_ref().map_or(&[], |deed| &deed.documents),
        effective_on: None,
    };
    tell(connection, context, &stored, told)?;
    hold::note_preparer(connection, &mut stored, caller.id, context.now)?;
    Ok(after)
}

fn deed_of(
    connection: &mut Connection,
    context: &Context,
    stored: &StoredCase,
    new: NewDeed,
) -> Result<Result<Deed, Vec<Fault>>, Failure> {
    let pointer = "/document/document_ids";
    let deed = Deed {
        kind: new.kind,
        number: new.number,
        issued_on: new.issued_on,
        issuer: new.issuer,
        documents: exhibits(connection, stored.case.id, &new.documents, pointer)?,
    };
    Ok(Deed::check(deed, stored.case.route, context.today()))
}

fn council_of(agencies: &Agencies, today: Date, new: NewCouncil) -> Result<Council, Vec<Fault>> {
    let (reason, code) = match new {
        NewCouncil::Formed(members) => return Council::formed(members),
        NewCouncil::Replaced { reason, agency } => (reason, agency),
    };
    let acting = agencies.get(&code).filter(|agency| agency.in_force(today));
    let Some(agency) = acting else {
        let mut faults = Faults::default();
        faults.add("/no_council/acting_agency", "unknown_agency", UNKNOWN_AGENCY);
        return Err(faults.into_vec());
    };
    Council::replaced(&reason, Signatory { code, name: agency.name_vi.clone() })
}

const UNKNOWN_AGENCY: Text =
    Text::fixed("Không có cơ quan này vào hôm nay.", "There is no such agency today.");

/// The version of what was prepared; 0 before anything was.
fn version(decision: Option<&Decision>) -> i64 {
    decision.map_or(0, |decision| decision.version)
}

/// What the decision of a case within a scope rests on, with its version: 0 before anything was
/// prepared.
///
/// # Errors
/// Not found, or outside the scope.
pub fn read(
    connection: &mut Connection,
    scope: &Scope,
    id: DissolutionId,
) -> Result<(StoredCase, Option<Decision>, i64), Failure> {
    let stored = store::case::find(connection, scope, id)?.ok_or_else(hold::unknown)?;
    let decision = store::decision::find(connection, id)?;
    let version = version(decision.as_ref());
    Ok((stored, decision, version))
}
