//! Words that are nearly one another: slips of the pen, and letters that sound alike.

use std::collections::{BTreeSet, HashMap};

/// The shortest word whose slips are looked for: shorter ones are all alike.
const SHORTEST: usize = 3;

/// How near two folded words are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// One letter more, less, or another, or two swapped.
    OneSlip,
    /// They sound alike in the north: "Lội" for "Nội", "chồng" for "trồng".
    SameSound,
}

/// How near two different folded words are, if at all. Numbers are never near one another.
#[must_use]
pub(super) fn likeness(one: &str, other: &str) -> Option<Likeness> {
    let is_word =
        |word: &str| word.len() >= SHORTEST && word.bytes().all(|b| b.is_ascii_lowercase());
    if !is_word(one) || !is_word(other) {
        return None;
    }
    if sound(one) == sound(other) {
        return Some(Likeness::SameSound);
    }
    is_one_slip(one.as_bytes(), other.as_bytes()).then_some(Likeness::OneSlip)
}

/// A word with the letters that are commonly confused put as one. The order decides: the longest
/// beginning first.
fn sound(word: &str) -> String {
    const BEGINNINGS: &[(&str, &str)] = &[
        ("ngh", "ng"),
        ("gh", "g"),
        ("gi", "d"),
        ("tr", "ch"),
        ("qu", "cu"),
        ("l", "n"),
        ("x", "s"),
        ("r", "d"),
        ("k", "c"),
    ];
    let own = BEGINNINGS.iter().find_map(|(written, heard)| {
        word.strip_prefix(written).filter(|rest| !rest.is_empty()).map(|rest| (heard, rest))
    });
    let sounded = own.map_or_else(|| word.to_owned(), |(heard, rest)| format!("{heard}{rest}"));
    // "Gỗ Lim" keeps its l inside; y and i are one everywhere.
    sounded.replace('y', "i")
}

fn is_one_slip(one: &[u8], other: &[u8]) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let common = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let (short, long) = (&short[common..], &long[common..]);
    match long.len() - short.len() {
        0 => match (short, long) {
            ([], []) => false,
            ([_, a @ ..], [_, b @ ..]) if a == b => true,
            ([first, second, a @ ..], [next, last, b @ ..]) => {
                first == last && second == next && a == b
            }
            _ => false,
        },
        1 => short == &long[1..],
        _ => false,
    }
}

/// The words of an index, found by how they are misspelt: by what remains when a letter is struck
/// out, and by sound.
#[derive(Debug, Default)]
pub struct Spellings {
    words: Vec<Box<str>>,
    by_rest: HashMap<Box<str>, Vec<u32>>,
    by_sound: HashMap<Box<str>, Vec<u32>>,
}

impl Spellings {
    /// Those of some folded words.
    pub fn of<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let mut spellings = Self::default();
        for word in words {
            if word.len() < SHORTEST || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
                continue;
            }
            let Ok(number) = u32::try_from(spellings.words.len()) else { break };
            spellings.words.push(word.into());
            for rest in rests(word) {
                spellings.by_rest.entry(rest.into()).or_default().push(number);
            }
            spellings.by_sound.entry(sound(word).into()).or_default().push(number);
        }
        spellings
    }

    /// The words that are nearly this one, without itself.
    #[must_use]
    pub fn near(&self, word: &str) -> Vec<&str> {
        let by_rest = rests(word).into_iter().filter_map(|rest| self.by_rest.get(rest.as_str()));
        let by_sound = self.by_sound.get(sound(word).as_str());
        let found: BTreeSet<u32> = by_rest.chain(by_sound).flatten().copied().collect();
        found
            .into_iter()
            .filter_map(|number| self.words.get(usize::try_from(number).ok()?))
            .map(|found| &**found)
            .filter(|found| *found != word && likeness(word, found).is_some())
            .collect()
    }
}

/// A word, and the word with each one of its letters struck out: two words with one slip between
/// them have one of these in common.
fn rests(word: &str) -> Vec<String> {
    let letters = word.char_indices();
    let without = letters.map(|(at, letter)| {
        let mut rest = word.to_owned();
        rest.replace_range(at..at + letter.len_utf8(), "");
        rest
    });
    without.chain(std::iter::once(word.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_and_sounds_are_told_from_other_words() {
        for (one, other, expected) in [
            ("noi", "loi", Some(Likeness::SameSound)),
            ("trong", "chong", Some(Likeness::SameSound)),
            ("quyet", "quiet", Some(Likeness::SameSound)),
            ("thang", "thanh", Some(Likeness::OneSlip)),
            ("thang", "tahng", Some(Likeness::OneSlip)),
            ("phuong", "phung", Some(Likeness::OneSlip)),
            ("phuong", "phan", None),
            ("van", "xuan", None),
            ("an", "am", None),
            ("123", "124", None),
        ] {
            assert_eq!(likeness(one, other), expected, "{one} {other}");
            assert_eq!(likeness(other, one), expected, "{other} {one}");
        }
    }

    #[test]
    fn misspelt_words_are_found_among_many() {
        let spellings = Spellings::of(["noi", "loi", "tam", "tan", "phuong", "phung", "so", "12"]);
        assert_eq!(spellings.near("noi"), ["loi"]);
        assert_eq!(spellings.near("tamm"), ["tam"]);
        assert_eq!(spellings.near("phuogn"), ["phuong"]);
        assert!(spellings.near("12").is_empty());
        assert!(spellings.near("").is_empty());
    }

    proptest::proptest! {
        #[test]
        fn what_is_one_slip_away_is_found(word in "[a-z]{3,8}", at in 0_usize..8, letter in "[a-z]") {
            let mut slipped = word.clone();
            let at = at.min(word.len());
            slipped.insert_str(at, &letter);
            let spellings = Spellings::of([word.as_str()]);
            proptest::prop_assert_eq!(spellings.near(&slipped), [word.as_str()]);
            let spellings = Spellings::of([slipped.as_str()]);
            proptest::prop_assert_eq!(spellings.near(&word), [slipped.as_str()]);
        }
    }
}
