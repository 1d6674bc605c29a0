//! Enters the programmes that the plan names, at the first start.

use htx_kit::{clock::IdSource, context::Context, db::Connection, failure::Failure, log};
use htx_model::{
    event::{Place, Subject},
    support::programmes::VersionState,
};
use serde_json::json;

use crate::{
    domain::programme::{Programme, Version, initial},
    store,
};

/// What the subject of every event of a programme is called.
pub const SUBJECT: &str = "programme";

/// Enters them where there is none yet, and says how many. They hold since before the register: their
/// documents are older than it.
///
/// # Errors
/// What the database reports.
pub fn load(connection: &mut Connection, ids: &IdSource) -> Result<usize, Failure> {
    connection.lock("support programmes")?;
    if store::programme::is_any(connection)? {
        return Ok(0);
    }
    let context = Context::of_operator("reference", ids);
    let all = initial::programmes().map_err(Failure::unexpected)?;
    let count = all.len();
    for one in all {
        let programme = Programme {
            id: context.ids.make(),
            code: one.code,
            kind: one.kind,
            lead_agency: one.content.lead.clone(),
        };
        let version = Version {
            id: context.ids.make(),
            programme: programme.id,
            number: 1,
            state: VersionState::Adopted,
            valid_from: None,
            content: one.content,
            prepared_by: Vec::new(),
            prepared_by_name: context.actor.name.clone(),
            decided_by_name: None,
            decided_on: None,
            reason: None,
            version: 1,
            recorded_at: context.now,
        };
        store::programme::insert(connection, &programme, &version)?;
        let subject = Subject { kind: SUBJECT.to_owned(), id: programme.id.uuid() };
        let state = json!({ "programme": programme, "version": version });
        let event = context.event("programme.loaded", subject, Place::default(), None, state);
        log::append(connection, &event, None, &context.ids)?;
    }
    Ok(count)
}
