//! Support by the agencies of the plan's section III.4, each its own kind from the application to the completed
//! support: agriculture (duty c), environment (d), industry and trade (đ), science (e), finance, which confirms
//! the money and sees all of it (g), the State Bank (h), tax (i), the alliance with its fund (l), and the commune,
//! which reviews and files for whoever has no account (m). Whoever is not to do a thing does not.

mod duties;
mod fund;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use self::duties::{DUTIES, Duty};
use super::{Story, register::Own, trade::key};
use crate::harness::{Answer, Form, Login, eventually};

/// Who takes part.
struct Cast {
    /// Officer and approver of each agency that leads a programme.
    leads: BTreeMap<&'static str, (Login, Login)>,
    finance: Login,
    commune: Login,
    /// The organisation that applies, and its account.
    organisation: String,
    own: Login,
    /// One that applies for nothing.
    stranger: Login,
    commune_code: String,
    /// Which day it is.
    today: String,
}

impl Cast {
    fn year(&self) -> i64 {
        self.today[..4].parse().unwrap()
    }
}

impl Story {
    pub(super) async fn each_agency_gives_the_support_that_is_its_duty(&self, own: &Own) {
        let cast = self.cast(own).await;
        for duty in DUTIES {
            self.support(&cast, duty).await;
        }
        self.the_commune_files_for_whoever_has_no_account(&cast).await;
        self.what_is_over_is_not_approved(&cast).await;
        self.the_state_bank_records_credit(&cast).await;
        self.the_alliance_lends(&cast).await;
        self.a_grievance_reaches_the_agency_that_leads(&cast).await;
        self.what_was_given_is_known_to_all(&cast).await;
    }

    /// Somebody of an agency, under a name of this story.
    async fn somebody(&self, role: &str, agency: &str) -> Login {
        let name = format!("support.{agency}.{role}");
        let user = json!({
            "username": name, "display_name": name,
            "assignments": [{ "role": role, "agency": agency }],
        });
        let request = self.suite.post("/v1/users").bearer(&self.administrator.access);
        let made = request.json(user).send().await.expect(201).json();
        self.suite.log_in(&name, made["password"].as_str().unwrap()).await
    }

    async fn cast(&self, own: &Own) -> Cast {
        let mut leads = BTreeMap::new();
        for agency in ["so-nnmt", "so-ct", "so-khcn", "nhnn-hn", "cuc-thue", "lmhtx"] {
            let pair =
                (self.somebody("officer", agency).await, self.somebody("approver", agency).await);
            leads.insert(agency, pair);
        }
        let list =
            format!("/v1/organisations?commune={}&kind=cooperative&status=active", own.commune);
        let cooperatives = self.suite.all(&own.officer, &list).await;
        let id = |at: usize| cooperatives[at]["id"].as_str().unwrap().to_owned();
        let (organisation, other) = (id(0), id(1));
        Cast {
            leads,
            finance: self.somebody("approver", "so-tc").await,
            commune: own.officer.clone(),
            own: self.account_of(&organisation, "htx.duoc-ho-tro").await,
            stranger: self.account_of(&other, "htx.khac").await,
            commune_code: own.commune.clone(),
            today: self.today().await,
            organisation,
        }
    }

    /// Which day the services have.
    pub(super) async fn today(&self) -> String {
        let portfolio = self.read(&self.planning, "/v1/loans/portfolio").await;
        portfolio["as_of"].as_str().unwrap().to_owned()
    }

    async fn read(&self, login: &Login, path: &str) -> Value {
        self.suite.get(path).bearer(&login.access).send().await.expect(200).json()
    }

    /// Takes an action that succeeds.
    async fn done(&self, login: &Login, path: &str, action: &str, body: Value) -> Value {
        self.take(login, path, action, body).await.expect(200).json()
    }

    /// Somebody who may not take an action is told so, whether or not they see what it is about.
    async fn refused(&self, login: &Login, path: &str, action: &str, body: Value) {
        let request = self.suite.post(&format!("{path}/{action}")).bearer(&login.access);
        let request = request.header("if-match", "\"v1\"").header("idempotency-key", &key());
        let answer: Answer = request.json(body).send().await;
        assert!([403, 404].contains(&answer.status), "{path}/{action}: {}", answer.text());
    }

    async fn drafts(&self, login: &Login, body: Value) -> String {
        let answer = eventually("the cooperative is known", async || {
            let answer = self.send(login, "/v1/support-applications", body.clone()).await;
            (answer.status != 404).then_some(answer)
        })
        .await;
        answer.expect(201).header("location").unwrap().to_owned()
    }

    /// A document of an application.
    async fn document(&self, login: &Login, path: &str) -> String {
        let form = Form::with_file("biên bản.pdf", b"%PDF-1.7\nminutes");
        let request = self.suite.post(&format!("{path}/documents")).bearer(&login.access);
        let uploaded = request.body(&form.kind, form.body).send().await.expect(201).json();
        uploaded["id"].as_str().unwrap().to_owned()
    }

