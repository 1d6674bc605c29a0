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

fn digits(text: &str, digits: usize) -> Result<String, NotAUnitCode> {
    if text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(text.to_owned())
    } else {
        Err(NotAUnitCode { digits, text: text.to_owned() })
    }
}

/// The three digits of a district.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, utoipa::ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, pattern = "^[0-9]{3}$", examples("276"))]
pub struct DistrictCode(String);

/// The five digits of a commune.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, utoipa::ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, pattern = "^[0-9]{5}$", examples("10018"))]
pub struct CommuneCode(String);

impl DistrictCode {
    /// Reads three digits.
    ///
    /// # Errors
    /// [`NotAUnitCode`] for anything else.
    pub fn parse(text: &str) -> Result<Self, NotAUnitCode> {
        digits(text, 3).map(Self)
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl CommuneCode {
    /// Reads five digits.
    ///
    /// # Errors
    /// [`NotAUnitCode`] for anything else.
    pub fn parse(text: &str) -> Result<Self, NotAUnitCode> {
        digits(text, 5).map(Self)
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DistrictCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl fmt::Display for CommuneCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
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
