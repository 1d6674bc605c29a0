//! Everything that a caller can get wrong, over a real socket, through the gateway in one process
//! and before three: each time a problem document in their language, and nothing changed.

mod addresses;
mod bodies;
mod parameters;
mod raw;
mod repetition;
mod slow;
mod spreadsheets;
mod tokens;

pub(crate) use spreadsheets::TCVN3;

use serde_json::Value;

use crate::harness::{Backend, Login, Place, Shape, Suite, communes};

/// A suite with somebody who may write.
struct Office {
    suite: Suite,
    officer: Login,
    commune: String,
}

impl Office {
    async fn open(place: Place, shape: Shape) -> Self {
        let suite = Suite::start_as(place, shape, &[]).await;
        let administrator = suite.administrator().await;
        let officer = suite.new_user(&administrator, "officer", "so-tc").await;
        let commune = communes(&suite, &officer).await.remove(0);
        Self { suite, officer, commune }
    }

    /// How many organisations there are.
    async fn organisations(&self) -> u64 {
        let path = "/v1/organisations?count=exact&limit=1";
        let page = self.suite.get(path).bearer(&self.officer.access).send().await.expect(200);
        page.json()["count"].as_u64().unwrap()
    }
}

/// An office in each shape on SQLite, and one on PostgreSQL.
async fn each_office(test: impl AsyncFn(&Office)) {
    for shape in [Shape::OneProcess, Shape::SeparateProcesses] {
        test(&Office::open(Place::new(), shape).await).await;
    }
    if let Some(place) = Place::on(Backend::Postgresql) {
        test(&Office::open(place, Shape::OneProcess).await).await;
    }
}

/// Whether some fault of a problem document stands at a place.
fn has_fault(problem: &Value, pointer: &str) -> bool {
    let faults = problem["errors"].as_array().into_iter().flatten();
    faults.into_iter().any(|fault| fault["pointer"] == pointer)
}
