//! The encoding of a text file, found out by looking at its bytes.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1258};
use htx_model::text::compose;

use super::{
    error::{FileKind, TabularError},
    legacy_font::{LegacyFont, accented_words, decoded_words},
    syllable::is_syllable,
};

/// How much of the file is looked at where the whole is not needed.
const LOOKED_AT: usize = 64 << 10;

/// The text of the file. UTF-8 stays as it is; Windows-1258 writes tones as marks after the vowel,
/// so it is composed.
///
/// # Errors
/// Bytes that are no text, text in an unknown encoding, or text in one of the old fonts: the latter
/// is left to the caller, who knows rows and cells, and comes back readable as Windows-1252.
pub(super) fn decode(bytes: &[u8]) -> Result<String, TabularError> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return strictly(encoding, &bytes[mark..]);
    }
    if let Some(encoding) = utf_16_without_mark(bytes) {
        return strictly(encoding, bytes);
    }
    if !is_text(bytes) {
        return Err(TabularError::NotReadable(FileKind::Unknown));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(_) if is_broken_utf_8(bytes) => {
            Err(TabularError::Damaged("some of the UTF-8 text is invalid".to_owned()))
        }
        Err(_) => one_byte_per_character(bytes),
    }
}

fn strictly(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, TabularError> {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    if had_errors {
        return Err(TabularError::Damaged(format!("invalid {} text", encoding.name())));
    }
    Ok(text.into_owned())
}

/// UTF-16 gives itself away by the zero bytes of its spaces, digits and delimiters.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(LOOKED_AT) & !1];
    let pairs = head.len() / 2;
    if pairs < 2 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let zeros =
        |parity: usize| head.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    if first * 20 < pairs && second * 10 > pairs * 3 {
        Some(UTF_16LE)
    } else if second * 20 < pairs && first * 10 > pairs * 3 {
        Some(UTF_16BE)
    } else {
        None
    }
}

fn is_text(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(LOOKED_AT)];
    let controls = head
        .iter()
        .filter(|byte| **byte < 0x20 && !matches!(**byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1a))
        .count();
    !bytes.contains(&0) && controls * 100 <= head.len()
}

/// Whether invalid UTF-8 is UTF-8 all the same, only cut or damaged: its Vietnamese letters
/// (U+1EA0 to U+1EFF) are three bytes that no other encoding puts together.
fn is_broken_utf_8(bytes: &[u8]) -> bool {
    let letters = bytes
        .windows(3)
        .filter(|three| {
            three[0] == 0xE1 && matches!(three[1], 0xBA | 0xBB) && (0x80..0xC0).contains(&three[2])
        })
        .take(3)
        .count();
    letters == 3
}

fn one_byte_per_character(bytes: &[u8]) -> Result<String, TabularError> {
    let head = &bytes[..bytes.len().min(4 * LOOKED_AT)];
    let (western, _) = WINDOWS_1252.decode_without_bom_handling(head);
    let (vietnamese, invalid) = WINDOWS_1258.decode_without_bom_handling(bytes);
    let vietnamese = compose(&vietnamese);
    let mut sense = 0;
    let mut nonsense = 0;
    for word in accented_words(&compose(&WINDOWS_1258.decode_without_bom_handling(head).0)) {
        if is_syllable(word) {
            sense += 1;
        } else if !word.chars().all(char::is_alphabetic) {
            nonsense += 1;
        }
    }
    let old =
        decoded_words(&western, LegacyFont::Tcvn3).max(decoded_words(&western, LegacyFont::Vni));
    if old > sense {
        return Ok(WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned());
    }
    if invalid || nonsense >= 5 && nonsense > sense {
        return Err(TabularError::UnknownEncoding);
    }
    Ok(vietnamese)
}
