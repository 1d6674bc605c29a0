//! Logins with a password.

use diesel::{
    ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, Queryable, RunQueryDsl as _,
    Selectable, SelectableHelper as _,
};
use htx_kit::{
    db::{Bind, Connection},
    failure::Failure,
};
use htx_model::date::Instant;

use super::schema::login;
use crate::domain::{
    account::AccountId,
    login::{IDLE_SECONDS, Login, LoginId},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = login)]
struct LoginRow {
    id: LoginId,
    account_id: AccountId,
    nonce: Vec<u8>,
    generation: i64,
    started_at: Instant,
    refreshed_at: Instant,
    ended_at: Option<Instant>,
}

/// Enters a login.
pub(crate) fn insert(connection: &mut Connection, new: &Login) -> Result<(), Failure> {
    diesel::insert_into(login::table)
        .values((
            login::id.eq(Bind(new.id)),
            login::account_id.eq(Bind(new.account)),
            login::nonce.eq(&new.nonce),
            login::generation.eq(new.generation),
            login::started_at.eq(Bind(new.started_at)),
            login::refreshed_at.eq(Bind(new.refreshed_at)),
            login::ended_at.eq(Bind(new.ended_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// The login with this id.
pub(crate) fn find(connection: &mut Connection, id: LoginId) -> Result<Option<Login>, Failure> {
    let row: Option<LoginRow> =
        login::table.find(Bind(id)).select(LoginRow::as_select()).first(connection).optional()?;
    Ok(row.map(|row| Login {
        id: row.id,
        account: row.account_id,
        nonce: row.nonce,
        generation: row.generation,
        started_at: row.started_at,
        refreshed_at: row.refreshed_at,
        ended_at: row.ended_at,
    }))
}

/// Raises the generation of a login, unless someone did so before or it has ended. Of two that
/// present the same token, one gets `true`.
pub(crate) fn advance(
    connection: &mut Connection,
    id: LoginId,
    generation: i64,
    now: Instant,
) -> Result<bool, Failure> {
    let advanced = diesel::update(login::table)
        .filter(login::id.eq(Bind(id)))
        .filter(login::generation.eq(generation))
        .filter(login::ended_at.is_null())
        .set((login::generation.eq(generation + 1), login::refreshed_at.eq(Bind(now))))
        .execute(connection)?;
    Ok(advanced == 1)
}

/// The living logins of an account.
pub(crate) fn of_account(
    connection: &mut Connection,
    account: AccountId,
) -> Result<Vec<LoginId>, Failure> {
    Ok(login::table
        .filter(login::account_id.eq(Bind(account)))
        .filter(login::ended_at.is_null())
        .order(login::id)
        .select(login::id)
        .load(connection)?)
}

/// Ends logins.
pub(crate) fn end(
    connection: &mut Connection,
    ids: &[LoginId],
    now: Instant,
) -> Result<(), Failure> {
    for chunk in ids.chunks(500) {
        diesel::update(login::table)
            .filter(login::id.eq_any(chunk.iter().copied().map(Bind)))
            .filter(login::ended_at.is_null())
            .set(login::ended_at.eq(Bind(Some(now))))
            .execute(connection)?;
    }
    Ok(())
}

/// Forgets logins that nobody can refresh any more.
pub(crate) fn forget(connection: &mut Connection, now: Instant) -> Result<usize, Failure> {
    let horizon = now.plus_seconds(-IDLE_SECONDS);
    Ok(diesel::delete(login::table.filter(login::refreshed_at.le(Bind(horizon))))
        .execute(connection)?)
}
