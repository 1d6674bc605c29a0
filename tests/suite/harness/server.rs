//! Who uses the PostgreSQL server at the moment. By default it takes a hundred connections: too few for a
//! test with every service twice and any other beside it, so that one has the server to itself. The others
//! are counted for its sake only, and never wait for each other: how many run at once is for the threads of
//! the test program to say, and some hold a place while they take a second one.

use std::sync::{Condvar, Mutex, PoisonError};

#[derive(Debug)]
enum Users {
    /// So many places beside each other.
    Some(usize),
    /// One that needs it alone.
    One,
}

static USERS: Mutex<Users> = Mutex::new(Users::Some(0));
static LEFT: Condvar = Condvar::new();

/// A turn at the server. It ends when this is dropped.
#[derive(Debug)]
pub(super) struct Turn;

impl Turn {
    /// A turn beside others, however many they are.
    pub(super) fn beside_others() -> Self {
        Self::when(|users| match users {
            Users::Some(count) => Some(Users::Some(count + 1)),
            Users::One => None,
        })
    }

    /// A turn with nobody beside. Others go before: who waits with a place in hand never waits for this.
    pub(super) fn alone() -> Self {
        Self::when(|users| match users {
            Users::Some(0) => Some(Users::One),
            Users::Some(_) | Users::One => None,
        })
    }

    fn when(next: impl Fn(&Users) -> Option<Users>) -> Self {
        let mut users = USERS.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(next) = next(&users) {
                *users = next;
                return Self;
            }
            users = LEFT.wait(users).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut users = USERS.lock().unwrap_or_else(PoisonError::into_inner);
        *users = match *users {
            Users::Some(count) => Users::Some(count.saturating_sub(1)),
            Users::One => Users::Some(0),
        };
        LEFT.notify_all();
    }
}
