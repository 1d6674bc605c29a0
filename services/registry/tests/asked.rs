//! The registry as the plan asks it: in its process or over HTTP, as of a day, with evidence.

use std::collections::BTreeSet;

use htx_kit::{
    auth::InternalKey,
    failure::Failure,
    indicator::{Asked, Elsewhere, EvidenceAsked, EvidenceEvent, Here, Place, Source},
    log::proof::InclusionProof,
    secret::SuiteSecret,
};
use htx_model::{
    administrative::DistrictCode,
    code_list::CodeList as _,
    date::Date,
    indicator::{Breakdown, Indicator},
    permission::Permission,
    principal::Role,
    scope::Scope,
};
use serde_json::{Value, json};

use super::{
    indicators::reported,
    office::{self, Office},
};

fn asked(as_of: Option<&str>, by: Option<Breakdown>) -> Asked {
    let as_of = as_of.map(|day| Date::parse(day).unwrap());
    Asked { period: 2024, as_of, by }
}

fn evidence(scope: Scope, place: Place, limit: u32) -> EvidenceAsked {
    let figure = asked(None, None);
    EvidenceAsked { figure, scope, place, after: None, limit, with_figure: true }
}

#[actix_web::test]
async fn the_same_is_told_here_elsewhere_and_to_everybody() {
    office::each(async |office| {
        reported(&office).await;
        let listening = office.service.listen();
        let key = office.registry.runtime.internal.clone();
        let here = Here(office.registry.clone());
        let elsewhere = Elsewhere::new(&listening.url(""), "registry", key).unwrap();
        for indicator in Indicator::all() {
            let code = indicator.code();
            let wanted = asked(None, Some(Breakdown::District));
            let one = here.figure(code, &wanted).await.unwrap();
            let other = elsewhere.figure(code, &wanted).await.unwrap();
            assert_eq!(one, other, "{code}");
            let path = format!("/v1/indicators/{code}?period=2024&by=district");
            let told = office.read(&path).await;
            assert_eq!(told["figure"]["value"], json!(one.whole.value), "{code}");
            assert_eq!(told["breakdown"].as_array().unwrap().len(), one.parts.len(), "{code}");
            let wanted = || evidence(Scope::everything(), Place::default(), 50);
            let one = here.evidence(code, wanted()).await.unwrap();
            assert_eq!(one, elsewhere.evidence(code, wanted()).await.unwrap(), "{code}");
        }
        let stranger = InternalKey::of(&SuiteSecret::from_bytes([9; 32]));
        let refused = Elsewhere::new(&listening.url(""), "registry", stranger).unwrap();
        let told = refused.figure("average_revenue", &asked(None, None)).await;
        assert!(matches!(told, Err(Failure::Unexpected(_))), "{told:?}");
        let wanted = evidence(Scope::everything(), Place::default(), 50);
        let told = refused.evidence("average_revenue", wanted).await;
        assert!(matches!(told, Err(Failure::Unexpected(_))), "{told:?}");
    })
    .await;
}

#[actix_web::test]
async fn a_refusal_is_the_same_from_another_process() {
    office::each(async |office| {
        let listening = office.service.listen();
        let key = office.registry.runtime.internal.clone();
        let here = Here(office.registry.clone());
        let elsewhere = Elsewhere::new(&listening.url(""), "registry", key).unwrap();
        for (code, wanted) in [
            ("nothing", asked(None, None)),
            ("8", asked(Some("2099-01-01"), None)),
            ("8", Asked { period: 1900, as_of: None, by: None }),
        ] {
            let Err(Failure::Refused(one)) = here.figure(code, &wanted).await else {
                panic!("{code}")
            };
            let told = elsewhere.figure(code, &wanted).await;
            let Err(Failure::Refused(other)) = told else { panic!("{code}: {told:?}") };
            assert_eq!(one, other);
            let figure = wanted;
            let wanted =
                EvidenceAsked { figure, ..evidence(Scope::everything(), Place::default(), 50) };
            let told = elsewhere.evidence(code, wanted).await;
            let Err(Failure::Refused(other)) = told else { panic!("{code}: {told:?}") };
            assert_eq!(one, other);
        }
        // Nobody listens there: that may pass.
        let key = office.registry.runtime.internal.clone();
        let away = Elsewhere::new("http://127.0.0.1:9", "registry", key).unwrap();
        let told = away.figure("8", &asked(None, None)).await;
        assert!(matches!(told, Err(Failure::Unavailable(_))), "{told:?}");
    })
    .await;
}

