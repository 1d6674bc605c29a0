//! The service follows the register: who is in the directory, and whether the register has followed
//! a case.

use htx_dissolution::{
    domain::case::RegistrySync, store, usecase::follow_registry::follow_registry,
};
use htx_kit::{
    auth::InternalKey, context::Context, feed::FeedItem, secret::SuiteSecret, testing::Caller,
};
use htx_model::{
    event::{Place, Subject},
    id::{DissolutionId, Id},
    organisation::OrganisationStatus,
    scope::Scope,
};
use serde_json::{Value, json};

use super::office::{Office, each};

/// An event of the register about an organisation, with the case that changed its status.
pub(crate) fn told(office: &Office, position: u64, state: Value) -> FeedItem {
    let subject = Subject {
        kind: "organisation".to_owned(),
        id: state["id"].as_str().unwrap().parse().unwrap(),
    };
    let context = Context::of_operator("register", &office.dissolutions.runtime.ids);
    let event = context.event("organisation.changed", subject, Place::default(), None, state);
    FeedItem { position, event }
}

pub(crate) async fn follow(office: &Office, items: Vec<FeedItem>) {
    let ids = office.dissolutions.runtime.ids.clone();
    office
        .database
        .write(move |connection| follow_registry(connection, &ids, &items))
        .await
        .unwrap();
}

/// Marks a case as the step does that the register is to follow.
async fn await_register(office: &Office, id: DissolutionId, expected: Option<OrganisationStatus>) {
    let now = office.service.now();
    office
        .database
        .write(move |connection| {
            let stored = store::case::find(connection, &Scope::everything(), id)?.unwrap();
            let mut case = stored.case;
            case.registry_sync = Some(RegistrySync::pending(expected, now));
            store::case::save(connection, &case, stored.version, now)
        })
        .await
        .unwrap();
}

#[actix_web::test]
async fn an_organisation_that_the_register_tells_of_can_be_dissolved() {
    each(async |office| {
        let known = office.cooperative("HTX Mới Biết");
        let state = serde_json::to_value(&known).unwrap();
        follow(&office, vec![told(&office, 1, state)]).await;
        let case = office.open_case(known.id, "dormant").await;
        assert_eq!(case["organisation"]["name"], "HTX Mới Biết");
    })
    .await;
}

#[actix_web::test]
async fn a_case_learns_that_the_register_has_followed_it() {
    each(async |office| {
        let known = office.cooperative("HTX Theo");
        let mut state = serde_json::to_value(&known).unwrap();
        follow(&office, vec![told(&office, 1, state.clone())]).await;
        let case = office.open_case(known.id, "dormant").await;
        let id: DissolutionId = Id::from_uuid(case["id"].as_str().unwrap().parse().unwrap());
        await_register(&office, id, Some(OrganisationStatus::Dissolving)).await;
        let path = format!("/v1/dissolutions/{id}");
        let sync = async || {
            let read = office.service.get(&path).by(&office.officer()).send().await;
            read.expect(200).json()["registry_sync"].clone()
        };
        // A change that is no case's, and one of another status: the register has yet to follow.
        state["status"] = json!("dissolving");
        follow(&office, vec![told(&office, 2, state.clone())]).await;
        state["dissolution_case"] = json!(id);
        state["status"] = json!("dormant");
        follow(&office, vec![told(&office, 3, state.clone())]).await;
        assert_eq!(sync().await["state"], "pending");

        state["status"] = json!("dissolving");
        let followed = told(&office, 4, state.clone());
        follow(&office, vec![followed.clone()]).await;
        let done = sync().await;
        assert_eq!((&done["state"], &done["position"]), (&json!("done"), &json!(4)));
        // Again, and of a case that nobody knows: nothing happens.
        state["dissolution_case"] = json!(Id::<()>::from_uuid(uuid::Uuid::from_u128(7)));
        follow(&office, vec![followed, told(&office, 5, state)]).await;
        assert_eq!(sync().await, done);
    })
    .await;
}

#[actix_web::test]
async fn the_feed_within_the_suite_is_told_to_whoever_shows_its_key() {
    each(async |office| {
        office.new_case("HTX Trong Nguồn Tin", "dormant").await;
        office.seal().await;
        let path = "/internal/v1/dissolution/events?after=0&limit=10&wait=0";
        let key = InternalKey::of(&office.service.setting.secret);
        let told = office.service.get(path).header("authorization", key.header()).send().await;
        let page = told.expect(200).json();
        assert_eq!(page["items"][0]["event"]["type"], "dissolution.opened");
        // Nobody else, however much they may read.
        let stranger = InternalKey::of(&SuiteSecret::from_bytes([9; 32]));
        for header in [stranger.header(), "Internal ", "Bearer x"] {
            let refused = office.service.get(path).header("authorization", header).send().await;
            refused.expect_problem(401, "unauthenticated");
        }
        for caller in [Caller::anonymous(), office.audit(), office.planning()] {
            let refused = office.service.get(path).by(&caller).send().await;
            refused.expect_problem(401, "unauthenticated");
        }
    })
    .await;
}
