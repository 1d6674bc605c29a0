//! The score card: each behaviour with how the client did, by which requests, and what to do.

use htx_model::refusal::Text;
use serde::Serialize;

use super::{
    exchange::Exchange,
    judge::{Finding, Scene, Verdict},
    script::Act,
};

/// What is rehearsed.
#[derive(Debug, Clone)]
pub(super) struct Setting {
    pub(super) script: String,
    pub(super) acts: &'static [Act],
    pub(super) seed: u64,
    pub(super) organisations: usize,
}

/// The score card.
#[derive(Debug, Serialize)]
pub(super) struct Card {
    script: String,
    seed: u64,
    organisations: usize,
    /// Whether the rehearsal is over. Before, `pending` behaviours may still come.
    over: bool,
    /// Whether all was seen and nothing failed.
    pub(super) all_passed: bool,
    passed: usize,
    failed: usize,
    pending: usize,
    not_seen: usize,
    /// How many requests were looked at.
    requests: usize,
    behaviours: Vec<Behaviour>,
}

/// A behaviour, and how the client did.
#[derive(Debug, Serialize)]
struct Behaviour {
    code: &'static str,
    title: Words,
    verdict: Verdict,
    /// What was not right, or is awaited.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<Words>,
    advice: Words,
    /// The requests by which it was judged, in the order in which the judge names them.
    evidence: Vec<Evidence>,
}

/// A sentence in both languages.
#[derive(Debug, Serialize)]
struct Words {
    vi: String,
    en: String,
}

impl From<&Text> for Words {
    fn from(text: &Text) -> Self {
        Self { vi: text.vi.to_string(), en: text.en.to_string() }
    }
}

/// A request, as far as it can be shown.
#[derive(Debug, Serialize)]
struct Evidence {
    request_id: String,
    /// Milliseconds since the rehearsal began.
    arrived_ms: u128,
    #[serde(skip_serializing_if = "Option::is_none")]
    answered_ms: Option<u128>,
    method: String,
    address: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    idempotency_key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    if_match: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body_digest: Option<String>,
    /// Absent while it is being answered, or where the client was gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    /// The act of the script that struck it.
    #[serde(skip_serializing_if = "Option::is_none")]
    struck_by: Option<&'static str>,
}

impl From<&Exchange> for Evidence {
    fn from(exchange: &Exchange) -> Self {
        let query = if exchange.query.is_empty() { "" } else { "?" };
        Self {
            request_id: exchange.request_id.clone(),
            arrived_ms: exchange.arrived.as_millis(),
            answered_ms: exchange.answered.map(|answered| answered.as_millis()),
            method: exchange.method.clone(),
            address: format!("{}{query}{}", exchange.path, exchange.query),
            idempotency_key: exchange.key.clone(),
            if_match: exchange.if_match.clone(),
            body_digest: exchange.body.clone(),
            status: Some(exchange.status).filter(|status| *status != 0),
            struck_by: exchange.struck,
        }
    }
}

impl Card {
    /// Judges what the client did.
    pub(super) fn of(setting: &Setting, all: &[Exchange], over: bool) -> Self {
        let behaviours: Vec<Behaviour> = setting
            .acts
            .iter()
            .map(|act| {
                let found = (act.judge)(&Scene { all, act });
                let Finding { verdict, why, evidence } =
                    if over { found.at_the_end() } else { found };
                let evidence = evidence.into_iter().filter_map(|at| all.get(at));
                Behaviour {
                    code: act.code,
                    title: (&act.title).into(),
                    verdict,
                    why: why.as_ref().map(Words::from),
                    advice: (&act.advice).into(),
                    evidence: evidence.map(Evidence::from).collect(),
                }
            })
            .collect();
        let count = |verdict| behaviours.iter().filter(|one| one.verdict == verdict).count();
        let passed = count(Verdict::Passed);
        Self {
            script: setting.script.clone(),
            seed: setting.seed,
            organisations: setting.organisations,
            over,
            all_passed: passed == behaviours.len(),
            passed,
            failed: count(Verdict::Failed),
            pending: count(Verdict::Pending),
            not_seen: count(Verdict::NotSeen),
            requests: all.len(),
            behaviours,
        }
    }

    /// Whether everything was seen and judged.
    pub(super) fn is_settled(&self) -> bool {
        self.pending == 0 && self.not_seen == 0
    }

    /// In one line.
    pub(super) fn in_short(&self) -> String {
        let Self { passed, failed, not_seen, .. } = self;
        format!("{passed} behaviours passed, {failed} failed, {not_seen} were not seen")
    }

    /// As text for a terminal, in both languages.
    pub(super) fn as_text(&self) -> String {
        let mut lines = vec![String::new(), "Bảng điểm diễn tập / Score card".to_owned()];
        for one in &self.behaviours {
            let sign = match one.verdict {
                Verdict::Passed => "ĐẠT passed",
                Verdict::Failed => "KHÔNG ĐẠT failed",
                Verdict::Pending => "ĐANG CHỜ pending",
                Verdict::NotSeen => "CHƯA THẤY not seen",
            };
            lines.push(format!("{sign}: {}", one.code));
            lines.push(format!("    {}", one.title.vi));
            lines.push(format!("    {}", one.title.en));
            if one.verdict == Verdict::Passed {
                continue;
            }
            for words in one.why.iter().chain([&one.advice]) {
                lines.push(format!("      {}", words.vi));
                lines.push(format!("      {}", words.en));
            }
            for Evidence { request_id, arrived_ms, method, address, status, .. } in &one.evidence {
                let status = status.map_or_else(|| "-".to_owned(), |status| status.to_string());
                lines.push(format!(
                    "      {arrived_ms} ms {method} {address} {status} ({request_id})"
                ));
            }
        }
        lines.push(self.in_short());
        lines.join("\n")
    }
}
