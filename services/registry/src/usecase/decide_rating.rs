//! Confirms or returns a rating: another officer than whoever assessed it.

use htx_kit::{context::Context, db::Connection, failure::Failure, http::IfMatch};
use htx_model::{
    id::YearlyRatingId,
    refusal::{ErrorCode, Refusal, Text},
    scope::Scope,
};
use uuid::Uuid;

use super::{
    assess_rating::{as_rating, save, unknown},
    attended::attended,
};
use crate::{
    domain::{
        annual_report::check_reason,
        lifecycle::Action,
        organisation::Organisation,
        rating::{
            self, CIRCULAR, RatingAction, RatingState, YearlyRating,
            criteria::{self, ConfirmedPoints},
            exemption,
        },
    },
    store::{self, yearly_rating::StoredRating},
};

/// Who decides, and from which version.
#[derive(Debug, Clone)]
pub struct Decider {
    /// What the permission reaches.
    pub scope: Scope,
    /// Who.
    pub person: Uuid,
    /// The version that was seen.
    pub seen: IfMatch,
}

/// Confirms a rating with points for each criterion; those not named are as assessed.
///
/// # Errors
/// Not found outside the scope; `permission_denied` to whoever assessed it; a stale version;
/// `state_conflict`; the rules that the points break.
pub fn confirm_rating(
    connection: &mut Connection,
    context: &Context,
    decider: &Decider,
    id: YearlyRatingId,
    points: &[ConfirmedPoints],
) -> Result<(Organisation, StoredRating), Failure> {
    let (organisation, before) = begin(connection, decider, id, RatingAction::Confirm)?;
    let YearlyRating { year, stop, assessment, .. } = &before.rating;
    let is_due = exemption::exemption(organisation.registered_on, *stop, *year).is_none();
    let used = before.rating.criteria;
    let used = used.map(|id| store::rating_criteria::find(connection, id)).transpose()?.flatten();
    let used = used.ok_or_else(|| Failure::unexpected("a rating without its criteria"))?;
    let confirmation = used.check_confirmation(points, assessment).map_err(Refusal::rules)?;
    let rating = YearlyRating {
        state: RatingState::Confirmed,
        rating: Some(criteria::rating_of(&confirmation, is_due)),
        confirmation,
        ..before.rating.clone()
    };
    let kind = "rating.confirmed";
    let stored = save(connection, context, &organisation, Some(before), rating, kind)?;
    Ok((organisation, stored))
}

/// Returns a rating to be assessed again.
///
/// # Errors
/// As [`confirm_rating`].
pub fn return_rating(
    connection: &mut Connection,
    context: &Context,
    decider: &Decider,
    id: YearlyRatingId,
    reason: &str,
) -> Result<(Organisation, StoredRating), Failure> {
    let (organisation, before) = begin(connection, decider, id, RatingAction::Return)?;
    let reason = check_reason("/reason", reason).map_err(Refusal::rules)?;
    let rating = YearlyRating {
        state: RatingState::Returned,
        return_reason: Some(reason),
        ..before.rating.clone()
    };
    let kind = "rating.returned";
    let stored = save(connection, context, &organisation, Some(before), rating, kind)?;
    Ok((organisation, stored))
}

fn begin(
    connection: &mut Connection,
    decider: &Decider,
    id: YearlyRatingId,
    action: RatingAction,
) -> Result<(Organisation, StoredRating), Failure> {
    let found = store::yearly_rating::find(connection, id)?.ok_or_else(unknown)?;
    let organisation = found.rating.organisation;
    let organisation =
        attended(connection, &decider.scope, organisation, Action::Rate).map_err(as_rating)?;
    // Read again: only now is it our turn.
    let before = store::yearly_rating::find(connection, id)?.ok_or_else(unknown)?;
    if before.rating.is_by(decider.person) {
        return Err(by_its_author().into());
    }
    decider.seen.check(before.version)?;
    rating::require(before.rating.state, action)?;
    Ok((organisation, before))
}

fn by_its_author() -> Refusal {
    Refusal::new(
        ErrorCode::PermissionDenied,
        Text::fixed(
            "Người chấm điểm không được xác nhận hay trả lại chính bản chấm điểm của mình.",
            "Whoever assessed it cannot confirm or return the assessment.",
        ),
    )
    .under(CIRCULAR)
    .advising(Text::fixed(
        "Hãy chuyển cho công chức khác của cơ quan có thẩm quyền.",
        "Pass it to another officer of the competent agency.",
    ))
}
