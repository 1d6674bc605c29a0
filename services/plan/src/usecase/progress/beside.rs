//! What is computed as of the days that agencies declare of: a figure of June is compared with June.

use std::collections::{BTreeMap, BTreeSet};

use htx_kit::indicator::{Asked, Computed};
use htx_model::{date::Date, indicator::Breakdown, plan::FigureGap};

use super::{Beside, Reading, place_of};
use crate::{
    domain::{declaration::Declaration, plan::Target, question::Question},
    store::plan::InForce,
    usecase::figures::{Known, question},
};

/// The most figures of days that have passed that are asked for at once: the newest days first. Of the others
/// it is [said](FigureGap::TooManyDays) that they are not told.
const QUESTIONS_MAX: usize = 60;

/// What to ask for beside the figures of a day: those of each earlier day of which a declaration is shown.
pub(super) fn questions(
    declarations: &[Declaration],
    plan: &InForce,
    (asked, day): (&Asked, Date),
) -> Vec<Question> {
    let shown = declarations.iter().filter(|one| is_shown(one, asked.by));
    let earlier = shown.filter(|one| one.as_of < day);
    let days: BTreeSet<(Date, &str)> =
        earlier.map(|one| (one.as_of, one.target.as_str())).collect();
    let question = |(day, code): (Date, &str)| {
        let measured = plan.content.target(code)?.measured()?;
        Some(question(measured, &Asked { as_of: Some(day), ..asked.clone() }))
    };
    days.into_iter().rev().filter_map(question).take(QUESTIONS_MAX).collect()
}

/// Whether a declaration stands beside something that is told: one of the city beside the whole, one of a
/// place beside its part. For the others nothing is asked: there is no end to their days.
fn is_shown(one: &Declaration, by: Option<Breakdown>) -> bool {
    let is_of_city = one.district.is_none() && one.commune.is_none();
    is_of_city || by.is_some_and(|by| place_of(one, by).is_some())
}

/// What is known of the figures of those days.
pub(super) struct Then<'a> {
    pub(super) known: &'a BTreeMap<String, Known>,
    pub(super) asked: &'a Asked,
    /// The day whose figures are read anyway.
    pub(super) day: Date,
}

impl Then<'_> {
    /// What was computed of a target as of the day of a declaration, of all or of a part: nothing where there
    /// is nothing to divide by. `read` is what is known of the day that is asked of.
    ///
    /// # Errors
    /// Why that is not known.
    pub(super) fn of(
        &self,
        target: &Target,
        one: &Declaration,
        part: Option<&str>,
        read: (&Reading, Option<i64>),
    ) -> Result<Option<i64>, FigureGap> {
        if one.as_of == self.day {
            return match read {
                (Reading::None(gap), _) => Err(*gap),
                (Reading::Fresh(_) | Reading::Stale(_), value) => Ok(value),
            };
        }
        let asked = Asked { as_of: Some(one.as_of), ..self.asked.clone() };
        let measured = target.measured().ok_or(FigureGap::NotComputed)?;
        let key = question(measured, &asked).to_string();
        let kept = match self.known.get(&key).ok_or(FigureGap::TooManyDays)? {
            Known::Fresh(kept) | Known::Stale(kept) => kept,
            Known::Missing => return Err(FigureGap::ServiceSilent),
        };
        Ok(match part {
            None => kept.computed.whole.value,
            Some(part) => value_of(&kept.computed, target, part),
        })
    }
}

/// The value of a part; nothing was counted in one that is not told of.
fn value_of(computed: &Computed, target: &Target, part: &str) -> Option<i64> {
    let found = computed.parts.iter().find(|(key, _)| key.as_deref() == Some(part));
    match found {
        Some((_, figure)) => figure.value,
        None => target.aggregate.adds_up().then_some(0),
    }
}

impl Beside {
    /// A declaration beside what is computed of its day.
    pub(super) fn of(
        declaration: &Declaration,
        allocated: Option<i64>,
        computed_then: Result<Option<i64>, FigureGap>,
    ) -> Self {
        let gap = computed_then.err();
        let computed_then = computed_then.ok().flatten();
        Self {
            gap,
            difference: computed_then.map(|value| declaration.value.saturating_sub(value)),
            declaration: declaration.clone(),
            allocated,
            computed_then,
        }
    }
}
