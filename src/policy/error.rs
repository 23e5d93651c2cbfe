//! What is wrong with a policy, in one line each.

use std::fmt;

/// One mistake: where, what was found, what is accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyError {
    file: String,
    path: String,
    found: String,
    accepted: String,
    hint: Option<String>,
}

impl PolicyError {
    pub(super) fn new(
        file: &str,
        path: String,
        found: impl Into<String>,
        accepted: impl Into<String>,
    ) -> Self {
        Self { file: file.to_owned(), path, found: found.into(), accepted: accepted.into(), hint: None }
    }

    pub(super) fn hint(mut self, hint: Option<&str>) -> Self {
        self.hint = hint.map(str::to_owned);
        self
    }

    /// The file.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Where in the file: `sentinel.server.packages["x"].capabilities[0]`; empty for the whole file.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", printable(&self.file))?;
        if !self.path.is_empty() {
            write!(f, "{}: ", printable(&self.path))?;
        }
        write!(f, "found {}, accepted: {}", printable(&self.found), printable(&self.accepted))?;
        match &self.hint {
            Some(hint) => write!(f, " (did you mean `{}`?)", printable(hint)),
            None => Ok(()),
        }
    }
}

impl std::error::Error for PolicyError {}

/// Every mistake of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyErrors(Vec<PolicyError>);

/// So many lines help; more only scroll the first ones away.
const MAX_LINES: usize = 50;

impl PolicyErrors {
    /// INVARIANT: never made from an empty list.
    pub(super) const fn new(errors: Vec<PolicyError>) -> Self {
        Self(errors)
    }

    /// The mistakes in the order of the text.
    #[must_use]
    pub fn errors(&self) -> &[PolicyError] {
        &self.0
    }
}

impl fmt::Display for PolicyErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, error) in self.0.iter().take(MAX_LINES).enumerate() {
            if at > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{error}")?;
        }
        match self.0.len().checked_sub(MAX_LINES) {
            Some(more) if more > 0 => write!(f, "\nand {more} more"),
            _ => Ok(()),
        }
    }
}

impl std::error::Error for PolicyErrors {}

/// Text safe for a terminal: control, bidirectional and invisible characters become `\u{…}`, endless text is cut.
pub(super) fn printable(text: &str) -> String {
    const LIMIT: usize = 300;
    let mut out = String::new();
    for (at, c) in text.chars().enumerate() {
        if at == LIMIT {
            out.push('…');
            break;
        }
        match c {
            '"' | '\'' | '\\' => out.push(c),
            c => out.extend(c.escape_debug()),
        }
    }
    out
}
