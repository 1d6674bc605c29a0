//! Prices on markets: everybody with a login may read them.

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, Insertable, QueryDsl as _, Queryable,
    RunQueryDsl as _, Selectable, SelectableHelper as _,
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{code, foreign},
    },
    each,
    failure::Failure,
};
use htx_model::{
    administrative::CommuneCode,
    agency::AgencyCode,
    code_list::CodeList as _,
    date::{Date, Instant},
    id::MarketPriceId,
    scope::Scope,
    text,
    trade::products::ProductGroup,
};

use super::schema::market_price;
use crate::domain::price::Observation;

/// A price as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPrice {
    /// Its id.
    pub id: MarketPriceId,
    /// The agency that published it.
    pub agency: AgencyCode,
    /// The price.
    pub price: Observation,
    /// When it was entered.
    pub recorded_at: Instant,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = market_price)]
struct PriceRow {
    id: MarketPriceId,
    agency_code: String,
    product: String,
    group_code: String,
    market: String,
    commune_code: Option<String>,
    unit: String,
    price_vnd: i64,
    observed_on: Date,
    recorded_at: Instant,
}

impl TryFrom<PriceRow> for StoredPrice {
    type Error = Failure;

    fn try_from(row: PriceRow) -> Result<Self, Failure> {
        let commune = row
            .commune_code
            .map(|text| CommuneCode::parse(&text).map_err(|_| foreign(&text)))
            .transpose()?;
        Ok(Self {
            id: row.id,
            agency: AgencyCode::parse(&row.agency_code).map_err(Failure::unexpected)?,
            price: Observation {
                product: row.product,
                group: code(&row.group_code)?,
                market: row.market,
                commune,
                unit: code(&row.unit)?,
                price_vnd: row.price_vnd,
                observed_on: row.observed_on,
            },
            recorded_at: row.recorded_at,
        })
    }
}

#[derive(Insertable)]
#[diesel(table_name = market_price, treat_none_as_default_value = false)]
struct NewPriceRow<'a> {
    id: Bind<MarketPriceId>,
    agency_code: &'a str,
    product: &'a str,
    product_key: String,
    group_code: &'static str,
    market: &'a str,
    market_key: String,
    commune_code: Option<&'a str>,
    unit: &'static str,
    price_vnd: i64,
    observed_on: Bind<Date>,
    recorded_at: Bind<Instant>,
}

/// Which of these prices stand under the name of another agency than the one that publishes them now, by
/// their places. Not more than are sent at once.
///
/// # Errors
/// What the database reports.
pub fn of_others(
    connection: &mut Connection,
    prices: &[StoredPrice],
) -> Result<Vec<(usize, AgencyCode)>, Failure> {
    use market_price as columns;
    type Known = (String, String, String, Date, String);
    let products: Vec<String> = prices.iter().map(|one| text::fold(&one.price.product)).collect();
    let days = prices.iter().map(|one| Bind(one.price.observed_on));
    let known: Vec<Known> = columns::table
        .filter(columns::product_key.eq_any(products))
        .filter(columns::observed_on.eq_any(days))
        .select((
            columns::product_key,
            columns::market_key,
            columns::unit,
            columns::observed_on,
            columns::agency_code,
        ))
        .load(connection)?;
    let mut others = Vec::new();
    for (at, StoredPrice { price, agency, .. }) in prices.iter().enumerate() {
        let (product, market) = (text::fold(&price.product), text::fold(&price.market));
        let (unit, day) = (price.unit.code(), price.observed_on);
        let same =
            |(a, b, c, d, _): &&Known| (&product, &market, unit, day) == (a, b, c.as_str(), *d);
        let found = known.iter().find(same).filter(|(.., code)| code != agency.as_str());
        if let Some((.., code)) = found {
            others.push((at, AgencyCode::parse(code).map_err(Failure::unexpected)?));
        }
    }
    Ok(others)
}

/// Enters prices, in the place of those of the same product, market, unit and day. Not more than are
/// sent at once.
///
/// # Errors
/// What the database reports.
pub fn put(connection: &mut Connection, prices: &[StoredPrice]) -> Result<(), Failure> {
    let rows: Vec<NewPriceRow<'_>> = prices
        .iter()
        .map(|stored| NewPriceRow {
            id: Bind(stored.id),
            agency_code: stored.agency.as_str(),
            product: &stored.price.product,
            product_key: text::fold(&stored.price.product),
            group_code: stored.price.group.code(),
            market: &stored.price.market,
            market_key: text::fold(&stored.price.market),
            commune_code: stored.price.commune.as_ref().map(CommuneCode::as_str),
            unit: stored.price.unit.code(),
            price_vnd: stored.price.price_vnd,
            observed_on: Bind(stored.price.observed_on),
            recorded_at: Bind(stored.recorded_at),
        })
        .collect();
    each!(connection, one => {
        use diesel::upsert::excluded;
        use market_price as columns;
        diesel::insert_into(columns::table)
            .values(&rows)
            .on_conflict((
                columns::product_key,
                columns::market_key,
                columns::unit,
                columns::observed_on,
            ))
            .do_update()
            .set((
                columns::agency_code.eq(excluded(columns::agency_code)),
                columns::product.eq(excluded(columns::product)),
                columns::group_code.eq(excluded(columns::group_code)),
                columns::market.eq(excluded(columns::market)),
                columns::commune_code.eq(excluded(columns::commune_code)),
                columns::price_vnd.eq(excluded(columns::price_vnd)),
                columns::recorded_at.eq(excluded(columns::recorded_at)),
            ))
            .execute(one)
    })?;
    Ok(())
}

/// What a list is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this product, by its name without accents.
    pub product: Option<String>,
    /// Of this group.
    pub group: Option<ProductGroup>,
    /// On this market, by its name without accents.
    pub market: Option<String>,
    /// On or after this day.
    pub from: Option<Date>,
    /// On or before this day.
    pub to: Option<Date>,
}

/// A page of prices, day by day.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    scope: &Scope,
    filter: &Filter,
    after: Option<&(Date, MarketPriceId)>,
    limit: i64,
) -> Result<Vec<StoredPrice>, Failure> {
    // Markets have no territory: with the permission all are seen, without it none.
    if scope.is_nothing() {
        return Ok(Vec::new());
    }
    let mut query = market_price::table
        .order((market_price::observed_on, market_price::id))
        .limit(limit)
        .into_boxed();
    if let Some((day, id)) = after {
        let same = market_price::observed_on.eq(Bind(*day)).and(market_price::id.gt(Bind(*id)));
        query = query.filter(market_price::observed_on.gt(Bind(*day)).or(same));
    }
    if let Some(key) = &filter.product {
        query = query.filter(market_price::product_key.eq(key.clone()));
    }
    if let Some(group) = filter.group {
        query = query.filter(market_price::group_code.eq(group.code()));
    }
    if let Some(key) = &filter.market {
        query = query.filter(market_price::market_key.eq(key.clone()));
    }
    if let Some(day) = filter.from {
        query = query.filter(market_price::observed_on.ge(Bind(day)));
    }
    if let Some(day) = filter.to {
        query = query.filter(market_price::observed_on.le(Bind(day)));
    }
    let rows: Vec<PriceRow> = query.select(PriceRow::as_select()).load(connection)?;
    rows.into_iter().map(StoredPrice::try_from).collect()
}
