//! `GET|PUT /v1/dissolutions/{id}/survey`

use actix_web::{get, put, web::Data};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{Changed, IdempotencyKey, IfMatch, Keyed, PathId, Reply, Tagged},
};
use htx_model::{
    date::{Date, Instant},
    dissolution::grounds::{InventoryFinding, PeopleFinding, RecordsFinding},
    id::{DissolutionId, DocumentId},
    money::Dong,
    permission::permit,
};
use serde::{Deserialize, Serialize};

use crate::{
    Dissolutions,
    domain::{
        step::Exhibit,
        survey::{Finding, Inventory, Line, Survey},
    },
    http::act::write,
    usecase::survey::{self as usecase, NewSurvey},
};

/// What is left of the records (sổ sách, hồ sơ).
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SurveyRecords {
    /// What was found.
    finding: RecordsFinding,
    /// More about it (giải thích); needed unless they are complete.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 1000, examples("Sổ sách cháy cùng kho năm 2009"))]
    explanation: Option<String>,
}

/// Who can be reached (người quản lý, người liên hệ).
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SurveyPeople {
    /// What was found.
    finding: PeopleFinding,
    /// More about it (giải thích); needed unless there is a board.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 1000, examples("Chủ nhiệm và kế toán trưởng đã mất"))]
    explanation: Option<String>,
}

/// A line of a first inventory.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct InventoryLine {
    /// What it is (tên tài sản, tên khoản nợ).
    #[schema(min_length = 1, max_length = 300, examples("Nhà kho 200 m2, thôn 3"))]
    name: String,
    /// What it is about worth, in đồng (giá trị ước tính); left out where nobody can say.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1_000_000_000_000_000_i64, examples(120_000_000))]
    amount_vnd: Option<i64>,
}

/// A first inventory (kiểm kê ban đầu).
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FirstInventory {
    /// Whether there is anything.
    finding: InventoryFinding,
    /// What there is: at least one line where anything is listed.
    #[serde(default)]
    #[schema(max_items = 200)]
    lines: Vec<InventoryLine>,
    /// More about it (giải thích); needed where it is confirmed that there is nothing.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 1000, examples("UBND xã xác nhận không còn tài sản"))]
    explanation: Option<String>,
}

impl From<FirstInventory> for Inventory {
    fn from(given: FirstInventory) -> Self {
        let line =
            |line: InventoryLine| Line { name: line.name, amount_vnd: line.amount_vnd.map(Dong) };
        Self {
            finding: given.finding,
            lines: given.lines.into_iter().map(line).collect(),
            explanation: given.explanation,
        }
    }
}

impl From<Inventory> for FirstInventory {
    fn from(of: Inventory) -> Self {
        let line = |line: Line| InventoryLine {
            name: line.name,
            amount_vnd: line.amount_vnd.map(|amount| amount.0),
        };
        Self {
            finding: of.finding,
            lines: of.lines.into_iter().map(line).collect(),
            explanation: of.explanation,
        }
    }
}

/// A survey as it is written (kết quả khảo sát); what nobody has looked at yet is left out.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewDissolutionSurvey {
    /// When it was looked at (ngày khảo sát): today where it is not said.
    #[serde(default)]
    surveyed_on: Option<Date>,
    /// What is left of the records.
    #[serde(default)]
    records: Option<SurveyRecords>,
    /// Who can be reached.
    #[serde(default)]
    people: Option<SurveyPeople>,
    /// Assets (tài sản).
    #[serde(default)]
    assets: Option<FirstInventory>,
    /// Debts (công nợ).
    #[serde(default)]
    debts: Option<FirstInventory>,
    /// Documents of the case that prove it (biên bản).
    #[serde(default)]
    #[schema(max_items = 50)]
    document_ids: Vec<DocumentId>,
}

impl From<NewDissolutionSurvey> for NewSurvey {
    fn from(body: NewDissolutionSurvey) -> Self {
        let records =
            |one: SurveyRecords| Finding { finding: one.finding, explanation: one.explanation };
        let people =
            |one: SurveyPeople| Finding { finding: one.finding, explanation: one.explanation };
        Self {
            surveyed_on: body.surveyed_on,
            records: body.records.map(records),
            people: body.people.map(people),
            assets: body.assets.map(Inventory::from),
            debts: body.debts.map(Inventory::from),
            documents: body.document_ids,
        }
    }
}

