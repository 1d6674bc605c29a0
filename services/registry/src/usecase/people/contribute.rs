//! Records a movement of a member's capital.

use htx_kit::{context::Context, db::Connection, failure::Failure, http::IfMatch};
use htx_model::{
    date::Date,
    id::{DocumentId, MemberId, OrganisationId},
    money::Dong,
    people::{ContributionKind, Movement},
    refusal::Refusal,
    scope::Scope,
};

use super::{MemberWritten, entering, figures, hold, member_of, record, require_current};
use crate::{
    domain::{
        lifecycle::Action,
        member::{Contribution, Member},
        organisation::Organisation,
        people::change::{self, Leg},
    },
    store,
};

/// What moves.
#[derive(Debug, Clone, Copy)]
pub struct CapitalMovement {
    /// How.
    pub movement: Movement,
    /// How much.
    pub amount_vnd: i64,
    /// From which day it holds: today where it is not said.
    pub effective_on: Option<Date>,
    /// Who receives it, where it passes to another member.
    pub to: Option<MemberId>,
    /// The document that proves it.
    pub document: Option<DocumentId>,
}

/// Records a movement of the capital of a member that the caller has seen. The charter capital
/// follows.
///
/// # Errors
/// Not found outside the scope; a stale version; a frozen entry; the rules that it breaks.
pub fn contribute(
    connection: &mut Connection,
    context: &Context,
    scope: &Scope,
    organisation: OrganisationId,
    member: MemberId,
    seen: &IfMatch,
    capital: CapitalMovement,
) -> Result<MemberWritten, Failure> {
    let stored = hold(connection, scope, organisation, Action::ChangeMembers)?;
    let member = member_of(connection, organisation, member)?;
    seen.check(member.version)?;
    require_current(&member)?;
    let to = receiver(connection, organisation, capital.to)?;
    let on = capital.effective_on.unwrap_or_else(|| context.today());
    let CapitalMovement { movement, amount_vnd: amount, .. } = capital;
    let moved = change::Moved { movement, amount, on, member: &member, to: to.as_ref() };
    change::check_movement(moved, context.today()).map_err(Refusal::rules)?;
    let before = store::member::recorded(connection, organisation)?;
    let (own, other) = change::legs(movement, Dong(amount));
    let mut sides = vec![(member, own)];
    sides.extend(to.zip(other));
    let written = book(connection, context, &stored.organisation, sides, on, capital.document)?;
    let after = store::member::recorded(connection, organisation)?;
    let followed = figures::followed(&stored.organisation, before, after);
    let entry = figures::save(connection, context, stored, followed)?;
    let member = written.into_iter().next();
    let member = member.ok_or_else(|| Failure::unexpected("no member was written"))?;
    Ok(MemberWritten { member, entry })
}

/// The member who receives capital; one who is not there is refused by the rules and not here.
pub(super) fn receiver(
    connection: &mut Connection,
    organisation: OrganisationId,
    to: Option<MemberId>,
) -> Result<Option<Member>, Failure> {
    let Some(id) = to else { return Ok(None) };
    store::member::find(connection, organisation, id)?.map(Some).ok_or_else(|| {
        let detail = htx_model::refusal::Text::fixed(
            "Không có thành viên nhận này trong tổ chức.",
            "The organisation has no such member to receive it.",
        );
        let fault = htx_model::refusal::Fault::new("/to_member_id", "unknown_member", detail);
        Refusal::rules(vec![fault]).into()
    })
}

/// Books the sides of a movement: rows, the members' totals, their events. Gives the members as
/// they are now.
pub(super) fn book(
    connection: &mut Connection,
    context: &Context,
    organisation: &Organisation,
    sides: Vec<(Member, Leg)>,
    on: Date,
    document: Option<DocumentId>,
) -> Result<Vec<Member>, Failure> {
    let known = store::contribution::members_with_any(connection, organisation.id)?;
    let (mut rows, mut told, mut changed) = (Vec::new(), Vec::new(), Vec::new());
    for (before, (kind, amount)) in sides {
        if !known.contains(&before.id) && before.contribution_vnd != 0 {
            // What an old list said: from here on the movements add up to the whole.
            rows.push(entering::first(context, &before, ContributionKind::Opening));
        }
        rows.push(Contribution {
            id: context.ids.make(),
            organisation: organisation.id,
            member: before.id,
            kind,
            amount,
            effective_on: on,
            document,
        });
        let after = Member {
            contribution_vnd: before.contribution_vnd.saturating_add(amount.0),
            version: before.version + 1,
            ..before.clone()
        };
        let place = organisation.place();
        let (mut event, personal) =
            record::of_member(context, "member.capital_moved", &place, Some(&before), &after)?;
        event.effective_on = on;
        event.documents.extend(document);
        told.push((event, personal));
        changed.push(after);
    }
    store::contribution::insert_many(connection, &rows, context.now)?;
    store::member::save_many(connection, &changed)?;
    entering::append(connection, context, &told)?;
    Ok(changed)
}
