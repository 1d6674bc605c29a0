//! What an application asks for, as it is filed: one form for each kind. Names, citizen ids and
//! telephone numbers in it are personal data.

use htx_model::{
    application::{ApplicationKind, BranchKind},
    date::Date,
    id::{ApplicationId, BranchId, CertificateId, OrganisationId},
    organisation::{OrganisationKind, Sector},
};
use serde::{Deserialize, Serialize};

use super::restructuring::{Consolidation, Conversion, Division, Merger, Separation};
use crate::domain::people::NewPeople;

/// What an application asks for (nội dung đề nghị): an object with one field, which names the kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Proposal {
    /// A new organisation (đăng ký thành lập).
    Establishment(Establishment),
    /// Another content of the entry (thay đổi nội dung đăng ký).
    Change(EntryChange),
    /// A branch, representative office or business place (chi nhánh, văn phòng đại diện, địa điểm
    /// kinh doanh).
    Branch(NewBranch),
    /// The end of a branch, representative office or business place (chấm dứt hoạt động).
    BranchClosing(BranchClosing),
    /// A pause (tạm ngừng kinh doanh).
    Suspension(Pause),
    /// The end of a pause (tiếp tục kinh doanh trở lại).
    Resumption(Resumption),
    /// A group becomes a cooperative (chuyển đổi).
    Conversion(Conversion),
    /// Into another (sáp nhập).
    Merger(Merger),
    /// With others to a new one (hợp nhất).
    Consolidation(Consolidation),
    /// Into several new ones (chia).
    Division(Division),
    /// A part becomes a new one (tách).
    Separation(Separation),
    /// Another certificate (cấp lại giấy chứng nhận).
    Reissue(Reissue),
    /// What was certified wrongly, put right (hiệu đính).
    Correction(Correction),
}

impl Proposal {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> ApplicationKind {
        match self {
            Self::Establishment(_) => ApplicationKind::Establishment,
            Self::Change(_) => ApplicationKind::Change,
            Self::Branch(_) => ApplicationKind::Branch,
            Self::BranchClosing(_) => ApplicationKind::BranchClosing,
            Self::Suspension(_) => ApplicationKind::Suspension,
            Self::Resumption(_) => ApplicationKind::Resumption,
            Self::Conversion(_) => ApplicationKind::Conversion,
            Self::Merger(_) => ApplicationKind::Merger,
            Self::Consolidation(_) => ApplicationKind::Consolidation,
            Self::Division(_) => ApplicationKind::Division,
            Self::Separation(_) => ApplicationKind::Separation,
            Self::Reissue(_) => ApplicationKind::Reissue,
            Self::Correction(_) => ApplicationKind::Correction,
        }
    }

    /// The organisations that it names beside the one that applies.
    #[must_use]
    pub fn others(&self) -> Vec<OrganisationId> {
        match self {
            Self::Merger(merger) => vec![merger.into],
            Self::Consolidation(consolidation) => consolidation.with.clone(),
            Self::Establishment(_)
            | Self::Change(_)
            | Self::Branch(_)
            | Self::BranchClosing(_)
            | Self::Suspension(_)
            | Self::Resumption(_)
            | Self::Conversion(_)
            | Self::Division(_)
            | Self::Separation(_)
            | Self::Reissue(_)
            | Self::Correction(_) => Vec::new(),
        }
    }
}

/// A new organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Establishment {
    /// What it is to be (loại hình).
    pub kind: OrganisationKind,
    /// Its entry (nội dung đăng ký).
    pub entry: ProposedEntry,
    /// Its members, managers and signatures (thành viên, người quản lý).
    pub people: NewPeople,
}

/// The entry of an organisation that is yet to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposedEntry {
    /// Its name with the legal form (tên).
    #[schema(min_length = 1, max_length = 300, examples("Hợp tác xã Rau an toàn Đông Dư"))]
    pub name: String,
    /// Its registration number, once the tax system gave it (mã số): needed at the approval, but
    /// not of a cooperative group.
    #[serde(default)]
    #[schema(pattern = "^[0-9]{10}(-[0-9]{3})?$", examples("0101248141"))]
    pub registration_number: Option<String>,
    /// Its seat (địa chỉ trụ sở).
    pub address: ProposedAddress,
    /// The main business line (mã ngành chính).
    #[serde(default)]
    #[schema(pattern = "^[0-9]{4}$", examples("0118"))]
    pub main_business_line: Option<String>,
    /// The main field of activity (lĩnh vực).
    #[serde(default)]
    pub sector: Option<Sector>,
    /// The charter capital in đồng (vốn điều lệ). In a restructuring it is what is moved, and may be
    /// left out.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 100_000_000_000_000_000_i64, examples(100_000_000))]
    pub charter_capital_vnd: Option<i64>,
    /// How many workers (số lao động).
    #[serde(default)]
    #[schema(minimum = 0, maximum = 10_000_000)]
    pub worker_count: Option<u32>,
}

