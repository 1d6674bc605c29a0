//! Buyers: entered by an organisation that buys itself, or by a promoter for whoever is none of the
//! register; changed and erased by whoever may enter them.

use htx_kit::{
    act::Act,
    db::Connection,
    failure::Failure,
    http::IfMatch,
    log::{self, SubjectId},
};
use htx_model::{
    event::Subject,
    id::{BuyerId, OrganisationId},
    purpose::Purpose,
    refusal::{ErrorCode, Refusal, Text},
};
use serde_json::json;

use crate::{
    domain::buyer::{Buyer, Known},
    store::{self, listing::Sight},
    usecase::acting_for,
};

/// What the subject of every event of a buyer is called.
pub const SUBJECT: &str = "buyer";

/// A buyer that does not exist, or not for this caller.
#[must_use]
pub fn unknown() -> Refusal {
    Refusal::not_found("bên mua", "buyer")
}

/// Takes a buyer's turn until the transaction ends: no demand for it is handed in meanwhile.
pub(super) fn lock(act: &mut Act<'_>, id: BuyerId) -> Result<(), Failure> {
    Ok(act.connection.lock(&format!("buyer {id}"))?)
}

/// Enters a buyer.
///
/// # Errors
/// An organisation out of reach; an account that acts for no agency; every fault of what was sent.
pub fn enter(
    act: &mut Act<'_>,
    organisation: Option<OrganisationId>,
    known: Known,
) -> Result<Buyer, Failure> {
    let agency = match organisation {
        Some(id) => {
            acting_for::living(act, id)?;
            None
        }
        None => Some(acting_for::own_agency(act)?),
    };
    let entered = Buyer {
        id: act.context.ids.make(),
        organisation,
        agency,
        known: Some(known.checked()?),
        erased_on: None,
        version: 1,
        recorded_at: act.context.now,
    };
    store::buyer::insert(act.connection, &entered)?;
    tell(act, "buyer.entered", None, &entered)?;
    Ok(entered)
}

/// Changes who a buyer is: all of it, as it was sent.
///
/// # Errors
/// Not found, or out of reach; a stale version; one that was erased; every fault of what was sent.
pub fn change(act: &mut Act<'_>, of: (BuyerId, &IfMatch), known: Known) -> Result<Buyer, Failure> {
    let before = hold(act, of)?;
    let known = Some(known.checked()?);
    let after = save(act, &before, Buyer { known, ..before.clone() })?;
    tell(act, "buyer.changed", Some(&before), &after)?;
    Ok(after)
}

/// Erases who a buyer is, here and beside the log, which keeps that there was one.
///
/// # Errors
/// Not found, or out of reach; a stale version; one that was erased; one for whom something is sought.
pub fn erase(act: &mut Act<'_>, of: (BuyerId, &IfMatch)) -> Result<Buyer, Failure> {
    let before = hold(act, of)?;
    if store::listing::is_sought_for(act.connection, before.id)? {
        let detail = Text::fixed(
            "Bên mua còn tin cầu đang chờ duyệt hoặc đang công bố.",
            "The buyer has demands that are handed in or published.",
        );
        let advice =
            Text::fixed("Hãy rút các tin cầu đó rồi xóa.", "Take those back, then erase it.");
        return Err(Refusal::new(ErrorCode::StateConflict, detail).advising(advice).into());
    }
    let today = act.today();
    let after = save(act, &before, before.erased(today))?;
    tell(act, "buyer.erased", Some(&before), &after)?;
    log::personal::erase(act.connection, SubjectId::from_uuid(after.id.uuid()))?;
    Ok(after)
}

/// Takes a buyer's turn, until the transaction ends, to change it.
fn hold(act: &mut Act<'_>, (id, seen): (BuyerId, &IfMatch)) -> Result<Buyer, Failure> {
    lock(act, id)?;
    let reached = Sight::of(vec![act.scope.clone()], act.agencies, act.today());
    let held = store::buyer::find(act.connection, &reached, id)?.ok_or_else(unknown)?;
    seen.check(held.version)?;
    held.require_known()?;
    Ok(held)
}

fn save(act: &mut Act<'_>, before: &Buyer, after: Buyer) -> Result<Buyer, Failure> {
    let (version, recorded_at) = (before.version + 1, act.context.now);
    let after = Buyer { version, recorded_at, ..after };
    store::buyer::save(act.connection, &after)?;
    Ok(after)
}

fn tell(
    act: &mut Act<'_>,
    kind: &str,
    before: Option<&Buyer>,
    after: &Buyer,
) -> Result<(), Failure> {
    let subject = Subject { kind: SUBJECT.to_owned(), id: after.id.uuid() };
    let place = acting_for::place_of(act, after.organisation)?;
    let before = before.map(Buyer::logged);
    let event = act.context.event(kind, subject, place, before.as_ref(), after.logged());
    log::append(act.connection, &event, after.personal().as_ref(), &act.context.ids)
}

/// A buyer, for those who enter it and who oversees them.
///
/// # Errors
/// Not found, or out of sight.
pub fn read(connection: &mut Connection, sight: &Sight, id: BuyerId) -> Result<Buyer, Failure> {
    store::buyer::find(connection, sight, id)?.ok_or_else(|| unknown().into())
}

/// Notes down, in a transaction with the reading, that a buyer's person was given out unmasked: to whoever
/// enters it, or holds `personal_data.read` for the place.
///
/// # Errors
/// Not found, or out of sight; a buyer whose person the caller may not see.
pub fn read_unmasked(
    act: &mut Act<'_>,
    (sight, unmasked): (&Sight, &Sight),
    id: BuyerId,
    purpose: &Purpose,
) -> Result<Buyer, Failure> {
    read(act.connection, sight, id)?;
    let found = store::buyer::find(act.connection, unmasked, id)?;
    let buyer = found.ok_or_else(|| {
        let detail = Text::fixed(
            "Tài khoản không có quyền xem người liên hệ của bên mua này không che.",
            "The account may not read this buyer's person unmasked.",
        );
        let advice = Text::fixed(
            "Hãy bỏ tham số unmasked để đọc bản che dữ liệu cá nhân.",
            "Leave out unmasked to read it with personal data masked.",
        );
        Refusal::new(ErrorCode::PermissionDenied, detail).advising(advice)
    })?;
    let subject = Subject { kind: SUBJECT.to_owned(), id: id.uuid() };
    let place = acting_for::place_of(act, buyer.organisation)?;
    let state = json!({ "id": id, "what": "contact" });
    let mut event = act.context.event("personal_data.read", subject, place, None, state);
    event.purpose = Some(purpose.as_str().to_owned());
    log::append(act.connection, &event, None, &act.context.ids)?;
    Ok(buyer)
}
