//! Moves members and their capital from one organisation to others, within the transaction of a
//! merger, consolidation, division, separation or conversion.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use htx_kit::{context::Context, db::Connection, failure::Failure};
use htx_model::{
    id::{MemberId, OrganisationId},
    money::Dong,
    organisation::MemberKind,
    people::{ContributionKind, LeaveReason},
    refusal::{ErrorCode, Refusal, Text},
    scope::Scope,
};

use super::{
    appoint, entering, figures,
    record::{self, Told},
};
use crate::{
    domain::{
        capital_transfer::{self, Estate, HolderKey, Holding, Part, Plan, Split},
        member::{Contribution, Departure, Member, Recorded},
        organisation::Organisation,
    },
    store::{
        self,
        organisation::{Filter, Stored},
    },
    usecase::record as organisation_record,
};

/// Moves everybody, by a split, out of an organisation that was entered or found in this
/// transaction; gives the entries of all organisations concerned as they are now, by id.
///
/// The capital and the number of members of each entry change by exactly what comes and goes, so
/// that they add up to the same before and after: enter a new organisation without either. A
/// predecessor that keeps nobody is left with neither, and its managers' offices end.
///
/// # Errors
/// A split that does not add up; what the database reports.
pub fn move_all(
    connection: &mut Connection,
    context: &Context,
    from: OrganisationId,
    split: &Split,
) -> Result<Vec<Stored>, Failure> {
    let mut ids: BTreeSet<OrganisationId> = split.receivers().into_iter().collect();
    ids.insert(from);
    connection.lock_all(ids.iter().map(|id| organisation_record::lock_name(*id)))?;
    let wanted: Vec<_> = ids.iter().copied().collect();
    let (everything, filter) = (Scope::everything(), Filter::default());
    let found = store::organisation::with_ids(connection, &everything, &filter, &wanted)?;
    if found.len() != ids.len() {
        return Err(Refusal::not_found("tổ chức", "organisation").into());
    }
    let entries: BTreeMap<_, _> =
        found.into_iter().map(|stored| (stored.organisation.id, stored)).collect();
    let mut moving = Moving::load(connection, context, entries, from)?;
    let estate = moving.estate(connection)?;
    let plan = capital_transfer::plan(&estate, split, &moving.there).map_err(Refusal::rules)?;
    moving.members(&plan)?;
    moving.remainders(&plan)?;
    moving.save(connection, ids.len() > 1 && !split.receivers().contains(&from))
}

/// A move while it is worked out.
struct Moving<'a> {
    context: &'a Context,
    from: OrganisationId,
    entries: BTreeMap<OrganisationId, Stored>,
    /// The entries as they become.
    after: BTreeMap<OrganisationId, Organisation>,
    /// Members before, of all organisations concerned.
    before: HashMap<MemberId, Member>,
    /// Members who change or are new.
    changed: BTreeMap<MemberId, Member>,
    there: HashMap<(OrganisationId, HolderKey), MemberId>,
    /// Members of whom a movement is on record.
    on_record: HashSet<MemberId>,
    contributions: Vec<Contribution>,
}

impl<'a> Moving<'a> {
    fn load(
        connection: &mut Connection,
        context: &'a Context,
        entries: BTreeMap<OrganisationId, Stored>,
        from: OrganisationId,
    ) -> Result<Self, Failure> {
        let (mut before, mut there) = (HashMap::new(), HashMap::new());
        let mut on_record = HashSet::new();
        for id in entries.keys() {
            on_record.extend(store::contribution::members_with_any(connection, *id)?);
            for member in store::member::current(connection, *id)? {
                if let Some(key) = Holding::of(&member).key.filter(|_| *id != from) {
                    there.insert((*id, key), member.id);
                }
                before.insert(member.id, member);
            }
        }
        let after = entries.iter().map(|(id, stored)| (*id, stored.organisation.clone())).collect();
        Ok(Self {
            context,
            from,
            entries,
            after,
            before,
            changed: BTreeMap::new(),
            there,
            on_record,
            contributions: Vec::new(),
        })
    }

