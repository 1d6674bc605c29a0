//! The city's report, out of what agencies report.

use htx_model::principal::Role;
use serde_json::json;

use crate::office::each;

const WINDOWS: &str = "/v1/plan-report-windows";

/// The text of a printed document, its lines joined by spaces.
fn text_of(content: &[u8]) -> String {
    let document = lopdf::Document::load_mem(content).unwrap();
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    let text = document.extract_text(&pages).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[actix_web::test]
async fn the_city_s_report_holds_what_stands_when_it_is_signed_and_names_the_late() {
    each(async |office| {
        office.services.count("training_classes", &[("277", 40), ("276", 10)]);
        let audit = office.audit();
        let list = office.read_by(&audit, "/v1/plan-reports?agency=hpa").await;
        let report = format!("/v1/plan-reports/{}", list["items"][0]["id"].as_str().unwrap());
        let officer = office.service.as_agency("hpa", Role::Officer);
        let content = json!({
            "results": "Đã tổ chức 5 hội chợ.", "obstacles": "=1+1", "proposals": "Bố trí kinh phí.",
            "declared": [{ "target": "training_classes", "value": 52 }],
        });
        let seen = office.service.get(&report).by(&officer).send().await.expect(200).etag();
        let request = office.service.patch(&report, content).by(&officer).if_match(&seen);
        request.idempotency_key(&office.key()).send().await.expect(200);
        let approver = office.service.as_agency("hpa", Role::Approver);
        office.step(&approver, &report, "sign", json!({})).await.expect(200);
        office.step(&office.planning(), &report, "accept", json!({})).await.expect(200);
        // To 12 December, two days after reports were due.
        office.service.wait(214 * 86_400);

        let windows = office.read_by(&audit, WINDOWS).await;
        let window = format!("{WINDOWS}/{}", windows["items"][0]["id"].as_str().unwrap());
        let path = format!("{window}/city-reports");
        let body = json!({ "document_number": "512/BC-STC", "summary": "Đạt phần lớn chỉ tiêu." });
        office.post(&office.planning(), &path, body.clone()).await.expect(403);
        let signer = office.service.as_agency("so-tc", Role::Approver);
        let none = json!({ "document_number": " ", "summary": "" });
        office.post(&signer, &path, none).await.expect_problem(422, "rule_violated");
        let made = office.post(&signer, &path, body.clone()).await.expect(201);
        let (place, made) = (made.header("location").unwrap().to_owned(), made.json());
        let content = &made["content"];
        assert_eq!(content["agency_name"], json!("Sở Tài chính"));
        assert_eq!(content["figures"].as_array().unwrap().len(), 13);
        assert_eq!(content["figures"][3]["value"], json!(50));
        let agencies = content["agencies"].as_array().unwrap();
        let late = agencies.iter().filter(|one| one["days_late"] == json!(2)).count();
        assert_eq!((agencies.len(), late), (41, 40));
        let own = agencies.iter().find(|one| one["agency"] == json!("hpa")).unwrap();
        assert_eq!((&own["state"], &own["obstacles"]), (&json!("accepted"), &json!("=1+1")));
        assert_eq!(own["results"], json!("Đã tổ chức 5 hội chợ."));
        let declared = json!([{
            "number": "3", "target": "training_classes", "unit": "class", "declared": 52,
            "value": 50, "difference": 2,
        }]);
        assert_eq!(own["declared"], declared, "as it stood when the agency signed");
        let other = agencies.iter().find(|one| one["agency"] == json!("so-ct")).unwrap();
        assert_eq!((&other["results"], &other["declared"]), (&json!(""), &json!([])));

        // A correction that nobody has signed silences nothing.
        office.step(&officer, &report, "correct", json!({})).await.expect(201);

        // What was signed stays; the next one names it.
        office.services.count("training_classes", &[("277", 99)]);
        office.service.wait(3_600);
        let unseen = office.post(&signer, &path, body.clone()).await;
        unseen.expect_problem(409, "state_conflict");
        let mut body = body;
        body["corrects"] = made["id"].clone();
        let second = office.post(&signer, &path, body).await.expect(201).json();
        assert_eq!((&second["number"], &second["corrects"]), (&json!(2), &made["id"]));
        let read = office.read_by(&audit, &place).await;
        assert_eq!(read["content"], made["content"]);
        let agencies = second["content"]["agencies"].as_array().unwrap();
        let own = agencies.iter().find(|one| one["agency"] == json!("hpa")).unwrap();
        assert_eq!((&own["state"], &own["obstacles"]), (&json!("accepted"), &json!("=1+1")));
        assert_eq!(own["being_corrected"], json!(true));
        let standing = office.read_by(&audit, &window).await["standing"].clone();
        assert_eq!(standing["city_report_id"], second["id"]);
        assert_eq!(standing["accepted"], json!(1));
        let list = office.read_by(&audit, "/v1/plan-city-reports").await;
        let (one, two) = (&list["items"][0], &list["items"][1]);
        assert_eq!((&one["plan"], &one["window"]), (&json!("hn-2025"), &json!("Báo cáo năm 2025")));
        assert_eq!((&one["corrected_by"], &two["corrected_by"]), (&second["id"], &json!(null)));
        office.service.get(two["document"].as_str().unwrap()).by(&audit).send().await.expect(200);
        let none = office.read_by(&officer, "/v1/plan-city-reports").await;
        assert_eq!(none["items"], json!([]));
        office.service.get(&place).by(&officer).send().await.expect(404);

        let workbook = format!("{place}/workbook");
        office.service.get(&workbook).by(&officer).send().await.expect(404);
        let first = office.service.get(&workbook).by(&audit).send().await.expect(200);
        let again = office.service.get(&workbook).by(&audit).send().await.expect(200);
        assert_eq!(first.body, again.body, "the same report gives the same bytes");
        assert!(first.body.starts_with(b"PK"));
        let printed = format!("{place}/document");
        office.service.get(&printed).by(&officer).send().await.expect(404);
        let first = office.service.get(&printed).by(&audit).send().await.expect(200);
        let again = office.service.get(&printed).by(&audit).send().await.expect(200);
        assert_eq!(first.body, again.body, "the same report gives the same bytes");
        assert!(first.body.starts_with(b"%PDF"));
        let text = text_of(&first.body);
        for expected in [
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI SỞ TÀI CHÍNH",
            "Số: 512/BC-STC",
            "Hà Nội, ngày 12 tháng 12 năm 2025",
            "BÁO CÁO",
            "I. ĐÁNH GIÁ CHUNG Đạt phần lớn chỉ tiêu.",
            "Kính gửi: Ủy ban nhân dân Thành phố Hà Nội.",
            "65,00 đến 70,00",
            "47 50 106,3%",
            "chỉ tiêu 3: kê khai 52, tính được 50, chênh lệch 2.",
            "III. KẾT QUẢ THỰC HIỆN CỦA CÁC CƠ QUAN - Trung tâm Xúc tiến Đầu tư, Thương mại, Du lịch \
             Thành phố: Đã tổ chức 5 hội chợ.",
            "VI. CÁC CƠ QUAN CHẬM BÁO CÁO",
            "- Trung tâm Xúc tiến Đầu tư, Thương mại, Du lịch Thành phố: =1+1",
            "(chậm 2 ngày; chưa bắt đầu)",
            "Nơi nhận:",
            "- UBND các xã, phường;",
            "- Lưu: VT.",
            "THỦ TRƯỞNG CƠ QUAN",
        ] {
            assert!(text.contains(expected), "{expected} is not in {text}");
        }
    })
    .await;
}
