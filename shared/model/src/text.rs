//! Vietnamese text: one spelling, a form without accents for search, and a sort order.

use std::sync::LazyLock;

use icu_collator::{CollatorBorrowed, options::CollatorOptions};
use icu_locale_core::locale;
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

/// Text as it is kept: composed (NFC), trimmed, every run of white space one space, without
/// invisible characters.
#[must_use]
pub fn normalise(text: &str) -> String {
    let composer = ComposingNormalizerBorrowed::new_nfc();
    if is_tidy(text) {
        return composer.normalize(text).into_owned();
    }
    let tidy = collapse(text.chars(), text.len(), |character, tidy| tidy.push(character));
    composer.normalize(&tidy).into_owned()
}

/// Composes letters and their marks (NFC) and changes nothing else.
#[must_use]
pub fn compose(text: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc().normalize(text).into_owned()
}

/// Text as it is searched: without accents, lower case, đ as d, white space collapsed.
///
/// "Hợp tác xã  Rau" becomes "hop tac xa rau", composed or decomposed alike.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.chars().all(|character| character.is_ascii() || latin_index(character).is_some()) {
        collapse(text.chars(), text.len(), push_folded)
    } else {
        let decomposed = DecomposingNormalizerBorrowed::new_nfd().normalize_iter(text.chars());
        collapse(decomposed, text.len(), push_folded)
    }
}

/// The folded words of a text: its runs of letters and digits.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    folded
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The words of what someone typed to search for. Marks without a letter or a digit are a word as they
/// are, which nothing holds: to ask for `%` is not to ask for everything.
#[must_use]
pub fn typed_words(text: &str) -> Vec<String> {
    let words = words(text);
    let marks = text.trim();
    if words.is_empty() && !marks.is_empty() { vec![marks.to_owned()] } else { words }
}

/// The words of the legal forms as they begin a name, the longest first.
const LEGAL_FORMS: &[&[&str]] = &[
    &["lien", "hiep", "cac", "hop", "tac", "xa"],
    &["lien", "hiep", "hop", "tac", "xa"],
    &["lien", "hiep", "htx"],
    &["lien", "hiep"],
    &["lh", "hop", "tac", "xa"],
    &["lh", "htx"],
    &["lhhtx"],
    &["hop", "tac", "xa"],
    &["h", "t", "x"],
    &["htx"],
    &["to", "hop", "tac"],
    &["t", "h", "t"],
    &["tht"],
];

/// What two names are compared by: the folded words without those of the legal form at the start.
///
/// Two organisations of the city whose keys are equal have the same name. A name that is nothing
/// but a legal form keeps its words.
#[must_use]
pub fn name_key(name: &str) -> String {
    let words = words(name);
    let own = without_legal_form(&words);
    if own.is_empty() { words.join(" ") } else { own.join(" ") }
}

/// Whether a name says nothing beside the legal form, such as "Hợp tác xã".
#[must_use]
pub fn is_bare_legal_form(name: &str) -> bool {
    without_legal_form(&words(name)).is_empty()
}

fn without_legal_form(words: &[String]) -> &[String] {
    let mut rest = words;
    while let Some(form) = LEGAL_FORMS.iter().find(|form| starts_with(rest, form)) {
        rest = &rest[form.len()..];
    }
    rest
}

fn starts_with(words: &[String], form: &[&str]) -> bool {
    words.len() >= form.len() && words.iter().zip(form).all(|(word, wanted)| word == wanted)
}

/// A key whose bytes sort as Vietnamese sorts: for a column that the database orders by.
#[must_use]
pub fn sort_key(text: &str) -> Vec<u8> {
    let mut key = Vec::with_capacity(text.len() * 3);
    match &*COLLATOR {
        Some(collator) => {
            let Ok(()) = collator.write_sort_key_to(text, &mut key);
        }
        None => key.extend_from_slice(fold(text).as_bytes()),
    }
    key
}

