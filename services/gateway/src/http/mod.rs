//! What the gateway answers itself: what belongs to no service, or to all of them.

mod code_lists;
mod pages;
mod rules;

use actix_web::web::ServiceConfig;
use htx_kit::{
    http::{
        Routes,
        openapi::{self, About},
    },
    service::Service,
};
use serde_json::Value;

pub(crate) use pages::Pages;

const DESCRIPTION: &str = "Cổng của hệ thống: bảng phân quyền, danh mục mã. The suite's door: the \
    policy table and the code lists.";

/// Registers the gateway's own operations.
pub(crate) fn configure(config: &mut ServiceConfig) {
    Routes::serve(routes, config);
}

/// What its operations are about.
const TAGS: &[(&str, &str)] = &[
    ("authorization", "Ai được làm gì. Who may do what: the policy table."),
    ("code_lists", "Danh mục mã và nhãn. Codes with their labels."),
];

fn routes(config: &mut Routes) {
    config
        .service(rules::list_authorization_rules)
        .service(code_lists::list_code_lists)
        .service(code_lists::read_code_list);
}

/// The OpenAPI document of the gateway's own operations.
#[must_use]
pub fn document() -> Value {
    let about = About { title: "Gateway", description: DESCRIPTION, tags: TAGS };
    openapi::document(&about, routes)
}

/// The OpenAPI document of the whole suite, as clients see it through the gateway. Services that
/// run elsewhere are in it too: their descriptions are compiled in.
#[must_use]
pub fn suite_document(services: &[Service]) -> Value {
    let mut documents = vec![document()];
    documents.extend(services.iter().map(Service::document));
    let mut suite = openapi::merge(
        "htx",
        "Dịch vụ số về hợp tác xã của thành phố. REST/JSON services for a city's cooperatives.",
        &documents,
    );
    if let Some(paths) = suite["paths"].as_object_mut() {
        paths.retain(|path, _| !path.starts_with("/internal"));
    }
    suite
}
