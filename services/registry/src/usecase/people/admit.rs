//! Admits a member.

use htx_kit::{context::Context, db::Connection, failure::Failure};
use htx_model::{
    id::OrganisationId,
    refusal::{Fault, Refusal},
    scope::Scope,
};

use super::{MemberWritten, entering, figures, hold};
use crate::{
    domain::{
        capital_transfer::HolderKey,
        lifecycle::Action,
        people::{self, CheckedMember, NewMember},
    },
    store,
};

/// Admits a member to an organisation within the scope. Its charter capital and number of members
/// follow.
///
/// # Errors
/// Not found outside the scope; a frozen entry; the rules that the member breaks.
pub fn admit(
    connection: &mut Connection,
    context: &Context,
    scope: &Scope,
    organisation: OrganisationId,
    new: &NewMember,
) -> Result<MemberWritten, Failure> {
    let stored = hold(connection, scope, organisation, Action::ChangeMembers)?;
    let entry = &stored.organisation;
    let checked =
        people::check_admission(new, entry.kind, context.today()).map_err(Refusal::rules)?;
    require_new(connection, organisation, &checked)?;
    let before = store::member::recorded(connection, organisation)?;
    let entered = entering::enter_members(connection, context, entry, &[checked])?;
    let after = store::member::recorded(connection, organisation)?;
    let followed = figures::followed(entry, before, after);
    let entry = figures::save(connection, context, stored, followed)?;
    let member = entered.into_iter().next();
    let member = member.ok_or_else(|| Failure::unexpected("no member was entered"))?;
    Ok(MemberWritten { member, entry })
}

/// Refuses somebody who is a member already.
fn require_new(
    connection: &mut Connection,
    organisation: OrganisationId,
    member: &CheckedMember,
) -> Result<(), Failure> {
    let citizen = member.identity.citizen_id.clone().map(HolderKey::Citizen);
    let cooperative = member.member_organisation.map(HolderKey::Organisation);
    let fields = [("/citizen_id", citizen), ("/member_organisation_id", cooperative)];
    for (pointer, key) in fields {
        let Some(key) = key else { continue };
        if store::member::of_holder(connection, organisation, &key)?.is_some() {
            let fault = Fault::new(pointer, "member_twice", people::twice());
            return Err(Refusal::rules(vec![fault]).into());
        }
    }
    Ok(())
}
