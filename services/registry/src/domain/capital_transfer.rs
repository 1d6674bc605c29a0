//! How members and their capital pass from one organisation to others in a merger, consolidation,
//! division, separation or conversion: to the đồng, nobody lost and nobody twice.

use std::collections::{BTreeMap, HashMap};

use htx_model::{
    id::{MemberId, OrganisationId},
    money::{Dong, pro_rata},
    organisation::MemberKind,
    refusal::{Fault, Text},
};

use super::member::Member;

/// What tells that two members are one and the same holder.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum HolderKey {
    /// The citizen id of a natural person.
    Citizen(String),
    /// The member cooperative.
    Organisation(OrganisationId),
}

/// A member as a transfer sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// Which member.
    pub member: MemberId,
    /// Who it is; unknown of old entries, who are taken for nobody else.
    pub key: Option<HolderKey>,
    /// Official, or associated.
    pub kind: MemberKind,
    /// What it has contributed.
    pub amount: Dong,
}

impl Holding {
    /// A member's holding.
    #[must_use]
    pub fn of(member: &Member) -> Self {
        let organisation = member.member_organisation.map(HolderKey::Organisation);
        let citizen = || member.identity.citizen_id.clone().map(HolderKey::Citizen);
        Self {
            member: member.id,
            key: organisation.or_else(citizen),
            kind: member.kind,
            amount: Dong(member.contribution_vnd),
        }
    }
}

/// Where an organisation's members and capital go. The organisation itself may be among those who
/// receive: in a separation it stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Split {
    /// All to one: merger, consolidation, conversion.
    Whole(OrganisationId),
    /// Each member's capital is shared among these by weight, by largest remainder; the member then
    /// belongs to each.
    ProRata(Vec<(OrganisationId, Dong)>),
    /// Each member goes where it says, in these parts.
    Assigned {
        /// The parts of each member's capital.
        members: BTreeMap<MemberId, Vec<(OrganisationId, Dong)>>,
        /// Who receives everybody else, and what was never recorded of members one by one.
        rest: OrganisationId,
    },
}

impl Split {
    /// Every organisation that receives, once.
    #[must_use]
    pub fn receivers(&self) -> Vec<OrganisationId> {
        let mut all: Vec<OrganisationId> = match self {
            Self::Whole(to) => vec![*to],
            Self::ProRata(weights) => weights.iter().map(|(to, _)| *to).collect(),
            Self::Assigned { members, rest } => {
                members.values().flatten().map(|(to, _)| *to).chain([*rest]).collect()
            }
        };
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// What passes from one organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Estate {
    /// The members.
    pub holdings: Vec<Holding>,
    /// Charter capital beyond what the recorded members contributed, of old entries.
    pub unrecorded_capital: Dong,
    /// Official members beyond those recorded one by one, of old entries.
    pub unrecorded_officials: u32,
}

/// A member, or a part of its capital, that passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Which member.
    pub member: MemberId,
    /// To which organisation.
    pub to: OrganisationId,
    /// How much.
    pub amount: Dong,
    /// The member there that is the same holder already: the part is added to it.
    pub into: Option<MemberId>,
}

/// What a receiver gets beyond the members recorded one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remainder {
    /// Who.
    pub to: OrganisationId,
    /// Capital.
    pub capital: Dong,
    /// Official members.
    pub officials: u32,
}

/// Who gets what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Members and their capital.
    pub parts: Vec<Part>,
    /// What was never recorded of members one by one.
    pub remainders: Vec<Remainder>,
}

/// Plans who gets what. `there` tells of each receiver which of its members is which holder.
///
/// # Errors
/// Where the split is none: parts that do not add up to the member's capital, a member that is not
/// there, weights without sum.
pub fn plan(
    estate: &Estate,
    split: &Split,
    there: &HashMap<(OrganisationId, HolderKey), MemberId>,
) -> Result<Plan, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut parts = Vec::new();
    for holding in &estate.holdings {
        match shares(holding, split) {
            Ok(shares) => parts.extend(shares.into_iter().map(|(to, amount)| {
                let key = holding.key.clone();
                let into = key.and_then(|key| there.get(&(to, key)).copied());
                Part { member: holding.member, to, amount, into }
            })),
            Err(fault) => faults.push(fault),
        }
    }
    if let Split::Assigned { members, .. } = split {
        let known = |id: &MemberId| estate.holdings.iter().any(|holding| holding.member == *id);
        if members.keys().any(|id| !known(id)) {
            faults.push(fault(
                "unknown_member",
                Text::fixed(
                    "Phương án nêu người không phải là thành viên của tổ chức.",
                    "The plan names somebody who is no member of the organisation.",
                ),
            ));
        }
    }
    let remainders = remainders(estate, split).map_err(|fault| faults.push(fault));
    match remainders {
        Ok(remainders) if faults.is_empty() => Ok(Plan { parts, remainders }),
        _ => Err(faults),
    }
}

