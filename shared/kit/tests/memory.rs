//! What a long list needs in memory. Alone in its process, so that nothing else is measured.

use std::future::poll_fn;

use actix_web::body::MessageBody as _;
use htx_kit::{
    db::Connection,
    http::table::{self, Column, Table, TableForm},
    testing::TestDatabase,
};
use htx_model::{language::Language, refusal::Text};
use serde_json::json;

static TABLE: Table = Table {
    name: "rows",
    columns: &[
        Column { name: "number", label: Text::fixed("Số", "Number"), pointer: "/number" },
        Column { name: "name", label: Text::fixed("Tên", "Name"), pointer: "/name" },
        Column { name: "date", label: Text::fixed("Ngày", "Date"), pointer: "/date" },
    ],
};

/// What this process holds in memory, in bytes; nothing where the system does not tell.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or("0");
    line.split_whitespace().next().and_then(|size| size.parse::<usize>().ok()).unwrap_or(0) * 1024
}

/// Reads a list of so many thousand rows to its end; gives the most that was held meanwhile.
async fn most_held(database: &TestDatabase, form: TableForm, thousands: u32) -> usize {
    let next = move |_: &mut Connection, after: Option<u32>| {
        let batch = after.unwrap_or(0);
        let row = |number: u32| json!({"number": number, "name": "Hợp tác xã ".repeat(10), "date": "2025-03-01"});
        let rows = (0..1_000).map(|row_number| row(batch * 1_000 + row_number)).collect();
        Ok((rows, (batch + 1 < thousands).then_some(batch + 1)))
    };
    let answer = table::stream(form, Language::Vi, database, &TABLE, next).await;
    let mut body = Box::pin(answer.expect("the list can be read").into_body());
    let mut most = resident();
    while let Some(chunk) = poll_fn(|context| body.as_mut().poll_next(context)).await {
        assert!(chunk.is_ok());
        most = most.max(resident());
    }
    most
}

#[actix_web::test]
async fn a_hundred_thousand_rows_need_no_more_memory_than_a_few() {
    let database = TestDatabase::sqlite(&[]);
    for form in [TableForm::Csv { byte_order_mark: false }, TableForm::Ndjson, TableForm::Xlsx] {
        let few = most_held(&database, form, 5).await;
        let many = most_held(&database, form, 100).await;
        let more = many.saturating_sub(few);
        assert!(more < 8 << 20, "{form:?}: {more} bytes more");
    }
}
