//! Answers as the script changes them.

use serde_json::{Value, json};

use super::{rehearsal::Page, script::UNKNOWN};

/// The fields that hold a code of an open list.
const CODES: [&str; 4] = ["sector", "status", "kind", "state"];

/// Puts a field and a code into an answer that no document names.
pub(super) fn put_unknown_words(answer: &mut Value) {
    if let Some(items) = answer.get_mut("items").and_then(Value::as_array_mut) {
        items.iter_mut().for_each(put_field);
        if let Some(last) = items.last_mut() {
            put_code(last);
        }
    } else {
        put_code(answer);
    }
    put_field(answer);
}

fn put_field(thing: &mut Value) {
    if let Some(thing) = thing.as_object_mut() {
        thing.insert(UNKNOWN.to_owned(), json!({ "since": "a later version" }));
    }
}

fn put_code(thing: &mut Value) {
    let code = CODES.into_iter().find(|code| thing.get(*code).is_some_and(Value::is_string));
    if let Some(code) = code {
        thing[code] = json!(UNKNOWN);
    }
}

/// The page of a feed, to be given out again.
pub(super) fn page(answer: &Value, next_after: u64) -> Option<Page> {
    let items = answer.get("items")?.as_array()?.clone();
    Some(Page { items, next_after })
}

/// A page of a feed with the last events of the page before at its head, as many as were asked for at the
/// most; nothing where either is empty. Where there is room for one page only, the page before comes again.
pub(super) fn repeating(answer: &Value, before: &Page, limit: usize) -> Option<Value> {
    let items = answer.get("items")?.as_array()?;
    if items.is_empty() || before.items.is_empty() {
        return None;
    }
    let mut answer = answer.clone();
    let room = limit.saturating_sub(items.len()).min(before.items.len());
    if room == 0 {
        answer["items"] = before.items.iter().cloned().collect();
        answer["next_after"] = json!(before.next_after);
        return Some(answer);
    }
    let repeated = before.items.iter().skip(before.items.len() - room);
    answer["items"] = repeated.chain(items).cloned().collect();
    Some(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_words_stand_beside_what_is_known() {
        let mut list =
            json!({ "items": [{ "sector": "other" }, { "sector": "other" }], "next": "c" });
        put_unknown_words(&mut list);
        assert_eq!(list["items"][0]["sector"], "other");
        assert_eq!(list["items"][1]["sector"], UNKNOWN);
        assert!(list["items"][0][UNKNOWN].is_object() && list[UNKNOWN].is_object());
        assert_eq!(list["next"], "c");
    }

    #[test]
    fn a_repeated_page_leads_where_it_led() {
        let before = Page { items: vec![json!(1), json!(2)], next_after: 2 };
        let page = json!({ "items": [3], "next_after": 3 });
        let repeated = |limit| repeating(&page, &before, limit).unwrap();
        assert_eq!(repeated(100), json!({ "items": [1, 2, 3], "next_after": 3 }));
        assert_eq!(
            repeated(2),
            json!({ "items": [2, 3], "next_after": 3 }),
            "no more than asked for"
        );
        assert_eq!(repeated(1), json!({ "items": [1, 2], "next_after": 2 }));
        assert!(repeating(&json!({ "items": [], "next_after": 3 }), &before, 9).is_none());
    }
}
