//! The walk on systems whose paths are slash-separated bytes.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;

use super::{Last, MAX_PATH, Place, ResolveError, STANDARD};

/// Links followed before giving up, as in Linux.
const MAX_LINKS: u32 = 40;

/// What lies at a prefix of the path.
enum Step {
    /// Exists (or cannot be looked into) and is no link.
    Plain,
    /// Does not exist, or lies below something that is no directory or may not be searched.
    Missing,
    /// A link to continue with.
    Link(String),
    /// The same, which leads elsewhere as soon as something else has its number, or the working directory is another one.
    Passing(String),
    /// A link to something without a name (a pipe, a socket): it is its own end.
    Nameless,
}

/// See [`super::resolve`].
pub(super) fn resolve(path: &str, last: Last) -> Result<Place, ResolveError> {
    let mut walk = Walk::new(path);
    #[cfg(target_os = "linux")]
    if let Some(plain) = plain(path)
        && is_final(path, &plain, last)
    {
        return Ok(Place { path: plain, passes: false });
    }
    if !path.starts_with('/') {
        let cwd = std::env::current_dir().map_err(|_| ResolveError::NoWorkingDirectory)?;
        let cwd = cwd.to_str().ok_or(ResolveError::NotUtf8)?;
        // A working directory outside the visible root reads `(unreachable)/…`.
        if !cwd.starts_with('/') {
            return Err(ResolveError::NoWorkingDirectory);
        }
        walk.done.push_str(cwd.trim_end_matches('/'));
    }
    walk.run(path, last)?;
    if walk.done.is_empty() {
        walk.done.push('/');
    }
    Ok(Place { path: walk.done, passes: walk.passes })
}

/// See [`super::links`].
pub(super) fn links(path: &str) -> Vec<String> {
    let mut walk = Walk { met: Some(Vec::new()), ..Walk::new(path) };
    // Where it cannot be walked to its end, what was met until there is the answer.
    let _ = walk.run(path, Last::Follow);
    walk.met.unwrap_or_default()
}

/// Whether the kernel finds no link on the way: the file is there, or it is missing and its directory is there.
#[cfg(target_os = "linux")]
fn is_final(path: &str, plain: &str, last: Last) -> bool {
    use super::kernel::{Met, ask};
    match ask(path, last) {
        Met::NoLink => true,
        Met::Nothing => {
            let dir = plain.rfind('/').and_then(|cut| plain.get(..cut)).filter(|dir| !dir.is_empty());
            dir.is_some_and(|dir| ask(dir, Last::Follow) == Met::NoLink)
        }
        Met::Something => false,
    }
}

/// An absolute path without `.`, `..` and empty components; `None` where only the walk can tell.
#[cfg(target_os = "linux")]
fn plain(path: &str) -> Option<String> {
    let mut plain = String::with_capacity(path.len());
    for part in path.strip_prefix('/')?.split('/') {
        match part {
            "" | "." => {}
            ".." => return None,
            name => {
                plain.push('/');
                plain.push_str(name);
            }
        }
    }
    if plain.is_empty() {
        plain.push('/');
    }
    Some(plain)
}

struct Walk {
    /// The resolved part, without a trailing slash; empty is the root.
    done: String,
    /// How many components at the end of `done` do not exist.
    missing: usize,
    links: u32,
    /// It went through a link that leads elsewhere a moment later.
    passes: bool,
    /// The links that were followed, if somebody wants to know.
    met: Option<Vec<String>>,
}

impl Walk {
    fn new(path: &str) -> Self {
        Self { done: String::with_capacity(path.len() + 64), missing: 0, links: 0, passes: false, met: None }
    }

