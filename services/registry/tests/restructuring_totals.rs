//! Members and capital move between organisations to the đồng, in one transaction.

use htx_kit::{context::Context, failure::Failure};
use htx_model::{id::OrganisationId, money::Dong, scope::Scope};
use htx_registry::{
    domain::capital_transfer::Split,
    store::{self, member::Which},
    usecase::people,
};
use serde_json::{Value, json};

use super::{
    office::{Office, each, organisation_id},
    people::{Recorded, admit, member},
};

/// An organisation that nobody belongs to yet.
async fn empty(office: &Office, name: &str) -> OrganisationId {
    let mut entry = office.cooperative(name);
    entry["charter_capital_vnd"] = Value::Null;
    entry["member_count"] = Value::Null;
    organisation_id(office.enter(entry).await["id"].as_str().unwrap())
}

async fn moved(office: &Office, from: OrganisationId, split: Split) -> Result<(), Failure> {
    let context = Context::of_operator("restructuring", &office.registry.runtime.ids);
    office
        .database
        .write(move |connection| people::move_all(connection, &context, from, &split).map(drop))
        .await
}

/// Charter capital, number of members, what the members and what the movements add up to.
async fn totals(office: &Office, id: OrganisationId) -> (i64, u32, i64, i64) {
    office
        .database
        .read(move |connection| {
            let stored = store::organisation::find(connection, &Scope::everything(), id)?.unwrap();
            let members = store::member::list(connection, id, Which::All, None, 10_000)?;
            let moves = store::contribution::list(connection, id, None, None, 10_000)?;
            Ok((
                stored.organisation.charter_capital_vnd.unwrap_or_default().0,
                stored.organisation.member_count.unwrap_or_default(),
                members.iter().map(|one| one.contribution_vnd).sum(),
                moves.iter().map(|one| one.amount.0).sum(),
            ))
        })
        .await
        .unwrap()
}

#[actix_web::test]
async fn a_merger_adds_up_and_a_member_of_both_is_one() {
    each(async |office| {
        let (one, two) = (Recorded::of(&office, 5).await, Recorded::of(&office, 6).await);
        let (from, into) = (organisation_id(&one.id), organisation_id(&two.id));
        let alone = json!({ "kind": "official", "name": "Lê Thị Bình", "citizen_id": "012345678", "birth_date": "1990-01-01", "contribution_vnd": 7 });
        admit(&office, &one.path, alone).await.expect(201);
        moved(&office, from, Split::Whole(into)).await.unwrap();
        // Five of six were members of both; the sixth is new there.
        assert_eq!(totals(&office, into).await, (110_000_007, 7, 110_000_007, 110_000_007));
        assert_eq!(totals(&office, from).await, (0, 0, 0, 0));
        let former = office.read(&format!("{}/members?status=former", one.path)).await;
        assert_eq!(former["items"].as_array().unwrap().len(), 6);
        assert_eq!(former["items"][0]["leave_reason"], "restructured");
    })
    .await;
}

#[actix_web::test]
async fn a_division_and_a_separation_share_to_the_dong() {
    each(async |office| {
        let rau = Recorded::of(&office, 5).await;
        let from = organisation_id(&rau.id);
        let (b, c) = (empty(&office, "HTX B").await, empty(&office, "HTX C").await);
        let thirds = Split::ProRata(vec![(from, Dong(1)), (b, Dong(1)), (c, Dong(1))]);
        moved(&office, from, thirds).await.unwrap();
        let mut sum = 0;
        for id in [from, b, c] {
            let (capital, count, members, moves) = totals(&office, id).await;
            assert_eq!((capital, capital, count), (members, moves, 5));
            sum += capital;
        }
        assert_eq!(sum, 50_000_000);
        moved(&office, from, Split::ProRata(vec![(b, Dong(2)), (c, Dong(1))])).await.unwrap();
        let (b, c) = (totals(&office, b).await, totals(&office, c).await);
        assert_eq!((b.0 + c.0, b.1, c.1), (50_000_000, 5, 5));
        assert_eq!(totals(&office, from).await, (0, 0, 0, 0));
    })
    .await;
}

#[actix_web::test]
async fn what_was_never_recorded_one_by_one_moves_too_and_a_bad_split_changes_nothing() {
    each(async |office| {
        let old = office.enter(office.cooperative("HTX Cũ")).await;
        let old = organisation_id(old["id"].as_str().unwrap());
        let path = format!("/v1/organisations/{old}");
        admit(&office, &path, member(1)).await.expect(201);
        let into = empty(&office, "HTX Mới").await;
        let before = totals(&office, old).await;
        for split in [
            Split::ProRata(vec![]),
            Split::ProRata(vec![(into, Dong(0))]),
            Split::Whole(organisation_id("01941f29-7c00-7000-8000-000000000099")),
        ] {
            assert!(moved(&office, old, split).await.is_err());
            assert_eq!(totals(&office, old).await, before);
        }
        moved(&office, old, Split::Whole(into)).await.unwrap();
        let (capital, count, members, _) = totals(&office, into).await;
        assert_eq!((capital, count, members), (3_000_000_000, 12, 10_000_000));
        assert_eq!(totals(&office, old).await.0, 0);
    })
    .await;
}