/// The collator's data is compiled in, so it is there; a test says so.
static COLLATOR: LazyLock<Option<CollatorBorrowed<'static>>> = LazyLock::new(|| {
    CollatorBorrowed::try_new(locale!("vi").into(), CollatorOptions::default()).ok()
});

/// Whether nothing is to be trimmed, collapsed or dropped.
fn is_tidy(text: &str) -> bool {
    let mut after_space = true;
    for character in text.chars() {
        let space = character == ' ';
        if space && after_space || !space && (character.is_whitespace() || is_invisible(character))
        {
            return false;
        }
        after_space = space;
    }
    text.is_empty() || !after_space
}

/// Control characters, zero-width spaces, soft hyphens and byte order marks: spreadsheets are full
/// of them, nobody sees them, and PostgreSQL refuses one. Marks that turn the direction of writing
/// could make one name look like another.
fn is_invisible(character: char) -> bool {
    match character {
        '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => true,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            true
        }
        _ => character.is_control() && !character.is_whitespace(),
    }
}

/// Collects characters, one space for each run of white space inside, none at the ends.
fn collapse(
    characters: impl Iterator<Item = char>,
    length: usize,
    mut push: impl FnMut(char, &mut String),
) -> String {
    let mut collected = String::with_capacity(length);
    let mut pending_space = false;
    for character in characters {
        if character.is_whitespace() {
            pending_space = !collected.is_empty();
        } else if !is_invisible(character) {
            let before = collected.len();
            push(character, &mut collected);
            if pending_space && collected.len() > before {
                collected.insert(before, ' ');
                pending_space = false;
            }
        }
    }
    collected
}

/// Adds the folded form of a character: nothing for a mark, the base letter for an accented one.
fn push_folded(character: char, folded: &mut String) {
    if character.is_ascii() {
        folded.push(character.to_ascii_lowercase());
    } else if let Some(index) = latin_index(character) {
        if let Some(letter) = LATIN.get(index).copied().flatten() {
            folded.push(letter);
        }
    } else {
        folded.extend(character.to_lowercase());
    }
}

/// Latin letters with accents (U+00A0 to U+024F), combining marks (U+0300 to U+036F) and the
/// Vietnamese block (U+1E00 to U+1EFF) lie in one table, so that a name costs no normalisation.
const LATIN_BLOCKS: [(u32, u32); 3] = [(0xA0, 0x24F), (0x300, 0x36F), (0x1E00, 0x1EFF)];

fn latin_index(character: char) -> Option<usize> {
    let code = u32::from(character);
    let index = match code {
        0xA0..=0x24F => code - 0xA0,
        0x300..=0x36F => code - 0x300 + (0x250 - 0xA0),
        0x1E00..=0x1EFF => code - 0x1E00 + (0x250 - 0xA0) + 0x70,
        _ => return None,
    };
    usize::try_from(index).ok()
}

/// The folded letter of each character of [`LATIN_BLOCKS`]; nothing for a mark.
static LATIN: LazyLock<Vec<Option<char>>> = LazyLock::new(|| {
    LATIN_BLOCKS
        .into_iter()
        .flat_map(|(first, last)| first..=last)
        .map(|code| char::from_u32(code).and_then(fold_letter))
        .collect()
});

