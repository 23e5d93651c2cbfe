//! File paths: directories (everything under them) and globs.
//!
//! The path to judge is absolute, resolved, and has `/` between segments; anything else is malformed.

use super::glob::{self, Glob};
use super::{Listed, PatternError, Rules};
use std::borrow::Cow;
use std::cmp::Ordering;

/// The longest path judged, in bytes; longer ones are refused.
pub const MAX_PATH: usize = 32_767;
const MAX_CROSSINGS: usize = 4;
/// At the end of an entry: the directory, and nothing in it.
pub const ITSELF: &str = "/.";

#[derive(Debug, Clone, PartialEq, Eq)]
enum Segment {
    /// `**`: any number of segments.
    Cross,
    Literal(Box<str>),
    Glob(Glob),
}

/// One entry of `allowedPaths`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathPattern {
    /// The literal directories in front, without a trailing slash (`""` is the root).
    base: String,
    /// What follows; nothing means the base and everything under it.
    tail: Vec<Segment>,
    /// The base, and nothing under it.
    alone: bool,
    rules: Rules,
}

impl PathPattern {
    /// Parses an entry: an absolute directory or file, or a glob that is absolute or begins with `**`. `/.` at its end says that
    /// what lies in the directory is not meant.
    ///
    /// # Errors
    /// When the entry is relative, has other `.` or `..` segments, or is too complex. The error names it.
    pub fn parse(text: &str, rules: Rules) -> Result<Self, PatternError> {
        glob::check_size(text)?;
        if text.contains('\0') {
            return Err(PatternError::new(format!("`{}` holds a NUL character", text.escape_debug())));
        }
        let spelled = if rules.windows { Cow::Owned(text.replace('\\', "/")) } else { Cow::Borrowed(text) };
        let crossing = &*spelled == "**" || spelled.starts_with("**/");
        if !crossing && !is_absolute(&spelled, rules) {
            return Err(PatternError::new(format!("`{text}` is not an absolute path")));
        }
        let mut base = String::new();
        let mut tail = Vec::new();
        let alone = spelled.strip_suffix(ITSELF);
        for segment in alone.unwrap_or(&spelled).split('/').filter(|s| !s.is_empty()) {
            if matches!(segment, "." | "..") {
                return Err(PatternError::new(format!(
                    "`{text}` has a `{segment}` segment; write where it leads"
                )));
            }
            let mut go_down = |name: &str| {
                if !(base.is_empty() && is_drive(name, rules)) {
                    base.push('/');
                }
                base.push_str(name);
            };
            if tail.is_empty() && !rules.ignore_case && !glob::has_wildcard(segment) {
                go_down(segment);
                continue;
            }
            match Segment::parse(segment, text, rules)? {
                Segment::Literal(name) if tail.is_empty() => go_down(&name),
                other if tail.last() == Some(&Segment::Cross) && other == Segment::Cross => {}
                other => tail.push(other),
            }
        }
        if tail.iter().filter(|s| **s == Segment::Cross).count() > MAX_CROSSINGS {
            return Err(PatternError::new(format!("`{text}` has more than {MAX_CROSSINGS} `**`")));
        }
        if alone.is_some() && !tail.is_empty() {
            return Err(PatternError::new(format!("`{text}`: `/.` follows a directory, and no pattern")));
        }
        // `/data/**` and `/data` say the same: a directory and everything under it.
        if tail == [Segment::Cross] {
            tail.clear();
        }
        Ok(Self { base, tail, alone: alone.is_some(), rules })
    }

    /// The literal directories in front of the first wildcard (`/` for the root).
    #[must_use]
    pub fn base(&self) -> &str {
        if self.base.is_empty() { "/" } else { &self.base }
    }

    /// The pattern has wildcards but no directory in front of them: every path must be held against it.
    #[must_use]
    pub fn is_unanchored(&self) -> bool {
        self.base.is_empty() && !self.tail.is_empty()
    }