/// A seat that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposedAddress {
    /// House, street, hamlet.
    #[serde(default)]
    #[schema(max_length = 300, examples("Thôn 3"))]
    pub line: Option<String>,
    /// The commune: one of today, or one of before 2025-07-01 together with its district.
    #[schema(pattern = "^[0-9]{5}$", examples("10018"))]
    pub commune: String,
    /// The district of a commune of before 2025-07-01.
    #[serde(default)]
    #[schema(pattern = "^[0-9]{3}$", examples("277"))]
    pub district: Option<String>,
}

/// A person who acts for an organisation, as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposedPerson {
    /// The full name.
    #[schema(min_length = 1, max_length = 300, examples("Nguyễn Văn An"))]
    pub name: String,
    /// The telephone number: 8 to 15 digits.
    #[serde(default)]
    #[schema(max_length = 30, examples("0908246281"))]
    pub phone: Option<String>,
}

/// Another content of an entry: what is given replaces, the rest stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EntryChange {
    /// Its name with the legal form (tên).
    #[schema(min_length = 1, max_length = 300, examples("Hợp tác xã Rau sạch Đông Dư"))]
    pub name: Option<String>,
    /// Its seat (địa chỉ trụ sở).
    pub address: Option<ProposedAddress>,
    /// Who acts for it (người đại diện theo pháp luật).
    pub representative: Option<ProposedPerson>,
    /// The main business line (mã ngành chính).
    #[schema(pattern = "^[0-9]{4}$", examples("0118"))]
    pub main_business_line: Option<String>,
    /// The main field of activity (lĩnh vực).
    pub sector: Option<Sector>,
    /// The charter capital in đồng (vốn điều lệ). Where members' contributions are on record, it is
    /// their sum.
    #[schema(minimum = 0, maximum = 100_000_000_000_000_000_i64)]
    pub charter_capital_vnd: Option<i64>,
    /// How many workers (số lao động).
    #[schema(minimum = 0, maximum = 10_000_000)]
    pub worker_count: Option<u32>,
}

impl EntryChange {
    /// Whether it asks for nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A place beside the seat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBranch {
    /// What it is (loại đơn vị phụ thuộc).
    pub kind: BranchKind,
    /// Its name.
    #[schema(min_length = 1, max_length = 300, examples("Chi nhánh Hợp tác xã Rau sạch Đông Dư"))]
    pub name: String,
    /// Where it is.
    pub address: ProposedAddress,
    /// What is done there (mã ngành).
    #[serde(default)]
    #[schema(pattern = "^[0-9]{4}$", examples("4721"))]
    pub business_line: Option<String>,
    /// Who heads it (người đứng đầu).
    pub head: ProposedPerson,
}

/// The end of a place beside the seat. It holds from the day of its approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BranchClosing {
    /// Which (đơn vị phụ thuộc).
    pub branch_id: BranchId,
    /// Why (lý do).
    #[schema(min_length = 1, max_length = 1000, examples("Hết hạn thuê địa điểm"))]
    pub reason: String,
}

/// A pause of the business.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Pause {
    /// The first day (từ ngày): at least three working days after the notice.
    pub from: Date,
    /// The last day (đến ngày): within twelve months of the first.
    pub to: Date,
    /// Why.
    #[schema(min_length = 1, max_length = 1000, examples("Sửa chữa nhà xưởng"))]
    pub reason: String,
}

/// The end of a pause, or of a standstill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Resumption {
    /// What was done meanwhile (lý do). It holds from the day of its approval.
    #[serde(default)]
    #[schema(max_length = 1000, examples("Đã sửa xong nhà xưởng"))]
    pub reason: Option<String>,
}

/// Why another certificate is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reissue {
    /// What happened to the certificate (bị mất, cháy, rách, nát).
    #[schema(min_length = 1, max_length = 1000, examples("Giấy chứng nhận bị mất"))]
    pub reason: String,
}

/// What was certified wrongly. Nothing is overwritten: what is put right is said anew, and points at
/// what it corrects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// The approved application that it corrects.
    #[serde(default)]
    pub application_id: Option<ApplicationId>,
    /// The certificate that it corrects.
    #[serde(default)]
    pub certificate_id: Option<CertificateId>,
    /// What is right.
    pub right: EntryChange,
    /// The right registration number (mã số).
    #[serde(default)]
    #[schema(pattern = "^[0-9]{10}(-[0-9]{3})?$", examples("0101248141"))]
    pub registration_number: Option<String>,
    /// The right day of registration (ngày cấp).
    #[serde(default)]
    pub registered_on: Option<Date>,
    /// How the mistake came about.
    #[schema(min_length = 1, max_length = 1000, examples("Ghi sai mã ngành so với hồ sơ"))]
    pub reason: String,
}
