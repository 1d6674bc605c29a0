//! A case to take away: checked without network and server, and any change to any byte shows.

use htx_dissolution::domain::{
    clock::PeriodRules,
    dossier::Tables,
    pack::{self, Broken, Manifest, Verified},
};
use htx_kit::{
    archive,
    log::{CheckpointKey, VerifierKey, canonical_json},
    testing::{Answer, Caller},
};
use htx_model::{
    agency::Agencies, dissolution::DissolutionState, principal::Role, working_days::Holidays,
};
use serde_json::{Value, json};

use super::{
    audit::{decided, full_case},
    office::{Office, each},
};

fn verify(bytes: &[u8], pinned: Option<&VerifierKey>) -> Result<Verified, Broken> {
    let holidays = Holidays::embedded().unwrap();
    let tables = Tables {
        agencies: Agencies::embedded().unwrap(),
        periods: PeriodRules::embedded().unwrap(),
        holidays: &holidays,
    };
    pack::verify(bytes, pinned, &tables)
}

/// What is wrong with a pack.
fn fault(bytes: &[u8], pinned: Option<&VerifierKey>) -> String {
    verify(bytes, pinned).unwrap_err().to_string()
}

impl Office {
    async fn ask_pack(&self, by: &Caller, case: &str, query: &str) -> Answer {
        self.service.get(&format!("{case}/pack{query}")).by(by).send().await
    }

    async fn pack(&self, case: &str) -> Vec<u8> {
        self.ask_pack(&self.audit(), case, "").await.expect(200).body.to_vec()
    }

    fn log_key(&self) -> VerifierKey {
        self.dissolutions.runtime.log_key().unwrap().verifier().clone()
    }
}

/// The members of a pack, with their contents.
fn members(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let read = archive::read(bytes, |_| Some(1 << 20)).unwrap();
    read.into_iter().map(|member| (member.name, member.content.unwrap())).collect()
}

/// An archive of these members, in form.
fn archive_of(members: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = archive::Writer::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in members {
        writer.add(name, content).unwrap();
    }
    writer.finish().unwrap().0.into_inner()
}

#[actix_web::test]
async fn a_pack_is_whole_the_same_each_time_and_verifies_by_itself() {
    each(async |office| {
        let case = full_case(&office).await;
        office.seal().await;
        let answer = office.ask_pack(&office.audit(), &case, "").await.expect(200);
        assert_eq!(answer.header("content-type"), Some("application/zip"));
        let bytes = answer.body.to_vec();
        assert_eq!(office.pack(&case).await, bytes, "the same case gives the same bytes");
        let verified = verify(&bytes, Some(&office.log_key())).unwrap();
        assert_eq!(verified.dossier.state, DissolutionState::Settling);
        assert_eq!((verified.documents, verified.opened), (1, 0));
        let audit = office.read_by(&office.audit(), &format!("{case}/audit")).await;
        assert_eq!(serde_json::to_value(&verified.dossier).unwrap(), audit["audit"]);
        assert_eq!(verified.events as u64, audit["log"]["events"].as_u64().unwrap());
        let names: Vec<String> = members(&bytes).into_iter().map(|(name, _)| name).collect();
        let first = ["manifest.txt", "key.txt", "read-me.txt", "checkpoint.txt", "audit.json"];
        assert_eq!(names[..5], first);
        assert!(names.last().unwrap().starts_with("documents/"));
        // Nothing that a person is called or wrote.
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(!text.contains("Nguyễn Văn An") && !text.contains("Ngừng hoạt động từ năm 2016"));
        // Another moment is another pack, and as sound.
        let earlier =
            office.ask_pack(&office.audit(), &case, "?as_of=2025-05-12").await.expect(200);
        verify(&earlier.body, None).unwrap();
    })
    .await;
}

