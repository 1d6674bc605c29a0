//! Membership of the city's Cooperative Alliance (Liên minh Hợp tác xã).

use htx_model::{
    date::{Date, Instant},
    id::{AllianceMembershipId, DocumentId, OrganisationId},
    refusal::{Fault, Text},
};
use serde::Serialize;

/// A time for which an organisation belongs to the alliance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Membership {
    /// Its id.
    #[serde(skip)]
    pub id: AllianceMembershipId,
    /// Which organisation.
    #[serde(rename = "organisation_id")]
    pub organisation: OrganisationId,
    /// The first day.
    pub joined_on: Date,
    /// The day on which it left.
    pub left_on: Option<Date>,
    /// The number of the alliance's decision.
    pub decision_number: Option<String>,
    /// The decision as a document.
    #[serde(rename = "decision_document_id")]
    pub decision_document: Option<DocumentId>,
    /// Its version.
    #[serde(skip)]
    pub version: i64,
    /// When this version was written.
    #[serde(skip)]
    pub recorded_at: Instant,
}

/// Checks the day of joining against earlier memberships.
///
/// # Errors
/// A day in the future, or within an earlier membership.
pub fn check_joining(
    joined_on: Date,
    earlier: &[Membership],
    today: Date,
) -> Result<(), Vec<Fault>> {
    let within = |one: &Membership| one.left_on.is_none_or(|left| joined_on < left);
    let detail = if joined_on > today {
        Text::fixed("Ngày không được sau hôm nay.", "The day cannot lie in the future.")
    } else if earlier.iter().any(within) {
        Text::fixed(
            "Ngày này nằm trong thời gian đã là thành viên Liên minh.",
            "On that day it belonged to the alliance already.",
        )
    } else {
        return Ok(());
    };
    Err(vec![Fault::new("/joined_on", "bad_day", detail)])
}

/// Checks the day of leaving.
///
/// # Errors
/// A day in the future, or before that of joining.
pub fn check_leaving(
    membership: &Membership,
    left_on: Date,
    today: Date,
) -> Result<(), Vec<Fault>> {
    if (membership.joined_on..=today).contains(&left_on) {
        return Ok(());
    }
    Err(vec![Fault::new(
        "/left_on",
        "bad_day",
        Text::fixed(
            "Ngày ra khỏi Liên minh phải từ ngày tham gia đến hôm nay.",
            "The day of leaving is between that of joining and today.",
        ),
    )])
}