#[actix_web::test]
async fn as_of_a_day_counts_what_was_recorded_by_then() {
    office::each(async |office| {
        // Reported on 12 May, of the year before.
        reported(&office).await;
        office.service.set_clock("2025-06-20T03:00:00Z");
        for (code, whole) in [("average_revenue", 5), ("2", 3)] {
            let counted = async |as_of: &str| {
                let path = format!("/v1/indicators/{code}?period=2024{as_of}");
                let told = office.read(&path).await;
                let records = format!("/v1/indicators/{code}/records?period=2024{as_of}");
                let records = office.read(&records).await;
                (told["figure"]["counted"].clone(), records["items"].as_array().unwrap().len())
            };
            assert_eq!(counted("").await.0, json!(whole), "{code}");
            assert_eq!(counted("&as_of=2025-05-12").await.0, json!(whole), "{code}");
            assert_eq!(counted("&as_of=2025-05-11").await, (json!(0), 0), "{code}");
        }
        for wrong in ["2025-06-21", "2023-12-31", "today"] {
            let path = format!("/v1/indicators/8?period=2024&as_of={wrong}");
            let refused = office.service.get(&path).by(&office.audit()).send().await;
            refused.expect_problem(400, "invalid_parameter");
        }
    })
    .await;
}

/// What the service itself proves of an event.
async fn proof(office: &Office, event: &EvidenceEvent, size: u64) -> InclusionProof {
    let path = format!("/v1/registry/events/{}/proof?size={size}", event.id);
    serde_json::from_value(office.read(&path).await).unwrap()
}

#[actix_web::test]
async fn each_record_is_proven_under_the_signed_checkpoint() {
    office::each(async |office| {
        reported(&office).await;
        let here = Here(office.registry.clone());
        let wanted = || evidence(Scope::everything(), Place::default(), 50);
        let unsealed = here.evidence("average_revenue", wanted()).await.unwrap();
        assert!(unsealed.checkpoint.is_none());
        let setting = &office.service.setting;
        let mut sealer = setting.runtime.sealer(&setting.secret, None).unwrap();
        sealer.finish().await.unwrap();
        let key = setting.runtime.checkpoint_key(&setting.secret).unwrap();
        let found = here.evidence("average_revenue", wanted()).await.unwrap();
        let checkpoint = found.checkpoint.unwrap();
        assert_eq!(
            i64::try_from(found.records.len()).unwrap(),
            found.computed.unwrap().whole.counted
        );
        for record in &found.records {
            assert!(!record.events.is_empty(), "{record:?}");
            for event in &record.events {
                let own = proof(&office, event, checkpoint.size).await;
                assert_eq!(Some(own.position), event.position);
                assert_eq!(Some(&own.hashes), event.hashes.as_ref());
                assert_eq!(htx_kit::log::proof::leaf_hash(&own.body), event.leaf);
                let shown = InclusionProof {
                    position: event.position.unwrap(),
                    size: checkpoint.size,
                    root: checkpoint.root,
                    hashes: event.hashes.clone().unwrap(),
                    checkpoint: Some(checkpoint.note.clone()),
                    body: own.body,
                };
                shown.verify_signed(key.verifier()).unwrap();
            }
        }
    })
    .await;
}

#[actix_web::test]
async fn evidence_is_within_the_scope_and_comes_by_pages() {
    office::each(async |office| {
        reported(&office).await;
        let here = Here(office.registry.clone());
        let district = office.service.as_agency("district-277", Role::Viewer);
        let scope = district.principal.unwrap().scope(Permission::IndicatorRead);
        let own = here.evidence("8", evidence(scope, Place::default(), 50)).await.unwrap();
        assert_eq!((own.records.len(), own.computed.unwrap().whole.counted), (3, 3));
        let of = |record: &htx_kit::indicator::EvidenceRecord| record.district.clone();
        assert!(own.records.iter().all(|one| of(one) == DistrictCode::parse("277").ok()));
        let place = Place { district: DistrictCode::parse("276").ok(), commune: None };
        let other = evidence(Scope::everything(), place, 50);
        assert_eq!(here.evidence("8", other).await.unwrap().records.len(), 2);
        let mut seen = BTreeSet::new();
        let mut wanted = evidence(Scope::everything(), Place::default(), 2);
        loop {
            let page = here.evidence("8", wanted.clone()).await.unwrap();
            seen.extend(page.records.iter().map(|record| record.id));
            let Some(last) = page.records.last() else { break };
            wanted.after = Some(last.id);
        }
        assert_eq!(seen.len(), 5);
        let text: Value = serde_json::to_value(&own.records).unwrap();
        assert!(!text.to_string().contains("HTX Một"), "ids, no names");
    })
    .await;
}
