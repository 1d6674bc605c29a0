//! Which documents belong to which application.

use diesel::{ExpressionMethods as _, QueryDsl as _, RunQueryDsl as _};
use htx_kit::{
    db::{Bind, Connection},
    failure::Failure,
};
use htx_model::id::{DocumentId, SupportApplicationId};

use super::schema::support_document;

/// Binds a document to an application.
///
/// # Errors
/// What the database reports.
pub fn bind(
    connection: &mut Connection,
    application: SupportApplicationId,
    document: DocumentId,
) -> Result<(), Failure> {
    diesel::insert_into(support_document::table)
        .values((
            support_document::application_id.eq(Bind(application)),
            support_document::document_id.eq(Bind(document)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Those of some documents that belong to an application.
///
/// # Errors
/// What the database reports.
pub fn bound(
    connection: &mut Connection,
    application: SupportApplicationId,
    documents: &[DocumentId],
) -> Result<Vec<DocumentId>, Failure> {
    Ok(support_document::table
        .filter(support_document::application_id.eq(Bind(application)))
        .filter(support_document::document_id.eq_any(documents.iter().copied().map(Bind)))
        .order(support_document::document_id)
        .select(support_document::document_id)
        .load(connection)?)
}

/// A page of the documents of an application, in the order in which they were uploaded.
///
/// # Errors
/// What the database reports.
pub fn page(
    connection: &mut Connection,
    application: SupportApplicationId,
    after: Option<&DocumentId>,
    limit: i64,
) -> Result<Vec<DocumentId>, Failure> {
    let mut query = support_document::table
        .filter(support_document::application_id.eq(Bind(application)))
        .order(support_document::document_id)
        .limit(limit)
        .select(support_document::document_id)
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(support_document::document_id.gt(Bind(*after)));
    }
    Ok(query.load(connection)?)
}
