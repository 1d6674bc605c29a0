//! Registers of district offices, through the interface.

use std::collections::{BTreeMap, BTreeSet};

use htx_kit::testing::{Answer, Caller};
use htx_model::principal::Role;
use serde_json::{Value, json};

use super::office::{Office, UNMASKED, each, names};

pub(crate) const SAMPLE: &[u8] = include_bytes!("data/register-sample.xlsx");
const TRUTH: &str = include_str!("data/register-sample.truth.json");

pub(crate) fn form(field: &str, name: &str, content: &[u8]) -> Vec<u8> {
    let mut form = format!(
        "--frontier\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
        Content-Type: application/octet-stream\r\n\r\n"
    )
    .into_bytes();
    form.extend_from_slice(content);
    form.extend_from_slice(b"\r\n--frontier--\r\n");
    form
}

pub(crate) const MULTIPART: &str = "multipart/form-data; boundary=frontier";

pub(crate) async fn send(
    office: &Office,
    caller: &Caller,
    query: &str,
    name: &str,
    content: &[u8],
) -> Answer {
    let request = office.service.post(&format!("/v1/imports{query}"), ());
    request.by(caller).body(MULTIPART, form("file", name, content)).send().await
}

pub(crate) async fn import(office: &Office, caller: &Caller, content: &[u8]) -> Value {
    send(office, caller, "", "danh sách.csv", content).await.expect(201).json()["report"].clone()
}

pub(crate) async fn count(office: &Office) -> Value {
    office.read("/v1/organisations?limit=1&count=exact").await["count"].clone()
}

#[actix_web::test]
async fn the_sample_gives_its_truth_and_a_second_time_nothing() {
    each(async |office| {
        let truth: Value = serde_json::from_str(TRUTH).unwrap();
        let planning = office.planning();
        let sample =
            async |query| send(&office, &planning, query, "register-sample.xlsx", SAMPLE).await;

        let dry = sample("?dry_run=true").await.expect(201).json();
        assert_eq!(dry["dry_run"], true);
        assert_eq!(dry["report"]["entered"], 380);
        assert_eq!(count(&office).await, 0);
        office.seal().await;
        assert_eq!(office.read("/v1/registry/events").await["items"], json!([]));

        let answer = sample("").await.expect(201);
        let run = answer.json();
        let report = &run["report"];
        assert_eq!(
            (&report["rows"], &report["importable"]),
            (&truth["rows"], &truth["importable"])
        );
        assert_eq!(
            (&report["entered"], &report["changed"], &report["unchanged"]),
            (&json!(380), &json!(0), &json!(0))
        );
        let mut defects: BTreeMap<String, u64> = BTreeMap::new();
        for problem in report["problems"].as_array().unwrap() {
            *defects.entry(problem["code"].as_str().unwrap().to_owned()).or_default() += 1;
        }
        for repair in report["repairs"].as_array().unwrap() {
            let code = format!("{}_recoverable", repair["code"].as_str().unwrap());
            defects.insert(code, repair["cells"].as_u64().unwrap());
        }
        assert_eq!(json!(defects), truth["defects"]);
        assert_eq!(dry["report"], *report);
        assert_eq!(report["unknown_columns"], json!([]));
        assert_eq!(count(&office).await, 380);
        let location = answer.header("location").unwrap().to_owned();
        assert_eq!(office.read(&location).await, run);

        let again = sample("").await.expect(201).json()["report"].clone();
        assert_eq!(
            (&again["entered"], &again["changed"], &again["unchanged"]),
            (&json!(0), &json!(0), &json!(380))
        );
        for (kind, short) in
            [("cooperative", "HTX"), ("cooperative_group", "THT"), ("cooperative_union", "LH HTX")]
        {
            let page =
                office.read(&format!("/v1/organisations?count=exact&limit=1&kind={kind}")).await;
            assert_eq!(page["count"], truth["by_kind"][short]);
        }
        for (district, expected) in truth["by_district"].as_object().unwrap() {
            let path = format!("/v1/organisations?count=exact&limit=1&district={district}");
            assert_eq!(&office.read(&path).await["count"], expected, "{district}");
        }
    })
    .await;
}

