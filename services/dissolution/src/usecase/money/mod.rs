//! The money of a case: claims, receivables, assets, the cash book, and what the payment order makes
//! of them. Whatever is written is written while the case is held.

pub mod assets;
pub mod cash_book;
pub mod change_asset;
pub mod claims;
pub mod disposal;
pub mod receivables;
pub mod waterfall;

use htx_kit::{
    context::Context,
    db::Connection,
    failure::Failure,
    log::{self, RandomSalts},
};
use htx_model::{
    date::Date,
    refusal::{Fault, Refusal, Text},
    words,
};
use serde_json::Value;

use super::record;
use crate::{domain::step::Exhibit, store::case::StoredCase};

/// What is told of a record of a case.
struct Told<'a> {
    /// What happened, such as `claim.registered`.
    kind: &'static str,
    /// The record's name in the state, such as `claim`.
    name: &'static str,
    /// The record before, as the log has it.
    before: Option<Value>,
    /// The record after.
    after: Value,
    /// What the log only commits to.
    personal: Value,
    /// The documents that prove it.
    documents: &'a [Exhibit],
    /// The day from which it holds.
    effective_on: Option<Date>,
}

fn tell(
    connection: &mut Connection,
    context: &Context,
    stored: &StoredCase,
    told: Told<'_>,
) -> Result<(), Failure> {
    let of = (stored.case.id, &stored.organisation);
    let states = (told.before.as_ref(), &told.after);
    let mut event = record::in_case(context, told.kind, of, told.name, states)?;
    event.documents = told.documents.iter().map(|exhibit| exhibit.document_id).collect();
    event.effective_on = told.effective_on.unwrap_or(event.effective_on);
    log::append(connection, &event, Some(&told.personal), &RandomSalts)
}

/// Faults found one after another, told at once.
#[derive(Default)]
struct Faults(Vec<Fault>);

impl Faults {
    fn add(&mut self, pointer: &'static str, code: &'static str, detail: Text) {
        self.0.push(Fault { pointer: pointer.into(), code, detail, legal_basis: None });
    }

    /// What was found right, or its default with the fault noted down.
    fn or<T: Default>(&mut self, checked: Result<T, Fault>) -> T {
        checked.map_err(|fault| self.0.push(fault)).unwrap_or_default()
    }

    /// Words of a length, where they are given.
    fn words(&mut self, pointer: &'static str, given: Option<&str>, most: usize) -> Option<String> {
        let given = given?;
        let tidy = words::tidy(pointer, given, most);
        tidy.map_err(|fault| self.0.push(fault)).ok()
    }

    /// A day that is not to come.
    fn past(&mut self, pointer: &'static str, given: Option<Date>, today: Date) -> Date {
        let day = given.unwrap_or(today);
        if day > today {
            let detail =
                Text::fixed("Ngày không được sau hôm nay.", "The day cannot lie in the future.");
            self.add(pointer, "date_in_future", detail);
        }
        day
    }

    fn refuse(self) -> Result<(), Failure> {
        if self.0.is_empty() { Ok(()) } else { Err(Refusal::rules(self.0).into()) }
    }
}

/// What is decided or paid is proved by a document.
fn require_document(documents: &[Exhibit]) -> Result<(), Failure> {
    let mut faults = Faults::default();
    if documents.is_empty() {
        faults.add(
            "/document_ids",
            "missing_document",
            Text::fixed(
                "Phải có ít nhất một tài liệu chứng minh.",
                "There must be at least one document that proves it.",
            ),
        );
    }
    faults.refuse()
}

/// Refuses one record more than a case may have.
fn require_room(count: i64, most: i64) -> Result<(), Failure> {
    let mut faults = Faults::default();
    if count >= most {
        faults.add(
            "",
            "too_many",
            Text::made(
                format!("Hồ sơ có tối đa {most} bản ghi loại này."),
                format!("A case has at most {most} records of this kind."),
            ),
        );
    }
    faults.refuse()
}
