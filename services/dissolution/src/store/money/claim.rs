//! Claims.

use diesel::{
    AsChangeset, BoolExpressionMethods as _, ExpressionMethods as _, Insertable,
    NullableExpressionMethods as _, OptionalExtension as _, QueryDsl as _, Queryable,
    RunQueryDsl as _, Selectable, SelectableHelper as _,
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
    code_list::CodeList as _,
    date::{Date, Instant},
    dissolution::money::{ClaimState, DebtKind, PaymentClass},
    id::{AssetId, ClaimId, DissolutionId},
    money::Dong,
};

use super::{documents, holder, party, ruling, said};
use crate::{
    domain::{amount::RECORDS_MAX, claim::Claim},
    store::schema::claim,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = claim)]
struct ClaimRow {
    id: ClaimId,
    dissolution_id: DissolutionId,
    debt_kind: String,
    payment_class: String,
    secured_by_asset_id: Option<AssetId>,
    holder: String,
    name: String,
    citizen_id: Option<String>,
    phone: Option<String>,
    address: Option<String>,
    claimed_vnd: i64,
    admitted_vnd: Option<i64>,
    paid_vnd: i64,
    state: String,
    basis: String,
    registered_on: Date,
    evidence: String,
    decided_on: Option<Date>,
    decision_reason: Option<String>,
    decision_documents: Option<String>,
    contest_until: Option<Date>,
    contested_on: Option<Date>,
    contest_reason: Option<String>,
    contest_documents: Option<String>,
    settled_on: Option<Date>,
    settlement_reason: Option<String>,
    settlement_documents: Option<String>,
    version: i64,
    recorded_at: Instant,
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = claim, treat_none_as_default_value = false, treat_none_as_null = true)]
struct NewClaimRow<'a> {
    id: Bind<ClaimId>,
    dissolution_id: Bind<DissolutionId>,
    debt_kind: &'static str,
    payment_class: &'static str,
    secured_by_asset_id: Bind<Option<AssetId>>,
    holder: &'static str,
    name: &'a str,
    citizen_id: Option<&'a str>,
    phone: Option<&'a str>,
    address: Option<&'a str>,
    claimed_vnd: i64,
    admitted_vnd: Option<i64>,
    paid_vnd: i64,
    state: &'static str,
    basis: &'a str,
    registered_on: Bind<Date>,
    evidence: String,
    decided_on: Bind<Option<Date>>,
    decision_reason: Option<&'a str>,
    decision_documents: Option<String>,
    contest_until: Bind<Option<Date>>,
    contested_on: Bind<Option<Date>>,
    contest_reason: Option<&'a str>,
    contest_documents: Option<String>,
    settled_on: Bind<Option<Date>>,
    settlement_reason: Option<&'a str>,
    settlement_documents: Option<String>,
    version: i64,
    recorded_at: Bind<Instant>,
}

impl<'a> NewClaimRow<'a> {
    fn of(claim: &'a Claim) -> Result<Self, Failure> {
        let creditor = &claim.creditor;
        let (decided_on, decision_reason, decision_documents) = said(claim.decision.as_ref())?;
        let (contested_on, contest_reason, contest_documents) = said(claim.contest.as_ref())?;
        let (settled_on, settlement_reason, settlement_documents) =
            said(claim.settlement.as_ref())?;
        Ok(Self {
            id: Bind(claim.id),
            dissolution_id: Bind(claim.case),
            debt_kind: claim.debt_kind.code(),
            payment_class: claim.class.code(),
            secured_by_asset_id: Bind(claim.secured_by),
            holder: holder(creditor),
            name: &creditor.name,
            citizen_id: creditor.citizen_id.as_deref(),
            phone: creditor.phone.as_deref(),
            address: creditor.address.as_deref(),
            claimed_vnd: claim.claimed.0,
            admitted_vnd: claim.admitted.map(|amount| amount.0),
            paid_vnd: claim.paid.0,
            state: claim.state.code(),
            basis: &claim.basis,
            registered_on: Bind(claim.registered_on),
            evidence: written(&claim.evidence)?,
            decided_on: Bind(decided_on),
            decision_reason,
            decision_documents,
            contest_until: Bind(claim.contest_until),
            contested_on: Bind(contested_on),
            contest_reason,
            contest_documents,
            settled_on: Bind(settled_on),
            settlement_reason,
            settlement_documents,
            version: claim.version,
            recorded_at: Bind(claim.recorded_at),
        })
    }
}

impl TryFrom<ClaimRow> for Claim {
    type Error = Failure;

