//! Names: environment variables, events, modules. Exact or glob; there are no segments, `*` takes everything.

use super::glob::{self, Glob, has_wildcard};
use super::{Listed, PatternError};
use std::collections::HashSet;

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NamePattern {
    /// This name.
    Exact(String),
    /// Names of this shape.
    Glob(Glob),
}

impl NamePattern {
    /// Parses an entry; with `ignore_case` the set must be made with it as well.
    ///
    /// # Errors
    /// When the entry is empty or its glob cannot be read.
    pub fn parse(text: &str, ignore_case: bool) -> Result<Self, PatternError> {
        if text.is_empty() {
            return Err(PatternError::new("an empty name"));
        }
        glob::check_size(text)?;
        if has_wildcard(text) {
            let glob = Glob::parse(text, ignore_case)?;
            return Ok(glob.as_literal().map_or(Self::Glob(glob), Self::Exact));
        }
        Ok(Self::Exact(if ignore_case { glob::fold(text) } else { text.to_owned() }))
    }
}

/// Many [`NamePattern`]s.
#[derive(Debug, Clone, Default)]
pub struct NameSet {
    exact: HashSet<Box<str>>,
    globs: Vec<Glob>,
    ignore_case: bool,
}

impl NameSet {
    /// Indexes `patterns`.
    #[must_use]
    pub fn new(patterns: impl IntoIterator<Item = NamePattern>, ignore_case: bool) -> Self {
        let mut set = Self { ignore_case, ..Self::default() };
        for pattern in patterns {
            match pattern {
                NamePattern::Exact(name) => {
                    set.exact.insert(name.into());
                }
                NamePattern::Glob(glob) => set.globs.push(glob),
            }
        }
        set
    }

    /// Whether `name` is in the set.
    pub fn contains(&self, name: &str) -> Listed {
        if self.ignore_case { self.look(&glob::fold(name)).into() } else { self.look(name).into() }
    }

    fn look(&self, name: &str) -> bool {
        self.exact.contains(name) || self.globs.iter().any(|glob| glob.matches(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_match_whole_or_by_glob() {
        let set = NameSet::new(
            ["HOME", "MQTT_*", "nodes:?dd"].map(|p| NamePattern::parse(p, false).unwrap()),
            false,
        );
        for name in ["HOME", "MQTT_", "MQTT_URL", "nodes:add"] {
            assert_eq!(set.contains(name), Listed::Yes, "{name}");
        }
        for name in ["home", "HOME2", "AMQTT_X", "nodes:added", ""] {
            assert_eq!(set.contains(name), Listed::No, "{name}");
        }
    }

    #[test]
    fn case_is_ignored_when_asked() {
        let set = NameSet::new([NamePattern::parse("Path", true).unwrap()], true);
        assert_eq!(set.contains("PATH"), Listed::Yes);
    }
}
