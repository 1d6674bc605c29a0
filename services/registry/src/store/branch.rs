//! Branches, representative offices and business places.

use std::collections::HashMap;

use diesel::{
    ExpressionMethods as _, Insertable, OptionalExtension as _, QueryDsl as _, Queryable,
    RunQueryDsl as _, Selectable, SelectableHelper as _,
};
use htx_kit::{
    db::{Bind, Connection},
    failure::Failure,
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{ApplicationId, BranchId, OrganisationId},
};

use super::{
    organisation::code,
    schema::{branch, branch_person},
};
use crate::domain::{
    application::branch::Branch,
    organisation::{Address, Representative},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = branch)]
struct BranchRow {
    id: BranchId,
    organisation_id: OrganisationId,
    kind: String,
    sequence: i32,
    name: String,
    address_line: Option<String>,
    commune_code: String,
    district_code: Option<String>,
    current_commune_code: String,
    needs_address_review: bool,
    business_line: Option<String>,
    application_id: ApplicationId,
    registered_on: Date,
    closed_on: Option<Date>,
}

#[derive(Insertable)]
#[diesel(table_name = branch, treat_none_as_default_value = false)]
struct NewBranchRow<'a> {
    id: Bind<BranchId>,
    organisation_id: Bind<OrganisationId>,
    kind: &'static str,
    sequence: i32,
    name: &'a str,
    address_line: Option<&'a str>,
    commune_code: &'a str,
    district_code: Option<&'a str>,
    current_commune_code: &'a str,
    needs_address_review: bool,
    business_line: Option<&'a str>,
    application_id: Bind<ApplicationId>,
    registered_on: Bind<Date>,
    recorded_at: Bind<Instant>,
}

impl TryFrom<BranchRow> for Branch {
    type Error = Failure;

    fn try_from(row: BranchRow) -> Result<Self, Failure> {
        let commune = |text: &str| CommuneCode::parse(text).map_err(Failure::unexpected);
        let district = row.district_code.as_deref().map(DistrictCode::parse).transpose();
        Ok(Self {
            id: row.id,
            organisation: row.organisation_id,
            kind: code(&row.kind)?,
            sequence: u16::try_from(row.sequence).map_err(Failure::unexpected)?,
            name: row.name,
            address: Address {
                line: row.address_line,
                commune: commune(&row.commune_code)?,
                district: district.map_err(Failure::unexpected)?,
                current_commune: commune(&row.current_commune_code)?,
                needs_review: row.needs_address_review,
            },
            business_line: row.business_line,
            application: row.application_id,
            registered_on: row.registered_on,
            closed_on: row.closed_on,
        })
    }
}

/// A page of an organisation's branches, in the order of their registration.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    organisation: OrganisationId,
    after: Option<BranchId>,
    limit: i64,
) -> Result<Vec<Branch>, Failure> {
    let mut query = branch::table
        .filter(branch::organisation_id.eq(Bind(organisation)))
        .order(branch::id)
        .limit(limit)
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(branch::id.gt(Bind(after)));
    }
    let rows: Vec<BranchRow> = query.select(BranchRow::as_select()).load(connection)?;
    rows.into_iter().map(Branch::try_from).collect()
}

/// A branch of an organisation.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    organisation: OrganisationId,
    id: BranchId,
) -> Result<Option<Branch>, Failure> {
    let row: Option<BranchRow> = branch::table
        .find(Bind(id))
        .filter(branch::organisation_id.eq(Bind(organisation)))
        .select(BranchRow::as_select())
        .first(connection)
        .optional()?;
    row.map(Branch::try_from).transpose()
}

/// Notes that a branch is no more from a day on.
///
/// # Errors
/// What the database reports.
pub fn close(connection: &mut Connection, id: BranchId, on: Date) -> Result<(), Failure> {
    diesel::update(branch::table.find(Bind(id)))
        .set(branch::closed_on.eq(Bind(on)))
        .execute(connection)?;
    Ok(())
}

/// The suffixes that an organisation's branches have, or had.
///
/// # Errors
/// What the database reports.
pub fn sequences_of(
    connection: &mut Connection,
    organisation: OrganisationId,
) -> Result<Vec<u16>, Failure> {
    let taken: Vec<i32> = branch::table
        .filter(branch::organisation_id.eq(Bind(organisation)))
        .select(branch::sequence)
        .load(connection)?;
    taken.into_iter().map(|one| u16::try_from(one).map_err(Failure::unexpected)).collect()
}

/// Who heads some branches; the caller has checked that it may be seen.
///
/// # Errors
/// What the database reports.
pub fn heads_of(
    connection: &mut Connection,
    branches: &[BranchId],
) -> Result<HashMap<BranchId, Representative>, Failure> {
    let rows: Vec<(BranchId, String, Option<String>)> = branch_person::table
        .filter(branch_person::branch_id.eq_any(branches.iter().copied().map(Bind)))
        .select((branch_person::branch_id, branch_person::name, branch_person::phone))
        .load(connection)?;
    let head = |(id, name, phone)| (id, Representative { name: Some(name), phone });
    Ok(rows.into_iter().map(head).collect())
}

/// Enters a branch with who heads it.
///
/// # Errors
/// What the database reports.
pub fn insert(
    connection: &mut Connection,
    entered: &Branch,
    head: &Representative,
    now: Instant,
) -> Result<(), Failure> {
    let address = &entered.address;
    let row = NewBranchRow {
        id: Bind(entered.id),
        organisation_id: Bind(entered.organisation),
        kind: entered.kind.code(),
        sequence: i32::from(entered.sequence),
        name: &entered.name,
        address_line: address.line.as_deref(),
        commune_code: address.commune.as_str(),
        district_code: address.district.as_ref().map(DistrictCode::as_str),
        current_commune_code: address.current_commune.as_str(),
        needs_address_review: address.needs_review,
        business_line: entered.business_line.as_deref(),
        application_id: Bind(entered.application),
        registered_on: Bind(entered.registered_on),
        recorded_at: Bind(now),
    };
    diesel::insert_into(branch::table).values(&row).execute(connection)?;
    diesel::insert_into(branch_person::table)
        .values((
            branch_person::branch_id.eq(Bind(entered.id)),
            branch_person::name.eq(head.name.as_deref().unwrap_or_default()),
            branch_person::phone.eq(head.phone.as_deref()),
        ))
        .execute(connection)?;
    Ok(())
}
