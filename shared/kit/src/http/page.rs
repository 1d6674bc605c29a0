//! Pages: bounded, by key and not by offset, so that the first and the thousandth cost the same.

use htx_model::{
    page::{CursorKey, LIMIT_DEFAULT, LIMIT_MAX},
    refusal::{ErrorCode, Refusal, Text},
};
use serde::{Serialize, de::DeserializeOwned};

use crate::failure::Failure;

/// A page of a list.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Page<T> {
    /// The items, in the order of the list.
    #[schema(max_items = 200)]
    pub items: Vec<T>,
    /// The cursor of the next page; null on the last.
    #[schema(required)]
    pub next: Option<String>,
    /// How many there are on all pages, where `count=exact` asked for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    pub count: Option<i64>,
}

/// Where in a list to begin, and how far to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest<K> {
    /// The sort key of the last row of the page before.
    pub after: Option<K>,
    /// How many rows.
    pub limit: u32,
    list: String,
}

impl<K: Serialize + DeserializeOwned> PageRequest<K> {
    /// Reads `limit` and `cursor`. `list` names the list with its filters and its order, so that a
    /// cursor fits no other.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidParameter`] for a limit out of range, [`ErrorCode::InvalidCursor`] for a
    /// cursor of another list or none of ours.
    pub fn read(
        key: &CursorKey,
        list: String,
        limit: Option<u32>,
        cursor: Option<&str>,
    ) -> Result<Self, Refusal> {
        let limit = limit.unwrap_or(LIMIT_DEFAULT);
        if !(1..=LIMIT_MAX).contains(&limit) {
            return Err(Refusal::parameter(
                "limit",
                Text::made(
                    format!("limit phải từ 1 đến {LIMIT_MAX}."),
                    format!("limit must be from 1 to {LIMIT_MAX}."),
                ),
            ));
        }
        let after = cursor.map(|cursor| key.open(&list, cursor)).transpose().map_err(|_| {
            Refusal::new(
                ErrorCode::InvalidCursor,
                Text::fixed(
                    "Con trỏ trang không thuộc danh sách này với bộ lọc này.",
                    "The cursor does not belong to this list with these filters.",
                ),
            )
            .advising(Text::fixed(
                "Hãy dùng nguyên giá trị next của trang trước, giữ nguyên bộ lọc, hoặc bắt đầu lại từ trang đầu.",
                "Use the value of next of the page before as it is, with the same filters, or begin again at the first page.",
            ))
        })?;
        Ok(Self { after, limit, list })
    }

    /// How many rows to ask the store for: one more than the page, to know whether another follows.
    #[must_use]
    pub fn fetch(&self) -> i64 {
        i64::from(self.limit) + 1
    }

    /// Makes the page out of the rows fetched.
    ///
    /// # Errors
    /// Where the cursor cannot be written.
    pub fn page<R, T>(
        &self,
        key: &CursorKey,
        mut rows: Vec<R>,
        sort_key: impl Fn(&R) -> K,
        item: impl Fn(R) -> T,
    ) -> Result<Page<T>, Failure> {
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let next = if rows.len() > limit {
            rows.truncate(limit);
            let last = rows.last().map(&sort_key);
            last.and_then(|last| key.seal(&self.list, &last))
        } else {
            None
        };
        Ok(Page { items: rows.into_iter().map(item).collect(), next, count: None })
    }
}
