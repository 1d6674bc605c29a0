//! What a database error means for the caller, by kind: SQLite names no constraint.

use diesel::result::{DatabaseErrorKind, Error};

use crate::failure::Failure;
use htx_model::refusal::{ErrorCode, Refusal, Text};

/// Messages with which the databases say that they cannot serve now: gone, restarting, locked by
/// another process, out of disk. Everything else that is unexpected is a fault of ours.
const PASSING: &[&str] = &[
    "server closed the connection",
    "terminating connection",
    "connection to server",
    "could not connect",
    "no connection to the server",
    "the database system is",
    "too many clients",
    "database is locked",
    "database or disk is full",
    "disk I/O error",
    "no space left on device",
    "could not extend file",
    "canceling statement due to",
    "deadlock detected",
    "unable to open database",
    "readonly database",
];

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match &error {
            Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => {
                Self::from(Refusal::new(
                    ErrorCode::AlreadyExists,
                    Text::fixed(
                        "Đã có bản ghi với cùng mã hoặc tên.",
                        "There is already a record with the same code or name.",
                    ),
                ))
            }
            Error::DatabaseError(
                DatabaseErrorKind::ClosedConnection
                | DatabaseErrorKind::SerializationFailure
                | DatabaseErrorKind::UnableToSendCommand,
                _,
            )
            | Error::BrokenTransactionManager => Self::unavailable(error),
            Error::DatabaseError(_, information)
                if PASSING.iter().any(|sign| information.message().contains(sign)) =>
            {
                Self::unavailable(error)
            }
            _ => Self::unexpected(error),
        }
    }
}
