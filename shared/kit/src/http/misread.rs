//! What a parser could not read, in the words of whoever sent it: the parsers speak English only, and
//! name the program's own types.

use htx_model::refusal::Text;

/// How the parsers begin what is missing, unknown or there twice, with the name in backticks.
const NAMED: &[(&str, &str, &str)] = &[
    ("missing field ", "thiếu trường", "there is no field"),
    ("duplicate field ", "hai lần có trường", "there is twice the field"),
    ("unknown field ", "không có trường nào tên", "no field is named"),
    ("unknown variant ", "không nhận giá trị", "not a value here:"),
];

/// What they say of a text that is not of their form, or of a value that is none of the wanted kind.
const SENTENCES: &[(&str, &str, &str)] = &[
    ("EOF while parsing", "nội dung kết thúc giữa chừng", "it ends before its end"),
    ("trailing comma", "thừa dấu phẩy", "a comma too many"),
    ("trailing characters", "thừa ký tự ở cuối", "characters after its end"),
    (
        "key must be a string",
        "tên trường phải nằm trong dấu nháy kép",
        "a name is in double quotes",
    ),
    ("control character", "chuỗi có ký tự điều khiển", "a string holds a control character"),
    ("invalid escape", "chuỗi có ký tự thoát không hợp lệ", "a string holds an unknown escape"),
    ("invalid unicode code point", "chuỗi không phải là UTF-8", "a string is not UTF-8"),
    ("invalid number", "số không hợp lệ", "a number is not written as one"),
    ("number out of range", "số nằm ngoài khoảng cho phép", "a number is out of range"),
    ("recursion limit exceeded", "lồng nhau quá sâu", "it is nested too deeply"),
    ("invalid digit found in string", "cần một số nguyên", "a whole number is needed"),
    ("cannot parse integer from empty string", "cần một số nguyên", "a whole number is needed"),
    ("number too", "số nằm ngoài khoảng cho phép", "a number is out of range"),
    ("invalid float literal", "cần một số", "a number is needed"),
    // The one thing that is not supported in a query: a list where there is one value.
    ("unsupported value", "tham số được nêu nhiều lần", "a parameter is given more than once"),
];

/// What a parser says, without the place, which whoever words the whole adds.
pub(super) fn misread(message: &str) -> Text {
    let message = message.split(" at line ").next().unwrap_or(message);
    if let Some(text) = named(message).or_else(|| wanted(message)) {
        return text;
    }
    let known = SENTENCES.iter().find(|(start, ..)| message.starts_with(start));
    known.map_or_else(
        || Text::made(message.to_owned(), message.to_owned()),
        |(_, vi, en)| Text::fixed(vi, en),
    )
}

/// Such as "unknown field `nmae`, expected one of `name`, `kind`".
fn named(message: &str) -> Option<Text> {
    let (rest, vi, en) =
        NAMED.iter().find_map(|(start, vi, en)| Some((message.strip_prefix(start)?, vi, en)))?;
    let (name, possible) = rest.rsplit_once(", expected ").unwrap_or((rest, ""));
    let name = name.trim_end_matches(", there are no fields");
    if possible.is_empty() {
        return Some(Text::made(format!("{vi} {name}"), format!("{en} {name}")));
    }
    let possible = possible.trim_start_matches("one of ");
    Some(Text::made(
        format!("{vi} {name}; có thể dùng: {}", possible.replace(" or ", ", ")),
        format!("{en} {name}; possible: {}", possible.replace(" or ", ", ")),
    ))
}

/// Such as "invalid type: null, expected struct Address".
fn wanted(message: &str) -> Option<Text> {
    let kinds = ["invalid type: ", "invalid value: "];
    let rest = kinds.iter().find_map(|kind| message.strip_prefix(kind))?;
    let (found, expected) = rest.rsplit_once(", expected ")?;
    let (found, expected) = (found_words(found), expected_words(expected));
    Some(Text::made(
        format!("cần {}, không phải {}", expected.vi, found.vi),
        format!("{} is needed, not {}", expected.en, found.en),
    ))
}

fn expected_words(expected: &str) -> Text {
    let object = Text::fixed("một đối tượng JSON", "an object");
    if expected.starts_with("struct ") {
        return object;
    }
    match expected {
        "a map" | "map" | "string or map" => object,
        "a sequence" | "sequence" => Text::fixed("một danh sách", "a list"),
        "a string" | "string" => Text::fixed("một chuỗi", "a string"),
        "a boolean" | r#""true", "on" or "false""# => {
            Text::fixed("true hoặc false", "true or false")
        }
        "f32" | "f64" => Text::fixed("một số", "a number"),
        "u8" | "u16" | "u32" | "u64" | "usize" => Text::fixed(
            "một số nguyên không âm, trong khoảng cho phép",
            "a whole number in range, not negative",
        ),
        "i8" | "i16" | "i32" | "i64" | "isize" => {
            Text::fixed("một số nguyên trong khoảng cho phép", "a whole number in range")
        }
        _ => Text::made(expected.to_owned(), expected.to_owned()),
    }
}

