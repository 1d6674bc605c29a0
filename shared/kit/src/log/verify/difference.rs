//! What can be wrong with a log.

use htx_model::{id::EventId, refusal::Text};

/// The first thing found that is not as the log says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// A position is missing, or one is there that should not be.
    Position {
        /// The position that should come next.
        expected: u64,
        /// The position that does.
        found: i64,
    },
    /// A sealed position has no event.
    NoEvent {
        /// The position.
        position: u64,
    },
    /// The event at a position is not the one that was sealed there, or its stored hash is not.
    Event {
        /// The position.
        position: u64,
        /// The event that stands there now.
        event: EventId,
    },
    /// A column does not say what the body says.
    Column {
        /// The event.
        event: EventId,
        /// The column.
        column: &'static str,
    },
    /// The body of an event that is not sealed yet cannot be read.
    Body {
        /// The event.
        event: EventId,
    },
    /// A stored hash of the tree is wrong or missing.
    TreeHash {
        /// Where it is stored.
        index: u64,
    },
    /// A stored checkpoint does not state the tree, or its signature is wrong.
    Checkpoint {
        /// The size that its row names.
        size: i64,
    },
    /// A published checkpoint does not state the tree: the log was rewritten since.
    Published {
        /// The size that it states; none where it cannot be believed at all.
        size: Option<u64>,
        /// What is wrong.
        reason: String,
    },
    /// Personal data is not what the log has committed to.
    Personal {
        /// The event.
        event: EventId,
    },
    /// A table has rows too many or too few.
    Rows {
        /// The table.
        table: &'static str,
        /// How many there should be.
        expected: u64,
        /// How many there are.
        found: i64,
    },
    /// A row cannot even be read.
    Unreadable {
        /// What was being read.
        what: &'static str,
        /// What the database said.
        reason: String,
    },
}

impl Difference {
    /// The difference in words.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Position { expected, found } => Text::made(
                format!("Sau vị trí trước đó phải là {expected}, nhưng lại là {found}."),
                format!("Position {expected} should come next, but {found} does."),
            ),
            Self::NoEvent { position } => Text::made(
                format!("Sự kiện ở vị trí {position} không còn."),
                format!("The event at position {position} is gone."),
            ),
            Self::Event { position, event } => Text::made(
                format!("Sự kiện {event} ở vị trí {position} không khớp với cây băm: đã bị sửa."),
                format!(
                    "Event {event} at position {position} does not match the tree: it was changed."
                ),
            ),
            Self::Column { event, column } => Text::made(
                format!("Cột {column} của sự kiện {event} khác với nội dung của nó."),
                format!("Column {column} of event {event} differs from its body."),
            ),
            Self::Body { event } => Text::made(
                format!("Không đọc được nội dung của sự kiện {event}."),
                format!("The body of event {event} cannot be read."),
            ),
            Self::TreeHash { index } => Text::made(
                format!("Giá trị băm số {index} của cây sai hoặc thiếu."),
                format!("Hash {index} of the tree is wrong or missing."),
            ),
            Self::Checkpoint { size } => Text::made(
                format!("Điểm kiểm tra đã ký cho {size} sự kiện không khớp với nhật ký."),
                format!("The signed checkpoint of {size} events does not match the log."),
            ),
            Self::Published { size: Some(size), reason } => Text::made(
                format!(
                    "Nhật ký khác với điểm kiểm tra đã công bố cho {size} sự kiện ({reason}): đã bị viết lại."
                ),
                format!(
                    "The log differs from the published checkpoint of {size} events ({reason}): it was rewritten."
                ),
            ),
            Self::Published { size: None, reason } => Text::made(
                format!("Một điểm kiểm tra đã công bố không đáng tin ({reason})."),
                format!("A published checkpoint cannot be believed ({reason})."),
            ),
            Self::Personal { event } => Text::made(
                format!("Dữ liệu cá nhân của sự kiện {event} khác với cam kết trong nhật ký."),
                format!("The personal data of event {event} is not what the log has committed to."),
            ),
            Self::Rows { table, expected, found } => Text::made(
                format!("Bảng {table} có {found} dòng, đáng lẽ {expected}."),
                format!("Table {table} has {found} rows; there should be {expected}."),
            ),
            Self::Unreadable { what, reason } => Text::made(
                format!("Không đọc được {what}: {reason}"),
                format!("Cannot read {what}: {reason}"),
            ),
        }
    }
}
