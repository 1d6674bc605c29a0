//! Traces of requests, as a collector is told of them: one span of each process that a request passes
//! through, each within the one before, and nothing in them that is not for strangers. Only of a program
//! with traces (the feature `otlp`).

mod collector;

use std::collections::BTreeMap;

use self::collector::{Collector, Span};
use crate::harness::{Place, Shape, Suite, eventually};

/// The trace of a caller, and the span of theirs that asks.
const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const PARENT: &str = "b7ad6b7169203331";
const REQUEST: &str = "request-with-a-trace";

/// Everything that was told by processes that have ended as they should.
fn ended(mut suite: Suite, collector: &Collector) -> Vec<Span> {
    for process in suite.processes.values() {
        process.signal("TERM");
    }
    for process in suite.processes.values_mut() {
        assert_eq!(process.ended().code(), Some(0), "{}", process.logged());
    }
    collector.spans()
}

/// The one span of a process with a name.
#[track_caller]
fn of<'a>(spans: &[&'a Span], process: &str, name: &str) -> &'a Span {
    let found: Vec<&&Span> =
        spans.iter().filter(|span| span.process == process && span.name == name).collect();
    assert_eq!(found.len(), 1, "{process} {name}: {spans:#?}");
    found[0]
}

#[tokio::test]
async fn a_request_is_one_trace_through_gateway_service_and_whom_that_asks() {
    // Given a suite of separate processes that tell a collector.
    let collector = Collector::start();
    let told = ["--otlp-endpoint", collector.url()];
    let suite = Suite::start_as_with(Place::new(), Shape::SeparateProcesses, &told, &told).await;
    let administrator = suite.administrator().await;
    let audit = suite.new_user(&administrator, "viewer", "kiem-toan").await;

    // When somebody with a trace of their own asks the plan, which asks the register.
    let asked = suite
        .get("/v1/plans/hn-2025/progress?by=district")
        .bearer(&audit.access)
        .header("traceparent", &format!("00-{TRACE}-{PARENT}-01"))
        .header("x-request-id", REQUEST);
    asked.send().await.expect(200);
    eventually("each figure is known", async || {
        let again = suite.get("/v1/plans/hn-2025/progress?by=district").bearer(&audit.access);
        let seen = again.send().await.expect(200).json();
        let targets = seen["targets"].as_array().unwrap();
        targets.iter().all(|target| target["figure"]["state"] == "fresh").then_some(())
    })
    .await;
    let all = ended(suite, &collector);

    // Then each process's span lies within that of whoever asked it.
    let spans: Vec<&Span> = all.iter().filter(|span| span.trace == TRACE).collect();
    let name = "GET /v1/plans/{code}/progress";
    let gateway = of(&spans, "htx-gateway", name);
    assert_eq!(gateway.parent, PARENT);
    let plan = of(&spans, "htx-plan", name);
    assert_eq!(plan.parent, gateway.id);
    for span in [gateway, plan] {
        let wanted = [
            ("htx.request_id", REQUEST),
            ("http.request.method", "GET"),
            ("http.response.status_code", "200"),
            ("http.route", "/v1/plans/{code}/progress"),
        ];
        let wanted = wanted.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(span.attributes, BTreeMap::from(wanted), "and nothing else");
    }
    let registry: Vec<_> = spans.iter().filter(|span| span.process == "htx-registry").collect();
    assert!(!registry.is_empty(), "{spans:#?}");
    for span in registry {
        assert_eq!(span.parent, plan.id);
        assert!(span.name.starts_with("GET /internal/v1/registry/indicators"), "{}", span.name);
    }

    // And a request without a trace begins one; what processes ask by themselves begins none.
    let logins: Vec<_> = all.iter().filter(|span| span.name == "POST /oauth/token").collect();
    let begun: Vec<_> = logins.iter().filter(|span| span.parent.is_empty()).collect();
    assert_eq!((begun.len(), logins.len()), (2, 4), "{logins:#?}");
    for span in &all {
        assert!(span.trace.len() == 32 && !span.name.contains('?'), "{span:?}");
        let of_machinery = ["revocations", "/events", "/readyz"];
        assert!(!of_machinery.iter().any(|part| span.name.contains(part)), "{span:?}");
    }
}

#[tokio::test]
async fn of_no_percent_only_those_are_traced_who_ask_to_be() {
    // Given a suite in one process that begins no traces.
    let collector = Collector::start();
    let told = ["--otlp-endpoint", collector.url(), "--otlp-percent", "0"];
    let suite = Suite::start_as(Place::new(), Shape::OneProcess, &told).await;
    // When one request comes with a trace and others without one.
    let asked = suite.get("/v1/code-lists");
    asked.header("traceparent", &format!("00-{TRACE}-{PARENT}-01")).send().await.expect(200);
    suite.get("/v1/code-lists").send().await.expect(200);
    let declined = suite.get("/v1/code-lists");
    declined.header("traceparent", &format!("00-{TRACE}-{PARENT}-00")).send().await.expect(200);
    // Then that one is told.
    let spans = ended(suite, &collector);
    let names: Vec<_> = spans.iter().map(|span| (&*span.process, &*span.trace)).collect();
    assert_eq!(names, [("htx", TRACE)]);
}

#[tokio::test]
async fn a_collector_that_is_away_holds_nobody_up() {
    // Given a collector that does not exist.
    let told = ["--otlp-endpoint", "http://127.0.0.1:9"];
    let suite = Suite::start_as(Place::new(), Shape::OneProcess, &told).await;
    // When requests come, they are answered; when the process shall end, it does.
    for _ in 0..20 {
        suite.get("/v1/code-lists").send().await.expect(200);
    }
    let mut suite = suite;
    let process = suite.processes.get_mut("all").unwrap();
    process.signal("TERM");
    assert_eq!(process.ended().code(), Some(0), "{}", process.logged());
}
