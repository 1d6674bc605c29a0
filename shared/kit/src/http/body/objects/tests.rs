use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use super::*;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Outer {
    number: i64,
    text: Option<String>,
    #[serde(default)]
    inner: Option<Inner>,
    list: Vec<Inner>,
    named: BTreeMap<String, Inner>,
    pair: (Inner, u8),
    shape: Shape,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Inner {
    code: String,
    wrapped: Wrapped,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Wrapped(Leaf);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Leaf {
    value: f64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Shape {
    Nothing,
    One(Leaf),
    Two(u8, u8),
    Fields { leaf: Leaf },
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "of")]
enum Beside {
    Fields { leaf: Leaf },
}

fn read<T: DeserializeOwned>(value: &Value) -> Result<T, String> {
    let text = value.to_string();
    let mut json = serde_json::Deserializer::from_str(&text);
    serde_path_to_error::deserialize(Objects(&mut json)).map_err(|error| {
        assert!(error.inner().to_string().contains("sequence"), "{error}");
        error.path().to_string()
    })
}

fn whole(shape: &Value) -> Value {
    let inner = json!({ "code": "a", "wrapped": { "value": 1.5 } });
    json!({
        "number": 1, "text": "b", "inner": inner, "list": [inner], "named": { "x": inner },
        "pair": [inner, 7], "shape": shape,
    })
}

#[test]
fn an_array_is_no_struct_at_any_depth() {
    let sound = whole(&json!("Nothing"));
    read::<Outer>(&sound).unwrap();
    let places = [
        ("/inner", "inner"),
        ("/inner/wrapped", "inner.wrapped"),
        ("/list/0", "list[0]"),
        ("/list/0/wrapped", "list[0].wrapped"),
        ("/named/x", "named.x"),
        ("/pair/0", "pair[0]"),
        ("/pair/0/wrapped", "pair[0].wrapped"),
    ];
    for (pointer, path) in places {
        let mut bent = sound.clone();
        let place = bent.pointer_mut(pointer).unwrap();
        let by_position: Vec<Value> = place.as_object().unwrap().values().cloned().collect();
        *place = by_position.into();
        // Without the wrapper it is read by position.
        serde_json::from_value::<Outer>(bent.clone()).unwrap();
        assert_eq!(read::<Outer>(&bent).unwrap_err(), path);
    }
    assert_eq!(read::<Leaf>(&json!([1.0])).unwrap_err(), ".");
}

#[test]
fn nor_is_it_the_content_of_a_variant_with_fields() {
    for shape in [json!({ "One": { "value": 1.0 } }), json!({ "Two": [1, 2] })] {
        read::<Outer>(&whole(&shape)).unwrap();
    }
    read::<Outer>(&whole(&json!({ "Fields": { "leaf": { "value": 1.0 } } }))).unwrap();
    for shape in [
        json!({ "One": [1.0] }),
        json!({ "Fields": [{ "value": 1.0 }] }),
        json!({ "Fields": { "leaf": [1.0] } }),
    ] {
        assert!(read::<Outer>(&whole(&shape)).unwrap_err().starts_with("shape"), "{shape}");
    }
    read::<Beside>(&json!({ "kind": "Fields", "of": { "leaf": { "value": 1.0 } } })).unwrap();
    for bent in [
        json!(["Fields", { "leaf": { "value": 1.0 } }]),
        json!({ "kind": "Fields", "of": [{ "value": 1.0 }] }),
        json!({ "kind": "Fields", "of": { "leaf": [1.0] } }),
    ] {
        read::<Beside>(&bent).unwrap_err();
    }
}

fn leaf() -> impl Strategy<Value = Leaf> {
    any::<i32>().prop_map(|value| Leaf { value: value.into() })
}

fn inner() -> impl Strategy<Value = Inner> {
    (".{0,8}", leaf()).prop_map(|(code, leaf)| Inner { code, wrapped: Wrapped(leaf) })
}

fn shape() -> impl Strategy<Value = Shape> {
    prop_oneof![
        Just(Shape::Nothing),
        leaf().prop_map(Shape::One),
        any::<(u8, u8)>().prop_map(|(one, two)| Shape::Two(one, two)),
        leaf().prop_map(|leaf| Shape::Fields { leaf }),
    ]
}

proptest! {
    #[test]
    fn whatever_was_written_is_read_as_before(
        number: i64,
        text: Option<String>,
        one in prop::option::of(inner()),
        list in prop::collection::vec(inner(), 0..3),
        named in prop::collection::btree_map(".{0,4}", inner(), 0..3),
        pair in (inner(), any::<u8>()),
        shape in shape(),
    ) {
        let written = Outer { number, text, inner: one, list, named, pair, shape };
        let value = serde_json::to_value(&written).unwrap();
        prop_assert_eq!(read::<Outer>(&value), Ok(serde_json::from_value(value).unwrap()));
    }
}
