//! Everybody there is: each role of each kind of agency, of agencies as they really are, of an
//! organisation; and those who have none.

use htx_kit::testing::Caller;
use htx_model::{
    administrative::{CommuneCode, DistrictCode, Territory},
    agency::{Agencies, AgencyCode, AgencyKind},
    code_list::CodeList,
    id::OrganisationId,
    principal::{Assignment, Holder, PrincipalKind, Role},
};

use crate::harness::ExternalIssuer;

/// Somebody who calls, and where they stand in the matrix.
pub(super) struct Somebody {
    pub(super) row: &'static str,
    pub(super) column: &'static str,
    pub(super) caller: Caller,
}

/// Whoever holds a role.
const HOLDERS: &[&str] = &[
    "city_committee",
    "planning",
    "agriculture",
    "environment",
    "agriculture_environment",
    "industry_trade",
    "science",
    "finance",
    "state_bank",
    "tax",
    "trade_center",
    "alliance",
    "front",
    "audit",
    "district",
    "commune",
    "so-tc (finance that took over planning)",
    "so-khdt (ended)",
    "district-276 (ended)",
    "organisation",
];

/// The matrix: its rows, and the columns of each.
pub(super) const COLUMNS: &[(&str, &[&str])] = &[
    ("viewer", HOLDERS),
    ("officer", HOLDERS),
    ("approver", HOLDERS),
    ("administrator", HOLDERS),
    ("without", &["a role", "a token"]),
];

impl Somebody {
    /// The same person under a name of their own, so that a logout ends nobody else's login.
    pub(super) fn for_operation(&self, operation: &str) -> Caller {
        match &self.caller.principal {
            None => Caller::anonymous(),
            Some(_) => self.caller.named(&format!("{self:?} at {operation}")),
        }
    }
}

/// Everybody, once.
pub(super) fn everybody() -> Vec<Somebody> {
    let agencies = Agencies::embedded().unwrap();
    let mut all = Vec::new();
    for role in Role::all() {
        for column in HOLDERS {
            let holder = holder(column, agencies);
            let assignments = vec![Assignment { role: *role, holder }];
            let name = format!("{}.{}", role.code(), column.split(' ').next().unwrap());
            let caller = Caller::new(PrincipalKind::User, &name, assignments);
            all.push(Somebody { row: role.code(), column, caller });
        }
    }
    let nobody = Caller::new(PrincipalKind::User, "nobody", Vec::new());
    all.push(Somebody { row: "without", column: "a role", caller: nobody });
    all.push(Somebody { row: "without", column: "a token", caller: Caller::anonymous() });
    all
}

fn holder(column: &str, agencies: &Agencies) -> Holder {
    if column == "organisation" {
        let id = "01941f29-7c00-7000-8000-000000000001".parse::<OrganisationId>().unwrap();
        return Holder::Organisation { id };
    }
    match <AgencyKind as CodeList>::parse(column) {
        Some(kind) => of_kind(kind),
        None => real(column.split(' ').next().unwrap(), agencies),
    }
}

/// An agency of one kind and no other.
fn of_kind(kind: AgencyKind) -> Holder {
    let territory = match kind {
        AgencyKind::District => Territory::District(DistrictCode::parse("276").unwrap()),
        AgencyKind::Commune => Territory::Commune(CommuneCode::parse("10030").unwrap()),
        _ => Territory::City,
    };
    let code = AgencyCode::parse(&kind.code().replace('_', "-")).unwrap();
    Holder::Agency { code, kinds: vec![kind], territory, ended: false }
}

/// An agency as identity puts it in a token today.
fn real(code: &str, agencies: &Agencies) -> Holder {
    let today = ExternalIssuer::now().date();
    let code = AgencyCode::parse(code).unwrap();
    let agency = agencies.get(&code).unwrap();
    let mut kinds = agencies.kinds_on(&code, today);
    if kinds.is_empty() {
        kinds.push(agency.kind);
    }
    let (territory, ended) = (agency.territory.clone(), agency.has_ended(today));
    Holder::Agency { code, kinds, territory, ended }
}

#[test]
fn every_kind_of_agency_has_a_column() {
    for kind in AgencyKind::all() {
        assert!(HOLDERS.contains(&kind.code()), "{kind} has no column in the role matrix");
    }
}
