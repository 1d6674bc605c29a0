//! Why a file was not read, and what its sender can do about it.

use htx_model::refusal::Text;

use super::{legacy_font::LegacyFont, limits::Exceeded};

/// What a file is, where it is not one that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A PDF document.
    Pdf,
    /// A picture.
    Picture,
    /// A Word or OpenDocument text.
    Document,
    /// A presentation.
    Presentation,
    /// A web page, as some systems export under the name `.xls`.
    WebPage,
    /// XML or JSON.
    Markup,
    /// A zip, rar, 7z or gzip archive.
    Archive,
    /// The Excel format of before 2007 (`.xls`).
    OldExcel,
    /// An OpenDocument spreadsheet (`.ods`).
    OpenDocument,
    /// A binary Excel workbook (`.xlsb`).
    BinaryExcel,
    /// Anything else that is not text.
    Unknown,
}

impl FileKind {
    /// The kind in words.
    #[must_use]
    pub const fn label(self) -> Text {
        match self {
            Self::Pdf => Text::fixed("tệp PDF", "a PDF file"),
            Self::Picture => Text::fixed("tệp ảnh", "a picture"),
            Self::Document => Text::fixed("văn bản (Word)", "a text document (Word)"),
            Self::Presentation => Text::fixed("bài trình chiếu", "a presentation"),
            Self::WebPage => Text::fixed("trang web (HTML)", "a web page (HTML)"),
            Self::Markup => Text::fixed("tệp XML hoặc JSON", "an XML or JSON file"),
            Self::Archive => Text::fixed("tệp nén", "an archive"),
            Self::OldExcel => Text::fixed("tệp Excel cũ (.xls)", "an old Excel file (.xls)"),
            Self::OpenDocument => {
                Text::fixed("bảng tính OpenDocument (.ods)", "an OpenDocument spreadsheet (.ods)")
            }
            Self::BinaryExcel => {
                Text::fixed("tệp Excel nhị phân (.xlsb)", "a binary Excel file (.xlsb)")
            }
            Self::Unknown => Text::fixed("tệp không rõ loại", "a file of unknown kind"),
        }
    }

    /// Whether it is a spreadsheet all the same, only not of a format that is read.
    const fn is_spreadsheet(self) -> bool {
        matches!(self, Self::OldExcel | Self::OpenDocument | Self::BinaryExcel)
    }
}

/// Why a file could not be read as a spreadsheet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TabularError {
    /// No bytes, or no cell with a value.
    #[error("the file holds no cell with a value")]
    Empty,
    /// Another kind of file.
    #[error("not a spreadsheet that can be read: {0:?}")]
    NotReadable(FileKind),
    /// Protected by a password.
    #[error("the file is protected by a password")]
    PasswordProtected,
    /// Truncated or damaged; the reason is for the log.
    #[error("the file is damaged: {0}")]
    Damaged(String),
    /// Larger than the limits, as a zip bomb is.
    #[error("the file exceeds a limit: {0:?}")]
    TooLarge(Exceeded),
    /// Text that is neither Unicode nor Windows-1258.
    #[error("the encoding of the text is not known")]
    UnknownEncoding,
    /// Text in one of the old Vietnamese fonts.
    #[error("text in the old {font:?} encoding in row {row} of {sheet}")]
    LegacyFont {
        /// Which one.
        font: LegacyFont,
        /// The sheet.
        sheet: String,
        /// The row, from 1.
        row: u32,
        /// The text as it stands in the file.
        sample: String,
        /// The same text as it would read in Unicode.
        reading: String,
    },
}

impl From<Exceeded> for TabularError {
    fn from(exceeded: Exceeded) -> Self {
        Self::TooLarge(exceeded)
    }
}

