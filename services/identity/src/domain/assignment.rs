//! What a role that was given amounts to on a date, after all that happened to its agency.

use htx_model::{
    agency::Agencies,
    date::Date,
    principal::{self, Assignment},
};

use super::account::{Grant, Holder};

/// The assignment that a grant gives on a date; an agency that has not yet begun gives nothing.
pub(crate) fn resolve(grant: &Grant, agencies: &Agencies, today: Date) -> Option<Assignment> {
    let holder = match &grant.holder {
        Holder::Organisation(id) => principal::Holder::Organisation { id: *id },
        Holder::Agency(code) => principal::Holder::of_agency(agencies, code, today)?,
    };
    Some(Assignment { role: grant.role, holder })
}

/// All that an account's grants give on a date.
pub(crate) fn resolve_all(grants: &[Grant], agencies: &Agencies, today: Date) -> Vec<Assignment> {
    grants.iter().filter_map(|grant| resolve(grant, agencies, today)).collect()
}

#[cfg(test)]
mod tests {
    use htx_model::{
        administrative::Territory,
        agency::{AgencyCode, AgencyKind},
        principal::Role,
    };

    use super::*;

    fn on(code: &str, date: &str) -> Option<(Vec<AgencyKind>, Territory, bool)> {
        let holder = Holder::Agency(AgencyCode::parse(code).unwrap());
        let grant = Grant { role: Role::Officer, holder };
        let date = Date::parse(date).unwrap();
        resolve(&grant, Agencies::embedded().unwrap(), date).map(|assignment| {
            match assignment.holder {
                principal::Holder::Agency { kinds, territory, ended, .. } => {
                    (kinds, territory, ended)
                }
                principal::Holder::Organisation { .. } => panic!("an agency was given"),
            }
        })
    }

    #[test]
    fn a_department_inherits_the_kinds_of_those_that_merged_into_it() {
        let (kinds, _, ended) = on("so-tc", "2025-03-01").unwrap();
        assert_eq!(kinds, [AgencyKind::Finance, AgencyKind::Planning]);
        assert!(!ended);
        assert_eq!(on("so-tc", "2025-02-28").unwrap().0, [AgencyKind::Finance]);
    }

    #[test]
    fn an_agency_that_has_ended_keeps_its_kind_marked_as_ended() {
        let (kinds, _, ended) = on("so-khdt", "2025-03-01").unwrap();
        assert_eq!(kinds, [AgencyKind::Planning]);
        assert!(ended);
    }

    #[test]
    fn a_commune_takes_over_from_its_district_on_the_day() {
        let commune = Agencies::embedded()
            .unwrap()
            .all()
            .iter()
            .find(|agency| agency.kind == AgencyKind::Commune)
            .unwrap();
        assert_eq!(on(commune.code.as_str(), "2025-06-30"), None);
        let (kinds, territory, ended) = on(commune.code.as_str(), "2025-07-01").unwrap();
        assert_eq!(kinds, [AgencyKind::Commune, AgencyKind::District]);
        assert_eq!(territory, commune.territory);
        assert!(!ended);
    }
}