    /// A budget with money that finance has confirmed, and nobody else could.
    async fn budget(&self, cast: &Cast, (programme, source): (&str, &str), amount: i64) -> String {
        let programme_path = format!("/v1/programmes?code={programme}");
        let lead =
            self.read(&cast.commune, &programme_path).await["items"][0]["led_today_by"].clone();
        let (officer, approver) = &cast.leads[lead.as_str().unwrap()];
        let year = cast.year();
        let body = json!({ "programme": programme, "year": year, "source": source });
        let opened = self.send(officer, "/v1/support-budgets", body.clone()).await;
        if opened.status == 409 {
            let path = format!("/v1/support-budgets?programme={programme}&year={year}");
            return self.read(officer, &path).await["items"][0]["id"].as_str().unwrap().to_owned();
        }
        let id = opened.expect(201).json()["id"].as_str().unwrap().to_owned();
        self.send(&cast.own, "/v1/support-budgets", body)
            .await
            .expect_problem(403, "permission_denied");
        let path = format!("/v1/support-budgets/{id}/allocations");
        let body = json!({
            "kind": "allocate", "amount_vnd": amount, "document_number": "6123/QĐ-UBND",
            "document_on": cast.today,
        });
        let drafted = self.send(officer, &path, body).await.expect(201);
        let (tag, drafted) = (drafted.etag(), drafted.json());
        let confirm = format!("{path}/{}/confirm", drafted["id"].as_str().unwrap());
        for (who, status) in [(officer, 403), (approver, 403), (&cast.finance, 200)] {
            let request = self.suite.post(&confirm).bearer(&who.access).header("if-match", &tag);
            let request = request.header("idempotency-key", &format!("{id}-{status}"));
            request.json(json!({})).send().await.expect(status);
        }
        id
    }

    /// One kind of support, from the draft to the end, by those whose part it is.
    async fn support(&self, cast: &Cast, duty: &Duty) {
        let path = self.drafts(&cast.own, duty.application(cast)).await;
        self.refused(&cast.stranger, &path, "submit", json!({})).await;
        self.done(&cast.own, &path, "submit", json!({})).await;
        self.appraised(cast, duty, &path).await;
        let (officer, approver) = &cast.leads[duty.agency];
        let document = self.document(officer, &path).await;
        let signed = json!({
            "decision_number": "215/QĐ", "document_ids": [document],
            "reason": "Đã đối chiếu điều kiện",
        });
        for other in [officer, &cast.own, &cast.commune, self.another(cast, duty)] {
            self.refused(other, &path, "approve", signed.clone()).await;
        }
        let approved = self.done(approver, &path, "approve", signed).await;
        assert_eq!(approved["state"], "approved", "duty {}", duty.letter);
        let mut order = json!({
            "amount_vnd": duty.granted(), "reference": "UNC 01", "document_ids": [document],
        });
        if duty.is_for_workers() {
            self.somebody_works(cast, &path).await;
            order["worker_months"] = json!(1);
        }
        for other in [approver, &cast.own, &cast.finance] {
            self.refused(other, &path, "disburse", order.clone()).await;
        }
        self.done(officer, &path, "disburse", order).await;
        self.done(officer, &path, "accept", json!({ "document_ids": [document] })).await;
        self.refused(officer, &path, "complete", json!({})).await;
        let completed = self.done(approver, &path, "complete", json!({})).await;
        assert_eq!(completed["state"], "completed", "duty {}", duty.letter);
        assert_eq!(completed["payments"][0]["amount_vnd"], duty.granted());
        // Finance sees all of it, a stranger none.
        assert_eq!(self.read(&cast.finance, &path).await["state"], "completed");
        let hidden = self.suite.get(&path).bearer(&cast.stranger.access).send().await;
        hidden.expect_problem(404, "not_found");
    }

    /// The cooperative places a young worker and records the first month.
    async fn somebody_works(&self, cast: &Cast, path: &str) {
        let worker = json!({
            "starts_on": cast.today, "name": "Nguyễn Văn An", "birth_year": 2001,
            "citizen_id": "001301000001", "qualification": "Cao đẳng nông nghiệp",
        });
        self.refused(&cast.stranger, path, "young-workers", worker.clone()).await;
        let placed = self.send(&cast.own, &format!("{path}/young-workers"), worker).await;
        let placed = placed.expect(201).header("location").unwrap().to_owned();
        let month = json!({ "months": [{ "month": cast.today[..7], "worked": true }] });
        self.done(&cast.own, &placed, "months", month).await;
    }

    /// The commune gives its opinion and an officer of the lead agency proposes what to grant.
    async fn appraised(&self, cast: &Cast, duty: &Duty, path: &str) {
        let (officer, approver) = &cast.leads[duty.agency];
        for other in [&cast.own, officer] {
            self.refused(other, path, "start-review", json!({})).await;
        }
        self.done(&cast.commune, path, "start-review", json!({})).await;
        self.done(&cast.commune, path, "endorse", json!({ "favourable": true })).await;
        let mut proposal = json!({ "form": duty.form, "amount_vnd": duty.granted() });
        if duty.granted() > 0 {
            let of = (duty.programme, "city_budget");
            proposal["budget_id"] = json!(self.budget(cast, of, 5_000_000_000).await);
        }
        for other in [approver, &cast.commune, self.another(cast, duty)] {
            self.refused(other, path, "propose", proposal.clone()).await;
        }
        self.done(officer, path, "propose", proposal).await;
    }

