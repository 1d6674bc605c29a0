//! The two languages in which the suite answers.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A language of answers. Vietnamese is the language of the administration, so it is the default.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Vietnamese.
    #[default]
    Vi,
    /// English.
    En,
}

impl Language {
    /// The language tag, as in `Content-Language`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// The language that an `Accept-Language` header prefers: the highest `q` wins, the first of
    /// equals, `*` means Vietnamese. Vietnamese too where the header names neither language.
    #[must_use]
    pub fn from_accept_language(header: &str) -> Self {
        let mut best: Option<(Self, u32)> = None;
        for (language, weight) in header.split(',').filter_map(preference) {
            if weight > best.map_or(0, |(_, weight)| weight) {
                best = Some((language, weight));
            }
        }
        best.map_or(Self::Vi, |(language, _)| language)
    }
}

/// One element of the header: the language, if it is ours, and its weight in thousandths.
fn preference(element: &str) -> Option<(Language, u32)> {
    let mut parts = element.split(';').map(str::trim);
    let range = parts.next()?;
    let primary = range.split('-').next().unwrap_or(range);
    let language = if primary.eq_ignore_ascii_case("en") {
        Language::En
    } else if primary.eq_ignore_ascii_case("vi") || primary == "*" {
        Language::Vi
    } else {
        return None;
    };
    let weight = match parts.find_map(|part| part.strip_prefix(['q', 'Q'])) {
        None => 1000,
        Some(value) => thousandths(value.trim_start().strip_prefix('=')?.trim())?,
    };
    Some((language, weight))
}

/// A quality value of RFC 9110 section 12.4.2, `0`, `0.85` or `1.000`, in thousandths.
fn thousandths(text: &str) -> Option<u32> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = fraction.bytes().all(|byte| byte.is_ascii_digit()) && fraction.len() <= 3;
    let whole: u32 = whole.parse().ok()?;
    let fraction: u32 = format!("{fraction:0<3}").parse().ok()?;
    (digits && whole * 1000 + fraction <= 1000).then_some(whole * 1000 + fraction)
}

impl fmt::Display for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.tag())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_quality_wins_and_vietnamese_is_the_default() {
        for (header, expected) in [
            ("", Language::Vi),
            ("fr, de;q=0.9", Language::Vi),
            ("*", Language::Vi),
            ("en", Language::En),
            ("EN-gb , vi;q=0.9", Language::En),
            ("vi;q=0.8, en;q=0.85", Language::En),
            ("en;q=0.5, vi", Language::Vi),
            ("en, vi", Language::En),
            ("en;q=0", Language::Vi),
            ("fr, en;q=0.3, *;q=0.1", Language::En),
            ("en; q = 0.4, vi;q=0.2", Language::En),
            ("en;q=9, en;q=0.1x, en;q=99999999999", Language::Vi),
            ("english, vietnamese", Language::Vi),
            (",;q=,;;,en;q", Language::Vi),
        ] {
            assert_eq!(Language::from_accept_language(header), expected, "{header}");
        }
    }
}
