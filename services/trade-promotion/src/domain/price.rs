//! Prices on markets.

use htx_model::{
    administrative::CommuneCode,
    date::Date,
    faults::Faults,
    refusal::{Refusal, Text},
    trade::products::{ProductGroup, QuantityUnit},
};

use super::listing::check;

/// The most prices that are sent at once.
pub const PRICES_MAX: usize = 500;

/// A price as it was observed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    /// Of what.
    pub product: String,
    /// To which group that belongs.
    pub group: ProductGroup,
    /// On which market.
    pub market: String,
    /// In which commune of today that is.
    pub commune: Option<CommuneCode>,
    /// For one of what.
    pub unit: QuantityUnit,
    /// How much.
    pub price_vnd: i64,
    /// On which day.
    pub observed_on: Date,
}

/// Prices put right.
///
/// # Errors
/// Every fault of them.
pub fn checked(given: Vec<Observation>, today: Date) -> Result<Vec<Observation>, Refusal> {
    let mut faults = Faults::default();
    if !(1..=PRICES_MAX).contains(&given.len()) {
        let detail = Text::made(
            format!("Mỗi lần gửi từ 1 đến {PRICES_MAX} giá."),
            format!("1 to {PRICES_MAX} prices are sent at once."),
        );
        faults.add("/prices", "price_count", detail);
        return faults.refuse().map(|()| Vec::new());
    }
    let mut seen = std::collections::BTreeSet::new();
    let mut all = Vec::with_capacity(given.len());
    for (at, mut one) in given.into_iter().enumerate() {
        let pointer = |field: &str| format!("/prices/{at}/{field}");
        one.product = faults.words(pointer("product"), &one.product, check::TITLE_LENGTH_MAX);
        one.market = faults.words(pointer("market"), &one.market, check::TITLE_LENGTH_MAX);
        check::commune_at(&mut faults, pointer("commune"), one.commune.as_ref());
        check::price_of_one(&mut faults, pointer("price_vnd"), one.price_vnd);
        if one.observed_on > today {
            let detail =
                Text::fixed("Ngày không được sau hôm nay.", "The day cannot lie after today.");
            faults.add(pointer("observed_on"), "date_in_future", detail);
        }
        let key = htx_model::text::fold;
        if !seen.insert((key(&one.product), key(&one.market), one.unit, one.observed_on)) {
            let detail = Text::fixed(
                "Giá này đã có ở trên trong lần gửi này.",
                "This price stands above already.",
            );
            faults.add(pointer("product"), "repeated", detail);
        }
        all.push(one);
    }
    faults.refuse()?;
    Ok(all)
}
