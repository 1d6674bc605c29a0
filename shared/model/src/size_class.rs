//! The size class (Decree 113/2024/NĐ-CP article 5): members, and revenue or capital.

pub use crate::duty::{FactSource, SizeField};
use crate::{
    date::Date,
    organisation::{Sector, SizeClass},
    refusal::LegalBasis,
};

/// The decree's rule as the domain page states it.
const READ: LegalBasis = LegalBasis::verified("113/2024/NĐ-CP", "5");
/// Thresholds of the same article that nobody has confirmed yet.
const TO_BE_CONFIRMED: LegalBasis = LegalBasis::unverified("113/2024/NĐ-CP", "5");
/// The decree holds from this day; the day itself was not read.
const IN_FORCE: Date = Date(jiff::civil::date(2024, 9, 12));

const BILLION: i64 = 1_000_000_000;

/// What a class needs at least.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Threshold {
    /// In which field.
    pub field: SizeField,
    /// For which class.
    pub class: SizeClass,
    /// So many official members, and
    pub members: u32,
    /// so much revenue, or
    pub revenue_vnd: i64,
    /// so much capital.
    pub capital_vnd: i64,
    /// From which day.
    pub valid_from: Date,
    /// Until which day; none while it holds.
    pub valid_to: Option<Date>,
    /// The rule, and whether it was read.
    pub legal_basis: LegalBasis,
}

const fn threshold(
    field: SizeField,
    class: SizeClass,
    (members, revenue, capital): (u32, i64, i64),
    legal_basis: LegalBasis,
) -> Threshold {
    Threshold {
        field,
        class,
        members,
        revenue_vnd: revenue * BILLION,
        capital_vnd: capital * BILLION,
        valid_from: IN_FORCE,
        valid_to: None,
        legal_basis,
    }
}

/// The thresholds, the largest class first in each field; below them all is micro.
///
/// Those of agriculture and of large ones in industry and construction are the domain page's. The
/// others repeat the proportions of agriculture, rounded, as placeholders until someone reads the
/// article: `verified: false`.
pub const THRESHOLDS: &[Threshold] = &[
    threshold(SizeField::Agriculture, SizeClass::Large, (300, 50, 10), READ),
    threshold(SizeField::Agriculture, SizeClass::Medium, (200, 10, 5), READ),
    threshold(SizeField::Agriculture, SizeClass::Small, (50, 2, 1), READ),
    threshold(SizeField::IndustryConstruction, SizeClass::Large, (100, 80, 20), READ),
    threshold(SizeField::IndustryConstruction, SizeClass::Medium, (67, 16, 10), TO_BE_CONFIRMED),
    threshold(SizeField::IndustryConstruction, SizeClass::Small, (17, 3, 2), TO_BE_CONFIRMED),
    threshold(SizeField::TradeService, SizeClass::Large, (100, 80, 20), TO_BE_CONFIRMED),
    threshold(SizeField::TradeService, SizeClass::Medium, (67, 16, 10), TO_BE_CONFIRMED),
    threshold(SizeField::TradeService, SizeClass::Small, (17, 3, 2), TO_BE_CONFIRMED),
];

/// The facts that decide it. What is unknown counts as nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts {
    /// Official members.
    pub members: Option<u32>,
    /// The year's revenue.
    pub revenue_vnd: Option<i64>,
    /// The total capital.
    pub capital_vnd: Option<i64>,
}

/// A size class with what decided it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sizing {
    /// The class.
    pub class: SizeClass,
    /// The field.
    pub field: SizeField,
    /// The threshold that it reaches; none for micro.
    pub reached: Option<&'static Threshold>,
    /// The next larger threshold, which it does not reach; none for large.
    pub missed: Option<&'static Threshold>,
    /// The rule. It is verified only where every threshold that decided was read.
    pub legal_basis: LegalBasis,
}

impl Facts {
    /// What a report says, and where it says nothing what the register says.
    #[must_use]
    pub fn or(self, registered: Self) -> Self {
        Self {
            members: self.members.or(registered.members),
            revenue_vnd: self.revenue_vnd.or(registered.revenue_vnd),
            capital_vnd: self.capital_vnd.or(registered.capital_vnd),
        }
    }
}

