//! `GET /v1/application-requirements`

use actix_web::{
    get,
    web::{Data, Json},
};
use htx_kit::{auth::Authorized, failure::Failure, http::StrictQuery};
use htx_model::{
    application::ApplicationKind, date::Date, organisation::OrganisationKind, permission::permit,
    refusal::LegalBasis,
};
use serde::{Deserialize, Serialize};

use crate::{
    Registry,
    domain::application::{
        clock,
        requirement::{REQUIREMENTS, Requirement},
    },
};

/// Which requirements are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct RequirementsQuery {
    /// For this kind of application (loại hồ sơ).
    kind: Option<ApplicationKind>,
    /// Of such an organisation (loại hình).
    organisation_kind: Option<OrganisationKind>,
    /// For what is submitted on this day; today where it is not said.
    on: Option<Date>,
}

/// What an application needs on a day.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct ApplicationRequirements {
    /// The day.
    on: Date,
    /// The documents (thành phần hồ sơ).
    #[schema(max_items = 200)]
    items: Vec<RequirementView>,
    /// How long the authority has (thời hạn giải quyết), where a kind was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    time_limit: Option<TimeLimitView>,
}

/// A document that an application needs.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = ApplicationRequirement)]
struct RequirementView {
    /// Its stable code, which attachments name.
    #[schema(examples("charter"))]
    code: &'static str,
    /// What it is called in Vietnamese.
    #[schema(examples("Điều lệ"))]
    name_vi: &'static str,
    /// What it is called in English.
    #[schema(examples("Charter"))]
    name_en: &'static str,
    /// For which kinds of application.
    #[schema(max_items = 20)]
    kinds: Vec<ApplicationKind>,
    /// Of which kinds of organisation.
    #[schema(max_items = 3)]
    organisation_kinds: Vec<OrganisationKind>,
    /// The code of the prescribed form; null until somebody has read it in the circular.
    #[schema(required, max_length = 60)]
    form_code: Option<&'static str>,
    /// Whether the application is incomplete without it.
    required: bool,
    /// The first day on which a submission needs it.
    valid_from: Date,
    /// The last.
    #[schema(required)]
    valid_to: Option<Date>,
    /// Where it is prescribed, and whether it was read there.
    legal_basis: LegalBasis,
}

/// How long the authority has for a kind of application.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = ApplicationTimeLimit)]
struct TimeLimitView {
    /// Working days.
    #[schema(minimum = 1, maximum = 1000)]
    working_days: u32,
    /// The first day on which a submission has it.
    valid_from: Date,
    /// The last.
    #[schema(required)]
    valid_to: Option<Date>,
    /// Where it is prescribed, and whether it was read there.
    legal_basis: LegalBasis,
}

/// List what applications need (thành phần hồ sơ, thời hạn)
///
/// The documents that a kind of application needs of a kind of organisation on a day. What was not
/// read in the circular is `verified: false` and has no form code.
#[utoipa::path(
    tag = "applications",
    params(RequirementsQuery),
    responses((status = 200, description = "The requirements.", body = ApplicationRequirements)),
    security(("access_token" = ["agency.read"])),
)]
#[get("/v1/application-requirements")]
pub(super) async fn list_application_requirements(
    registry: Data<Registry>,
    _caller: Authorized<permit::AgencyRead>,
    query: StrictQuery<RequirementsQuery>,
) -> Result<Json<ApplicationRequirements>, Failure> {
    let StrictQuery(RequirementsQuery { kind, organisation_kind, on }) = query;
    let on = on.unwrap_or_else(|| registry.runtime.ids.now().date());
    let wanted = |row: &&Requirement| {
        kind.is_none_or(|kind| row.kinds.contains(&kind))
            && organisation_kind.is_none_or(|kind| row.organisation_kinds.contains(&kind))
            && row.valid_from <= on
            && row.valid_to.is_none_or(|last| on <= last)
    };
    let items = REQUIREMENTS.iter().filter(wanted).map(RequirementView::from).collect();
    let time_limit = kind.map(|kind| {
        let limit = clock::time_limit(kind, on);
        TimeLimitView {
            working_days: limit.working_days,
            valid_from: limit.valid_from,
            valid_to: limit.valid_to,
            legal_basis: limit.basis,
        }
    });
    Ok(Json(ApplicationRequirements { on, items, time_limit }))
}

impl From<&Requirement> for RequirementView {
    fn from(row: &Requirement) -> Self {
        Self {
            code: row.code,
            name_vi: row.name_vi,
            name_en: row.name_en,
            kinds: row.kinds.to_vec(),
            organisation_kinds: row.organisation_kinds.to_vec(),
            form_code: row.form_code,
            required: row.required,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            legal_basis: row.basis(),
        }
    }
}
