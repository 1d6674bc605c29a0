//! What is known of a document: the only Diesel code for it.

use std::collections::BTreeSet;

use diesel::{ExpressionMethods as _, QueryDsl as _, RunQueryDsl as _};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    agency::AgencyCode,
    date::Instant,
    id::{DocumentId, Id, OrganisationId},
    refusal::Refusal,
    scope::{Placement, Scope},
};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{MediaType, Received, Sha256};
use crate::{
    context::Context,
    db::{Bind, Connection},
    failure::Failure,
};

diesel::table! {
    use diesel::sql_types::{BigInt, Binary, Nullable, Text};
    use crate::db::types::{Instant, Uuid};

    /// Uploaded documents.
    document (id) {
        /// Its id.
        id -> Uuid,
        /// The content's digest: where it stands in the object store.
        sha256 -> Binary,
        /// The file's name.
        name -> Text,
        /// What it is.
        media_type -> Text,
        /// Bytes.
        size -> BigInt,
        /// Who uploaded it.
        uploaded_by -> Uuid,
        /// The organisation that it is about.
        organisation_id -> Nullable<Uuid>,
        /// The district as registered.
        district_code -> Nullable<Text>,
        /// The commune of today.
        commune_code -> Nullable<Text>,
        /// When.
        recorded_at -> Instant,
        /// The agency that it belongs to.
        agency_code -> Nullable<Text>,
    }
}

/// Where a document belongs, for the scope of its readers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct DocumentPlace {
    /// The organisation that it is about.
    pub organisation_id: Option<OrganisationId>,
    /// The district as registered.
    pub district_code: Option<DistrictCode>,
    /// The commune of today.
    pub commune_code: Option<CommuneCode>,
    /// The agency that it belongs to.
    pub agency_code: Option<AgencyCode>,
}

impl DocumentPlace {
    /// Where it belongs, to be compared with a caller's scope.
    #[must_use]
    pub fn placement(&self) -> Placement<'_> {
        Placement {
            organisation: self.organisation_id,
            district: self.district_code.as_ref(),
            commune: self.commune_code.as_ref(),
            agency: self.agency_code.as_ref(),
        }
    }
}

/// What is known of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its id.
    pub id: DocumentId,
    /// Its digest.
    pub sha256: Sha256,
    /// Its name.
    pub name: String,
    /// What it is.
    pub media_type: MediaType,
    /// Bytes.
    pub size: u64,
    /// Who uploaded it.
    pub uploaded_by: Uuid,
    /// Where it belongs.
    pub place: DocumentPlace,
    /// When it was uploaded.
    pub recorded_at: Instant,
}

impl Document {
    /// The digest in hexadecimal digits.
    #[must_use]
    pub fn sha256_hex(&self) -> String {
        hex(&self.sha256)
    }

    /// What the log tells of it: people's names stand in the names of files.
    #[must_use]
    pub fn logged(&self) -> Value {
        json!({
            "id": self.id,
            "sha256": self.sha256_hex(),
            "media_type": self.media_type.name(),
            "size": self.size,
        })
    }
}

pub(super) fn hex(digest: &Sha256) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Writes down a document whose content was [kept](super::Documents::keep), in the transaction of
/// the use case that it belongs to.
///
/// # Errors
/// What the database reports.
pub fn record(
    connection: &mut Connection,
    context: &Context,
    received: &Received,
    uploaded_by: Uuid,
    place: DocumentPlace,
) -> Result<Document, Failure> {
    use document::dsl;
    let written = Document {
        id: context.ids.make(),
        sha256: received.sha256,
        name: received.name.clone(),
        media_type: received.media_type,
        size: received.size,
        uploaded_by,
        place,
        recorded_at: context.now,
    };
    diesel::insert_into(dsl::document)
        .values((
            dsl::id.eq(Bind(written.id)),
            dsl::sha256.eq(written.sha256.as_slice()),
            dsl::name.eq(&written.name),
            dsl::media_type.eq(written.media_type.name()),
            dsl::size.eq(i64::try_from(written.size).map_err(Failure::unexpected)?),
            dsl::uploaded_by.eq(Bind(Id::<()>::from_uuid(uploaded_by))),
            dsl::organisation_id.eq(Bind(written.place.organisation_id)),
            dsl::district_code.eq(written.place.district_code.as_ref().map(DistrictCode::as_str)),
            dsl::commune_code.eq(written.place.commune_code.as_ref().map(CommuneCode::as_str)),
            dsl::recorded_at.eq(Bind(written.recorded_at)),
            dsl::agency_code.eq(written.place.agency_code.as_ref().map(AgencyCode::as_str)),
        ))
        .execute(connection)?;
    Ok(written)
}

