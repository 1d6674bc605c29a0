//! Why personal data is read unmasked.

use crate::{
    code_list::code_list,
    refusal::{Refusal, Text},
    text,
};

/// The shortest and the longest purpose, in characters.
const PURPOSE_LENGTH: std::ops::RangeInclusive<usize> = 5..=300;

/// Why personal data is read: in the caller's words, without the data itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purpose(String);

impl Purpose {
    /// The purpose that was given.
    ///
    /// # Errors
    /// Where it is missing, too short to say anything, or too long.
    pub fn read(given: Option<&str>) -> Result<Self, Refusal> {
        let purpose = text::normalise(given.unwrap_or_default());
        if PURPOSE_LENGTH.contains(&purpose.chars().count()) {
            return Ok(Self(purpose));
        }
        let (least, most) = PURPOSE_LENGTH.into_inner();
        Err(Refusal::parameter(
            "purpose",
            Text::made(
                format!("Đọc dữ liệu cá nhân không che phải nêu mục đích, từ {least} đến {most} ký tự."),
                format!("Personal data is read unmasked for a purpose of {least} to {most} characters."),
            ),
        )
        .advising(Text::fixed(
            "Nêu công việc cần dữ liệu, không nêu chính dữ liệu đó: mục đích được ghi vào nhật ký.",
            "Name the task that needs the data and not the data itself: the purpose goes into the log.",
        )))
    }

    /// In words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

code_list! {
    /// What was read unmasked of an organisation (dữ liệu cá nhân đã đọc).
    pub enum PersonalDataKind: "personal_data_kinds" {
        /// Who acts for the organisation.
        Representative => "representative", "Người đại diện", "Representative";
        /// Its members.
        Members => "members", "Thành viên", "Members";
        /// Its managers.
        Managers => "managers", "Người quản lý", "Managers";
        /// What stands in an application.
        Application => "application", "Hồ sơ", "Application";
        /// What is printed on a certificate.
        Certificate => "certificate", "Giấy chứng nhận", "Certificate";
    }
}
