//! The cash book.

use diesel::{
    ExpressionMethods as _, Insertable, NullableExpressionMethods as _, OptionalExtension as _,
    QueryDsl as _, Queryable, RunQueryDsl as _, Selectable, SelectableHelper as _,
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{code, written},
    },
    failure::Failure,
};
use htx_model::{
    code_list::CodeList as _,
    date::{Date, Instant},
    dissolution::money::CashEntryKind,
    id::{AssetId, CashEntryId, ClaimId, DissolutionId, ReceivableId},
    money::Dong,
};

use super::documents;
use crate::{
    domain::cash::{Book, CashEntry},
    store::schema::{cash_entry, cash_entry_description},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = cash_entry)]
struct CashEntryRow {
    id: CashEntryId,
    dissolution_id: DissolutionId,
    sequence: i64,
    kind: String,
    amount_vnd: i64,
    balance_vnd: i64,
    booked_on: Date,
    claim_id: Option<ClaimId>,
    receivable_id: Option<ReceivableId>,
    asset_id: Option<AssetId>,
    reverses_id: Option<CashEntryId>,
    documents: String,
    recorded_by: String,
    recorded_at: Instant,
}

#[derive(Insertable)]
#[diesel(table_name = cash_entry, treat_none_as_default_value = false)]
struct NewCashEntryRow<'a> {
    id: Bind<CashEntryId>,
    dissolution_id: Bind<DissolutionId>,
    sequence: i64,
    kind: &'static str,
    amount_vnd: i64,
    balance_vnd: i64,
    booked_on: Bind<Date>,
    claim_id: Bind<Option<ClaimId>>,
    receivable_id: Bind<Option<ReceivableId>>,
    asset_id: Bind<Option<AssetId>>,
    reverses_id: Bind<Option<CashEntryId>>,
    documents: String,
    recorded_by: &'a str,
    recorded_at: Bind<Instant>,
}

impl TryFrom<CashEntryRow> for CashEntry {
    type Error = Failure;

    fn try_from(row: CashEntryRow) -> Result<Self, Failure> {
        Ok(Self {
            id: row.id,
            case: row.dissolution_id,
            sequence: row.sequence,
            kind: code(&row.kind)?,
            amount: Dong(row.amount_vnd),
            balance: Dong(row.balance_vnd),
            booked_on: row.booked_on,
            claim: row.claim_id,
            receivable: row.receivable_id,
            asset: row.asset_id,
            reverses: row.reverses_id,
            documents: documents(&row.documents)?,
            recorded_by: row.recorded_by,
            recorded_at: row.recorded_at,
        })
    }
}

/// An entry with what it is for, in words, unless that was erased.
pub type Described = (CashEntry, Option<String>);

/// Which entries of a case.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter {
    /// Of this kind.
    pub kind: Option<CashEntryKind>,
    /// That pay this claim.
    pub claim: Option<ClaimId>,
}

/// A page of the cash book of a case, in its order.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    case: DissolutionId,
    filter: &Filter,
    after: Option<i64>,
    limit: i64,
) -> Result<Vec<Described>, Failure> {
    let mut query = cash_entry::table
        .left_join(cash_entry_description::table)
        .filter(cash_entry::dissolution_id.eq(Bind(case)))
        .order(cash_entry::sequence)
        .limit(limit)
        .into_boxed();
    if let Some(kind) = filter.kind {
        query = query.filter(cash_entry::kind.eq(kind.code()));
    }
    if let Some(claim) = filter.claim {
        query = query.filter(cash_entry::claim_id.eq(Bind(claim)));
    }
    if let Some(after) = after {
        query = query.filter(cash_entry::sequence.gt(after));
    }
    let rows: Vec<(CashEntryRow, Option<String>)> = query
        .select((CashEntryRow::as_select(), cash_entry_description::description.nullable()))
        .load(connection)?;
    rows.into_iter().map(|(row, description)| Ok((row.try_into()?, description))).collect()
}

/// One entry of a case.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    case: DissolutionId,
    id: CashEntryId,
) -> Result<Option<Described>, Failure> {
    let row: Option<(CashEntryRow, Option<String>)> = cash_entry::table
        .left_join(cash_entry_description::table)
        .filter(cash_entry::id.eq(Bind(id)))
        .filter(cash_entry::dissolution_id.eq(Bind(case)))
        .select((CashEntryRow::as_select(), cash_entry_description::description.nullable()))
        .first(connection)
        .optional()?;
    row.map(|(row, description)| Ok((row.try_into()?, description))).transpose()
}

/// How the book of a case stands.
///
/// # Errors
/// What the database reports.
pub fn book(connection: &mut Connection, case: DissolutionId) -> Result<Book, Failure> {
    let last: Option<(i64, i64)> = cash_entry::table
        .filter(cash_entry::dissolution_id.eq(Bind(case)))
        .order(cash_entry::sequence.desc())
        .select((cash_entry::sequence, cash_entry::balance_vnd))
        .first(connection)
        .optional()?;
    let stands = |(entries, balance)| Book { entries, balance: Dong(balance) };
    Ok(last.map(stands).unwrap_or_default())
}

/// Whether an entry was taken back.
///
/// # Errors
/// What the database reports.
pub fn is_reversed(connection: &mut Connection, id: CashEntryId) -> Result<bool, Failure> {
    let reversing = cash_entry::table.filter(cash_entry::reverses_id.eq(Bind(id)));
    let found: Option<CashEntryId> =
        reversing.select(cash_entry::id).first(connection).optional()?;
    Ok(found.is_some())
}

/// Whether a case has an entry of a kind for an asset that was not taken back.
///
/// # Errors
/// What the database reports.
pub fn sale_stands(connection: &mut Connection, asset: AssetId) -> Result<bool, Failure> {
    let of_asset: Vec<i64> = cash_entry::table
        .filter(cash_entry::asset_id.eq(Bind(asset)))
        .select(cash_entry::amount_vnd)
        .load(connection)?;
    // A sale and its counter-entry cancel out.
    Ok(of_asset.iter().sum::<i64>() != 0)
}

/// Enters an entry, with what it is for.
///
/// # Errors
/// What the database reports.
pub fn insert(
    connection: &mut Connection,
    entry: &CashEntry,
    description: &str,
) -> Result<(), Failure> {
    let row = NewCashEntryRow {
        id: Bind(entry.id),
        dissolution_id: Bind(entry.case),
        sequence: entry.sequence,
        kind: entry.kind.code(),
        amount_vnd: entry.amount.0,
        balance_vnd: entry.balance.0,
        booked_on: Bind(entry.booked_on),
        claim_id: Bind(entry.claim),
        receivable_id: Bind(entry.receivable),
        asset_id: Bind(entry.asset),
        reverses_id: Bind(entry.reverses),
        documents: written(&entry.documents)?,
        recorded_by: &entry.recorded_by,
        recorded_at: Bind(entry.recorded_at),
    };
    diesel::insert_into(cash_entry::table).values(&row).execute(connection)?;
    diesel::insert_into(cash_entry_description::table)
        .values((
            cash_entry_description::cash_entry_id.eq(Bind(entry.id)),
            cash_entry_description::description.eq(description),
        ))
        .execute(connection)?;
    Ok(())
}
