//! Yearly duties of 2025, attended to at the beginning of 2026: reports filed and stated anew, ratings,
//! signs of life that the tax department saw, who fell silent, and where addresses lie.

use htx_kit::{db::Connection, failure::Failure, http::IfMatch};
use htx_model::{code_list::CodeList as _, date::Date, organisation::OrganisationKind};

use super::{
    Setting,
    founders::{Founded, Round},
    pool::Pool,
    stage::Stage,
};
use crate::{
    domain::{
        annual_report::Figures,
        dormancy::{DormancyAction, YEARS_DEFAULT},
        organisation::Organisation,
        rating::{
            criteria::{AssessedPoints, Criteria, Criterion},
            exemption::Stop,
        },
        synthetic::SyntheticCity,
    },
    store::{self, organisation::Whose, yearly_rating::StoredRating},
    usecase::{
        assess_rating::{Assessment, assess_rating, reassess_rating},
        decide_dormancy::decide_dormancy,
        decide_rating::{Decider, confirm_rating, return_rating},
        file_annual_report::{Restatement, file_annual_report, restate_annual_report},
        propose_dormancy::{detect_dormancy, propose_dormancy},
        record_tax_activity::record_tax_activity,
        review_address::review_address,
    },
};

/// The year that is reported and rated.
const YEAR: i16 = 2025;
/// Years that some report for the first time, as they were never entered.
const EARLIER: [i16; 2] = [2022, 2023];
/// When each duty is attended to.
const FILED: Date = Date(jiff::civil::date(2026, 1, 14));
const RESTATED: Date = Date(jiff::civil::date(2026, 1, 27));
const ASSESSED: Date = Date(jiff::civil::date(2026, 1, 19));
const DECIDED: Date = Date(jiff::civil::date(2026, 1, 22));
const SEEN: Date = Date(jiff::civil::date(2026, 1, 20));
const PAID: Date = Date(jiff::civil::date(2025, 12, 22));
const PROPOSED: Date = Date(jiff::civil::date(2026, 1, 21));
const DETECTED: Date = Date(jiff::civil::date(2026, 1, 29));
/// What becomes of the proposals that officers make.
const PROPOSED_SILENT: [Option<DormancyAction>; 3] =
    [Some(DormancyAction::Confirm), Some(DormancyAction::Dismiss), None];
/// How far above others somebody's revenue is who gave it in the wrong unit.
const OUTLIER: i64 = 100;
/// The tax department.
const TAX: &str = "cuc-thue";

/// What becomes of an assessment.
#[derive(Debug, Clone, Copy)]
enum Fate {
    /// It waits.
    Waiting,
    /// It is returned.
    Returned,
    /// It is returned, and assessed again.
    Reassessed,
    /// It is confirmed.
    Confirmed,
}

/// What is assessed, in points of a hundred, and what becomes of it: all four grades, and what is
/// not decided yet.
const ASSESSMENTS: [(u32, Fate); 7] = [
    (92, Fate::Confirmed),
    (71, Fate::Confirmed),
    (56, Fate::Confirmed),
    (38, Fate::Confirmed),
    (84, Fate::Waiting),
    (90, Fate::Returned),
    (77, Fate::Reassessed),
];

/// An organisation with what it reports.
struct Reporting {
    organisation: Organisation,
    filed: Vec<(i16, Figures)>,
    restated: Option<Figures>,
}

/// Attends to the duties of a round, in one transaction.
pub(super) async fn attend(
    setting: &Setting,
    stage: &Stage,
    city: &mut SyntheticCity<'_>,
    pool: &mut Pool,
    round: &Round,
) -> Result<(), Failure> {
    let reporting: Vec<Reporting> = pool
        .active
        .take(ASSESSMENTS.len() + 1)
        .into_iter()
        .enumerate()
        .map(|(at, organisation)| reporting(city, organisation, at))
        .collect();
    let young = round.cooperatives.first().cloned();
    let (silent, split) = (pool.silent.take(PROPOSED_SILENT.len()), pool.split.take(2));
    let stage = stage.clone();
    let work = move |connection: &mut Connection| {
        for one in &reporting {
            report(connection, &stage, one)?;
        }
        for (one, (points, fate)) in reporting.iter().zip(ASSESSMENTS) {
            rate(connection, &stage, &one.organisation, points, fate)?;
        }
        if let Some(young) = young {
            rate_young(connection, &stage, &young)?;
        }
        for one in &reporting {
            see_taxes(connection, &stage, &one.organisation)?;
        }
        find_silent(connection, &stage, &silent)?;
        for one in &split {
            find_place(connection, &stage, one)?;
        }
        Ok(())
    };
    setting.database.write(work).await
}

