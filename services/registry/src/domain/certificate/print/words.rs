//! Amounts in Vietnamese words, as certificates spell them out.

use htx_kit::print::words::parted;
use htx_model::money::Dong;

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
const BILLION: u64 = 1_000_000_000;

/// An amount with its thousands parted, and in words.
pub(super) fn amount(amount: Dong) -> String {
    let words = spelt(amount.0.unsigned_abs());
    let mut letters = words.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{} đồng (Bằng chữ: {first}{} đồng)", parted(amount.0), letters.as_str())
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
    }
}
