//! A person chooses a new password.

use std::sync::Arc;

use htx_kit::{auth::Session, context::Context, db::Connection, failure::Failure};
use htx_model::{
    id::Id,
    principal::PrincipalKind,
    refusal::{ErrorCode, Fault, Refusal, Text},
};

use super::{end_logins, log_in, record};
use crate::{
    domain::{
        account::{Account, AccountId},
        login::LoginId,
        password,
    },
    settings::Password,
    state::State,
    store::{
        account,
        guess::{self, Guesser},
    },
};

/// The password so far and the one to be.
pub(crate) struct Passwords {
    pub(crate) current: Password,
    pub(crate) new: Password,
    /// Where it comes from.
    pub(crate) address: String,
}

/// Changes the caller's password; all their other logins end.
pub(crate) async fn change(
    state: &Arc<State>,
    context: Context,
    session: &Session,
    passwords: Passwords,
) -> Result<(), Failure> {
    let address = state.keys.address_digest(&passwords.address);
    let (account, guesser) = find(state, &context, session, address).await?;
    state.limiter.count(&guesser.name, &passwords.address).map_err(|_| too_many())?;
    let unchanged = passwords.new.reveal() == passwords.current.reveal();
    let compared =
        state.hasher.compare(passwords.current, Some(account.secret_hash.clone())).await?;
    let names = [account.name.as_str(), account.display_name.as_str()];
    let unfit = password::check(passwords.new.reveal(), &names)
        .or_else(|| unchanged.then(password::unchanged));
    if let (true, Some(fault)) = (compared.right, unfit) {
        return Err(Refusal::rules(vec![fault]).into());
    }
    let hash = state.hasher.hash(passwords.new).await?;

    let shared = Arc::clone(state);
    let login = LoginId::from_uuid(session.claims.sid);
    let write = move |connection: &mut Connection| {
        let right = compared.right;
        let known = Some(&account);
        let Some(before) = log_in::count(connection, &shared, &guesser, known, right, context.now)?
        else {
            return Ok(false);
        };
        save(connection, &shared, &context, before, hash, login)?;
        Ok(true)
    };
    // A wrong password is counted, so the transaction that found it is no failure.
    if state.runtime.database.write(write).await? { Ok(()) } else { Err(wrong().into()) }
}

/// The caller's account, unless guessing has shut it out.
async fn find(
    state: &Arc<State>,
    context: &Context,
    session: &Session,
    address: Vec<u8>,
) -> Result<(Account, Guesser), Failure> {
    let id: AccountId = Id::from_uuid(session.principal.id);
    let (shared, now) = (Arc::clone(state), context.now);
    let read = move |connection: &mut Connection| {
        let account = account::by_id(connection, id)?
            .filter(|account| account.kind == PrincipalKind::User)
            .ok_or_else(no_password)?;
        let guesser = Guesser { name: shared.keys.change_digest(&account.name), address };
        if guess::is_unheard(connection, &guesser, now)? {
            return Err(wrong().into());
        }
        Ok((account, guesser))
    };
    state.runtime.database.read(read).await
}

fn save(
    connection: &mut Connection,
    state: &State,
    context: &Context,
    before: Account,
    hash: String,
    login: LoginId,
) -> Result<(), Failure> {
    let mut after = Account {
        secret_hash: hash,
        secret_made_at: context.now,
        change_required: false,
        ..before.clone()
    };
    end_logins::end_all(connection, state, context, &mut after, Some(login))?;
    after.version += 1;
    after.changed_at = context.now;
    account::save(connection, &after, before.version)?;
    record::account(connection, context, "password_changed", Some(&before), &after)
}

fn wrong() -> Refusal {
    Refusal::rules(vec![Fault::new(
        "/current_password",
        "wrong_password",
        Text::fixed(
            "Mật khẩu hiện tại không đúng, hoặc đang bị tạm khóa vì sai nhiều lần.",
            "The current password is wrong, or locked for a while after several wrong ones.",
        ),
    )])
}

fn no_password() -> Refusal {
    Refusal::new(
        ErrorCode::StateConflict,
        Text::fixed(
            "Tài khoản này không đăng nhập bằng mật khẩu ở đây.",
            "This account does not log in with a password here.",
        ),
    )
}

fn too_many() -> Refusal {
    Refusal::new(
        ErrorCode::TooManyRequests,
        Text::fixed(
            "Quá nhiều lần thử mật khẩu; xin chờ một phút.",
            "Too many passwords tried; please wait a minute.",
        ),
    )
    .retrying_after(60)
}
