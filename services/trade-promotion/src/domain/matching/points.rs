//! How many points each factor is worth: dated configuration, which no document rules yet.

use std::sync::LazyLock;

use htx_model::{date::Date, trade::products::MatchFactor};
use serde::Deserialize;

/// The points of a time.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Points {
    /// Since when.
    pub valid_from: Date,
    /// Until when.
    pub valid_to: Option<Date>,
    /// On what they rest.
    pub basis: String,
    /// Whether a document says so that was read.
    pub verified: bool,
    season: u32,
    capacity: u32,
    standard: u32,
    place: u32,
    price: u32,
    /// What of the points of the place another commune of the city gets.
    pub elsewhere_percent: u32,
    /// What of the points of the price there are where one of both says none.
    pub price_unknown_percent: u32,
    /// From how far above the demand's price an offer's gets none of them.
    pub price_tolerance_percent: u32,
    /// Fewer points are no match.
    pub least_points: u32,
    /// How many matches of a demand are kept, the best ones.
    pub kept_for_each_demand: usize,
}

impl Points {
    /// What a factor is worth at the most.
    #[must_use]
    pub const fn most(&self, factor: MatchFactor) -> u32 {
        match factor {
            MatchFactor::Season => self.season,
            MatchFactor::Capacity => self.capacity,
            MatchFactor::Standard => self.standard,
            MatchFactor::Place => self.place,
            MatchFactor::Price => self.price,
        }
    }
}

static POINTS: LazyLock<Result<Vec<Points>, String>> = LazyLock::new(|| {
    let text = include_str!("../../../data/matching-points.json");
    serde_json::from_str(text).map_err(|error| error.to_string())
});

/// The points of a day.
///
/// # Errors
/// Where what the suite is delivered with cannot be read or has none for the day, which a test reads.
pub fn on(day: Date) -> Result<&'static Points, String> {
    let all = POINTS.as_ref().map_err(Clone::clone)?;
    let holds = |points: &&Points| {
        points.valid_from <= day && points.valid_to.is_none_or(|last| day <= last)
    };
    // Before the first ones, the first ones.
    let found = all.iter().find(holds).or_else(|| all.first());
    found.ok_or_else(|| "there are no points for matching".to_owned())
}

#[cfg(test)]
mod tests {
    use htx_model::code_list::CodeList as _;

    use super::*;

    #[test]
    fn the_points_are_readable_make_a_hundred_and_say_that_no_document_rules_them() {
        let points = on(Date::new(2025, 5, 12).unwrap()).unwrap();
        let sum: u32 = MatchFactor::all().iter().map(|factor| points.most(*factor)).sum();
        assert_eq!(sum, 100);
        assert!(!points.verified && points.least_points <= 100);
    }
}
