//! `GET /v1/eligibility-facts`

use actix_web::{HttpRequest, get, web::Json};
use htx_kit::{auth::Authorized, http::language};
use htx_model::{
    code_list::CodeList as _,
    permission::permit,
    support::programmes::{Fact, FactType},
};
use serde::Serialize;

use crate::domain::rule::fact;

/// A fact that rules may go by (dữ kiện).
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct FactDescription {
    /// Which.
    fact: Fact,
    /// What it is, and so how it may be compared (kiểu).
    #[serde(rename = "type")]
    kind: FactType,
    /// The comparisons that fit it.
    #[schema(max_items = 3)]
    comparisons: Vec<&'static str>,
    /// The code list that it is a member of; null where it is no code.
    #[schema(required, max_length = 60, examples("sectors"))]
    code_list: Option<&'static str>,
    /// Where it comes from where it is missing.
    #[schema(max_length = 500)]
    remedy: String,
}

/// The facts that rules may go by (danh mục dữ kiện).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct FactCatalogue {
    /// Every fact.
    #[schema(max_items = 50)]
    items: Vec<FactDescription>,
}

/// List the facts that rules of eligibility may go by (danh mục dữ kiện của điều kiện hỗ trợ)
///
/// A rule is JSON: `all`, `any`, `not`, or a comparison of one of these facts. At most 5 deep, 50
/// conditions in a rule, 200 values in a comparison. A fact that is missing makes a comparison unknown,
/// neither true nor false.
#[utoipa::path(
    tag = "eligibility",
    responses((status = 200, description = "Every fact.", body = FactCatalogue)),
    security(("access_token" = ["programme.read"])),
)]
#[get("/v1/eligibility-facts")]
pub(super) async fn list_eligibility_facts(
    request: HttpRequest,
    _caller: Authorized<permit::ProgrammeRead>,
) -> Json<FactCatalogue> {
    let language = language(&request);
    let items = Fact::all().iter().map(|one| FactDescription {
        fact: *one,
        kind: fact::kind(*one),
        comparisons: match fact::kind(*one) {
            FactType::Code => vec!["equals", "one_of"],
            FactType::Digits => vec!["equals", "one_of", "starts_with"],
            FactType::Number => vec!["at_least", "at_most"],
            FactType::Flag => vec!["is"],
        },
        code_list: fact::code_list(*one),
        remedy: fact::remedy(*one).in_language(language).to_owned(),
    });
    Json(FactCatalogue { items: items.collect() })
}
