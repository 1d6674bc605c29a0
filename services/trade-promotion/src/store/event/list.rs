//! Lists of events: by day, typed filters.

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, QueryDsl as _, RunQueryDsl as _,
    SelectableHelper as _,
};
use htx_kit::{
    db::{Bind, Connection},
    failure::Failure,
};
use htx_model::{
    agency::AgencyCode,
    code_list::CodeList as _,
    date::Date,
    id::TradeEventId,
    scope::Scope,
    trade::events::{TradeEventKind, TradeEventReach, TradeEventState},
};

use super::{EventRow, StoredEvent};
use crate::store::schema::trade_event;

/// What a list is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this kind.
    pub kind: Option<TradeEventKind>,
    /// At home or abroad.
    pub reach: Option<TradeEventReach>,
    /// In this state.
    pub state: Option<TradeEventState>,
    /// Organised by one of these agencies.
    pub organisers: Option<Vec<AgencyCode>>,
    /// Ending on or after this day.
    pub from: Option<Date>,
    /// Beginning on or before this day.
    pub to: Option<Date>,
}

/// A page of events by their first day, for whoever may read events.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    scope: &Scope,
    filter: &Filter,
    after: Option<&(Date, TradeEventId)>,
    limit: i64,
) -> Result<Vec<StoredEvent>, Failure> {
    if scope.is_nothing() {
        return Ok(Vec::new());
    }
    let mut query = trade_event::table
        .order((trade_event::starts_on, trade_event::id))
        .limit(limit)
        .select(EventRow::as_select())
        .into_boxed();
    if let Some((day, id)) = after {
        let later = trade_event::starts_on.gt(Bind(*day));
        let same = trade_event::starts_on.eq(Bind(*day)).and(trade_event::id.gt(Bind(*id)));
        query = query.filter(later.or(same));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(trade_event::kind.eq(kind.code()));
    }
    if let Some(reach) = filter.reach {
        query = query.filter(trade_event::reach.eq(reach.code()));
    }
    if let Some(state) = filter.state {
        query = query.filter(trade_event::state.eq(state.code()));
    }
    if let Some(organisers) = &filter.organisers {
        let codes: Vec<String> = organisers.iter().map(ToString::to_string).collect();
        query = query.filter(trade_event::organiser_agency.eq_any(codes));
    }
    if let Some(day) = filter.from {
        query = query.filter(trade_event::ends_on.ge(Bind(day)));
    }
    if let Some(day) = filter.to {
        query = query.filter(trade_event::starts_on.le(Bind(day)));
    }
    let rows: Vec<EventRow> = query.load(connection)?;
    rows.into_iter().map(EventRow::read).collect()
}

/// The events that were announced and lie between two days, the latest first, as many as `limit` at the
/// most: what anybody may know.
///
/// # Errors
/// What the database reports.
pub fn public(
    connection: &mut Connection,
    (from, to): (Date, Date),
    limit: i64,
) -> Result<Vec<StoredEvent>, Failure> {
    let rows: Vec<EventRow> = trade_event::table
        .filter(trade_event::opened_on.is_not_null())
        .filter(trade_event::ends_on.ge(Bind(from)))
        .filter(trade_event::starts_on.le(Bind(to)))
        .order((trade_event::starts_on.desc(), trade_event::id.desc()))
        .limit(limit)
        .select(EventRow::as_select())
        .load(connection)?;
    rows.into_iter().map(EventRow::read).collect()
}
