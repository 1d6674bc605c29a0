//! The public register: open to all, what is public and nothing else.

use htx_model::dissolution::DissolutionState;
use serde_json::{Value, json};

use super::{
    answers::{case_id, each_of, notice},
    office::{Office, each},
};

impl Office {
    /// Reads as anybody.
    async fn anybody(&self, path: &str) -> Value {
        self.service.get(path).send().await.expect(200).json()
    }
}

#[actix_web::test]
async fn the_register_shows_what_was_decided_and_published_and_nothing_before() {
    each(async |office| {
        let quiet = office.new_case("HTX Chưa Quyết Định", "voluntary").await;
        let unpublished = office.decided_case("HTX Chưa Công Bố", "2025-05-12").await;
        let case = office.decided_case("HTX Rau Đông Dư", "2025-05-12").await;
        office.publish(&case).await.expect(201);
        let list = office.anybody("/v1/dissolution-register").await;
        assert_eq!(each_of(&list, "/organisation_name"), ["HTX Rau Đông Dư"]);
        let entry = &list["items"][0];
        assert_eq!(entry["number"], "TBGT-QH277-2025-00001");
        assert_eq!(
            (&entry["opening_date"], &entry["claim_deadline"]),
            (&json!("2025-05-12"), &json!("2025-07-11"))
        );
        assert_eq!(entry["authority"], "Ủy ban nhân dân huyện Chương Mỹ");
        assert_eq!(entry["contact"]["office"], "Bộ phận Một cửa <UBND>");
        assert_eq!((&entry["closing_date"], &entry["claims_open"]), (&Value::Null, &json!(true)));
        // No person: neither who is responsible nor why.
        let text = list.to_string();
        assert!(!text.contains("officer") && !text.contains("2016"));

        let by_number = office.anybody("/v1/dissolution-register/TBGT-QH277-2025-00001").await;
        let by_id = office.anybody(&format!("/v1/dissolution-register/{}", case_id(&case))).await;
        assert_eq!((&by_number, &by_id), (entry, entry));
        for hidden in [&quiet, &unpublished] {
            let path = format!("/v1/dissolution-register/{}", case_id(hidden));
            office.service.get(&path).send().await.expect_problem(404, "not_found");
        }
        for wrong in ["x", "TBGT-QH277-2025-00009"] {
            let path = format!("/v1/dissolution-register/{wrong}");
            office.service.get(&path).send().await.expect_problem(404, "not_found");
        }
    })
    .await;
}

#[actix_web::test]
async fn it_is_searched_without_accents_and_walked_by_pages() {
    each(async |office| {
        for name in ["HTX Rau Đông Dư", "Hợp tác xã Gốm Bát Tràng", "HTX Rau Vân Nội"]
        {
            let case = office.decided_case(name, "2025-05-12").await;
            office.publish(&case).await.expect(201);
        }
        let names = async |query: &str| {
            let list = office.anybody(&format!("/v1/dissolution-register?{query}")).await;
            each_of(&list, "/organisation_name")
        };
        assert_eq!(names("name=gom%20bat").await, ["Hợp tác xã Gốm Bát Tràng"]);
        assert_eq!(
            names("name=hop%20tac%20xa%20rau").await,
            ["HTX Rau Vân Nội", "HTX Rau Đông Dư"]
        );
        assert_eq!(names("name=%C4%90%C3%B4ng").await, ["HTX Rau Đông Dư"]);
        assert_eq!(names("name=htx").await.len(), 3, "a legal form alone narrows nothing");
        assert_eq!(names("name=lua").await, Vec::<String>::new());
        for marks in ["%25", "%5F", "%27%3B--", "%3D"] {
            assert_eq!(names(&format!("name={marks}")).await.len(), 0, "{marks} is in no name");
        }
        assert_eq!(names("state=decided&district=277&authority=district-277").await.len(), 3);
        assert_eq!(names("state=closed").await.len(), 0);
        assert_eq!(names("published_from=2025-05-13").await.len(), 0);
        assert_eq!(names("registration_number=0101248141").await.len(), 0);

        let mut walked = Vec::new();
        let mut path = "/v1/dissolution-register?limit=2".to_owned();
        loop {
            let page = office.anybody(&path).await;
            walked.extend(each_of(&page, "/number"));
            let Some(next) = page["next"].as_str() else { break };
            path = format!("/v1/dissolution-register?limit=2&cursor={next}");
        }
        let expected = ["TBGT-QH277-2025-00003", "TBGT-QH277-2025-00002", "TBGT-QH277-2025-00001"];
        assert_eq!(walked, expected);
        for wrong in ["nam=x", "name=", "limit=0", "state=open"] {
            let path = format!("/v1/dissolution-register?{wrong}");
            office.service.get(&path).send().await.expect_problem(400, "invalid_parameter");
        }
        let table = office.service.get("/v1/dissolution-register").accept("text/csv").send().await;
        let table = table.expect(200).text();
        assert_eq!(table.lines().count(), 4);
        assert!(table.contains("Gốm Bát Tràng"));
    })
    .await;
}

#[actix_web::test]
async fn an_entry_is_a_page_and_follows_its_case_to_the_end() {
    each(async |office| {
        let case = office.decided_case("HTX <i>Nghiêng</i>", "2025-05-12").await;
        office.publish(&case).await.expect(201);
        let mut again = notice();
        again["reason"] = json!("Sửa địa chỉ tiếp nhận");
        office.post(&office.officer(), &format!("{case}/notices"), again).await.expect(201);
        // The number that was replaced leads to the same entry, under the number that holds.
        let path = "/v1/dissolution-register/TBGT-QH277-2025-00001";
        assert_eq!(office.anybody(path).await["number"], "TBGT-QH277-2025-00002");
        let list = office.anybody("/v1/dissolution-register").await;
        assert_eq!(list["items"].as_array().unwrap().len(), 1);
        let page =
            async || office.service.get(path).accept("text/html").send().await.expect(200).text();
        let text = page().await;
        assert!(text.contains("<h1>Giải thể HTX &lt;i&gt;Nghiêng&lt;/i&gt;</h1>"), "{text}");
        assert!(text.contains("Đang nhận khai báo nợ đến hết ngày 11/07/2025."));
        office.put_into(&case, DissolutionState::Closed, "2025-05-12").await;
        assert_eq!(office.anybody(path).await["state"], "closed");
        let image = office.service.get(path).accept("image/png").send().await;
        image.expect_problem(406, "not_acceptable");
    })
    .await;
}
