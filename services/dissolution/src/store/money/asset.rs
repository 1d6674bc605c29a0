//! Assets.

use diesel::{
    AsChangeset, ExpressionMethods as _, Insertable, OptionalExtension as _, QueryDsl as _,
    Queryable, RunQueryDsl as _, Selectable, SelectableHelper as _,
    dsl::{count_star, min},
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{code, written},
    },
    failure::Failure,
};
use htx_model::{
    agency::AgencyCode,
    code_list::CodeList as _,
    date::{Date, Instant},
    dissolution::money::{AssetDivision, AssetKind, AssetState},
    id::{AssetId, DissolutionId},
    money::Dong,
};

use super::documents;
use crate::{
    domain::{
        amount::ASSETS_MAX,
        asset::{Asset, Decision, Disposal, Proposal},
    },
    store::schema::asset,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = asset)]
struct AssetRow {
    id: AssetId,
    dissolution_id: DissolutionId,
    kind: String,
    origin: String,
    division: String,
    state: String,
    name: String,
    details: Option<String>,
    book_value_vnd: Option<i64>,
    listed_on: Date,
    evidence: String,
    proposal_kind: Option<String>,
    proposal_reason: Option<String>,
    proposed_on: Option<Date>,
    proposal_documents: Option<String>,
    decision_kind: Option<String>,
    decided_by_agency: Option<String>,
    decided_by_agency_name: Option<String>,
    decision_number: Option<String>,
    decided_on: Option<Date>,
    decision_documents: Option<String>,
    disposal_kind: Option<String>,
    disposed_on: Option<Date>,
    price_vnd: Option<i64>,
    receiver: Option<String>,
    receiving_agency: Option<String>,
    disposal_documents: Option<String>,
    version: i64,
    recorded_at: Instant,
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = asset, treat_none_as_default_value = false, treat_none_as_null = true)]
struct NewAssetRow<'a> {
    id: Bind<AssetId>,
    dissolution_id: Bind<DissolutionId>,
    kind: &'static str,
    origin: &'static str,
    division: &'static str,
    state: &'static str,
    name: &'a str,
    details: Option<&'a str>,
    book_value_vnd: Option<i64>,
    listed_on: Bind<Date>,
    evidence: String,
    proposal_kind: Option<&'static str>,
    proposal_reason: Option<&'a str>,
    proposed_on: Bind<Option<Date>>,
    proposal_documents: Option<String>,
    decision_kind: Option<&'static str>,
    decided_by_agency: Option<&'a str>,
    decided_by_agency_name: Option<&'a str>,
    decision_number: Option<&'a str>,
    decided_on: Bind<Option<Date>>,
    decision_documents: Option<String>,
    disposal_kind: Option<&'static str>,
    disposed_on: Bind<Option<Date>>,
    price_vnd: Option<i64>,
    receiver: Option<&'a str>,
    receiving_agency: Option<&'a str>,
    disposal_documents: Option<String>,
    version: i64,
    recorded_at: Bind<Instant>,
}

impl<'a> NewAssetRow<'a> {
    fn of(asset: &'a Asset) -> Result<Self, Failure> {
        let (proposal, decision, disposal) =
            (asset.proposal.as_ref(), asset.decision.as_ref(), asset.disposal.as_ref());
        let receiving = disposal.and_then(|one| one.receiving_agency.as_ref());
        Ok(Self {
            id: Bind(asset.id),
            dissolution_id: Bind(asset.case),
            kind: asset.kind.code(),
            origin: asset.origin.code(),
            division: asset.division.code(),
            state: asset.state.code(),
            name: &asset.name,
            details: asset.details.as_deref(),
            book_value_vnd: asset.book_value.map(|value| value.0),
            listed_on: Bind(asset.listed_on),
            evidence: written(&asset.evidence)?,
            proposal_kind: proposal.map(|one| one.kind.code()),
            proposal_reason: proposal.map(|one| one.reason.as_str()),
            proposed_on: Bind(proposal.map(|one| one.on)),
            proposal_documents: proposal.map(|one| written(&one.documents)).transpose()?,
            decision_kind: decision.map(|one| one.kind.code()),
            decided_by_agency: decision.map(|one| one.agency.as_str()),
            decided_by_agency_name: decision.map(|one| one.agency_name.as_str()),
            decision_number: decision.map(|one| one.number.as_str()),
            decided_on: Bind(decision.map(|one| one.on)),
            decision_documents: decision.map(|one| written(&one.documents)).transpose()?,
            disposal_kind: disposal.map(|one| one.kind.code()),
            disposed_on: Bind(disposal.map(|one| one.on)),
            price_vnd: disposal.map(|one| one.price.0),
            receiver: disposal.and_then(|one| one.receiver.as_deref()),
            receiving_agency: receiving.map(AgencyCode::as_str),
            disposal_documents: disposal.map(|one| written(&one.documents)).transpose()?,
            version: asset.version,
            recorded_at: Bind(asset.recorded_at),
        })
    }
}

impl AssetRow {
    fn proposal(&self) -> Result<Option<Proposal>, Failure> {
        let parts = (&self.proposal_kind, &self.proposal_reason, self.proposed_on);
        let ((Some(kind), Some(reason), Some(on)), Some(column)) =
            (parts, &self.proposal_documents)
        else {
            return Ok(None);
        };
        let documents = documents(column)?;
        Ok(Some(Proposal { kind: code(kind)?, reason: reason.clone(), on, documents }))
    }

