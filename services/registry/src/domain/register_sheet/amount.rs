//! Numbers as people write them in Việt Nam, read without ever passing through a float.

use htx_model::text::fold;

/// Thousand, million and thousand million đồng.
const THOUSAND: i64 = 1_000;
const MILLION: i64 = 1_000_000;
const BILLION: i64 = 1_000_000_000;

/// Nothing in a city's register is worth more: 100,000 tỷ đồng. Above it, đồng were written into a
/// column of million đồng.
const MOST: i128 = 100_000 * BILLION as i128;

/// Whether a lone comma before three digits begins decimals (Vietnamese) or thousands (English).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum NumberStyle {
    /// `1.865.000,5`
    #[default]
    Vietnamese,
    /// `1,865,000.5`
    English,
}

/// Why a text is no amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AmountError {
    NotANumber,
    OutOfRange,
    /// Neither the column nor the cell says whether these are đồng or million đồng.
    UnknownUnit,
}

/// An amount in whole đồng.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Amount {
    pub(super) dong: i64,
    /// The cell named the unit itself.
    pub(super) unit_after: bool,
    /// A fraction of a đồng was rounded.
    pub(super) rounded: bool,
}

/// What a column says of the amounts in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct ColumnUnit {
    /// The worth of 1 in đồng, where the header or a title says it.
    pub(super) dong: Option<i64>,
    /// Whether the amounts are per month.
    pub(super) monthly: bool,
}

/// A decimal number: `digits / 10^scale`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Decimal {
    digits: i128,
    scale: u32,
}

/// Reads an amount: `1.865`, `3.000 triệu`, `1,5 tỷ`, `1 tỷ 500 triệu`, `500tr`, `(120)`, `-12`.
pub(super) fn amount(
    text: &str,
    unit: ColumnUnit,
    style: NumberStyle,
) -> Result<Amount, AmountError> {
    let folded = fold(text);
    let (negative, rest) = split_sign(&folded);
    let (rest, monthly) = match rest.split_once('/') {
        Some((amount, per)) => (amount, per.contains("thang")),
        None => (rest, unit.monthly),
    };
    let parts = split_parts(rest)?;
    let mut total = 0_i128;
    let mut rounded = false;
    let mut smaller_than = i64::MAX;
    let alone = parts.len() == 1;
    for (number, named) in &parts {
        let worth = match named {
            Some(worth) => *worth,
            None if alone => unit.dong.unwrap_or(1),
            None => return Err(AmountError::NotANumber),
        };
        // "1.865 tỷ" reads as 1,865 thousand million or as 1.865: nobody can tell.
        if worth == BILLION && named.is_some() && is_one_group_of_three(number) {
            return Err(AmountError::UnknownUnit);
        }
        if worth >= smaller_than {
            return Err(AmountError::NotANumber);
        }
        smaller_than = worth;
        let decimal = decimal(number, style).ok_or(AmountError::NotANumber)?;
        let (dong, inexact) = in_dong(decimal, worth).ok_or(AmountError::OutOfRange)?;
        total += dong;
        rounded |= inexact;
    }
    let named = parts.iter().any(|(_, named)| named.is_some());
    if unit.dong.is_none() && !named && total != 0 && total < 100_000 {
        return Err(AmountError::UnknownUnit);
    }
    let total = total * if monthly { 12 } else { 1 } * if negative { -1 } else { 1 };
    if total.abs() > MOST {
        return Err(AmountError::OutOfRange);
    }
    let dong = i64::try_from(total).map_err(|_| AmountError::OutOfRange)?;
    Ok(Amount { dong, unit_after: named, rounded })
}

/// An accountant's parentheses, a minus of any length, or the words for a loss.
fn split_sign(text: &str) -> (bool, &str) {
    let text = text.trim();
    if let Some(inside) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        return (true, inside.trim());
    }
    for minus in ["-", "−", "–", "am ", "lo "] {
        if let Some(rest) = text.strip_prefix(minus) {
            return (true, rest.trim());
        }
    }
    (false, text.strip_prefix('+').or(text.strip_prefix("lai ")).unwrap_or(text).trim())
}

/// Splits `1 tỷ 500 triệu` into numbers, each with its unit's worth where it has one.
fn split_parts(text: &str) -> Result<Vec<(&str, Option<i64>)>, AmountError> {
    let is_number =
        |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ',' | ' ' | '\'');
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let split = rest.find(|letter| !is_number(letter)).unwrap_or(rest.len());
        let (number, after) = rest.split_at(split);
        let split = after.find(|letter: char| letter.is_ascii_digit()).unwrap_or(after.len());
        let (unit, after) = after.split_at(split);
        let number = number.trim().trim_end_matches(['.', ',']);
        if !number.starts_with(|letter: char| letter.is_ascii_digit()) {
            return Err(AmountError::NotANumber);
        }
        let named = if unit.is_empty() {
            None
        } else {
            Some(unit_worth(unit).ok_or(AmountError::NotANumber)?)
        };
        parts.push((number, named));
        rest = after;
    }
    if parts.is_empty() { Err(AmountError::NotANumber) } else { Ok(parts) }
}

