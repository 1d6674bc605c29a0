//! Finds the commune of today for an address whose registered commune was split on 2025-07-01.

use htx_kit::{context::Context, db::Connection, failure::Failure, http::IfMatch, log};
use htx_model::{
    administrative::{AdministrativeUnits, CommuneCode},
    id::OrganisationId,
    refusal::{ErrorCode, Fault, LegalBasis, Refusal, Text},
    scope::Scope,
};

use super::{Written, read_organisation, record, register_organisation::require_keeper};
use crate::{
    domain::organisation::{Address, Organisation},
    store::{self, organisation::Stored},
};

/// The communes of the city were reorganised by this resolution; the article was not read.
const REORGANISATION: LegalBasis = LegalBasis::unverified("1656/NQ-UBTVQH15", "-");

/// Says in which of the candidate communes an organisation's seat lies. The registered commune stays
/// as it is. It is a statement of fact, so it is open in every status, and it may take the entry
/// out of its officer's territory: that is what the officer found.
///
/// # Errors
/// Not found outside the scope; another registrar's entry; a stale version;
/// [`ErrorCode::StateConflict`] where nothing is to be reviewed; a commune that is no candidate.
pub fn review_address(
    connection: &mut Connection,
    context: &Context,
    scope: &Scope,
    units: &AdministrativeUnits,
    id: OrganisationId,
    seen: &IfMatch,
    found: &CommuneCode,
) -> Result<Written, Failure> {
    connection.lock(&record::lock_name(id))?;
    let Stored { organisation: before, version, .. } =
        store::organisation::find(connection, scope, id)?.ok_or_else(read_organisation::unknown)?;
    require_keeper(scope, &before)?;
    seen.check(version)?;
    let address = reviewed(&before.address, units, found)?;
    let after = Organisation { address, ..before.clone() };
    store::organisation::save(connection, &after, version, context.now)?;
    store::organisation::mark_address_reviewed(connection, id, context.today())?;
    let event = record::event(context, "organisation.address_reviewed", Some(&before), &after)?;
    log::append(connection, &event, None, &context.ids)?;
    if let Some(event) = record::departure(context, &before, &after)? {
        log::append(connection, &event, None, &context.ids)?;
    }
    let representative = store::organisation::representative_of(connection, id)?;
    let (version, recorded_at) = (version + 1, context.now);
    Ok(Written { organisation: after, representative, version, recorded_at })
}

fn reviewed(
    address: &Address,
    units: &AdministrativeUnits,
    found: &CommuneCode,
) -> Result<Address, Refusal> {
    if !address.needs_review {
        return Err(Refusal::new(
            ErrorCode::StateConflict,
            Text::fixed("Địa chỉ này không cần rà soát.", "This address is not to be reviewed."),
        ));
    }
    let after = address.clone().located_in(Some(found), units);
    if !after.needs_review {
        return Ok(after);
    }
    let candidates: Vec<&str> =
        units.succession(&address.commune).iter().map(|one| one.code.as_str()).collect();
    let candidates = candidates.join(", ");
    let detail = Text::made(
        format!("Xã, phường này không nhận địa bàn của nơi đăng ký; các nơi có thể: {candidates}."),
        format!("This commune took nothing of the registered one; candidates: {candidates}."),
    );
    Err(Refusal::rules(vec![Fault {
        pointer: "/commune".into(),
        code: "not_a_successor",
        detail,
        legal_basis: Some(REORGANISATION),
    }]))
}
