//! The SQL types that both databases share, and how the model's values stand in them.
//!
//! | here | SQLite | PostgreSQL |
//! |---|---|---|
//! | [`Uuid`] | 16-byte blob | `uuid` |
//! | [`Instant`] | integer, µs since 1970 | `timestamptz` |
//! | [`CivilDate`] | text `YYYY-MM-DD` | `date` |
//!
//! Codes and amounts are plain `Text` and `BigInt`; JSON is kept as text, byte for byte.

use diesel::{
    deserialize::{self, FromSql},
    expression::AsExpression,
    internal::derives::as_expression::Bound,
    pg::{
        Pg, PgValue,
        data_types::{PgDate, PgTimestamp},
    },
    serialize::{self, IsNull, Output, ToSql},
    sql_types::{BigInt, Nullable},
    sqlite::Sqlite,
};
use htx_model::{date, id::Id};

use super::connection::{MultiBackend, MultiRawValue};

/// An id.
#[derive(
    Debug, Clone, Copy, Default, diesel::sql_types::SqlType, diesel::query_builder::QueryId,
)]
#[diesel(sqlite_type(name = "Binary"))]
#[diesel(postgres_type(oid = 2950, array_oid = 2951))]
pub struct Uuid;

/// An instant in UTC.
#[derive(
    Debug, Clone, Copy, Default, diesel::sql_types::SqlType, diesel::query_builder::QueryId,
)]
#[diesel(sqlite_type(name = "Long"))]
#[diesel(postgres_type(oid = 1184, array_oid = 1185))]
pub struct Instant;

/// A civil date. (Diesel's `table!` takes any type called Date for its own.)
#[derive(
    Debug, Clone, Copy, Default, diesel::sql_types::SqlType, diesel::query_builder::QueryId,
)]
#[diesel(sqlite_type(name = "Text"))]
#[diesel(postgres_type(oid = 1082, array_oid = 1182))]
pub struct CivilDate;

/// Days have an order in both databases: a text of this form sorts as the days do.
impl diesel::sql_types::SqlOrd for CivilDate {}

/// A value of the model on its way into a statement: `dsl::id.eq(Bind(id))`. Rows are read without
/// it. (Diesel's own way would be a derive in the model, which knows no database.)
#[derive(Debug, Clone, Copy)]
pub struct Bind<T>(pub T);

/// For lists: PostgreSQL takes `eq_any(...)` as one array of values.
impl<ST, DB, T> ToSql<ST, DB> for Bind<T>
where
    DB: diesel::backend::Backend,
    T: ToSql<ST, DB> + std::fmt::Debug,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.to_sql(out)
    }
}

/// Lets a model's value be bound to and read from columns of one of these types.
macro_rules! shared_type {
    ($sql:ident, $value:ty $(, $parameter:ident)?) => {
        impl$(<$parameter>)? AsExpression<$sql> for Bind<$value> {
            type Expression = Bound<$sql, $value>;
            fn as_expression(self) -> Self::Expression {
                Bound::new(self.0)
            }
        }
        impl$(<$parameter>)? AsExpression<Nullable<$sql>> for Bind<$value> {
            type Expression = Bound<Nullable<$sql>, Option<$value>>;
            fn as_expression(self) -> Self::Expression {
                Bound::new(Some(self.0))
            }
        }
        impl$(<$parameter>)? AsExpression<Nullable<$sql>> for Bind<Option<$value>> {
            type Expression = Bound<Nullable<$sql>, Option<$value>>;
            fn as_expression(self) -> Self::Expression {
                Bound::new(self.0)
            }
        }
        // By reference too: what `derive(Insertable)` and batch inserts need.
        impl<'e $(, $parameter)?> AsExpression<$sql> for &'e Bind<$value> {
            type Expression = Bound<$sql, &'e $value>;
            fn as_expression(self) -> Self::Expression {
                Bound::new(&self.0)
            }
        }
        impl<'e $(, $parameter)?> AsExpression<Nullable<$sql>> for &'e Bind<Option<$value>> {
            type Expression = Bound<Nullable<$sql>, &'e Option<$value>>;
            fn as_expression(self) -> Self::Expression {
                Bound::new(&self.0)
            }
        }
        impl$(<$parameter: 'static>)? ToSql<$sql, MultiBackend> for $value {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
                out.set_value(($sql, self));
                Ok(IsNull::No)
            }
        }
        impl$(<$parameter: 'static>)? FromSql<$sql, MultiBackend> for $value {
            fn from_sql(bytes: MultiRawValue<'_>) -> deserialize::Result<Self> {
                bytes.from_sql::<Self, $sql>()
            }
        }
        impl<DB $(, $parameter)?> diesel::deserialize::Queryable<$sql, DB> for $value
        where
            DB: diesel::backend::Backend,
            Self: diesel::deserialize::FromStaticSqlRow<$sql, DB>,
        {
            type Row = Self;
            fn build(row: Self) -> deserialize::Result<Self> {
                Ok(row)
            }
        }
    };
}

