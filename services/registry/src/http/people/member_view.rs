//! A member as the registry answers with it.

use htx_model::{
    date::Date,
    id::{MemberId, OrganisationId},
    organisation::MemberKind,
    people::{HolderType, LeaveReason},
};
use serde::Serialize;

use crate::domain::{masking, member::Member};

/// A member of an organisation (thành viên).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Member)]
pub(super) struct MemberView {
    /// Its id.
    id: MemberId,
    /// Official, or associated (loại thành viên).
    kind: MemberKind,
    /// Who holds the membership (loại chủ thể).
    holder: HolderType,
    /// The cooperative, where a union's member is one (hợp tác xã thành viên).
    #[schema(required)]
    member_organisation_id: Option<OrganisationId>,
    /// The name; of a natural person masked unless it was asked for with a purpose.
    #[schema(max_length = 300, examples("N*** V*** A***"))]
    name: String,
    /// The citizen id (số định danh cá nhân); masked but for the last three digits.
    #[schema(required, max_length = 12, examples("*********345"))]
    citizen_id: Option<String>,
    /// The day of birth (ngày sinh); absent where masked.
    #[schema(required)]
    birth_date: Option<Date>,
    /// The telephone number (điện thoại).
    #[schema(required, max_length = 30, examples("*******281"))]
    phone: Option<String>,
    /// Where the member lives (địa chỉ); absent where masked.
    #[schema(required, max_length = 300)]
    address: Option<String>,
    /// Whether personal data is masked.
    masked: bool,
    /// What it has contributed to the capital, in đồng (vốn góp).
    contribution_vnd: i64,
    /// Since when (ngày tham gia).
    #[schema(required)]
    joined_on: Option<Date>,
    /// When it left (ngày ra).
    #[schema(required)]
    left_on: Option<Date>,
    /// Why it left (lý do).
    #[schema(required)]
    leave_reason: Option<LeaveReason>,
    /// Its version, as in its ETag.
    #[schema(minimum = 1)]
    version: i64,
}

impl MemberView {
    /// The member, masked unless it may be seen. What is known of a legal entity is nobody's
    /// personal data.
    pub(super) fn of(member: &Member, unmasked: bool) -> Self {
        let masked = !unmasked && member.holder.is_personal();
        let identity = member.identity.clone();
        let hide = |text: Option<String>, mask: fn(&str) -> String| {
            if masked { text.as_deref().map(mask) } else { text }
        };
        Self {
            id: member.id,
            kind: member.kind,
            holder: member.holder,
            member_organisation_id: member.member_organisation,
            name: if masked { masking::name(&identity.name) } else { identity.name },
            citizen_id: hide(identity.citizen_id, masking::citizen_id),
            birth_date: identity.birth_date.filter(|_| !masked),
            phone: hide(identity.phone, masking::phone),
            address: identity.address.filter(|_| !masked),
            masked,
            contribution_vnd: member.contribution_vnd,
            joined_on: member.joined_on,
            left_on: member.left.map(|left| left.on),
            leave_reason: member.left.map(|left| left.reason),
            version: member.version,
        }
    }
}
