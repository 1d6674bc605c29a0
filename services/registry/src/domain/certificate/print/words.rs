//! Amounts and days in Vietnamese words, as certificates spell them out.

use htx_model::{date::Date, money::Dong};

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
const BILLION: u64 = 1_000_000_000;

/// An amount with its thousands parted, and in words.
pub(super) fn amount(amount: Dong) -> String {
    let words = spelt(amount.0.unsigned_abs());
    let mut letters = words.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{} đồng (Bằng chữ: {first}{} đồng)", parted(amount.0), letters.as_str())
}

/// A number with points between its thousands.
pub(super) fn parted(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::from(if number < 0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// A day as documents write it.
pub(super) fn day(day: Date) -> String {
    let civil = day.0;
    // Days below ten and the first two months carry a zero (Decree 30/2020/NĐ-CP).
    let month =
        if civil.month() < 3 { format!("0{}", civil.month()) } else { civil.month().to_string() };
    format!("ngày {:02} tháng {month} năm {}", civil.day(), civil.year())
}

/// A number in words.
fn spelt(number: u64) -> String {
    if number == 0 {
        return DIGITS[0].to_owned();
    }
    let (billions, rest) = (number / BILLION, number % BILLION);
    let mut words = Vec::new();
    if billions > 0 {
        words.push(format!("{} tỷ", spelt(billions)));
    }
    for (unit, name) in [(1_000_000, " triệu"), (1_000, " nghìn"), (1, "")] {
        let group = rest / unit % 1_000;
        if group > 0 {
            words.push(format!("{}{name}", hundreds(group, !words.is_empty())));
        }
    }
    words.join(" ")
}

/// A group of three digits; spelt in full where others stand before it.
fn hundreds(group: u64, full: bool) -> String {
    let digit = |value: u64| DIGITS[usize::try_from(value % 10).unwrap_or_default()];
    let (hundred, ten, one) = (group / 100, group / 10 % 10, group % 10);
    let mut words = Vec::new();
    let spelt_hundred = full || hundred > 0;
    if spelt_hundred {
        words.extend([digit(hundred), "trăm"]);
    }
    match ten {
        0 if one > 0 && spelt_hundred => words.push("linh"),
        0 => {}
        1 => words.push("mười"),
        _ => words.extend([digit(ten), "mươi"]),
    }
    match (ten, one) {
        (_, 0) => {}
        (2.., 1) => words.push("mốt"),
        (1.., 5) => words.push("lăm"),
        _ => words.push(digit(one)),
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_spelt_as_people_say_them() {
        for (number, words) in [
            (0, "không"),
            (5, "năm"),
            (10, "mười"),
            (15, "mười lăm"),
            (21, "hai mươi mốt"),
            (105, "một trăm linh năm"),
            (1_000, "một nghìn"),
            (1_005, "một nghìn không trăm linh năm"),
            (1_250_000, "một triệu hai trăm năm mươi nghìn"),
            (3_000_000_000, "ba tỷ"),
            (10_000_000_001, "mười tỷ không trăm linh một"),
            (1_234_000_000_000, "một nghìn hai trăm ba mươi bốn tỷ"),
            (2_055_111, "hai triệu không trăm năm mươi lăm nghìn một trăm mười một"),
        ] {
            assert_eq!(spelt(number), words, "{number}");
        }
        assert_eq!(amount(Dong(3_000_000_000)), "3.000.000.000 đồng (Bằng chữ: Ba tỷ đồng)");
        assert_eq!(parted(-1_234), "-1.234");
        assert_eq!(parted(100), "100");
    }

    #[test]
    fn a_day_carries_its_zeros() {
        assert_eq!(day(Date::new(2025, 2, 3).unwrap()), "ngày 03 tháng 02 năm 2025");
        assert_eq!(day(Date::new(2025, 11, 23).unwrap()), "ngày 23 tháng 11 năm 2025");
    }
}
