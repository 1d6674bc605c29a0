//! Reads personal data of a case unmasked: notes down who did, for which purpose, and tells the
//! organisation.

use htx_kit::{context::Context, db::Connection, failure::Failure, log};
use htx_model::{
    id::{DissolutionId, PersonalDataReadId},
    purpose::Purpose,
    refusal::{ErrorCode, Refusal, Text},
    scope::Scope,
};
use serde_json::json;

use super::{hold, record};
use crate::{
    domain::reading::{CasePersonalData, Reading},
    store::{self, case::StoredCase},
};

/// Notes down, in a transaction with the reading, that personal data of a case is given out unmasked.
/// `reach` is what the caller reaches with `personal_data.read`.
///
/// # Errors
/// [`ErrorCode::PermissionDenied`] where the reach does not cover the organisation.
pub fn read_unmasked(
    connection: &mut Connection,
    context: &Context,
    reach: &Scope,
    stored: &StoredCase,
    (what, records): (CasePersonalData, usize),
    purpose: &Purpose,
) -> Result<(), Failure> {
    if !reach.covers(&stored.organisation.placement()) {
        let detail = Text::fixed(
            "Tài khoản không có quyền xem dữ liệu cá nhân không che của hồ sơ này.",
            "The account may not read the personal data of this case unmasked.",
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
        case: stored.case.id,
        what,
        records: u32::try_from(records).unwrap_or(u32::MAX),
        purpose: purpose.as_str().to_owned(),
        actor_kind: context.actor.kind.clone(),
        actor_name: context.actor.name.clone(),
        agency: context.actor.agency.clone(),
        recorded_at: context.now,
    };
    store::personal_data_read::insert(connection, &reading)?;
    let of = (stored.case.id, &stored.organisation);
    let state = json!({ "id": reading.id, "what": what, "records": reading.records });
    let states = (None, &state);
    let mut event = record::in_case(context, "personal_data.read", of, "reading", states)?;
    event.purpose = Some(reading.purpose);
    log::append(connection, &event, None, &context.ids)
}

/// Who has read the personal data of a case within the scope, the newest first.
///
/// # Errors
/// Not found, or out of the scope.
pub fn readings(
    connection: &mut Connection,
    scope: &Scope,
    case: DissolutionId,
    before: Option<PersonalDataReadId>,
    limit: i64,
) -> Result<Vec<Reading>, Failure> {
    store::case::find(connection, scope, case)?.ok_or_else(hold::unknown)?;
    store::personal_data_read::list(connection, case, before, limit)
}