/// The worth of a unit as it stands after an amount; folded.
fn unit_worth(unit: &str) -> Option<i64> {
    let letters: String = unit.chars().filter(|letter| letter.is_alphanumeric()).collect();
    let bare = ["vnd", "dong", "d"].iter().find_map(|end| letters.strip_suffix(end));
    match bare.unwrap_or(&letters) {
        "ty" | "ti" => Some(BILLION),
        "trieu" | "tr" => Some(MILLION),
        "nghin" | "ngan" | "ng" | "k" => Some(THOUSAND),
        "" if bare.is_some() => Some(1),
        _ => None,
    }
}

/// The unit that a header names: in parentheses, or in full ("triệu đồng") anywhere.
pub(super) fn header_unit(header: &str) -> ColumnUnit {
    let lower = header.to_lowercase();
    let folded = fold(header);
    let monthly =
        folded.contains("/thang") || folded.contains("hang thang") || folded.contains("mot thang");
    let inside = folded
        .split_once('(')
        .map(|(_, rest)| rest.split(')').next().unwrap_or(rest))
        .and_then(|inside| inside.split(['/', ',', ';']).find_map(named_in));
    let anywhere = || {
        let full = [
            ("ty dong", BILLION),
            ("trieu dong", MILLION),
            ("trd", MILLION),
            ("nghin dong", THOUSAND),
            ("ngan dong", THOUSAND),
            ("1000 dong", THOUSAND),
            ("1.000 dong", THOUSAND),
        ];
        let found = full.iter().find(|(name, _)| folded.contains(name)).map(|(_, worth)| *worth);
        // Folded, "đồng" and the "động" of "lao động" are one.
        found.or_else(|| (lower.contains("đồng") || folded.contains("vnd")).then_some(1))
    };
    ColumnUnit { dong: inside.or_else(anywhere), monthly }
}

fn named_in(text: &str) -> Option<i64> {
    let text = text.trim().trim_start_matches("dvt").trim_start_matches("don vi tinh");
    let text = text.trim_start_matches("don vi").trim_start_matches([':', ' ']);
    let compact = text.replace([' ', '.'], "");
    match compact.strip_prefix("1000") {
        Some("d" | "dong" | "vnd") => Some(THOUSAND),
        _ => unit_worth(text),
    }
}

/// The unit that a line above the table names for all of it: "Đơn vị tính: triệu đồng".
pub(super) fn title_unit(title: &str) -> Option<i64> {
    let folded = fold(title);
    let at = ["don vi tinh", "dvt", "don vi"]
        .iter()
        .find_map(|label| folded.find(label).map(|at| at + label.len()))?;
    let rest = folded[at..].trim_start_matches([':', ' ', '(']);
    let rest = rest.split([',', ';', ')', '/']).next().unwrap_or(rest);
    named_in(rest.trim_end_matches(['.', ' ']))
}

/// Reads a whole number of people: `251`, `1.234`, `1,234`, `12 người`, `251.0`.
pub(super) fn count(text: &str) -> Result<u32, AmountError> {
    const NOUNS: [&str; 10] = [
        "nguoi",
        "thanh vien",
        "tv",
        "xa vien",
        "ho",
        "lao dong",
        "ld",
        "ho gia dinh",
        "to vien",
        "nhan khau",
    ];
    let folded = fold(text);
    let (negative, mut rest) = split_sign(&folded);
    for noun in NOUNS {
        rest = rest.strip_suffix(noun).unwrap_or(rest).trim_end();
    }
    let decimal = decimal(rest, NumberStyle::Vietnamese)
        .filter(|decimal| decimal.is_whole())
        .or_else(|| self::decimal(rest, NumberStyle::English).filter(|decimal| decimal.is_whole()))
        .ok_or(AmountError::NotANumber)?;
    let whole = decimal.digits / 10_i128.pow(decimal.scale);
    if negative && whole != 0 || whole > 10_000_000 {
        return Err(AmountError::OutOfRange);
    }
    u32::try_from(whole).map_err(|_| AmountError::OutOfRange)
}

/// A number that the spreadsheet holds as one, written so that [`amount`] and [`count`] read the
/// very same: with a decimal comma.
pub(super) fn spell(number: f64) -> String {
    number.to_string().replace('.', ",")
}

impl Decimal {
    fn is_whole(self) -> bool {
        self.digits % 10_i128.pow(self.scale) == 0
    }
}

