//! Who may be given anything, or lent to: an organisation that lives. One that dissolves is frozen for all
//! but its dissolution; one that has ended is nobody.

use htx_model::{
    organisation::OrganisationStatus,
    refusal::{ErrorCode, LegalBasis, Refusal, Text},
};

/// The law that freezes an organisation that dissolves. It says nothing of one that has ended.
pub const FROZEN: LegalBasis = LegalBasis::verified("17/2023/QH15", "Điều 100");

/// The statuses of organisations that have ended.
pub const ENDED: [OrganisationStatus; 5] = [
    OrganisationStatus::Dissolved,
    OrganisationStatus::Bankrupt,
    OrganisationStatus::Merged,
    OrganisationStatus::Divided,
    OrganisationStatus::Converted,
];

/// Nothing is granted, paid or lent to an organisation that dissolves (article 100) or has ended.
///
/// # Errors
/// [`ErrorCode::StateConflict`], with the article where the law freezes it.
pub fn require(status: OrganisationStatus) -> Result<(), Refusal> {
    if status.has_ended() {
        let detail = Text::fixed(
            "Tổ chức đã chấm dứt tồn tại nên không được hỗ trợ, cho vay nữa.",
            "The organisation is no more, so nothing is granted, paid or lent to it.",
        );
        let advice = Text::fixed(
            "Hãy xem tổ chức kế thừa trong sổ đăng ký, nếu có.",
            "See in the register whether another organisation took its place.",
        );
        return Err(Refusal::new(ErrorCode::StateConflict, detail).advising(advice));
    }
    if status != OrganisationStatus::Dissolving {
        return Ok(());
    }
    let detail = Text::fixed(
        "Tổ chức đang giải thể nên không được hỗ trợ, cho vay.",
        "The organisation dissolves, so nothing is granted, paid or lent to it.",
    );
    let advice = Text::fixed(
        "Hãy từ chối, rút hoặc hủy hồ sơ; khoản đã chi, đã cho vay được thu hồi hoặc kê khai trong vụ giải thể.",
        "Reject, withdraw or cancel; what was paid or lent comes back, or is claimed in the dissolution.",
    );
    Err(Refusal::new(ErrorCode::StateConflict, detail).under(FROZEN).advising(advice))
}

#[cfg(test)]
mod tests {
    use htx_model::code_list::CodeList as _;

    use super::*;

    #[test]
    fn who_dissolves_is_frozen_by_article_100_and_who_has_ended_is_no_more() {
        for status in OrganisationStatus::all() {
            let refused = require(*status).err();
            let gives = !status.has_ended() && *status != OrganisationStatus::Dissolving;
            assert_eq!(refused.is_none(), gives, "{status}");
            let basis = refused.and_then(|refusal| refusal.legal_basis);
            assert_eq!(basis.is_some(), *status == OrganisationStatus::Dissolving, "{status}");
            assert_eq!(ENDED.contains(status), status.has_ended(), "{status}");
        }
    }
}
