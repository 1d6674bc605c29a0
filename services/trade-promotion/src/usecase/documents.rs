//! The documents of an event, which its organiser uploads, and of a participation, which whoever acts in
//! it does: uploaded once, relied on by their digests.

use htx_kit::{
    act::Act,
    db::Connection,
    documents::{self, Document, DocumentPlace, Received},
    failure::Failure,
    log,
};
use htx_model::{
    agency::{Agencies, AgencyCode},
    competence,
    date::Date,
    event::{Place, Subject},
    id::{DocumentId, TradeApplicationId, TradeEventId},
    refusal::{ErrorCode, Refusal, Text},
    scope::Scope,
    trade::events::{TradeApplicationState, TradeEventState},
};
use serde_json::json;

use super::{application, event};
use crate::{
    domain::exhibit::Exhibit,
    store::{self, document::Folder},
};

/// What somebody reaches with a permission: by scope, and as who organises an event today.
#[derive(Debug, Clone)]
pub struct Reach {
    scope: Scope,
    held: Vec<AgencyCode>,
}

impl Reach {
    /// What is reached within a scope.
    #[must_use]
    pub fn of(scope: Scope, agencies: &Agencies, today: Date) -> Self {
        let held = competence::held_names(agencies, &scope, today);
        Self { scope, held }
    }

    /// Whether a folder is within reach: an event its organiser's, an application that of whoever sees it.
    fn covers(&self, connection: &mut Connection, folder: Folder) -> Result<bool, Failure> {
        match folder {
            Folder::Event(id) => {
                let found = store::event::find(connection, &Scope::everything(), id)?;
                let organised = |code: &AgencyCode| self.held.contains(code);
                let city = self.scope.is_everything();
                Ok(found.is_some_and(|found| city || organised(&found.event.organiser)))
            }
            Folder::Application(id) => {
                let reach = (&self.scope, self.held.as_slice());
                Ok(store::application::find(connection, reach, id)?.is_some())
            }
        }
    }
}

/// Whose folder it is, as a document's place and the log have it.
struct Kept {
    event: TradeEventId,
    application: Option<TradeApplicationId>,
    subject: Subject,
    place: Place,
    belongs: DocumentPlace,
}

/// Refuses whoever does not act in a folder, before a content is taken in. Whether it is still open is asked
/// with the write: a repetition is answered as the first was.
///
/// # Errors
/// Not found, or nothing that the caller acts in.
pub fn require_addable(
    connection: &mut Connection,
    writers: &[Reach],
    folder: Folder,
) -> Result<(), Failure> {
    let mut may = false;
    for reach in writers {
        may = may || reach.covers(connection, folder)?;
    }
    if may { Ok(()) } else { Err(unknown(folder).into()) }
}

/// Writes down a document whose content is kept already. `writers` is what the caller reaches with any
/// permission to act in the folder.
///
/// # Errors
/// Not found, or nothing that the caller acts in; an event or application that has ended.
pub fn upload(
    act: &mut Act<'_>,
    writers: &[Reach],
    folder: Folder,
    received: &Received,
) -> Result<Document, Failure> {
    require_addable(act.connection, writers, folder)?;
    let kept = open(act, folder)?;
    let (context, who) = (act.context, act.who);
    let document = documents::record(act.connection, context, received, who, kept.belongs)?;
    store::document::bind(act.connection, kept.event, kept.application, document.id)?;
    let state = json!({ "document": document.logged() });
    let kind = "trade_document.uploaded";
    let mut told = context.event(kind, kept.subject, kept.place, None, state);
    told.documents = vec![document.id];
    // People's names stand in the names of files.
    let personal = json!({ "name": document.name });
    log::append(act.connection, &told, Some(&personal), &context.ids)?;
    Ok(document)
}

