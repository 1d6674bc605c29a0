//! Assets: entered, valued, proposed for something by an officer, decided by the competent agency,
//! whose decision another person records.

use htx_kit::{context::Context, db::Connection, failure::Failure, http::IfMatch};
use htx_model::{
    agency::{Agencies, AgencyCode},
    date::Date,
    dissolution::{
        CaseRecord,
        money::{
            AssetAction, AssetDivision, AssetKind, AssetOrigin, AssetState, DisposalKind,
            ValuationMethod,
        },
    },
    id::{AssetId, DissolutionId, DocumentId},
    money,
    refusal::{Fault, Refusal, Text},
    scope::Scope,
    words::REASON_LENGTH_MAX,
};

use super::{Faults, Told, require_document, require_room, tell};
use crate::{
    domain::{
        amount::ASSETS_MAX,
        asset::{self, Asset, Decision, Proposal, UNDIVIDED, VALUATIONS_MAX, Valuation},
        day::past,
        step::Exhibit,
    },
    store::{
        self,
        case::StoredCase,
        money::{asset as table, valuation as valuations},
    },
    usecase::{
        documents::exhibits,
        hold::{self, Caller},
    },
};

/// The longest name of an asset and number of a decision.
pub(super) const NAME_LENGTH_MAX: usize = 300;

/// An asset on its way.
#[derive(Debug, Clone)]
pub struct NewAsset {
    /// What it is.
    pub kind: AssetKind,
    /// Whether papers show where it comes from.
    pub origin: AssetOrigin,
    /// Whether it may be shared out.
    pub division: AssetDivision,
    /// What it is called.
    pub name: String,
    /// More about it.
    pub details: Option<String>,
    /// What the books say it is worth.
    pub book_value_vnd: Option<i64>,
    /// What proves it.
    pub evidence: Vec<DocumentId>,
}

/// A valuation on its way.
#[derive(Debug, Clone)]
pub struct NewValuation {
    /// How.
    pub method: ValuationMethod,
    /// How much.
    pub value_vnd: i64,
    /// On which day it held: today where it is not said.
    pub valued_on: Option<Date>,
    /// What proves it.
    pub documents: Vec<DocumentId>,
}

/// What the competent agency decided.
#[derive(Debug, Clone)]
pub struct NewDecision {
    /// What.
    pub kind: DisposalKind,
    /// Which agency.
    pub agency: AgencyCode,
    /// The number of its decision.
    pub number: String,
    /// When: today where it is not said.
    pub decided_on: Option<Date>,
    /// The decision itself.
    pub documents: Vec<DocumentId>,
}

/// An asset with its valuations, the latest last.
pub type Valued = (Asset, Vec<Valuation>);

/// Enters an asset.
///
/// # Errors
/// Not found outside the scope; another authority's case; a state that admits none; every fault of
/// what was sent.
pub fn list_asset(
    connection: &mut Connection,
    context: &Context,
    caller: &Caller,
    case: DissolutionId,
    new: NewAsset,
) -> Result<Asset, Failure> {
    let mut stored = hold::write(connection, &caller.scope, case, CaseRecord::Asset)?;
    let mut faults = Faults::default();
    let name = faults.words("/name", &new.name, NAME_LENGTH_MAX);
    let details = faults.given("/details", new.details.as_deref(), REASON_LENGTH_MAX);
    let book_value =
        new.book_value_vnd.map(|value| faults.or(money::amount("/book_value_vnd", value, 0)));
    check_kind(&mut faults, new.kind, new.origin, new.evidence.is_empty());
    faults.refuse()?;
    require_room(table::count(connection, case)?, ASSETS_MAX)?;
    let evidence = exhibits(connection, case, &new.evidence, "/evidence_document_ids")?;
    let entered = Asset {
        id: context.ids.make(),
        case,
        kind: new.kind,
        origin: new.origin,
        division: new.division,
        state: AssetState::Listed,
        name,
        details,
        book_value,
        listed_on: context.today(),
        evidence,
        proposal: None,
        decision: None,
        disposal: None,
        version: 1,
        recorded_at: context.now,
    };
    table::insert(connection, &entered)?;
    tell_of(connection, context, &stored, ("asset.listed", None), &entered, &entered.evidence)?;
    hold::note_preparer(connection, &mut stored, caller.id, context.now)?;
    Ok(entered)
}

