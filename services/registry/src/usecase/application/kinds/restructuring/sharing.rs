//! Who gets which part of the members and their capital.

use std::collections::BTreeMap;

use htx_model::{
    id::{MemberId, OrganisationId},
    money::Dong,
    refusal::{Fault, Text},
};

use super::{SUCCESSORS_MAX, fault};
use crate::domain::{
    application::{
        Proposal,
        restructuring::{PartialSuccessor, Sharing},
    },
    capital_transfer::Split,
};

/// What is wrong with how a proposal shares out, as far as it tells without the members.
pub(super) fn faults(proposal: &Proposal) -> Vec<Fault> {
    let (count, least, sharing, kept) = match proposal {
        Proposal::Division(one) => (one.into.len(), 2, &one.sharing, None),
        Proposal::Separation(one) => (one.into.len(), 1, &one.sharing, Some(one.weight_kept)),
        Proposal::Consolidation(one) => return too_few(one.with.len(), 1),
        _ => return Vec::new(),
    };
    let mut faults = too_few(count, least);
    match sharing {
        Sharing::ByWeight(_) => {
            let weights = weights_of(proposal);
            let all_weigh = weights.iter().all(|weight| *weight > 0);
            if !all_weigh || kept == Some(0) {
                faults.push(fault("/sharing/by_weight", "bad_weights", Text::fixed(
                    "Chia theo tỷ lệ thì mỗi tổ chức, kể cả tổ chức cũ khi tách, phải có tỷ lệ lớn hơn 0.",
                    "Shared by weight, each organisation, in a separation the old one too, weighs more than 0.",
                )));
            }
        }
        Sharing::Assigned(assigned) => {
            let out_of_range = |to: u16| usize::from(to) >= count;
            if assigned.members.iter().any(|share| share.to.is_some_and(out_of_range)) {
                faults.push(fault(
                    "/sharing/assigned/members",
                    "unknown_successor",
                    Text::fixed(
                        "Có phần chuyển cho tổ chức mới không có trong hồ sơ.",
                        "A part goes to a new organisation that the application does not name.",
                    ),
                ));
            }
            let stays = assigned.members.iter().any(|share| share.to.is_none());
            if stays && kept.is_none() {
                faults.push(fault(
                    "/sharing/assigned/members",
                    "nobody_stays",
                    Text::fixed(
                        "Khi chia, tổ chức cũ chấm dứt: mỗi phần phải nêu tổ chức mới nhận.",
                        "A divided organisation ends: each part names the new one that takes it.",
                    ),
                ));
            }
        }
    }
    faults
}

fn too_few(count: usize, least: usize) -> Vec<Fault> {
    if (least..=SUCCESSORS_MAX).contains(&count) {
        return Vec::new();
    }
    let detail = Text::made(
        format!("Phải có từ {least} đến {SUCCESSORS_MAX} tổ chức."),
        format!("There must be {least} to {SUCCESSORS_MAX} organisations."),
    );
    vec![fault("/into", "number_of_successors", detail)]
}

fn successors(proposal: &Proposal) -> &[PartialSuccessor] {
    match proposal {
        Proposal::Division(one) => &one.into,
        Proposal::Separation(one) => &one.into,
        _ => &[],
    }
}

fn weights_of(proposal: &Proposal) -> Vec<u32> {
    successors(proposal).iter().map(|one| one.weight).collect()
}

/// Where the members and the capital of an organisation go: to the new ones in the order of the
/// proposal, in a separation also to the old one itself.
pub(super) fn split(proposal: &Proposal, old: OrganisationId, new: &[OrganisationId]) -> Split {
    let first = new.first().copied().unwrap_or(old);
    let (sharing, kept) = match proposal {
        Proposal::Division(one) => (&one.sharing, None),
        Proposal::Separation(one) => (&one.sharing, Some(one.weight_kept)),
        Proposal::Merger(merger) => return Split::Whole(merger.into),
        _ => return Split::Whole(first),
    };
    match sharing {
        Sharing::ByWeight(_) => {
            let weights = weights_of(proposal).into_iter().chain(kept);
            let receivers = new.iter().copied().chain([old]);
            let each = receivers.zip(weights).map(|(to, weight)| (to, Dong(weight.into())));
            Split::ProRata(each.collect())
        }
        Sharing::Assigned(assigned) => {
            let mut members: BTreeMap<MemberId, Vec<(OrganisationId, Dong)>> = BTreeMap::new();
            for share in &assigned.members {
                let to = share.to.and_then(|at| new.get(usize::from(at)).copied());
                let part = (to.unwrap_or(old), share.amount_vnd);
                members.entry(share.member_id).or_default().push(part);
            }
            Split::Assigned { members, rest: if kept.is_some() { old } else { first } }
        }
    }
}
