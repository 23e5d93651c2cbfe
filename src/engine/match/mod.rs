//! Allowlists: one kind of list, one file. Each has a pattern (one entry, parsed) and a set (many, indexed).

pub mod commands;
pub mod glob;
pub mod host_index;
pub mod hosts;
pub mod listen;
pub mod names;
pub mod paths;
pub mod ports;
pub mod routes;
pub mod urls;

use std::fmt;

/// How names of files and variables compare on this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// Upper and lower case are the same.
    pub ignore_case: bool,
    /// `\` separates path segments and drive letters exist.
    pub windows: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self::NATIVE
    }
}

impl Rules {
    /// The rules of the machine this was built for.
    pub const NATIVE: Self =
        Self { ignore_case: cfg!(any(windows, target_os = "macos")), windows: cfg!(windows) };
    /// The rules of a machine that tells upper from lower case.
    pub const EXACT: Self = Self { ignore_case: false, windows: false };
}

/// Whether a list holds a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Listed {
    /// No entry matches.
    No,
    /// An entry matches, through a wildcard where the host is concerned.
    Yes,
    /// An entry spells this very host or address.
    ByName,
    /// The resource cannot be read as what the list holds.
    Malformed,
}

impl Listed {
    /// An entry matches.
    #[must_use]
    pub const fn is_listed(self) -> bool {
        matches!(self, Self::Yes | Self::ByName)
    }

    /// The stronger of two answers about the same resource.
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::ByName, _) | (_, Self::ByName) => Self::ByName,
            (Self::Yes, _) | (_, Self::Yes) => Self::Yes,
            (Self::Malformed, _) | (_, Self::Malformed) => Self::Malformed,
            (Self::No, Self::No) => Self::No,
        }
    }
}

impl From<bool> for Listed {
    fn from(found: bool) -> Self {
        if found { Self::Yes } else { Self::No }
    }
}

/// Why an entry of a list cannot be used. The text says what is accepted instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternError(pub String);

impl PatternError {
    fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for PatternError {}
