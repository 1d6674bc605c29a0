//! Sums up who got which support.

use std::collections::BTreeMap;

use htx_kit::{db::Connection, failure::Failure, http::table};
use htx_model::{code_list::CodeList as _, scope::Scope, support::grievances::SupportDimension};

use crate::store::{
    application::{self, Filter, StoredApplication, totals::Total},
    payment,
};

/// The totals by a dimension, and all of them together. Goes through the granted applications in batches.
///
/// # Errors
/// What the database reports.
pub fn totals(
    connection: &mut Connection,
    by: SupportDimension,
    filter: &Filter,
) -> Result<(BTreeMap<Option<String>, Total>, Total), Failure> {
    let (mut parts, mut whole) = (BTreeMap::<Option<String>, Total>::new(), Total::default());
    let mut after = None;
    loop {
        // What was granted is public.
        let reach = (&Scope::everything(), &[][..]);
        let batch = application::list(connection, reach, filter, after.as_ref(), table::BATCH)?;
        let Some(last) = batch.last() else { break };
        after = Some(last.application.id);
        let ids: Vec<_> = batch.iter().map(|one| one.application.id).collect();
        let paid = payment::totals(connection, &ids)?;
        for one in &batch {
            let paid = paid.get(&one.application.id).copied().unwrap_or_default();
            parts.entry(key(by, one)).or_default().add(one, paid);
            whole.add(one, paid);
        }
    }
    Ok((parts, whole))
}

fn key(by: SupportDimension, one: &StoredApplication) -> Option<String> {
    let (application, decision) = (&one.application, one.application.decision.as_ref());
    match by {
        SupportDimension::Year => decision.map(|decision| decision.on.year().to_string()),
        SupportDimension::Agency => {
            decision.and_then(|decision| decision.agency.as_ref()).map(ToString::to_string)
        }
        SupportDimension::District => {
            one.organisation.seat.district.as_ref().map(ToString::to_string)
        }
        SupportDimension::Programme => Some(application.programme.clone()),
        SupportDimension::Kind => Some(application.kind.code().to_owned()),
    }
}
