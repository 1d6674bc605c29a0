//! Completes a service's OpenAPI document: what is the same for every operation is written once,
//! here, and not beside each handler.

mod bodies;
mod reachable;
mod shared;

use htx_model::{id::Id, permission::Permission};
use serde_json::{Map, Value, json};
use utoipa_actix_web::AppExt as _;

use super::{Problem, Routes, answered};

/// The name of the security scheme in the documents. Each operation lists its permission there.
pub const SECURITY_SCHEME: &str = "access_token";

/// The methods that a path item can hold.
const METHODS: &[&str] = &["get", "post", "put", "patch", "delete"];

/// What a document says of itself.
#[derive(Debug, Clone, Copy)]
pub struct About {
    /// The title.
    pub title: &'static str,
    /// What the service owns.
    pub description: &'static str,
    /// The tags of its operations, each with what they are about.
    pub tags: &'static [(&'static str, &'static str)],
}

/// The OpenAPI document of the routes that a function registers.
#[must_use]
pub fn document(about: &About, routes: fn(&mut Routes)) -> Value {
    // utoipa-actix-web collects paths and schemas while the routes are registered.
    let (_, collected) = actix_web::App::new()
        .into_utoipa_app()
        .configure(|config| Routes::describe(routes, config))
        .split_for_parts();
    let mut document = serde_json::to_value(&collected).unwrap_or_default();
    document["openapi"] = json!("3.1.0");
    document["info"] = info(about.title, about.description);
    document["servers"] = json!([{ "url": "/", "description": "Cùng máy chủ. Same server." }]);
    let tags = about.tags.iter();
    document["tags"] =
        tags.map(|(name, text)| json!({ "name": name, "description": text })).collect();
    complete(&mut document);
    reachable::keep_reachable(&mut document);
    document
}

fn info(title: &str, description: &str) -> Value {
    json!({
        "title": title,
        "description": description,
        "version": env!("CARGO_PKG_VERSION"),
        "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        "contact": { "name": "htx" },
    })
}

/// Joins the documents of several services into one for the whole suite.
#[must_use]
pub fn merge(title: &str, description: &str, documents: &[Value]) -> Value {
    let mut suite = json!({
        "openapi": "3.1.0",
        "info": info(title, description),
        "servers": [{ "url": "/", "description": "Cùng máy chủ. Same server." }],
        "tags": [],
        "paths": {},
        "components": { "schemas": {}, "responses": {}, "parameters": {}, "headers": {}, "securitySchemes": {} },
    });
    for document in documents {
        extend(&mut suite["paths"], &document["paths"]);
        for part in ["schemas", "responses", "parameters", "headers", "securitySchemes"] {
            extend(&mut suite["components"][part], &document["components"][part]);
        }
        if let (Some(all), Some(tags)) = (suite["tags"].as_array_mut(), document["tags"].as_array())
        {
            for tag in tags {
                if !all.contains(tag) {
                    all.push(tag.clone());
                }
            }
        }
    }
    suite
}

fn extend(into: &mut Value, from: &Value) {
    if let (Some(into), Some(from)) = (into.as_object_mut(), from.as_object()) {
        into.extend(from.iter().map(|(name, value)| (name.clone(), value.clone())));
    }
}

fn complete(document: &mut Value) {
    let mut schemas = Vec::new();
    <Problem as utoipa::ToSchema>::schemas(&mut schemas);
    schemas.push(("Problem".to_owned(), <Problem as utoipa::PartialSchema>::schema()));
    schemas.push(("Id".to_owned(), <Id<()> as utoipa::PartialSchema>::schema()));
    for (name, schema) in schemas {
        document["components"]["schemas"][name] = serde_json::to_value(schema).unwrap_or_default();
    }
    take_in_schemas(document);
    bodies::close_variants(document);
    bodies::open_needless(document);
    document["components"]["securitySchemes"] = shared::security_schemes();
    document["components"]["responses"] = shared::responses();
    document["components"]["parameters"] = shared::parameters();
    document["components"]["headers"] = shared::headers();
    for (path, item) in document["paths"].as_object_mut().into_iter().flatten() {
        for method in METHODS {
            if let Some(operation) = item.get_mut(method).and_then(Value::as_object_mut) {
                complete_operation(path, method, operation);
            }
        }
    }
}