impl TabularError {
    /// A stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty_file",
            Self::NotReadable(_) => "not_a_spreadsheet",
            Self::PasswordProtected => "password_protected",
            Self::Damaged(_) => "damaged_file",
            Self::TooLarge(_) => "spreadsheet_too_large",
            Self::UnknownEncoding => "unknown_encoding",
            Self::LegacyFont { .. } => "legacy_encoding",
        }
    }

    /// What is wrong, for the person who sent the file.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Empty => Text::fixed("Tệp không có dữ liệu.", "The file holds no data."),
            Self::NotReadable(kind) => not_readable(*kind),
            Self::PasswordProtected => Text::fixed(
                "Bảng tính được đặt mật khẩu nên không đọc được.",
                "The spreadsheet is protected by a password and cannot be read.",
            ),
            Self::Damaged(_) => Text::fixed(
                "Tệp bị hỏng hoặc chưa tải lên đầy đủ.",
                "The file is damaged or was not uploaded completely.",
            ),
            Self::TooLarge(exceeded) => too_large(*exceeded),
            Self::UnknownEncoding => Text::fixed(
                "Không nhận ra bảng mã của tệp CSV.",
                "The text encoding of the CSV file is not recognised.",
            ),
            Self::LegacyFont { font, sheet, row, sample, reading } => Text::made(
                format!(
                    "Tệp dùng bảng mã cũ {}: trang \"{sheet}\", dòng {row}, \"{sample}\" \
                     (có lẽ là \"{reading}\").",
                    font.label()
                ),
                format!(
                    "The file uses the old {} encoding: sheet \"{sheet}\", row {row}, \
                     \"{sample}\" (probably \"{reading}\").",
                    font.label()
                ),
            ),
        }
    }

    /// What to do about it.
    #[must_use]
    pub const fn advice(&self) -> Text {
        match self {
            Self::Empty => Text::fixed(
                "Kiểm tra lại tệp trước khi gửi: mở tệp và xem trang tính có dữ liệu không.",
                "Open the file and check that a sheet holds data, then send it again.",
            ),
            Self::NotReadable(_) => Text::fixed(
                "Mở tệp bằng Excel hoặc LibreOffice, chọn Lưu thành (Save As) kiểu Excel Workbook \
                 (.xlsx) hoặc CSV UTF-8, rồi gửi lại.",
                "Open it in Excel or LibreOffice, save it as Excel Workbook (.xlsx) or CSV UTF-8, \
                 and send that.",
            ),
            Self::PasswordProtected => Text::fixed(
                "Mở tệp, bỏ mật khẩu (Tệp, Thông tin, Bảo vệ sổ làm việc, Mã hóa bằng mật khẩu), \
                 lưu lại rồi gửi.",
                "Open it, remove the password (File, Info, Protect Workbook, Encrypt with \
                 Password), save it and send it again.",
            ),
            Self::Damaged(_) => Text::fixed(
                "Mở tệp bằng Excel để kiểm tra, lưu thành tệp mới rồi gửi lại.",
                "Open it in Excel to check it, save it as a new file and send that.",
            ),
            Self::TooLarge(_) => Text::fixed(
                "Chia danh sách thành nhiều tệp nhỏ hơn, xóa ảnh và các trang không cần, rồi gửi \
                 từng tệp.",
                "Split the list into smaller files, remove pictures and sheets that are not \
                 needed, and send them one by one.",
            ),
            Self::UnknownEncoding => Text::fixed(
                "Lưu lại tệp với kiểu CSV UTF-8 hoặc Excel Workbook (.xlsx) rồi gửi lại.",
                "Save it as CSV UTF-8 or Excel Workbook (.xlsx) and send that.",
            ),
            Self::LegacyFont { .. } => Text::fixed(
                "Dùng UniKey (Ctrl+Shift+F6, bảng mã nguồn TCVN3 hoặc VNI Windows, bảng mã đích \
                 Unicode) để chuyển toàn bộ tệp sang Unicode, đổi phông chữ, rồi gửi lại. Chưa có \
                 dòng nào được ghi.",
                "Convert the whole file to Unicode with UniKey (Ctrl+Shift+F6, from TCVN3 or VNI \
                 Windows to Unicode), change the font, and send it again. Nothing was stored.",
            ),
        }
    }
}

fn not_readable(kind: FileKind) -> Text {
    let label = kind.label();
    if kind.is_spreadsheet() {
        Text::made(
            format!("Đây là {}; hệ thống chỉ đọc .xlsx và .csv.", label.vi),
            format!("This is {}; only .xlsx and .csv are read.", label.en),
        )
    } else {
        Text::made(
            format!("Đây là {}, không phải bảng tính.", label.vi),
            format!("This is {}, not a spreadsheet.", label.en),
        )
    }
}

fn too_large(exceeded: Exceeded) -> Text {
    let (vi, en) = match exceeded {
        Exceeded::UnpackedBytes(most) => {
            let most = most >> 20;
            (format!("quá {most} MB sau khi giải nén"), format!("over {most} MB once unpacked"))
        }
        Exceeded::Entries(most) => {
            (format!("quá {most} tệp thành phần"), format!("over {most} parts"))
        }
        Exceeded::Ratio(most) => {
            (format!("nén quá {most} lần"), format!("packed more than {most} times"))
        }
        Exceeded::Sheets(most) => (format!("quá {most} trang"), format!("over {most} sheets")),
        Exceeded::Rows(most) => (format!("quá {most} dòng"), format!("over {most} rows")),
        Exceeded::Columns(most) => (format!("quá {most} cột"), format!("over {most} columns")),
        Exceeded::Cells(most) => (format!("quá {most} ô"), format!("over {most} cells")),
        Exceeded::CellCharacters(most) => (
            format!("có ô quá {most} ký tự (hoặc dấu ngoặc kép không đóng)"),
            format!("a cell of over {most} characters (or a quote that is never closed)"),
        ),
        Exceeded::TextBytes(most) => {
            let most = most >> 20;
            (format!("quá {most} MB chữ"), format!("over {most} MB of text"))
        }
    };
    Text::made(
        format!("Bảng tính vượt giới hạn cho phép: {vi}."),
        format!("The spreadsheet exceeds a limit: {en}."),
    )
}
