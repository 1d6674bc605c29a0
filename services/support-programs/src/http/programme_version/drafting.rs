//! `POST /v1/programmes`, `POST /v1/programmes/{id}/versions`, `PATCH /v1/programme-versions/{id}`

use actix_web::{patch, post, web::Data};
use htx_kit::{
    act::Act,
    auth::Authorized,
    failure::Failure,
    http::{IdempotencyKey, IfMatch, Keyed, PathId, Reply},
};
use htx_model::{
    date::Date,
    id::{ProgrammeId, ProgrammeVersionId},
    permission::permit,
    support::programmes::ProgrammeKind,
};
use serde::Deserialize;

use super::{Answer, act, view::VersionView};
use crate::{
    SupportPrograms,
    domain::programme::Content,
    usecase::programme::{
        change,
        draft::{self, NewProgramme},
    },
};

/// A programme as its lead agency begins it (chương trình mới).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[schema(as = NewProgramme)]
#[serde(deny_unknown_fields)]
pub(super) struct ProgrammeBegun {
    /// Its code, for ever (mã chương trình): lower-case letters and digits, joined by hyphens.
    #[schema(
        min_length = 1,
        max_length = 40,
        pattern = "^[a-z0-9]+(-[a-z0-9]+)*$",
        examples("nq-13-pl09")
    )]
    code: String,
    /// What it is for (loại chương trình).
    kind: ProgrammeKind,
    /// From which day its first version holds (ngày có hiệu lực): the day of the adoption where it is not
    /// said.
    #[serde(default)]
    valid_from: Option<Date>,
    /// What it says (nội dung).
    content: Content,
}

/// Begin a programme (lập chương trình mới)
///
/// With its first version as a draft; the programme is known to others once that is adopted. By an
/// officer of the agency that leads it.
#[utoipa::path(
    tag = "programmes",
    params(IdempotencyKey),
    request_body = ProgrammeBegun,
    responses((
        status = 201,
        description = "Begun; its first version.",
        body = VersionView,
        headers(
            ("Location" = String, description = "The address of the version."),
            ("ETag" = String, description = "Its version as a resource."),
        ),
    )),
    security(("access_token" = ["programme.prepare"])),
)]
#[post("/v1/programmes")]
pub(super) async fn begin_programme(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::ProgrammePrepare>,
    submitted: Keyed<ProgrammeBegun>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let ProgrammeBegun { code, kind, valid_from, content } = body;
    let new = NewProgramme { code, kind, valid_from, content };
    act(&service, caller, once, Answer::Created, move |act| draft::begin(act, new)).await
}

/// The next version of a programme (phiên bản tiếp theo).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewProgrammeVersion {
    /// From which day it holds (ngày có hiệu lực): the day of the adoption where it is not said.
    #[serde(default)]
    valid_from: Option<Date>,
    /// What it says (nội dung): what the last adopted version says, where nothing is given.
    #[serde(default)]
    content: Option<Content>,
}

/// Begin the next version of a programme (lập phiên bản mới)
///
/// One at a time. Without `content` it is a copy of the last adopted version, to be changed. By an
/// officer of the lead agency.
#[utoipa::path(
    tag = "programmes",
    params(PathId<ProgrammeId>, IdempotencyKey),
    request_body = NewProgrammeVersion,
    responses((
        status = 201,
        description = "Begun.",
        body = VersionView,
        headers(
            ("Location" = String, description = "The address of the version."),
            ("ETag" = String, description = "Its version as a resource."),
        ),
    )),
    security(("access_token" = ["programme.prepare"])),
)]
#[post("/v1/programmes/{id}/versions")]
pub(super) async fn draft_programme_version(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::ProgrammePrepare>,
    id: PathId<ProgrammeId>,
    submitted: Keyed<NewProgrammeVersion>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let NewProgrammeVersion { valid_from, content } = body;
    let work = move |act: &mut Act<'_>| draft::next(act, id.0, valid_from, content);
    act(&service, caller, once, Answer::Created, work).await
}

/// What a version says, anew (nội dung phiên bản).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ProgrammeVersionChange {
    /// From which day it holds (ngày có hiệu lực): the day of the adoption where it is not said.
    #[serde(default)]
    valid_from: Option<Date>,
    /// What it says, all of it (nội dung).
    content: Content,
}

/// Write in a version of a programme (sửa phiên bản chương trình)
///
/// While it is a draft. Each fault is told at its place, down to the condition of a rule. By an officer
/// of the lead agency.
#[utoipa::path(
    tag = "programmes",
    params(PathId<ProgrammeVersionId>, IfMatch, IdempotencyKey),
    request_body = ProgrammeVersionChange,
    responses((
        status = 200,
        description = "Changed; the version as it is now.",
        body = VersionView,
        headers(("ETag" = String, description = "Its new version as a resource.")),
    )),
    security(("access_token" = ["programme.prepare"])),
)]
#[patch("/v1/programme-versions/{id}")]
pub(super) async fn change_programme_version(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::ProgrammePrepare>,
    id: PathId<ProgrammeVersionId>,
    seen: IfMatch,
    submitted: Keyed<ProgrammeVersionChange>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let ProgrammeVersionChange { valid_from, content } = body;
    let work = move |act: &mut Act<'_>| change::change(act, (id.0, &seen), valid_from, content);
    act(&service, caller, once, Answer::Changed, work).await
}
