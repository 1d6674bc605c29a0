//! A list as it is asked for: a page of JSON, or the whole as a table.

use actix_web::{HttpRequest, HttpResponse, http::header::VARY};
use htx_model::refusal::{Refusal, Text};
use serde::{Serialize, de::DeserializeOwned};

use super::{
    PageRequest, language,
    table::{self, Column, Representation, Table},
};
use crate::{db::Connection, failure::Failure, service::Runtime};

/// What a list is asked for, beside its filters.
#[derive(Debug)]
pub struct Listed<'a> {
    /// The request.
    pub request: &'a HttpRequest,
    /// What the service stands on.
    pub runtime: &'a Runtime,
    /// The form that is wanted.
    pub representation: Representation,
    /// The list as a table.
    pub table: &'static Table,
    /// The list with its filters, so that a cursor fits no other.
    pub name: String,
    /// How many on a page.
    pub limit: Option<u32>,
    /// The `next` of the page before.
    pub cursor: Option<String>,
}

impl Listed<'_> {
    /// Answers with the rows that `read` finds after a key, as many as a limit at the most.
    ///
    /// # Errors
    /// Where the cursor or the limit is none; what `read` reports.
    pub async fn answer<R, K, T>(
        self,
        read: impl Fn(&mut Connection, Option<&K>, i64) -> Result<Vec<R>, Failure> + Send + 'static,
        key: fn(&R) -> K,
        item: impl Fn(R) -> T + Send + 'static,
    ) -> Result<HttpResponse, Failure>
    where
        R: 'static,
        K: Serialize + DeserializeOwned + Send + 'static,
        T: Serialize + Send + 'static,
    {
        let (limit, cursor, database) = (self.limit, self.cursor, &self.runtime.database);
        let Representation::Table(form) = self.representation else {
            let cursor_key = self.runtime.cursor_key.clone();
            let page = PageRequest::read(&cursor_key, self.name, limit, cursor.as_deref())?;
            let work = move |connection: &mut Connection| {
                let rows = read(connection, page.after.as_ref(), page.fetch())?;
                page.page(&cursor_key, rows, key, item)
            };
            let page = database.read(work).await?;
            return Ok(HttpResponse::Ok()
                .insert_header((VARY, "Accept, Authorization"))
                .json(page));
        };
        for_json_only(&[("limit", limit.is_some()), ("cursor", cursor.is_some())])?;
        let next_batch = move |connection: &mut Connection, after: Option<K>| {
            let rows = read(connection, after.as_ref(), table::BATCH)?;
            let full = i64::try_from(rows.len()).is_ok_and(|rows| rows >= table::BATCH);
            let last = rows.last().filter(|_| full).map(key);
            Ok((rows.into_iter().map(&item).collect::<Vec<T>>(), last))
        };
        table::stream(form, language(self.request), database, self.table, next_batch).await
    }
}

/// A table is the whole list: what asks for a part of it would be ignored.
///
/// # Errors
/// [`ErrorCode::InvalidParameter`](htx_model::refusal::ErrorCode::InvalidParameter) where such a
/// parameter is given.
pub fn for_json_only(given: &[(&str, bool)]) -> Result<(), Refusal> {
    match given.iter().find(|(_, given)| *given) {
        None => Ok(()),
        Some((name, _)) => Err(Refusal::parameter(
            name,
            Text::made(
                format!("{name} chỉ dùng với JSON; CSV, XLSX và NDJSON là toàn bộ danh sách."),
                format!("{name} goes with JSON only; CSV, XLSX and NDJSON are the whole list."),
            ),
        )),
    }
}

/// A column of a table.
#[must_use]
pub const fn column(
    name: &'static str,
    vi: &'static str,
    en: &'static str,
    pointer: &'static str,
) -> Column {
    Column { name, label: Text::fixed(vi, en), pointer }
}
