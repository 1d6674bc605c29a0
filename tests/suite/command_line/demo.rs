//! `htx demo`

use std::{collections::BTreeSet, os::unix::fs::PermissionsExt as _};

use serde_json::Value;

use crate::harness::{Backend, Login, Place, Suite};

const DEMO: &[&str] = &["demo", "--seed", "7", "--organisations", "300"];
/// Everything in the synthetic city was written down before this day.
const MADE_BEFORE: &str = "2026-06-01";

/// A synthetic city that is served.
pub(crate) struct City {
    suite: Suite,
    /// The planning agency's officer, who reads the whole city.
    officer: Login,
}

impl City {
    pub(crate) async fn serve(place: Place, seed: &str) -> Self {
        place.run_well(&["demo", "--seed", seed, "--organisations", "300"]);
        let users = std::fs::read_to_string(place.folder().join("demo-users.csv")).unwrap();
        let line = users.lines().find(|line| line.starts_with("so-tc.officer,")).unwrap();
        let password = line.split(',').nth(1).unwrap().to_owned();
        let suite = Suite::start(place).await;
        let officer = suite.log_in("so-tc.officer", &password).await;
        Self { suite, officer }
    }

    pub(crate) async fn all(&self, list: &str) -> Vec<Value> {
        self.suite.all(&self.officer, list).await
    }

    pub(crate) async fn read(&self, path: &str) -> Value {
        self.suite.get(path).bearer(&self.officer.access).send().await.expect(200).json()
    }

    /// Where the city answers.
    pub(crate) fn address(&self, path: &str) -> String {
        format!("{}{path}", self.suite.url_of("all"))
    }

    /// What a browser without a token gets.
    pub(crate) async fn page(&self, path: &str) -> String {
        self.suite.get(path).header("accept", "text/html").send().await.expect(200).text()
    }

    /// The events of the registry's log that `htx demo` wrote: those of the city's own days.
    async fn events(&self) -> Vec<Value> {
        self.events_of("registry").await
    }

    async fn events_of(&self, service: &str) -> Vec<Value> {
        let (mut events, mut after) = (Vec::new(), 0);
        loop {
            let path = format!("/v1/{service}/events?after={after}&limit=1000");
            let page = self.read(&path).await;
            let items = page["items"].as_array().unwrap();
            if items.is_empty() {
                break;
            }
            events.extend(items.iter().cloned());
            after = page["next_after"].as_u64().unwrap();
        }
        let made = |item: &Value| item["event"]["recorded_at"].as_str().unwrap() < MADE_BEFORE;
        events.retain(made);
        events
    }

    /// An organisation of which the log has an event of this type.
    async fn organisation_with(&self, events: &[Value], kind: &str) -> String {
        let event = events.iter().find(|item| item["event"]["type"] == kind);
        let event = event.unwrap_or_else(|| panic!("the log has no {kind}"));
        event["event"]["place"]["organisation"].as_str().unwrap().to_owned()
    }

    /// How many items a list of an organisation holds.
    async fn count(&self, organisation: &str, list: &str) -> usize {
        self.all(&format!("/v1/organisations/{organisation}/{list}")).await.len()
    }
}

/// The values that a list has in a field.
fn values<'a>(items: &'a [Value], field: &str) -> BTreeSet<&'a str> {
    items.iter().filter_map(|item| item[field].as_str()).collect()
}

