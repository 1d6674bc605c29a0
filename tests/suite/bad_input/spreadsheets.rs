//! Files that are no register, or want to do harm.

use std::io::{Cursor, Write as _};

use zip::{ZipWriter, write::SimpleFileOptions};

use super::{Office, each_office};
use crate::{
    harness::{Answer, Form},
    journeys::SAMPLE,
};

/// A register in the old TCVN3 encoding.
pub(crate) const TCVN3: &[u8] =
    b"STT,T\xAAn h\xEEp t\xB8c x\xB7,X\xB7\n1,HTX N\xABng nghi\xD6p,Ph\xF3 Xuy\xAAn\n";

impl Office {
    async fn upload(&self, form: Form) -> Answer {
        let request = self.suite.post("/v1/imports").bearer(&self.officer.access);
        request.body(&form.kind, form.body).send().await
    }
}

#[tokio::test]
async fn a_file_that_is_no_register_is_refused_with_advice() {
    each_office(async |office| {
        let truncated = &SAMPLE[..SAMPLE.len() / 2];
        let mut bent = SAMPLE.to_vec();
        let middle = bent.len() / 2;
        bent[middle..middle + 64].fill(0x55);
        let files: [(&str, &[u8]); 11] = [
            ("empty.xlsx", b""),
            ("blank.csv", b"\n\n , \n"),
            ("letter.pdf", b"%PDF-1.7\n1 0 obj\n"),
            ("picture.xlsx", b"\x89PNG\r\n\x1a\n\x00\x00"),
            ("old.xls", OLD_EXCEL),
            ("noise.xlsx", &[0, 1, 2, 0xff, 7].repeat(1000)),
            ("truncated.xlsx", truncated),
            ("bent.xlsx", &bent),
            ("bomb.xlsx", &bomb()),
            ("archive.xlsx", &archive()),
            ("tcvn3.csv", TCVN3),
        ];
        for (name, bytes) in files {
            let answer = office.upload(Form::with_file(name, bytes)).await;
            assert_eq!(answer.status, 400, "{name}: {}", answer.text());
            let problem = answer.expect_problem(400, "unreadable_file");
            assert!(problem["advice"].as_str().is_some(), "{name}: {problem:#}");
        }
        assert_eq!(office.organisations().await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_workbook_with_a_password_is_recognised() {
    each_office(async |office| {
        let answer = office.upload(Form::with_file("secret.xlsx", &with_a_password())).await;
        let answer = answer.expect_problem(400, "unreadable_file");
        let told = answer["detail"].as_str().unwrap();
        assert!(told.contains("mật khẩu"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn a_form_without_the_file_or_with_too_much_is_refused() {
    each_office(async |office| {
        let other = Form::with_field("document", "a.csv", b"a,b\n");
        office.upload(other).await.expect_problem(400, "invalid_body");
        let none =
            Form { kind: "multipart/form-data; boundary=x".to_owned(), body: b"--x--\r\n".into() };
        office.upload(none).await.expect_problem(400, "invalid_body");
        let broken =
            Form { kind: "multipart/form-data; boundary=x".to_owned(), body: b"--x\r\nq".into() };
        office.upload(broken).await.expect_problem(400, "invalid_body");
        for kind in ["multipart/form-data", "application/json", "text/csv"] {
            let form = Form { kind: kind.to_owned(), body: b"a,b\n".into() };
            let answer = office.upload(form).await;
            assert!([400, 415].contains(&answer.status), "{kind}: {}", answer.text());
            answer.problem();
        }
        let large = vec![b'x'; (32 << 20) + 1];
        let answer = office.upload(Form::with_file("large.csv", &large)).await;
        answer.expect_problem(413, "body_too_large");
        assert_eq!(office.organisations().await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_file_s_name_is_a_name_and_no_path() {
    each_office(async |office| {
        let name = "../../../etc/cron.d/htx\u{7}\u{1b}[2J";
        let form = Form::with_file(name, SAMPLE);
        let request = office.suite.post("/v1/imports?dry_run=true").bearer(&office.officer.access);
        let answer = request.body(&form.kind, form.body).send().await;
        assert!([201, 400].contains(&answer.status), "{}", answer.text());
        assert!(!answer.text().contains('\u{7}') && !answer.text().contains("\\u0007"));
        assert!(!office.suite.place.folder().join("../../../etc/cron.d/htx").exists());
    })
    .await;
}

/// The signature of the compound files that Excel wrote before 2007.
const OLD_EXCEL: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\x00\x00\x00\x00\x00\x00\x00\x00";

/// A compound file as Excel writes it for a workbook with a password: of its directory, what
/// readers look for.
fn with_a_password() -> Vec<u8> {
    let mut file = OLD_EXCEL.to_vec();
    file.resize(1024, 0);
    for name in ["Root Entry", "EncryptionInfo", "EncryptedPackage"] {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry.resize(128, 0);
        file.extend(entry);
    }
    file.resize(4096, 0);
    file
}

/// A workbook of a few hundred kilobytes that unpacks to 300 megabytes.
fn bomb() -> Vec<u8> {
    packed(&["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"], 100 << 20)
}

/// A zip archive that is no workbook.
fn archive() -> Vec<u8> {
    packed(&["notes.txt"], 100)
}

fn packed(names: &[&str], size: usize) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let blank = vec![b' '; 1 << 20];
    for name in names {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        for _ in 0..size >> 20 {
            archive.write_all(&blank).unwrap();
        }
        archive.write_all(&blank[..size & ((1 << 20) - 1)]).unwrap();
    }
    archive.finish().unwrap().into_inner()
}
