//! What the interface has, read off its own OpenAPI document: so a wrong method is answered with
//! 405 and `Allow`, and a query parameter that an operation does not know is refused.

use std::collections::{BTreeMap, HashMap, HashSet};

use actix_web::http::Method;
use htx_model::refusal::{ErrorCode, Fault, Refusal, Text};
use serde_json::Value;

use super::openapi::METHODS;

/// The operations of an interface by path.
#[derive(Debug, Default)]
pub struct Operations(HashMap<String, BTreeMap<String, HashSet<String>>>);

/// A request that fits no operation, and the methods that would.
pub(super) struct Unknown {
    pub(super) refusal: Refusal,
    pub(super) allow: Option<String>,
}

impl Operations {
    /// Reads the operations of a document.
    #[must_use]
    pub fn of(document: &Value) -> Self {
        let paths = document["paths"].as_object().into_iter().flatten();
        Self(paths.map(|(path, item)| (path.clone(), methods(item))).collect())
    }

    /// Checks that the request fits an operation. Paths that the document does not hold, such as
    /// the documentation pages, are left alone.
    pub(super) fn check(
        &self,
        pattern: Option<&str>,
        method: &Method,
        query: &str,
    ) -> Result<(), Unknown> {
        let Some(methods) = pattern.and_then(|pattern| self.0.get(pattern)) else {
            return Ok(());
        };
        let Some(known) = methods.get(method.as_str()) else {
            return Err(wrong_method(method, methods));
        };
        if query.is_empty() {
            return Ok(());
        }
        let names = query.split('&').filter(|pair| !pair.is_empty());
        let faults: Vec<Fault> = names
            .map(|pair| pair.split('=').next().unwrap_or(pair))
            .filter(|name| !known.contains(*name))
            .map(|name| unknown_parameter(name, known))
            .collect();
        if faults.is_empty() {
            return Ok(());
        }
        let refusal = Refusal::new(
            ErrorCode::InvalidParameter,
            Text::fixed(
                "Yêu cầu có tham số mà thao tác này không biết.",
                "The request has a parameter that this operation does not know.",
            ),
        );
        Err(Unknown { refusal: refusal.with_faults(faults), allow: None })
    }
}

fn wrong_method(method: &Method, methods: &BTreeMap<String, HashSet<String>>) -> Unknown {
    let mut allowed: Vec<&str> = methods.keys().map(String::as_str).collect();
    if allowed.contains(&"GET") {
        allowed.push("HEAD");
    }
    let allow = allowed.join(", ");
    let refusal = Refusal::new(
        ErrorCode::MethodNotAllowed,
        Text::made(
            format!("Địa chỉ này không nhận phương thức {method}; chỉ nhận {allow}."),
            format!("This address does not take {method}; it takes {allow}."),
        ),
    );
    Unknown { refusal, allow: Some(allow) }
}

fn unknown_parameter(name: &str, known: &HashSet<String>) -> Fault {
    let mut names: Vec<&str> = known.iter().map(String::as_str).collect();
    names.sort_unstable();
    let names = names.join(", ");
    Fault {
        pointer: name.chars().take(100).collect::<String>().into(),
        code: "unknown_parameter",
        detail: Text::made(
            format!("Không có tham số này. Các tham số có thể dùng: {names}."),
            format!("There is no such parameter. Those that can be used: {names}."),
        ),
        legal_basis: None,
    }
}

/// The methods of one path, each with the names of its query parameters.
fn methods(item: &Value) -> BTreeMap<String, HashSet<String>> {
    let present = METHODS.iter().filter_map(|method| Some((method, item.get(method)?)));
    present
        .map(|(method, operation)| {
            let parameters = operation["parameters"].as_array().into_iter().flatten();
            let names = parameters
                .filter(|parameter| parameter["in"] == "query")
                .filter_map(|parameter| parameter["name"].as_str().map(str::to_owned));
            (method.to_uppercase(), names.collect())
        })
        .collect()
}
