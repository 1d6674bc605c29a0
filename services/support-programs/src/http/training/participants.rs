//! `GET|POST /v1/training-classes/{id}/participants`,
//! `POST /v1/training-classes/{id}/participants/{participant_id}/withdraw`

use std::collections::HashMap;

use actix_web::{HttpRequest, HttpResponse, get, post, web::Data};
use htx_kit::{
    act::write,
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        IdempotencyKey, Keyed, Nothing, Page, PageRequest, Paged, PathId, PathIds, Reply,
        StrictQuery,
        listed::{Listed, column, for_json_only},
        table::{Representation, Table},
        unmasking,
    },
};
use htx_model::{
    agency::AgencyCode,
    date::Date,
    id::{OrganisationId, TrainingClassId, TrainingParticipantId},
    masking,
    permission::permit,
    purpose::Purpose,
    refusal::{Fault, Refusal, Text},
    scope::Scope,
    support::training::{ParticipantKind, SupportPersonalData},
};
use serde::{Deserialize, Serialize};

use crate::{
    SupportPrograms,
    domain::training::{Certificate, Origin, Person},
    http::readings,
    store::training::{
        attendance::{self, Attended},
        certificate,
        participant::{self as store, StoredParticipant},
    },
    usecase::{
        read_personal_data,
        training::{
            self as usecase,
            register::{self, Registering},
        },
    },
};

/// Somebody who takes part in a training class (học viên). Personal data is masked.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = TrainingParticipant)]
pub(super) struct ParticipantView {
    /// The id.
    id: TrainingParticipantId,
    /// Whom they come from (thành phần).
    kind: ParticipantKind,
    /// The organisation that they come from (tổ chức).
    #[schema(required)]
    organisation_id: Option<OrganisationId>,
    /// Its name today.
    #[schema(required, max_length = 300, examples("Hợp tác xã Rau an toàn Đông Dư"))]
    organisation_name: Option<String>,
    /// The agency of a state official (cơ quan).
    #[schema(required, value_type = Option<String>, examples("so-nnmt"))]
    agency: Option<AgencyCode>,
    /// The name; null where it was erased (họ tên).
    #[schema(required, max_length = 200, examples("N*** T*** L***"))]
    name: Option<String>,
    /// The telephone number (điện thoại).
    #[schema(required, max_length = 30, examples("*******281"))]
    phone: Option<String>,
    /// The position (chức vụ).
    #[schema(required, max_length = 200, examples("Kế toán"))]
    position: Option<String>,
    /// When they were registered (ngày đăng ký).
    registered_on: Date,
    /// When the registration was taken back (ngày rút).
    #[schema(required)]
    withdrawn_on: Option<Date>,
    /// How many sessions they were at (số buổi tham dự).
    #[schema(minimum = 0, maximum = 60)]
    attended_sessions: u32,
    /// For how many minutes.
    #[schema(minimum = 0, maximum = 43_200)]
    attended_minutes: u32,
    /// The number of the certificate (số giấy chứng nhận).
    #[schema(required, max_length = 100, examples("CN-LMHTX-2025-000012"))]
    certificate_number: Option<String>,
    /// When it was issued (ngày cấp).
    #[schema(required)]
    certificate_issued_on: Option<Date>,
}

type Row = (StoredParticipant, Attended, Option<Certificate>);

impl ParticipantView {
    fn new((stored, attended, certificate): Row, unmasked: bool) -> Self {
        let StoredParticipant { participant, organisation_name, .. } = stored;
        let (organisation_id, agency) = match participant.origin {
            Origin::Organisation(id) => (Some(id), None),
            Origin::Agency(code) => (None, Some(code)),
        };
        let masked = |person: Person| Person {
            name: masking::name(&person.name),
            phone: person.phone.as_deref().map(masking::phone),
            position: person.position,
        };
        let person = participant.person.map(|one| if unmasked { one } else { masked(one) });
        let (name, phone, position) = match person {
            Some(one) => (Some(one.name), one.phone, one.position),
            None => (None, None, None),
        };
        let (number, issued_on) = match certificate {
            Some(one) => (Some(one.number), Some(one.issued_on)),
            None => (None, None),
        };
        Self {
            id: participant.id,
            kind: participant.kind,
            organisation_id,
            organisation_name,
            agency,
            name,
            phone,
            position,
            registered_on: participant.registered_on,
            withdrawn_on: participant.withdrawn_on,
            attended_sessions: attended.sessions,
            attended_minutes: attended.minutes,
            certificate_number: number,
            certificate_issued_on: issued_on,
        }
    }
}

