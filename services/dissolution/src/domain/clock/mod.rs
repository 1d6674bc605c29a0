//! The clock of a case: each deadline with its basis, its days, its stops, its last day. A pure
//! function of the case's dated facts, the table of periods and the holidays.

mod count;
mod rule;

pub use count::{Reading, Stop, read};
pub use rule::{PeriodRule, PeriodRules};

use htx_model::{
    agency::AgencyCode,
    date::Date,
    dated::Dated,
    dissolution::{
        DissolutionAction,
        answers::{DayCount, DeadlineKind, StopReason},
    },
    refusal::LegalBasis,
    working_days::Holidays,
};
use uuid::Uuid;

/// A question to an agency, as the clock sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The blocker.
    pub record: Uuid,
    /// Which agency is to answer, as it was asked.
    pub agency: AgencyCode,
    /// When it was asked, or asked again.
    pub asked_on: Date,
    /// By when it is to answer, as whoever asked has set it.
    pub due_on: Date,
    /// When it answered, or need not any more.
    pub ended_on: Option<Date>,
}

/// An objection, as the clock sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Protest {
    /// The objection.
    pub record: Uuid,
    /// When it was filed.
    pub filed_on: Date,
    /// When it was decided or withdrawn.
    pub ended_on: Option<Date>,
}

/// The dated facts of a case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dates {
    /// When the dissolution was decided.
    pub decided_on: Option<Date>,
    /// When its notice was published, with the last day of the window that it names.
    pub notice: Option<(Date, Date)>,
    /// When the register showed it.
    pub registered_on: Option<Date>,
    /// When the tax department was told.
    pub tax_informed_on: Option<Date>,
    /// When everything was settled.
    pub settled_on: Option<Date>,
    /// When the case ended: closed, withdrawn, or handed to the court.
    pub ended_on: Option<Date>,
    /// Since when the case is open, and by when the year's plan has it closed.
    pub planned: Option<(Date, Date)>,
    /// From when to when the case was suspended.
    pub suspensions: Vec<(Date, Option<Date>)>,
    /// The questions to agencies.
    pub questions: Vec<Question>,
    /// The objections.
    pub objections: Vec<Protest>,
}

impl Dates {
    /// When the case's clock stood still, in the order of the days.
    #[must_use]
    pub fn stops(&self) -> Vec<Stop> {
        let suspended = self.suspensions.iter().map(|(from, to)| {
            let reason = StopReason::Suspension;
            Stop { reason, from: *from, to: *to }
        });
        let contested = self.objections.iter().map(|objection| {
            let (from, to) = (objection.filed_on, objection.ended_on);
            Stop { reason: StopReason::Objection, from, to }
        });
        let mut stops: Vec<Stop> = suspended.chain(contested).collect();
        stops.sort_unstable_by_key(|stop| (stop.from, stop.to));
        stops
    }
}

/// Who must see to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Duty {
    /// The authority that runs the case.
    Authority,
    /// The agency that was asked, or whoever holds its work today.
    Agency(AgencyCode),
    /// Nobody: it is a window within which others may act.
    Others,
}

/// One deadline of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// What is due.
    pub kind: DeadlineKind,
    /// The blocker or objection that it is about.
    pub record: Option<Uuid>,
    /// Who must see to it.
    pub duty: Duty,
    /// The day on which it began.
    pub started_on: Date,
    /// How many days it has; none for a day that was set.
    pub days: Option<u32>,
    /// How they are counted.
    pub count: DayCount,
    /// When it stood still.
    pub stops: Vec<Stop>,
    /// How many of its days did not count for that, up to today.
    pub stopped_days: u32,
    /// Whether it stands still today.
    pub stopped: bool,
    /// The last day; none while it stands still.
    pub due_on: Option<Date>,
    /// When it was seen to.
    pub done_on: Option<Date>,
    /// Where it stands; none for a day that an officer set.
    pub basis: Option<LegalBasis>,
}

impl Deadline {
    /// Whether it has passed, or had before it was seen to.
    #[must_use]
    pub fn overdue(&self, today: Date) -> bool {
        let seen_to = self.done_on.unwrap_or(today);
        self.duty != Duty::Others && self.due_on.is_some_and(|due| due < seen_to)
    }
}

