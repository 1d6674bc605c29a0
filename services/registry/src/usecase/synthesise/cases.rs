//! Applications of every kind in every state, filed at the beginning of 2026.

use htx_kit::{db::Connection, failure::Failure, http::IfMatch};
use htx_model::{date::Date, id::OrganisationId, organisation::OrganisationKind};

use super::{
    Setting,
    filing::{Course, Filing, file as file_one},
    founders::{Founded, Round},
    pool::Pool,
    stage::{Desk, PLANNING, Stage},
};
use crate::{
    domain::{
        application::{Proposal, restructuring::Merger},
        organisation::Organisation,
        synthetic::{
            SyntheticCity,
            proposals::{Numbered, reissue, resumption, suspension},
        },
    },
    usecase::certificate::{self, Revocation},
};

/// What restructurings of one round make: one each by conversion, consolidation and separation, two
/// by division.
pub(super) const ORGANISATIONS_OF_A_ROUND: usize = 5;
/// The first day of a round's applications, and how many working days the rounds are spread over.
const BEGUN: Date = Date(jiff::civil::date(2026, 1, 12));
const SPREAD: usize = 5;
/// Working days after which those who were refused, or took their file back, try again.
const AGAIN: u32 = 5;
/// The courses of those who apply once, one organisation each.
const ONCE: [Course; 3] = [Course::Approved, Course::Returned, Course::Drafted];
/// The courses of those who apply twice.
const TWICE: [[Course; 2]; 2] =
    [[Course::Rejected, Course::Reviewed], [Course::Withdrawn, Course::Submitted]];
/// How many apply in all.
const APPLICANTS: usize = ONCE.len() + TWICE.len();
/// Days from and to which pauses are noticed: one that runs, one that has run out, one announced.
const PAUSES: [[Date; 2]; 3] = [
    [Date(jiff::civil::date(2026, 1, 28)), Date(jiff::civil::date(2027, 1, 27))],
    [Date(jiff::civil::date(2026, 1, 28)), Date(jiff::civil::date(2026, 2, 10))],
    [Date(jiff::civil::date(2027, 6, 1)), Date(jiff::civil::date(2028, 5, 31))],
];

/// A pause of which the notice is not approved yet.
const LATER_PAUSE: [Date; 2] =
    [Date(jiff::civil::date(2026, 4, 1)), Date(jiff::civil::date(2026, 9, 30))];
/// How far those go whose cooperative is not founded yet.
const FOUNDERS: [Course; 7] = [
    Course::Drafted,
    Course::Submitted,
    Course::Reviewed,
    Course::Returned,
    Course::Resubmitted,
    Course::Rejected,
    Course::Withdrawn,
];
/// The day on which a certificate is withdrawn.
const REVOKED: Date = Date(jiff::civil::date(2026, 2, 5));

/// Who of a round's cooperatives does what: five each, and who takes part with them.
mod part {
    use std::ops::Range;

    pub(super) const STAYING: Range<usize> = 0..5;
    pub(super) const MERGING: Range<usize> = 5..10;
    pub(super) const RECEIVING: usize = 10;
    pub(super) const CONSOLIDATING: Range<usize> = 11..16;
    pub(super) const JOINING: usize = 16;
    pub(super) const DIVIDING: Range<usize> = 17..22;
    pub(super) const SEPARATING: Range<usize> = 22..27;
}

/// Files a round of applications, in one transaction.
pub(super) async fn file(
    setting: &Setting,
    stage: &Stage,
    city: &mut SyntheticCity<'_>,
    pool: &mut Pool,
    round: &Round,
    at: usize,
) -> Result<(), Failure> {
    let days = u32::try_from(at % SPREAD).unwrap_or_default();
    let mut docket = Docket { stage, begun_on: stage.after(BEGUN, days), filings: Vec::new() };
    docket.of_the_old(city, pool)?;
    docket.of_pauses(pool)?;
    docket.of_the_founded(city, round)?;
    docket.of_restructurings(city, round)?;
    docket.of_founders(city)?;
    let (filings, stage) = (docket.filings, stage.clone());
    let last = round.cooperatives.get(part::STAYING).and_then(|staying| staying.last()).cloned();
    let work = move |connection: &mut Connection| {
        for filing in filings {
            file_one(connection, &stage, filing)?;
        }
        last.map_or(Ok(()), |last| revoke(connection, &stage, &last))
    };
    setting.database.write(work).await
}

