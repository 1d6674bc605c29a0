//! The register reconciled with the national system, and exported for it.

use htx_kit::testing::{Answer, Caller};
use htx_model::{organisation::OrganisationStatus, principal::Role};
use serde_json::{Value, json};

use super::office::{Office, each, each_of, faults, organisation_id};

const HEADER: &str = "Mã số hợp tác xã,Tên hợp tác xã,Loại hình,Tình trạng hoạt động,Ngày đăng ký,\
    Địa chỉ trụ sở,\"Xã, phường\",\"Quận, huyện\",Mã ngành chính,Lĩnh vực,Vốn điều lệ (đồng),\
    Số thành viên,Số lao động";

const MULTIPART: &str = "multipart/form-data; boundary=frontier";

fn form(name: &str, content: &[u8]) -> Vec<u8> {
    let mut form = format!(
        "--frontier\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
        Content-Type: application/octet-stream\r\n\r\n"
    )
    .into_bytes();
    form.extend_from_slice(content);
    form.extend_from_slice(b"\r\n--frontier--\r\n");
    form
}

async fn send(office: &Office, caller: &Caller, query: &str, name: &str, file: &[u8]) -> Answer {
    let request = office.service.post(&format!("/v1/reconciliations{query}"), ());
    request.by(caller).body(MULTIPART, form(name, file)).send().await
}

/// Reconciles a file of these rows, and gives the reconciliation's path with its counts.
async fn reconciled(office: &Office, rows: &[String]) -> (String, Value) {
    let file = format!("{HEADER}\n{}\n", rows.join("\n"));
    let answer = send(office, &office.planning(), "", "quốc gia.csv", file.as_bytes()).await;
    let answer = answer.expect(201);
    let path = answer.header("location").unwrap().to_owned();
    let counts = answer.json()["reconciliation"]["counts"].clone();
    (path, counts)
}

/// A row in Xuân Mai, Chương Mỹ, which says what [`Office::cooperative`] says but what is given.
fn row(number: &str, name: &str, members: u32) -> String {
    format!(
        "{number},{name},Hợp tác xã,Đang hoạt động,15/03/2024,Thôn 3,Thị trấn Xuân Mai,\
        Huyện Chương Mỹ,0118,Nông nghiệp,3000000000,{members},7"
    )
}

async fn differences(office: &Office, path: &str, filter: &str) -> Vec<Value> {
    let page = office.read(&format!("{path}/differences?limit=200&{filter}")).await;
    page["items"].as_array().unwrap().clone()
}

async fn accept(office: &Office, path: &str, body: Value) -> Answer {
    office.service.post(&format!("{path}/accept"), body).by(&office.planning()).send().await
}

