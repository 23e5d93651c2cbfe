//! Several processes write one log: Node-RED and the Node.js programs that packages start. Whoever adds a record has the
//! directory of the log for itself meanwhile, or the chain would tear.

use std::fs::File;
use std::io;
use std::path::Path;

/// Held while a record is written; given back when it is dropped.
#[derive(Debug)]
pub struct Turn {
    /// Whose lock it is; elsewhere none.
    _held: Option<File>,
}

/// Waits for its turn, a tenth of a second at most: nobody holds it longer than a line takes.
///
/// # Errors
/// When the directory cannot be opened, or somebody keeps it.
#[cfg(unix)]
pub fn take(dir: &Path) -> io::Result<Turn> {
    use std::os::fd::AsRawFd;
    use std::time::Duration;

    const TRIES: u32 = 100;
    let file = File::open(dir)?;
    for _ in 0..TRIES {
        if lock(file.as_raw_fd())? {
            return Ok(Turn { _held: Some(file) });
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    Err(io::Error::other("another process holds it"))
}

#[cfg(unix)]
#[expect(unsafe_code, reason = "the standard library has locks of files since Rust 1.89 only")]
fn lock(fd: std::os::fd::RawFd) -> io::Result<bool> {
    // SAFETY: a number in, a number out; whatever the descriptor is, memory is not touched.
    if unsafe { libc::flock(fd, libc::LOCK_EX | libc::LOCK_NB) } == 0 {
        return Ok(true);
    }
    match io::Error::last_os_error() {
        error if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) => Ok(false),
        error => Err(error),
    }
}

/// Elsewhere the log is one process's.
#[cfg(not(unix))]
pub fn take(_dir: &Path) -> io::Result<Turn> {
    Ok(Turn { _held: None })
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time() {
        let dir = std::env::temp_dir();
        let first = take(&dir).unwrap();
        assert!(take(&dir).is_err());
        drop(first);
        assert!(take(&dir).is_ok());
    }
}
