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

/// What they say of a text that is not of their form, or of a value that is none of the wanted kind: how
/// their messages begin, and what is said instead.
const SENTENCES: &[(&[&str], &str, &str)] = &[
    (&["expected value"], "thiếu giá trị, hoặc giá trị viết sai", "a value is missing or misspelt"),
    (
        &["expected ident"],
        "giá trị viết sai; không nằm trong nháy kép thì chỉ có số, true, false, null",
        "a value is misspelt; without quotes there are numbers, true, false and null",
    ),
    (&["expected `:`"], "thiếu dấu hai chấm sau tên trường", "the colon after a name is missing"),
    (
        &["expected `,` or"],
        "thiếu dấu phẩy hoặc dấu đóng ngoặc",
        "a comma or a closing bracket is missing",
    ),
    (
        &["lone leading surrogate", "unexpected end of hex", "invalid escape"],
        "chuỗi có ký tự thoát không hợp lệ",
        "a string holds an unknown escape",
    ),
    (&["UUID parsing failed"], "cần một mã định danh (UUID)", "an id (UUID) is needed"),
    (
        &["not a date written"],
        "cần một ngày có thật, viết YYYY-MM-DD",
        "a day of the calendar is needed, written YYYY-MM-DD",
    ),
    (&["not a month written"], "cần một tháng, viết YYYY-MM", "a month is needed, written YYYY-MM"),
    (
        &["not a unit code"],
        "không phải mã đơn vị hành chính",
        "not the code of an administrative unit",
    ),
    (&["not an agency code"], "không phải mã cơ quan", "not the code of an agency"),
    (
        &["a registration number has"],
        "mã số có 10 chữ số, của chi nhánh thêm -001 đến -999",
        "a registration number has 10 digits, that of a branch -001 to -999 as well",
    ),
    (
        &["the check digit is wrong"],
        "mã số sai chữ số kiểm tra",
        "the registration number's check digit is wrong",
    ),
    (
        &["data did not match any variant"],
        "không có dạng nào được nhận ở đây",
        "of none of the forms that are taken here",
    ),
    (&["EOF while parsing"], "nội dung kết thúc giữa chừng", "it ends before its end"),
    (&["trailing comma"], "thừa dấu phẩy", "a comma too many"),
    (&["trailing characters"], "thừa ký tự ở cuối", "characters after its end"),
    (
        &["key must be a string"],
        "tên trường phải nằm trong dấu nháy kép",
        "a name is in double quotes",
    ),
    (&["control character"], "chuỗi có ký tự điều khiển", "a string holds a control character"),
    (&["invalid unicode code point"], "chuỗi không phải là UTF-8", "a string is not UTF-8"),
    (&["invalid number"], "số không hợp lệ", "a number is not written as one"),
    (
        &["number out of range", "number too"],
        "số nằm ngoài khoảng cho phép",
        "a number is out of range",
    ),
    (&["recursion limit exceeded"], "lồng nhau quá sâu", "it is nested too deeply"),
    (
        &["invalid digit found in string", "cannot parse integer from empty string"],
        "cần một số nguyên",
        "a whole number is needed",
    ),
    (&["cannot parse float", "invalid float literal"], "cần một số", "a number is needed"),
    // The one thing that is not supported in a query: a list where there is one value.
    (&["unsupported value"], "tham số được nêu nhiều lần", "a parameter is given more than once"),
];

/// What a parser says, but for the place, which whoever words the whole knows.
pub(super) fn misread(message: &str) -> Text {
    if let Some(text) = named(message).or_else(|| unknown_code(message)).or_else(|| wanted(message))
    {
        return text;
    }
    let known =
        SENTENCES.iter().find(|(starts, ..)| starts.iter().any(|start| message.starts_with(start)));
    known.map_or_else(
        || Text::made(message.to_owned(), message.to_owned()),
        |(_, vi, en)| Text::fixed(vi, en),
    )
}

/// Such as "unknown field `nmae`, expected one of `name`, `kind`".
fn named(message: &str) -> Option<Text> {
    let (rest, vi, en) =
        NAMED.iter().find_map(|(start, vi, en)| Some((message.strip_prefix(start)?, vi, en)))?;
    let none = [", there are no fields", ", there are no variants"];
    let alone = none.iter().find_map(|none| rest.strip_suffix(none));
    let Some((name, possible)) = rest.rsplit_once(", expected ").filter(|_| alone.is_none()) else {
        let name = alone.unwrap_or(rest);
        return Some(Text::made(format!("{vi} {name}"), format!("{en} {name}")));
    };
    let possible = possible.trim_start_matches("one of ").replace("` or `", "`, `");
    Some(Text::made(
        format!("{vi} {name}; có thể dùng: {possible}"),
        format!("{en} {name}; possible: {possible}"),
    ))
}

