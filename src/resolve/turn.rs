//! Several processes write one log: Node-RED and the Node.js programs that packages start. Whoever adds a record has the
//! directory of the log for itself meanwhile, or the chain would tear.

use std::fs::{File, Metadata};
use std::io;
use std::path::Path;

/// The directory of the log, which stays open: a package that opens as many files as a process may have keeps nobody from writing down what it does then.
#[derive(Debug, Default)]
pub struct Place(Option<File>);

/// Held while a record is written; given back when it is dropped.
#[derive(Debug)]
pub struct Turn<'a> {
    /// Whose lock it is; elsewhere none.
    _place: &'a Place,
}

impl Place {
    /// Waits for its turn, a tenth of a second at most: nobody holds it longer than a line takes.
    ///
    /// # Errors
    /// When the directory cannot be opened, or somebody keeps it.
    #[cfg(unix)]
    pub fn take(&mut self, dir: &Path) -> io::Result<Turn<'_>> {
        use std::time::Duration;

        const TRIES: u32 = 100;
        let there = std::fs::metadata(dir)?;
        let is_same = |held: &File| held.metadata().is_ok_and(|held| is_one(&held, &there));
        if !self.0.as_ref().is_some_and(is_same) {
            self.0 = None;
        }
        let held = match self.0.take() {
            Some(held) => held,
            None => File::open(dir)?,
        };
        let held = self.0.insert(held);
        for _ in 0..TRIES {
            if lock(held, libc::LOCK_EX | libc::LOCK_NB)? {
                return Ok(Turn { _place: self });
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        Err(io::Error::other("another process holds it"))
    }

    /// Elsewhere the log is one process's.
    #[cfg(not(unix))]
    pub fn take(&mut self, _dir: &Path) -> io::Result<Turn<'_>> {
        Ok(Turn { _place: self })
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        #[cfg(unix)]
        if let Some(held) = &self._place.0 {
            // Nothing but a number that is no file's makes this fail.
            let _ = lock(held, libc::LOCK_UN);
        }
    }
}

/// Whether two looks saw one file: another process may have put another one there.
#[cfg(unix)]
#[must_use]
pub fn is_one(left: &Metadata, right: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    left.ino() == right.ino() && left.dev() == right.dev()
}

/// Elsewhere that is not told.
#[cfg(not(unix))]
#[must_use]
pub const fn is_one(_left: &Metadata, _right: &Metadata) -> bool {
    true
}

#[cfg(unix)]
#[expect(unsafe_code, reason = "the standard library has locks of files since Rust 1.89 only")]
fn lock(file: &File, how: libc::c_int) -> io::Result<bool> {
    use std::os::fd::AsRawFd;
    // SAFETY: numbers in, a number out; whatever the descriptor is, memory is not touched.
    if unsafe { libc::flock(file.as_raw_fd(), how) } == 0 {
        return Ok(true);
    }
    match io::Error::last_os_error() {
        error if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) => Ok(false),
        error => Err(error),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time() {
        let dir = std::env::temp_dir();
        let (mut one, mut other) = (Place::default(), Place::default());
        let first = one.take(&dir).unwrap();
        assert!(other.take(&dir).is_err());
        drop(first);
        let second = other.take(&dir).unwrap();
        assert!(one.take(&dir).is_err());
        drop(second);
        assert!(one.take(&dir).is_ok());
    }
}
