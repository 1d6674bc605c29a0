//! An entry of the public register, and the register as a table.

use htx_kit::http::{listed::column, table::Table};
use htx_model::{
    date::Date,
    dissolution::{DecisionKind, DissolutionState, Route},
    id::DissolutionId,
    organisation::OrganisationKind,
    refusal::LegalBasis,
    registration_number::RegistrationNumber,
};
use serde::Serialize;

use crate::{http::answers::notices::NoticeContact, store::register::Entry};

/// A dissolution as anybody may know it (mục trong sổ công khai), without any person's data.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = DissolutionRegisterEntry)]
pub(super) struct EntryView {
    /// The case.
    pub(super) id: DissolutionId,
    /// Its number: that of the notice that holds (số).
    #[schema(max_length = 50, examples("TBGT-QH277-2025-00012"))]
    pub(super) number: String,
    /// The organisation's name (tên tổ chức).
    #[schema(max_length = 300, examples("Hợp tác xã Rau an toàn Đông Dư"))]
    pub(super) organisation_name: String,
    /// What it is (loại hình).
    pub(super) organisation_kind: OrganisationKind,
    /// Its registration number (mã số).
    #[schema(required)]
    pub(super) registration_number: Option<RegistrationNumber>,
    /// Commune and district of its seat (địa bàn).
    #[schema(max_length = 300, examples("Xã Xuân Mai, Hà Nội"))]
    pub(super) seat: String,
    /// By which way it is dissolved (hình thức giải thể).
    pub(super) route: Route,
    /// Where the dissolution stands today (tình trạng).
    pub(super) state: DissolutionState,
    /// The day of the decision, with which the dissolution opens (ngày quyết định giải thể).
    pub(super) opening_date: Date,
    /// What kind of document decided it (văn bản quyết định).
    #[schema(required)]
    pub(super) decision_kind: Option<DecisionKind>,
    /// The authority that runs it, under its name when it published (cơ quan thụ lý).
    #[schema(max_length = 300, examples("Ủy ban nhân dân huyện Chương Mỹ"))]
    pub(super) authority: String,
    /// When the notice was published (ngày công bố).
    pub(super) published_on: Date,
    /// The last day on which claims are taken (hạn khai báo nợ).
    pub(super) claim_deadline: Date,
    /// The article behind that deadline, and whether it was read.
    pub(super) claim_deadline_basis: LegalBasis,
    /// Whether claims are still taken.
    pub(super) claims_open: bool,
    /// The office of the council (nơi tiếp nhận): an office, never a person.
    pub(super) contact: NoticeContact,
    /// The day on which it ended: dissolved, withdrawn, or handed to the court (ngày kết thúc).
    #[schema(required)]
    pub(super) closing_date: Option<Date>,
    /// Where its notice is read.
    #[schema(max_length = 200, examples("/v1/dissolution-notices/TBGT-QH277-2025-00012"))]
    pub(super) notice_path: String,
}

impl EntryView {
    pub(super) fn of(entry: Entry, today: Date) -> Self {
        let Entry { notice, state, ended_on, .. } = entry;
        let number = notice.number.to_string();
        let published = notice.published;
        Self {
            id: notice.case,
            notice_path: format!("/v1/dissolution-notices/{number}"),
            number,
            organisation_name: published.organisation_name,
            organisation_kind: published.organisation_kind,
            registration_number: published.registration_number,
            seat: published.seat,
            route: published.route,
            state,
            opening_date: published.decided_on,
            decision_kind: published.decision_kind,
            authority: published.authority,
            published_on: notice.published_on,
            claim_deadline: notice.window_ends_on,
            claim_deadline_basis: published.window_basis.into(),
            claims_open: ended_on.is_none() && today <= notice.window_ends_on,
            contact: published.contact.into(),
            closing_date: ended_on,
        }
    }
}

/// The register as a table.
pub(super) static REGISTER: Table = Table {
    name: "dissolution-register",
    columns: &[
        column("id", "Mã hồ sơ", "Case id", "/id"),
        column("number", "Số thông báo", "Number", "/number"),
        column("organisation_name", "Tên tổ chức", "Organisation", "/organisation_name"),
        column("organisation_kind", "Loại hình", "Kind", "/organisation_kind"),
        column("registration_number", "Mã số", "Registration number", "/registration_number"),
        column("seat", "Địa bàn", "Seat", "/seat"),
        column("route", "Hình thức", "Route", "/route"),
        column("state", "Tình trạng", "State", "/state"),
        column("opening_date", "Ngày quyết định", "Opening date", "/opening_date"),
        column("authority", "Cơ quan thụ lý", "Authority", "/authority"),
        column("published_on", "Ngày công bố", "Published on", "/published_on"),
        column("claim_deadline", "Hạn khai báo nợ", "Claim deadline", "/claim_deadline"),
        column("contact_office", "Nơi tiếp nhận", "Contact", "/contact/office"),
        column("contact_address", "Địa chỉ", "Address", "/contact/address"),
        column("contact_phone", "Điện thoại", "Telephone", "/contact/phone"),
        column("closing_date", "Ngày kết thúc", "Closing date", "/closing_date"),
    ],
};
