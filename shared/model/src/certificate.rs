//! What is said of a certificate of registration: its status and what can be done with it.

use crate::code_list::code_list;

code_list! {
    /// Whether a certificate of registration holds (hiệu lực giấy chứng nhận).
    pub enum CertificateStatus: "certificate_statuses" {
        /// Holds.
        Valid => "valid", "Còn hiệu lực", "Valid";
        /// Another was issued in its place.
        Replaced => "replaced", "Đã được thay thế", "Replaced";
        /// Withdrawn by the authority.
        Revoked => "revoked", "Đã bị thu hồi", "Revoked";
    }
}

code_list! {
    /// What can be done with a certificate of registration.
    pub enum CertificateAction: "certificate_actions" {
        /// Issue another in its place, by an approved application.
        Replace => "replace", "Cấp giấy khác thay thế", "Replace";
        /// Withdraw it.
        Revoke => "revoke", "Thu hồi", "Revoke";
    }
}