type Row = (
    DocumentId,
    Vec<u8>,
    String,
    String,
    i64,
    Id<()>,
    Option<OrganisationId>,
    Option<String>,
    Option<String>,
    Instant,
    Option<String>,
);

/// What is known of a document that a caller may see: one within the scope, or one of their own.
///
/// # Errors
/// [`ErrorCode::NotFound`](htx_model::refusal::ErrorCode::NotFound) where there is none, or none
/// for this caller.
pub fn metadata(
    connection: &mut Connection,
    id: DocumentId,
    scope: &Scope,
    caller: Uuid,
) -> Result<Document, Failure> {
    let found = find_many(connection, &[id])?.pop();
    let visible = |document: &Document| {
        document.uploaded_by == caller || scope.covers(&document.place.placement())
    };
    found.filter(visible).ok_or_else(|| Refusal::not_found("tài liệu", "document").into())
}

/// What is known of some documents; those that do not exist are left out. Who calls this decides
/// who may see them.
///
/// # Errors
/// What the database reports.
pub fn find_many(
    connection: &mut Connection,
    ids: &[DocumentId],
) -> Result<Vec<Document>, Failure> {
    use document::dsl;
    let rows: Vec<Row> = dsl::document
        .filter(dsl::id.eq_any(ids.iter().copied().map(Bind)))
        .order(dsl::id)
        .load(connection)?;
    rows.into_iter().map(read).collect()
}

/// Rows that are read at once.
const BATCH: i64 = 5_000;

/// The contents that rows name, in the order of their digests.
///
/// # Errors
/// What the database reports.
pub fn named_contents(connection: &mut Connection) -> Result<BTreeSet<Sha256>, Failure> {
    use document::dsl;
    let mut named = BTreeSet::new();
    let mut last = Vec::new();
    loop {
        let batch: Vec<Vec<u8>> = dsl::document
            .filter(dsl::sha256.gt(&last))
            .select(dsl::sha256)
            .distinct()
            .order(dsl::sha256)
            .limit(BATCH)
            .load(connection)?;
        let Some(end) = batch.last().cloned() else { return Ok(named) };
        for digest in batch {
            let digest = digest.try_into();
            named.insert(digest.map_err(|_| Failure::unexpected("a digest has 32 bytes"))?);
        }
        last = end;
    }
}

fn read(row: Row) -> Result<Document, Failure> {
    let (id, sha256, name, media_type, size, uploaded_by, organisation_id, ..) = row;
    let (.., district, commune, at, agency) = row;
    let district_code = district.map(|code| DistrictCode::parse(&code)).transpose();
    let commune_code = commune.map(|code| CommuneCode::parse(&code)).transpose();
    let agency_code = agency.map(|code| AgencyCode::parse(&code)).transpose();
    Ok(Document {
        id,
        sha256: sha256.try_into().map_err(|_| Failure::unexpected("a digest has 32 bytes"))?,
        name,
        media_type: MediaType::named(&media_type)
            .ok_or_else(|| Failure::unexpected("a document of an unknown kind"))?,
        size: u64::try_from(size).map_err(Failure::unexpected)?,
        uploaded_by: uploaded_by.uuid(),
        place: DocumentPlace {
            organisation_id,
            district_code: district_code.map_err(Failure::unexpected)?,
            commune_code: commune_code.map_err(Failure::unexpected)?,
            agency_code: agency_code.map_err(Failure::unexpected)?,
        },
        recorded_at: at,
    })
}
