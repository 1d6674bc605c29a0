//! Changes a draft, or an application that was returned.

use htx_kit::{context::Context, db::Connection, failure::Failure, http::IfMatch};
use htx_model::{
    application::ApplicationAction,
    id::ApplicationId,
    refusal::{Fault, Refusal, Text},
    scope::Scope,
};

use super::{
    Caller, Ground, Written,
    create::{foreign, founders, require_documents, require_others},
    hold, personal_proposal, save,
};
use crate::domain::{
    application::{Attachment, Proposal},
    competence,
};

/// What is to be otherwise; what is not given stays.
#[derive(Debug, Clone)]
pub struct Amendment {
    /// The proposal as a whole.
    pub proposal: Option<Proposal>,
    /// The documents as a whole.
    pub attachments: Option<Vec<Attachment>>,
}

/// Changes an application that the applicant holds.
///
/// # Errors
/// Not found; a stale version; a state that allows no change; another kind of proposal; documents
/// that are not there.
pub fn change(
    connection: &mut Connection,
    context: &Context,
    caller: &Caller,
    ground: Ground<'_>,
    documents: &Scope,
    (id, seen): (ApplicationId, &IfMatch),
    amendment: Amendment,
) -> Result<Written, Failure> {
    let mut held = hold(connection, caller, id, seen, ApplicationAction::Change)?;
    if let Some(proposal) = amendment.proposal {
        if proposal.kind() != held.application.kind {
            return Err(another_kind().into());
        }
        if let Proposal::Establishment(_) = proposal {
            let founders = founders(context, ground, &proposal)?;
            held.application.organisation_kind = founders.kind;
            held.application.name = founders.name;
            held.application.seat = founders.seat;
        }
        held.application.others = require_others(connection, &held.application, &proposal)?;
        held.content.proposal = proposal;
    }
    let (kind, place) = (held.application.organisation_kind, held.application.placement());
    if !competence::files_for(&caller.scope, kind, &place) {
        return Err(foreign().into());
    }
    let attachments = amendment.attachments.unwrap_or_else(|| held.application.attachments.clone());
    require_documents(connection, context, caller, documents, &held.application, &attachments)?;
    held.application.attachments = attachments;
    let personal = personal_proposal(&held.content);
    save(connection, context, held, "application.changed", Some(&personal))
}

fn another_kind() -> Refusal {
    Refusal::rules(vec![Fault::new(
        "/proposal",
        "another_kind",
        Text::fixed(
            "Không đổi loại của hồ sơ đã lập; hãy rút và lập hồ sơ mới.",
            "An application keeps its kind; withdraw it and begin another.",
        ),
    )])
}
