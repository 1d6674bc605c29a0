//! Whether a service keeps what its description says.

use actix_web::http::Method;
use htx_model::{
    agency::Agencies,
    code_list::CodeList as _,
    principal::{Assignment, PrincipalKind, Role},
};
use serde_json::{Value, json};

use super::{
    Caller, TestService,
    caller::{agency_assignment, organisation_assignment},
};

impl TestService {
    /// Calls every operation that writes without an `Idempotency-Key`, as somebody who may do
    /// everything: it is demanded exactly where the service's description says that it is required.
    /// Tells how many demand it.
    ///
    /// # Panics
    /// Where an operation demands what its description does not, or the other way round.
    pub async fn keys_are_demanded_as_described(&self) -> usize {
        let document = self.document();
        let everybody = self.as_everybody();
        let mut demanding = 0;
        for (path, item) in document["paths"].as_object().into_iter().flatten() {
            for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
                let operation = &item[method.as_str().to_lowercase()];
                if operation.is_null() {
                    continue;
                }
                let asked = format!("{method} {path}");
                let request = self.request(method, &filled(path)).by(&everybody);
                let answer = request.if_match("\"v1\"").json(json!({})).send().await;
                let demanded = answer.status == 400
                    && answer.json()["code"].as_str() == Some("idempotency_key_required");
                assert_eq!(demanded, is_key_required(operation), "{asked}: {answer:?}");
                demanding += usize::from(demanded);
            }
        }
        demanding
    }

    /// Somebody with every role in an agency of every kind, who acts for an organisation as well.
    fn as_everybody(&self) -> Caller {
        let agencies = Agencies::embedded().expect("the embedded agencies can be read");
        let mut assignments: Vec<Assignment> =
            vec![organisation_assignment(self.setting.runtime.ids.make())];
        let mut kinds = Vec::new();
        for agency in agencies.all() {
            if !agency.has_ended(self.now().date()) && !kinds.contains(&agency.kind) {
                kinds.push(agency.kind);
                assignments.extend(
                    Role::all().iter().map(|role| {
                        agency_assignment(agency.code.as_str(), *role, self.now().date())
                    }),
                );
            }
        }
        Caller::new(PrincipalKind::User, "everybody", assignments)
    }
}

fn is_key_required(operation: &Value) -> bool {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let mut references = parameters.filter_map(|parameter| parameter["$ref"].as_str());
    references.any(|reference| reference.ends_with("/RequiredIdempotencyKey"))
}

/// A path with an id, a year, or a number of months for each of its parameters.
fn filled(path: &str) -> String {
    let segments = path.split('/').map(|segment| match segment {
        "{year}" => "2025",
        "{months}" => "3",
        _ if segment.starts_with('{') => "01980f2e-5c00-7a30-9c40-0123456789ab",
        _ => segment,
    });
    segments.collect::<Vec<_>>().join("/")
}
