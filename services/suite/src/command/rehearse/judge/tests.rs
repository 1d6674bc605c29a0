//! Each judge before a client that does well and before ones that do not.

use std::time::Duration;

use super::*;
use crate::command::rehearse::{
    exchange::{Next, Told},
    script::STANDARD,
};

/// What a client did, in the order of arrival.
#[derive(Default)]
struct Story(Vec<Exchange>);

/// A request to `address`, of which `?` begins the query.
fn request(method: &str, address: &str) -> Exchange {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let (method, path, query) = (method.to_owned(), path.to_owned(), query.to_owned());
    Exchange { method, path, query, token: Some("old".to_owned()), ..Exchange::default() }
}

fn get(address: &str) -> Exchange {
    request("GET", address)
}

fn patch(address: &str, tag: &str) -> Exchange {
    Exchange { if_match: Some(tag.to_owned()), ..request("PATCH", address) }
}

fn post(address: &str, body: &str, key: Option<&str>) -> Exchange {
    let (body, key) = (Some(body.to_owned()), key.map(str::to_owned));
    Exchange { body, key, ..request("POST", address) }
}

fn page(address: &str, next: Option<&str>) -> Exchange {
    let next = next.map_or(Next::End, |next| Next::Cursor(next.to_owned()));
    Exchange { told: Told { next: Some(next), ..Told::default() }, ..get(address) }
}

fn told_after(address: &str, next_after: u64) -> Exchange {
    Exchange { told: Told { next_after: Some(next_after), ..Told::default() }, ..get(address) }
}

impl Story {
    /// Something arrives at a second and is answered at once.
    fn at(self, second: f64, status: u16, exchange: Exchange) -> Self {
        self.lasting(second, second, status, exchange)
    }

    fn lasting(mut self, arrived: f64, answered: f64, status: u16, exchange: Exchange) -> Self {
        self.0.push(Exchange {
            number: self.0.len(),
            arrived: Duration::from_secs_f64(arrived),
            answered: Some(Duration::from_secs_f64(answered)),
            status,
            ..exchange
        });
        self
    }

    /// An act struck what came last.
    fn struck(mut self, code: &'static str) -> Self {
        self.0.last_mut().unwrap().struck = Some(code);
        self
    }

    /// How the client did in an act.
    fn verdict(&self, code: &str) -> Verdict {
        let act = STANDARD.iter().find(|act| act.code == code).unwrap();
        let found = (act.judge)(&Scene { all: &self.0, act });
        let told = found.why.is_some();
        assert_eq!(told, [Verdict::Failed, Verdict::Pending].contains(&found.verdict), "{found:?}");
        assert_eq!(found.evidence.is_empty(), found.verdict == Verdict::NotSeen, "{found:?}");
        found.verdict
    }
}

#[test]
fn what_was_not_struck_was_not_seen() {
    let story = Story::default().at(0.0, 200, get("/v1/organisations/1"));
    for act in STANDARD {
        assert_eq!(story.verdict(act.code), Verdict::NotSeen, "{}", act.code);
    }
}

#[test]
fn what_is_awaited_to_the_end_has_failed() {
    let story = Story::default().at(0.0, 429, get("/v1/a")).struck("too_many_requests");
    assert_eq!(story.verdict("too_many_requests"), Verdict::Pending);
    let awaited = Finding::pending("vi", "en", &story.0.iter().collect::<Vec<_>>());
    assert_eq!(awaited.at_the_end().verdict, Verdict::Failed);
    assert_eq!(Finding::not_seen().at_the_end().verdict, Verdict::NotSeen);
}

#[test]
fn whoever_is_refused_with_429_waits_as_long_as_it_says() {
    let refused =
        || Story::default().at(1.0, 429, get("/v1/a?limit=5")).struck("too_many_requests");
    let again =
        |second| refused().at(second, 200, get("/v1/a?limit=5")).verdict("too_many_requests");
    assert_eq!(again(3.0), Verdict::Passed);
    assert_eq!(again(2.97), Verdict::Passed);
    assert_eq!(again(1.1), Verdict::Failed);
    // Something else may be asked meanwhile.
    let other = refused().at(1.1, 200, get("/v1/b"));
    assert_eq!(other.verdict("too_many_requests"), Verdict::Pending);
}

#[test]
fn a_service_that_is_down_is_left_alone_and_asked_again() {
    let down = |second| Story::default().at(second, 503, get("/v1/a/1")).struck("service_down");
    let well = down(0.0).at(2.0, 503, get("/v1/a/1")).struck("service_down");
    assert_eq!(well.verdict("service_down"), Verdict::Pending);
    assert_eq!(well.at(4.5, 200, get("/v1/a/1")).verdict("service_down"), Verdict::Passed);
    let hammering = down(0.0).at(0.1, 503, get("/v1/a/1")).struck("service_down");
    assert_eq!(hammering.verdict("service_down"), Verdict::Failed);
    // The next item, and the next: no repetition, and no patience.
    let mut crowd = down(0.0);
    for number in 2..=6 {
        let item = get(&format!("/v1/a/{number}"));
        crowd = crowd.at(f64::from(number) / 10.0, 503, item).struck("service_down");
    }
    assert_eq!(crowd.at(3.0, 200, get("/v1/a/1")).verdict("service_down"), Verdict::Failed);
}

