//! JSON read strictly: bounded size and depth, no duplicate keys, no `__proto__`, UTF-8 only.

use super::MAX_BYTES;
use super::at::At;
use super::error::PolicyError;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use std::cell::RefCell;
use std::collections::HashSet;
use std::fmt;

/// The deepest nesting read; a policy needs eight.
const MAX_DEPTH: usize = 32;

/// A JSON value; objects keep their order.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Json {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    /// How a message calls this value.
    pub(super) fn describe(&self) -> String {
        match self {
            Self::Null => "null".into(),
            Self::Bool(value) => format!("the boolean {value}"),
            Self::Number(value) => format!("the number {value}"),
            Self::Text(value) => format!("`{value}`"),
            Self::List(_) => "a list".into(),
            Self::Object(_) => "an object".into(),
        }
    }
}

/// Reads a text. What is wrong with single keys is collected, what is wrong with the text ends it.
pub(super) fn parse(file: &str, bytes: &[u8], root: &str) -> Result<Json, Vec<PolicyError>> {
    let whole = |found: String, accepted: &str| vec![PolicyError::new(file, String::new(), found, accepted)];
    if bytes.len() > MAX_BYTES {
        let limit = MAX_BYTES / 1024 / 1024;
        return Err(whole(format!("more than {limit} MB"), &format!("a policy of at most {limit} MB")));
    }
    let text = std::str::from_utf8(bytes).map_err(|e| {
        whole(format!("a byte that is not UTF-8 at offset {}", e.valid_up_to()), "JSON in UTF-8")
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(whole("an empty file".into(), "a JSON object, `{}` at least"));
    }
    let mistakes = RefCell::new(Vec::new());
    let top = At::root(root);
    let mut reader = serde_json::Deserializer::from_str(text);
    let read = Value { file, at: &top, depth: 0, mistakes: &mistakes }.deserialize(&mut reader);
    let read = read.and_then(|value| reader.end().map(|()| value));
    let mut mistakes = mistakes.into_inner();
    match read {
        Ok(value) if mistakes.is_empty() => return Ok(value),
        Ok(_) => {}
        // A mistake that was collected already also ended the reading (too deep).
        Err(_) if mistakes.iter().any(|m: &PolicyError| m.path().ends_with('…')) => {}
        Err(error) => {
            let place = format!("line {}, column {}", error.line(), error.column());
            let found = if error.is_eof() {
                "the end of the text inside a value (is the file truncated?)".to_owned()
            } else {
                let reason = error.to_string();
                format!("text that is not JSON ({})", reason.split(" at line ").next().unwrap_or_default())
            };
            mistakes.push(PolicyError::new(file, place, found, "one JSON object"));
        }
    }
    Err(mistakes)
}

/// Most objects have so few keys that looking at them all costs less than a set.
const FEW: usize = 12;

/// Is this the first key of its name? `seen` holds the keys of `fields` once they are many.
fn is_first(key: &str, fields: &[(String, Json)], seen: &mut HashSet<String>) -> bool {
    if fields.len() < FEW {
        return fields.iter().all(|(other, _)| other != key);
    }
    if seen.is_empty() {
        seen.extend(fields.iter().map(|(other, _)| other.clone()));
    }
    seen.insert(key.to_owned())
}

struct Value<'a> {
    file: &'a str,
    at: &'a At<'a>,
    depth: usize,
    mistakes: &'a RefCell<Vec<PolicyError>>,
}

impl<'a> Value<'a> {
    fn inside(&self, at: &'a At<'a>) -> Value<'a> {
        Value { file: self.file, at, depth: self.depth + 1, mistakes: self.mistakes }
    }

    fn too_deep<E: serde::de::Error>(&self) -> Result<(), E> {
        if self.depth < MAX_DEPTH {
            return Ok(());
        }
        let shown: String = self.at.to_string().chars().take(60).collect();
        let accepted = format!("at most {MAX_DEPTH} levels");
        self.mistakes.borrow_mut().push(PolicyError::new(
            self.file,
            format!("{shown}…"),
            "nesting without end",
            accepted,
        ));
        Err(E::custom("too deep"))
    }
}

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Number(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Number(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Json, E> {
        Ok(Json::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        self.too_deep()?;
        let mut out = Vec::new();
        loop {
            let at = self.at.item(out.len());
            match items.next_element_seed(self.inside(&at))? {
                Some(item) => out.push(item),
                None => return Ok(Json::List(out)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Json, A::Error> {
        self.too_deep()?;
        let mut out: Vec<(String, Json)> = Vec::new();
        let mut seen = HashSet::new();
        while let Some(key) = fields.next_key::<String>()? {
            let at = self.at.field(&key);
            let value = fields.next_value_seed(self.inside(&at))?;
            if self.mistakes.borrow().len() > 1000 {
                return Err(A::Error::custom("too many mistakes"));
            }
            let found = if key == "__proto__" {
                Some((format!("the key `{key}`"), "any other name"))
            } else if is_first(&key, &out, &mut seen) {
                None
            } else {
                Some((format!("the key `{key}` twice"), "each key once"))
            };
            match found {
                Some((found, accepted)) => {
                    self.mistakes.borrow_mut().push(PolicyError::new(
                        self.file,
                        at.to_string(),
                        found,
                        accepted,
                    ));
                }
                None => out.push((key, value)),
            }
        }
        Ok(Json::Object(out))
    }
}
