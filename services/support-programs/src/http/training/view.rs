//! A class as this service answers with it, and the list of classes as a table.

use htx_kit::{
    act::Act,
    failure::Failure,
    http::{Reply, listed::column, table::Table},
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    agency::AgencyCode,
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{TrainingClassId, TrainingSessionId, TrainingTrainerId},
    masking,
    organisation::Sector,
    principal::Principal,
    refusal::LegalBasis,
    support::training::{TrainingAction, TrainingState},
};
use serde::Serialize;

use crate::{
    domain::training::{Class, Session, Trainer, lifecycle, rule::AttendanceRules},
    usecase::training::{self as usecase, Found},
};

/// A training class (lớp đào tạo, tập huấn, bồi dưỡng).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = TrainingClass)]
pub(super) struct ClassView {
    /// Its id.
    id: TrainingClassId,
    /// Its title (tên lớp).
    #[schema(max_length = 300, examples("Bồi dưỡng nghiệp vụ quản trị HTX"))]
    title: String,
    /// What is taught (nội dung).
    #[schema(max_length = 300, examples("Luật Hợp tác xã 2023, quản trị, kế toán HTX"))]
    subject: String,
    /// For which field of activity (lĩnh vực); null for any.
    #[schema(required)]
    sector: Option<Sector>,
    /// Under which programme (chương trình).
    #[schema(max_length = 60, examples("tap-huan"))]
    programme: String,
    /// The agency that holds it (đơn vị tổ chức).
    #[schema(value_type = String, examples("lmhtx"))]
    organiser: AgencyCode,
    /// The name that the agency had then.
    #[schema(max_length = 300, examples("Liên minh Hợp tác xã Thành phố"))]
    organiser_name: String,
    /// Where (địa điểm).
    #[schema(max_length = 300, examples("Hội trường UBND xã Xuân Mai"))]
    place: String,
    /// In which commune of today (xã, phường).
    #[schema(value_type = String, pattern = "^[0-9]{5}$", examples("10045"))]
    commune: CommuneCode,
    /// In which district as it was until 2025-06-30 (quận, huyện, thị xã).
    #[schema(required, value_type = Option<String>, pattern = "^[0-9]{3}$", examples("277"))]
    district: Option<DistrictCode>,
    /// The first day (ngày bắt đầu).
    starts_on: Date,
    /// The last day (ngày kết thúc): the class counts in its year.
    ends_on: Date,
    /// How many seats there are (số chỗ).
    #[schema(minimum = 1, maximum = 500)]
    capacity: u32,
    /// How many are registered (số học viên).
    #[schema(minimum = 0, maximum = 500)]
    registered: u32,
    /// Where it stands (trạng thái).
    state: TrainingState,
    /// When it was confirmed (ngày xác nhận).
    #[schema(required)]
    completed_on: Option<Date>,
    /// Why it was called off (lý do hủy). Null in lists.
    #[schema(required, max_length = 1000)]
    cancelled_reason: Option<String>,
    /// Its version, as in its ETag.
    #[schema(minimum = 1)]
    version: i64,
    /// When this version was written.
    recorded_at: Instant,
    /// Its sessions (các buổi học). Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 60)]
    sessions: Option<Vec<SessionView>>,
    /// Who teaches (giảng viên): names masked. Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 20)]
    trainers: Option<Vec<TrainerView>>,
    /// The rule by which attendance earns the certificate (điều kiện cấp chứng nhận). Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate_rule: Option<CertificateRuleView>,
    /// What the caller may do with it now. Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 10)]
    available_actions: Option<Vec<TrainingAction>>,
}

/// A session of a training class (buổi học).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = TrainingSession)]
struct SessionView {
    /// Its id.
    id: TrainingSessionId,
    /// Its number, from 1.
    #[schema(minimum = 1, maximum = 60)]
    number: u32,
    /// On which day (ngày).
    held_on: Date,
    /// How long, in minutes (thời lượng).
    #[schema(minimum = 1, maximum = 720, examples(240))]
    minutes: u32,
    /// What it is about (chuyên đề).
    #[schema(max_length = 300, examples("Điều lệ và quy chế nội bộ của HTX"))]
    topic: String,
    /// When it was recorded who was there (ngày điểm danh).
    #[schema(required)]
    attendance_recorded_on: Option<Date>,
}

impl From<Session> for SessionView {
    fn from(one: Session) -> Self {
        Self {
            id: one.id,
            number: one.number,
            held_on: one.held_on,
            minutes: one.minutes,
            topic: one.topic,
            attendance_recorded_on: one.attendance_recorded_on,
        }
    }
}

