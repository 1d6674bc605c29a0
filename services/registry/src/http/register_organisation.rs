//! `POST /v1/organisations`

use actix_web::{post, web::Data};
use htx_kit::{
    auth::Authorized,
    context::Context,
    failure::Failure,
    http::{Reply, Submitted, write_once},
};
use htx_model::permission::permit;

use super::wire::{NewOrganisation, OrganisationView};
use crate::{Registry, store::organisation::Stored, usecase};

/// Enter an organisation (ghi tổ chức mới)
///
/// A registrar enters a cooperative group, cooperative or union in the register: districts and
/// communes in their own territory, the planning agency in the whole city.
#[utoipa::path(
    tag = "organisations",
    request_body = NewOrganisation,
    responses((
        status = 201,
        description = "Entered. The address is in Location, the version in ETag.",
        body = OrganisationView,
        headers(
            ("Location" = String, description = "The organisation's address."),
            ("ETag" = String, description = "Its version."),
        ),
    )),
    security(("access_token" = ["organisation.register"])),
)]
#[post("/v1/organisations")]
pub(super) async fn register_organisation(
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRegister>,
    submitted: Submitted<NewOrganisation>,
) -> Result<Reply, Failure> {
    let context = Context::new(caller.actor(), &registry.runtime.ids);
    let (principal, now) = (caller.principal().id, context.now);
    let units = registry.units.clone();
    let Submitted { body, once } = submitted;
    let runtime = &registry.runtime;
    write_once(&runtime.database, &runtime.running, principal, now, once, move |connection| {
        let (organisation, representative) = usecase::register_organisation::register_organisation(
            connection,
            &context,
            &caller.scope,
            &units,
            body.into(),
        )?;
        let location = format!("/v1/organisations/{}", organisation.id);
        let stored =
            Stored { organisation, version: 1, recorded_at: context.now, name_sort: Vec::new() };
        let view = OrganisationView::from(stored)
            .with_representative(representative, true)
            .with_actions(true);
        Reply::created(location, 1, &view)
    })
    .await
}
