//! What a decision to dissolve rests on (căn cứ quyết định giải thể): its document, the council or who
//! acts instead, the list of capital and funds (Decree 113/2024/NĐ-CP article 21).

pub use htx_model::dissolution::{
    DecisionKind, Route,
    grounds::{CouncilRole, InventoryFinding},
    money::AssetDivision,
};
use htx_model::{
    code_list::CodeList as _,
    date::{Date, Instant},
    faults::Faults,
    id::DissolutionId,
    language::Language,
    money::{self, Dong},
    refusal::{Fault, LegalBasis, Text},
    words::REASON_LENGTH_MAX,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{blocker::Signatory, day::past, guard, party::Party, step::Exhibit, survey::explained};

/// The most members of a council.
pub const MEMBERS_MAX: usize = 50;
/// The most lines of the list of capital and funds.
pub const CAPITAL_LINES_MAX: usize = 200;
/// The most letters of a document's number.
pub const NUMBER_LENGTH_MAX: usize = 100;
/// The most letters of a name.
pub const NAME_LENGTH_MAX: usize = 300;

/// The list of capital and funds belongs to the resolution.
const CAPITAL_LIST: LegalBasis = LegalBasis::verified("113/2024/NĐ-CP", "21");

/// What a decision rests on. What is not prepared yet is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// In which case.
    pub case: DissolutionId,
    /// The document that decides.
    pub document: Option<Deed>,
    /// The council, or who acts instead.
    pub council: Option<Council>,
    /// Capital and funds.
    pub capital: Option<CapitalList>,
    /// Its version.
    pub version: i64,
    /// When this version was written.
    pub recorded_at: Instant,
}

/// A resolution, a court's decision, a revocation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Deed {
    /// What it is.
    pub kind: DecisionKind,
    /// Its number.
    pub number: String,
    /// When it was issued.
    pub issued_on: Date,
    /// Who issued it.
    pub issuer: String,
    /// The document itself.
    pub documents: Vec<Exhibit>,
}

/// The dissolution council, or who acts instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Council {
    /// It is formed.
    Formed {
        /// How many they are: stays where the members were erased.
        size: u32,
        /// Its members.
        members: Vec<Member>,
    },
    /// None can be formed.
    Replaced {
        /// Why, in words: may name persons, so it is no part of the log.
        reason: Option<String>,
        /// The authority that acts instead.
        by: Signatory,
    },
}

/// A member of the council: a natural person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Member {
    /// What they are in it.
    pub role: CouncilRole,
    /// Who.
    pub person: Party,
}

/// The list of capital and funds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CapitalList {
    /// Its lines.
    pub lines: Vec<CapitalLine>,
    /// Whether there are undivided ones.
    pub undivided: InventoryFinding,
    /// Why it has no line, or no undivided one, in words.
    pub explanation: Option<String>,
}

/// A line of the list of capital and funds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapitalLine {
    /// What it is.
    pub name: String,
    /// Whether members may share it out.
    pub division: AssetDivision,
    /// How much.
    pub amount_vnd: Dong,
}

impl Decision {
    /// The decision as the log has it, without what people wrote or are.
    #[must_use]
    pub fn logged(&self) -> Value {
        json!({
            "document": self.document,
            "council": self.council.as_ref().map(Council::logged),
            "capital": self.capital.as_ref().map(CapitalList::logged),
            "version": self.version,
        })
    }

    /// What the log only commits to.
    #[must_use]
    pub fn personal(&self) -> Value {
        let council = self.council.as_ref().map(|council| match council {
            Council::Formed { members, .. } => json!({ "members": members }),
            Council::Replaced { reason, .. } => json!({ "reason": reason }),
        });
        let capital = self.capital.as_ref();
        let capital = capital.map(|list| json!({ "lines": list.lines, "why": list.explanation }));
        json!({ "council": council, "capital": capital })
    }
}

impl Deed {
    /// What was sent, put right; its documents were looked up before.
    ///
    /// # Errors
    /// Every fault, each at its place below `/document`.
    pub fn check(given: Self, route: Route, today: Date) -> Result<Self, Vec<Fault>> {
        let mut faults = Faults::default();
        if !guard::decides(route, given.kind) {
            faults.add("/document/kind", "does_not_decide_the_route", does_not_decide(route));
        }
        let number = faults.words("/document/number", &given.number, NUMBER_LENGTH_MAX);
        let issuer = faults.words("/document/issuer", &given.issuer, NAME_LENGTH_MAX);
        let issued_on = past(&mut faults, "/document/issued_on", Some(given.issued_on), today);
        if given.documents.is_empty() {
            faults.add("/document/document_ids", "missing_document", DOCUMENT);
        }
        faults.unless_any(Self { number, issuer, issued_on, ..given })
    }
}

