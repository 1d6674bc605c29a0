//! Writing organisations.

use std::collections::HashMap;

use diesel::{AsChangeset, ExpressionMethods as _, Insertable, QueryDsl as _, RunQueryDsl as _};
use htx_kit::{
    db::{Bind, Connection},
    each,
    failure::Failure,
};
use htx_model::{
    code_list::CodeList as _,
    date::{Date, Instant},
    id::OrganisationId,
    text,
};

use super::{
    organisation, representative,
    size_class::{class_of, reported},
};
use crate::domain::{
    organisation::{Organisation, Representative},
    size_class::Facts,
};

/// What is kept beside a name: what it is compared by, and what it is sorted by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameKeys {
    /// By which names are the same.
    pub key: String,
    sort: Vec<u8>,
}

impl NameKeys {
    /// Those of a name. Finding them takes some microseconds, which a transaction need not wait for.
    #[must_use]
    pub fn of(name: &str) -> Self {
        Self { key: text::name_key(name), sort: text::sort_key(name) }
    }
}

/// An organisation on its way into its row.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = organisation, treat_none_as_default_value = false, treat_none_as_null = true)]
struct OrganisationRow<'a> {
    id: Bind<OrganisationId>,
    kind: &'static str,
    name: &'a str,
    name_key: &'a str,
    name_sort: &'a [u8],
    registration_number: Option<&'a str>,
    registered_on: Bind<Option<Date>>,
    status: &'static str,
    address_line: Option<&'a str>,
    commune_code: &'a str,
    district_code: Option<&'a str>,
    current_commune_code: &'a str,
    needs_address_review: bool,
    main_business_line: Option<&'a str>,
    sector: Option<&'static str>,
    people_credit_fund: bool,
    charter_capital_vnd: Option<i64>,
    member_count: Option<i32>,
    worker_count: Option<i32>,
    alliance_member: bool,
    version: i64,
    recorded_at: Bind<Instant>,
    size_class: &'static str,
}

impl<'a> OrganisationRow<'a> {
    fn of(
        entry: &'a Organisation,
        keys: &'a NameKeys,
        reported: Facts,
        version: i64,
        now: Instant,
    ) -> Self {
        let address = &entry.address;
        // No count of people in a cooperative comes near the column's end.
        let column = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
        Self {
            id: Bind(entry.id),
            kind: entry.kind.code(),
            name: &entry.name,
            name_key: &keys.key,
            name_sort: &keys.sort,
            registration_number: entry.registration_number.as_ref().map(|number| number.as_str()),
            registered_on: Bind(entry.registered_on),
            status: entry.status.code(),
            address_line: address.line.as_deref(),
            commune_code: address.commune.as_str(),
            district_code: address.district.as_ref().map(|code| code.as_str()),
            current_commune_code: address.current_commune.as_str(),
            needs_address_review: address.needs_review,
            main_business_line: entry.main_business_line.as_deref(),
            sector: entry.sector.map(|sector| sector.code()),
            people_credit_fund: entry.people_credit_fund,
            charter_capital_vnd: entry.charter_capital_vnd.map(|amount| amount.0),
            member_count: entry.member_count.map(column),
            worker_count: entry.worker_count.map(column),
            alliance_member: entry.alliance_member,
            version,
            recorded_at: Bind(now),
            size_class: class_of(entry, reported),
        }
    }
}

/// Rows of one INSERT; twenty-three columns each stay below both databases' limits of parameters.
const CHUNK: usize = 500;

/// What the reports of a new organisation say of its size.
const NOTHING: Facts = Facts { members: None, revenue_vnd: None, capital_vnd: None };

/// An organisation that is new to the register.
type NewEntry<'a> = (&'a Organisation, &'a Representative);

