//! A folder: the documents that were uploaded to one case, application or event, listed and relied on as
//! such. Whose folder it is, who sees it, and which documents are bound to it, is the service's.

use actix_web::web::Json;
use htx_model::{
    faults::Faults,
    id::DocumentId,
    refusal::{Refusal, Text},
};
use serde::Serialize;

use super::{Document, find_many};
use crate::{
    db::Connection,
    failure::Failure,
    http::{Page, PageQuery, PageRequest},
    service::Runtime,
};

/// The most documents that one step, payment or record relies on.
pub const RELIED_ON_MAX: usize = 50;

/// A page of a folder, as its documents were uploaded. `bound` asks whether the caller sees the folder, and
/// for the ids after one.
///
/// # Errors
/// A cursor that is none of this list; what `bound` reports.
pub async fn page<V: Serialize + Send + 'static>(
    runtime: &Runtime,
    folder: String,
    query: PageQuery,
    bound: impl FnOnce(&mut Connection, Option<&DocumentId>, i64) -> Result<Vec<DocumentId>, Failure>
    + Send
    + 'static,
    view: impl Fn(Document) -> V + Send + 'static,
) -> Result<Json<Page<V>>, Failure> {
    let key = runtime.cursor_key.clone();
    let page: PageRequest<DocumentId> =
        PageRequest::read(&key, folder, query.limit, query.cursor.as_deref())?;
    let work = move |connection: &mut Connection| {
        let ids = bound(connection, page.after.as_ref(), page.fetch())?;
        page.page(&key, find_many(connection, &ids)?, |row| row.id, view)
    };
    runtime.database.read(work).await.map(Json)
}

/// The one document that was found bound to a folder.
///
/// # Errors
/// Not found.
pub fn only(connection: &mut Connection, bound: &[DocumentId]) -> Result<Document, Failure> {
    let found = find_many(connection, bound)?.pop();
    found.ok_or_else(|| Refusal::not_found("tài liệu", "document").into())
}

/// The documents that something relies on, which `bound` finds in its folder.
///
/// # Errors
/// A fault at the pointer for each that is not bound there, and where there are too many.
pub fn relied_on(
    connection: &mut Connection,
    pointer: &'static str,
    given: &[DocumentId],
    bound: impl FnOnce(&mut Connection, &[DocumentId]) -> Result<Vec<DocumentId>, Failure>,
) -> Result<Vec<Document>, Failure> {
    if given.is_empty() {
        return Ok(Vec::new());
    }
    not_too_many(pointer, given)?;
    let bound = bound(connection, given)?;
    not_strange(pointer, given, &bound)?;
    find_many(connection, &bound)
}

fn not_too_many(pointer: &'static str, given: &[DocumentId]) -> Result<(), Refusal> {
    let mut faults = Faults::default();
    if given.len() > RELIED_ON_MAX {
        let detail = Text::made(
            format!("Tối đa {RELIED_ON_MAX} tài liệu."),
            format!("At most {RELIED_ON_MAX} documents."),
        );
        faults.add(pointer, "too_many", detail);
    }
    faults.refuse()
}

fn not_strange(
    pointer: &'static str,
    given: &[DocumentId],
    bound: &[DocumentId],
) -> Result<(), Refusal> {
    let mut faults = Faults::default();
    for id in given.iter().filter(|id| !bound.contains(id)) {
        let detail = Text::made(
            format!("{id} không phải tài liệu đã tải lên ở đây."),
            format!("{id} is no document that was uploaded here."),
        );
        faults.add(pointer, "unknown_document", detail);
    }
    faults.refuse()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_step_relies_on_documents_of_its_own_and_on_no_heap_of_them() {
        let [own, strange] = [1, 2].map(|number| DocumentId::from_uuid(Uuid::from_u128(number)));
        assert!(not_strange("/document_ids", &[own], &[own]).is_ok());
        let refused = not_strange("/document_ids", &[own, strange], &[own]).unwrap_err();
        let codes = |refusal: &Refusal| -> Vec<&str> {
            refusal.faults.iter().map(|fault| fault.code).collect()
        };
        assert_eq!(codes(&refused), ["unknown_document"]);
        assert!(not_too_many("/document_ids", &[own; RELIED_ON_MAX]).is_ok());
        let refused = not_too_many("/document_ids", &[own; RELIED_ON_MAX + 1]).unwrap_err();
        assert_eq!(codes(&refused), ["too_many"]);
    }
}
