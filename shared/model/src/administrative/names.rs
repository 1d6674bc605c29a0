//! Finding a unit by the name that people write.

use super::{AdministrativeUnit, AdministrativeUnits, DistrictCode, UnitKind, UnitLevel};
use crate::{date::Date, text::words};

/// Why a name leads to no one unit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnitNotFound {
    /// No unit has this name there and then.
    #[error("no unit is called {name:?}")]
    Unknown {
        /// What was read.
        name: String,
    },
    /// Units have this name, but are of another kind than was written.
    #[error("{name:?} is of another kind: {}", candidates.join(", "))]
    OtherKind {
        /// What was read.
        name: String,
        /// The full names of those there are.
        candidates: Vec<String>,
    },
    /// More than one unit has this name: a xã and a thị trấn, or one in each of several districts.
    #[error("{name:?} may be any of {}", candidates.join(", "))]
    Ambiguous {
        /// What was read.
        name: String,
        /// The full names of those there are.
        candidates: Vec<String>,
    },
}

/// How each kind is written before a name, as folded words, the longer before the shorter.
const PREFIXES: &[(&[&str], UnitKind)] = &[
    (&["thi", "tran"], UnitKind::Township),
    (&["t", "t"], UnitKind::Township),
    (&["tt"], UnitKind::Township),
    (&["ttr"], UnitKind::Township),
    (&["phuong"], UnitKind::Ward),
    (&["ph"], UnitKind::Ward),
    (&["p"], UnitKind::Ward),
    (&["xa"], UnitKind::Commune),
    (&["x"], UnitKind::Commune),
    (&["thi", "xa"], UnitKind::Town),
    (&["t", "x"], UnitKind::Town),
    (&["tx"], UnitKind::Town),
    (&["quan"], UnitKind::UrbanDistrict),
    (&["q"], UnitKind::UrbanDistrict),
    (&["huyen"], UnitKind::RuralDistrict),
    (&["h"], UnitKind::RuralDistrict),
];

const fn level_of(kind: UnitKind) -> UnitLevel {
    match kind {
        UnitKind::UrbanDistrict | UnitKind::RuralDistrict | UnitKind::Town => UnitLevel::District,
        UnitKind::Ward | UnitKind::Commune | UnitKind::Township => UnitLevel::Commune,
    }
}

/// The folded words of a name, numbers without leading zeros: "Phường 01" is "Phường 1".
fn name_words(name: &str) -> Vec<String> {
    let mut words = words(name);
    for word in &mut words {
        if word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_digit()) {
            *word = word.trim_start_matches('0').to_owned();
        }
    }
    words
}

/// The kind that a name begins with, and the rest; nothing where it begins with none.
fn split_kind(words: &[String], level: UnitLevel) -> Option<(UnitKind, &[String])> {
    PREFIXES.iter().filter(|(_, kind)| level_of(*kind) == level).find_map(|(prefix, kind)| {
        let begins = words.len() > prefix.len()
            && words.iter().zip(*prefix).all(|(word, wanted)| word == wanted);
        begins.then(|| (*kind, &words[prefix.len()..]))
    })
}

/// The folded name of a unit without its kind: the key under which it is found.
pub(super) fn bare_name(unit: &AdministrativeUnit) -> String {
    let words = name_words(&unit.name);
    match split_kind(&words, unit.level) {
        Some((kind, rest)) if kind == unit.kind => rest.join(" "),
        _ => words.join(" "),
    }
}

impl AdministrativeUnits {
    /// The district of this name on a date: with or without Quận, Huyện, Thị xã or their
    /// abbreviations, in any case, with or without accents.
    ///
    /// # Errors
    /// [`UnitNotFound`], saying why.
    pub fn find_district(
        &self,
        name: &str,
        date: Date,
    ) -> Result<&AdministrativeUnit, UnitNotFound> {
        self.find(UnitLevel::District, name, date, |_| true)
    }

    /// The commune of this name on a date, within a district where one is given and communes still
    /// have districts: with or without Xã, Phường, Thị trấn or their abbreviations, in any case,
    /// with or without accents.
    ///
    /// # Errors
    /// [`UnitNotFound`], saying why.
    pub fn find_commune(
        &self,
        name: &str,
        district: Option<&DistrictCode>,
        date: Date,
    ) -> Result<&AdministrativeUnit, UnitNotFound> {
        self.find(UnitLevel::Commune, name, date, |unit| match (district, &unit.district_code) {
            (Some(wanted), Some(actual)) => wanted == actual,
            _ => true,
        })
    }

    fn find(
        &self,
        level: UnitLevel,
        name: &str,
        date: Date,
        belongs: impl Fn(&AdministrativeUnit) -> bool,
    ) -> Result<&AdministrativeUnit, UnitNotFound> {
        let words = name_words(name);
        let named = |words: &[String]| -> Vec<&AdministrativeUnit> {
            let places = self.by_name.get(&(level, words.join(" ")));
            places
                .into_iter()
                .flatten()
                .filter_map(|&at| self.units.get(at))
                .filter(|unit| unit.exists_on(date) && belongs(unit))
                .collect()
        };
        // "Phương Mai" begins with the folded "phường" but is a whole name: try both readings.
        let whole = named(&words);
        let (kind, rest) = split_kind(&words, level).unzip();
        let same_name = rest.map(named).unwrap_or_default();
        let same_kind: Vec<_> =
            same_name.iter().copied().filter(|unit| Some(unit.kind) == kind).collect();
        match (same_kind.as_slice(), whole.as_slice(), same_name.as_slice()) {
            ([only], _, _) | ([], [only], _) => Ok(only),
            ([], [], []) => Err(UnitNotFound::Unknown { name: name.to_owned() }),
            ([], [], others) => Err(UnitNotFound::OtherKind {
                name: name.to_owned(),
                candidates: full_names(others),
            }),
            ([], several, _) | (several, _, _) => Err(UnitNotFound::Ambiguous {
                name: name.to_owned(),
                candidates: full_names(several),
            }),
        }
    }
}

fn full_names(units: &[&AdministrativeUnit]) -> Vec<String> {
    units.iter().map(|unit| unit.name.clone()).collect()
}
