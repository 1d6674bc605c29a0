//! Searches the published products. Before each search the catalogue reads what was written since, by
//! whichever process, so a search sees every acknowledged review; the rows decide what is shown.

use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
};

use htx_kit::{db::Connection, failure::Failure};
use htx_model::{
    date::Date,
    id::{Id, ProductId},
    trade::listing::ProductContent,
};

use crate::{
    domain::{
        catalogue::{Catalogue, Found, Search},
        listing::Listing,
    },
    store::{
        self,
        listing::Sight,
        picture::{self, StoredPicture},
    },
};

/// How many rows are read at once.
const BATCH: usize = 1_000;

/// A product as the public sees it.
pub type Shown = (Listing<ProductContent>, Vec<StoredPicture>);

/// A page of products by their ids: nothing in the place of one that the public does not see any more.
pub type ShownPage = Vec<(ProductId, Option<Shown>)>;

/// Which page of which search.
#[derive(Debug, Clone)]
pub struct Asked {
    /// What is searched for.
    pub search: Search,
    /// The last product of the page before.
    pub after: Option<ProductId>,
    /// How many.
    pub limit: usize,
}

/// What a search finds, and the products of the page, the newest first.
///
/// # Errors
/// What the database reports.
pub fn search(
    connection: &mut Connection,
    catalogue: &RwLock<Catalogue>,
    asked: &Asked,
    today: Date,
) -> Result<(Found, ShownPage), Failure> {
    refresh(connection, catalogue, today)?;
    let found = {
        let catalogue = catalogue.read().unwrap_or_else(PoisonError::into_inner);
        catalogue.search(&asked.search, asked.after, asked.limit)
    };
    let public = Sight::public(today);
    let listings = store::listing::find_many::<ProductContent>(connection, &public, &found.page)?;
    let shown = with_pictures(connection, listings)?.into_iter();
    let mut shown: HashMap<ProductId, Shown> = shown.map(|shown| (shown.0.id, shown)).collect();
    let page = found.page.iter().map(|id| (*id, shown.remove(id))).collect();
    Ok((found, page))
}

/// A published product.
///
/// # Errors
/// Not found, or not published.
pub fn read(connection: &mut Connection, id: ProductId, today: Date) -> Result<Shown, Failure> {
    let public = Sight::public(today);
    let listing = super::listing::read::<ProductContent>(connection, &public, id)?;
    let shown = with_pictures(connection, vec![listing])?.pop();
    shown.ok_or_else(|| super::listing::unknown::<ProductContent>().into())
}

fn with_pictures(
    connection: &mut Connection,
    listings: Vec<Listing<ProductContent>>,
) -> Result<Vec<Shown>, Failure> {
    let ids: Vec<ProductId> = listings.iter().map(|listing| listing.id).collect();
    let mut pictures: HashMap<ProductId, Vec<StoredPicture>> = HashMap::new();
    for one in picture::of_products(connection, &ids)? {
        pictures.entry(one.product).or_default().push(one);
    }
    let shown = |listing: Listing<ProductContent>| {
        let own = pictures.remove(&Id::from_uuid(listing.id.uuid())).unwrap_or_default();
        (listing, own)
    };
    Ok(listings.into_iter().map(shown).collect())
}

/// Takes in what was written since. On another day it begins anew, since what expires changes with
/// the day, and so do the districts of those who moved.
fn refresh(
    connection: &mut Connection,
    catalogue: &RwLock<Catalogue>,
    today: Date,
) -> Result<(), Failure> {
    let last = store::listing::last::<ProductContent>(connection)?;
    {
        let known = catalogue.read().unwrap_or_else(PoisonError::into_inner);
        if known.day() == today && known.position() >= last {
            return Ok(());
        }
    }
    let mut catalogue = catalogue.write().unwrap_or_else(PoisonError::into_inner);
    if catalogue.day() != today {
        *catalogue = Catalogue::of(today);
    }
    loop {
        let limit = i64::try_from(BATCH).unwrap_or(i64::MAX);
        let position = catalogue.position();
        let written = store::listing::written_since::<ProductContent>(connection, position, limit)?;
        for (position, listing) in &written {
            catalogue.follow(*position, listing);
        }
        if written.len() < BATCH {
            return Ok(());
        }
    }
}
