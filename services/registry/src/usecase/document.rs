//! Documents: uploaded once, belonging to an organisation or an agency, referred to by id.

use std::borrow::Cow;

use htx_kit::{
    context::Context,
    db::Connection,
    documents::{self, Document, DocumentPlace, Received},
    failure::Failure,
    log,
};
use htx_model::{
    agency::AgencyCode,
    event::{Place, Subject},
    id::{DocumentId, OrganisationId},
    refusal::{Fault, Refusal, Text},
    scope::Scope,
};
use serde_json::json;
use uuid::Uuid;

use crate::store;

use super::read_organisation;

/// Whose a document is to be.
#[derive(Debug, Clone)]
pub struct Belonging {
    /// The organisation that it is about, where it is about one.
    pub organisation: Option<OrganisationId>,
    /// The agency for which it was uploaded; none for an organisation's own account.
    pub agency: Option<AgencyCode>,
}

/// Writes down a document whose content is kept already. It belongs to the organisation that it is
/// about, else to the one that the caller acts for, else to the caller's agency and territory.
///
/// # Errors
/// Not found for an organisation outside the scope; what the database reports.
pub fn upload(
    connection: &mut Connection,
    context: &Context,
    scope: &Scope,
    uploaded_by: Uuid,
    belonging: Belonging,
    received: &Received,
) -> Result<Document, Failure> {
    let place = place(connection, scope, belonging)?;
    let document = documents::record(connection, context, received, uploaded_by, place)?;
    let place = Place {
        organisation: document.place.organisation_id,
        district: document.place.district_code.clone(),
        commune: document.place.commune_code.clone(),
    };
    let mut state = document.logged();
    state["place"] = json!(document.place);
    let subject = Subject { kind: "document".to_owned(), id: document.id.uuid() };
    let event = context.event("document.uploaded", subject, place, None, state);
    // People's names stand in the names of files.
    let personal = json!({ "name": document.name });
    log::append(connection, &event, Some(&personal), &context.ids)?;
    Ok(document)
}

fn place(
    connection: &mut Connection,
    scope: &Scope,
    belonging: Belonging,
) -> Result<DocumentPlace, Failure> {
    let Belonging { organisation, agency: agency_code } = belonging;
    let own = || scope.organisations().next().filter(|_| agency_code.is_none());
    let Some(id) = organisation.or_else(own) else {
        return Ok(DocumentPlace {
            organisation_id: None,
            district_code: scope.districts().next().cloned(),
            commune_code: scope.communes().next().cloned(),
            agency_code,
        });
    };
    let found = store::organisation::find(connection, scope, id)?;
    let address = found.ok_or_else(read_organisation::unknown)?.organisation.address;
    Ok(DocumentPlace {
        organisation_id: Some(id),
        district_code: address.district,
        commune_code: Some(address.current_commune),
        agency_code,
    })
}

/// What is known of a document that a caller may see: one of their own, one within the scope, or one
/// about an organisation that is within the scope today.
///
/// # Errors
/// Not found, or not for this caller.
pub fn read(
    connection: &mut Connection,
    scope: &Scope,
    caller: Uuid,
    id: DocumentId,
) -> Result<Document, Failure> {
    let seen = seen(connection, scope, caller, &[id])?;
    let found = seen.into_iter().next();
    found.ok_or_else(|| Refusal::not_found("tài liệu", "document").into())
}

/// Those of some documents that do not exist for a caller: what refers to documents asks for it
/// first. A handful of ids; two queries.
///
/// # Errors
/// What the database reports.
pub fn missing(
    connection: &mut Connection,
    scope: &Scope,
    caller: Uuid,
    ids: &[DocumentId],
) -> Result<Vec<DocumentId>, Failure> {
    let seen = seen(connection, scope, caller, ids)?;
    let unseen = |id: &DocumentId| seen.iter().all(|document| document.id != *id);
    Ok(ids.iter().copied().filter(unseen).collect())
}

/// A document that something refers to must be there for whoever refers to it.
///
/// # Errors
/// `unknown_document` where it is not; what the database reports.
pub fn require(
    connection: &mut Connection,
    scope: &Scope,
    caller: Uuid,
    (pointer, document): (&'static str, Option<DocumentId>),
) -> Result<(), Failure> {
    let Some(id) = document else { return Ok(()) };
    if missing(connection, scope, caller, &[id])?.is_empty() {
        return Ok(());
    }
    Err(Refusal::rules(vec![unknown(pointer)]).into())
}

/// The fault that a document is not there for whoever refers to it.
pub(super) fn unknown(pointer: impl Into<Cow<'static, str>>) -> Fault {
    Fault::new(
        pointer,
        "unknown_document",
        Text::fixed(
            "Không có tài liệu này; hãy tải lên trước ở POST /v1/documents.",
            "There is no such document; upload it first at POST /v1/documents.",
        ),
    )
}

fn seen(
    connection: &mut Connection,
    scope: &Scope,
    caller: Uuid,
    ids: &[DocumentId],
) -> Result<Vec<Document>, Failure> {
    let found = documents::find_many(connection, ids)?;
    // An organisation's territory may have passed to another agency since the upload.
    let mut about: Vec<OrganisationId> =
        found.iter().filter_map(|document| document.place.organisation_id).collect();
    about.sort_unstable();
    about.dedup();
    let filter = store::organisation::Filter::default();
    let about = store::organisation::with_ids(connection, scope, &filter, &about)?;
    let visible = |document: &Document| {
        let place = &document.place;
        let reached = |id| about.iter().any(|stored| stored.organisation.id == id);
        document.uploaded_by == caller
            || scope.covers(&place.placement())
            || place.organisation_id.is_some_and(reached)
    };
    Ok(found.into_iter().filter(visible).collect())
}
