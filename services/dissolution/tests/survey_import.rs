//! The surveys of a district, out of a spreadsheet.

use htx_kit::testing::{Answer, Caller};
use htx_model::registration_number::RegistrationNumber;
use serde_json::{Value, json};

use super::{
    answers::each_of,
    office::{Office, each},
};

const PATH: &str = "/v1/dissolutions/surveys/import";

async fn send(office: &Office, by: &Caller, query: &str, name: &str, content: Vec<u8>) -> Answer {
    let mut body = format!(
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    )
    .into_bytes();
    body.extend(content);
    body.extend(b"\r\n--x--\r\n");
    let request = office.service.post(&format!("{PATH}{query}"), ()).by(by);
    let request = request.body("multipart/form-data; boundary=x", body);
    request.idempotency_key(&office.key()).send().await
}

async fn import(office: &Office, query: &str, csv: &str) -> Value {
    let sent = send(office, &office.officer(), query, "khao-sat.csv", csv.into()).await;
    sent.expect(201).json()
}

/// A row that says all, of the organisation that its first cells name.
fn whole(named: &str) -> String {
    format!(
        "{named},Ngừng hoạt động,2645/UBND-KHĐT,5/5/2025,Không còn,Cháy kho năm 2009,\
         Không còn ai,Ban quản trị đã mất,Mất,Thất lạc theo bà Bình,Chưa cấp,,\
         Nhà kho: 15.000.000 đ; 1.200 m2 đất,,Không có,UBND xã xác nhận\n"
    )
}

const HEADER: &str = "Mã số,TÊN HTX,Xã/Phường,Hình thức,Căn cứ,Ngày khảo sát,Ho so so sach,\
    Giải thích hồ sơ,Người quản lý,Giải thích người quản lý,Con dấu,Lý do con dấu,\
    Giấy chứng nhận (số),Lý do giấy chứng nhận,Tài sản,Giải thích tài sản,Nợ,Giải thích nợ\n";

/// Two cooperatives of Xuân Mai: one with a number that begins with a zero, one without.
async fn known(office: &Office) -> (String, String) {
    let mut numbered = office.cooperative("HTX Dệt Xuân Mai");
    numbered.registration_number = RegistrationNumber::parse("0100109106").ok();
    assert!(numbered.registration_number.is_some());
    let plain = office.cooperative("HTX Rau Chương Mỹ");
    let ids = (numbered.id.to_string(), plain.id.to_string());
    office.know(vec![numbered, plain]).await;
    ids
}

async fn cases(office: &Office) -> Vec<Value> {
    let all = office.read_by(&office.audit(), "/v1/dissolutions").await;
    all["items"].as_array().unwrap().clone()
}

