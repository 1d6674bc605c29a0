//! Which connections are kept, on PostgreSQL: making one costs the server a process.

use diesel::{
    RunQueryDsl as _,
    dsl::sql,
    select,
    sql_types::{Bool, Integer},
};
use htx_kit::{
    db::{Database, DatabaseOptions, stored::require_whole},
    failure::Failure,
    testing::TestDatabase,
};

/// Which process of the server a database with one connection speaks to.
fn process(database: &Database) -> i32 {
    let asked = database.read_now(|connection| {
        Ok(select(sql::<Integer>("pg_backend_pid()")).get_result(connection)?)
    });
    asked.unwrap()
}

#[test]
fn what_a_use_case_cannot_do_now_keeps_its_connection_and_what_the_server_ended_is_replaced() {
    let Some(place) = TestDatabase::postgresql(&[]) else { return };
    let options = DatabaseOptions { permits: 1, writes: 0 };
    let database = Database::open(place.url(), &[], options).unwrap();
    let before = process(&database);
    let of_a_later_release = database.write_now(|_| require_whole::<bool>("{}"));
    assert!(matches!(of_a_later_release, Err(Failure::Unavailable(_))));
    assert_eq!(process(&database), before);
    let overtaken = database.write_now(|_| -> Result<(), Failure> {
        Err(Failure::unavailable("the row changed while it was being changed"))
    });
    assert!(matches!(overtaken, Err(Failure::Unavailable(_))));
    assert_eq!(process(&database), before);

    let ended = database.read_now(|connection| {
        Ok(select(sql::<Bool>("pg_terminate_backend(pg_backend_pid())"))
            .get_result::<bool>(connection)?)
    });
    assert!(matches!(ended, Err(Failure::Unavailable(_))), "{ended:?}");
    assert_ne!(process(&database), before);
}
