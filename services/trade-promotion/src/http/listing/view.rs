//! A listing as this service answers with it, whatever it says.

use htx_model::{
    agency::{Agencies, AgencyCode},
    date::{Date, Instant},
    id::{Id, OrganisationId},
    principal::Principal,
    trade::products::{ListingAction, ListingState},
};
use serde::Serialize;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{Ref, RefOr, Schema},
};

use crate::{
    domain::listing::{Content, Listing},
    usecase::listing::available,
};

/// What every listing has.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Head {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: Id<()>,
    /// The organisation whose it is (tổ chức); null where it is an agency's.
    #[schema(required)]
    organisation_id: Option<OrganisationId>,
    /// The organisation's name (tên tổ chức).
    #[schema(required, max_length = 300, examples("Hợp tác xã Rau an toàn Đông Dư"))]
    organisation_name: Option<String>,
    /// The organisation's district as registered (quận, huyện, thị xã).
    #[schema(required, pattern = "^[0-9]{3}$", examples("277"))]
    district: Option<String>,
    /// The organisation's commune of today (xã, phường).
    #[schema(required, pattern = "^[0-9]{5}$", examples("10045"))]
    current_commune: Option<String>,
    /// The agency whose it is (cơ quan); null where it is an organisation's.
    #[schema(required, value_type = Option<String>, examples("hpa"))]
    agency: Option<AgencyCode>,
    /// Where it stands (trạng thái).
    state: ListingState,
    /// When it was last handed in (ngày gửi duyệt).
    #[schema(required)]
    submitted_on: Option<Date>,
    /// Since when everybody may see it (ngày công bố).
    #[schema(required)]
    published_on: Option<Date>,
    /// When it was last reviewed (ngày duyệt).
    #[schema(required)]
    reviewed_on: Option<Date>,
    /// By which agency (cơ quan duyệt).
    #[schema(required, value_type = Option<String>, examples("hpa"))]
    reviewer_agency: Option<AgencyCode>,
    /// What was said (ý kiến duyệt). Absent where the caller neither prepares nor reviews it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 1000)]
    review_reason: Option<String>,
    /// Its version, as in its ETag.
    #[schema(minimum = 1)]
    version: i64,
    /// When this version was written.
    recorded_at: Instant,
    /// What the caller may do with it now. Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 6)]
    available_actions: Option<Vec<ListingAction>>,
}

/// What a kind of listing is called in the interface's description.
pub(in crate::http) trait Described: Content + ToSchema {
    /// Such as `Product`.
    const SCHEMA: &'static str;
}

/// A listing.
#[derive(Debug, Serialize)]
pub(in crate::http) struct View<C> {
    #[serde(flatten)]
    head: Head,
    content: C,
}

impl<C: Content> View<C> {
    /// A listing in a list.
    pub(in crate::http) fn brief(listing: Listing<C>) -> Self {
        let Listing { id, owner, content, state, submitted_on, published_on, review, .. } = listing;
        let organisation = owner.organisation();
        let seat = organisation.map(|organisation| &organisation.seat);
        let head = Head {
            id: Id::from_uuid(id.uuid()),
            organisation_id: organisation.map(|organisation| organisation.id),
            organisation_name: organisation.map(|organisation| organisation.name.clone()),
            district: seat.and_then(|seat| seat.district.as_ref()).map(ToString::to_string),
            current_commune: seat.map(|seat| seat.current_commune.to_string()),
            agency: owner.agency().cloned(),
            state,
            submitted_on,
            published_on,
            reviewed_on: review.as_ref().map(|review| review.on),
            reviewer_agency: review.and_then(|review| review.agency),
            review_reason: None,
            version: listing.version,
            recorded_at: listing.recorded_at,
            available_actions: None,
        };
        Self { head, content }
    }

    /// A listing as somebody sees it.
    pub(in crate::http) fn whole(
        listing: Listing<C>,
        (principal, agencies, today): (&Principal, &Agencies, Date),
        concerned: bool,
    ) -> Self {
        let actions = available(&listing, principal, agencies, today);
        let reason = listing.review.as_ref().and_then(|review| review.reason.clone());
        let mut view = Self::brief(listing);
        view.head.review_reason = reason.filter(|_| concerned);
        view.head.available_actions = Some(actions);
        view
    }

    /// Without what reviewers say: as it is kept for repetitions.
    pub(in crate::http) fn without_words(mut self) -> Self {
        self.head.review_reason = None;
        self
    }
}

/// Written out: the derived one would copy the content's schema into that of every kind.
impl<C: Described> PartialSchema for View<C> {
    fn schema() -> RefOr<Schema> {
        let RefOr::T(Schema::Object(mut object)) = Head::schema() else { return Head::schema() };
        object.properties.insert("content".into(), Ref::from_schema_name(C::name()).into());
        object.required.push("content".into());
        object.description = Some(format!("{} ({}).", C::SCHEMA, C::NAME.vi));
        Schema::Object(object).into()
    }
}

impl<C: Described> ToSchema for View<C> {
    fn name() -> std::borrow::Cow<'static, str> {
        C::SCHEMA.into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        Head::schemas(schemas);
        schemas.push((C::name().into_owned(), C::schema()));
        C::schemas(schemas);
    }
}
