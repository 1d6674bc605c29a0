//! What an application says beside its costs: one typed table of fields for every kind of support. A
//! new kind, or another field, is a line in it.

mod table;
#[cfg(test)]
mod tests;

use htx_model::{
    administrative::{AdministrativeUnits, CommuneCode},
    date::Date,
    money::AMOUNT_MAX,
    refusal::{Fault, Text},
    support::applications::{DetailType, SupportKind},
    words,
};
use serde_json::{Map, Value};

pub use table::{fields, forms};

/// A code that a field may hold, with its label in both languages.
pub type Choice = (&'static str, &'static str, &'static str);

/// What a field holds.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// Words, at most so many characters.
    Words(usize),
    /// A whole number within bounds.
    Count(i64, i64),
    /// An amount of at least one đồng.
    Amount,
    /// A day.
    Day,
    /// A day that does not lie before that of another field.
    DayAfter(&'static str),
    /// One of these codes.
    OneOf(&'static [Choice]),
    /// A commune of today.
    Commune,
}

/// A field.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name in JSON.
    pub name: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// Whether an application cannot be handed in without it.
    pub required: bool,
    /// What it is called.
    pub label: Label,
}

/// A label in Vietnamese and English.
pub type Label = (&'static str, &'static str);

impl Shape {
    /// The type as a client reads it.
    #[must_use]
    pub const fn kind(self) -> DetailType {
        match self {
            Self::Words(_) => DetailType::Text,
            Self::Count(..) => DetailType::Count,
            Self::Amount => DetailType::Amount,
            Self::Day | Self::DayAfter(_) => DetailType::Date,
            Self::OneOf(_) => DetailType::Choice,
            Self::Commune => DetailType::Commune,
        }
    }
}

/// Checks what was given against the table, and gives it tidied: in the table's order, without nulls.
/// A draft may lack what an application cannot be handed in without.
///
/// # Errors
/// Every fault at its place under `/details`.
pub fn check(
    kind: SupportKind,
    given: &Map<String, Value>,
    (units, today): (&AdministrativeUnits, Date),
    is_draft: bool,
) -> Result<Map<String, Value>, Vec<Fault>> {
    let table = fields(kind);
    let mut faults: Vec<Fault> = given
        .keys()
        .filter(|name| table.iter().all(|field| field.name != name.as_str()))
        .map(|name| unknown(kind, name))
        .collect();
    let mut tidy = Map::new();
    for field in table {
        match given.get(field.name).filter(|value| !value.is_null()) {
            None if field.required && !is_draft => faults.push(missing(field)),
            None => {}
            Some(value) => match read(field, value, &tidy, units, today) {
                Ok(value) => drop(tidy.insert(field.name.to_owned(), value)),
                Err(fault) => faults.push(fault),
            },
        }
    }
    if faults.is_empty() { Ok(tidy) } else { Err(faults) }
}

/// The details as the log has them: without words, in which people are named.
#[must_use]
pub fn logged(kind: SupportKind, details: &Map<String, Value>) -> Map<String, Value> {
    let table = fields(kind);
    let is_words = |name: &str| {
        let of = table.iter().find(|field| field.name == name);
        of.is_none_or(|field| matches!(field.shape, Shape::Words(_)))
    };
    let kept = details.iter().filter(|(name, _)| !is_words(name));
    kept.map(|(name, value)| (name.clone(), value.clone())).collect()
}

fn read(
    field: &Field,
    value: &Value,
    read_before: &Map<String, Value>,
    units: &AdministrativeUnits,
    today: Date,
) -> Result<Value, Fault> {
    match field.shape {
        Shape::Words(most) => {
            let text = value.as_str().ok_or_else(|| wrong_type(field))?;
            words::tidy(pointer(field.name), text, most).map(Value::from)
        }
        Shape::Count(least, most) => whole(field, value, least, most),
        Shape::Amount => whole(field, value, 1, AMOUNT_MAX),
        Shape::Day => day(field, value).map(|day| day.to_string().into()),
        Shape::DayAfter(other) => {
            let day = day(field, value)?;
            let first = read_before.get(other).and_then(Value::as_str);
            let first = first.and_then(|text| Date::parse(text).ok());
            if first.is_some_and(|first| day < first) {
                return Err(fault(
                    field.name,
                    "out_of_order",
                    Text::made(
                        format!("Ngày này không được trước “{other}”."),
                        format!("This day cannot lie before “{other}”."),
                    ),
                ));
            }
            Ok(day.to_string().into())
        }
        Shape::OneOf(choices) => {
            let text = value.as_str().ok_or_else(|| wrong_type(field))?;
            let known = choices.iter().any(|(code, ..)| *code == text);
            if known { Ok(text.into()) } else { Err(no_choice(field, choices)) }
        }
        Shape::Commune => {
            let text = value.as_str().ok_or_else(|| wrong_type(field))?;
            let code = CommuneCode::parse(text).ok();
            let known = code.filter(|code| units.commune(code, today).is_some());
            known.map(|code| code.as_str().into()).ok_or_else(|| {
                fault(
                    field.name,
                    "unknown_commune",
                    Text::fixed(
                        "Không có xã, phường này vào ngày hôm nay.",
                        "There is no such commune today.",
                    ),
                )
            })
        }
    }
}

fn whole(field: &Field, value: &Value, least: i64, most: i64) -> Result<Value, Fault> {
    let number = value.as_i64().ok_or_else(|| wrong_type(field))?;
    if (least..=most).contains(&number) {
        return Ok(number.into());
    }
    Err(fault(
        field.name,
        "out_of_range",
        Text::made(
            format!("Phải từ {least} đến {most}."),
            format!("It must be from {least} to {most}."),
        ),
    ))
}

fn day(field: &Field, value: &Value) -> Result<Date, Fault> {
    let text = value.as_str().ok_or_else(|| wrong_type(field))?;
    Date::parse(text).map_err(|_| wrong_type(field))
}

fn pointer(name: &str) -> String {
    format!("/details/{}", name.replace('~', "~0").replace('/', "~1"))
}

fn fault(name: &str, code: &'static str, detail: Text) -> Fault {
    Fault::new(pointer(name), code, detail)
}

fn unknown(kind: SupportKind, name: &str) -> Fault {
    let known: Vec<&str> = fields(kind).iter().map(|field| field.name).collect();
    let known = known.join(", ");
    fault(
        name,
        "unknown_field",
        Text::made(
            format!("Loại hỗ trợ {kind} không có trường này; các trường: {known}."),
            format!("Support of kind {kind} has no such field; it has: {known}."),
        ),
    )
}

fn missing(field: &Field) -> Fault {
    let (vi, en) = field.label;
    fault(field.name, "missing", Text::made(format!("Thiếu: {vi}."), format!("Missing: {en}.")))
}

fn wrong_type(field: &Field) -> Fault {
    let kind = field.shape.kind();
    fault(
        field.name,
        "wrong_type",
        Text::made(
            format!("Phải là giá trị kiểu {kind}."),
            format!("It must be a value of type {kind}."),
        ),
    )
}

fn no_choice(field: &Field, choices: &[Choice]) -> Fault {
    let codes = choices.iter().map(|(code, ..)| *code).collect::<Vec<_>>().join(", ");
    fault(
        field.name,
        "unknown_code",
        Text::made(format!("Chỉ nhận: {codes}."), format!("Only these are taken: {codes}.")),
    )
}
