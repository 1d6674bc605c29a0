//! The costs that are supported: of an organisation each once, across programmes and agencies.

use aws_lc_rs::digest::{SHA256, digest};
use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, Insertable, NullableExpressionMethods as _,
    QueryDsl as _, RunQueryDsl as _,
};
use htx_kit::{
    db::{Bind, Connection},
    each,
    failure::Failure,
};
use htx_model::{
    agency::AgencyCode,
    date::Date,
    id::{OrganisationId, SupportApplicationId},
};

use super::schema::funded_cost;
use crate::domain::application::{Application, cost::Cost};

/// A cost that is supported already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Funded {
    /// Which of the costs that were asked about, by its place.
    pub at: usize,
    /// By which application.
    pub application: SupportApplicationId,
    /// Under which programme.
    pub programme: String,
    /// By which agency, as the programme names it.
    pub lead_agency: AgencyCode,
    /// Since when.
    pub on: Date,
}

#[derive(Insertable)]
#[diesel(table_name = funded_cost, treat_none_as_default_value = false)]
struct NewFundedRow<'a> {
    application_id: Bind<SupportApplicationId>,
    cost_digest: String,
    reference_digest: Option<String>,
    organisation_id: Bind<OrganisationId>,
    programme_code: &'a str,
    lead_agency: &'a str,
    funded_on: Bind<Date>,
}

/// What a cost is for may name persons, and this table is never erased: a digest tells it apart.
fn hashed(key: &str) -> String {
    let digest = digest(&SHA256, key.as_bytes());
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

type FundedColumns = (String, Option<String>, SupportApplicationId, String, String, Date);

/// Which of an organisation's costs an application is supported for, one application left out.
///
/// # Errors
/// What the database reports.
pub fn among(
    connection: &mut Connection,
    organisation: OrganisationId,
    costs: &[Cost],
    but: Option<SupportApplicationId>,
) -> Result<Vec<Funded>, Failure> {
    if costs.is_empty() {
        return Ok(Vec::new());
    }
    let costs: Vec<_> = costs.iter().map(digests).collect();
    let keys: Vec<String> = costs.iter().map(|(key, _)| key.clone()).collect();
    let references: Vec<String> = costs.iter().filter_map(|(_, one)| one.clone()).collect();
    let mut query = funded_cost::table
        .filter(funded_cost::organisation_id.eq(Bind(organisation)))
        .filter(funded_cost::released_on.is_null())
        .filter(
            funded_cost::cost_digest.eq_any(keys).or(funded_cost::reference_digest
                .is_not_null()
                .and(funded_cost::reference_digest.assume_not_null().eq_any(references))),
        )
        .order((funded_cost::funded_on, funded_cost::application_id))
        .select((
            funded_cost::cost_digest,
            funded_cost::reference_digest,
            funded_cost::application_id,
            funded_cost::programme_code,
            funded_cost::lead_agency,
            funded_cost::funded_on,
        ))
        .into_boxed();
    if let Some(but) = but {
        query = query.filter(funded_cost::application_id.ne(Bind(but)));
    }
    let rows: Vec<FundedColumns> = query.load(connection)?;
    let mut funded = Vec::new();
    for (key, reference, application, programme, agency, on) in rows {
        let same = |(own, own_reference): &(String, Option<String>)| {
            *own == key || (reference.is_some() && *own_reference == reference)
        };
        let Some(at) = costs.iter().position(same) else { continue };
        let lead_agency = AgencyCode::parse(&agency).map_err(Failure::unexpected)?;
        funded.push(Funded { at, application, programme, lead_agency, on });
    }
    Ok(funded)
}

fn digests(cost: &Cost) -> (String, Option<String>) {
    (hashed(&cost.key()), cost.reference_key().as_deref().map(hashed))
}

/// Notes down the costs of an application as supported.
///
/// # Errors
/// What the database reports, which refuses a cost that is supported already.
pub fn fund(
    connection: &mut Connection,
    application: &Application,
    on: Date,
) -> Result<(), Failure> {
    let row = |cost: &Cost| {
        let (cost_digest, reference_digest) = digests(cost);
        NewFundedRow {
            application_id: Bind(application.id),
            cost_digest,
            reference_digest,
            organisation_id: Bind(application.organisation),
            programme_code: &application.programme,
            lead_agency: application.lead_agency.as_str(),
            funded_on: Bind(on),
        }
    };
    let rows: Vec<_> = application.costs.iter().map(row).collect();
    each!(connection, one => diesel::insert_into(funded_cost::table).values(&rows).execute(one))?;
    Ok(())
}

/// Gives the costs of an application free: it is cancelled, and nothing is to come back any more.
///
/// # Errors
/// What the database reports.
pub fn release(
    connection: &mut Connection,
    application: SupportApplicationId,
    on: Date,
) -> Result<(), Failure> {
    diesel::update(funded_cost::table)
        .filter(funded_cost::application_id.eq(Bind(application)))
        .filter(funded_cost::released_on.is_null())
        .set(funded_cost::released_on.eq(Bind(Some(on))))
        .execute(connection)?;
    Ok(())
}

/// Holds the costs of an application again that were given free, as far as no other one is supported for
/// them meanwhile: its money has not come back after all.
///
/// # Errors
/// What the database reports.
pub fn hold_again(connection: &mut Connection, application: &Application) -> Result<(), Failure> {
    let (of, costs) = (application.organisation, &application.costs);
    let others = among(connection, of, costs, Some(application.id))?;
    let is_free = |at: &usize| others.iter().all(|one| one.at != *at);
    let free = costs.iter().enumerate().filter(|(at, _)| is_free(at));
    let digests: Vec<String> = free.map(|(_, cost)| digests(cost).0).collect();
    diesel::update(funded_cost::table)
        .filter(funded_cost::application_id.eq(Bind(application.id)))
        .filter(funded_cost::cost_digest.eq_any(digests))
        .set(funded_cost::released_on.eq(Bind(None::<Date>)))
        .execute(connection)?;
    Ok(())
}