#[actix_web::test]
async fn no_byte_of_a_small_pack_can_change() {
    each(async |office| {
        let case = office.new_case("HTX Nhỏ", "voluntary").await;
        office.seal().await;
        let bytes = office.pack(&case).await;
        let key = office.log_key();
        assert!(verify(&bytes, None).is_ok());
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1 << (at % 8);
            assert!(verify(&changed, Some(&key)).is_err(), "byte {at} pinned");
            assert!(verify(&changed, None).is_err(), "byte {at}");
        }
        for at in 0..bytes.len() {
            assert!(verify(&bytes[..at], None).is_err(), "cut off at {at}");
        }
        for more in [&b"\0"[..], b"PK", b"\n"] {
            assert!(verify(&[&bytes[..], more].concat(), None).is_err(), "{more:?} at the end");
            assert!(verify(&[more, &bytes[..]].concat(), None).is_err(), "{more:?} before it");
        }
    })
    .await;
}

#[actix_web::test]
async fn no_byte_of_a_full_pack_can_change() {
    each(async |office| {
        let case = full_case(&office).await;
        office.seal().await;
        let bytes = office.pack(&case).await;
        let contents: usize = members(&bytes).iter().map(|(_, content)| content.len()).sum();
        assert!(contents > 10_000, "a pack as there are");
        // Every byte that is no content, and every eleventh of the rest.
        let mut within = vec![false; bytes.len()];
        let mut from = 0;
        for (name, content) in members(&bytes) {
            from += 30 + name.len();
            within[from..from + content.len()].fill(true);
            from += content.len();
        }
        for at in (0..bytes.len()).filter(|at| !within[*at] || at % 11 == 0) {
            let mut changed = bytes.clone();
            changed[at] = changed[at].wrapping_add(1);
            assert!(verify(&changed, None).is_err(), "byte {at}");
        }
    })
    .await;
}

#[actix_web::test]
async fn whoever_makes_the_archive_anew_is_found_out_by_what_is_in_it() {
    each(async |office| {
        let case = full_case(&office).await;
        office.seal().await;
        let (bytes, key) = (office.pack(&case).await, office.log_key());
        let whole = members(&bytes);
        assert_eq!(archive_of(&whole), bytes);
        let with = |name: &str, change: &dyn Fn(&mut Vec<u8>)| {
            let mut changed = whole.clone();
            let found = changed.iter_mut().find(|(of, _)| of.starts_with(name)).unwrap();
            change(&mut found.1);
            changed
        };
        let audit = with("audit.json", &|content| {
            let text = String::from_utf8(std::mem::take(content)).unwrap();
            *content = text.replace("\"settling\"", "\"settled\"").into_bytes();
        });
        assert_eq!(
            fault(&archive_of(&audit), Some(&key)),
            "audit.json is not the member that the manifest names"
        );
        let mut swapped = whole.clone();
        swapped.swap(2, 3);
        assert!(fault(&archive_of(&swapped), None).contains("is not the member"), "another order");
        let mut fewer = whole.clone();
        fewer.pop();
        assert!(
            fault(&archive_of(&fewer), None).contains("as many members"),
            "a document left out"
        );
        let signed_twice = with("manifest.txt", &|content| {
            let line = String::from_utf8(content.clone()).unwrap();
            let line = line.lines().last().unwrap().replace("htx/dissolution", "somebody/else");
            content.extend(format!("{line}\n").into_bytes());
        });
        assert!(fault(&archive_of(&signed_twice), None).contains("not the only one"));
    })
    .await;
}

/// Signs a changed pack anew: what somebody can do who has a key, their own or the log's.
fn signed_anew(whole: &[(String, Vec<u8>)], key: &CheckpointKey, own_key: bool) -> Vec<u8> {
    let mut members = whole.to_vec();
    if own_key {
        members[1].1 = format!("{}\n", key.verifier()).into_bytes();
    }
    let old = String::from_utf8(members[0].1.clone()).unwrap();
    let listed = members[1..].iter().map(|(name, content)| pack::Listed {
        sha256: pack::hex(aws_digest(content).as_ref()),
        size: content.len() as u64,
        name: name.clone(),
    });
    let line = |name: &str| {
        old.lines().find_map(|line| line.strip_prefix(name)).unwrap().trim().to_owned()
    };
    let manifest = Manifest {
        origin: key.verifier().name().to_owned(),
        case: serde_json::from_value(Value::String(line("case"))).unwrap(),
        as_of: line("as-of").parse().unwrap(),
        known_at: None,
        members: listed.collect(),
    };
    members[0].1 = manifest.signed(key).into_bytes();
    archive_of(&members)
}

