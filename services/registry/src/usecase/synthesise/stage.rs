//! On what day who acts, for which agency, and how far they reach.

use std::{collections::BTreeMap, sync::Arc};

use htx_kit::{
    clock::{FixedClock, IdSource},
    context::Context,
    documents::Received,
    failure::Failure,
};
use htx_model::{
    administrative::{AdministrativeUnits, Territory},
    agency::{Agencies, AgencyCode},
    code_list::CodeList as _,
    date::Date,
    event::Actor,
    id::{Id, OrganisationId},
    organisation::OrganisationKind,
    policy::Reach,
    principal::{Holder, PrincipalKind, Role},
    scope::Scope,
    working_days::{Holidays, add_working_days},
};
use uuid::Uuid;

use super::{COMMUNES_BEGAN, Setting};
use crate::{
    domain::organisation::{Address, Organisation},
    usecase::application::{Caller, Ground},
};

/// The planning agency since 2025-03-01.
pub(super) const PLANNING: &str = "so-tc";
/// Seconds from midnight to the hour at which things are done.
const NINE: i64 = 9 * 3_600;

/// What everybody in the city acts on. Cheap to clone.
#[derive(Clone)]
pub(super) struct Stage {
    pub(super) units: Arc<AdministrativeUnits>,
    pub(super) holidays: Arc<Holidays>,
    pub(super) ids: IdSource,
    /// The documents by the code of the requirement that they answer to.
    pub(super) papers: Arc<BTreeMap<&'static str, Received>>,
    clock: Arc<FixedClock>,
    /// Officer and approver of each agency.
    staff: Arc<BTreeMap<AgencyCode, [Uuid; 2]>>,
}

/// Two persons of an agency, who see each other's work.
#[derive(Debug, Clone)]
pub(super) struct Desk {
    pub(super) agency: AgencyCode,
    /// How far both reach.
    pub(super) scope: Scope,
    /// Who prepares.
    pub(super) officer: Uuid,
    /// Who decides.
    pub(super) approver: Uuid,
}

impl Desk {
    /// Who prepares applications.
    pub(super) fn preparing(&self) -> Caller {
        Caller { id: self.officer, scope: self.scope.clone() }
    }

    /// Who decides them.
    pub(super) fn deciding(&self) -> Caller {
        Caller { id: self.approver, scope: self.scope.clone() }
    }
}

impl Stage {
    pub(super) fn set(
        setting: &Setting,
        papers: BTreeMap<&'static str, Received>,
    ) -> Result<Self, Failure> {
        let person = || -> Id<()> { setting.ids.make() };
        let staff = agencies()?
            .all()
            .iter()
            .map(|agency| (agency.code.clone(), [person().uuid(), person().uuid()]));
        Ok(Self {
            units: Arc::clone(&setting.units),
            holidays: Arc::clone(&setting.holidays),
            ids: setting.ids.clone(),
            papers: Arc::new(papers),
            clock: Arc::clone(&setting.clock),
            staff: Arc::new(staff.collect()),
        })
    }

    /// What the rules about applications stand on.
    pub(super) fn ground(&self) -> Ground<'_> {
        Ground { units: &self.units, holidays: &self.holidays }
    }

    /// The day so many working days later.
    pub(super) fn after(&self, day: Date, working_days: u32) -> Date {
        add_working_days(day, working_days, &self.holidays)
    }

    /// The registrar of a seat on a day: the planning agency for unions, the district for others
    /// until it ended, then the commune.
    pub(super) fn registrar(
        &self,
        kind: OrganisationKind,
        address: &Address,
        day: Date,
    ) -> Result<Desk, Failure> {
        if kind == OrganisationKind::CooperativeUnion {
            return self.of_the_city(PLANNING);
        }
        let district = address.district.as_ref().filter(|_| day < COMMUNES_BEGAN);
        let (code, territory) = match district {
            Some(code) => (format!("district-{code}"), Territory::District(code.clone())),
            None => {
                let commune = &address.current_commune;
                (format!("commune-{commune}"), Territory::Commune(commune.clone()))
            }
        };
        self.desk(&code, |holder| Scope::nothing().with(Reach::OwnTerritory, holder), territory)
    }

    /// The registrar of an organisation since the reform.
    pub(super) fn registrar_of(&self, organisation: &Organisation) -> Result<Desk, Failure> {
        self.registrar(organisation.kind, &organisation.address, COMMUNES_BEGAN)
    }

    /// An agency that reaches the whole city.
    pub(super) fn of_the_city(&self, code: &str) -> Result<Desk, Failure> {
        self.desk(code, |_| Scope::everything(), Territory::City)
    }

    /// An agency that reaches what it was asked.
    pub(super) fn asked(&self, code: &str) -> Result<Desk, Failure> {
        self.desk(code, |holder| Scope::nothing().with(Reach::OwnAgency, holder), Territory::City)
    }

    fn desk(
        &self,
        code: &str,
        reach: impl FnOnce(&Holder) -> Scope,
        territory: Territory,
    ) -> Result<Desk, Failure> {
        let agency = AgencyCode::parse(code).map_err(Failure::unexpected)?;
        let staff = self.staff.get(&agency);
        let [officer, approver] =
            *staff.ok_or_else(|| Failure::unexpected(format!("there is no agency {code}")))?;
        let holder =
            Holder::Agency { code: agency.clone(), kinds: Vec::new(), territory, ended: false };
        Ok(Desk { scope: reach(&holder), agency, officer, approver })
    }

    /// A day on which the officer of a desk does something.
    pub(super) fn officer(&self, desk: &Desk, day: Date) -> Context {
        self.person(desk, desk.officer, Role::Officer, day)
    }

    /// A day on which the approver of a desk decides something.
    pub(super) fn approver(&self, desk: &Desk, day: Date) -> Context {
        self.person(desk, desk.approver, Role::Approver, day)
    }

    fn person(&self, desk: &Desk, id: Uuid, role: Role, day: Date) -> Context {
        let actor = Actor {
            kind: PrincipalKind::User.code().to_owned(),
            id: Some(id),
            name: format!("{}.{role}", desk.agency),
            agency: Some(desk.agency.clone()),
        };
        self.at_nine(day);
        Context::new(actor, &self.ids)
    }

    /// A day on which an organisation's own account does something.
    pub(super) fn account(&self, organisation: &Organisation, day: Date) -> Context {
        self.at_nine(day);
        let id: Id<()> = self.ids.make();
        let number = organisation.registration_number.as_ref().map(ToString::to_string);
        let actor = Actor {
            kind: PrincipalKind::User.code().to_owned(),
            id: Some(id.uuid()),
            name: number.unwrap_or_else(|| organisation.id.to_string()),
            agency: None,
        };
        Context::new(actor, &self.ids)
    }

    /// A day on which the suite itself does something.
    pub(super) fn operator(&self, day: Date) -> Context {
        self.at_nine(day);
        Context::of_operator("htx demo", &self.ids)
    }

    fn at_nine(&self, day: Date) {
        self.clock.set(day.first_instant().plus_seconds(NINE));
    }
}

/// What an organisation's own account reaches.
pub(super) fn own(id: OrganisationId) -> Scope {
    Scope::nothing().with(Reach::OwnOrganisation, &Holder::Organisation { id })
}

fn agencies() -> Result<&'static Agencies, Failure> {
    Agencies::embedded().map_err(|error| Failure::unexpected(error.to_string()))
}
