//! The change feed, read as a department's system reads it, and compared with the register.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::harness::{Login, Speaker, eventually};

/// What a reader has read so far: it fails at the first gap or duplicate.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    after: u64,
    /// The states that the log holds of each organisation, in order.
    pub(crate) states: BTreeMap<String, Vec<Value>>,
    events: BTreeSet<String>,
}

impl Reader {
    /// Reads one page, as a reader does who sees the whole city. Returns how many events it held.
    pub(crate) async fn read(&mut self, speaker: &Speaker, login: &Login, limit: u32) -> usize {
        let path = format!("/v1/registry/events?after={}&limit={limit}&wait=1", self.after);
        let page = speaker.get(&path).bearer(&login.access).send().await.expect(200).json();
        let items = page["items"].as_array().unwrap();
        for item in items {
            self.after += 1;
            assert_eq!(item["position"], self.after, "a gap or a duplicate: {item:#}");
            let event = &item["event"];
            let id = event["id"].as_str().unwrap().to_owned();
            assert!(self.events.insert(id), "twice in the feed: {item:#}");
            if event["subject"]["kind"] == "organisation" {
                let organisation = event["subject"]["id"].as_str().unwrap().to_owned();
                self.states.entry(organisation).or_default().push(event["state"].clone());
            }
        }
        let next = page["next_after"].as_u64().unwrap();
        assert!(next >= self.after, "{next} is before {}", self.after);
        items.len()
    }

    /// How many events were read.
    pub(crate) fn count(&self) -> usize {
        self.events.len()
    }
}

/// Reads the whole feed until it tells of every organisation as it stands in the register, and
/// checks that neither holds anything that the other does not.
pub(crate) async fn agrees_with_the_register(speaker: &Speaker, login: &Login) -> Reader {
    let organisations = speaker.all(login, "/v1/organisations").await;
    let events = |one: &Value| usize::try_from(one["version"].as_u64().unwrap()).unwrap();
    let expected: usize = organisations.iter().map(events).sum();
    let mut reader = Reader::default();
    eventually("the feed holds every change", async || {
        reader.read(speaker, login, 1000).await;
        (reader.states.values().map(Vec::len).sum::<usize>() >= expected).then_some(())
    })
    .await;
    // What follows tells of reports and ratings; of organisations, one event for each version.
    while reader.read(speaker, login, 1000).await > 0 {}
    assert_eq!(reader.states.len(), organisations.len());
    for one in &organisations {
        let id = one["id"].as_str().unwrap();
        let states = reader.states.get(id).unwrap_or_else(|| panic!("no event for {one:#}"));
        assert_eq!(states.len(), events(one), "one event for each version of {one:#}");
        let last = states.last().unwrap();
        assert_eq!(last["name"], one["name"]);
        assert_eq!(last["member_count"], one["member_count"]);
    }
    reader
}