fn aws_digest(content: &[u8]) -> aws_lc_rs::digest::Digest {
    aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, content)
}

#[actix_web::test]
async fn another_key_and_even_the_log_s_own_cannot_sign_what_the_log_does_not_say() {
    each(async |office| {
        let case = full_case(&office).await;
        office.seal().await;
        let whole = members(&office.pack(&case).await);
        let kept = office.log_key();
        let own = office.dissolutions.runtime.log_key().unwrap();
        assert_eq!(verify(&signed_anew(&whole, &own, false), Some(&kept)).unwrap().documents, 1);

        let stranger = CheckpointKey::from_secret("htx/dissolution", &[9; 32]).unwrap();
        let forged = signed_anew(&whole, &stranger, true);
        assert!(fault(&forged, Some(&kept)).contains("another key than the one that was kept"));
        assert!(fault(&forged, None).contains("checkpoint"), "the log's checkpoint is another's");

        let changed = |name: &str, from: &str, to: &str| {
            let mut changed = whole.clone();
            let found = changed.iter_mut().find(|(of, _)| of.starts_with(name)).unwrap();
            let text = String::from_utf8(found.1.clone()).unwrap();
            assert!(text.contains(from), "{name} has {from}");
            found.1 = text.replace(from, to).into_bytes();
            fault(&signed_anew(&changed, &own, false), Some(&kept))
        };
        let settled = changed("audit.json", "\"state\":\"settling\"", "\"state\":\"settled\"");
        assert_eq!(settled, "audit.json does not agree with the events: state");
        let event = changed("events/", "dissolution.opened", "dissolution.closed");
        assert!(event.ends_with("the hashes do not lead to the root"), "{event}");
        let paper = changed("documents/", "giải thể", "khen thưởng");
        assert!(paper.ends_with("is not the document that the case relies on"), "{paper}");

        let mut more = whole.clone();
        more.push(("extra".to_owned(), b"x".to_vec()));
        let strange = fault(&signed_anew(&more, &own, false), None);
        assert_eq!(strange, "extra does not belong to a pack");
        let mut fewer = whole;
        let last = fewer.iter().rposition(|(name, _)| name.starts_with("events/")).unwrap();
        fewer.remove(last);
        assert!(fault(&signed_anew(&fewer, &own, false), None).contains("is missing"));
    })
    .await;
}

#[actix_web::test]
async fn a_pack_is_for_who_may_read_its_documents_and_persons_are_opened_for_a_purpose() {
    each(async |office| {
        let case = full_case(&office).await;
        let early = office.ask_pack(&office.audit(), &case, "").await;
        assert_eq!(early.header("retry-after"), Some("10"));
        early.expect_problem(409, "state_conflict");
        office.seal().await;
        let committee = office.service.as_agency("ubnd-tp", Role::Viewer);
        let (audit, planning) = (office.audit(), office.planning());
        for refused in [&committee, &office.officer(), &office.tax()] {
            let answer = office.ask_pack(refused, &case, "").await;
            answer.expect_problem(403, "permission_denied");
        }
        let unmasked = "?unmasked=true&purpose=Ki%E1%BB%83m%20to%C3%A1n%20n%C4%83m%202025";
        let refused = office.ask_pack(&audit, &case, unmasked).await;
        refused.expect_problem(403, "permission_denied");
        let without = office.ask_pack(&planning, &case, "?unmasked=true").await;
        without.expect_problem(400, "invalid_parameter");

        let opened = office.ask_pack(&planning, &case, unmasked).await.expect(200).body.to_vec();
        let verified = verify(&opened, Some(&office.log_key())).unwrap();
        assert!(verified.opened > 4, "{}", verified.opened);
        assert!(String::from_utf8_lossy(&opened).contains("Nguyễn Văn An"));
        let reads = office.read_by(&audit, &format!("{case}/personal-data-reads")).await;
        assert_eq!(reads["items"][0]["what"], "whole_case");
        assert_eq!(reads["items"][0]["purpose"], "Kiểm toán năm 2025");
        // What is opened is what the events commit to.
        let mut whole = members(&opened);
        let found = whole.iter_mut().find(|(name, _)| name.starts_with("personal/")).unwrap();
        let text = String::from_utf8(found.1.clone()).unwrap();
        found.1 = text.replace("2016", "2017").into_bytes();
        let own = office.dissolutions.runtime.log_key().unwrap();
        let forged = fault(&signed_anew(&whole, &own, false), None);
        assert!(forged.ends_with("is not what the event commits to"), "{forged}");
        // The reading is an event of the case: until it is signed there is no other pack.
        office.ask_pack(&audit, &case, "").await.expect_problem(409, "state_conflict");
        office.seal().await;
        assert_eq!(verify(&office.pack(&case).await, None).unwrap().opened, 0);
    })
    .await;
}

