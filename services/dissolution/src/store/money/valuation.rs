//! Valuations of assets.

use diesel::{
    ExpressionMethods as _, Insertable, QueryDsl as _, Queryable, RunQueryDsl as _, Selectable,
    SelectableHelper as _,
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
    id::{AssetId, DissolutionId, ValuationId},
    money::Dong,
};

use super::documents;
use crate::{
    domain::asset::{VALUATIONS_MAX, Valuation},
    store::schema::asset_valuation,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = asset_valuation)]
struct ValuationRow {
    id: ValuationId,
    asset_id: AssetId,
    method: String,
    value_vnd: i64,
    valued_on: Date,
    documents: String,
    recorded_at: Instant,
}

#[derive(Insertable)]
#[diesel(table_name = asset_valuation)]
struct NewValuationRow {
    id: Bind<ValuationId>,
    asset_id: Bind<AssetId>,
    dissolution_id: Bind<DissolutionId>,
    method: &'static str,
    value_vnd: i64,
    valued_on: Bind<Date>,
    documents: String,
    recorded_at: Bind<Instant>,
}

impl TryFrom<ValuationRow> for Valuation {
    type Error = Failure;

    fn try_from(row: ValuationRow) -> Result<Self, Failure> {
        Ok(Self {
            id: row.id,
            asset: row.asset_id,
            method: code(&row.method)?,
            value: Dong(row.value_vnd),
            valued_on: row.valued_on,
            documents: documents(&row.documents)?,
            recorded_at: row.recorded_at,
        })
    }
}

/// The valuations of some assets, the latest of each asset last: by the day on which it held, then as
/// entered. Each asset has a bounded number.
///
/// # Errors
/// What the database reports.
pub fn of_assets(
    connection: &mut Connection,
    assets: &[AssetId],
) -> Result<Vec<Valuation>, Failure> {
    if assets.is_empty() {
        return Ok(Vec::new());
    }
    let most = i64::try_from(assets.len().saturating_mul(VALUATIONS_MAX)).unwrap_or(i64::MAX);
    let rows: Vec<ValuationRow> = asset_valuation::table
        .filter(asset_valuation::asset_id.eq_any(assets.iter().copied().map(Bind)))
        .order((asset_valuation::asset_id, asset_valuation::valued_on, asset_valuation::id))
        .limit(most)
        .select(ValuationRow::as_select())
        .load(connection)?;
    rows.into_iter().map(Valuation::try_from).collect()
}

/// Enters a valuation.
///
/// # Errors
/// What the database reports.
pub fn insert(
    connection: &mut Connection,
    case: DissolutionId,
    valuation: &Valuation,
) -> Result<(), Failure> {
    let row = NewValuationRow {
        id: Bind(valuation.id),
        asset_id: Bind(valuation.asset),
        dissolution_id: Bind(case),
        method: valuation.method.code(),
        value_vnd: valuation.value.0,
        valued_on: Bind(valuation.valued_on),
        documents: written(&valuation.documents)?,
        recorded_at: Bind(valuation.recorded_at),
    };
    diesel::insert_into(asset_valuation::table).values(&row).execute(connection)?;
    Ok(())
}
