//! The money of a case in sums.

use htx_model::{
    code_list::CodeList as _,
    dissolution::money::{AssetDivision, CashEntryKind, PaymentClass, ReceivableState},
    money::Dong,
};
use serde::Serialize;

use super::fold::{Foreign, Records};

/// What became of the money of a case (tình hình tài chính).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct MoneySummary {
    /// Claims by payment class (nợ phải trả); classes without any are left out.
    #[schema(max_items = 5)]
    pub claims: Vec<ClaimSum>,
    /// Receivables (nợ phải thu).
    pub receivables: ReceivableSum,
    /// Assets by division (tài sản).
    #[schema(max_items = 2)]
    pub assets: Vec<AssetSum>,
    /// The cash book (sổ quỹ).
    pub cash: CashSum,
}

/// Claims of one payment class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ClaimSum {
    /// The class (hạng ưu tiên).
    pub payment_class: PaymentClass,
    /// How many.
    #[schema(minimum = 0)]
    pub count: u32,
    /// What is claimed (số khai báo).
    pub claimed_vnd: Dong,
    /// What was admitted (số công nhận).
    pub admitted_vnd: Dong,
    /// What was paid (số đã trả).
    pub paid_vnd: Dong,
}

/// Receivables.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ReceivableSum {
    /// How many.
    #[schema(minimum = 0)]
    pub count: u32,
    /// How many are still to be collected.
    #[schema(minimum = 0)]
    pub open: u32,
    /// What is owed (số phải thu).
    pub amount_vnd: Dong,
    /// What was collected (số đã thu).
    pub collected_vnd: Dong,
}

/// Assets of one division.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AssetSum {
    /// Whether they may be shared out (chia, không chia).
    pub division: AssetDivision,
    /// How many.
    #[schema(minimum = 0)]
    pub count: u32,
    /// How many are neither disposed of nor handed over.
    #[schema(minimum = 0)]
    pub open: u32,
    /// What they are worth by their last valuation, else by the books (giá trị).
    pub value_vnd: Dong,
    /// What they brought (số thu được).
    pub price_vnd: Dong,
}

/// The cash book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct CashSum {
    /// How many entries.
    #[schema(minimum = 0)]
    pub entries: u32,
    /// How many of them take another back (bút toán đảo).
    #[schema(minimum = 0)]
    pub reversals: u32,
    /// What came in (tổng thu).
    pub received_vnd: Dong,
    /// What went out (tổng chi).
    pub paid_out_vnd: Dong,
    /// What there was (số dư).
    pub balance_vnd: Dong,
}

/// The sums over what was written.
pub(super) fn summary(records: &Records) -> Result<MoneySummary, Foreign> {
    Ok(MoneySummary {
        claims: claims(records)?,
        receivables: ReceivableSum {
            count: count(records.receivables.len()),
            open: count(
                records.receivables.iter().filter(|one| one.state == ReceivableState::Open).count(),
            ),
            amount_vnd: sum("receivable", records.receivables.iter().map(|one| one.amount_vnd))?,
            collected_vnd: sum(
                "receivable",
                records.receivables.iter().map(|one| one.collected_vnd),
            )?,
        },
        assets: assets(records)?,
        cash: cash(records)?,
    })
}

fn claims(records: &Records) -> Result<Vec<ClaimSum>, Foreign> {
    let mut sums = Vec::new();
    for class in PaymentClass::all() {
        let of = || records.claims.iter().filter(|claim| claim.payment_class == *class);
        if of().next().is_none() {
            continue;
        }
        sums.push(ClaimSum {
            payment_class: *class,
            count: count(of().count()),
            claimed_vnd: sum("claim", of().map(|claim| claim.claimed_vnd))?,
            admitted_vnd: sum("claim", of().filter_map(|claim| claim.admitted_vnd))?,
            paid_vnd: sum("claim", of().map(|claim| claim.paid_vnd))?,
        });
    }
    Ok(sums)
}

fn assets(records: &Records) -> Result<Vec<AssetSum>, Foreign> {
    let mut sums = Vec::new();
    for division in AssetDivision::all() {
        let of = || records.assets.iter().filter(|asset| asset.division == *division);
        if of().next().is_none() {
            continue;
        }
        let value = |asset: &super::records::AssetRecord| {
            let last = records.valuations.iter().rev().find(|one| one.asset_id == asset.id);
            last.map(|one| one.value_vnd).or(asset.book_value_vnd)
        };
        let price = |asset: &super::records::AssetRecord| asset.disposal.as_ref().map(|d| d.price);
        sums.push(AssetSum {
            division: *division,
            count: count(of().count()),
            open: count(of().filter(|asset| super::facts::is_left(asset)).count()),
            value_vnd: sum("asset", of().filter_map(value))?,
            price_vnd: sum("asset", of().filter_map(price))?,
        });
    }
    Ok(sums)
}

fn cash(records: &Records) -> Result<CashSum, Foreign> {
    let amounts = || records.cash.iter().map(|entry| entry.amount_vnd);
    let reversals = records.cash.iter().filter(|entry| entry.kind == CashEntryKind::Reversal);
    let received = sum("cash_entry", amounts().filter(|amount| amount.0 > 0))?;
    let balance = sum("cash_entry", amounts())?;
    let out = received.checked_sub(balance).ok_or_else(too_much)?;
    Ok(CashSum {
        entries: count(records.cash.len()),
        reversals: count(reversals.count()),
        received_vnd: received,
        paid_out_vnd: out,
        balance_vnd: balance,
    })
}

/// What there is in the cash book.
pub(super) fn balance(records: &Records) -> Dong {
    Dong(records.cash.iter().fold(0, |sum, entry| entry.amount_vnd.0.saturating_add(sum)))
}

fn sum(what: &str, amounts: impl Iterator<Item = Dong>) -> Result<Dong, Foreign> {
    Dong::checked_sum(amounts).ok_or_else(|| Foreign { what: what.to_owned(), ..too_much() })
}

fn too_much() -> Foreign {
    Foreign::new("money", "a sum beyond 64 bits")
}

pub(super) fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}
