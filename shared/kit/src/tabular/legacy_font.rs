//! Text typed with the fonts of the time before Unicode, recognised so that it is never stored.
//!
//! Those fonts put Vietnamese letters where Western ones belong: what shows as "Hợp tác xã" in
//! `.VnTime` is kept as "Hîp t¸c x·". Nothing in the file says so. A word counts as evidence when it
//! is no Vietnamese syllable as it stands and is one once decoded.

use std::{borrow::Cow, collections::HashSet};

use super::{cell::Sheet, error::TabularError, syllable::is_syllable};

/// An encoding that belonged to a family of fonts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LegacyFont {
    /// TCVN 5712:1993, also called ABC: fonts `.VnTime`, `.VnArial`, `.VnTimeH`.
    Tcvn3,
    /// VNI Windows: fonts `VNI-Times`, `VNI-Helve`.
    Vni,
}

impl LegacyFont {
    const ALL: [Self; 2] = [Self::Tcvn3, Self::Vni];

    /// The name under which UniKey lists it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Tcvn3 => "TCVN3 (ABC)",
            Self::Vni => "VNI Windows",
        }
    }

    /// The text in Unicode; characters that the font does not redefine stay.
    pub(super) fn decode(self, text: &str) -> String {
        match self {
            Self::Tcvn3 => text.chars().map(|letter| tcvn3(letter).unwrap_or(letter)).collect(),
            Self::Vni => vni(text),
        }
    }
}

/// What was found in one piece of text.
#[derive(Debug, Default, Clone, Copy)]
struct Evidence {
    /// Words that only make sense decoded.
    words: usize,
    /// Accented words that make sense as they stand, or in neither way.
    against: usize,
    /// The longest evidence that holds a sign which is no letter, such as `§` or `¸`.
    signs: usize,
}

/// Looks for the first cell in an old encoding, in all sheets.
pub(super) fn find(sheets: &[Sheet]) -> Option<TabularError> {
    let mut lone_words = HashSet::new();
    let mut first_lone = None;
    for sheet in sheets {
        for row in &sheet.rows {
            for text in row.cells.iter().filter_map(|cell| cell.as_text()) {
                if !is_western(text) {
                    continue;
                }
                let Some((font, certain)) = recognise(text) else { continue };
                let found = || error(font, &sheet.name, row.number, text);
                if certain {
                    return Some(found());
                }
                first_lone.get_or_insert_with(found);
                lone_words.insert(text.trim());
                // One odd word may be a foreign name; several different ones are a font.
                if lone_words.len() >= 3 {
                    return first_lone;
                }
            }
        }
    }
    None
}

fn error(font: LegacyFont, sheet: &str, row: u32, text: &str) -> TabularError {
    let sample: String = text.trim().chars().take(80).collect();
    let reading = font.decode(&sample);
    TabularError::LegacyFont { font, sheet: sheet.to_owned(), row, sample, reading }
}

/// Whether the text has letters beyond ASCII and all of them belong to Western Europe: Unicode
/// Vietnamese of any length has letters outside.
fn is_western(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    let mut western = false;
    for letter in text.chars() {
        match letter {
            '\u{a1}'..='\u{ff}' => western = true,
            '\u{100}'..='\u{1fff}' => return false,
            _ => {}
        }
    }
    western
}

/// The old encoding of the text, and whether this piece alone is proof of it.
fn recognise(text: &str) -> Option<(LegacyFont, bool)> {
    let (font, evidence) = LegacyFont::ALL
        .into_iter()
        .map(|font| (font, weigh(text, font)))
        .max_by_key(|(_, evidence)| evidence.words)?;
    if evidence.words == 0 || evidence.words < evidence.against {
        return None;
    }
    let certain = (evidence.words >= 2 && evidence.words > evidence.against)
        || (evidence.signs >= 3 && evidence.against == 0);
    Some((font, certain))
}

fn weigh(text: &str, font: LegacyFont) -> Evidence {
    let mut evidence = Evidence::default();
    for word in accented_words(text) {
        if is_syllable(word) || !is_syllable(&font.decode(word)) {
            evidence.against += 1;
            continue;
        }
        evidence.words += 1;
        if word.chars().any(|sign| !sign.is_ascii() && !sign.is_alphabetic()) {
            evidence.signs = evidence.signs.max(word.chars().count());
        }
    }
    evidence
}

/// How many accented words make sense in the font only, for text of one-byte characters.
pub(super) fn decoded_words(text: &str, font: LegacyFont) -> usize {
    weigh(text, font).words
}

/// The runs of letters, old fonts' signs included, that hold at least one beyond ASCII.
pub(super) fn accented_words(text: &str) -> impl Iterator<Item = &str> {
    let is_letter = |letter: char| {
        letter.is_ascii_alphabetic()
            || letter >= '\u{a1}' && !('\u{2000}'..='\u{20ff}').contains(&letter)
    };
    text.split(move |letter| !is_letter(letter)).filter(|word| !word.is_ascii())
}

