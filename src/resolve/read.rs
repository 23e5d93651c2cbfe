//! Reading a file that somebody else may have put there: never waits, never reads without end.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

/// The bytes of a regular file of at most `max` bytes.
///
/// # Errors
/// When it cannot be opened, is no regular file (a pipe would block), or is larger.
pub fn read_regular(path: &Path, max: usize) -> io::Result<Vec<u8>> {
    let (file, meta) = open_with(path)?;
    // With room for a byte more than there should be, one read sees the end, but of the files that the kernel makes up as they are read.
    let expected = usize::try_from(meta.len()).unwrap_or(max).min(max);
    let mut bytes = vec![0; expected + 1];
    let read = read_once(&file, &mut bytes)?;
    bytes.truncate(read);
    if read != expected || read == 0 {
        file.take((max + 1).saturating_sub(read) as u64).read_to_end(&mut bytes)?;
    }
    if bytes.len() > max {
        return Err(io::Error::other(format!("it is larger than {max} bytes")));
    }
    Ok(bytes)
}

/// A regular file, opened without waiting.
///
/// # Errors
/// When it cannot be opened, or is something else.
pub fn open_regular(path: &Path) -> io::Result<File> {
    open_with(path).map(|(file, _)| file)
}

/// The same with what the system says of it, which is asked once.
fn open_with(path: &Path) -> io::Result<(File, Metadata)> {
    let file = open(path)?;
    let meta = file.metadata()?;
    if !meta.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    Ok((file, meta))
}

/// One read.
fn read_once(mut file: &File, bytes: &mut [u8]) -> io::Result<usize> {
    loop {
        match file.read(bytes) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new().read(true).custom_flags(libc::O_NONBLOCK | libc::O_CLOEXEC).open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).open(path)
}
