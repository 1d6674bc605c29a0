//! The registry as the plan asks it: in its process or over HTTP, as of a day, with evidence.

use std::collections::BTreeSet;

use diesel::RunQueryDsl as _;
use htx_kit::{
    auth::InternalKey,
    db::Connection,
    each,
    failure::Failure,
    indicator::{Asked, Elsewhere, EvidenceAsked, EvidenceEvent, Here, Place, Source},
    log::proof::InclusionProof,
    secret::SuiteSecret,
    testing::Backend,
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
    office::{self, Office, organisation_id},
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

/// Runs a statement on the database itself; how many rows it changed.
async fn run(office: &Office, statement: &str) -> Result<usize, Failure> {
    let statement = statement.to_owned();
    let run = move |connection: &mut Connection| {
        each!(connection, one => diesel::sql_query(&statement).execute(one)).map_err(Failure::from)
    };
    office.database.database().write(run).await
}

#[actix_web::test]
async fn as_of_a_day_counts_what_was_stated_by_then_though_it_was_stated_anew() {
    office::each(async |office| {
        // Stated on 12 May, and anew on 20 June and 3 July.
        reported(&office).await;
        let of_all = office.read("/v1/annual-reports?year=2024&kind=cooperative").await;
        let report = &of_all["items"][0];
        let organisation = report["organisation"]["id"].as_str().unwrap().to_owned();
        let path = format!("/v1/organisations/{organisation}/annual-reports/2024");
        let first = office.read(&path).await["figures"].clone();
        let revenue = |figures: &Value| figures["revenue_vnd"].as_i64().unwrap();
        let mut figures = json!({});
        for field in
            ["revenue_vnd", "profit_vnd", "official_member_count", "worker_count", "worker_pay_vnd"]
        {
            figures[field] = first[field].clone();
        }
        for field in ["total_capital_vnd", "undivided_fund_vnd", "associate_contributing_count"] {
            figures[field] = json!(0);
        }
        figures["official_member_count"] = json!(9);
        let mut stated = vec![("2025-05-12", revenue(&first))];
        for (instant, day, more) in [
            ("2025-06-20T03:00:00Z", "2025-06-20", 5_000_000_i64),
            ("2025-07-03T03:00:00Z", "2025-07-03", 40_000_000_i64),
        ] {
            office.service.set_clock(instant);
            figures["revenue_vnd"] = json!(revenue(&first) + more);
            let body = json!({ "figures": figures, "reason": "Kiểm toán" });
            let seen = office.get(&path).by(&office.planning()).send().await.expect(200).etag();
            let district = office.service.as_organisation(organisation_id(&organisation));
            let request = office.service.post(&format!("{path}/restate"), body).by(&district);
            request.if_match(&seen).send().await.expect(200);
            stated.push((day, revenue(&first) + more));
        }
        office.service.set_clock("2025-08-01T03:00:00Z");
        let sum = async |query: &str| {
            let told = office.read(&format!("/v1/indicators/8?period=2024{query}")).await;
            assert_eq!(told["figure"]["counted"], json!(5), "{query}: nobody is left out");
            let records = format!("/v1/indicators/8/records?period=2024{query}");
            let records = office.read(&records).await;
            let records = records["items"].as_array().unwrap();
            let amounts = records.iter().map(|one| one["amount_vnd"].as_i64().unwrap());
            let sum = told["figure"]["numerator"].as_i64().unwrap();
            assert_eq!(amounts.sum::<i64>(), sum, "{query}: the figure is what its records add");
            let own = |one: &&Value| one["organisation"] == json!(organisation);
            let own = records.iter().find(own).unwrap()["amount_vnd"].as_i64().unwrap();
            (sum, own)
        };
        let (whole, _) = sum("").await;
        let now = stated.last().unwrap().1;
        for (day, amount) in [
            ("2025-06-19", stated[0].1),
            ("2025-06-20", stated[1].1),
            ("2025-07-02", stated[1].1),
            ("2025-07-03", stated[2].1),
            ("2025-08-01", stated[2].1),
        ] {
            let expected = (whole - now + amount, amount);
            assert_eq!(sum(&format!("&as_of={day}")).await, expected, "{day}");
        }
        assert_eq!(sum("&as_of=2025-05-12").await, (whole - now + stated[0].1, stated[0].1));
        // One page at a time, of both tables together.
        let mut seen = Vec::new();
        let mut next = String::new();
        loop {
            let page =
                format!("/v1/indicators/8/records?period=2024&as_of=2025-06-20&limit=2{next}");
            let page = office.read(&page).await;
            seen.extend(
                page["items"].as_array().unwrap().iter().map(|one| one["organisation"].clone()),
            );
            let Some(cursor) = page["next"].as_str() else { break };
            next = format!("&cursor={cursor}");
        }
        assert_eq!(seen.len(), 5, "{seen:?}");
        let gone = "UPDATE earlier_annual_report SET revenue_vnd = 1";
        for statement in [gone, "DELETE FROM earlier_annual_report"] {
            let refused = format!("{:?}", run(&office, statement).await.unwrap_err());
            assert!(refused.contains("never changed"), "{refused}");
        }
    })
    .await;
}

#[actix_web::test]
async fn as_of_a_day_a_rating_counts_as_it_was_confirmed_by_then() {
    office::each(async |office| {
        reported(&office).await;
        office.service.set_clock("2025-06-20T03:00:00Z");
        // A register that is imported again says otherwise of one.
        let again = "UPDATE yearly_rating SET rating = 'weak', version = version + 1, recorded_at =              (SELECT MAX(recorded_at) FROM yearly_rating) + WAIT              WHERE id = (SELECT id FROM yearly_rating WHERE rating = 'good' ORDER BY id LIMIT 1)";
        let wait = match office.database.backend() {
            Backend::Sqlite => "864000000000",
            Backend::Postgresql => "INTERVAL '10 days'",
        };
        assert_eq!(run(&office, &again.replace("WAIT", wait)).await.unwrap(), 1);
        let counted = async |query: &str| {
            let told = office.read(&format!("/v1/indicators/2?period=2024{query}")).await;
            let records = office.read(&format!("/v1/indicators/2/records?period=2024{query}")).await;
            let records = records["items"].as_array().unwrap();
            let well = records.iter().filter(|one| one["rating"] == "good" || one["rating"] == "fair");
            assert_eq!(told["figure"]["denominator"], json!(records.len()), "{query}");
            assert_eq!(told["figure"]["numerator"], json!(well.count()), "{query}");
            (told["figure"]["numerator"].clone(), told["figure"]["denominator"].clone())
        };
        assert_eq!(counted("&as_of=2025-05-21").await, (json!(3), json!(5)));
        assert_eq!(counted("&as_of=2025-05-22").await, (json!(2), json!(5)));
        assert_eq!(counted("").await, (json!(2), json!(5)));
    })
    .await;
}
