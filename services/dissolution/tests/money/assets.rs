//! Assets: valued, proposed, decided by the competent agency, sold into the cash book; undivided ones on
//! a track of their own.

use htx_model::dissolution::DissolutionState;
use serde_json::{Value, json};

use super::{Case, asset};
use crate::office::{each, faults};

#[actix_web::test]
async fn an_asset_goes_from_the_inventory_to_the_cash_book() {
    each(async |office| {
        let case = Case::settling(&office).await;
        let (officer, approver) = (office.officer(), office.approver());
        let listed = case.post("assets", asset()).await.expect(201).json();
        let value = |amount: i64, on: &str| json!({ "method": "council", "value_vnd": amount, "valued_on": on });
        let later = case.act(&officer, "assets", &listed, "valuations", value(90, "2025-05-10")).await;
        let later = later.expect(200).json();
        // One that was found out later but held earlier is not the latest.
        let earlier = case.act(&officer, "assets", &later, "valuations", value(70, "2025-04-01")).await;
        let valued = earlier.expect(200).json();
        assert_eq!((&valued["valuation"]["value_vnd"], &valued["version"]), (&json!(90), &json!(3)));
        assert_eq!(valued["valuations"].as_array().unwrap().len(), 2);
        let tomorrow = case.act(&officer, "assets", &valued, "valuations", value(1, "2025-05-13")).await;
        let problem = tomorrow.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem), [("/valued_on".to_owned(), "date_in_future".to_owned())]);

        let proposal = json!({ "kind": "auction", "reason": "Không còn sử dụng" });
        let proposed = case.act(&officer, "assets", &valued, "propose", proposal).await.expect(200).json();
        let sale = json!({ "price_vnd": 95, "document_ids": [case.document().await] });
        let early = case.act(&officer, "assets", &proposed, "dispose", sale.clone()).await;
        early.expect_problem(409, "state_conflict");
        let decision = json!({
            "kind": "auction", "agency_code": "so-tc", "number": "215/QĐ-STC",
            "document_ids": [case.document().await],
        });
        let own = case.act(&officer, "assets", &proposed, "decide", decision.clone()).await;
        own.expect_problem(403, "permission_denied");
        let decided = case.act(&approver, "assets", &proposed, "decide", decision).await.expect(200).json();
        assert_eq!(decided["decision"]["agency_name"].as_str().unwrap(), "Sở Tài chính");
        let bare = json!({ "document_ids": [case.document().await] });
        let refused = case.act(&officer, "assets", &decided, "dispose", bare).await;
        let problem = refused.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem), [("/price_vnd".to_owned(), "missing_price".to_owned())]);
        let sold = case.act(&officer, "assets", &decided, "dispose", sale).await.expect(200).json();
        assert_eq!((sold["state"].as_str(), &sold["disposal"]["price_vnd"]), (Some("disposed"), &json!(95)));
        let book = case.read("cash-entries").await;
        let entry = &book["items"][0];
        assert_eq!((entry["kind"].as_str(), &entry["balance_vnd"]), (Some("asset_sale"), &json!(95)));
        assert_eq!(entry["asset_id"], sold["id"]);

        // Taken back by the cash book alone, where the money is.
        let reason = json!({ "reason": "Người mua trả lại" });
        let refused = case.act(&officer, "assets", &sold, "reopen", reason.clone()).await;
        refused.expect_problem(409, "state_conflict");
        let path = format!("cash-entries/{}/reverse", entry["id"].as_str().unwrap());
        let mut reason = reason;
        reason["document_ids"] = json!([case.document().await]);
        case.post(&path, reason).await.expect(201);
        let now = case.now("assets", &sold).await;
        assert_eq!((now["state"].as_str(), &now["disposal"]), (Some("decided"), &Value::Null));
    })
    .await;
}

#[actix_web::test]
async fn an_undivided_asset_is_handed_over_and_never_sold() {
    each(async |office| {
        let case = Case::settling(&office).await;
        let (officer, undivided) = (office.officer(), json!({ "division": "undivided" }));
        let mut body = asset();
        body["division"] = json!("undivided");
        let listed = case.post("assets", body).await.expect(201).json();
        let sale = json!({ "kind": "auction", "reason": "Bán trả nợ" });
        let refused = case.act(&officer, "assets", &listed, "propose", sale).await;
        let problem = refused.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem), [("/kind".to_owned(), "not_for_this_asset".to_owned())]);
        assert_eq!(problem["errors"][0]["legal_basis"]["verified"], json!(false));

        let decided = case.decided_asset(undivided, "hand_over").await;
        let document = case.document().await;
        let sale = json!({ "document_ids": [document] });
        let refused = case.act(&officer, "assets", &decided, "dispose", sale).await;
        let problem = refused.expect_problem(409, "state_conflict");
        assert_eq!(problem["legal_basis"]["article"], "101");
        let nowhere = json!({
            "receiver": "UBND huyện Chương Mỹ", "receiving_agency_code": "district-999",
            "document_ids": [document],
        });
        let refused = case.act(&officer, "assets", &decided, "hand-over", nowhere).await;
        let problem = refused.expect_problem(422, "rule_violated");
        assert_eq!(
            faults(&problem),
            [("/receiving_agency_code".to_owned(), "unknown_agency".to_owned())]
        );
        let body = json!({
            "receiver": "UBND huyện Chương Mỹ", "receiving_agency_code": "district-277",
            "document_ids": [document],
        });
        let handed =
            case.act(&officer, "assets", &decided, "hand-over", body).await.expect(200).json();
        assert_eq!(
            (handed["state"].as_str(), &handed["disposal"]["price_vnd"]),
            (Some("handed_over"), &json!(0))
        );
        assert_eq!(case.read("cash-entries").await["items"], json!([]));
        let track = case.read("assets?division=undivided&state=handed_over").await;
        assert_eq!(track["items"].as_array().unwrap().len(), 1);

        // What was recorded wrongly is taken back.
        let reason = json!({ "reason": "Nhầm đơn vị" });
        let open = case.act(&officer, "assets", &handed, "reopen", reason).await.expect(200).json();
        assert_eq!(open["state"], "decided");
    })
    .await;
}