    fn try_from(row: ClaimRow) -> Result<Self, Failure> {
        Ok(Self {
            id: row.id,
            case: row.dissolution_id,
            debt_kind: code(&row.debt_kind)?,
            class: code(&row.payment_class)?,
            secured_by: row.secured_by_asset_id,
            creditor: party(&row.holder, row.name, row.citizen_id, row.phone, row.address)?,
            claimed: Dong(row.claimed_vnd),
            admitted: row.admitted_vnd.map(Dong),
            paid: Dong(row.paid_vnd),
            state: code(&row.state)?,
            basis: row.basis,
            registered_on: row.registered_on,
            evidence: documents(&row.evidence)?,
            decision: ruling(
                row.decided_on,
                row.decision_reason,
                row.decision_documents.as_deref(),
            )?,
            contest_until: row.contest_until,
            contest: ruling(
                row.contested_on,
                row.contest_reason,
                row.contest_documents.as_deref(),
            )?,
            settlement: ruling(
                row.settled_on,
                row.settlement_reason,
                row.settlement_documents.as_deref(),
            )?,
            version: row.version,
            recorded_at: row.recorded_at,
        })
    }
}

/// Which claims of a case.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter {
    /// In this state.
    pub state: Option<ClaimState>,
    /// In this class.
    pub class: Option<PaymentClass>,
    /// Towards this kind of creditor.
    pub debt_kind: Option<DebtKind>,
}

/// A page of the claims of a case, in the order in which they were entered.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    case: DissolutionId,
    filter: &Filter,
    after: Option<ClaimId>,
    limit: i64,
) -> Result<Vec<Claim>, Failure> {
    let mut query = claim::table
        .filter(claim::dissolution_id.eq(Bind(case)))
        .order(claim::id)
        .limit(limit)
        .into_boxed();
    if let Some(state) = filter.state {
        query = query.filter(claim::state.eq(state.code()));
    }
    if let Some(class) = filter.class {
        query = query.filter(claim::payment_class.eq(class.code()));
    }
    if let Some(kind) = filter.debt_kind {
        query = query.filter(claim::debt_kind.eq(kind.code()));
    }
    if let Some(after) = after {
        query = query.filter(claim::id.gt(Bind(after)));
    }
    let rows: Vec<ClaimRow> = query.select(ClaimRow::as_select()).load(connection)?;
    rows.into_iter().map(Claim::try_from).collect()
}

/// Every claim of a case: there are at most so many.
///
/// # Errors
/// What the database reports.
pub fn all(connection: &mut Connection, case: DissolutionId) -> Result<Vec<Claim>, Failure> {
    list(connection, case, &Filter::default(), None, RECORDS_MAX)
}

/// One claim of a case.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    case: DissolutionId,
    id: ClaimId,
) -> Result<Option<Claim>, Failure> {
    let row: Option<ClaimRow> = claim::table
        .find(Bind(id))
        .filter(claim::dissolution_id.eq(Bind(case)))
        .select(ClaimRow::as_select())
        .first(connection)
        .optional()?;
    row.map(Claim::try_from).transpose()
}

/// How many claims a case has.
///
/// # Errors
/// What the database reports.
pub fn count(connection: &mut Connection, case: DissolutionId) -> Result<i64, Failure> {
    let of_case = claim::table.filter(claim::dissolution_id.eq(Bind(case)));
    Ok(of_case.select(count_star()).first(connection)?)
}

/// Enters a claim.
///
/// # Errors
/// What the database reports.
pub fn insert(connection: &mut Connection, entered: &Claim) -> Result<(), Failure> {
    diesel::insert_into(claim::table).values(&NewClaimRow::of(entered)?).execute(connection)?;
    Ok(())
}

/// Saves a changed claim. Its case is held by whoever changes it.
///
/// # Errors
/// What the database reports.
pub fn save(connection: &mut Connection, changed: &Claim) -> Result<(), Failure> {
    diesel::update(claim::table.find(Bind(changed.id)))
        .set(NewClaimRow::of(changed)?)
        .execute(connection)?;
    Ok(())
}

/// How many claims of a case still stand in the way of its settlement on a day, and since when: the
/// rule of [`Claim::is_open`] as a condition.
///
/// # Errors
/// What the database reports.
pub fn open(
    connection: &mut Connection,
    case: DissolutionId,
    today: Date,
) -> Result<(i64, Option<Date>), Failure> {
    let undecided = [ClaimState::Registered, ClaimState::Admitted, ClaimState::Contested];
    let contestable = [ClaimState::Rejected, ClaimState::Paid];
    let codes = |states: &[ClaimState]| -> Vec<&'static str> {
        states.iter().map(|state| state.code()).collect()
    };
    Ok(claim::table
        .filter(claim::dissolution_id.eq(Bind(case)))
        .filter(
            claim::state.eq_any(codes(&undecided)).or(claim::state
                .eq_any(codes(&contestable))
                .and(claim::contest_until.is_not_null())
                .and(claim::contest_until.assume_not_null().ge(Bind(today)))),
        )
        .select((count_star(), min(claim::registered_on)))
        .first(connection)?)
}

/// Of how many claims of a case anything was paid that was not taken back, and since when there are
/// such.
///
/// # Errors
/// What the database reports.
pub fn paid(
    connection: &mut Connection,
    case: DissolutionId,
) -> Result<(i64, Option<Date>), Failure> {
    Ok(claim::table
        .filter(claim::dissolution_id.eq(Bind(case)))
        .filter(claim::paid_vnd.gt(0))
        .select((count_star(), min(claim::registered_on)))
        .first(connection)?)
}
