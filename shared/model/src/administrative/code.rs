//! Codes of units, and territories.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

/// The text is no code of an administrative unit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a unit code of {digits} digits: {text:?}")]
pub struct NotAUnitCode {
    /// How many digits such a code has.
    pub digits: usize,
    /// What was given.
    pub text: String,
}

/// Digits, held where they stand: every row that is read has two or three such codes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Digits<const COUNT: usize>([u8; COUNT]);

impl<const COUNT: usize> Digits<COUNT> {
    fn parse(text: &str) -> Result<Self, NotAUnitCode> {
        let digits = <[u8; COUNT]>::try_from(text.as_bytes()).ok();
        digits
            .filter(|digits| digits.iter().all(u8::is_ascii_digit))
            .map(Self)
            .ok_or_else(|| NotAUnitCode { digits: COUNT, text: text.to_owned() })
    }

    fn as_str(&self) -> &str {
        // Digits are ASCII: never anything else than the text.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl<const COUNT: usize> fmt::Debug for Digits<COUNT> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), formatter)
    }
}

impl<const COUNT: usize> Serialize for Digits<COUNT> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// The three digits of a district.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, utoipa::ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, pattern = "^[0-9]{3}$", examples("276"))]
pub struct DistrictCode(Digits<3>);

/// The five digits of a commune.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, utoipa::ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, pattern = "^[0-9]{5}$", examples("10045"))]
pub struct CommuneCode(Digits<5>);

impl DistrictCode {
    /// Reads three digits.
    ///
    /// # Errors
    /// [`NotAUnitCode`] for anything else.
    pub fn parse(text: &str) -> Result<Self, NotAUnitCode> {
        Digits::parse(text).map(Self)
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl CommuneCode {
    /// Reads five digits.
    ///
    /// # Errors
    /// [`NotAUnitCode`] for anything else.
    pub fn parse(text: &str) -> Result<Self, NotAUnitCode> {
        Digits::parse(text).map(Self)
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Display for DistrictCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl fmt::Display for CommuneCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl FromStr for DistrictCode {
    type Err = NotAUnitCode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl FromStr for CommuneCode {
    type Err = NotAUnitCode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl<'de> Deserialize<'de> for DistrictCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(D::Error::custom)
    }
}

impl<'de> Deserialize<'de> for CommuneCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(D::Error::custom)
    }
}

/// Where an agency is competent.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(tag = "level", content = "code", rename_all = "snake_case")]
pub enum Territory {
    /// The whole city.
    City,
    /// A district, until 2025-06-30.
    District(DistrictCode),
    /// A commune.
    Commune(CommuneCode),
}

/// The text is no territory.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a territory (city, district:276 or commune:10018): {0:?}")]
pub struct NotATerritory(pub String);

impl fmt::Display for Territory {
    /// One word for a column: `city`, `district:276`, `commune:10018`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::City => formatter.write_str("city"),
            Self::District(code) => write!(formatter, "district:{code}"),
            Self::Commune(code) => write!(formatter, "commune:{code}"),
        }
    }
}

impl FromStr for Territory {
    type Err = NotATerritory;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let territory = match text.split_once(':') {
            None if text == "city" => Some(Self::City),
            Some(("district", code)) => DistrictCode::parse(code).ok().map(Self::District),
            Some(("commune", code)) => CommuneCode::parse(code).ok().map(Self::Commune),
            _ => None,
        };
        territory.ok_or_else(|| NotATerritory(text.to_owned()))
    }
}
