//! `PUT /v1/training-classes/{id}/sessions/{session_id}/attendance`

use actix_web::{put, web::Data};
use htx_kit::{
    act::write,
    auth::Authorized,
    failure::Failure,
    http::{Changed, IdempotencyKey, IfMatch, Keyed, PathIds, Reply},
};
use htx_model::{
    id::{TrainingClassId, TrainingParticipantId, TrainingSessionId},
    permission::permit,
};
use serde::Deserialize;

use super::view::{ClassView, answered};
use crate::{SupportPrograms, usecase::training::attend};

/// Who was at a session (điểm danh).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TrainingAttendance {
    /// Those who were there (có mặt); whoever takes part and is not named was absent.
    #[schema(max_items = 500)]
    present: Vec<TrainingParticipantId>,
}

/// Record who was at a session (điểm danh buổi học)
///
/// In the place of what was recorded before, until the class is confirmed. By an officer of the alliance.
#[utoipa::path(
    tag = "training",
    params(PathIds<TrainingClassId, TrainingSessionId>, IfMatch, IdempotencyKey),
    request_body = TrainingAttendance,
    responses(Changed<ClassView>),
    security(("access_token" = ["training.manage"])),
)]
#[put("/v1/training-classes/{id}/sessions/{session_id}/attendance")]
pub(super) async fn record_training_attendance(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::TrainingManage>,
    ids: PathIds<TrainingClassId, TrainingSessionId>,
    seen: IfMatch,
    submitted: Keyed<TrainingAttendance>,
) -> Result<Reply, Failure> {
    let (PathIds(id, session), Keyed { body, once }) = (ids, submitted);
    let principal = caller.principal().clone();
    write(&service.runtime, caller, once, move |act| {
        let class = attend::attend(act, (id, &seen), (session, body.present))?;
        answered(act, class, (&principal, false))
    })
    .await
}
