//! `GET /v1/support-kinds`

use actix_web::{get, web::Json};
use htx_kit::{auth::Authorized, failure::Failure};
use htx_model::{
    code_list::{CodeList as _, LabelledCode},
    permission::permit,
    support::applications::{DetailType, EntitlementForm, SupportKind},
};
use serde::Serialize;

use crate::domain::application::details::{Choice, Field, Shape, fields, forms};

/// A kind of support, and what an application for it says (loại hỗ trợ).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = SupportKindDescription)]
struct KindView {
    /// The kind with its names.
    kind: LabelledCode,
    /// In which forms it is given (hình thức).
    #[schema(max_items = 3)]
    forms: Vec<EntitlementForm>,
    /// The fields of `details` (các trường).
    #[schema(max_items = 20)]
    fields: Vec<FieldView>,
}

/// A field of an application's `details` (trường dữ liệu).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = SupportKindField)]
struct FieldView {
    /// Its name in JSON.
    #[schema(max_length = 60, examples("area_m2"))]
    name: &'static str,
    /// What it is called in Vietnamese.
    #[schema(max_length = 200, examples("Diện tích (m²)"))]
    label_vi: &'static str,
    /// What it is called in English.
    #[schema(max_length = 200, examples("Area in m²"))]
    label_en: &'static str,
    /// What it holds (kiểu dữ liệu).
    #[serde(rename = "type")]
    kind: DetailType,
    /// Whether an application cannot be handed in without it (bắt buộc).
    required: bool,
    /// The least number; null where it is none.
    #[schema(required)]
    minimum: Option<i64>,
    /// The largest number; null where it is none.
    #[schema(required)]
    maximum: Option<i64>,
    /// The most characters; null where it is no text.
    #[schema(required, minimum = 1, maximum = 10_000)]
    max_length: Option<u32>,
    /// The field whose day this one does not lie before.
    #[schema(required, max_length = 60)]
    not_before: Option<&'static str>,
    /// The codes that it may hold.
    #[schema(max_items = 20)]
    choices: Vec<LabelledCode>,
}

impl From<&Field> for FieldView {
    fn from(field: &Field) -> Self {
        let (minimum, maximum) = match field.shape {
            Shape::Count(least, most) => (Some(least), Some(most)),
            Shape::Amount => (Some(1), Some(htx_model::money::AMOUNT_MAX)),
            _ => (None, None),
        };
        let max_length = match field.shape {
            Shape::Words(most) => u32::try_from(most).ok(),
            _ => None,
        };
        let not_before = match field.shape {
            Shape::DayAfter(other) => Some(other),
            _ => None,
        };
        let choices: &[Choice] = match field.shape {
            Shape::OneOf(choices) => choices,
            _ => &[],
        };
        let labelled =
            |(code, label_vi, label_en): &Choice| LabelledCode { code, label_vi, label_en };
        Self {
            name: field.name,
            label_vi: field.label.0,
            label_en: field.label.1,
            kind: field.shape.kind(),
            required: field.required,
            minimum,
            maximum,
            max_length,
            not_before,
            choices: choices.iter().map(labelled).collect(),
        }
    }
}

/// The kinds of support (các loại hỗ trợ).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = SupportKinds)]
pub(super) struct KindsView {
    /// Each kind once.
    #[schema(max_items = 50)]
    items: Vec<KindView>,
}

/// List the kinds of support with their fields (danh mục loại hỗ trợ)
///
/// What an application for each says in its `details`: one typed table, by which it is checked.
#[utoipa::path(
    tag = "support applications",
    responses((status = 200, description = "Every kind.", body = KindsView)),
    security(("access_token" = ["programme.read"])),
)]
#[get("/v1/support-kinds")]
pub(super) async fn list_support_kinds(
    _: Authorized<permit::ProgrammeRead>,
) -> Result<Json<KindsView>, Failure> {
    let view = |kind: &SupportKind| KindView {
        kind: LabelledCode::of(*kind),
        forms: forms(*kind).to_vec(),
        fields: fields(*kind).iter().map(FieldView::from).collect(),
    };
    Ok(Json(KindsView { items: SupportKind::all().iter().map(view).collect() }))
}