#[test]
fn a_write_that_a_service_could_not_take_is_not_lost() {
    let down =
        || Story::default().at(0.0, 503, post("/v1/a", "x", Some("k"))).struck("service_down");
    let on = down().at(2.5, 200, get("/v1/a"));
    assert_eq!(on.verdict("service_down"), Verdict::Pending);
    let same = down().at(2.5, 201, post("/v1/a", "x", Some("k")));
    assert_eq!(same.verdict("service_down"), Verdict::Passed);
    let other = down().at(2.5, 201, post("/v1/a", "x", Some("l")));
    assert_eq!(other.verdict("service_down"), Verdict::Failed);
}

#[test]
fn a_slow_answer_is_waited_for_or_asked_for_again() {
    let slow =
        |next| Story::default().lasting(0.0, 8.0, 200, page("/v1/a", next)).struck("slow_answer");
    let used = slow(Some("c")).at(8.1, 200, get("/v1/a?cursor=c"));
    assert_eq!(used.verdict("slow_answer"), Verdict::Passed);
    assert_eq!(slow(None).at(8.1, 200, get("/v1/b")).verdict("slow_answer"), Verdict::Passed);
    // It gave up, asked for something else, and never for this again.
    let gave_up = slow(Some("c")).at(3.0, 200, get("/v1/b")).at(9.0, 200, get("/v1/b"));
    assert_eq!(gave_up.verdict("slow_answer"), Verdict::Pending);
    let later = slow(Some("c")).at(3.0, 200, get("/v1/b")).at(9.0, 200, get("/v1/a"));
    assert_eq!(later.verdict("slow_answer"), Verdict::Passed);
    let mut crowd = slow(Some("c"));
    for second in [1.0, 2.0, 3.0] {
        crowd = crowd.lasting(second, 8.0, 200, get("/v1/a"));
    }
    assert_eq!(crowd.verdict("slow_answer"), Verdict::Failed);
}

#[test]
fn an_ended_token_is_replaced_by_one_that_was_fetched() {
    let refused = || Story::default().at(0.0, 401, get("/v1/a")).struck("token_ended");
    let login = || request("POST", "/oauth/token");
    let fresh = || Exchange { token: Some("new".to_owned()), ..get("/v1/a") };
    let verdict = |story: Story| story.verdict("token_ended");
    assert_eq!(verdict(refused().at(0.1, 200, login()).at(0.2, 200, fresh())), Verdict::Passed);
    assert_eq!(verdict(refused().at(0.1, 200, get("/v1/a"))), Verdict::Failed);
    assert_eq!(verdict(refused().at(0.2, 200, fresh())), Verdict::Failed);
    let storm = refused().at(0.1, 401, login()).at(0.2, 401, login()).at(0.3, 200, login());
    assert_eq!(verdict(storm.at(0.4, 200, fresh())), Verdict::Failed);
    assert_eq!(verdict(refused().at(0.1, 200, login())), Verdict::Pending);
}

#[test]
fn a_lost_answer_is_asked_for_under_the_same_key() {
    let lost = |key| Story::default().at(0.0, 504, post("/v1/a", "x", key)).struck("lost_answer");
    let verdict = |story: Story| story.verdict("lost_answer");
    let again = |body, key| lost(Some("k")).at(1.0, 201, post("/v1/a", body, key));
    assert_eq!(verdict(again("x", Some("k"))), Verdict::Passed);
    assert_eq!(verdict(again("x", Some("l"))), Verdict::Failed);
    assert_eq!(verdict(again("x", None)), Verdict::Failed);
    assert_eq!(verdict(again("y", Some("k"))), Verdict::Failed);
    assert_eq!(verdict(again("y", Some("l"))), Verdict::Pending);
    assert_eq!(verdict(lost(None)), Verdict::Failed);
}