#[actix_web::test]
async fn a_file_whose_header_is_no_register_s_is_refused() {
    each(async |office| {
        let planning = office.planning();
        let headless = "HTX Rau,Xã Phú Xuyên\n".as_bytes();
        let incomplete = "STT,Tên HTX,Mã số thuế,Số thành viên\n1,HTX Rau,,9\n".as_bytes();
        for (query, file, missing) in [
            ("", headless, "Tên hợp tác xã, Xã/Phường/Thị trấn"),
            ("?dry_run=true", headless, "Tên hợp tác xã, Xã/Phường/Thị trấn"),
            ("", incomplete, "thiếu Xã/Phường/Thị trấn. Dòng 1"),
        ] {
            let answer = send(&office, &planning, query, "a.csv", file).await;
            let problem = answer.expect_problem(422, "rule_violated");
            let detail = problem["detail"].as_str().unwrap();
            assert!(detail.contains(missing), "{detail}");
            assert_eq!(problem["errors"][0]["code"], "missing_column");
            assert!(problem["advice"].is_string());
        }
        // A register without entries is one.
        let report = import(&office, &planning, "STT,Tên HTX,Xã\n".as_bytes()).await;
        assert_eq!((&report["rows"], &report["problems"]), (&json!(0), &json!([])));
        assert_eq!(count(&office).await, 0);
    })
    .await;
}

#[actix_web::test]
async fn an_imported_entry_has_its_report_its_history_and_its_batch() {
    each(async |office| {
        let run = send(&office, &office.planning(), "", "a.xlsx", SAMPLE).await.expect(201).json();
        let found =
            office.read(&format!("/v1/organisations/by-number/0100830163?{UNMASKED}")).await;
        assert_eq!(found["name"], "Hợp tác xã Quỹ tín dụng nhân dân Dũng Tiến");
        assert_eq!(found["people_credit_fund"], true);
        assert_eq!(found["representative"]["name"], "Đỗ Văn Hải");
        let path = format!("/v1/organisations/{}", found["id"].as_str().unwrap());
        let reports = office.read(&format!("{path}/annual-reports")).await;
        let report = &reports["items"][0];
        assert_eq!((&report["year"], &report["origin"]), (&json!(2024), &json!("imported")));
        let figures = &report["figures"];
        for (figure, expected) in [
            ("revenue_vnd", 1_214_000_000_i64),
            ("profit_vnd", -10_000_000),
            ("average_worker_income_vnd", 58_000_000),
            ("worker_pay_vnd", 43 * 58_000_000),
            ("official_member_count", 251),
            ("worker_count", 43),
        ] {
            assert_eq!(figures[figure], expected, "{figure}");
        }
        let ratings = office.read(&format!("{path}/ratings")).await;
        let rating = &ratings["items"][0];
        assert_eq!((&rating["year"], &rating["rating"]), (&json!(2024), &json!("average")));
        assert_eq!((&rating["state"], &rating["points"]), (&json!("confirmed"), &json!([])));
        let history = office.read(&format!("{path}/history")).await;
        assert_eq!(history["items"][0]["event"]["type"], "organisation.imported");
        assert_eq!(history["items"][0]["event"]["batch"], run["id"]);
        assert_eq!(office.read(&format!("{path}/members")).await["items"], json!([]));
        let search = office.read("/v1/organisations?q=quy%20tin%20dung%20dung%20tien").await;
        assert_eq!(names(&search), ["Hợp tác xã Quỹ tín dụng nhân dân Dũng Tiến"]);
    })
    .await;
}

