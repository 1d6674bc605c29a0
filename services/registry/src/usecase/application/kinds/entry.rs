//! Another content of an entry, and corrections of what was certified wrongly.

use htx_kit::{db::Connection, failure::Failure, log};
use htx_model::{
    application::ApplicationState,
    date::Date,
    event::Event,
    id::EventId,
    refusal::{Fault, Refusal, Text},
    scope::Scope,
};

use super::{Applied, Case, own, taken_name, taken_number};
use crate::{
    domain::{
        application::{
            completeness::under,
            proposal::{Correction, EntryChange},
        },
        entry::{self, Entry},
        organisation::{Organisation, Representative},
    },
    store::{self, organisation::Stored},
    usecase::{
        certificate, people, record,
        register_organisation::{require_free_name, require_free_number},
    },
};

/// An entry as it is, and as it is to be.
struct Changing {
    stored: Stored,
    person: Representative,
    before: Entry,
    after: Entry,
}

impl Changing {
    fn load(
        connection: &mut Connection,
        case: &Case<'_>,
        change: &EntryChange,
    ) -> Result<Self, Failure> {
        let stored = own(connection, case)?;
        let person = store::organisation::representative_of(connection, stored.organisation.id)?;
        let before = Entry::of(&stored.organisation, &person);
        let after = changed(before.clone(), change);
        Ok(Self { stored, person, before, after })
    }

    /// Checks the whole entry as it is to be.
    fn check(&self, case: &Case<'_>) -> Result<(Organisation, Representative), Vec<Fault>> {
        let Organisation { id, status, .. } = self.stored.organisation;
        let units = case.ground.units;
        entry::check(self.after.clone(), Some(&self.before), id, status, units, case.today())
    }

    /// What stands against it.
    fn faults(&self, connection: &mut Connection, case: &Case<'_>) -> Result<Vec<Fault>, Failure> {
        let id = self.stored.organisation.id;
        let mut faults = match self.check(case) {
            Ok((after, person)) => {
                if after == self.stored.organisation && person == self.person {
                    return Ok(vec![nothing_changes()]);
                }
                figures(connection, &self.stored.organisation, &after)?
            }
            Err(faults) => faults,
        };
        faults.extend(taken_name(connection, &self.after.name, &[id], "/name".to_owned())?);
        let number = self.after.registration_number.as_deref();
        let pointer = "/registration_number".to_owned();
        faults.extend(taken_number(connection, number, Some(id), pointer)?);
        Ok(faults)
    }

    /// Saves it with its event, and issues the certificate that shows it.
    fn save(
        self,
        connection: &mut Connection,
        case: &Case<'_>,
        tell: impl FnOnce(&Organisation, &Organisation) -> Result<Event, Failure>,
    ) -> Result<Applied, Failure> {
        let (after, person) = self.check(case).map_err(Refusal::rules)?;
        let Stored { organisation: before, version, .. } = self.stored;
        case.require_competence(&before)?;
        // A seat that moves to another territory is that agency's to accept, or the city's.
        case.require_competence(&after)?;
        people::require_figures(connection, &before, &after)?;
        require_free_name(connection, &after.name, after.id)?;
        require_free_number(connection, &after)?;
        let context = case.context;
        store::organisation::save(connection, &after, version, context.now)?;
        store::organisation::save_representatives(connection, &[(after.id, &person)])?;
        let event = tell(&before, &after)?;
        log::append(connection, &event, record::personal(&person)?.as_ref(), &case.context.ids)?;
        if let Some(departure) = record::departure(context, &before, &after)? {
            log::append(connection, &case.resting(departure), None, &case.context.ids)?;
        }
        let units = case.ground.units;
        let certificate = certificate::issue(connection, context, units, &after, case.issuing())?;
        Ok(Case::applied(after.id, event.id, Some(certificate.id)))
    }
}

/// What stands against a change.
pub(super) fn faults(
    connection: &mut Connection,
    case: &Case<'_>,
    change: &EntryChange,
) -> Result<Vec<Fault>, Failure> {
    if change.is_empty() {
        return Ok(vec![nothing_changes()]);
    }
    Changing::load(connection, case, change)?.faults(connection, case)
}

/// Changes an entry.
pub(super) fn apply(
    connection: &mut Connection,
    case: &Case<'_>,
    change: &EntryChange,
) -> Result<Applied, Failure> {
    let changing = Changing::load(connection, case, change)?;
    changing.save(connection, case, |before, after| {
        case.event("organisation.changed", Some(before), after)
    })
}

