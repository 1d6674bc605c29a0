//! PostgreSQL breaks all connections and lets nobody in, then does.

use std::time::Duration;

use super::{Witness, refused_for_now};
use crate::{
    feed,
    harness::{Answer, Backend, Place, Shape, Suite, communes, eventually},
};

#[tokio::test]
async fn the_database_goes_away_and_comes_back_in_one_process() {
    take_away_and_give_back(Shape::OneProcess).await;
}

#[tokio::test]
async fn the_database_goes_away_and_comes_back_in_separate_processes() {
    take_away_and_give_back(Shape::SeparateProcesses).await;
}

async fn take_away_and_give_back(shape: Shape) {
    let Some(place) = Place::on(Backend::Postgresql) else { return };
    let suite = Suite::start_as(place, shape, &[]).await;
    let administrator = suite.administrator().await;
    let officer = suite.new_user(&administrator, "officer", "so-tc").await;
    let commune = communes(&suite, &officer).await.remove(0);
    let witness = Witness { speaker: &suite, officer: &officer, commune: &commune };
    witness.write("trước").await.expect(201);

    for round in 0..2 {
        suite.place.take_databases_away();
        refused_for_now(&witness.read().await);
        refused_for_now(&witness.write("trong lúc").await);
        let login = [("grant_type", "password"), ("username", "admin"), ("password", "x")];
        refused_for_now(&suite.token(&login).await);
        let ready = suite.get("/readyz").send().await;
        assert_eq!(ready.status, 503, "{}", ready.text());
        assert!(ready.header("retry-after").is_some());
        suite.get("/livez").send().await.expect(200);
        suite.get("/v1/code-lists").send().await.expect(200);

        suite.place.give_databases_back();
        eventually("reads are answered again", async || {
            let answer: Answer = witness.read().await;
            (answer.status == 200).then_some(())
        })
        .await;
        witness.write_again(&format!("sau {round}")).await;
        suite.wait_until_ready().await;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(witness.names().await, ["sau 0", "sau 1", "trước"]);
    feed::agrees_with_the_register(&suite, &officer).await;
    suite.log_in("admin", crate::harness::ADMINISTRATOR_PASSWORD).await;
    let said = suite.stop().run_well(&["verify"]);
    assert!(said.contains("Every log is sound."), "{said}");
}
