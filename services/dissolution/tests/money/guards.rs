//! What the money of a case still needs before the case is settled, as the case itself says it.

use serde_json::{Value, json};

use super::{Case, asset};
use crate::office::each;

/// How many stand in the way of settling the case, by guard; the guards of its money alone.
async fn in_the_way(case: &Case<'_>) -> Vec<(String, Value)> {
    let read = case.office.read_by(&case.office.officer(), &case.path).await;
    let steps = read["next_steps"].as_array().unwrap();
    let settle = steps.iter().find(|step| step["action"] == "settle").unwrap();
    let money = [
        "claims_settled",
        "receivables_settled",
        "assets_disposed",
        "undivided_handed_over",
        "cash_distributed",
    ];
    let guards = settle["unmet_guards"].as_array().unwrap().iter();
    guards
        .filter(|guard| money.iter().any(|code| guard["code"] == *code))
        .map(|guard| (guard["code"].as_str().unwrap().to_owned(), guard["count"].clone()))
        .collect()
}

fn guard(code: &str, count: Value) -> (String, Value) {
    (code.to_owned(), count)
}

#[actix_web::test]
async fn a_case_says_what_of_its_money_is_not_settled_until_all_of_it_is() {
    each(async |office| {
        let case = Case::settling(&office).await;
        assert_eq!(in_the_way(&case).await, []);
        case.cash_in(100).await;
        let bank = case.admitted(60, json!({})).await;
        let other = case.claim(10, json!({})).await;
        let debt = json!({
            "debt_kind": "member", "amount_vnd": 5, "basis": "Nợ vật tư",
            "debtor": { "holder": "legal_entity", "name": "Công ty Hạt giống" },
        });
        let debt = case.post("receivables", debt).await.expect(201).json();
        let house = case.decided_asset(json!({}), "scrap").await;
        let pond = case.decided_asset(json!({ "division": "undivided" }), "return_to_state").await;
        case.post("assets", asset()).await.expect(201);
        assert_eq!(
            in_the_way(&case).await,
            [
                guard("receivables_settled", json!(1)),
                guard("assets_disposed", json!(2)),
                guard("undivided_handed_over", json!(1)),
                guard("claims_settled", json!(2)),
                guard("cash_distributed", Value::Null),
            ]
        );

        let (officer, approver) = (office.officer(), office.approver());
        let grounds = json!({ "reason": "Đã phá sản", "document_ids": [case.document().await] });
        case.act(&approver, "receivables", &debt, "give-up", grounds).await.expect(200);
        let gone = json!({ "document_ids": [case.document().await] });
        case.act(&officer, "assets", &house, "dispose", gone).await.expect(200);
        let body = json!({ "receiver": "UBND huyện", "document_ids": [case.document().await] });
        case.act(&officer, "assets", &pond, "hand-over", body).await.expect(200);
        case.pay(&bank, 60).await.expect(201);
        // Rejected, but it may still be contested: open until that day has passed.
        let body = json!({ "reason": "Đã trả", "contest_until": "2025-05-20" });
        case.act(&approver, "claims", &other, "reject", body).await.expect(200);
        let expected = [
            guard("assets_disposed", json!(1)),
            guard("claims_settled", json!(1)),
            guard("cash_distributed", Value::Null),
        ];
        assert_eq!(in_the_way(&case).await, expected);
        office.service.set_clock("2025-05-20T17:00:01Z");
        assert_eq!(
            in_the_way(&case).await,
            [guard("assets_disposed", json!(1)), guard("cash_distributed", Value::Null),]
        );
        let class = json!({ "debt_kind": "other", "payment_class": "dissolution_costs" });
        let cost = case.admitted(40, class).await;
        case.pay(&cost, 40).await.expect(201);
        assert_eq!(in_the_way(&case).await, [guard("assets_disposed", json!(1))]);
    })
    .await;
}

#[actix_web::test]
async fn a_case_is_not_withdrawn_while_somebody_keeps_what_it_paid() {
    each(async |office| {
        let case = Case::settling(&office).await;
        case.cash_in(100).await;
        let bank = case.admitted(60, json!({})).await;
        let payment = case.pay(&bank, 20).await.expect(201).json();
        let withdraw = async || {
            let now = office.read_by(&office.audit(), &case.path).await;
            let body = json!({
                "legal_basis": "17/2023/QH15", "reason": "Hợp tác xã hoạt động trở lại",
                "document_ids": [case.document().await],
            });
            let request = office.service.post(&case.at("withdraw"), body).by(&office.approver());
            let etag = format!("\"v{}\"", now["version"]);
            request.if_match(&etag).idempotency_key(&office.key()).send().await
        };
        let problem = withdraw().await.expect_problem(422, "guards_unmet");
        let unmet = &problem["unmet_guards"][0];
        assert_eq!(
            (unmet["code"].as_str(), &unmet["count"]),
            (Some("payments_taken_back"), &json!(1))
        );
        let path = format!("cash-entries/{}/reverse", payment["id"].as_str().unwrap());
        case.post(&path, json!({ "reason": "Hoạt động trở lại" })).await.expect(201);
        assert_eq!(withdraw().await.expect(200).json()["state"], "withdrawn");
    })
    .await;
}
