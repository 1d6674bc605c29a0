//! The register follows dissolution cases, and nothing else makes an organisation dissolving or
//! dissolved. The pages of the feed are as the dissolution service tells them.

use htx_kit::{context::Context, feed::FeedItem};
use htx_model::{
    event::{Event, Place, Subject},
    organisation::OrganisationStatus,
};
use htx_registry::usecase::follow_dissolutions::follow_dissolutions;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    imports::send,
    office::{Office, each},
};

const CASE: &str = "0197c0de-0000-7000-8000-000000000001";

/// An event of a case.
fn step(office: &Office, position: u64, step: &str, organisation: &str) -> FeedItem {
    let case: Uuid = CASE.parse().unwrap();
    let state = json!({
        "id": case,
        "organisation": organisation,
        "opened_as": { "status": "dormant" },
        "state": step,
        "registry_sync": { "state": "pending", "expected": null },
    });
    let ids = &office.registry.runtime.ids;
    let subject = Subject { kind: "dissolution".to_owned(), id: case };
    let kind = format!("dissolution.{step}");
    let event =
        Context::of_operator("test", ids).event(&kind, subject, Place::default(), None, state);
    let event = Event { legal_basis: Some("17/2023/QH15 Điều 98".to_owned()), ..event };
    FeedItem { position, event }
}

async fn follow(office: &Office, items: Vec<FeedItem>) {
    let ids = office.registry.runtime.ids.clone();
    office
        .database
        .write(move |connection| follow_dissolutions(connection, &ids, &items))
        .await
        .unwrap();
}

async fn entered(office: &Office, name: &str) -> (String, String) {
    let id = office.enter(office.cooperative(name)).await["id"].as_str().unwrap().to_owned();
    let path = format!("/v1/organisations/{id}");
    (id, path)
}

async fn events(office: &Office, path: &str) -> Vec<Value> {
    let history = office.read(&format!("{path}/history")).await;
    history["items"].as_array().unwrap().clone()
}

#[actix_web::test]
async fn a_decided_case_freezes_the_entry_and_its_closing_ends_it() {
    each(async |office| {
        let (id, path) = entered(&office, "HTX Ngừng").await;
        office.service.set_clock("2025-05-19T02:30:00Z");
        follow(&office, vec![step(&office, 3, "decided", &id)]).await;
        let frozen = office.read(&path).await;
        assert_eq!(
            (&frozen["status"], &frozen["dissolution_case"]),
            (&json!("dissolving"), &json!(CASE))
        );
        assert_eq!(frozen["available_actions"], json!([]));
        let refused = office.change(&id, json!({ "worker_count": 3 })).await;
        let problem = refused.expect_problem(409, "state_conflict");
        assert_eq!(problem["legal_basis"]["article"], "100");

        follow(&office, vec![step(&office, 8, "closed", &id)]).await;
        let closed = office.read(&path).await;
        assert_eq!(
            (&closed["status"], &closed["dissolution_case"]),
            (&json!("dissolved"), &json!(CASE))
        );

        office.seal().await;
        let told = events(&office, &path).await;
        let last = &told[0]["event"];
        assert_eq!(last["type"], "organisation.dissolved");
        assert_eq!(last["state"]["dissolution_case"], CASE);
        assert_eq!(last["effective_on"], "2025-05-19");
        assert_eq!(last["legal_basis"], "17/2023/QH15 Điều 98");
        // On the day before the decision it worked.
        let before = office.read(&format!("{path}?as_of=2025-05-18")).await;
        assert_eq!(before["status"], "active");
    })
    .await;
}

#[actix_web::test]
async fn a_withdrawn_case_gives_back_the_status_that_was_kept() {
    each(async |office| {
        let (id, path) = entered(&office, "HTX Trở Lại").await;
        office.put_into(&id, OrganisationStatus::Suspended).await;
        follow(&office, vec![step(&office, 1, "decided", &id), step(&office, 2, "withdrawn", &id)])
            .await;
        let back = office.read(&path).await;
        assert_eq!(
            (&back["status"], &back["dissolution_case"]),
            (&json!("suspended"), &Value::Null)
        );
        office.change(&id, json!({ "worker_count": 3 })).await.expect(200);
    })
    .await;
}

#[actix_web::test]
async fn a_case_that_is_handed_to_the_court_makes_it_bankrupt() {
    each(async |office| {
        let (id, path) = entered(&office, "HTX Phá Sản").await;
        let told =
            vec![step(&office, 1, "decided", &id), step(&office, 2, "bankruptcy_declared", &id)];
        follow(&office, told).await;
        let ended = office.read(&path).await;
        assert_eq!(
            (&ended["status"], &ended["dissolution_case"]),
            (&json!("bankrupt"), &json!(CASE))
        );
    })
    .await;
}

