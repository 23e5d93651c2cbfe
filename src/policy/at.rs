//! Places in a JSON value, as messages name them.

use std::fmt;

/// One step of a JSON path.
#[derive(Debug, Clone, Copy)]
pub(super) enum Key<'a> {
    Root(&'a str),
    Name(&'a str),
    Item(usize),
}

/// A place in a JSON value: a chain of steps on the stack, spelled out only when something is wrong.
#[derive(Debug, Clone, Copy)]
pub(super) struct At<'a> {
    parent: Option<&'a At<'a>>,
    key: Key<'a>,
}

impl<'a> At<'a> {
    pub(super) const fn root(name: &'a str) -> Self {
        Self { parent: None, key: Key::Root(name) }
    }

    pub(super) const fn field(&'a self, name: &'a str) -> Self {
        Self { parent: Some(self), key: Key::Name(name) }
    }

    pub(super) const fn item(&'a self, index: usize) -> Self {
        Self { parent: Some(self), key: Key::Item(index) }
    }
}

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.key {
            Key::Root(name) => f.write_str(name),
            Key::Item(index) => write!(f, "[{index}]"),
            Key::Name(name) => {
                let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '$')
                    && !name.starts_with(|c: char| c.is_ascii_digit())
                    && !name.is_empty();
                let at_start = matches!(self.parent, Some(At { parent: None, key: Key::Root("") }));
                match (plain, at_start) {
                    (true, true) => f.write_str(name),
                    (true, false) => write!(f, ".{name}"),
                    (false, _) => write!(f, "[\"{}\"]", name.replace('"', "\\\"")),
                }
            }
        }
    }
}