/// What stands against a correction.
pub(super) fn correction_faults(
    connection: &mut Connection,
    case: &Case<'_>,
    correction: &Correction,
) -> Result<Vec<Fault>, Failure> {
    let mut faults = Vec::new();
    if corrected(connection, case, correction)?.is_none() {
        faults.push(nothing_corrected());
    }
    let found = correcting(connection, case, correction)?.faults(connection, case)?;
    let in_right = |fault: &Fault| {
        let pointer = fault.pointer.as_ref();
        pointer != "/registration_number" && pointer != "/registered_on"
    };
    let (right, own): (Vec<_>, Vec<_>) = found.into_iter().partition(in_right);
    faults.extend(under("/right", right));
    faults.extend(own);
    Ok(faults)
}

/// Puts right what was certified wrongly: a new event, which holds since the wrong one and names it.
pub(super) fn correct(
    connection: &mut Connection,
    case: &Case<'_>,
    correction: &Correction,
) -> Result<Applied, Failure> {
    let (effective_on, corrects) = corrected(connection, case, correction)?
        .ok_or_else(|| Refusal::rules(vec![nothing_corrected()]))?;
    let correcting = correcting(connection, case, correction)?;
    correcting.save(connection, case, |before, after| {
        let event = case.event("organisation.corrected", Some(before), after)?;
        Ok(Event { effective_on, corrects, ..event })
    })
}

fn correcting(
    connection: &mut Connection,
    case: &Case<'_>,
    correction: &Correction,
) -> Result<Changing, Failure> {
    let mut changing = Changing::load(connection, case, &correction.right)?;
    if let Some(number) = &correction.registration_number {
        changing.after.registration_number = Some(number.clone());
    }
    if let Some(day) = correction.registered_on {
        changing.after.registered_on = Some(day);
    }
    Ok(changing)
}

/// Since when what a correction names has held, and the event that wrote it; nothing where it names
/// nothing of this organisation.
fn corrected(
    connection: &mut Connection,
    case: &Case<'_>,
    correction: &Correction,
) -> Result<Option<(Date, Option<EventId>)>, Failure> {
    let own = case.application.organisation;
    match (correction.application_id, correction.certificate_id) {
        (Some(id), None) => {
            let found = store::application::find(connection, &Scope::everything(), id)?;
            let approved = found
                .map(|stored| stored.application)
                .filter(|one| one.organisation == own && one.state == ApplicationState::Approved);
            Ok(approved.and_then(|one| Some((one.decided?.on, one.effect.event))))
        }
        (None, Some(id)) => {
            let found = store::certificate::find(connection, &Scope::everything(), id)?;
            let certificate = found.map(|(stored, _)| stored.certificate);
            let Some(certificate) = certificate.filter(|one| Some(one.organisation) == own) else {
                return Ok(None);
            };
            let Some(application) = certificate.application else {
                return Ok(Some((certificate.issued_on, None)));
            };
            let found = store::application::find(connection, &Scope::everything(), application)?;
            let event = found.and_then(|stored| stored.application.effect.event);
            Ok(Some((certificate.issued_on, event)))
        }
        (None, None) | (Some(_), Some(_)) => Ok(None),
    }
}

/// Figures that contradict what is on record of the members.
fn figures(
    connection: &mut Connection,
    before: &Organisation,
    after: &Organisation,
) -> Result<Vec<Fault>, Failure> {
    match people::require_figures(connection, before, after) {
        Ok(()) => Ok(Vec::new()),
        Err(Failure::Refused(refusal)) => Ok(refusal.faults),
        Err(other) => Err(other),
    }
}

fn changed(mut entry: Entry, change: &EntryChange) -> Entry {
    if let Some(name) = &change.name {
        entry.name.clone_from(name);
    }
    if let Some(address) = &change.address {
        entry.address_line.clone_from(&address.line);
        entry.commune.clone_from(&address.commune);
        entry.district.clone_from(&address.district);
    }
    if let Some(person) = &change.representative {
        entry.representative_name = Some(person.name.clone());
        entry.representative_phone.clone_from(&person.phone);
    }
    entry.main_business_line = change.main_business_line.clone().or(entry.main_business_line);
    entry.sector = change.sector.or(entry.sector);
    entry.charter_capital_vnd = change.charter_capital_vnd.or(entry.charter_capital_vnd);
    entry.worker_count = change.worker_count.or(entry.worker_count);
    entry
}

fn nothing_changes() -> Fault {
    Fault::new(
        "",
        "nothing_to_change",
        Text::fixed(
            "Nội dung đề nghị không khác nội dung đã đăng ký.",
            "What is asked for is what is registered already.",
        ),
    )
}

fn nothing_corrected() -> Fault {
    Fault::new(
        "/application_id",
        "nothing_to_correct",
        Text::fixed(
            "Phải nêu một hồ sơ đã chấp thuận, hoặc một giấy chứng nhận, của chính tổ chức này.",
            "One approved application, or one certificate, of this organisation must be named.",
        ),
    )
}
