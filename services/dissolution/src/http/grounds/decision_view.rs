//! What a decision rests on, on the wire.

use htx_model::{
    agency::AgencyCode,
    date::{Date, Instant},
    dissolution::{
        DecisionKind,
        grounds::{CouncilRole, InventoryFinding},
        money::AssetDivision,
    },
    money::Dong,
};
use serde::{Deserialize, Serialize};

use crate::domain::{
    decision::{CapitalLine, CapitalList, Council, Decision, Deed, Member},
    step::Exhibit,
};

/// A member of the dissolution council (thành viên hội đồng giải thể). Personal data is masked unless
/// it was asked for with a purpose.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = CouncilMember)]
pub(super) struct MemberView {
    /// What they are in it (chức danh).
    role: CouncilRole,
    /// The name (họ và tên).
    #[schema(max_length = 400, examples("N*** V*** A***"))]
    name: String,
    /// The citizen id; masked but for the last three digits.
    #[schema(required, max_length = 12, examples("*********345"))]
    citizen_id: Option<String>,
    /// The telephone number.
    #[schema(required, max_length = 30, examples("*******281"))]
    phone: Option<String>,
    /// The address; null where masked.
    #[schema(required, max_length = 300)]
    address: Option<String>,
}

impl MemberView {
    fn of(member: Member, unmasked: bool) -> Self {
        let person = if unmasked { member.person } else { member.person.masked() };
        Self {
            role: member.role,
            name: person.name,
            citizen_id: person.citizen_id,
            phone: person.phone,
            address: person.address,
        }
    }
}

/// The dissolution council (hội đồng giải thể).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = DissolutionCouncil)]
pub(super) struct CouncilView {
    /// How many members it has; stays where they were erased.
    #[schema(minimum = 1, maximum = 50)]
    size: u32,
    /// Its members.
    #[schema(max_items = 50)]
    members: Vec<MemberView>,
    /// Whether personal data is masked.
    masked: bool,
}

/// That no council can be formed, and who acts instead (không lập được hội đồng giải thể).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = NoDissolutionCouncil)]
pub(super) struct NoCouncilView {
    /// Why (lý do); null where it was erased.
    #[schema(required, max_length = 1000)]
    reason: Option<String>,
    /// The authority that acts instead (cơ quan thực hiện thay).
    #[schema(value_type = String, examples("district-277"))]
    acting_agency: AgencyCode,
    /// Its name then.
    #[schema(max_length = 300, examples("Ủy ban nhân dân huyện Chương Mỹ"))]
    acting_agency_name: String,
}

/// The document that decides (văn bản làm căn cứ giải thể).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = DecidingDocument)]
pub(super) struct DeedView {
    /// What it is (loại văn bản).
    kind: DecisionKind,
    /// Its number (số).
    #[schema(max_length = 100, examples("12/NQ-ĐHTV"))]
    number: String,
    /// When it was issued (ngày ban hành).
    issued_on: Date,
    /// Who issued it (cơ quan ban hành).
    #[schema(max_length = 300, examples("Đại hội thành viên"))]
    issuer: String,
    /// The document itself, with its digest.
    #[schema(max_items = 50)]
    documents: Vec<Exhibit>,
}

impl From<Deed> for DeedView {
    fn from(deed: Deed) -> Self {
        Self {
            kind: deed.kind,
            number: deed.number,
            issued_on: deed.issued_on,
            issuer: deed.issuer,
            documents: deed.documents,
        }
    }
}

/// A line of the list of capital and funds (vốn, quỹ).
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CapitalLine)]
pub(super) struct CapitalLineBody {
    /// What it is (tên vốn, quỹ).
    #[schema(min_length = 1, max_length = 300, examples("Quỹ đầu tư phát triển không chia"))]
    name: String,
    /// Whether members may share it out (chia, không chia).
    division: AssetDivision,
    /// How much, in đồng (số tiền).
    #[schema(minimum = 0, maximum = 1_000_000_000_000_000_i64, examples(35_000_000))]
    amount_vnd: i64,
}

