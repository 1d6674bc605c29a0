//! Assesses an organisation for its rating of a year, and assesses it again.

use htx_kit::{context::Context, db::Connection, failure::Failure, http::IfMatch, log};
use htx_model::{
    date::Date,
    event::{Event, Subject},
    id::{OrganisationId, YearlyRatingId},
    refusal::{ErrorCode, Fault, Refusal, Text},
    scope::Scope,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::attended::attended;
use crate::{
    domain::{
        annual_report,
        lifecycle::Action,
        organisation::Organisation,
        rating::{
            self, CIRCULAR, RatingAction, RatingState, YearlyRating,
            criteria::{AssessedPoints, Criteria},
            exemption::{self, Stop},
        },
    },
    store::{self, yearly_rating::StoredRating},
};

/// What the events of ratings are about.
pub(super) const SUBJECT: &str = "yearly_rating";

/// What an assessment says.
#[derive(Debug, Clone)]
pub struct Assessment {
    /// The points, with what shows them.
    pub points: Vec<AssessedPoints>,
    /// When the organisation stopped in the year, if it did.
    pub stop: Stop,
    /// Who assesses.
    pub author: Uuid,
}

/// Assesses an organisation for a year. A rating that an import said is replaced.
///
/// # Errors
/// Not found outside the scope; `already_exists`; the rules that it breaks.
pub fn assess_rating(
    connection: &mut Connection,
    context: &Context,
    scope: &Scope,
    organisation: OrganisationId,
    year: i16,
    assessment: Assessment,
) -> Result<(Organisation, StoredRating), Failure> {
    let organisation = attended(connection, scope, organisation, Action::Rate)?;
    let before = store::yearly_rating::of(connection, &[organisation.id], Some(year))?.pop();
    if before.as_ref().is_some_and(|before| !before.rating.is_imported()) {
        return Err(exists(year).into());
    }
    let id = before.as_ref().map_or_else(|| context.ids.make(), |before| before.rating.id);
    let blank = YearlyRating {
        state: RatingState::Assessed,
        rating: None,
        ..YearlyRating::imported(
            id,
            organisation.id,
            year,
            htx_model::organisation::Rating::NotRated,
        )
    };
    let rating = assessed(connection, context.today(), &organisation, blank, assessment)?;
    let stored = save(connection, context, &organisation, before, rating, "rating.assessed")?;
    Ok((organisation, stored))
}

/// Assesses again what was returned, or not yet confirmed.
///
/// # Errors
/// Not found outside the scope; a stale version; `state_conflict` once it is confirmed; the rules
/// that it breaks.
pub fn reassess_rating(
    connection: &mut Connection,
    context: &Context,
    scope: &Scope,
    id: YearlyRatingId,
    seen: &IfMatch,
    assessment: Assessment,
) -> Result<(Organisation, StoredRating), Failure> {
    let found = store::yearly_rating::find(connection, id)?.ok_or_else(unknown)?;
    let organisation =
        attended(connection, scope, found.rating.organisation, Action::Rate).map_err(as_rating)?;
    // Read again: only now is it our turn.
    let before = store::yearly_rating::find(connection, id)?.ok_or_else(unknown)?;
    seen.check(before.version)?;
    rating::require(before.rating.state, RatingAction::Reassess)?;
    let rating =
        assessed(connection, context.today(), &organisation, before.rating.clone(), assessment)?;
    let kind = "rating.reassessed";
    let stored = save(connection, context, &organisation, Some(before), rating, kind)?;
    Ok((organisation, stored))
}

/// The rating as it is assessed now.
fn assessed(
    connection: &mut Connection,
    today: Date,
    organisation: &Organisation,
    rating: YearlyRating,
    assessment: Assessment,
) -> Result<YearlyRating, Failure> {
    let Assessment { points, stop, author } = assessment;
    let mut faults = annual_report::check_year(rating.year, today);
    faults.extend(exemption::check(stop, today).err().unwrap_or_default());
    let criteria = criteria_of(connection, rating.year)?;
    if criteria.is_none() {
        faults.push(no_criteria());
    }
    let is_due = exemption::exemption(organisation.registered_on, stop, rating.year).is_none();
    let checked = criteria.as_ref().map(|criteria| criteria.check_assessment(&points, is_due));
    let (Some(criteria), Some(Ok(points))) = (&criteria, &checked) else {
        faults.extend(checked.and_then(Result::err).unwrap_or_default());
        return Err(Refusal::rules(faults).into());
    };
    if !faults.is_empty() {
        return Err(Refusal::rules(faults).into());
    }
    let mut authors = rating.authors;
    if !authors.contains(&author) {
        authors.push(author);
    }
    Ok(YearlyRating {
        state: RatingState::Assessed,
        rating: None,
        criteria: Some(criteria.id),
        assessment: points.clone(),
        confirmation: Vec::new(),
        stop,
        return_reason: None,
        authors,
        ..rating
    })
}

/// The criteria of a year: those in force on its last day.
fn criteria_of(connection: &mut Connection, year: i16) -> Result<Option<Criteria>, Failure> {
    let Some(last) = Date::new(year, 12, 31) else { return Ok(None) };
    Ok(store::rating_criteria::in_force(connection, last)?.map(|dated| dated.criteria))
}

/// Writes a rating with its event. Evidence and reasons may name people, so the log only commits to
/// them.
pub(super) fn save(
    connection: &mut Connection,
    context: &Context,
    organisation: &Organisation,
    before: Option<StoredRating>,
    rating: YearlyRating,
    kind: &str,
) -> Result<StoredRating, Failure> {
    let version = before.as_ref().map_or(1, |before| before.version + 1);
    match &before {
        None => store::yearly_rating::insert(connection, &rating, context.now)?,
        Some(before) => {
            store::yearly_rating::save(connection, &rating, before.version, context.now)?;
        }
    }
    let before = before.map(|before| before.rating);
    let event = event(context, kind, organisation, before.as_ref(), &rating)?;
    log::append(connection, &event, words(&rating).as_ref(), &context.ids)?;
    Ok(StoredRating { rating, version, recorded_at: context.now })
}

/// The event that a rating was made or changed, without what was said in words.
pub(super) fn event(
    context: &Context,
    kind: &str,
    organisation: &Organisation,
    before: Option<&YearlyRating>,
    after: &YearlyRating,
) -> Result<Event, Failure> {
    let state = |rating: &YearlyRating| {
        serde_json::to_value(rating.without_words()).map_err(Failure::unexpected)
    };
    let before = before.map(state).transpose()?;
    let subject = Subject { kind: SUBJECT.to_owned(), id: after.id.uuid() };
    let after = state(after)?;
    let event = context.event(kind, subject, organisation.place(), before.as_ref(), after);
    Ok(Event { legal_basis: Some(CIRCULAR.document.into_owned()), ..event })
}

/// What was said in words.
fn words(rating: &YearlyRating) -> Option<Value> {
    let given = rating.assessment.iter().filter(|one| one.evidence.is_some());
    let evidence: Vec<_> =
        given.map(|one| json!({ "criterion": one.criterion, "evidence": one.evidence })).collect();
    let given = rating.confirmation.iter().filter(|one| one.reason.is_some());
    let reasons: Vec<_> =
        given.map(|one| json!({ "criterion": one.criterion, "reason": one.reason })).collect();
    let returned = &rating.return_reason;
    let said = !evidence.is_empty() || !reasons.is_empty() || returned.is_some();
    said.then(|| json!({ "evidence": evidence, "reasons": reasons, "return_reason": returned }))
}

fn no_criteria() -> Fault {
    Fault {
        pointer: "/year".into(),
        code: "no_criteria",
        detail: Text::fixed(
            "Chưa có thang điểm áp dụng cho năm này.",
            "There are no criteria for this year.",
        ),
        legal_basis: Some(CIRCULAR),
    }
}

fn exists(year: i16) -> Refusal {
    Refusal::new(
        ErrorCode::AlreadyExists,
        Text::made(
            format!("Đã có bản chấm điểm xếp loại năm {year}."),
            format!("There is an assessment for {year} already."),
        ),
    )
    .advising(Text::fixed(
        "Khi chưa được xác nhận, có thể chấm lại bản đó (reassess).",
        "Until it is confirmed it can be assessed again (reassess).",
    ))
}

/// The rating of an organisation that is out of the scope is itself not there.
pub(super) fn as_rating(failure: Failure) -> Failure {
    match failure {
        Failure::Refused(refusal) if refusal.code == ErrorCode::NotFound => unknown().into(),
        other => other,
    }
}

pub(super) fn unknown() -> Refusal {
    Refusal::not_found("xếp loại", "rating")
}
