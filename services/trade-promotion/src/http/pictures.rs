//! The pictures of products.

use std::io::Read as _;

use actix_multipart::Multipart;
use actix_web::{
    HttpRequest, HttpResponse, delete, get,
    http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, ETAG},
    post,
    web::{self, Data, Json},
};
use htx_kit::{
    act::write,
    auth::Authorized,
    documents::{self, Document, MediaType, Received, UploadLimits},
    failure::Failure,
    http::{IdempotencyKey, Made, PathId, PathIds, Reply, Routes, StrictQuery},
};
use htx_model::{
    date::Instant,
    id::{ProductId, ProductPictureId},
    permission::permit,
    refusal::{Refusal, Text},
    trade::listing::ProductContent,
};
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;

use super::listing::sight;
use crate::{
    TradePromotion,
    domain::picture::{self as domain, Picture},
    store::{
        listing::Sight,
        picture::{StoredPicture, of_products},
    },
    usecase::{
        listing as listings,
        picture::{self as usecase, Drawn},
    },
};

/// How many pictures are decoded at once: each may take some hundred megabytes.
static DRAWING: Semaphore = Semaphore::const_new(2);

/// Registers the operations.
pub(super) fn routes(config: &mut Routes) {
    config
        .service(add_product_picture)
        .service(list_product_pictures)
        .service(download_product_picture)
        .service(remove_product_picture)
        .service(show_catalogue_picture);
}

/// A picture of a product (ảnh sản phẩm).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = ProductPicture)]
pub(super) struct PictureView {
    /// Its id.
    id: ProductPictureId,
    /// Pixels from left to right.
    #[schema(minimum = 1, maximum = 1600)]
    width: u32,
    /// Pixels from top to bottom.
    #[schema(minimum = 1, maximum = 1600)]
    height: u32,
    /// What it shows (chú thích).
    #[schema(required, max_length = 200)]
    caption: Option<String>,
    /// Where it is; `?size=thumbnail` gives it small.
    #[schema(max_length = 200)]
    content_path: String,
    /// When it was uploaded.
    recorded_at: Instant,
}

impl PictureView {
    fn at(prefix: &str, stored: StoredPicture) -> Self {
        let (product, id) = (stored.product, stored.id);
        Self {
            id,
            width: stored.width,
            height: stored.height,
            caption: stored.caption,
            content_path: format!("{prefix}/{product}/pictures/{id}"),
            recorded_at: stored.recorded_at,
        }
    }

    /// As the public finds it.
    pub(super) fn public(stored: StoredPicture) -> Self {
        Self::at("/v1/product-catalogue", stored)
    }
}

/// The pictures of a product (ảnh của sản phẩm).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct ProductPictures {
    /// The pictures, as they were uploaded.
    #[schema(max_items = 10)]
    items: Vec<PictureView>,
}

/// A picture to upload.
#[derive(Debug, utoipa::ToSchema)]
#[schema(as = ProductPictureUpload)]
#[allow(dead_code, reason = "describes the multipart form; it is read as a stream")]
pub(super) struct NewPicture {
    /// The file: JPEG, PNG or WebP, told by its content. At most 8 MiB and 24 million pixels.
    #[schema(value_type = String, format = Binary, max_length = 8_388_608)]
    file: Vec<u8>,
    /// What it shows (chú thích).
    #[schema(min_length = 1, max_length = 200)]
    caption: Option<String>,
}

/// Add a picture to a product (tải ảnh sản phẩm lên)
///
/// While the product is a draft, so that each picture is reviewed. It is drawn anew as JPEG of at most
/// 1,600 pixels on a side: nothing of the file stays but its pixels.
#[utoipa::path(
    tag = "products",
    params(PathId<ProductId>, IdempotencyKey),
    request_body(content = NewPicture, content_type = "multipart/form-data"),
    responses(Made<PictureView>),
    security(("access_token" = ["product.prepare"])),
)]
#[post("/v1/products/{id}/pictures")]
pub(super) async fn add_product_picture(
    request: HttpRequest,
    service: Data<TradePromotion>,
    caller: Authorized<permit::ProductPrepare>,
    id: PathId<ProductId>,
    key: IdempotencyKey,
    form: Multipart,
) -> Result<Reply, Failure> {
    let limits = UploadLimits { size: domain::SIZE_MAX, media_types: MediaType::PICTURES };
    let mut upload = documents::receive(form, limits).await?;
    let caption = upload.fields.remove("caption");
    if let Some(unknown) = upload.fields.keys().next() {
        let detail = Text::fixed(
            "Biểu mẫu chỉ có các phần file và caption.",
            "The form has the parts file and caption only.",
        );
        return Err(Refusal::parameter(unknown, detail).into());
    }
    let mut sent = upload.file.sha256.to_vec();
    sent.extend(caption.as_deref().unwrap_or_default().bytes());
    let once = key.once(&request, &sent);
    let picture = drawn(upload.file).await?;
    let mut drawn = Drawn {
        whole: Received::written("picture.jpg", &picture.whole)?,
        thumbnail: Received::written("thumbnail.jpg", &picture.thumbnail)?,
        size: (picture.width, picture.height),
        caption,
    };
    service.documents.keep(&mut drawn.whole).await?;
    service.documents.keep(&mut drawn.thumbnail).await?;
    write(&service.runtime, caller, once, move |act| {
        let view = PictureView::at("/v1/products", usecase::add(act, id.0, &drawn)?);
        Reply::made(view.content_path.clone(), &view)
    })
    .await
}

