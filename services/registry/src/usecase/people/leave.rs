//! Records that a member leaves.

use htx_kit::{context::Context, db::Connection, failure::Failure, http::IfMatch};
use htx_model::{
    date::Date,
    id::{DocumentId, MemberId, OrganisationId},
    money::Dong,
    organisation::MemberKind,
    people::LeaveReason,
    refusal::{Fault, Refusal, Text},
    scope::Scope,
};

use super::{
    MemberWritten, appoint,
    contribute::{book, receiver},
    entering, figures, hold, member_of, record, require_current,
};
use crate::{
    domain::{
        lifecycle::Action,
        member::{Departure, Member, Recorded},
        organisation::Organisation,
        people::{
            change::{self, Leaving},
            managers::Manager,
        },
    },
    store,
};

/// How a member leaves.
#[derive(Debug, Clone, Copy)]
pub struct Leave {
    /// On which day: today where it is not said.
    pub left_on: Option<Date>,
    /// Why.
    pub reason: LeaveReason,
    /// Who receives the capital; it is paid back where nobody does.
    pub to: Option<MemberId>,
    /// The document that proves it.
    pub document: Option<DocumentId>,
}

/// Records that a member whom the caller has seen leaves. Its capital is paid back, or passes to
/// another member; the entry's charter capital and number of members follow.
///
/// # Errors
/// Not found outside the scope; a stale version; a frozen entry; the rules that it breaks, the
/// minimum number of members among them.
pub fn leave(
    connection: &mut Connection,
    context: &Context,
    scope: &Scope,
    organisation: OrganisationId,
    member: MemberId,
    seen: &IfMatch,
    leave: Leave,
) -> Result<MemberWritten, Failure> {
    let stored = hold(connection, scope, organisation, Action::ChangeMembers)?;
    let member = member_of(connection, organisation, member)?;
    seen.check(member.version)?;
    require_current(&member)?;
    let to = receiver(connection, organisation, leave.to)?;
    let on = leave.left_on.unwrap_or_else(|| context.today());
    let entry = &stored.organisation;
    let leaving = Leaving { member: &member, on, reason: leave.reason, to: to.as_ref() };
    let movement = leaving.movement();
    let before = store::member::recorded(connection, organisation)?;
    let less = u32::from(member.kind == MemberKind::Official);
    let without = Recorded { officials: before.officials.saturating_sub(less), ..before };
    let count = figures::followed(entry, before, without).member_count;
    let officials_after = i64::from(count.unwrap_or_default());
    change::check_leaving(leaving, entry.kind, officials_after, context.today())
        .map_err(Refusal::rules)?;
    end_offices(connection, context, entry, &leaving)?;
    let member = if member.contribution_vnd == 0 {
        member
    } else {
        let (own, other) = change::legs(movement, Dong(member.contribution_vnd));
        let mut sides = vec![(member, own)];
        sides.extend(to.zip(other));
        let written = book(connection, context, entry, sides, on, leave.document)?;
        let member = written.into_iter().next();
        member.ok_or_else(|| Failure::unexpected("no member was written"))?
    };
    let left = Member {
        left: Some(Departure { on, reason: leave.reason }),
        version: member.version + 1,
        ..member.clone()
    };
    store::member::save_many(connection, std::slice::from_ref(&left))?;
    let place = entry.place();
    let (mut event, personal) =
        record::of_member(context, "member.left", &place, Some(&member), &left)?;
    event.documents.extend(leave.document);
    entering::append(connection, context, &[(event, personal)])?;
    let after = store::member::recorded(connection, organisation)?;
    let followed = figures::followed(entry, before, after);
    let entry = figures::save(connection, context, stored, followed)?;
    Ok(MemberWritten { member: left, entry })
}

/// Who leaves holds no office any more: whoever decides it ends the office first, a fact ends it.
fn end_offices(
    connection: &mut Connection,
    context: &Context,
    entry: &Organisation,
    leaving: &Leaving<'_>,
) -> Result<(), Failure> {
    let held: Vec<Manager> = store::managers::list(connection, entry.id, None, None, i64::MAX)?
        .into_iter()
        .filter(|one| one.member == Some(leaving.member.id) && one.to.is_none())
        .collect();
    if held.is_empty() {
        return Ok(());
    }
    if leaving.reason.is_decided() {
        let detail = Text::fixed(
            "Thành viên đang giữ chức vụ; hãy ghi thôi giữ chức vụ trước.",
            "The member holds an office; end that first.",
        );
        let fault = Fault::new("/reason", "holds_office", detail);
        return Err(Refusal::rules(vec![fault]).into());
    }
    appoint::end_all(connection, context, entry, held, leaving.on)
}
