//! What a synthetic city has of support: every kind, every state, by the rules that hold for everybody.

use std::{collections::BTreeSet, sync::Arc};

use htx_kit::clock::{Clock, FixedClock, IdSource};
use htx_model::{
    code_list::CodeList,
    support::{
        applications::{SupportKind, SupportState},
        grievances::GrievanceState,
        money::LoanState,
        training::TrainingState,
    },
};
use htx_support_programs::usecase::synthesise::synthesise;
use serde_json::Value;

use super::office::{Office, each};

async fn values(office: &Office, path: &str, field: &str) -> BTreeSet<String> {
    let list = office.read_by(&office.audit(), &format!("{path}?limit=200")).await;
    let items = list["items"].as_array().unwrap();
    items.iter().map(|one| one[field].as_str().unwrap().to_owned()).collect()
}

fn all<C: CodeList>() -> BTreeSet<String> {
    C::all().iter().map(|one| one.code().to_owned()).collect()
}

#[actix_web::test]
async fn a_synthetic_city_has_every_kind_in_every_state() {
    each(async |office| {
        let organisations = (0..90).map(|at| office.cooperative(&format!("HTX Giả Lập {at}")));
        office.know(organisations.collect()).await;
        office.service.set_clock("2026-01-05T02:30:00Z");
        let clock = Arc::new(FixedClock::at(office.support.runtime.ids.now()));
        let mut support = office.support.clone();
        support.runtime.ids = IdSource::seeded(Arc::clone(&clock) as Arc<dyn Clock>, 7);
        // Two rounds of everything.
        let made = synthesise(&support, clock.clone(), 1_600).await.unwrap();
        assert_eq!(made, 2 * 2 * SupportKind::all().len());
        let applications = "/v1/support-applications";
        assert_eq!(values(&office, applications, "kind").await, all::<SupportKind>());
        assert_eq!(values(&office, applications, "state").await, all::<SupportState>());
        assert_eq!(values(&office, "/v1/loans", "state").await, all::<LoanState>());
        assert_eq!(values(&office, "/v1/training-classes", "state").await, all::<TrainingState>());
        assert_eq!(values(&office, "/v1/grievances", "state").await, all::<GrievanceState>());
        let overdue = office.read_by(&office.audit(), "/v1/loans/portfolio").await;
        assert!(overdue["overdue_vnd"].as_i64().unwrap() > 0);
        let count = async |code: &str| -> i64 {
            let path = format!("/v1/support-programs/indicators/{code}?period=2025");
            let found: Value = office.read_by(&office.audit(), &path).await;
            found["figure"]["counted"].as_i64().unwrap()
        };
        assert_eq!(count("3").await, 4);
        assert!(count("5").await > 0 && count("6").await > 0);
        assert!(count("showcase_point_funding").await > 0);
        let again = synthesise(&support, clock, 1_600).await;
        assert!(again.is_err(), "a synthetic city is made in empty data only");
    })
    .await;
}