#[actix_web::test]
async fn a_step_relies_on_the_document_that_is_in_the_pack() {
    each(async |office| {
        let case = office.new_case("HTX Tài Liệu", "voluntary").await;
        // Handed in today, and relied on by a step that holds since last week.
        let paper = office.document(&case, "Nghị quyết đại hội").await;
        office.service.set_clock("2025-05-19T02:30:00Z");
        office.sign(&case, decided("2025-05-12", vec![paper])).await;
        office.seal().await;
        let past = office.ask_pack(&office.audit(), &case, "?as_of=2025-05-12").await.expect(200);
        let verified = verify(&past.body, None).unwrap();
        assert_eq!((verified.documents, verified.dossier.steps.len()), (1, 2));
    })
    .await;
}

#[actix_web::test]
async fn a_pack_that_other_rules_judged_is_sound_in_all_that_its_events_say() {
    each(async |office| {
        let case = full_case(&office).await;
        office.seal().await;
        let whole = members(&office.pack(&case).await);
        let own = office.dissolutions.runtime.log_key().unwrap();
        let changed = |change: &dyn Fn(&mut Value)| {
            let mut changed = whole.clone();
            let audit = changed.iter_mut().find(|(of, _)| of == "audit.json").unwrap();
            let mut view: Value = serde_json::from_slice(&audit.1).unwrap();
            change(&mut view);
            audit.1 = canonical_json(view).into_bytes();
            signed_anew(&changed, &own, false)
        };
        let judged_otherwise = |view: &mut Value| {
            view["rules"] = json!(77);
            view["missing"][0]["detail_vi"] = json!("Theo quy tắc của ngày ấy.");
            view["deadlines"][0]["days"] = json!(5);
            view["steps"][0]["agency_name"] = json!("Tên ngày ấy");
        };
        let verified = verify(&changed(&judged_otherwise), None).unwrap();
        assert_eq!(verified.judged_by, Some(77));
        assert_eq!(verify(&changed(&|_| ()), None).unwrap().judged_by, None);
        // The first form had neither a number of its rules nor a list of what cannot be read.
        let first_form = |view: &mut Value| {
            view["format"] = json!(1);
            for later in ["rules", "unread"] {
                view.as_object_mut().unwrap().remove(later);
            }
        };
        assert_eq!(verify(&changed(&first_form), None).unwrap().judged_by, Some(0));
        let forged = changed(&|view| {
            judged_otherwise(view);
            view["state"] = json!("settled");
        });
        assert_eq!(fault(&forged, None), "audit.json does not agree with the events: state");
        let own_rules = changed(&|view| view["missing"][0]["detail_vi"] = json!("x"));
        assert_eq!(fault(&own_rules, None), "audit.json does not agree with the events: missing");
        let newer = changed(&|view| view["format"] = json!(99));
        assert!(matches!(verify(&newer, None), Err(Broken::Newer(_))));
    })
    .await;
}

/// Packs that were handed out: each verifies for ever, by the program of today.
#[test]
fn every_pack_that_was_kept_still_verifies() {
    let kept = [(&include_bytes!("packs/form-2-rules-1.zip")[..], None)];
    for (bytes, judged_by) in kept {
        let verified = verify(bytes, None).unwrap();
        assert_eq!(verified.judged_by, judged_by);
        assert!(verified.events > 5);
    }
}
