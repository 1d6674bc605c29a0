//! Corrects an asset on the inventory, as long as nothing was decided on it.

use htx_kit::{context::Context, db::Connection, failure::Failure, http::IfMatch};
use htx_model::{
    dissolution::money::{AssetAction, AssetDivision, AssetKind, AssetOrigin, AssetState},
    id::{AssetId, DissolutionId, DocumentId},
    money,
    words::REASON_LENGTH_MAX,
};

use super::{
    Faults,
    assets::{Held, NAME_LENGTH_MAX, check_kind, hold_asset, tell_of},
};
use crate::{
    domain::asset::{self, Asset, Proposal},
    store::money::asset as table,
    usecase::{
        documents::exhibits,
        hold::{self, Caller},
    },
};

/// What is corrected; what is not said stays.
#[derive(Debug, Clone, Default)]
pub struct Correction {
    /// What it is.
    pub kind: Option<AssetKind>,
    /// Whether papers show where it comes from.
    pub origin: Option<AssetOrigin>,
    /// Whether it may be shared out.
    pub division: Option<AssetDivision>,
    /// What it is called.
    pub name: Option<String>,
    /// More about it.
    pub details: Option<String>,
    /// What the books say it is worth.
    pub book_value_vnd: Option<i64>,
    /// What proves it: these instead of those before.
    pub evidence: Option<Vec<DocumentId>>,
}

/// Corrects an asset that the caller has seen. A proposal that does not fit what it is now falls away.
///
/// # Errors
/// As every act on an asset; every fault of what was sent.
pub fn change(
    connection: &mut Connection,
    context: &Context,
    caller: &Caller,
    at: (DissolutionId, AssetId),
    seen: &IfMatch,
    correction: Correction,
) -> Result<Asset, Failure> {
    let Held { mut stored, before, after } =
        hold_asset(connection, context, caller, at, seen, AssetAction::Correct)?;
    let mut faults = Faults::default();
    let name = faults.given("/name", correction.name.as_deref(), NAME_LENGTH_MAX);
    let details = faults.given("/details", correction.details.as_deref(), REASON_LENGTH_MAX);
    let book_value = correction
        .book_value_vnd
        .map(|value| faults.or(money::amount("/book_value_vnd", value, 0)));
    let evidence = match &correction.evidence {
        Some(ids) => exhibits(connection, before.case, ids, "/evidence_document_ids")?,
        None => before.evidence.clone(),
    };
    let after = Asset {
        kind: correction.kind.unwrap_or(before.kind),
        origin: correction.origin.unwrap_or(before.origin),
        division: correction.division.unwrap_or(before.division),
        name: name.unwrap_or_else(|| before.name.clone()),
        details: details.or_else(|| before.details.clone()),
        book_value: book_value.or(before.book_value),
        evidence,
        ..after
    };
    check_kind(&mut faults, after.kind, after.origin, after.evidence.is_empty());
    faults.refuse()?;
    let fits = |proposal: &Proposal| asset::admits(after.division, after.kind, proposal.kind);
    let proposal = after.proposal.clone().filter(fits);
    let state = if proposal.is_some() { AssetState::Proposed } else { AssetState::Listed };
    let after = Asset { state, proposal, ..after };
    table::save(connection, &after)?;
    let what = ("asset.corrected", Some(&before));
    tell_of(connection, context, &stored, what, &after, &after.evidence)?;
    hold::note_preparer(connection, &mut stored, caller.id, context.now)?;
    Ok(after)
}
