//! A listing as a row, and back.

use diesel::{AsChangeset, Insertable, Queryable, Selectable};
use htx_kit::{
    db::{
        Bind,
        stored::{code, json, written},
    },
    directory::OrganisationRow,
    failure::Failure,
};
use htx_model::{
    agency::AgencyCode,
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{BuyerId, Id, OrganisationId},
};

use crate::{
    domain::listing::{Content, Listing, Owner, Review},
    store::schema::listing,
};

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = listing)]
pub(super) struct ListingRow {
    id: Id<()>,
    agency_code: Option<String>,
    agency_name: Option<String>,
    state: String,
    content: String,
    prepared_by: String,
    submitted_on: Option<Date>,
    published_on: Option<Date>,
    reviewed_on: Option<Date>,
    reviewed_by: Option<String>,
    reviewer_agency: Option<String>,
    review_reason: Option<String>,
    version: i64,
    recorded_at: Instant,
}

fn agency(text: Option<String>) -> Result<Option<AgencyCode>, Failure> {
    text.as_deref().map(AgencyCode::parse).transpose().map_err(Failure::unexpected)
}

impl ListingRow {
    pub(super) fn read<C: Content>(
        self,
        organisation: Option<OrganisationRow>,
    ) -> Result<Listing<C>, Failure> {
        let owner = match (organisation, agency(self.agency_code)?) {
            (Some(row), _) => Owner::Organisation(Box::new(row.try_into()?)),
            (None, Some(code)) => Owner::Agency(code, self.agency_name.unwrap_or_default()),
            (None, None) => return Err(Failure::unexpected("a listing of nobody")),
        };
        let reviewer = agency(self.reviewer_agency)?;
        let review = self.reviewed_on.zip(self.reviewed_by);
        let reason = self.review_reason;
        Ok(Listing {
            id: Id::from_uuid(self.id.uuid()),
            owner,
            content: json(&self.content)?,
            state: code(&self.state)?,
            prepared_by: json(&self.prepared_by)?,
            submitted_on: self.submitted_on,
            published_on: self.published_on,
            review: review.map(|(on, by)| Review { on, by, agency: reviewer, reason }),
            version: self.version,
            recorded_at: self.recorded_at,
        })
    }
}

/// A listing on its way into its row.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = listing, treat_none_as_default_value = false, treat_none_as_null = true)]
pub(super) struct NewListingRow<'a> {
    id: Bind<Id<()>>,
    kind: &'static str,
    organisation_id: Bind<Option<OrganisationId>>,
    agency_code: Option<&'a str>,
    agency_name: Option<&'a str>,
    buyer_id: Bind<Option<BuyerId>>,
    state: &'static str,
    title: &'a str,
    group_code: Option<&'static str>,
    valid_until: Bind<Option<Date>>,
    expires_on: Bind<Option<Date>>,
    content: String,
    prepared_by: String,
    submitted_on: Bind<Option<Date>>,
    published_on: Bind<Option<Date>>,
    reviewed_on: Bind<Option<Date>>,
    reviewed_by: Option<&'a str>,
    reviewer_agency: Option<&'a str>,
    review_reason: Option<&'a str>,
    position: i64,
    version: i64,
    recorded_at: Bind<Instant>,
}

impl<'a> NewListingRow<'a> {
    pub(super) fn of<C: Content>(listing: &'a Listing<C>, position: i64) -> Result<Self, Failure> {
        let head = listing.content.head();
        let named = match &listing.owner {
            Owner::Organisation(_) => None,
            Owner::Agency(_, name) => Some(name.as_str()),
        };
        let review = listing.review.as_ref();
        Ok(Self {
            id: Bind(Id::from_uuid(listing.id.uuid())),
            kind: C::KIND,
            organisation_id: Bind(listing.owner.organisation().map(|owner| owner.id)),
            agency_code: listing.owner.agency().map(AgencyCode::as_str),
            agency_name: named,
            buyer_id: Bind(head.buyer),
            state: listing.state.code(),
            title: head.title,
            group_code: head.group.map(|group| group.code()),
            valid_until: Bind(head.valid_until),
            expires_on: Bind(head.expires_on),
            content: written(&listing.content)?,
            prepared_by: written(&listing.prepared_by)?,
            submitted_on: Bind(listing.submitted_on),
            published_on: Bind(listing.published_on),
            reviewed_on: Bind(review.map(|review| review.on)),
            reviewed_by: review.map(|review| review.by.as_str()),
            reviewer_agency: review
                .and_then(|review| review.agency.as_ref())
                .map(AgencyCode::as_str),
            review_reason: review.and_then(|review| review.reason.as_deref()),
            position,
            version: listing.version,
            recorded_at: Bind(listing.recorded_at),
        })
    }
}
