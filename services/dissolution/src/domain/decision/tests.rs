//! What a decision rests on, part by part.

use htx_model::{agency::AgencyCode, id::Id, people::HolderType};

use super::*;

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn codes<T: std::fmt::Debug>(checked: Result<T, Vec<Fault>>) -> Vec<String> {
    let of = |fault: Fault| format!("{} {}", fault.pointer, fault.code);
    checked.unwrap_err().into_iter().map(of).collect()
}

fn deed(kind: DecisionKind) -> Deed {
    let document_id = Id::from_uuid(uuid::Uuid::nil());
    Deed {
        kind,
        number: " 12/NQ-ĐHTV ".to_owned(),
        issued_on: date("2025-05-05"),
        issuer: "Đại hội thành viên".to_owned(),
        documents: vec![Exhibit { document_id, sha256: "0".repeat(64) }],
    }
}

#[test]
fn the_document_fits_the_route_and_is_there() {
    let today = date("2025-05-12");
    let good = Deed::check(deed(DecisionKind::GeneralMeetingResolution), Route::Voluntary, today);
    assert_eq!(good.unwrap().number, "12/NQ-ĐHTV");
    let wrong = Deed {
        issued_on: date("2025-05-13"),
        number: " ".to_owned(),
        documents: Vec::new(),
        ..deed(DecisionKind::AuthorityDecision)
    };
    assert_eq!(
        codes(Deed::check(wrong, Route::Court, today)),
        [
            "/document/kind does_not_decide_the_route",
            "/document/number text_length",
            "/document/issued_on date_in_future",
            "/document/document_ids missing_document",
        ]
    );
}

#[test]
fn a_council_has_members_or_somebody_acts_instead() {
    let member = |name: &str| Member {
        role: CouncilRole::Chair,
        person: Party {
            holder: HolderType::NaturalPerson,
            name: name.to_owned(),
            citizen_id: None,
            phone: None,
            address: None,
        },
    };
    let council = Council::formed(vec![member("Nguyễn Văn An")]).unwrap();
    assert_eq!(council.logged(), serde_json::json!({ "members": 1 }));
    assert_eq!(codes(Council::formed(vec![])), ["/council/members number_of_members"]);
    let many = vec![member("An"); MEMBERS_MAX + 1];
    assert_eq!(codes(Council::formed(many)), ["/council/members number_of_members"]);
    let wrong = vec![member("An"), member(" ")];
    assert_eq!(codes(Council::formed(wrong)), ["/council/members/1/name text_length"]);
    let by = Signatory {
        code: AgencyCode::parse("district-277").unwrap(),
        name: "Ủy ban nhân dân huyện Chương Mỹ".to_owned(),
    };
    assert!(Council::replaced("Không còn ai", by.clone()).is_ok());
    assert_eq!(codes(Council::replaced("", by)), ["/no_council/reason text_length"]);
}

#[test]
fn the_list_of_capital_says_what_is_undivided() {
    let line = |division, amount| CapitalLine {
        name: "Quỹ".to_owned(),
        division,
        amount_vnd: Dong(amount),
    };
    let list = |lines, undivided, explanation: Option<&str>| {
        let explanation = explanation.map(ToOwned::to_owned);
        CapitalList::check(CapitalList { lines, undivided, explanation })
    };
    let (divisible, undivided) = (AssetDivision::Divisible, AssetDivision::Undivided);
    let (listed, none) = (InventoryFinding::Listed, InventoryFinding::NoneConfirmed);
    let both = list(vec![line(divisible, 7), line(undivided, 5)], listed, None).unwrap();
    assert_eq!(
        both.logged(),
        serde_json::json!({
            "lines": 2, "undivided": "listed", "divisible_vnd": 7, "undivided_vnd": 5,
        })
    );
    assert!(list(vec![], none, Some("Sổ sách không còn")).is_ok());
    let differ = "/capital/undivided lines_and_finding_differ";
    assert_eq!(codes(list(vec![line(divisible, 7)], listed, Some("x"))), [differ]);
    assert_eq!(codes(list(vec![line(undivided, 7)], none, None)), [differ]);
    let unexplained = "/capital/explanation missing_explanation";
    assert_eq!(codes(list(vec![line(divisible, 7)], none, None)), [unexplained]);
    assert_eq!(
        codes(list(vec![line(undivided, -1)], listed, None)),
        ["/capital/lines/0/amount_vnd amount_out_of_range"]
    );
}
