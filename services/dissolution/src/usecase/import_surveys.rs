//! Enters the surveys of a district from a spreadsheet: each row opens the case where none is open,
//! and writes survey and custody into it, or leaves nothing behind.

use std::collections::BTreeSet;

use htx_kit::{context::Context, db::Connection, failure::Failure};
use htx_model::{
    administrative::AdministrativeUnits,
    dissolution::CaseRecord,
    id::{DissolutionId, OrganisationId},
    language::Language,
    refusal::{Fault, Refusal, Text},
    text::name_key,
};

use super::{
    custody::{self, NewCustody},
    hold::{self, Caller},
    open_case::{Opening, open_case},
    survey::{self, NewSurvey},
};
use crate::{
    domain::{
        custody::last,
        organisation::Organisation,
        room,
        step::Said,
        survey_sheet::{Column, Problem, SurveyRow, SurveySheet},
    },
    store::{self, case::StoredCase},
};

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    /// The row as the spreadsheet program numbers it.
    pub row: u32,
    /// The organisation.
    pub organisation: OrganisationId,
    /// Its name in the register.
    pub name: String,
    /// Its case.
    pub case: DissolutionId,
    /// Whether the case was opened.
    pub opened: bool,
    /// Whether anything was written in it.
    pub written: bool,
}

/// Who imports, with what.
pub struct Importing<'a> {
    /// When, by whom.
    pub context: &'a Context,
    /// What they reach.
    pub caller: &'a Caller,
    /// The name of their agency today.
    pub agency_name: Option<String>,
    /// The map.
    pub units: &'a AdministrativeUnits,
}

/// Enters a batch of rows in one transaction: each whole, or not at all.
///
/// # Errors
/// What the database reports.
pub fn enter_batch(
    connection: &mut Connection,
    importing: &Importing<'_>,
    sheet: &SurveySheet,
    rows: &[SurveyRow],
    taken: &mut BTreeSet<OrganisationId>,
) -> Result<(Vec<Entered>, Vec<Problem>), Failure> {
    let numbers: Vec<String> = rows.iter().filter_map(|row| row.number.clone()).collect();
    let with_zero: Vec<String> = numbers.iter().map(|number| format!("0{number}")).collect();
    let numbers: Vec<&str> = numbers.iter().chain(&with_zero).map(String::as_str).collect();
    let keys: Vec<String> =
        rows.iter().filter_map(|row| Some(name_key(row.name.as_ref()?))).collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let scope = &importing.caller.scope;
    let known = store::organisation::with_numbers_or_keys(connection, scope, &numbers, &keys)?;
    let (mut meant, mut entered, mut problems) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        match of_row(importing, row, &known) {
            Ok(found) if taken.insert(found.id) => meant.push((row, found)),
            Ok(found) => {
                let read = ("duplicate_row", found.name.clone());
                let expected = "Mỗi tổ chức một dòng".to_owned();
                problems.push(sheet.problem(row.row, Some(Column::Name), read, expected));
            }
            Err((column, code, expected)) => {
                let read = match column {
                    Column::Number => row.number.clone(),
                    Column::Commune => row.commune.clone(),
                    _ => row.name.clone(),
                };
                let read = (code, read.unwrap_or_default());
                problems.push(sheet.problem(row.row, Some(column), read, expected.to_owned()));
            }
        }
    }
    take_turns(connection, &meant)?;
    for (row, organisation) in meant {
        let work = |connection: &mut Connection| enter(connection, importing, row, organisation);
        match store::attempt(connection, work) {
            Ok(one) => entered.push(one),
            Err(Failure::Refused(refusal)) => problems.extend(refused(sheet, row.row, &refusal)),
            Err(failure) => return Err(failure),
        }
    }
    Ok((entered, problems))
}

