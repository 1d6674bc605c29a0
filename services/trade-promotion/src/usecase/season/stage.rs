//! On what day who acts, for which agency, and how far they reach.

use std::{collections::BTreeMap, sync::Arc};

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
    code_list::CodeList as _,
    date::Date,
    directory::Organisation,
    event::Actor,
    id::Id,
    policy::Reach,
    principal::{Holder, PrincipalKind, Role},
    scope::Scope,
};
use uuid::Uuid;

use super::{Setting, programme::ORGANISERS};

/// Seconds from midnight to the hour at which things are done.
const NINE: i64 = 9 * 3_600;

/// Somebody who acts.
#[derive(Debug, Clone)]
pub(super) struct Person {
    id: Uuid,
    name: String,
    agency: Option<AgencyCode>,
    scope: Scope,
}

/// What everybody in the season acts on.
pub(super) struct Stage {
    agencies: Arc<Agencies>,
    clock: Arc<FixedClock>,
    pub(super) ids: IdSource,
    /// Officer and approver of each organiser.
    staff: BTreeMap<&'static str, [Person; 2]>,
}

impl Stage {
    pub(super) fn set(setting: &Setting) -> Result<Self, Failure> {
        let mut staff = BTreeMap::new();
        for code in ORGANISERS {
            let agency = AgencyCode::parse(code).map_err(Failure::unexpected)?;
            let holder = Holder::Agency {
                code: agency.clone(),
                kinds: Vec::new(),
                territory: Territory::City,
                ended: false,
            };
            let person = |role: Role| {
                let id: Id<()> = setting.ids.make();
                Person {
                    id: id.uuid(),
                    name: format!("{code}.{role}"),
                    agency: Some(agency.clone()),
                    scope: Scope::nothing().with(Reach::OwnAgency, &holder),
                }
            };
            staff.insert(*code, [person(Role::Officer), person(Role::Approver)]);
        }
        Ok(Self {
            agencies: Arc::clone(&setting.agencies),
            clock: Arc::clone(&setting.clock),
            ids: setting.ids.clone(),
            staff,
        })
    }

    /// Who prepares for an organiser, and who decides.
    pub(super) fn desk(&self, organiser: &str) -> Result<[Person; 2], Failure> {
        let desk = self.staff.get(organiser).cloned();
        desk.ok_or_else(|| Failure::unexpected(format!("{organiser} organises nothing")))
    }

    /// The same person, for what reaches the whole city.
    pub(super) fn reaching_city(&self, person: &Person) -> Person {
        Person { scope: Scope::everything(), ..person.clone() }
    }

    /// An organisation's own account.
    pub(super) fn account(&self, of: &Organisation) -> Person {
        let id: Id<()> = self.ids.make();
        let number = of.registration_number.as_ref().map(ToString::to_string);
        Person {
            id: id.uuid(),
            name: number.unwrap_or_else(|| of.id.to_string()),
            agency: None,
            scope: Scope::nothing()
                .with(Reach::OwnOrganisation, &Holder::Organisation { id: of.id }),
        }
    }

    /// Somebody does something on a day.
    pub(super) fn act<T>(
        &self,
        connection: &mut Connection,
        (person, day): (&Person, Date),
        work: impl FnOnce(&mut Act<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.clock.set(day.first_instant().plus_seconds(NINE));
        let actor = Actor {
            kind: PrincipalKind::User.code().to_owned(),
            id: Some(person.id),
            name: person.name.clone(),
            agency: person.agency.clone(),
        };
        work(&mut Act {
            connection,
            context: &Context::new(actor, &self.ids),
            who: person.id,
            scope: &person.scope,
            agencies: &self.agencies,
        })
    }
}
