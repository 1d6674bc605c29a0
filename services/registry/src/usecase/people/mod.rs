//! Members, their capital, managers and signatures: one file for each thing that is done.

mod admit;
mod appoint;
mod contribute;
mod entering;
mod figures;
mod founding;
mod leave;
mod move_all;
mod reading;
mod record;
mod sign;

pub use admit::admit;
pub use appoint::{Appointment, appoint, end_office};
pub use contribute::{CapitalMovement, contribute};
pub use figures::{require_enough_members, require_figures};
pub use founding::{enter_founding, enter_management};
pub use leave::{Leave, leave};
pub use move_all::move_all;
pub use reading::{member, unions_of};
pub use sign::{Signers, Signing, check_signing, set_signing_rule, signing_rule};

use htx_kit::{db::Connection, failure::Failure};
use htx_model::{
    id::OrganisationId,
    refusal::{ErrorCode, Refusal, Text},
    scope::Scope,
};

use super::{read_organisation, record as organisation_record};
use crate::{
    domain::{
        competence,
        lifecycle::{self, Action},
        member::Member,
    },
    store::{self, organisation::Stored},
};

/// A member as a change left it, with the organisation's entry.
pub struct MemberWritten {
    /// The member.
    pub member: Member,
    /// The entry, whose capital and count follow.
    pub entry: Stored,
}

/// Holds an organisation's entry against other changes, once the caller may do this with it.
fn hold(
    connection: &mut Connection,
    scope: &Scope,
    id: OrganisationId,
    action: Action,
) -> Result<Stored, Failure> {
    connection.lock(&organisation_record::lock_name(id))?;
    let stored =
        store::organisation::find(connection, scope, id)?.ok_or_else(read_organisation::unknown)?;
    let organisation = &stored.organisation;
    if !competence::files_for(scope, organisation.kind, &organisation.placement()) {
        return Err(Refusal::new(
            ErrorCode::PermissionDenied,
            Text::fixed(
                "Thành viên và người quản lý của liên hiệp hợp tác xã do liên hiệp hoặc cơ quan kế hoạch của Thành phố ghi.",
                "The members and managers of a union are recorded by itself or by the city's planning agency.",
            ),
        )
        .into());
    }
    lifecycle::require(organisation.status, action)?;
    Ok(stored)
}

/// A member of an organisation, or not found.
fn member_of(
    connection: &mut Connection,
    organisation: OrganisationId,
    id: htx_model::id::MemberId,
) -> Result<Member, Failure> {
    let member = store::member::find(connection, organisation, id)?;
    Ok(member.ok_or_else(|| Refusal::not_found("thành viên", "member"))?)
}

/// Refuses what concerns somebody who is no member any more.
fn require_current(member: &Member) -> Result<(), Refusal> {
    if member.left.is_none() {
        return Ok(());
    }
    Err(Refusal::new(
        ErrorCode::StateConflict,
        Text::fixed("Người này không còn là thành viên.", "This is no member any more."),
    ))
}
