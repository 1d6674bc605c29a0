//! What may be done with a certificate in which status: one table, for enforcement, for
//! `available_actions` and for the golden file.

use htx_model::{
    certificate::{CertificateAction, CertificateStatus},
    code_list::CodeList as _,
    language::Language,
    refusal::{ErrorCode, Refusal, Text},
};

/// The table: the status after an action, or nothing where it is not open.
#[must_use]
pub const fn after(
    status: CertificateStatus,
    action: CertificateAction,
) -> Option<CertificateStatus> {
    match (status, action) {
        (CertificateStatus::Valid, CertificateAction::Replace) => Some(CertificateStatus::Replaced),
        (CertificateStatus::Valid, CertificateAction::Revoke) => Some(CertificateStatus::Revoked),
        (
            CertificateStatus::Replaced | CertificateStatus::Revoked,
            CertificateAction::Replace | CertificateAction::Revoke,
        ) => None,
    }
}

/// Enforces the table.
///
/// # Errors
/// [`ErrorCode::StateConflict`] where the status does not allow the action.
pub fn require(
    status: CertificateStatus,
    action: CertificateAction,
) -> Result<CertificateStatus, Refusal> {
    after(status, action).ok_or_else(|| {
        let (vi, en) = (Language::Vi, Language::En);
        Refusal::new(
            ErrorCode::StateConflict,
            Text::made(
                format!(
                    "Giấy chứng nhận ở trạng thái “{}” nên không thể: {}.",
                    status.label(vi),
                    action.label(vi)
                ),
                format!(
                    "The certificate is “{}”, so this cannot be done: {}.",
                    status.label(en),
                    action.label(en)
                ),
            ),
        )
        .advising(Text::fixed(
            "Chỉ giấy chứng nhận còn hiệu lực mới được thay thế hoặc thu hồi; xem danh sách giấy của tổ chức.",
            "Only a valid certificate is replaced or revoked; see the organisation's certificates.",
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_statuses_and_actions_is_the_golden_one() {
        let mut table = String::from("| status | action | after |\n|---|---|---|\n");
        for status in CertificateStatus::all() {
            for action in CertificateAction::all() {
                let after = after(*status, *action);
                let shown = after.map_or("refused", |after| after.code());
                table.push_str(&format!("| {status} | {action} | {shown} |\n"));
                assert_eq!(require(*status, *action).ok(), after);
            }
        }
        insta::assert_snapshot!("certificate_lifecycle", table);
    }
}