/// The first states its year anew, the second is far from its year before, the third and fourth
/// enter earlier years too; all file the last.
fn reporting(city: &mut SyntheticCity<'_>, organisation: Organisation, at: usize) -> Reporting {
    let mut filed: Vec<(i16, Figures)> = Vec::new();
    if matches!(at, 2 | 3) {
        filed.extend(EARLIER.map(|year| (year, city.report(&organisation, year))));
    }
    let mut figures = city.report(&organisation, YEAR);
    let restated = (at == 0).then(|| Figures {
        revenue_vnd: figures.revenue_vnd.map(|amount| amount.saturating_add(amount / 10)),
        ..figures.clone()
    });
    if at == 1 {
        figures.revenue_vnd = figures.revenue_vnd.map(|amount| amount.saturating_mul(OUTLIER));
    }
    filed.push((YEAR, figures));
    Reporting { organisation, filed, restated }
}

fn report(connection: &mut Connection, stage: &Stage, one: &Reporting) -> Result<(), Failure> {
    let (desk, id) = (stage.registrar_of(&one.organisation)?, one.organisation.id);
    let context = stage.officer(&desk, FILED);
    let mut version = 1;
    for (year, figures) in &one.filed {
        let figures = figures.clone();
        let stored = file_annual_report(connection, &context, &desk.scope, id, *year, figures)?;
        version = stored.version;
    }
    let Some(figures) = one.restated.clone() else { return Ok(()) };
    let context = stage.officer(&desk, RESTATED);
    let restatement = Restatement {
        year: YEAR,
        figures,
        reason: "Bổ sung doanh thu dịch vụ tháng 12 sau quyết toán".to_owned(),
    };
    let seen = IfMatch::version(version);
    restate_annual_report(connection, &context, &desk.scope, id, &seen, restatement)?;
    Ok(())
}

fn rate(
    connection: &mut Connection,
    stage: &Stage,
    organisation: &Organisation,
    hundredths: u32,
    fate: Fate,
) -> Result<(), Failure> {
    let desk = stage.registrar_of(organisation)?;
    let context = stage.officer(&desk, ASSESSED);
    let points = points(connection, hundredths)?;
    let assessment =
        Assessment { points: points.clone(), stop: Stop::default(), author: desk.officer };
    let (_, assessed) =
        assess_rating(connection, &context, &desk.scope, organisation.id, YEAR, assessment)?;
    let decider = |stored: &StoredRating| Decider {
        scope: desk.scope.clone(),
        person: desk.approver,
        seen: IfMatch::version(stored.version),
    };
    let context = stage.approver(&desk, DECIDED);
    let id = assessed.rating.id;
    match fate {
        Fate::Waiting => {}
        Fate::Confirmed => {
            confirm_rating(connection, &context, &decider(&assessed), id, &[])?;
        }
        Fate::Returned | Fate::Reassessed => {
            let reason = "Chưa có minh chứng cho tiêu chí đào tạo";
            let (_, returned) =
                return_rating(connection, &context, &decider(&assessed), id, reason)?;
            if matches!(fate, Fate::Reassessed) {
                let context = stage.officer(&desk, RESTATED);
                let seen = IfMatch::version(returned.version);
                let again = Assessment { points, stop: Stop::default(), author: desk.officer };
                reassess_rating(connection, &context, &desk.scope, id, &seen, again)?;
            }
        }
    }
    Ok(())
}

/// A cooperative under twelve months old is not rated, and its registrar says so.
fn rate_young(connection: &mut Connection, stage: &Stage, young: &Founded) -> Result<(), Failure> {
    let desk = stage.registrar(OrganisationKind::Cooperative, &young.address, ASSESSED)?;
    let context = stage.officer(&desk, ASSESSED);
    let assessment = Assessment { points: Vec::new(), stop: Stop::default(), author: desk.officer };
    let (_, assessed) =
        assess_rating(connection, &context, &desk.scope, young.id, YEAR, assessment)?;
    let context = stage.approver(&desk, DECIDED);
    let seen = IfMatch::version(assessed.version);
    let decider = Decider { scope: desk.scope.clone(), person: desk.approver, seen };
    confirm_rating(connection, &context, &decider, assessed.rating.id, &[])?;
    Ok(())
}