impl Threshold {
    fn is_reached(&self, facts: &Facts) -> bool {
        let least = |fact: Option<i64>, threshold| fact.is_some_and(|fact| fact >= threshold);
        facts.members.is_some_and(|members| members >= self.members)
            && (least(facts.revenue_vnd, self.revenue_vnd)
                || least(facts.capital_vnd, self.capital_vnd))
    }
}

/// The size class by the thresholds, which stand in one order whatever the day: those of the decree
/// serve earlier years too, since no other are known.
#[must_use]
pub fn size_class(sector: Option<Sector>, facts: &Facts) -> Sizing {
    let field = SizeField::of(sector);
    let mut missed = None;
    let mut verified = true;
    for threshold in THRESHOLDS.iter().filter(|threshold| threshold.field == field) {
        verified &= threshold.legal_basis.verified;
        if threshold.is_reached(facts) {
            let legal_basis = if verified { READ } else { TO_BE_CONFIRMED };
            let class = threshold.class;
            return Sizing { class, field, reached: Some(threshold), missed, legal_basis };
        }
        missed = Some(threshold);
    }
    let legal_basis = if verified { READ } else { TO_BE_CONFIRMED };
    Sizing { class: SizeClass::Micro, field, reached: None, missed, legal_basis }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::code_list::CodeList as _;

    fn facts(members: u32, revenue: i64, capital: i64) -> Facts {
        Facts { members: Some(members), revenue_vnd: Some(revenue), capital_vnd: Some(capital) }
    }

    fn agricultural(facts: Facts) -> SizeClass {
        size_class(Some(Sector::Agriculture), &facts).class
    }

    #[test]
    fn agriculture_needs_members_and_revenue_or_capital() {
        for (members, revenue, capital, class) in [
            (300, 50, 0, SizeClass::Large),
            (300, 0, 10, SizeClass::Large),
            (299, 50, 10, SizeClass::Medium),
            (300, 49, 9, SizeClass::Medium),
            (200, 10, 0, SizeClass::Medium),
            (200, 9, 4, SizeClass::Small),
            (50, 2, 0, SizeClass::Small),
            (50, 0, 1, SizeClass::Small),
            (49, 2, 1, SizeClass::Micro),
            (1_000, 1, 0, SizeClass::Micro),
        ] {
            let given = facts(members, revenue * BILLION, capital * BILLION);
            assert_eq!(agricultural(given), class, "{given:?}");
        }
        assert_eq!(agricultural(Facts::default()), SizeClass::Micro);
    }

    #[test]
    fn only_what_was_read_is_verified() {
        let verified = |sector, given: Facts| size_class(Some(sector), &given).legal_basis.verified;
        let (large, none) = (facts(300, 80 * BILLION, 0), Facts::default());
        assert!(verified(Sector::Agriculture, large) && verified(Sector::Agriculture, none));
        assert!(verified(Sector::Construction, large));
        assert!(!verified(Sector::Construction, none));
        assert!(!verified(Sector::TradeService, large));
    }

    proptest! {
        #[test]
        fn more_of_anything_never_makes_it_smaller(
            sector in prop::sample::select(Sector::all()),
            members in 0_u32..500,
            more_members in 0_u32..500,
            revenue in 0_i64..100,
            more_revenue in 0_i64..100,
            capital in 0_i64..40,
            more_capital in 0_i64..40,
        ) {
            // Classes are listed from large to micro.
            let of = |given: Facts| size_class(Some(sector), &given).class;
            let before = of(facts(members, revenue * BILLION, capital * BILLION));
            prop_assert!(of(facts(members + more_members, revenue * BILLION, capital * BILLION)) <= before);
            prop_assert!(of(facts(members, (revenue + more_revenue) * BILLION, capital * BILLION)) <= before);
            prop_assert!(of(facts(members, revenue * BILLION, (capital + more_capital) * BILLION)) <= before);
        }
    }
}
