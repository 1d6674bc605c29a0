//! Which act strikes which request: by counting, so that the same requests are struck the same way
//! each time.

use std::time::Duration;

use super::{
    exchange::Exchange,
    script::{Act, Fault, Kind, LIST},
};

/// How far the script is.
pub(super) struct Stage {
    acts: &'static [Act],
    /// Which acts have struck.
    struck: Vec<bool>,
    /// How many requests of each kind were answered well.
    passed: [u32; 4],
    outage: Option<Outage>,
    /// The token that has ended, for every request that shows it, and the act that ended it.
    ended: Option<(String, &'static Act)>,
}

/// A service that is down.
struct Outage {
    act: &'static Act,
    /// The beginning of every address of the service.
    prefix: String,
    retry_after: Duration,
    waits_left: u32,
    refusals_left: u32,
    /// When the last refusal was made.
    refused: Duration,
}

/// The kind of request that acts may wait for.
pub(super) fn kind(exchange: &Exchange, accept: Option<&str>) -> Option<Kind> {
    // Whoever shows no token is told so by the suite, and strikes no act.
    exchange.token.as_ref()?;
    let json = accept.is_none_or(|accept| accept.contains("json") || accept.contains("*/*"));
    let ndjson = accept.is_some_and(|accept| accept.contains("ndjson"));
    let segments: Vec<&str> = exchange.path.split('/').collect();
    match (exchange.method.as_str(), segments.as_slice()) {
        ("GET", ["", "v1", _, "events"]) if json && !ndjson => Some(Kind::Feed),
        ("GET", ["", "v1", _, "events" | "snapshot"]) => None,
        ("GET", ["", "v1", ..]) if json && !ndjson => Some(Kind::Read),
        ("POST", ["", "v1", ..]) => Some(Kind::Post),
        ("PATCH", ["", "v1", "organisations", _]) if exchange.if_match.is_some() => {
            Some(Kind::Change)
        }
        _ => None,
    }
}

impl Stage {
    pub(super) fn new(acts: &'static [Act]) -> Self {
        Self { acts, struck: vec![false; acts.len()], passed: [0; 4], outage: None, ended: None }
    }

    /// The act that is next on this kind of request, if enough of them were answered well.
    fn due(&self, kind: Kind) -> Option<(usize, &'static Act)> {
        let waiting = self.acts.iter().enumerate();
        let mut waiting = waiting
            .filter(|(at, act)| !self.struck[*at] && act.on == kind && act.fault != Fault::None);
        let (at, act) = waiting.next()?;
        (self.passed[kind as usize] >= act.after).then_some((at, act))
    }

    /// Whether acts still wait for requests of this kind.
    pub(super) fn waits_for(&self, kind: Kind) -> bool {
        self.acts
            .iter()
            .zip(&self.struck)
            .any(|(act, struck)| !struck && act.on == kind && act.fault != Fault::None)
    }

    /// The act that strikes a request as it arrives. The caller says whether what it does to an answer was
    /// possible ([`Stage::settle`]).
    pub(super) fn strike(
        &mut self,
        exchange: &Exchange,
        kind: Option<Kind>,
        now: Duration,
    ) -> Option<&'static Act> {
        if let Some(act) = self.refuse(&exchange.path, now) {
            return Some(act);
        }
        if let Some((ended, act)) = &self.ended
            && exchange.token.as_ref() == Some(ended)
        {
            return Some(act);
        }
        let (at, act) = self.due(kind?)?;
        if act.fault == Fault::TokenEnded {
            self.ended = exchange.token.clone().map(|token| (token, act));
        }
        self.struck[at] = act.fault.is_immediate();
        if let Fault::Down { retry_after, waits, refusals } = act.fault {
            self.outage = Some(Outage {
                act,
                prefix: prefix_of(&exchange.path),
                retry_after: Duration::from_secs(retry_after),
                waits_left: waits,
                refusals_left: refusals.saturating_sub(1),
                refused: now,
            });
        }
        Some(act)
    }

    /// While a service is down, all that is asked of it is refused.
    fn refuse(&mut self, path: &str, now: Duration) -> Option<&'static Act> {
        let outage = self.outage.as_mut()?;
        if prefix_of(path) != outage.prefix {
            return None;
        }
        if now.saturating_sub(outage.refused) >= outage.retry_after {
            outage.waits_left = outage.waits_left.saturating_sub(1);
        }
        if outage.waits_left == 0 || outage.refusals_left == 0 {
            self.outage = None;
            return None;
        }
        outage.refusals_left -= 1;
        outage.refused = now;
        Some(outage.act)
    }

    /// What an act does could be done: it does not strike again. False where it had struck before, of
    /// requests at once.
    pub(super) fn settle(&mut self, act: &Act) -> bool {
        let at = self.acts.iter().position(|one| one.code == act.code);
        at.is_some_and(|at| !std::mem::replace(&mut self.struck[at], true))
    }

    /// A request was answered.
    pub(super) fn answered(&mut self, kind: Option<Kind>, status: u16) {
        if let Some(kind) = kind
            && (200..300).contains(&status)
        {
            self.passed[kind as usize] += 1;
        }
    }

    /// The most items on a page that is asked for now, where the script makes pages small.
    pub(super) fn page_limit(&self, kind: Kind, path: &str) -> Option<u32> {
        match kind {
            Kind::Read if path == LIST && self.waits_for(kind) => Some(super::script::LIST_PAGE),
            Kind::Feed if self.waits_for(kind) => Some(super::script::FEED_PAGE),
            _ => None,
        }
    }
}

