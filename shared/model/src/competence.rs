//! Which registrar keeps which entry, and whose business its duties are.

use crate::{
    agency::{Agencies, AgencyCode},
    date::Date,
    organisation::OrganisationKind,
    scope::{Placement, Scope},
};

/// Whether whoever reaches so far holds today what this agency was entrusted with: the agency itself,
/// or whoever took over its work (DOMAIN section 3).
#[must_use]
pub fn holds(agencies: &Agencies, scope: &Scope, agency: &AgencyCode, today: Date) -> bool {
    scope.is_everything()
        || agencies
            .successors(agency, today)
            .iter()
            .any(|holder| scope.agencies().any(|own| *own == holder.code))
}

/// The agencies by whose names things stand that an agency holds today: its own, and those whose work it
/// took over.
#[must_use]
pub fn names_of(agencies: &Agencies, agency: &AgencyCode, today: Date) -> Vec<AgencyCode> {
    let passed = |code: &AgencyCode| {
        agencies.successors(code, today).iter().any(|holder| holder.code == *agency)
    };
    agencies
        .all()
        .iter()
        .map(|known| &known.code)
        .filter(|code| *code == agency || passed(code))
        .cloned()
        .collect()
}

/// The agencies by whose names things stand that whoever reaches so far holds today: for a WHERE. An
/// agency that has ended keeps what stands under its own name.
#[must_use]
pub fn held_names(agencies: &Agencies, scope: &Scope, today: Date) -> Vec<AgencyCode> {
    let own = |code: &AgencyCode| scope.agencies().any(|own| own == code);
    agencies
        .all()
        .iter()
        .map(|agency| &agency.code)
        .filter(|code| own(code) || holds(agencies, scope, code, today))
        .cloned()
        .collect()
}

/// Whether the entry of an organisation of this kind, at this place, is kept by a registrar who
/// reaches so far: a district or commune keeps groups and cooperatives of its territory, unions are
/// the planning agency's wherever they have their seat (DOMAIN section 3).
#[must_use]
pub fn keeps(scope: &Scope, kind: OrganisationKind, place: &Placement<'_>) -> bool {
    let of_planning = kind == OrganisationKind::CooperativeUnion;
    if of_planning { scope.is_everything() } else { scope.covers(place) }
}

/// Whether whoever reaches so far may enter what an organisation of this kind, at this place, has to
/// report: the organisation itself, or its registrar on its behalf.
#[must_use]
pub fn files_for(scope: &Scope, kind: OrganisationKind, place: &Placement<'_>) -> bool {
    let is_own = |id| scope.organisations().any(|own| own == id);
    place.organisation.is_some_and(is_own) || keeps(scope, kind, place)
}

/// Whether the yearly duties of an organisation of this kind, at this place, are the business of
/// whoever reaches so far: the organisation's own account, the district or commune for groups and
/// cooperatives of its territory, the planning agency for unions and for nobody else (DOMAIN
/// section 3).
#[must_use]
pub fn attends(scope: &Scope, kind: OrganisationKind, place: &Placement<'_>) -> bool {
    let own = scope.organisations().any(|id| Some(id) == place.organisation);
    let territory = scope.districts().any(|code| Some(code) == place.district)
        || scope.communes().any(|code| Some(code) == place.commune);
    match kind {
        OrganisationKind::CooperativeUnion => own || scope.is_everything(),
        OrganisationKind::CooperativeGroup | OrganisationKind::Cooperative => own || territory,
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        administrative::{DistrictCode, Territory},
        agency::AgencyCode,
        policy::Reach,
        principal::Holder,
    };

    use super::*;

    #[test]
    fn a_district_keeps_its_cooperatives_and_planning_keeps_unions() {
        let (own, other) =
            (DistrictCode::parse("276").unwrap(), DistrictCode::parse("277").unwrap());
        let district = Holder::Agency {
            code: AgencyCode::parse("district-276").unwrap(),
            kinds: vec![],
            territory: Territory::District(own.clone()),
            ended: false,
        };
        let district = Scope::nothing().with(Reach::OwnTerritory, &district);
        let (here, there) = (
            Placement { district: Some(&own), ..Placement::default() },
            Placement { district: Some(&other), ..Placement::default() },
        );
        assert!(keeps(&district, OrganisationKind::Cooperative, &here));
        assert!(!keeps(&district, OrganisationKind::Cooperative, &there));
        assert!(!keeps(&district, OrganisationKind::CooperativeUnion, &here));
        assert!(keeps(&Scope::everything(), OrganisationKind::CooperativeUnion, &there));
    }

    #[test]
    fn yearly_duties_are_the_organisations_own_the_districts_and_for_unions_plannings() {
        use crate::id::OrganisationId;
        let code = DistrictCode::parse("276").unwrap();
        let id = OrganisationId::from_uuid(uuid::Uuid::from_u128(1));
        let place =
            Placement { organisation: Some(id), district: Some(&code), ..Placement::default() };
        let of = |reach, holder| Scope::nothing().with(reach, &holder);
        let own = of(Reach::OwnOrganisation, Holder::Organisation { id });
        let district = of(
            Reach::OwnTerritory,
            Holder::Agency {
                code: AgencyCode::parse("district-276").unwrap(),
                kinds: vec![],
                territory: Territory::District(code.clone()),
                ended: false,
            },
        );
        let planning = Scope::everything();
        let (cooperative, union) =
            (OrganisationKind::Cooperative, OrganisationKind::CooperativeUnion);
        assert!(attends(&own, cooperative, &place) && attends(&own, union, &place));
        assert!(attends(&district, cooperative, &place) && !attends(&district, union, &place));
        assert!(!attends(&planning, cooperative, &place) && attends(&planning, union, &place));
    }
}
