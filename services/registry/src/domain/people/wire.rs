//! The people of a new organisation, or a new member, as they are sent.

use htx_model::{
    date::Date,
    id::OrganisationId,
    organisation::MemberKind,
    people::{HolderType, Position, SigningKind},
};
use serde::{Deserialize, Serialize};

/// The people of a new organisation (thành viên, người quản lý khi thành lập).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPeople {
    /// The members (thành viên).
    #[schema(max_items = 2000)]
    pub members: Vec<NewMember>,
    /// Who holds which office (người quản lý).
    #[serde(default)]
    #[schema(max_items = 100)]
    pub managers: Vec<FoundingManager>,
    /// How it is signed for (quy tắc ký); any one legal representative where it is not said.
    #[serde(default)]
    pub signing: Option<FoundingSigning>,
}

/// A member as it is entered (thành viên).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMember {
    /// Official, or associated (loại thành viên).
    pub kind: MemberKind,
    /// Who holds the membership (loại chủ thể): a natural person where it is not said.
    #[serde(default)]
    pub holder: Option<HolderType>,
    /// The full name (họ và tên, tên pháp nhân); not needed for a member cooperative.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 300, examples("Nguyễn Văn An"))]
    pub name: Option<String>,
    /// The citizen id (số định danh cá nhân): 9 or 12 digits; of a household that of its
    /// representative.
    #[serde(default)]
    #[schema(pattern = "^([0-9]{9}|[0-9]{12})$", examples("001085012345"))]
    pub citizen_id: Option<String>,
    /// The day of birth (ngày sinh).
    #[serde(default)]
    pub birth_date: Option<Date>,
    /// The telephone number (điện thoại): 8 to 15 digits.
    #[serde(default)]
    #[schema(max_length = 30, examples("0908246281"))]
    pub phone: Option<String>,
    /// Where the member lives or has its seat (địa chỉ).
    #[serde(default)]
    #[schema(max_length = 300, examples("Thôn 3, xã Xuân Mai"))]
    pub address: Option<String>,
    /// The cooperative, where a union's member is one (hợp tác xã thành viên).
    #[serde(default)]
    pub member_organisation_id: Option<OrganisationId>,
    /// What it contributes to the capital, in đồng (vốn góp).
    #[serde(default)]
    #[schema(minimum = 0, maximum = 100_000_000_000_000_000_i64, examples(20_000_000))]
    pub contribution_vnd: i64,
    /// Since when it is a member (ngày tham gia): today where it is not said; not in the future.
    #[serde(default)]
    pub joined_on: Option<Date>,
}

/// Who holds an office in a new organisation (người quản lý).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FoundingManager {
    /// The office (chức vụ).
    pub position: Position,
    /// Which of the members it is, counted from 0; or, of a union, from which member cooperative.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1999)]
    pub member: Option<u16>,
    /// The full name; a natural person who is a member has it from there.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 300, examples("Nguyễn Văn An"))]
    pub name: Option<String>,
    /// The citizen id: 9 or 12 digits.
    #[serde(default)]
    #[schema(pattern = "^([0-9]{9}|[0-9]{12})$", examples("001085012345"))]
    pub citizen_id: Option<String>,
    /// The telephone number.
    #[serde(default)]
    #[schema(max_length = 30, examples("0908246281"))]
    pub phone: Option<String>,
    /// Whether it is a legal representative (người đại diện theo pháp luật).
    #[serde(default)]
    pub legal_representative: bool,
}

/// How a new organisation is signed for (quy tắc ký). Combinations of named managers are set once
/// the managers are entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FoundingSigning {
    /// `any_one` or `jointly`.
    pub kind: SigningKind,
    /// How many legal representatives sign together, where they sign jointly.
    #[serde(default)]
    #[schema(minimum = 2, maximum = 20)]
    pub signers: Option<u8>,
}
