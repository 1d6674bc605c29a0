//! `POST /v1/programme-versions/{id}/submit|return|adopt|discard|opinions`

use actix_web::{post, web::Data};
use htx_kit::{
    act::Act,
    auth::Authorized,
    failure::Failure,
    http::{IdempotencyKey, IfMatch, Keyed, Nothing, PathId, Reply},
};
use htx_model::{id::ProgrammeVersionId, permission::permit};
use serde::Deserialize;

use super::{Answer, act, view::VersionView};
use crate::{
    SupportPrograms,
    usecase::programme::{change, decide, opinion},
};

/// Why a version is returned or discarded (lý do).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ProgrammeVersionReason {
    /// Why (lý do).
    #[schema(
        min_length = 1,
        max_length = 1000,
        examples("Mức trần chưa dẫn điều khoản của Phụ lục 08")
    )]
    reason: String,
}

/// Hand a version to the approver (trình phiên bản)
///
/// By an officer of the lead agency.
#[utoipa::path(
    tag = "programmes",
    params(PathId<ProgrammeVersionId>, IfMatch, IdempotencyKey),
    responses((
        status = 200,
        description = "Handed in; the version as it is now.",
        body = VersionView,
        headers(("ETag" = String, description = "Its new version as a resource.")),
    )),
    security(("access_token" = ["programme.prepare"])),
)]
#[post("/v1/programme-versions/{id}/submit")]
pub(super) async fn submit_programme_version(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::ProgrammePrepare>,
    id: PathId<ProgrammeVersionId>,
    seen: IfMatch,
    submitted: Keyed<Nothing>,
) -> Result<Reply, Failure> {
    let Keyed { once, .. } = submitted;
    let work = move |act: &mut Act<'_>| change::submit(act, (id.0, &seen));
    act(&service, caller, once, Answer::Changed, work).await
}

/// Give a version back to be mended (trả lại phiên bản)
///
/// By an approver of the lead agency.
#[utoipa::path(
    tag = "programmes",
    params(PathId<ProgrammeVersionId>, IfMatch, IdempotencyKey),
    request_body = ProgrammeVersionReason,
    responses((
        status = 200,
        description = "Returned; the version as it is now.",
        body = VersionView,
        headers(("ETag" = String, description = "Its new version as a resource.")),
    )),
    security(("access_token" = ["programme.adopt"])),
)]
#[post("/v1/programme-versions/{id}/return")]
pub(super) async fn return_programme_version(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::ProgrammeAdopt>,
    id: PathId<ProgrammeVersionId>,
    seen: IfMatch,
    submitted: Keyed<ProgrammeVersionReason>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let work = move |act: &mut Act<'_>| decide::give_back(act, (id.0, &seen), &body.reason);
    act(&service, caller, once, Answer::Changed, work).await
}

/// Adopt a version of a programme (ban hành phiên bản chương trình)
///
/// Decisions of its first day and after go by it; what was decided before stays decided by the version of
/// its day. It is never changed again. By an approver of the lead agency who wrote nothing in it.
#[utoipa::path(
    tag = "programmes",
    params(PathId<ProgrammeVersionId>, IfMatch, IdempotencyKey),
    responses((
        status = 200,
        description = "Adopted; the version as it is now.",
        body = VersionView,
        headers(("ETag" = String, description = "Its new version as a resource.")),
    )),
    security(("access_token" = ["programme.adopt"])),
)]
#[post("/v1/programme-versions/{id}/adopt")]
pub(super) async fn adopt_programme_version(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::ProgrammeAdopt>,
    id: PathId<ProgrammeVersionId>,
    seen: IfMatch,
    submitted: Keyed<Nothing>,
) -> Result<Reply, Failure> {
    let Keyed { once, .. } = submitted;
    let work = move |act: &mut Act<'_>| decide::adopt(act, (id.0, &seen));
    act(&service, caller, once, Answer::Changed, work).await
}

/// Give a version up (bỏ phiên bản)
///
/// While it is a draft. By an officer of the lead agency.
#[utoipa::path(
    tag = "programmes",
    params(PathId<ProgrammeVersionId>, IfMatch, IdempotencyKey),
    request_body = ProgrammeVersionReason,
    responses((
        status = 200,
        description = "Discarded; the version as it is now.",
        body = VersionView,
        headers(("ETag" = String, description = "Its new version as a resource.")),
    )),
    security(("access_token" = ["programme.prepare"])),
)]
#[post("/v1/programme-versions/{id}/discard")]
pub(super) async fn discard_programme_version(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::ProgrammePrepare>,
    id: PathId<ProgrammeVersionId>,
    seen: IfMatch,
    submitted: Keyed<ProgrammeVersionReason>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let work = move |act: &mut Act<'_>| change::discard(act, (id.0, &seen), &body.reason);
    act(&service, caller, once, Answer::Changed, work).await
}

/// What a co-lead agency says of a version (ý kiến cơ quan phối hợp).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewProgrammeOpinion {
    /// Whether it is for it (đồng ý).
    favourable: bool,
    /// What it says (ý kiến); needed where it is against it.
    #[serde(default)]
    #[schema(
        min_length = 1,
        max_length = 1000,
        examples("Đề nghị nêu rõ số lần hỗ trợ trong năm")
    )]
    reason: Option<String>,
}

/// Give an opinion on a version as a co-lead agency (cho ý kiến về phiên bản)
///
/// While it is written or waits for its approver; the version stays as it is. By an officer of an agency
/// that the programme names as leading with others.
#[utoipa::path(
    tag = "programmes",
    params(PathId<ProgrammeVersionId>, IdempotencyKey),
    request_body = NewProgrammeOpinion,
    responses((
        status = 201,
        description = "Given; the version with what was said of it.",
        body = VersionView,
        headers(
            ("Location" = String, description = "The address of the version."),
            ("ETag" = String, description = "Its version as a resource."),
        ),
    )),
    security(("access_token" = ["programme.prepare"])),
)]
#[post("/v1/programme-versions/{id}/opinions")]
pub(super) async fn give_opinion_on_programme_version(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::ProgrammePrepare>,
    id: PathId<ProgrammeVersionId>,
    submitted: Keyed<NewProgrammeOpinion>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let work = move |act: &mut Act<'_>| opinion::give(act, id.0, body.favourable, body.reason);
    act(&service, caller, once, Answer::Created, work).await
}
