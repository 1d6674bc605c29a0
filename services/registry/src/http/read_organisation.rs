//! `GET /v1/organisations/{id}` and `GET /v1/organisations/by-number/{registration_number}`

use actix_web::{
    Either, get,
    web::{Data, Json},
};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{PathId, StrictQuery, Tagged},
};
use htx_model::{
    date::{Date, Instant},
    id::OrganisationId,
    permission::permit,
    registration_number::RegistrationNumber,
};
use serde::Deserialize;

use super::organisation_view::OrganisationView;
use crate::{
    Registry,
    domain::competence,
    usecase::read_organisation::{self as usecase, Found},
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
}

/// Read an organisation (xem tổ chức)
///
/// As it is; with `as_of` as it held in law on a date, with `known_at` as the record said at an
/// instant, with both as the record said then of that date. Views of the past hold no personal data
/// and no version.
#[utoipa::path(
    tag = "organisations",
    params(("id" = OrganisationId, Path, description = "The organisation's id."), AtTime),
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
    let (PathId(id), StrictQuery(AtTime { as_of, known_at })) = (id, query);
    let database = &registry.runtime.database;
    if as_of.is_some() || known_at.is_some() {
        let past = database
            .read(move |connection| usecase::as_of(connection, &caller.scope, id, as_of, known_at))
            .await?;
        return Ok(Either::Right(Json(past.into())));
    }
    database
        .read_briefly(move |connection| {
            let found = usecase::by_id(connection, &caller.scope, id)?;
            Ok(view(&caller, found))
        })
        .await
        .map(Either::Left)
}

/// Find an organisation by its number (tra cứu theo mã số)
#[utoipa::path(
    tag = "organisations",
    params(("registration_number" = RegistrationNumber, Path, description = "The registration number (mã số): ten digits, a branch with its suffix.")),
    responses(
        (
            status = 200,
            description = "The organisation.",
            body = OrganisationView,
            headers(("ETag" = String, description = "Its version.")),
        ),
        (status = 304, description = "Not changed since the version in If-None-Match."),
    ),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/organisations/by-number/{registration_number}")]
pub(super) async fn read_organisation_by_number(
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    number: PathId<RegistrationNumber>,
) -> Result<Tagged<OrganisationView>, Failure> {
    registry
        .runtime
        .database
        .read_briefly(move |connection| {
            let found = usecase::by_number(connection, &caller.scope, &number.0)?;
            Ok(view(&caller, found))
        })
        .await
}

fn view(
    caller: &Authorized<permit::OrganisationRead>,
    Found { stored, representative }: Found,
) -> Tagged<OrganisationView> {
    let placement = stored.organisation.placement();
    let sees_person = caller.scope_of::<permit::PersonalDataRead>().covers(&placement);
    let reach = caller.scope_of::<permit::OrganisationChange>();
    let keeps = competence::keeps(&reach, stored.organisation.kind, &placement);
    Tagged {
        version: stored.version,
        resource: OrganisationView::from(stored)
            .with_representative(representative, sees_person)
            .with_actions(keeps),
    }
}
