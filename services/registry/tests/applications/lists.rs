//! Lists of applications: filters, pages, tables, scope.

use super::*;

#[actix_web::test]
async fn lists_are_narrowed_paged_and_given_as_tables() {
    each(async |office| {
        let desk = Desk::of(&office);
        let mut ids = Vec::new();
        for number in 0..5 {
            let proposal = cooperative(&format!("HTX Hoa {number}"));
            let draft = desk.begin(None, "cooperative", proposal).await;
            ids.push(draft["id"].as_str().unwrap().to_owned());
        }
        desk.act(&desk.officer, &json!(ids[1]), "submit", json!({})).await.expect(200);
        let list = async |query: &str| {
            let path = format!("/v1/applications?{query}");
            each_of(&office.read_by(&desk.officer, &path).await, "id")
        };
        assert_eq!(list("").await, ids);
        assert_eq!(list("state=submitted").await, [ids[1].clone()]);
        assert_eq!(list("kind=establishment&district=277&commune=10018").await, ids);
        assert!(list("kind=merger").await.is_empty());
        assert!(list("district=276").await.is_empty());
        assert_eq!(
            list("submitted_from=2025-05-12&submitted_to=2025-05-12").await,
            [ids[1].clone()]
        );
        assert!(list("submitted_from=2025-05-13").await.is_empty());
        let page = office.read_by(&desk.officer, "/v1/applications?limit=2").await;
        assert_eq!(each_of(&page, "id"), ids[..2]);
        assert_eq!(page["items"][0].get("proposal"), None);
        let next = page["next"].as_str().unwrap();
        assert_eq!(list(&format!("limit=2&cursor={next}")).await, ids[2..4]);

        for (kind, lines) in [("text/csv", 6), ("application/x-ndjson", 5)] {
            let table = office.get("/v1/applications").by(&desk.officer).accept(kind).send().await;
            let text = table.expect(200).text();
            assert_eq!(text.lines().count(), lines, "{text}");
            assert!(!text.contains("Nguyễn Văn"));
        }
        let wide = office.get("/v1/applications?limit=2").by(&desk.officer).accept("text/csv");
        wide.send().await.expect_problem(400, "invalid_parameter");
        let neighbour = office.service.as_agency("district-276", Role::Viewer);
        assert_eq!(office.read_by(&neighbour, "/v1/applications").await["items"], json!([]));
    })
    .await;
}

#[actix_web::test]
async fn open_work_passes_to_the_commune_that_is_competent_today() {
    each(async |office| {
        let desk = Desk::of(&office);
        let draft = desk.begin(None, "cooperative", cooperative("HTX Rau")).await;
        desk.review(&draft["id"]).await;
        office.service.set_clock("2025-07-01T02:30:00Z");
        assert_eq!(office.registry.follow_succession().await.unwrap(), 1);
        assert_eq!(office.registry.follow_succession().await.unwrap(), 0);
        let path = format!("/v1/applications/{}", draft["id"].as_str().unwrap());
        let seen = office.read(&path).await;
        let commune = seen["seat"]["current_commune"].as_str().unwrap();
        let agency = format!("commune-{commune}");
        let approver = office.service.as_agency(&agency, Role::Approver);
        let etag = office.get(&path).by(&approver).send().await.expect(200).etag();
        let approval = json!({ "registration_numbers": [office.number()] });
        let approve = office.service.post(&format!("{path}/approve"), approval);
        let approved = approve.by(&approver).if_match(&etag).send().await.expect(200).json();
        assert_eq!(approved["decision"]["agency"], agency);
    })
    .await;
}