/// Teaches the joint backend the SQL type.
macro_rules! known_to_both {
    ($sql:ident) => {
        impl diesel::sql_types::HasSqlType<$sql> for MultiBackend {
            fn metadata(lookup: &mut Self::MetadataLookup) -> Self::TypeMetadata {
                Self::lookup_sql_type::<$sql>(lookup)
            }
        }
    };
}

known_to_both!(Uuid);
known_to_both!(Instant);
known_to_both!(CivilDate);

shared_type!(Uuid, Id<T>, T);
shared_type!(Instant, date::Instant);
shared_type!(CivilDate, date::Date);

impl<T: 'static> ToSql<Uuid, Sqlite> for Id<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.as_bytes().as_slice());
        Ok(IsNull::No)
    }
}
impl<T: 'static> FromSql<Uuid, Sqlite> for Id<T> {
    fn from_sql(
        mut bytes: <Sqlite as diesel::backend::Backend>::RawValue<'_>,
    ) -> deserialize::Result<Self> {
        Ok(Self::from_uuid(uuid::Uuid::from_slice(bytes.read_blob())?))
    }
}
impl<T: 'static> ToSql<Uuid, Pg> for Id<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        std::io::Write::write_all(out, self.as_bytes())?;
        Ok(IsNull::No)
    }
}
impl<T: 'static> FromSql<Uuid, Pg> for Id<T> {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self::from_uuid(uuid::Uuid::from_slice(value.as_bytes())?))
    }
}

/// PostgreSQL counts from 2000-01-01T00:00:00Z.
const POSTGRESQL_EPOCH_MICROSECONDS: i64 = 946_684_800_000_000;
/// Its first instant, 4714-11-24 BC; whatever a caller names before is as good as that.
const POSTGRESQL_FIRST_MICROSECONDS: i64 = -211_813_488_000_000_000;
const POSTGRESQL_EPOCH: jiff::civil::Date = jiff::civil::date(2000, 1, 1);

impl ToSql<Instant, Sqlite> for date::Instant {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.microseconds());
        Ok(IsNull::No)
    }
}
impl FromSql<Instant, Sqlite> for date::Instant {
    fn from_sql(
        bytes: <Sqlite as diesel::backend::Backend>::RawValue<'_>,
    ) -> deserialize::Result<Self> {
        <i64 as FromSql<BigInt, Sqlite>>::from_sql(bytes).map(Self::from_microseconds)
    }
}
impl ToSql<Instant, Pg> for date::Instant {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        let since_epoch = self.microseconds() - POSTGRESQL_EPOCH_MICROSECONDS;
        let value = PgTimestamp(since_epoch.max(POSTGRESQL_FIRST_MICROSECONDS));
        ToSql::<diesel::sql_types::Timestamptz, Pg>::to_sql(&value, &mut out.reborrow())
    }
}
impl FromSql<Instant, Pg> for date::Instant {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let PgTimestamp(microseconds) =
            FromSql::<diesel::sql_types::Timestamptz, Pg>::from_sql(value)?;
        Ok(Self::from_microseconds(microseconds.saturating_add(POSTGRESQL_EPOCH_MICROSECONDS)))
    }
}

impl ToSql<CivilDate, Sqlite> for date::Date {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.to_string());
        Ok(IsNull::No)
    }
}
impl FromSql<CivilDate, Sqlite> for date::Date {
    fn from_sql(
        mut bytes: <Sqlite as diesel::backend::Backend>::RawValue<'_>,
    ) -> deserialize::Result<Self> {
        Ok(Self::parse(bytes.read_text())?)
    }
}
impl ToSql<CivilDate, Pg> for date::Date {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        let days = POSTGRESQL_EPOCH.until(self.0)?.get_days();
        ToSql::<diesel::sql_types::Date, Pg>::to_sql(&PgDate(days), &mut out.reborrow())
    }
}
impl FromSql<CivilDate, Pg> for date::Date {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let PgDate(days) = FromSql::<diesel::sql_types::Date, Pg>::from_sql(value)?;
        let span = jiff::Span::new().try_days(days)?;
        Ok(Self(POSTGRESQL_EPOCH.checked_add(span)?))
    }
}
