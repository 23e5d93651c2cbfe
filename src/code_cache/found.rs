//! Where modules of core were found, kept from one start to the next.
//!
//! To find a module Node.js asks for up to a dozen files and folders, and whether any folder on the way is a link; Node-RED has a
//! thousand. An answer is kept with all that it depends on: the names in the folders that were looked through (a folder has other times
//! when those change), and what the package.json files say. Where any of that is not as it was, nothing that was kept counts.
//! An answer through a link, or one that this module cannot explain, is not kept at all.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

/// What there is under a path: kind, inode, size, and when it and what is known of it changed, in seconds and nanoseconds.
type State = [i64; 7];

const ABSENT: State = [0; 7];
const ABSENT_KIND: i64 = 0;
const FOLDER: i64 = 1;
const FILE: i64 = 2;
const OTHER: i64 = 3;

const MODULES: &str = "node_modules";
const MANIFEST: &str = "package.json";

#[cfg(unix)]
fn state(found: &fs::Metadata, kind: i64) -> State {
    use std::os::unix::fs::MetadataExt;
    let number = |value: u64| i64::from_ne_bytes(value.to_ne_bytes());
    [
        kind,
        number(found.ino()),
        number(found.size()),
        found.mtime(),
        found.mtime_nsec(),
        found.ctime(),
        found.ctime_nsec(),
    ]
}

/// Elsewhere nothing is kept.
#[cfg(not(unix))]
fn state(_: &fs::Metadata, _: i64) -> State {
    [OTHER, 0, 0, 0, 0, 0, 0]
}

/// What is there now. What cannot be looked at is `OTHER`, of which nothing is kept.
fn look(path: &Path) -> State {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => state(&found, FOLDER),
        Ok(found) if found.is_file() => state(&found, FILE),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            ABSENT
        }
        _ => [OTHER, 0, 0, 0, 0, 0, 0],
    }
}

const fn kind_of(state: &State) -> i64 {
    let [kind, ..] = *state;
    kind
}

/// Looks at each path once.
#[derive(Debug, Default)]
struct Looks {
    seen: BTreeMap<PathBuf, State>,
}

impl Looks {
    fn kind(&mut self, path: &Path) -> i64 {
        if let Some(known) = self.seen.get(path) {
            return kind_of(known);
        }
        let found = look(path);
        self.seen.insert(path.to_owned(), found);
        kind_of(&found)
    }

    /// Adds the folders from `top` down to `end`, as far as they are there, with their package.json. `None`: there is a link.
    fn walk(&mut self, top: &Path, end: &Path, needed: &mut Vec<PathBuf>) -> Option<()> {
        let mut at = top.to_owned();
        let mut rest = end.strip_prefix(top).ok()?.components();
        loop {
            match self.kind(&at) {
                FOLDER => needed.push(at.clone()),
                ABSENT_KIND | FILE => return Some(()),
                _ => return None,
            }
            let manifest = at.join(MANIFEST);
            match self.kind(&manifest) {
                FILE => needed.push(manifest),
                ABSENT_KIND => (),
                _ => return None,
            }
            match rest.next() {
                Some(part) => at.push(part),
                None => return Some(()),
            }
        }
    }

    /// The folders and files on which it depends that `parent` gets `file` for `request`.
    fn needed(&mut self, parent: &Path, request: &str, file: &Path) -> Option<Vec<PathBuf>> {
        if self.kind(parent) != FOLDER {
            return None;
        }
        let mut needed = Vec::new();
        // A package can ask for itself by its name.
        self.scope(parent, &mut needed)?;
        let first = request.split('/').next()?;
        let (top, base) = if first.is_empty() || first == "." || first == ".." {
            let base = joined(parent, request)?;
            let top = common(parent, base.parent()?);
            (common(&top, file), base)
        } else {
            let package = self.package(parent, request, &mut needed)?;
            let base = joined(&package.0, request)?;
            (package.1, base)
        };
        // What lies above is told by where the parent is.
        if !top.components().any(|part| part.as_os_str() == MODULES) {
            return None;
        }
        self.walk(&top, &base, &mut needed)?;
        self.walk(&top, file.parent()?, &mut needed)?;
        // What kind of module it is says the nearest package.json above it, which may lie above that.
        self.scope(file.parent()?, &mut needed)?;
        (self.kind(file) == FILE).then_some(needed)
    }

    /// Adds the folders from this one up to the nearest package.json.
    fn scope(&mut self, folder: &Path, needed: &mut Vec<PathBuf>) -> Option<()> {
        for folder in folder.ancestors().take_while(|folder| !folder.ends_with(MODULES)) {
            self.walk(folder, folder, needed)?;
            if self.kind(&folder.join(MANIFEST)) == FILE {
                break;
            }
        }
        Some(())
    }

