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
            // SQLite keeps any character; PostgreSQL does not keep U+0000.
            Error::DatabaseError(_, information)
                if information.message().contains("invalid byte sequence for encoding") =>
            {
                Self::from(Refusal::new(
                    ErrorCode::InvalidRequest,
                    Text::fixed(
                        "Yêu cầu có ký tự không lưu được (U+0000).",
                        "The request holds a character that cannot be kept (U+0000).",
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{feed, log::fixture::databases};

    #[test]
    fn a_character_that_a_database_does_not_keep_is_its_sender_s_fault() {
        for test in databases() {
            // SQLite finds nothing of that name; PostgreSQL does not even look.
            match test.database.read_now(|connection| feed::cursor(connection, "a\0b")) {
                Ok(position) => assert_eq!(position, 0),
                Err(Failure::Refused(refusal)) => {
                    assert_eq!(refusal.code, ErrorCode::InvalidRequest);
                }
                Err(other) => panic!("{other}"),
            }
        }
    }
}
