//! Where a path leads: the one answer the policy judges [C2].
//!
//! The path is walked as the kernel walks it: every component of the part that exists is asked whether it is
//! a link, `..` is taken physically (after links), a missing tail is kept as written. Nothing is cached: a
//! link that was swapped since the last call must change the verdict.

#[cfg_attr(unix, path = "unix.rs")]
#[cfg_attr(not(unix), path = "portable.rs")]
mod walk;

mod identity;
#[cfg(target_os = "linux")]
mod kernel;
mod read;
#[cfg(test)]
#[cfg(unix)]
mod tests;
pub mod turn;
mod ways;

pub use identity::{FileId, contains_node_modules, is_case_insensitive};
pub use read::{open_regular, read_regular};
pub use ways::ways_out;

/// Why a path has no answer. Every one of these is a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ResolveError {
    /// The text holds a NUL, which ends the path for the kernel but not for us.
    #[error("the path contains a NUL byte")]
    Nul,
    /// The path is empty.
    #[error("the path is empty")]
    Empty,
    /// A link leads to a name that is not UTF-8.
    #[error("the path leads to a name that is not UTF-8")]
    NotUtf8,
    /// Too many links, or links that lead in a circle.
    #[error("the path follows too many links")]
    Loop,
    /// A relative link that leads out of a directory which is to be moved.
    #[error("a link below climbs out of the directory")]
    Climbs,
    /// Longer than any kernel accepts.
    #[error("the path is too long")]
    TooLong,
    /// A link of the process file system whose text does not name what it opens (another root, another mount).
    #[error("the path leads through a process link that cannot be followed by name")]
    Opaque,
    /// Through the number of something open, or another link of a process: a moment later it may lead elsewhere.
    #[error("the path leads elsewhere as soon as its number is another one's")]
    Passing,
    /// The working directory is gone or unreadable.
    #[error("the working directory cannot be determined")]
    NoWorkingDirectory,
    /// The file system answered with an error that leaves the question open.
    #[error("the path cannot be resolved")]
    Unreadable,
}

/// Whether the last component is followed when it is a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Last {
    /// As `open` and `stat` do.
    Follow,
    /// As `lstat`, `unlink`, `rename` and `symlink` do. A trailing slash follows all the same, as in the kernel.
    Keep,
}

/// Where a path leads.
#[derive(Debug)]
struct Place {
    path: String,
    /// Through a link of a process that leads elsewhere when something else has its number.
    passes: bool,
}

/// Longest text looked at; Linux accepts 4,096.
pub const MAX_PATH: usize = 32 * 1024;

/// The absolute path that `path` leads to now, without links, `.` or `..`.
///
/// # Errors
/// Whenever it cannot be known; the caller refuses.
pub fn resolve(path: &str, last: Last) -> Result<String, ResolveError> {
    place(path, last).map(|place| place.path)
}

/// The same of a path that is used later than it is judged: whoever may change what it leads to is asked for that.
///
/// # Errors
/// Also when it goes by a number (`/proc/self/fd/7`), or through another link of a process.
pub fn resolve_lasting(path: &str, last: Last) -> Result<String, ResolveError> {
    let found = place(path, last)?;
    if found.passes || goes_by_number(&found.path, last) {
        Err(ResolveError::Passing)
    } else {
        Ok(found.path)
    }
}

/// `/proc/77/fd/8`: something without a name has that number, or nothing has it yet. The link itself may be meant.
fn goes_by_number(path: &str, last: Last) -> bool {
    let Some((_, rest)) = path.strip_prefix("/proc/").and_then(|rest| rest.split_once("/fd/")) else {
        return false;
    };
    let (number, below) = rest.split_once('/').map_or((rest, None), |(number, below)| (number, Some(below)));
    let is_meant = last == Last::Keep && below.is_none();
    !is_meant && number.parse::<u32>().is_ok_and(|number| number > STANDARD)
}

/// The last descriptor of the three that stay what they are.
const STANDARD: u32 = 2;

fn place(path: &str, last: Last) -> Result<Place, ResolveError> {
    if path.is_empty() {
        return Err(ResolveError::Empty);
    }
    if path.len() > MAX_PATH {
        return Err(ResolveError::TooLong);
    }
    if path.as_bytes().contains(&0) {
        return Err(ResolveError::Nul);
    }
    walk::resolve(path, last)
}

/// The links that an absolute path leads through, each under its own resolved name. Who replaces one of them decides where the path leads.
#[must_use]
pub fn links(path: &str) -> Vec<String> {
    if resolve(path, Last::Follow).is_ok_and(|real| real == path) { Vec::new() } else { walk::links(path) }
}

/// `path` is `dir` itself or lies below it. Both are resolved paths.
#[must_use]
pub fn is_at_or_below(path: &str, dir: &str) -> bool {
    let dir = dir.strip_suffix('/').unwrap_or(dir);
    match path.strip_prefix(dir) {
        Some(rest) => rest.is_empty() || rest.starts_with('/') || (cfg!(windows) && rest.starts_with('\\')),
        None => false,
    }
}
