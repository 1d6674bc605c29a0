//! The audit view of a pack, and what of it this program can compute again. A pack is kept for years;
//! guards, their words, periods and holidays change. So a view says by which rules it was judged: by this
//! program's, all of it is recomputed; by others, all but the judgement.

use std::collections::BTreeSet;

use htx_kit::log::canonical_json;
use htx_model::refusal::Text;
use serde_json::{Map, Value};

use super::verify::{Broken, altered};
use crate::domain::dossier::{FORMAT, RULES};

/// What rules make of the facts.
const JUDGEMENT: [&str; 2] = ["deadlines", "missing"];
/// The numbers that say of which form and by which rules.
const NUMBERS: [&str; 2] = ["format", "rules"];
/// What a form says first, and no form before it.
const SINCE: [(&str, u32); 2] = [("rules", 2), ("unread", 2)];

/// The view that was handed out.
pub(super) struct Judged {
    written: Map<String, Value>,
    format: u32,
    rules: u32,
}

impl Judged {
    /// Reads a view, which is written in one form only.
    pub(super) fn of(text: &str) -> Result<Self, Broken> {
        let form = || altered("audit.json không đúng dạng.", "audit.json is not of its form");
        let read: Value = serde_json::from_str(text).map_err(|_| form())?;
        let Value::Object(written) = read.clone() else { return Err(form()) };
        if canonical_json(read) != text {
            return Err(form());
        }
        let number = |name| written.get(name).and_then(Value::as_u64);
        let number = |name| number(name).and_then(|number| u32::try_from(number).ok());
        let format = number("format").ok_or_else(form)?;
        if format > FORMAT {
            return Err(Broken::Newer(Text::made(
                format!("Gói theo dạng {format}; chương trình này biết đến dạng {FORMAT}."),
                format!("The pack is of form {format}; this program knows forms up to {FORMAT}."),
            )));
        }
        // The first form did not number its rules.
        let rules = number("rules").unwrap_or_default();
        Ok(Self { written, format, rules })
    }

    /// The number of the rules where they are not this program's.
    pub(super) fn by_others(&self) -> Option<u32> {
        (self.format != FORMAT || self.rules != RULES).then_some(self.rules)
    }

    /// The parts in which it differs from what the events say; an empty text where in none.
    pub(super) fn differing(&self, recomputed: Value) -> String {
        let Value::Object(mut recomputed) = recomputed else { return "form".to_owned() };
        let mut written = self.written.clone();
        if self.by_others().is_some() {
            for name in JUDGEMENT.iter().chain(&NUMBERS) {
                written.remove(*name);
                recomputed.remove(*name);
            }
            for (name, _) in SINCE.iter().filter(|(_, format)| self.format < *format) {
                recomputed.remove(*name);
            }
            without_names(&mut written);
            without_names(&mut recomputed);
        }
        let names: BTreeSet<&String> = recomputed.keys().chain(written.keys()).collect();
        let differ = names.into_iter().filter(|name| recomputed.get(*name) != written.get(*name));
        differ.cloned().collect::<Vec<_>>().join(", ")
    }
}

/// The name of the agency of a step is looked up by its code: in the list of that day.
fn without_names(view: &mut Map<String, Value>) {
    let steps = view.get_mut("steps").and_then(Value::as_array_mut);
    for step in steps.into_iter().flatten().filter_map(Value::as_object_mut) {
        step.remove("agency_name");
    }
}