pub(super) fn check_kind(
    faults: &mut Faults,
    kind: AssetKind,
    origin: AssetOrigin,
    without_papers: bool,
) {
    if kind == AssetKind::Receivable {
        let detail = Text::fixed(
            "Khoản phải thu được ghi ở mục phải thu (receivables) của hồ sơ.",
            "What the organisation is owed is entered among the case's receivables.",
        );
        faults.add("/kind", "kept_elsewhere", detail);
    }
    if origin == AssetOrigin::Documented && without_papers {
        let detail = Text::fixed(
            "Tài sản có giấy tờ thì phải kèm giấy tờ đó.",
            "An asset with papers comes with those papers.",
        );
        faults.add("/evidence_document_ids", "missing_document", detail);
    }
}

/// An asset that is held for an action by somebody who has seen it.
pub(super) struct Held {
    pub(super) stored: StoredCase,
    pub(super) before: Asset,
    /// The asset to be changed, at its next version and in the state that the action leads to.
    pub(super) after: Asset,
}

pub(super) fn hold_asset(
    connection: &mut Connection,
    context: &Context,
    caller: &Caller,
    (case, id): (DissolutionId, AssetId),
    seen: &IfMatch,
    action: AssetAction,
) -> Result<Held, Failure> {
    let stored = hold::write(connection, &caller.scope, case, CaseRecord::Asset)?;
    let before = table::find(connection, case, id)?.ok_or_else(unknown)?;
    if action == AssetAction::Decide {
        hold::require_other_person(&stored, caller.id)?;
    }
    seen.check(before.version)?;
    let state = asset::require(before.division, before.state, action)?;
    let (version, recorded_at) = (before.version + 1, context.now);
    let after = Asset { state, version, recorded_at, ..before.clone() };
    Ok(Held { stored, before, after })
}

/// Adds a valuation.
///
/// # Errors
/// As every act on an asset; every fault of what was sent.
pub fn value(
    connection: &mut Connection,
    context: &Context,
    caller: &Caller,
    at: (DissolutionId, AssetId),
    seen: &IfMatch,
    new: NewValuation,
) -> Result<Asset, Failure> {
    let Held { mut stored, before, after } =
        hold_asset(connection, context, caller, at, seen, AssetAction::Value)?;
    let mut faults = Faults::default();
    let value = faults.or(money::amount("/value_vnd", new.value_vnd, 0));
    let valued_on = past(&mut faults, "/valued_on", new.valued_on, context.today());
    faults.refuse()?;
    let so_many = valuations::of_assets(connection, &[before.id])?.len();
    let most = i64::try_from(VALUATIONS_MAX).unwrap_or(i64::MAX);
    require_room(i64::try_from(so_many).unwrap_or(i64::MAX), most)?;
    let documents = exhibits(connection, before.case, &new.documents, "/document_ids")?;
    let valuation = Valuation {
        id: context.ids.make(),
        asset: before.id,
        method: new.method,
        value,
        valued_on,
        documents: documents.clone(),
        recorded_at: context.now,
    };
    valuations::insert(connection, before.case, &valuation)?;
    table::save(connection, &after)?;
    let told = Told {
        kind: "asset.valued",
        name: "valuation",
        before: None,
        after: serde_json::to_value(&valuation).map_err(Failure::unexpected)?,
        personal: serde_json::Value::Null,
        documents: &documents,
        effective_on: Some(valued_on),
    };
    tell(connection, context, &stored, told)?;
    hold::note_preparer(connection, &mut stored, caller.id, context.now)?;
    Ok(after)
}

/// Proposes what to do with an asset.
///
/// # Errors
/// As every act on an asset; something that may not be done with it; no reason.
pub fn propose(
    connection: &mut Connection,
    context: &Context,
    caller: &Caller,
    at: (DissolutionId, AssetId),
    seen: &IfMatch,
    (kind, reason, documents): (DisposalKind, String, Vec<DocumentId>),
) -> Result<Asset, Failure> {
    let Held { mut stored, before, after } =
        hold_asset(connection, context, caller, at, seen, AssetAction::Propose)?;
    let mut faults = Faults::default();
    let reason = faults.words("/reason", &reason, REASON_LENGTH_MAX);
    check_disposal(&mut faults, &before, kind);
    faults.refuse()?;
    let documents = exhibits(connection, before.case, &documents, "/document_ids")?;
    let proposal = Proposal { kind, reason, on: context.today(), documents: documents.clone() };
    // A new proposal: what was decided on the one before does not stand any more.
    let after = Asset { proposal: Some(proposal), decision: None, ..after };
    table::save(connection, &after)?;
    let what = ("asset.proposed", Some(&before));
    tell_of(connection, context, &stored, what, &after, &documents)?;
    hold::note_preparer(connection, &mut stored, caller.id, context.now)?;
    Ok(after)
}

