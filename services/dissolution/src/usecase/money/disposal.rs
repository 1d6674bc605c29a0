//! What becomes of assets: divisible ones are disposed of, and what they bring is in the cash book in
//! the same transaction; undivided ones are handed over on a track of their own.

use htx_kit::{context::Context, db::Connection, failure::Failure, http::IfMatch};
use htx_model::{
    agency::{Agencies, AgencyCode},
    date::Date,
    dissolution::{
        CaseRecord,
        money::{AssetAction, CashEntryKind},
    },
    id::{AssetId, DissolutionId, DocumentId},
    money::{self, Dong},
    refusal::{ErrorCode, Refusal, Text},
    words::REASON_LENGTH_MAX,
};

use super::{
    Faults,
    assets::{Held, hold_asset, tell_of},
    cash_book::{self, Movement},
    require_document,
};
use crate::{
    domain::{
        asset::{Asset, Decision, Disposal, brings_money},
        day::past,
        room,
    },
    store::money::{asset as table, cash_entry},
    usecase::{
        documents::exhibits,
        hold::{self, Caller},
    },
};

/// The longest name of a receiving body.
const NAME_LENGTH_MAX: usize = 300;

/// How an asset was disposed of; what was done is what was decided.
#[derive(Debug, Clone)]
pub struct NewDisposal {
    /// What it brought, where it was sold.
    pub price_vnd: Option<i64>,
    /// When: today where it is not said.
    pub disposed_on: Option<Date>,
    /// What proves it.
    pub documents: Vec<DocumentId>,
}

/// How an undivided asset was handed over.
#[derive(Debug, Clone)]
pub struct HandOver {
    /// The body that received it.
    pub receiver: String,
    /// That body, where it is an agency.
    pub agency: Option<AgencyCode>,
    /// When: today where it is not said.
    pub handed_over_on: Option<Date>,
    /// The record of it.
    pub documents: Vec<DocumentId>,
}

/// Disposes of a divisible asset as it was decided. What it brings is entered in the cash book.
///
/// # Errors
/// As every act on an asset; a case that is not decided; every fault of what was sent.
pub fn dispose(
    connection: &mut Connection,
    context: &Context,
    caller: &Caller,
    at: (DissolutionId, AssetId),
    seen: &IfMatch,
    new: NewDisposal,
) -> Result<Asset, Failure> {
    let Held { mut stored, before, after } =
        hold_asset(connection, context, caller, at, seen, AssetAction::Dispose)?;
    // Nothing leaves the organisation before its dissolution is decided.
    room::require(stored.case.state, CaseRecord::CashEntry)?;
    let decision = decided(&before)?;
    let mut faults = Faults::default();
    let on = past(&mut faults, "/disposed_on", new.disposed_on, context.today());
    let price = match (brings_money(decision.kind), new.price_vnd) {
        (true, Some(price)) => faults.or(money::amount("/price_vnd", price, 1)),
        (false, None) => Dong::ZERO,
        (true, None) => {
            let detail = Text::fixed("Phải nêu số tiền thu được.", "It must say what it brought.");
            faults.add("/price_vnd", "missing_price", detail);
            Dong::ZERO
        }
        (false, Some(_)) => {
            let detail = Text::fixed(
                "Phương án đã quyết định không thu tiền.",
                "What was decided brings no money.",
            );
            faults.add("/price_vnd", "brings_no_money", detail);
            Dong::ZERO
        }
    };
    faults.refuse()?;
    let documents = exhibits(connection, before.case, &new.documents, "/document_ids")?;
    require_document(&documents)?;
    let disposal = Disposal {
        kind: decision.kind,
        on,
        price,
        receiver: None,
        receiving_agency: None,
        documents: documents.clone(),
    };
    let after = Asset { disposal: Some(disposal), ..after };
    table::save(connection, &after)?;
    let what = ("asset.disposed", Some(&before));
    tell_of(connection, context, &stored, what, &after, &documents)?;
    if price > Dong::ZERO {
        let movement = Movement {
            asset: Some(before.id),
            documents,
            description: after.name.clone(),
            ..Movement::of(CashEntryKind::AssetSale, price, on)
        };
        cash_book::enter(connection, context, &stored, movement)?;
    }
    hold::note_preparer(connection, &mut stored, caller.id, context.now)?;
    Ok(after)
}

