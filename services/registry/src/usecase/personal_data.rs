//! Reads personal data unmasked: notes down who did, for which purpose, and tells the organisation.

use htx_kit::{context::Context, db::Connection, failure::Failure, log};
use htx_model::{
    event::Subject,
    id::{OrganisationId, PersonalDataReadId},
    refusal::{ErrorCode, Refusal, Text},
    scope::Scope,
};
use serde_json::json;

use super::read_organisation;
use crate::{
    domain::{
        organisation::Organisation,
        personal_data::{PersonalDataKind, Purpose, Reading},
    },
    store,
};

/// Notes down, in a transaction with the reading, that personal data of an organisation's people is
/// given out unmasked. `reach` is what the caller reaches with `personal_data.read`.
///
/// # Errors
/// [`ErrorCode::PermissionDenied`] where the reach does not cover the organisation.
pub fn read_unmasked(
    connection: &mut Connection,
    context: &Context,
    reach: &Scope,
    organisation: &Organisation,
    what: PersonalDataKind,
    records: usize,
    purpose: &Purpose,
) -> Result<(), Failure> {
    if !reach.covers(&organisation.placement()) {
        let detail = Text::fixed(
            "Tài khoản không có quyền xem dữ liệu cá nhân không che của tổ chức này.",
            "The account may not read the personal data of this organisation unmasked.",
        );
        return Err(Refusal::new(ErrorCode::PermissionDenied, detail)
            .advising(Text::fixed(
                "Hãy bỏ tham số unmasked để đọc bản che dữ liệu cá nhân.",
                "Leave out unmasked to read it with personal data masked.",
            ))
            .into());
    }
    let reading = Reading {
        id: context.ids.make(),
        organisation: organisation.id,
        what,
        records: u32::try_from(records).unwrap_or(u32::MAX),
        purpose: purpose.as_str().to_owned(),
        actor_kind: context.actor.kind.clone(),
        actor_name: context.actor.name.clone(),
        agency: context.actor.agency.clone(),
        recorded_at: context.now,
    };
    store::personal_data_read::insert(connection, &reading)?;
    let subject = Subject { kind: "personal_data_read".to_owned(), id: reading.id.uuid() };
    let state = json!({
        "organisation_id": organisation.id, "what": what, "records": reading.records,
    });
    let mut event = context.event("personal_data.read", subject, organisation.place(), None, state);
    event.purpose = Some(reading.purpose);
    log::append(connection, &event, None, &context.ids)
}

/// Who has read the personal data of an organisation within the scope, the newest first.
///
/// # Errors
/// Not found, or out of the scope.
pub fn readings(
    connection: &mut Connection,
    scope: &Scope,
    organisation: OrganisationId,
    before: Option<PersonalDataReadId>,
    limit: i64,
) -> Result<Vec<Reading>, Failure> {
    store::organisation::find(connection, scope, organisation)?
        .ok_or_else(read_organisation::unknown)?;
    store::personal_data_read::list(connection, organisation, before, limit)
}
