//! What showcase points are funded with, and what they report to have sold.

#[cfg(test)]
mod tests;

use htx_model::{
    date::{Date, Instant},
    faults::Faults,
    id::{SalesReportId, ShowcaseFundingId, ShowcasePointId},
    money::{self, Dong},
    refusal::{ErrorCode, Refusal, Text},
    support::money::BudgetSource,
    words::REASON_LENGTH_MAX,
};
use serde_json::{Value, json};

use super::ShowcasePoint;
use crate::domain::listing::check::NUMBER_LENGTH_MAX;

/// The most periods of funding of a point.
pub const FUNDINGS_MAX: usize = 200;
/// The most reports of a point: there is one for each month of these years.
pub const REPORTS_MAX: usize = 12 * 31;
/// The first and the last year of which sales are reported.
pub const YEARS: std::ops::RangeInclusive<i16> = 2020..=2050;
/// The most days of a period of funding.
pub const PERIOD_DAYS_MAX: i64 = 366;

/// What the state pays for a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Funding {
    /// Its id.
    pub id: ShowcaseFundingId,
    /// Of which point.
    pub point: ShowcasePointId,
    /// The first day.
    pub from: Date,
    /// The last.
    pub to: Date,
    /// For rent.
    pub rent: Dong,
    /// For operation.
    pub operation: Dong,
    /// Out of what.
    pub source: BudgetSource,
    /// By which decision.
    pub decision_number: String,
    /// Of which day.
    pub decided_on: Date,
    /// When it was revoked, and why.
    pub revoked: Option<(Date, String)>,
    /// The login name of whoever granted it.
    pub recorded_by: String,
    /// When.
    pub recorded_at: Instant,
}

/// What was sold in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SalesReport {
    /// Its id.
    pub id: SalesReportId,
    /// Of which point.
    pub point: ShowcasePointId,
    /// The year.
    pub year: i16,
    /// The month.
    pub month: u8,
    /// For how much was sold.
    pub revenue: Dong,
    /// How many came.
    pub visitors: u32,
    /// What else there is to say.
    pub note: Option<String>,
    /// The login name of whoever reported it.
    pub reported_by: String,
    /// When.
    pub recorded_at: Instant,
}

impl Funding {
    /// Whether it holds and has a day in common with a period.
    #[must_use]
    pub fn overlaps(&self, (from, to): (Date, Date)) -> bool {
        self.revoked.is_none() && self.from <= to && from <= self.to
    }

    /// The funding as the log has it.
    #[must_use]
    pub fn logged(&self) -> Value {
        json!({
            "id": self.id,
            "from": self.from,
            "to": self.to,
            "rent_vnd": self.rent,
            "operation_vnd": self.operation,
            "source": self.source,
            "decision_number": self.decision_number,
            "decided_on": self.decided_on,
            "revoked_on": self.revoked.as_ref().map(|(on, _)| on),
        })
    }
}

impl SalesReport {
    /// The report as the log has it.
    #[must_use]
    pub fn logged(&self) -> Value {
        json!({
            "id": self.id,
            "year": self.year,
            "month": self.month,
            "revenue_vnd": self.revenue,
            "visitor_count": self.visitors,
        })
    }
}

/// Money for a period, on its way.
#[derive(Debug, Clone)]
pub struct Granting {
    /// The first day.
    pub from: Date,
    /// The last.
    pub to: Date,
    /// For rent.
    pub rent_vnd: i64,
    /// For operation.
    pub operation_vnd: i64,
    /// Out of what.
    pub source: BudgetSource,
    /// By which decision.
    pub decision_number: String,
    /// Of which day.
    pub decided_on: Date,
}

impl Granting {
    /// Put right: for rent or operation, by a decision of the past, for days that nothing pays for yet.
    ///
    /// # Errors
    /// Every fault of it.
    pub fn checked(mut self, known: &[Funding], today: Date) -> Result<Self, Refusal> {
        let mut faults = Faults::default();
        self.decision_number =
            faults.words("/decision_number", &self.decision_number, NUMBER_LENGTH_MAX);
        faults.or(money::amount("/rent_vnd", self.rent_vnd, 0));
        faults.or(money::amount("/operation_vnd", self.operation_vnd, 0));
        if (self.rent_vnd, self.operation_vnd) == (0, 0) {
            let detail = Text::fixed(
                "Phải hỗ trợ thuê mặt bằng hoặc vận hành.",
                "Rent or operation must be funded.",
            );
            faults.add("/rent_vnd", "nothing_granted", detail);
        }
        self.period(&mut faults);
        if self.decided_on > today {
            let detail = Text::fixed(
                "Ngày quyết định không được sau hôm nay.",
                "It cannot have been decided after today.",
            );
            faults.add("/decided_on", "date_in_future", detail);
        }
        self.unfunded(&mut faults, known);
        faults.refuse()?;
        Ok(self)
    }