/// Enters organisations, each at version 1, with their representatives.
///
/// # Errors
/// What the database reports.
pub fn insert_many(
    connection: &mut Connection,
    entries: &[NewEntry<'_>],
    now: Instant,
) -> Result<(), Failure> {
    let keys: Vec<_> = entries.iter().map(|(entry, _)| NameKeys::of(&entry.name)).collect();
    insert_with_keys(connection, entries, &keys, now)
}

/// [`insert_many`] of one, whose keys are known.
///
/// # Errors
/// What the database reports.
pub fn insert(
    connection: &mut Connection,
    entry: NewEntry<'_>,
    keys: &NameKeys,
    now: Instant,
) -> Result<(), Failure> {
    insert_with_keys(connection, &[entry], std::slice::from_ref(keys), now)
}

fn insert_with_keys(
    connection: &mut Connection,
    entries: &[NewEntry<'_>],
    keys: &[NameKeys],
    now: Instant,
) -> Result<(), Failure> {
    for (chunk, keys) in entries.chunks(CHUNK).zip(keys.chunks(CHUNK)) {
        let rows: Vec<_> = chunk
            .iter()
            .zip(keys)
            .map(|((entry, _), keys)| OrganisationRow::of(entry, keys, NOTHING, 1, now))
            .collect();
        each!(connection, connection => {
            // One by one is the usual case. Unlike a batch, it is prepared once for each connection.
            if let [row] = &rows[..] {
                diesel::insert_into(organisation::table).values(row).execute(connection)?
            } else {
                diesel::insert_into(organisation::table).values(&rows).execute(connection)?
            }
        });
    }
    let known: Vec<_> = entries
        .iter()
        .filter(|(_, person)| !person.is_unknown())
        .map(|(entry, person)| (entry.id, *person))
        .collect();
    save_representatives(connection, &known)
}

/// Saves a changed organisation as the version after `version`.
///
/// # Errors
/// What the database reports.
pub fn save(
    connection: &mut Connection,
    entry: &Organisation,
    version: i64,
    now: Instant,
) -> Result<(), Failure> {
    let reported = reported(connection, &[entry.id])?.remove(&entry.id).unwrap_or(NOTHING);
    let keys = NameKeys::of(&entry.name);
    let saved = diesel::update(organisation::table)
        .filter(organisation::id.eq(Bind(entry.id)))
        .filter(organisation::version.eq(version))
        .set(OrganisationRow::of(entry, &keys, reported, version + 1, now))
        .execute(connection)?;
    if saved == 1 {
        return Ok(());
    }
    // The use case compared the version in this transaction: another writer came between.
    Err(Failure::unavailable(CHANGED_MEANWHILE))
}

/// Notes that an officer has found in which commune of today the address of an organisation lies:
/// a reform that has passed does not ask again.
///
/// # Errors
/// What the database reports.
pub fn mark_address_reviewed(
    connection: &mut Connection,
    id: OrganisationId,
    on: Date,
) -> Result<(), Failure> {
    diesel::update(organisation::table.find(Bind(id)))
        .set(organisation::address_reviewed_on.eq(Bind(on)))
        .execute(connection)?;
    Ok(())
}

/// Why a row is not saved whose version is not the one that was read.
const CHANGED_MEANWHILE: &str = "the row changed while it was being changed";

fn require_versions(
    connection: &mut Connection,
    entries: &[(&Organisation, i64)],
) -> Result<(), Failure> {
    let known: Vec<(OrganisationId, i64)> = organisation::table
        .filter(organisation::id.eq_any(entries.iter().map(|(entry, _)| Bind(entry.id))))
        .select((organisation::id, organisation::version))
        .load(connection)?;
    let known: HashMap<_, _> = known.into_iter().collect();
    if entries.iter().all(|(entry, version)| known.get(&entry.id) == Some(version)) {
        return Ok(());
    }
    Err(Failure::unavailable(CHANGED_MEANWHILE))
}

/// Saves many changed organisations, each as the version after the one given.
///
/// # Errors
/// What the database reports; [`Failure::Unavailable`] where another writer came between.
pub fn save_many(
    connection: &mut Connection,
    entries: &[(&Organisation, i64)],
    now: Instant,
) -> Result<(), Failure> {
    use diesel::upsert::excluded;
    for chunk in entries.chunks(CHUNK) {
        require_versions(connection, chunk)?;
        let ids: Vec<OrganisationId> = chunk.iter().map(|(entry, _)| entry.id).collect();
        let reported = reported(connection, &ids)?;
        let keys: Vec<_> = chunk.iter().map(|(entry, _)| NameKeys::of(&entry.name)).collect();
        let rows: Vec<_> = chunk
            .iter()
            .zip(&keys)
            .map(|((entry, version), keys)| {
                let reported = reported.get(&entry.id).copied().unwrap_or(NOTHING);
                OrganisationRow::of(entry, keys, reported, version + 1, now)
            })
            .collect();
        each!(connection, one => diesel::insert_into(organisation::table)
            .values(&rows)
            .on_conflict(organisation::id)
            .do_update()
            .set((
                organisation::name.eq(excluded(organisation::name)),
                organisation::name_key.eq(excluded(organisation::name_key)),
                organisation::name_sort.eq(excluded(organisation::name_sort)),
                organisation::registration_number.eq(excluded(organisation::registration_number)),
                organisation::registered_on.eq(excluded(organisation::registered_on)),
                organisation::status.eq(excluded(organisation::status)),
                organisation::address_line.eq(excluded(organisation::address_line)),
                organisation::commune_code.eq(excluded(organisation::commune_code)),
                organisation::district_code.eq(excluded(organisation::district_code)),
                organisation::current_commune_code.eq(excluded(organisation::current_commune_code)),
                organisation::needs_address_review.eq(excluded(organisation::needs_address_review)),
                organisation::main_business_line.eq(excluded(organisation::main_business_line)),
                organisation::sector.eq(excluded(organisation::sector)),
                organisation::people_credit_fund.eq(excluded(organisation::people_credit_fund)),
                organisation::charter_capital_vnd.eq(excluded(organisation::charter_capital_vnd)),
                organisation::member_count.eq(excluded(organisation::member_count)),
                organisation::worker_count.eq(excluded(organisation::worker_count)),
                organisation::alliance_member.eq(excluded(organisation::alliance_member)),
                organisation::version.eq(excluded(organisation::version)),
                organisation::recorded_at.eq(excluded(organisation::recorded_at)),
                organisation::size_class.eq(excluded(organisation::size_class)),
            ))
            .execute(one))?;
    }
    Ok(())
}

/// Saves representatives, whether or not there was one before.
///
/// # Errors
/// What the database reports.
pub fn save_representatives(
    connection: &mut Connection,
    people: &[(OrganisationId, &Representative)],
) -> Result<(), Failure> {
    use diesel::upsert::excluded;
    for chunk in people.chunks(CHUNK) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|(id, person)| {
                (
                    representative::organisation_id.eq(Bind(*id)),
                    representative::name.eq(person.name.as_deref()),
                    representative::phone.eq(person.phone.as_deref()),
                )
            })
            .collect();
        each!(connection, one => diesel::insert_into(representative::table)
            .values(&rows)
            .on_conflict(representative::organisation_id)
            .do_update()
            .set((
                representative::name.eq(excluded(representative::name)),
                representative::phone.eq(excluded(representative::phone)),
            ))
            .execute(one))?;
    }
    Ok(())
}
