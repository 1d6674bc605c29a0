//! `POST /v1/organisations`

use actix_web::{post, web::Data};
use htx_kit::{
    act::write_prepared,
    auth::Authorized,
    failure::Failure,
    http::{Created, Reply, Submitted},
};
use htx_model::{
    date::Date,
    organisation::{OrganisationKind, Sector},
    permission::permit,
};
use serde::Deserialize;

use super::organisation_view::OrganisationView;
use crate::{Registry, domain::entry::Entry, usecase};

/// What an officer enters for a new organisation.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewOrganisation {
    /// What it is (loại hình).
    kind: OrganisationKind,
    /// Its name with the legal form (tên).
    #[schema(min_length = 1, max_length = 300, examples("Hợp tác xã Rau an toàn Đông Dư"))]
    name: String,
    /// Its registration number (mã số): required but for cooperative groups.
    #[schema(pattern = "^[0-9]{10}(-[0-9]{3})?$", examples("0101248141"))]
    registration_number: Option<String>,
    /// The day of its registration (ngày cấp); not in the future.
    registered_on: Option<Date>,
    /// Its seat (địa chỉ trụ sở).
    address: NewAddress,
    /// Who acts for it (người đại diện).
    #[serde(default)]
    representative: NewRepresentative,
    /// The main business line (mã ngành chính).
    #[schema(pattern = "^[0-9]{4}$", examples("0118"))]
    main_business_line: Option<String>,
    /// The main field of activity (lĩnh vực).
    sector: Option<Sector>,
    /// The charter capital in đồng (vốn điều lệ).
    #[schema(minimum = 0, maximum = 100_000_000_000_000_000_i64, examples(3_000_000_000_i64))]
    charter_capital_vnd: Option<i64>,
    /// How many official members (số thành viên): cooperatives five, groups two at least.
    #[schema(minimum = 0, maximum = 10_000_000, examples(12))]
    member_count: Option<u32>,
    /// How many workers (số lao động).
    #[schema(minimum = 0, maximum = 10_000_000)]
    worker_count: Option<u32>,
    /// Whether it belongs to the Cooperative Alliance.
    #[serde(default)]
    alliance_member: bool,
}

/// A seat as it is entered.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewAddress {
    /// House, street, hamlet.
    #[schema(max_length = 300, examples("Thôn 3"))]
    pub(super) line: Option<String>,
    /// The commune: one of today, or one of before 2025-07-01 together with its district.
    #[schema(pattern = "^[0-9]{5}$", examples("10018"))]
    pub(super) commune: String,
    /// The district of a commune of before 2025-07-01.
    #[schema(pattern = "^[0-9]{3}$", examples("277"))]
    pub(super) district: Option<String>,
}

/// A representative as it is entered.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewRepresentative {
    /// The full name.
    #[schema(max_length = 300, examples("Nguyễn Văn An"))]
    pub(super) name: Option<String>,
    /// The telephone number: 8 to 15 digits.
    #[schema(max_length = 30, examples("0908246281"))]
    pub(super) phone: Option<String>,
}

impl From<NewOrganisation> for Entry {
    fn from(new: NewOrganisation) -> Self {
        Self {
            kind: new.kind,
            name: new.name,
            registration_number: new.registration_number,
            registered_on: new.registered_on,
            address_line: new.address.line,
            commune: new.address.commune,
            district: new.address.district,
            located: None,
            main_business_line: new.main_business_line,
            sector: new.sector,
            charter_capital_vnd: new.charter_capital_vnd,
            member_count: new.member_count,
            worker_count: new.worker_count,
            alliance_member: new.alliance_member,
            representative_name: new.representative.name,
            representative_phone: new.representative.phone,
        }
    }
}

/// Enter an organisation (ghi tổ chức mới)
///
/// A registrar enters a cooperative group, cooperative or union in the register: districts and
/// communes in their own territory, the planning agency in the whole city.
#[utoipa::path(
    tag = "organisations",
    request_body = NewOrganisation,
    responses(Created<OrganisationView>),
    security(("access_token" = ["organisation.register"])),
)]
#[post("/v1/organisations")]
pub(super) async fn register_organisation(
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRegister>,
    submitted: Submitted<NewOrganisation>,
) -> Result<Reply, Failure> {
    let units = &registry.units;
    let Submitted { body, once } = submitted;
    write_prepared(
        &registry.runtime,
        caller,
        once,
        |context, caller| {
            let registration = usecase::register_organisation::prepare(
                context,
                &caller.scope,
                units,
                body.into(),
            )?;
            let written = registration.written.clone();
            let location = format!("/v1/organisations/{}", written.organisation.id);
            let version = written.version;
            let view = OrganisationView::of_written(written, true, caller.principal());
            Ok((registration, Reply::created(location, version, &view)?.keeping(&view.masked())?))
        },
        |connection, (registration, reply)| registration.enter(connection).map(|()| reply),
    )
    .await
}
