//! Reading back what stands in rows as text.

mod tolerant;

use std::{error::Error, str::FromStr};

use diesel::{
    backend::Backend,
    deserialize::{self, FromSql, FromStaticSqlRow, Queryable},
    pg::{Pg, PgValue},
    sql_types::Text,
    sqlite::Sqlite,
};
use htx_model::code_list::CodeList;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use self::tolerant::Tolerant;
use super::connection::{MultiBackend, MultiRawValue};
use crate::failure::Failure;

/// A value that stands in a column as its text, read from the row itself. Of a page of fifty wide rows,
/// a tenth of the time went into texts that were made only to be parsed.
#[derive(Debug, Clone, Copy)]
pub struct Parsed<T>(pub T);

impl<T> FromSql<Text, Sqlite> for Parsed<T>
where
    T: FromStr<Err: Error + Send + Sync + 'static>,
{
    fn from_sql(mut value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(value.read_text().parse()?))
    }
}

impl<T> FromSql<Text, Pg> for Parsed<T>
where
    T: FromStr<Err: Error + Send + Sync + 'static>,
{
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(std::str::from_utf8(value.as_bytes())?.parse()?))
    }
}

impl<T> FromSql<Text, MultiBackend> for Parsed<T>
where
    T: FromStr<Err: Error + Send + Sync + 'static>,
{
    fn from_sql(value: MultiRawValue<'_>) -> deserialize::Result<Self> {
        value.from_sql::<Self, Text>()
    }
}

impl<T, DB> Queryable<Text, DB> for Parsed<T>
where
    DB: Backend,
    Self: FromStaticSqlRow<Text, DB>,
{
    type Row = Self;

    fn build(row: Self) -> deserialize::Result<Self> {
        Ok(row)
    }
}

/// A row that holds what no writer of ours wrote.
#[derive(Debug, thiserror::Error)]
#[error("the row holds {0:?}, which no writer of ours wrote")]
struct Foreign(String);

/// The failure of a row that holds what no writer of ours wrote.
#[must_use]
pub fn foreign(text: &str) -> Failure {
    Failure::unexpected(Foreign(text.to_owned()))
}

/// The member of a code list that a column holds.
///
/// # Errors
/// [`Failure::Unexpected`] where the list has no such code.
pub fn code<C: CodeList>(text: &str) -> Result<C, Failure> {
    C::parse(text).ok_or_else(|| foreign(text))
}

/// What a column holds as JSON. Fields that are not known are left out, however strictly the type is read
/// from a request: a process of a later release may have written them.
///
/// # Errors
/// [`Failure::Unexpected`] where it holds what no writer of ours wrote.
pub fn json<T: DeserializeOwned>(text: &str) -> Result<T, Failure> {
    serde_json::from_str(text).map_err(Failure::unexpected).and_then(told)
}

/// As [`json`], of what was read already: the state that an event tells.
///
/// # Errors
/// [`Failure::Unexpected`] where it holds what no writer of ours wrote.
pub fn told<T: DeserializeOwned>(value: Value) -> Result<T, Failure> {
    T::deserialize(Tolerant(value)).map_err(Failure::unexpected)
}

/// What a column holds as JSON and something is decided by: a condition of which one field is left out
/// is another condition. Where the type is strict, what a later release added makes it unreadable.
///
/// # Errors
/// [`Failure::Unexpected`] where it holds what this release does not know whole.
pub fn exact<T: DeserializeOwned>(text: &str) -> Result<T, Failure> {
    serde_json::from_str(text).map_err(Failure::unexpected)
}

/// Refuses what [`json`] would leave something out of, before anything is decided by it or it is written
/// again: what was left out would be decided without, and lost.
///
/// # Errors
/// [`Failure::Unavailable`]: a process of the release that wrote it can go on.
pub fn require_whole<T: DeserializeOwned>(text: &str) -> Result<(), Failure> {
    serde_json::from_str::<T>(text).map(drop).map_err(Failure::unavailable)
}

/// JSON on its way into a column.
///
/// # Errors
/// Where it cannot be written as JSON: none in practice.
pub fn written<T: Serialize + ?Sized>(value: &T) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(Failure::unexpected)
}

/// A count of things that a column holds.
///
/// # Errors
/// [`Failure::Unexpected`] where it is negative.
pub fn number(count: Option<i32>) -> Result<Option<u32>, Failure> {
    count.map(u32::try_from).transpose().map_err(Failure::unexpected)
}

/// A count of things on its way into a column. No count of people or papers comes near its end.
#[must_use]
pub fn column(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
