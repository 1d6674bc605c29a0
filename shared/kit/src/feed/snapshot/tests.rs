use htx_model::{
    administrative::{DistrictCode, Territory},
    agency::AgencyCode,
    event::Event,
    policy::Reach,
    principal::Holder,
    scope::Scope,
};

use super::*;
use crate::{
    clock::IdSource,
    db::Database,
    log::fixture::{databases, event, ids, record, seal},
};

/// An event of a subject in a district.
fn of(ids: &IdSource, subject: Uuid, kind: &str, district: &str) -> Event {
    let mut event = event(ids);
    event.subject.id = subject;
    event.kind = kind.to_owned();
    event.place.district = Some(DistrictCode::parse(district).unwrap());
    event
}

/// The snapshot's lines: the first, the positions between, the last.
fn taken(database: &Database, scope: Scope) -> (u64, Vec<u64>, u64) {
    let query = FeedQuery { scope, ..FeedQuery::everything(0, FEED_LIMIT_MAX) };
    let (mut reached, mut lines) = (None, Vec::new());
    loop {
        let step = |connection: &mut Connection| next_lines(connection, &query, reached);
        let (more, rest) = database.read_now(step).unwrap();
        lines.extend(more);
        match rest {
            Some(_) => reached = rest,
            None => break,
        }
    }
    let (mut first, mut last, mut positions) = (None, None, Vec::new());
    for line in lines {
        match line {
            Line::Begin { next_after } => first = Some(next_after),
            Line::Item(item) => positions.push(item.position),
            Line::End { items } => last = Some(items),
        }
    }
    (first.unwrap(), positions, last.unwrap())
}

#[test]
fn of_each_subject_the_newest_event_of_each_type_is_told() {
    for test in databases() {
        let ids = ids();
        let (one, other) = (ids.make::<()>().uuid(), ids.make::<()>().uuid());
        let events = [
            of(&ids, one, "organisation.created", "276"),
            of(&ids, other, "organisation.created", "276"),
            of(&ids, one, "organisation.changed", "276"),
            of(&ids, one, "organisation.changed", "276"),
        ];
        record(&test.database, events.into_iter().map(|event| (event, None)).collect());
        seal(&test.database);
        assert_eq!(taken(&test.database, Scope::everything()), (4, vec![1, 2, 4], 3));
    }
}

#[test]
fn an_empty_log_has_an_empty_snapshot_and_what_is_not_sealed_comes_with_the_feed() {
    for test in databases() {
        assert_eq!(taken(&test.database, Scope::everything()), (0, vec![], 0));
        record(&test.database, vec![(event(&ids()), None)]);
        assert_eq!(taken(&test.database, Scope::everything()), (0, vec![], 0));
    }
}

#[test]
fn what_has_left_the_reader_s_scope_is_not_told_as_it_was_before() {
    for test in databases() {
        let ids = ids();
        let (stays, moves) = (ids.make::<()>().uuid(), ids.make::<()>().uuid());
        let events = [
            of(&ids, stays, "organisation.changed", "276"),
            of(&ids, moves, "organisation.changed", "276"),
            of(&ids, moves, "organisation.changed", "277"),
        ];
        record(&test.database, events.into_iter().map(|event| (event, None)).collect());
        seal(&test.database);
        let district = Holder::Agency {
            code: AgencyCode::parse("so-tc").unwrap(),
            kinds: Vec::new(),
            territory: Territory::District(DistrictCode::parse("276").unwrap()),
            ended: false,
        };
        let scope = Scope::nothing().with(Reach::OwnTerritory, &district);
        assert_eq!(taken(&test.database, scope), (3, vec![1], 1));
    }
}
