//! A service that keeps books, with one operation of each kind.

use std::sync::Arc;

use actix_multipart::Multipart;
use actix_web::{Either, HttpRequest, HttpResponse, get, patch, post, web::Data};
use diesel::{ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, RunQueryDsl as _};
use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use htx_kit::{
    auth::Authorized,
    context::Context,
    db::{Bind, Connection, Migrations},
    documents::{self, DocumentPlace, Documents, UploadLimits},
    failure::Failure,
    http::{
        IfMatch, Page, PageRequest, PathId, Reply, Routes, StrictQuery, Submitted, Tagged,
        language,
        table::{self, BATCH, Column, Representation, Table},
        write_once,
    },
    service::{Mounted, Runtime, Service},
    testing::{Setting, TestDatabase, TestService},
};
use htx_model::{
    id::{DocumentId, Id},
    permission::permit,
    refusal::{Refusal, Text},
    scope::Scope,
};
use serde::{Deserialize, Serialize};

diesel::table! {
    use diesel::sql_types::{BigInt, Text};
    use htx_kit::db::types::Uuid;

    book (id) {
        id -> Uuid,
        title -> Text,
        pages -> BigInt,
        version -> BigInt,
    }
}

const SQLITE: EmbeddedMigrations = embed_migrations!("tests/kit/migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("tests/kit/migrations/postgres");
pub(crate) const MIGRATIONS: &[Migrations] =
    &[Migrations { sqlite: || SQLITE, postgres: || POSTGRES }];

/// A name for the ids of books.
pub(crate) enum BookName {}
pub(crate) type BookId = Id<BookName>;

#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub(crate) struct Book {
    #[schema(value_type = String)]
    pub(crate) id: BookId,
    pub(crate) title: String,
    pub(crate) pages: i64,
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewBook {
    title: String,
    pages: u16,
    #[serde(default)]
    #[allow(dead_code, reason = "for the place of a fault within")]
    chapters: Vec<Chapter>,
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Chapter {
    #[allow(dead_code, reason = "for the place of a fault within")]
    first_page: u16,
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct BookQuery {
    limit: Option<u32>,
    cursor: Option<String>,
    /// Only those longer than this.
    longer_than: Option<i64>,
}

type BookPage = Page<Book>;

static TABLE: Table = Table {
    name: "books",
    columns: &[
        Column { name: "id", label: Text::fixed("Mã", "Id"), pointer: "/id" },
        Column { name: "title", label: Text::fixed("Tên sách", "Title"), pointer: "/title" },
        Column { name: "pages", label: Text::fixed("Số trang", "Pages"), pointer: "/pages" },
    ],
};

type Row = (BookId, String, i64, i64);

fn select(
    connection: &mut Connection,
    longer_than: i64,
    after: Option<BookId>,
    count: i64,
) -> Result<Vec<Book>, Failure> {
    let all = book::table.filter(book::pages.gt(longer_than)).order(book::id).limit(count);
    let rows: Vec<Row> = match after {
        Some(after) => all.filter(book::id.gt(Bind(after))).load(connection)?,
        None => all.load(connection)?,
    };
    Ok(rows.into_iter().map(|(id, title, pages, _)| Book { id, title, pages }).collect())
}

#[utoipa::path(params(BookQuery), responses((status = 200, body = BookPage)), security(("access_token" = ["organisation.read"])))]
#[get("/v1/books")]
async fn list(
    _: Authorized<permit::OrganisationRead>,
    query: StrictQuery<BookQuery>,
    representation: Representation,
    request: HttpRequest,
    runtime: Data<Runtime>,
) -> Result<Either<actix_web::web::Json<Page<Book>>, HttpResponse>, Failure> {
    let BookQuery { limit, cursor, longer_than } = query.0;
    let longer_than = longer_than.unwrap_or(-1);
    if let Representation::Table(form) = representation {
        let next = move |connection: &mut Connection, after: Option<BookId>| {
            let rows = select(connection, longer_than, after, BATCH)?;
            if rows.iter().any(|row| row.title == "poison") {
                return Err(Failure::unexpected("poisoned"));
            }
            let whole = i64::try_from(rows.len()).unwrap_or(0) == BATCH;
            let after = rows.last().map(|row| row.id).filter(|_| whole);
            Ok((rows, after))
        };
        let language = language(&request);
        let answer = table::stream(form, language, &runtime.database, &TABLE, next).await?;
        return Ok(Either::Right(answer));
    }
    let list = format!("books {longer_than}");
    let page = PageRequest::read(&runtime.cursor_key, list, limit, cursor.as_deref())?;
    let (after, fetch) = (page.after, page.fetch());
    let rows = runtime
        .database
        .read(move |connection| select(connection, longer_than, after, fetch))
        .await?;
    let page = page.page(&runtime.cursor_key, rows, |row| row.id, |row| row)?;
    Ok(Either::Left(actix_web::web::Json(page)))
}

#[utoipa::path(request_body = NewBook, responses((status = 201, body = Book)), security(("access_token" = ["organisation.register"])))]
#[post("/v1/books")]
async fn create(
    caller: Authorized<permit::OrganisationRead>,
    submitted: Submitted<NewBook>,
    runtime: Data<Runtime>,
) -> Result<Reply, Failure> {
    let Submitted { body, once } = submitted;
    let id: BookId = runtime.ids.make();
    let write = move |connection: &mut Connection| {
        let made = Book { id, title: body.title, pages: body.pages.into() };
        insert(connection, &made)?;
        if made.title == "slow" {
            std::thread::sleep(std::time::Duration::from_millis(300));
        }
        Reply::created(format!("/v1/books/{id}"), 1, &made)
    };
    let principal = caller.principal().id;
    write_once(&runtime.database, &runtime.running, principal, runtime.ids.now(), once, write).await
}

pub(crate) fn insert(connection: &mut Connection, made: &Book) -> Result<(), Failure> {
    diesel::insert_into(book::table)
        .values((
            book::id.eq(Bind(made.id)),
            book::title.eq(&made.title),
            book::pages.eq(made.pages),
            book::version.eq(1_i64),
        ))
        .execute(connection)?;
    Ok(())
}

fn find(connection: &mut Connection, id: BookId) -> Result<(Book, i64), Failure> {
    let row: Option<Row> = book::table.find(Bind(id)).first(connection).optional()?;
    let (id, title, pages, version) = row.ok_or_else(|| Refusal::not_found("sách", "book"))?;
    Ok((Book { id, title, pages }, version))
}

#[utoipa::path(params(("id" = String, Path)), responses((status = 200, body = Book)), security(("access_token" = ["organisation.read"])))]
#[get("/v1/books/{id}")]
async fn read(
    _: Authorized<permit::OrganisationRead>,
    id: PathId<BookId>,
    runtime: Data<Runtime>,
) -> Result<Tagged<Book>, Failure> {
    let (resource, version) =
        runtime.database.read(move |connection| find(connection, id.0)).await?;
    Ok(Tagged { version, resource })
}

#[utoipa::path(params(("id" = String, Path), ("If-Match" = String, Header)), request_body = NewBook, responses((status = 200, body = Book)), security(("access_token" = ["organisation.change"])))]
#[patch("/v1/books/{id}")]
async fn change(
    _: Authorized<permit::OrganisationRead>,
    id: PathId<BookId>,
    if_match: IfMatch,
    submitted: Submitted<NewBook>,
    runtime: Data<Runtime>,
) -> Result<Reply, Failure> {
    let write = move |connection: &mut Connection| {
        let (mut found, version) = find(connection, id.0)?;
        if_match.check(version)?;
        found.title = submitted.body.title;
        diesel::update(book::table.find(Bind(id.0)))
            .set((book::title.eq(&found.title), book::version.eq(version + 1)))
            .execute(connection)?;
        Reply::changed(version + 1, &found)
    };
    runtime.database.write(write).await
}

#[utoipa::path(responses((status = 200)))]
#[get("/v1/broken/{how}")]
async fn broken(how: PathId<String>) -> Result<HttpResponse, Failure> {
    match how.0.as_str() {
        "panic" => panic!("a secret of Nguyễn Văn A"),
        "unexpected" => Err(Failure::unexpected("a secret of Nguyễn Văn A")),
        "unavailable" => Err(Failure::unavailable("the database is away")),
        "teapot" => Ok(HttpResponse::ImATeapot().finish()),
        _ => Ok(HttpResponse::Ok().json("whole")),
    }
}

#[utoipa::path(responses((status = 201)), security(("access_token" = ["organisation.change"])))]
#[post("/v1/documents")]
async fn upload(
    caller: Authorized<permit::OrganisationRead>,
    form: Multipart,
    runtime: Data<Runtime>,
    kept: Data<Documents>,
) -> Result<HttpResponse, Failure> {
    let limits = UploadLimits { size: 8 << 20, ..UploadLimits::default() };
    let received = documents::receive(form, limits).await?.file;
    let context = Context::new(caller.actor(), &runtime.ids);
    let principal = caller.principal().id;
    let place = DocumentPlace::default();
    let document = kept.store(&runtime.database, context, received, principal, place).await?;
    Ok(HttpResponse::Created().json(serde_json::json!({
        "id": document.id,
        "sha256": document.sha256_hex(),
        "name": document.name,
        "media_type": document.media_type.name(),
        "size": document.size,
    })))
}

#[utoipa::path(params(("id" = String, Path)), responses((status = 200)), security(("access_token" = ["organisation.read"])))]
#[get("/v1/documents/{id}")]
async fn download(
    caller: Authorized<permit::OrganisationRead>,
    id: PathId<DocumentId>,
    runtime: Data<Runtime>,
    kept: Data<Documents>,
) -> Result<HttpResponse, Failure> {
    let reader = caller.principal().id;
    let scope = if caller.scope.is_everything() { caller.scope.clone() } else { Scope::nothing() };
    let found = runtime
        .database
        .read(move |connection| documents::metadata(connection, id.0, &scope, reader))
        .await?;
    kept.answer(&found).await
}

fn routes(config: &mut Routes) {
    config.service(list).service(create).service(read).service(change);
    config.service(broken).service(upload).service(download);
}

/// The service, with its documents in this store.
pub(crate) fn mounted(setting: &Setting, documents: &Documents) -> Mounted {
    let service = Service {
        name: "shelf",
        title: "Shelf",
        description: "Keeps books.",
        tags: &[],
        prefixes: &["/v1/books"],
        routes,
        migrations: MIGRATIONS,
        many_writers: false,
    };
    let runtime = Data::new(setting.runtime.clone());
    let kept = Data::new(documents.clone());
    let data = move |config: &mut actix_web::web::ServiceConfig| {
        config.app_data(runtime.clone()).app_data(kept.clone());
    };
    Mounted { service, data: Arc::new(data) }
}

/// The service on a database, with a folder of its own.
pub(crate) struct Shelf {
    pub(crate) service: TestService,
    pub(crate) folder: tempfile::TempDir,
}

impl std::ops::Deref for Shelf {
    type Target = TestService;

    fn deref(&self) -> &TestService {
        &self.service
    }
}

pub(crate) async fn start(database: &TestDatabase) -> Shelf {
    let folder = tempfile::tempdir().unwrap();
    let documents = Documents::in_folder(folder.path()).unwrap();
    Shelf { service: start_with(database, &documents).await, folder }
}

/// The service on a database, with its documents in this store.
pub(crate) async fn start_with(database: &TestDatabase, documents: &Documents) -> TestService {
    let mount = |setting: &Setting| mounted(setting, documents);
    TestService::start(database, "shelf", mount).await
}

/// Puts books on the shelf, past the interface.
pub(crate) async fn fill(shelf: &TestService, count: i64) {
    let ids = shelf.setting.runtime.ids.clone();
    let write = move |connection: &mut Connection| {
        for number in 0..count {
            let title = format!("Sách {number}");
            insert(connection, &Book { id: ids.make(), title, pages: number })?;
        }
        Ok(())
    };
    shelf.setting.runtime.database.write(write).await.unwrap();
}