fn found_words(found: &str) -> Text {
    let kinds = [
        ("string ", "chuỗi", "the string"),
        ("integer ", "số nguyên", "the whole number"),
        ("floating point ", "số", "the number"),
        ("boolean ", "giá trị", "the value"),
    ];
    let of_kind = kinds.iter().find_map(|(kind, vi, en)| {
        let value = found.strip_prefix(kind)?.trim_matches('`');
        Some(Text::made(format!("{vi} {value}"), format!("{en} {value}")))
    });
    of_kind.unwrap_or_else(|| match found {
        "sequence" => Text::fixed("một danh sách", "a list"),
        "map" => Text::fixed("một đối tượng", "an object"),
        _ => Text::made(found.to_owned(), found.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Entry {
        #[expect(dead_code, reason = "only read")]
        name: String,
        #[expect(dead_code, reason = "only read")]
        address: Option<Address>,
        #[expect(dead_code, reason = "only read")]
        members: Option<Vec<u32>>,
        #[expect(dead_code, reason = "only read")]
        kind: Option<Kind>,
    }

    #[derive(Debug, Deserialize)]
    struct Address {}

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        Cooperative,
        Union,
    }

    #[test]
    fn what_json_lacks_is_said_in_both_languages_without_the_names_of_types() {
        for (json, vi, en) in [
            ("{}", "thiếu trường `name`", "there is no field `name`"),
            (
                r#"{"nmae":"a"}"#,
                "không có trường nào tên `nmae`; có thể dùng: `name`, `address`, `members`, `kind`",
                "no field is named `nmae`; possible: `name`, `address`, `members`, `kind`",
            ),
            (
                r#"{"name":"a","name":"b"}"#,
                "hai lần có trường `name`",
                "there is twice the field `name`",
            ),
            (r#"{"name":null}"#, "cần một chuỗi, không phải null", "a string is needed, not null"),
            (
                r#"{"name":"a","address":5}"#,
                "cần một đối tượng JSON, không phải số nguyên 5",
                "an object is needed, not the whole number 5",
            ),
            (
                r#"{"name":"a","members":"b, expected c"}"#,
                "cần một danh sách, không phải chuỗi \"b, expected c\"",
                "a list is needed, not the string \"b, expected c\"",
            ),
            (
                r#"{"name":"a","members":[-1]}"#,
                "cần một số nguyên không âm, trong khoảng cho phép, không phải số nguyên -1",
                "a whole number in range, not negative is needed, not the whole number -1",
            ),
            (
                r#"{"name":"a","kind":"group"}"#,
                "không nhận giá trị `group`; có thể dùng: `cooperative`, `union`",
                "not a value here: `group`; possible: `cooperative`, `union`",
            ),
            (r#"{"name":"a""#, "nội dung kết thúc giữa chừng", "it ends before its end"),
            (r#"{"name":"a",}"#, "thừa dấu phẩy", "a comma too many"),
            (r#"{"name":"a"}}"#, "thừa ký tự ở cuối", "characters after its end"),
        ] {
            let error = serde_json::from_str::<Entry>(json).unwrap_err();
            assert_eq!(
                misread(&error.to_string()),
                Text::made(vi.into(), en.into()),
                "{json}: {error}"
            );
        }
    }

    #[derive(Debug, Deserialize)]
    struct Filter {
        #[expect(dead_code, reason = "only read")]
        limit: u8,
        #[expect(dead_code, reason = "only read")]
        open: Option<bool>,
    }

    #[test]
    fn so_is_what_a_query_lacks() {
        for (query, vi) in [
            ("limit=6&limit=7", "tham số được nêu nhiều lần"),
            ("limit=-1", "cần một số nguyên"),
            ("limit=300", "số nằm ngoài khoảng cho phép"),
            ("limit=1&open=perhaps", "cần true hoặc false, không phải chuỗi \"perhaps\""),
            ("", "thiếu trường `limit`"),
        ] {
            let error = serde_html_form::from_str::<Filter>(query).unwrap_err();
            assert_eq!(misread(&error.to_string()).vi, vi, "{query}: {error}");
        }
    }
}
