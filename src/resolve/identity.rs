//! What a path is besides its name: the same file under another name (hard link, other case), what lies below.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// A file as the system knows it, whatever it is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FileId {
    device: u64,
    number: u64,
    links: u64,
}

impl FileId {
    /// The identity of what `path` leads to; `None` when there is nothing or the system cannot tell.
    #[must_use]
    pub fn of(path: &str) -> Option<Self> {
        Self::from_metadata(&fs::metadata(path).ok()?)
    }

    #[cfg(unix)]
    #[expect(clippy::unnecessary_wraps, reason = "other systems cannot always tell")]
    fn from_metadata(meta: &fs::Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        Some(Self {
            device: meta.dev(),
            number: meta.ino(),
            links: if meta.is_dir() { 1 } else { meta.nlink() },
        })
    }

    #[cfg(not(unix))]
    fn from_metadata(_: &fs::Metadata) -> Option<Self> {
        None
    }

    /// The same file, under whichever name.
    #[must_use]
    pub fn is_same_file(self, other: Self) -> bool {
        self.device == other.device && self.number == other.number
    }

    /// The file has more than one name.
    #[must_use]
    pub fn has_other_names(self) -> bool {
        self.links > 1
    }
}

/// Whether names in `dir` differ by case only on paper: the directory is found under its name with the case swapped.
#[must_use]
pub fn is_case_insensitive(dir: &str) -> bool {
    let path = Path::new(dir);
    let (Some(parent), Some(name)) = (path.parent(), path.file_name().and_then(|name| name.to_str())) else {
        return false;
    };
    let swapped: String = name
        .chars()
        .map(|c| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() })
        .collect();
    if swapped == name {
        return cfg!(any(windows, target_os = "macos"));
    }
    let other = parent.join(swapped);
    match (FileId::of(dir), other.to_str().and_then(FileId::of)) {
        (Some(a), Some(b)) => a.is_same_file(b),
        (None, _) => cfg!(any(windows, target_os = "macos")) && other.exists(),
        (Some(_), None) => false,
    }
}

/// How many entries a tree may have before a question about all of it is answered with "cannot tell".
const MAX_ENTRIES: usize = 50_000;

/// Whether a directory called `node_modules` lies below `root`; a tree too large to look through counts as one.
#[must_use]
pub fn contains_node_modules(root: &str) -> bool {
    let mut open = vec![Path::new(root).to_path_buf()];
    let mut seen = 0_usize;
    while let Some(dir) = open.pop() {
        let entries = match fs::read_dir(&dir) {
            Ok(entries) => entries,
            // Gone, or no directory: nothing lies below it.
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => continue,
            Err(_) => return true,
        };
        for entry in entries.flatten() {
            seen += 1;
            if seen > MAX_ENTRIES {
                return true;
            }
            if entry.file_name().eq_ignore_ascii_case("node_modules") {
                return true;
            }
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                open.push(entry.path());
            }
        }
    }
    false
}
