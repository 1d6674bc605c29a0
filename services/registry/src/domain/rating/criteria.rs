//! The fifteen criteria, what each is worth, and points within that.

use std::{borrow::Cow, collections::BTreeMap};

pub use htx_model::duty::Criterion;
use htx_model::{
    code_list::CodeList as _,
    date::Date,
    id::RatingCriteriaId,
    organisation::Rating,
    refusal::{Fault, LegalBasis, Text},
};
use serde::{Deserialize, Serialize};

use super::CIRCULAR;

/// What all criteria are worth together.
pub const POINTS: u32 = 100;
/// The longest evidence or reason, in characters.
pub const WORDS_LENGTH_MAX: usize = 1_000;

/// A version of the criteria with what each is worth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criteria {
    /// Its id.
    pub id: RatingCriteriaId,
    /// The first day on which it holds; the day before the next version's is its last.
    pub valid_from: Date,
    /// The document that sets it.
    pub document: String,
    /// The article or annex within it.
    pub article: String,
    /// Whether that was read.
    pub verified: bool,
    /// The most points of each criterion.
    pub maximum_points: BTreeMap<Criterion, u32>,
}

/// Points that the organisation gives itself for a criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssessedPoints {
    /// For what.
    pub criterion: Criterion,
    /// How many.
    pub points: u32,
    /// What shows it.
    pub evidence: Option<String>,
}

/// Points that another officer confirms for a criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmedPoints {
    /// For what.
    pub criterion: Criterion,
    /// How many.
    pub points: u32,
    /// Why not as many as were assessed.
    pub reason: Option<String>,
}

