//! What agencies report of the plan.

use htx_kit::testing::Caller;
use htx_model::principal::Role;
use serde_json::{Value, json};

use crate::{
    office::{Office, each},
    services::Mood,
};

const WINDOWS: &str = "/v1/plan-report-windows";

async fn report_of(office: &Office, agency: &str) -> String {
    let query = format!("/v1/plan-reports?agency={agency}");
    let list = office.read_by(&office.audit(), &query).await;
    format!("/v1/plan-reports/{}", list["items"][0]["id"].as_str().unwrap())
}

async fn write(office: &Office, caller: &Caller, path: &str, body: Value, expected: u16) -> Value {
    let seen = office.service.get(path).by(&office.audit()).send().await.expect(200).etag();
    let request = office.service.patch(path, body).by(caller).if_match(&seen);
    request.idempotency_key(&office.key()).send().await.expect(expected).json()
}

fn content() -> Value {
    json!({
        "results": "Đã tổ chức 12 lớp tập huấn.", "obstacles": "Thiếu kinh phí.",
        "proposals": "Bố trí thêm kinh phí.",
        "declared": [{ "target": "training_classes", "value": 12 }],
    })
}

fn officer(office: &Office, agency: &str) -> Caller {
    office.service.as_agency(agency, Role::Officer)
}

fn approver(office: &Office, agency: &str) -> Caller {
    office.service.as_agency(agency, Role::Approver)
}

#[actix_web::test]
async fn an_officer_writes_another_person_signs_and_planning_accepts() {
    each(async |office| {
        office.services.count("training_classes", &[("277", 10), ("276", 5)]);
        let path = report_of(&office, "lmhtx").await;
        let (writer, signer) = (officer(&office, "lmhtx"), approver(&office, "lmhtx"));
        let planning = office.planning();
        let seen = office.read_by(&writer, &path).await;
        assert_eq!(
            (&seen["state"], &seen["available_actions"]),
            (&json!("not_started"), &json!(["write"]))
        );
        office.service.get(&path).by(&officer(&office, "so-ct")).send().await.expect(404);
        office.step(&signer, &path, "sign", json!({})).await.expect(409);
        let mut wrong = content();
        wrong["declared"][0]["target"] = json!("nothing_known");
        write(&office, &writer, &path, wrong, 422).await;
        write(&office, &writer, &path, json!({}), 200).await;
        // It says nothing of what was done yet.
        office.step(&signer, &path, "sign", json!({})).await.expect_problem(422, "rule_violated");
        write(&office, &writer, &path, content(), 200).await;
        office.step(&writer, &path, "sign", json!({})).await.expect(403);
        let both = writer.clone().also(&signer);
        office.step(&both, &path, "sign", json!({})).await.expect_problem(403, "permission_denied");
        let signed = office.step(&signer, &path, "sign", json!({})).await.expect(200).json();
        let classes = &signed["figures"][3];
        assert_eq!((&classes["value"], &classes["declared"]), (&json!(15), &json!(12)));
        assert_eq!((&classes["difference"], &classes["log_position"]), (&json!(-3), &json!(7)));
        // What was signed stays, whatever is written or computed later.
        write(&office, &writer, &path, content(), 409).await;
        office.services.count("training_classes", &[("277", 99)]);
        office.service.wait(3_600);
        let read = office.read_by(&office.audit(), &path).await;
        assert_eq!(read["figures"], signed["figures"]);
        office.step(&signer, &path, "accept", json!({})).await.expect(403);
        let accepted = office.step(&planning, &path, "accept", json!({})).await.expect(200).json();
        assert_eq!(accepted["state"], json!("accepted"));
    })
    .await;
}

