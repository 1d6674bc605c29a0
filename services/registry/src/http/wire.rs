//! What the registry says on the wire.

use htx_model::{
    date::{Date, Instant},
    id::OrganisationId,
    money::Dong,
    organisation::{OrganisationKind, OrganisationStatus, Sector},
    registration_number::RegistrationNumber,
};
use serde::{Deserialize, Deserializer, Serialize};

use crate::{
    domain::{
        entry::Entry,
        lifecycle::{self, Action},
        masking,
        organisation::{Address, Organisation, Representative},
    },
    store::organisation::Stored,
};

/// A cooperative group, cooperative or union (tổ hợp tác, hợp tác xã, liên hiệp hợp tác xã).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Organisation)]
pub(super) struct OrganisationView {
    /// Its id.
    id: OrganisationId,
    /// What it is (loại hình).
    kind: OrganisationKind,
    /// Its name with the legal form (tên).
    #[schema(max_length = 300, examples("Hợp tác xã Rau an toàn Đông Dư"))]
    name: String,
    /// Its registration number, which is its tax code (mã số); old ones may have none.
    #[schema(required)]
    registration_number: Option<RegistrationNumber>,
    /// The day of its registration (ngày cấp).
    #[schema(required)]
    registered_on: Option<Date>,
    /// Where it stands in its life (tình trạng).
    status: OrganisationStatus,
    /// Its seat (địa chỉ trụ sở).
    address: AddressView,
    /// Who acts for it (người đại diện). Masked unless the caller's task needs it; absent in lists
    /// and in views of the past.
    #[serde(skip_serializing_if = "Option::is_none")]
    representative: Option<RepresentativeView>,
    /// The main business line (mã ngành chính): four digits of the national classification.
    #[schema(required, examples("0118"))]
    main_business_line: Option<String>,
    /// The main field of activity (lĩnh vực).
    #[schema(required)]
    sector: Option<Sector>,
    /// Whether it is a people's credit fund (quỹ tín dụng nhân dân).
    people_credit_fund: bool,
    /// The charter capital in đồng (vốn điều lệ).
    #[schema(required)]
    charter_capital_vnd: Option<Dong>,
    /// How many official members it has (số thành viên).
    #[schema(required, minimum = 0, maximum = 10_000_000)]
    member_count: Option<u32>,
    /// How many workers it has (số lao động).
    #[schema(required, minimum = 0, maximum = 10_000_000)]
    worker_count: Option<u32>,
    /// Whether it belongs to the Cooperative Alliance (thành viên Liên minh HTX).
    alliance_member: bool,
    /// Its version, as in its ETag. Absent in views of the past.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1)]
    version: Option<i64>,
    /// When this version was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    recorded_at: Option<Instant>,
    /// What the caller may do with it now. Absent in lists and in views of the past.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 20)]
    available_actions: Option<Vec<Action>>,
}

/// A seat: as registered, and where that lies today.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Address)]
pub(super) struct AddressView {
    /// House, street, hamlet (số nhà, đường, thôn).
    #[schema(required, examples("Thôn 3"))]
    line: Option<String>,
    /// The commune as registered (xã, phường, thị trấn).
    #[schema(pattern = "^[0-9]{5}$", examples("10018"))]
    commune: String,
    /// Its district, where there were districts when it was registered (quận, huyện, thị xã).
    #[schema(required, pattern = "^[0-9]{3}$", examples("280"))]
    district: Option<String>,
    /// The commune of today.
    #[schema(pattern = "^[0-9]{5}$", examples("10030"))]
    current_commune: String,
    /// Whether the registered commune was split, so that an officer must look.
    needs_review: bool,
}

/// A natural person who acts for an organisation.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Representative)]
pub(super) struct RepresentativeView {
    /// The name.
    #[schema(required, examples("N*** V*** A***"))]
    name: Option<String>,
    /// The telephone number.
    #[schema(required, examples("*******281"))]
    phone: Option<String>,
    /// Whether both are masked.
    masked: bool,
}

impl RepresentativeView {
    /// The representative, masked unless it may be seen.
    pub(super) fn of(person: Representative, unmasked: bool) -> Self {
        if unmasked {
            return Self { name: person.name, phone: person.phone, masked: false };
        }
        Self {
            name: person.name.as_deref().map(masking::name),
            phone: person.phone.as_deref().map(masking::phone),
            masked: true,
        }
    }
}

impl From<Address> for AddressView {
    fn from(address: Address) -> Self {
        Self {
            line: address.line,
            commune: address.commune.as_str().to_owned(),
            district: address.district.map(|code| code.as_str().to_owned()),
            current_commune: address.current_commune.as_str().to_owned(),
            needs_review: address.needs_review,
        }
    }
}

/// An organisation as it was: without version, actions or personal data.
impl From<Organisation> for OrganisationView {
    fn from(organisation: Organisation) -> Self {
        Self {
            id: organisation.id,
            kind: organisation.kind,
            name: organisation.name,
            registration_number: organisation.registration_number,
            registered_on: organisation.registered_on,
            status: organisation.status,
            address: organisation.address.into(),
            representative: None,
            main_business_line: organisation.main_business_line,
            sector: organisation.sector,
            people_credit_fund: organisation.people_credit_fund,
            charter_capital_vnd: organisation.charter_capital_vnd,
            member_count: organisation.member_count,
            worker_count: organisation.worker_count,
            alliance_member: organisation.alliance_member,
            version: None,
            recorded_at: None,
            available_actions: None,
        }
    }
}

impl From<Stored> for OrganisationView {
    fn from(stored: Stored) -> Self {
        Self {
            version: Some(stored.version),
            recorded_at: Some(stored.recorded_at),
            ..stored.organisation.into()
        }
    }
}

impl OrganisationView {
    /// Adds the representative.
    pub(super) fn with_representative(mut self, person: Representative, unmasked: bool) -> Self {
        self.representative = Some(RepresentativeView::of(person, unmasked));
        self
    }

    /// Adds what the caller may do: what the table allows, if the caller holds the permission.
    pub(super) fn with_actions(mut self, may_change: bool) -> Self {
        let change = may_change && lifecycle::allows(self.status, Action::Change);
        self.available_actions = Some(change.then_some(Action::Change).into_iter().collect());
        self
    }
}

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
    #[schema(minimum = 0, maximum = 10_000_000)]
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
    line: Option<String>,
    /// The commune: one of today, or one of before 2025-07-01 together with its district.
    #[schema(pattern = "^[0-9]{5}$", examples("10018"))]
    commune: String,
    /// The district of a commune of before 2025-07-01.
    #[schema(pattern = "^[0-9]{3}$", examples("280"))]
    district: Option<String>,
}

/// A representative as it is entered.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewRepresentative {
    /// The full name.
    #[schema(max_length = 300, examples("Nguyễn Văn An"))]
    name: Option<String>,
    /// The telephone number: 8 to 15 digits.
    #[schema(max_length = 30, examples("0908246281"))]
    phone: Option<String>,
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

/// A change: what is given replaces, null removes, what is absent stays (RFC 7396).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OrganisationChange {
    /// Its name with the legal form (tên).
    #[schema(min_length = 1, max_length = 300)]
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
    address: Option<NewAddress>,
    /// Who acts for it, as a whole (người đại diện).
    representative: Option<NewRepresentative>,
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
    alliance_member: Option<bool>,
}

/// Tells a field that is null from one that is absent.
fn given<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::deserialize(deserializer).map(Some)
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
