use actix_web::http::Method;
use htx_kit::{
    documents::{Documents, Received},
    testing::{Answer, Caller, TestDatabase, TestService, each_database},
};
use htx_model::principal::Role;

use crate::shelf::{self, MIGRATIONS};

const BOUNDARY: &str = "----htx-test";

pub(crate) fn form(parts: &[(&str, Option<&str>, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, file, content) in parts {
        let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
        body.extend(
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n")
                .bytes(),
        );
        body.extend(b"Content-Type: application/pdf\r\n\r\n");
        body.extend(*content);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").bytes());
    body
}

pub(crate) async fn send(shelf: &TestService, caller: &Caller, body: Vec<u8>) -> Answer {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    shelf.request(Method::POST, "/v1/documents").by(caller).body(&kind, body).send().await
}

pub(crate) fn pdf(size: usize) -> Vec<u8> {
    let mut content = b"%PDF-1.7\n".to_vec();
    content.extend((0..size).map(|at| u8::try_from(at % 251).unwrap()));
    content
}

#[actix_web::test]
async fn a_document_is_given_back_as_it_was_uploaded() {
    each_database(MIGRATIONS, async |database| {
        let shelf = shelf::start(&database).await;
        let officer = shelf.as_agency("so-tc", Role::Officer);
        // Below and above what is put into the store in one piece.
        for size in [100, 6 << 20] {
            let content = pdf(size);
            let body = form(&[("file", Some("C:\\\\Giấy tờ/tờ trình.pdf"), &content)]);
            let made = send(&shelf, &officer, body).await.expect(201).json();
            assert_eq!(made["name"], "tờ trình.pdf");
            assert_eq!(made["media_type"], "application/pdf");
            assert_eq!(made["size"], content.len());
            let path = format!("/v1/documents/{}", made["id"].as_str().unwrap());
            let answer = shelf.get(&path).by(&officer).send().await.expect(200);
            assert!(answer.body == content);
            assert_eq!(answer.header("content-type"), Some("application/pdf"));
            let disposition = answer.header("content-disposition").unwrap();
            assert_eq!(disposition, "attachment; filename*=UTF-8''t%E1%BB%9D%20tr%C3%ACnh.pdf");
            assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        }
    })
    .await;
}

#[actix_web::test]
async fn the_same_content_stands_once_in_the_store() {
    let database = TestDatabase::sqlite(MIGRATIONS);
    let shelf = shelf::start(&database).await;
    let officer = shelf.as_agency("so-tc", Role::Officer);
    let body = form(&[("file", Some("a.pdf"), &pdf(10))]);
    let one = send(&shelf, &officer, body.clone()).await.expect(201).json();
    let other = send(&shelf, &officer, body).await.expect(201).json();
    assert_ne!(one["id"], other["id"]);
    assert_eq!(one["sha256"], other["sha256"]);
    let digest = one["sha256"].as_str().unwrap();
    let kept = shelf.folder.path().join("sha256").join(&digest[..2]);
    assert_eq!(std::fs::read_dir(kept).unwrap().count(), 1);
}

#[actix_web::test]
async fn a_content_that_was_changed_in_the_store_is_not_given_out_as_whole() {
    let database = TestDatabase::sqlite(MIGRATIONS);
    let shelf = shelf::start(&database).await;
    let officer = shelf.as_agency("so-tc", Role::Officer);
    let body = form(&[("file", Some("a.pdf"), &pdf(10))]);
    let made = send(&shelf, &officer, body).await.expect(201).json();
    let digest = made["sha256"].as_str().unwrap();
    let path = shelf.folder.path().join("sha256").join(&digest[..2]).join(digest);
    let mut content = std::fs::read(&path).unwrap();
    content[12] ^= 1;
    std::fs::write(&path, content).unwrap();
    let id = made["id"].as_str().unwrap();
    let (_, whole) =
        shelf.get(&format!("/v1/documents/{id}")).by(&officer).send_for_fragment().await;
    assert!(!whole);
    std::fs::remove_file(&path).unwrap();
    let answer = shelf.get(&format!("/v1/documents/{id}")).by(&officer).send().await;
    let _ = answer.expect_problem(500, "unexpected");
}

#[actix_web::test]
async fn a_copy_leaves_what_is_no_content_and_never_replaces_what_is_there() {
    let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let documents = Documents::in_folder(from.path()).unwrap();
    for length in [10, 6 << 20] {
        let mut received = Received::written("a.pdf", &pdf(length)).unwrap();
        documents.keep(&mut received).await.unwrap();
    }
    std::fs::write(from.path().join("stray"), b"x").unwrap();
    std::fs::write(from.path().join("sha256/notes.txt"), b"x").unwrap();
    let copy = Documents::in_folder(to.path()).unwrap();
    for _ in 0..2 {
        assert_eq!(documents.copy_to(&copy).await.unwrap(), 2);
    }
    assert!(!to.path().join("stray").exists() && !to.path().join("sha256/notes.txt").exists());
    // Of the same size, and not the same.
    let mut folders = std::fs::read_dir(to.path().join("sha256")).unwrap();
    let folder = folders.next().unwrap().unwrap().path();
    let path = std::fs::read_dir(folder).unwrap().next().unwrap().unwrap().path();
    let mut content = std::fs::read(&path).unwrap();
    content[12] ^= 1;
    std::fs::write(&path, &content).unwrap();
    assert!(documents.copy_to(&copy).await.is_err());
    assert_eq!(std::fs::read(&path).unwrap(), content);
}

#[actix_web::test]
async fn a_document_out_of_scope_does_not_exist() {
    let database = TestDatabase::sqlite(MIGRATIONS);
    let shelf = shelf::start(&database).await;
    let district = shelf.as_agency("district-276", Role::Officer);
    let body = form(&[("file", Some("a.pdf"), &pdf(10))]);
    let made = send(&shelf, &district, body).await.expect(201).json();
    let path = format!("/v1/documents/{}", made["id"].as_str().unwrap());
    shelf.get(&path).by(&district).send().await.expect(200);
    shelf.get(&path).by(&shelf.as_agency("so-tc", Role::Viewer)).send().await.expect(200);
    let stranger = shelf.as_agency("district-277", Role::Officer);
    let _ = shelf.get(&path).by(&stranger).send().await.expect_problem(404, "not_found");
}

#[actix_web::test]
async fn what_is_no_document_is_refused() {
    let database = TestDatabase::sqlite(MIGRATIONS);
    let shelf = shelf::start(&database).await;
    let officer = shelf.as_agency("so-tc", Role::Officer);
    let sound = pdf(10);
    for (what, body, status) in [
        ("a program called a PDF", form(&[("file", Some("a.pdf"), b"MZ\x90\0\x03")]), 415),
        ("empty", form(&[("file", Some("a.pdf"), b"")]), 415),
        ("too large", form(&[("file", Some("a.pdf"), &pdf(9 << 20))]), 413),
        ("without a file", form(&[("other", None, b"x")]), 400),
        (
            "two files",
            form(&[("file", Some("a.pdf"), &sound), ("file", Some("b.pdf"), &sound)]),
            400,
        ),
        ("repeated part", form(&[("a", None, b"x"), ("a", None, b"x")]), 400),
        ("long part", form(&[("a", None, &[b'x'; 5000])]), 400),
        ("nothing", Vec::new(), 400),
        ("no form", b"hello".to_vec(), 400),
        ("cut off", form(&[("file", Some("a.pdf"), &sound)])[..150].to_vec(), 400),
    ] {
        let answer = send(&shelf, &officer, body).await;
        assert_eq!(answer.status, status, "{what}: {}", answer.text());
        let _ = answer.problem();
    }
    let request = shelf.request(Method::POST, "/v1/documents").by(&officer);
    let answer = request.body("application/pdf", sound).send().await;
    let _ = answer.expect_problem(415, "unsupported_media_type");
    // Nothing of it was kept.
    assert_eq!(std::fs::read_dir(shelf.folder.path()).unwrap().count(), 0);
}
