//! `PUT /v1/training-classes/{id}/sessions/{session_id}/attendance`

use actix_web::{put, web::Data};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{PathIds, Reply, Submitted},
};
use htx_model::{
    id::{TrainingClassId, TrainingParticipantId, TrainingSessionId},
    permission::permit,
};
use serde::Deserialize;

use super::view::{ClassView, answered};
use crate::{SupportPrograms, http::write::write, usecase::training::attend};

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
/// Needs an `Idempotency-Key`.
#[utoipa::path(
    tag = "training",
    params(
        ("id" = TrainingClassId, Path, description = "The class's id."),
        ("session_id" = TrainingSessionId, Path, description = "The session's id."),
    ),
    request_body = TrainingAttendance,
    responses((
        status = 200,
        description = "Recorded; the class as it is now.",
        body = ClassView,
        headers(("ETag" = String, description = "Its new version.")),
    )),
    security(("access_token" = ["training.manage"])),
)]
#[put("/v1/training-classes/{id}/sessions/{session_id}/attendance")]
pub(super) async fn record_training_attendance(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::TrainingManage>,
    ids: PathIds<TrainingClassId, TrainingSessionId>,
    submitted: Submitted<TrainingAttendance>,
) -> Result<Reply, Failure> {
    let (PathIds(id, session), Submitted { body, once }) = (ids, submitted);
    let principal = caller.principal().clone();
    write(&service, caller, once, move |act| {
        let class = attend::attend(act, (id, session), body.present)?;
        answered(act, class, (&principal, false))
    })
    .await
}
