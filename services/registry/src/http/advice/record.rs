//! `POST /v1/advice` and `GET /v1/advice/{id}`

use actix_web::{get, post, web::Data};
use htx_kit::{
    act::write_by,
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{Created, PathId, Reply, StrictQuery, Submitted, Tagged},
};
use htx_model::{
    date::Date,
    id::AdviceId,
    organisation::{OrganisationKind, Sector},
    permission::permit,
};
use serde::Deserialize;

use super::view::{AdviceView, sees_people};
use crate::{
    Registry,
    domain::advice::{Founder, NewAdvice},
    http::personal_data,
    usecase::advice as usecase,
};

/// Advice as it is recorded.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewAdvice)]
pub(in crate::http) struct AdviceEntry {
    /// The day of the advice; today at the latest (ngày tư vấn).
    advised_on: Date,
    /// What is to be established (loại hình dự kiến).
    planned_kind: Option<OrganisationKind>,
    /// In which field (lĩnh vực dự kiến).
    planned_sector: Option<Sector>,
    /// The commune: one of today, or one of before 2025-07-01 together with its district.
    #[schema(pattern = "^[0-9]{5}$", examples("10018"))]
    commune: String,
    /// The district of a commune of before 2025-07-01.
    #[schema(pattern = "^[0-9]{3}$", examples("277"))]
    district: Option<String>,
    /// What was asked and answered (nội dung tư vấn).
    #[schema(min_length = 1, max_length = 2000, examples("Hồ sơ, trình tự thành lập hợp tác xã"))]
    subject: String,
    /// Who was advised (sáng lập viên).
    #[schema(min_items = 1, max_items = 50)]
    founders: Vec<NewFounder>,
}

/// A founder as it is recorded.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct NewFounder {
    /// The full name.
    #[schema(min_length = 1, max_length = 300, examples("Nguyễn Văn An"))]
    name: String,
    /// The telephone number: 8 to 15 digits.
    #[schema(max_length = 30, examples("0908246281"))]
    phone: Option<String>,
}

impl From<AdviceEntry> for NewAdvice {
    fn from(entry: AdviceEntry) -> Self {
        let founder = |one: NewFounder| Founder { name: one.name, phone: one.phone };
        Self {
            advised_on: entry.advised_on,
            planned_kind: entry.planned_kind,
            planned_sector: entry.planned_sector,
            commune: entry.commune,
            district: entry.district,
            subject: entry.subject,
            founders: entry.founders.into_iter().map(founder).collect(),
        }
    }
}

/// Record advice (ghi lượt tư vấn thành lập mới)
///
/// By an officer of the registering agency in its territory, of the planning agency or the
/// Cooperative Alliance in the whole city. People's names stand in tables from which they can be
/// erased; the log only commits to them.
#[utoipa::path(
    tag = "advice",
    request_body = AdviceEntry,
    responses(Created<AdviceView>),
    security(("access_token" = ["advice.record"])),
)]
#[post("/v1/advice")]
pub(in crate::http) async fn record_advice(
    registry: Data<Registry>,
    caller: Authorized<permit::AdviceRecord>,
    submitted: Submitted<AdviceEntry>,
) -> Result<Reply, Failure> {
    let units = registry.units.clone();
    let Submitted { body, once } = submitted;
    write_by(&registry.runtime, caller, once, move |connection, context, caller| {
        let found = usecase::record(connection, context, &caller.scope, &units, body.into())?;
        let location = format!("/v1/advice/{}", found.stored.advice.id);
        let view = AdviceView::of(found, true);
        Reply::created(location, 1, &view)?.keeping(&view.without_details())
    })
    .await
}

/// Whether people's names are asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct AdviceReading {
    /// Founders and notes unmasked, for who may read them and says why.
    unmasked: Option<bool>,
    /// Why they are read (mục đích); is noted in the log.
    #[param(min_length = 5, max_length = 300, example = "Liên hệ sáng lập viên nộp hồ sơ")]
    purpose: Option<String>,
}

/// Read advice (xem lượt tư vấn)
///
/// With founders and follow-ups; names and notes are masked. The agency that gave the advice and who
/// holds `personal_data.read` for the place read them with `unmasked=true` and a `purpose`; that is
/// noted in the log.
#[utoipa::path(
    tag = "advice",
    params(PathId<AdviceId>, AdviceReading),
    responses(Tagged<AdviceView>),
    security(("access_token" = ["advice.read"])),
)]
#[get("/v1/advice/{id}")]
pub(in crate::http) async fn read_advice(
    registry: Data<Registry>,
    caller: Authorized<permit::AdviceRead>,
    id: PathId<AdviceId>,
    query: StrictQuery<AdviceReading>,
) -> Result<Tagged<AdviceView>, Failure> {
    let StrictQuery(AdviceReading { unmasked, purpose }) = query;
    let purpose = personal_data::wanted(unmasked, purpose.as_deref())?;
    let (noted, database) = (purpose.is_some(), &registry.runtime.database);
    let context = personal_data::context(&caller, &registry);
    let find = move |connection: &mut Connection| {
        let found = usecase::read(connection, &caller.scope, id.0)?;
        if let Some(purpose) = &purpose {
            let (advice, may) = (&found.stored.advice, sees_people(&caller, &found.stored.advice));
            usecase::note_unmasked(connection, &context, advice, may, purpose)?;
        }
        Ok(Tagged { version: found.stored.version, resource: AdviceView::of(found, noted) })
    };
    if noted { database.write(find).await } else { database.read_briefly(find).await }
}