/// Takes the turn of the folder's event, and tells whose the folder is, where it is still added to.
fn open(act: &mut Act<'_>, folder: Folder) -> Result<Kept, Failure> {
    let everything = (&Scope::everything(), &[][..]);
    match folder {
        Folder::Event(id) => {
            event::lock(act, id)?;
            let found = event::find(act, id)?.event;
            if matches!(found.state, TradeEventState::Settled | TradeEventState::Cancelled) {
                return Err(ended().into());
            }
            Ok(Kept {
                event: id,
                application: None,
                subject: Subject { kind: event::SUBJECT.to_owned(), id: id.uuid() },
                place: Place { commune: found.content.commune, ..Place::default() },
                belongs: DocumentPlace {
                    agency_code: Some(found.organiser),
                    ..DocumentPlace::default()
                },
            })
        }
        Folder::Application(id) => {
            let found = store::application::find(act.connection, everything, id)?;
            event::lock(act, found.ok_or_else(application::unknown)?.event.event.id)?;
            let found = store::application::find(act.connection, everything, id)?;
            let found = found.ok_or_else(application::unknown)?;
            let living = [
                TradeApplicationState::Submitted,
                TradeApplicationState::Waiting,
                TradeApplicationState::Selected,
            ];
            if !living.contains(&found.application.state) {
                return Err(ended().into());
            }
            let organisation = found.organisation;
            Ok(Kept {
                event: found.event.event.id,
                application: Some(id),
                subject: Subject { kind: application::SUBJECT.to_owned(), id: id.uuid() },
                place: organisation.place(),
                belongs: DocumentPlace {
                    organisation_id: Some(organisation.id),
                    district_code: organisation.seat.district,
                    commune_code: Some(organisation.seat.current_commune),
                    agency_code: Some(found.event.event.organiser),
                },
            })
        }
    }
}

fn unknown(folder: Folder) -> Refusal {
    match folder {
        Folder::Event(_) => event::unknown(),
        Folder::Application(_) => application::unknown(),
    }
}

fn ended() -> Refusal {
    Refusal::new(
        ErrorCode::StateConflict,
        Text::fixed(
            "Sự kiện hoặc đăng ký đã kết thúc nên không thêm tài liệu được nữa.",
            "The event or the application has ended, so no document can be added.",
        ),
    )
}

/// Refuses whoever does not see the event or application, or not its documents, in which people's papers
/// are.
///
/// # Errors
/// Not found; [`ErrorCode::PermissionDenied`] for what is seen without its documents.
pub fn require_readable(
    connection: &mut Connection,
    (seen, documents): (&Reach, &Reach),
    folder: Folder,
) -> Result<(), Failure> {
    let exists = match folder {
        Folder::Event(id) => store::event::find(connection, &seen.scope, id)?.is_some(),
        Folder::Application(_) => seen.covers(connection, folder)?,
    };
    if !exists {
        return Err(unknown(folder).into());
    }
    if documents.covers(connection, folder)? {
        return Ok(());
    }
    let detail = Text::fixed(
        "Tài liệu này chỉ mở cho đơn vị tổ chức, đơn vị tham gia, địa phương của đơn vị và cơ quan giám sát.",
        "These documents are open to the organiser, to who takes part, to its territory and to oversight.",
    );
    let advice = Text::fixed(
        "Hãy đề nghị đơn vị tổ chức cung cấp bản sao.",
        "Ask the organiser for a copy.",
    );
    Err(Refusal::new(ErrorCode::PermissionDenied, detail).advising(advice).into())
}

/// One document of an event or application.
///
/// # Errors
/// As [`require_readable`]; not found.
pub fn read(
    connection: &mut Connection,
    reach: (&Reach, &Reach),
    folder: Folder,
    document: DocumentId,
) -> Result<Document, Failure> {
    require_readable(connection, reach, folder)?;
    let bound = store::document::bound(connection, folder, &[document])?;
    documents::folder::only(connection, &bound)
}

/// The documents of a folder with these ids, as a step rests on them.
///
/// # Errors
/// A fault at the pointer for each that is no document of it, and where there are too many.
pub fn exhibits(
    connection: &mut Connection,
    folder: Folder,
    ids: &[DocumentId],
    pointer: &'static str,
) -> Result<Vec<Exhibit>, Failure> {
    let bound = |connection: &mut Connection, ids: &[DocumentId]| {
        store::document::bound(connection, folder, ids)
    };
    let found = documents::folder::relied_on(connection, pointer, ids, bound)?;
    let exhibit =
        |document: &Document| Exhibit { document_id: document.id, sha256: document.sha256_hex() };
    Ok(found.iter().map(exhibit).collect())
}