    /// The same pattern below another directory: how a symlink in an entry is replaced by where it leads.
    #[must_use]
    pub fn rebased(mut self, base: &str) -> Self {
        let spelled = if self.rules.windows { base.replace('\\', "/") } else { base.to_owned() };
        let cut = spelled.trim_end_matches('/');
        self.base = if self.rules.ignore_case { glob::fold(cut) } else { cut.to_owned() };
        self
    }

    fn matches_below(&self, segments: &[&str]) -> bool {
        let depth = self.base.split('/').skip(1).count();
        segments.get(depth..).is_some_and(|rest| match_segments(&self.tail, rest))
    }

    /// Whether all that lies under the base is meant.
    fn is_root(&self) -> bool {
        self.tail.is_empty() && !self.alone
    }
}

impl Segment {
    fn parse(text: &str, whole: &str, rules: Rules) -> Result<Self, PatternError> {
        if text == "**" {
            return Ok(Self::Cross);
        }
        if text.contains("**") {
            return Err(PatternError::new(format!("`{whole}`: `**` must stand alone between slashes")));
        }
        if glob::has_wildcard(text) {
            let glob = Glob::parse(text, rules.ignore_case)
                .map_err(|e| PatternError::new(format!("`{whole}`: {e}")))?;
            return Ok(glob.as_literal().map_or(Self::Glob(glob), |name| Self::Literal(name.into())));
        }
        Ok(Self::Literal(if rules.ignore_case { glob::fold(text).into() } else { text.into() }))
    }

    fn takes(&self, text: &str) -> bool {
        match self {
            Self::Cross => true,
            Self::Literal(own) => **own == *text,
            Self::Glob(own) => own.matches(text),
        }
    }
}

/// As in a glob, only the last `**` needs to be reconsidered: cost is bounded by segments x segments.
fn match_segments(pattern: &[Segment], text: &[&str]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut cross: Option<(usize, usize)> = None;
    loop {
        match (pattern.get(p), text.get(t)) {
            (None, None) => return true,
            (Some(Segment::Cross), _) => {
                cross = Some((p + 1, t));
                p += 1;
            }
            (Some(wanted), Some(segment)) if wanted.takes(segment) => {
                p += 1;
                t += 1;
            }
            _ => {
                let Some((after, from)) = cross else { return false };
                if from >= text.len() {
                    return false;
                }
                cross = Some((after, from + 1));
                p = after;
                t = from + 1;
            }
        }
    }
}

fn is_drive(segment: &str, rules: Rules) -> bool {
    rules.windows && matches!(segment.as_bytes(), [letter, b':'] if letter.is_ascii_alphabetic())
}

/// Whether `path` begins at a root: `/…`, or a drive on Windows.
#[must_use]
pub fn is_absolute(path: &str, rules: Rules) -> bool {
    path.starts_with('/') || (rules.windows && path.split('/').next().is_some_and(|s| is_drive(s, rules)))
}

/// Whether `path` is what the engine judges: absolute, no empty, `.` or `..` segment, no NUL, not endless.
#[must_use]
pub fn is_resolved(path: &str, rules: Rules) -> bool {
    if path == "/" || (path.len() == 3 && path.ends_with('/') && is_drive(path.trim_end_matches('/'), rules))
    {
        return true;
    }
    if path.len() > MAX_PATH || !is_absolute(path, rules) || (rules.windows && path.contains('\\')) {
        return false;
    }
    // One pass over the bytes: this runs for every file call.
    let mut rest = path.as_bytes();
    loop {
        match rest {
            [] => return true,
            [0, ..] | [b'/'] | [b'/', b'/', ..] => return false,
            [b'/', b'.'] | [b'/', b'.', b'/', ..] | [b'/', b'.', b'.'] | [b'/', b'.', b'.', b'/', ..] => {
                return false;
            }
            [_, tail @ ..] => rest = tail,
        }
    }
}

/// Many [`PathPattern`]s, indexed: plain directories by binary search, globs by their literal base.
#[derive(Debug, Clone, Default)]
pub struct PathSet {
    /// INVARIANT: sorted by [`by_segment`], and none lies under another.
    roots: Vec<Box<str>>,
    globs: Vec<PathPattern>,
    rules: Rules,
}

