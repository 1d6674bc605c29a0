//! Holds the applicant of an application against its programme, and writes down what was told.

use std::collections::BTreeMap;

use htx_kit::failure::Failure;
use htx_model::{date::Date, support::programmes::EligibilityMoment};

use super::Act;
use crate::{
    domain::eligibility::{
        Rules,
        granted::Standing,
        record::{Grounds, Record},
    },
    store::{self, application::StoredApplication},
    usecase::{facts, programme_terms},
};

/// What the version of the programme that holds on a day says of an applicant, ready to be written down.
///
/// # Errors
/// A programme of which no version holds on the day; what the database reports.
pub fn told(
    act: &mut Act<'_>,
    of: &StoredApplication,
    moment: EligibilityMoment,
    on: Date,
) -> Result<Record, Failure> {
    let application = &of.application;
    let terms = programme_terms::of_programme(act.connection, &application.programme, on)?;
    let facts = facts::of_one(act.connection, &of.organisation, on)?;
    let before = (application.organisation, Some(application.id));
    let mut had = store::application::granted(act.connection, before.0, before.1, on)?;
    let kinds: BTreeMap<_, _> = had.remove(&application.programme).unwrap_or_default();
    let granted = kinds.get(&application.kind).copied().unwrap_or_default();
    let norms = terms.content.norms_on(application.kind, on);
    let supports = vec![Standing::of(application.kind, granted, &norms)];
    let rules = Rules::on(&terms.content, on).map_err(Failure::unexpected)?;
    let outcome = rules.test(&facts).in_the_light_of(supports);
    Ok(Record {
        id: act.context.ids.make(),
        application: application.id,
        moment,
        on,
        version: terms.version,
        eligibility: outcome.eligibility,
        grounds: Grounds::of(&outcome, terms.version_number),
        recorded_at: act.context.now,
    })
}
