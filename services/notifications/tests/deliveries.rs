//! What becomes of messages.

use htx_model::notification::{DeliveryState, WebhookAction};
use htx_notifications::{store, usecase::deliver};
use serde_json::json;

use crate::{
    office::{each, sent_by},
    receiver::Receiver,
};

#[actix_web::test]
async fn an_event_is_sent_signed_and_noted() {
    each(async |office| {
        let (finance, receiver) = (office.finance(), Receiver::start());
        office.tell("registry", "organisation.registered", "277").await;
        let (webhook, secret) = office.made(&finance, &receiver).await;
        office.service.wait(1);
        let event = office.tell("registry", "organisation.changed", "277").await;
        assert_eq!(office.send().await, 1, "what happened before it was made is not told");

        let received = receiver.received();
        let [one] = received.as_slice() else { panic!("{received:?}") };
        assert!(one.is_signed_with(&secret));
        assert_eq!(one.timestamp, office.service.now().seconds().to_string());
        let message = one.json();
        assert_eq!(message["type"], "organisation.changed");
        assert_eq!(message["timestamp"], json!(event.recorded_at));
        assert_eq!(message["data"]["service"], "registry");
        assert_eq!(message["data"]["event"], json!(event));

        let all = office.deliveries(&finance, &webhook).await;
        assert_eq!(all.len(), 1);
        assert_eq!(all[0]["state"], "delivered");
        let path = format!("/v1/deliveries/{}", one.id);
        let delivery = office.read_by(&finance, &path).await;
        assert_eq!(delivery["attempts"][0]["outcome"], "delivered");
        assert_eq!(delivery["attempts"][0]["status"], 204);
        assert_eq!(office.send().await, 0);
    })
    .await;
}