    fn decision(&self) -> Result<Option<Decision>, Failure> {
        let agency = (&self.decided_by_agency, &self.decided_by_agency_name);
        let ((Some(agency), Some(agency_name)), Some(kind), Some(number), Some(on)) =
            (agency, &self.decision_kind, &self.decision_number, self.decided_on)
        else {
            return Ok(None);
        };
        Ok(Some(Decision {
            kind: code(kind)?,
            agency: AgencyCode::parse(agency).map_err(Failure::unexpected)?,
            agency_name: agency_name.clone(),
            number: number.clone(),
            on,
            documents: documents(self.decision_documents.as_deref().unwrap_or("[]"))?,
        }))
    }

    fn disposal(&self) -> Result<Option<Disposal>, Failure> {
        let (Some(kind), Some(on), Some(column)) =
            (&self.disposal_kind, self.disposed_on, &self.disposal_documents)
        else {
            return Ok(None);
        };
        let agency = self.receiving_agency.as_deref().map(AgencyCode::parse).transpose();
        Ok(Some(Disposal {
            kind: code(kind)?,
            on,
            price: Dong(self.price_vnd.unwrap_or_default()),
            receiver: self.receiver.clone(),
            receiving_agency: agency.map_err(Failure::unexpected)?,
            documents: documents(column)?,
        }))
    }
}

impl TryFrom<AssetRow> for Asset {
    type Error = Failure;

    fn try_from(row: AssetRow) -> Result<Self, Failure> {
        let (proposal, decision, disposal) = (row.proposal()?, row.decision()?, row.disposal()?);
        Ok(Self {
            id: row.id,
            case: row.dissolution_id,
            kind: code(&row.kind)?,
            origin: code(&row.origin)?,
            division: code(&row.division)?,
            state: code(&row.state)?,
            name: row.name,
            details: row.details,
            book_value: row.book_value_vnd.map(Dong),
            listed_on: row.listed_on,
            evidence: documents(&row.evidence)?,
            proposal,
            decision,
            disposal,
            version: row.version,
            recorded_at: row.recorded_at,
        })
    }
}

/// Which assets of a case.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter {
    /// In this state.
    pub state: Option<AssetState>,
    /// Of this kind.
    pub kind: Option<AssetKind>,
    /// Divisible or undivided.
    pub division: Option<AssetDivision>,
}

/// A page of the assets of a case, in the order in which they were entered.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    case: DissolutionId,
    filter: &Filter,
    after: Option<AssetId>,
    limit: i64,
) -> Result<Vec<Asset>, Failure> {
    let mut query = asset::table
        .filter(asset::dissolution_id.eq(Bind(case)))
        .order(asset::id)
        .limit(limit)
        .into_boxed();
    if let Some(state) = filter.state {
        query = query.filter(asset::state.eq(state.code()));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(asset::kind.eq(kind.code()));
    }
    if let Some(division) = filter.division {
        query = query.filter(asset::division.eq(division.code()));
    }
    if let Some(after) = after {
        query = query.filter(asset::id.gt(Bind(after)));
    }
    let rows: Vec<AssetRow> = query.select(AssetRow::as_select()).load(connection)?;
    rows.into_iter().map(Asset::try_from).collect()
}

/// Every asset of a case: there are at most so many.
///
/// # Errors
/// What the database reports.
pub fn all(connection: &mut Connection, case: DissolutionId) -> Result<Vec<Asset>, Failure> {
    list(connection, case, &Filter::default(), None, ASSETS_MAX)
}

/// One asset of a case.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    case: DissolutionId,
    id: AssetId,
) -> Result<Option<Asset>, Failure> {
    let row: Option<AssetRow> = asset::table
        .find(Bind(id))
        .filter(asset::dissolution_id.eq(Bind(case)))
        .select(AssetRow::as_select())
        .first(connection)
        .optional()?;
    row.map(Asset::try_from).transpose()
}

/// How many assets a case has.
///
/// # Errors
/// What the database reports.
pub fn count(connection: &mut Connection, case: DissolutionId) -> Result<i64, Failure> {
    let of_case = asset::table.filter(asset::dissolution_id.eq(Bind(case)));
    Ok(of_case.select(count_star()).first(connection)?)
}

/// How many assets of a division a case has.
///
/// # Errors
/// What the database reports.
pub fn count_of(
    connection: &mut Connection,
    case: DissolutionId,
    division: AssetDivision,
) -> Result<i64, Failure> {
    let of_case = asset::table.filter(asset::dissolution_id.eq(Bind(case)));
    let of_division = of_case.filter(asset::division.eq(division.code()));
    Ok(of_division.select(count_star()).first(connection)?)
}

/// Enters an asset.
///
/// # Errors
/// What the database reports.
pub fn insert(connection: &mut Connection, entered: &Asset) -> Result<(), Failure> {
    diesel::insert_into(asset::table).values(&NewAssetRow::of(entered)?).execute(connection)?;
    Ok(())
}

/// Saves a changed asset. Its case is held by whoever changes it.
///
/// # Errors
/// What the database reports.
pub fn save(connection: &mut Connection, changed: &Asset) -> Result<(), Failure> {
    diesel::update(asset::table.find(Bind(changed.id)))
        .set(NewAssetRow::of(changed)?)
        .execute(connection)?;
    Ok(())
}

/// How many assets of each division of a case are still there, and since when.
///
/// # Errors
/// What the database reports.
pub fn open(
    connection: &mut Connection,
    case: DissolutionId,
) -> Result<Vec<(AssetDivision, i64, Option<Date>)>, Failure> {
    let gone = [AssetState::Disposed.code(), AssetState::HandedOver.code()];
    let rows: Vec<(String, i64, Option<Date>)> = asset::table
        .filter(asset::dissolution_id.eq(Bind(case)))
        .filter(asset::state.ne_all(gone))
        .group_by(asset::division)
        .select((asset::division, count_star(), min(asset::listed_on)))
        .load(connection)?;
    rows.into_iter().map(|(division, count, since)| Ok((code(&division)?, count, since))).collect()
}
