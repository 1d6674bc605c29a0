//! Who is asked about a blocker, and who holds the question today: competence by duty, place and
//! date (DOMAIN section 3).

use std::sync::LazyLock;

use htx_model::{
    administrative::{CommuneCode, Territory},
    agency::{Agencies, Agency, AgencyCode},
    date::Date,
    dated::{Dated, DatedRules},
    dissolution::answers::BlockerKind,
    organisation::OrganisationKind,
    reference::{self, Embedded, ReferenceError},
};
use serde::Deserialize;

use super::organisation::Seat;

/// The duty of districts, since 2025-07-01 of communes, in section III.4 of the plan.
const TERRITORIAL: &str = "m";
/// The duty of the tax department.
pub const TAX: &str = "i";
/// The duty of the planning agency, which has the unions of cooperatives.
const PLANNING: &str = "b";
/// The first day on which there were no districts any more.
const COMMUNES_BEGIN: Date = Date(jiff::civil::date(2025, 7, 1));

const FILE: &str = "blocker-duties.json";

/// Which duty answers a kind of blocker, from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DutyRule {
    /// The kind.
    pub kind: BlockerKind,
    /// The letter of the duty in section III.4 of the plan.
    pub duty: String,
}

/// The dated table of duties.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Duties(DatedRules<DutyRule>);

impl Duties {
    /// The table that the service is built with.
    ///
    /// # Errors
    /// None in practice: a test reads it.
    pub fn embedded() -> Embedded<Self> {
        static DUTIES: LazyLock<Result<Duties, ReferenceError>> =
            LazyLock::new(|| reference::read(FILE, include_str!("../../data/blocker-duties.json")));
        DUTIES.as_ref()
    }

    /// Every rule.
    #[must_use]
    pub fn all(&self) -> &[Dated<DutyRule>] {
        self.0.all()
    }

    /// The rule for a kind on a day. Days before the first rule take the first: what came before
    /// the plan is answered under it.
    #[must_use]
    pub fn on(&self, kind: BlockerKind, day: Date) -> Option<&Dated<DutyRule>> {
        self.0.on_or_first(day, |rule| rule.kind == kind)
    }
}

/// The territory of a seat as of a day, for which an agency may be competent.
fn territory(seat: &Seat, day: Date) -> Territory {
    match &seat.district {
        Some(district) if day < COMMUNES_BEGIN => Territory::District(district.clone()),
        _ => Territory::Commune(seat.current_commune.clone()),
    }
}

/// The agency that on a day answers for a duty towards an organisation of a kind, with its seat
/// there. What is the districts' is the planning agency's for unions. Nobody where the letter is no
/// duty of an agency.
#[must_use]
pub fn competent<'a>(
    agencies: &'a Agencies,
    duty: &str,
    (kind, seat): (OrganisationKind, &Seat),
    day: Date,
) -> Option<&'a Agency> {
    let of_union = duty == TERRITORIAL && kind == OrganisationKind::CooperativeUnion;
    let duty = if of_union { PLANNING } else { duty };
    agencies.competent_for_duty(duty, &territory(seat, day), day)
}

/// The authority that on a day runs the case of an organisation of a kind, with its seat there.
#[must_use]
pub fn authority<'a>(
    agencies: &'a Agencies,
    of: (OrganisationKind, &Seat),
    day: Date,
) -> Option<&'a Agency> {
    competent(agencies, TERRITORIAL, of, day)
}

/// Who on a day holds what an agency was asked: itself while it exists, then its successor; of a
/// district's successors the commune in which the organisation stands.
#[must_use]
pub fn holder<'a>(
    agencies: &'a Agencies,
    asked: &AgencyCode,
    seat: &Seat,
    day: Date,
) -> Option<&'a Agency> {
    holder_in(agencies, asked, &seat.current_commune, day)
}

/// The same for a seat in a commune of that day.
#[must_use]
pub fn holder_in<'a>(
    agencies: &'a Agencies,
    asked: &AgencyCode,
    commune: &CommuneCode,
    day: Date,
) -> Option<&'a Agency> {
    let holders = agencies.successors(asked, day);
    if let [only] = holders.as_slice() {
        return Some(only);
    }
    let own = Territory::Commune(commune.clone());
    holders.into_iter().find(|agency| agency.territory == own)
}

