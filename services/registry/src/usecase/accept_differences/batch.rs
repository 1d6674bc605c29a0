//! One transaction of decisions.

use std::collections::{BTreeSet, HashMap, HashSet};

use htx_kit::{
    db::Connection,
    failure::Failure,
    log::{self, Entry as LogEntry},
};
use htx_model::{
    event::Event,
    id::{DifferenceId, OrganisationId},
    refusal::Text,
    scope::Scope,
    text,
};
use serde_json::Value;

use super::{Acceptor, Outcome};
use crate::{
    domain::{
        entry::{self, Entry},
        lifecycle::{self, Action},
        national_system::{self as domain, Decision, Difference, DifferenceState, PairKind, Take},
        organisation::{Organisation, Representative},
        reconcile,
    },
    store::{
        contribution, national_system,
        organisation::{self, Filter, Stored},
    },
    usecase::record,
};

/// Why a difference stays open.
type Refusal = (&'static str, Text);

/// An entry as taking over would make it.
struct Change {
    before: Option<(Organisation, i64)>,
    after: Organisation,
    representative: Representative,
}

/// What the register holds of the entries, names and numbers that the batch speaks of.
struct Register {
    stored: HashMap<OrganisationId, Stored>,
    representatives: HashMap<OrganisationId, Representative>,
    numbers: HashMap<String, OrganisationId>,
    /// Who bears a name among those that have not ended.
    names: HashMap<String, OrganisationId>,
    /// Whose capital and members follow what is on record of them.
    on_record: HashSet<OrganisationId>,
}

/// Decides some differences.
pub(super) fn decide(
    connection: &mut Connection,
    acceptor: &Acceptor,
    ids: &[DifferenceId],
) -> Result<Outcome, Failure> {
    // The lock of imports: of two who take the same over at once, one finds it done.
    connection.lock("registry import")?;
    let found = national_system::with_ids(connection, acceptor.reconciliation, ids)?;
    let mut outcome = Outcome::default();
    let known: BTreeSet<DifferenceId> = found.iter().map(|one| one.id).collect();
    for id in ids.iter().filter(|id| !known.contains(id)) {
        outcome.refuse(
            *id,
            "not_found",
            Text::fixed("Không có sai khác này.", "No such difference."),
        );
    }
    let open = open_ones(found, acceptor.acceptance.take, &mut outcome);
    let mut decided: Vec<DifferenceId> = Vec::with_capacity(open.len());
    let mut changes = Vec::new();
    match acceptor.acceptance.take {
        Take::Ours => {
            outcome.kept = open.len();
            decided.extend(open.iter().map(|one| one.id));
        }
        Take::Theirs => {
            let mut register = Register::read(connection, &open)?;
            for difference in &open {
                match change(acceptor, &mut register, difference) {
                    Ok(change) => {
                        decided.push(difference.id);
                        changes.push(change);
                    }
                    Err((code, detail)) => outcome.refuse(difference.id, code, detail),
                }
            }
            outcome.taken = changes.len();
        }
    }
    carry_out(connection, acceptor, &changes)?;
    let state = match acceptor.acceptance.take {
        Take::Ours => DifferenceState::KeptOurs,
        Take::Theirs => DifferenceState::TookTheirs,
    };
    let decision = Decision {
        reason: acceptor.acceptance.reason.clone(),
        by: acceptor.context.actor.name.clone(),
        at: acceptor.context.now,
    };
    national_system::decide(connection, &decided, state, &decision)?;
    Ok(outcome)
}

/// Those that the table lets be decided so.
fn open_ones(found: Vec<Difference>, take: Take, outcome: &mut Outcome) -> Vec<Difference> {
    let mut open = Vec::with_capacity(found.len());
    for difference in found {
        let wanted = match take {
            Take::Theirs => DifferenceState::TookTheirs,
            Take::Ours => DifferenceState::KeptOurs,
        };
        if domain::decide(difference.kind, difference.state, take).is_some() {
            open.push(difference);
        } else if difference.state == wanted {
            outcome.unchanged += 1;
        } else if difference.state == DifferenceState::Open {
            let detail = Text::fixed(
                "Hệ thống quốc gia không có tổ chức này, và sổ đăng ký không xóa tổ chức nào.",
                "The national system has no such organisation, and the register never removes one.",
            );
            outcome.refuse(difference.id, "nothing_to_take", detail);
        } else {
            let detail = Text::fixed(
                "Sai khác này đã được quyết định theo hướng khác.",
                "This difference was decided otherwise before.",
            );
            outcome.refuse(difference.id, "decided_already", detail);
        }
    }
    open
}

impl Register {
    fn read(connection: &mut Connection, open: &[Difference]) -> Result<Self, Failure> {
        let mut ids: Vec<OrganisationId> =
            open.iter().filter_map(|one| one.entry.map(|(id, _)| id)).collect();
        ids.sort_unstable();
        ids.dedup();
        // The lock of a single change: a registrar could otherwise come between.
        connection.lock_all(ids.iter().map(|id| record::lock_name(*id)))?;
        let theirs = || open.iter().filter_map(|one| one.theirs.as_ref());
        let keys: BTreeSet<String> = theirs().map(|one| text::name_key(&one.name)).collect();
        // Two who give the same name at once wait for each other.
        connection.lock_all(keys.iter().map(|key| format!("organisation name {key}")))?;
        let everything = Scope::everything();
        let rows = organisation::with_ids(connection, &everything, &Filter::default(), &ids)?;
        let representatives = organisation::representatives_of(connection, &ids)?;
        let numbers = theirs().filter_map(|one| one.registration_number.as_ref());
        let numbers: Vec<&str> = numbers.map(|number| number.as_str()).collect();
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let taken = organisation::with_numbers_or_keys(connection, &everything, &numbers, &keys)?;
        let mut register = Self {
            stored: rows.into_iter().map(|one| (one.organisation.id, one)).collect(),
            representatives,
            numbers: HashMap::new(),
            names: HashMap::new(),
            on_record: contribution::organisations_with_any(connection, &ids)?,
        };
        taken.iter().for_each(|stored| register.enter(&stored.organisation));
        Ok(register)
    }

    fn enter(&mut self, organisation: &Organisation) {
        if let Some(number) = &organisation.registration_number {
            self.numbers.insert(number.as_str().to_owned(), organisation.id);
        }
        if !organisation.status.has_ended() {
            self.names.entry(text::name_key(&organisation.name)).or_insert(organisation.id);
        }
    }

    /// Refuses a name or number that another organisation has.
    fn require_free(
        &self,
        before: Option<&Organisation>,
        after: &Organisation,
    ) -> Result<(), Refusal> {
        let number = after.registration_number.as_ref();
        let holder = number.and_then(|number| self.numbers.get(number.as_str()));
        if holder.is_some_and(|holder| *holder != after.id) {
            return Err((
                "number_taken",
                Text::fixed(
                    "Mã số đã cấp cho tổ chức khác trong sổ đăng ký.",
                    "The number belongs to another organisation of the register.",
                ),
            ));
        }
        let is_new_name = before.is_none_or(|before| before.name != after.name);
        let bearer = self.names.get(&text::name_key(&after.name));
        if is_new_name && bearer.is_some_and(|bearer| *bearer != after.id) {
            return Err((
                "name_taken",
                Text::fixed(
                    "Tên này đã có tổ chức khác trong Thành phố dùng.",
                    "Another organisation in the city bears this name.",
                ),
            ));
        }
        Ok(())
    }
}

/// What taking a difference over would change.
fn change(
    acceptor: &Acceptor,
    register: &mut Register,
    difference: &Difference,
) -> Result<Change, Refusal> {
    let change = match difference.kind {
        PairKind::OnlyThere => entered(acceptor, difference)?,
        PairKind::Different | PairKind::NearDuplicate => changed(acceptor, register, difference)?,
        PairKind::OnlyHere | PairKind::Same => return Err(incomplete()),
    };
    let before = change.before.as_ref().map(|(before, _)| before);
    register.require_free(before, &change.after)?;
    register.enter(&change.after);
    Ok(change)
}

fn incomplete() -> Refusal {
    let detail = Text::fixed("Sai khác này thiếu dữ liệu.", "This difference lacks data.");
    ("nothing_to_take", detail)
}

/// An organisation that only the national system has, entered as an import enters it.
fn entered(acceptor: &Acceptor, difference: &Difference) -> Result<Change, Refusal> {
    let theirs = difference.theirs.as_ref().ok_or_else(incomplete)?;
    let (id, today) = (acceptor.context.ids.make(), acceptor.context.today());
    let after = reconcile::described(&theirs.row(), id, None, &acceptor.units, today);
    let after = after.ok_or_else(|| {
        let detail = Text::fixed("Không có xã, phường này.", "There is no such commune.");
        ("unknown_commune", detail)
    })?;
    Ok(Change { before: None, after, representative: Representative::default() })
}

/// An entry that takes fields over, by the rules of a change.
fn changed(
    acceptor: &Acceptor,
    register: &Register,
    difference: &Difference,
) -> Result<Change, Refusal> {
    let theirs = difference.theirs.as_ref().ok_or_else(incomplete)?;
    let (id, version) = difference.entry.ok_or_else(incomplete)?;
    let stored = register.stored.get(&id).ok_or_else(incomplete)?;
    if stored.version != version {
        return Err((
            "stale_version",
            Text::fixed(
                "Thông tin trong sổ đăng ký đã thay đổi sau lần đối soát; hãy đối soát lại.",
                "The entry has changed since the reconciliation; reconcile again.",
            ),
        ));
    }
    let before = &stored.organisation;
    if !lifecycle::allows(before.status, Action::Change) {
        return Err((
            "frozen",
            Text::fixed(
                "Tổ chức bị đóng băng vì đang giải thể (Điều 100 Luật HTX 2023) hoặc đã kết thúc.",
                "The organisation is frozen by its dissolution (Law 17/2023/QH15, article 100) or has ended.",
            ),
        ));
    }
    let wanted =
        |field| acceptor.acceptance.fields.as_ref().is_none_or(|fields| fields.contains(&field));
    let differing = difference.fields.iter().map(|one| one.field);
    let fields: Vec<_> =
        differing.filter(|field| domain::can_be_taken(*field) && wanted(*field)).collect();
    if fields.is_empty() {
        return Err((
            "nothing_to_take",
            Text::fixed(
                "Không có trường nào lấy được: loại hình và tình trạng chỉ đổi theo thủ tục riêng.",
                "No field can be taken: kind and status change by their own procedures only.",
            ),
        ));
    }
    let representative = register.representatives.get(&id).cloned().unwrap_or_default();
    let entry_before = Entry::of(before, &representative);
    let mut entry = entry_before.clone();
    fields.into_iter().for_each(|field| domain::take(&mut entry, theirs, field));
    let (units, today) = (&acceptor.units, acceptor.context.today());
    let (after, representative) =
        entry::check(entry, Some(&entry_before), id, before.status, units, today).map_err(
            |faults| match faults.into_iter().next() {
                Some(fault) => (fault.code, fault.detail),
                None => incomplete(),
            },
        )?;
    let same_figures = before.charter_capital_vnd == after.charter_capital_vnd
        && before.member_count == after.member_count;
    if register.on_record.contains(&id) && !same_figures {
        let detail = Text::fixed(
            "Vốn điều lệ và số thành viên theo sổ thành viên đã ghi; hãy ghi biến động ở đó.",
            "Charter capital and members follow the record of members; record the change there.",
        );
        return Err(("figures_on_record", detail));
    }
    Ok(Change { before: Some((before.clone(), version)), after, representative })
}

/// Writes the changes with their events.
fn carry_out(
    connection: &mut Connection,
    acceptor: &Acceptor,
    changes: &[Change],
) -> Result<(), Failure> {
    let now = acceptor.context.now;
    let entered: Vec<_> = changes
        .iter()
        .filter(|change| change.before.is_none())
        .map(|change| (&change.after, &change.representative))
        .collect();
    organisation::insert_many(connection, &entered, now)?;
    let changed: Vec<_> = changes
        .iter()
        .filter_map(|change| Some((&change.after, change.before.as_ref()?.1)))
        .collect();
    organisation::save_many(connection, &changed, now)?;
    let mut events: Vec<(Event, Option<Value>)> = Vec::with_capacity(changes.len());
    let context = &acceptor.context;
    for Change { before, after, representative } in changes {
        let before = before.as_ref().map(|(before, _)| before);
        let kind = if before.is_some() { "organisation.changed" } else { "organisation.imported" };
        let event = record::event(context, kind, before, after)?;
        events.push((event, record::personal(representative)?));
        let departure = before.map(|before| record::departure(context, before, after));
        events.extend(departure.transpose()?.flatten().map(|event| (event, None)));
    }
    for (event, _) in &mut events {
        event.batch = Some(acceptor.batch);
    }
    let entries: Vec<_> = events
        .iter()
        .map(|(event, personal)| LogEntry { event, personal: personal.as_ref() })
        .collect();
    log::append_many(connection, &entries, &context.ids)
}