#[actix_web::test]
async fn what_was_returned_is_corrected_by_a_new_version_that_names_the_old() {
    each(async |office| {
        let path = report_of(&office, "district-277").await;
        // Its communes took over on 1 July; in May the district goes on.
        let (writer, signer) =
            (officer(&office, "district-277"), approver(&office, "district-277"));
        office.services.count("training_classes", &[("277", 10), ("276", 5)]);
        write(&office, &writer, &path, content(), 200).await;
        let signed = office.step(&signer, &path, "sign", json!({})).await.expect(200).json();
        let classes = &signed["figures"][3];
        assert_eq!((&classes["place"], &classes["value"]), (&json!("277"), &json!(10)));
        let planning = office.planning();
        office.step(&planning, &path, "return", json!({ "reason": " " })).await.expect(422);
        let why = json!({ "reason": "Chưa nêu số lớp" });
        office.step(&planning, &path, "return", why).await.expect(200);
        office.step(&signer, &path, "sign", json!({})).await.expect(409);
        let new = office.step(&writer, &path, "correct", json!({})).await.expect(201).json();
        assert_eq!((&new["number"], &new["state"]), (&json!(2), &json!("in_progress")));
        let old = office.read_by(&writer, &path).await;
        assert_eq!((&new["corrects"], &old["state"]), (&old["id"], &json!("returned")));
        assert_eq!(old["figures"], signed["figures"]);
        let again = office.step(&writer, &path, "correct", json!({})).await;
        again.expect_problem(409, "state_conflict");
    })
    .await;
}

#[actix_web::test]
async fn after_a_reorganisation_the_successor_goes_on_and_old_names_stay() {
    each(async |office| {
        let path = report_of(&office, "district-277").await;
        let of_old = report_of(&office, "so-nnptnt").await;
        let (district, signer) =
            (officer(&office, "district-277"), approver(&office, "district-277"));
        // On 12 May agriculture has merged already, the districts have not.
        write(&office, &officer(&office, "so-nnptnt"), &of_old, content(), 403).await;
        let merged = officer(&office, "so-nnmt");
        let written = write(&office, &merged, &of_old, content(), 200).await;
        assert_eq!(written["agency_name"], json!("Sở Nông nghiệp và Phát triển nông thôn"));
        assert_eq!(written["held_today_by"], json!(["so-nnmt"]));
        write(&office, &district, &path, content(), 200).await;
        office.step(&signer, &path, "sign", json!({})).await.expect(200);
        let planning = office.planning();
        office.step(&planning, &path, "return", json!({ "reason": "Thiếu số" })).await.expect(200);
        // To 2 July.
        office.service.wait(51 * 86_400);
        let held = office.read_by(&office.audit(), &path).await;
        assert_eq!(held["agency"], json!("district-277"));
        assert_eq!(held["signed_by_agency"], held["agency_name"]);
        let heir = held["held_today_by"][0].as_str().unwrap().to_owned();
        let commune = officer(&office, &heir);
        let new = office.step(&commune, &path, "correct", json!({})).await.expect(201).json();
        assert_eq!((&new["agency"], &new["corrects"]), (&json!("district-277"), &held["id"]));
        // It signs under its own name what stands under the district's, with the district's figures.
        let begun = format!("/v1/plan-reports/{}", new["id"].as_str().unwrap());
        office.step(&signer, &begun, "sign", json!({})).await.expect(404);
        let heir = approver(&office, &heir);
        let signed = office.step(&heir, &begun, "sign", json!({})).await.expect(200).json();
        assert_eq!(signed["agency_name"], held["agency_name"]);
        let signed_by = signed["signed_by_agency"].as_str().unwrap();
        assert!(signed_by.starts_with("Ủy ban nhân dân phường"), "{signed_by}");
        assert_eq!(signed["figures"][3]["place"], json!("277"));
        let other = officer(&office, "commune-00004");
        office.service.get(&path).by(&other).send().await.expect(404);
        // A window that opens now is owed by those who are there now.
        let window = json!({
            "plan": "hn-2025", "name": "Báo cáo 9 tháng", "opens_on": "2025-09-01",
            "due_on": "2025-09-30",
        });
        let made = office.post(&planning, WINDOWS, window.clone()).await.expect(201).json();
        assert_eq!(
            (&made["standing"]["owed"], &made["remind_on"]),
            (&json!(135), &json!("2025-09-01"))
        );
        office.post(&planning, WINDOWS, window).await.expect_problem(409, "already_exists");
    })
    .await;
}

