//! The public register: the cases whose notice is published, with that notice.

use diesel::{
    ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, RunQueryDsl as _,
    SelectableHelper as _, TextExpressionMethods as _,
};
use htx_kit::{
    db::{Bind, Connection, stored::code},
    failure::Failure,
    within_place,
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    agency::AgencyCode,
    code_list::CodeList as _,
    date::Date,
    dissolution::{DissolutionState, Route, answers::NoticeState},
    id::{DissolutionId, DissolutionNoticeId},
    organisation::OrganisationKind,
    registration_number::RegistrationNumber,
};
use serde::Serialize;

use super::{
    notice::NoticeRow,
    schema::{dissolution, dissolution_notice, organisation},
};
use crate::domain::notice::{Notice, NoticeNumber};

/// What the register is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Filter {
    /// Folded words that all stand in the name.
    pub words: Vec<String>,
    /// With this registration number.
    pub registration_number: Option<RegistrationNumber>,
    /// In this state.
    pub state: Option<DissolutionState>,
    /// By this way.
    pub route: Option<Route>,
    /// Of this kind.
    pub kind: Option<OrganisationKind>,
    /// Registered in this district.
    pub district: Option<DistrictCode>,
    /// In this commune of today.
    pub commune: Option<CommuneCode>,
    /// Published by this agency.
    pub authority: Option<AgencyCode>,
    /// Published on or after this day.
    pub published_from: Option<Date>,
    /// Published on or before this day.
    pub published_to: Option<Date>,
}

/// A case as the public may know it.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The notice that holds.
    pub notice: Notice,
    /// Where the case stands.
    pub state: DissolutionState,
    /// When it ended.
    pub ended_on: Option<Date>,
}

type Row = (NoticeRow, String, Option<Date>);

fn read((notice, state, ended_on): Row) -> Result<Entry, Failure> {
    Ok(Entry { notice: notice.try_into()?, state: code(&state)?, ended_on })
}

/// The entries of the register that join notice, case and organisation.
macro_rules! entries {
    () => {
        dissolution_notice::table
            .inner_join(dissolution::table.inner_join(organisation::table))
            .filter(dissolution_notice::state.eq(NoticeState::Published.code()))
            .select((NoticeRow::as_select(), dissolution::state, dissolution::ended_on))
            .into_boxed()
    };
}

/// A page of the register, the newest notice first.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    filter: &Filter,
    after: Option<&DissolutionNoticeId>,
    limit: i64,
) -> Result<Vec<Entry>, Failure> {
    let mut query = entries!().order(dissolution_notice::id.desc()).limit(limit);
    if let Some(after) = after {
        query = query.filter(dissolution_notice::id.lt(Bind(*after)));
    }
    for word in &filter.words {
        // A folded word has letters and digits only: nothing that LIKE reads otherwise.
        query = query.filter(organisation::name_key.like(format!("%{word}%")));
    }
    if let Some(number) = &filter.registration_number {
        query = query.filter(organisation::registration_number.eq(number.as_str().to_owned()));
    }
    if let Some(state) = filter.state {
        query = query.filter(dissolution::state.eq(state.code()));
    }
    if let Some(route) = filter.route {
        query = query.filter(dissolution::route.eq(route.code()));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(organisation::kind.eq(kind.code()));
    }
    query = within_place!(
        query,
        filter,
        organisation::district_code,
        organisation::current_commune_code
    );
    if let Some(authority) = &filter.authority {
        query = query.filter(dissolution_notice::agency_code.eq(authority.as_str().to_owned()));
    }
    if let Some(day) = filter.published_from {
        query = query.filter(dissolution_notice::published_on.ge(Bind(day)));
    }
    if let Some(day) = filter.published_to {
        query = query.filter(dissolution_notice::published_on.le(Bind(day)));
    }
    let rows: Vec<Row> = query.load(connection)?;
    rows.into_iter().map(read).collect()
}

/// The entry of a case, if it is public.
///
/// # Errors
/// What the database reports.
pub fn of_case(connection: &mut Connection, id: DissolutionId) -> Result<Option<Entry>, Failure> {
    let query = entries!().filter(dissolution_notice::dissolution_id.eq(Bind(id)));
    let row: Option<Row> = query.first(connection).optional()?;
    row.map(read).transpose()
}

/// The entry of the case whose notice has, or had, this number.
///
/// # Errors
/// What the database reports.
pub fn with_number(
    connection: &mut Connection,
    number: &NoticeNumber,
) -> Result<Option<Entry>, Failure> {
    match super::notice::with_number(connection, number)? {
        Some(notice) => of_case(connection, notice.case),
        None => Ok(None),
    }
}