/// Such as "unknown code \"nmae\" for sectors; allowed: agriculture, credit".
fn unknown_code(message: &str) -> Option<Text> {
    let (rest, allowed) = message.strip_prefix("unknown code ")?.rsplit_once("; allowed: ")?;
    let (code, list) = rest.rsplit_once(" for ")?;
    Some(Text::made(
        format!("danh mục {list} không có mã {code}; có thể dùng: {allowed}"),
        format!("{list} has no code {code}; possible: {allowed}"),
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
    let tagged = ["struct ", "newtype ", "internally tagged ", "adjacently tagged "];
    if tagged.iter().any(|start| expected.starts_with(start)) {
        return object;
    }
    if let Some(list) = expected.strip_prefix("a code of ") {
        return Text::made(format!("một mã của danh mục {list}"), format!("a code of {list}"));
    }
    match expected {
        "a map" | "map" => object,
        "string or map" => {
            Text::fixed("một chuỗi hoặc một đối tượng JSON", "a string or an object")
        }
        "a sequence" | "sequence" => Text::fixed("một danh sách", "a list"),
        "a formatted UUID string" => Text::fixed("một mã định danh (UUID)", "an id (UUID)"),
        "a formatted date string" => Text::fixed("một ngày", "a day"),
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
        _ if found.ends_with(" variant") => Text::fixed("một chuỗi", "a string"),
        _ => Text::made(found.to_owned(), found.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use htx_model::{date::Date, id::OrganisationId, organisation::OrganisationKind};
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
        #[expect(dead_code, reason = "only read")]
        status: Option<OrganisationKind>,
        #[expect(dead_code, reason = "only read")]
        on: Option<Date>,
        #[expect(dead_code, reason = "only read")]
        id: Option<OrganisationId>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Nothing {}

    #[derive(Debug, Deserialize)]
    struct Address {}

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        Cooperative,
        Union,
        Merger(Address),
    }

    #[test]
    fn what_json_lacks_is_said_in_both_languages_without_the_names_of_types() {
        for (json, vi, en) in [
            ("{}", "thiếu trường `name`", "there is no field `name`"),
            (
                r#"{"nmae":"a"}"#,
                "không có trường nào tên `nmae`; có thể dùng: `name`, `address`, `members`, `kind`, `status`, `on`, `id`",
                "no field is named `nmae`; possible: `name`, `address`, `members`, `kind`, `status`, `on`, `id`",
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
                "không nhận giá trị `group`; có thể dùng: `cooperative`, `union`, `merger`",
                "not a value here: `group`; possible: `cooperative`, `union`, `merger`",
            ),
            (
                r#"{"name":"a","kind":"merger"}"#,
                "cần một đối tượng JSON, không phải một chuỗi",
                "an object is needed, not a string",
            ),
            (
                r#"{"members":"b at line c"}"#,
                "cần một danh sách, không phải chuỗi \"b at line c\"",
                "a list is needed, not the string \"b at line c\"",
            ),
            (
                r#"{"on":"2025-02-30"}"#,
                "cần một ngày có thật, viết YYYY-MM-DD",
                "a day of the calendar is needed, written YYYY-MM-DD",
            ),
            (r#"{"id":"x"}"#, "cần một mã định danh (UUID)", "an id (UUID) is needed"),
            (
                r#"{"status":5}"#,
                "cần một mã của danh mục organisation_kinds, không phải số nguyên 5",
                "a code of organisation_kinds is needed, not the whole number 5",
            ),
            (
                r#"{"name":}"#,
                "thiếu giá trị, hoặc giá trị viết sai",
                "a value is missing or misspelt",
            ),
            (
                r#"{"name" "a"}"#,
                "thiếu dấu hai chấm sau tên trường",
                "the colon after a name is missing",
            ),
            (
                r#"{"name":"a" "kind":null}"#,
                "thiếu dấu phẩy hoặc dấu đóng ngoặc",
                "a comma or a closing bracket is missing",
            ),
            (r#"{"name":"a""#, "nội dung kết thúc giữa chừng", "it ends before its end"),
            (r#"{"name":"a",}"#, "thừa dấu phẩy", "a comma too many"),
            (r#"{"name":"a"}}"#, "thừa ký tự ở cuối", "characters after its end"),
        ] {
            let error = serde_json::from_str::<Entry>(json).unwrap_err();
            assert_eq!(without_place(&error), Text::made(vi.into(), en.into()), "{json}: {error}");
        }
        let error = serde_json::from_str::<Entry>(r#"{"status":"group"}"#).unwrap_err();
        let vi = without_place(&error).vi;
        let said = "danh mục organisation_kinds không có mã \"group\"; có thể dùng: ";
        assert!(vi.starts_with(said), "{vi}");
        let error = serde_json::from_str::<Nothing>(r#"{"a, expected b":1}"#).unwrap_err();
        assert_eq!(without_place(&error).vi, "không có trường nào tên `a, expected b`");
    }

    fn without_place(error: &serde_json::Error) -> Text {
        let message = error.to_string();
        let place = format!(" at line {} column {}", error.line(), error.column());
        misread(message.strip_suffix(&place).unwrap())
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