/// Moves the schemas that responses brought with them to the others.
fn take_in_schemas(document: &mut Value) {
    let mut brought = Map::new();
    for item in document["paths"].as_object_mut().into_iter().flat_map(|paths| paths.values_mut()) {
        for method in METHODS {
            let responses = item.get_mut(method).and_then(|one| one["responses"].as_object_mut());
            for response in responses.into_iter().flat_map(|responses| responses.values_mut()) {
                let schemas =
                    response.as_object_mut().and_then(|all| all.remove(answered::SCHEMAS));
                if let Some(Value::Object(schemas)) = schemas {
                    brought.extend(schemas);
                }
            }
        }
    }
    for (name, schema) in brought {
        document["components"]["schemas"][name] = schema;
    }
}

/// Gives the parameters of a path the names that the path has for them.
fn name_path_parameters(path: &str, parameters: &mut [Value]) {
    let names = path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    let in_path = parameters.iter_mut().filter(|parameter| parameter["in"] == "path");
    for (parameter, name) in in_path.zip(names) {
        parameter["name"] = json!(name);
    }
}

/// Names the `Idempotency-Key`: required where the operation demands it, else on every POST.
fn name_key(method: &str, secured: bool, parameters: &mut Vec<Value>) {
    let own = parameters.iter().position(|parameter| parameter["name"] == "Idempotency-Key");
    let component = match own {
        Some(at) => {
            parameters.remove(at);
            "RequiredIdempotencyKey"
        }
        None if method == "post" && secured => "IdempotencyKey",
        None => return,
    };
    parameters.push(json!({ "$ref": format!("#/components/parameters/{component}") }));
}

/// Whether the caller chooses the form of the answer by `Accept`: a table's, or that of a page for people.
/// (A document has one form, which is not known beforehand.)
fn offers_a_choice(operation: &Map<String, Value>) -> bool {
    let content = operation.get("responses").map(|responses| &responses["200"]["content"]);
    let forms = content.and_then(Value::as_object);
    forms.is_some_and(|forms| {
        ["application/x-ndjson", "text/html"].iter().any(|form| forms.contains_key(*form))
    })
}

fn complete_operation(path: &str, method: &str, operation: &mut Map<String, Value>) {
    let permission = permission(operation);
    let secured = operation
        .get("security")
        .and_then(Value::as_array)
        .is_some_and(|alternatives| !alternatives.is_empty());
    if let Some(permission) = permission {
        operation.insert("x-permission".to_owned(), json!(permission.code()));
        let text = permission.text();
        let held = format!(
            "Permission `{permission}`: {} ({}); `/v1/authorization/rules` tells who holds it.",
            text.en, text.vi,
        );
        let own = operation.get("description").and_then(Value::as_str).unwrap_or_default();
        operation.insert("description".to_owned(), json!(format!("{own}\n\n{held}").trim()));
    }
    if !operation.contains_key("security") {
        operation.insert("security".to_owned(), json!([]));
    }
    let writes = method != "get";
    let parameters = operation.entry("parameters").or_insert_with(|| json!([]));
    let names_version =
        parameters.as_array().is_some_and(|all| all.iter().any(|one| one["name"] == "If-Match"));
    if let Some(parameters) = parameters.as_array_mut() {
        name_path_parameters(path, parameters);
        parameters.push(json!({ "$ref": "#/components/parameters/AcceptLanguage" }));
        name_key(method, secured, parameters);
    }
    let mut codes = vec![400, 414, 429, 500, 503];
    if secured {
        codes.extend([401, 403]);
    }
    // What is named by the path, or by the body of a write, may be out of scope.
    if path.contains('{') || (writes && secured) {
        codes.push(404);
    }
    if writes {
        codes.extend([408, 409, 413, 415, 422]);
    }
    if offers_a_choice(operation) {
        codes.push(406);
    }
    if names_version {
        codes.extend([412, 428]);
    }
    let responses = operation.entry("responses").or_insert_with(|| json!({}));
    for code in codes {
        let code = code.to_string();
        if responses.get(&code).is_none() {
            responses[&code] = json!({ "$ref": format!("#/components/responses/Problem{code}") });
        }
    }
    if let Some(responses) = responses.as_object_mut() {
        for (status, response) in responses.iter_mut().filter(|(status, _)| status.starts_with('2'))
        {
            if status != "304" && response.get("$ref").is_none() {
                response["headers"]["X-Request-Id"] =
                    json!({ "$ref": "#/components/headers/RequestId" });
            }
        }
    }
}

/// The permission that an operation names as the scope of its security scheme.
#[must_use]
pub fn permission(operation: &Map<String, Value>) -> Option<Permission> {
    let scope = operation.get("security")?.get(0)?.get(SECURITY_SCHEME)?.get(0)?.as_str()?;
    Permission::ALL.iter().copied().find(|permission| permission.code() == scope)
}
