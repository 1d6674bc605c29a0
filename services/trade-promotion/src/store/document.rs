//! Which documents belong to which event or participation.

use diesel::{ExpressionMethods as _, QueryDsl as _, RunQueryDsl as _};
use htx_kit::{
    db::{Bind, Connection},
    failure::Failure,
};
use htx_model::id::{DocumentId, TradeApplicationId, TradeEventId};

use super::schema::trade_document;

/// What documents belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Folder {
    /// The event itself.
    Event(TradeEventId),
    /// An application for it.
    Application(TradeApplicationId),
}

/// Narrows a boxed query to what belongs to a folder.
macro_rules! within {
    ($query:expr, $folder:expr) => {
        match $folder {
            Folder::Event(id) => $query
                .filter(trade_document::trade_event_id.eq(Bind(id)))
                .filter(trade_document::application_id.is_null()),
            Folder::Application(id) => $query.filter(trade_document::application_id.eq(Bind(id))),
        }
    };
}

/// Binds a document to an event, or to an application for it.
///
/// # Errors
/// What the database reports.
pub fn bind(
    connection: &mut Connection,
    event: TradeEventId,
    application: Option<TradeApplicationId>,
    document: DocumentId,
) -> Result<(), Failure> {
    diesel::insert_into(trade_document::table)
        .values((
            trade_document::document_id.eq(Bind(document)),
            trade_document::trade_event_id.eq(Bind(event)),
            trade_document::application_id.eq(Bind(application)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Those of some documents that belong to a folder.
///
/// # Errors
/// What the database reports.
pub fn bound(
    connection: &mut Connection,
    folder: Folder,
    documents: &[DocumentId],
) -> Result<Vec<DocumentId>, Failure> {
    if documents.is_empty() {
        return Ok(Vec::new());
    }
    let query = trade_document::table
        .filter(trade_document::document_id.eq_any(documents.iter().copied().map(Bind)))
        .order(trade_document::document_id)
        .select(trade_document::document_id)
        .into_boxed();
    Ok(within!(query, folder).load(connection)?)
}

/// A page of the documents of a folder, in the order in which they were uploaded.
///
/// # Errors
/// What the database reports.
pub fn page(
    connection: &mut Connection,
    folder: Folder,
    after: Option<&DocumentId>,
    limit: i64,
) -> Result<Vec<DocumentId>, Failure> {
    let query = trade_document::table
        .order(trade_document::document_id)
        .limit(limit)
        .select(trade_document::document_id)
        .into_boxed();
    let mut query = within!(query, folder);
    if let Some(after) = after {
        query = query.filter(trade_document::document_id.gt(Bind(*after)));
    }
    Ok(query.load(connection)?)
}
