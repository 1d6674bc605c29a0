//! Reading personal data unmasked: for a purpose, and seen by those whose data it is.

use htx_model::{
    agency::AgencyCode,
    code_list::code_list,
    date::Instant,
    id::{OrganisationId, PersonalDataReadId},
};

pub use htx_model::purpose::Purpose;

code_list! {
    /// What was read unmasked.
    pub enum PersonalDataKind: "personal_data_kinds" {
        /// Who acts for the organisation.
        Representative => "representative", "Người đại diện", "Representative";
        /// Its members.
        Members => "members", "Thành viên", "Members";
        /// Its managers.
        Managers => "managers", "Người quản lý", "Managers";
        /// What stands in an application.
        Application => "application", "Hồ sơ", "Application";
        /// What is printed on a certificate.
        Certificate => "certificate", "Giấy chứng nhận", "Certificate";
    }
}

/// One reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Its id.
    pub id: PersonalDataReadId,
    /// Whose data.
    pub organisation: OrganisationId,
    /// Which.
    pub what: PersonalDataKind,
    /// Of how many persons.
    pub records: u32,
    /// Why.
    pub purpose: String,
    /// A user or a client.
    pub actor_kind: String,
    /// The login name.
    pub actor_name: String,
    /// For which agency; none for the organisation's own account.
    pub agency: Option<AgencyCode>,
    /// When.
    pub recorded_at: Instant,
}
