//! An organisation as the registry answers with it.

use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{DissolutionId, OrganisationId},
    money::Dong,
    organisation::{OrganisationKind, OrganisationStatus, Sector},
    principal::Principal,
    registration_number::RegistrationNumber,
};
use serde::Serialize;

use crate::{
    domain::{
        dissolution::{FollowedCase, Obstacle},
        lifecycle::{self, Action},
        masking,
        organisation::{Address, Organisation, Representative},
    },
    store::organisation::Stored,
    usecase::Written,
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
    /// The dissolution case that froze or closed it (hồ sơ giải thể); it stays after the closing.
    /// Absent where no case concerns it, in lists and in the past.
    #[serde(skip_serializing_if = "Option::is_none")]
    dissolution_case: Option<DissolutionId>,
    /// Why the register could not follow the last step of its case (lý do sổ chưa ghi theo hồ sơ).
    #[serde(skip_serializing_if = "Option::is_none")]
    dissolution_not_followed: Option<Obstacle>,
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
    #[schema(value_type = String, pattern = "^[0-9]{5}$", examples("10018"))]
    commune: CommuneCode,
    /// Its district, where there were districts when it was registered (quận, huyện, thị xã).
    #[schema(required, value_type = Option<String>, pattern = "^[0-9]{3}$", examples("277"))]
    district: Option<DistrictCode>,
    /// The commune of today.
    #[schema(value_type = String, pattern = "^[0-9]{5}$", examples("10045"))]
    current_commune: CommuneCode,
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

    fn masked(self) -> Self {
        if self.masked {
            self
        } else {
            Self::of(Representative { name: self.name, phone: self.phone }, false)
        }
    }
}

impl From<Address> for AddressView {
    fn from(address: Address) -> Self {
        Self {
            line: address.line,
            commune: address.commune,
            district: address.district,
            current_commune: address.current_commune,
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
            dissolution_case: None,
            dissolution_not_followed: None,
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
    /// An entry that the caller has just written.
    pub(super) fn of_written(written: Written, sees_person: bool, caller: &Principal) -> Self {
        let actions = open_actions(&written.organisation, caller);
        Self {
            version: Some(written.version),
            recorded_at: Some(written.recorded_at),
            ..written.organisation.into()
        }
        .with_representative(written.representative, sees_person)
        .with_actions(actions)
    }

    /// Adds the representative.
    pub(super) fn with_representative(mut self, person: Representative, unmasked: bool) -> Self {
        self.representative = Some(RepresentativeView::of(person, unmasked));
        self
    }

    /// The same with its representative masked: what is kept for a repetition of the request stands
    /// in a table from which personal data is not erased.
    pub(super) fn masked(mut self) -> Self {
        self.representative = self.representative.map(RepresentativeView::masked);
        self
    }

    /// Adds its dissolution case.
    pub(super) fn with_dissolution(mut self, case: Option<FollowedCase>) -> Self {
        if let Some(case) = case {
            self.dissolution_case = Some(case.id);
            self.dissolution_not_followed = case.not_followed;
        }
        self
    }

    /// Adds what the caller may do.
    pub(super) fn with_actions(mut self, actions: Vec<Action>) -> Self {
        self.available_actions = Some(actions);
        self
    }
}

/// What a caller may do with an organisation: what the table allows, of what is the caller's to do.
pub(super) fn open_actions(organisation: &Organisation, caller: &Principal) -> Vec<Action> {
    let (kind, placement) = (organisation.kind, organisation.placement());
    let open = |action: &Action| {
        lifecycle::allows(organisation.status, *action)
            && lifecycle::is_within(
                *action,
                &caller.scope(lifecycle::permission(*action)),
                kind,
                &placement,
            )
    };
    Action::all().iter().copied().filter(open).collect()
}
