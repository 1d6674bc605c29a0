//! Old paper lists matched with the register.

use htx_model::principal::Role;
use serde_json::{Value, json};

use super::office::{Office, each, faults};

async fn matched(office: &Office, lines: Value) -> Value {
    let request = office.service.post("/v1/organisations/match", json!({ "lines": lines }));
    request.by(&office.planning()).send().await.expect(200).json()
}

/// The names of a line's candidates.
fn names(answer: &Value, line: usize) -> Vec<&str> {
    let candidates = answer["items"][line]["candidates"].as_array().unwrap().iter();
    candidates.map(|one| one["name"].as_str().unwrap()).collect()
}

#[actix_web::test]
async fn lines_find_what_they_mean_by_number_name_and_misspelling() {
    each(async |office| {
        let first =
            office.enter(office.cooperative("Hợp tác xã Dịch vụ nông nghiệp Đồng Tâm")).await;
        let number = first["registration_number"].as_str().unwrap();
        let names_entered = ["HTX Rau an toàn Vân Nội", "Hợp tác xã Vận tải Hòa Bình", "HTX Hoa"];
        office.enter_all(&names_entered).await;
        let lines = json!([
            { "text": number },
            { "text": format!("HTX Đồng Tâm MST {}", number.trim_start_matches('0')) },
            { "text": "htx dvnn dong tam" },
            { "text": "HTX RAT Vân Lội" },
            { "text": "HTX vận tải hoà bình", "district": "277" },
            { "text": "Hoà Bình", "commune": "10018" },
            { "text": "HTX Không Có Thật" },
        ]);
        let answer = matched(&office, lines).await;
        for (line, expected) in [
            Some("Hợp tác xã Dịch vụ nông nghiệp Đồng Tâm"),
            Some("Hợp tác xã Dịch vụ nông nghiệp Đồng Tâm"),
            Some("Hợp tác xã Dịch vụ nông nghiệp Đồng Tâm"),
            Some("HTX Rau an toàn Vân Nội"),
            Some("Hợp tác xã Vận tải Hòa Bình"),
            Some("Hợp tác xã Vận tải Hòa Bình"),
            None,
        ]
        .into_iter()
        .enumerate()
        {
            assert_eq!(names(&answer, line).first().copied(), expected, "{line}: {answer:#}");
            assert_eq!(answer["items"][line]["line"], line + 1);
        }
        let best = &answer["items"][0]["candidates"][0];
        assert_eq!(best["organisation"], first["id"]);
        assert_eq!(best["score"], 100);
        assert_eq!(best["reasons"], json!(["number_exact"]));
        let reasons = &answer["items"][4]["candidates"][0]["reasons"];
        assert_eq!(*reasons, json!(["name_equal", "same_district"]));
    })
    .await;
}

#[actix_web::test]
async fn a_caller_finds_its_own_territory_only() {
    each(async |office| {
        office.enter(office.cooperative("HTX Rau Xuân Mai")).await;
        let elsewhere = office.enter(office.cooperative_elsewhere("HTX Rau Yên Bình")).await;
        let lines = json!({ "lines": [
            { "text": "HTX Rau Yên Bình" },
            { "text": elsewhere["registration_number"] },
            { "text": "Rau Yên Bìn" },
            { "text": "HTX Rau Xuân Mai" },
        ] });
        let path = "/v1/organisations/match";
        let answer = office.service.post(path, lines.clone()).by(&office.district()).send().await;
        let answer = answer.expect(200).json();
        assert!(
            (0..3).all(|line| !names(&answer, line).contains(&"HTX Rau Yên Bình")),
            "{answer:#}"
        );
        assert_eq!(names(&answer, 3), ["HTX Rau Xuân Mai"]);
        let nobody = office.service.as_agency("district-276", Role::Viewer);
        let answer = office.service.post(path, lines).by(&nobody).send().await.expect(200).json();
        assert!((0..3).all(|line| names(&answer, line) == ["HTX Rau Yên Bình"]), "{answer:#}");
    })
    .await;
}

#[actix_web::test]
async fn what_is_no_list_is_refused() {
    each(async |office| {
        let caller = office.planning();
        let post =
            |body: Value| office.service.post("/v1/organisations/match", body).by(&caller).send();
        for body in [
            json!({}),
            json!({ "lines": ["HTX Rau"] }),
            json!({ "lines": [{ "text": "HTX Rau", "district": "27" }] }),
            json!({ "lines": [{ "name": "HTX Rau" }] }),
        ] {
            post(body).await.expect_problem(400, "invalid_body");
        }
        let long = json!([{ "text": "HTX Rau" }, { "text": "a".repeat(301) }, { "text": "" }]);
        let problem = post(json!({ "lines": long })).await.expect(422).problem();
        assert_eq!(
            faults(&problem),
            [
                ("/lines/1/text".to_owned(), "out_of_range".to_owned()),
                ("/lines/2/text".to_owned(), "out_of_range".to_owned()),
            ]
        );
        let many: Vec<Value> = (0..5_001).map(|_| json!({ "text": "a" })).collect();
        for lines in [json!([]), json!(many)] {
            let problem = post(json!({ "lines": lines })).await.expect(422).problem();
            assert_eq!(faults(&problem), [("/lines".to_owned(), "out_of_range".to_owned())]);
        }
        let nobody = office.service.post("/v1/organisations/match", json!({ "lines": [] }));
        nobody.send().await.expect(401);
    })
    .await;
}

#[actix_web::test]
async fn a_long_list_is_matched_at_once() {
    each(async |office| {
        office.enter_all(&["HTX Rau an toàn Vân Nội", "HTX Hoa Tây Tựu"]).await;
        let texts = ["HTX Rau an toàn Vân Nội", "Rau an toàn Vân Lội", "hoa tay tuu", "999999999"];
        let lines: Vec<Value> = (0..2_000).map(|at| json!({ "text": texts[at % 4] })).collect();
        let answer = matched(&office, json!(lines)).await;
        assert_eq!(answer["items"].as_array().unwrap().len(), 2_000);
        assert_eq!(names(&answer, 1_996), ["HTX Rau an toàn Vân Nội"]);
        assert_eq!(names(&answer, 1_998), ["HTX Hoa Tây Tựu"]);
        assert!(names(&answer, 1_999).is_empty());
    })
    .await;
}
