//! `GET /v1/organisations/{id}` and `GET /v1/organisations/by-number/{registration_number}`

use actix_web::{
    Either, get,
    web::{Data, Json},
};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{PathId, StrictQuery, Tagged},
};
use htx_model::{
    date::{Date, Instant},
    id::OrganisationId,
    permission::permit,
    refusal::{Refusal, Text},
    registration_number::RegistrationNumber,
    scope::Scope,
};
use serde::Deserialize;

use super::{
    organisation_view::{OrganisationView, open_actions},
    personal_data,
};
use crate::{
    Registry,
    domain::personal_data::{PersonalDataKind, Purpose},
    usecase::{
        personal_data::read_unmasked,
        read_organisation::{self as usecase, Found},
    },
};

/// At what time a resource is wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct AtTime {
    /// The date on which facts held in law (ngày hiệu lực).
    as_of: Option<Date>,
    /// What the record said at an instant (thời điểm ghi nhận).
    known_at: Option<Instant>,
    /// The representative unmasked, for who may read personal data and says why.
    unmasked: Option<bool>,
    /// Why personal data is read (mục đích); is noted in the log and shown to the organisation.
    #[param(min_length = 5, max_length = 300, example = "Liên hệ về báo cáo năm")]
    purpose: Option<String>,
}

/// Whether personal data is asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Unmasking {
    /// The representative unmasked, for who may read personal data and says why.
    unmasked: Option<bool>,
    /// Why personal data is read (mục đích); is noted in the log and shown to the organisation.
    #[param(min_length = 5, max_length = 300, example = "Liên hệ về báo cáo năm")]
    purpose: Option<String>,
}

/// Read an organisation (xem tổ chức)
///
/// As it is; with `as_of` as it held in law on a date, with `known_at` as the record said at an
/// instant, with both as the record said then of that date. Views of the past hold no personal data
/// and no version. The representative is masked; who holds `personal_data.read` for the place reads
/// it with `unmasked=true` and a `purpose`, which is noted in the log and shown to the organisation.
#[utoipa::path(
    tag = "organisations",
    params(PathId<OrganisationId>, AtTime),
    responses(
        (
            status = 200,
            description = "The organisation.",
            body = OrganisationView,
            headers(("ETag" = String, description = "Its version; absent in views of the past.")),
        ),
        (status = 304, description = "Not changed since the version in If-None-Match."),
    ),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/organisations/{id}")]
pub(super) async fn read_organisation(
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    id: PathId<OrganisationId>,
    query: StrictQuery<AtTime>,
) -> Result<Either<Tagged<OrganisationView>, Json<OrganisationView>>, Failure> {
    let (PathId(id), StrictQuery(AtTime { as_of, known_at, unmasked, purpose })) = (id, query);
    let purpose = personal_data::wanted(unmasked, purpose.as_deref())?;
    let database = &registry.runtime.database;
    if as_of.is_some() || known_at.is_some() {
        refuse_of_the_past(purpose.as_ref())?;
        let past = database
            .read(move |connection| usecase::as_of(connection, &caller.scope, id, as_of, known_at))
            .await?;
        return Ok(Either::Right(Json(past.into())));
    }
    let find =
        move |connection: &mut Connection, scope: &Scope| usecase::by_id(connection, scope, id);
    present(&registry, caller, purpose, find).await.map(Either::Left)
}

/// The log holds no personal data, so neither does a view of the past.
fn refuse_of_the_past(purpose: Option<&Purpose>) -> Result<(), Refusal> {
    if purpose.is_none() {
        return Ok(());
    }
    Err(Refusal::parameter(
        "unmasked",
        Text::fixed(
            "unmasked không dùng cùng as_of, known_at: bản cũ không có dữ liệu cá nhân.",
            "unmasked does not go with as_of or known_at: views of the past hold no personal data.",
        ),
    ))
}

/// Find an organisation by its number (tra cứu theo mã số)
#[utoipa::path(
    tag = "organisations",
    params(
        ("registration_number" = RegistrationNumber, Path, description = "The registration number (mã số): ten digits, a branch with its suffix."),
        Unmasking,
    ),
    responses(Tagged<OrganisationView>),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/organisations/by-number/{registration_number}")]
pub(super) async fn read_organisation_by_number(
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    number: PathId<RegistrationNumber>,
    query: StrictQuery<Unmasking>,
) -> Result<Tagged<OrganisationView>, Failure> {
    let (PathId(number), StrictQuery(Unmasking { unmasked, purpose })) = (number, query);
    let purpose = personal_data::wanted(unmasked, purpose.as_deref())?;
    let find = move |connection: &mut Connection, scope: &Scope| {
        usecase::by_number(connection, scope, &number)
    };
    present(&registry, caller, purpose, find).await
}

/// The organisation that is found, its representative masked; or unmasked for a purpose, which is
/// then noted.
async fn present(
    registry: &Registry,
    caller: Authorized<permit::OrganisationRead>,
    purpose: Option<Purpose>,
    find: impl FnOnce(&mut Connection, &Scope) -> Result<Found, Failure> + Send + 'static,
) -> Result<Tagged<OrganisationView>, Failure> {
    let database = &registry.runtime.database;
    let Some(purpose) = purpose else {
        return database
            .read_briefly(move |connection| {
                let found = find(connection, &caller.scope)?;
                Ok(view(&caller, found, false))
            })
            .await;
    };
    let context = personal_data::context(&caller, registry);
    database
        .write(move |connection| {
            let found = find(connection, &caller.scope)?;
            let (reach, entry) =
                (caller.scope_of::<permit::PersonalDataRead>(), &found.stored.organisation);
            let what = PersonalDataKind::Representative;
            read_unmasked(connection, &context, &reach, entry, what, 1, &purpose)?;
            Ok(view(&caller, found, true))
        })
        .await
}

fn view(
    caller: &Authorized<permit::OrganisationRead>,
    Found { stored, representative, dissolution }: Found,
    unmasked: bool,
) -> Tagged<OrganisationView> {
    let actions = open_actions(&stored.organisation, caller.principal());
    Tagged {
        version: stored.version,
        resource: OrganisationView::from(stored)
            .with_representative(representative, unmasked)
            .with_dissolution(dissolution)
            .with_actions(actions),
    }
}