impl PathSet {
    /// Indexes `patterns`.
    #[must_use]
    pub fn new(patterns: impl IntoIterator<Item = PathPattern>, rules: Rules) -> Self {
        let (plain, globs): (Vec<_>, Vec<_>) = patterns.into_iter().partition(PathPattern::is_root);
        let mut sorted: Vec<Box<str>> = plain.into_iter().map(|p| p.base.into()).collect();
        sorted.sort_by(|a, b| by_segment(a, b));
        let mut roots: Vec<Box<str>> = Vec::with_capacity(sorted.len());
        for root in sorted {
            if !roots.last().is_some_and(|last| is_under(&root, last)) {
                roots.push(root);
            }
        }
        Self { roots, globs, rules }
    }

    /// Whether `path` is in the set. The caller has checked [`is_resolved`].
    pub fn contains(&self, path: &str) -> Listed {
        if self.rules.ignore_case { self.look(&glob::fold(path)).into() } else { self.look(path).into() }
    }

    fn look(&self, path: &str) -> bool {
        // Only a root ends in a slash.
        let path = path.strip_suffix('/').unwrap_or(path);
        // The roots are free of prefixes, so the only candidate is the last root not after the path.
        let at = self.roots.partition_point(|root| by_segment(root, path) != Ordering::Greater);
        if at.checked_sub(1).and_then(|i| self.roots.get(i)).is_some_and(|root| is_under(path, root)) {
            return true;
        }
        let mut segments: Option<Vec<&str>> = None;
        self.globs.iter().any(|glob| {
            is_under(path, &glob.base)
                && glob.matches_below(segments.get_or_insert_with(|| path.split('/').skip(1).collect()))
        })
    }

    /// Whether the set may have `path`, or anything below it.
    pub fn touches(&self, path: &str) -> Listed {
        let folded = if self.rules.ignore_case { glob::fold(path) } else { path.to_owned() };
        let below = folded.strip_suffix('/').unwrap_or(&folded);
        let may_match =
            |glob: &PathPattern| (is_under(below, &glob.base) && !glob.alone) || is_under(&glob.base, below);
        (self.look(&folded) || self.any_root_below(path) || self.globs.iter().any(may_match)).into()
    }

    /// Whether `path` is a directory above what is listed: the list names it, and that it exists says nothing more. A pattern
    /// that begins anywhere (`**`) names none.
    pub fn leads_from(&self, path: &str) -> Listed {
        let folded = if self.rules.ignore_case { glob::fold(path) } else { path.to_owned() };
        let above = folded.strip_suffix('/').unwrap_or(&folded);
        let is_named = |glob: &PathPattern| !glob.base.is_empty() && is_under(&glob.base, above);
        (self.any_root_below(path) || self.globs.iter().any(is_named)).into()
    }

    /// Whether some root of the set lies at or below `path`, for a path that is not in the set itself.
    #[must_use]
    pub fn any_root_below(&self, path: &str) -> bool {
        let folded = if self.rules.ignore_case { glob::fold(path) } else { path.to_owned() };
        let path = folded.strip_suffix('/').unwrap_or(&folded);
        let at = self.roots.partition_point(|root| by_segment(root, path) == Ordering::Less);
        self.roots.get(at).is_some_and(|root| is_under(root, path))
    }
}

/// `path` is `root` or lies under it.
fn is_under(path: &str, root: &str) -> bool {
    root.is_empty() || path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Byte order with `/` before everything else, so that a directory and its contents stand together.
fn by_segment(a: &str, b: &str) -> Ordering {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let rank = |byte: u8| if byte == b'/' { 0 } else { u16::from(byte) + 1 };
    match a.iter().zip(b).find(|(x, y)| x != y) {
        Some((x, y)) => rank(*x).cmp(&rank(*y)),
        None => a.len().cmp(&b.len()),
    }
}

#[cfg(test)]
#[path = "paths_tests.rs"]
mod tests;