#[actix_web::test]
async fn what_fails_is_tried_again_later_with_the_same_id() {
    each(async |office| {
        let (finance, receiver) = (office.finance(), Receiver::start());
        let (webhook, secret) = office.made(&finance, &receiver).await;
        office.tell("registry", "organisation.changed", "277").await;
        receiver.answering(500);
        assert_eq!(office.send().await, 1);
        assert_eq!(office.send().await, 0, "not at once");
        office.service.wait(6);
        receiver.putting_off(503, 600);
        assert_eq!(office.send().await, 1);
        office.service.wait(599);
        assert_eq!(office.send().await, 0, "the receiver put it off");
        // And chance by up to a tenth of the usual wait.
        office.service.wait(7);
        receiver.answering(200);
        assert_eq!(office.send().await, 1);

        let received = receiver.received();
        assert!(received.iter().all(|one| one.id == received[0].id && one.is_signed_with(&secret)));
        assert_ne!(received[0].timestamp, received[2].timestamp, "each try has its own instant");
        let delivery =
            office.read_by(&finance, &format!("/v1/deliveries/{}", received[0].id)).await;
        assert_eq!(
            (&delivery["state"], &delivery["attempt_count"]),
            (&json!("delivered"), &json!(3))
        );
        let statuses: Vec<_> = delivery["attempts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["status"].clone())
            .collect();
        assert_eq!(statuses, [json!(200), json!(503), json!(500)], "the newest first");
        assert_eq!(office.read_by(&finance, &webhook).await["failing_since"], json!(null));
    })
    .await;
}

#[actix_web::test]
async fn who_answers_410_is_told_nothing_any_more_until_somebody_resumes_it() {
    each(async |office| {
        let (finance, receiver) = (office.finance(), Receiver::start());
        let (webhook, _) = office.made(&finance, &receiver).await;
        for _ in 0..6 {
            office.tell("registry", "organisation.changed", "277").await;
        }
        receiver.answering(410);
        assert_eq!(office.send().await, 4, "those that were on their way");
        let now = office.read_by(&finance, &webhook).await;
        assert_eq!((&now["state"], &now["stopped_for"]), (&json!("disabled"), &json!("gone")));
        let all = office.deliveries(&finance, &webhook).await;
        assert!(all.iter().all(|one| one["state"] == "failed"), "{all:?}");
        office.tell("registry", "organisation.changed", "277").await;
        assert_eq!(office.deliveries(&finance, &webhook).await.len(), 6);
        office.post(&finance, &format!("{webhook}/test"), json!({})).await.expect(409);

        receiver.answering(200);
        office.service.wait(60);
        office.step(&finance, &webhook, "resume").await.expect(200);
        let again = json!({ "since": "2025-05-12T00:00:00Z" });
        let replay = format!("{webhook}/replay");
        let done = office.post(&finance, &replay, again.clone()).await.expect(200).json();
        assert_eq!(done, json!({ "replayed": 6, "more": false }));
        assert_eq!(office.send().await, 6);
        let done = office.post(&finance, &replay, again).await.expect(200).json();
        assert_eq!(done["replayed"], 0);
    })
    .await;
}

#[actix_web::test]
async fn who_takes_nothing_for_three_days_is_disabled() {
    each(async |office| {
        let (finance, receiver) = (office.finance(), Receiver::start());
        let (webhook, _) = office.made(&finance, &receiver).await;
        office.tell("registry", "organisation.changed", "277").await;
        receiver.answering(500);
        let mut hours = 0;
        while office.read_by(&finance, &webhook).await["state"] == "active" {
            office.send().await;
            office.service.wait(3_600);
            hours += 1;
            assert!(hours < 100, "it is never disabled");
        }
        assert!(hours > 72, "{hours}");
        let now = office.read_by(&finance, &webhook).await;
        assert_eq!(now["stopped_for"], "failing");
        assert!(receiver.received().len() > 8);
        assert_eq!(office.deliveries(&finance, &webhook).await[0]["state"], "failed");
    })
    .await;
}

#[actix_web::test]
async fn one_delivery_is_sent_again_on_request() {
    each(async |office| {
        let (finance, receiver) = (office.finance(), Receiver::start());
        let (webhook, _) = office.made(&finance, &receiver).await;
        let tried = office.post(&finance, &format!("{webhook}/test"), json!({})).await.expect(201);
        let path = tried.header("location").unwrap().to_owned();
        let replay = format!("{path}/replay");
        office.post(&finance, &replay, json!({})).await.expect_problem(409, "state_conflict");
        assert_eq!(office.send().await, 1);
        assert_eq!(receiver.received()[0].json()["type"], "webhook.test");
        office.post(&office.district(), &replay, json!({})).await.expect(404);
        let again = office.post(&finance, &replay, json!({})).await.expect(200).json();
        assert_eq!(again["state"], "pending");
        assert_eq!(office.send().await, 1);
        let delivery = office.read_by(&finance, &path).await;
        assert_eq!(delivery["attempts"].as_array().unwrap().len(), 2);
    })
    .await;
}

#[actix_web::test]
async fn two_workers_do_not_send_to_one_webhook_at_once_and_a_dead_one_is_replaced() {
    each(async |office| {
        let (finance, receiver) = (office.finance(), Receiver::start());
        office.made(&finance, &receiver).await;
        office.tell("registry", "organisation.changed", "277").await;
        let other = office.other_process(true);
        // The first takes it, and dies before it has sent anything.
        let dead =
            deliver::next(&office.notifications, Vec::new()).await.unwrap().expect("it is due");
        assert_eq!(sent_by(&other).await, 0);
        drop(dead);
        office.service.wait(29);
        assert_eq!(sent_by(&other).await, 0);
        office.service.wait(1);
        assert_eq!(sent_by(&other).await, 1);
        assert_eq!(receiver.received().len(), 1);

        // Of two that work at once each message is sent by one.
        for _ in 0..20 {
            office.tell("registry", "organisation.changed", "277").await;
        }
        let both = futures_util::future::join(office.send(), sent_by(&other)).await;
        let rest = office.send().await;
        assert_eq!(both.0 + both.1 + rest, 20);
        let received = receiver.received();
        let ids: std::collections::BTreeSet<_> = received.iter().map(|one| &one.id).collect();
        assert_eq!((ids.len(), received.len()), (20, 20));
    })
    .await;
}

#[actix_web::test]
async fn a_slow_receiver_holds_up_nobody_else() {
    each(async |office| {
        let (finance, receiver) = (office.finance(), Receiver::start());
        let (webhook, _) = office.made(&finance, &receiver).await;
        office.tell("registry", "organisation.changed", "277").await;
        let slow =
            deliver::next(&office.notifications, Vec::new()).await.unwrap().expect("it is due");
        let (other, _) = office.made(&office.district(), &receiver).await;
        office.tell("registry", "organisation.changed", "277").await;
        assert_eq!(office.send().await, 1, "the other's own");
        slow.carry_out(&office.notifications).await.unwrap();
        office.send().await;
        assert_eq!(office.deliveries(&finance, &webhook).await.len(), 2);
        assert_eq!(office.deliveries(&office.district(), &other).await.len(), 1);
    })
    .await;
}

#[actix_web::test]
async fn who_has_failed_for_a_while_rests_between_two_tries_and_is_asked_with_one_message() {
    each(async |office| {
        let (finance, receiver) = (office.finance(), Receiver::start());
        office.made(&finance, &receiver).await;
        receiver.answering(500);
        office.tell("registry", "organisation.changed", "277").await;
        assert_eq!(office.send().await, 1);
        office.service.wait(61);
        for _ in 0..3 {
            office.tell("registry", "organisation.changed", "277").await;
        }
        assert_eq!(office.send().await, 1, "one message, and then a rest");
        office.service.wait(59);
        assert_eq!(office.send().await, 0);
        receiver.answering(204);
        office.service.wait(1);
        assert!(office.send().await >= 3, "it takes something again");
    })
    .await;
}

#[actix_web::test]
async fn the_log_is_kept_for_ninety_days_and_what_is_on_its_way_stays() {
    each(async |office| {
        let (finance, receiver) = (office.finance(), Receiver::start());
        let (webhook, _) = office.made(&finance, &receiver).await;
        office.tell("registry", "organisation.changed", "277").await;
        office.tell("registry", "organisation.changed", "277").await;
        assert_eq!(office.send().await, 2);
        office.service.set_clock("2025-06-29T00:00:00Z");
        htx_notifications::usecase::tend::once(&office.notifications).await.unwrap();
        let kept = office.deliveries(&finance, &webhook).await;
        assert_eq!(kept.len(), 2);
        // One of them is sent again on the last day.
        let replayed = kept[0]["id"].as_str().unwrap();
        let replay = format!("/v1/deliveries/{replayed}/replay");
        office.post(&finance, &replay, json!({})).await.expect(200);
        office.service.set_clock("2025-08-11T02:30:00Z");
        htx_notifications::usecase::tend::once(&office.notifications).await.unwrap();
        let left = office.deliveries(&finance, &webhook).await;
        assert_eq!(left.len(), 1, "{left:?}");
        assert_eq!((&left[0]["id"], &left[0]["state"]), (&json!(replayed), &json!("pending")));
    })
    .await;
}

#[actix_web::test]
async fn what_left_is_in_the_log_though_the_webhook_was_ended_meanwhile() {
    each(async |office| {
        let (finance, receiver) = (office.finance(), Receiver::start());
        let (webhook, _) = office.made(&finance, &receiver).await;
        office.tell("registry", "organisation.changed", "277").await;
        let on_its_way =
            deliver::next(&office.notifications, Vec::new()).await.unwrap().expect("it is due");
        office.step(&finance, &webhook, "end").await.expect(200);
        on_its_way.carry_out(&office.notifications).await.unwrap();
        let id = receiver.received().remove(0).id;
        let delivery = office.read_by(&finance, &format!("/v1/deliveries/{id}")).await;
        assert_eq!(delivery["state"], "delivered");
        assert_eq!(delivery["attempts"][0]["status"], 204);
    })
    .await;
}

#[actix_web::test]
async fn a_message_that_two_workers_send_has_both_tries_in_its_log() {
    each(async |office| {
        let (finance, receiver) = (office.finance(), Receiver::start());
        office.made(&finance, &receiver).await;
        office.tell("registry", "organisation.changed", "277").await;
        let slow =
            deliver::next(&office.notifications, Vec::new()).await.unwrap().expect("it is due");
        office.service.wait(31);
        assert_eq!(sent_by(&office.other_process(true)).await, 1, "its lease is over");
        slow.carry_out(&office.notifications).await.unwrap();
        let received = receiver.received();
        assert_eq!((received.len(), &received[0].id), (2, &received[1].id));
        let path = format!("/v1/deliveries/{}", received[0].id);
        let delivery = office.read_by(&finance, &path).await;
        assert_eq!(delivery["attempt_count"], 2);
        assert_eq!(delivery["attempts"].as_array().unwrap().len(), 2);
    })
    .await;
}

#[actix_web::test]
async fn what_an_old_address_shows_does_not_strike_the_new_one() {
    each(async |office| {
        let (finance, gone, receiver) = (office.finance(), Receiver::start(), Receiver::start());
        let (webhook, _) = office.made(&finance, &gone).await;
        gone.answering(410);
        office.tell("registry", "organisation.changed", "277").await;
        let on_its_way =
            deliver::next(&office.notifications, Vec::new()).await.unwrap().expect("it is due");
        let content = crate::office::webhook(&receiver.url(), &["*"], "hmac")["content"].clone();
        office.change(&finance, &webhook, content).await.expect(200);
        on_its_way.carry_out(&office.notifications).await.unwrap();
        let now = office.read_by(&finance, &webhook).await;
        assert_eq!((&now["state"], &now["failing_since"]), (&json!("active"), &json!(null)));
        office.tell("registry", "organisation.changed", "277").await;
        assert_eq!(office.send().await, 1);
        assert_eq!(receiver.received().len(), 1);
    })
    .await;
}

#[actix_web::test]
async fn a_new_address_begins_with_a_clean_slate() {
    each(async |office| {
        let (finance, wrong, receiver) = (office.finance(), Receiver::start(), Receiver::start());
        let (webhook, _) = office.made(&finance, &wrong).await;
        wrong.answering(500);
        office.tell("registry", "organisation.changed", "277").await;
        office.send().await;
        assert!(office.read_by(&finance, &webhook).await["failing_since"].is_string());
        let content = crate::office::webhook(&receiver.url(), &["*"], "hmac")["content"].clone();
        let changed = office.change(&finance, &webhook, content).await.expect(200).json();
        assert_eq!(changed["failing_since"], json!(null));
    })
    .await;
}

#[actix_web::test]
async fn nothing_is_left_on_its_way_to_who_ends_while_a_page_is_followed() {
    each(async |office| {
        let (finance, receiver) = (office.finance(), Receiver::start());
        let (webhook, _) = office.made(&finance, &receiver).await;
        let database = office.notifications.runtime.database.clone();
        let ending = tokio::task::spawn_blocking(move || {
            database.write_now(|connection| {
                let before = store::webhook::listening(connection)?.remove(0);
                store::webhook::lock_listening(connection)?;
                // Long enough for the page to come.
                std::thread::sleep(std::time::Duration::from_millis(400));
                let now = before.recorded_at;
                let after = before.moved(WebhookAction::End, now)?;
                store::webhook::save(connection, before.version, &after)?;
                store::delivery::end_pending(connection, after.id, DeliveryState::Withheld, now)
            })
        });
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        office.tell("registry", "organisation.changed", "277").await;
        ending.await.unwrap().unwrap();
        let all = office.deliveries(&finance, &webhook).await;
        assert!(all.iter().all(|one| one["state"] != "pending"), "{all:?}");
    })
    .await;
}
