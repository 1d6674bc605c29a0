//! Enters the plans that the suite is delivered with, at the first start.

use htx_kit::{clock::IdSource, context::Context, db::Connection, failure::Failure, log};
use htx_model::{
    event::{Place, Subject},
    plan::PaperState,
};
use serde_json::json;

use super::{report_window, task};
use crate::{
    domain::{
        plan::{Plan, initial},
        version::{Said, Subject as Of, Version},
    },
    store,
};

/// What the subject of every event of a plan is called.
pub const SUBJECT: &str = "plan";

/// Enters those that are not there yet, and says how many. They hold since before the register: they
/// were issued before it.
///
/// # Errors
/// What the database reports.
pub fn load(connection: &mut Connection, ids: &IdSource) -> Result<usize, Failure> {
    connection.lock("plans")?;
    let context = Context::of_operator("reference", ids);
    let mut count = 0;
    for one in initial::plans().map_err(Failure::unexpected)? {
        if store::plan::any(connection, &one.code)?.is_some() {
            continue;
        }
        let plan =
            Plan { id: context.ids.make(), code: one.code, year: one.year, period: one.period };
        let version = Version {
            id: context.ids.make(),
            plan: plan.id,
            subject: Of::Plan,
            number: 1,
            state: PaperState::Adopted,
            valid_from: None,
            content: Said::Plan(one.content),
            prepared_by: Vec::new(),
            prepared_by_name: context.actor.name.clone(),
            decided_by_name: None,
            decided_on: None,
            reason: None,
            version: 1,
            recorded_at: context.now,
        };
        store::plan::insert(connection, &plan, context.now)?;
        store::version::insert(connection, &version)?;
        let subject = Subject { kind: SUBJECT.to_owned(), id: plan.id.uuid() };
        let state = json!({ "plan": plan, "version": version });
        let event = context.event("plan.loaded", subject, Place::default(), None, state);
        log::append(connection, &event, None, &context.ids)?;
        if let Said::Plan(content) = &version.content {
            task::load(connection, &context, &plan, content)?;
            report_window::load(connection, &context, &plan, content)?;
        }
        count += 1;
    }
    Ok(count)
}
