//! A synthetic city: organisations that never were, the same for the same seed. Not one of the
//! names, numbers or figures is real.

mod figures;
mod founding;
pub mod papers;
mod people;
pub mod proposals;
mod words;

use std::collections::HashMap;

use htx_model::{
    administrative::{AdministrativeUnit, AdministrativeUnits, CommuneCode, UnitLevel},
    date::Date,
    money::Dong,
    organisation::{MemberKind, OrganisationKind, OrganisationStatus, Sector},
    registration_number::{RegistrationNumber, check_digit},
    text,
};
use rand::RngExt as _;
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng as _};

use super::organisation::{Address, Organisation, Representative};
pub use figures::SyntheticReport;
pub use founding::Founding;
use words::{ACTIVITIES, Activity, SUFFIXES};

/// The day on which the synthetic city is entered: after the reorganisations of 2025.
pub const ENTERED_ON: Date = Date(jiff::civil::date(2026, 1, 5));
/// One in so many organisations at work has not reported, met or paid taxes for years: its officer
/// finds it by what is missing.
const SILENT_EVERY: u64 = 24;
/// The first year in which a synthetic organisation may have joined the alliance.
const ALLIANCE_FROM: i16 = 2010;
/// Since when the register knows the day of joining; of those who joined before, it knows only that
/// they belong to the alliance.
const ALLIANCE_KNOWN_FROM: i16 = 2018;

/// A synthetic organisation with what belongs to it; ids are given by whoever enters it.
#[derive(Debug, Clone)]
pub struct SyntheticOrganisation {
    /// The organisation, under the id that it was made with.
    pub organisation: Organisation,
    /// Its representative.
    pub representative: Representative,
    /// Its founding members: kind, name and contribution, which add up to the charter capital.
    pub members: Vec<(MemberKind, String, Dong)>,
    /// The figures and ratings of its years; none where it stopped, or has not said anything.
    pub reports: Vec<SyntheticReport>,
    /// Since when it belongs to the Cooperative Alliance, if it does and that is known.
    pub joined_alliance_on: Option<Date>,
}

/// Makes one organisation after the other.
pub struct SyntheticCity<'a> {
    units: &'a AdministrativeUnits,
    communes: Vec<&'a AdministrativeUnit>,
    chance: ChaCha8Rng,
    /// How many organisations were made.
    made: u64,
    /// How many registration numbers were tried.
    numbered: u64,
    /// How many persons have a citizen id.
    identified: u64,
    names: HashMap<String, u32>,
}

impl<'a> SyntheticCity<'a> {
    /// The city of a seed.
    #[must_use]
    pub fn new(units: &'a AdministrativeUnits, seed: u64) -> Self {
        let communes = units
            .all()
            .iter()
            .filter(|unit| unit.level == UnitLevel::Commune && unit.district_code.is_some())
            .collect();
        let chance = ChaCha8Rng::seed_from_u64(seed);
        let names = HashMap::new();
        Self { units, communes, chance, made: 0, numbered: 0, identified: 0, names }
    }

    /// The next organisation. Nothing only where the map holds no commune.
    pub fn next(&mut self, id: htx_model::id::OrganisationId) -> Option<SyntheticOrganisation> {
        let kind = match self.below(100) {
            0 => OrganisationKind::CooperativeUnion,
            1..=7 => OrganisationKind::CooperativeGroup,
            _ => OrganisationKind::Cooperative,
        };
        let Seat { name, address, sector, business_line } = self.seat(kind)?;
        let capital =
            Dong::from_millions([200, 500, 800, 1_000, 1_500, 2_000, 3_000, 5_000][self.below(8)])?;
        let members = self.members(kind, capital);
        let status = self.status();
        let extra = self.below(700);
        let without_number = self.below(100) < 4;
        let organisation = Organisation {
            id,
            kind,
            name,
            registration_number: self.number().filter(|_| !without_number),
            registered_on: self.registration_day(),
            status,
            address,
            main_business_line: Some(business_line.to_owned()),
            sector: Some(sector),
            people_credit_fund: sector == Sector::PeopleCreditFund,
            charter_capital_vnd: Some(capital),
            member_count: u32::try_from(members.len() + extra).ok(),
            worker_count: u32::try_from(3 + self.below(1 + extra)).ok(),
            alliance_member: self.below(100) < 40,
        };
        self.made += 1;
        let representative =
            Representative { name: Some(self.person()), phone: Some(self.phone()) };
        let silent =
            status == OrganisationStatus::Dormant || self.made % SILENT_EVERY == SILENT_EVERY / 2;
        let reports = if silent { Vec::new() } else { self.reports(&organisation) };
        let joined_alliance_on = self.joined_alliance_on(&organisation);
        Some(SyntheticOrganisation {
            organisation,
            representative,
            members,
            reports,
            joined_alliance_on,
        })
    }

    /// A name with a place that goes with it.
    fn seat(&mut self, kind: OrganisationKind) -> Option<Seat> {
        let at = self.below(self.communes.len());
        let commune = *self.communes.get(at)?;
        let activity = self.below(ACTIVITIES.len());
        let Activity { name: activity, sector, business_line } = ACTIVITIES[activity];
        let name = self.name(kind, activity, commune);
        let address = Address::resolve(
            self.units,
            Some(format!("Thôn {}", 1 + self.below(12))),
            CommuneCode::parse(&commune.code).ok()?,
            commune.district_code.clone(),
            ENTERED_ON,
        )?;
        Some(Seat { name, address, sector, business_line })
    }

