//! `GET|PUT /v1/dissolutions/{id}/decision`

use actix_web::{get, put, web::Data};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Changed, IdempotencyKey, IfMatch, Keyed, PathId, Reply, StrictQuery, Tagged, unmasking,
    },
};
use htx_model::{
    agency::AgencyCode,
    date::Date,
    dissolution::{DecisionKind, grounds::CouncilRole, money::CasePersonalData},
    id::{DissolutionId, DocumentId},
    people::HolderType,
    permission::permit,
    refusal::{Fault, Refusal, Text},
};
use serde::Deserialize;

use super::decision_view::{CapitalListBody, DecisionView};
use crate::{
    Dissolutions,
    domain::{
        decision::{CapitalList, Council, Member},
        party::Party,
    },
    http::{act::write, personal_data},
    usecase::{
        decision::{self as usecase, NewCouncil, NewDecision, NewDeed},
        personal_data::read_unmasked,
    },
};

/// A member of the council as it is entered (thành viên hội đồng giải thể).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewCouncilMember {
    /// What they are in it (chức danh).
    role: CouncilRole,
    /// The name (họ và tên).
    #[schema(min_length = 1, max_length = 300, examples("Nguyễn Văn An"))]
    name: String,
    /// The citizen id (số định danh cá nhân): 9 or 12 digits.
    #[serde(default)]
    #[schema(pattern = "^([0-9]{9}|[0-9]{12})$", examples("001085012345"))]
    citizen_id: Option<String>,
    /// The telephone number (điện thoại): 8 to 15 digits.
    #[serde(default)]
    #[schema(max_length = 30, examples("0908246281"))]
    phone: Option<String>,
    /// The address (địa chỉ).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 300, examples("Thôn 3, xã Xuân Mai"))]
    address: Option<String>,
}

impl From<NewCouncilMember> for Member {
    fn from(given: NewCouncilMember) -> Self {
        let person = Party {
            holder: HolderType::NaturalPerson,
            name: given.name,
            citizen_id: given.citizen_id,
            phone: given.phone,
            address: given.address,
        };
        Self { role: given.role, person }
    }
}

/// The council as it is entered (hội đồng giải thể).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewDissolutionCouncil {
    /// Its members.
    #[schema(min_items = 1, max_items = 50)]
    members: Vec<NewCouncilMember>,
}

/// That no council can be formed (không lập được hội đồng giải thể).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewNoCouncil {
    /// Why (lý do).
    #[schema(
        min_length = 1,
        max_length = 1000,
        examples("Ban quản trị đã mất, không còn thành viên")
    )]
    reason: String,
    /// The authority that acts instead (cơ quan thực hiện thay).
    acting_agency: AgencyCode,
}

/// The document that decides, as it is entered (văn bản làm căn cứ giải thể).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewDecidingDocument {
    /// What it is (loại văn bản): one that decides the case's route.
    kind: DecisionKind,
    /// Its number (số).
    #[schema(min_length = 1, max_length = 100, examples("12/NQ-ĐHTV"))]
    number: String,
    /// When it was issued (ngày ban hành).
    issued_on: Date,
    /// Who issued it (cơ quan ban hành).
    #[schema(min_length = 1, max_length = 300, examples("Đại hội thành viên"))]
    issuer: String,
    /// The document itself, uploaded to the case.
    #[schema(min_items = 1, max_items = 50)]
    document_ids: Vec<DocumentId>,
}

/// What the decision rests on, as it is prepared (căn cứ quyết định giải thể); what is not there yet
/// is left out.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewDissolutionDecision {
    /// The document that decides.
    #[serde(default)]
    document: Option<NewDecidingDocument>,
    /// The council.
    #[serde(default)]
    council: Option<NewDissolutionCouncil>,
    /// Or why there is none, and who acts instead.
    #[serde(default)]
    no_council: Option<NewNoCouncil>,
    /// Capital and funds.
    #[serde(default)]
    capital: Option<CapitalListBody>,
}

impl TryFrom<NewDissolutionDecision> for NewDecision {
    type Error = Refusal;