#[actix_web::test]
async fn a_file_is_reconciled_and_its_differences_decided() {
    each(async |office| {
        let same = office.enter(office.cooperative("HTX Rau Xuân Mai")).await;
        let other = office.enter(office.cooperative("HTX Hoa Tây Tựu")).await;
        let alone = office.enter(office.cooperative("HTX Vận tải Hòa Bình")).await;
        let mut unnumbered = office.cooperative("Tổ hợp tác Nấm rơm An Phú");
        unnumbered["kind"] = json!("cooperative_group");
        unnumbered["registration_number"] = Value::Null;
        office.enter(unnumbered).await;
        let number = |entry: &Value| entry["registration_number"].as_str().unwrap().to_owned();
        let fresh = office.number();
        let (path, counts) = reconciled(
            &office,
            &[
                row(&number(&same), "HTX Rau Xuân Mai", 12),
                row(&number(&other), "HTX Hoa Tây Tựu", 15),
                row(&fresh, "HTX Mây tre đan Phú Vinh", 30),
                row("", "Tổ hợp tác Nấm rơn An Phú", 12).replace(",Hợp tác xã,", ",Tổ hợp tác,"),
                row("0101248142", "HTX Sai số", 5),
            ],
        )
        .await;
        assert_eq!(
            counts,
            json!({
                "rows": 5, "compared": 4, "same": 1, "different": 1,
                "only_here": 1, "only_there": 1, "near_duplicate": 1,
            })
        );
        let read = office.read(&path).await;
        assert_eq!(read["open"], 4);
        assert_eq!(read["report"]["problems"][0]["code"], "check_digit");
        assert_eq!(office.read("/v1/reconciliations").await["items"][0]["counts"], counts);

        let different = &differences(&office, &path, "kind=different").await;
        let [different] = &different[..] else { panic!("{different:#?}") };
        let fields = json!([{ "field": "member_count", "ours": "12", "theirs": "15" }]);
        assert_eq!((&different["organisation"], &different["fields"]), (&other["id"], &fields));
        assert_eq!(different["available_takes"], json!(["theirs", "ours"]));
        let seen = office.read_by(&office.audit(), &format!("{path}/differences")).await;
        let mut seen = seen["items"].as_array().unwrap().iter();
        assert!(seen.all(|one| one["available_takes"] == json!([])), "audit decides nothing");
        let only_here = differences(&office, &path, "kind=only_here&district=277").await;
        assert_eq!(only_here[0]["organisation"], alone["id"]);
        assert!(differences(&office, &path, "district=276").await.is_empty());
        let near = differences(&office, &path, "kind=near_duplicate").await;
        assert!(near[0]["score"].as_u64().unwrap() >= 65, "{near:#?}");

        let ids = json!([different["id"], only_here[0]["id"]]);
        let outcome = accept(&office, &path, json!({ "ids": ids, "take": "theirs" })).await;
        let outcome = outcome.expect(200).json();
        assert_eq!((&outcome["taken"], &outcome["refused_count"]), (&json!(1), &json!(1)));
        assert_eq!(outcome["refused"][0]["code"], "nothing_to_take");
        let changed =
            office.read(&format!("/v1/organisations/{}", other["id"].as_str().unwrap())).await;
        assert_eq!((&changed["member_count"], &changed["version"]), (&json!(15), &json!(2)));
        office.seal().await;
        let events = office.read("/v1/registry/events").await;
        let event = &events["items"].as_array().unwrap().last().unwrap()["event"];
        assert_eq!(
            (&event["type"], &event["batch"]),
            (&json!("organisation.changed"), &outcome["batch"])
        );

        let again =
            accept(&office, &path, json!({ "ids": ids, "take": "theirs" })).await.expect(200);
        assert_eq!((&again.json()["taken"], &again.json()["unchanged"]), (&json!(0), &json!(1)));
        let kept = json!({ "ids": ids, "take": "ours", "reason": "Hồ sơ gốc đúng" });
        let kept = accept(&office, &path, kept).await.expect(200).json();
        assert_eq!(kept["kept"], 1);
        assert_eq!(kept["refused"][0]["code"], "decided_already");

        let rest = accept(&office, &path, json!({ "filter": {}, "take": "theirs" })).await;
        assert_eq!(rest.expect(200).json()["taken"], 2);
        let found = office.read(&format!("/v1/organisations/by-number/{fresh}")).await;
        assert_eq!(
            (&found["name"], &found["member_count"]),
            (&json!("HTX Mây tre đan Phú Vinh"), &json!(30))
        );
        let groups = office.read("/v1/organisations?kind=cooperative_group").await;
        assert_eq!(each_of(&groups, "name"), ["Tổ hợp tác Nấm rơn An Phú"]);
        assert_eq!(office.read(&path).await["open"], 0);
    })
    .await;
}

#[actix_web::test]
async fn what_changed_meanwhile_or_is_frozen_or_taken_stays_open_and_is_told() {
    each(async |office| {
        let first = office.enter(office.cooperative("HTX Rau")).await;
        let second = office.enter(office.cooperative("HTX Hoa")).await;
        let third = office.enter(office.cooperative("HTX Nấm")).await;
        let fourth = office.enter(office.cooperative("HTX Chè")).await;
        let number = |entry: &Value| entry["registration_number"].as_str().unwrap().to_owned();
        let fresh = office.number();
        let (path, _) = reconciled(
            &office,
            &[
                row(&number(&first), "HTX Rau", 20),
                row(&number(&second), "HTX Hoa", 20),
                row(&number(&third), "HTX Nấm", 12).replace("Đang hoạt động", "Ngừng hoạt động"),
                row(&number(&fourth), "HTX Chè", 2),
                row(&fresh, "HTX Mật ong", 9),
            ],
        )
        .await;
        let id = |entry: &Value| entry["id"].as_str().unwrap().to_owned();
        office.change(&id(&first), json!({ "worker_count": 99 })).await.expect(200);
        office.put_into(&id(&second), OrganisationStatus::Dissolving).await;
        let mut taken = office.cooperative("HTX Ong");
        taken["registration_number"] = json!(fresh);
        office.enter(taken).await;
        let outcome = accept(&office, &path, json!({ "filter": {}, "take": "theirs" })).await;
        let outcome = outcome.expect(200).json();
        assert_eq!(outcome["taken"], 0);
        let mut codes = each_of(&json!({ "items": outcome["refused"] }), "code");
        codes.sort();
        assert_eq!(
            codes,
            [
                "nothing_to_take",
                "number_taken",
                "stale_version",
                "stale_version",
                "too_few_members",
            ]
        );
        assert_eq!(office.read(&path).await["open"], 5);
        let unchanged = office.read(&format!("/v1/organisations/{}", id(&fourth))).await;
        assert_eq!(unchanged["member_count"], 12);
    })
    .await;
}