    /// A day after its registration, for those who belong to the alliance.
    fn joined_alliance_on(&mut self, organisation: &Organisation) -> Option<Date> {
        let registered_on = organisation.registered_on.filter(|_| organisation.alliance_member)?;
        let first = registered_on.year().max(ALLIANCE_FROM - 1) + 1;
        let years = usize::try_from(ENTERED_ON.year() - first).unwrap_or_default();
        let year = first + i16::try_from(self.below(years)).ok()?;
        let month = 1 + i8::try_from(self.below(12)).ok()?;
        let day = Date::new(year, month, 1 + i8::try_from(self.below(28)).ok()?)?;
        (year >= ALLIANCE_KNOWN_FROM).then(|| day.min(ENTERED_ON.plus_days(-1)))
    }

    fn below(&mut self, end: usize) -> usize {
        self.chance.random_range(0..end.max(1))
    }

    /// A name that no other synthetic organisation bears.
    fn name(
        &mut self,
        kind: OrganisationKind,
        activity: &str,
        commune: &AdministrativeUnit,
    ) -> String {
        let form = match (kind, self.below(2)) {
            (OrganisationKind::CooperativeGroup, _) => "Tổ hợp tác",
            (OrganisationKind::CooperativeUnion, _) => "Liên hiệp hợp tác xã",
            (OrganisationKind::Cooperative, 0) => "HTX",
            (OrganisationKind::Cooperative, _) => "Hợp tác xã",
        };
        let bare = ["Xã ", "Phường ", "Thị trấn "]
            .iter()
            .find_map(|prefix| commune.name.strip_prefix(prefix))
            .unwrap_or(&commune.name);
        let suffix = SUFFIXES[self.below(SUFFIXES.len())];
        let own = format!("{activity} {bare} {suffix}");
        // Communes of one name lie in several districts: count by the name, not by the choice.
        let count = self.names.entry(text::fold(&own)).or_insert(0);
        *count += 1;
        let own = own.trim_end();
        if *count == 1 { format!("{form} {own}") } else { format!("{form} {own} số {count}") }
    }

    /// A number that no other has. The ten digits are a permutation of the count, so that numbers
    /// look as scattered as real ones.
    fn number(&mut self) -> Option<RegistrationNumber> {
        loop {
            self.numbered += 1;
            let scattered = (self.numbered * 6_364_137 + 1_442_695) % 10_000_000;
            let nine = format!("01{scattered:07}");
            let mut digits = [0; 9];
            digits.iter_mut().zip(nine.bytes()).for_each(|(digit, byte)| *digit = byte - b'0');
            if let Some(check) = check_digit(&digits) {
                return RegistrationNumber::parse(&format!("{nine}{check}")).ok();
            }
        }
    }

    fn registration_day(&mut self) -> Option<Date> {
        let year = 1996 + i16::try_from(self.below(30)).ok()?;
        let month = 1 + i8::try_from(self.below(12)).ok()?;
        Date::new(year, month, 1 + i8::try_from(self.below(28)).ok()?)
    }

    fn status(&mut self) -> OrganisationStatus {
        match self.below(100) {
            0..=3 => OrganisationStatus::Suspended,
            4..=11 => OrganisationStatus::Dormant,
            _ => OrganisationStatus::Active,
        }
    }
}

/// Where an organisation has its seat, what it is called after it, and what it does there.
struct Seat {
    name: String,
    address: Address,
    sector: Sector,
    business_line: &'static str,
}

#[cfg(test)]
mod tests {
    use htx_model::id::OrganisationId;

    use super::*;

    fn city(seed: u64, count: u128) -> Vec<SyntheticOrganisation> {
        let units = AdministrativeUnits::embedded().unwrap();
        let mut city = SyntheticCity::new(units, seed);
        let id = |number| OrganisationId::from_uuid(uuid::Uuid::from_u128(number));
        (0..count).map(|number| city.next(id(number)).unwrap()).collect()
    }

    #[test]
    fn a_seed_gives_the_same_city_every_time_and_another_seed_another() {
        let names =
            |seed| city(seed, 50).into_iter().map(|one| one.organisation.name).collect::<Vec<_>>();
        assert_eq!(names(7), names(7));
        assert_ne!(names(7), names(8));
    }

    #[test]
    fn names_and_numbers_are_unique_and_contributions_add_up_to_the_capital() {
        let city = city(7, 20_000);
        let names: std::collections::HashSet<_> =
            city.iter().map(|one| text::name_key(&one.organisation.name)).collect();
        let numbers: Vec<_> =
            city.iter().filter_map(|one| one.organisation.registration_number.as_ref()).collect();
        let distinct: std::collections::HashSet<_> = numbers.iter().collect();
        assert_eq!(names.len(), city.len());
        assert_eq!(distinct.len(), numbers.len());
        for one in &city {
            let sum = Dong::checked_sum(one.members.iter().map(|(_, _, share)| *share));
            assert_eq!(sum, one.organisation.charter_capital_vnd);
        }
    }
}
