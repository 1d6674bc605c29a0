//! What a webhook may be told: what its agency could read of each feed, in the role in which it was made,
//! on the day on which it is told.

use std::collections::HashMap;

use htx_model::{
    agency::{Agencies, AgencyCode},
    date::Date,
    event::Place,
    permission::Permission,
    principal::{Assignment, Holder, Role},
    scope::{Placement, Scope},
};

/// The feeds that are followed, each with the permission to read it.
pub const FEEDS: &[(&str, Permission)] = &[
    ("registry", Permission::EventRead),
    ("dissolution", Permission::DissolutionFeedRead),
    ("support-programs", Permission::SupportFeedRead),
    ("trade-promotion", Permission::TradeFeedRead),
    ("plan", Permission::PlanFeedRead),
];

/// The name of a followed feed, as long as the program runs.
#[must_use]
pub fn feed(name: &str) -> Option<&'static str> {
    FEEDS.iter().map(|(feed, _)| *feed).find(|feed| *feed == name)
}

/// Whose a webhook is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Owner {
    /// The agency.
    pub agency: AgencyCode,
    /// In which role of it the webhook was made.
    pub role: Role,
}

impl Owner {
    /// What it is entrusted with on a day. An agency that has ended still reads what it held, but is told
    /// nothing any more: its work passed on.
    fn assignment(&self, agencies: &Agencies, today: Date) -> Option<Assignment> {
        let holder = Holder::of_agency(agencies, &self.agency, today)?;
        let is_there = matches!(holder, Holder::Agency { ended: false, .. });
        is_there.then_some(Assignment { role: self.role, holder })
    }

    /// What it reaches of a feed on a day.
    fn scope(&self, feed: &str, agencies: &Agencies, today: Date) -> Scope {
        let permission = FEEDS.iter().find(|(name, _)| *name == feed).map(|(_, needed)| *needed);
        let held = self.assignment(agencies, today);
        held.zip(permission).map_or_else(Scope::nothing, |(held, needed)| held.scope(needed))
    }
}

/// What a feed tells, as far as it matters to whom it may be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The feed.
    pub feed: &'static str,
    /// The position there.
    pub position: u64,
    /// Where it happened.
    pub place: Place,
    /// Whom a reminder reminds: of what an agency must itself see to it is told, whether or not it reads
    /// the feed.
    pub addressee: Option<AgencyCode>,
}

/// What owners reach on a day, each looked up once.
#[derive(Debug)]
pub struct Scopes<'a> {
    agencies: &'a Agencies,
    today: Date,
    known: HashMap<(Owner, &'static str), Scope>,
}

impl<'a> Scopes<'a> {
    /// None is known yet.
    #[must_use]
    pub fn on(today: Date, agencies: &'a Agencies) -> Self {
        Self { agencies, today, known: HashMap::new() }
    }

    /// Whether an owner may be told something.
    pub fn allow(&mut self, owner: &Owner, told: &Told) -> bool {
        self.reminds(owner, told) || self.cover(owner, told.feed, &told.place)
    }

    /// Whether an owner is reminded of work of its own. Whoever has ended is reminded through those who took
    /// its work over: of a district's there may be several.
    #[must_use]
    pub fn reminds(&self, owner: &Owner, told: &Told) -> bool {
        let mut holders =
            told.addressee.iter().flat_map(|code| self.agencies.successors(code, self.today));
        holders.any(|holder| holder.code == owner.agency)
            && owner.assignment(self.agencies, self.today).is_some()
    }

    /// Whether an owner may be told what a feed says of a place: what a reader of the feed sees.
    pub fn cover(&mut self, owner: &Owner, feed: &'static str, place: &Place) -> bool {
        let key = (owner.clone(), feed);
        let scope =
            self.known.entry(key).or_insert_with(|| owner.scope(feed, self.agencies, self.today));
        scope.covers(&placement(place))
    }
}

/// A place, to be compared with a scope.
#[must_use]
pub fn placement(place: &Place) -> Placement<'_> {
    Placement {
        organisation: place.organisation,
        district: place.district.as_ref(),
        commune: place.commune.as_ref(),
        agency: None,
    }
}

#[cfg(test)]
mod tests {
    use htx_model::administrative::DistrictCode;

    use super::*;

    fn told(agency: &str, feed: &'static str, district: &str, day: &str) -> bool {
        told_addressed_to("so-ct", agency, (feed, district), day)
    }

    fn told_addressed_to(
        addressee: &str,
        agency: &str,
        (feed, district): (&'static str, &str),
        day: &str,
    ) -> bool {
        let agencies = Agencies::embedded().unwrap();
        let owner = Owner { agency: AgencyCode::parse(agency).unwrap(), role: Role::Officer };
        let place =
            Place { district: Some(DistrictCode::parse(district).unwrap()), ..Place::default() };
        let addressee = Some(AgencyCode::parse(addressee).unwrap());
        let told = Told { feed, position: 1, place, addressee };
        Scopes::on(Date::parse(day).unwrap(), agencies).allow(&owner, &told)
    }

    #[test]
    fn whoever_is_reminded_is_told_though_it_does_not_read_the_feed() {
        assert!(told("so-ct", "plan", "277", "2025-03-01"));
        assert!(!told("so-nnmt", "plan", "277", "2025-03-01"));
    }

    #[test]
    fn each_commune_that_took_over_a_district_s_work_is_reminded_of_it() {
        let agencies = Agencies::embedded().unwrap();
        let (district, day) = (AgencyCode::parse("district-277").unwrap(), "2025-12-03");
        let communes = agencies.successors(&district, Date::parse(day).unwrap());
        assert!(communes.len() > 1, "{communes:?}");
        let told =
            |agency: &str, day| told_addressed_to("district-277", agency, ("plan", "277"), day);
        for commune in communes {
            assert!(told(commune.code.as_str(), day), "{}", commune.code);
            assert!(
                !told(commune.code.as_str(), "2025-06-30"),
                "{} is not there yet",
                commune.code
            );
        }
        assert!(told("district-277", "2025-06-30") && !told("district-277", day));
        assert!(!told("commune-00004", day), "it lies in another district");
    }

    #[test]
    fn a_district_is_told_of_its_own_while_it_exists() {
        assert!(told("district-277", "registry", "277", "2025-06-30"));
        assert!(!told("district-277", "registry", "276", "2025-06-30"));
        assert!(!told("district-277", "plan", "277", "2025-06-30"), "it does not read that feed");
        assert!(!told("district-277", "registry", "277", "2025-07-01"), "it has ended");
    }

    #[test]
    fn finance_is_told_of_the_plan_and_planning_until_it_ended() {
        assert!(told("so-khdt", "plan", "277", "2025-02-28"));
        assert!(!told("so-khdt", "plan", "277", "2025-03-01"));
        assert!(told("so-tc", "plan", "277", "2025-03-01"));
        assert!(!told("so-tc", "unknown", "277", "2025-03-01"));
    }
}