#[tokio::test]
async fn the_same_seed_makes_the_same_city() {
    let first = City::serve(Place::new(), "7").await;
    let (organisations, events) = (first.all("/v1/organisations").await, first.events().await);
    let of_cases = first.events_of("dissolution").await;
    assert!(of_cases.len() > 500, "{}", of_cases.len());
    let of_plan = first.events_of("plan").await;
    assert_eq!(organisations.len(), 300);
    let same = async |place: Place| {
        let city = City::serve(place, "7").await;
        assert_eq!(city.all("/v1/organisations").await, organisations);
        // States, commitments and ids of everything that ever happened, in the same order.
        let again = city.events().await;
        for (one, other) in again.iter().zip(&events) {
            assert_eq!(one, other);
        }
        assert_eq!(again.len(), events.len());
        let again = city.events_of("dissolution").await;
        for (one, other) in again.iter().zip(&of_cases) {
            assert_eq!(one, other);
        }
        assert_eq!(again.len(), of_cases.len());
        assert_eq!(city.events_of("plan").await, of_plan);
    };
    same(Place::new()).await;
    if let Some(place) = Place::on(Backend::Postgresql) {
        same(place).await;
    }
    let other = City::serve(Place::new(), "8").await;
    assert_ne!(other.all("/v1/organisations").await, organisations);
}

