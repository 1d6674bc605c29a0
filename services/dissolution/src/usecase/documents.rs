//! The documents of a case: uploaded once, bound to it, relied on by their digest.

use htx_kit::{
    context::Context,
    db::Connection,
    documents::{self, Document, DocumentPlace, Received, folder},
    failure::Failure,
    log,
};
use htx_model::{
    agency::AgencyCode,
    dissolution::CaseRecord,
    faults::Faults,
    id::{DissolutionId, DocumentId},
    refusal::{ErrorCode, Refusal, Text},
    scope::Scope,
};
use serde_json::json;
use uuid::Uuid;

use super::{hold, record};
use crate::{domain::step::Exhibit, store};

/// Refuses whoever would add a document to a case that is none of theirs, before its content is taken in.
/// Whether the case still admits one is asked with the write: a repetition is answered as the first was.
///
/// # Errors
/// Not found outside the scope.
pub fn require_addable(
    connection: &mut Connection,
    scope: &Scope,
    id: DissolutionId,
) -> Result<(), Failure> {
    store::case::find(connection, scope, id)?.ok_or_else(hold::unknown)?;
    Ok(())
}

/// Writes down a document of a case whose content is kept already. Whoever sees a case may add to
/// it: an agency its answer, a creditor its evidence.
///
/// # Errors
/// Not found outside the scope; a case that has ended.
pub fn upload(
    connection: &mut Connection,
    context: &Context,
    scope: &Scope,
    (id, agency): (DissolutionId, Option<AgencyCode>),
    uploaded_by: Uuid,
    received: &Received,
) -> Result<Document, Failure> {
    let stored = hold::contribute(connection, scope, id, CaseRecord::Document)?;
    let organisation = &stored.organisation;
    let place = DocumentPlace {
        organisation_id: Some(organisation.id),
        district_code: organisation.seat.district.clone(),
        commune_code: Some(organisation.seat.current_commune.clone()),
        agency_code: agency,
    };
    let document = documents::record(connection, context, received, uploaded_by, place)?;
    store::document::bind(connection, id, document.id)?;
    let state = document.logged();
    let of = (id, organisation);
    let kind = "dissolution_document.uploaded";
    let event = record::in_case(context, kind, of, "document", (None, &state))?;
    // People's names stand in the names of files.
    let personal = json!({ "name": document.name });
    log::append(connection, &event, Some(&personal), &context.ids)?;
    Ok(document)
}

/// What a caller reaches of cases, and of documents. Tax and the State Bank see every case; its
/// documents, in which people's papers are, only where they were asked.
#[derive(Debug, Clone)]
pub struct Reach {
    /// Of cases.
    pub cases: Scope,
    /// Of documents.
    pub documents: Scope,
}

/// Refuses whoever does not see a case, or not its documents.
///
/// # Errors
/// Not found; [`ErrorCode::PermissionDenied`] for a case that is seen without its documents.
pub fn require_readable(
    connection: &mut Connection,
    reach: &Reach,
    id: DissolutionId,
) -> Result<(), Failure> {
    store::case::find(connection, &reach.cases, id)?.ok_or_else(hold::unknown)?;
    if store::case::find(connection, &reach.documents, id)?.is_some() {
        return Ok(());
    }
    let detail = Text::fixed(
        "Tài liệu của hồ sơ này chỉ mở cho cơ quan thụ lý, cơ quan được hỏi và cơ quan giám sát.",
        "Documents of this case are open to its authority, to who was asked in it, and to oversight.",
    );
    Err(Refusal::new(ErrorCode::PermissionDenied, detail)
        .advising(Text::fixed(
            "Hãy đề nghị cơ quan thụ lý hỏi ý kiến hoặc cung cấp bản sao.",
            "Have the authority that runs the case ask you, or give you a copy.",
        ))
        .into())
}

/// One document of a case.
///
/// # Errors
/// As [`require_readable`]; not found.
pub fn read(
    connection: &mut Connection,
    reach: &Reach,
    id: DissolutionId,
    document: DocumentId,
) -> Result<Document, Failure> {
    require_readable(connection, reach, id)?;
    let bound = store::document::bound(connection, id, &[document])?;
    folder::only(connection, &bound)
}

/// The documents of a case with these ids, as a step or a record relies on them.
///
/// # Errors
/// A fault at the pointer for each that is no document of the case, and where there are too many.
pub fn exhibits(
    connection: &mut Connection,
    id: DissolutionId,
    ids: &[DocumentId],
    pointer: &'static str,
) -> Result<Vec<Exhibit>, Failure> {
    let bound = |connection: &mut Connection, ids: &[DocumentId]| {
        store::document::bound(connection, id, ids)
    };
    let found = folder::relied_on(connection, pointer, ids, bound)?;
    let exhibit =
        |document: &Document| Exhibit { document_id: document.id, sha256: document.sha256_hex() };
    Ok(found.iter().map(exhibit).collect())
}

/// What is decided or paid is proved by a document.
///
/// # Errors
/// A fault where there is none.
pub fn require_document(documents: &[Exhibit]) -> Result<(), Failure> {
    let mut faults = Faults::default();
    if documents.is_empty() {
        faults.add(
            "/document_ids",
            "missing_document",
            Text::fixed(
                "Phải có ít nhất một tài liệu chứng minh.",
                "There must be at least one document that proves it.",
            ),
        );
    }
    Ok(faults.refuse()?)
}
