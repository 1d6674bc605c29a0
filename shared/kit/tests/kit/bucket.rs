//! Documents in an S3-compatible store.

use htx_kit::{
    documents::{Bucket, Documents},
    testing::TestDatabase,
};
use htx_model::principal::Role;

use crate::{
    documents::{form, pdf, send},
    shelf::{self, MIGRATIONS},
    stand_in::StandIn,
};

fn in_bucket(store: &StandIn, url: &str) -> Documents {
    let bucket = Bucket {
        url: url.to_owned(),
        endpoint: Some(store.endpoint.clone()),
        region: "us-east-1".to_owned(),
        access_key_id: "key".to_owned(),
        secret_access_key: "secret".to_owned(),
    };
    bucket.documents().unwrap()
}

#[actix_web::test]
async fn what_is_uploaded_stands_in_the_bucket_under_its_digest_and_is_given_back() {
    let store = StandIn::start();
    let database = TestDatabase::sqlite(MIGRATIONS);
    let shelf = shelf::start_with(&database, &in_bucket(&store, "s3://documents/htx")).await;
    let officer = shelf.as_agency("so-tc", Role::Officer);
    // In one piece, and in several.
    for size in [100, 7 << 20] {
        let content = pdf(size);
        let body = form(&[("file", Some("a.pdf"), &content)]);
        let made = send(&shelf, &officer, body).await.expect(201).json();
        let digest = made["sha256"].as_str().unwrap();
        assert!(store.keys().contains(&format!("htx/sha256/{}/{digest}", &digest[..2])));
        let path = format!("/v1/documents/{}", made["id"].as_str().unwrap());
        let answer = shelf.get(&path).by(&officer).send().await.expect(200);
        assert!(answer.body == content);
    }
}

#[actix_web::test]
async fn everything_is_copied_to_a_folder_and_what_was_changed_is_not() {
    let store = StandIn::start();
    let database = TestDatabase::sqlite(MIGRATIONS);
    let documents = in_bucket(&store, "s3://documents");
    let shelf = shelf::start_with(&database, &documents).await;
    let officer = shelf.as_agency("so-tc", Role::Officer);
    let body = form(&[("file", Some("a.pdf"), &pdf(100))]);
    send(&shelf, &officer, body).await.expect(201);
    let folder = tempfile::tempdir().unwrap();
    let copy = Documents::in_folder(folder.path()).unwrap();
    assert_eq!(documents.copy_to(&copy).await.unwrap(), 1);
    store.spoil();
    let folder = tempfile::tempdir().unwrap();
    let copy = Documents::in_folder(folder.path()).unwrap();
    assert!(documents.copy_to(&copy).await.is_err());
}

#[actix_web::test]
async fn a_store_that_is_away_is_said_and_nothing_is_acknowledged() {
    let store = StandIn::start();
    let documents = in_bucket(&store, "s3://documents");
    drop(store);
    let database = TestDatabase::sqlite(MIGRATIONS);
    let shelf = shelf::start_with(&database, &documents).await;
    let officer = shelf.as_agency("so-tc", Role::Officer);
    let body = form(&[("file", Some("a.pdf"), &pdf(100))]);
    send(&shelf, &officer, body).await.expect_problem(503, "unavailable");
}
