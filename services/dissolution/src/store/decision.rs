//! What decisions rest on, with the members of dissolution councils. Whoever calls has reached the
//! case.

use diesel::{
    AsChangeset, ExpressionMethods as _, Insertable, OptionalExtension as _, QueryDsl as _,
    Queryable, RunQueryDsl as _, Selectable, SelectableHelper as _,
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{code, column, foreign, json, written},
    },
    each,
    failure::Failure,
};
use htx_model::{
    code_list::CodeList as _,
    date::{Date, Instant},
    id::DissolutionId,
    people::HolderType,
};

use super::{
    blocker::signatory,
    document::documents,
    schema::{council_member, decision},
};
use crate::domain::{
    decision::{CapitalList, Council, Decision, Deed, MEMBERS_MAX, Member},
    party::Party,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = decision)]
struct DecisionRow {
    dissolution_id: DissolutionId,
    kind: Option<String>,
    number: Option<String>,
    issued_on: Option<Date>,
    issuer: Option<String>,
    documents: Option<String>,
    council_size: Option<i32>,
    no_council_reason: Option<String>,
    acting_agency: Option<String>,
    acting_agency_name: Option<String>,
    undivided: Option<String>,
    capital_lines: Option<String>,
    capital_explanation: Option<String>,
    version: i64,
    recorded_at: Instant,
}

impl DecisionRow {
    fn read(self, members: Vec<Member>) -> Result<Decision, Failure> {
        Ok(Decision {
            case: self.dissolution_id,
            document: self.document()?,
            council: self.council(members)?,
            capital: self.capital()?,
            version: self.version,
            recorded_at: self.recorded_at,
        })
    }

    fn document(&self) -> Result<Option<Deed>, Failure> {
        let Some(kind) = &self.kind else { return Ok(None) };
        let issued_on = self.issued_on.ok_or_else(|| foreign(kind))?;
        Ok(Some(Deed {
            kind: code(kind)?,
            number: self.number.clone().unwrap_or_default(),
            issued_on,
            issuer: self.issuer.clone().unwrap_or_default(),
            documents: documents(self.documents.as_deref().unwrap_or("[]"))?,
        }))
    }

    fn council(&self, members: Vec<Member>) -> Result<Option<Council>, Failure> {
        if let Some(size) = self.council_size {
            let size = u32::try_from(size).map_err(Failure::unexpected)?;
            return Ok(Some(Council::Formed { size, members }));
        }
        let Some(agency) = &self.acting_agency else { return Ok(None) };
        let by = signatory(agency, self.acting_agency_name.clone().unwrap_or_default())?;
        Ok(Some(Council::Replaced { reason: self.no_council_reason.clone(), by }))
    }

    fn capital(&self) -> Result<Option<CapitalList>, Failure> {
        let Some(undivided) = &self.undivided else { return Ok(None) };
        let lines = self.capital_lines.as_deref().unwrap_or("[]");
        Ok(Some(CapitalList {
            lines: json(lines)?,
            undivided: code(undivided)?,
            explanation: self.capital_explanation.clone(),
        }))
    }
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = decision, treat_none_as_default_value = false, treat_none_as_null = true)]
struct NewDecisionRow<'a> {
    dissolution_id: Bind<DissolutionId>,
    kind: Option<&'static str>,
    number: Option<&'a str>,
    issued_on: Bind<Option<Date>>,
    issuer: Option<&'a str>,
    documents: Option<String>,
    council_size: Option<i32>,
    no_council_reason: Option<&'a str>,
    acting_agency: Option<&'a str>,
    acting_agency_name: Option<&'a str>,
    undivided: Option<&'static str>,
    capital_lines: Option<String>,
    capital_explanation: Option<&'a str>,
    version: i64,
    recorded_at: Bind<Instant>,
}

