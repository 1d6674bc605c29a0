//! Personal data is read for a purpose, and those whose data it is see who did.

use htx_model::principal::Role;
use serde_json::{Value, json};

use super::{
    office::{UNMASKED, each, each_of, organisation_id},
    people::Recorded,
};

#[actix_web::test]
async fn each_unmasked_reading_is_noted_and_shown_to_the_organisation() {
    each(async |office| {
        let rau = Recorded::of(&office, 5).await;
        let masked = office.read_by(&office.district(), &format!("{}/members", rau.path)).await;
        let one = &masked["items"][0];
        assert_eq!(one["name"], "N*** V*** 0***");
        assert_eq!(one["citizen_id"], "*********000");
        assert_eq!((&one["birth_date"], &one["address"]), (&Value::Null, &Value::Null));
        assert_eq!((&one["phone"], &one["masked"]), (&json!("*******281"), &json!(true)));

        let district = office.district();
        let open = format!("{}/members?{UNMASKED}&limit=2", rau.path);
        let read = office.read_by(&district, &open).await;
        assert_eq!(read["items"][0]["citizen_id"], "001085000000");
        assert_eq!(read["items"][0]["birth_date"], "1985-03-02");
        let member = format!("{}/members/{}", rau.path, one["id"].as_str().unwrap());
        assert_eq!(office.read(&member).await["masked"], true);
        assert_eq!(office.read(&format!("{member}?{UNMASKED}")).await["name"], "Nguyễn Văn 0");
        office.read(&format!("{}?{UNMASKED}", rau.path)).await;
        office.read(&format!("{}/managers?{UNMASKED}", rau.path)).await;

        let reads = format!("{}/personal-data-reads", rau.path);
        let own = office.service.as_organisation(organisation_id(&rau.id));
        let seen = office.read_by(&own, &reads).await;
        assert_eq!(each_of(&seen, "what"), ["managers", "representative", "members", "members"]);
        let first = &seen["items"][3];
        assert_eq!((&first["purpose"], &first["records"]), (&json!("kiem-tra-ho-so"), &json!(2)));
        assert_eq!(first["agency_code"], "district-277");
        assert_eq!(first["actor_kind"], "user");
        for caller in [&district, &office.planning(), &office.audit()] {
            assert_eq!(office.read_by(caller, &reads).await, seen);
        }
        let walked = office.read_by(&own, &format!("{reads}?limit=3")).await;
        let next = walked["next"].as_str().unwrap();
        let rest = office.read_by(&own, &format!("{reads}?limit=3&cursor={next}")).await;
        assert_eq!(each_of(&rest, "what"), ["members"]);
        let neighbour = office.service.as_agency("district-276", Role::Officer);
        office.get(&reads).by(&neighbour).send().await.expect_problem(404, "not_found");
        let alliance = office.service.as_agency("lmhtx", Role::Officer);
        office.get(&reads).by(&alliance).send().await.expect_problem(403, "permission_denied");

        office.seal().await;
        let feed = office.read("/v1/registry/events?limit=200").await;
        let events = feed["items"].as_array().unwrap().iter().map(|item| &item["event"]);
        let told: Vec<_> = events.filter(|event| event["type"] == "personal_data.read").collect();
        assert_eq!(told.len(), 4);
        assert_eq!(told[0]["purpose"], "kiem-tra-ho-so");
        assert!(!feed.to_string().contains("001085000000"));
    })
    .await;
}

#[actix_web::test]
async fn without_a_purpose_or_the_permission_nothing_is_unmasked_or_noted() {
    each(async |office| {
        let rau = Recorded::of(&office, 5).await;
        let district = office.district();
        for query in [
            "unmasked=true",
            "unmasked=true&purpose=",
            "unmasked=true&purpose=abcd",
            "purpose=kiem-tra-ho-so",
            "unmasked=perhaps",
        ] {
            for path in ["", "/members", "/managers"] {
                let asked = office.get(&format!("{}{path}?{query}", rau.path)).by(&district);
                asked.send().await.expect_problem(400, "invalid_parameter");
            }
        }
        let past = office.get(&format!("{}?as_of=2025-05-12&{UNMASKED}", rau.path)).by(&district);
        past.send().await.expect_problem(400, "invalid_parameter");
        let viewer = office.service.as_agency("district-277", Role::Viewer);
        for path in ["", "/members", "/managers"] {
            let asked = office.get(&format!("{}{path}?{UNMASKED}", rau.path)).by(&viewer);
            asked.send().await.expect_problem(403, "permission_denied");
        }
        let reads = office.read(&format!("{}/personal-data-reads", rau.path)).await;
        assert_eq!(reads["items"], json!([]));
    })
    .await;
}
