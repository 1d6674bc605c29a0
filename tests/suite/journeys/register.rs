//! The register goes in, and each reads their own.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{SAMPLE, Story, truth};
use crate::harness::Login;

/// A commune's officer, and one of the commune's organisations.
pub(super) struct Own {
    pub(super) commune: String,
    pub(super) officer: Login,
    pub(super) organisation: String,
}

/// A change that was made.
pub(super) struct Changed {
    pub(super) organisation: String,
    pub(super) members_before: Value,
    pub(super) members_after: u32,
}

impl Story {
    pub(super) async fn planning_imports_the_sample(&self) {
        let truth = truth();
        let (rows, importable) = (&truth["rows"], &truth["importable"]);
        let import = async |query| {
            self.suite.import(&self.planning, "register-sample.xlsx", SAMPLE, query).await
        };

        let dry = import("?dry_run=true").await;
        assert_eq!((&dry["rows"], &dry["importable"]), (rows, importable));
        assert_eq!(self.count("").await, 0, "a dry run changes nothing");

        let report = import("").await;
        assert_eq!((&report["rows"], &report["importable"]), (rows, importable));
        assert_eq!(&report["entered"], importable);
        assert_eq!(report["problems"], dry["problems"]);

        let again = import("").await;
        assert_eq!((&again["entered"], &again["changed"]), (&json!(0), &json!(0)));
        assert_eq!(&again["unchanged"], importable);
        assert_eq!(self.count("").await, importable.as_u64().unwrap());
    }

    pub(super) async fn the_figures_are_those_of_the_truth(&self) {
        let truth = truth();
        let kinds =
            [("HTX", "cooperative"), ("THT", "cooperative_group"), ("LH HTX", "cooperative_union")];
        for (short, kind) in kinds {
            let expected = truth["by_kind"][short].as_u64().unwrap();
            assert_eq!(self.count(&format!("&kind={kind}")).await, expected, "{kind}");
        }
        for (district, expected) in truth["by_district"].as_object().unwrap() {
            let count = self.count(&format!("&district={district}")).await;
            assert_eq!(count, expected.as_u64().unwrap(), "district {district}");
        }
        let all = self.suite.all(&self.planning, "/v1/organisations").await;
        let capital: i64 = all.iter().filter_map(|one| one["charter_capital_vnd"].as_i64()).sum();
        assert_eq!(Some(capital), truth["charter_capital_vnd"].as_i64());
    }

    async fn count(&self, filter: &str) -> u64 {
        let list = format!("/v1/organisations?count=exact&limit=1{filter}");
        let page = self.suite.get(&list).bearer(&self.planning.access).send().await.expect(200);
        page.json()["count"].as_u64().unwrap()
    }

    pub(super) async fn a_commune_reads_only_its_own(&self) -> Own {
        let mut by_commune: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for one in self.suite.all(&self.planning, "/v1/organisations").await {
            let commune = one["address"]["current_commune"].as_str().unwrap().to_owned();
            by_commune.entry(commune).or_default().push(one["id"].as_str().unwrap().to_owned());
        }
        let mut own_and_others: Vec<_> = by_commune.into_iter().collect();
        own_and_others.sort_by_key(|(_, organisations)| organisations.len());
        let (commune, mut own) = own_and_others.pop().unwrap();
        let (other_commune, others) = own_and_others.pop().unwrap();

        let agency = format!("commune-{commune}");
        let officer = self.suite.new_user(&self.administrator, "officer", &agency).await;
        let mut seen: Vec<_> = self.suite.all(&officer, "/v1/organisations").await;
        let mut seen: Vec<_> =
            seen.drain(..).map(|one| one["id"].as_str().unwrap().to_owned()).collect();
        seen.sort();
        own.sort();
        assert_eq!(seen, own);

        let get = |path: String| self.suite.get(&path).bearer(&officer.access).send();
        let elsewhere = get(format!("/v1/organisations?commune={other_commune}")).await.expect(200);
        assert_eq!(elsewhere.json()["items"], json!([]));
        get(format!("/v1/organisations/{}", others[0])).await.expect_problem(404, "not_found");
        get(format!("/v1/organisations/{}/history", others[0]))
            .await
            .expect_problem(404, "not_found");
        let change = self.suite.patch(&format!("/v1/organisations/{}", others[0]));
        let change = change.bearer(&officer.access).header("if-match", "\"v1\"");
        change.json(json!({ "member_count": 9 })).send().await.expect_problem(404, "not_found");
        get("/v1/users".to_owned()).await.expect_problem(403, "permission_denied");
        Own { commune, officer, organisation: own.remove(0) }
    }

    pub(super) async fn the_commune_changes_one(&self, own: &Own) -> Changed {
        let path = format!("/v1/organisations/{}", own.organisation);
        let read = self.suite.get(&path).bearer(&own.officer.access).send().await.expect(200);
        let (tag, before) = (read.etag(), read.json());
        assert_eq!(before["representative"]["masked"], true, "{before:#}");
        let unmasked = format!("{path}?unmasked=true&purpose=lien-he");
        let unmasked = self.suite.get(&unmasked).bearer(&own.officer.access).send().await;
        assert_eq!(unmasked.expect(200).json()["representative"]["masked"], false);
        let actions = before["available_actions"].as_array().unwrap();
        assert!(actions.contains(&json!("change")), "{before:#}");
        let members_after = before["member_count"].as_u64().unwrap_or(7) + 5;

        let change = || {
            let request = self.suite.patch(&path).bearer(&own.officer.access);
            request.json(json!({ "member_count": members_after }))
        };
        change().send().await.expect_problem(428, "version_required");
        let changed = change().header("if-match", &tag).send().await.expect(200);
        assert_ne!(changed.etag(), tag);
        assert_eq!(changed.json()["member_count"], members_after);
        change().header("if-match", &tag).send().await.expect_problem(412, "stale_version");

        let unchanged = self.suite.get(&path).bearer(&own.officer.access);
        unchanged.header("if-none-match", &changed.etag()).send().await.expect(304);
        Changed {
            organisation: own.organisation.clone(),
            members_before: before["member_count"].clone(),
            members_after: u32::try_from(members_after).unwrap(),
        }
    }
}
