//! Walking a JSON value with its path at hand, collecting what is wrong.

use super::at::At;
use super::error::PolicyError;
use super::json::Json;
use super::nearest::nearest;
use std::fmt::{self, Display};

/// Collects mistakes and warnings about one file.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    pub(super) file: &'a str,
    pub(super) errors: Vec<PolicyError>,
    pub(super) warnings: Vec<String>,
}

/// A field that is accepted here, and its value if it is there.
pub(super) type Fields<'a> = Vec<(&'a str, &'a Json)>;

/// Words as a message lists them. Spelled out only when something is wrong: a policy has thousands of objects.
struct Quoted<'a>(&'a [&'static str]);

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, word) in self.0.iter().enumerate() {
            let before = if index == 0 { "" } else { ", " };
            write!(f, "{before}`{word}`")?;
        }
        Ok(())
    }
}

impl<'a> Reader<'a> {
    pub(super) const fn new(file: &'a str) -> Self {
        Self { file, errors: Vec::new(), warnings: Vec::new() }
    }

    pub(super) fn wrong(&mut self, at: &At<'_>, found: impl Into<String>, accepted: impl Into<String>) {
        self.errors.push(PolicyError::new(self.file, at.to_string(), found, accepted));
    }

    pub(super) fn wrong_word<'w>(
        &mut self,
        at: &At<'_>,
        word: &str,
        accepted: &str,
        near: impl IntoIterator<Item = &'w str>,
    ) {
        let error = PolicyError::new(self.file, at.to_string(), format!("`{word}`"), accepted);
        self.errors.push(error.hint(nearest(word, near)));
    }

    pub(super) fn warn(&mut self, at: &At<'_>, text: &str) {
        let line = format!("{}: {at}: {text}", self.file);
        self.warnings.push(super::error::printable(&line));
    }

    /// The fields of an object, whatever their names; nothing when it is none.
    pub(super) fn object<'v>(
        &mut self,
        value: &'v Json,
        at: &At<'_>,
        accepted: impl Display,
    ) -> &'v [(String, Json)] {
        match value {
            Json::Object(fields) => fields,
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::Text(_) | Json::List(_) => {
                self.wrong(at, value.describe(), accepted.to_string());
                &[]
            }
        }
    }

    /// The fields of an object that may hold only `known` ones.
    pub(super) fn fields<'v>(&mut self, value: &'v Json, at: &At<'_>, known: &[&'static str]) -> Fields<'v> {
        let list = Quoted(known);
        let mut out = Vec::new();
        for (name, field) in self.object(value, at, format_args!("an object with {list}")) {
            if known.contains(&name.as_str()) {
                out.push((name.as_str(), field));
            } else {
                let near = nearest(name, known.iter().copied());
                let error = PolicyError::new(
                    self.file,
                    at.field(name).to_string(),
                    format!("the field `{name}`"),
                    list.to_string(),
                );
                self.errors.push(error.hint(near));
            }
        }
        out
    }

    /// The items of a list; nothing when it is none.
    pub(super) fn list<'v>(&mut self, value: &'v Json, at: &At<'_>, accepted: impl Display) -> &'v [Json] {
        match value {
            Json::List(items) => items,
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::Text(_) | Json::Object(_) => {
                self.wrong(at, value.describe(), accepted.to_string());
                &[]
            }
        }
    }

    /// A text, or nothing and a mistake.
    pub(super) fn text<'v>(&mut self, value: &'v Json, at: &At<'_>, accepted: &str) -> Option<&'v str> {
        if let Json::Text(text) = value {
            return Some(text);
        }
        self.wrong(at, value.describe(), accepted);
        None
    }

    /// One of some words.
    pub(super) fn choice<T: Copy>(
        &mut self,
        value: &Json,
        at: &At<'_>,
        words: &[(&'static str, T)],
    ) -> Option<T> {
        let accepted = words.iter().map(|(w, _)| format!("`{w}`")).collect::<Vec<_>>().join(", ");
        let text = self.text(value, at, &accepted)?;
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, meaning)| *meaning);
        if found.is_none() {
            self.wrong_word(at, text, &accepted, words.iter().map(|(w, _)| *w));
        }
        found
    }
}