    /// The folder of packages in which the one that is asked for lies, and its own.
    fn package(
        &mut self,
        parent: &Path,
        request: &str,
        needed: &mut Vec<PathBuf>,
    ) -> Option<(PathBuf, PathBuf)> {
        let parts = if request.starts_with('@') { 2 } else { 1 };
        let name: PathBuf = request.split('/').take(parts).collect();
        if request.starts_with('#') || name.components().count() != parts {
            return None;
        }
        for folder in parent.ancestors().filter(|folder| !folder.ends_with(MODULES)) {
            let modules = folder.join(MODULES);
            match self.kind(&modules) {
                // That there is none is told by the names in the folder.
                ABSENT_KIND => needed.push(folder.to_owned()),
                FOLDER => {
                    let package = modules.join(&name);
                    self.walk(&modules, package.parent()?, needed)?;
                    match self.kind(&package) {
                        ABSENT_KIND => (),
                        FOLDER => return Some((modules, package)),
                        _ => return None,
                    }
                }
                _ => return None,
            }
        }
        None
    }
}

/// `path.resolve(folder, request)`.
fn joined(folder: &Path, request: &str) -> Option<PathBuf> {
    let mut result = PathBuf::new();
    for part in folder.join(request).components() {
        match part {
            Component::ParentDir => _ = result.pop(),
            Component::CurDir => (),
            other => result.push(other),
        }
    }
    result.is_absolute().then_some(result)
}

/// The folder that both lie in.
fn common(one: &Path, other: &Path) -> PathBuf {
    one.components().zip(other.components()).take_while(|(a, b)| a == b).map(|(part, _)| part).collect()
}

/// The answers in a text: for each folder its name, and behind it what was asked for and what was found. All ends with NUL, a folder with two.
fn answers(text: &str) -> impl Iterator<Item = (&str, &str, &str)> {
    text.split("\0\0").flat_map(|group| {
        let mut parts = group.split('\0');
        let parent = parts.next().unwrap_or_default();
        std::iter::from_fn(move || Some((parent, parts.next()?, parts.next()?)))
    })
}

/// What is kept of these answers, of which nothing may have changed since `before` (in seconds); `None` when none can be kept.
pub fn record(text: &str, before: i64) -> Option<Vec<u8>> {
    let mut looks = Looks::default();
    let mut facts = BTreeSet::new();
    let mut kept = String::new();
    let mut last = None;
    for (parent, request, file) in answers(text) {
        let Some(needed) = looks.needed(Path::new(parent), request, Path::new(file)) else { continue };
        facts.extend(needed);
        if last != Some(parent) {
            kept.push_str(if last.is_none() { "" } else { "\0\0" });
            kept.push_str(parent);
            last = Some(parent);
        }
        for part in [request, file] {
            kept.push('\0');
            kept.push_str(part);
        }
    }
    let mut bytes = u32::try_from(facts.len()).ok()?.to_le_bytes().to_vec();
    for path in facts {
        let state = looks.seen.get(&path).copied().unwrap_or_else(|| look(&path));
        let [_, _, _, modified, _, changed, _] = state;
        // It is not known whether it was so when Node.js looked.
        if state != look(&path) || kind_of(&state) == OTHER || modified >= before || changed >= before {
            return None;
        }
        let path = path.to_str()?;
        bytes.extend_from_slice(&u32::try_from(path.len()).ok()?.to_le_bytes());
        bytes.extend_from_slice(path.as_bytes());
        state.iter().for_each(|number| bytes.extend_from_slice(&number.to_le_bytes()));
    }
    bytes.extend_from_slice(kept.as_bytes());
    (!kept.is_empty()).then_some(bytes)
}

/// The answers that were kept, if all is as it was.
pub fn valid(mut bytes: &[u8]) -> Option<&str> {
    let count = u32::from_le_bytes(take(&mut bytes)?);
    for _ in 0..count {
        let length = u32::from_le_bytes(take(&mut bytes)?) as usize;
        let (path, rest) = bytes.split_at_checked(length)?;
        bytes = rest;
        let mut state = ABSENT;
        for number in &mut state {
            *number = i64::from_le_bytes(take(&mut bytes)?);
        }
        if look(Path::new(std::str::from_utf8(path).ok()?)) != state {
            return None;
        }
    }
    std::str::from_utf8(bytes).ok()
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (head, rest) = bytes.split_first_chunk::<N>()?;
    *bytes = rest;
    Some(*head)
}
