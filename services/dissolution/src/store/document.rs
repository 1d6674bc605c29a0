//! Which documents belong to which case, and how columns keep those that are relied on.

use diesel::{ExpressionMethods as _, QueryDsl as _, RunQueryDsl as _};
use htx_kit::{
    db::{Bind, Connection, stored::json},
    failure::Failure,
};
use htx_model::id::{DissolutionId, DocumentId};

use super::schema::dissolution_document;
use crate::domain::step::Exhibit;

/// Documents out of a column.
pub(in crate::store) fn documents(column: &str) -> Result<Vec<Exhibit>, Failure> {
    json(column)
}

/// Binds a document to a case.
///
/// # Errors
/// What the database reports.
pub fn bind(
    connection: &mut Connection,
    case: DissolutionId,
    document: DocumentId,
) -> Result<(), Failure> {
    diesel::insert_into(dissolution_document::table)
        .values((
            dissolution_document::dissolution_id.eq(Bind(case)),
            dissolution_document::document_id.eq(Bind(document)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Those of some documents that belong to a case.
///
/// # Errors
/// What the database reports.
pub fn bound(
    connection: &mut Connection,
    case: DissolutionId,
    documents: &[DocumentId],
) -> Result<Vec<DocumentId>, Failure> {
    Ok(dissolution_document::table
        .filter(dissolution_document::dissolution_id.eq(Bind(case)))
        .filter(dissolution_document::document_id.eq_any(documents.iter().copied().map(Bind)))
        .order(dissolution_document::document_id)
        .select(dissolution_document::document_id)
        .load(connection)?)
}

/// A page of the documents of a case, in the order in which they were uploaded.
///
/// # Errors
/// What the database reports.
pub fn page(
    connection: &mut Connection,
    case: DissolutionId,
    after: Option<&DocumentId>,
    limit: i64,
) -> Result<Vec<DocumentId>, Failure> {
    let mut query = dissolution_document::table
        .filter(dissolution_document::dissolution_id.eq(Bind(case)))
        .order(dissolution_document::document_id)
        .limit(limit)
        .select(dissolution_document::document_id)
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(dissolution_document::document_id.gt(Bind(*after)));
    }
    Ok(query.load(connection)?)
}