#[actix_web::test]
async fn who_is_late_is_named_and_a_correction_of_what_was_in_time_is_in_time() {
    each(async |office| {
        let path = report_of(&office, "so-ct").await;
        let (writer, signer) = (officer(&office, "so-ct"), approver(&office, "so-ct"));
        write(&office, &writer, &path, content(), 200).await;
        office.step(&signer, &path, "sign", json!({})).await.expect(200);
        // To 12 December, two days after reports were due.
        office.service.wait(214 * 86_400);
        let windows = office.read_by(&office.audit(), WINDOWS).await;
        let window = &windows["items"][0];
        assert_eq!(window["due_on"], json!("2025-12-10"));
        let path_of = format!("{WINDOWS}/{}", window["id"].as_str().unwrap());
        let standing = office.read_by(&office.audit(), &path_of).await["standing"].clone();
        assert_eq!((&standing["owed"], &standing["signed"]), (&json!(41), &json!(1)));
        let late = standing["late"].as_array().unwrap();
        assert_eq!(late.len(), 40);
        assert!(late.iter().all(|one| one["days_late"] == json!(2)));
        assert!(late.iter().any(|one| one["agency_name"] == json!("Sở Khoa học và Công nghệ")));
        let own = office.read_by(&writer, &path_of).await["standing"].clone();
        assert_eq!((&own["owed"], &own["late"]), (&json!(1), &json!([])));
        let why = json!({ "reason": "Thiếu số" });
        office.step(&office.planning(), &path, "return", why).await.expect(200);
        let new = office.step(&writer, &path, "correct", json!({})).await.expect(201).json();
        assert_eq!(new["days_late"], Value::Null);
    })
    .await;
}

#[actix_web::test]
async fn whoever_owes_a_report_is_reminded_from_the_day_that_the_window_names_and_before_it_is_due()
{
    each(async |office| {
        let told = async || htx_plan::usecase::remind::remind(&office.plan).await.unwrap();
        assert_eq!(told().await, 0, "the report of the year is due in December");
        office.service.set_clock("2025-11-10T03:00:00Z");
        let owing = told().await;
        assert!(owing > 10, "{owing}");
        assert_eq!(told().await, 0, "each once");
        office.service.set_clock("2025-12-03T03:00:00Z");
        assert_eq!(told().await, owing, "a week before");
        office.service.set_clock("2025-12-10T03:00:00Z");
        assert_eq!(told().await, owing, "on the last day at the latest");
        office.service.set_clock("2025-12-11T03:00:00Z");
        assert_eq!(told().await, 0, "it is overdue, which the window tells");
    })
    .await;
}

#[actix_web::test]
async fn nothing_is_signed_with_figures_that_are_not_known() {
    each(async |office| {
        let path = report_of(&office, "lmhtx").await;
        let (writer, signer) = (officer(&office, "lmhtx"), approver(&office, "lmhtx"));
        write(&office, &writer, &path, content(), 200).await;
        office.services.mood("support-programs", Mood::Fails);
        let refused = office.step(&signer, &path, "sign", json!({})).await;
        let problem = refused.expect_problem(504, "upstream_timeout");
        assert!(problem["detail"].as_str().unwrap().contains("support-programs"), "{problem}");
        let seen = office.read_by(&writer, &path).await;
        assert_eq!((&seen["state"], &seen["figures"]), (&json!("in_progress"), &Value::Null));
        // Who is slow is waited for: what is signed holds for ever.
        office.services.mood("support-programs", Mood::Late);
        let signed = office.step(&signer, &path, "sign", json!({})).await.expect(200).json();
        assert_eq!(signed["figures"][3]["state"], json!("fresh"));
    })
    .await;
}

