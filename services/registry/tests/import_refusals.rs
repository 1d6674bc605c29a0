//! Files and forms that an import refuses as a whole.

use std::io::{Cursor, Write as _};

use super::{
    imports::{MULTIPART, SAMPLE, count, form, send},
    office::each,
};

fn zip_of(name: &str, content: &[u8]) -> Vec<u8> {
    use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    writer.start_file("xl/workbook.xml", options).unwrap();
    writer.write_all(b"<workbook/>").unwrap();
    writer.start_file(name, options).unwrap();
    writer.write_all(content).unwrap();
    writer.finish().unwrap().into_inner()
}

#[actix_web::test]
async fn a_file_that_cannot_be_read_safely_is_refused_with_advice() {
    each(async |office| {
        let mut protected = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        protected.resize(512, 0);
        protected.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        protected.resize(2048, 0);
        let tcvn3 =
            b"STT,T\xAAn h\xEEp t\xB8c x\xB7,X\xB7\n1,HTX N\xABng nghi\xD6p,Ph\xF3 Xuy\xAAn\n";
        let bomb = zip_of("xl/worksheets/sheet1.xml", &vec![b' '; 30 << 20]);
        for (name, content) in [
            ("a.xlsx", &SAMPLE[..SAMPLE.len() / 2]),
            ("protected.xlsx", &protected),
            ("bomb.xlsx", &bomb),
            ("tcvn3.csv", tcvn3.as_slice()),
            ("picture.xlsx", b"\x89PNG\r\n\x1a\n0000".as_slice()),
            ("empty.csv", b"".as_slice()),
        ] {
            let answer = send(&office, &office.planning(), "", name, content).await;
            let problem = answer.expect_problem(400, "unreadable_file");
            assert!(problem["advice"].is_string(), "{name}: {problem}");
        }
        assert_eq!(count(&office).await, 0);
    })
    .await;
}

#[actix_web::test]
async fn a_form_of_another_shape_is_refused() {
    each(async |office| {
        let planning = office.planning();
        let post = |kind: &str, body: Vec<u8>| {
            office.service.post("/v1/imports", ()).by(&planning).body(kind, body).send()
        };
        post("application/json", b"{}".to_vec())
            .await
            .expect_problem(415, "unsupported_media_type");
        post("multipart/form-data", Vec::new()).await.expect_problem(400, "invalid_body");
        post(MULTIPART, form("sheet", "a.csv", b"x")).await.expect_problem(400, "invalid_body");
        post(MULTIPART, b"--frontier--\r\n".to_vec()).await.expect_problem(400, "invalid_body");
        let mut broken = form("file", "a.csv", b"x");
        broken.truncate(broken.len() - 20);
        post(MULTIPART, broken).await.expect_problem(400, "invalid_body");
        let large = vec![b'x'; (32 << 20) + 1];
        post(MULTIPART, form("file", "a.csv", &large)).await.expect_problem(413, "body_too_large");
    })
    .await;
}