    /// What there is to move. Figures that were not known are from here on what is recorded.
    fn estate(&mut self, connection: &mut Connection) -> Result<Estate, Failure> {
        let ids: Vec<OrganisationId> = self.after.keys().copied().collect();
        for id in ids {
            let recorded = store::member::recorded(connection, id)?;
            if let Some(entry) = self.after.get_mut(&id) {
                entry.charter_capital_vnd.get_or_insert(recorded.capital);
                entry.member_count.get_or_insert(recorded.officials);
            }
        }
        let recorded = store::member::recorded(connection, self.from)?;
        let mut holdings: Vec<Holding> = self
            .before
            .values()
            .filter(|member| member.organisation == self.from)
            .map(Holding::of)
            .collect();
        holdings.sort_by_key(|holding| holding.member);
        let entry = self.after.get(&self.from);
        let capital = entry.and_then(|entry| entry.charter_capital_vnd).unwrap_or_default();
        let count = entry.and_then(|entry| entry.member_count).unwrap_or_default();
        Ok(beyond(holdings, recorded, capital, count))
    }

    fn members(&mut self, plan: &Plan) -> Result<(), Failure> {
        let mut parts: BTreeMap<MemberId, Vec<Part>> = BTreeMap::new();
        for part in &plan.parts {
            parts.entry(part.member).or_default().push(*part);
        }
        for (id, parts) in parts {
            let Some(member) = self.before.get(&id).cloned() else { continue };
            let stays = parts.iter().find(|part| part.to == self.from).map(|part| part.amount);
            let from = self.from;
            for part in parts.iter().filter(|part| part.to != from) {
                self.arrives(&member, part)?;
            }
            if parts.iter().any(|part| part.to != self.from) {
                self.goes(member, stays, &parts)?;
            }
        }
        Ok(())
    }

    /// A member, or a part of its capital, leaves.
    fn goes(&mut self, member: Member, stays: Option<Dong>, parts: &[Part]) -> Result<(), Failure> {
        let from = self.from;
        for part in parts.iter().filter(|part| part.to != from) {
            self.book(&member, ContributionKind::TransferOut, Dong(-part.amount.0))?;
        }
        let left = Departure { on: self.context.today(), reason: LeaveReason::Restructured };
        if stays.is_none() && member.kind == MemberKind::Official {
            self.count(self.from, -1)?;
        }
        let after = Member {
            contribution_vnd: stays.unwrap_or_default().0,
            left: stays.is_none().then_some(left),
            version: member.version + 1,
            ..member
        };
        self.changed.insert(after.id, after);
        Ok(())
    }

    /// A member, or a part of its capital, arrives: with whoever is the same holder there already.
    fn arrives(&mut self, member: &Member, part: &Part) -> Result<(), Failure> {
        let known = part
            .into
            .and_then(|id| self.changed.get(&id).or_else(|| self.before.get(&id)).cloned());
        let official = |kind| i64::from(kind == MemberKind::Official);
        let (arrived, more) = match known {
            Some(there) => {
                self.book(&there, ContributionKind::TransferIn, part.amount)?;
                let sum = there.contribution_vnd.checked_add(part.amount.0);
                let first = self.before.get(&there.id).map_or(there.version, |one| one.version);
                let kind = there.kind.min(member.kind);
                let arrived = Member {
                    kind,
                    contribution_vnd: sum.ok_or_else(too_large)?,
                    version: first + 1,
                    ..there.clone()
                };
                (arrived, official(kind) - official(there.kind))
            }
            None => {
                let arrived = Member {
                    id: self.context.ids.make(),
                    organisation: part.to,
                    contribution_vnd: part.amount.0,
                    joined_on: Some(self.context.today()),
                    left: None,
                    version: 1,
                    ..member.clone()
                };
                self.on_record.insert(arrived.id);
                self.book(&arrived, ContributionKind::TransferIn, part.amount)?;
                let more = official(arrived.kind);
                (arrived, more)
            }
        };
        self.count(part.to, more)?;
        self.changed.insert(arrived.id, arrived);
        Ok(())
    }

