//! How alike two names are.

use std::collections::BTreeMap;

use htx_model::text;

use super::{
    MatchReason,
    abbreviation::spelt_out,
    spelling::{Likeness, likeness},
};

/// What a name is compared by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The folded words without the legal form, as written.
    written: Vec<String>,
    /// The same with abbreviations spelt out.
    words: Vec<String>,
    /// The words with their accents, by the folded ones.
    accented: BTreeMap<String, String>,
}

/// Words that many names hold, and that lists leave out or add.
const COMMON: &[&str] = &[
    "dich", "vu", "nong", "nghiep", "san", "xuat", "kinh", "doanh", "thuong", "mai", "tong", "hop",
    "va", "tac", "xa", "htx", "kieu", "moi", "thon", "phuong",
];

/// Weights in one sum: a number tells two of a name apart, a common word hardly anything.
const WEIGHT_OF_NUMBER: u32 = 30;
const WEIGHT_OF_WORD: u32 = 20;
const WEIGHT_OF_COMMON: u32 = 3;

/// Points of names that are the same, by how they are; of 100.
const EQUAL: i32 = 95;
const SPELT_OUT: i32 = 93;
const SPACED: i32 = 90;
const ORDERED: i32 = 88;
/// The most that words in common give.
const SHARED: u32 = 85;
const WITHOUT_ACCENTS: i32 = -3;
const OTHER_ACCENTS: i32 = -10;

/// The folded words of a name without its legal form, abbreviations spelt out.
#[must_use]
pub fn key_words(name: &str) -> Vec<String> {
    let written: Vec<String> = text::name_key(name).split(' ').map(str::to_owned).collect();
    spelt_out(&written)
}

/// The words of a name with their accents, in lower case, without its legal form.
#[must_use]
pub fn own_spelling(name: &str) -> Vec<String> {
    last_words(name, text::name_key(name).split(' ').count())
}

/// The last words of a name with their accents: the legal form stands at the beginning, so that the
/// last are the name's own.
fn last_words(name: &str, count: usize) -> Vec<String> {
    let normal = modern(&text::normalise(name).to_lowercase());
    let words = normal.split(|letter: char| !letter.is_alphanumeric());
    let all: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let own = all.len().checked_sub(count).map(|at| &all[at..]).unwrap_or_default();
    own.iter().map(|word| (*word).to_owned()).collect()
}

impl Name {
    /// Reads a name; nothing where there is none beside the legal form.
    #[must_use]
    pub fn read(name: &str) -> Option<Self> {
        if text::is_bare_legal_form(name) {
            return None;
        }
        let written: Vec<String> = text::name_key(name).split(' ').map(str::to_owned).collect();
        let accented = written.iter().cloned().zip(last_words(name, written.len())).collect();
        let words = spelt_out(&written);
        Some(Self { written, words, accented })
    }

    /// The folded words, abbreviations spelt out, without the legal form.
    #[must_use]
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// The words that tell it from others; all, where every word is common.
    #[must_use]
    pub fn own_words(&self) -> Vec<&str> {
        let all = || self.words.iter().map(String::as_str);
        let own: Vec<&str> = all().filter(|word| !COMMON.contains(word)).collect();
        if own.is_empty() { all().collect() } else { own }
    }

    /// The keys under which the register may hold it: as written, and spelt out.
    #[must_use]
    pub fn keys(&self) -> Vec<String> {
        let mut keys = vec![self.written.join(" ")];
        if self.words != self.written {
            keys.push(self.words.join(" "));
        }
        keys
    }

