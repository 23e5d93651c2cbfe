//! The walk on other systems: the longest part that exists is resolved by the system, the rest is kept.

use std::path::{Component, Path, PathBuf};

use super::{Last, Place, ResolveError};

/// See [`super::resolve`].
pub(super) fn resolve(path: &str, last: Last) -> Result<Place, ResolveError> {
    let mut full = std::env::current_dir().map_err(|_| ResolveError::NoWorkingDirectory)?;
    full.push(path);
    // Streams (`file::$DATA`) and names with a trailing dot or space are other names of the same file.
    for part in full.components() {
        if let Component::Normal(name) = part {
            let name = name.to_str().ok_or(ResolveError::NotUtf8)?;
            if name.contains(':') || name.ends_with(['.', ' ']) {
                return Err(ResolveError::Opaque);
            }
        }
    }
    let keep = last == Last::Keep && !path.ends_with(['/', '\\']);
    let (mut existing, mut tail) = (full.clone(), Vec::new());
    if keep && let (Some(parent), Some(name)) = (full.parent(), full.file_name()) {
        tail.push(name.to_owned());
        existing = parent.to_path_buf();
    }
    loop {
        if let Ok(real) = std::fs::canonicalize(&existing) {
            return finish(&real, tail).map(|path| Place { path, passes: false });
        }
        let (Some(parent), Some(name)) = (existing.parent(), existing.file_name()) else {
            return Err(ResolveError::Unreadable);
        };
        tail.push(name.to_owned());
        existing = parent.to_path_buf();
    }
}

/// See [`super::links`]: not known here.
pub(super) const fn links(_: &str) -> Vec<String> {
    Vec::new()
}

fn finish(real: &Path, tail: Vec<std::ffi::OsString>) -> Result<String, ResolveError> {
    let mut path = PathBuf::from(real);
    path.extend(tail.into_iter().rev());
    let text = path.into_os_string().into_string().map_err(|_| ResolveError::NotUtf8)?;
    Ok(text.strip_prefix(r"\\?\").map_or(text.clone(), str::to_owned))
}
