//! How answers describe themselves. `responses(Changed<CaseView>)` stands for status, body and
//! headers: they are the same wherever a handler answers so.

use std::{collections::BTreeMap, marker::PhantomData};

use serde_json::{Map, Value, json};
use utoipa::{
    IntoResponses, PartialSchema as _, ToSchema,
    openapi::{Content, ContentBuilder, HeaderBuilder, Ref, RefOr, Response, ResponseBuilder},
};

use super::{Tagged, Whole};

/// Where a response holds the schemas that it refers to, until the document has taken them in:
/// utoipa collects none from a type that describes responses.
pub(super) const SCHEMAS: &str = "x-schemas";

const ETAG: (&str, &str) = ("ETag", "Its version.");
const NEW_ETAG: (&str, &str) = ("ETag", "The new version.");
const LOCATION: (&str, &str) = ("Location", "Its address.");

/// Describes [`Reply::changed`](super::Reply::changed): it was done, this is the resource now.
#[derive(Debug)]
pub struct Changed<T>(PhantomData<T>);

/// Describes [`Reply::created`](super::Reply::created): it was made, and has a version.
#[derive(Debug)]
pub struct Created<T>(PhantomData<T>);

/// Describes [`Reply::made`](super::Reply::made): it was made, and never changes.
#[derive(Debug)]
pub struct Made<T>(PhantomData<T>);

/// Describes [`Reply::done`](super::Reply::done): it was done, this is the outcome.
#[derive(Debug)]
pub struct Done<T>(PhantomData<T>);

/// Describes [`Listed::answer`](super::listed::Listed::answer): a page in JSON, or the whole list as a table.
#[derive(Debug)]
pub struct Paged<T>(PhantomData<T>);

/// Describes [`Documents::answer`](crate::documents::Documents::answer): a document, as it was uploaded.
#[derive(Debug)]
pub struct Downloaded;

impl<T: ToSchema> IntoResponses for Changed<T> {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        one::<T>("200", "Done; the answer shows it as it is now.", &[NEW_ETAG])
    }
}

impl<T: ToSchema> IntoResponses for Created<T> {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        one::<T>("201", "Made; the answer shows it.", &[ETAG, LOCATION])
    }
}

impl<T: ToSchema> IntoResponses for Made<T> {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        one::<T>("201", "Made; the answer shows it.", &[LOCATION])
    }
}

impl<T: ToSchema> IntoResponses for Done<T> {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        one::<T>("200", "Done; the answer tells what came of it.", &[])
    }
}

impl<T: ToSchema> IntoResponses for Tagged<T> {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut responses = one::<T>("200", "As it is now.", &[ETAG]);
        let same = Response::new("Not changed since the version in If-None-Match.");
        responses.insert("304".to_owned(), same.into());
        responses
    }
}

impl<T: ToSchema> IntoResponses for Whole<T> {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        one::<T>("200", "As it is now.", &[ETAG])
    }
}

impl<T: ToSchema> IntoResponses for Paged<T> {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let response = ResponseBuilder::new()
            .description("A page, or the whole list in the format asked for.")
            .content("application/json", referring_to::<T>());
        let schema = serde_json::to_value(T::schema()).unwrap_or_default();
        ok(bringing::<T>(in_texts(response, TABLES).build(), schema))
    }
}

impl IntoResponses for Downloaded {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let response = ResponseBuilder::new().description("The content.");
        ok(in_texts(response, DOCUMENTS).build())
    }
}

/// The forms of a table.
const TABLES: &[&str] = &[
    "text/csv",
    "application/x-ndjson",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
];

/// The forms of documents.
const DOCUMENTS: &[&str] = &[
    "application/pdf",
    "image/png",
    "image/jpeg",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "text/csv",
    "text/plain",
];

fn in_texts(response: ResponseBuilder, forms: &[&str]) -> ResponseBuilder {
    let text = || ContentBuilder::new().schema(Some(String::schema())).build();
    forms.iter().fold(response, |response, form| response.content(*form, text()))
}

fn ok(response: Response) -> BTreeMap<String, RefOr<Response>> {
    BTreeMap::from([("200".to_owned(), response.into())])
}

fn referring_to<T: ToSchema>() -> Content {
    ContentBuilder::new().schema(Some(Ref::from_schema_name(T::name()))).build()
}

/// The response, with the schemas that it refers to.
fn bringing<T: ToSchema>(mut response: Response, schema: Value) -> Response {
    let schemas = schemas_of::<T>(&T::name(), schema);
    response.extensions = Some([(SCHEMAS, schemas)].into_iter().collect());
    response
}

/// One response with a `T`, described by what it is and by what the schema says of itself.
fn one<T: ToSchema>(
    status: &str,
    description: &str,
    headers: &[(&str, &str)],
) -> BTreeMap<String, RefOr<Response>> {
    let schema = serde_json::to_value(T::schema()).unwrap_or_default();
    let own = schema["description"].as_str().and_then(|text| text.split("\n\n").next());
    let description = match own {
        Some(own) => format!("{description} {own}"),
        None => description.to_owned(),
    };
    let mut response = ResponseBuilder::new()
        .description(description)
        .content("application/json", referring_to::<T>());
    for (header, meaning) in headers {
        let header_object = HeaderBuilder::new().description(Some(*meaning)).build();
        response = response.header(*header, header_object);
    }
    BTreeMap::from([(status.to_owned(), bringing::<T>(response.build(), schema).into())])
}

fn schemas_of<T: ToSchema>(name: &str, schema: Value) -> Value {
    let mut others = Vec::new();
    T::schemas(&mut others);
    let others = others
        .into_iter()
        .map(|(name, schema)| (name, serde_json::to_value(schema).unwrap_or_default()));
    let all: Map<String, Value> = others.chain([(name.to_owned(), schema)]).collect();
    json!(all)
}
