//! What is published in trade promotion after a review: products, offers, demands, bulletins, calls
//! for investment. They differ in what they say; who writes, who reviews and where they stand is one
//! thing ([`lifecycle`]).

pub mod check;
mod contents;
pub mod lifecycle;

use htx_model::{
    agency::AgencyCode,
    date::{Date, Instant},
    directory::Organisation,
    event::Place,
    id::{BuyerId, Id, ProductId},
    permission::Permission,
    refusal::{Refusal, Text},
    trade::products::{ListingState, ProductGroup, StandardKind},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use super::preparers::Preparers;

/// What is published.
pub trait Content:
    Serialize + DeserializeOwned + std::fmt::Debug + Clone + Send + Sync + 'static
{
    /// What its ids name.
    type Named: 'static;

    /// Its word in rows and in the kinds of events.
    const KIND: &'static str;
    /// What it is called.
    const NAME: Text;
    /// Where it is read.
    const PATH: &'static str;
    /// What whoever writes it holds.
    const PREPARE: Permission;
    /// What whoever reviews it holds.
    const REVIEW: Permission;

    /// It put right.
    ///
    /// # Errors
    /// Every fault of it.
    fn checked(self, today: Date) -> Result<Self, Refusal>;

    /// What lists are narrowed by.
    fn head(&self) -> Head<'_>;

    /// The standards that it says a product meets.
    fn standards(&self) -> &[StandardKind] {
        &[]
    }
}

/// What lists are narrowed by.
#[derive(Debug, Clone, Copy, Default)]
pub struct Head<'a> {
    /// What it is called.
    pub title: &'a str,
    /// To which group it belongs.
    pub group: Option<ProductGroup>,
    /// The last day on which it holds.
    pub valid_until: Option<Date>,
    /// The first day on which a certificate of it expires.
    pub expires_on: Option<Date>,
    /// Which buyer it is of.
    pub buyer: Option<BuyerId>,
    /// Which product it is of.
    pub product: Option<ProductId>,
}

/// Whose it is.
#[derive(Debug, Clone)]
pub enum Owner {
    /// An organisation's, as it stands in the directory today.
    Organisation(Box<Organisation>),
    /// An agency's, which publishes it or entered it for a buyer, under the name that it had then.
    Agency(AgencyCode, String),
}

impl Owner {
    /// The organisation.
    #[must_use]
    pub fn organisation(&self) -> Option<&Organisation> {
        match self {
            Self::Organisation(organisation) => Some(organisation),
            Self::Agency(..) => None,
        }
    }

    /// The agency.
    #[must_use]
    pub const fn agency(&self) -> Option<&AgencyCode> {
        match self {
            Self::Organisation(_) => None,
            Self::Agency(code, _) => Some(code),
        }
    }

    /// Where it stands, as events say it.
    #[must_use]
    pub fn place(&self) -> Place {
        self.organisation().map(Organisation::place).unwrap_or_default()
    }
}

/// The last review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The day.
    pub on: Date,
    /// The login name of whoever reviewed it.
    pub by: String,
    /// Their agency.
    pub agency: Option<AgencyCode>,
    /// What was said.
    pub reason: Option<String>,
}

/// Something on its way to the public.
#[derive(Debug)]
pub struct Listing<C: Content> {
    /// Its id.
    pub id: Id<C::Named>,
    /// Whose it is.
    pub owner: Owner,
    /// What it says.
    pub content: C,
    /// Where it stands.
    pub state: ListingState,
    /// Everybody who prepared anything in it: none of them may review it.
    pub prepared_by: Preparers,
    /// When it was last handed in.
    pub submitted_on: Option<Date>,
    /// Since when everybody may see it.
    pub published_on: Option<Date>,
    /// The last review.
    pub review: Option<Review>,
    /// Its version.
    pub version: i64,
    /// When this version was written.
    pub recorded_at: Instant,
}

/// Written out: the derived one would ask what ids name to be copied.
impl<C: Content> Clone for Listing<C> {
    fn clone(&self) -> Self {
        Self {
            id: self.id,
            owner: self.owner.clone(),
            content: self.content.clone(),
            state: self.state,
            prepared_by: self.prepared_by.clone(),
            submitted_on: self.submitted_on,
            published_on: self.published_on,
            review: self.review.clone(),
            version: self.version,
            recorded_at: self.recorded_at,
        }
    }
}

impl<C: Content> Listing<C> {
    /// It as the log has it. Whatever was handed in is meant for everybody's eyes, but for what a
    /// reviewer says.
    #[must_use]
    pub fn logged(&self) -> Value {
        json!({
            "id": self.id,
            "organisation_id": self.owner.organisation().map(|organisation| organisation.id),
            "agency": self.owner.agency(),
            "state": self.state,
            "content": self.content,
            "submitted_on": self.submitted_on,
            "published_on": self.published_on,
        })
    }
}