/// Participants as a table.
static PARTICIPANTS: Table = Table {
    name: "training-participants",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("kind", "Thành phần", "Kind", "/kind"),
        column("organisation", "Mã tổ chức", "Organisation id", "/organisation_id"),
        column("organisation_name", "Tên tổ chức", "Organisation", "/organisation_name"),
        column("agency", "Cơ quan", "Agency", "/agency"),
        column("name", "Họ tên", "Name", "/name"),
        column("phone", "Điện thoại", "Telephone", "/phone"),
        column("position", "Chức vụ", "Position", "/position"),
        column("registered_on", "Ngày đăng ký", "Registered on", "/registered_on"),
        column("withdrawn_on", "Ngày rút", "Taken back on", "/withdrawn_on"),
        column("attended_sessions", "Số buổi tham dự", "Sessions", "/attended_sessions"),
        column("attended_minutes", "Số phút tham dự", "Minutes", "/attended_minutes"),
        column("certificate_number", "Số chứng nhận", "Certificate", "/certificate_number"),
        column("certificate_issued_on", "Ngày cấp", "Issued on", "/certificate_issued_on"),
    ],
};

/// Which participants.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ParticipantQuery {
    /// Personal data unmasked, for who may read it and says why. Only in JSON.
    unmasked: Option<bool>,
    /// Why personal data is read (mục đích); is noted in the log and shown to the organisations.
    #[param(min_length = 5, max_length = 300, example = "In giấy chứng nhận")]
    purpose: Option<String>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List who takes part in a training class (danh sách học viên)
///
/// Agencies of the city see all, a territory and an organisation those of theirs; also those whose
/// registration was taken back. Names are masked. Who holds the class, or holds `personal_data.read` for
/// the place, reads them unmasked with `unmasked=true` and a `purpose`; that is noted in the log and
/// shown to the organisations. `Accept` chooses JSON by pages, or the whole list as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "training",
    params(PathId<TrainingClassId>, ParticipantQuery),
    responses(Paged<Page<ParticipantView>>),
    security(("access_token" = ["training_participant.read"])),
)]
#[get("/v1/training-classes/{id}/participants")]
pub(super) async fn list_training_participants(
    request: HttpRequest,
    service: Data<SupportPrograms>,
    caller: Authorized<permit::TrainingParticipantRead>,
    id: PathId<TrainingClassId>,
    query: StrictQuery<ParticipantQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let (PathId(id), StrictQuery(query)) = (id, query);
    let purpose = unmasking(query.unmasked, query.purpose.as_deref())?;
    let name = format!("training participants {id}");
    if let Some(purpose) = purpose {
        if matches!(representation, Representation::Table(_)) {
            for_json_only(&[("unmasked", true)])?;
        }
        let (key, cursor) = (&service.runtime.cursor_key, query.cursor.as_deref());
        let page = PageRequest::read(key, name, query.limit, cursor)?;
        return unmasked(&service, caller, id, page, purpose).await;
    }
    let wanted = Listed {
        request: &request,
        runtime: &service.runtime,
        representation,
        table: &PARTICIPANTS,
        name,
        limit: query.limit,
        cursor: query.cursor,
    };
    let rows = move |connection: &mut Connection, after: Option<&TrainingParticipantId>, limit| {
        rows(connection, &caller.scope, id, after, limit)
    };
    let key = |(stored, ..): &Row| stored.participant.id;
    wanted.answer(rows, key, |row| ParticipantView::new(row, false)).await
}

fn rows(
    connection: &mut Connection,
    scope: &Scope,
    id: TrainingClassId,
    after: Option<&TrainingParticipantId>,
    limit: i64,
) -> Result<Vec<Row>, Failure> {
    usecase::read(connection, id)?;
    let attended: HashMap<_, _> = attendance::of_class(connection, id)?;
    let mut certificates = certificate::of_class(connection, id)?;
    let rows = store::list(connection, scope, id, after, limit)?;
    let whole = |stored: StoredParticipant| {
        let participant = stored.participant.id;
        let attended = attended.get(&participant).copied().unwrap_or_default();
        (stored, attended, certificates.remove(&participant))
    };
    Ok(rows.into_iter().map(whole).collect())
}

/// A page with the names of those whose data the caller may read; that it was read is noted with it.
async fn unmasked(
    service: &SupportPrograms,
    caller: Authorized<permit::TrainingParticipantRead>,
    id: TrainingClassId,
    page: PageRequest<TrainingParticipantId>,
    purpose: Purpose,
) -> Result<HttpResponse, Failure> {
    let context = readings::context(&caller, service);
    let cursor_key = service.runtime.cursor_key.clone();
    let work = move |connection: &mut Connection| {
        // Who holds the class needs the names for lists and certificates.
        let organises = !caller.scope_of::<permit::TrainingManage>().is_nothing();
        let reach = caller.scope_of::<permit::PersonalDataRead>();
        let covered = |stored: &StoredParticipant| organises || reach.covers(&stored.placement());
        let rows = rows(connection, &caller.scope, id, page.after.as_ref(), page.fetch())?;
        let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
        let shown: read_personal_data::Shown = rows
            .iter()
            .take(limit)
            .filter(|(stored, ..)| covered(stored))
            .map(|(stored, ..)| match &stored.participant.origin {
                Origin::Organisation(id) => Some(*id),
                Origin::Agency(_) => None,
            })
            .collect();
        if shown.is_empty() && !organises {
            return Err(read_personal_data::refused().into());
        }
        let found = usecase::read(connection, id)?;
        let what = SupportPersonalData::TrainingParticipants;
        let of = (what, id.uuid(), found.class.event_place());
        read_personal_data::note(connection, &context, of, shown, &purpose)?;
        let view = |row: Row| {
            let covered = covered(&row.0);
            ParticipantView::new(row, covered)
        };
        page.page(&cursor_key, rows, |(stored, ..)| stored.participant.id, view)
    };
    Ok(HttpResponse::Ok().json(service.runtime.database.write(work).await?))
}