/// Somebody who teaches in a training class (giảng viên).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = TrainingTrainer)]
struct TrainerView {
    /// The id.
    id: TrainingTrainerId,
    /// The number, from 1.
    #[schema(minimum = 1, maximum = 20)]
    number: u32,
    /// The name, masked; null where it was erased (họ tên).
    #[schema(required, max_length = 200, examples("N*** V*** A***"))]
    name: Option<String>,
    /// The position (chức vụ, đơn vị).
    #[schema(required, max_length = 200, examples("Trường Bồi dưỡng cán bộ HTX"))]
    position: Option<String>,
}

impl From<Trainer> for TrainerView {
    fn from(one: Trainer) -> Self {
        let (name, position) = one.person.map_or((None, None), |(name, at)| (Some(name), at));
        let name = name.map(|name| masking::name(&name));
        Self { id: one.id, number: one.number, name, position }
    }
}

/// Which share of a class's minutes earns its certificate (điều kiện cấp chứng nhận).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = TrainingCertificateRule)]
struct CertificateRuleView {
    /// In hundredths (tỷ lệ tham dự tối thiểu).
    #[schema(minimum = 0, maximum = 100, examples(80))]
    attendance_percent: u32,
    /// The document behind it, and whether it was read.
    legal_basis: LegalBasis,
}

fn may(class: &Class, action: TrainingAction, principal: &Principal) -> bool {
    let prepared = lifecycle::decides(action) && class.prepared_by.contains(&principal.id);
    let reaches = !principal.scope(lifecycle::needs(action)).is_nothing();
    lifecycle::after(class.state, action).is_some() && reaches && !prepared
}

impl ClassView {
    /// A class in a list.
    pub(super) fn brief(class: Class) -> Self {
        let content = class.content;
        Self {
            id: class.id,
            title: content.title,
            subject: content.subject,
            sector: content.sector,
            programme: content.programme,
            organiser: class.organiser,
            organiser_name: class.organiser_name,
            place: content.place,
            commune: content.commune,
            district: content.district,
            starts_on: content.starts_on,
            ends_on: content.ends_on,
            capacity: content.capacity,
            registered: class.registered,
            state: class.state,
            completed_on: class.completed_on,
            cancelled_reason: None,
            version: class.version,
            recorded_at: class.recorded_at,
            sessions: None,
            trainers: None,
            certificate_rule: None,
            available_actions: None,
        }
    }

    /// A class whole, as somebody sees it.
    pub(super) fn whole(found: Found, principal: &Principal) -> Self {
        let Found { class, sessions, trainers } = found;
        let actions = TrainingAction::all().iter().copied();
        let rules = AttendanceRules::embedded().ok();
        let rule = rules.and_then(|rules| rules.on(class.content.ends_on));
        Self {
            cancelled_reason: class.cancelled_reason.clone(),
            sessions: Some(sessions.into_iter().map(SessionView::from).collect()),
            trainers: Some(trainers.into_iter().map(TrainerView::from).collect()),
            certificate_rule: rule.map(|rule| CertificateRuleView {
                attendance_percent: rule.percent,
                legal_basis: rule.basis.clone(),
            }),
            available_actions: Some(actions.filter(|one| may(&class, *one, principal)).collect()),
            ..Self::brief(class)
        }
    }
}

/// The answer to an act: the class as it is then.
pub(super) fn answered(
    act: &mut Act<'_>,
    class: Class,
    (principal, is_new): (&Principal, bool),
) -> Result<Reply, Failure> {
    let found = usecase::found(act.connection, class)?;
    let (id, version) = (found.class.id, found.class.version);
    let view = ClassView::whole(found, principal);
    if is_new {
        Reply::created(format!("/v1/training-classes/{id}"), version, &view)
    } else {
        Reply::changed(version, &view)
    }
}

/// Classes as a table.
pub(super) static CLASSES: Table = Table {
    name: "training-classes",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("title", "Tên lớp", "Title", "/title"),
        column("subject", "Nội dung", "Subject", "/subject"),
        column("sector", "Lĩnh vực", "Field", "/sector"),
        column("programme", "Chương trình", "Programme", "/programme"),
        column("organiser", "Đơn vị tổ chức", "Organiser", "/organiser"),
        column("organiser_name", "Tên đơn vị tổ chức", "Organiser's name", "/organiser_name"),
        column("place", "Địa điểm", "Place", "/place"),
        column("commune", "Xã, phường", "Commune", "/commune"),
        column("district", "Quận, huyện", "District", "/district"),
        column("starts_on", "Ngày bắt đầu", "First day", "/starts_on"),
        column("ends_on", "Ngày kết thúc", "Last day", "/ends_on"),
        column("capacity", "Số chỗ", "Seats", "/capacity"),
        column("registered", "Số học viên", "Registered", "/registered"),
        column("state", "Trạng thái", "State", "/state"),
        column("completed_on", "Ngày xác nhận", "Confirmed on", "/completed_on"),
    ],
};