#[actix_web::test]
async fn what_is_signed_is_asked_for_when_it_is_signed() {
    each(async |office| {
        let declared = json!({ "value": 9, "as_of": "2025-04-30", "document_number": "1/BC" });
        let declarations = "/v1/plans/hn-2025/targets/3/declarations";
        office.post(&officer(&office, "lmhtx"), declarations, declared).await.expect(201);
        let classes = async || {
            let seen = office.read_by(&office.audit(), "/v1/plans/hn-2025/progress").await;
            seen["targets"][3]["figure"]["value"].clone()
        };
        office.services.count("training_classes", &[("277", 10)]);
        assert_eq!(classes().await, json!(10));
        office.services.count("training_classes", &[("277", 11)]);
        assert_eq!(classes().await, json!(10), "young enough for whoever looks");
        office.services.asked();
        let path = office.signed_report("lmhtx").await;
        let signed = office.read_by(&office.audit(), &path).await;
        assert_eq!(signed["figures"][3]["value"], json!(11), "what holds for ever is the newest");
        let asked = office.services.asked();
        assert_eq!(asked.len(), 13, "nothing that the report does not hold: {asked:?}");
        // Who has gone is silent, however young its last figure is.
        let path = report_of(&office, "so-ct").await;
        write(&office, &officer(&office, "so-ct"), &path, content(), 200).await;
        office.services.mood("support-programs", Mood::Fails);
        let refused = office.step(&approver(&office, "so-ct"), &path, "sign", json!({})).await;
        refused.expect_problem(504, "upstream_timeout");
    })
    .await;
}

#[actix_web::test]
async fn whoever_wrote_the_text_does_not_sign_its_correction() {
    each(async |office| {
        let path = report_of(&office, "lmhtx").await;
        let signer = approver(&office, "lmhtx");
        let both = officer(&office, "lmhtx").also(&approver(&office, "lmhtx"));
        write(&office, &both, &path, content(), 200).await;
        office.step(&signer, &path, "sign", json!({})).await.expect(200);
        office.step(&office.planning(), &path, "accept", json!({})).await.expect(200);
        let other = officer(&office, "lmhtx");
        let new = office.step(&other, &path, "correct", json!({})).await.expect(201).json();
        let path = format!("/v1/plan-reports/{}", new["id"].as_str().unwrap());
        office.step(&both, &path, "sign", json!({})).await.expect_problem(403, "permission_denied");
        office.step(&signer, &path, "sign", json!({})).await.expect(200);
    })
    .await;
}

#[actix_web::test]
async fn a_correction_that_nobody_signed_is_given_up_and_what_was_signed_stands() {
    each(async |office| {
        let path = office.signed_report("lmhtx").await;
        let writer = officer(&office, "lmhtx");
        office.step(&office.planning(), &path, "accept", json!({})).await.expect(200);
        let new = office.step(&writer, &path, "correct", json!({})).await.expect(201).json();
        assert_eq!(new["available_actions"], json!(["write", "discard"]));
        let begun = format!("/v1/plan-reports/{}", new["id"].as_str().unwrap());
        let other = officer(&office, "so-ct");
        office.step(&other, &begun, "discard", json!({})).await.expect(404);
        office.step(&approver(&office, "lmhtx"), &begun, "discard", json!({})).await.expect(403);
        let left = office.step(&writer, &begun, "discard", json!({})).await.expect(200).json();
        assert_eq!((&left["number"], &left["state"]), (&json!(1), &json!("accepted")));
        office.service.get(&begun).by(&office.audit()).send().await.expect(404);
        // Another may be begun, under a number of its own.
        let again = office.step(&writer, &path, "correct", json!({})).await.expect(201).json();
        assert_eq!(again["number"], json!(3));
        // The first version is owed.
        let owed = report_of(&office, "so-ct").await;
        write(&office, &other, &owed, content(), 200).await;
        let refused = office.step(&other, &owed, "discard", json!({})).await;
        refused.expect_problem(409, "state_conflict");
        let signed = office.step(&writer, &path, "discard", json!({})).await;
        signed.expect_problem(409, "state_conflict");
    })
    .await;
}

