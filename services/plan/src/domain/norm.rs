//! Norms that no article was read for: configuration until somebody confirms it.

use htx_model::refusal::LegalBasis;

/// How many days before something is due agencies are reminded, where planning says nothing else; a window
/// of the year opens with it. The plan names the day on which reports are due, and no other.
pub const REMINDER_DAYS: i64 = 30;
/// What the days of the opening and of the reminder stand on.
pub const REMINDER: LegalBasis = LegalBasis::unverified("hn-2025", "III");
