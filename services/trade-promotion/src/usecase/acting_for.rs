//! For whom somebody acts: their own agency, or an organisation that still is.

use htx_kit::{act::Act, failure::Failure};
use htx_model::{
    agency::AgencyCode,
    directory::Organisation,
    event::Place,
    id::OrganisationId,
    refusal::{ErrorCode, Refusal, Text},
    scope::Scope,
};

use crate::store;

/// The caller's agency, where it may.
///
/// # Errors
/// [`ErrorCode::PermissionDenied`] for an account that acts for organisations.
pub fn own_agency(act: &Act<'_>) -> Result<AgencyCode, Refusal> {
    let own = act.context.actor.agency.clone().filter(|code| act.holds(code));
    own.ok_or_else(|| {
        let detail = Text::fixed(
            "Tài khoản này phải nêu tổ chức mà mình lập thay (organisation_id).",
            "This account must name the organisation that it acts for (organisation_id).",
        );
        Refusal::new(ErrorCode::PermissionDenied, detail)
    })
}

/// An organisation within reach that still is.
///
/// # Errors
/// Not found, or out of reach; one that has ended.
pub fn living(act: &mut Act<'_>, id: OrganisationId) -> Result<Organisation, Failure> {
    let found = store::organisation::find(act.connection, act.scope, id)?;
    let organisation = found.ok_or_else(|| {
        Refusal::not_found("tổ chức", "organisation").advising(Text::fixed(
            "Tổ chức vừa được ghi vào sổ đăng ký sẽ có ở đây sau ít giây.",
            "An organisation that was just entered in the register is known here after a few seconds.",
        ))
    })?;
    require_living(&organisation)?;
    Ok(organisation)
}

/// Where an organisation stands today, as events say it.
///
/// # Errors
/// What the database reports.
pub fn place_of(act: &mut Act<'_>, organisation: Option<OrganisationId>) -> Result<Place, Failure> {
    let Some(id) = organisation else { return Ok(Place::default()) };
    let found = store::organisation::find(act.connection, &Scope::everything(), id)?;
    Ok(found.as_ref().map(Organisation::place).unwrap_or_default())
}

/// Refuses what is done for an organisation that is no more.
///
/// # Errors
/// [`ErrorCode::StateConflict`].
pub fn require_living(organisation: &Organisation) -> Result<(), Refusal> {
    if !organisation.status.has_ended() {
        return Ok(());
    }
    let detail = Text::fixed(
        "Tổ chức đã chấm dứt tồn tại nên không tham gia xúc tiến thương mại được nữa.",
        "The organisation is no more, so it takes no part in trade promotion.",
    );
    Err(Refusal::new(ErrorCode::StateConflict, detail))
}
