//! The tasks that come of what a plan says.

use htx_model::{
    agency::{Agencies, Agency, AgencyCode},
    date::Date,
    reference::{self, ReferenceError},
};

use crate::domain::plan::{Content, Duty, check_duties::territories};

/// A task before it is entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Initial {
    /// The duty's number and letter.
    pub duty: String,
    /// The heading that it stands under.
    pub section: String,
    /// What is to be done.
    pub text: String,
    /// The agency's code.
    pub agency: AgencyCode,
    /// Its name.
    pub agency_name: String,
    /// Whether the plan does not name the agency.
    pub agency_assumed: bool,
    /// When it is due.
    pub due_on: Option<Date>,
}

/// The tasks of a plan that the suite is delivered with, in the order of the plan; none of another.
///
/// # Errors
/// None in practice: a test reads them.
pub fn tasks(
    plan: &str,
    year: i16,
    (content, agencies): (&Content, &Agencies),
) -> Result<Vec<Initial>, ReferenceError> {
    let given = reference::plan_2025_duties().map_err(Clone::clone)?;
    if given.plan != plan {
        return Ok(Vec::new());
    }
    let mut tasks = Vec::new();
    for given in &given.duties {
        let duty = Duty {
            code: given.code.clone(),
            section: given.section.clone(),
            text: given.text.clone(),
            agencies: given.agencies.clone(),
            territorial: given.territorial,
            due_on: None,
        };
        let assumed = given.agencies_assumed && !given.territorial;
        tasks.extend(of_duty(&duty, (content, year), agencies, assumed));
    }
    Ok(tasks)
}

/// The tasks of what a version of a plan says, in its order.
#[must_use]
pub fn of_content(content: &Content, year: i16, agencies: &Agencies) -> Vec<Initial> {
    let duties = content.duties.iter();
    duties.flat_map(|duty| of_duty(duty, (content, year), agencies, false)).collect()
}

fn of_duty(
    duty: &Duty,
    (content, year): (&Content, i16),
    agencies: &Agencies,
    agency_assumed: bool,
) -> Vec<Initial> {
    let named = duty.agencies.iter().filter_map(|code| agencies.get(code));
    let territorial = territories(agencies, year)
        .filter(|agency| duty.territorial && !duty.agencies.contains(&agency.code));
    let task = |agency: &Agency| Initial {
        duty: duty.code.clone(),
        section: duty.section.clone(),
        text: duty.text.clone(),
        agency: agency.code.clone(),
        agency_name: agency.name_vi.clone(),
        agency_assumed,
        due_on: duty.due_on.or(content.report_due),
    };
    named.chain(territorial).map(task).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::plan::initial;

    #[test]
    fn every_duty_is_a_task_of_each_agency_that_it_is_addressed_to() {
        let agencies = Agencies::embedded().unwrap();
        let content = initial::plans().unwrap().remove(0).content;
        let tasks = tasks("hn-2025", 2025, (&content, agencies)).unwrap();
        let of = |duty: &str| tasks.iter().filter(|task| task.duty == duty).count();
        assert_eq!((of("1"), of("2"), of("3.a"), of("3.c")), (41, 40, 9, 30));
        assert_eq!((of("4.đ"), of("4.m"), of("5.a")), (1, 30, 1));
        assert!(super::tasks("hn-2026", 2026, (&content, agencies)).unwrap().is_empty());
    }

    #[test]
    fn the_territories_of_a_later_plan_are_those_with_which_its_year_begins() {
        let agencies = Agencies::embedded().unwrap();
        let mut content = initial::plans().unwrap().remove(0).content;
        content.duties = vec![Duty {
            code: "1".to_owned(),
            section: "Nhiệm vụ".to_owned(),
            text: "Rà soát hợp tác xã".to_owned(),
            agencies: Vec::new(),
            territorial: true,
            due_on: None,
        }];
        let tasks = of_content(&content, 2026, agencies);
        assert_eq!(tasks.len(), 126);
        assert!(tasks.iter().all(|task| task.agency.as_str().starts_with("commune-")));
        assert_eq!(of_content(&content, 2025, agencies).len(), 30);
    }
}
