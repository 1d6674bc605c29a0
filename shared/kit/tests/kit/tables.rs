use std::{
    io::Cursor,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use actix_web::body::MessageBody as _;
use calamine::{Data, Reader as _, Xlsx};
use futures_util::future::poll_fn;
use htx_kit::{
    failure::Failure,
    http::table::{self, Column, Table, TableForm},
    testing::{TestDatabase, each_database},
};
use htx_model::{language::Language, principal::Role, refusal::Text};
use serde_json::{Value, json};

use crate::shelf::{self, MIGRATIONS, Shelf};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

async fn add(shelf: &Shelf, title: &str, pages: i64) {
    let ids = shelf.setting.runtime.ids.clone();
    let title = title.to_owned();
    let write = move |connection: &mut htx_kit::db::Connection| {
        shelf::insert(connection, &shelf::Book { id: ids.make(), title, pages })
    };
    shelf.setting.runtime.database.write(write).await.unwrap();
}

#[actix_web::test]
async fn a_list_is_given_as_csv() {
    each_database(MIGRATIONS, async |database| {
        let shelf = shelf::start(&database).await;
        add(&shelf, "Rau, \"sạch\"", 3).await;
        add(&shelf, "=cmd|' /C calc'!A0", -5).await;
        let reader = shelf.as_agency("so-tc", Role::Viewer);
        let get =
            |accept: &'static str| shelf.get("/v1/books?longer_than=-9").by(&reader).accept(accept);
        let answer = get("text/csv").send().await.expect(200);
        assert_eq!(answer.header("content-type"), Some("text/csv; charset=utf-8; header=present"));
        assert_eq!(
            answer.header("content-disposition"),
            Some("attachment; filename=\"books.csv\"")
        );
        assert!(answer.header("vary").unwrap().contains("Accept"));
        let text = answer.text();
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert_eq!(lines[0], "id,title,pages");
        assert!(lines[1].ends_with(",\"Rau, \"\"sạch\"\"\",3"), "{}", lines[1]);
        assert!(lines[2].ends_with(",'=cmd|' /C calc'!A0,-5"), "{}", lines[2]);
        assert_eq!(&lines[3..], [""]);
        let marked = get("text/csv; bom=true").send().await.expect(200);
        assert_eq!(marked.text(), format!("\u{feff}{text}"));
    })
    .await;
}

#[actix_web::test]
async fn a_list_is_given_as_lines_of_json() {
    each_database(MIGRATIONS, async |database| {
        let shelf = shelf::start(&database).await;
        let reader = shelf.as_agency("so-tc", Role::Viewer);
        let get = || shelf.get("/v1/books").by(&reader).accept("application/x-ndjson").send();
        assert_eq!(get().await.expect(200).text(), "");
        shelf::fill(&shelf, 2_500).await;
        let text = get().await.expect(200).text();
        let rows: Vec<Value> =
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(rows.len(), 2_500);
        assert!(rows.iter().zip(0..).all(|(row, number)| row["pages"] == number));
    })
    .await;
}

#[actix_web::test]
async fn a_list_is_given_as_a_spreadsheet_with_typed_cells() {
    let database = TestDatabase::sqlite(MIGRATIONS);
    let shelf = shelf::start(&database).await;
    add(&shelf, "=1+1", 3).await;
    shelf::fill(&shelf, 1_500).await;
    let reader = shelf.as_agency("so-tc", Role::Viewer);
    let answer = shelf.get("/v1/books").by(&reader).accept(XLSX).send().await.expect(200);
    assert_eq!(answer.header("content-disposition"), Some("attachment; filename=\"books.xlsx\""));
    let rows = sheet(&answer.body);
    assert_eq!(rows.len(), 1_502);
    assert_eq!(rows[0], ["Mã", "Tên sách", "Số trang"].map(|label| Data::String(label.into())));
    assert_eq!(&rows[1][1..], [Data::String("=1+1".into()), Data::Float(3.0)]);
    assert_eq!(rows[1_501][1], Data::String("Sách 1499".into()));
    let english =
        shelf.get("/v1/books").by(&reader).accept(XLSX).language(Language::En).send().await;
    assert_eq!(sheet(&english.body)[0][1], Data::String("Title".into()));
}

fn sheet(bytes: &[u8]) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

#[actix_web::test]
async fn a_form_that_there_is_not_is_refused() {
    let database = TestDatabase::sqlite(MIGRATIONS);
    let shelf = shelf::start(&database).await;
    let reader = shelf.as_agency("so-tc", Role::Viewer);
    let answer = shelf.get("/v1/books").by(&reader).accept("application/pdf").send().await;
    let _ = answer.expect_problem(406, "not_acceptable");
}

#[actix_web::test]
async fn what_fails_before_the_first_row_is_refused_and_later_breaks_off() {
    let database = TestDatabase::sqlite(MIGRATIONS);
    let shelf = shelf::start(&database).await;
    add(&shelf, "poison", 1).await;
    let reader = shelf.as_agency("so-tc", Role::Viewer);
    let get = |accept: &'static str| shelf.get("/v1/books").by(&reader).accept(accept);
    for accept in ["text/csv", "application/x-ndjson", XLSX] {
        let _ = get(accept).send().await.expect_problem(500, "unexpected");
    }
    let database = TestDatabase::sqlite(MIGRATIONS);
    let shelf = shelf::start(&database).await;
    shelf::fill(&shelf, 1_200).await;
    add(&shelf, "poison", 1).await;
    let get = |accept: &'static str| shelf.get("/v1/books").by(&reader).accept(accept);
    for accept in ["text/csv", "application/x-ndjson"] {
        let (answer, whole) = get(accept).send_for_fragment().await;
        assert_eq!((answer.status, whole), (200, false), "{accept}");
    }
    // A spreadsheet is made whole before it is sent.
    let _ = get(XLSX).send().await.expect_problem(500, "unexpected");
    // On the wire, a client notices.
    let listening = shelf.listen();
    let token = shelf.setting.tokens.token(reader.principal.as_ref().unwrap());
    let request = reqwest::Client::new().get(listening.url("/v1/books"));
    let answer = request.bearer_auth(token).header("accept", "text/csv").send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 200);
    answer.bytes().await.unwrap_err();
}