/// Withdraws the certificate of a cooperative.
fn revoke(connection: &mut Connection, stage: &Stage, of: &Founded) -> Result<(), Failure> {
    let Some(id) = of.certificate else { return Ok(()) };
    let desk = stage.registrar(of.establishment.kind, &of.address, REVOKED)?;
    let context = stage.approver(&desk, REVOKED);
    let revocation = Revocation {
        reason: "Kê khai không trung thực trong hồ sơ thành lập".to_owned(),
        legal_basis: "17/2023/QH15".to_owned(),
    };
    let (scope, seen) = (&desk.scope, IfMatch::version(1));
    certificate::revoke(connection, &context, scope, scope, id, &seen, &revocation)?;
    Ok(())
}

/// Who applies for what.
struct Applying {
    desk: Desk,
    organisation: Option<OrganisationId>,
    kind: OrganisationKind,
    proposal: Proposal,
    numbers: Vec<String>,
}

impl Applying {
    fn by(desk: Desk, organisation: &Organisation, proposal: Proposal) -> Self {
        let (id, kind) = (Some(organisation.id), organisation.kind);
        Self { desk, organisation: id, kind, proposal, numbers: Vec::new() }
    }

    fn by_founded(desk: Desk, founded: &Founded, (proposal, numbers): Numbered) -> Self {
        let (organisation, kind) = (Some(founded.id), founded.establishment.kind);
        Self { desk, organisation, kind, proposal, numbers }
    }
}

/// The applications of a round.
struct Docket<'a> {
    stage: &'a Stage,
    begun_on: Date,
    filings: Vec<Filing>,
}

