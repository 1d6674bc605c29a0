//! Pages: bounded, by key and not by offset, so that the first and the thousandth cost the same.

use htx_model::{
    page::{CursorKey, LIMIT_DEFAULT, LIMIT_MAX},
    refusal::{ErrorCode, Refusal, Text},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        ObjectBuilder, Ref, RefOr, Schema,
        schema::{ArrayBuilder, SchemaType, Type},
    },
};

use super::within_range;
use crate::failure::Failure;

/// The longest cursor that is read, in characters.
pub const CURSOR_LENGTH: usize = 2000;

/// A page of a list. In the OpenAPI documents the page of a `Member` is a `MemberPage`; name it
/// there by an alias, such as `type MemberPage = Page<Member>`, so that utoipa asks the type for
/// its name.
#[derive(Debug, Serialize)]
pub struct Page<T> {
    /// The items, in the order of the list.
    pub items: Vec<T>,
    /// The cursor of the next page; null on the last.
    pub next: Option<String>,
    /// How many there are on all pages, where `count=exact` asked for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
}

/// What an item takes in JSON, in bytes, for the first guess of a page's size.
const ITEM_SIZE: usize = 768;

impl<T: Serialize> Page<T> {
    /// The page in JSON, written into room that was made for it at once: growing to some ten
    /// kilobytes by doubling copies each of them more than once.
    ///
    /// # Errors
    /// Where an item cannot be written as JSON.
    pub fn to_json(&self) -> Result<Vec<u8>, Failure> {
        let mut json = Vec::with_capacity(ITEM_SIZE * (self.items.len() + 1));
        serde_json::to_writer(&mut json, self).map_err(Failure::unexpected)?;
        Ok(json)
    }
}

/// Written out: the derived one would copy the item's schema into that of every page.
impl<T: ToSchema> PartialSchema for Page<T> {
    fn schema() -> RefOr<Schema> {
        let items = ArrayBuilder::new()
            .items(Ref::from_schema_name(T::name()))
            .max_items(usize::try_from(LIMIT_MAX).ok())
            .description(Some("The items, in the order of the list."));
        let next = ObjectBuilder::new()
            .schema_type(SchemaType::from_iter([Type::String, Type::Null]))
            .max_length(Some(CURSOR_LENGTH))
            .description(Some("The cursor of the next page; null on the last."));
        let count = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0)).description(
            Some("How many there are on all pages, where `count=exact` asked for it."),
        );
        ObjectBuilder::new()
            .description(Some("A page of a list."))
            .property("items", items)
            .property("next", next)
            .property("count", count)
            .required("items")
            .required("next")
            .into()
    }
}

impl<T: ToSchema> ToSchema for Page<T> {
    fn name() -> std::borrow::Cow<'static, str> {
        format!("{}Page", T::name()).into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((T::name().into_owned(), T::schema()));
        T::schemas(schemas);
    }
}

/// Which page of a list that takes no other parameter.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// How many on a page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    pub cursor: Option<String>,
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
        within_range("limit", limit, 1..=LIMIT_MAX)?;
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