#[actix_web::test]
async fn a_district_enters_its_surveys_at_once_and_the_same_file_again_changes_nothing() {
    each(async |office| {
        let (numbered, plain) = known(&office).await;
        // The spreadsheet lost the zero of the number; the other row goes by name and commune.
        let file = format!(
            "Danh sách khảo sát\n{HEADER}{}{}",
            whole("100109106,,"),
            whole(",HTX Rau Chương Mỹ,Xuân Mai")
        );
        let rehearsed = import(&office, "?dry_run=true", &file).await;
        assert_eq!(rehearsed["problems"], json!([]));
        assert_eq!(each_of_rows(&rehearsed, "dissolution_id"), [Value::Null, Value::Null]);
        assert_eq!(each_of_rows(&rehearsed, "opened"), [json!(true), json!(true)]);
        assert_eq!(cases(&office).await, [json!(null); 0]);

        let entered = import(&office, "", &file).await;
        // What came of it is read again by the agency alone, and by who reaches the whole city.
        let kept = format!("/v1/dissolutions/surveys/imports/{}", entered["id"].as_str().unwrap());
        assert_eq!(office.read_by(&office.officer(), &kept).await, entered);
        assert_eq!(office.read_by(&office.planning(), &kept).await["rows"], 2);
        let neighbour = office.of("district-276");
        let hidden = office.service.get(&kept).by(&neighbour).send().await;
        hidden.expect_problem(404, "not_found");
        assert_eq!((&entered["rows"], &entered["problems"]), (&json!(2), &json!([])));
        assert_eq!(each_of_rows(&entered, "organisation_id"), [json!(numbered), json!(plain)]);
        let case = entered["entered"][0]["dissolution_id"].as_str().unwrap();
        let path = format!("/v1/dissolutions/{case}");
        let read = office.read_by(&office.audit(), &path).await;
        assert_eq!((&read["state"], &read["route"]), (&json!("identified"), &json!("dormant")));
        assert_eq!(read["next_steps"][0]["unmet_guards"], json!([]));
        assert_eq!(read["steps"][0]["legal_basis"], "2645/UBND-KHĐT");
        let survey = office.read_by(&office.audit(), &format!("{path}/survey")).await;
        assert_eq!(survey["surveyed_on"], "2025-05-05");
        assert_eq!(survey["records"]["explanation"], "Cháy kho năm 2009");
        assert_eq!(
            survey["assets"]["lines"],
            json!([
                { "name": "Nhà kho", "amount_vnd": 15_000_000 },
                { "name": "1.200 m2 đất", "amount_vnd": null },
            ])
        );
        assert_eq!(survey["debts"]["finding"], "none_confirmed");
        let custody = office.read_by(&office.audit(), &format!("{path}/custody")).await;
        assert_eq!(custody["seal"]["custody"], "lost");
        assert_eq!(custody["certificate"]["custody"], "never_issued");

        let before = cases(&office).await;
        let again = import(&office, "", &file).await;
        assert_eq!(each_of_rows(&again, "written"), [json!(false), json!(false)]);
        assert_eq!(each_of_rows(&again, "opened"), [json!(false), json!(false)]);
        assert_eq!(cases(&office).await, before);
        let same = office.read_by(&office.audit(), &format!("{path}/survey")).await;
        assert_eq!(same["version"], survey["version"]);

        // One thing is new: the rest stays.
        let held = "Mã số;Con dấu;Lý do con dấu\n0100109106;Đang được giữ;Bà Bình\n";
        let held = import(&office, "", held).await;
        assert_eq!(each_of_rows(&held, "written"), [json!(true)]);
        let custody = office.read_by(&office.audit(), &format!("{path}/custody")).await;
        assert_eq!((&custody["seal"]["custody"], &custody["version"]), (&json!("held"), &json!(3)));
        // Whoever prepared it by a file decides it no more than whoever did by hand.
        let decided = office.service.get(&path).by(&office.officer()).send().await.expect(200);
        assert_eq!(decided.json()["available_actions"], json!(["survey"]));
    })
    .await;
}

fn each_of_rows(import: &Value, field: &str) -> Vec<Value> {
    import["entered"].as_array().unwrap().iter().map(|row| row[field].clone()).collect()
}

#[actix_web::test]
async fn what_is_wrong_is_told_by_row_and_column_and_the_good_rows_are_entered() {
    each(async |office| {
        known(&office).await;
        let mut foreign = office.cooperative("HTX Ngoài Huyện");
        foreign.seat.district = htx_model::administrative::DistrictCode::parse("276").ok();
        foreign.registration_number = RegistrationNumber::parse("0100112437").ok();
        assert!(foreign.registration_number.is_some());
        office.know(vec![foreign]).await;
        let file = "Mã số,Tên HTX,Xã,Hình thức,Căn cứ,Con dấu,Lý do con dấu,Tài sản,Ghi chú\n\
            0100109106,,,Ngừng hoạt động,2645/UBND-KHĐT,Mất,,Máy: 1.5 triệu,x\n\
            0100112437,,,Ngừng hoạt động,2645/UBND-KHĐT,Chưa cấp,,,\n\
            ,HTX Rau Chương Mỹ,,Ngừng hoạt động,2645/UBND-KHĐT,Chưa cấp,,,\n\
            ,HTX Rau Chương Mỹ,Xuân Mai,,2645/UBND-KHĐT,Chưa cấp,,,\n\
            ,HTX Rau Chương Mỹ,Xuân Mai,Ngừng hoạt động,2645/UBND-KHĐT,Bán rồi,,,\n\
            ,HTX Không Có,Xuân Mai,Tự nguyện,2645/UBND-KHĐT,Chưa cấp,,,\n\
            0100109106,,,Ngừng hoạt động,2645/UBND-KHĐT,Chưa cấp,,,\n\
            0100109106,,,Ngừng hoạt động,2645/UBND-KHĐT,Đã nộp,,,\n";
        let told = import(&office, "", file).await;
        assert_eq!((&told["rows"], &told["unknown_columns"]), (&json!(8), &json!(["Ghi chú"])));
        let problems: Vec<_> = told["problems"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| json!([one["row"], one["letter"], one["code"], one["read"]]))
            .collect();
        assert_eq!(
            json!(problems),
            json!([
                [2, "G", "missing_reason", ""],
                [2, "H", "bad_amount", "Máy: 1.5 triệu"],
                [3, "A", "unknown_organisation", "0100112437"],
                [4, "C", "missing_commune", ""],
                [5, "D", "missing_value", ""],
                [6, "F", "unknown_value", "Bán rồi"],
                [7, "D", "unknown_value", "Tự nguyện"],
                [9, "B", "duplicate_row", "HTX Dệt Xuân Mai"],
            ])
        );
        let expected = told["problems"][5]["expected"].as_str().unwrap();
        assert!(expected.starts_with("Một trong: Đã nộp lại; Đang được giữ"), "{expected}");
        // The row that lacked its route left no case behind; the good one has its own.
        assert_eq!(each_of_rows(&told, "row"), [json!(8)]);
        let all = office.read_by(&office.audit(), "/v1/dissolutions").await;
        assert_eq!(each_of(&all, "/name_at_opening"), ["HTX Dệt Xuân Mai"]);

        let refused = send(&office, &office.officer(), "", "a.csv", "A;B\n1;2\n".into()).await;
        refused.expect_problem(422, "rule_violated");
        let many: String = (0..=1_000).map(|at| format!("{at};;Còn\n")).collect();
        let many = format!("Mã số;Tên;Hồ sơ\n{many}");
        let refused = send(&office, &office.officer(), "", "a.csv", many.into()).await;
        refused.expect_problem(422, "rule_violated");
        let refused = send(&office, &office.approver(), "", "a.csv", file.into()).await;
        refused.expect_problem(403, "permission_denied");
    })
    .await;
}