    fn try_from(body: NewDissolutionDecision) -> Result<Self, Refusal> {
        let council = match (body.council, body.no_council) {
            (Some(_), Some(_)) => return Err(one_of_the_two()),
            (Some(council), None) => {
                Some(NewCouncil::Formed(council.members.into_iter().map(Member::from).collect()))
            }
            (None, Some(NewNoCouncil { reason, acting_agency })) => {
                Some(NewCouncil::Replaced { reason, agency: acting_agency })
            }
            (None, None) => None,
        };
        let deed = |deed: NewDecidingDocument| NewDeed {
            kind: deed.kind,
            number: deed.number,
            issued_on: deed.issued_on,
            issuer: deed.issuer,
            documents: deed.document_ids,
        };
        Ok(Self {
            document: body.document.map(deed),
            council,
            capital: body.capital.map(CapitalList::from),
        })
    }
}

fn one_of_the_two() -> Refusal {
    Refusal::rules(vec![Fault::new(
        "/no_council",
        "one_of_the_two",
        Text::fixed(
            "Đã lập hội đồng, hoặc không lập được: một trong hai.",
            "Either there is a council or there is none.",
        ),
    )])
}

/// Whether personal data is asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct DecisionQuery {
    /// The members of the council unmasked, for who may read them and says why.
    unmasked: Option<bool>,
    /// Why personal data is read (mục đích); is noted in the log and shown to the organisation.
    #[param(min_length = 5, max_length = 300, example = "Mời họp hội đồng giải thể")]
    purpose: Option<String>,
}

/// Read what the decision of a case rests on (xem căn cứ quyết định giải thể)
///
/// The members of the council are masked unless they are asked for with a purpose. The ETag is
/// `"v0"` before anything was prepared.
#[utoipa::path(
    tag = "dissolutions",
    params(PathId<DissolutionId>, DecisionQuery),
    responses(Tagged<DecisionView>),
    security(("access_token" = ["dissolution.read"])),
)]
#[get("/v1/dissolutions/{id}/decision")]
pub(super) async fn read_decision(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionRead>,
    id: PathId<DissolutionId>,
    query: StrictQuery<DecisionQuery>,
) -> Result<Tagged<DecisionView>, Failure> {
    let (PathId(id), StrictQuery(query)) = (id, query);
    let purpose = unmasking(query.unmasked, query.purpose.as_deref())?;
    let context = personal_data::context(&caller, &service);
    let writes = purpose.is_some();
    let work = move |connection: &mut Connection| {
        let (stored, decision, version) = usecase::read(connection, &caller.scope, id)?;
        if let Some(purpose) = &purpose {
            let reach = caller.scope_of::<permit::PersonalDataRead>();
            let council = decision.as_ref().and_then(|decision| decision.council.as_ref());
            let members = match council {
                Some(Council::Formed { members, .. }) => members.len(),
                Some(Council::Replaced { .. }) | None => 0,
            };
            let read = (CasePersonalData::Council, members);
            read_unmasked(connection, &context, &reach, &stored, read, purpose)?;
        }
        Ok(Tagged { version, resource: DecisionView::of(decision, purpose.is_some()) })
    };
    let database = &service.runtime.database;
    if writes { database.write(work).await } else { database.read(work).await }
}

/// Prepare what the decision of a case rests on (lập căn cứ quyết định giải thể)
///
/// The document that decides, of a kind that fits the route; the dissolution council, or why none can
/// be formed and which authority acts instead; the list of all capital and funds (Decree
/// 113/2024/NĐ-CP article 21). As a whole, in the place of what was prepared before; members of the
/// council are sent again each time. Another person decides.
#[utoipa::path(
    tag = "dissolutions",
    params(
        PathId<DissolutionId>,
        ("If-Match" = String, Header, description = "The ETag of what was read.", max_length = 200, example = "\"v0\""),
        IdempotencyKey,
    ),
    request_body = NewDissolutionDecision,
    responses(Changed<DecisionView>),
    security(("access_token" = ["dissolution.prepare"])),
)]
#[put("/v1/dissolutions/{id}/decision")]
pub(super) async fn prepare_decision(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPrepare>,
    id: PathId<DissolutionId>,
    seen: IfMatch,
    submitted: Keyed<NewDissolutionDecision>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let new = NewDecision::try_from(body)?;
    let agencies = service.agencies.clone();
    write(&service, caller, once, move |connection, context, caller| {
        let decision = usecase::put(connection, context, &agencies, caller, id.0, &seen, new)?;
        let view = DecisionView::of(Some(decision), false);
        Reply::changed(view.version(), &view)?.keeping(&view.without_words())
    })
    .await
}
