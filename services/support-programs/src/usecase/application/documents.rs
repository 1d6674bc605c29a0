//! The documents of an application: uploaded once, bound to it, relied on by their digest.

use htx_kit::{
    context::Context,
    db::Connection,
    documents::{self, Document, DocumentPlace, Received, folder},
    failure::Failure,
    log,
};
use htx_model::{
    agency::AgencyCode,
    event::Subject,
    id::{DocumentId, SupportApplicationId},
    refusal::{ErrorCode, Refusal, Text},
    scope::Scope,
};
use serde_json::json;
use uuid::Uuid;

use super::{SUBJECT, unknown};
use crate::{
    domain::{application::lifecycle, exhibit::Exhibit},
    store,
};

/// Refuses whoever would add a document to an application that they do not see, before its content is taken
/// in. Whether it is still open is asked with the write: a repetition is answered as the first was.
///
/// # Errors
/// Not found outside the scope.
pub fn require_addable(
    connection: &mut Connection,
    (scope, led): (&Scope, &[AgencyCode]),
    id: SupportApplicationId,
) -> Result<(), Failure> {
    store::application::find(connection, scope, led, id)?.ok_or_else(unknown)?;
    Ok(())
}

/// Writes down a document of an application whose content is kept already. Whoever sees the application
/// may add to it while it is open: the district its opinion, the agency its decision.
///
/// # Errors
/// Not found outside the scope; an application that has ended.
pub fn upload(
    connection: &mut Connection,
    context: &Context,
    (scope, led): (&Scope, &[AgencyCode]),
    (id, agency): (SupportApplicationId, Option<AgencyCode>),
    uploaded_by: Uuid,
    received: &Received,
) -> Result<Document, Failure> {
    connection.lock(&format!("support application {id}"))?;
    let stored = store::application::find(connection, scope, led, id)?.ok_or_else(unknown)?;
    if !lifecycle::may_go_on(stored.application.state) {
        return Err(ended().into());
    }
    let organisation = &stored.organisation;
    let place = DocumentPlace {
        organisation_id: Some(organisation.id),
        district_code: organisation.seat.district.clone(),
        commune_code: Some(organisation.seat.current_commune.clone()),
        agency_code: agency,
    };
    let document = documents::record(connection, context, received, uploaded_by, place)?;
    store::document::bind(connection, id, document.id)?;
    let state = json!({ "document": document.logged() });
    let subject = Subject { kind: SUBJECT.to_owned(), id: id.uuid() };
    let kind = "support_document.uploaded";
    let event = context.event(kind, subject, organisation.place(), None, state);
    // People's names stand in the names of files.
    let personal = json!({ "name": document.name });
    log::append(connection, &event, Some(&personal), &context.ids)?;
    Ok(document)
}

fn ended() -> Refusal {
    Refusal::new(
        ErrorCode::StateConflict,
        Text::fixed(
            "Hồ sơ hỗ trợ đã kết thúc nên không thêm tài liệu được nữa.",
            "The support application has ended, so no document can be added.",
        ),
    )
}

/// What somebody reaches: by scope, and as who leads a programme today.
pub type Reach = (Scope, Vec<AgencyCode>);

/// Refuses whoever does not see an application, or not its documents: the city committee sees every
/// application, but not people's papers.
///
/// # Errors
/// Not found; [`ErrorCode::PermissionDenied`] for an application that is seen without its documents.
pub fn require_readable(
    connection: &mut Connection,
    [applications, documents]: &[Reach; 2],
    id: SupportApplicationId,
) -> Result<(), Failure> {
    let (scope, led) = applications;
    store::application::find(connection, scope, led, id)?.ok_or_else(unknown)?;
    let (scope, led) = documents;
    if store::application::find(connection, scope, led, id)?.is_some() {
        return Ok(());
    }
    let detail = Text::fixed(
        "Tài liệu của hồ sơ này chỉ mở cho tổ chức, địa phương, cơ quan chủ trì và cơ quan giám sát.",
        "Documents of this application are open to the organisation, its territory, the lead agency \
         and oversight.",
    );
    Err(Refusal::new(ErrorCode::PermissionDenied, detail)
        .advising(Text::fixed(
            "Hãy đề nghị cơ quan chủ trì chương trình cung cấp bản sao.",
            "Ask the programme's lead agency for a copy.",
        ))
        .into())
}

/// One document of an application.
///
/// # Errors
/// As [`require_readable`]; not found.
pub fn read(
    connection: &mut Connection,
    reach: &[Reach; 2],
    id: SupportApplicationId,
    document: DocumentId,
) -> Result<Document, Failure> {
    require_readable(connection, reach, id)?;
    let bound = store::document::bound(connection, id, &[document])?;
    folder::only(connection, &bound)
}

/// The documents of an application with these ids, as a step relies on them.
///
/// # Errors
/// A fault at `/document_ids` for each that is no document of it, and where there are too many.
pub fn exhibits(
    connection: &mut Connection,
    id: SupportApplicationId,
    ids: &[DocumentId],
) -> Result<Vec<Exhibit>, Failure> {
    let bound = |connection: &mut Connection, ids: &[DocumentId]| {
        store::document::bound(connection, id, ids)
    };
    let found = folder::relied_on(connection, "/document_ids", ids, bound)?;
    let exhibit =
        |document: &Document| Exhibit { document_id: document.id, sha256: document.sha256_hex() };
    Ok(found.iter().map(exhibit).collect())
}
