//! Personal data is read unmasked: who did, why, and of whose people is noted with the reading, and the
//! organisation is told.

use std::collections::BTreeMap;

use htx_kit::{context::Context, db::Connection, failure::Failure, log};
use htx_model::{
    event::{Place, Subject},
    id::OrganisationId,
    purpose::Purpose,
    refusal::{ErrorCode, Refusal, Text},
    support::training::SupportPersonalData,
};
use serde_json::json;
use uuid::Uuid;

use crate::{domain::reading::Reading, store};

/// Whose people are shown: the organisation of each, or nothing for a state official.
pub type Shown = Vec<Option<OrganisationId>>;

/// Notes a reading down, in one transaction with it: a row for each organisation, one event.
///
/// # Errors
/// What the database reports.
pub fn note(
    connection: &mut Connection,
    context: &Context,
    (what, subject, place): (SupportPersonalData, Uuid, Place),
    shown: Shown,
    purpose: &Purpose,
) -> Result<(), Failure> {
    let mut of: BTreeMap<Option<OrganisationId>, u32> = BTreeMap::new();
    for organisation in shown {
        *of.entry(organisation).or_default() += 1;
    }
    let reading = |(organisation, records)| Reading {
        id: context.ids.make(),
        organisation,
        what,
        subject,
        records,
        purpose: purpose.as_str().to_owned(),
        actor_kind: context.actor.kind.clone(),
        actor_name: context.actor.name.clone(),
        agency: context.actor.agency.clone(),
        recorded_at: context.now,
    };
    let readings: Vec<Reading> = of.into_iter().map(reading).collect();
    if readings.is_empty() {
        return Ok(());
    }
    store::reading::insert(connection, &readings)?;
    let told: Vec<_> = readings
        .iter()
        .map(|one| json!({ "id": one.id, "organisation_id": one.organisation, "records": one.records }))
        .collect();
    let kind = match what {
        SupportPersonalData::TrainingParticipants => "training_class",
        SupportPersonalData::YoungWorkers => "support_application",
    };
    let subject = Subject { kind: kind.to_owned(), id: subject };
    let state = json!({ "what": what, "readings": told });
    let mut event = context.event("personal_data.read", subject, place, None, state);
    event.purpose = Some(purpose.as_str().to_owned());
    log::append(connection, &event, None, &context.ids)
}

/// The refusal of whoever may read nobody's personal data here unmasked.
#[must_use]
pub fn refused() -> Refusal {
    let detail = Text::fixed(
        "Tài khoản không có quyền xem dữ liệu cá nhân không che ở đây.",
        "The account may not read personal data unmasked here.",
    );
    let advice = Text::fixed(
        "Hãy bỏ tham số unmasked để đọc bản che dữ liệu cá nhân.",
        "Leave out unmasked to read it with personal data masked.",
    );
    Refusal::new(ErrorCode::PermissionDenied, detail).advising(advice)
}