type Shares = Vec<(OrganisationId, Dong)>;

/// Where one member goes, with how much.
fn shares(holding: &Holding, split: &Split) -> Result<Shares, Fault> {
    match split {
        Split::Whole(to) => Ok(vec![(*to, holding.amount)]),
        Split::ProRata(weights) => {
            let mut shares = by_weight(holding.amount, weights)?;
            // Who contributed something is no member where nothing of it goes.
            shares.retain(|(_, amount)| holding.amount == Dong::ZERO || *amount > Dong::ZERO);
            Ok(shares)
        }
        Split::Assigned { members, rest } => match members.get(&holding.member) {
            None => Ok(vec![(*rest, holding.amount)]),
            Some(parts) => assigned(holding, parts),
        },
    }
}

fn assigned(holding: &Holding, parts: &[(OrganisationId, Dong)]) -> Result<Shares, Fault> {
    let mut shares: BTreeMap<OrganisationId, Dong> = BTreeMap::new();
    for (to, amount) in parts {
        let share = shares.entry(*to).or_default();
        *share = share.checked_add(*amount).unwrap_or(Dong(i64::MAX));
    }
    let sum = Dong::checked_sum(parts.iter().map(|(_, amount)| *amount));
    let nothing = holding.amount > Dong::ZERO && parts.iter().any(|(_, amount)| amount.0 == 0);
    let negative = parts.iter().any(|(_, amount)| amount.0 < 0);
    if parts.is_empty() || nothing || negative || sum != Some(holding.amount) {
        return Err(fault(
            "capital_does_not_add_up",
            Text::made(
                format!("Các phần của một thành viên phải cộng đúng vốn góp {}.", holding.amount),
                format!("The parts of a member must add up to its {}.", holding.amount),
            ),
        ));
    }
    Ok(shares.into_iter().collect())
}

fn by_weight(total: Dong, weights: &[(OrganisationId, Dong)]) -> Result<Shares, Fault> {
    let bare: Vec<Dong> = weights.iter().map(|(_, weight)| *weight).collect();
    let sum = Dong::checked_sum(bare.iter().copied()).filter(|sum| *sum > Dong::ZERO);
    let distinct: std::collections::BTreeSet<_> = weights.iter().map(|(to, _)| to).collect();
    let shares = pro_rata(total, &bare)
        .filter(|_| sum.is_some() && distinct.len() == weights.len())
        .ok_or_else(|| {
            fault(
                "bad_weights",
                Text::fixed(
                    "Tỷ lệ chia phải không âm, có tổng lớn hơn 0 và mỗi tổ chức một lần.",
                    "Weights are not negative, have a sum above 0, and name each organisation once.",
                ),
            )
        })?;
    Ok(weights.iter().zip(shares).map(|((to, _), share)| (*to, share)).collect())
}

fn remainders(estate: &Estate, split: &Split) -> Result<Vec<Remainder>, Fault> {
    let whole = |to| {
        let (capital, officials) = (estate.unrecorded_capital, estate.unrecorded_officials);
        vec![Remainder { to, capital, officials }]
    };
    match split {
        Split::Whole(to) => Ok(whole(*to)),
        Split::Assigned { rest, .. } => Ok(whole(*rest)),
        Split::ProRata(weights) => {
            let capital = by_weight(estate.unrecorded_capital, weights)?;
            let officials = by_weight(Dong(estate.unrecorded_officials.into()), weights)?;
            let both = capital.into_iter().zip(officials);
            Ok(both
                .map(|((to, capital), (_, officials))| {
                    let officials = u32::try_from(officials.0).unwrap_or_default();
                    Remainder { to, capital, officials }
                })
                .collect())
        }
    }
}

fn fault(code: &'static str, detail: Text) -> Fault {
    Fault::new("", code, detail)
}

#[cfg(test)]
mod tests;
