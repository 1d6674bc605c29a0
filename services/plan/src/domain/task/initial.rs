//! The tasks that the suite is delivered with.

use htx_model::{
    administrative::Territory,
    agency::{Agencies, Agency, AgencyCode},
    date::Date,
    reference::{self, PlanDuty, ReferenceError},
};

/// A task before it is entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Initial {
    /// The duty.
    pub duty: &'static PlanDuty,
    /// The agency's code.
    pub agency: AgencyCode,
    /// Its name.
    pub agency_name: String,
}

/// The tasks of a plan that the suite is delivered with, in the order of the plan; none of another.
///
/// # Errors
/// None in practice: a test reads them.
pub fn tasks(plan: &str, year: i16, agencies: &Agencies) -> Result<Vec<Initial>, ReferenceError> {
    let given = reference::plan_2025_duties().map_err(Clone::clone)?;
    if given.plan != plan {
        return Ok(Vec::new());
    }
    let mut tasks = Vec::new();
    for duty in &given.duties {
        let named = duty.agencies.iter().filter_map(|code| agencies.get(code));
        let territorial = districts(agencies, year).filter(|_| duty.territorial);
        for agency in named.chain(territorial) {
            let (code, name) = (agency.code.clone(), agency.name_vi.clone());
            tasks.push(Initial { duty, agency: code, agency_name: name });
        }
    }
    Ok(tasks)
}

/// The districts with which the year began.
fn districts(agencies: &Agencies, year: i16) -> impl Iterator<Item = &Agency> {
    let first = Date::new(year, 1, 1);
    agencies.all().iter().filter(move |agency| {
        matches!(agency.territory, Territory::District(_))
            && first.is_some_and(|day| agency.in_force(day))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_duty_is_a_task_of_each_agency_that_it_is_addressed_to() {
        let agencies = Agencies::embedded().unwrap();
        let tasks = tasks("hn-2025", 2025, agencies).unwrap();
        let of = |duty: &str| tasks.iter().filter(|task| task.duty.code == duty).count();
        assert_eq!((of("1"), of("2"), of("3.a"), of("3.c")), (41, 40, 9, 30));
        assert_eq!((of("4.đ"), of("4.m"), of("5.a")), (1, 30, 1));
        assert!(super::tasks("hn-2026", 2026, agencies).unwrap().is_empty());
    }
}
