//! Dates as they are written by hand: day first, in many spellings.

use htx_model::{date::Date, text::fold};

use crate::domain::entry::EARLIEST_YEAR;

/// Serials that stand for days from 1927 to 2119; smaller numbers are years and nonsense.
const SERIALS: std::ops::RangeInclusive<i64> = 10_000..=80_000;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// A date, and how it had to be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ReadDate {
    pub(super) date: Date,
    pub(super) two_digit_year: bool,
    pub(super) serial: bool,
}

/// Reads `20/9/2011`, `20.09.2011`, `20-9-11`, `2011-09-20 00:00:00`, `ngày 20 tháng 9 năm 2011`,
/// `20-Sep-2011` and the serial numbers of spreadsheets. The day comes before the month, always.
pub(super) fn date(text: &str, as_of: Date) -> Option<ReadDate> {
    let folded = fold(text);
    let day_part = folded
        .split_once([' ', 't'])
        .filter(|(_, time)| is_time(time))
        .map_or(folded.as_str(), |(day, _)| day);
    let mut numbers: Vec<&str> = Vec::with_capacity(3);
    let mut named_month = None;
    for token in
        day_part.split(|letter: char| !letter.is_alphanumeric()).filter(|token| !token.is_empty())
    {
        match token {
            "ngay" | "thang" | "nam" | "thg" => {}
            _ if token.bytes().all(|byte| byte.is_ascii_digit()) => numbers.push(token),
            _ => {
                let month = month_named(token)?;
                named_month = Some(month);
                numbers.push(month);
            }
        }
    }
    if let [serial] = numbers.as_slice() {
        return from_serial(serial.parse().ok()?, as_of);
    }
    let [first, second, third] = numbers.as_slice() else { return None };
    if named_month.is_some() && named_month != Some(*second) {
        return None;
    }
    let (day, month, year) =
        if first.len() == 4 { (third, second, first) } else { (first, second, third) };
    if day.len() > 2 || month.len() > 2 {
        return None;
    }
    let two_digit_year = year.len() == 2;
    let year = match year.len() {
        4 => year.parse().ok()?,
        2 => century(year.parse().ok()?, as_of),
        _ => return None,
    };
    let date = plausible(Date::new(year, month.parse().ok()?, day.parse().ok()?)?, as_of)?;
    Some(ReadDate { date, two_digit_year, serial: false })
}

/// The day of a spreadsheet's serial number in the 1900 system.
pub(super) fn from_serial(serial: i64, as_of: Date) -> Option<ReadDate> {
    if !SERIALS.contains(&serial) {
        return None;
    }
    // Excel believes in a 29 February 1900; from March 1900 on, day 0 is 1899-12-30.
    let date = plausible(Date::new(1899, 12, 30)?.plus_days(serial), as_of)?;
    Some(ReadDate { date, two_digit_year: false, serial: true })
}

/// The date, unless it lies in the future or before the register could have known it.
pub(super) fn plausible(date: Date, as_of: Date) -> Option<Date> {
    (date <= as_of && date.year() >= EARLIEST_YEAR).then_some(date)
}

/// Two digits mean the latest such year that is not in the future.
fn century(year: i16, as_of: Date) -> i16 {
    let this_century = as_of.year() / 100 * 100 + year;
    if this_century > as_of.year() { this_century - 100 } else { this_century }
}

fn is_time(text: &str) -> bool {
    text.contains(':')
        && text.bytes().all(|byte| byte.is_ascii_digit() || b":.zapm ".contains(&byte))
}

fn month_named(token: &str) -> Option<&'static str> {
    const NUMBERS: [&str; 12] = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"];
    let vietnamese = token.strip_prefix("thg").or(token.strip_prefix("th"));
    let position = match vietnamese {
        Some(number) => {
            NUMBERS.iter().position(|candidate| *candidate == number.trim_start_matches('0'))
        }
        None => MONTHS.iter().position(|month| token.len() >= 3 && token.starts_with(month)),
    };
    NUMBERS.get(position?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        date(text, Date::new(2025, 12, 31).unwrap()).map(|read| read.date.to_string())
    }

    #[test]
    fn every_spelling_gives_the_same_day() {
        for text in [
            "20/9/2011",
            "20/09/2011",
            "20.09.2011",
            "20-9-2011",
            " 20 / 9 / 2011 ",
            "20/9/11",
            "2011-09-20",
            "2011/9/20",
            "2011-09-20 00:00:00",
            "2011-09-20T00:00:00",
            "20/09/2011 00:00",
            "ngày 20 tháng 9 năm 2011",
            "Ngày 20/9/2011",
            "20-Sep-2011",
            "20-Thg9-2011",
            "20 thg 9 2011",
            "40806",
            "20/9/2011.",
        ] {
            assert_eq!(read(text).as_deref(), Some("2011-09-20"), "{text}");
        }
        assert_eq!(read("8/5/2002").as_deref(), Some("2002-05-08"));
        assert_eq!(read("1/2/97").as_deref(), Some("1997-02-01"));
        assert_eq!(read("29.02.2024").as_deref(), Some("2024-02-29"));
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in [
            "không rõ",
            "2/2019/13",
            "13/2019",
            "2019",
            "2/13/2019",
            "31/4/2020",
            "29/2/2023",
            "0/1/2020",
            "1/1/2026",
            "1/1/1900",
            "20/9/211",
            "20/9",
            "1",
            "",
            "20/9/2011 và 5/6/2012",
            "Sep-20-2011",
            "5/6/7/2012",
            "999999",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
