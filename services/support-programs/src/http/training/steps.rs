//! `PUT /v1/training-classes/{id}/schedule`, `POST /v1/training-classes/{id}/{open,hold,complete,cancel}`

use actix_web::{post, put, web::Data};
use htx_kit::{
    act::{Act, write},
    auth::Authorized,
    failure::Failure,
    http::{Changed, IdempotencyKey, IfMatch, Keyed, KeyedOnce, Nothing, PathId, Reply},
};
use htx_model::{
    date::Date,
    id::TrainingClassId,
    permission::{Permit, permit},
};
use serde::Deserialize;

use super::view::{ClassView, answered};
use crate::{
    SupportPrograms,
    domain::training::Class,
    usecase::training::{
        complete, follow,
        plan::{self, NewSession},
    },
};

/// Takes an action on a class as it was last seen.
async fn step<P, F>(
    service: &SupportPrograms,
    caller: Authorized<P>,
    once: KeyedOnce,
    (id, seen): (TrainingClassId, IfMatch),
    work: F,
) -> Result<Reply, Failure>
where
    P: Permit,
    F: FnOnce(&mut Act<'_>, (TrainingClassId, &IfMatch)) -> Result<Class, Failure> + Send + 'static,
{
    let principal = caller.principal().clone();
    write(&service.runtime, caller, once, move |act| {
        let class = work(act, (id, &seen))?;
        answered(act, class, (&principal, false))
    })
    .await
}

/// The sessions and trainers of a class (lịch học, giảng viên), in the place of what there was.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TrainingTimetable {
    /// In the order of their days (các buổi học).
    #[schema(max_items = 60)]
    sessions: Vec<NewTrainingSession>,
    /// Who teaches (giảng viên).
    #[schema(max_items = 20)]
    trainers: Vec<NewTrainingTrainer>,
}

/// A session (buổi học).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewTrainingSession {
    /// On which day, within those of the class (ngày).
    held_on: Date,
    /// How long, in minutes (thời lượng).
    #[schema(minimum = 1, maximum = 720, examples(240))]
    minutes: u32,
    /// What it is about (chuyên đề).
    #[schema(min_length = 1, max_length = 300, examples("Điều lệ và quy chế nội bộ của HTX"))]
    topic: String,
}

/// Somebody who teaches (giảng viên): a natural person, whose name is erasable and masked.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewTrainingTrainer {
    /// The name (họ tên).
    #[schema(min_length = 1, max_length = 200, examples("Nguyễn Văn An"))]
    name: String,
    /// The position (chức vụ, đơn vị).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 200, examples("Trường Bồi dưỡng cán bộ HTX"))]
    position: Option<String>,
}

/// Set the timetable of a training class (lập lịch học, giảng viên)
///
/// In the place of what there was, until the attendance of a session is recorded. By an officer of the
/// alliance.
#[utoipa::path(
    tag = "training",
    params(PathId<TrainingClassId>, IfMatch, IdempotencyKey),
    request_body = TrainingTimetable,
    responses(Changed<ClassView>),
    security(("access_token" = ["training.manage"])),
)]
#[put("/v1/training-classes/{id}/schedule")]
pub(super) async fn schedule_training_class(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::TrainingManage>,
    id: PathId<TrainingClassId>,
    seen: IfMatch,
    submitted: Keyed<TrainingTimetable>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    step(&service, caller, once, (id.0, seen), move |act, of| {
        let session = |one: NewTrainingSession| NewSession {
            held_on: one.held_on,
            minutes: one.minutes,
            topic: one.topic,
        };
        let sessions = body.sessions.into_iter().map(session).collect();
        let trainers = body.trainers.into_iter().map(|one| (one.name, one.position)).collect();
        plan::schedule(act, of, sessions, trainers)
    })
    .await
}

/// Why a class is called off (lý do hủy lớp).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TrainingCancellation {
    /// The reason (lý do).
    #[schema(min_length = 1, max_length = 1000, examples("Không đủ học viên đăng ký"))]
    reason: String,
}

/// Open a training class for registration (mở đăng ký lớp tập huấn)
///
/// KeyedOnce it has a session. By an officer of the alliance.
#[utoipa::path(
    tag = "training",
    params(PathId<TrainingClassId>, IfMatch, IdempotencyKey),
    responses(Changed<ClassView>),
    security(("access_token" = ["training.manage"])),
)]
#[post("/v1/training-classes/{id}/open")]
pub(super) async fn open_training_class(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::TrainingManage>,
    id: PathId<TrainingClassId>,
    seen: IfMatch,
    submitted: Keyed<Nothing>,
) -> Result<Reply, Failure> {
    let Keyed { once, .. } = submitted;
    step(&service, caller, once, (id.0, seen), follow::open).await
}

/// State that a training class was held (ghi nhận lớp đã tổ chức)
///
/// After its last session, where somebody took part. Nobody can be registered any more. By an officer
/// of the alliance.
#[utoipa::path(
    tag = "training",
    params(PathId<TrainingClassId>, IfMatch, IdempotencyKey),
    responses(Changed<ClassView>),
    security(("access_token" = ["training.manage"])),
)]
#[post("/v1/training-classes/{id}/hold")]
pub(super) async fn hold_training_class(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::TrainingManage>,
    id: PathId<TrainingClassId>,
    seen: IfMatch,
    submitted: Keyed<Nothing>,
) -> Result<Reply, Failure> {
    let Keyed { once, .. } = submitted;
    step(&service, caller, once, (id.0, seen), follow::hold_class).await
}

/// Confirm a training class (xác nhận lớp hoàn thành)
///
/// KeyedOnce the attendance of every session is recorded. It counts from then on (target 3), and whoever
/// attended enough gets a numbered certificate. By an approver of the alliance who prepared nothing of
/// it.
#[utoipa::path(
    tag = "training",
    params(PathId<TrainingClassId>, IfMatch, IdempotencyKey),
    responses(Changed<ClassView>),
    security(("access_token" = ["training.confirm"])),
)]
#[post("/v1/training-classes/{id}/complete")]
pub(super) async fn complete_training_class(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::TrainingConfirm>,
    id: PathId<TrainingClassId>,
    seen: IfMatch,
    submitted: Keyed<Nothing>,
) -> Result<Reply, Failure> {
    let Keyed { once, .. } = submitted;
    step(&service, caller, once, (id.0, seen), complete::complete).await
}

/// Call a training class off (hủy lớp tập huấn)
///
/// With a reason, until it is confirmed. By an officer of the alliance.
#[utoipa::path(
    tag = "training",
    params(PathId<TrainingClassId>, IfMatch, IdempotencyKey),
    request_body = TrainingCancellation,
    responses(Changed<ClassView>),
    security(("access_token" = ["training.manage"])),
)]
#[post("/v1/training-classes/{id}/cancel")]
pub(super) async fn cancel_training_class(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::TrainingManage>,
    id: PathId<TrainingClassId>,
    seen: IfMatch,
    submitted: Keyed<TrainingCancellation>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    step(&service, caller, once, (id.0, seen), move |act, of| follow::cancel(act, of, &body.reason))
        .await
}