#[actix_web::test]
async fn one_field_is_taken_and_the_other_stays() {
    each(async |office| {
        let entry = office.enter(office.cooperative("HTX Rau")).await;
        let number = entry["registration_number"].as_str().unwrap();
        let (path, _) = reconciled(
            &office,
            &[row(number, "HTX Rau quả", 20)
                .replace("Thôn 3,Thị trấn Xuân Mai", "Thôn 4,Xã Phụng Châu")],
        )
        .await;
        let body =
            json!({ "filter": { "kind": "different" }, "take": "theirs", "fields": ["commune"] });
        assert_eq!(accept(&office, &path, body).await.expect(200).json()["taken"], 1);
        let changed =
            office.read(&format!("/v1/organisations/{}", entry["id"].as_str().unwrap())).await;
        assert_eq!((&changed["name"], &changed["member_count"]), (&json!("HTX Rau"), &json!(12)));
        assert_ne!(changed["address"]["commune"], "10018");
        assert_eq!(changed["address"]["line"], "Thôn 3");
    })
    .await;
}

#[actix_web::test]
async fn two_who_accept_at_once_take_it_over_once() {
    each(async |office| {
        office.enter(office.cooperative("HTX Rau")).await;
        let rows: Vec<String> =
            (0..20).map(|at| row(&office.number(), &format!("HTX Mới {at}"), 9)).collect();
        let (path, counts) = reconciled(&office, &rows).await;
        assert_eq!(counts["only_there"], 20);
        let body = json!({ "filter": {}, "take": "theirs" });
        let accept = || accept(&office, &path, body.clone());
        let (one, other) = futures_util::join!(accept(), accept());
        let taken = |answer: Answer| answer.expect(200).json()["taken"].as_u64().unwrap();
        assert_eq!(taken(one) + taken(other), 20);
        assert_eq!(office.read("/v1/organisations?count=exact&limit=1").await["count"], 21);
    })
    .await;
}

#[actix_web::test]
async fn a_dry_run_keeps_nothing_and_a_repeated_key_reconciles_once() {
    each(async |office| {
        office.enter(office.cooperative("HTX Rau")).await;
        let file = format!("{HEADER}\n{}\n{}\n", row("", "HTX Hoa", 9), row("12", "HTX Sai", 9));
        let planning = office.planning();
        let dry = send(&office, &planning, "?dry_run=true", "a.csv", file.as_bytes()).await;
        let dry = dry.expect(200).json();
        assert_eq!(dry["reconciliation"]["counts"]["only_there"], 1);
        assert_eq!(dry["report"]["problems"][0]["row"], 3);
        assert_eq!(office.read("/v1/reconciliations").await["items"], json!([]));

        let send_once = || {
            let request = office.service.post("/v1/reconciliations", ());
            let request = request.by(&planning).header("Idempotency-Key", "once");
            request.body(MULTIPART, form("a.csv", file.as_bytes())).send()
        };
        let first = send_once().await.expect(201);
        let again = send_once().await.expect(201);
        assert_eq!(first.header("location"), again.header("location"));
        assert_eq!(office.read("/v1/reconciliations").await["items"].as_array().unwrap().len(), 1);
    })
    .await;
}

#[actix_web::test]
async fn the_export_reconciles_without_a_difference() {
    each(async |office| {
        let mut entries = vec![
            office.cooperative("HTX Rau Xuân Mai"),
            office.cooperative_elsewhere("Hợp tác xã Hoa, cây cảnh \"Tây Tựu\""),
        ];
        let mut group = office.cooperative("Tổ hợp tác Nấm");
        group["kind"] = json!("cooperative_group");
        group["registration_number"] = Value::Null;
        group["registered_on"] = Value::Null;
        group["sector"] = Value::Null;
        group["address"]["line"] = Value::Null;
        entries.push(group);
        for (at, sector) in ["transport", "trade_service", "environment", "other", "construction"]
            .into_iter()
            .enumerate()
        {
            let mut entry = office.cooperative(&format!("HTX số {at}"));
            entry["sector"] = json!(sector);
            entries.push(entry);
        }
        let mut ids = Vec::new();
        for entry in entries {
            ids.push(office.enter(entry).await["id"].as_str().unwrap().to_owned());
        }
        for (id, status) in ids.iter().skip(3).zip([
            OrganisationStatus::Suspended,
            OrganisationStatus::Dormant,
            OrganisationStatus::Dissolved,
            OrganisationStatus::Merged,
            OrganisationStatus::Converted,
        ]) {
            office.put_into(id, status).await;
        }
        let planning = office.planning();
        for (accept, name) in [
            ("text/csv", "a.csv"),
            ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "a.xlsx"),
        ] {
            let request = office.get("/v1/national-system/export").by(&planning);
            let export = request.header("accept", accept).send().await.expect(200);
            let answer = send(&office, &planning, "?dry_run=true", name, &export.body).await;
            let answer = answer.expect(200).json();
            assert_eq!(answer["report"]["problems"], json!([]), "{accept}");
            assert_eq!(answer["report"]["unknown_columns"], json!([]), "{accept}");
            assert_eq!(
                answer["reconciliation"]["counts"],
                json!({
                    "rows": 8, "compared": 8, "same": 8, "different": 0,
                    "only_here": 0, "only_there": 0, "near_duplicate": 0,
                }),
                "{accept}"
            );
        }
    })
    .await;
}

