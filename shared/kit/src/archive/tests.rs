use std::io::Cursor;

use super::*;

fn written(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = Writer::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        writer.add(name, content).unwrap();
    }
    let (sink, size) = writer.finish().unwrap();
    let bytes = sink.into_inner();
    assert_eq!(bytes.len() as u64, size);
    bytes
}

fn sample() -> Vec<u8> {
    written(&[("manifest", b"one\n"), ("events/1.json", b"{}"), ("empty", b"")])
}

fn all(_: &str) -> Option<u64> {
    Some(1 << 20)
}

#[test]
fn another_program_opens_it_and_it_reads_back_as_written() {
    let bytes = sample();
    let mut other = zip::ZipArchive::new(Cursor::new(bytes.clone())).unwrap();
    assert_eq!(other.len(), 3);
    let mut content = String::new();
    // The checksum is compared by that program.
    other.by_name("manifest").unwrap().read_to_string(&mut content).unwrap();
    assert_eq!(content, "one\n");
    let members = read(&bytes[..], all).unwrap();
    let names: Vec<_> = members.iter().map(|member| member.name.as_str()).collect();
    assert_eq!(names, ["manifest", "events/1.json", "empty"]);
    assert_eq!(members[1].content.as_deref(), Some(&b"{}"[..]));
    assert_eq!(sample(), bytes, "the same members are the same bytes");
    assert!(read(&written(&[])[..], all).is_err(), "without members it is none");
}

#[test]
fn a_member_written_in_pieces_is_the_same_bytes() {
    let mut writer = Writer::new(Cursor::new(Vec::new()));
    writer.begin("manifest", 4).unwrap();
    writer.write(b"on").unwrap();
    writer.write(b"e\n").unwrap();
    writer.end().unwrap();
    writer.add("events/1.json", b"{}").unwrap();
    writer.add("empty", b"").unwrap();
    assert_eq!(writer.finish().unwrap().0.into_inner(), sample());
}

#[test]
fn no_other_form_is_accepted() {
    let bytes = sample();
    for at in 0..=bytes.len() {
        assert!(read(&bytes[..at], all).is_err() == (at < bytes.len()), "cut off at {at}");
    }
    let mut longer = bytes.clone();
    longer.push(0);
    assert!(
        matches!(read(&longer[..], all), Err(ReadError::Form { at, .. }) if at == bytes.len() as u64)
    );
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut changed = bytes.clone();
            changed[at] ^= 1 << bit;
            assert!(read(&changed[..], all).is_err(), "bit {bit} of byte {at}");
        }
    }
}

#[test]
fn names_that_a_system_could_read_otherwise_are_refused() {
    for name in ["", "/a", "a//b", "../a", "a/..", ".a", "A", "a b", "ă", "a\\b"] {
        let mut writer = Writer::new(Cursor::new(Vec::new()));
        assert!(matches!(writer.add(name, b""), Err(WriteError::Name(_))), "{name}");
    }
    let mut writer = Writer::new(Cursor::new(Vec::new()));
    writer.add("a", b"").unwrap();
    assert!(matches!(writer.add("a", b""), Err(WriteError::Name(_))), "twice");
}

#[test]
fn a_size_is_kept_and_what_is_too_large_is_refused() {
    let mut writer = Writer::new(Cursor::new(Vec::new()));
    writer.begin("a", 1).unwrap();
    assert!(matches!(writer.end(), Err(WriteError::Size(_))));
    assert!(matches!(writer.write(b"ab"), Err(WriteError::Size(_))));
    writer.write(b"a").unwrap();
    writer.end().unwrap();
    assert!(matches!(writer.begin("b", ARCHIVE_MAX), Err(WriteError::TooLarge)));
    let bytes = sample();
    assert!(
        matches!(read(&bytes[..], |_| Some(3)), Err(ReadError::TooLong(name)) if name == "manifest")
    );
}
