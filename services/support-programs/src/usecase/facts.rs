//! The facts that rules go by, of many organisations at once: out of the register's directory, the State
//! Bank's records and this service's own.

use std::collections::BTreeMap;

use htx_kit::{db::Connection, directory, failure::Failure};
use htx_model::{
    date::Date,
    directory::{Organisation, Year},
    id::OrganisationId,
    support::programmes::CommuneGradeKind,
};

use crate::{
    domain::rule::fact::{self, Facts, Known},
    store,
};

/// The facts of these organisations, at most a batch, as they are known today; ages, debts and the grades
/// of communes as they are on a day.
///
/// # Errors
/// What the database reports.
pub(super) fn of(
    connection: &mut Connection,
    organisations: &[Organisation],
    grades: &BTreeMap<String, CommuneGradeKind>,
    day: Date,
) -> Result<Vec<Facts>, Failure> {
    let ids: Vec<OrganisationId> = organisations.iter().map(|one| one.id).collect();
    let mut years: BTreeMap<OrganisationId, Vec<Year>> = BTreeMap::new();
    for year in directory::years_of(connection, &ids)? {
        years.entry(year.organisation).or_default().push(year);
    }
    let overdue = store::credit_record::overdue_of(connection, &ids, day)?;
    let owing = store::application::owing_back(connection, &ids)?;
    let facts = organisations.iter().map(|organisation| {
        let id = &organisation.id;
        let known = Known {
            organisation,
            years: years.get(id).map(Vec::as_slice).unwrap_or_default(),
            grade: grades.get(organisation.seat.current_commune.as_str()).copied(),
            overdue_debt: overdue.get(id).copied(),
            owes_support_back: owing.contains(id),
        };
        fact::of(&known, day)
    });
    Ok(facts.collect())
}

/// The facts of one organisation.
///
/// # Errors
/// What the database reports.
pub(super) fn of_one(
    connection: &mut Connection,
    organisation: &Organisation,
    day: Date,
) -> Result<Facts, Failure> {
    let commune = organisation.seat.current_commune.as_str();
    let grades = store::commune_grade::on(connection, &[commune], day)?;
    let mut facts = of(connection, std::slice::from_ref(organisation), &grades, day)?;
    Ok(facts.pop().unwrap_or_default())
}