fn fold_letter(letter: char) -> Option<char> {
    // Eth and African d look like đ and stand for it in text that was converted badly.
    if matches!(letter, 'đ' | 'Đ' | 'ð' | 'Ð' | 'Ɖ' | 'ɖ') {
        return Some('d');
    }
    let decomposer = DecomposingNormalizerBorrowed::new_nfd();
    let base = decomposer.normalize_iter(std::iter::once(letter)).next()?;
    if ('\u{300}'..='\u{36f}').contains(&base) {
        return None;
    }
    base.to_lowercase().next()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decomposed(text: &str) -> String {
        DecomposingNormalizerBorrowed::new_nfd().normalize(text).into_owned()
    }

    #[test]
    fn folding_drops_accents_case_and_spaces() {
        for (text, folded) in [
            ("Hợp tác xã  Rau", "hop tac xa rau"),
            ("\u{a0}ĐẶNG\tThị\u{2003}Ửng ", "dang thi ung"),
            ("Ðông Anh", "dong anh"),
            ("Quỹ TDND Cổ Nhuế 2, ﬁ Ω", "quy tdnd co nhue 2, ﬁ ω"),
            ("", ""),
            ("  ", ""),
        ] {
            assert_eq!(fold(text), folded);
            assert_eq!(fold(&decomposed(text)), folded);
        }
    }

    #[test]
    fn normalising_composes_trims_and_drops_what_nobody_sees() {
        let messy = decomposed("\u{feff} Xã\u{a0}\u{a0}Vân \u{200b} Từ\0\r\n");
        assert_eq!(normalise(&messy), "Xã Vân Từ");
        assert_eq!(normalise("Xã Vân Từ"), "Xã Vân Từ");
    }

    #[test]
    fn nothing_turns_the_direction_of_a_name() {
        for mark in "\u{61c}\u{200e}\u{200f}\u{202a}\u{202e}\u{2066}\u{2069}".chars() {
            let turned = format!("HTX {mark}Rau{mark} sạch{mark}");
            assert_eq!(normalise(&turned), "HTX Rau sạch");
            assert_eq!(name_key(&turned), "rau sach");
        }
    }

    #[test]
    fn the_legal_form_is_no_part_of_the_name_that_is_compared() {
        for name in [
            "Hợp tác xã Rau sạch Đông Anh",
            "HTX  rau sach đông anh",
            "H.T.X Rau sạch, Đông Anh",
            "Liên hiệp hợp tác xã Rau sạch Đông Anh",
            "LH HTX Rau sạch Đông Anh",
            "LHHTX Rau Sạch Đông Anh",
            "Liên hiệp Rau sạch - Đông Anh",
            "THT Rau sạch Đông Anh",
            "Tổ hợp tác RAU SẠCH ĐÔNG ANH",
            "HTX (Hợp tác xã) Rau sạch Đông Anh",
        ] {
            assert_eq!(name_key(name), "rau sach dong anh", "{name}");
            assert_eq!(name_key(&decomposed(name)), "rau sach dong anh", "{name}");
        }
        assert_eq!(name_key("Hợp tác xã"), "hop tac xa");
        assert_eq!(name_key("Chợ HTX Mới"), "cho htx moi");
        assert_eq!(words("Chợ Bưởi (số 2)"), ["cho", "buoi", "so", "2"]);
    }

    #[test]
    fn sorting_is_vietnamese() {
        assert!(COLLATOR.is_some());
        let sorted =
            ["An", "Ăn", "Ân", "Dung", "Đan", "Em", "Ê", "Ma", "Mà", "Mả", "Mã", "Má", "Mạ"];
        let mut names = sorted.to_vec();
        names.reverse();
        names.sort_by_cached_key(|name| sort_key(name));
        assert_eq!(names, sorted);
        assert_eq!(sort_key(&decomposed("Đặng")), sort_key("Đặng"));
    }

    proptest! {
        #[test]
        fn folding_twice_or_after_decomposing_changes_nothing(text in "\\PC{0,24}|[ a-zA-ZÀ-ỹĐđ\u{300}-\u{36f}]{0,24}") {
            let folded = fold(&text);
            prop_assert_eq!(fold(&folded), folded.clone());
            prop_assert_eq!(fold(&decomposed(&text)), folded.clone());
            prop_assert_eq!(fold(&normalise(&text)), folded);
        }

        #[test]
        fn normalising_twice_changes_nothing(text in any::<String>()) {
            let once = normalise(&text);
            prop_assert!(is_tidy(&once));
            prop_assert_eq!(normalise(&once), once);
        }
    }
}
