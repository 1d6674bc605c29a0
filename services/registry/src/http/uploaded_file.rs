//! A file out of a form, within limits.

use actix_multipart::{Field, Multipart, MultipartError};
use futures_util::TryStreamExt as _;
use htx_kit::failure::Failure;
use htx_model::refusal::{ErrorCode, Refusal, Text};

/// The largest file that is read, in bytes.
const FILE_LIMIT: usize = 32 << 20;
/// How much of a file that is too large is still taken in, so that the caller gets to read why.
const DRAIN_LIMIT: usize = 128 << 20;
/// The longest name of a file that is kept, in characters.
const NAME_LENGTH: usize = 255;

/// The file that was sent in a form's field `file`.
pub(super) struct UploadedFile {
    /// Its name.
    pub(super) name: String,
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
}

impl UploadedFile {
    /// Reads the form, which holds one file and nothing else.
    pub(super) async fn read(mut form: Multipart) -> Result<Self, Failure> {
        let mut found = None;
        while let Some(field) = form.try_next().await.map_err(broken)? {
            if field.name() != Some("file") || found.is_some() {
                return Err(not_one_file(ErrorCode::InvalidBody).into());
            }
            found = Some(Self::of(field).await?);
        }
        found.ok_or_else(|| not_one_file(ErrorCode::InvalidBody).into())
    }

    async fn of(mut field: Field) -> Result<Self, Failure> {
        let disposition = field.content_disposition();
        let name = disposition.and_then(|value| value.get_filename()).unwrap_or("register");
        let name = name.chars().filter(|letter| !letter.is_control()).take(NAME_LENGTH).collect();
        let (mut bytes, mut seen) = (Vec::new(), 0);
        while let Some(chunk) = field.try_next().await.map_err(broken)? {
            seen += chunk.len();
            if seen <= FILE_LIMIT {
                bytes.extend_from_slice(&chunk);
            } else if seen > DRAIN_LIMIT {
                break;
            }
        }
        if seen > FILE_LIMIT { Err(too_large().into()) } else { Ok(Self { name, bytes }) }
    }
}

fn broken(error: MultipartError) -> Refusal {
    not_one_file(match error {
        MultipartError::ContentTypeMissing
        | MultipartError::ContentTypeParse
        | MultipartError::ContentTypeIncompatible => ErrorCode::UnsupportedMediaType,
        _ => ErrorCode::InvalidBody,
    })
}

fn not_one_file(code: ErrorCode) -> Refusal {
    Refusal::new(
        code,
        Text::fixed(
            "Hãy gửi multipart/form-data với một trường tên file chứa bảng tính.",
            "Send multipart/form-data with one field named file that holds the spreadsheet.",
        ),
    )
}

fn too_large() -> Refusal {
    let megabytes = FILE_LIMIT >> 20;
    Refusal::new(
        ErrorCode::BodyTooLarge,
        Text::made(
            format!("Tệp lớn hơn {megabytes} MiB; hãy tách thành nhiều tệp."),
            format!("The file is larger than {megabytes} MiB; split it."),
        ),
    )
}