#[test]
fn a_conflict_is_read_before_it_is_written_over() {
    let conflict = || Story::default().at(0.0, 412, patch("/v1/a/1", "\"v1\"")).struck("conflict");
    let verdict = |story: Story| story.verdict("conflict");
    let told = Told { tag: Some("\"v2\"".to_owned()), ..Told::default() };
    let read = || conflict().at(0.1, 200, Exchange { told: told.clone(), ..get("/v1/a/1") });
    assert_eq!(verdict(read()), Verdict::Pending);
    assert_eq!(verdict(read().at(0.2, 200, patch("/v1/a/1", "\"v2\""))), Verdict::Passed);
    for tag in ["\"v1\"", "*", "", "\"v1\", *"] {
        assert_eq!(verdict(read().at(0.2, 412, patch("/v1/a/1", tag))), Verdict::Failed, "{tag}");
    }
    // A version that nobody told, and a change that was refused again.
    assert_eq!(verdict(read().at(0.2, 200, patch("/v1/a/1", "\"v3\""))), Verdict::Failed);
    assert_eq!(verdict(read().at(0.2, 422, patch("/v1/a/1", "\"v2\""))), Verdict::Pending);
    // The number stood in the refusal; what was changed did not.
    assert_eq!(verdict(conflict().at(0.2, 200, patch("/v1/a/1", "\"v2\""))), Verdict::Failed);
}

#[test]
fn events_that_come_again_lead_on_and_never_back() {
    let first = || Story::default().at(0.0, 200, told_after("/v1/r/events?after=0", 10));
    let repeated = |story: Story| {
        story.at(1.0, 200, told_after("/v1/r/events?after=10", 20)).struck("repeated_events")
    };
    let verdict = |story: Story| story.verdict("repeated_events");
    let on = |story: Story, after| story.at(2.0, 200, get(&format!("/v1/r/events?after={after}")));
    assert_eq!(verdict(on(repeated(first()), 20)), Verdict::Passed);
    assert_eq!(verdict(on(repeated(first()), 10)), Verdict::Failed);
    assert_eq!(verdict(on(repeated(first()), 21)), Verdict::Failed);
    // What the event made it write the first time, it writes once more.
    let write = |key| post("/v1/a", "x", Some(key));
    let twice = repeated(first().at(0.5, 201, write("k"))).at(1.5, 201, write("l"));
    assert_eq!(verdict(on(twice, 20)), Verdict::Failed);
    let same_key = repeated(first().at(0.5, 201, write("k"))).at(1.5, 201, write("k"));
    assert_eq!(verdict(on(same_key, 20)), Verdict::Passed);
}

#[test]
fn two_who_read_one_feed_for_different_things_are_not_taken_for_one() {
    let story = Story::default()
        .at(0.0, 200, told_after("/v1/r/events?type=a&after=0", 10))
        .at(1.0, 200, told_after("/v1/r/events?type=a&after=10", 20))
        .struck("repeated_events")
        .at(1.5, 200, get("/v1/r/events?type=b&after=3"))
        .at(2.0, 200, get("/v1/r/events?after=20&type=a&limit=7"));
    assert_eq!(story.verdict("repeated_events"), Verdict::Passed);
}

#[test]
fn whoever_is_behind_what_is_kept_loads_the_snapshot() {
    let gone =
        || Story::default().at(0.0, 410, get("/v1/r/events?after=10")).struck("position_gone");
    let loaded = || gone().at(0.1, 200, told_after("/v1/r/snapshot", 40));
    let verdict = |story: Story| story.verdict("position_gone");
    let on = |story: Story, after| story.at(1.0, 200, get(&format!("/v1/r/events?after={after}")));
    assert_eq!(verdict(gone()), Verdict::Pending);
    assert_eq!(verdict(loaded()), Verdict::Pending);
    assert_eq!(verdict(on(loaded(), 40)), Verdict::Passed);
    assert_eq!(verdict(on(loaded(), 10)), Verdict::Failed);
    assert_eq!(verdict(on(gone(), 11)), Verdict::Failed);
}

#[test]
fn lists_are_read_with_the_cursors_that_were_given() {
    let open = || Story::default().at(0.0, 200, page("/v1/a?limit=5", Some("c")));
    let verdict = |story: Story| story.verdict("pages");
    assert_eq!(verdict(open()), Verdict::Pending);
    let ended = |address: &str| verdict(open().at(1.0, 200, page(address, None)));
    assert_eq!(ended("/v1/a?limit=5&cursor=c"), Verdict::Passed);
    assert_eq!(ended("/v1/a?cursor=c&limit=9"), Verdict::Passed);
    assert_eq!(ended("/v1/a?cursor=d"), Verdict::Failed);
    assert_eq!(ended("/v1/a?cursor=c&status=active"), Verdict::Failed);
    assert_eq!(ended("/v1/a?offset=5"), Verdict::Failed);
}

#[test]
fn unknown_words_stop_nobody() {
    let struck = || Story::default().at(0.0, 200, page("/v1/a", Some("c"))).struck("unknown_words");
    let verdict = |story: Story| story.verdict("unknown_words");
    assert_eq!(verdict(struck()), Verdict::Pending);
    assert_eq!(verdict(struck().at(0.1, 200, get("/v1/a?cursor=c"))), Verdict::Passed);
    let mut stuck = struck();
    for second in [1.0, 2.0, 3.0] {
        stuck = stuck.at(second, 200, get("/v1/a"));
    }
    assert_eq!(verdict(stuck), Verdict::Failed);
}