impl<'a> NewDecisionRow<'a> {
    fn of(one: &'a Decision) -> Result<Self, Failure> {
        let (deed, capital) = (one.document.as_ref(), one.capital.as_ref());
        let (council_size, no_council_reason, by) = match &one.council {
            Some(Council::Formed { size, .. }) => (Some(column(*size)), None, None),
            Some(Council::Replaced { reason, by }) => (None, reason.as_deref(), Some(by)),
            None => (None, None, None),
        };
        let lines = capital.map(|list| written(&list.lines)).transpose()?;
        Ok(Self {
            dissolution_id: Bind(one.case),
            kind: deed.map(|deed| deed.kind.code()),
            number: deed.map(|deed| deed.number.as_str()),
            issued_on: Bind(deed.map(|deed| deed.issued_on)),
            issuer: deed.map(|deed| deed.issuer.as_str()),
            documents: deed.map(|deed| written(&deed.documents)).transpose()?,
            council_size,
            no_council_reason,
            acting_agency: by.map(|by| by.code.as_str()),
            acting_agency_name: by.map(|by| by.name.as_str()),
            undivided: capital.map(|list| list.undivided.code()),
            capital_lines: lines,
            capital_explanation: capital.and_then(|list| list.explanation.as_deref()),
            version: one.version,
            recorded_at: Bind(one.recorded_at),
        })
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = council_member)]
struct MemberRow {
    role: String,
    name: String,
    citizen_id: Option<String>,
    phone: Option<String>,
    address: Option<String>,
}

impl TryFrom<MemberRow> for Member {
    type Error = Failure;

    fn try_from(row: MemberRow) -> Result<Self, Failure> {
        Ok(Self {
            role: code(&row.role)?,
            person: Party {
                holder: HolderType::NaturalPerson,
                name: row.name,
                citizen_id: row.citizen_id,
                phone: row.phone,
                address: row.address,
            },
        })
    }
}

#[derive(Insertable)]
#[diesel(table_name = council_member, treat_none_as_default_value = false)]
struct NewMemberRow<'a> {
    dissolution_id: Bind<DissolutionId>,
    position: i32,
    role: &'static str,
    name: &'a str,
    citizen_id: Option<&'a str>,
    phone: Option<&'a str>,
    address: Option<&'a str>,
}

/// What the decision of a case rests on, if anything was prepared.
///
/// # Errors
/// What the database reports.
pub fn find(connection: &mut Connection, case: DissolutionId) -> Result<Option<Decision>, Failure> {
    let row: Option<DecisionRow> = decision::table
        .find(Bind(case))
        .select(DecisionRow::as_select())
        .first(connection)
        .optional()?;
    let Some(row) = row else { return Ok(None) };
    let members: Vec<MemberRow> = council_member::table
        .filter(council_member::dissolution_id.eq(Bind(case)))
        .order(council_member::position)
        .limit(i64::try_from(MEMBERS_MAX).unwrap_or(i64::MAX))
        .select(MemberRow::as_select())
        .load(connection)?;
    let members: Result<Vec<Member>, Failure> = members.into_iter().map(Member::try_from).collect();
    row.read(members?).map(Some)
}

/// Enters what a decision rests on, or saves it; its version was counted on while the case was held.
///
/// # Errors
/// What the database reports.
pub fn save(connection: &mut Connection, one: &Decision) -> Result<(), Failure> {
    each!(connection, database => diesel::insert_into(decision::table)
        .values(&NewDecisionRow::of(one)?)
        .on_conflict(decision::dissolution_id)
        .do_update()
        .set(&NewDecisionRow::of(one)?)
        .execute(database))?;
    diesel::delete(council_member::table)
        .filter(council_member::dissolution_id.eq(Bind(one.case)))
        .execute(connection)?;
    let Some(Council::Formed { members, .. }) = &one.council else { return Ok(()) };
    let rows: Vec<NewMemberRow<'_>> = members
        .iter()
        .zip(1..)
        .map(|(member, position)| NewMemberRow {
            dissolution_id: Bind(one.case),
            position,
            role: member.role.code(),
            name: &member.person.name,
            citizen_id: member.person.citizen_id.as_deref(),
            phone: member.person.phone.as_deref(),
            address: member.person.address.as_deref(),
        })
        .collect();
    each!(connection, database => diesel::insert_into(council_member::table)
        .values(&rows)
        .execute(database))?;
    Ok(())
}