/// The letters of TCVN 5712:1993 (VN3) from 0xA1 to 0xFE; a space where there is none.
const TCVN3: &str = "ĂÂÊÔƠƯĐăâêôơưđ      àảãáạ ằẳẵắ       ặầẩẫấậè ẻẽéẹềểễếệìỉ   ĩíịò ỏõóọồổỗốộờởỡớợù ủũúụừửữứựỳỷỹýỵ";

fn tcvn3(letter: char) -> Option<char> {
    let index = u32::from(letter).checked_sub(0xa1)?;
    TCVN3.chars().nth(usize::try_from(index).ok()?).filter(|decoded| *decoded != ' ')
}

/// VNI writes a vowel and after it one character that stands for its mark and tone.
const VNI_PAIRS: [(char, &str, &str); 7] = [
    ('a', "ùøûõïêéèúüëâáàåãä", "áàảãạăắằẳẵặâấầẩẫậ"),
    ('e', "ùøûõïâáàåãä", "éèẻẽẹêếềểễệ"),
    ('o', "ùøûõïâáàåãä", "óòỏõọôốồổỗộ"),
    ('u', "ùøûõï", "úùủũụ"),
    ('y', "ùøûõ", "ýỳỷỹ"),
    ('ô', "ùøûõï", "ớờởỡợ"),
    ('ö', "ùøûõï", "ứừửữự"),
];
const VNI_SINGLE: (&str, &str) = ("ôöñîæóò", "ơưđỵỉĩị");

fn vni(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let pair = letters.peek().and_then(|mark| vni_pair(letter, *mark));
        if let Some(joined) = pair {
            letters.next();
            decoded.push_str(&joined);
        } else {
            decoded.push_str(&with_case(letter, |lower| paired(VNI_SINGLE.0, VNI_SINGLE.1, lower)));
        }
    }
    decoded
}

fn vni_pair(letter: char, mark: char) -> Option<Cow<'static, str>> {
    let lower = lower(letter);
    let (_, marks, joined) = VNI_PAIRS.iter().find(|(base, ..)| *base == lower)?;
    let joined = paired(marks, joined, self::lower(mark))?;
    Some(Cow::Owned(with_case(letter, |_| Some(joined))))
}

fn paired(from: &str, to: &str, letter: char) -> Option<char> {
    let at = from.chars().position(|candidate| candidate == letter)?;
    to.chars().nth(at)
}

fn lower(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

/// Maps the lower-case letter and gives the result in the case of the original.
fn with_case(letter: char, map: impl Fn(char) -> Option<char>) -> String {
    let mapped = map(lower(letter)).unwrap_or(lower(letter));
    if letter.is_uppercase() { mapped.to_uppercase().collect() } else { mapped.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_decode_what_the_fonts_showed() {
        assert_eq!(LegacyFont::Tcvn3.decode("Hîp t¸c x·"), "Hợp tác xã");
        assert_eq!(
            LegacyFont::Tcvn3.decode("§«ng Anh, NguyÔn ThÞ Thñy"),
            "Đông Anh, Nguyễn Thị Thủy"
        );
        assert_eq!(
            LegacyFont::Tcvn3.decode("Ng\u{ad}êi ®¹i diÖn, ph\u{ad}êng"),
            "Người đại diện, phường"
        );
        assert_eq!(LegacyFont::Vni.decode("Hôïp taùc xaõ"), "Hợp tác xã");
        assert_eq!(
            LegacyFont::Vni.decode("Nguyeãn Thò Ñöùc, QUAÄN ÑOÁNG ÑA"),
            "Nguyễn Thị Đức, QUẬN ĐỐNG ĐA"
        );
    }

    #[test]
    fn old_text_is_recognised() {
        for (text, font) in [
            ("Hîp t¸c x·", LegacyFont::Tcvn3),
            ("HTX N«ng nghiÖp Phó Xuyªn", LegacyFont::Tcvn3),
            ("§ang ho¹t ®éng", LegacyFont::Tcvn3),
            ("HîP T¸C X·", LegacyFont::Tcvn3),
            ("§«ng Anh", LegacyFont::Tcvn3),
            ("Hôïp taùc xaõ", LegacyFont::Vni),
            ("Huyeän Soùc Sôn", LegacyFont::Vni),
            ("NGUYEÃN VAÊN TUAÁN", LegacyFont::Vni),
        ] {
            assert_eq!(recognise(text), Some((font, true)), "{text}");
        }
    }

    #[test]
    fn other_text_is_not_taken_for_old() {
        for text in [
            "Hoà Bình",
            "Hoàng Mai",
            "Xã Vân Hoà",
            "Trâu Quỳ",
            "Tân Hòa",
            "Bùi Hà",
            "Hà Nội",
            "Société Générale d'électricité",
            "Café René & Noël",
            "Crédit Agricole Île-de-France",
            "Müller Großhandel",
            "São Paulo",
            "Peña Núñez",
            "«Hoa Sen» café",
            "m² × 25 °C ± 5 µm",
            "§ 12, ¶ 3",
            "Đường số 5",
            "No. 7 – Xanh",
            "Thaï cuisine",
            "© 2024 ® HTX",
            "naïve résumé",
        ] {
            let certain = is_western(text) && recognise(text).is_some_and(|(_, certain)| certain);
            assert!(!certain, "{text}");
        }
    }
}