/// The first two segments of an address: what stands beneath them is down together.
pub(super) fn prefix_of(path: &str) -> String {
    path.split('/').take(3).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::rehearse::script::STANDARD;

    fn asked(method: &str, path: &str) -> Exchange {
        let (method, path) = (method.to_owned(), path.to_owned());
        Exchange { method, path, token: Some("t".to_owned()), ..Exchange::default() }
    }

    /// Sends so many reads, a second apart, and names what struck each.
    fn play(stage: &mut Stage, reads: u64) -> Vec<&'static str> {
        let mut read = asked("GET", "/v1/organisations");
        (0..reads)
            .map(|second| {
                let kind = kind(&read, None);
                let Some(act) = stage.strike(&read, kind, Duration::from_secs(second)) else {
                    stage.answered(kind, 200);
                    return "-";
                };
                let status = match act.fault {
                    Fault::Slow { .. } | Fault::UnknownWords => 200,
                    _ => 503,
                };
                stage.settle(act);
                stage.answered(kind, status);
                if act.fault == Fault::TokenEnded {
                    read.token = Some("another".to_owned());
                }
                act.code
            })
            .collect()
    }

    #[test]
    fn the_same_requests_are_struck_the_same_way() {
        let expected = [
            "-",
            "too_many_requests",
            "-",
            "token_ended",
            "-",
            "unknown_words",
            "slow_answer",
            "service_down",
            "service_down",
            "service_down",
            "service_down",
            "service_down",
            "service_down",
            "service_down",
            "service_down",
            "-",
            "-",
        ];
        assert_eq!(play(&mut Stage::new(STANDARD), 17), expected);
        assert_eq!(play(&mut Stage::new(STANDARD), 17), expected);
    }

    #[test]
    fn a_service_is_up_again_once_the_client_has_waited_twice() {
        let mut stage = Stage::new(STANDARD);
        play(&mut stage, 8);
        let token = Some("another".to_owned());
        let read = Exchange { token, ..asked("GET", "/v1/organisations/1") };
        let at = |stage: &mut Stage, second| {
            stage.strike(&read, kind(&read, None), Duration::from_secs(second)).map(|act| act.code)
        };
        assert_eq!(at(&mut stage, 9), Some("service_down"));
        assert_eq!(at(&mut stage, 11), None);
        let mut stage = Stage::new(STANDARD);
        play(&mut stage, 8);
        let other = Exchange { path: "/v1/dissolutions".to_owned(), ..read };
        assert!(stage.strike(&other, kind(&other, None), Duration::from_secs(8)).is_none());
    }

    #[test]
    fn a_token_that_has_ended_has_ended_wherever_it_is_shown() {
        let mut stage = Stage::new(STANDARD);
        play(&mut stage, 4);
        let old = asked("POST", "/v1/organisations");
        let struck = |stage: &mut Stage, one: &Exchange| {
            stage.strike(one, kind(one, None), Duration::from_secs(9)).map(|act| act.code)
        };
        assert_eq!(struck(&mut stage, &old), Some("token_ended"));
        let new = Exchange { token: Some("new".to_owned()), ..old };
        assert_ne!(struck(&mut stage, &new), Some("token_ended"));
    }

    #[test]
    fn who_shows_no_token_is_struck_by_nothing() {
        for (method, path) in [("GET", "/v1/registry/events"), ("POST", "/v1/organisations")] {
            let nobody = Exchange { token: None, ..asked(method, path) };
            assert_eq!(kind(&nobody, None), None, "{path}");
        }
    }

    #[test]
    fn feeds_snapshots_and_files_are_no_reads() {
        let of = |path: &str, accept| kind(&asked("GET", path), accept);
        assert_eq!(of("/v1/registry/events", None), Some(Kind::Feed));
        assert_eq!(of("/v1/registry/events", Some("text/event-stream")), None);
        assert_eq!(of("/v1/registry/snapshot", None), None);
        assert_eq!(of("/v1/organisations", Some("text/csv")), None);
        assert_eq!(of("/v1/organisations", Some("application/x-ndjson")), None);
        assert_eq!(of("/v1/organisations", Some("application/json")), Some(Kind::Read));
        assert_eq!(of("/oauth/token", None), None);
    }
}
