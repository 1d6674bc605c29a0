//! Passes the applications of a programme to the agency that leads it from now on, each with its event.

use htx_kit::failure::Failure;
use htx_model::{agency::AgencyCode, scope::Scope};

use super::{Act, Taken, lifecycle, tell};
use crate::{
    domain::application::Application,
    store::{self, application::Filter},
};

/// How many are read at once.
const BATCH: i64 = 200;

/// Passes on those with which something can still be done, completed ones among them: what was given may
/// have to come back. Steps and decisions keep the agency that took them.
///
/// # Errors
/// What the database reports; [`Failure::Unavailable`] where somebody writes in one of them at once.
pub fn pass_on(act: &mut Act<'_>, programme: &str, lead: &AgencyCode) -> Result<(), Failure> {
    let filter = Filter { programme: Some(programme.to_owned()), ..Filter::default() };
    let (everything, mut after) = (Scope::everything(), None);
    loop {
        let (reach, last) = ((&everything, &[][..]), after.as_ref());
        let batch = store::application::list(act.connection, reach, &filter, last, BATCH)?;
        let Some(last) = batch.last() else { return Ok(()) };
        after = Some(last.application.id);
        for stored in batch {
            let before = &stored.application;
            if !lifecycle::may_go_on(before.state) {
                continue;
            }
            let passed = Application { lead_agency: lead.clone(), ..before.clone() };
            store::application::save(act.connection, &passed, stored.version, act.context.now)?;
            let states = (Some(before), &passed);
            let kind = "support_application.passed_on";
            tell(act, kind, &stored.organisation, states, &Taken::default())?;
        }
    }
}
