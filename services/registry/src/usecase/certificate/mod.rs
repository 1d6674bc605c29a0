//! Certificates of registration: issued by an approval, replaced by the next, withdrawn.

mod issue;
mod read;
mod revoke;

pub use issue::{Issuing, issue};
pub use read::{Verified, by_id, list, verify};
pub use revoke::{Revocation, end_of, revoke};

use htx_kit::{context::Context, db::Connection, failure::Failure, log};
use htx_model::event::{Place, Subject};
use serde_json::{Value, json};

use crate::domain::certificate::Certificate;

/// What the subject of a certificate's events is called.
const SUBJECT: &str = "certificate";

/// Appends the event of what happened to a certificate. Its state holds no personal data: who
/// represented the organisation, and what was said in words, are only committed to.
fn append(
    connection: &mut Connection,
    context: &Context,
    kind: &str,
    place: Place,
    before: Option<&Certificate>,
    after: &Certificate,
    representative: Option<&str>,
) -> Result<(), Failure> {
    let state =
        |one: &Certificate| serde_json::to_value(one.without_words()).map_err(Failure::unexpected);
    let before = before.map(state).transpose()?;
    let subject = Subject { kind: SUBJECT.to_owned(), id: after.id.uuid() };
    let mut event = context.event(kind, subject, place, before.as_ref(), state(after)?);
    event.legal_basis = match &after.ended {
        Some(ended) => ended.legal_basis.clone(),
        None => after.legal_basis.clone(),
    };
    let ended = after.ended.as_ref().map(|ended| &ended.reason);
    let said = [representative, after.reason.as_deref(), ended.map(String::as_str)];
    let personal: Option<Value> = said
        .iter()
        .any(Option::is_some)
        .then(|| json!({ "representative": said[0], "reason": said[1], "end_reason": said[2] }));
    log::append(connection, &event, personal.as_ref(), &context.ids)
}
