//! Whether a word is a possible Vietnamese syllable.
//!
//! Vietnamese is written in syllables of a small grammar: an onset, one of some 160 rhymes, a tone
//! with a fixed place. Bytes read in the wrong encoding practically never obey it, which is what
//! tells the old encodings from Unicode and from foreign names.

use std::{collections::HashSet, sync::LazyLock};

/// Each vowel with its tones: level, grave, hook, tilde, acute, dot.
const VOWELS: [&str; 12] = [
    "aàảãáạ",
    "ăằẳẵắặ",
    "âầẩẫấậ",
    "eèẻẽéẹ",
    "êềểễếệ",
    "iìỉĩíị",
    "oòỏõóọ",
    "ôồổỗốộ",
    "ơờởỡớợ",
    "uùủũúụ",
    "ưừửữứự",
    "yỳỷỹýỵ",
];
const LEVEL: usize = 0;
const ACUTE: usize = 4;
const DOT: usize = 5;

/// The longest first, so that `ngh` is not taken for `ng`; `gi` and `qu` hold a glide.
const ONSETS: [&str; 28] = [
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g",
    "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
];

const RHYMES: &str = "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp \
    ât âu ây e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt \
    iêu im in inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng \
    oăt oc oe oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u \
    ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy uya \
    uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y \
    ych yêm yên yêng yêt yêu ynh yt";

static RHYME_SET: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| RHYMES.split_whitespace().collect());

/// Whether the word, in any case, is a possible syllable. Letters must be composed.
pub(super) fn is_syllable(word: &str) -> bool {
    let mut plain = String::with_capacity(word.len());
    let mut letters = 0_usize;
    let mut tone = LEVEL;
    let mut toned_at = None;
    for letter in word.chars().flat_map(char::to_lowercase) {
        let (base, this_tone) = split_tone(letter);
        if this_tone != LEVEL {
            if toned_at.is_some() {
                return false;
            }
            toned_at = Some(letters);
            tone = this_tone;
        }
        plain.push(base);
        letters += 1;
    }
    letters <= 7
        && ONSETS.iter().any(|onset| {
            plain.strip_prefix(onset).is_some_and(|rhyme| {
                let skipped = onset.chars().count();
                fits(rhyme, tone, toned_at.map(|at| at.checked_sub(skipped)))
            })
        })
        || is_bare_gi(&plain, toned_at)
}

/// `gì` and its tones, and `gin`: the vowel of the onset carries the rhyme.
fn is_bare_gi(plain: &str, toned_at: Option<usize>) -> bool {
    matches!(plain, "gi" | "gin") && toned_at.is_none_or(|at| at == 1)
}

/// Whether the rhyme exists and carries the tone in its place. `toned_at` is the place of the tone
/// within the rhyme; `Some(None)` says that it stands in the onset.
fn fits(rhyme: &str, tone: usize, toned_at: Option<Option<usize>>) -> bool {
    if !RHYME_SET.contains(rhyme) {
        return false;
    }
    let stopped = ["c", "ch", "p", "t"].iter().any(|coda| rhyme.ends_with(coda));
    if stopped && tone != ACUTE && tone != DOT {
        return false;
    }
    match toned_at {
        None => true,
        Some(None) => false,
        Some(Some(at)) => tone_places(rhyme).contains(&at),
    }
}

/// Where the tone may stand: on the vowel with a mark of its own; else on the only vowel; else
/// before a consonant on the last vowel, at the end on the first, `oa`, `oe` and `uy` being written
/// both ways (`hòa`, `hoà`), and of three vowels on the middle one.
fn tone_places(rhyme: &str) -> Vec<usize> {
    let letters: Vec<char> = rhyme.chars().collect();
    if let Some(marked) = letters.iter().rposition(|letter| "ăâêôơư".contains(*letter)) {
        return vec![marked];
    }
    let vowels = letters.iter().take_while(|letter| "aeiouy".contains(**letter)).count();
    match (vowels, letters.len() > vowels) {
        (1, _) => vec![0],
        (2, true) => vec![1],
        (2, false) if matches!(rhyme, "oa" | "oe" | "uy") => vec![0, 1],
        (2, false) => vec![0],
        _ => vec![1],
    }
}

fn split_tone(letter: char) -> (char, usize) {
    if letter.is_ascii() {
        return (letter, LEVEL);
    }
    for row in VOWELS {
        if let Some(tone) = row.chars().position(|toned| toned == letter) {
            return (row.chars().next().unwrap_or(letter), tone);
        }
    }
    (letter, LEVEL)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_of_the_language_are_recognised() {
        let text = "Hợp tác xã Quỹ tín dụng nhân dân Nguyễn Thuỷ Thủy hoà hòa giêng giếng gì quốc \
            khuyến nghiệp đường mía mưa rượu khoẻ khỏe ngoéo quýt quản tuyết Ứng Ủy UỶ giải thể \
            xoong huỳnh huơ quờ";
        for word in text.split_whitespace() {
            assert!(is_syllable(word), "{word}");
        }
    }

    #[test]
    fn foreign_words_and_misread_ones_are_not() {
        for word in
            ["Hîp", "t¸c", "Hôïp", "taùc", "xaõ", "Société", "Noël", "René", "hộpt", "hơpệ", "hôp"]
        {
            assert!(!is_syllable(word), "{word}");
        }
    }
}
