//! The cash book: money that comes in and goes out, each entry after the one before it, none of them
//! ever edited. The case is held while an entry is made, so two payers cannot spend the same money.

use htx_kit::{context::Context, db::Connection, failure::Failure};
use htx_model::{
    date::Date,
    dissolution::{
        CaseRecord,
        money::{AssetAction, CashEntryKind, ClaimAction, ReceivableAction},
    },
    id::{AssetId, CashEntryId, ClaimId, DissolutionId, DocumentId, ReceivableId},
    money::{self, Dong},
    refusal::{ErrorCode, Refusal, Text},
    words::REASON_LENGTH_MAX,
};

use super::{Faults, Told, assets, claims, receivables, require_document, tell, waterfall};
use crate::{
    domain::{
        asset::{self, Asset},
        cash::{self, CashEntry},
        claim::{self, Claim},
        day::past,
        receivable::{self, Receivable},
        step::Exhibit,
    },
    store::{
        case::StoredCase,
        money::{
            asset as asset_table, cash_entry as table, claim as claim_table,
            receivable as receivable_table,
        },
    },
    usecase::{
        documents::exhibits,
        hold::{self, Caller},
    },
};

/// An entry on its way.
#[derive(Debug, Clone)]
pub struct NewEntry {
    /// What it is.
    pub kind: CashEntryKind,
    /// How much.
    pub amount_vnd: i64,
    /// On which day the money moved: today where it is not said.
    pub booked_on: Option<Date>,
    /// The claim that is paid.
    pub claim: Option<ClaimId>,
    /// The receivable that is collected.
    pub receivable: Option<ReceivableId>,
    /// What it is for.
    pub description: String,
    /// What proves it.
    pub documents: Vec<DocumentId>,
}

/// A movement that was checked, but for the money that there is.
pub(super) struct Movement {
    pub(super) kind: CashEntryKind,
    /// Positive in, negative out.
    pub(super) amount: Dong,
    pub(super) booked_on: Date,
    pub(super) claim: Option<ClaimId>,
    pub(super) receivable: Option<ReceivableId>,
    pub(super) asset: Option<AssetId>,
    pub(super) reverses: Option<CashEntryId>,
    pub(super) documents: Vec<Exhibit>,
    pub(super) description: String,
}

impl Movement {
    pub(super) fn of(kind: CashEntryKind, amount: Dong, booked_on: Date) -> Self {
        Self {
            kind,
            amount,
            booked_on,
            claim: None,
            receivable: None,
            asset: None,
            reverses: None,
            documents: Vec::new(),
            description: String::new(),
        }
    }
}

/// Enters money that came in or went out.
///
/// # Errors
/// Not found outside the scope; another authority's case; a state that admits no entry; every limit
/// that it breaks.
pub fn book(
    connection: &mut Connection,
    context: &Context,
    caller: &Caller,
    case: DissolutionId,
    new: NewEntry,
) -> Result<CashEntry, Failure> {
    let mut stored = hold::write(connection, &caller.scope, case, CaseRecord::CashEntry)?;
    let mut faults = Faults::default();
    let amount = faults.or(money::amount("/amount_vnd", new.amount_vnd, 1));
    let booked_on = past(&mut faults, "/booked_on", new.booked_on, context.today());
    let description = faults.words("/description", &new.description, REASON_LENGTH_MAX);
    let comes_in = check_kind(&mut faults, &new);
    faults.refuse()?;
    let documents = exhibits(connection, case, &new.documents, "/document_ids")?;
    let signed = if comes_in { amount } else { Dong(-amount.0) };
    if !comes_in {
        require_document(&documents)?;
    }
    if let Some(id) = new.claim {
        pay(connection, context, &stored, id, amount, &documents)?;
    }
    if let Some(id) = new.receivable {
        collect(connection, context, &stored, id, amount, &documents)?;
    }
    let movement = Movement {
        claim: new.claim,
        receivable: new.receivable,
        documents,
        description,
        ..Movement::of(new.kind, signed, booked_on)
    };
    let entry = enter(connection, context, &stored, movement)?;
    hold::note_preparer(connection, &mut stored, caller.id, context.now)?;
    Ok(entry)
}