    fn period(&self, faults: &mut Faults) {
        if self.to < self.from {
            let detail = Text::fixed(
                "Ngày cuối không được trước ngày đầu.",
                "The last day cannot lie before the first.",
            );
            faults.add("/to", "ends_before_it_starts", detail);
        } else if self.to > self.from.plus_days(PERIOD_DAYS_MAX - 1) {
            let detail = Text::made(
                format!("Mỗi kỳ hỗ trợ nhiều nhất {PERIOD_DAYS_MAX} ngày."),
                format!("A period has {PERIOD_DAYS_MAX} days at the most."),
            );
            faults.add("/to", "period_too_long", detail);
        }
    }

    fn unfunded(&self, faults: &mut Faults, known: &[Funding]) {
        if known.len() >= FUNDINGS_MAX {
            let detail = Text::made(
                format!("Mỗi điểm có nhiều nhất {FUNDINGS_MAX} kỳ hỗ trợ."),
                format!("A point has {FUNDINGS_MAX} periods of funding at the most."),
            );
            faults.add("/from", "too_many_periods", detail);
        }
        if let Some(other) = known.iter().find(|one| one.overlaps((self.from, self.to))) {
            let Funding { from, to, decision_number, .. } = other;
            let detail = Text::made(
                format!("Kỳ từ {from} đến {to} đã được hỗ trợ theo {decision_number}."),
                format!("From {from} to {to} it is funded by {decision_number} already."),
            );
            faults.add("/from", "period_funded", detail);
        }
    }
}

/// What was sold in a month, on its way.
#[derive(Debug, Clone, Default)]
pub struct Reporting {
    /// The year.
    pub year: i16,
    /// The month.
    pub month: u8,
    /// For how much was sold.
    pub revenue_vnd: i64,
    /// How many came.
    pub visitors: u32,
    /// What else there is to say.
    pub note: Option<String>,
    /// Why it takes the place of what was reported before.
    pub correction: Option<String>,
}

impl Reporting {
    /// Put right, with the report whose place it takes: of a month that is over or runs, and in which the
    /// point still stood; once for each month, and again with a reason.
    ///
    /// # Errors
    /// Every fault of it; a month that was reported where no reason is given.
    pub fn checked(
        mut self,
        point: &ShowcasePoint,
        known: &[SalesReport],
        today: Date,
    ) -> Result<(Self, Option<SalesReport>), Refusal> {
        let mut faults = Faults::default();
        faults.or(money::amount("/revenue_vnd", self.revenue_vnd, 0));
        self.note = self.note.map(|note| faults.words("/note", &note, REASON_LENGTH_MAX));
        self.correction =
            self.correction.map(|why| faults.words("/correction", &why, REASON_LENGTH_MAX));
        self.of_its_time(&mut faults, point, today);
        let same = |one: &&SalesReport| (one.year, one.month) == (self.year, self.month);
        let before = known.iter().find(same).cloned();
        if self.correction.is_some() && before.is_none() {
            let detail = Text::fixed(
                "Tháng này chưa có báo cáo nào để đính chính.",
                "There is no report of this month to correct.",
            );
            faults.add("/correction", "nothing_to_correct", detail);
        }
        faults.refuse()?;
        if before.is_some() && self.correction.is_none() {
            return Err(reported_already());
        }
        Ok((self, before))
    }

    fn of_its_time(&self, faults: &mut Faults, point: &ShowcasePoint, today: Date) {
        let month = i8::try_from(self.month).unwrap_or_default();
        let first = Date::new(self.year, month, 1).filter(|_| YEARS.contains(&self.year));
        if first.is_none_or(|first| first > today) {
            let (from, _) = YEARS.into_inner();
            let detail = Text::made(
                format!("Tháng báo cáo phải từ năm {from} đến tháng này."),
                format!("The month lies between {from} and this one."),
            );
            faults.add("/month", "date_in_future", detail);
        } else if let Some(on) = point.ended_on.filter(|on| first.is_some_and(|day| day > *on)) {
            let detail = Text::made(
                format!("Điểm đã đóng ngày {on}."),
                format!("The point was closed on {on}."),
            );
            faults.add("/month", "after_closing", detail);
        }
    }
}

fn reported_already() -> Refusal {
    Refusal::new(
        ErrorCode::AlreadyExists,
        Text::fixed("Tháng này đã có báo cáo.", "There is a report of this month already."),
    )
    .advising(Text::fixed(
        "Để sửa số liệu, hãy báo cáo lại kèm lý do đính chính (correction).",
        "To put it right, report it again with the reason (correction).",
    ))
}