    /// How alike two names are, of 100, with the reasons.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> (i32, Vec<MatchReason>) {
        let (mut points, mut reasons) = self.words_alike(other);
        if points == 0 {
            return (0, Vec::new());
        }
        match self.accents(other) {
            Accents::Same => {}
            Accents::None => {
                points += WITHOUT_ACCENTS;
                reasons.push(MatchReason::WithoutAccents);
            }
            Accents::Other => {
                points += OTHER_ACCENTS;
                reasons.push(MatchReason::AccentsDiffer);
            }
        }
        (points.max(0), reasons)
    }

    fn words_alike(&self, other: &Self) -> (i32, Vec<MatchReason>) {
        use MatchReason::{AbbreviationsSpeltOut, NameEqual, SpacingDiffers, WordOrderDiffers};
        if self.written == other.written {
            return (EQUAL, vec![NameEqual]);
        }
        if self.words == other.words {
            return (SPELT_OUT, vec![AbbreviationsSpeltOut]);
        }
        if self.words.concat() == other.words.concat() {
            return (SPACED, vec![SpacingDiffers]);
        }
        if sorted(&self.words) == sorted(&other.words) {
            return (ORDERED, vec![WordOrderDiffers]);
        }
        self.words_shared(other)
    }

    /// The weighted share of words that both have (Dice), words spelt nearly alike counting in part.
    fn words_shared(&self, other: &Self) -> (i32, Vec<MatchReason>) {
        let mut left: Vec<&str> = other.words.iter().map(String::as_str).collect();
        let total: u32 = left.iter().copied().map(weight).sum::<u32>()
            + self.words.iter().map(|word| weight(word)).sum::<u32>();
        let (mut shared, mut nearly, mut unmatched) = (0, 0, Vec::new());
        for word in &self.words {
            match left.iter().position(|found| found == word) {
                Some(at) => shared += 2 * weight(left.swap_remove(at)),
                None => unmatched.push(word.as_str()),
            }
        }
        for word in unmatched {
            let best = left.iter().enumerate().filter_map(|(at, found)| {
                likeness(word, found).map(|likeness| (likeness, std::cmp::Reverse(at)))
            });
            if let Some((likeness, std::cmp::Reverse(at))) = best.max() {
                let found = left.swap_remove(at);
                nearly += (weight(word) + weight(found)) * worth(likeness) / 100;
            }
        }
        let points = SHARED * (shared + nearly) / total.max(1);
        let mut reasons = Vec::new();
        if shared > 0 {
            reasons.push(MatchReason::WordsShared);
        }
        if nearly > 0 {
            reasons.push(MatchReason::SpellingDiffers);
        }
        (i32::try_from(points).unwrap_or_default(), reasons)
    }

    fn accents(&self, other: &Self) -> Accents {
        if self.accented.values().all(|word| word.is_ascii()) {
            let has_any = other.accented.values().any(|word| !word.is_ascii());
            return if has_any { Accents::None } else { Accents::Same };
        }
        let differs = self
            .accented
            .iter()
            .any(|(folded, word)| other.accented.get(folded).is_some_and(|found| found != word));
        if differs { Accents::Other } else { Accents::Same }
    }
}

enum Accents {
    Same,
    None,
    Other,
}

fn sorted(words: &[String]) -> Vec<&str> {
    let mut sorted: Vec<&str> = words.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    sorted
}

fn weight(word: &str) -> u32 {
    if word.bytes().any(|byte| byte.is_ascii_digit()) {
        WEIGHT_OF_NUMBER
    } else if COMMON.contains(&word) {
        WEIGHT_OF_COMMON
    } else {
        WEIGHT_OF_WORD
    }
}

/// What a word counts for that is spelt nearly alike, of 100.
const fn worth(likeness: Likeness) -> u32 {
    match likeness {
        Likeness::SameSound => 80,
        Likeness::OneSlip => 50,
    }
}

/// The tone mark where it is put today: old lists have "hoà" for "hòa".
fn modern(text: &str) -> String {
    const PLACES: &[(&str, &str)] = &[
        ("oà", "òa"),
        ("oá", "óa"),
        ("oả", "ỏa"),
        ("oã", "õa"),
        ("oạ", "ọa"),
        ("oè", "òe"),
        ("oé", "óe"),
        ("oẻ", "ỏe"),
        ("oẽ", "õe"),
        ("oẹ", "ọe"),
        ("uỳ", "ùy"),
        ("uý", "úy"),
        ("uỷ", "ủy"),
        ("uỹ", "ũy"),
        ("uỵ", "ụy"),
    ];
    let mut modern = text.to_owned();
    for (old, new) in PLACES {
        if modern.contains(old) {
            modern = modern.replace(old, new);
        }
    }
    modern
}