#[tokio::test]
async fn applications_of_every_kind_stand_in_every_state_with_their_documents() {
    let city = City::serve(Place::new(), "7").await;
    let applications = city.all("/v1/applications").await;
    let [kinds, states] = ["kind", "state"].map(|field| values(&applications, field));
    assert_eq!((kinds.len(), states.len()), (12, 7), "{kinds:?} {states:?}");
    for kind in kinds {
        for state in &states {
            let stands = |one: &&Value| one["kind"] == kind && one["state"] == *state;
            assert!(applications.iter().any(|one| stands(&one)), "no {kind} is {state}");
        }
    }
    let of_kind = |kind: &str| {
        let approved = |one: &&Value| one["kind"] == kind && one["state"] == "approved";
        let one = applications.iter().find(approved).unwrap();
        one["organisation_id"].as_str().unwrap().to_owned()
    };
    let first = applications[0]["id"].as_str().unwrap();
    let first = city.read(&format!("/v1/applications/{first}")).await;
    let document = first["attachments"][0]["document_id"].as_str().unwrap().to_owned();
    let content = city.suite.get(&format!("/v1/documents/{document}/content"));
    let content = content.bearer(&city.officer.access).send().await.expect(200);
    assert!(content.text().contains("giả lập"), "{}", content.text());

    let certificates = async |of: String| {
        let all = city.all(&format!("/v1/organisations/{of}/certificates")).await;
        values(&all, "status").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(certificates(of_kind("reissue")).await, ["replaced", "valid"]);
    assert_eq!(certificates(of_kind("merger")).await, ["revoked"]);
    assert_eq!(city.count(&of_kind("branch"), "branches").await, 1);
    let status =
        async |of: String| city.read(&format!("/v1/organisations/{of}")).await["status"].clone();
    assert_eq!(status(of_kind("conversion")).await, "converted");
    assert_eq!(status(of_kind("consolidation")).await, "merged");
    assert_eq!(status(of_kind("division")).await, "divided");
    assert_eq!(status(of_kind("resumption")).await, "active");

    let pauses = city.all("/v1/suspensions").await;
    let pause =
        |begun: bool, to: &str| pauses.iter().any(|one| one["begun"] == begun && one["to"] == to);
    assert!(pause(true, "2027-01-27"), "one that runs: {pauses:#?}");
    assert!(pause(true, "2026-02-10"), "one that has run out");
    assert!(pauses.iter().any(|one| one["to"] == "2028-05-31"), "one that was announced");
}

#[tokio::test]
async fn the_yearly_duties_of_a_synthetic_city_are_at_every_stage() {
    let city = City::serve(Place::new(), "7").await;
    let ratings = city.all("/v1/ratings?year=2025").await;
    assert_eq!(values(&ratings, "state"), BTreeSet::from(["assessed", "confirmed", "returned"]));
    let assessed: Vec<Value> =
        ratings.iter().filter(|one| !one["criteria"].is_null()).cloned().collect();
    let grades = BTreeSet::from(["average", "fair", "good", "not_rated", "weak"]);
    assert_eq!(values(&assessed, "rating"), grades, "confirmed, and not only imported");

    let reports = city.all("/v1/annual-reports").await;
    let years: BTreeSet<i64> = reports.iter().filter_map(|one| one["year"].as_i64()).collect();
    assert_eq!(years, BTreeSet::from([2022, 2023, 2024, 2025]));
    assert_eq!(values(&reports, "origin"), BTreeSet::from(["filed", "imported"]));
    assert!(reports.iter().any(|one| one["restatement_reason"].is_string()));
    let flagged = city.all("/v1/annual-reports?flagged=true").await;
    let flags: BTreeSet<&str> = flagged
        .iter()
        .flat_map(|one| one["flags"].as_array().unwrap())
        .filter_map(Value::as_str)
        .collect();
    assert!(flags.contains("revenue_jump") && flags.contains("likely_in_millions"), "{flags:?}");

    let proposals = city.all("/v1/dormancy-proposals").await;
    let states = BTreeSet::from(["confirmed", "dismissed", "proposed"]);
    assert_eq!(values(&proposals, "state"), states);
    assert!(proposals.iter().any(|one| one["detected"] == true), "{proposals:#?}");

    let events = city.events().await;
    let seen = city.organisation_with(&events, "tax_activity.recorded").await;
    assert_eq!(city.count(&seen, "tax-activity").await, 1);
    let moved = city.organisation_with(&events, "organisation.address_reviewed").await;
    let moved = city.read(&format!("/v1/organisations/{moved}")).await;
    assert_eq!(moved["address"]["needs_review"], false, "{moved:#}");
}

#[tokio::test]
async fn people_and_the_alliance_of_a_synthetic_city_have_their_history() {
    let city = City::serve(Place::new(), "7").await;
    let events = city.events().await;
    let moved = city.organisation_with(&events, "member.capital_moved").await;
    let movements = city.all(&format!("/v1/organisations/{moved}/contributions")).await;
    for kind in ["opening", "contribution", "transfer_in", "transfer_out", "withdrawal"] {
        assert!(values(&movements, "kind").contains(kind), "no {kind}: {movements:#?}");
    }
    let organisation = city.read(&format!("/v1/organisations/{moved}")).await;
    let rule = city.organisation_with(&events, "signing_rule.set").await;
    let kind = city.read(&format!("/v1/organisations/{rule}/signing-rule")).await["kind"].clone();
    assert!(["jointly", "combination"].contains(&kind.as_str().unwrap()), "{kind}");
    assert!(city.count(&moved, "managers").await >= 2, "{organisation:#}");
    let union = events.iter().find(|item| {
        item["event"]["type"] == "member.admitted"
            && item["event"]["state"]["member_organisation_id"].is_string()
    });
    let member = union.unwrap()["event"]["state"]["member_organisation_id"].as_str().unwrap();
    let unions = city.read(&format!("/v1/organisations/{member}/unions")).await;
    assert_eq!(unions["items"].as_array().unwrap().len(), 1, "{unions:#}");

    let petitions = city.all("/v1/petitions").await;
    let states = ["answered", "closed", "forwarded", "received", "withdrawn"];
    assert_eq!(values(&petitions, "state"), BTreeSet::from(states));
    let memberships = city.all("/v1/alliance-memberships").await;
    let years: BTreeSet<&str> =
        memberships.iter().map(|one| &one["joined_on"].as_str().unwrap()[..4]).collect();
    assert!(years.len() > 5 && years.contains("2026"), "{years:?}");
    assert!(memberships.iter().any(|one| one["left_on"].is_string()));

    let advice = city.all("/v1/advice").await;
    let linked = advice.iter().filter(|one| one["organisation"].is_string()).count();
    assert!(linked > 5 && linked == advice.len(), "{linked} of {}", advice.len());
}

#[tokio::test]
async fn the_plan_s_indicators_of_a_synthetic_city_are_not_nothing() {
    let city = City::serve(Place::new(), "7").await;
    for number in ["1a", "1b", "2", "4", "8", "9", "10", "11"] {
        let indicator = city.read(&format!("/v1/indicators/{number}?period=2025")).await;
        let figure = &indicator["figure"];
        assert!(figure["value"].as_i64().unwrap() > 0, "{indicator:#}");
        if ["1a", "1b"].contains(&number) {
            assert!(figure["by_application"].as_i64().unwrap() > 0, "{indicator:#}");
        }
    }
    let place = city.suite.stop();
    assert!(place.run_well(&["verify"]).contains("Every log is sound."));
}

#[tokio::test]
async fn the_plan_of_a_synthetic_city_has_its_year() {
    let city = City::serve(Place::new(), "7").await;
    let tasks = city.all("/v1/plan-tasks?plan=hn-2025").await;
    let every = ["completed", "confirmed", "hindered", "in_progress", "not_started"];
    assert_eq!(values(&tasks, "state"), BTreeSet::from(every));
    let reports = city.all("/v1/plan-reports").await;
    let every = ["accepted", "not_started", "returned", "submitted"];
    assert_eq!(values(&reports, "state"), BTreeSet::from(every));
    let of_agriculture = reports
        .iter()
        .filter(|one| one["agency"] == "so-nnptnt")
        .map(|one| &one["signed_by_agency"]);
    let signed: Vec<&Value> = of_agriculture.collect();
    let (old, new) = ("Sở Nông nghiệp và Phát triển nông thôn", "Sở Nông nghiệp và Môi trường");
    assert_eq!(signed.len(), 2, "before the reorganisation and after it");
    assert!(signed.iter().any(|name| *name == old) && signed.iter().any(|name| *name == new));
    let city_reports = city.all("/v1/plan-city-reports").await;
    let last = city_reports[1]["id"].as_str().unwrap();
    let last = city.read(&format!("/v1/plan-city-reports/{last}")).await;
    let figures = last["content"]["figures"].as_array().unwrap();
    assert!(figures.iter().all(|figure| figure["value"].is_i64()), "{figures:#?}");
    let overview = city.read("/v1/plan-overview").await;
    assert!(overview["late_reports"].as_array().unwrap().len() >= 3);
}

#[tokio::test]
async fn trade_promotion_has_a_season_in_a_synthetic_city() {
    let city = City::serve(Place::new(), "7").await;
    let events = city.all("/v1/trade-events").await;
    assert_eq!((values(&events, "state").len(), values(&events, "kind").len()), (6, 4));
    let applications = city.all("/v1/trade-applications").await;
    assert_eq!(values(&applications, "state").len(), 6, "{:?}", values(&applications, "state"));
    assert!(!city.all("/v1/trade-results").await.is_empty());
    assert!(!city.all("/v1/trade-follow-ups?state=done").await.is_empty());
    let calendar = city.suite.get("/v1/trade-events/calendar.ics?from=2025-01-01").send().await;
    let calendar = calendar.expect(200).text();
    assert_eq!(
        calendar.matches("BEGIN:VEVENT").count(),
        events.len() - 1,
        "all but the planned one"
    );
    assert!(calendar.contains("STATUS:CANCELLED"));
}

#[tokio::test]
async fn the_dissolution_cases_of_a_synthetic_city_stand_in_every_state() {
    let city = City::serve(Place::new(), "7").await;
    let cases = city.all("/v1/dissolutions").await;
    let states = [
        "bankruptcy",
        "closed",
        "decided",
        "identified",
        "settled",
        "settling",
        "surveyed",
        "suspended",
        "withdrawn",
    ];
    assert_eq!(values(&cases, "state"), BTreeSet::from(states));
    let routes = ["court", "dormant", "legacy", "revocation", "voluntary"];
    assert_eq!(values(&cases, "route"), BTreeSet::from(routes));
    for case in &cases {
        let id = case["id"].as_str().unwrap();
        let case = city.read(&format!("/v1/dissolutions/{id}")).await;
        // The register has followed, and shows what the case asks for.
        let sync = &case["registry_sync"];
        assert!(sync.is_null() || sync["state"] == "done", "{case:#}");
        if let Some(expected) = sync["expected"].as_str() {
            let of = case["organisation"]["id"].as_str().unwrap();
            let entry = city.read(&format!("/v1/organisations/{of}")).await;
            assert_eq!(entry["status"], expected, "{case:#}");
        }
        let why = city.read(&format!("/v1/dissolutions/{id}/why-not-closed")).await;
        let missing = why["missing"].as_array().unwrap();
        let ended = ["closed", "withdrawn", "bankruptcy"].map(|state| case["state"] == state);
        assert_eq!(missing.is_empty(), ended.contains(&true), "{} {why:#}", case["state"]);
        // What the events alone say is what the tables say.
        let audit = city.read(&format!("/v1/dissolutions/{id}/audit")).await;
        assert_eq!(audit["audit"]["state"], case["state"], "{audit:#}");
    }

    let blockers = city.all("/v1/blockers").await;
    let stand = ["answered", "asked", "reopened", "resolved"];
    assert_eq!(values(&blockers, "state"), BTreeSet::from(stand));
    assert!(blockers.iter().any(|one| one["overdue"] == true), "{blockers:#?}");
    let candidates = city.all("/v1/dissolution-candidates").await;
    let stages = ["decided", "proposed", "warned", "warned_again", "withdrawn"];
    assert_eq!(values(&candidates, "state"), BTreeSet::from(stages));
    let plans = city.all("/v1/dissolution-plans?year=2026").await;
    assert_eq!(values(&plans, "state"), BTreeSet::from(["approved", "submitted"]));
    // Some were worked on paper in the autumn of the year before, and entered with the others.
    for (year, least) in [(2025, 3), (2026, 1)] {
        let indicator = city.read(&format!("/v1/indicators/12?period={year}")).await;
        assert!(indicator["figure"]["value"].as_i64().unwrap() >= least, "{indicator:#}");
    }
    let place = city.suite.stop();
    assert!(place.run_well(&["verify"]).contains("Every log is sound."));
}

#[test]
fn passwords_stand_in_a_file_that_only_its_owner_reads() {
    let place = Place::new();
    let said = place.run_well(DEMO);
    let file = place.folder().join("demo-users.csv");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let users = std::fs::read_to_string(&file).unwrap();
    assert_eq!(users.lines().next(), Some("username,password,agency,role"));
    let mut passwords: Vec<&str> =
        users.lines().skip(1).filter_map(|line| line.split(',').nth(1)).collect();
    let count = passwords.len();
    passwords.sort_unstable();
    passwords.dedup();
    assert_eq!(passwords.len(), count, "everybody has another password");
    assert!(passwords.iter().all(|password| password.len() >= 20 && !said.contains(password)));
    for name in ["so-tc.officer,", "district-276.approver,", "kiem-toan.viewer,"] {
        assert_eq!(users.lines().filter(|line| line.starts_with(name)).count(), 1, "{name}");
    }
    assert!(place.run_well(&["verify"]).contains("Every log is sound."));
}

#[test]
fn a_folder_that_is_not_empty_is_left_as_it_is() {
    for backend in [Backend::Sqlite, Backend::Postgresql] {
        let Some(place) = Place::on(backend) else { continue };
        place.run_well(DEMO);
        let users = std::fs::read(place.folder().join("demo-users.csv")).unwrap();
        let again = place.run(DEMO);
        assert_eq!(again.code, Some(1), "{}", again.said);
        assert_eq!(again.complained.lines().count(), 1, "{}", again.complained);
        assert_eq!(std::fs::read(place.folder().join("demo-users.csv")).unwrap(), users);
        assert!(place.run_well(&["verify"]).contains("Every log is sound."));
    }
}