/// Records what the competent agency decided.
///
/// # Errors
/// As every act on an asset; `permission_denied` for whoever prepared the case; an agency that did not
/// exist on that day; no decision.
pub fn decide(
    connection: &mut Connection,
    context: &Context,
    caller: &Caller,
    at: (DissolutionId, AssetId),
    seen: &IfMatch,
    (agencies, new): (&Agencies, NewDecision),
) -> Result<Asset, Failure> {
    let Held { stored, before, after } =
        hold_asset(connection, context, caller, at, seen, AssetAction::Decide)?;
    let mut faults = Faults::default();
    let number = faults.words("/number", &new.number, NAME_LENGTH_MAX);
    let on = past(&mut faults, "/decided_on", new.decided_on, context.today());
    check_disposal(&mut faults, &before, new.kind);
    let agency = agencies.get(&new.agency).filter(|agency| agency.in_force(on));
    if agency.is_none() {
        let detail = Text::fixed(
            "Cơ quan này không tồn tại vào ngày quyết định; danh mục ở /v1/agencies.",
            "There was no such agency on the day of the decision; /v1/agencies lists them.",
        );
        faults.add("/agency_code", "unknown_agency", detail);
    }
    faults.refuse()?;
    let documents = exhibits(connection, before.case, &new.documents, "/document_ids")?;
    require_document(&documents)?;
    let decision = Decision {
        kind: new.kind,
        agency_name: agency.map(|agency| agency.name_vi.clone()).unwrap_or_default(),
        agency: new.agency,
        number,
        on,
        documents: documents.clone(),
    };
    let after = Asset { decision: Some(decision), ..after };
    table::save(connection, &after)?;
    let what = ("asset.decided", Some(&before));
    tell_of(connection, context, &stored, what, &after, &documents)?;
    Ok(after)
}

/// What may not be done with such an asset, with the article where it is undivided.
fn check_disposal(faults: &mut Faults, asset: &Asset, kind: DisposalKind) {
    if asset::admits(asset.division, asset.kind, kind) {
        return;
    }
    let (detail, legal_basis) = match asset.division {
        AssetDivision::Undivided => (
            Text::fixed(
                "Tài sản không chia chỉ được bàn giao cho đơn vị tiếp nhận hoặc trả lại Nhà nước.",
                "Undivided assets are handed over to a receiving body or returned to the state only.",
            ),
            Some(UNDIVIDED),
        ),
        AssetDivision::Divisible => (
            Text::fixed(
                "Phương án này không dùng cho loại tài sản này.",
                "This cannot be done with an asset of this kind.",
            ),
            None,
        ),
    };
    let code = "not_for_this_asset";
    faults.push(Fault { pointer: "/kind".into(), code, detail, legal_basis });
}

/// One asset of a case within a scope, with its valuations.
///
/// # Errors
/// Not found, or outside the scope.
pub fn read(
    connection: &mut Connection,
    scope: &Scope,
    case: DissolutionId,
    id: AssetId,
) -> Result<(Valued, StoredCase), Failure> {
    let stored = store::case::find(connection, scope, case)?.ok_or_else(hold::unknown)?;
    let asset = table::find(connection, case, id)?.ok_or_else(unknown)?;
    let valuations = valuations::of_assets(connection, &[id])?;
    Ok(((asset, valuations), stored))
}

/// An asset that the case does not have.
#[must_use]
pub fn unknown() -> Refusal {
    Refusal::not_found("tài sản", "asset")
}

pub(super) fn tell_of(
    connection: &mut Connection,
    context: &Context,
    stored: &StoredCase,
    (kind, before): (&'static str, Option<&Asset>),
    after: &Asset,
    documents: &[Exhibit],
) -> Result<(), Failure> {
    let told = Told {
        kind,
        name: "asset",
        before: before.map(Asset::logged),
        after: after.logged(),
        personal: after.personal(),
        documents,
        effective_on: None,
    };
    tell(connection, context, stored, told)
}