fn does_not_decide(route: Route) -> Text {
    let kinds = |language| {
        let fitting = DecisionKind::all().iter().filter(|kind| guard::decides(route, **kind));
        fitting.map(|kind| kind.label(language)).collect::<Vec<_>>().join(", ")
    };
    Text::made(
        format!("Hình thức giải thể này cần: {}.", kinds(Language::Vi)),
        format!("This route is decided by: {}.", kinds(Language::En)),
    )
}

const DOCUMENT: Text = Text::fixed(
    "Phải có chính văn bản làm căn cứ giải thể.",
    "The document that decides must be there itself.",
);

impl Council {
    fn logged(&self) -> Value {
        match self {
            Self::Formed { size, .. } => json!({ "members": size }),
            Self::Replaced { by, .. } => json!({ "acting": by }),
        }
    }

    /// A council of these members, put right.
    ///
    /// # Errors
    /// Every fault, each at its place below `/council`.
    pub fn formed(members: Vec<Member>) -> Result<Self, Vec<Fault>> {
        let mut faults = Faults::default();
        if members.is_empty() || members.len() > MEMBERS_MAX {
            faults.add("/council/members", "number_of_members", number_of_members());
            return Err(faults.into_vec());
        }
        let mut check = |(at, member): (usize, Member)| {
            let person = Party::check(member.person, &format!("/council/members/{at}"));
            let person = person.map_err(|found| faults.extend(found)).ok()?;
            Some(Member { role: member.role, person })
        };
        let members: Vec<Member> = members.into_iter().enumerate().filter_map(&mut check).collect();
        let size = u32::try_from(members.len()).unwrap_or(u32::MAX);
        faults.unless_any(Self::Formed { size, members })
    }

    /// That an authority acts instead, put right.
    ///
    /// # Errors
    /// A fault below `/no_council`.
    pub fn replaced(reason: &str, by: Signatory) -> Result<Self, Vec<Fault>> {
        let mut faults = Faults::default();
        let reason = faults.words("/no_council/reason", reason, REASON_LENGTH_MAX);
        faults.unless_any(Self::Replaced { reason: Some(reason), by })
    }
}

fn number_of_members() -> Text {
    Text::made(
        format!("Hội đồng có từ 1 đến {MEMBERS_MAX} người."),
        format!("A council has 1 to {MEMBERS_MAX} members."),
    )
}

impl CapitalList {
    fn logged(&self) -> Value {
        let of = |division| {
            let lines = self.lines.iter().filter(|line| line.division == division);
            lines.map(|line| line.amount_vnd.0).sum::<i64>()
        };
        json!({
            "lines": self.lines.len(),
            "undivided": self.undivided,
            "divisible_vnd": of(AssetDivision::Divisible),
            "undivided_vnd": of(AssetDivision::Undivided),
        })
    }

    /// What was sent, put right: it says of undivided ones what there is, or explains that there is
    /// nothing.
    ///
    /// # Errors
    /// Every fault, each at its place below `/capital`.
    pub fn check(given: Self) -> Result<Self, Vec<Fault>> {
        let mut faults = Faults::default();
        if given.lines.len() > CAPITAL_LINES_MAX {
            let (vi, en) = ("Tối đa 200 dòng.", "At most 200 lines.");
            faults.add("/capital/lines", "too_many", Text::fixed(vi, en));
        }
        let undivided = given.lines.iter().any(|line| line.division == AssetDivision::Undivided);
        if undivided != (given.undivided == InventoryFinding::Listed) {
            faults.push(Fault {
                pointer: "/capital/undivided".into(),
                code: "lines_and_finding_differ",
                detail: UNDIVIDED,
                legal_basis: Some(CAPITAL_LIST),
            });
        }
        let needed = !undivided || given.lines.is_empty();
        let explanation = explained(&mut faults, "/capital", given.explanation.as_deref(), needed);
        let mut line = |(at, line): (usize, CapitalLine)| {
            let at = format!("/capital/lines/{at}");
            let name = faults.words(format!("{at}/name"), &line.name, NAME_LENGTH_MAX);
            let amount = money::amount(format!("{at}/amount_vnd"), line.amount_vnd.0, 0);
            CapitalLine { name, division: line.division, amount_vnd: faults.or(amount) }
        };
        let lines = given.lines.into_iter().take(CAPITAL_LINES_MAX).enumerate();
        let lines = lines.map(&mut line).collect();
        let checked = Self { lines, undivided: given.undivided, explanation };
        faults.unless_any(checked)
    }
}

const UNDIVIDED: Text = Text::fixed(
    "Danh mục phải gồm cả tài sản không chia: liệt kê ít nhất một dòng, hoặc xác nhận không có.",
    "The list holds undivided ones as well: at least one line, or that it is confirmed there are none.",
);

#[cfg(test)]
mod tests;
