//! Kinds of application that touch several organisations.

use htx_model::{
    id::{MemberId, OrganisationId},
    money::Dong,
};
use serde::{Deserialize, Serialize};

use super::proposal::ProposedEntry;
use crate::domain::people::{NewMember, NewPeople};

/// A cooperative group becomes a cooperative: the group ends, its members and capital pass to the
/// cooperative, whom others may join.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Conversion {
    /// The entry of the cooperative.
    pub entry: ProposedEntry,
    /// Who joins beside the group's members.
    #[serde(default)]
    #[schema(max_items = 2000)]
    pub joining: Vec<NewMember>,
    /// The managers of the cooperative and how it is signed for; its members pass from the group.
    pub management: NewPeople,
}

/// The organisation that applies goes into another and ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Merger {
    /// The organisation that takes it in (tổ chức nhận sáp nhập).
    pub into: OrganisationId,
}

/// The organisation that applies and others end and become a new one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Consolidation {
    /// The others (các tổ chức cùng hợp nhất).
    #[schema(min_items = 1, max_items = 20)]
    pub with: Vec<OrganisationId>,
    /// The entry of the new organisation.
    pub entry: ProposedEntry,
    /// Its managers and how it is signed for; its members pass from the old ones.
    pub management: NewPeople,
}

/// The organisation that applies ends and becomes several new ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Division {
    /// The new organisations (các tổ chức mới).
    #[schema(min_items = 2, max_items = 20)]
    pub into: Vec<PartialSuccessor>,
    /// How the members and their capital are shared out.
    pub sharing: Sharing,
}

/// The organisation that applies stays; a part of it becomes a new one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Separation {
    /// The new organisations (tổ chức được tách).
    #[schema(min_items = 1, max_items = 20)]
    pub into: Vec<PartialSuccessor>,
    /// How the members and their capital are shared out. Who is not assigned stays.
    pub sharing: Sharing,
    /// What the old organisation keeps, where capital is shared by weight.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub weight_kept: u32,
}

/// An organisation that takes a part of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PartialSuccessor {
    /// Its entry.
    pub entry: ProposedEntry,
    /// Its managers and how it is signed for; its members pass from the old organisation.
    pub management: NewPeople,
    /// Its weight, where capital is shared by weight.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub weight: u32,
}

/// How members and capital are shared out (phương án phân chia).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sharing {
    /// Each member's capital is shared by the weights of the new organisations, by largest
    /// remainder, and the member belongs to each.
    ByWeight(ByWeight),
    /// Each member goes where it says.
    Assigned(Assigned),
}

/// By weight: nothing else is to be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ByWeight {}

/// Member by member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Assigned {
    /// Who goes where. In a division who is not named goes to the first organisation.
    #[schema(max_items = 10000)]
    pub members: Vec<MemberShare>,
}

/// A member's part in one of the new organisations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberShare {
    /// The member of the old organisation.
    pub member_id: MemberId,
    /// To which of the new organisations, counted from 0; the old one where it is not said.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 19)]
    pub to: Option<u16>,
    /// With how much of its capital, in đồng (vốn góp chuyển).
    #[schema(minimum = 0, maximum = 100_000_000_000_000_000_i64)]
    pub amount_vnd: Dong,
}
