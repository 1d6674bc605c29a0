//! What would be if: other sale prices, other amounts admitted, debts collected, further costs. A
//! scenario is computed and saved nowhere.

use std::collections::HashMap;

use htx_model::{
    dissolution::money::{AssetDivision, AssetState, PaymentClass},
    id::{AssetId, ClaimId, ReceivableId},
    money::{self, AMOUNT_MAX, Dong},
    refusal::{Fault, Text},
};

use super::{
    asset::{Asset, UNDIVIDED},
    claim::{Claim, ClaimState},
    payment_order::PaymentOrder,
    receivable::Receivable,
    waterfall::{AdmittedClaim, Distribution, WaterfallError, distribute},
};

/// What is assumed.
#[derive(Debug, Clone, Default)]
pub struct Scenario {
    /// What it is called.
    pub name: String,
    /// Whether divisible assets that are still there bring what they were last found to be worth.
    pub assets_at_value: bool,
    /// What named divisible assets bring instead.
    pub asset_prices: Vec<(AssetId, i64)>,
    /// What is admitted of named claims instead; nothing where it is zero.
    pub admitted: Vec<(ClaimId, i64)>,
    /// What is collected of named receivables.
    pub collected: Vec<(ReceivableId, i64)>,
    /// What the dissolution costs beside what was paid and claimed.
    pub further_costs_vnd: i64,
}

/// A case as a scenario starts from it.
#[derive(Debug, Clone)]
pub struct Case {
    /// The money in the cash book.
    pub balance: Dong,
    /// Every claim.
    pub claims: Vec<Claim>,
    /// Every receivable that is still to be collected.
    pub receivables: Vec<Receivable>,
    /// Every asset.
    pub assets: Vec<Asset>,
    /// What assets were last found to be worth.
    pub values: HashMap<AssetId, Dong>,
}

/// Where the money of a scenario comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Money {
    /// In the cash book.
    pub balance: Dong,
    /// Paid to creditors and members before.
    pub paid: Dong,
    /// From assets that are assumed to be sold.
    pub assets: Dong,
    /// From receivables that are assumed to be collected.
    pub collected: Dong,
    /// Taken by further costs, which come before everybody.
    pub further_costs: Dong,
}

/// What is left out of a scenario, and why nobody gets it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Undivided assets that are still there: never paid out.
    pub undivided_assets: u32,
    /// What they were last found to be worth.
    pub undivided_value: Dong,
    /// Divisible assets without a price in this scenario.
    pub unpriced_assets: u32,
    /// Claims that are not decided.
    pub undecided_claims: u32,
    /// What they claim.
    pub undecided: Dong,
}

/// A scenario that was computed.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// What it was called.
    pub name: String,
    /// Where the money comes from.
    pub money: Money,
    /// Who gets what.
    pub distribution: Distribution,
    /// What is left out.
    pub left_out: LeftOut,
}

/// Computes the scenario that was sent as the so manieth.
///
/// # Errors
/// Records that the case does not have, amounts that cannot be, an undivided asset that would be sold.
pub fn compute(
    case: &Case,
    order: &PaymentOrder,
    scenario: Scenario,
    at: usize,
) -> Result<Outcome, Vec<Fault>> {
    let mut faults = Vec::new();
    let prices = prices(case, &scenario, at, &mut faults);
    let collected = collected(case, &scenario, at, &mut faults);
    let (claims, left_out) = claims(case, &scenario, at, &mut faults);
    let costs =
        money::amount(format!("/scenarios/{at}/further_costs_vnd"), scenario.further_costs_vnd, 0);
    let costs = costs.map_err(|fault| faults.push(fault)).unwrap_or_default();
    if !faults.is_empty() {
        return Err(faults);
    }
    let sum = |amounts: &[Dong]| {
        Dong::checked_sum(amounts.iter().copied()).ok_or_else(|| vec![too_much(at)])
    };
    let sold = sum(&prices.values().copied().collect::<Vec<_>>())?;
    let (collected, paid) =
        (sum(&collected)?, sum(&claims.iter().map(|claim| claim.paid).collect::<Vec<_>>())?);
    let available = sum(&[case.balance, sold, collected])?;
    let further_costs = costs.min(available);
    let money = Money { balance: case.balance, paid, assets: sold, collected, further_costs };
    let all = sum(&[available, paid, Dong(-further_costs.0)])?;
    let distribution = distribute(all, order, &claims).map_err(|error| vec![refused(at, error)])?;
    let left_out = with_assets(case, &prices, left_out);
    Ok(Outcome { name: scenario.name, money, distribution, left_out })
}

/// What each divisible asset that is still there brings.
fn prices(
    case: &Case,
    scenario: &Scenario,
    at: usize,
    faults: &mut Vec<Fault>,
) -> HashMap<AssetId, Dong> {
    let mut prices: HashMap<AssetId, Dong> = HashMap::new();
    if scenario.assets_at_value {
        let sellable = case.assets.iter().filter(|asset| is_sellable(asset));
        prices.extend(sellable.filter_map(|asset| Some((asset.id, *case.values.get(&asset.id)?))));
    }
    for (nth, (id, price)) in scenario.asset_prices.iter().enumerate() {
        let pointer = format!("/scenarios/{at}/asset_prices/{nth}");
        match case.assets.iter().find(|asset| asset.id == *id) {
            None => faults.push(unknown(format!("{pointer}/asset_id"))),
            Some(asset) if asset.division == AssetDivision::Undivided => {
                faults.push(undivided(format!("{pointer}/asset_id")));
            }
            Some(asset) if !is_sellable(asset) => {
                faults.push(gone(format!("{pointer}/asset_id")));
            }
            Some(_) => match money::amount(format!("{pointer}/price_vnd"), *price, 0) {
                Ok(price) => drop(prices.insert(*id, price)),
                Err(fault) => faults.push(fault),
            },
        }
    }
    prices
}

