//! What an allocation may say.

use std::collections::BTreeSet;

use htx_model::{
    administrative::{AdministrativeUnits, Territory, UnitLevel},
    agency::{Agencies, AgencyCode},
    date::Date,
    faults::Faults,
    indicator::Unit,
    plan::Receivers,
    refusal::{Refusal, Text},
};

use super::{Content, Line, Sum};
use crate::domain::plan::{Target, check::AMOUNT_MAX};

const LINES_MAX: usize = 200;
const BASIS_LENGTH_MAX: usize = 300;

/// What an allocation of a target says, in order. Whether it adds up is asked when it is handed in.
///
/// # Errors
/// Every fault of it, at its place.
pub fn check(
    content: Content,
    target: &Target,
    (receivers, year): (Receivers, i16),
    (units, agencies): (&AdministrativeUnits, &Agencies),
) -> Result<Content, Refusal> {
    let mut faults = Faults::default();
    let basis = content.basis.map(|basis| faults.words("/content/basis", &basis, BASIS_LENGTH_MAX));
    if !(1..=LINES_MAX).contains(&content.lines.len()) {
        let detail =
            Text::fixed("Phải có từ 1 đến 200 dòng phân bổ.", "There must be 1 to 200 lines.");
        faults.add("/content/lines", "out_of_range", detail);
    }
    let mut seen = BTreeSet::new();
    for (index, line) in content.lines.iter().enumerate() {
        let at = |field: &str| format!("/content/lines/{index}/{field}");
        if !exists(&line.receiver, receivers, year, units, agencies) {
            let detail = Text::made(
                format!("Trong năm {year} không có đơn vị nhận “{}”.", line.receiver),
                format!("There was no receiver “{}” in {year}.", line.receiver),
            );
            faults.add(at("receiver"), "unknown_receiver", detail);
        }
        if !seen.insert(line.receiver.as_str()) {
            let detail =
                Text::fixed("Đơn vị nhận đã có ở dòng khác.", "The receiver has another line.");
            faults.add(at("receiver"), "receiver_twice", detail);
        }
        check_amount(&mut faults, at("amount"), line, target);
    }
    let most_kept = if target.aggregate.adds_up() { AMOUNT_MAX } else { 0 };
    if !(0..=most_kept).contains(&content.kept) {
        let detail = Text::fixed(
            "Chỉ giữ lại được một phần của chỉ tiêu đếm; tỷ lệ, bình quân không có phần giữ lại.",
            "Only a part of a count can be kept; shares and means have none.",
        );
        faults.add("/content/kept", "out_of_range", detail);
    }
    faults.refuse()?;
    Ok(Content { basis, ..content })
}

fn check_amount(faults: &mut Faults, pointer: String, line: &Line, target: &Target) {
    let most = if target.unit == Unit::BasisPoints { 10_000 } else { AMOUNT_MAX };
    if !(0..=most).contains(&line.amount) {
        let detail = Text::made(
            format!("Mức phân bổ phải từ 0 đến {most}."),
            format!("The amount must be from 0 to {most}."),
        );
        faults.add(pointer, "out_of_range", detail);
    }
}

/// Whether there was such a receiver on a day of the year.
fn exists(
    code: &str,
    receivers: Receivers,
    year: i16,
    units: &AdministrativeUnits,
    agencies: &Agencies,
) -> bool {
    let days = [(1, 1), (3, 1), (6, 30), (7, 1), (12, 31)]
        .into_iter()
        .filter_map(|(month, day)| Date::new(year, month, day));
    let level = match receivers {
        Receivers::District => UnitLevel::District,
        Receivers::Commune => UnitLevel::Commune,
        Receivers::Agency => {
            let agency = AgencyCode::parse(code).ok();
            let agency = agency.and_then(|code| agencies.get(&code));
            return agency.is_some_and(|agency| {
                agency.territory == Territory::City
                    && days.into_iter().any(|day| agency.in_force(day))
            });
        }
    };
    let found: Vec<_> = units.with_code(level, code).collect();
    days.into_iter().any(|day| found.iter().any(|unit| unit.exists_on(day)))
}

/// What is allocated adds up to the target.
///
/// # Errors
/// A fault that tells what remains.
pub fn check_sum(content: &Content, target: &Target, receivers: Receivers) -> Result<(), Refusal> {
    let Sum::Remains(remains) = content.sum(target, receivers) else { return Ok(()) };
    let (given, kept, minimum) = (content.given(), content.kept, target.minimum);
    let mut faults = Faults::default();
    let detail = Text::made(
        format!(
            "Phân bổ {given}, giữ lại {kept}, trong khi chỉ tiêu là {minimum}: lệch {remains}."
        ),
        format!(
            "{given} is given out and {kept} kept, of a target of {minimum}: {remains} remains."
        ),
    );
    faults.add("/content/lines", "does_not_add_up", detail);
    faults.refuse().map_err(|refusal| {
        refusal.advising(Text::fixed(
            "Hãy sửa các dòng, hoặc ghi phần chưa phân bổ vào “kept”.",
            "Change the lines, or state what is not given out yet as “kept”.",
        ))
    })
}