/// Draws what was uploaded anew, in a thread that may take its time.
async fn drawn(mut uploaded: Received) -> Result<Picture, Failure> {
    let _turn = DRAWING.acquire().await.map_err(Failure::unexpected)?;
    let draw = move || {
        let mut bytes = Vec::new();
        uploaded.file.read_to_end(&mut bytes).map_err(Failure::unavailable)?;
        domain::draw(&bytes).map_err(Failure::from)
    };
    web::block(draw).await.map_err(Failure::unexpected)?
}

/// List the pictures of a product (ảnh của sản phẩm)
#[utoipa::path(
    tag = "products",
    params(PathId<ProductId>),
    responses((status = 200, description = "Its pictures, as they were uploaded.", body = ProductPictures)),
    security(("access_token" = ["product.read"])),
)]
#[get("/v1/products/{id}/pictures")]
pub(super) async fn list_product_pictures(
    service: Data<TradePromotion>,
    caller: Authorized<permit::ProductRead>,
    id: PathId<ProductId>,
) -> Result<Json<ProductPictures>, Failure> {
    let sight = sight::<_, ProductContent>(&service, &caller);
    let work = move |connection: &mut _| {
        listings::read::<ProductContent>(connection, &sight, id.0)?;
        let pictures = of_products(connection, &[id.0])?;
        let view = |stored| PictureView::at("/v1/products", stored);
        Ok(ProductPictures { items: pictures.into_iter().map(view).collect() })
    };
    service.runtime.database.read(work).await.map(Json)
}

/// How large a picture is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum PictureSize {
    /// As it is kept.
    Whole,
    /// At most 320 pixels on a side.
    Thumbnail,
}

/// How large it is wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PictureQuery {
    /// How large; whole where it is not said (cỡ ảnh).
    #[param(inline)]
    size: Option<PictureSize>,
}

/// Show a picture of a product (xem ảnh sản phẩm)
#[utoipa::path(
    tag = "products",
    params(PathIds<ProductId, ProductPictureId>, PictureQuery),
    responses((status = 200, description = "The picture.", content((String = "image/jpeg")))),
    security(("access_token" = ["product.read"])),
)]
#[get("/v1/products/{id}/pictures/{picture_id}")]
pub(super) async fn download_product_picture(
    service: Data<TradePromotion>,
    caller: Authorized<permit::ProductRead>,
    ids: PathIds<ProductId, ProductPictureId>,
    query: StrictQuery<PictureQuery>,
) -> Result<HttpResponse, Failure> {
    let sight = sight::<_, ProductContent>(&service, &caller);
    let found = find(&service, sight, ids, query.0).await?;
    shown(&service, &found, "private, no-cache").await
}

/// Show a picture of the catalogue (ảnh trong danh mục)
///
/// For anybody, while its product is published.
#[utoipa::path(
    tag = "products",
    params(PathIds<ProductId, ProductPictureId>, PictureQuery),
    responses((status = 200, description = "The picture.", content((String = "image/jpeg")))),
)]
#[get("/v1/product-catalogue/{id}/pictures/{picture_id}")]
pub(super) async fn show_catalogue_picture(
    service: Data<TradePromotion>,
    ids: PathIds<ProductId, ProductPictureId>,
    query: StrictQuery<PictureQuery>,
) -> Result<HttpResponse, Failure> {
    let today = service.runtime.ids.now().date();
    let found = find(&service, Sight::public(today), ids, query.0).await?;
    // Not for ever: what is hidden goes out of sight within the hour.
    shown(&service, &found, "public, max-age=3600").await
}

async fn find(
    service: &TradePromotion,
    sight: Sight,
    PathIds(id, which): PathIds<ProductId, ProductPictureId>,
    query: PictureQuery,
) -> Result<Document, Failure> {
    let small = query.size == Some(PictureSize::Thumbnail);
    let work = move |connection: &mut _| usecase::content(connection, &sight, (id, which), small);
    service.runtime.database.read(work).await
}

/// A picture as it is shown within a page: it was drawn by this service, so it is nothing else.
async fn shown(
    service: &TradePromotion,
    found: &Document,
    caching: &'static str,
) -> Result<HttpResponse, Failure> {
    let content = service.documents.open(found).await?;
    Ok(HttpResponse::Ok()
        .content_type(found.media_type.name())
        .insert_header((ETAG, format!("\"{}\"", found.sha256_hex())))
        .insert_header((CACHE_CONTROL, caching))
        .insert_header((CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"))
        .body(actix_web::body::SizedStream::new(found.size, Box::pin(content))))
}

/// Take a picture away from a product (gỡ ảnh sản phẩm)
///
/// While the product is a draft.
#[utoipa::path(
    tag = "products",
    params(PathIds<ProductId, ProductPictureId>, IdempotencyKey),
    responses((status = 200, description = "Taken away; what is left.", body = ProductPictures)),
    security(("access_token" = ["product.prepare"])),
)]
#[delete("/v1/products/{id}/pictures/{picture_id}")]
pub(super) async fn remove_product_picture(
    request: HttpRequest,
    service: Data<TradePromotion>,
    caller: Authorized<permit::ProductPrepare>,
    ids: PathIds<ProductId, ProductPictureId>,
    key: IdempotencyKey,
) -> Result<Reply, Failure> {
    let PathIds(id, which) = ids;
    let once = key.once(&request, b"");
    write(&service.runtime, caller, once, move |act| {
        usecase::remove(act, id, which)?;
        let left = of_products(act.connection, &[id])?;
        let view = |stored| PictureView::at("/v1/products", stored);
        Reply::done(&ProductPictures { items: left.into_iter().map(view).collect() })
    })
    .await
}