#[actix_web::test]
async fn the_agency_that_decided_existed_on_that_day_under_its_name_of_then() {
    each(async |office| {
        let case = Case::settling(&office).await;
        let listed = case.post("assets", asset()).await.expect(201).json();
        let proposal = json!({ "kind": "scrap", "reason": "Đã sập" });
        let proposed = case.act(&office.officer(), "assets", &listed, "propose", proposal).await;
        let (proposed, document) = (proposed.expect(200).json(), case.document().await);
        let decision = |on: &str| {
            json!({
                "kind": "scrap", "agency_code": "so-khdt", "number": "1/QĐ", "decided_on": on,
                "document_ids": [document],
            })
        };
        let approver = office.approver();
        let refused =
            case.act(&approver, "assets", &proposed, "decide", decision("2025-03-01")).await;
        let problem = refused.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem), [("/agency_code".to_owned(), "unknown_agency".to_owned())]);
        let decided =
            case.act(&approver, "assets", &proposed, "decide", decision("2025-02-28")).await;
        let decided = decided.expect(200).json();
        assert_eq!(decided["decision"]["agency_name"], "Sở Kế hoạch và Đầu tư");
        // Worth nothing: it brings no money.
        let sale = json!({ "price_vnd": 5, "document_ids": [document] });
        let refused = case.act(&office.officer(), "assets", &decided, "dispose", sale).await;
        let problem = refused.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem), [("/price_vnd".to_owned(), "brings_no_money".to_owned())]);
        let gone = json!({ "document_ids": [document] });
        let gone = case.act(&office.officer(), "assets", &decided, "dispose", gone).await;
        assert_eq!(gone.expect(200).json()["state"], "disposed");
    })
    .await;
}

#[actix_web::test]
async fn cash_is_entered_in_the_book_and_nothing_leaves_before_the_decision() {
    each(async |office| {
        let case = Case::settling(&office).await;
        let cash =
            case.decided_asset(json!({ "kind": "cash", "name": "Tiền mặt" }), "deposit").await;
        let body = json!({ "price_vnd": 30, "document_ids": [case.document().await] });
        case.put_into(DissolutionState::Surveyed, "2025-05-05").await;
        let early = case.act(&office.officer(), "assets", &cash, "dispose", body.clone()).await;
        early.expect_problem(409, "state_conflict");
        case.put_into(DissolutionState::Decided, "2025-05-05").await;
        case.act(&office.officer(), "assets", &cash, "dispose", body).await.expect(200);
        assert_eq!(case.read("cash-entries").await["items"][0]["balance_vnd"], json!(30));

        let mut receivable = asset();
        receivable["kind"] = json!("receivable");
        let problem = case.post("assets", receivable).await.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem), [("/kind".to_owned(), "kept_elsewhere".to_owned())]);
        let mut papers = asset();
        papers["origin"] = json!("documented");
        let problem = case.post("assets", papers).await.expect_problem(422, "rule_violated");
        assert_eq!(
            faults(&problem),
            [("/evidence_document_ids".to_owned(), "missing_document".to_owned())]
        );
        let csv = office.service.get(&case.at("assets")).by(&office.audit()).accept("text/csv");
        assert_eq!(csv.send().await.expect(200).text().lines().count(), 2);
    })
    .await;
}

#[actix_web::test]
async fn what_the_inventory_says_wrongly_is_corrected_until_it_is_decided() {
    each(async |office| {
        let case = Case::settling(&office).await;
        let officer = office.officer();
        let path = |asset: &Value| case.at(&format!("assets/{}", asset["id"].as_str().unwrap()));
        let correct = async |asset: &Value, body: Value| {
            let etag = format!("\"v{}\"", asset["version"]);
            let request = office.service.patch(&path(asset), body).by(&officer).if_match(&etag);
            request.idempotency_key(&office.key()).send().await
        };
        let listed = case.post("assets", asset()).await.expect(201).json();
        let proposal = json!({ "kind": "auction", "reason": "Không còn sử dụng" });
        let proposed = case.act(&officer, "assets", &listed, "propose", proposal).await;
        let proposed = proposed.expect(200).json();
        let renamed =
            correct(&proposed, json!({ "name": "Nhà kho 180 m2" })).await.expect(200).json();
        assert_eq!(
            (renamed["state"].as_str(), &renamed["details"]),
            (Some("proposed"), &json!("Thôn 3"))
        );
        // It turns out to be common property: the proposal to sell it falls away.
        let common = correct(&renamed, json!({ "division": "undivided" })).await.expect(200).json();
        assert_eq!((common["state"].as_str(), &common["proposal"]), (Some("listed"), &Value::Null));
        let refused = correct(&common, json!({ "kind": "receivable" })).await;
        let problem = refused.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem), [("/kind".to_owned(), "kept_elsewhere".to_owned())]);
        correct(&listed, json!({ "name": "x" })).await.expect_problem(412, "stale_version");
        let decided = case.decided_asset(json!({}), "scrap").await;
        correct(&decided, json!({ "name": "x" })).await.expect_problem(409, "state_conflict");
    })
    .await;
}
