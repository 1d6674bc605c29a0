//! What the duties of a plan may say.

use std::collections::BTreeSet;

use htx_model::{
    administrative::Territory,
    agency::{Agencies, Agency, AgencyCode},
    date::Date,
    faults::Faults,
    refusal::Text,
};

use super::Duty;
use crate::domain::task::DUTY_LENGTH_MAX;

const SECTION_LENGTH_MAX: usize = 500;
const TEXT_LENGTH_MAX: usize = 4_000;
const DUTIES_MAX: usize = 100;
/// The most agencies that a duty names.
const AGENCIES_MAX: usize = 200;
/// The most tasks that come of them all.
const TASKS_MAX: usize = 3_000;

/// The agencies of the territories with which a year begins: districts until 2025, communes since.
pub fn territories(agencies: &Agencies, year: i16) -> impl Iterator<Item = &Agency> {
    let first = Date::new(year, 1, 1);
    agencies.all().iter().filter(move |agency| {
        matches!(agency.territory, Territory::District(_) | Territory::Commune(_))
            && first.is_some_and(|day| agency.in_force(day))
    })
}

/// The duties of the plan of a year, in order.
pub(super) fn check(
    faults: &mut Faults,
    duties: Vec<Duty>,
    (year, agencies): (i16, &Agencies),
) -> Vec<Duty> {
    let places = territories(agencies, year).count();
    let tasks =
        duties.iter().map(|duty| duty.agencies.len() + places * usize::from(duty.territorial));
    if duties.len() > DUTIES_MAX || tasks.sum::<usize>() > TASKS_MAX {
        let detail = Text::made(
            format!("Nhiều nhất {DUTIES_MAX} nhiệm vụ, giao thành nhiều nhất {TASKS_MAX} việc."),
            format!("There are {DUTIES_MAX} duties at the most, of which {TASKS_MAX} tasks come."),
        );
        faults.add("/content/duties", "out_of_range", detail);
        return duties;
    }
    let mut codes = BTreeSet::new();
    let mut checked = Vec::with_capacity(duties.len());
    for (index, duty) in duties.into_iter().enumerate() {
        let at = |field: &str| format!("/content/duties/{index}/{field}");
        let code = faults.words(at("code"), &duty.code, DUTY_LENGTH_MAX);
        if !code.is_empty() && !codes.insert(code.clone()) {
            let detail = Text::fixed(
                "Mục chỉ được ghi một lần trong kế hoạch.",
                "Number and letter are used once in the plan.",
            );
            faults.add(at("code"), "invalid_code", detail);
        }
        let section = faults.words(at("section"), &duty.section, SECTION_LENGTH_MAX);
        let text = faults.words(at("text"), &duty.text, TEXT_LENGTH_MAX);
        check_addressed(faults, at("agencies"), &duty, agencies);
        if duty.due_on.is_some_and(|due| !(year..=year + 1).contains(&due.year())) {
            let detail = Text::fixed(
                "Hạn phải nằm trong năm kế hoạch hoặc năm sau.",
                "It is due in the plan's year or the one after.",
            );
            faults.add(at("due_on"), "out_of_range", detail);
        }
        checked.push(Duty { code, section, text, ..duty });
    }
    checked
}

/// It is addressed to somebody, to nobody twice, and to nobody who is not known.
fn check_addressed(faults: &mut Faults, pointer: String, duty: &Duty, agencies: &Agencies) {
    let named: BTreeSet<&AgencyCode> = duty.agencies.iter().collect();
    let known = named.iter().all(|code| agencies.get(code).is_some());
    let some = duty.territorial || !named.is_empty();
    if some && known && named.len() == duty.agencies.len() && named.len() <= AGENCIES_MAX {
        return;
    }
    let detail = Text::fixed(
        "Nhiệm vụ phải giao cho ít nhất một cơ quan có trong danh mục, mỗi cơ quan một lần.",
        "A duty is addressed to at least one agency that is known, and to each once.",
    );
    faults.add(pointer, "unknown_agency", detail);
}