/// Takes the turns of all that a batch may write in before it writes anything, in one order however the
/// file is sorted.
fn take_turns(
    connection: &mut Connection,
    meant: &[(&SurveyRow, &Organisation)],
) -> Result<(), Failure> {
    let organisations: Vec<OrganisationId> = meant.iter().map(|(_, of)| of.id).collect();
    hold::openings(connection, organisations.iter().copied())?;
    let open = store::case::open_of_each(connection, &organisations)?;
    hold::turns(connection, open)
}

/// The organisation that a row means: by its number, or by its name and commune.
fn of_row<'a>(
    importing: &Importing<'_>,
    row: &SurveyRow,
    known: &'a [Organisation],
) -> Result<&'a Organisation, (Column, &'static str, &'static str)> {
    const UNKNOWN: &str = "Tổ chức có trong sổ đăng ký, thuộc địa bàn của tài khoản";
    if let Some(number) = &row.number {
        // Spreadsheets lose the zero that a number begins with.
        let zero = format!("0{number}");
        let of = known.iter().find(|one| {
            one.registration_number
                .as_ref()
                .is_some_and(|own| own.as_str() == number.as_str() || own.as_str() == zero.as_str())
        });
        return of.ok_or((Column::Number, "unknown_organisation", UNKNOWN));
    }
    let Some(commune) = &row.commune else {
        let expected = "Mã số, hoặc tên cùng xã, phường, thị trấn";
        return Err((Column::Commune, "missing_commune", expected));
    };
    let key = row.name.as_deref().map(name_key).unwrap_or_default();
    let mut of =
        known.iter().filter(|one| name_key(&one.name) == key && stands_in(importing, one, commune));
    match (of.next(), of.next()) {
        (Some(only), None) => Ok(only),
        (None, _) => Err((Column::Name, "unknown_organisation", UNKNOWN)),
        (Some(_), Some(_)) => {
            Err((Column::Number, "ambiguous_organisation", "Mã số, vì nhiều tổ chức cùng tên"))
        }
    }
}

/// Whether an organisation stands in a commune of this name, of today or as registered.
fn stands_in(importing: &Importing<'_>, organisation: &Organisation, name: &str) -> bool {
    let (seat, units) = (&organisation.seat, importing.units);
    let registered = organisation.registered_on;
    // Districts had communes until 2025-06-30; many old names are communes of today as well.
    let last_of_districts = htx_model::date::Date::new(2025, 6, 30);
    let days = [Some(importing.context.today()), last_of_districts, registered];
    days.into_iter().flatten().any(|day| {
        units.find_commune(name, seat.district.as_ref(), day).is_ok_and(|unit| {
            unit.code == seat.commune.as_str() || unit.code == seat.current_commune.as_str()
        })
    })
}

/// Enters what a row says.
fn enter(
    connection: &mut Connection,
    importing: &Importing<'_>,
    row: &SurveyRow,
    organisation: &Organisation,
) -> Result<Entered, Failure> {
    let Importing { context, caller, .. } = importing;
    let (mut stored, opened) = match store::case::open_of(connection, organisation.id)? {
        Some(id) => (hold::run(connection, &caller.scope, id)?, false),
        None => (open(connection, importing, row, organisation)?, true),
    };
    let surveyed = write_survey(connection, context, &stored, row)?;
    let held = write_custody(connection, context, &stored, row)?;
    if surveyed || held {
        hold::note_preparer(connection, &mut stored, caller.id, context.now)?;
    }
    Ok(Entered {
        row: row.row,
        organisation: organisation.id,
        name: organisation.name.clone(),
        case: stored.case.id,
        opened,
        written: surveyed || held,
    })
}

