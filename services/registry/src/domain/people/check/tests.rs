use htx_model::{id::Id, people::SigningKind};

use super::*;
use crate::domain::people::FoundingSigning;

fn today() -> Date {
    Date::parse("2025-05-12").unwrap()
}

fn member(at: u8) -> NewMember {
    NewMember {
        kind: MemberKind::Official,
        holder: None,
        name: Some(format!("Nguyễn Văn {at}")),
        citizen_id: Some(format!("001085{at:06}")),
        birth_date: Date::parse("1985-03-02").ok(),
        phone: Some("0908246281".to_owned()),
        address: None,
        member_organisation_id: None,
        contribution_vnd: 10_000_000,
        joined_on: None,
    }
}

fn chair() -> FoundingManager {
    FoundingManager {
        position: Position::ChairOfBoard,
        member: Some(0),
        name: None,
        citizen_id: None,
        phone: None,
        legal_representative: true,
    }
}

use crate::domain::people::FoundingManager;

fn people() -> NewPeople {
    NewPeople { members: (0..5).map(member).collect(), managers: vec![chair()], signing: None }
}

fn codes(people: &NewPeople, kind: OrganisationKind, capital: i64) -> Vec<(String, &'static str)> {
    let checked = check(people, kind, Some(Dong(capital)), today());
    let faults = checked.err().unwrap_or_default();
    faults.into_iter().map(|fault| (fault.pointer.into_owned(), fault.code)).collect()
}

fn broken(change: impl FnOnce(&mut NewPeople)) -> Vec<(String, &'static str)> {
    let mut people = people();
    change(&mut people);
    let capital = people.members.iter().map(|one| one.contribution_vnd).sum();
    codes(&people, OrganisationKind::Cooperative, capital)
}

fn one(pointer: &str, code: &'static str) -> Vec<(String, &'static str)> {
    vec![(pointer.to_owned(), code)]
}

#[test]
fn five_members_of_age_with_their_capital_found_a_cooperative() {
    let checked =
        check(&people(), OrganisationKind::Cooperative, Some(Dong(50_000_000)), today()).unwrap();
    assert_eq!((checked.officials(), checked.capital()), (5, Dong(50_000_000)));
    assert_eq!(checked.representative().name.as_deref(), Some("Nguyễn Văn 0"));
    assert_eq!(checked.representative().phone.as_deref(), Some("0908246281"));
}

#[test]
fn each_rule_names_its_field() {
    assert_eq!(broken(|people| people.members.truncate(4)), one("/members", "too_few_members"));
    assert_eq!(
        codes(&people(), OrganisationKind::Cooperative, 49_999_999),
        one("/members", "capital_does_not_add_up")
    );
    let birth = |day: &str| Date::parse(day).ok();
    let of = |field: &str| format!("/members/1{field}");
    for (change, field, code) in [
        ((|one| one.name = Some("  ".to_owned())) as fn(&mut NewMember), "/name", "missing_name"),
        (|one| one.citizen_id = None, "/citizen_id", "missing_citizen_id"),
        (|one| one.citizen_id = Some("12345678".to_owned()), "/citizen_id", "not_a_citizen_id"),
        (|one| one.citizen_id = Some("001085000000".to_owned()), "/citizen_id", "member_twice"),
        (|one| one.phone = Some("abc".to_owned()), "/phone", "not_a_phone"),
        (|one| one.contribution_vnd = 0, "/contribution_vnd", "must_contribute"),
        (|one| one.contribution_vnd = -1, "/contribution_vnd", "out_of_range"),
        (|one| one.birth_date = None, "/birth_date", "missing_birth_date"),
        (
            |one| one.holder = Some(HolderType::MemberOrganisation),
            "/member_organisation_id",
            "holder_mismatch",
        ),
    ] {
        assert_eq!(broken(|people| change(&mut people.members[1])), one(&of(field), code));
    }
    assert_eq!(
        broken(|people| people.members[1].birth_date = birth("2007-05-13")),
        one("/members/1/birth_date", "under_age")
    );
    assert_eq!(broken(|people| people.members[1].birth_date = birth("2007-05-12")), vec![]);
    assert_eq!(
        broken(|people| people.members[1].joined_on = birth("2025-05-13")),
        one("/members/1/joined_on", "date_in_future")
    );
}

#[test]
fn associates_contribute_or_do_not() {
    let associate = |kind, amount| {
        broken(move |people| {
            let joined = NewMember { kind, contribution_vnd: amount, ..member(9) };
            people.members.push(joined);
        })
    };
    let field = "/members/5/contribution_vnd";
    assert_eq!(associate(MemberKind::AssociateContributing, 1), vec![]);
    assert_eq!(associate(MemberKind::AssociateContributing, 0), one(field, "must_contribute"));
    assert_eq!(associate(MemberKind::AssociateNonContributing, 0), vec![]);
    let wrong = associate(MemberKind::AssociateNonContributing, 1);
    assert_eq!(wrong, one(field, "must_not_contribute"));
}

#[test]
fn a_representative_is_a_member_and_an_office_has_one_holder() {
    assert_eq!(
        broken(|people| people.managers.clear()),
        one("/managers", "missing_representative")
    );
    assert_eq!(
        broken(|people| {
            people.managers[0].member = None;
            people.managers[0].name = Some("Lê Thị Bình".to_owned());
        }),
        one("/managers/0/member", "representative_not_a_member")
    );
    assert_eq!(
        broken(|people| people.managers.push(chair())),
        one("/managers/1/position", "position_taken")
    );
    let joint = |signers| Some(FoundingSigning { kind: SigningKind::Jointly, signers });
    assert_eq!(
        broken(|people| people.signing = joint(Some(2))),
        one("/signing/signers", "signers_out_of_range")
    );
    assert_eq!(
        broken(|people| {
            people.managers.push(FoundingManager { position: Position::Director, ..chair() });
            people.signing = joint(Some(2));
        }),
        vec![]
    );
}

#[test]
fn a_union_is_made_of_cooperatives() {
    let cooperative = |number: u128| NewMember {
        name: None,
        citizen_id: None,
        birth_date: None,
        member_organisation_id: Some(Id::from_uuid(uuid::Uuid::from_u128(number))),
        ..member(0)
    };
    let mut union = people();
    union.members = (0..3).map(cooperative).collect();
    union.managers[0].name = Some("Trần Văn Cường".to_owned());
    let kind = OrganisationKind::CooperativeUnion;
    assert_eq!(codes(&union, kind, 30_000_000), vec![]);
    union.members[2] = cooperative(1);
    assert_eq!(
        codes(&union, kind, 30_000_000),
        one("/members/2/member_organisation_id", "member_twice")
    );
    union.members[2] = member(3);
    assert_eq!(codes(&union, kind, 30_000_000), one("/members/2/holder", "not_a_cooperative"));
    let group = broken(|people| people.members.push(cooperative(7)));
    assert_eq!(group, one("/members/5/holder", "not_a_union"));
}