fn is_sellable(asset: &Asset) -> bool {
    asset.division == AssetDivision::Divisible && asset.state != AssetState::Disposed
}

fn collected(case: &Case, scenario: &Scenario, at: usize, faults: &mut Vec<Fault>) -> Vec<Dong> {
    let mut amounts: HashMap<ReceivableId, Dong> = HashMap::new();
    for (nth, (id, given)) in scenario.collected.iter().enumerate() {
        let pointer = format!("/scenarios/{at}/collected/{nth}");
        let Some(receivable) = case.receivables.iter().find(|one| one.id == *id) else {
            faults.push(unknown(format!("{pointer}/receivable_id")));
            continue;
        };
        let most = receivable.outstanding();
        if (0..=most.0).contains(given) {
            amounts.insert(*id, Dong(*given));
        } else {
            faults.push(beyond(format!("{pointer}/amount_vnd"), most));
        }
    }
    amounts.into_values().collect()
}

/// The claims that take part, and those that do not.
fn claims(
    case: &Case,
    scenario: &Scenario,
    at: usize,
    faults: &mut Vec<Fault>,
) -> (Vec<AdmittedClaim>, LeftOut) {
    let mut assumed: HashMap<ClaimId, Dong> = HashMap::new();
    for (nth, (id, given)) in scenario.admitted.iter().enumerate() {
        let pointer = format!("/scenarios/{at}/admitted/{nth}");
        let Some(claim) = case.claims.iter().find(|claim| claim.id == *id) else {
            faults.push(unknown(format!("{pointer}/claim_id")));
            continue;
        };
        // What was paid is not taken back; of a member it may be more than the contribution.
        let least = if claim.class == PaymentClass::Members { 0 } else { claim.paid.0 };
        if (least..=claim.claimed.0).contains(given) {
            assumed.insert(*id, Dong(*given));
        } else {
            faults.push(beyond(format!("{pointer}/amount_vnd"), claim.claimed));
        }
    }
    let (mut taking_part, mut left_out) = (Vec::new(), LeftOut::default());
    for claim in &case.claims {
        let decided = matches!(claim.state, ClaimState::Admitted | ClaimState::Paid);
        let admitted = assumed.get(&claim.id).copied();
        let admitted = admitted.or(claim.admitted.filter(|_| decided));
        match admitted {
            Some(admitted) => taking_part.push(AdmittedClaim {
                id: claim.id,
                class: claim.class,
                admitted,
                paid: claim.paid,
            }),
            None => {
                if matches!(claim.state, ClaimState::Registered | ClaimState::Contested) {
                    left_out.undecided_claims += 1;
                    left_out.undecided.0 = left_out.undecided.0.saturating_add(claim.claimed.0);
                }
            }
        }
    }
    (taking_part, left_out)
}

fn with_assets(case: &Case, prices: &HashMap<AssetId, Dong>, left_out: LeftOut) -> LeftOut {
    let mut left_out = left_out;
    for asset in &case.assets {
        let there = !matches!(asset.state, AssetState::Disposed | AssetState::HandedOver);
        match asset.division {
            AssetDivision::Undivided if there => {
                let value = case.values.get(&asset.id).copied().or(asset.book_value);
                let value = value.unwrap_or_default().0;
                left_out.undivided_assets += 1;
                left_out.undivided_value.0 = left_out.undivided_value.0.saturating_add(value);
            }
            AssetDivision::Divisible if there && !prices.contains_key(&asset.id) => {
                left_out.unpriced_assets += 1;
            }
            AssetDivision::Undivided | AssetDivision::Divisible => {}
        }
    }
    left_out
}

fn unknown(pointer: String) -> Fault {
    let detail = Text::fixed("Hồ sơ không có bản ghi này.", "The case has no such record.");
    Fault::new(pointer, "unknown_record", detail)
}

fn undivided(pointer: String) -> Fault {
    let detail = Text::fixed(
        "Tài sản không chia không bao giờ dùng để trả nợ hoặc chia.",
        "Undivided assets are never sold to pay or to share.",
    );
    let legal_basis = Some(UNDIVIDED);
    Fault { pointer: pointer.into(), code: "undivided_asset", detail, legal_basis }
}

fn gone(pointer: String) -> Fault {
    let detail = Text::fixed("Tài sản này đã được xử lý.", "This asset is disposed of.");
    Fault::new(pointer, "disposed_asset", detail)
}

fn beyond(pointer: String, most: Dong) -> Fault {
    let detail = Text::made(
        format!("Số tiền không thấp hơn số đã trả và không quá {most}."),
        format!("The amount is not below what was paid and not above {most}."),
    );
    Fault::new(pointer, "amount_out_of_range", detail)
}

fn too_much(at: usize) -> Fault {
    let most = Dong(AMOUNT_MAX);
    let detail = Text::made(
        format!("Tổng số tiền quá lớn; mỗi khoản tối đa {most}."),
        format!("The amounts add up to too much; each is at most {most}."),
    );
    let pointer = format!("/scenarios/{at}");
    Fault::new(pointer, "amount_out_of_range", detail)
}

fn refused(at: usize, error: WaterfallError) -> Fault {
    match error {
        // None of these can be of what a case holds; the words are the same.
        WaterfallError::Negative
        | WaterfallError::TooMuch
        | WaterfallError::PaidBeyondMoney
        | WaterfallError::UnknownClass(_) => too_much(at),
    }
}