#[actix_web::test]
async fn a_workbook_is_read_and_a_case_that_is_decided_admits_no_other_survey() {
    each(async |office| {
        known(&office).await;
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        let cells = [
            ["Tên tổ chức", "Xã, phường", "Hình thức", "Căn cứ", "Con dấu", "Hồ sơ, sổ sách"],
            [
                "HTX Rau Chương Mỹ",
                "thị trấn Xuân Mai",
                "dormant",
                "6563/BKHĐT-HTX",
                "Đã nộp",
                "Còn",
            ],
        ];
        for (row, texts) in (0..).zip(cells) {
            for (column, text) in (0..).zip(texts) {
                sheet.write_string(row, column, text).unwrap();
            }
        }
        let content = book.save_to_buffer().unwrap();
        let sent = send(&office, &office.officer(), "", "a.xlsx", content.clone()).await;
        let entered = sent.expect(201).json();
        assert_eq!(entered["problems"], json!([]));
        let case = entered["entered"][0]["dissolution_id"].as_str().unwrap();
        let path = format!("/v1/dissolutions/{case}");
        let decided = htx_model::dissolution::DissolutionState::Decided;
        office.put_into(&path, decided, "2025-05-12").await;
        let again = send(&office, &office.officer(), "", "a.xlsx", content).await;
        assert_eq!(again.expect(201).json()["problems"], json!([]));
        let other = "Tên;Xã;Hồ sơ;Giải thích hồ sơ\nHTX Rau Chương Mỹ;Xuân Mai;Mất;Cháy\n";
        let other = import(&office, "", other).await;
        assert_eq!(other["problems"][0]["code"], "state_conflict");
        assert_eq!(other["entered"], json!([]));
    })
    .await;
}

#[actix_web::test]
async fn two_files_that_name_the_same_in_another_order_never_wait_for_each_other_in_a_circle() {
    each(async |office| {
        let names: Vec<String> = (0..40).map(|at| format!("HTX Vòng {at:02}")).collect();
        office.know(names.iter().map(|name| office.cooperative(name)).collect()).await;
        let rows: Vec<String> =
            names.iter().map(|name| whole(&format!(",{name},Xuân Mai"))).collect();
        let forward = format!("{HEADER}{}", rows.concat());
        let backward = format!("{HEADER}{}", rows.iter().rev().cloned().collect::<String>());
        // First they open the cases, then they write in them.
        for day in ["6/5/2025", "7/5/2025"] {
            let (one, other) =
                (forward.replace("5/5/2025", day), backward.replace("5/5/2025", day));
            let (one, other) =
                futures_util::join!(import(&office, "", &one), import(&office, "", &other));
            assert_eq!((&one["problems"], &other["problems"]), (&json!([]), &json!([])));
        }
        assert_eq!(cases(&office).await.len(), 40);
    })
    .await;
}
