use diesel::{Connection as _, QueryableByName, RunQueryDsl as _, sql_query, sql_types::BigInt};

use super::*;
use crate::{
    db::{Database, DatabaseOptions},
    log::fixture,
};

type Reply = oneshot::Receiver<Result<(), Failure>>;
type Work = fn(&mut Connection) -> Result<(), Failure>;

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

fn run(connection: &mut Connection, statement: &str) -> Result<(), Failure> {
    Ok(sql_query(statement).execute(connection).map(drop)?)
}

fn rows(database: &Database) -> i64 {
    let count = |connection: &mut Connection| {
        Ok(sql_query("SELECT count(*) AS count FROM note").get_result::<Counted>(connection)?.count)
    };
    database.read_now(count).unwrap()
}

fn submit(
    database: &Database,
    work: impl FnOnce(&mut Connection) -> Result<(), Failure> + Send + 'static,
) -> Reply {
    database.writer().unwrap().submit(work)
}

/// A database whose writer is held up until told to go: what is submitted until then shares one
/// commit.
fn held_up() -> (fixture::TestDatabase, mpsc::Sender<()>) {
    let test = fixture::sqlite();
    let make = |connection: &mut Connection| run(connection, "CREATE TABLE note (text TEXT)");
    test.database.write_now(make).unwrap();
    let (go, wait) = mpsc::channel::<()>();
    let (started, begun) = mpsc::channel::<()>();
    drop(submit(&test.database, move |_| {
        let _ = started.send(());
        let _ = wait.recv();
        Ok(())
    }));
    begun.recv().unwrap();
    (test, go)
}

fn noting(text: &'static str) -> impl FnOnce(&mut Connection) -> Result<(), Failure> + Send {
    move |connection| run(connection, &format!("INSERT INTO note VALUES ('{text}')"))
}

#[test]
fn where_the_database_rolls_the_batch_back_nothing_of_it_is_done_or_acknowledged() {
    let (test, go) = held_up();
    let before = submit(&test.database, noting("before"));
    // What SQLite does by itself where the disk fails in the middle of a statement.
    let losing = submit(&test.database, |connection| {
        connection.batch("ROLLBACK")?;
        Err(Failure::unavailable("database or disk is full"))
    });
    let after = submit(&test.database, noting("after"));
    go.send(()).unwrap();
    for reply in [before, losing, after] {
        let outcome = reply.blocking_recv().unwrap();
        assert!(matches!(outcome, Err(Failure::Unavailable(_))), "{outcome:?}");
    }
    assert_eq!(rows(&test.database), 0);
    test.database.write_now(noting("later")).unwrap();
    assert_eq!(rows(&test.database), 1);
}

#[test]
fn a_write_that_panics_within_a_savepoint_of_its_own_loses_nobody_else_s_write() {
    let (test, go) = held_up();
    let before = submit(&test.database, noting("before"));
    let panicking = submit(&test.database, |connection| {
        connection.transaction(|connection| {
            noting("lost")(connection)?;
            panic!("on purpose")
        })
    });
    let after = submit(&test.database, noting("after"));
    go.send(()).unwrap();
    before.blocking_recv().unwrap().unwrap();
    let outcome = panicking.blocking_recv().unwrap();
    assert!(matches!(outcome, Err(Failure::Unexpected(_))), "{outcome:?}");
    after.blocking_recv().unwrap().unwrap();
    // As another process sees it: what was acknowledged is committed.
    let again = Database::open(&test.url, &[], DatabaseOptions { permits: 1, writes: 0 }).unwrap();
    assert_eq!(rows(&again), 2);
}

#[test]
fn a_writer_that_has_stopped_is_noticed() {
    /// The one thing that nothing catches on the writer's thread.
    struct Fatal;
    impl Drop for Fatal {
        fn drop(&mut self) {
            panic!("on purpose")
        }
    }
    let test = fixture::sqlite();
    assert!(test.database.is_writable());
    drop(test.database.writer().unwrap().submit(|_| Ok(Fatal)));
    let stopped = (0..500).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(10));
        !test.database.is_writable()
    });
    assert!(stopped);
    let failure = test.database.write_now(|_| Ok(())).unwrap_err();
    assert!(matches!(failure, Failure::Unavailable(_)));
    let check = crate::http::Check::database("registry", &test.database);
    assert!(!fixture::run(check.run()));
}

#[test]
fn a_write_that_fails_alone_leaves_nothing_and_the_next_goes_on() {
    let test = fixture::sqlite();
    let make = |connection: &mut Connection| run(connection, "CREATE TABLE note (text TEXT)");
    test.database.write_now(make).unwrap();
    let failing: [Work; 4] = [
        |connection| {
            noting("refused")(connection)?;
            Err(Failure::unexpected("refused"))
        },
        |connection| {
            connection.transaction(|connection| {
                noting("lost")(connection)?;
                panic!("on purpose")
            })
        },
        // What SQLite does by itself where the disk fails in the middle of a statement.
        |connection| {
            noting("rolled back")(connection)?;
            run(connection, "ROLLBACK")
        },
        |connection| {
            noting("left open")(connection)?;
            Transactions::begin_transaction(connection).map_err(Failure::from)
        },
    ];
    for work in failing {
        test.database.write_now(work).unwrap_err();
        test.database.write_now(noting("kept")).unwrap();
    }
    // As another process sees it: what was acknowledged is committed, and nothing else.
    let again = Database::open(&test.url, &[], DatabaseOptions { permits: 1, writes: 0 }).unwrap();
    assert_eq!(rows(&again), 4);
}
