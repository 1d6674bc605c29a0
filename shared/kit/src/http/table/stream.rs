//! Writes a list as a table while it is read.

use std::borrow::Cow;

use actix_web::{
    HttpResponse,
    body::SizedStream,
    http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LANGUAGE, VARY},
};
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _, stream};
use htx_model::language::Language;
use serde::Serialize;

use super::{
    Table, TableForm, cell,
    rows::{Batches, Coming, Rest},
    sheet,
};
use crate::{
    db::{Connection, Database},
    failure::Failure,
};

/// Answers with rows that are at hand as a table.
///
/// # Errors
/// What cannot be written.
pub async fn given<T: Serialize + Send + 'static>(
    form: TableForm,
    language: Language,
    table: &'static Table,
    rows: Vec<T>,
) -> Result<HttpResponse, Failure> {
    of_batches(form, language, table, stream::once(std::future::ready(Ok(rows)))).await
}

/// [`stream`] of rows that come from elsewhere than a database, such as another service: while they are
/// waited for, nobody's turn at the database is taken.
///
/// # Errors
/// As [`stream`].
pub async fn of_batches<T: Serialize + Send + 'static>(
    form: TableForm,
    language: Language,
    table: &'static Table,
    batches: impl Stream<Item = Result<Vec<T>, Failure>> + Send + 'static,
) -> Result<HttpResponse, Failure> {
    answer(form, language, table, Coming::of(batches)).await
}

/// Answers with a whole list as a table. `next_batch` reads about [`BATCH`](super::BATCH) rows
/// after a key, or from the beginning, and gives them with the key to go on from; no key after the
/// last.
///
/// The answer begins when the first batch is there, so that what fails until then is refused in
/// the common form. A failure after that breaks the connection off: a part must not look like the
/// whole.
///
/// # Errors
/// What reading the first batch reports; for a spreadsheet, what reading any batch reports.
pub async fn stream<T, K, F>(
    form: TableForm,
    language: Language,
    database: &Database,
    table: &'static Table,
    next_batch: F,
) -> Result<HttpResponse, Failure>
where
    T: Serialize + 'static,
    K: Send + 'static,
    F: FnMut(&mut Connection, Option<K>) -> Result<(Vec<T>, Option<K>), Failure> + Send + 'static,
{
    answer(form, language, table, Rest::whole(database, next_batch)).await
}

async fn answer<T: Serialize + 'static, B: Batches<T> + 'static>(
    form: TableForm,
    language: Language,
    table: &'static Table,
    rest: B,
) -> Result<HttpResponse, Failure> {
    let mut response = HttpResponse::Ok();
    response
        .content_type(form.media_type())
        .insert_header((
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{}.{}\"", table.name, form.extension()),
        ))
        .insert_header((CACHE_CONTROL, "private, no-cache"))
        .insert_header((VARY, "Accept, Authorization, Accept-Language"));
    Ok(match form {
        TableForm::Csv { byte_order_mark } => {
            let mut head =
                if byte_order_mark { "\u{feff}".as_bytes().to_vec() } else { Vec::new() };
            let names = table.columns.iter().map(|column| Cow::Borrowed(column.name)).collect();
            head.extend(csv_records([names])?);
            let render = move |rows: Vec<T>| csv(table, &rows);
            response.streaming(written(rest, head, render).await?)
        }
        TableForm::Ndjson => response.streaming(written(rest, Vec::new(), ndjson).await?),
        TableForm::Xlsx => {
            let (size, content) = sheet::written(rest, table, language).await?;
            response
                .insert_header((CONTENT_LANGUAGE, language.tag()))
                .body(SizedStream::new(size, content))
        }
    })
}

/// The table as a stream of bytes, each batch read when the one before has been taken.
async fn written<T, B, R>(
    rest: B,
    mut head: Vec<u8>,
    render: R,
) -> Result<impl Stream<Item = Result<Bytes, Failure>> + use<T, B, R>, Failure>
where
    T: Serialize + 'static,
    B: Batches<T>,
    R: Fn(Vec<T>) -> Result<Vec<u8>, Failure> + Clone + Send + 'static,
{
    let (first, rest) = rest.read(render.clone()).await?;
    head.extend(first);
    let rest = stream::try_unfold(rest, move |rest| {
        let render = render.clone();
        async move {
            let Some(rest) = rest else { return Ok(None) };
            let read = rest.read(render).await;
            let (bytes, rest) = read.inspect_err(|failure| {
                tracing::error!(%failure, "a list broke off while it was sent");
            })?;
            Ok(Some((Bytes::from(bytes), rest)))
        }
    });
    Ok(stream::once(std::future::ready(Ok(Bytes::from(head)))).chain(rest))
}

fn csv<T: Serialize>(table: &Table, rows: &[T]) -> Result<Vec<u8>, Failure> {
    let items: Result<Vec<_>, _> = rows.iter().map(serde_json::to_value).collect();
    let items = items.map_err(Failure::unexpected)?;
    let record = |item| {
        let columns = table.columns.iter();
        columns.map(|column| cell::text(serde_json::Value::pointer(item, column.pointer))).collect()
    };
    csv_records(items.iter().map(record))
}

fn csv_records<'a>(
    records: impl IntoIterator<Item = Vec<Cow<'a, str>>>,
) -> Result<Vec<u8>, Failure> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for record in records {
        writer
            .write_record(record.iter().map(|field| field.as_bytes()))
            .map_err(Failure::unexpected)?;
    }
    writer.into_inner().map_err(|error| Failure::unexpected(error.to_string()))
}

fn ndjson<T: Serialize>(rows: Vec<T>) -> Result<Vec<u8>, Failure> {
    let mut lines = Vec::new();
    for row in rows {
        serde_json::to_writer(&mut lines, &row).map_err(Failure::unexpected)?;
        lines.push(b'\n');
    }
    Ok(lines)
}