/// Whose questions an agency holds on a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holding {
    /// Agencies whose questions are all its own: itself, and those whose work passed to it alone.
    pub whole: Vec<AgencyCode>,
    /// Agencies whose work passed to several: its own are those in its commune.
    pub shared: Vec<AgencyCode>,
    /// The commune in which those are.
    pub commune: Option<CommuneCode>,
}

impl Holding {
    /// What an agency holds on a day. One that has ended keeps what it was asked.
    #[must_use]
    pub fn of(agencies: &Agencies, own: &AgencyCode, day: Date) -> Self {
        let mut holding = Self { whole: vec![own.clone()], ..Self::default() };
        for other in agencies.all().iter().filter(|other| other.code != *own) {
            let successors = agencies.successors(&other.code, day);
            if !successors.iter().any(|successor| successor.code == *own) {
                continue;
            }
            let one = successors.len() == 1;
            let part = if one { &mut holding.whole } else { &mut holding.shared };
            part.push(other.code.clone());
        }
        if let Some(Territory::Commune(commune)) = agencies.get(own).map(|agency| &agency.territory)
        {
            holding.commune = Some(commune.clone());
        }
        holding
    }

    /// Whether it holds what an agency was asked about an organisation in a commune.
    #[must_use]
    pub fn covers(&self, asked: &AgencyCode, commune: &CommuneCode) -> bool {
        self.whole.contains(asked)
            || (self.commune.as_ref() == Some(commune) && self.shared.contains(asked))
    }
}

