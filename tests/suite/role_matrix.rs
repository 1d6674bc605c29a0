//! Every operation of the interface, called as everybody: allowed or refused exactly as the policy
//! table says. What is printed here is what an auditor reads.

mod callers;
mod calls;

use std::{collections::BTreeMap, fmt::Write as _};

use futures_util::{StreamExt as _, stream};
use htx_kit::testing::Caller;
use htx_model::permission::Permission;
use reqwest::Method;
use serde_json::Value;

use crate::harness::{Answer, ExternalIssuer, Place, Shape, Suite};
use callers::{COLUMNS, Somebody, everybody};
use calls::{Call, Content, Needs};

#[tokio::test]
async fn every_operation_is_allowed_and_refused_as_the_policy_says_in_one_process() {
    insta::assert_snapshot!("role_matrix", matrix(Shape::OneProcess).await);
}

#[tokio::test]
async fn every_operation_is_allowed_and_refused_as_the_policy_says_in_separate_processes() {
    insta::assert_snapshot!("role_matrix", matrix(Shape::SeparateProcesses).await);
}

/// Requests under way at a time: many thousands are made.
const AT_ONCE: usize = 4;

/// How a request ended, as far as authorisation goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Allowed,
    /// 401: nobody knows who asks.
    Unknown,
    /// 403: it is known who asks, and they may not.
    Refused,
}

async fn matrix(shape: Shape) -> String {
    let issuer = ExternalIssuer::start();
    let arguments = issuer.arguments();
    let suite = start(shape, &arguments).await;
    accepted(&suite, &issuer).await;
    let document = suite.get("/openapi.json").send().await.expect(200).json();
    let known: Vec<String> =
        operations(&document).iter().map(|(method, path, _)| format!("{method} {path}")).collect();
    let gone = calls::names().find(|name| !known.iter().any(|known| known == name));
    assert_eq!(gone, None, "a line in role_matrix/calls.rs is of no operation");
    let mut table = String::new();
    for (method, path, operation) in operations(&document) {
        let name = format!("{method} {path}");
        let call = calls::of(&name).unwrap_or_else(|| {
            panic!("{name} has no line in role_matrix/calls.rs that tells how to call it")
        });
        assert_eq!(security(&operation), call.needs, "{name}: `security` in the document");
        let mut found = BTreeMap::new();
        let asked = everybody().into_iter().map(async |somebody| {
            let token = issuer.token(&somebody.for_operation(&name));
            let answer = send(&suite, &method, &call, token.as_deref()).await;
            (somebody, answer)
        });
        let answers = stream::iter(asked).buffered(AT_ONCE).collect::<Vec<_>>().await;
        for (somebody, answer) in answers {
            let outcome = judge(&answer);
            let expected = expected(&call.needs, &somebody.caller);
            let (who, text) = (&somebody, answer.text());
            assert_eq!(outcome, expected, "{name} as {who:?}: {} {text}", answer.status);
            found.insert((somebody.row, somebody.column), outcome);
        }
        print(&mut table, &name, &call.needs, &found);
    }
    table
}

/// Tokens of the issuer are believed by all processes, those that fetch its keys by HTTP as well.
async fn start(shape: Shape, issuer: &[String]) -> Suite {
    let more: Vec<&str> = issuer.iter().map(String::as_str).collect();
    Suite::start_as_with(Place::new(), shape, &more, &more).await
}

async fn accepted(suite: &Suite, issuer: &ExternalIssuer) {
    let officer = everybody().into_iter().find(|one| one.row == "officer").expect("an officer");
    let token = issuer.token(&officer.caller).expect("a token");
    for path in ["/v1/administrative-units?limit=1", "/v1/me"] {
        crate::harness::eventually("the issuer's keys are known", async || {
            let answer = suite.get(path).bearer(&token).send().await;
            (answer.status != 401).then_some(())
        })
        .await;
    }
}

/// Every operation of a document.
fn operations(document: &Value) -> Vec<(Method, String, Value)> {
    let paths = document["paths"].as_object().expect("paths");
    let methods = ["get", "post", "put", "patch", "delete"];
    let operations = paths.iter().flat_map(|(path, item)| {
        methods.iter().filter_map(move |method| {
            let name = method.to_uppercase().parse().expect("a method");
            Some((name, path.clone(), item.get(method)?.clone()))
        })
    });
    operations.collect()
}

/// What the document says that an operation needs.
fn security(operation: &Value) -> Needs {
    let schemes = operation["security"].as_array().map(Vec::as_slice).unwrap_or_default();
    match schemes {
        [] => Needs::Nothing,
        [one] => match one["access_token"].as_array().expect("an access token").as_slice() {
            [] => Needs::Login,
            [code] => {
                let named = |permission: &&Permission| *code == permission.code();
                Needs::May(*Permission::ALL.iter().find(named).expect("a permission"))
            }
            several => panic!("several permissions: {several:?}"),
        },
        several => panic!("several schemes: {several:?}"),
    }
}

fn expected(needs: &Needs, caller: &Caller) -> Outcome {
    match (needs, &caller.principal) {
        (Needs::Nothing, _) | (Needs::Login, Some(_)) => Outcome::Allowed,
        (_, None) => Outcome::Unknown,
        (Needs::May(permission), Some(principal)) => {
            let may = !principal.scope(*permission).is_nothing();
            if may { Outcome::Allowed } else { Outcome::Refused }
        }
    }
}

async fn send(suite: &Suite, method: &Method, call: &Call, token: Option<&str>) -> Answer {
    let mut request = suite.request(method.clone(), call.path);
    if let Some(token) = token {
        request = request.bearer(token);
    }
    request = match call.content {
        Content::Nothing => request,
        Content::Json(body) => request.body("application/json", body),
        Content::Form(body) => request.body("application/x-www-form-urlencoded", body),
        Content::Upload => request.body("multipart/form-data; boundary=x", "--x--\r\n"),
    };
    request.send().await
}

/// A request need be valid only as far as authorisation goes: 400, 404, 422 and the like allow it.
fn judge(answer: &Answer) -> Outcome {
    match answer.status {
        401 => {
            assert_eq!(answer.problem()["code"], "unauthenticated");
            assert!(answer.header("www-authenticate").is_some(), "401 names its scheme");
            Outcome::Unknown
        }
        403 => {
            assert_eq!(answer.problem()["code"], "permission_denied");
            Outcome::Refused
        }
        500.. => panic!("it failed: {}", answer.text()),
        _ => Outcome::Allowed,
    }
}

/// One operation: who may, by role.
fn print(
    table: &mut String,
    name: &str,
    needs: &Needs,
    found: &BTreeMap<(&'static str, &'static str), Outcome>,
) {
    let _ = writeln!(table, "{name}\n    needs {needs}");
    for (row, columns) in COLUMNS {
        let may = |column: &&&str| found.get(&(*row, **column)) == Some(&Outcome::Allowed);
        let allowed: Vec<&str> = columns.iter().filter(may).copied().collect();
        let words = match allowed.len() {
            0 => "nobody".to_owned(),
            all if all == columns.len() && all > 1 => "everybody".to_owned(),
            _ => allowed.join(", "),
        };
        let _ = writeln!(table, "    {row:<15}{words}");
    }
    table.push('\n');
}

impl std::fmt::Debug for Somebody {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} of {}", self.row, self.column)
    }
}
