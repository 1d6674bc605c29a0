//! What kinds of document are taken, told by what stands in them and never by what they are called.

use std::{
    fs::File,
    io::{self, BufReader, Read as _, Seek as _, SeekFrom},
};

/// A kind of document that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaType {
    /// PDF.
    Pdf,
    /// A PNG image.
    Png,
    /// A JPEG image.
    Jpeg,
    /// A WebP image.
    Webp,
    /// A spreadsheet of Office Open XML.
    Xlsx,
    /// A text document of Office Open XML.
    Docx,
    /// Comma-separated values.
    Csv,
    /// Plain text.
    Text,
}

impl MediaType {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::Pdf,
        Self::Png,
        Self::Jpeg,
        Self::Webp,
        Self::Xlsx,
        Self::Docx,
        Self::Csv,
        Self::Text,
    ];

    /// What papers are handed in as.
    pub const PAPERS: &'static [Self] =
        &[Self::Pdf, Self::Png, Self::Jpeg, Self::Xlsx, Self::Docx, Self::Csv, Self::Text];

    /// Pictures.
    pub const PICTURES: &'static [Self] = &[Self::Jpeg, Self::Png, Self::Webp];

    /// Its registered name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Csv => "text/csv",
            Self::Text => "text/plain",
        }
    }

    /// The kind with a registered name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }

    /// Tells the kind of a file. A file's own name only tells values from prose.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub(super) fn recognise(file: &mut File, name: &str) -> io::Result<Option<Self>> {
        file.rewind()?;
        let mut head = Vec::new();
        file.take(16).read_to_end(&mut head)?;
        let kind = match head.as_slice() {
            [] => None,
            [b'%', b'P', b'D', b'F', b'-', ..] => Some(Self::Pdf),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            [b'P', b'K', 3, 4, ..] => office(file)?,
            _ => text(file, &head, name)?,
        };
        file.seek(SeekFrom::Start(0))?;
        Ok(kind)
    }
}

/// Which Office document a ZIP container is, by the part that makes it one. Nothing is unpacked.
fn office(file: &mut File) -> io::Result<Option<MediaType>> {
    file.rewind()?;
    let Ok(container) = zip::ZipArchive::new(BufReader::new(&mut *file)) else { return Ok(None) };
    let has = |part: &str| container.index_for_name(part).is_some();
    if !has("[Content_Types].xml") {
        return Ok(None);
    }
    Ok(match (has("xl/workbook.xml"), has("word/document.xml")) {
        (true, false) => Some(MediaType::Xlsx),
        (false, true) => Some(MediaType::Docx),
        _ => None,
    })
}

/// Text is whatever has none of the bytes that no text has, in whichever encoding; UTF-16 shows
/// itself by its mark.
fn text(file: &mut File, head: &[u8], name: &str) -> io::Result<Option<MediaType>> {
    let wide = head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]);
    if !wide {
        file.rewind()?;
        let mut reader = BufReader::with_capacity(64 * 1024, file);
        loop {
            let part = io::BufRead::fill_buf(&mut reader)?;
            if part.is_empty() {
                break;
            }
            if part.iter().any(|byte| *byte < 0x20 && !b"\t\n\x0c\r".contains(byte)) {
                return Ok(None);
            }
            let length = part.len();
            io::BufRead::consume(&mut reader, length);
        }
    }
    let values = name.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case("csv"));
    Ok(Some(if values { MediaType::Csv } else { MediaType::Text }))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn recognised(content: &[u8], name: &str) -> Option<MediaType> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(content).unwrap();
        MediaType::recognise(&mut file, name).unwrap()
    }

    fn container(parts: &[&str]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
        for part in parts {
            zip.start_file(*part, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(b"<x/>").unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn a_document_is_what_it_contains_and_not_what_it_is_called() {
        assert_eq!(recognised(b"%PDF-1.7\n", "a.png"), Some(MediaType::Pdf));
        assert_eq!(recognised(b"\x89PNG\r\n\x1a\n....", "a.pdf"), Some(MediaType::Png));
        assert_eq!(recognised(b"\xff\xd8\xff\xe0", "a"), Some(MediaType::Jpeg));
        assert_eq!(recognised(b"RIFF\x1a\0\0\0WEBPVP8L", "a.jpg"), Some(MediaType::Webp));
        let types = "[Content_Types].xml";
        assert_eq!(
            recognised(&container(&[types, "xl/workbook.xml"]), "a.docx"),
            Some(MediaType::Xlsx)
        );
        assert_eq!(
            recognised(&container(&[types, "word/document.xml"]), "a"),
            Some(MediaType::Docx)
        );
        assert_eq!(recognised("STT;Tên\n1;Rau".as_bytes(), "a.CSV"), Some(MediaType::Csv));
        assert_eq!(recognised("Tờ trình".as_bytes(), "a.txt"), Some(MediaType::Text));
        assert_eq!(recognised(b"\xff\xfeT\0", "a.csv"), Some(MediaType::Csv));
        assert_eq!(recognised(b"T\xfd", "windows-1258.txt"), Some(MediaType::Text));
    }

    #[test]
    fn what_is_none_of_them_is_not_taken() {
        for (content, name) in [
            (b"".as_slice(), "a.pdf"),
            (b"MZ\x90\0\x03", "a.pdf"),
            (b"\x7fELF\x02\x01\x01\0", "a.txt"),
            (b"GIF89a\x01\0", "a.gif"),
            (b"PK\x03\x04 not a container", "a.xlsx"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls"),
        ] {
            assert_eq!(recognised(content, name), None, "{name}");
        }
        assert_eq!(recognised(&container(&["virus.exe"]), "a.xlsx"), None);
        assert_eq!(recognised(&container(&["xl/workbook.xml"]), "a.xlsx"), None);
    }
}