#[actix_web::test]
async fn only_the_planning_agency_reconciles_and_exports() {
    each(async |office| {
        let file = format!("{HEADER}\n{}\n", row("", "HTX Hoa", 9));
        let nowhere = "/v1/reconciliations/01941f29-7c00-7000-8000-000000000008";
        let own = organisation_id("01941f29-7c00-7000-8000-000000000001");
        let nothing = json!({ "filter": {}, "take": "theirs" });
        // Audit sees what came of it, and does none of it.
        for (caller, list, one) in [
            (office.district(), 403, 403),
            (office.audit(), 200, 404),
            (office.service.as_agency("so-tc", Role::Viewer), 403, 403),
            (office.service.as_organisation(own), 403, 403),
        ] {
            send(&office, &caller, "", "a.csv", file.as_bytes()).await.expect(403);
            for (path, status) in [
                ("/v1/reconciliations", list),
                ("/v1/national-system/columns", list),
                (nowhere, one),
                (&format!("{nowhere}/differences"), one),
                ("/v1/national-system/export", 403),
            ] {
                office.get(path).by(&caller).send().await.expect(status);
            }
            let request = office.service.post(&format!("{nowhere}/accept"), nothing.clone());
            request.by(&caller).send().await.expect(403);
        }
        let planning = office.planning();
        for path in [nowhere, &format!("{nowhere}/differences")] {
            office.get(path).by(&planning).send().await.expect(404);
        }
        accept(&office, nowhere, nothing).await.expect(404);
        let columns = office.read("/v1/national-system/columns").await;
        assert_eq!(columns["legal_basis"]["verified"], false);
        assert_eq!(columns["items"][1]["header"], "Tên hợp tác xã");
    })
    .await;
}

#[actix_web::test]
async fn bad_files_and_bad_decisions_are_refused_with_their_faults() {
    each(async |office| {
        let planning = office.planning();
        for (file, status) in [
            (&b"\x89PNG\r\n\x1a\n0000"[..], 400),
            (b"xin ch\xc3\xa0o\nkh\xc3\xb4ng c\xc3\xb3 g\xc3\xac", 422),
            (b"", 400),
        ] {
            let answer = send(&office, &planning, "", "a.csv", file).await;
            assert!((400..=422).contains(&answer.status), "{status}: {}", answer.status);
        }
        let (path, _) = reconciled(&office, &[row("", "HTX Hoa", 9)]).await;
        let id = "01941f29-7c00-7000-8000-000000000008";
        for (body, expected) in [
            (json!({ "take": "theirs" }), ("/ids", "one_of_two")),
            (json!({ "take": "theirs", "ids": [id], "filter": {} }), ("/ids", "one_of_two")),
            (json!({ "take": "theirs", "ids": [] }), ("/ids", "out_of_range")),
            (json!({ "take": "ours", "ids": [id] }), ("/reason", "missing_reason")),
            (json!({ "take": "theirs", "filter": {}, "fields": [] }), ("/fields", "out_of_range")),
        ] {
            let problem = accept(&office, &path, body).await.expect(422).problem();
            assert_eq!(faults(&problem), [(expected.0.to_owned(), expected.1.to_owned())]);
        }
        for body in [
            json!({ "take": "mine", "filter": {} }),
            json!({ "take": "theirs", "filter": { "colour": "red" } }),
            json!({ "take": "theirs", "ids": ["x"] }),
        ] {
            accept(&office, &path, body).await.expect_problem(400, "invalid_body");
        }
        let unknown = accept(&office, &path, json!({ "take": "theirs", "ids": [id] })).await;
        assert_eq!(unknown.expect(200).json()["refused"][0]["code"], "not_found");
        for query in ["kind=better", "state=done", "limit=0", "district=x", "cursor=x"] {
            let path = format!("{path}/differences?{query}");
            office.get(&path).by(&planning).send().await.expect(400);
        }
        let csv =
            office.get(&format!("{path}/differences")).by(&planning).header("accept", "text/csv");
        let csv = csv.send().await.expect(200);
        assert_eq!(csv.text().lines().count(), 2);
    })
    .await;
}