fn in_dong(decimal: Decimal, worth: i64) -> Option<(i128, bool)> {
    let scaled = decimal.digits.checked_mul(i128::from(worth))?;
    let divisor = 10_i128.pow(decimal.scale);
    let (whole, rest) = (scaled / divisor, scaled % divisor);
    let rounded = if rest * 2 >= divisor { whole + 1 } else { whole };
    // The noise of a float, such as 1865.3000000000002, is no fraction of a đồng.
    let inexact = rest.min(divisor - rest) * 1_000 >= divisor;
    Some((rounded, rest != 0 && inexact))
}

fn decimal(number: &str, style: NumberStyle) -> Option<Decimal> {
    let number = number.trim();
    let spaced = without_spaces(number)?;
    let (dots, commas) = (spaced.matches('.').count(), spaced.matches(',').count());
    let (whole, fraction) = match (dots, commas) {
        (0, 0) => (spaced.as_str(), ""),
        (0, 1) if style == NumberStyle::Vietnamese || !is_one_group_of_three(&spaced) => {
            spaced.split_once(',')?
        }
        (1, 0) if style == NumberStyle::English || !is_one_group_of_three(&spaced) => {
            spaced.split_once('.')?
        }
        (_, 0) | (0, _) => (spaced.as_str(), ""),
        (_, 1) if spaced.rfind(',') > spaced.rfind('.') => spaced.split_once(',')?,
        (1, _) if spaced.rfind('.') > spaced.rfind(',') => spaced.split_once('.')?,
        _ => return None,
    };
    let whole = without_groups(whole)?;
    let digits = fraction.trim_end_matches('0');
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) || whole.len() + digits.len() > 30 {
        return None;
    }
    let scale = u32::try_from(digits.len()).ok()?;
    format!("{whole}{digits}").parse().ok().map(|digits| Decimal { digits, scale })
}

/// Removes spaces and apostrophes between groups of three digits; none elsewhere are allowed.
fn without_spaces(number: &str) -> Option<String> {
    let mut groups = number.split([' ', '\'']);
    let first = groups.next()?;
    let mut joined = first.to_owned();
    for group in groups {
        let digits = group.split([',', '.']).next()?;
        if digits.len() != 3 {
            return None;
        }
        joined.push_str(group);
    }
    Some(joined)
}

/// Removes the separators of thousands, which must stand at every third digit.
fn without_groups(whole: &str) -> Option<String> {
    let mut groups = whole.split(['.', ',']);
    let first = groups.next()?;
    let grouped = first.len() < whole.len();
    let fits = !first.is_empty() && (!grouped || first.len() <= 3);
    let rest: Vec<&str> = groups.collect();
    if !fits
        || rest.iter().any(|group| group.len() != 3)
        || whole.contains('.') && whole.contains(',')
    {
        return None;
    }
    let joined = format!("{first}{}", rest.concat());
    joined.bytes().all(|byte| byte.is_ascii_digit()).then_some(joined)
}

/// `1.865` or `1,865`, but not `0,865`, which can only be a fraction.
fn is_one_group_of_three(number: &str) -> bool {
    let Some((first, group)) = number.split_once(['.', ',']) else { return false };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    (1..=3).contains(&first.len())
        && !first.starts_with('0')
        && group.len() == 3
        && digits(first)
        && digits(group)
}

/// Finds out from all amounts of a table which way it writes numbers. One comma before three digits
/// says nothing; where every comma of a table stands so and no dot does, they part thousands.
#[derive(Debug, Default)]
pub(super) struct StyleEvidence {
    vietnamese: usize,
    english: usize,
    lone_commas: usize,
}

impl StyleEvidence {
    pub(super) fn add(&mut self, text: &str) {
        let end = text.find(|letter: char| !letter.is_ascii_digit() && !".,".contains(letter));
        let number = &text[..end.unwrap_or(text.len())];
        let (dots, commas) = (number.matches('.').count(), number.matches(',').count());
        let comma_last = number.rfind(',') > number.rfind('.');
        match (dots, commas) {
            (0, 1) if is_one_group_of_three(number) => self.lone_commas += 1,
            (0, 1) => self.vietnamese += 1,
            (1, 0) if !is_one_group_of_three(number) => {}
            (_, 0) if dots > 0 => self.vietnamese += 1,
            (0, _) if commas > 1 => self.english += 1,
            (1.., 1..) if comma_last => self.vietnamese += 1,
            (1.., 1..) => self.english += 1,
            _ => {}
        }
    }

    pub(super) fn style(&self) -> NumberStyle {
        let commas_part_thousands = self.lone_commas >= 3 && self.vietnamese == 0;
        if self.english > self.vietnamese || commas_part_thousands {
            NumberStyle::English
        } else {
            NumberStyle::Vietnamese
        }
    }
}

#[cfg(test)]
mod tests;