/// Hands an undivided asset over to the body that receives it.
///
/// # Errors
/// As every act on an asset; a case that is not decided; every fault of what was sent.
pub fn hand_over(
    connection: &mut Connection,
    context: &Context,
    caller: &Caller,
    at: (DissolutionId, AssetId),
    seen: &IfMatch,
    (agencies, new): (&Agencies, HandOver),
) -> Result<Asset, Failure> {
    let Held { mut stored, before, after } =
        hold_asset(connection, context, caller, at, seen, AssetAction::HandOver)?;
    room::require(stored.case.state, CaseRecord::CashEntry)?;
    let decision = decided(&before)?;
    let mut faults = Faults::default();
    let on = past(&mut faults, "/handed_over_on", new.handed_over_on, context.today());
    let receiver = faults.words("/receiver", &new.receiver, NAME_LENGTH_MAX);
    let known = |code: &AgencyCode| agencies.get(code).is_some_and(|agency| agency.in_force(on));
    if new.agency.as_ref().is_some_and(|code| !known(code)) {
        let detail = Text::fixed(
            "Cơ quan này không tồn tại vào ngày bàn giao; danh mục ở /v1/agencies.",
            "There was no such agency on the day of the handover; /v1/agencies lists them.",
        );
        faults.add("/receiving_agency_code", "unknown_agency", detail);
    }
    faults.refuse()?;
    let documents = exhibits(connection, before.case, &new.documents, "/document_ids")?;
    require_document(&documents)?;
    let disposal = Disposal {
        kind: decision.kind,
        on,
        price: Dong::ZERO,
        receiver: Some(receiver),
        receiving_agency: new.agency,
        documents: documents.clone(),
    };
    let after = Asset { disposal: Some(disposal), ..after };
    table::save(connection, &after)?;
    let what = ("asset.handed_over", Some(&before));
    tell_of(connection, context, &stored, what, &after, &documents)?;
    hold::note_preparer(connection, &mut stored, caller.id, context.now)?;
    Ok(after)
}

/// Takes back a disposal that was recorded wrongly and brought no money. One that did is taken back
/// by the counter-entry in the cash book.
///
/// # Errors
/// As every act on an asset; a sale whose money is in the cash book; no reason.
pub fn reopen(
    connection: &mut Connection,
    context: &Context,
    caller: &Caller,
    at: (DissolutionId, AssetId),
    seen: &IfMatch,
    (reason, documents): (String, Vec<DocumentId>),
) -> Result<Asset, Failure> {
    let Held { mut stored, before, after } =
        hold_asset(connection, context, caller, at, seen, AssetAction::Undispose)?;
    if cash_entry::sale_stands(connection, before.id)? {
        let detail = Text::fixed(
            "Tiền bán tài sản này đang ở trong sổ quỹ.",
            "What this asset brought is in the cash book.",
        );
        return Err(Refusal::new(ErrorCode::StateConflict, detail)
            .advising(Text::fixed(
                "Hãy đảo bút toán thu đó; tài sản sẽ trở lại trạng thái trước.",
                "Take that entry back; the asset returns to the state before with it.",
            ))
            .into());
    }
    let mut faults = Faults::default();
    let reason = faults.words("/reason", &reason, REASON_LENGTH_MAX);
    faults.refuse()?;
    let documents = exhibits(connection, before.case, &documents, "/document_ids")?;
    let after = Asset { disposal: None, ..after };
    table::save(connection, &after)?;
    let told = super::Told {
        kind: "asset.reopened",
        name: "asset",
        before: Some(before.logged()),
        after: after.logged(),
        personal: serde_json::json!({ "name": after.name, "reason": reason }),
        documents: &documents,
        effective_on: None,
    };
    super::tell(connection, context, &stored, told)?;
    hold::note_preparer(connection, &mut stored, caller.id, context.now)?;
    Ok(after)
}

fn decided(asset: &Asset) -> Result<&Decision, Failure> {
    asset.decision.as_ref().ok_or_else(|| Failure::unexpected("a decided asset has no decision"))
}