impl Criteria {
    /// Checks that each criterion is worth something and all together a hundred.
    ///
    /// # Errors
    /// What does not add up.
    pub fn check(&self) -> Result<(), Vec<Fault>> {
        let mut faults = Vec::new();
        let lacking = |criterion: &&Criterion| {
            self.maximum_points.get(*criterion).is_none_or(|points| *points == 0)
        };
        for criterion in Criterion::all().iter().filter(lacking) {
            faults.push(missing("/points", *criterion));
        }
        let sum: u64 = self.maximum_points.values().map(|points| u64::from(*points)).sum();
        if sum != u64::from(POINTS) {
            faults.push(fault(
                "/points".into(),
                "points_do_not_add_up",
                Text::made(
                    format!("Tổng điểm tối đa phải là {POINTS}, hiện là {sum}."),
                    format!("The maximum points add up to {sum} and not to {POINTS}."),
                ),
            ));
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }

    /// What rests on it.
    #[must_use]
    pub fn legal_basis(&self) -> LegalBasis {
        LegalBasis {
            document: Cow::Owned(self.document.clone()),
            article: Cow::Owned(self.article.clone()),
            verified: self.verified,
        }
    }

    fn maximum(&self, criterion: Criterion) -> u32 {
        self.maximum_points.get(&criterion).copied().unwrap_or_default()
    }

    /// Checks an assessment: every criterion once, none above what it is worth. Where no rating is
    /// due it may be empty.
    ///
    /// # Errors
    /// One fault for each that is missing, doubled or too high.
    pub fn check_assessment(
        &self,
        given: &[AssessedPoints],
        rating_is_due: bool,
    ) -> Result<Vec<AssessedPoints>, Vec<Fault>> {
        if given.is_empty() && !rating_is_due {
            return Ok(Vec::new());
        }
        let points = given.iter().map(|one| (one.criterion, one.points));
        let mut faults = self.check_points(points);
        let words = given.iter().map(|one| one.evidence.as_deref());
        faults.extend(check_words("evidence", words));
        let by_criterion: BTreeMap<_, _> = given.iter().map(|one| (one.criterion, one)).collect();
        for criterion in Criterion::all() {
            if !by_criterion.contains_key(criterion) {
                faults.push(missing("/points", *criterion));
            }
        }
        if faults.is_empty() {
            Ok(by_criterion.into_values().cloned().collect())
        } else {
            Err(faults)
        }
    }

    /// Checks what is confirmed of an assessment, and completes it: a criterion that is not named
    /// stays as it was assessed, one that differs needs a reason.
    ///
    /// # Errors
    /// One fault for each that is doubled, too high or without its reason.
    pub fn check_confirmation(
        &self,
        given: &[ConfirmedPoints],
        assessment: &[AssessedPoints],
    ) -> Result<Vec<ConfirmedPoints>, Vec<Fault>> {
        let mut faults = self.check_points(given.iter().map(|one| (one.criterion, one.points)));
        faults.extend(check_words("reason", given.iter().map(|one| one.reason.as_deref())));
        for (at, one) in given.iter().enumerate() {
            let assessed = assessment.iter().find(|was| was.criterion == one.criterion);
            let differs = assessed.is_some_and(|was| was.points != one.points);
            if assessed.is_none() {
                faults.push(fault(
                    format!("/points/{at}/criterion").into(),
                    "not_assessed",
                    Text::fixed("Tiêu chí chưa được tự chấm.", "The criterion was not assessed."),
                ));
            } else if differs && one.reason.as_deref().is_none_or(|words| words.trim().is_empty()) {
                faults.push(fault(
                    format!("/points/{at}/reason").into(),
                    "reason_needed",
                    Text::fixed(
                        "Điểm xác nhận khác điểm tự chấm thì phải nêu lý do.",
                        "Points other than the assessed ones need a reason.",
                    ),
                ));
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let confirmed = |was: &AssessedPoints| {
            let named = given.iter().find(|one| one.criterion == was.criterion);
            named.cloned().unwrap_or(ConfirmedPoints {
                criterion: was.criterion,
                points: was.points,
                reason: None,
            })
        };
        Ok(assessment.iter().map(confirmed).collect())
    }

    fn check_points(&self, given: impl Iterator<Item = (Criterion, u32)>) -> Vec<Fault> {
        let (mut faults, mut seen) = (Vec::new(), Vec::new());
        for (at, (criterion, points)) in given.enumerate() {
            if seen.contains(&criterion) {
                faults.push(fault(
                    format!("/points/{at}/criterion").into(),
                    "criterion_twice",
                    Text::fixed("Tiêu chí nêu hai lần.", "The criterion is named twice."),
                ));
            }
            seen.push(criterion);
            let most = self.maximum(criterion);
            if points > most {
                faults.push(fault(
                    format!("/points/{at}/points").into(),
                    "above_maximum",
                    Text::made(
                        format!("Điểm tối đa của tiêu chí này là {most}."),
                        format!("This criterion is worth {most} points at the most."),
                    ),
                ));
            }
        }
        faults
    }
}

/// The rating for confirmed points; `not_rated` where none is due.
#[must_use]
pub fn rating_of(confirmation: &[ConfirmedPoints], rating_is_due: bool) -> Rating {
    let points = confirmation.iter().map(|one| one.points).sum();
    let rating = if rating_is_due { Rating::from_points(points) } else { None };
    rating.unwrap_or(Rating::NotRated)
}

fn check_words<'a>(
    field: &'static str,
    words: impl Iterator<Item = Option<&'a str>>,
) -> Vec<Fault> {
    let long = |(at, words): (usize, Option<&str>)| {
        (words?.chars().count() > WORDS_LENGTH_MAX).then(|| {
            fault(
                format!("/points/{at}/{field}").into(),
                "text_too_long",
                Text::made(
                    format!("Dài quá {WORDS_LENGTH_MAX} ký tự."),
                    format!("Longer than {WORDS_LENGTH_MAX} characters."),
                ),
            )
        })
    };
    words.enumerate().filter_map(long).collect()
}

fn missing(pointer: &'static str, criterion: Criterion) -> Fault {
    use htx_model::language::Language;
    fault(
        pointer.into(),
        "criterion_missing",
        Text::made(
            format!("Thiếu tiêu chí “{}”.", criterion.label(Language::Vi)),
            format!("The criterion “{}” is missing.", criterion.label(Language::En)),
        ),
    )
}

fn fault(pointer: Cow<'static, str>, code: &'static str, detail: Text) -> Fault {
    Fault { pointer, code, detail, legal_basis: Some(CIRCULAR) }
}

#[cfg(test)]
mod tests;
