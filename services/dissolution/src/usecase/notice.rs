//! Publishes notices of dissolution under permanent numbers, and notes when the tax department was
//! told.

use htx_kit::{context::Context, db::Connection, failure::Failure, log};
use htx_model::{
    administrative::AdministrativeUnits,
    agency::Agency,
    date::Date,
    dissolution::{CaseRecord, answers::NoticeState},
    id::{DissolutionId, DocumentId},
    refusal::{ErrorCode, Fault, Refusal, Text},
    scope::Scope,
    words,
};
use serde_json::json;

use super::{
    documents, facts,
    hold::{self, Caller},
    record, standing,
};
use crate::{
    Dissolutions,
    domain::{
        clock,
        notice::{Contact, Notice, NoticeNumber, Published},
        organisation::Organisation,
    },
    store::{self, case::StoredCase},
};

/// What a notice is published with.
#[derive(Debug, Clone)]
pub struct Publishing {
    /// Where creditors turn to.
    pub contact: Contact,
    /// Why it takes the place of the one that holds.
    pub reason: Option<String>,
}

/// Publishes the notice of a case that was decided, under the next number of the agency in the year.
/// One that holds is replaced where a reason is given; it stays under its number.
///
/// # Errors
/// Not found outside the scope; another authority's case; a state that admits no notice;
/// `already_exists` where one holds and no reason is given to replace it.
pub fn publish(
    connection: &mut Connection,
    context: &Context,
    service: &Dissolutions,
    caller: &Caller,
    id: DissolutionId,
    publishing: Publishing,
) -> Result<(StoredCase, Notice), Failure> {
    let mut case = hold::write(connection, &caller.scope, id, CaseRecord::Notice)?;
    let reason = publishing.reason.as_deref();
    let reason = reason.map(|text| words::tidy("/reason", text, words::REASON_LENGTH_MAX));
    let reason = reason.transpose().map_err(|fault| Refusal::rules(vec![fault]))?;
    let before = store::notice::holding(connection, id)?;
    if before.is_some() != reason.is_some() {
        return Err(if before.is_some() { exists() } else { nothing_to_replace() }.into());
    }
    let agency = authority(service, context)?;
    let today = context.today();
    let (window_ends_on, published) =
        published(connection, service, &case, &agency.name_vi, publishing.contact, today)?;
    connection.lock(&format!("notice number {} {}", agency.code, today.year()))?;
    let sequence = store::notice::next_sequence(connection, &agency.code, today.year())?;
    let notice = Notice {
        id: context.ids.make(),
        case: id,
        number: NoticeNumber::new(&agency.code, today.year(), sequence),
        agency: agency.code.clone(),
        state: NoticeState::Published,
        published_on: today,
        window_ends_on,
        published,
        replaces: before.as_ref().map(|before| before.id),
        reason,
        version: 1,
        recorded_at: context.now,
    };
    // The one before ends first: never do two hold.
    if let Some(before) = before {
        replace(connection, context, &case.organisation, &before)?;
    }
    store::notice::insert(connection, &notice)?;
    let of = (id, &case.organisation);
    let mut event =
        record::in_case(context, "dissolution_notice.published", of, "notice", (None, &notice))?;
    let basis = &notice.published.window_basis;
    event.legal_basis = Some(format!("{} {}", basis.document, basis.article));
    let personal = notice.reason.as_ref().map(|reason| json!({ "reason": reason }));
    log::append(connection, &event, personal.as_ref(), &context.ids)?;
    hold::note_preparer(connection, &mut case, caller.id, context.now)?;
    Ok((case, notice))
}

fn replace(
    connection: &mut Connection,
    context: &Context,
    organisation: &Organisation,
    before: &Notice,
) -> Result<(), Failure> {
    let after = Notice {
        state: NoticeState::Replaced,
        version: before.version + 1,
        recorded_at: context.now,
        ..before.clone()
    };
    store::notice::save(connection, &after)?;
    let of = (before.case, organisation);
    let change = (Some(before), &after);
    let event = record::in_case(context, "dissolution_notice.replaced", of, "notice", change)?;
    log::append(connection, &event, None, &context.ids)
}

/// The agency that the caller acts for.
fn authority<'a>(service: &'a Dissolutions, context: &Context) -> Result<&'a Agency, Refusal> {
    let code = context.actor.agency.as_ref();
    code.and_then(|code| service.agencies.get(code)).ok_or_else(|| {
        Refusal::new(
            ErrorCode::PermissionDenied,
            Text::fixed(
                "Thông báo giải thể chỉ do cơ quan thụ lý công bố.",
                "A notice is published by the authority that runs the case only.",
            ),
        )
    })
}