#[actix_web::test]
async fn each_figure_of_a_report_is_computed_again_from_what_it_carries() {
    each(async |office| {
        office.services.count("training_classes", &[("277", 10), ("276", 5)]);
        office.services.mean("average_revenue", &[("277", 4_000, 8), ("276", 1_000, 2)]);
        let lines = json!({
            "receivers": "agency",
            "content": { "lines": [{ "receiver": "lmhtx", "amount": 40 }], "kept": 7 },
        });
        let allocations = "/v1/plans/hn-2025/targets/3/allocations";
        let made = office.post(&office.planning(), allocations, lines).await.expect(201);
        let allocation = made.header("location").unwrap().to_owned();
        office.step(&office.planning(), &allocation, "submit", json!({})).await.expect(200);
        office.step(&office.committee(), &allocation, "adopt", json!({})).await.expect(200);
        let path = office.signed_report("lmhtx").await;
        let report = office.read_by(&office.audit(), &path).await;
        let district = office.signed_report("district-277").await;
        let district = office.read_by(&office.audit(), &district).await;
        let city = office.city_report("512/BC-STC").await;
        let half_up = |sum: i64, count: i64| (sum * 2 + count).div_euclid(count * 2);
        for figures in [&report["figures"], &district["figures"], &city["content"]["figures"]] {
            for one in figures.as_array().unwrap() {
                let number = |field: &str| one[field].as_i64();
                let (above, below) =
                    (number("numerator").unwrap_or(0), number("denominator").unwrap());
                let expected = match one["aggregate"].as_str().unwrap() {
                    "count" | "count_distinct" => Some(above),
                    _ if below == 0 => None,
                    "share" => Some(half_up(above * 10_000, below)),
                    _ => Some(half_up(above, below)),
                };
                assert_eq!(number("value"), expected, "{one:#}");
                assert_eq!(one["rule_version"], json!(1));
                assert_eq!(one["period_from"], json!("2025-01-01"));
                assert!(!one["service"].is_null() && !one["rule"].is_null());
            }
        }
        let classes = |report: &Value| report["figures"][3].clone();
        assert_eq!(classes(&report)["allocated"], json!(40), "to the agency");
        assert_eq!(classes(&district)["allocated"], Value::Null, "nothing to the district");
        assert_eq!(district["figures"][8]["value"], json!(4_000));
    })
    .await;
}

#[actix_web::test]
async fn a_window_with_thousands_of_versions_leaves_out_no_agency() {
    each(async |office| {
        let path = office.signed_report("hpa").await;
        let id = path.rsplit('/').next().unwrap().parse().unwrap();
        let work = move |connection: &mut htx_kit::db::Connection| {
            let old = htx_plan::store::report::find(connection, &None, id)?.unwrap();
            for number in 2..=2_101 {
                let id = htx_model::id::Id::from_uuid(uuid::Uuid::from_u128(u128::from(number)));
                let state = htx_model::plan::ReportState::Returned;
                let one = htx_plan::domain::report::Report { id, number, state, ..old.clone() };
                htx_plan::store::report::insert(connection, &one)?;
            }
            Ok::<_, htx_kit::failure::Failure>(())
        };
        office.database.database().write(work).await.unwrap();
        let windows = office.read_by(&office.audit(), WINDOWS).await;
        let window = format!("{WINDOWS}/{}", windows["items"][0]["id"].as_str().unwrap());
        let standing = office.read_by(&office.audit(), &window).await["standing"].clone();
        assert_eq!((&standing["owed"], &standing["signed"]), (&json!(41), &json!(1)));
        let city = office.city_report("512/BC-STC").await;
        let agencies = city["content"]["agencies"].as_array().unwrap();
        assert_eq!(agencies.len(), 41);
        let own = agencies.iter().find(|one| one["agency"] == json!("hpa")).unwrap();
        assert_eq!(own["state"], json!("returned"));
    })
    .await;
}