    /// Somebody who has the same part at another agency.
    fn another<'a>(&self, cast: &'a Cast, duty: &Duty) -> &'a Login {
        let other = if duty.agency == "so-khcn" { "so-ct" } else { "so-khcn" };
        &cast.leads[other].1
    }

    /// The commune files for an organisation that has no account, and another officer reviews (duty m).
    async fn the_commune_files_for_whoever_has_no_account(&self, cast: &Cast) {
        let duty = &DUTIES[0];
        let mut body = duty.application(cast);
        let silent = self.send(&cast.commune, "/v1/support-applications", body.clone()).await;
        silent.expect_problem(422, "rule_violated");
        body["on_behalf_reason"] = json!("Chưa có tài khoản");
        let path = self.drafts(&cast.commune, body).await;
        let refused = self.take(&cast.commune, &path, "submit", json!({})).await;
        let problem = refused.expect_problem(422, "rule_violated");
        // The same cost as that which was supported, whoever files.
        assert_eq!(problem["errors"][0]["code"], "cost_already_funded", "{problem:#}");
        self.done(&cast.commune, &path, "withdraw", json!({})).await;
    }

    /// Annex 08 is of 2023 to 2025: nothing is approved under it any more.
    async fn what_is_over_is_not_approved(&self, cast: &Cast) {
        let body = json!({ "organisation_id": cast.organisation });
        let told = self.send(&cast.own, "/v1/eligibility", body.clone()).await.expect(200).json();
        let programmes = told["programmes"].as_array().unwrap();
        let of = |code: &str| programmes.iter().find(|one| one["code"] == code).unwrap();
        assert_eq!(of("nq-13-pl08")["eligibility"], "not_eligible");
        let stranger = self.send(&cast.stranger, "/v1/eligibility", body).await;
        stranger.expect_problem(404, "not_found");
    }

    /// The State Bank records what is owed, and nobody else (duty h).
    async fn the_state_bank_records_credit(&self, cast: &Cast) {
        let (officer, approver) = &cast.leads["nhnn-hn"];
        let record = json!({
            "organisation_id": cast.organisation, "credit_institution": "Agribank",
            "as_of": cast.today, "outstanding_vnd": 900_000_000,
            "overdue_vnd": 50_000_000, "overdue_since": "2025-01-02",
        });
        for other in [approver, &cast.finance, &cast.own] {
            let refused = self.send(other, "/v1/credit-records", record.clone()).await;
            refused.expect_problem(403, "permission_denied");
        }
        self.send(officer, "/v1/credit-records", record).await.expect(201);
        let own = self.suite.all(&cast.own, "/v1/credit-records?overdue=true").await;
        assert_eq!(own[0]["overdue_vnd"], 50_000_000);
        assert!(self.suite.all(&cast.stranger, "/v1/credit-records").await.is_empty());
    }

    /// A grievance goes to the agency that leads the programme, which answers it and nobody else.
    async fn a_grievance_reaches_the_agency_that_leads(&self, cast: &Cast) {
        let filing = json!({
            "organisation_id": cast.organisation, "agency": "so-nnmt", "subject": "delay",
            "content": "Hồ sơ nộp đã lâu",
        });
        let filed = self.send(&cast.own, "/v1/grievances", filing).await.expect(201);
        let path = filed.header("location").unwrap().to_owned();
        let answer = json!({ "words": "Đã trả kết quả" });
        for other in [&cast.leads["so-ct"].0, &cast.finance, &cast.stranger] {
            self.refused(other, &path, "answer", answer.clone()).await;
        }
        let (officer, _) = &cast.leads["so-nnmt"];
        self.done(officer, &path, "acknowledge", json!({})).await;
        self.done(officer, &path, "answer", answer).await;
        let closed = self.done(&cast.own, &path, "close", json!({})).await;
        assert_eq!(closed["state"], "closed");
    }

    /// Who got what stands open to all, by agency, without a login.
    async fn what_was_given_is_known_to_all(&self, cast: &Cast) {
        let path = format!("/v1/support-register/totals?by=agency&year={}", cast.year());
        let open = self.suite.get(&path).send().await.expect(200).json();
        let sums = open["items"].as_array().unwrap();
        for (agency, count) in [
            ("so-nnmt", 4),
            ("so-ct", 1),
            ("so-khcn", 1),
            ("nhnn-hn", 1),
            ("cuc-thue", 1),
            ("lmhtx", 1),
        ] {
            let of = sums.iter().find(|one| one["key"] == agency);
            assert_eq!(of.map(|one| &one["supports"]), Some(&json!(count)), "{agency}: {open:#}");
        }
        let granted: i64 = DUTIES.iter().map(Duty::granted).sum();
        assert_eq!(open["total"]["paid_vnd"], granted);
    }
}
