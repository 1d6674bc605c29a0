//! The keys that sign access tokens, sealed.

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, QueryDsl as _, Queryable, RunQueryDsl as _,
    Selectable, SelectableHelper as _,
};
use htx_kit::{
    db::{Bind, Connection},
    failure::Failure,
};
use htx_model::date::Instant;

use super::schema::signing_key;

/// A sealed key.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = signing_key)]
pub(crate) struct SealedKey {
    pub(crate) id: String,
    pub(crate) sealed: Vec<u8>,
    pub(crate) created_at: Instant,
    /// Published before, signs from then on.
    pub(crate) signs_from: Instant,
    /// Published until then; nothing for the newest.
    pub(crate) valid_until: Option<Instant>,
}

/// The keys that are published now, the newest last.
pub(crate) fn published(
    connection: &mut Connection,
    now: Instant,
) -> Result<Vec<SealedKey>, Failure> {
    Ok(signing_key::table
        .filter(signing_key::valid_until.is_null().or(signing_key::valid_until.gt(Bind(Some(now)))))
        .order((signing_key::signs_from, signing_key::id))
        .select(SealedKey::as_select())
        .load(connection)?)
}

/// Enters a key.
pub(crate) fn insert(connection: &mut Connection, key: &SealedKey) -> Result<(), Failure> {
    diesel::insert_into(signing_key::table)
        .values((
            signing_key::id.eq(&key.id),
            signing_key::sealed.eq(&key.sealed),
            signing_key::created_at.eq(Bind(key.created_at)),
            signing_key::signs_from.eq(Bind(key.signs_from)),
            signing_key::valid_until.eq(Bind(key.valid_until)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Says until when the keys so far are published; never later than was said before.
pub(crate) fn retire(connection: &mut Connection, until: Instant) -> Result<(), Failure> {
    let later =
        signing_key::valid_until.is_null().or(signing_key::valid_until.gt(Bind(Some(until))));
    diesel::update(signing_key::table.filter(later))
        .set(signing_key::valid_until.eq(Bind(Some(until))))
        .execute(connection)?;
    Ok(())
}
