//! Pictures of products.

use diesel::{
    ExpressionMethods as _, Insertable, QueryDsl as _, Queryable, RunQueryDsl as _, Selectable,
    SelectableHelper as _,
};
use htx_kit::{
    db::{Bind, Connection, stored::column},
    failure::Failure,
};
use htx_model::{
    date::Instant,
    id::{DocumentId, ProductId, ProductPictureId},
};

use super::schema::product_picture;

/// A picture of a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPicture {
    /// Its id.
    pub id: ProductPictureId,
    /// Of which product.
    pub product: ProductId,
    /// Where it is.
    pub document: DocumentId,
    /// Where it is made small.
    pub thumbnail: DocumentId,
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// What it shows.
    pub caption: Option<String>,
    /// When it was uploaded.
    pub recorded_at: Instant,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = product_picture)]
struct PictureRow {
    id: ProductPictureId,
    product_id: ProductId,
    document_id: DocumentId,
    thumbnail_id: DocumentId,
    width: i32,
    height: i32,
    caption: Option<String>,
    recorded_at: Instant,
}

impl From<PictureRow> for StoredPicture {
    fn from(row: PictureRow) -> Self {
        Self {
            id: row.id,
            product: row.product_id,
            document: row.document_id,
            thumbnail: row.thumbnail_id,
            width: u32::try_from(row.width).unwrap_or_default(),
            height: u32::try_from(row.height).unwrap_or_default(),
            caption: row.caption,
            recorded_at: row.recorded_at,
        }
    }
}

#[derive(Insertable)]
#[diesel(table_name = product_picture)]
struct NewPictureRow<'a> {
    id: Bind<ProductPictureId>,
    product_id: Bind<ProductId>,
    document_id: Bind<DocumentId>,
    thumbnail_id: Bind<DocumentId>,
    width: i32,
    height: i32,
    caption: Option<&'a str>,
    recorded_at: Bind<Instant>,
}

/// The pictures of these products, at most a page of them, in the order in which they were uploaded.
/// Who calls this has found the products.
///
/// # Errors
/// What the database reports.
pub fn of_products(
    connection: &mut Connection,
    products: &[ProductId],
) -> Result<Vec<StoredPicture>, Failure> {
    let rows: Vec<PictureRow> = product_picture::table
        .filter(product_picture::product_id.eq_any(products.iter().copied().map(Bind)))
        .order((product_picture::product_id, product_picture::id))
        .select(PictureRow::as_select())
        .load(connection)?;
    Ok(rows.into_iter().map(StoredPicture::from).collect())
}

/// Enters a picture.
///
/// # Errors
/// What the database reports.
pub fn insert(connection: &mut Connection, entered: &StoredPicture) -> Result<(), Failure> {
    let row = NewPictureRow {
        id: Bind(entered.id),
        product_id: Bind(entered.product),
        document_id: Bind(entered.document),
        thumbnail_id: Bind(entered.thumbnail),
        width: column(entered.width),
        height: column(entered.height),
        caption: entered.caption.as_deref(),
        recorded_at: Bind(entered.recorded_at),
    };
    diesel::insert_into(product_picture::table).values(&row).execute(connection)?;
    Ok(())
}

/// Takes a picture away.
///
/// # Errors
/// What the database reports.
pub fn delete(connection: &mut Connection, id: ProductPictureId) -> Result<(), Failure> {
    let row = product_picture::table.filter(product_picture::id.eq(Bind(id)));
    diesel::delete(row).execute(connection)?;
    Ok(())
}
