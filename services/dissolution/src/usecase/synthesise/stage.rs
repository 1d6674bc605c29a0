//! On what day who acts, for which agency, and how far they reach.

use std::{collections::BTreeMap, sync::Arc};

use htx_kit::{clock::FixedClock, context::Context, documents::Received, failure::Failure};
use htx_model::{
    administrative::Territory,
    agency::AgencyCode,
    code_list::CodeList as _,
    date::{Date, Instant},
    event::Actor,
    id::Id,
    policy::Reach,
    principal::{Holder, PrincipalKind, Role},
    scope::Scope,
};
use uuid::Uuid;

use super::Setting;
use crate::{Dissolutions, domain::organisation::Organisation, usecase::hold::Caller};

/// Seconds from midnight to the hour at which things are done.
const NINE: i64 = 9 * 3_600;

/// A document as it is written for a synthetic city.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Paper {
    /// What decides.
    Decision,
    /// What was found or agreed upon.
    Minutes,
    /// An agency's answer.
    Answer,
    /// What a debt or a right rests on.
    Evidence,
    /// What proves that money moved.
    Receipt,
}

const PAPERS: [(Paper, &str, &str); 5] = [
    (Paper::Decision, "Quyết định", "Decision"),
    (Paper::Minutes, "Biên bản", "Minutes"),
    (Paper::Answer, "Công văn trả lời", "Answer"),
    (Paper::Evidence, "Hợp đồng, giấy tờ kèm theo", "Contract and papers"),
    (Paper::Receipt, "Chứng từ thu chi", "Receipt"),
];

/// What everybody in the city acts on. Cheap to clone.
#[derive(Clone)]
pub(super) struct Stage {
    pub(super) service: Dissolutions,
    clock: Arc<FixedClock>,
    papers: Arc<BTreeMap<Paper, Received>>,
    /// Officer and approver of each agency.
    staff: Arc<BTreeMap<AgencyCode, [Uuid; 2]>>,
}

/// Two persons of an agency, who see each other's work.
#[derive(Debug, Clone)]
pub(super) struct Desk {
    pub(super) agency: AgencyCode,
    /// The name of the agency.
    pub(super) name: String,
    /// How far both reach.
    pub(super) scope: Scope,
    officer: Uuid,
    approver: Uuid,
}

/// Somebody who does something on a day.
pub(super) struct Acting {
    pub(super) context: Context,
    pub(super) caller: Caller,
}

/// An hour of a day on which things are done.
pub(super) fn at_nine(day: Date) -> Instant {
    day.first_instant().plus_seconds(NINE)
}

impl Stage {
    pub(super) async fn set(setting: &Setting) -> Result<Self, Failure> {
        let Setting { service, clock } = setting.clone();
        clock.set(at_nine(super::PLANNED));
        let ids = &service.runtime.ids;
        let person = || -> Id<()> { ids.make() };
        let agencies = service.agencies.all().iter();
        let staff = agencies
            .map(|agency| (agency.code.clone(), [person().uuid(), person().uuid()]))
            .collect();
        let mut papers = BTreeMap::new();
        for (paper, vi, en) in PAPERS {
            let content = format!(
                "{}\n\nTài liệu của thành phố giả lập: không có thật, không có giá trị pháp lý.\n\
                 {en}: a document of a synthetic city. Nobody and nothing in it is real.\n",
                vi.to_uppercase(),
            );
            let mut received = Received::written(&format!("{vi}.txt"), content.as_bytes())?;
            service.documents.keep(&mut received).await?;
            papers.insert(paper, received);
        }
        Ok(Self { service, clock, papers: Arc::new(papers), staff: Arc::new(staff) })
    }

    pub(super) fn paper(&self, paper: Paper) -> Result<&Received, Failure> {
        self.papers.get(&paper).ok_or_else(|| Failure::unexpected("a paper was not written"))
    }

    /// The authority that runs the case of an organisation: since the reform, its commune.
    pub(super) fn authority(&self, of: &Organisation) -> Result<Desk, Failure> {
        let commune = &of.seat.current_commune;
        let code = AgencyCode::parse(&format!("commune-{commune}")).map_err(Failure::unexpected)?;
        self.desk(&code, |holder| Scope::nothing().with(Reach::OwnTerritory, holder))
    }

    /// An agency that answers what it was asked.
    pub(super) fn asked(&self, code: &AgencyCode) -> Result<Desk, Failure> {
        self.desk(code, |_| Scope::everything())
    }

    fn desk(
        &self,
        code: &AgencyCode,
        reach: impl FnOnce(&Holder) -> Scope,
    ) -> Result<Desk, Failure> {
        let unknown = || Failure::unexpected(format!("there is no agency {code}"));
        let agency = self.service.agencies.get(code).ok_or_else(unknown)?;
        let [officer, approver] = *self.staff.get(code).ok_or_else(unknown)?;
        let territory: Territory = agency.territory.clone();
        let (code, name) = (code.clone(), agency.name_vi.clone());
        let holder =
            Holder::Agency { code: code.clone(), kinds: Vec::new(), territory, ended: false };
        Ok(Desk { agency: code, name, scope: reach(&holder), officer, approver })
    }

    /// The officer of a desk on a day.
    pub(super) fn officer(&self, desk: &Desk, day: Date) -> Acting {
        self.person(desk, desk.officer, Role::Officer, day)
    }

    /// The approver of a desk on a day.
    pub(super) fn approver(&self, desk: &Desk, day: Date) -> Acting {
        self.person(desk, desk.approver, Role::Approver, day)
    }

    fn person(&self, desk: &Desk, id: Uuid, role: Role, day: Date) -> Acting {
        let actor = Actor {
            kind: PrincipalKind::User.code().to_owned(),
            id: Some(id),
            name: format!("{}.{role}", desk.agency),
            agency: Some(desk.agency.clone()),
        };
        self.clock.set(at_nine(day));
        let context = Context::new(actor, &self.service.runtime.ids);
        Acting { context, caller: Caller { id, scope: desk.scope.clone() } }
    }

    /// A number that the seed draws, below 20: cases differ in their amounts.
    pub(super) fn draw(&self) -> Result<i64, Failure> {
        let [drawn] = self.service.runtime.ids.secret_bytes::<1>()?;
        Ok(i64::from(drawn % 20))
    }
}