/// So many hundredths of what all criteria are worth together.
fn points(connection: &mut Connection, hundredths: u32) -> Result<Vec<AssessedPoints>, Failure> {
    let last = Date::new(YEAR, 12, 31).unwrap_or(ASSESSED);
    let criteria = store::rating_criteria::in_force(connection, last)?;
    let criteria: Option<Criteria> = criteria.map(|dated| dated.criteria);
    let criteria =
        criteria.ok_or_else(|| Failure::unexpected(format!("no criteria for {YEAR}")))?;
    let (mut worth, mut given) = (0, 0);
    let each = Criterion::all().iter().map(|criterion| {
        worth += criteria.maximum_points.get(criterion).copied().unwrap_or_default();
        // What is given of all so far, less what was given before: it adds up to the whole.
        let points = worth * hundredths / 100 - given;
        given += points;
        let evidence = (points > 0).then(|| "Theo báo cáo năm".to_owned());
        AssessedPoints { criterion: *criterion, points, evidence }
    });
    Ok(each.collect())
}

fn see_taxes(
    connection: &mut Connection,
    stage: &Stage,
    organisation: &Organisation,
) -> Result<(), Failure> {
    let desk = stage.of_the_city(TAX)?;
    let context = stage.officer(&desk, SEEN);
    let note = Some("Tờ khai thuế giá trị gia tăng quý IV");
    record_tax_activity(connection, &context, &desk.scope, organisation.id, PAID, note)?;
    Ok(())
}

/// One of those who fell silent is dormant, one is not, of the third it is not decided.
fn find_silent(
    connection: &mut Connection,
    stage: &Stage,
    silent: &[Organisation],
) -> Result<(), Failure> {
    for (one, decision) in silent.iter().zip(PROPOSED_SILENT) {
        let desk = stage.registrar_of(one)?;
        let context = stage.officer(&desk, PROPOSED);
        let said = (2023, "Trụ sở đóng cửa, không liên lạc được với người đại diện");
        let (_, proposed) =
            propose_dormancy(connection, &context, &desk.scope, one.id, said, desk.officer)?;
        let Some(action) = decision else { continue };
        let context = stage.approver(&desk, DECIDED);
        let seen = IfMatch::version(proposed.version);
        let decider = Decider { scope: desk.scope.clone(), person: desk.approver, seen };
        let reason = "Đã xác minh tại địa bàn";
        decide_dormancy(connection, &context, &decider, proposed.proposal.id, action, reason)?;
    }
    Ok(())
}

/// Has the communes of some who fell silent look for all that did: once nobody is proposed by name
/// any more.
pub(super) async fn detect(
    setting: &Setting,
    stage: &Stage,
    silent: Vec<Organisation>,
) -> Result<(), Failure> {
    let stage = stage.clone();
    let work = move |connection: &mut Connection| {
        for one in &silent {
            let desk = stage.registrar_of(one)?;
            let context = stage.officer(&desk, DETECTED);
            let asked = (Whose::default(), YEARS_DEFAULT);
            detect_dormancy(connection, &context, &desk.scope, asked, desk.officer)?;
        }
        Ok(())
    };
    setting.database.write(work).await
}

/// Finds in which commune of today an address lies whose own commune was split.
fn find_place(
    connection: &mut Connection,
    stage: &Stage,
    organisation: &Organisation,
) -> Result<(), Failure> {
    let desk = stage.registrar_of(organisation)?;
    let candidates = stage.units.succession(&organisation.address.commune);
    let Some(found) = candidates.last().map(|one| one.code.clone()) else { return Ok(()) };
    let context = stage.officer(&desk, SEEN);
    let (units, seen) = (&stage.units, IfMatch::version(1));
    let (scope, id) = (&desk.scope, organisation.id);
    review_address(connection, &context, scope, units, id, &seen, &found)?;
    Ok(())
}