/// The survey of a case (kết quả khảo sát). What nobody has looked at yet is null.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = DissolutionSurvey)]
pub(super) struct SurveyView {
    /// When it was looked at; null before there is a survey.
    #[schema(required)]
    surveyed_on: Option<Date>,
    /// What is left of the records.
    #[schema(required)]
    records: Option<SurveyRecords>,
    /// Who can be reached.
    #[schema(required)]
    people: Option<SurveyPeople>,
    /// Assets.
    #[schema(required)]
    assets: Option<FirstInventory>,
    /// Debts.
    #[schema(required)]
    debts: Option<FirstInventory>,
    /// What proves it, each with its digest.
    #[schema(max_items = 50)]
    documents: Vec<Exhibit>,
    /// Its version, as in its ETag; 0 before there is a survey.
    #[schema(minimum = 0)]
    version: i64,
    /// When this version was written.
    #[schema(required)]
    recorded_at: Option<Instant>,
}

impl SurveyView {
    fn of(survey: Option<Survey>) -> Self {
        let Some(survey) = survey else {
            return Self {
                surveyed_on: None,
                records: None,
                people: None,
                assets: None,
                debts: None,
                documents: Vec::new(),
                version: 0,
                recorded_at: None,
            };
        };
        let records =
            |one: Finding<_>| SurveyRecords { finding: one.finding, explanation: one.explanation };
        let people =
            |one: Finding<_>| SurveyPeople { finding: one.finding, explanation: one.explanation };
        Self {
            surveyed_on: Some(survey.surveyed_on),
            records: survey.records.map(records),
            people: survey.people.map(people),
            assets: survey.assets.map(FirstInventory::from),
            debts: survey.debts.map(FirstInventory::from),
            documents: survey.documents,
            version: survey.version,
            recorded_at: Some(survey.recorded_at),
        }
    }

    /// The same without what people wrote: what is kept for a repetition of the request stands in a
    /// table from which personal data is not erased.
    fn without_words(&self) -> Self {
        let mut kept = self.clone();
        if let Some(records) = &mut kept.records {
            records.explanation = None;
        }
        if let Some(people) = &mut kept.people {
            people.explanation = None;
        }
        for inventory in [&mut kept.assets, &mut kept.debts].into_iter().flatten() {
            (inventory.lines, inventory.explanation) = (Vec::new(), None);
        }
        kept
    }
}

/// Read the survey of a case (xem kết quả khảo sát)
///
/// Before there is one everything in it is null and the ETag is `"v0"`, from which it is written.
#[utoipa::path(
    tag = "dissolutions",
    params(PathId<DissolutionId>),
    responses(Tagged<SurveyView>),
    security(("access_token" = ["dissolution.read"])),
)]
#[get("/v1/dissolutions/{id}/survey")]
pub(super) async fn read_survey(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionRead>,
    id: PathId<DissolutionId>,
) -> Result<Tagged<SurveyView>, Failure> {
    service
        .runtime
        .database
        .read(move |connection| {
            let (survey, version) = usecase::read(connection, &caller.scope, id.0)?;
            Ok(Tagged { version, resource: SurveyView::of(survey) })
        })
        .await
}

/// Write the survey of a case (ghi kết quả khảo sát)
///
/// Records, people, a first inventory of assets and of debts; as a whole, in the place of what was
/// written before, which stays in the log. It may be written part by part: the case tells in
/// `next_steps` what is still missing. Where seal and certificate are is said at `/custody`.
#[utoipa::path(
    tag = "dissolutions",
    params(
        PathId<DissolutionId>,
        ("If-Match" = String, Header, description = "The ETag of the survey that was read.", max_length = 200, example = "\"v0\""),
        IdempotencyKey,
    ),
    request_body = NewDissolutionSurvey,
    responses(Changed<SurveyView>),
    security(("access_token" = ["dissolution.prepare"])),
)]
#[put("/v1/dissolutions/{id}/survey")]
pub(super) async fn write_survey(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPrepare>,
    id: PathId<DissolutionId>,
    seen: IfMatch,
    submitted: Keyed<NewDissolutionSurvey>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let new = NewSurvey::from(body);
    write(&service, caller, once, move |connection, context, caller| {
        let survey = usecase::put(connection, context, caller, id.0, &seen, new)?;
        let (version, view) = (survey.version, SurveyView::of(Some(survey)));
        Reply::changed(version, &view)?.keeping(&view.without_words())
    })
    .await
}