    fn run(&mut self, path: &str, last: Last) -> Result<(), ResolveError> {
        let mut owned;
        let mut rest = path;
        while let Some((name, after)) = next(rest) {
            match name {
                "." => rest = after,
                ".." => {
                    self.pop();
                    rest = after;
                }
                _ => {
                    let parent = self.done.len();
                    self.done.push('/');
                    self.done.push_str(name);
                    rest = after;
                    if self.missing > 0 {
                        self.missing += 1;
                        continue;
                    }
                    // A slash after the last name makes the kernel follow it, whatever was asked.
                    if after.is_empty() && last == Last::Keep {
                        continue;
                    }
                    let step = self.look()?;
                    self.passes |= matches!(step, Step::Passing(_))
                        || (matches!(step, Step::Nameless) && self.is_number());
                    match step {
                        Step::Plain | Step::Nameless => {}
                        Step::Missing => self.missing = 1,
                        Step::Link(target) | Step::Passing(target) => {
                            self.links += 1;
                            if self.links > MAX_LINKS {
                                return Err(ResolveError::Loop);
                            }
                            if let Some(met) = &mut self.met {
                                met.push(self.done.clone());
                            }
                            self.done.truncate(if target.starts_with('/') { 0 } else { parent });
                            owned = target;
                            owned.push_str(after);
                            if owned.len() > 2 * MAX_PATH {
                                return Err(ResolveError::TooLong);
                            }
                            return self.run(&owned, last);
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn pop(&mut self) {
        let cut = self.done.rfind('/').unwrap_or(0);
        self.done.truncate(cut);
        self.missing = self.missing.saturating_sub(1);
    }

    fn look(&self) -> Result<Step, ResolveError> {
        match fs::read_link(&self.done) {
            Ok(target) => {
                let target = target.into_os_string().into_string().map_err(|_| ResolveError::NotUtf8)?;
                self.link(target)
            }
            Err(error) => match error.raw_os_error() {
                Some(libc::EINVAL) => Ok(Step::Plain),
                // Where the kernel may not search, the call itself fails with the same error.
                Some(libc::ENOENT | libc::ENOTDIR | libc::EACCES) => Ok(Step::Missing),
                Some(libc::ENAMETOOLONG) => Err(ResolveError::TooLong),
                Some(libc::ELOOP) => Err(ResolveError::Loop),
                _ => Err(ResolveError::Unreadable),
            },
        }
    }

    /// A link of an ordinary file system is its text. The links of the process file system
    /// (`/proc/<pid>/{fd/n,cwd,root,exe}`) lead to an object; their text is only its name, and not always one
    /// that means the same here. They are known by a size that is not the length of the text.
    fn link(&self, target: String) -> Result<Step, ResolveError> {
        let own = fs::symlink_metadata(&self.done).map_err(|_| ResolveError::Unreadable)?;
        if own.size() == target.len() as u64 {
            return Ok(Step::Link(target));
        }
        let leads_to = match fs::metadata(&self.done) {
            Ok(meta) => meta,
            // A link of /sys or the like that dangles: its text is all there is.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Step::Link(target)),
            // Not ours to follow; the call itself fails with the same error.
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => return Ok(Step::Missing),
            Err(_) => return Err(ResolveError::Opaque),
        };
        let named = if target.starts_with('/') {
            fs::metadata(&target)
        } else {
            let parent = self.done.rfind('/').and_then(|cut| self.done.get(..cut)).unwrap_or("");
            fs::metadata(format!("{parent}/{target}"))
        };
        match named {
            Ok(meta) if meta.dev() == leads_to.dev() && meta.ino() == leads_to.ino() => {
                Ok(if self.is_passing(&target) { Step::Passing(target) } else { Step::Link(target) })
            }
            // Open, but unlinked meanwhile: it is judged by the name it had.
            Err(_) if target.starts_with('/') && target.ends_with(" (deleted)") => Ok(Step::Passing(target)),
            Err(_) if !target.contains('/') => Ok(Step::Nameless),
            _ => Err(ResolveError::Opaque),
        }
    }

    /// Is the link that was just found one of what is open, or of a process, which others change? (`/proc/self` is none: its text is relative.)
    fn is_passing(&self, target: &str) -> bool {
        #[cfg(target_os = "linux")]
        let is_of_process = super::kernel::is_of_process(&self.done);
        #[cfg(not(target_os = "linux"))]
        let is_of_process = false;
        let stays = match self.last() {
            "exe" | "root" => true,
            name => name.parse::<u32>().is_ok_and(|number| number <= STANDARD),
        };
        target.starts_with('/') && !stays && is_of_process
    }

    /// The number of something open.
    fn is_number(&self) -> bool {
        self.last().parse::<u32>().is_ok_and(|number| number > STANDARD)
    }

    fn last(&self) -> &str {
        self.done.rsplit('/').next().unwrap_or_default()
    }
}

/// The first component of `rest` and what follows it (which begins with a slash, or is empty).
fn next(rest: &str) -> Option<(&str, &str)> {
    let rest = rest.trim_start_matches('/');
    if rest.is_empty() {
        return None;
    }
    Some(rest.split_at(rest.find('/').unwrap_or(rest.len())))
}
