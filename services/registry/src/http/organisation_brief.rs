//! An organisation as other lists name it.

use htx_model::{
    id::OrganisationId, organisation::OrganisationKind, registration_number::RegistrationNumber,
};
use serde::Serialize;

use crate::domain::organisation::Organisation;

/// An organisation in brief (tổ chức).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct OrganisationBrief {
    /// Its id.
    id: OrganisationId,
    /// Its name with the legal form (tên).
    #[schema(max_length = 300, examples("Hợp tác xã Rau an toàn Đông Dư"))]
    name: String,
    /// What it is (loại hình).
    kind: OrganisationKind,
    /// Its registration number (mã số).
    #[schema(required)]
    registration_number: Option<RegistrationNumber>,
    /// Its district as registered (quận, huyện, thị xã).
    #[schema(required, pattern = "^[0-9]{3}$", examples("277"))]
    district: Option<String>,
    /// Its commune of today (xã, phường).
    #[schema(pattern = "^[0-9]{5}$", examples("10045"))]
    current_commune: String,
}

impl From<Organisation> for OrganisationBrief {
    fn from(organisation: Organisation) -> Self {
        let address = organisation.address;
        Self {
            id: organisation.id,
            name: organisation.name,
            kind: organisation.kind,
            registration_number: organisation.registration_number,
            district: address.district.map(|code| code.as_str().to_owned()),
            current_commune: address.current_commune.as_str().to_owned(),
        }
    }
}
