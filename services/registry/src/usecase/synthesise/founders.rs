//! Founders of 2025: advised, registered, certified; with the districts until the reform, with the
//! communes since.

use htx_kit::{db::Connection, failure::Failure, http::IfMatch};
use htx_model::{
    date::Date,
    id::{AdviceId, ApplicationId, CertificateId, OrganisationId},
    organisation::OrganisationKind,
};

use super::{
    Setting,
    filing::{Course, Filing, file},
    stage::{Desk, Stage},
};
use crate::{
    domain::{
        advice::NewAdvice,
        application::{Proposal, proposal::Establishment},
        organisation::Address,
        synthetic::{Founding, SyntheticCity},
    },
    usecase::advice,
};

/// Cooperatives of one round.
const COOPERATIVES: usize = 27;
/// How many of them are founded with the districts.
const WITH_DISTRICTS: usize = 16;
/// Groups of one round, all of them founded with the communes.
const GROUPS: usize = 5;
/// The member cooperatives of the round's union: they were founded with the districts.
const UNION_MEMBERS: usize = 3;
/// All that one round founds: cooperatives, groups and a union.
pub(super) const ORGANISATIONS_OF_A_ROUND: usize = COOPERATIVES + GROUPS + 1;
/// The first day of an application, and the last, before the reform and after it.
const DISTRICT_DAYS: [Date; 2] =
    [Date(jiff::civil::date(2025, 2, 10)), Date(jiff::civil::date(2025, 6, 10))];
const COMMUNE_DAYS: [Date; 2] =
    [Date(jiff::civil::date(2025, 8, 4)), Date(jiff::civil::date(2025, 12, 15))];
/// Days between the advice and the application.
const ADVISED_BEFORE: i64 = 20;

/// An organisation that was founded.
#[derive(Debug, Clone)]
pub(super) struct Founded {
    pub(super) id: OrganisationId,
    /// What its founders asked for.
    pub(super) establishment: Establishment,
    /// The application that was approved.
    pub(super) application: ApplicationId,
    /// Its first certificate.
    pub(super) certificate: Option<CertificateId>,
    /// Its seat, in the commune of today.
    pub(super) address: Address,
}

/// Those whom a round founded.
#[derive(Debug, Default)]
pub(super) struct Round {
    pub(super) cooperatives: Vec<Founded>,
    pub(super) groups: Vec<Founded>,
    pub(super) unions: Vec<Founded>,
}

/// Founds cooperatives with the districts of the first half of 2025.
pub(super) async fn found_with_districts(
    setting: &Setting,
    stage: &Stage,
    city: &mut SyntheticCity<'_>,
) -> Result<Round, Failure> {
    let kinds = [OrganisationKind::Cooperative; WITH_DISTRICTS];
    let foundings = kinds.into_iter().filter_map(|kind| city.founding(kind)).collect();
    let cooperatives = found(setting, stage, foundings, DISTRICT_DAYS).await?;
    Ok(Round { cooperatives, ..Round::default() })
}

/// Founds the others of the round with the communes of the second half.
pub(super) async fn found_with_communes(
    setting: &Setting,
    stage: &Stage,
    city: &mut SyntheticCity<'_>,
    round: &mut Round,
) -> Result<(), Failure> {
    let cooperatives = (WITH_DISTRICTS..COOPERATIVES).map(|_| OrganisationKind::Cooperative);
    let groups = (0..GROUPS).map(|_| OrganisationKind::CooperativeGroup);
    let kinds = cooperatives.chain(groups);
    let mut foundings: Vec<_> = kinds.filter_map(|kind| city.founding(kind)).collect();
    let members = round.cooperatives.iter().take(UNION_MEMBERS);
    let members: Vec<OrganisationId> = members.map(|founded| founded.id).collect();
    foundings.extend(city.founding_union(&members));
    for founded in found(setting, stage, foundings, COMMUNE_DAYS).await? {
        match founded.establishment.kind {
            OrganisationKind::Cooperative => round.cooperatives.push(founded),
            OrganisationKind::CooperativeGroup => round.groups.push(founded),
            OrganisationKind::CooperativeUnion => round.unions.push(founded),
        }
    }
    Ok(())
}

/// Founds some, evenly between two days, in one transaction.
async fn found(
    setting: &Setting,
    stage: &Stage,
    foundings: Vec<Founding>,
    [first, last]: [Date; 2],
) -> Result<Vec<Founded>, Failure> {
    let stage = stage.clone();
    let work = move |connection: &mut Connection| {
        let days = i64::from((last.0 - first.0).get_days());
        let count = i64::try_from(foundings.len()).unwrap_or(i64::MAX).max(1);
        let each = foundings.into_iter().zip(0_i64..);
        each.map(|(founding, at)| {
            let begun_on = stage.after(first.plus_days(days * at / count - 1), 1);
            let advised = at % 2 == 0;
            found_one(connection, &stage, founding, begun_on, advised)
        })
        .collect()
    };
    setting.database.write(work).await
}

fn found_one(
    connection: &mut Connection,
    stage: &Stage,
    founding: Founding,
    begun_on: Date,
    advised: bool,
) -> Result<Founded, Failure> {
    let kind = founding.establishment.kind;
    let desk = stage.registrar(kind, &founding.address, begun_on)?;
    let advice = if advised && kind != OrganisationKind::CooperativeUnion {
        Some(advise(connection, stage, &desk, &founding, begun_on)?)
    } else {
        None
    };
    let filing = Filing {
        desk: desk.clone(),
        organisation: None,
        organisation_kind: kind,
        proposal: Proposal::Establishment(founding.establishment.clone()),
        numbers: founding.number.into_iter().collect(),
        begun_on,
        course: Course::Approved,
    };
    let approved = file(connection, stage, filing)?.application;
    let id = approved.organisation;
    let id = id.ok_or_else(|| Failure::unexpected("an approval that founded nobody"))?;
    if let Some(advice) = advice {
        let context = stage.officer(&desk, stage.after(begun_on, 5));
        let (scope, seen) = (&desk.scope, IfMatch::version(2));
        advice::link(connection, &context, scope, scope, advice, &seen, id)?;
    }
    Ok(Founded {
        id,
        establishment: founding.establishment,
        application: approved.id,
        certificate: approved.effect.certificate,
        address: founding.address,
    })
}

/// Advises founders, and asks later how they get on.
fn advise(
    connection: &mut Connection,
    stage: &Stage,
    desk: &Desk,
    founding: &Founding,
    begun_on: Date,
) -> Result<AdviceId, Failure> {
    let advised_on = begun_on.plus_days(-ADVISED_BEFORE);
    let Establishment { kind, entry, .. } = &founding.establishment;
    let new = NewAdvice {
        advised_on,
        planned_kind: Some(*kind),
        planned_sector: entry.sector,
        commune: entry.address.commune.clone(),
        district: entry.address.district.clone(),
        subject: "Điều lệ mẫu, hồ sơ và trình tự đăng ký thành lập".to_owned(),
        founders: founding.founders(),
    };
    let context = stage.officer(desk, advised_on);
    let recorded = advice::record(connection, &context, &desk.scope, &stage.units, new)?;
    let id = recorded.stored.advice.id;
    let done_on = advised_on.plus_days(7);
    let context = stage.officer(desk, done_on);
    let note = "Đã gửi điều lệ mẫu, hẹn nộp hồ sơ";
    let seen = IfMatch::version(recorded.stored.version);
    advice::follow_up(connection, &context, &desk.scope, id, &seen, (done_on, note))?;
    Ok(id)
}
