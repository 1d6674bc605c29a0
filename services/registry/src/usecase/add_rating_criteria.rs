//! Adds a version of the rating criteria. What is in force is never rewritten: a new version begins
//! after it.

use htx_kit::{context::Context, db::Connection, failure::Failure, log};
use htx_model::{
    event::{Place, Subject},
    refusal::{Fault, Refusal, Text},
};

use crate::{
    domain::rating::{CIRCULAR, criteria::Criteria},
    store::{self, rating_criteria::Dated},
};

/// Adds a version.
///
/// # Errors
/// The rules that it breaks: a hundred points over all criteria, a first day after that of the
/// newest version.
pub fn add_rating_criteria(
    connection: &mut Connection,
    context: &Context,
    criteria: Criteria,
) -> Result<Dated, Failure> {
    connection.lock("rating criteria")?;
    let mut faults = criteria.check().err().unwrap_or_default();
    let newest = store::rating_criteria::newest_from(connection)?;
    if newest.is_some_and(|newest| criteria.valid_from <= newest) {
        faults.push(Fault {
            pointer: "/valid_from".into(),
            code: "not_after_the_newest",
            detail: Text::fixed(
                "Ngày hiệu lực phải sau ngày hiệu lực của phiên bản mới nhất.",
                "The first day lies after that of the newest version.",
            ),
            legal_basis: Some(CIRCULAR),
        });
    }
    if !faults.is_empty() {
        return Err(Refusal::rules(faults).into());
    }
    store::rating_criteria::insert(connection, &criteria, context.now)?;
    let subject = Subject { kind: "rating_criteria".to_owned(), id: criteria.id.uuid() };
    let state = serde_json::to_value(&criteria).map_err(Failure::unexpected)?;
    let mut event = context.event("rating_criteria.added", subject, Place::default(), None, state);
    event.legal_basis = Some(criteria.document.clone());
    event.effective_on = criteria.valid_from;
    log::append(connection, &event, None, &context.ids)?;
    Ok(Dated { criteria, next_from: None })
}
