//! `PATCH /v1/organisations/{id}`

use actix_web::{patch, web::Data};
use htx_kit::{
    auth::Authorized,
    context::Context,
    failure::Failure,
    http::{IfMatch, PathId, Reply, Submitted, write_once},
};
use htx_model::{id::OrganisationId, permission::permit};

use super::wire::{OrganisationChange, OrganisationView};
use crate::{Registry, store::organisation::Stored, usecase};

/// Change an entry (thay đổi thông tin)
///
/// What is given replaces, null removes, what is absent stays. `If-Match` names the version that
/// the change was made from. While a dissolution runs the entry is frozen (Law 17/2023/QH15,
/// article 100). What the entry was before stays in its history.
#[utoipa::path(
    tag = "organisations",
    params(
        ("id" = OrganisationId, Path, description = "The organisation's id."),
        ("If-Match" = String, Header, description = "The ETag of the version that was read.", max_length = 200, example = "\"v3\""),
    ),
    request_body = OrganisationChange,
    responses((
        status = 200,
        description = "Changed, or already so.",
        body = OrganisationView,
        headers(("ETag" = String, description = "The new version.")),
    )),
    security(("access_token" = ["organisation.change"])),
)]
#[patch("/v1/organisations/{id}")]
pub(super) async fn change_organisation(
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationChange>,
    id: PathId<OrganisationId>,
    seen: IfMatch,
    submitted: Submitted<OrganisationChange>,
) -> Result<Reply, Failure> {
    let context = Context::new(caller.actor(), &registry.runtime.ids);
    let (principal, now) = (caller.principal().id, context.now);
    let units = registry.units.clone();
    let Submitted { body, once } = submitted;
    let runtime = &registry.runtime;
    write_once(&runtime.database, &runtime.running, principal, now, once, move |connection| {
        let unmasked = caller.scope_of::<permit::PersonalDataRead>();
        let changed = usecase::change_organisation::change_organisation(
            connection,
            &context,
            &caller.scope,
            &units,
            id.0,
            &seen,
            |entry| body.apply(entry),
        )?;
        let sees_person = unmasked.covers(&changed.organisation.placement());
        let stored = Stored {
            organisation: changed.organisation,
            version: changed.version,
            recorded_at: context.now,
            name_sort: Vec::new(),
        };
        let view = OrganisationView::from(stored)
            .with_representative(changed.representative, sees_person)
            .with_actions(true);
        Reply::changed(changed.version, &view)
    })
    .await
}
