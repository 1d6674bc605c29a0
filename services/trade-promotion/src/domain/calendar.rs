//! Events as an iCalendar (RFC 5545), for anybody's calendar: whole days, so no time zone is needed.
//!
//! An event is in it from the day on which it was announced. It keeps its UID for ever; each change of
//! what is said here has the next SEQUENCE, and an event that is cancelled stays, as cancelled.

use htx_model::{
    code_list::CodeList as _,
    date::{Date, Instant},
    language::Language,
    trade::events::TradeEventState,
};

use super::event::Event;

/// The most octets of a line, without its end (RFC 5545 section 3.1).
const LINE_OCTETS: usize = 75;

/// An event with when what it says was last written down.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The event.
    pub event: Event,
    /// When it was last changed.
    pub changed_at: Instant,
}

/// The calendar of these events. `public_url` is the suite's address, under which each is read.
#[must_use]
pub fn calendar(entries: &[Entry], public_url: &str) -> String {
    let mut lines = Lines::default();
    lines.plain("BEGIN", "VCALENDAR");
    lines.plain("VERSION", "2.0");
    lines.plain("PRODID", "-//htx//trade-promotion//VI");
    lines.plain("CALSCALE", "GREGORIAN");
    lines.plain("METHOD", "PUBLISH");
    lines.text("NAME", "Xúc tiến thương mại hợp tác xã");
    lines.text("X-WR-CALNAME", "Xúc tiến thương mại hợp tác xã");
    lines.plain("REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
    for entry in entries {
        event(&mut lines, entry, public_url);
    }
    lines.plain("END", "VCALENDAR");
    lines.0
}

fn event(lines: &mut Lines, entry: &Entry, public_url: &str) {
    let Entry { event, changed_at } = entry;
    let content = &event.content;
    let changed = changed_at.timestamp().strftime("%Y%m%dT%H%M%SZ").to_string();
    lines.plain("BEGIN", "VEVENT");
    lines.plain("UID", &format!("{}@trade-events.htx", event.id));
    lines.plain("DTSTAMP", &changed);
    lines.plain("LAST-MODIFIED", &changed);
    lines.plain("SEQUENCE", &event.revision.to_string());
    lines.plain("DTSTART;VALUE=DATE", &day(content.starts_on));
    // Not included any more (RFC 5545 section 3.6.1).
    lines.plain("DTEND;VALUE=DATE", &day(content.ends_on.plus_days(1)));
    lines.text("SUMMARY", &content.title);
    if let Some(summary) = &content.summary {
        lines.text("DESCRIPTION", summary);
    }
    let place = match &content.country {
        Some(country) => format!("{} ({country})", content.venue),
        None => content.venue.clone(),
    };
    lines.text("LOCATION", &place);
    lines.text("CATEGORIES", content.kind.label(Language::Vi));
    lines.text("CONTACT", &event.organiser_name);
    lines.plain("STATUS", status(event.state));
    lines.plain("TRANSP", "TRANSPARENT");
    lines.plain("URL", &format!("{public_url}/v1/trade-events/{}", event.id));
    lines.plain("END", "VEVENT");
}

const fn status(state: TradeEventState) -> &'static str {
    match state {
        TradeEventState::Cancelled => "CANCELLED",
        TradeEventState::Planned => "TENTATIVE",
        TradeEventState::Open
        | TradeEventState::Closed
        | TradeEventState::Held
        | TradeEventState::Settled => "CONFIRMED",
    }
}

fn day(day: Date) -> String {
    day.0.strftime("%Y%m%d").to_string()
}

/// Lines, folded as they are written.
#[derive(Default)]
struct Lines(String);

impl Lines {
    /// A property whose value needs no escaping.
    fn plain(&mut self, name: &str, value: &str) {
        self.fold(&format!("{name}:{value}"));
    }

    /// A property whose value is text (RFC 5545 section 3.3.11).
    fn text(&mut self, name: &str, value: &str) {
        self.fold(&format!("{name}:{}", escaped(value)));
    }

