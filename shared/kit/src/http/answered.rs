//! How answers describe themselves. `responses(Changed<CaseView>)` stands for status, body and
//! headers: they are the same wherever a handler answers so.

use std::{collections::BTreeMap, marker::PhantomData};

use serde_json::{Map, Value, json};
use utoipa::{
    IntoResponses, ToSchema,
    openapi::{ContentBuilder, HeaderBuilder, Ref, RefOr, Response, ResponseBuilder},
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

/// One response with a `T`, described by what it is and by what the schema says of itself.
fn one<T: ToSchema>(
    status: &str,
    description: &str,
    headers: &[(&str, &str)],
) -> BTreeMap<String, RefOr<Response>> {
    let name = T::name();
    let schema = serde_json::to_value(T::schema()).unwrap_or_default();
    let own = schema["description"].as_str().and_then(|text| text.split("\n\n").next());
    let description = match own {
        Some(own) => format!("{description} {own}"),
        None => description.to_owned(),
    };
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(&*name))).build();
    let mut response =
        ResponseBuilder::new().description(description).content("application/json", content);
    for (header, meaning) in headers {
        let header_object = HeaderBuilder::new().description(Some(*meaning)).build();
        response = response.header(*header, header_object);
    }
    let mut response = response.build();
    response.extensions = Some([(SCHEMAS, schemas_of::<T>(&name, schema))].into_iter().collect());
    BTreeMap::from([(status.to_owned(), response.into())])
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