/// All deadlines of a case as of a day, by their last day; those that stand still come last.
#[must_use]
pub fn deadlines(
    dates: &Dates,
    rules: &PeriodRules,
    holidays: &Holidays,
    today: Date,
) -> Vec<Deadline> {
    let stops = dates.stops();
    let counting = Counting { rules, holidays, stops: &stops, today };
    let mut all = after_decision(dates, &counting);
    all.extend(dates.notice.map(|(first, last)| Deadline {
        // A window is over when it closes, or the case ends; nobody can be late.
        done_on: (last < today).then_some(last).or(dates.ended_on),
        basis: rules.on(DeadlineKind::ClaimWindow, first).map(|rule| rule.basis.clone()),
        ..fixed(DeadlineKind::ClaimWindow, Duty::Others, first, last)
    }));
    all.extend(dates.questions.iter().map(|question| {
        let agency = Duty::Agency(question.agency.clone());
        Deadline {
            record: Some(question.record),
            done_on: question.ended_on.or(dates.ended_on),
            ..fixed(DeadlineKind::AnswerBlocker, agency, question.asked_on, question.due_on)
        }
    }));
    all.extend(dates.objections.iter().filter_map(|objection| {
        let done = objection.ended_on.or(dates.ended_on);
        let deadline = counting.begin(DeadlineKind::DecideObjection, objection.filed_on, done)?;
        Some(Deadline { record: Some(objection.record), ..deadline })
    }));
    if let Some((start, planned)) = dates.planned {
        let done_on = dates.ended_on;
        let kind = DeadlineKind::PlannedClosing;
        all.push(Deadline { done_on, ..fixed(kind, Duty::Authority, start, planned) });
    }
    all.sort_by_key(|deadline| {
        (deadline.due_on.is_none(), deadline.due_on, deadline.kind, deadline.record)
    });
    all
}

fn after_decision(dates: &Dates, counting: &Counting<'_>) -> Vec<Deadline> {
    let ended = dates.ended_on;
    let decided =
        |kind, done: Option<Date>| counting.begin(kind, dates.decided_on?, done.or(ended));
    let published = dates.notice.map(|(first, _)| first);
    let settled = dates.settled_on.and_then(|day| counting.begin(DeadlineKind::Close, day, ended));
    [
        decided(DeadlineKind::PublishNotice, published),
        decided(DeadlineKind::MarkRegister, dates.registered_on),
        decided(DeadlineKind::InformTax, dates.tax_informed_on),
        settled,
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn fixed(kind: DeadlineKind, duty: Duty, started_on: Date, due_on: Date) -> Deadline {
    Deadline {
        kind,
        record: None,
        duty,
        started_on,
        days: None,
        count: DayCount::Fixed,
        stops: Vec::new(),
        stopped_days: 0,
        stopped: false,
        due_on: Some(due_on),
        done_on: None,
        basis: None,
    }
}

/// What every counted deadline is counted with.
struct Counting<'a> {
    rules: &'a PeriodRules,
    holidays: &'a Holidays,
    stops: &'a [Stop],
    today: Date,
}

impl Counting<'_> {
    /// A deadline of the authority that began on a day, under the rule of that day.
    fn begin(&self, kind: DeadlineKind, start: Date, done_on: Option<Date>) -> Option<Deadline> {
        let rule = self.rules.on(kind, start)?;
        let at = done_on.unwrap_or(self.today);
        let touching = |stop: &&Stop| stop.to.is_none_or(|to| start < to) && stop.from <= at;
        let stops: Vec<Stop> = if rule.stops {
            self.stops.iter().filter(touching).copied().collect()
        } else {
            Vec::new()
        };
        let reading = read(start, rule.days, rule.count, &stops, at, self.holidays);
        Some(Deadline {
            kind,
            record: None,
            duty: Duty::Authority,
            started_on: start,
            days: Some(rule.days),
            count: rule.count,
            stops,
            stopped_days: reading.stopped_days,
            stopped: reading.stopped,
            due_on: reading.due_on,
            done_on,
            basis: Some(rule.basis.clone()),
        })
    }
}

/// From when to when a case stood still, out of its steps in their order.
#[must_use]
pub fn suspensions(
    steps: impl Iterator<Item = (Option<DissolutionAction>, Date)>,
) -> Vec<(Date, Option<Date>)> {
    let mut all: Vec<(Date, Option<Date>)> = Vec::new();
    for (action, day) in steps {
        match action {
            Some(DissolutionAction::Suspend) => all.push((day, None)),
            // What is resumed goes on; what is withdrawn or handed over ends.
            Some(_) => {
                if let Some((_, to)) = all.last_mut() {
                    to.get_or_insert(day);
                }
            }
            None => {}
        }
    }
    all
}

/// The last day of the window of a notice that is published on a day, with the rule behind it.
#[must_use]
pub fn window<'a>(
    rules: &'a PeriodRules,
    published_on: Date,
    holidays: &Holidays,
) -> Option<(Date, &'a Dated<PeriodRule>)> {
    let rule = rules.on(DeadlineKind::ClaimWindow, published_on)?;
    let reading = read(published_on, rule.days, rule.count, &[], published_on, holidays);
    Some((reading.due_on?, rule))
}

/// The day by which an agency is to answer what it is asked on a day, where nobody sets another.
#[must_use]
pub fn answer_due(rules: &PeriodRules, asked_on: Date, holidays: &Holidays) -> Option<Date> {
    let rule = rules.on(DeadlineKind::AnswerBlocker, asked_on)?;
    read(asked_on, rule.days, rule.count, &[], asked_on, holidays).due_on
}

#[cfg(test)]
mod tests;