    /// Lines of at most 75 octets, broken between characters; what goes on begins with a space.
    fn fold(&mut self, line: &str) {
        let mut octets = 0;
        for character in line.chars() {
            if octets + character.len_utf8() > LINE_OCTETS {
                self.0.push_str("\r\n ");
                octets = 1;
            }
            self.0.push(character);
            octets += character.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

/// A text as it stands in a value; control characters, which no value may hold, are left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' | ';' | ',' => {
                escaped.push('\\');
                escaped.push(character);
            }
            '\r' if characters.peek() == Some(&'\n') => {}
            '\n' | '\r' => escaped.push_str("\\n"),
            '\t' => escaped.push('\t'),
            other if other.is_control() => {}
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use htx_model::{
        agency::AgencyCode,
        id::TradeEventId,
        trade::events::{Allotment, TradeEventKind, TradeEventReach},
    };
    use icalendar::{Calendar, CalendarComponent, Component as _, EventLike as _};
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{
        event::{Content, Cost},
        preparers::Preparers,
    };

    fn entry(title: &str, state: TradeEventState) -> Entry {
        let content = Content {
            kind: TradeEventKind::Fair,
            reach: TradeEventReach::Home,
            title: title.to_owned(),
            summary: Some("Rau; củ, quả\\hạt\nvà gạo".to_owned()),
            venue: "Hoàng thành Thăng Long, Hà Nội".to_owned(),
            commune: None,
            country: None,
            starts_on: Date::new(2025, 9, 10).unwrap(),
            ends_on: Date::new(2025, 9, 14).unwrap(),
            apply_until: Date::new(2025, 8, 31).unwrap(),
            allotment: Allotment::Selection,
            planned_cost: Cost::default(),
        };
        let event = Event {
            id: TradeEventId::from_uuid(uuid::Uuid::from_u128(7)),
            content,
            organiser: AgencyCode::parse("hpa").unwrap(),
            organiser_name: "Trung tâm Xúc tiến Đầu tư, Thương mại, Du lịch".to_owned(),
            booth_count: 5,
            state,
            opened_on: Date::new(2025, 6, 1),
            ended_on: None,
            cancel_reason: None,
            actual_cost: None,
            revision: 2,
            prepared_by: Preparers::default(),
        };
        let changed_at = Instant::from_microseconds(1_748_000_000_000_000);
        Entry { event, changed_at }
    }

    fn unfolded(text: &str) -> String {
        text.replace("\r\n ", "")
    }

    #[test]
    fn the_calendar_is_the_golden_one() {
        let entries = [entry("Hội chợ OCOP Hà Nội 2025", TradeEventState::Cancelled)];
        let text = calendar(&entries, "https://htx.hanoi.example");
        insta::assert_snapshot!("calendar", text.replace("\r\n", "\n"));
    }

    #[test]
    fn a_parser_reads_what_was_written() {
        let title = "Tuần hàng nông sản, OCOP và sản phẩm làng nghề của các hợp tác xã; lần thứ 2";
        let entries = [entry(title, TradeEventState::Cancelled)];
        let text = calendar(&entries, "https://htx.hanoi.example");
        let read: Calendar = text.parse().unwrap();
        let [CalendarComponent::Event(event)] = &read.components[..] else { panic!("{read:?}") };
        assert_eq!(event.get_summary(), Some(title));
        assert_eq!(event.get_description(), Some("Rau; củ, quả\\hạt\nvà gạo"));
        assert_eq!(event.get_location(), Some("Hoàng thành Thăng Long, Hà Nội"));
        assert_eq!(event.get_uid(), Some("00000000-0000-0000-0000-000000000007@trade-events.htx"));
        assert_eq!(event.get_sequence(), Some(2));
        assert_eq!(event.get_status(), Some(icalendar::EventStatus::Cancelled));
        assert_eq!(event.property_value("DTSTART"), Some("20250910"));
        assert_eq!(event.property_value("DTEND"), Some("20250915"));
    }

    proptest! {
        #[test]
        fn no_line_is_longer_than_75_octets_and_nothing_is_lost(title in "\\PC{1,300}") {
            let text = calendar(&[entry(&title, TradeEventState::Open)], "https://htx.example");
            prop_assert!(text.ends_with("END:VCALENDAR\r\n"));
            for line in text.split_terminator("\r\n") {
                prop_assert!(line.len() <= LINE_OCTETS, "{}", line);
            }
            let line = format!("SUMMARY:{}\r\n", escaped(&title));
            prop_assert!(unfolded(&text).contains(&line), "{}", line);
        }
    }
}
