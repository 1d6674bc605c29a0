//! What the interface has, read off its own OpenAPI document: so a wrong method is answered with
//! 405 and `Allow`, and a query parameter that an operation does not know is refused.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use actix_web::http::Method;
use htx_model::refusal::{ErrorCode, Fault, Refusal, Text};
use serde::Deserialize;

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
    /// Whether it is answered here. What is passed on is checked where it arrives, which may be of a
    /// newer version.
    here: bool,
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
    /// Reads the operations out of a document's text, and which of its paths are answered here.
    ///
    /// # Errors
    /// What is no OpenAPI document, or one in which two paths cannot be told apart.
    pub fn read(document: &str, here: impl Fn(&str) -> bool) -> Result<Self, Failure> {
        let document: Document = serde_json::from_str(document).map_err(Failure::unexpected)?;
        let mut router = matchit::Router::new();
        for (path, item) in document.paths {
            let (pattern, here) = (path.as_str().into(), here(&path));
            let resource = Resource { pattern, methods: item.methods(), here };
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
        // CONNECT asks for a tunnel (RFC 9110, 9.3.6) and would arrive without its path.
        if !self.here && method != Method::CONNECT {
            return Ok(());
        }
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
                "Yêu cầu có tham số mà thao tác này không nhận, hoặc tham số không có giá trị; xem từng lỗi \
                 trong errors.",
                "The request has a parameter that this operation does not take, or one without a value; see \
                 each in errors.",
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
    Fault::new(
        name.to_owned(),
        "invalid",
        Text::fixed("Tham số này phải có giá trị.", "This parameter needs a value."),
    )
}

fn unknown_parameter(name: &str, known: &Parameters) -> Fault {
    let mut names: Vec<&str> = known.keys().map(String::as_str).collect();
    names.sort_unstable();
    let names = names.join(", ");
    Fault::new(
        name.chars().take(100).collect::<String>(),
        "unknown_parameter",
        Text::made(
            format!("Không có tham số này. Các tham số có thể dùng: {names}."),
            format!("There is no such parameter. Those that can be used: {names}."),
        ),
    )
}

/// As much of a document as tells which requests fit it.
#[derive(Deserialize)]
struct Document {
    paths: BTreeMap<String, Item>,
}

#[derive(Deserialize)]
struct Item {
    get: Option<Operation>,
    post: Option<Operation>,
    put: Option<Operation>,
    patch: Option<Operation>,
    delete: Option<Operation>,
}

#[derive(Deserialize)]
struct Operation {
    #[serde(default)]
    parameters: Vec<Parameter>,
}

/// A parameter, or a reference to one: those that are shared are headers.
#[derive(Deserialize)]
struct Parameter {
    name: Option<String>,
    r#in: Option<String>,
    schema: Option<Schema>,
}

#[derive(Default, Deserialize)]
struct Schema {
    r#type: Option<Types>,
    #[serde(default, rename = "minLength")]
    least: u64,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Types {
    One(String),
    Some(Vec<String>),
}

impl Item {
    /// The methods of one path, each with the names of its query parameters.
    fn methods(self) -> BTreeMap<String, Parameters> {
        let all = [
            ("GET", self.get),
            ("POST", self.post),
            ("PUT", self.put),
            ("PATCH", self.patch),
            ("DELETE", self.delete),
        ];
        let present = all.into_iter().filter_map(|(method, operation)| Some((method, operation?)));
        present
            .map(|(method, operation)| {
                let parameters = operation.parameters.into_iter();
                let names = parameters
                    .filter(|parameter| parameter.r#in.as_deref() == Some("query"))
                    .filter_map(|Parameter { name, schema, .. }| {
                        Some((name?, schema.unwrap_or_default().may_be_empty()))
                    });
                (method.to_owned(), names.collect())
            })
            .collect()
    }
}

impl Schema {
    fn may_be_empty(&self) -> MayBeEmpty {
        let types = match &self.r#type {
            Some(Types::One(one)) => std::slice::from_ref(one),
            Some(Types::Some(some)) => some,
            None => &[],
        };
        let never = |kind: &String| ["integer", "number", "boolean"].contains(&kind.as_str());
        self.least == 0 && !types.iter().any(never)
    }
}
