//! Abbreviations of old lists, spelt out: "DVNN" is "dịch vụ nông nghiệp".

/// Abbreviations that stand alone, as folded words.
const WORDS: &[(&str, &[&str])] = &[
    ("rat", &["rau", "an", "toan"]),
    ("qtdnd", &["quy", "tin", "dung", "nhan", "dan"]),
    ("tdnd", &["tin", "dung", "nhan", "dan"]),
    ("vsmt", &["ve", "sinh", "moi", "truong"]),
    ("ttcn", &["tieu", "thu", "cong", "nghiep"]),
    ("tcmn", &["thu", "cong", "my", "nghe"]),
    ("ntts", &["nuoi", "trong", "thuy", "san"]),
    ("cnc", &["cong", "nghe", "cao"]),
];

/// Abbreviations that also stand one behind the other, the longest first: "SXKDTH". None holds a
/// vowel, as no Vietnamese word does without.
const PARTS: &[(&str, &[&str])] = &[
    ("ttcn", &["tieu", "thu", "cong", "nghiep"]),
    ("cnc", &["cong", "nghe", "cao"]),
    ("nn", &["nong", "nghiep"]),
    ("dv", &["dich", "vu"]),
    ("sx", &["san", "xuat"]),
    ("kd", &["kinh", "doanh"]),
    ("tm", &["thuong", "mai"]),
    ("xd", &["xay", "dung"]),
    ("vt", &["van", "tai"]),
    ("th", &["tong", "hop"]),
];

/// Alone these mean too many things: "TH" is also Thanh Hóa, and initials of persons.
const ONLY_WITH_OTHERS: &[&str] = &["th"];

/// Folded words with their abbreviations spelt out.
#[must_use]
pub fn spelt_out(words: &[String]) -> Vec<String> {
    let mut spelt = Vec::with_capacity(words.len());
    for word in words {
        match meaning(word) {
            Some(meant) => spelt.extend(meant.into_iter().map(str::to_owned)),
            None => spelt.push(word.clone()),
        }
    }
    spelt
}

fn meaning(word: &str) -> Option<Vec<&'static str>> {
    if let Some((_, meant)) = WORDS.iter().find(|(short, _)| *short == word) {
        return Some(meant.to_vec());
    }
    if ONLY_WITH_OTHERS.contains(&word) {
        return None;
    }
    let (mut rest, mut meant) = (word, Vec::new());
    while !rest.is_empty() {
        let (short, words) = PARTS.iter().find(|(short, _)| rest.starts_with(short))?;
        meant.extend_from_slice(words);
        rest = &rest[short.len()..];
    }
    (!meant.is_empty()).then_some(meant)
}

#[cfg(test)]
mod tests {
    use htx_model::text;

    use super::*;

    #[test]
    fn abbreviations_are_spelt_out_alone_and_together() {
        for (short, long) in [
            ("DVNN Đồng Tâm", "dich vu nong nghiep dong tam"),
            ("dv nn Đồng Tâm", "dich vu nong nghiep dong tam"),
            ("SXKDTH Vân Nội", "san xuat kinh doanh tong hop van noi"),
            ("RAT Vân Nội", "rau an toan van noi"),
            ("TH Vân Nội", "th van noi"),
            ("Thanh Hà", "thanh ha"),
            ("số 2", "so 2"),
        ] {
            assert_eq!(spelt_out(&text::words(short)).join(" "), long, "{short}");
        }
    }
}