/// The list of all capital and funds (danh mục vốn, quỹ), undivided ones included: Decree
/// 113/2024/NĐ-CP article 21.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CapitalList)]
pub(super) struct CapitalListBody {
    /// Its lines.
    #[schema(max_items = 200)]
    lines: Vec<CapitalLineBody>,
    /// Whether there are undivided ones: `listed` with at least one such line.
    undivided: InventoryFinding,
    /// Why there is no line, or no undivided one (giải thích).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 1000, examples("Không còn sổ sách để xác định"))]
    explanation: Option<String>,
}

impl From<CapitalListBody> for CapitalList {
    fn from(body: CapitalListBody) -> Self {
        let line = |line: CapitalLineBody| CapitalLine {
            name: line.name,
            division: line.division,
            amount_vnd: Dong(line.amount_vnd),
        };
        Self {
            lines: body.lines.into_iter().map(line).collect(),
            undivided: body.undivided,
            explanation: body.explanation,
        }
    }
}

impl From<CapitalList> for CapitalListBody {
    fn from(list: CapitalList) -> Self {
        let line = |line: CapitalLine| CapitalLineBody {
            name: line.name,
            division: line.division,
            amount_vnd: line.amount_vnd.0,
        };
        Self {
            lines: list.lines.into_iter().map(line).collect(),
            undivided: list.undivided,
            explanation: list.explanation,
        }
    }
}

/// What the decision of a case rests on (căn cứ quyết định giải thể). What is not prepared yet is
/// null.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = DissolutionDecision)]
pub(super) struct DecisionView {
    /// The document that decides.
    #[schema(required)]
    document: Option<DeedView>,
    /// The council.
    #[schema(required)]
    council: Option<CouncilView>,
    /// Or why there is none, and who acts instead.
    #[schema(required)]
    no_council: Option<NoCouncilView>,
    /// Capital and funds.
    #[schema(required)]
    capital: Option<CapitalListBody>,
    /// The version, as in the ETag; 0 before anything was prepared.
    #[schema(minimum = 0)]
    version: i64,
    /// When this version was written.
    #[schema(required)]
    recorded_at: Option<Instant>,
}

impl DecisionView {
    pub(super) fn of(decision: Option<Decision>, unmasked: bool) -> Self {
        let Some(decision) = decision else {
            return Self {
                document: None,
                council: None,
                no_council: None,
                capital: None,
                version: 0,
                recorded_at: None,
            };
        };
        let (council, no_council) = match decision.council {
            Some(Council::Formed { size, members }) => {
                let members = members.into_iter().map(|one| MemberView::of(one, unmasked));
                let members = members.collect();
                (Some(CouncilView { size, members, masked: !unmasked }), None)
            }
            Some(Council::Replaced { reason, by }) => {
                let (acting_agency, acting_agency_name) = (by.code, by.name);
                (None, Some(NoCouncilView { reason, acting_agency, acting_agency_name }))
            }
            None => (None, None),
        };
        Self {
            document: decision.document.map(DeedView::from),
            council,
            no_council,
            capital: decision.capital.map(CapitalListBody::from),
            version: decision.version,
            recorded_at: Some(decision.recorded_at),
        }
    }

    /// The same without what people wrote or are, to be kept for a repetition of the request.
    pub(super) fn without_words(&self) -> Self {
        let mut kept = self.clone();
        if let Some(council) = &mut kept.council {
            council.members = Vec::new();
        }
        if let Some(no_council) = &mut kept.no_council {
            no_council.reason = None;
        }
        if let Some(capital) = &mut kept.capital {
            (capital.lines, capital.explanation) = (Vec::new(), None);
        }
        kept
    }

    /// Its version.
    pub(super) const fn version(&self) -> i64 {
        self.version
    }
}