/// Whether money comes in by what was sent; what is made elsewhere, and what names the wrong record, is
/// a fault.
fn check_kind(faults: &mut Faults, new: &NewEntry) -> bool {
    if matches!(new.kind, CashEntryKind::AssetSale | CashEntryKind::Reversal) {
        let detail = Text::fixed(
            "Bút toán này được lập khi xử lý tài sản (dispose) hoặc khi đảo bút toán (reverse).",
            "Such an entry is made by disposing of an asset (dispose) or by taking an entry back (reverse).",
        );
        faults.add("/kind", "made_elsewhere", detail);
    }
    if new.kind == CashEntryKind::Cost {
        let detail = Text::fixed(
            "Chi phí giải thể là khoản nợ hạng dissolution_costs: đăng ký tại claims, người khác công \
             nhận, rồi chi bằng bút toán claim_payment.",
            "What the dissolution costs is a claim of the class dissolution_costs: register it among \
             the claims, let another person admit it, then pay it by a claim_payment.",
        );
        faults.add("/kind", "paid_as_a_claim", detail);
    }
    let pays = new.kind == CashEntryKind::ClaimPayment;
    if pays != new.claim.is_some() {
        let detail = Text::fixed(
            "Bút toán thanh toán nợ nêu claim_id; bút toán khác thì không.",
            "A payment of a claim names claim_id; no other entry does.",
        );
        faults.add("/claim_id", "kind_and_record_differ", detail);
    }
    let collects = new.kind == CashEntryKind::ReceivableCollected;
    if collects != new.receivable.is_some() {
        let detail = Text::fixed(
            "Bút toán thu hồi nợ nêu receivable_id; bút toán khác thì không.",
            "A collection names receivable_id; no other entry does.",
        );
        faults.add("/receivable_id", "kind_and_record_differ", detail);
    }
    new.kind.comes_in().unwrap_or_default()
}

/// Pays a claim: never beyond what was admitted, beyond the money there is, or before its turn.
fn pay(
    connection: &mut Connection,
    context: &Context,
    stored: &StoredCase,
    id: ClaimId,
    amount: Dong,
    documents: &[Exhibit],
) -> Result<(), Failure> {
    let case = stored.case.id;
    let before = claim_table::find(connection, case, id)?.ok_or_else(claims::unknown)?;
    claim::require(before.state, ClaimAction::Pay)?;
    waterfall::require_turn(connection, case, before.class, context.today())?;
    let book = table::book(connection, case)?;
    let entitled = waterfall::due(connection, stored, id, context.today())?;
    cash::check_payment(book, &before, entitled.due, amount, &entitled.order.basis)
        .map_err(Refusal::rules)?;
    let after = changed_claim(context, &before, amount);
    claim_table::save(connection, &after)?;
    let kind = "claim.paid";
    claims::tell_of(connection, context, stored, kind, Some(&before), &after, documents)
}

fn changed_claim(context: &Context, before: &Claim, amount: Dong) -> Claim {
    let (version, recorded_at) = (before.version + 1, context.now);
    Claim { version, recorded_at, ..before.clone().with_payment(amount) }
}

fn collect(
    connection: &mut Connection,
    context: &Context,
    stored: &StoredCase,
    id: ReceivableId,
    amount: Dong,
    documents: &[Exhibit],
) -> Result<(), Failure> {
    let found = receivable_table::find(connection, stored.case.id, id)?;
    let before = found.ok_or_else(receivables::unknown)?;
    receivable::require(before.state, ReceivableAction::Collect)?;
    if amount > before.outstanding() {
        let mut faults = Faults::default();
        let outstanding = before.outstanding();
        let detail = Text::made(
            format!("Chỉ còn phải thu {outstanding}."),
            format!("Only {outstanding} is still to be collected."),
        );
        faults.add("/amount_vnd", "beyond_what_is_owed", detail);
        return Ok(faults.refuse()?);
    }
    let after = changed_receivable(context, &before, amount);
    receivable_table::save(connection, &after)?;
    let kind = "receivable.collected";
    receivables::tell_of(connection, context, stored, kind, Some(&before), &after, documents)
}

fn changed_receivable(context: &Context, before: &Receivable, amount: Dong) -> Receivable {
    let (version, recorded_at) = (before.version + 1, context.now);
    Receivable { version, recorded_at, ..before.clone().with_collection(amount) }
}

