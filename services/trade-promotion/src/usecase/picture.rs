//! The pictures of a product: added and taken away while it is written, so that each is reviewed.

use htx_kit::{
    act::Act,
    db::Connection,
    documents::{self, Document, DocumentPlace, Received},
    failure::Failure,
    log,
};
use htx_model::{
    event::Subject,
    faults::Faults,
    id::{DocumentId, ProductId, ProductPictureId},
    refusal::{ErrorCode, Refusal, Text},
    trade::{
        listing::ProductContent,
        products::{ListingAction, ListingState},
    },
};
use serde_json::json;

use super::listing;
use crate::{
    domain::listing::{Content as _, Listing, check::TITLE_LENGTH_MAX, lifecycle},
    store::{
        self,
        listing::Sight,
        picture::{self, StoredPicture},
    },
};

/// The most pictures of a product.
pub const PICTURES_MAX: usize = 10;

/// A picture whose content is kept already.
#[derive(Debug)]
pub struct Drawn {
    /// The picture.
    pub whole: Received,
    /// It made small.
    pub thumbnail: Received,
    /// Pixels from left to right, and from top to bottom.
    pub size: (u32, u32),
    /// What it shows.
    pub caption: Option<String>,
}

/// Adds a picture to a product that is being written.
///
/// # Errors
/// Not found; a state that does not allow it; too many.
pub fn add(act: &mut Act<'_>, id: ProductId, drawn: &Drawn) -> Result<StoredPicture, Failure> {
    let product = writing(act, id)?;
    if picture::of_products(act.connection, &[id])?.len() >= PICTURES_MAX {
        let detail = Text::made(
            format!("Mỗi sản phẩm có tối đa {PICTURES_MAX} ảnh."),
            format!("A product has {PICTURES_MAX} pictures at the most."),
        );
        return Err(Refusal::new(ErrorCode::StateConflict, detail).into());
    }
    let mut faults = Faults::default();
    let caption = drawn.caption.as_deref();
    let caption = caption.map(|text| faults.words("/caption", text, TITLE_LENGTH_MAX));
    faults.refuse()?;
    let seat = product.owner.organisation().map(|organisation| organisation.seat.clone());
    let place = DocumentPlace {
        organisation_id: product.owner.organisation().map(|organisation| organisation.id),
        district_code: seat.as_ref().and_then(|seat| seat.district.clone()),
        commune_code: seat.map(|seat| seat.current_commune),
        agency_code: None,
    };
    let (context, who) = (act.context, act.who);
    let whole = documents::record(act.connection, context, &drawn.whole, who, place.clone())?;
    let thumbnail = documents::record(act.connection, context, &drawn.thumbnail, who, place)?;
    let added = StoredPicture {
        id: context.ids.make(),
        product: id,
        document: whole.id,
        thumbnail: thumbnail.id,
        width: drawn.size.0,
        height: drawn.size.1,
        caption,
        recorded_at: context.now,
    };
    picture::insert(act.connection, &added)?;
    touch(act, &product)?;
    tell(act, "product.picture_added", &product, &added, Some(&whole))?;
    Ok(added)
}

/// Takes a picture away from a product that is being written.
///
/// # Errors
/// Not found; a state that does not allow it.
pub fn remove(act: &mut Act<'_>, id: ProductId, which: ProductPictureId) -> Result<(), Failure> {
    let product = writing(act, id)?;
    let own = picture::of_products(act.connection, &[id])?;
    let removed = own.into_iter().find(|own| own.id == which).ok_or_else(unknown)?;
    picture::delete(act.connection, which)?;
    touch(act, &product)?;
    tell(act, "product.picture_removed", &product, &removed, None)
}

/// Whoever adds or takes away a picture prepared something in the product, which has the next version.
fn touch(act: &mut Act<'_>, product: &Listing<ProductContent>) -> Result<(), Failure> {
    let mut after = product.clone();
    after.prepared_by.note(act.who);
    (after.version, after.recorded_at) = (product.version + 1, act.context.now);
    store::listing::save(act.connection, &after)
}

/// A product within reach that may be written in: pictures are part of what is reviewed.
fn writing(act: &mut Act<'_>, id: ProductId) -> Result<Listing<ProductContent>, Failure> {
    listing::lock::<ProductContent>(act, id)?;
    let found = store::listing::find::<ProductContent>(act.connection, &Sight::everything(), id)?;
    let reached = found.filter(|found| listing::reaches(act, &found.owner));
    let product = reached.ok_or_else(listing::unknown::<ProductContent>)?;
    if lifecycle::require(ProductContent::NAME, product.state, ListingAction::Submit).is_err() {
        let detail = Text::fixed(
            "Chỉ thêm, bớt ảnh khi sản phẩm đang soạn.",
            "Pictures are added and taken away while the product is a draft only.",
        );
        let advice = Text::fixed(
            "Hãy sửa sản phẩm để đưa về trạng thái đang soạn rồi gửi duyệt lại.",
            "Change the product, which makes it a draft again, then hand it in once more.",
        );
        return Err(Refusal::new(ErrorCode::StateConflict, detail).advising(advice).into());
    }
    debug_assert_eq!(product.state, ListingState::Draft);
    // It is written again with who prepared it.
    store::listing::require_whole::<ProductContent>(act.connection, id)?;
    Ok(product)
}

/// A picture that does not exist, or not for this caller.
#[must_use]
pub fn unknown() -> Refusal {
    Refusal::not_found("ảnh", "picture")
}

/// What is known of a picture's content, for a product that a sight shows.
///
/// # Errors
/// Not found.
pub fn content(
    connection: &mut Connection,
    sight: &Sight,
    (id, which): (ProductId, ProductPictureId),
    small: bool,
) -> Result<Document, Failure> {
    listing::read::<ProductContent>(connection, sight, id)?;
    let own = picture::of_products(connection, &[id])?;
    let found = own.into_iter().find(|own| own.id == which).ok_or_else(unknown)?;
    let document: DocumentId = if small { found.thumbnail } else { found.document };
    let document = documents::find_many(connection, &[document])?.pop();
    document.ok_or_else(|| unknown().into())
}

fn tell(
    act: &mut Act<'_>,
    kind: &str,
    product: &Listing<ProductContent>,
    which: &StoredPicture,
    whole: Option<&Document>,
) -> Result<(), Failure> {
    let subject = Subject { kind: ProductContent::KIND.to_owned(), id: product.id.uuid() };
    let state = json!({ "picture": {
        "id": which.id,
        "document_id": which.document,
        "sha256": whole.map(Document::sha256_hex),
        "caption": which.caption,
    } });
    let mut event = act.context.event(kind, subject, product.owner.place(), None, state);
    event.documents = vec![which.document];
    log::append(act.connection, &event, None, &act.context.ids)
}
