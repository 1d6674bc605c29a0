//! A page of the feed, within the reader's scope.

use diesel::prelude::*;
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    event::Event,
    id::OrganisationId,
    refusal::{ErrorCode, Refusal, Text},
    scope::Scope,
};
use serde::{Deserialize, Serialize};

use crate::{
    db::{Connection, types::Bind},
    failure::Failure,
    log::{
        SubjectId, counted,
        history::read_body,
        schema::{event, event_seal},
        sealed_size, stored,
    },
};

/// The most events on a page.
pub const FEED_LIMIT_MAX: u32 = 1_000;

/// The largest position that is asked for: the largest whole number that every JSON reader keeps.
pub const POSITION_MAX: u64 = (1 << 53) - 1;

/// The most positions that one page looks at. A reader whose scope has few events then gets a short
/// page that leads further on, and no page costs more than this.
const WINDOW: u64 = 5_000;

/// An event with its position.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FeedItem {
    /// Its position in the log, from 1.
    #[schema(minimum = 1)]
    pub position: u64,
    /// What happened.
    pub event: Event,
}

/// A page of the feed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FeedPage {
    /// The events, in the order of their positions.
    #[schema(max_items = 1000)]
    pub items: Vec<FeedItem>,
    /// Where the next page begins: give it back as `after`. It also passes over events that the
    /// reader does not see.
    #[schema(minimum = 0)]
    pub next_after: u64,
}

/// Which events a reader wants; an empty list asks for all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedFilter {
    /// Types, such as `organisation.changed`.
    pub types: Vec<String>,
    /// Kinds of subject, such as `organisation`.
    pub subject_kinds: Vec<String>,
    /// One subject only.
    pub subject: Option<SubjectId>,
    /// Districts as registered.
    pub districts: Vec<DistrictCode>,
    /// Communes of today.
    pub communes: Vec<CommuneCode>,
    /// Organisations.
    pub organisations: Vec<OrganisationId>,
}

/// What a reader asks the feed.
#[derive(Debug, Clone)]
pub struct FeedQuery {
    /// The position up to which it has read; 0 from the beginning.
    pub after: u64,
    /// The most events on the page.
    pub limit: u32,
    /// What it may see.
    pub scope: Scope,
    /// What it wants to see.
    pub filter: FeedFilter,
}

impl FeedQuery {
    /// Everything after a position: for the service's own use.
    #[must_use]
    pub fn everything(after: u64, limit: u32) -> Self {
        Self { after, limit, scope: Scope::everything(), filter: FeedFilter::default() }
    }
}

/// The oldest position that is kept, if any event is.
///
/// # Errors
/// What the database reports.
pub fn oldest(connection: &mut Connection) -> Result<Option<u64>, Failure> {
    let first: Option<i64> = event_seal::table
        .order(event_seal::position)
        .select(event_seal::position)
        .first(connection)
        .optional()?;
    Ok(first.map(counted))
}

/// Reads a page of the feed: sealed events only.
///
/// # Errors
/// `position_gone` where events after that position are no longer kept, or where the log never
/// came so far (it was restored from a backup); what the database reports.
pub fn read(connection: &mut Connection, query: &FeedQuery) -> Result<FeedPage, Failure> {
    let sealed = sealed_size(connection)?;
    if query.after == sealed {
        return Ok(FeedPage { items: Vec::new(), next_after: sealed });
    }
    if query.after > sealed {
        return Err(ahead(sealed).into());
    }
    let oldest = oldest(connection)?.unwrap_or(1);
    if query.after + 1 < oldest {
        return Err(gone(oldest).into());
    }
    read_until(connection, query, sealed)
}

/// Reads a page of what stands in the log up to a position that was sealed.
pub(super) fn read_until(
    connection: &mut Connection,
    query: &FeedQuery,
    sealed: u64,
) -> Result<FeedPage, Failure> {
    let window_end = sealed.min(query.after + WINDOW);
    let limit = query.limit.clamp(1, FEED_LIMIT_MAX);
    let rows = rows_within(connection, query, window_end, limit)?;
    let full = rows.len() >= usize::try_from(limit).unwrap_or(usize::MAX);
    let items = rows
        .into_iter()
        .map(|(position, body)| {
            Ok(FeedItem { position: counted(position), event: read_body(&body)? })
        })
        .collect::<Result<Vec<_>, Failure>>()?;
    let last = items.last().map_or(window_end, |item| item.position);
    Ok(FeedPage { items, next_after: if full { last } else { window_end } })
}

fn rows_within(
    connection: &mut Connection,
    FeedQuery { after, scope, filter, .. }: &FeedQuery,
    window_end: u64,
    limit: u32,
) -> QueryResult<Vec<(i64, String)>> {
    let mut query = event_seal::table
        .inner_join(event::table.on(event::id.eq(event_seal::event_id)))
        .filter(event_seal::position.gt(stored(*after)))
        .filter(event_seal::position.le(stored(window_end)))
        .order(event_seal::position)
        .limit(i64::from(limit))
        .select((event_seal::position, event::body))
        .into_boxed();
    if !scope.is_everything() {
        let districts = scope.districts().map(|code| Some(code.as_str()));
        let communes = scope.communes().map(|code| Some(code.as_str()));
        query = query.filter(
            event::district_code
                .eq_any(districts)
                .or(event::commune_code.eq_any(communes))
                .or(event::organisation_id.eq_any(scope.organisations().map(|id| Bind(Some(id))))),
        );
    }
    if !filter.types.is_empty() {
        query = query.filter(event::kind.eq_any(&filter.types));
    }
    if !filter.subject_kinds.is_empty() {
        query = query.filter(event::subject_kind.eq_any(&filter.subject_kinds));
    }
    if let Some(subject) = filter.subject {
        query = query.filter(event::subject_id.eq(Bind(subject)));
    }
    if !filter.districts.is_empty() {
        let districts = filter.districts.iter().map(|code| Some(code.as_str()));
        query = query.filter(event::district_code.eq_any(districts));
    }
    if !filter.communes.is_empty() {
        let communes = filter.communes.iter().map(|code| Some(code.as_str()));
        query = query.filter(event::commune_code.eq_any(communes));
    }
    if !filter.organisations.is_empty() {
        let organisations = filter.organisations.iter().copied().map(|id| Bind(Some(id)));
        query = query.filter(event::organisation_id.eq_any(organisations));
    }
    query.load(connection)
}

/// The refusal of whoever asks for events of before the oldest that is kept.
pub(super) fn gone(oldest: u64) -> Refusal {
    let resume = oldest.saturating_sub(1);
    Refusal::new(
        ErrorCode::PositionGone,
        Text::made(
            format!("Các sự kiện cũ hơn vị trí {oldest} không còn được lưu."),
            format!("Events older than position {oldest} are no longer kept."),
        ),
    )
    .advising(Text::made(
        format!("Hãy tải lại toàn bộ danh sách, rồi đọc tiếp với after={resume}."),
        format!("Load the lists afresh, then go on reading with after={resume}."),
    ))
}

fn ahead(newest: u64) -> Refusal {
    Refusal::new(
        ErrorCode::PositionGone,
        Text::made(
            format!("Nhật ký chỉ có đến vị trí {newest}: có thể đã được khôi phục từ bản sao lưu."),
            format!("The log goes up to position {newest} only: it may be restored from a backup."),
        ),
    )
    .advising(Text::made(
        format!("Hãy tải lại toàn bộ danh sách, rồi đọc tiếp với after={newest}."),
        format!("Load the lists afresh, then go on reading with after={newest}."),
    ))
}

#[cfg(test)]
mod tests;
