//! An organisation as the services beside the registry know it: what the register's feed says.
//!
//! These types read from the states of the register's events; what else those hold is passed over.

use serde::{Deserialize, Serialize};

use crate::{
    administrative::{CommuneCode, DistrictCode},
    date::Date,
    event::Place,
    id::OrganisationId,
    money::Dong,
    organisation::{OrganisationKind, OrganisationStatus, Rating, Sector},
    registration_number::RegistrationNumber,
    scope::Placement,
};

/// Where an organisation has its seat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// The commune as registered.
    pub commune: CommuneCode,
    /// Its district, where there were districts when it was registered.
    pub district: Option<DistrictCode>,
    /// The commune of today.
    pub current_commune: CommuneCode,
}

/// An organisation in the directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Its id.
    pub id: OrganisationId,
    /// What it is.
    pub kind: OrganisationKind,
    /// Its name with the legal form.
    pub name: String,
    /// Its registration number; old ones may have none.
    pub registration_number: Option<RegistrationNumber>,
    /// The day of its registration.
    pub registered_on: Option<Date>,
    /// Where it stands in its life.
    pub status: OrganisationStatus,
    /// Its seat.
    #[serde(rename = "address")]
    pub seat: Seat,
    /// The main business line: four digits of the national classification.
    pub main_business_line: Option<String>,
    /// The main field of activity.
    pub sector: Option<Sector>,
    /// Whether it is a people's credit fund.
    pub people_credit_fund: bool,
    /// The charter capital.
    pub charter_capital_vnd: Option<Dong>,
    /// How many members it has.
    pub member_count: Option<u32>,
    /// How many workers it has.
    pub worker_count: Option<u32>,
    /// Whether it belongs to the Cooperative Alliance.
    #[serde(default)]
    pub alliance_member: bool,
}

impl Organisation {
    /// Where it stands, to be compared with a caller's scope.
    #[must_use]
    pub fn placement(&self) -> Placement<'_> {
        Placement {
            organisation: Some(self.id),
            district: self.seat.district.as_ref(),
            commune: Some(&self.seat.current_commune),
            agency: None,
        }
    }

    /// Where it stands, as events say it.
    #[must_use]
    pub fn place(&self) -> Place {
        Place {
            organisation: Some(self.id),
            district: self.seat.district.clone(),
            commune: Some(self.seat.current_commune.clone()),
        }
    }
}

/// What is known of an organisation's year: what it reported, how it was rated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    /// Whose.
    pub organisation: OrganisationId,
    /// The year.
    pub year: i16,
    /// The newest statement of its report, where there is one.
    pub report: Option<YearFigures>,
    /// The confirmed rating, where there is one.
    pub rating: Option<Rating>,
}

/// The figures of an annual report that other services go by. Any may be missing: an imported
/// report has what the spreadsheet held.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearFigures {
    /// Revenue.
    pub revenue_vnd: Option<i64>,
    /// Profit; negative for a loss.
    pub profit_vnd: Option<i64>,
    /// Total capital: own, undivided and borrowed.
    pub total_capital_vnd: Option<i64>,
    /// Official members at the end of the year.
    pub official_member_count: Option<u32>,
    /// Workers at the end of the year.
    pub worker_count: Option<u32>,
    /// The day of the annual general meeting on this year.
    pub general_meeting_on: Option<Date>,
}

/// The newest report among the years of one organisation, with its year.
#[must_use]
pub fn newest_report(years: &[Year]) -> Option<(i16, &YearFigures)> {
    let reported = years.iter().filter_map(|one| one.report.as_ref().map(|told| (one.year, told)));
    reported.max_by_key(|(year, _)| *year)
}

/// The last rating among the years of one organisation, with its year.
#[must_use]
pub fn last_rating(years: &[Year]) -> Option<(i16, Rating)> {
    let rated = years.iter().filter_map(|one| one.rating.map(|rating| (one.year, rating)));
    rated.max_by_key(|(year, _)| *year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_report_and_the_last_rating_may_be_of_different_years() {
        let organisation = OrganisationId::from_uuid(uuid::Uuid::from_u128(1));
        let year = |year, report: bool, rating| Year {
            organisation,
            year,
            report: report.then(|| YearFigures {
                revenue_vnd: Some(i64::from(year)),
                ..YearFigures::default()
            }),
            rating,
        };
        let years = [
            year(2025, false, None),
            year(2022, true, Some(Rating::Weak)),
            year(2024, true, None),
            year(2023, true, Some(Rating::Good)),
        ];
        let (newest, report) = newest_report(&years).unwrap();
        assert_eq!((newest, report.revenue_vnd), (2024, Some(2024)));
        assert_eq!(last_rating(&years), Some((2023, Rating::Good)));
        assert_eq!((newest_report(&years[..1]), last_rating(&years[..1])), (None, None));
    }
}