/// Takes an entry back by its counter-entry; what it paid, collected or sold stands as before it.
///
/// # Errors
/// Not found outside the scope; an entry that was taken back, or that takes one back itself; money
/// that is not there any more; no reason; money that came in, without a document.
pub fn reverse(
    connection: &mut Connection,
    context: &Context,
    caller: &Caller,
    (case, id): (DissolutionId, CashEntryId),
    (reason, documents): (String, Vec<DocumentId>),
) -> Result<CashEntry, Failure> {
    let mut stored = hold::write(connection, &caller.scope, case, CaseRecord::CashEntry)?;
    let (entry, _) = table::find(connection, case, id)?.ok_or_else(unknown)?;
    if entry.kind == CashEntryKind::Reversal || table::is_reversed(connection, id)? {
        let detail = Text::fixed(
            "Bút toán này đã được đảo, hoặc chính nó là bút toán đảo.",
            "This entry was taken back, or takes another one back.",
        );
        return Err(Refusal::new(ErrorCode::StateConflict, detail).into());
    }
    let mut faults = Faults::default();
    let reason = faults.words("/reason", &reason, REASON_LENGTH_MAX);
    faults.refuse()?;
    let documents = exhibits(connection, case, &documents, "/document_ids")?;
    // What came in goes out again: not without a proof, like all that goes out.
    if entry.amount > Dong::ZERO {
        require_document(&documents)?;
    }
    undo(connection, context, &stored, &entry, &documents)?;
    let movement = Movement {
        claim: entry.claim,
        receivable: entry.receivable,
        asset: entry.asset,
        reverses: Some(id),
        documents,
        description: reason,
        ..Movement::of(CashEntryKind::Reversal, Dong(-entry.amount.0), context.today())
    };
    let counter = enter(connection, context, &stored, movement)?;
    hold::note_preparer(connection, &mut stored, caller.id, context.now)?;
    Ok(counter)
}

/// Puts back what an entry did beside moving money.
fn undo(
    connection: &mut Connection,
    context: &Context,
    stored: &StoredCase,
    entry: &CashEntry,
    documents: &[Exhibit],
) -> Result<(), Failure> {
    let case = stored.case.id;
    if let Some(id) = entry.claim {
        let before = claim_table::find(connection, case, id)?.ok_or_else(claims::unknown)?;
        claim::require(before.state, ClaimAction::Unpay)?;
        // A payment's amount is negative.
        let after = changed_claim(context, &before, entry.amount);
        claim_table::save(connection, &after)?;
        let kind = "claim.unpaid";
        claims::tell_of(connection, context, stored, kind, Some(&before), &after, documents)?;
    }
    if let Some(id) = entry.receivable {
        let found = receivable_table::find(connection, case, id)?;
        let before = found.ok_or_else(receivables::unknown)?;
        receivable::require(before.state, ReceivableAction::Uncollect)?;
        let after = changed_receivable(context, &before, Dong(-entry.amount.0));
        receivable_table::save(connection, &after)?;
        let kind = "receivable.uncollected";
        receivables::tell_of(connection, context, stored, kind, Some(&before), &after, documents)?;
    }
    if let Some(id) = entry.asset {
        let before = asset_table::find(connection, case, id)?.ok_or_else(assets::unknown)?;
        let state = asset::require(before.division, before.state, AssetAction::Undispose)?;
        let (version, recorded_at) = (before.version + 1, context.now);
        let after = Asset { state, disposal: None, version, recorded_at, ..before.clone() };
        asset_table::save(connection, &after)?;
        let what = ("asset.reopened", Some(&before));
        assets::tell_of(connection, context, stored, what, &after, documents)?;
    }
    Ok(())
}

/// Makes the entry: the next in the book, with the balance after it.
pub(super) fn enter(
    connection: &mut Connection,
    context: &Context,
    stored: &StoredCase,
    movement: Movement,
) -> Result<CashEntry, Failure> {
    let case = stored.case.id;
    let book = table::book(connection, case)?.moved(movement.amount);
    let book = book.map_err(|fault| Refusal::rules(vec![fault]))?;
    let entry = CashEntry {
        id: context.ids.make(),
        case,
        sequence: book.entries,
        kind: movement.kind,
        amount: movement.amount,
        balance: book.balance,
        booked_on: movement.booked_on,
        claim: movement.claim,
        receivable: movement.receivable,
        asset: movement.asset,
        reverses: movement.reverses,
        documents: movement.documents,
        recorded_by: context.actor.name.clone(),
        recorded_at: context.now,
    };
    table::insert(connection, &entry, &movement.description)?;
    let told = Told {
        kind: "cash_entry.booked",
        name: "cash_entry",
        before: None,
        after: serde_json::to_value(&entry).map_err(Failure::unexpected)?,
        personal: serde_json::json!({ "description": movement.description }),
        documents: &entry.documents,
        effective_on: Some(entry.booked_on),
    };
    tell(connection, context, stored, told)?;
    Ok(entry)
}

/// An entry that the case does not have.
#[must_use]
pub fn unknown() -> Refusal {
    Refusal::not_found("bút toán", "cash entry")
}