/// The agencies that do not exist yet on a day and take over from one: they are let into a case when
/// their predecessor is asked, so that the work is theirs from their first moment.
#[must_use]
pub fn heirs<'a>(agencies: &'a Agencies, asked: &Agency, day: Date) -> Vec<&'a Agency> {
    let next = asked.succeeded_by.iter().filter_map(|code| agencies.get(code));
    next.filter(|heir| {
        heir.valid_from.is_some_and(|first| day < first) && heir.territory == Territory::City
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use htx_model::{administrative::DistrictCode, code_list::CodeList as _};

    use super::*;

    fn agencies() -> &'static Agencies {
        Agencies::embedded().unwrap()
    }

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn code(text: &str) -> AgencyCode {
        AgencyCode::parse(text).unwrap()
    }

    /// A seat in Chương Mỹ, with the commune of today.
    fn seat(commune: &str) -> Seat {
        Seat {
            district: Some(DistrictCode::parse("277").unwrap()),
            commune: CommuneCode::parse("10018").unwrap(),
            current_commune: CommuneCode::parse(commune).unwrap(),
        }
    }

    const COOPERATIVE: OrganisationKind = OrganisationKind::Cooperative;
    const UNION: OrganisationKind = OrganisationKind::CooperativeUnion;

    fn asked(kind: BlockerKind, of: OrganisationKind, seat: &Seat, day: &str) -> &'static str {
        let rule = Duties::embedded().unwrap().on(kind, date(day)).unwrap();
        competent(agencies(), &rule.duty, (of, seat), date(day)).unwrap().code.as_str()
    }

    #[test]
    fn every_kind_but_other_has_one_duty_on_every_day_and_the_duty_is_an_agency_s() {
        let duties = Duties::embedded().unwrap();
        let before = seat("10018");
        for kind in BlockerKind::all() {
            for day in ["2019-05-01", "2025-01-01", "2025-03-01", "2025-06-30"] {
                let day = date(day);
                let in_force = |rule: &&Dated<DutyRule>| rule.kind == *kind && rule.holds_on(day);
                assert!(duties.all().iter().filter(in_force).count() <= 1, "{kind}");
                let found = duties.on(*kind, day);
                assert_eq!(found.is_none(), *kind == BlockerKind::Other, "{kind} {day}");
                if let Some(rule) = found {
                    assert!(
                        competent(agencies(), &rule.duty, (COOPERATIVE, &before), day).is_some(),
                        "{kind}"
                    );
                }
            }
        }
    }

    #[test]
    fn the_agency_asked_is_the_one_that_answers_for_the_duty_on_that_day() {
        let before = seat("10018");
        for (kind, first, second) in [
            (BlockerKind::NoCouncil, "so-khdt", "so-tc"),
            (BlockerKind::LandOrigin, "so-tnmt", "so-nnmt"),
            (BlockerKind::LandRights, "so-tnmt", "so-nnmt"),
            (BlockerKind::TaxDebt, "cuc-thue", "cuc-thue"),
            (BlockerKind::NoTaxCode, "cuc-thue", "cuc-thue"),
            (BlockerKind::BankDebt, "nhnn-hn", "nhnn-hn"),
            (BlockerKind::MemberDebt, "so-tc", "so-tc"),
            (BlockerKind::UndividedAssets, "so-tc", "so-tc"),
            (BlockerKind::LostSeal, "district-277", "district-277"),
        ] {
            assert_eq!(asked(kind, COOPERATIVE, &before, "2025-02-28"), first, "{kind}");
            assert_eq!(asked(kind, COOPERATIVE, &before, "2025-03-01"), second, "{kind}");
            assert_eq!(asked(kind, COOPERATIVE, &before, "2025-06-30"), second, "{kind}");
        }
        let after = seat("10045");
        assert_eq!(
            asked(BlockerKind::LostSeal, COOPERATIVE, &after, "2025-07-01"),
            "commune-10045"
        );
        assert_eq!(asked(BlockerKind::NoCouncil, COOPERATIVE, &after, "2025-07-01"), "so-tc");
    }

    #[test]
    fn what_is_the_districts_for_cooperatives_is_planning_s_for_unions() {
        let before = seat("10018");
        assert_eq!(asked(BlockerKind::LostSeal, UNION, &before, "2025-02-28"), "so-khdt");
        assert_eq!(asked(BlockerKind::LostSeal, UNION, &before, "2025-03-01"), "so-tc");
        let today = seat("10045");
        assert_eq!(asked(BlockerKind::LostSeal, UNION, &today, "2025-07-01"), "so-tc");
    }

    #[test]
    fn a_question_passes_to_the_successor_on_the_day_of_the_reform() {
        let at = |asked: &str, commune: &str, day: &str| {
            let seat = seat(commune);
            holder(agencies(), &code(asked), &seat, date(day)).map(|agency| agency.code.as_str())
        };
        assert_eq!(at("so-tnmt", "10018", "2025-02-28"), Some("so-tnmt"));
        assert_eq!(at("so-tnmt", "10018", "2025-03-01"), Some("so-nnmt"));
        assert_eq!(at("district-277", "10018", "2025-06-30"), Some("district-277"));
        assert_eq!(at("district-277", "10045", "2025-07-01"), Some("commune-10045"));
        assert_eq!(at("nobody", "10045", "2025-07-01"), None);
    }

    #[test]
    fn an_agency_holds_what_passed_to_it_and_of_a_district_only_its_own_commune() {
        let holding = |own: &str, day: &str| Holding::of(agencies(), &code(own), date(day));
        let commune = |text: &str| CommuneCode::parse(text).unwrap();
        let finance = holding("so-tc", "2025-02-28");
        assert_eq!(finance.whole, [code("so-tc")]);
        let finance = holding("so-tc", "2025-03-01");
        assert!(finance.covers(&code("so-khdt"), &commune("10018")));
        assert!(!finance.covers(&code("so-tnmt"), &commune("10018")));
        let xuan_mai = holding("commune-10045", "2025-07-01");
        assert!(xuan_mai.covers(&code("district-277"), &commune("10045")));
        assert!(!xuan_mai.covers(&code("district-277"), &commune("10030")));
        assert!(!xuan_mai.covers(&code("district-276"), &commune("10045")));
        // The day before, the commune does not exist and holds nothing of the district.
        let early = holding("commune-10045", "2025-06-30");
        assert!(!early.covers(&code("district-277"), &commune("10045")));
        let ended = holding("so-tnmt", "2025-03-01");
        assert_eq!(ended.whole, [code("so-tnmt")]);
    }

    #[test]
    fn only_agencies_that_do_not_exist_yet_are_let_in_beforehand() {
        let heirs = |asked: &str, day: &str| -> Vec<&str> {
            let asked = agencies().get(&code(asked)).unwrap();
            heirs(agencies(), asked, date(day)).iter().map(|heir| heir.code.as_str()).collect()
        };
        assert_eq!(heirs("so-tnmt", "2025-02-20"), ["so-nnmt"]);
        // It exists, and must not see before its day what another is asked.
        assert_eq!(heirs("so-khdt", "2025-02-20"), [""; 0]);
        assert_eq!(heirs("district-277", "2025-06-20"), [""; 0]);
        assert_eq!(heirs("so-nnmt", "2025-06-20"), [""; 0]);
    }
}
