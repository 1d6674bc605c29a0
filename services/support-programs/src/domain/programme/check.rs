//! Checks what a version of a programme says, each fault at its place.

use std::collections::BTreeSet;

use htx_model::{
    agency::Agencies,
    date::Date,
    money::AMOUNT_MAX,
    refusal::{Fault, Text},
    words,
};

use super::{Content, Norm, PlannedBudget};
use crate::domain::{
    budget::{YEAR_FIRST, YEAR_LAST},
    rule::{Basis, Rule, holds_on},
};

/// The most characters of a programme's code.
pub const CODE_LENGTH_MAX: usize = 40;
/// The most characters of a programme's name.
pub const NAME_LENGTH_MAX: usize = 500;
const TITLE_LENGTH_MAX: usize = 300;
const BASIS_LENGTH_MAX: usize = 100;
const LIST_MAX: usize = 20;
const RULES_MAX: usize = 30;
const NORMS_MAX: usize = 50;
const BUDGETS_MAX: usize = 100;
const TIMES_MAX: u32 = 1_000;

const WHOLE: u32 = 10_000;

/// Checks what was written, and gives it tidied.
///
/// # Errors
/// Every fault at its place under `/content`.
pub fn check(mut content: Content) -> Result<Content, Vec<Fault>> {
    let mut checking = Checking(Vec::new());
    checking.words("/content/name".to_owned(), &mut content.name, NAME_LENGTH_MAX);
    checking.document(&mut content);
    checking.agencies(&content);
    if content.period.is_some_and(|period| {
        period.from > period.to || !(2000..=2100).contains(&period.from) || period.to > 2100
    }) {
        checking.fault("/content/period".to_owned(), "period", period());
    }
    for (name, length, most) in [
        ("co_leads", content.co_leads.len(), LIST_MAX),
        ("fields", content.fields.len(), LIST_MAX),
        ("supports", content.supports.len(), LIST_MAX),
        ("budgets", content.budgets.len(), BUDGETS_MAX),
    ] {
        if length > most {
            checking.fault(format!("/content/{name}"), "too_many", too_many(most));
        }
    }
    checking.supports(&mut content);
    checking.rules("/content/rules", &mut content.rules);
    checking.budgets(&content);
    if checking.0.is_empty() { Ok(content) } else { Err(checking.0) }
}

/// Checks rules that stand by themselves, and gives them tidied.
///
/// # Errors
/// Every fault at its place under the pointer.
pub fn check_rules(pointer: &str, mut rules: Vec<Rule>) -> Result<Vec<Rule>, Vec<Fault>> {
    let mut checking = Checking(Vec::new());
    checking.rules(pointer, &mut rules);
    if checking.0.is_empty() { Ok(rules) } else { Err(checking.0) }
}

struct Checking(Vec<Fault>);

impl Checking {
    fn fault(&mut self, pointer: String, code: &'static str, detail: Text) {
        self.0.push(Fault::new(pointer, code, detail));
    }

    fn words(&mut self, pointer: String, text: &mut String, most: usize) {
        match words::tidy(pointer, text, most) {
            Ok(tidy) => *text = tidy,
            Err(fault) => self.0.push(fault),
        }
    }

    fn document(&mut self, content: &mut Content) {
        let Some(document) = &mut content.document else { return };
        let place = |name: &str| format!("/content/document/{name}");
        self.words(place("number"), &mut document.number, BASIS_LENGTH_MAX);
        if let Some(annex) = &mut document.annex {
            self.words(place("annex"), annex, BASIS_LENGTH_MAX);
        }
    }

    fn agencies(&mut self, content: &Content) {
        // A test reads the embedded agencies; without them none is known.
        let known = |code| Agencies::embedded().is_ok_and(|agencies| agencies.get(code).is_some());
        if !known(&content.lead) {
            self.fault("/content/lead".to_owned(), "unknown_agency", unknown_agency());
        }
        for (at, code) in content.co_leads.iter().enumerate().take(LIST_MAX) {
            let place = format!("/content/co_leads/{at}");
            if !known(code) {
                self.fault(place, "unknown_agency", unknown_agency());
            } else if *code == content.lead || content.co_leads[..at].contains(code) {
                self.fault(place, "twice", twice());
            }
        }
    }

    fn basis(&mut self, pointer: &str, basis: &mut Basis) {
        self.words(format!("{pointer}/basis/document"), &mut basis.document, BASIS_LENGTH_MAX);
        self.words(format!("{pointer}/basis/article"), &mut basis.article, BASIS_LENGTH_MAX);
    }

    fn validity(&mut self, pointer: &str, from: Option<Date>, to: Option<Date>) {
        if from.zip(to).is_some_and(|(from, to)| from > to) {
            self.fault(format!("{pointer}/valid_to"), "validity", validity());
        }
    }

    fn supports(&mut self, content: &mut Content) {
        let mut seen = BTreeSet::new();
        for (at, support) in content.supports.iter_mut().enumerate().take(LIST_MAX) {
            let place = format!("/content/supports/{at}");
            if !seen.insert(support.kind) {
                self.fault(format!("{place}/kind"), "twice", twice());
            }
            if support.norms.len() > NORMS_MAX {
                self.fault(format!("{place}/norms"), "too_many", too_many(NORMS_MAX));
                continue;
            }
            for (at, norm) in support.norms.iter_mut().enumerate() {
                self.norm(&format!("{place}/norms/{at}"), norm);
            }
            for (at, norm) in support.norms.iter().enumerate() {
                if support.norms[..at].iter().any(|other| overlap(norm, other)) {
                    self.fault(format!("{place}/norms/{at}"), "overlap", overlapping());
                }
            }
        }
    }

