//! Names found without accents, at once after a write.

use serde_json::json;

use super::office::{each, names};

#[actix_web::test]
async fn a_name_is_found_without_accents_and_counted() {
    each(async |office| {
        office.enter_all(&["Hợp tác xã Rau Đông Dư", "HTX Rau Vân Nội", "HTX Hoa Tây Tựu"]).await;
        for (typed, expected) in [
            ("hop tac xa rau", vec!["Hợp tác xã Rau Đông Dư", "HTX Rau Vân Nội"]),
            ("RAU d", vec!["Hợp tác xã Rau Đông Dư"]),
            ("hoa tay t", vec!["HTX Hoa Tây Tựu"]),
            ("Hoa Tây Tựu", vec!["HTX Hoa Tây Tựu"]),
            ("lua", vec![]),
            // Marks are asked for like words, and no name has them.
            ("%", vec![]),
            ("';--", vec![]),
            ("🌾", vec![]),
        ] {
            let typed: String = typed.bytes().map(|byte| format!("%{byte:02X}")).collect();
            let page = office.read(&format!("/v1/organisations?q={typed}&count=exact")).await;
            assert_eq!(names(&page), expected, "{typed}");
            assert_eq!(page["count"], expected.len(), "{typed}");
        }
        assert_eq!(
            office.read("/v1/organisations?q=%20").await["items"].as_array().unwrap().len(),
            3
        );
    })
    .await;
}

#[actix_web::test]
async fn a_search_sees_every_acknowledged_write_sealed_or_not() {
    each(async |office| {
        assert!(names(&office.read("/v1/organisations?q=rau").await).is_empty());
        let entered = office.enter(office.cooperative("HTX Rau")).await;
        let id = entered["id"].as_str().unwrap();
        assert_eq!(names(&office.read("/v1/organisations?q=rau").await), ["HTX Rau"]);
        office.seal().await;
        assert_eq!(names(&office.read("/v1/organisations?q=rau").await), ["HTX Rau"]);

        office.change(id, json!({ "name": "HTX Hoa" })).await.expect(200);
        assert!(names(&office.read("/v1/organisations?q=rau").await).is_empty());
        assert_eq!(names(&office.read("/v1/organisations?q=hoa").await), ["HTX Hoa"]);
        office.change(id, json!({ "name": "HTX Lúa" })).await.expect(200);
        office.seal().await;
        for (typed, count) in [("rau", 0), ("hoa", 0), ("lua", 1)] {
            let page = office.read(&format!("/v1/organisations?q={typed}&count=exact")).await;
            assert_eq!(page["count"], count, "{typed}");
        }
    })
    .await;
}

#[actix_web::test]
async fn a_search_goes_with_filters() {
    each(async |office| {
        office.enter(office.cooperative("HTX Rau Một")).await;
        let mut second = office.cooperative("HTX Rau Hai");
        second["sector"] = json!("transport");
        second["registered_on"] = json!("2020-01-01");
        office.enter(second).await;
        for (filter, expected) in [
            ("sector=transport&count=exact", vec!["HTX Rau Hai"]),
            ("registered_to=2021-01-01", vec!["HTX Rau Hai"]),
            ("district=276&count=exact", vec![]),
            ("has_registration_number=false&count=exact", vec![]),
            ("needs_address_review=false&count=exact", vec!["HTX Rau Một", "HTX Rau Hai"]),
        ] {
            let page = office.read(&format!("/v1/organisations?q=rau&{filter}")).await;
            assert_eq!(names(&page), expected, "{filter}");
            if filter.contains("count") {
                assert_eq!(page["count"], expected.len(), "{filter}");
            }
        }
    })
    .await;
}

#[actix_web::test]
async fn searches_and_renames_at_once_end_with_the_last_name() {
    each(async |office| {
        let entered = office.enter(office.cooperative("HTX Tên 0")).await;
        let path = format!("/v1/organisations/{}", entered["id"].as_str().unwrap());
        let caller = office.planning();
        let rename = async {
            for number in 1..=20 {
                let name = json!({ "name": format!("HTX Tên {number}") });
                let etag = format!("\"v{number}\"");
                office
                    .service
                    .patch(&path, name)
                    .by(&caller)
                    .if_match(&etag)
                    .send()
                    .await
                    .expect(200);
                if number % 5 == 0 {
                    office.seal().await;
                }
            }
        };
        let search = async || {
            for _ in 0..40 {
                office.read("/v1/organisations?q=ten").await;
            }
        };
        futures_util::join!(rename, search(), search(), search());
        assert_eq!(names(&office.read("/v1/organisations?q=ten%2020").await), ["HTX Tên 20"]);
        assert_eq!(office.read("/v1/organisations?q=ten%201&count=exact").await["count"], 0);
    })
    .await;
}
