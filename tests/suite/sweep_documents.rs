//! Contents of documents that nobody names are found, and moved away where that is asked for.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use aws_lc_rs::digest::{SHA256, digest};

use crate::harness::{Form, Login, Place, Suite, communes};

const NAMED: &[u8] = b"%PDF-1.4 to trinh";
const NOBODYS: &[u8] = b"%PDF-1.4 do dang";
const YOUNG: &[u8] = b"%PDF-1.4 vua toi";

/// Where a content stands.
fn path(folder: &Path, content: &[u8]) -> PathBuf {
    let digest = digest(&SHA256, content);
    let name: String = digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    folder.join("sha256").join(&name[..2]).join(name)
}

fn put(folder: &Path, content: &[u8]) {
    let path = path(folder, content);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

fn grow_old(folder: &Path, content: &[u8]) {
    let touched =
        Command::new("touch").args(["-d", "2 days ago"]).arg(path(folder, content)).status();
    assert!(touched.unwrap().success());
}

async fn upload(suite: &Suite, login: &Login, content: &[u8]) -> String {
    let form = Form::with_file("to-trinh.pdf", content);
    let made = suite.post("/v1/documents").bearer(&login.access).body(&form.kind, form.body);
    made.send().await.expect(201).json()["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn only_what_is_old_and_nobody_s_is_moved_and_nothing_is_deleted() {
    // Given an old content that a document names, one that is nobody's, and one that is nobody's yet.
    let suite = Suite::start(Place::new()).await;
    let admin = suite.administrator().await;
    let commune = communes(&suite, &admin).await.remove(0);
    let officer = suite.new_user(&admin, "officer", &format!("commune-{commune}")).await;
    let document = upload(&suite, &officer, NAMED).await;
    let store = suite.place.folder().join("documents");
    put(&store, NOBODYS);
    put(&store, YOUNG);
    grow_old(&store, NAMED);
    grow_old(&store, NOBODYS);

    // When it is looked for, it is listed and stays.
    let said = suite.place.run_well(&["sweep-documents"]);
    let name = path(&store, NOBODYS).file_name().unwrap().to_string_lossy().into_owned();
    assert!(said.contains(&name) && said.contains("1 contents, 16 bytes"), "{said}");
    assert!(path(&store, NOBODYS).exists());

    // When it is moved away, it stands elsewhere and everything else is where it was.
    let aside = tempfile::tempdir().unwrap();
    let to = aside.path().join("aside").display().to_string();
    let said = suite.place.run_well(&["sweep-documents", "--move-to", &to]);
    assert!(said.contains("1 of them were moved"), "{said}");
    assert!(!path(&store, NOBODYS).exists() && path(&store, YOUNG).exists());
    assert_eq!(fs::read(path(Path::new(&to), NOBODYS)).unwrap(), NOBODYS);
    let content = suite.get(&format!("/v1/documents/{document}/content")).bearer(&officer.access);
    assert_eq!(content.send().await.expect(200).body, NAMED);
    assert!(suite.place.run_well(&["sweep-documents"]).contains("0 contents"));

    // And what is uploaded anew is not taken for old.
    put(&store, NOBODYS);
    grow_old(&store, NOBODYS);
    let again = upload(&suite, &officer, NOBODYS).await;
    let age = fs::metadata(path(&store, NOBODYS)).unwrap().modified().unwrap().elapsed().unwrap();
    assert!(age.as_secs() < 3_600, "{age:?}");
    assert!(suite.place.run_well(&["sweep-documents"]).contains("0 contents"));
    let content = suite.get(&format!("/v1/documents/{again}/content")).bearer(&officer.access);
    assert_eq!(content.send().await.expect(200).body, NOBODYS);
}

#[tokio::test]
async fn without_every_service_s_database_nothing_is_taken_for_nobody_s() {
    let suite = Suite::start(Place::new()).await;
    let place = suite.stop();
    fs::remove_file(place.folder().join("dissolution.db")).unwrap();
    let refused = place.run(&["sweep-documents"]);
    assert_ne!(refused.code, Some(0));
    assert!(refused.complained.contains("dissolution"), "{}", refused.complained);
}
