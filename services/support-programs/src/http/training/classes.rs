//! `GET|POST /v1/training-classes` and `GET|PATCH /v1/training-classes/{id}`

use actix_web::{HttpRequest, HttpResponse, get, patch, post, web::Data};
use htx_kit::{
    act::write,
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Changed, Created, IdempotencyKey, IfMatch, Keyed, Page, Paged, PathId, Reply, StrictQuery,
        Tagged, listed::Listed, table::Representation,
    },
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    agency::AgencyCode,
    date::Date,
    id::{OrganisationId, TrainingClassId},
    organisation::Sector,
    permission::permit,
    support::training::TrainingState,
};
use serde::Deserialize;

use super::view::{CLASSES, ClassView, answered};
use crate::{
    SupportPrograms,
    domain::training::{Class, Content},
    http::filters,
    store::training::{self as store, Filter},
    usecase::training::{self as usecase, plan},
};

/// Which classes.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ClassQuery {
    /// In this state (trạng thái).
    state: Option<TrainingState>,
    /// That end in this year (năm).
    #[param(minimum = 2020, maximum = 2050)]
    year: Option<i16>,
    /// Held by this agency (đơn vị tổ chức).
    #[param(value_type = Option<String>, max_length = 40, example = "lmhtx")]
    organiser: Option<AgencyCode>,
    /// Under the programme with this code (chương trình).
    #[param(min_length = 1, max_length = 60, example = "tap-huan")]
    programme: Option<String>,
    /// In this district as it was until 2025-06-30 (quận, huyện, thị xã).
    #[param(value_type = Option<String>, pattern = "^[0-9]{3}$", example = "277")]
    district: Option<DistrictCode>,
    /// In this commune of today (xã, phường).
    #[param(value_type = Option<String>, pattern = "^[0-9]{5}$", example = "10045")]
    commune: Option<CommuneCode>,
    /// In which people of this organisation take part (tổ chức có học viên): the caller's own, or one
    /// whose participants the caller may see.
    organisation: Option<OrganisationId>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List training classes (danh sách lớp đào tạo, tập huấn)
///
/// In the order in which they were entered. `Accept` chooses JSON by pages, or the whole list as CSV,
/// XLSX or NDJSON.
#[utoipa::path(
    tag = "training",
    params(ClassQuery),
    responses(Paged<Page<ClassView>>),
    security(("access_token" = ["training.read"])),
)]
#[get("/v1/training-classes")]
pub(super) async fn list_training_classes(
    request: HttpRequest,
    service: Data<SupportPrograms>,
    caller: Authorized<permit::TrainingRead>,
    query: StrictQuery<ClassQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    let year = filters::year(query.year)?;
    let filter = Filter {
        state: query.state,
        organiser: query.organiser,
        programme: filters::programme(query.programme)?,
        district: query.district,
        commune: query.commune,
        ends_from: year.and_then(|year| Date::new(year, 1, 1)),
        ends_to: year.and_then(|year| Date::new(year, 12, 31)),
        organisation: query.organisation,
    };
    let wanted = Listed {
        request: &request,
        runtime: &service.runtime,
        representation,
        table: &CLASSES,
        name: format!("training classes {filter:?}"),
        limit: query.limit,
        cursor: query.cursor,
    };
    let rows = move |connection: &mut Connection, after: Option<&TrainingClassId>, limit| {
        if let Some(of) = filter.organisation {
            // Whose people take part is for those to know who may see them.
            let scope = caller.scope_of::<permit::TrainingParticipantRead>();
            if crate::store::organisation::find(connection, &scope, of)?.is_none() {
                return Ok(Vec::new());
            }
        }
        store::list(connection, &filter, after, limit)
    };
    wanted.answer(rows, |class: &Class| class.id, ClassView::brief).await
}