fn open(
    connection: &mut Connection,
    importing: &Importing<'_>,
    row: &SurveyRow,
    organisation: &Organisation,
) -> Result<StoredCase, Failure> {
    let (Some(route), Some(basis)) = (row.route, row.basis.clone()) else {
        let pointer = if row.route.is_none() { "/route" } else { "/legal_basis" };
        return Err(Refusal::rules(vec![Fault::new(
            pointer,
            "missing_value",
            Text::fixed("Phải có để mở hồ sơ giải thể mới", "It is needed to open a new case"),
        )])
        .into());
    };
    let opening = Opening {
        organisation: organisation.id,
        route,
        said: Said { effective_on: None, legal_basis: basis, reason: None },
        responsible_officer: None,
    };
    let Importing { context, caller, agency_name, .. } = importing;
    let stored = open_case(connection, context, caller, agency_name.clone(), opening)?;
    hold::turns(connection, [stored.case.id])?;
    Ok(stored)
}

/// Writes the survey; says whether it differs from the one before.
fn write_survey(
    connection: &mut Connection,
    context: &Context,
    stored: &StoredCase,
    row: &SurveyRow,
) -> Result<bool, Failure> {
    let before = store::survey::find(connection, stored.case.id)?;
    let mut new = NewSurvey {
        surveyed_on: row.surveyed_on,
        records: row.records.clone(),
        people: row.people.clone(),
        assets: row.assets.clone(),
        debts: row.debts.clone(),
        documents: Vec::new(),
    };
    let silent = row.records.is_none()
        && row.people.is_none()
        && row.assets.is_none()
        && row.debts.is_none();
    if silent {
        return Ok(false);
    }
    if let Some(before) = &before {
        let known = before.clone();
        new.surveyed_on = new.surveyed_on.or(Some(known.surveyed_on));
        new.records = new.records.or(known.records);
        new.people = new.people.or(known.people);
        new.assets = new.assets.or(known.assets);
        new.debts = new.debts.or(known.debts);
        new.documents = known.documents.iter().map(|one| one.document_id).collect();
        let same = new.surveyed_on == Some(before.surveyed_on)
            && new.records == before.records
            && new.people == before.people
            && new.assets == before.assets
            && new.debts == before.debts;
        if same {
            return Ok(false);
        }
    }
    room::require(stored.case.state, CaseRecord::Survey)?;
    survey::write(connection, context, stored, before.as_ref(), new)?;
    Ok(true)
}

/// Says where seal and certificate are, where that is new; says whether it is.
fn write_custody(
    connection: &mut Connection,
    context: &Context,
    stored: &StoredCase,
    row: &SurveyRow,
) -> Result<bool, Failure> {
    let entries = store::custody::of_case(connection, stored.case.id)?;
    let news = row.custody.iter().filter(|(item, custody, reason)| {
        let known = last(&entries, *item);
        known.is_none_or(|known| known.custody != *custody || known.reason != *reason)
    });
    let said = |(item, custody, reason): &(_, _, Option<String>)| {
        let (since, reason) = (row.surveyed_on, reason.clone());
        (*item, NewCustody { custody: *custody, since, reason, documents: Vec::new() })
    };
    let said: Vec<_> = news.map(said).collect();
    if said.is_empty() {
        return Ok(false);
    }
    room::require(stored.case.state, CaseRecord::Custody)?;
    custody::write(connection, context, stored, custody::version(&entries), said)?;
    Ok(true)
}

/// The problems that a refusal of a row is.
fn refused(sheet: &SurveySheet, row: u32, refusal: &Refusal) -> Vec<Problem> {
    let vi = |text: &Text| text.in_language(Language::Vi).to_owned();
    if refusal.faults.is_empty() {
        let read = (refusal.code.code(), String::new());
        return vec![sheet.problem(row, None, read, vi(&refusal.detail))];
    }
    let of = |fault: &Fault| {
        let column = match fault.pointer.as_ref() {
            "/route" => Some(Column::Route),
            "/legal_basis" => Some(Column::Basis),
            _ => None,
        };
        sheet.problem(row, column, (fault.code, String::new()), vi(&fault.detail))
    };
    refusal.faults.iter().map(of).collect()
}
