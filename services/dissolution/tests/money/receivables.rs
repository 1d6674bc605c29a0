//! What others owe the organisation: collected by the cash book, or given up with proof.

use serde_json::{Value, json};

use super::Case;
use crate::office::{each, faults};

fn debt(amount: i64) -> Value {
    json!({
        "debt_kind": "member", "amount_vnd": amount, "basis": "Nợ sản phẩm vụ xuân 2014",
        "debtor": { "holder": "household", "name": "Trần Thị Bình", "phone": "0908246281" },
    })
}

async fn collect(case: &Case<'_>, receivable: &Value, amount: i64) -> htx_kit::testing::Answer {
    let body = json!({
        "kind": "receivable_collected", "receivable_id": receivable["id"], "amount_vnd": amount,
        "description": "Thu nợ",
    });
    case.post("cash-entries", body).await
}

#[actix_web::test]
async fn a_debt_is_collected_bit_by_bit_and_never_beyond_what_is_owed() {
    each(async |office| {
        let case = Case::settling(&office).await;
        let debt = case.post("receivables", debt(100)).await.expect(201).json();
        assert_eq!(
            (&debt["debtor"]["name"], &debt["outstanding_vnd"]),
            (&json!("T*** T*** B***"), &json!(100))
        );
        collect(&case, &debt, 40).await.expect(201);
        let refused = collect(&case, &debt, 61).await.expect_problem(422, "rule_violated");
        assert_eq!(
            faults(&refused),
            [("/amount_vnd".to_owned(), "beyond_what_is_owed".to_owned())]
        );
        let entry = collect(&case, &debt, 60).await.expect(201).json();
        let now = case.now("receivables", &debt).await;
        assert_eq!(
            (now["state"].as_str(), &now["collected_vnd"]),
            (Some("collected"), &json!(100))
        );
        collect(&case, &debt, 1).await.expect_problem(409, "state_conflict");

        let path = format!("cash-entries/{}/reverse", entry["id"].as_str().unwrap());
        let reason = json!({ "reason": "Ghi nhầm", "document_ids": [case.document().await] });
        case.post(&path, reason).await.expect(201);
        let now = case.now("receivables", &debt).await;
        assert_eq!((now["state"].as_str(), &now["outstanding_vnd"]), (Some("open"), &json!(60)));
    })
    .await;
}

#[actix_web::test]
async fn what_cannot_be_collected_is_given_up_by_another_person_with_proof() {
    each(async |office| {
        let case = Case::settling(&office).await;
        let (officer, approver) = (office.officer(), office.approver());
        let debt = case.post("receivables", debt(100)).await.expect(201).json();
        let document = case.document().await;
        let proof = json!({ "reason": "Người nợ đã chết", "document_ids": [document] });
        let refused = case.act(&officer, "receivables", &debt, "give-up", proof.clone()).await;
        refused.expect_problem(403, "permission_denied");
        let bare = json!({ "reason": "Người nợ đã chết" });
        let refused = case.act(&approver, "receivables", &debt, "give-up", bare).await;
        let problem = refused.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem), [("/document_ids".to_owned(), "missing_document".to_owned())]);
        let given_up =
            case.act(&approver, "receivables", &debt, "give-up", proof).await.expect(200).json();
        assert_eq!(given_up["state"], "uncollectable");
        assert_eq!(given_up["finding"]["documents"][0]["document_id"], json!(document));
        collect(&case, &debt, 1).await.expect_problem(409, "state_conflict");
        let again = json!({ "reason": "Người thừa kế trả" });
        let open =
            case.act(&officer, "receivables", &given_up, "reopen", again).await.expect(200).json();
        assert_eq!((open["state"].as_str(), &open["finding"]), (Some("open"), &Value::Null));
        collect(&case, &open, 100).await.expect(201);
        let collected = case.read("receivables?state=collected").await;
        assert_eq!(collected["items"].as_array().unwrap().len(), 1);
    })
    .await;
}
