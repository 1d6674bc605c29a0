//! What the district does: it looks at an application of its territory, gives its opinion and passes it
//! on, or gives it back. The lead agency may give it back as well.

use htx_kit::{failure::Failure, http::IfMatch};
use htx_model::{id::SupportApplicationId, support::applications::SupportAction};

use super::{Act, Needs, Said, Taken, heard, hold, plain, save};
use crate::{
    domain::application::{Application, on_behalf},
    store::application::StoredApplication,
};

/// Begins to look at an application.
///
/// # Errors
/// Not found outside the territory; a stale version; a state that does not allow it.
pub fn start_review(
    act: &mut Act<'_>,
    of: (SupportApplicationId, &IfMatch),
    said: Said,
) -> Result<StoredApplication, Failure> {
    let (before, next) = hold(act, of, SupportAction::StartReview)?;
    let taken = heard(act, of.0, said, Needs::default())?;
    let after = Application { state: plain(next)?, ..before.application.clone() };
    save(act, before, after, SupportAction::StartReview, taken)
}

/// Gives the district's opinion, for or against, and passes the application on to the lead agency.
///
/// # Errors
/// As [`start_review`]; whoever filed it for the organisation; no reason for an opinion against it.
pub fn endorse(
    act: &mut Act<'_>,
    of: (SupportApplicationId, &IfMatch),
    favourable: bool,
    said: Said,
) -> Result<StoredApplication, Failure> {
    let (before, next) = hold(act, of, SupportAction::Endorse)?;
    on_behalf::require_other_reviewer(&before.application, act.who)?;
    let needs = Needs { reason: !favourable, ..Needs::default() };
    let taken = Taken { favourable: Some(favourable), ..heard(act, of.0, said, needs)? };
    let after = Application { state: plain(next)?, ..before.application.clone() };
    save(act, before, after, SupportAction::Endorse, taken)
}

/// Gives an application back to be mended: by the district while it reviews, by the lead agency while it
/// appraises.
///
/// # Errors
/// As [`start_review`]; no reason.
pub fn give_back(
    act: &mut Act<'_>,
    of: (SupportApplicationId, &IfMatch),
    action: SupportAction,
    said: Said,
) -> Result<StoredApplication, Failure> {
    let (before, next) = hold(act, of, action)?;
    let taken = heard(act, of.0, said, Needs { reason: true, ..Needs::default() })?;
    let after = Application { state: plain(next)?, ..before.application.clone() };
    save(act, before, after, action, taken)
}
