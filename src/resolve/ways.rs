//! Where the links below a directory lead. Who may move the directory, or make a link to it, gives all of them another name: a path that was judged
//! under that name a moment ago, and is opened a moment later, goes through them.

use std::collections::HashSet;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::{Last, ResolveError, is_at_or_below, resolve_lasting};

/// How many entries are looked at before the answer is that it cannot be told.
const MAX_ENTRIES: usize = 50_000;

/// The places outside of `root` to which links below it lead, also by further links there.
///
/// # Errors
/// When one cannot be followed, when there is too much to look at, or, where the directory `moves`, when a relative link climbs out of it: it will
/// lead elsewhere.
pub fn ways_out(root: &str, moves: bool) -> Result<Vec<String>, ResolveError> {
    let mut found: Vec<String> = Vec::new();
    let mut known: HashSet<String> = HashSet::new();
    let mut seen = 0;
    look_below(root, moves, &mut seen, &mut |way| {
        if !is_at_or_below(&way, root) && known.insert(way.clone()) {
            found.push(way);
        }
    })?;
    let mut at = 0;
    while let Some(next) = found.get(at).cloned() {
        look_below(&next, false, &mut seen, &mut |way| {
            let is_inside = is_at_or_below(&way, root) || is_at_or_below(&way, &next);
            if !is_inside && known.insert(way.clone()) {
                found.push(way);
            }
        })?;
        at += 1;
    }
    Ok(found)
}

/// Tells where each link below `root` leads.
fn look_below(
    root: &str,
    moves: bool,
    seen: &mut usize,
    tell: &mut impl FnMut(String),
) -> Result<(), ResolveError> {
    let mut open = vec![root.to_owned()];
    while let Some(dir) = open.pop() {
        let entries = match fs::read_dir(&dir) {
            Ok(entries) => entries,
            // Gone, or no directory: nothing lies below it.
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => continue,
            Err(_) => return Err(ResolveError::Unreadable),
        };
        for entry in entries {
            *seen += 1;
            let entry = entry.map_err(|_| ResolveError::Unreadable)?;
            if *seen > MAX_ENTRIES {
                return Err(ResolveError::Unreadable);
            }
            let kind = entry.file_type().map_err(|_| ResolveError::Unreadable)?;
            if !kind.is_dir() && !kind.is_symlink() {
                continue;
            }
            let path = entry.path().into_os_string().into_string().map_err(|_| ResolveError::NotUtf8)?;
            if kind.is_dir() {
                open.push(path);
                continue;
            }
            if moves && climbs_out(root, &path) {
                return Err(ResolveError::Climbs);
            }
            tell(resolve_lasting(&path, Last::Follow)?);
        }
    }
    Ok(())
}

/// Is the text of this link relative, and leads further up than the directory?
fn climbs_out(root: &str, link: &str) -> bool {
    let Ok(text) = fs::read_link(link) else { return true };
    if text.is_absolute() {
        return false;
    }
    let below = link.get(root.len()..).unwrap_or_default();
    let mut depth = Path::new(below).components().count().saturating_sub(2);
    for part in text.components() {
        match part {
            std::path::Component::ParentDir if depth == 0 => return true,
            std::path::Component::ParentDir => depth -= 1,
            std::path::Component::Normal(_) => depth += 1,
            _ => {}
        }
    }
    false
}
