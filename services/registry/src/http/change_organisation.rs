//! `PATCH /v1/organisations/{id}`

use actix_web::{patch, web::Data};
use htx_kit::{
    act::write_by,
    auth::Authorized,
    failure::Failure,
    http::{Changed, IfMatch, PathId, Reply, Submitted},
};
use htx_model::{date::Date, id::OrganisationId, organisation::Sector, permission::permit};
use serde::{Deserialize, Deserializer};

use super::{
    organisation_view::OrganisationView,
    register_organisation::{NewAddress, NewRepresentative},
};
use crate::{Registry, domain::entry::Entry, usecase};

/// A change: what is given replaces, null removes what may be unknown, what is absent stays
/// (RFC 7396). An address and a representative are given as a whole.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OrganisationChange {
    /// Its name with the legal form (tên).
    #[serde(default, deserialize_with = "given")]
    #[schema(
        min_length = 1,
        max_length = 300,
        nullable = false,
        examples("Hợp tác xã Rau sạch Đông Dư")
    )]
    name: Option<String>,
    /// Its registration number (mã số).
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, pattern = "^[0-9]{10}(-[0-9]{3})?$")]
    registration_number: Option<Option<String>>,
    /// The day of its registration (ngày cấp).
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Date>)]
    registered_on: Option<Option<Date>>,
    /// Its seat as a whole (địa chỉ trụ sở).
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    address: Option<NewAddress>,
    /// Who acts for it, as a whole (người đại diện).
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<NewRepresentative>)]
    representative: Option<Option<NewRepresentative>>,
    /// The main business line (mã ngành chính).
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, pattern = "^[0-9]{4}$")]
    main_business_line: Option<Option<String>>,
    /// The main field of activity (lĩnh vực).
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Sector>)]
    sector: Option<Option<Sector>>,
    /// The charter capital in đồng (vốn điều lệ).
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<i64>, minimum = 0, maximum = 100_000_000_000_000_000_i64)]
    charter_capital_vnd: Option<Option<i64>>,
    /// How many official members (số thành viên).
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<u32>, minimum = 0, maximum = 10_000_000)]
    member_count: Option<Option<u32>>,
    /// How many workers (số lao động).
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<u32>, minimum = 0, maximum = 10_000_000)]
    worker_count: Option<Option<u32>>,
    /// Whether it belongs to the Cooperative Alliance.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    alliance_member: Option<bool>,
}

/// Tells a field that is given from one that is absent. Where the field itself is an option, null
/// is given; where it is not, null is refused.
pub(super) fn given<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    T::deserialize(deserializer).map(Some)
}

fn replace<T>(field: &mut T, given: Option<T>) {
    if let Some(value) = given {
        *field = value;
    }
}

impl OrganisationChange {
    /// Applies the change to an entry.
    pub(super) fn apply(self, entry: &mut Entry) {
        replace(&mut entry.name, self.name);
        replace(&mut entry.registration_number, self.registration_number);
        replace(&mut entry.registered_on, self.registered_on);
        if let Some(address) = self.address {
            entry.address_line = address.line;
            entry.commune = address.commune;
            entry.district = address.district;
        }
        if let Some(person) = self.representative {
            let person = person.unwrap_or_default();
            entry.representative_name = person.name;
            entry.representative_phone = person.phone;
        }
        replace(&mut entry.main_business_line, self.main_business_line);
        replace(&mut entry.sector, self.sector);
        replace(&mut entry.charter_capital_vnd, self.charter_capital_vnd);
        replace(&mut entry.member_count, self.member_count);
        replace(&mut entry.worker_count, self.worker_count);
        replace(&mut entry.alliance_member, self.alliance_member);
    }
}

/// Change an entry (thay đổi thông tin)
///
/// What is given replaces, null removes, what is absent stays. `If-Match` names the version that
/// the change was made from. While a dissolution runs the entry is frozen (Law 17/2023/QH15,
/// article 100). What the entry was before stays in its history.
#[utoipa::path(
    tag = "organisations",
    params(PathId<OrganisationId>, IfMatch),
    request_body = OrganisationChange,
    responses(Changed<OrganisationView>),
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
    let units = registry.units.clone();
    let Submitted { body, once } = submitted;
    write_by(&registry.runtime, caller, once, move |connection, context, caller| {
        let unmasked = caller.scope_of::<permit::PersonalDataRead>();
        let changed = usecase::change_organisation::change_organisation(
            connection,
            context,
            &caller.scope,
            &units,
            id.0,
            &seen,
            |entry| body.apply(entry),
        )?;
        let sees_person = unmasked.covers(&changed.organisation.placement());
        let version = changed.version;
        let view = OrganisationView::of_written(changed, sees_person, caller.principal());
        Reply::changed(version, &view)?.keeping(&view.masked())
    })
    .await
}