impl Docket<'_> {
    fn add(&mut self, applying: Applying, begun_on: Date, course: Course) {
        let Applying { desk, organisation, kind, proposal, numbers } = applying;
        let organisation_kind = kind;
        let filing =
            Filing { desk, organisation, organisation_kind, proposal, numbers, begun_on, course };
        self.filings.push(filing);
    }

    /// Takes one kind of application through every state: `apply` makes that of an applicant.
    fn through_every_state(
        &mut self,
        mut apply: impl FnMut(usize) -> Result<Option<Applying>, Failure>,
    ) -> Result<(), Failure> {
        for at in 0..APPLICANTS {
            let courses: &[Course] = match at.checked_sub(ONCE.len()) {
                None => &ONCE[at..=at],
                Some(twice) => &TWICE[twice],
            };
            for (again, course) in (0_u32..).zip(courses) {
                let begun_on = self.stage.after(self.begun_on, again * AGAIN);
                let Some(applying) = apply(at)? else { continue };
                self.add(applying, begun_on, *course);
            }
        }
        Ok(())
    }

    /// Changes, branches and resumptions of organisations of the old register.
    fn of_the_old(&mut self, city: &mut SyntheticCity<'_>, pool: &mut Pool) -> Result<(), Failure> {
        let stage = self.stage;
        let applicants = pool.active.take(APPLICANTS);
        self.through_every_state(|at| {
            let Some(one) = applicants.get(at) else { return Ok(None) };
            Ok(Some(Applying::by(stage.registrar_of(one)?, one, city.change())))
        })?;
        let applicants = pool.active.take(APPLICANTS);
        self.through_every_state(|at| {
            let Some(one) = applicants.get(at) else { return Ok(None) };
            Ok(Some(Applying::by(stage.registrar_of(one)?, one, city.branch(one))))
        })?;
        let applicants = pool.stopped.take(APPLICANTS);
        self.through_every_state(|at| {
            let Some(one) = applicants.get(at) else { return Ok(None) };
            Ok(Some(Applying::by(stage.registrar_of(one)?, one, resumption())))
        })
    }

    /// Notices of pauses: some in every state, and one approved for each way in which it goes on.
    fn of_pauses(&mut self, pool: &mut Pool) -> Result<(), Failure> {
        let stage = self.stage;
        let applicants = pool.active.take(APPLICANTS);
        self.through_every_state(|at| {
            let [from, to] = if at == 0 { PAUSES[0] } else { LATER_PAUSE };
            let Some(one) = applicants.get(at) else { return Ok(None) };
            Ok(Some(Applying::by(stage.registrar_of(one)?, one, suspension(from, to))))
        })?;
        for [from, to] in PAUSES.into_iter().skip(1) {
            let Some(one) = pool.active.next() else { continue };
            let applying = Applying::by(stage.registrar_of(&one)?, &one, suspension(from, to));
            self.add(applying, self.begun_on, Course::Approved);
        }
        Ok(())
    }

    /// Reissues and corrections of the certificates of those who were founded.
    fn of_the_founded(
        &mut self,
        city: &mut SyntheticCity<'_>,
        round: &Round,
    ) -> Result<(), Failure> {
        let (stage, begun_on) = (self.stage, self.begun_on);
        let staying = round.cooperatives.get(part::STAYING).unwrap_or_default();
        let desk = |one: &Founded| stage.registrar(one.establishment.kind, &one.address, begun_on);
        self.through_every_state(|at| {
            let Some(one) = staying.get(at) else { return Ok(None) };
            Ok(Some(Applying::by_founded(desk(one)?, one, (reissue(), Vec::new()))))
        })?;
        self.through_every_state(|at| {
            let Some(one) = staying.get(at) else { return Ok(None) };
            let proposal = (city.correction(one.application), Vec::new());
            Ok(Some(Applying::by_founded(desk(one)?, one, proposal)))
        })
    }

    /// Conversions, mergers, consolidations, divisions and separations. The planning agency, which
    /// is competent everywhere, decides where several territories take part.
    fn of_restructurings(
        &mut self,
        city: &mut SyntheticCity<'_>,
        round: &Round,
    ) -> Result<(), Failure> {
        let (receiving, joining) =
            (round.cooperatives.get(part::RECEIVING), round.cooperatives.get(part::JOINING));
        let planning = self.stage.of_the_city(PLANNING)?;
        let groups = &round.groups;
        self.of_parties(groups, None, |one, _| city.conversion(&one.establishment))?;
        let merging = round.cooperatives.get(part::MERGING).unwrap_or_default();
        self.of_parties(merging, Some(&planning), |_, _| {
            let into = receiving?.id;
            Some((Proposal::Merger(Merger { into }), Vec::new()))
        })?;
        let consolidating = round.cooperatives.get(part::CONSOLIDATING).unwrap_or_default();
        self.of_parties(consolidating, Some(&planning), |one, at| {
            // Only the first application is approved: the others name one that stays.
            let with = if at == 0 { joining } else { receiving };
            city.consolidation(&one.establishment, with?.id)
        })?;
        let dividing = round.cooperatives.get(part::DIVIDING).unwrap_or_default();
        self.of_parties(dividing, None, |one, _| city.division(&one.establishment))?;
        let separating = round.cooperatives.get(part::SEPARATING).unwrap_or_default();
        self.of_parties(separating, None, |one, _| city.separation(&one.establishment))
    }

    fn of_parties(
        &mut self,
        parties: &[Founded],
        desk: Option<&Desk>,
        mut propose: impl FnMut(&Founded, usize) -> Option<Numbered>,
    ) -> Result<(), Failure> {
        let (stage, begun_on) = (self.stage, self.begun_on);
        self.through_every_state(|at| {
            let Some(one) = parties.get(at) else { return Ok(None) };
            let desk = match desk {
                Some(desk) => desk.clone(),
                None => stage.registrar(one.establishment.kind, &one.address, begun_on)?,
            };
            Ok(propose(one, at).map(|proposal| Applying::by_founded(desk, one, proposal)))
        })
    }

    /// Establishments that are not decided yet, or were not approved.
    fn of_founders(&mut self, city: &mut SyntheticCity<'_>) -> Result<(), Failure> {
        for course in FOUNDERS {
            let kind = OrganisationKind::Cooperative;
            let Some(founding) = city.founding(kind) else { continue };
            let desk = self.stage.registrar(kind, &founding.address, self.begun_on)?;
            let proposal = Proposal::Establishment(founding.establishment);
            let numbers = Vec::new();
            let applying = Applying { desk, organisation: None, kind, proposal, numbers };
            self.add(applying, self.begun_on, course);
        }
        Ok(())
    }
}
