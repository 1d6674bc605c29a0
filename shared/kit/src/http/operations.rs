//! What the interface has, read off its own OpenAPI document: so a wrong method is answered with
//! 405 and `Allow`, and a query parameter that an operation does not know is refused.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use actix_web::http::Method;
use htx_model::refusal::{ErrorCode, Fault, Refusal, Text};
use serde_json::Value;

use super::openapi::METHODS;
use crate::failure::Failure;

/// The operations of an interface. A path is found in a prefix tree: trying the pattern of one
/// resource after the other took a seventh of the time of a read.
#[derive(Debug, Default)]
pub struct Operations(matchit::Router<Arc<Resource>>);

/// What an interface has at one pattern of paths.
#[derive(Debug)]
pub(super) struct Resource {
    /// The pattern, as the document names it.
    pub(super) pattern: Arc<str>,
    methods: BTreeMap<String, Parameters>,
}

/// The query parameters of an operation, and whether one without a value says anything: a text may
/// be empty, a number that is would read as if it had not been sent.
type Parameters = HashMap<String, MayBeEmpty>;
type MayBeEmpty = bool;

/// A request that fits no operation, and the methods that would.
pub(super) struct Unknown {
    pub(super) refusal: Refusal,
    pub(super) allow: Option<String>,
}

impl Operations {
    /// Reads the operations of a document.
    ///
    /// # Errors
    /// Where two of its paths cannot be told apart.
    pub fn of(document: &Value) -> Result<Self, Failure> {
        let mut router = matchit::Router::new();
        for (path, item) in document["paths"].as_object().into_iter().flatten() {
            let resource = Resource { pattern: path.as_str().into(), methods: methods(item) };
            router.insert(path, Arc::new(resource)).map_err(Failure::unexpected)?;
        }
        Ok(Self(router))
    }

    /// The resource that a path belongs to. None for what no document holds, such as the pages of
    /// the documentation.
    pub(super) fn find(&self, path: &str) -> Option<Arc<Resource>> {
        self.0.at(path).ok().map(|found| Arc::clone(found.value))
    }
}

impl Resource {
    /// Checks that a request fits one of its operations.
    pub(super) fn check(&self, method: &Method, query: &str) -> Result<(), Unknown> {
        let Some(known) = self.methods.get(method.as_str()) else {
            return Err(wrong_method(method, &self.methods));
        };
        if query.is_empty() {
            return Ok(());
        }
        let pairs: Vec<(String, String)> = serde_html_form::from_str(query).unwrap_or_default();
        let faults: Vec<Fault> = pairs
            .iter()
            .filter(|(name, value)| !(name.is_empty() && value.is_empty()))
            .filter_map(|(name, value)| match known.get(name) {
                None => Some(unknown_parameter(name, known)),
                Some(false) if value.is_empty() => Some(without_value(name)),
                Some(_) => None,
            })
            .collect();
        if faults.is_empty() {
            return Ok(());
        }
        let refusal = Refusal::new(
            ErrorCode::InvalidParameter,
            Text::fixed(
                "Yêu cầu có tham số mà thao tác này không nhận; xem từng lỗi trong errors.",
                "The request has a parameter that this operation does not take; see each in errors.",
            ),
        );
        Err(Unknown { refusal: refusal.with_faults(faults), allow: None })
    }
}

fn wrong_method(method: &Method, methods: &BTreeMap<String, Parameters>) -> Unknown {
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

fn without_value(name: &str) -> Fault {
    Fault {
        pointer: name.to_owned().into(),
        code: "invalid",
        detail: Text::fixed("Tham số này phải có giá trị.", "This parameter needs a value."),
        legal_basis: None,
    }
}

fn unknown_parameter(name: &str, known: &Parameters) -> Fault {
    let mut names: Vec<&str> = known.keys().map(String::as_str).collect();
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
fn methods(item: &Value) -> BTreeMap<String, Parameters> {
    let present = METHODS.iter().filter_map(|method| Some((method, item.get(method)?)));
    present
        .map(|(method, operation)| {
            let parameters = operation["parameters"].as_array().into_iter().flatten();
            let names =
                parameters.filter(|parameter| parameter["in"] == "query").filter_map(|parameter| {
                    let name = parameter["name"].as_str()?.to_owned();
                    Some((name, may_be_empty(&parameter["schema"])))
                });
            (method.to_uppercase(), names.collect())
        })
        .collect()
}

fn may_be_empty(schema: &Value) -> MayBeEmpty {
    let kinds =
        schema["type"].as_array().map_or(std::slice::from_ref(&schema["type"]), Vec::as_slice);
    let never = |kind: &Value| ["integer", "number", "boolean"].iter().any(|never| kind == never);
    let least = schema["minLength"].as_u64().unwrap_or(0);
    least == 0 && !kinds.iter().any(never)
}