#[actix_web::test]
async fn a_district_imports_its_own_territory_only() {
    each(async |office| {
        let truth: Value = serde_json::from_str(TRUTH).unwrap();
        let report = import(&office, &office.district(), SAMPLE).await;
        let all = office.read("/v1/organisations?limit=200&count=exact").await;
        let districts: BTreeSet<_> = all["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["address"]["district"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(districts, BTreeSet::from(["277".to_owned()]));
        assert_eq!(report["entered"], all["count"]);
        let unions = truth["by_district"]["277"].as_u64().unwrap() - all["count"].as_u64().unwrap();
        assert!(unions <= 5, "only unions are left to the planning agency");
        let problems = report["problems"].as_array().unwrap();
        let outside = problems.iter().filter(|problem| problem["code"] == "out_of_scope").count();
        assert_eq!(json!(outside), 380 - all["count"].as_u64().unwrap());
        let rest = import(&office, &office.planning(), SAMPLE).await;
        assert_eq!(rest["unchanged"], all["count"]);
        assert_eq!(count(&office).await, 380);
    })
    .await;
}

#[actix_web::test]
async fn a_report_is_read_by_the_same_agency_and_by_planning() {
    each(async |office| {
        let answer = send(&office, &office.district(), "?dry_run=true", "a.xlsx", SAMPLE).await;
        let path = answer.expect(201).header("location").unwrap().to_owned();
        let service = &office.service;
        let colleague = office.district().named("district-277.other");
        for caller in [&office.district(), &colleague, &office.planning()] {
            office.get(&path).by(caller).send().await.expect(200);
        }
        let neighbour = service.as_agency("district-276", Role::Officer);
        office.get(&path).by(&neighbour).send().await.expect_problem(404, "not_found");
        office.get(&path).by(&office.audit()).send().await.expect_problem(403, "permission_denied");
    })
    .await;
}

#[actix_web::test]
async fn a_run_is_of_the_agency_that_grants_it_whatever_else_its_caller_is() {
    each(async |office| {
        let audit = office.service.as_agency("kiem-toan", Role::Viewer);
        let both = audit.also(&office.district()).named("both");
        let content = register(&office);
        let answer = send(&office, &both, "", "a.csv", content.as_bytes()).await.expect(201);
        let path = answer.header("location").unwrap().to_owned();
        for caller in [&both, &office.district()] {
            office.get(&path).by(caller).send().await.expect(200);
        }
        office.seal().await;
        let events = office.read("/v1/registry/events").await;
        assert_eq!(events["items"][0]["event"]["actor"]["agency"], "district-277");
    })
    .await;
}

/// A register of three cooperatives in Chương Mỹ.
fn register(office: &Office) -> String {
    let mut lines =
        "Tên HTX;Loại hình;Mã số thuế;Xã/Phường;Quận/Huyện;Số thành viên;Người đại diện\n"
            .to_owned();
    for name in ["HTX Rau", "HTX Hoa", "HTX Lúa"] {
        let number = office.number();
        lines +=
            &format!("{name};HTX;{number};Thị trấn Xuân Mai;Huyện Chương Mỹ;20;Trần Thị Bình\n");
    }
    lines
}

#[actix_web::test]
async fn a_corrected_file_changes_what_it_corrects() {
    each(async |office| {
        let first = register(&office);
        let report = import(&office, &office.district(), first.as_bytes()).await;
        assert_eq!(report["entered"], 3, "{report}");
        let corrected = first.replace("HTX Hoa;", "HTX Hoa cây cảnh;").replacen(";20;", ";25;", 1);
        let report = import(&office, &office.district(), corrected.as_bytes()).await;
        assert_eq!(
            (&report["entered"], &report["changed"], &report["unchanged"]),
            (&json!(0), &json!(2), &json!(1))
        );
        let search = office.read("/v1/organisations?q=hoa%20cay").await;
        assert_eq!(names(&search), ["HTX Hoa cây cảnh"]);
        assert_eq!(search["items"][0]["version"], 2);
        let id = search["items"][0]["id"].as_str().unwrap();
        let history = office.read(&format!("/v1/organisations/{id}/history")).await;
        let newest = &history["items"][0]["event"];
        assert_eq!(newest["type"], "organisation.changed");
        assert_eq!(newest["changed"], json!({ "name": "HTX Hoa cây cảnh" }));
        // The representative alone changes the entry, without a word of it in the log.
        let renamed = corrected.replace("Trần Thị Bình", "Lê Văn Chi");
        let report = import(&office, &office.district(), renamed.as_bytes()).await;
        assert_eq!(report["changed"], 3);
        let read = office.read(&format!("/v1/organisations/{id}?{UNMASKED}")).await;
        assert_eq!(read["representative"]["name"], "Lê Văn Chi");
        let history = office.read(&format!("/v1/organisations/{id}/history")).await;
        assert!(!history.to_string().contains("Lê Văn Chi"));
    })
    .await;
}

#[actix_web::test]
async fn one_that_dissolves_is_not_changed_by_a_file() {
    use htx_model::organisation::OrganisationStatus;
    each(async |office| {
        let first = register(&office);
        import(&office, &office.district(), first.as_bytes()).await;
        let found = office.read("/v1/organisations?q=lua").await;
        office
            .put_into(found["items"][0]["id"].as_str().unwrap(), OrganisationStatus::Dissolving)
            .await;
        let changed = first.replace(";20;", ";30;");
        let report = import(&office, &office.district(), changed.as_bytes()).await;
        assert_eq!((&report["changed"], &report["importable"]), (&json!(2), &json!(2)));
        assert_eq!(report["problems"][0]["code"], "frozen");
        assert_eq!(report["problems"][0]["row"], 4);
    })
    .await;
}

#[actix_web::test]
async fn an_import_under_a_key_is_run_once() {
    each(async |office| {
        let content = register(&office);
        let planning = office.planning();
        let post = |query: &str, key: &str| {
            let request = office.service.post(&format!("/v1/imports{query}"), ()).by(&planning);
            let body = form("file", "a.csv", content.as_bytes());
            request.body(MULTIPART, body).idempotency_key(key).send()
        };
        post("?dry_run=true", "dry").await.expect(201);
        post("", "dry").await.expect_problem(422, "idempotency_key_reused");
        let first = post("", "real").await.expect(201);
        let again = post("", "real").await.expect(201);
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        assert_eq!(again.json(), first.json());
        assert_eq!(first.json()["report"]["entered"], 3);
    })
    .await;
}

#[actix_web::test]
async fn an_import_holds_its_key_from_the_start_and_ends_though_its_caller_hangs_up() {
    use futures_util::future::{Either, select};
    each(async |office| {
        let planning = office.planning();
        let post = || {
            let request = office.service.post("/v1/imports", ()).by(&planning);
            request.body(MULTIPART, form("file", "a.xlsx", SAMPLE)).idempotency_key("long").send()
        };
        let (first, second) = (Box::pin(post()), Box::pin(post()));
        let (Either::Left((answered, running)) | Either::Right((answered, running))) =
            select(first, second).await;
        answered.expect_problem(409, "idempotency_in_progress");
        drop(running);
        let again = loop {
            let again = post().await;
            if again.status != 409 {
                break again.expect(201);
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        };
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        assert_eq!(again.json()["report"]["entered"], 380);
        office.get(again.header("location").unwrap()).by(&planning).send().await.expect(200);
    })
    .await;
}

#[actix_web::test]
async fn what_was_read_of_a_person_is_shown_once_and_not_kept() {
    each(async |office| {
        let person = format!("Trần Thị Bình {}", "ạ".repeat(600));
        let content = register(&office).replacen("Trần Thị Bình", &person, 1);
        let planning = office.planning();
        let post = || {
            let request = office.service.post("/v1/imports", ()).by(&planning);
            let body = form("file", "a.csv", content.as_bytes());
            request.body(MULTIPART, body).idempotency_key("person").send()
        };
        let first = post().await.expect(201);
        let problem = &first.json()["report"]["problems"][0];
        assert_eq!((&problem["code"], &problem["read"]), (&json!("text_too_long"), &json!(person)));
        let again = post().await.expect(201).json();
        let read = office.read(first.header("location").unwrap()).await;
        for kept in [again, read] {
            assert_eq!(kept["report"]["problems"][0]["read"], "***");
            assert_eq!(kept["report"]["problems"][0]["row"], problem["row"]);
        }
    })
    .await;
}