    /// Books a movement of a member's capital; of one whose movements were never recorded, what it
    /// had first.
    fn book(
        &mut self,
        member: &Member,
        kind: ContributionKind,
        amount: Dong,
    ) -> Result<(), Failure> {
        if self.on_record.insert(member.id) && member.contribution_vnd != 0 {
            let opening = entering::first(self.context, member, ContributionKind::Opening);
            self.contributions.push(opening);
        }
        if amount != Dong::ZERO {
            self.contributions.push(Contribution {
                id: self.context.ids.make(),
                organisation: member.organisation,
                member: member.id,
                kind,
                amount,
                effective_on: self.context.today(),
                document: None,
            });
        }
        self.capital(member.organisation, amount)
    }

    /// What was never recorded of members one by one.
    fn remainders(&mut self, plan: &Plan) -> Result<(), Failure> {
        for rest in &plan.remainders {
            let officials = i64::from(rest.officials);
            self.capital(self.from, Dong(-rest.capital.0))?;
            self.capital(rest.to, rest.capital)?;
            self.count(self.from, -officials)?;
            self.count(rest.to, officials)?;
        }
        Ok(())
    }

    fn capital(&mut self, of: OrganisationId, more: Dong) -> Result<(), Failure> {
        if let Some(entry) = self.after.get_mut(&of) {
            let sum = entry.charter_capital_vnd.unwrap_or_default().checked_add(more);
            entry.charter_capital_vnd = Some(sum.ok_or_else(too_large)?);
        }
        Ok(())
    }

    fn count(&mut self, of: OrganisationId, more: i64) -> Result<(), Failure> {
        if let Some(entry) = self.after.get_mut(&of) {
            let count = i64::from(entry.member_count.unwrap_or_default()) + more;
            entry.member_count = Some(u32::try_from(count).map_err(Failure::unexpected)?);
        }
        Ok(())
    }

    fn save(self, connection: &mut Connection, ended: bool) -> Result<Vec<Stored>, Failure> {
        let told = self.told()?;
        let changed: Vec<Member> = self.changed.into_values().collect();
        store::member::save_many(connection, &changed)?;
        store::contribution::insert_many(connection, &self.contributions, self.context.now)?;
        entering::append(connection, self.context, &told)?;
        if ended && let Some(stored) = self.entries.get(&self.from) {
            let managers = store::managers::list(connection, self.from, None, None, i64::MAX)?;
            let serving = managers.into_iter().filter(|one| one.to.is_none()).collect();
            let entry = &stored.organisation;
            appoint::end_all(connection, self.context, entry, serving, self.context.today())?;
        }
        let mut after = self.after;
        self.entries
            .into_iter()
            .filter_map(|(id, stored)| Some((stored, after.remove(&id)?)))
            .map(|(stored, after)| figures::save(connection, self.context, stored, after))
            .collect()
    }

    fn told(&self) -> Result<Vec<Told>, Failure> {
        let event = |member: &Member| {
            let before = self.before.get(&member.id);
            let kind = match (before, member.left) {
                (None, _) => "member.admitted",
                (Some(_), Some(_)) => "member.left",
                (Some(_), None) => "member.capital_moved",
            };
            let place = self.entries.get(&member.organisation);
            let place = place.map(|stored| stored.organisation.place()).unwrap_or_default();
            record::of_member(self.context, kind, &place, before, member)
        };
        self.changed.values().map(event).collect()
    }
}

/// An organisation's members with what its entry has beyond them.
fn beyond(holdings: Vec<Holding>, recorded: Recorded, capital: Dong, count: u32) -> Estate {
    let unrecorded = capital.checked_sub(recorded.capital).unwrap_or_default();
    Estate {
        holdings,
        unrecorded_capital: unrecorded.max(Dong::ZERO),
        unrecorded_officials: count.saturating_sub(recorded.officials),
    }
}

fn too_large() -> Failure {
    let detail = Text::fixed("Tổng vốn quá lớn.", "The capital becomes too large.");
    Refusal::new(ErrorCode::RuleViolated, detail).into()
}
