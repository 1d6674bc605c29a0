//! Kinds, states, sectors, ratings and marks in the words of district offices.

use htx_model::{
    code_list::CodeList,
    organisation::{OrganisationKind, OrganisationStatus, Rating, Sector},
    text::words,
};

fn phrase(text: &str) -> String {
    words(text).join(" ")
}

fn begins_with(phrase: &str, start: &str) -> bool {
    phrase.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// The legal form with which a name begins, short or spelt out.
pub(in crate::domain) fn kind_of_name(name: &str) -> Option<OrganisationKind> {
    const STARTS: [(&str, OrganisationKind); 13] = [
        ("lien hiep", OrganisationKind::CooperativeUnion),
        ("lh htx", OrganisationKind::CooperativeUnion),
        ("lhhtx", OrganisationKind::CooperativeUnion),
        ("lh hop tac xa", OrganisationKind::CooperativeUnion),
        ("l h htx", OrganisationKind::CooperativeUnion),
        ("lh", OrganisationKind::CooperativeUnion),
        ("to hop tac", OrganisationKind::CooperativeGroup),
        ("tht", OrganisationKind::CooperativeGroup),
        ("t h t", OrganisationKind::CooperativeGroup),
        ("to ht", OrganisationKind::CooperativeGroup),
        ("hop tac xa", OrganisationKind::Cooperative),
        ("htx", OrganisationKind::Cooperative),
        ("h t x", OrganisationKind::Cooperative),
    ];
    let phrase = phrase(name);
    STARTS.iter().find(|(start, _)| begins_with(&phrase, start)).map(|(_, kind)| *kind)
}

/// The kind that a cell names: an abbreviation, the words, or either with more behind. A people's
/// credit fund is a cooperative.
pub(super) fn kind(text: &str) -> Option<OrganisationKind> {
    let credit_fund = || {
        let phrase = phrase(text);
        let fund =
            ["quy tin dung", "quy tdnd", "qtdnd"].iter().any(|start| begins_with(&phrase, start));
        fund.then_some(OrganisationKind::Cooperative)
    };
    kind_of_name(text)
        .or_else(credit_fund)
        .or_else(|| OrganisationKind::from_label(text))
        .or_else(|| OrganisationKind::parse(text.trim()))
}

/// The one kind that a heading or title names; none where it names several.
pub(super) fn kind_in_heading(text: &str) -> Option<OrganisationKind> {
    let mut padded = format!(" {} ", phrase(text));
    let mut kinds = Vec::new();
    for (names, kind) in [
        (
            [" lien hiep hop tac xa ", " lien hiep htx ", " lh htx "],
            OrganisationKind::CooperativeUnion,
        ),
        ([" to hop tac ", " tht ", " cac tht "], OrganisationKind::CooperativeGroup),
        ([" hop tac xa ", " htx ", " cac htx "], OrganisationKind::Cooperative),
    ] {
        for name in names {
            if padded.contains(name) {
                padded = padded.replace(name, " ");
                kinds.push(kind);
            }
        }
    }
    kinds.dedup();
    match kinds.as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

/// The state of an organisation.
pub(super) fn status(text: &str) -> Option<OrganisationStatus> {
    use OrganisationStatus as S;
    const STARTS: [(&str, S); 29] = [
        ("dang hoat dong", S::Active),
        ("con hoat dong", S::Active),
        ("hoat dong", S::Active),
        ("dang hd", S::Active),
        ("hd", S::Active),
        ("dang san xuat", S::Active),
        ("tam ngung", S::Suspended),
        ("tam ngung hd", S::Suspended),
        ("tam dung", S::Suspended),
        ("tam nghi", S::Suspended),
        ("ngung", S::Dormant),
        ("da ngung", S::Dormant),
        ("dung", S::Dormant),
        ("da dung", S::Dormant),
        ("khong hoat dong", S::Dormant),
        ("khong con hoat dong", S::Dormant),
        ("khong hd", S::Dormant),
        ("cho giai the", S::Dormant),
        ("dang giai the", S::Dissolving),
        ("dang lam thu tuc giai the", S::Dissolving),
        ("dang tien hanh giai the", S::Dissolving),
        ("dang thuc hien giai the", S::Dissolving),
        ("da giai the", S::Dissolved),
        ("giai the", S::Dissolved),
        ("pha san", S::Bankrupt),
        ("da pha san", S::Bankrupt),
        ("da chia", S::Divided),
        ("da chuyen doi", S::Converted),
        ("chuyen doi", S::Converted),
    ];
    let phrase = phrase(text);
    if phrase.contains("sap nhap") || phrase.contains("hop nhat") {
        return Some(S::Merged);
    }
    // "Hoạt động kém", "hoạt động cầm chừng" are active; "hoạt động" alone too.
    let start = STARTS.iter().find(|(start, _)| begins_with(&phrase, start));
    start
        .map(|(_, status)| *status)
        .or_else(|| S::from_label(text))
        .or_else(|| S::parse(text.trim()))
}

/// The sector, by its label or by the words that tell it; agriculture goes before services, since
/// "dịch vụ nông nghiệp" is agriculture.
pub(super) fn sector(text: &str) -> Option<Sector> {
    const TELLING: [(&str, Sector); 30] = [
        ("tin dung", Sector::PeopleCreditFund),
        ("tdnd", Sector::PeopleCreditFund),
        ("nong", Sector::Agriculture),
        ("lam nghiep", Sector::Agriculture),
        ("thuy san", Sector::Agriculture),
        ("chan nuoi", Sector::Agriculture),
        ("trong trot", Sector::Agriculture),
        ("diem nghiep", Sector::Agriculture),
        ("nn", Sector::Agriculture),
        ("cong nghiep", Sector::IndustryHandicraft),
        ("tieu thu cong", Sector::IndustryHandicraft),
        ("thu cong", Sector::IndustryHandicraft),
        ("ttcn", Sector::IndustryHandicraft),
        ("cn", Sector::IndustryHandicraft),
        ("che bien", Sector::IndustryHandicraft),
        ("san xuat", Sector::IndustryHandicraft),
        ("xay dung", Sector::Construction),
        ("van tai", Sector::Transport),
        ("giao thong", Sector::Transport),
        ("gtvt", Sector::Transport),
        ("moi truong", Sector::Environment),
        ("ve sinh", Sector::Environment),
        ("rac", Sector::Environment),
        ("thuong mai", Sector::TradeService),
        ("dich vu", Sector::TradeService),
        ("tmdv", Sector::TradeService),
        ("tm dv", Sector::TradeService),
        ("cho", Sector::TradeService),
        ("khac", Sector::Other),
        ("tong hop", Sector::Other),
    ];
    let labelled = Sector::from_label(text).or_else(|| Sector::parse(text.trim()));
    let padded = format!(" {} ", phrase(text));
    labelled.or_else(|| {
        let telling = TELLING.iter().find(|(word, _)| {
            padded.contains(&format!(" {word} "))
                || word.len() >= 4 && padded.contains(&format!(" {word}"))
        });
        telling.map(|(_, sector)| *sector)
    })
}

/// The rating of the year.
pub(super) fn rating(text: &str) -> Option<Rating> {
    let phrase = phrase(text);
    let bare = ["xep loai ", "dat loai ", "htx loai ", "loai ", "dat "]
        .iter()
        .find_map(|start| phrase.strip_prefix(start));
    match bare.unwrap_or(&phrase) {
        "tot" => Some(Rating::Good),
        "kha" => Some(Rating::Fair),
        "trung binh" | "tb" => Some(Rating::Average),
        "yeu" | "yeu kem" | "kem" => Some(Rating::Weak),
        "chua xep loai" | "khong xep loai" | "chua danh gia" | "khong danh gia" | "kxl" | "cxl"
        | "chua" | "khong" | "chua xep" | "khong xep" => Some(Rating::NotRated),
        _ => Rating::from_label(text).or_else(|| Rating::parse(text.trim())),
    }
}

/// A mark that says yes or no; a blank is no.
pub(super) fn mark(text: &str) -> Option<bool> {
    let trimmed = text.trim();
    if matches!(trimmed, "✓" | "✔" | "√" | "☑" | "☒" | "+" | "*") {
        return Some(true);
    }
    match phrase(trimmed).as_str() {
        "" | "0" | "khong" | "chua" | "no" | "false" | "k" | "khong phai"
        | "chua la thanh vien" => Some(false),
        "x" | "v" | "co" | "yes" | "true" | "1" | "da" | "la thanh vien" | "thanh vien" | "tv"
        | "xx" | "r" | "da vao" => Some(true),
        // The year or day of joining says yes as well.
        other
            if other.len() <= 10
                && other.chars().all(|letter| letter.is_ascii_digit() || letter == ' ') =>
        {
            Some(true)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_read_short_and_spelt_out() {
        use OrganisationKind as K;
        for (text, kind) in [
            ("HTX", K::Cooperative),
            ("Hợp tác xã", K::Cooperative),
            ("H.T.X", K::Cooperative),
            ("HTX nông nghiệp", K::Cooperative),
            ("Quỹ TDND", K::Cooperative),
            ("THT", K::CooperativeGroup),
            ("Tổ hợp tác", K::CooperativeGroup),
            ("TỔ HỢP TÁC", K::CooperativeGroup),
            ("LH HTX", K::CooperativeUnion),
            ("LHHTX", K::CooperativeUnion),
            ("Liên hiệp HTX", K::CooperativeUnion),
            ("Liên hiệp hợp tác xã", K::CooperativeUnion),
            ("cooperative_union", K::CooperativeUnion),
        ] {
            assert_eq!(super::kind(text), Some(kind), "{text}");
        }
        assert_eq!(super::kind("Công ty"), None);
        assert_eq!(kind_in_heading("II. TỔ HỢP TÁC"), Some(K::CooperativeGroup));
        assert_eq!(kind_in_heading("Danh sách liên hiệp hợp tác xã"), Some(K::CooperativeUnion));
        assert_eq!(kind_in_heading("Danh sách HTX, THT"), None);
    }

    #[test]
    fn states_sectors_ratings_and_marks_are_read() {
        for (text, status) in [
            ("Đang hoạt động", OrganisationStatus::Active),
            ("hoạt động", OrganisationStatus::Active),
            ("Tạm ngừng hoạt động", OrganisationStatus::Suspended),
            ("Ngừng HĐ", OrganisationStatus::Dormant),
            ("Ngừng hoạt động, chờ giải thể", OrganisationStatus::Dormant),
            ("Đang làm thủ tục giải thể", OrganisationStatus::Dissolving),
            ("Đã giải thể", OrganisationStatus::Dissolved),
            ("Đã sáp nhập", OrganisationStatus::Merged),
        ] {
            assert_eq!(super::status(text), Some(status), "{text}");
        }
        for (text, sector) in [
            ("Nông nghiệp", Sector::Agriculture),
            ("Dịch vụ nông nghiệp", Sector::Agriculture),
            ("CN-TTCN", Sector::IndustryHandicraft),
            ("TM-DV", Sector::TradeService),
            ("Thương mại, dịch vụ", Sector::TradeService),
            ("Quỹ TDND", Sector::PeopleCreditFund),
            ("Vệ sinh môi trường", Sector::Environment),
            ("Giao thông vận tải", Sector::Transport),
        ] {
            assert_eq!(super::sector(text), Some(sector), "{text}");
        }
        for (text, rating) in [
            ("Tốt", Rating::Good),
            ("loại khá", Rating::Fair),
            ("TB", Rating::Average),
            ("Yếu", Rating::Weak),
            ("Chưa xếp loại", Rating::NotRated),
        ] {
            assert_eq!(super::rating(text), Some(rating), "{text}");
        }
        for (text, yes) in [
            ("x", true),
            ("X", true),
            ("Có", true),
            ("✓", true),
            ("2015", true),
            ("", false),
            ("Không", false),
        ] {
            assert_eq!(mark(text), Some(yes), "{text}");
        }
        assert_eq!(
            (super::status("?"), super::sector("?"), super::rating("Giỏi"), mark("?!a")),
            (None, None, None, None)
        );
    }
}