/// Somebody on their way into a class (đăng ký học viên): from an organisation, or a state official of an
/// agency. A natural person, whose data is erasable and masked.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewTrainingParticipant {
    /// Whom they come from (thành phần).
    kind: ParticipantKind,
    /// The organisation that they come from (tổ chức): of anybody but a state official.
    #[serde(default)]
    organisation_id: Option<OrganisationId>,
    /// The agency of a state official (cơ quan).
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 40, examples("so-nnmt"))]
    agency: Option<AgencyCode>,
    /// The name (họ tên).
    #[schema(min_length = 1, max_length = 200, examples("Nguyễn Thị Lan"))]
    name: String,
    /// The telephone number (điện thoại): tells two people of one name apart.
    #[serde(default)]
    #[schema(min_length = 8, max_length = 30, examples("0908246281"))]
    phone: Option<String>,
    /// The position (chức vụ).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 200, examples("Kế toán"))]
    position: Option<String>,
}

impl NewTrainingParticipant {
    fn read(self) -> Result<Registering, Refusal> {
        let origin = match (self.organisation_id, self.agency) {
            (Some(id), None) => Origin::Organisation(id),
            (None, Some(code)) => Origin::Agency(code),
            _ => {
                let detail = Text::fixed(
                    "Phải nêu tổ chức (organisation_id) hoặc cơ quan (agency), không nêu cả hai.",
                    "Either the organisation or the agency is named, and not both.",
                );
                let pointer = "/organisation_id";
                let code = "organisation_or_agency";
                let fault = Fault::new(pointer, code, detail);
                return Err(Refusal::rules(vec![fault]));
            }
        };
        let person = Person { name: self.name, phone: self.phone, position: self.position };
        Ok(Registering { kind: self.kind, origin, person })
    }
}

/// Register somebody for a training class (đăng ký học viên)
///
/// An organisation registers its own people, a district or commune those of its organisations, the
/// alliance anybody, state officials as well. Nobody twice, and never more than there are seats: of
/// several who reach for the last one, one gets it.
#[utoipa::path(
    tag = "training",
    params(PathId<TrainingClassId>, IdempotencyKey),
    request_body = NewTrainingParticipant,
    responses((
        status = 201,
        description = "Registered.",
        body = ParticipantView,
        headers(("Location" = String, description = "The list's address.")),
    )),
    security(("access_token" = ["training.register"])),
)]
#[post("/v1/training-classes/{id}/participants")]
pub(super) async fn register_training_participant(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::TrainingRegister>,
    id: PathId<TrainingClassId>,
    submitted: Keyed<NewTrainingParticipant>,
) -> Result<Reply, Failure> {
    let (PathId(id), Keyed { body, once }) = (id, submitted);
    let new = body.read()?;
    write(&service.runtime, caller, once, move |act| {
        let stored = register::register(act, id, new)?;
        let row = |stored| (stored, Attended::default(), None);
        // What was just entered is answered as it is; a repetition gets it masked.
        let kept = ParticipantView::new(row(stored.clone()), false);
        let view = ParticipantView::new(row(stored), true);
        let location = format!("/v1/training-classes/{id}/participants");
        Reply::made(location, &view)?.keeping(&kept)
    })
    .await
}

/// Take a registration back (rút học viên)
///
/// While the class is open: the seat is free again. By whoever may register the person.
#[utoipa::path(
    tag = "training",
    params(PathIds<TrainingClassId, TrainingParticipantId>, IdempotencyKey),
    responses((status = 200, description = "Taken back.", body = ParticipantView)),
    security(("access_token" = ["training.register"])),
)]
#[post("/v1/training-classes/{id}/participants/{participant_id}/withdraw")]
pub(super) async fn withdraw_training_participant(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::TrainingRegister>,
    ids: PathIds<TrainingClassId, TrainingParticipantId>,
    submitted: Keyed<Nothing>,
) -> Result<Reply, Failure> {
    let (PathIds(id, participant), Keyed { once, .. }) = (ids, submitted);
    write(&service.runtime, caller, once, move |act| {
        let stored = register::withdraw(act, id, participant)?;
        Reply::done(&ParticipantView::new((stored, Attended::default(), None), false))
    })
    .await
}