#[actix_web::test]
async fn a_page_that_comes_again_changes_nothing() {
    each(async |office| {
        let (id, path) = entered(&office, "HTX Lặp").await;
        let told = vec![step(&office, 1, "decided", &id), step(&office, 2, "withdrawn", &id)];
        follow(&office, told.clone()).await;
        let version = office.read(&path).await["version"].clone();
        follow(&office, told).await;
        assert_eq!(office.read(&path).await["version"], version);
    })
    .await;
}

#[actix_web::test]
async fn what_cannot_be_followed_is_shown_and_holds_nothing_up() {
    each(async |office| {
        let (merged, path) = entered(&office, "HTX Đã Sáp Nhập").await;
        office.put_into(&merged, OrganisationStatus::Merged).await;
        let (other, other_path) = entered(&office, "HTX Sau Đó").await;
        let nobody = Uuid::from_u128(5).to_string();
        let mut next = step(&office, 4, "decided", &other);
        next.event.state["id"] = json!("0197c0de-0000-7000-8000-000000000002");
        let mut unclear = step(&office, 2, "decided", &nobody);
        unclear.event.state = json!({ "id": "none" });
        let mut unknown = step(&office, 3, "decided", &nobody);
        unknown.event.state["id"] = json!("0197c0de-0000-7000-8000-000000000003");
        follow(&office, vec![step(&office, 1, "decided", &merged), unclear, unknown, next]).await;

        let stays = office.read(&path).await;
        assert_eq!(stays["status"], "merged");
        assert_eq!(stays["dissolution_case"], CASE);
        assert_eq!(stays["dissolution_not_followed"], "organisation_has_ended");
        office.seal().await;
        let told = events(&office, &path).await;
        assert_eq!(told[0]["event"]["type"], "organisation.dissolution_not_followed");
        assert_eq!(office.read(&other_path).await["status"], "dissolving");
    })
    .await;
}

#[actix_web::test]
async fn a_case_withdrawn_before_its_decision_is_no_concern_of_the_register() {
    each(async |office| {
        let (id, path) = entered(&office, "HTX Không Việc Gì").await;
        let version = office.read(&path).await["version"].clone();
        let mut early = step(&office, 1, "withdrawn", &id);
        early.event.state["registry_sync"] = Value::Null;
        follow(&office, vec![early, step(&office, 2, "opened", &id)]).await;
        assert_eq!(office.read(&path).await["version"], version);
    })
    .await;
}

#[actix_web::test]
async fn what_a_district_lists_as_dissolving_is_frozen_until_a_case_ends_it_or_is_withdrawn() {
    each(async |office| {
        let mut lines =
            "Tên HTX;Loại hình;Xã/Phường;Quận/Huyện;Số thành viên;Tình trạng\n".to_owned();
        for name in ["HTX Một", "HTX Hai"] {
            lines += &format!(
                "{name};HTX;Thị trấn Xuân Mai;Huyện Chương Mỹ;20;Đang làm thủ tục giải thể\n"
            );
        }
        let sent = send(&office, &office.district(), "", "a.csv", lines.as_bytes()).await;
        assert_eq!(sent.expect(201).json()["report"]["entered"], 2);
        let found = office.read("/v1/organisations?status=dissolving").await;
        let ids: Vec<String> = found["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["id"].as_str().unwrap().to_owned())
            .collect();
        let [ended, back] = &ids[..] else { panic!("two were entered: {found}") };
        office
            .change(ended, json!({ "worker_count": 3 }))
            .await
            .expect_problem(409, "state_conflict");
        // A case is decided, and the register says that it has followed, though nothing changes.
        follow(&office, vec![step(&office, 1, "decided", ended)]).await;
        let path = format!("/v1/organisations/{ended}");
        let frozen = office.read(&path).await;
        assert_eq!(
            (&frozen["status"], &frozen["dissolution_case"]),
            (&json!("dissolving"), &json!(CASE))
        );
        follow(&office, vec![step(&office, 2, "closed", ended)]).await;
        assert_eq!(office.read(&path).await["status"], "dissolved");
        // The other's case is withdrawn before its decision.
        let mut withdrawn = step(&office, 3, "withdrawn", back);
        withdrawn.event.state["id"] = json!("0197c0de-0000-7000-8000-000000000002");
        follow(&office, vec![withdrawn]).await;
        let path = format!("/v1/organisations/{back}");
        assert_eq!(office.read(&path).await["status"], "active");
        office.change(back, json!({ "worker_count": 3 })).await.expect(200);
    })
    .await;
}
