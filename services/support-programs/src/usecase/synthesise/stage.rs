//! On what day who acts in the synthetic city, for whom, and how far they reach.

use std::{cell::RefCell, collections::BTreeMap, sync::Arc};

use htx_kit::{
    act::Act,
    clock::{FixedClock, IdSource},
    context::Context,
    db::Connection,
    failure::Failure,
};
use htx_model::{
    administrative::Territory,
    agency::{Agencies, AgencyCode},
    date::Date,
    directory::Organisation,
    event::Actor,
    id::Id,
    policy::Reach,
    principal::{Holder, PrincipalKind, Role},
    scope::Scope,
};
use uuid::Uuid;

/// Microseconds of the hours from midnight to nine.
const NINE: i64 = 9 * 3_600 * 1_000_000;

/// Who acts.
#[derive(Debug, Clone)]
pub(super) struct Desk {
    who: Uuid,
    actor: Actor,
    scope: Scope,
}

impl Desk {
    /// The person's id.
    pub(super) const fn who(&self) -> Uuid {
        self.who
    }

    /// How far they reach.
    pub(super) const fn scope(&self) -> &Scope {
        &self.scope
    }

    /// For which agency.
    pub(super) const fn agency(&self) -> Option<&AgencyCode> {
        self.actor.agency.as_ref()
    }
}

/// The city on its day.
pub(super) struct Stage {
    pub(super) ids: IdSource,
    pub(super) agencies: Arc<Agencies>,
    clock: Arc<FixedClock>,
    people: RefCell<BTreeMap<String, Uuid>>,
}

impl Stage {
    pub(super) fn new(clock: Arc<FixedClock>, ids: IdSource, agencies: Arc<Agencies>) -> Self {
        Self { ids, agencies, clock, people: RefCell::default() }
    }

    /// Turns to a day, at nine in the morning.
    pub(super) fn turn_to(&self, day: Date) {
        let morning = day.first_instant().microseconds() + NINE;
        self.clock.set(htx_model::date::Instant::from_microseconds(morning));
    }

    pub(super) fn today(&self) -> Date {
        self.ids.now().date()
    }

    /// Somebody with a role at an agency, who reaches so far.
    pub(super) fn of_agency(&self, code: &AgencyCode, role: Role, reach: Reach) -> Desk {
        let today = self.today();
        let territory =
            self.agencies.get(code).map_or(Territory::City, |agency| agency.territory.clone());
        let holder = Holder::Agency {
            code: code.clone(),
            kinds: self.agencies.kinds_on(code, today),
            territory,
            ended: false,
        };
        self.desk(format!("{code}.{role}"), Some(code.clone()), &holder, reach)
    }

    /// An organisation's own account.
    pub(super) fn of_organisation(&self, organisation: &Organisation) -> Desk {
        let holder = Holder::Organisation { id: organisation.id };
        self.desk(format!("org-{}", organisation.id), None, &holder, Reach::OwnOrganisation)
    }

    fn desk(
        &self,
        name: String,
        agency: Option<AgencyCode>,
        holder: &Holder,
        reach: Reach,
    ) -> Desk {
        let new = || -> Uuid {
            let id: Id<()> = self.ids.make();
            id.uuid()
        };
        let who = *self.people.borrow_mut().entry(name.clone()).or_insert_with(new);
        let kind = PrincipalKind::User.to_string();
        let actor = Actor { kind, id: Some(who), name, agency };
        Desk { who, actor, scope: Scope::nothing().with(reach, holder) }
    }

    /// Lets somebody act.
    pub(super) fn act<T>(
        &self,
        connection: &mut Connection,
        desk: &Desk,
        work: impl FnOnce(&mut Act<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let context = Context::new(desk.actor.clone(), &self.ids);
        work(&mut Act {
            connection,
            context: &context,
            who: desk.who,
            scope: &desk.scope,
            agencies: &self.agencies,
        })
    }
}