static DATES: Table = Table {
    name: "dates",
    columns: &[
        Column { name: "day", label: Text::fixed("Ngày", "Day"), pointer: "/day" },
        Column { name: "at", label: Text::fixed("Lúc", "At"), pointer: "/deep/at" },
        Column { name: "yes", label: Text::fixed("Có", "Yes"), pointer: "/yes" },
        Column { name: "large", label: Text::fixed("Lớn", "Large"), pointer: "/large" },
    ],
};

#[actix_web::test]
async fn dates_are_dates_in_a_spreadsheet() {
    let database = TestDatabase::sqlite(&[]);
    let next = |_: &mut htx_kit::db::Connection, _: Option<()>| {
        let row = json!({"day": "2025-03-01", "deep": {"at": "2025-05-12T02:30:00Z"}, "yes": true, "large": 9_007_199_254_740_993_i64});
        Ok((vec![row], None))
    };
    let answer =
        table::stream(TableForm::Xlsx, Language::Vi, &database, &DATES, next).await.unwrap();
    let bytes = actix_web::body::to_bytes(answer.into_body()).await.unwrap();
    let rows = sheet(&bytes);
    let serial = |cell: &Data| match cell {
        Data::DateTime(date) => date.as_f64(),
        other => panic!("{other:?} is no date"),
    };
    assert_eq!(serial(&rows[1][0]), 45_717.0);
    assert_eq!(serial(&rows[1][1]), 45_789.0 + 9.5 / 24.0);
    assert_eq!(&rows[1][2..], [Data::Bool(true), Data::String("9007199254740993".into())]);
}

#[actix_web::test]
async fn a_batch_is_read_only_when_the_one_before_has_been_taken() {
    let database = TestDatabase::sqlite(&[]);
    let read = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&read);
    let next = move |_: &mut htx_kit::db::Connection, after: Option<usize>| -> Result<_, Failure> {
        counter.fetch_add(1, Ordering::SeqCst);
        let batch = after.unwrap_or(0);
        Ok(((0..1_000).map(|row| json!({"day": row})).collect(), (batch < 99).then_some(batch + 1)))
    };
    let form = TableForm::Csv { byte_order_mark: false };
    let answer = table::stream(form, Language::Vi, &database, &DATES, next).await.unwrap();
    let mut body = Box::pin(answer.into_body());
    let mut largest = 0;
    let mut lines = 0;
    for batch in 1.. {
        let Some(chunk) = poll_fn(|context| body.as_mut().poll_next(context)).await else { break };
        let chunk = chunk.unwrap();
        assert_eq!(read.load(Ordering::SeqCst), batch);
        largest = largest.max(chunk.len());
        lines += chunk.iter().filter(|byte| **byte == b'\n').count();
    }
    assert_eq!(lines, 100_001);
    assert!(largest < 100_000, "{largest}");
}

#[actix_web::test]
async fn a_hundred_thousand_rows_arrive_in_every_form() {
    let database = TestDatabase::sqlite(MIGRATIONS);
    let shelf = shelf::start(&database).await;
    shelf::fill(&shelf, 100_000).await;
    let listening = shelf.listen();
    let reader = shelf.as_agency("so-tc", Role::Viewer);
    let token = shelf.setting.tokens.token(reader.principal.as_ref().unwrap());
    let client = reqwest::Client::new();
    for accept in ["text/csv", "application/x-ndjson", XLSX] {
        let request = client.get(listening.url("/v1/books")).bearer_auth(&token);
        let mut answer = request.header("accept", accept).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 200);
        let (mut size, mut lines) = (0, 0);
        while let Some(chunk) = answer.chunk().await.unwrap() {
            size += chunk.len();
            lines += chunk.iter().filter(|byte| **byte == b'\n').count();
        }
        match accept {
            "text/csv" => assert_eq!(lines, 100_001),
            XLSX => assert!(size > 1_000_000, "{size}"),
            _ => assert_eq!(lines, 100_000),
        }
    }
}
