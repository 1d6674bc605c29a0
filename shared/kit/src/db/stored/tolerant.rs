//! JSON that leaves out the fields that whoever reads does not know.

use std::{fmt, vec};

use serde::{
    Deserializer,
    de::{
        DeserializeSeed, EnumAccess, IntoDeserializer as _, MapAccess, SeqAccess, VariantAccess,
        Visitor, value::StringDeserializer,
    },
    forward_to_deserialize_any,
};
use serde_json::{Error, Map, Value, map};

/// A value of which structures take the fields that they know.
pub(super) struct Tolerant(pub(super) Value);

impl<'de> Deserializer<'de> for Tolerant {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Array(items) => visitor.visit_seq(Items(items.into_iter())),
            Value::Object(fields) => visitor.visit_map(Fields::of(fields)),
            plain @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => {
                plain.deserialize_any(visitor)
            }
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        known: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let Value::Object(mut fields) = self.0 else { return self.deserialize_any(visitor) };
        fields.retain(|name, _| known.contains(&name.as_str()));
        visitor.visit_map(Fields::of(fields))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let Value::Object(fields) = self.0 else {
            return self.0.deserialize_enum(name, variants, visitor);
        };
        let mut fields = fields.into_iter();
        match (fields.next(), fields.next()) {
            (Some((variant, value)), None) => visitor.visit_enum(Variant { variant, value }),
            _ => Err(serde::de::Error::custom("a variant is an object of one field")),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map identifier ignored_any
    }
}

impl fmt::Debug for Tolerant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What stands in rows may be of persons.
        formatter.write_str("Tolerant")
    }
}

struct Items(vec::IntoIter<Value>);

impl<'de> SeqAccess<'de> for Items {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        self.0.next().map(|item| seed.deserialize(Tolerant(item))).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

struct Fields {
    rest: map::IntoIter,
    value: Option<Value>,
}

impl Fields {
    fn of(fields: Map<String, Value>) -> Self {
        Self { rest: fields.into_iter(), value: None }
    }
}

impl<'de> MapAccess<'de> for Fields {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some((name, value)) = self.rest.next() else { return Ok(None) };
        self.value = Some(value);
        // As a map's key: codes that are numbers stand there as text.
        seed.deserialize(Key(name)).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(Tolerant(self.value.take().unwrap_or_default()))
    }
}

/// The name of a field.
struct Key(String);

impl<'de> Deserializer<'de> for Key {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_string(self.0)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let name_of: StringDeserializer<Error> = self.0.into_deserializer();
        name_of.deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

struct Variant {
    variant: String,
    value: Value,
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = Error;
    type Variant = Tolerant;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Tolerant), Error> {
        Ok((seed.deserialize(Key(self.variant))?, Tolerant(self.value)))
    }
}

impl<'de> VariantAccess<'de> for Tolerant {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        serde::Deserialize::deserialize(self)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        known: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_struct("", known, visitor)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Serialize};

    use crate::{
        db::stored::{exact, json, require_whole},
        failure::Failure,
    };

    #[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Line {
        code: String,
        amount: Option<i64>,
    }

    #[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        Whole,
    }

    #[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Said {
        Nothing,
        Lines(Vec<Line>),
        Each { by: BTreeMap<Kind, Line>, sum: i128 },
    }

    fn line(code: &str, amount: Option<i64>) -> Line {
        Line { code: code.to_owned(), amount }
    }

    #[test]
    fn what_a_later_release_added_is_left_out_however_deep() {
        let lines = r#"{"lines":[{"code":"277","amount":4,"note":{"new":[1]}},{"code":"1"}]}"#;
        let read: Said = json(lines).unwrap();
        assert_eq!(read, Said::Lines(vec![line("277", Some(4)), line("1", None)]));
        assert!(exact::<Said>(lines).is_err(), "it is strict itself");
        assert!(matches!(require_whole::<Said>(lines), Err(Failure::Unavailable(_))));
        assert!(require_whole::<Said>(r#"{"lines":[{"code":"277"}]}"#).is_ok());
        let each = r#"{"each":{"by":{"whole":{"code":"x","amount":null,"z":0}},"sum":9,"q":1}}"#;
        let by = BTreeMap::from([(Kind::Whole, line("x", None))]);
        assert_eq!(json::<Said>(each).unwrap(), Said::Each { by, sum: 9 });
        assert_eq!(json::<Said>("\"nothing\"").unwrap(), Said::Nothing);
    }

    #[test]
    fn what_is_missing_or_of_another_kind_is_refused_as_ever() {
        for text in [r#"{"lines":[{"amount":4}]}"#, r#"{"lines":3}"#, "\"never\"", "{", "[]"] {
            assert!(json::<Said>(text).is_err(), "{text}");
        }
    }
}
