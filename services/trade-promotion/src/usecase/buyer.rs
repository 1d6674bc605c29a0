//! Buyers: entered by an organisation that buys itself, or by a promoter for whoever is none of the
//! register.

use htx_kit::{db::Connection, failure::Failure, log};
use htx_model::{
    event::{Place, Subject},
    id::{BuyerId, OrganisationId},
    purpose::Purpose,
    refusal::{ErrorCode, Refusal, Text},
    registration_number::RegistrationNumber,
    scope::Placement,
};
use serde_json::json;

use super::act::Act;
use crate::{
    domain::buyer::{Buyer, Contact},
    store::{self, listing::Sight},
};

/// What the subject of every event of a buyer is called.
pub const SUBJECT: &str = "buyer";

/// A buyer on its way.
#[derive(Debug, Clone)]
pub struct Entering {
    /// The organisation of the register that it is.
    pub organisation: Option<OrganisationId>,
    /// What it is called.
    pub name: String,
    /// Its tax code.
    pub tax_code: Option<RegistrationNumber>,
    /// Whom one turns to.
    pub contact: Option<Contact>,
}

/// A buyer that does not exist, or not for this caller.
#[must_use]
pub fn unknown() -> Refusal {
    Refusal::not_found("bên mua", "buyer")
}

/// Enters a buyer.
///
/// # Errors
/// An organisation out of reach; an account that acts for no agency; every fault of what was sent.
pub fn enter(act: &mut Act<'_>, entering: Entering) -> Result<Buyer, Failure> {
    let agency = match entering.organisation {
        Some(id) => {
            let found = store::organisation::find(act.connection, act.scope, id)?;
            found.ok_or_else(|| Refusal::not_found("tổ chức", "organisation"))?;
            None
        }
        None => Some(own_agency(act)?),
    };
    let entered = Buyer {
        id: act.context.ids.make(),
        name: entering.name,
        organisation: entering.organisation,
        agency,
        tax_code: entering.tax_code,
        contact: entering.contact,
        version: 1,
        recorded_at: act.context.now,
    };
    let entered = entered.checked()?;
    store::buyer::insert(act.connection, &entered)?;
    let subject = Subject { kind: SUBJECT.to_owned(), id: entered.id.uuid() };
    let place = Place { organisation: entered.organisation, ..Place::default() };
    let event = act.context.event("buyer.entered", subject, place, None, entered.logged());
    let personal = entered.contact.as_ref().map(|contact| json!({ "contact": contact }));
    log::append(act.connection, &event, personal.as_ref(), &act.context.ids)?;
    Ok(entered)
}

/// The caller's agency, where it may.
///
/// # Errors
/// [`ErrorCode::PermissionDenied`].
pub fn own_agency(act: &Act<'_>) -> Result<htx_model::agency::AgencyCode, Refusal> {
    let own = act.context.actor.agency.clone().filter(|code| act.holds(code));
    own.ok_or_else(|| {
        let detail = Text::fixed(
            "Tài khoản này chỉ ghi bên mua là chính tổ chức mình (organisation_id).",
            "This account enters its own organisation as a buyer only (organisation_id).",
        );
        Refusal::new(ErrorCode::PermissionDenied, detail)
    })
}

/// A buyer, for those whose it is.
///
/// # Errors
/// Not found, or out of sight.
pub fn read(connection: &mut Connection, sight: &Sight, id: BuyerId) -> Result<Buyer, Failure> {
    let found = store::buyer::find(connection, id)?;
    let seen = |buyer: &Buyer| {
        let placement = Placement { organisation: buyer.organisation, ..Placement::default() };
        sight.reaches(&placement, buyer.agency.as_ref())
    };
    found.filter(seen).ok_or_else(|| unknown().into())
}

/// Notes down, in a transaction with the reading, that a buyer's person was given out unmasked.
///
/// # Errors
/// Not found, or out of sight.
pub fn read_unmasked(
    act: &mut Act<'_>,
    sight: &Sight,
    id: BuyerId,
    purpose: &Purpose,
) -> Result<Buyer, Failure> {
    let buyer = read(act.connection, sight, id)?;
    let subject = Subject { kind: SUBJECT.to_owned(), id: id.uuid() };
    let place = Place { organisation: buyer.organisation, ..Place::default() };
    let state = json!({ "id": id, "what": "contact" });
    let mut event = act.context.event("personal_data.read", subject, place, None, state);
    event.purpose = Some(purpose.as_str().to_owned());
    log::append(act.connection, &event, None, &act.context.ids)?;
    Ok(buyer)
}