    fn norm(&mut self, pointer: &str, norm: &mut Norm) {
        self.basis(pointer, &mut norm.basis);
        self.validity(pointer, norm.valid_from, norm.valid_to);
        let most = |value: Option<u32>, most| value.is_none_or(|value| (1..=most).contains(&value));
        for (name, right) in [
            ("ceiling_vnd", norm.ceiling_vnd.is_none_or(|one| (1..=AMOUNT_MAX).contains(&one))),
            ("share_basis_points", most(norm.share_basis_points, WHOLE)),
            ("times", most(norm.times, TIMES_MAX)),
            ("times_per_year", most(norm.times_per_year, TIMES_MAX)),
        ] {
            if !right {
                self.fault(format!("{pointer}/{name}"), "out_of_range", out_of_range());
            }
        }
    }

    fn budgets(&mut self, content: &Content) {
        for (at, one) in content.budgets.iter().enumerate().take(BUDGETS_MAX) {
            let place = format!("/content/budgets/{at}");
            if !(YEAR_FIRST..=YEAR_LAST).contains(&one.year) {
                self.fault(format!("{place}/year"), "out_of_range", out_of_range());
            }
            if one.amount_vnd.is_some_and(|amount| !(1..=AMOUNT_MAX).contains(&amount)) {
                self.fault(format!("{place}/amount_vnd"), "out_of_range", out_of_range());
            }
            let same = |other: &PlannedBudget| (other.year, other.source) == (one.year, one.source);
            if content.budgets[..at].iter().any(same) {
                self.fault(place, "twice", twice());
            }
        }
    }

    fn rules(&mut self, pointer: &str, rules: &mut [Rule]) {
        if rules.len() > RULES_MAX {
            self.fault(pointer.to_owned(), "too_many", too_many(RULES_MAX));
        }
        let mut seen = BTreeSet::new();
        for (at, rule) in rules.iter_mut().enumerate().take(RULES_MAX) {
            let place = format!("{pointer}/{at}");
            if !is_code(&rule.code) {
                self.fault(format!("{place}/code"), "not_a_code", not_a_code());
            } else if !seen.insert(rule.code.clone()) {
                self.fault(format!("{place}/code"), "twice", twice());
            }
            self.words(format!("{place}/title"), &mut rule.title, TITLE_LENGTH_MAX);
            self.basis(&place, &mut rule.basis);
            self.validity(&place, rule.valid_from, rule.valid_to);
            if let Err(faults) = rule.condition.check(&format!("{place}/condition")) {
                self.0.extend(faults);
            }
        }
    }
}

/// Whether a code is of lower-case letters, digits and `_`, and starts with a letter.
#[must_use]
pub fn is_code(code: &str) -> bool {
    let right = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    code.len() <= 40
        && code.bytes().all(right)
        && code.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase())
}

/// Checks the code that a programme is to have for ever, such as `nq-13-pl08`.
///
/// # Errors
/// A fault at `/code`.
pub fn check_code(code: &str) -> Result<(), Fault> {
    let right = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let part = |part: &str| !part.is_empty() && part.bytes().all(right);
    if code.len() <= CODE_LENGTH_MAX && code.split('-').all(part) {
        return Ok(());
    }
    Err(Fault::new(
        "/code",
        "not_a_code",
        Text::made(
            format!(
                "Mã chương trình gồm chữ thường không dấu, chữ số, nối bằng dấu gạch ngang, tối đa {CODE_LENGTH_MAX} ký tự."
            ),
            format!(
                "A programme's code is of lower-case letters and digits, joined by hyphens, at most {CODE_LENGTH_MAX}."
            ),
        ),
    ))
}

fn overlap(one: &Norm, other: &Norm) -> bool {
    let first = |norm: &Norm| norm.valid_from;
    match (first(one), first(other)) {
        (None, None) => true,
        (Some(day), None) => holds_on(None, other.valid_to, day),
        (None, Some(day)) => holds_on(None, one.valid_to, day),
        (Some(day), Some(then)) => {
            let later = day.max(then);
            holds_on(None, one.valid_to, later) && holds_on(None, other.valid_to, later)
        }
    }
}

fn period() -> Text {
    Text::fixed(
        "Thời gian thực hiện từ năm 2000 đến năm 2100, năm đầu không sau năm cuối.",
        "A period lies between 2000 and 2100, and its first year is not after its last.",
    )
}

fn too_many(most: usize) -> Text {
    Text::made(format!("Tối đa {most} mục."), format!("At most {most}."))
}

fn unknown_agency() -> Text {
    Text::fixed("Không có cơ quan này (xem GET /v1/agencies).", "There is no such agency.")
}

fn validity() -> Text {
    Text::fixed("Ngày hết hiệu lực không được trước ngày có hiệu lực.", "It ends before it begins.")
}

fn twice() -> Text {
    Text::fixed("Đã có trong danh sách.", "It is in the list already.")
}

fn overlapping() -> Text {
    Text::fixed(
        "Trùng thời gian hiệu lực với định mức khác của cùng loại hỗ trợ.",
        "It holds at the same time as another norm of this kind of support.",
    )
}

fn out_of_range() -> Text {
    Text::fixed("Giá trị ngoài khoảng cho phép.", "The value is out of range.")
}

fn not_a_code() -> Text {
    Text::fixed(
        "Mã gồm chữ thường không dấu, chữ số và _, bắt đầu bằng chữ, tối đa 40 ký tự.",
        "A code is of lower-case letters, digits and _, starts with a letter, and has at most 40.",
    )
}

#[cfg(test)]
mod tests;