/// A training class as it is planned (lớp tập huấn).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewTrainingClass {
    /// Its title (tên lớp).
    #[schema(min_length = 1, max_length = 300, examples("Bồi dưỡng nghiệp vụ quản trị HTX"))]
    title: String,
    /// What is taught (nội dung).
    #[schema(
        min_length = 1,
        max_length = 300,
        examples("Luật Hợp tác xã 2023, quản trị, kế toán HTX")
    )]
    subject: String,
    /// For which field of activity (lĩnh vực); any where it is not said.
    #[serde(default)]
    sector: Option<Sector>,
    /// Under which programme (chương trình).
    #[schema(min_length = 1, max_length = 60, examples("tap-huan"))]
    programme: String,
    /// Where (địa điểm).
    #[schema(min_length = 1, max_length = 300, examples("Hội trường UBND xã Xuân Mai"))]
    place: String,
    /// In which commune of today (xã, phường).
    #[schema(value_type = String, pattern = "^[0-9]{5}$", examples("10045"))]
    commune: CommuneCode,
    /// In which district as it was until 2025-06-30 (quận, huyện, thị xã).
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = "^[0-9]{3}$", examples("277"))]
    district: Option<DistrictCode>,
    /// The first day (ngày bắt đầu).
    starts_on: Date,
    /// The last day (ngày kết thúc).
    ends_on: Date,
    /// How many seats there are (số chỗ).
    #[schema(minimum = 1, maximum = 500, examples(60))]
    capacity: u32,
}

impl From<NewTrainingClass> for Content {
    fn from(new: NewTrainingClass) -> Self {
        Self {
            title: new.title,
            subject: new.subject,
            sector: new.sector,
            programme: new.programme,
            place: new.place,
            commune: new.commune,
            district: new.district,
            starts_on: new.starts_on,
            ends_on: new.ends_on,
            capacity: new.capacity,
        }
    }
}

/// Plan a training class (lập lớp tập huấn)
///
/// By an officer of the alliance.
#[utoipa::path(
    tag = "training",
    params(IdempotencyKey),
    request_body = NewTrainingClass,
    responses(Created<ClassView>),
    security(("access_token" = ["training.manage"])),
)]
#[post("/v1/training-classes")]
pub(super) async fn plan_training_class(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::TrainingManage>,
    submitted: Keyed<NewTrainingClass>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let principal = caller.principal().clone();
    write(&service.runtime, caller, once, move |act| {
        let class = plan::plan(act, body.into())?;
        answered(act, class, (&principal, true))
    })
    .await
}

/// Read a training class (xem lớp tập huấn)
///
/// With its sessions, its trainers and the rule by which attendance earns the certificate.
#[utoipa::path(
    tag = "training",
    params(PathId<TrainingClassId>),
    responses(Tagged<ClassView>),
    security(("access_token" = ["training.read"])),
)]
#[get("/v1/training-classes/{id}")]
pub(super) async fn read_training_class(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::TrainingRead>,
    id: PathId<TrainingClassId>,
) -> Result<Tagged<ClassView>, Failure> {
    let work = move |connection: &mut Connection| {
        let found = usecase::read(connection, id.0)?;
        let version = found.class.version;
        Ok(Tagged { version, resource: ClassView::whole(found, caller.principal()) })
    };
    service.runtime.database.read(work).await
}

/// Change a training class (sửa lớp tập huấn)
///
/// All that it says is given anew. Its sessions stay within its days, and its seats are enough for those who are
/// registered. By an officer of the alliance, until it was held.
#[utoipa::path(
    tag = "training",
    params(PathId<TrainingClassId>, IfMatch, IdempotencyKey),
    request_body = NewTrainingClass,
    responses(Changed<ClassView>),
    security(("access_token" = ["training.manage"])),
)]
#[patch("/v1/training-classes/{id}")]
pub(super) async fn change_training_class(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::TrainingManage>,
    id: PathId<TrainingClassId>,
    seen: IfMatch,
    submitted: Keyed<NewTrainingClass>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let principal = caller.principal().clone();
    write(&service.runtime, caller, once, move |act| {
        let class = plan::change(act, (id.0, &seen), body.into())?;
        answered(act, class, (&principal, false))
    })
    .await
}
