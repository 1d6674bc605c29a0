//! The documents in the repository are those that the program writes.

use std::{collections::BTreeMap, path::Path};

use crate::harness::{Finished, Place, Suite, program};

const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../openapi");

fn documents(folder: &Path) -> BTreeMap<String, String> {
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    let files = entries.filter(|entry| entry.path().extension().is_some_and(|end| end == "json"));
    files
        .map(|entry| {
            let name = entry.file_name().into_string().unwrap();
            (name, std::fs::read_to_string(entry.path()).unwrap())
        })
        .collect()
}

fn written() -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().unwrap();
    let mut command = program();
    command.arg("openapi").arg("--out").arg(folder.path());
    Finished::of(command).well();
    documents(folder.path())
}

#[test]
fn the_documents_in_the_repository_are_those_that_the_program_writes() {
    let (committed, written) = (documents(Path::new(COMMITTED)), written());
    let names =
        |documents: &BTreeMap<String, String>| documents.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&committed), names(&written), "run `htx openapi` and commit openapi/");
    for (name, text) in &written {
        let same = committed[name].lines().zip(text.lines());
        let different = same.enumerate().find(|(_, (committed, written))| committed != written);
        assert!(
            committed[name] == *text,
            "openapi/{name} is not what the program writes ({different:?}): run `htx openapi`, \
             look at what changed, and commit it"
        );
    }
}

#[tokio::test]
async fn a_running_suite_serves_the_same_document() {
    let suite = Suite::start(Place::new()).await;
    let served = suite.get("/openapi.json").send().await.expect(200).json();
    let written: serde_json::Value = serde_json::from_str(&written()["suite.json"]).unwrap();
    assert_eq!(served, written);
}