/// What the public is to read, with the last day of the window.
fn published(
    connection: &mut Connection,
    service: &Dissolutions,
    case: &StoredCase,
    authority: &str,
    contact: Contact,
    today: Date,
) -> Result<(Date, Published), Failure> {
    let decided_on = case.case.decided_on.ok_or_else(undecided)?;
    let window = clock::window(standing::rules()?, today, &service.holidays);
    let (last, rule) = window.ok_or_else(|| Failure::unexpected("no rule for the window"))?;
    let organisation = &case.organisation;
    let facts = facts::of(connection, case, today)?;
    Ok((
        last,
        Published {
            organisation_name: organisation.name.clone(),
            organisation_kind: organisation.kind,
            registration_number: organisation.registration_number.clone(),
            seat: seat(organisation, today),
            route: case.case.route,
            decided_on,
            decision_kind: facts.decision.document,
            authority: authority.to_owned(),
            contact,
            window_days: rule.days,
            window_basis: (&rule.basis).into(),
        },
    ))
}

/// Commune and district by their names: where the house stands says nothing about persons, but the
/// door may.
fn seat(organisation: &Organisation, today: Date) -> String {
    let seat = &organisation.seat;
    let Ok(units) = AdministrativeUnits::embedded() else { return String::new() };
    let commune = units.commune(&seat.current_commune, today).map(|unit| unit.name.clone());
    let district = seat.district.as_ref().and_then(|code| units.district(code, today));
    let parts = [commune, district.map(|unit| unit.name.clone()), Some("Hà Nội".to_owned())];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn undecided() -> Refusal {
    Refusal::new(
        ErrorCode::StateConflict,
        Text::fixed("Hồ sơ chưa có quyết định giải thể.", "The dissolution is not decided yet."),
    )
}

fn exists() -> Refusal {
    Refusal::new(
        ErrorCode::AlreadyExists,
        Text::fixed("Hồ sơ đã có thông báo giải thể.", "The case has a notice already."),
    )
    .advising(Text::fixed(
        "Để thay thông báo, nêu lý do trong reason; số cũ vẫn tra cứu được.",
        "To replace it, give the reason; the old number can still be looked up.",
    ))
}

fn nothing_to_replace() -> Refusal {
    let fault = Fault::new(
        "/reason",
        "nothing_to_replace",
        Text::fixed(
            "Chưa có thông báo nào để thay thế.",
            "There is no notice yet that could be replaced.",
        ),
    );
    Refusal::rules(vec![fault])
}

/// Notes when the tax department was told of the decision, and by which document.
///
/// # Errors
/// Not found outside the scope; another authority's case; a state before the decision;
/// `already_exists` where it was told; a day before the decision or to come.
pub fn inform_tax(
    connection: &mut Connection,
    context: &Context,
    caller: &Caller,
    id: DissolutionId,
    on: Option<Date>,
    document: Option<DocumentId>,
) -> Result<(StoredCase, Date), Failure> {
    let mut case = hold::write(connection, &caller.scope, id, CaseRecord::Notice)?;
    if store::notice::tax_informed_on(connection, id)?.is_some() {
        let detail =
            Text::fixed("Đã thông báo cơ quan thuế.", "The tax department was told already.");
        return Err(Refusal::new(ErrorCode::AlreadyExists, detail).into());
    }
    let (today, decided) = (context.today(), case.case.decided_on.ok_or_else(undecided)?);
    let on = on.unwrap_or(today);
    if !(decided..=today).contains(&on) {
        let fault = Fault::new(
            "/informed_on",
            "date_out_of_range",
            Text::made(
                format!("Phải từ ngày quyết định {decided} đến hôm nay."),
                format!("It must lie between the decision on {decided} and today."),
            ),
        );
        return Err(Refusal::rules(vec![fault]).into());
    }
    let given: Vec<DocumentId> = document.into_iter().collect();
    let exhibits = documents::exhibits(connection, id, &given, "/document_id")?;
    store::notice::inform_tax(connection, id, on, document, context.now)?;
    let of = (id, &case.organisation);
    let state = json!({ "informed_on": on, "documents": exhibits });
    let mut event = record::in_case(
        context,
        "dissolution.tax_informed",
        of,
        "tax_information",
        (None, &state),
    )?;
    event.effective_on = on;
    event.documents = given;
    log::append(connection, &event, None, &context.ids)?;
    hold::note_preparer(connection, &mut case, caller.id, context.now)?;
    Ok((case, on))
}

/// A notice as anybody may read it, with the case as it stands and the notice that took its place.
#[derive(Debug, Clone)]
pub struct PublicNotice {
    /// The notice.
    pub notice: Notice,
    /// The case.
    pub case: StoredCase,
    /// The number of the notice that took its place.
    pub replaced_by: Option<NoticeNumber>,
}

/// The notice with this number, for anybody.
///
/// # Errors
/// Not found.
pub fn read_public(
    connection: &mut Connection,
    number: &NoticeNumber,
) -> Result<PublicNotice, Failure> {
    let unknown = || Refusal::not_found("thông báo giải thể", "notice of dissolution");
    let notice = store::notice::with_number(connection, number)?.ok_or_else(unknown)?;
    let case = store::case::find(connection, &Scope::everything(), notice.case)?;
    let replaced_by = match notice.state {
        NoticeState::Replaced => store::notice::replacing(connection, notice.id)?,
        NoticeState::Published => None,
    };
    Ok(PublicNotice {
        notice,
        case: case.ok_or_else(unknown)?,
        replaced_by: replaced_by.map(|notice| notice.number),
    })
}
