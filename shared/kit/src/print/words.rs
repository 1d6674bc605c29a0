//! Numbers and days as Vietnamese documents write them.

use htx_model::date::Date;

/// A number with points between its thousands.
#[must_use]
pub fn parted(number: i64) -> String {
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
#[must_use]
pub fn day(day: Date) -> String {
    let civil = day.0;
    // Days below ten and the first two months carry a zero (Decree 30/2020/NĐ-CP).
    let month =
        if civil.month() < 3 { format!("0{}", civil.month()) } else { civil.month().to_string() };
    format!("ngày {:02} tháng {month} năm {}", civil.day(), civil.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted() {
        assert_eq!(parted(-1_234), "-1.234");
        assert_eq!(parted(100), "100");
    }

    #[test]
    fn a_day_carries_its_zeros() {
        assert_eq!(day(Date::new(2025, 2, 3).unwrap()), "ngày 03 tháng 02 năm 2025");
        assert_eq!(day(Date::new(2025, 11, 23).unwrap()), "ngày 23 tháng 11 năm 2025");
    }
}
