//! What synthetic organisations report, and how they are rated for it.

use htx_model::{
    date::Date,
    organisation::{OrganisationStatus, Rating},
};

use super::SyntheticCity;
use crate::domain::{annual_report::Figures, organisation::Organisation};

/// The years for which an old register has figures.
const REPORTED_YEARS: [i16; 2] = [2024, 2025];
/// One in so many organisations gave its figures of the last year in millions by mistake.
const SLIP_EVERY: u64 = 90;
/// Đồng in a million.
const MILLION: i64 = 1_000_000;
/// The share of its capital that an organisation never shares out.
const UNDIVIDED_PART: i64 = 20;

/// The figures of a year with the rating for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntheticReport {
    /// The year.
    pub year: i16,
    /// The figures.
    pub figures: Figures,
    /// The rating.
    pub rating: Rating,
}

impl SyntheticCity<'_> {
    /// The years of an organisation as an old register has them.
    pub(super) fn reports(&mut self, organisation: &Organisation) -> Vec<SyntheticReport> {
        let size = 400 + self.below(4_000) + self.below(2) * self.below(9_000);
        REPORTED_YEARS
            .into_iter()
            .map(|year| {
                let mut figures = self.figures(organisation, year, size);
                let slipped = self.made % SLIP_EVERY == SLIP_EVERY / 2;
                if slipped && Some(&year) == REPORTED_YEARS.last() {
                    figures.revenue_vnd = figures.revenue_vnd.map(|amount| amount / MILLION);
                    figures.profit_vnd = Some(0);
                }
                SyntheticReport { year, figures, rating: self.rating(organisation) }
            })
            .collect()
    }

    /// What an organisation reports for a year in full.
    pub fn report(&mut self, organisation: &Organisation, year: i16) -> Figures {
        let size = 400 + self.below(4_000);
        self.figures(organisation, year, size)
    }

    fn figures(&mut self, organisation: &Organisation, year: i16, size: usize) -> Figures {
        let revenue = millions(size) + millions(self.below(600));
        let profit = revenue / 100 * (i64::try_from(self.below(17)).unwrap_or_default() - 3);
        let pay = millions(35 + self.below(60));
        let workers = organisation.worker_count;
        let own = organisation.charter_capital_vnd.unwrap_or_default().0;
        let capital = own.saturating_add(millions(self.below(2_000)));
        Figures {
            revenue_vnd: Some(revenue),
            profit_vnd: Some(profit),
            total_capital_vnd: Some(capital),
            undivided_fund_vnd: Some(capital / UNDIVIDED_PART),
            official_member_count: organisation.member_count,
            associate_contributing_count: u32::try_from(self.below(20)).ok(),
            associate_non_contributing_count: u32::try_from(self.below(10)).ok(),
            worker_count: workers,
            worker_pay_vnd: pay.checked_mul(i64::from(workers.unwrap_or_default())),
            internal_share_bp: u32::try_from(self.below(9_000)).ok(),
            general_meeting_on: self.meeting(year),
        }
    }

    /// The day of the meeting on a year, in its December; some organisations hold none.
    fn meeting(&mut self, year: i16) -> Option<Date> {
        let day = 1 + i8::try_from(self.below(28)).ok()?;
        Date::new(year, 12, day).filter(|_| self.below(8) > 0)
    }

    fn rating(&mut self, organisation: &Organisation) -> Rating {
        if organisation.status == OrganisationStatus::Suspended {
            return Rating::NotRated;
        }
        match self.below(100) {
            0..=24 => Rating::Good,
            25..=66 => Rating::Fair,
            67..=87 => Rating::Average,
            88..=94 => Rating::Weak,
            _ => Rating::NotRated,
        }
    }
}

fn millions(count: usize) -> i64 {
    i64::try_from(count).unwrap_or_default() * MILLION
}
