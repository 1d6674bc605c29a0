//! What a process of a later release wrote beside this one: it is acted on by a process that knows it whole.

use diesel::RunQueryDsl as _;
use htx_kit::{db::Connection, each as on};
use serde_json::json;

use super::{
    application::{Application, Of},
    office::{Office, each},
};

/// A cost as this release writes it, and with a field that a later one knows.
const KNOWN: &str = "[{\"kind\":";
const OF_A_LATER_RELEASE: &str = "[{\"later\":1,\"kind\":";

/// Writes one in place of the other in the one application that there is: so often it stands there.
async fn put(office: &Office, from: &str, to: &str) -> usize {
    let statement = format!(
        "UPDATE support_application SET costs = replace(costs, '{from}', '{to}') \
         WHERE costs LIKE '{from}%'"
    );
    let run = move |connection: &mut Connection| {
        Ok(on!(connection, one => diesel::sql_query(&statement).execute(one))?)
    };
    office.database.write(run).await.unwrap()
}

#[actix_web::test]
async fn an_application_is_acted_on_with_all_that_its_costs_say_or_not_here() {
    each(async |office| {
        let organisation = office.known("HTX Nông Nghiệp Xuân Mai").await;
        let application = Application::draft(&office, organisation, Of::machine("Máy cấy")).await;
        assert_eq!(put(&office, KNOWN, OF_A_LATER_RELEASE).await, 1);
        assert_eq!(application.now().await["costs"][0]["name"], "Máy cấy");
        let own = application.own();
        for action in ["submit", "withdraw"] {
            let refused = application.act(&own, action, json!({})).await;
            refused.expect_problem(503, "unavailable");
        }
        assert_eq!(put(&office, OF_A_LATER_RELEASE, KNOWN).await, 1, "it is as it was written");
        application.done(&own, "submit", json!({})).await;
    })
    .await;
}
