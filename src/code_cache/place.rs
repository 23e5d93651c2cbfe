//! The folder of the cache. Whoever can write there can put code into Node-RED: it must be this user's (or root's) alone,
//! and so must every file in it; links are not followed.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// A temporary file of this age was left behind.
const LEFT_BEHIND: Duration = Duration::from_secs(3600);

/// A folder that was looked at once, by which everything in it is reached from then on.
#[derive(Debug)]
pub struct Place {
    directory: File,
    path: PathBuf,
}

impl Place {
    /// The folder, if it is there and can be trusted.
    ///
    /// # Errors
    /// When it is not.
    pub fn existing(path: &Path) -> io::Result<Self> {
        imp::directory(path).map(|directory| Self { directory, path: path.to_owned() })
    }

    /// The same; made now when it is not there.
    ///
    /// # Errors
    /// When it cannot be made or trusted.
    pub fn made(path: &Path) -> io::Result<Self> {
        match imp::make(path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            _ => Self::existing(path),
        }
    }

    /// A file in it to read.
    ///
    /// # Errors
    /// When it cannot be opened, or others could have written it.
    pub fn read(&self, name: &str) -> io::Result<File> {
        let file = imp::open(&self.directory, name, false)?;
        imp::check(&file.metadata()?, imp::Kind::File)?;
        Ok(file)
    }

    /// A new file in it.
    ///
    /// # Errors
    /// When there is one of this name, or none can be made.
    pub fn create(&self, name: &str) -> io::Result<File> {
        imp::open(&self.directory, name, true)
    }

    /// Gives a file another name, in the place of what has it.
    ///
    /// # Errors
    /// When that fails.
    pub fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        imp::rename(&self.directory, from, to)
    }

    /// Removes all files of the cache but `name` and the newest `keep` others.
    pub fn prune(&self, name: &str, keep: usize) {
        let mut packs = Vec::new();
        for entry in fs::read_dir(&self.path).into_iter().flatten().flatten() {
            let Ok(other) = entry.file_name().into_string() else { continue };
            let Some(written) = entry.metadata().ok().and_then(|meta| meta.modified().ok()) else { continue };
            if other == name || !other.starts_with("code-") {
                continue;
            }
            if other.ends_with(".bin") {
                packs.push((written, other));
            } else if other.ends_with(".tmp") && written + LEFT_BEHIND < SystemTime::now() {
                let _ = self.remove(&other);
            }
        }
        packs.sort();
        let many = packs.len().saturating_sub(keep);
        for (_, old) in packs.into_iter().take(many) {
            let _ = self.remove(&old);
        }
    }

    /// Removes a file.
    ///
    /// # Errors
    /// When that fails.
    pub fn remove(&self, name: &str) -> io::Result<()> {
        imp::remove(&self.directory, name)
    }
}

#[cfg(unix)]
#[expect(
    unsafe_code,
    reason = "the calls relative to an open directory have no safe wrapper in the standard library"
)]
mod imp {
    use super::{File, Path, fs, io};
    use std::ffi::CString;
    use std::fs::OpenOptions;
    use std::os::fd::{AsRawFd, FromRawFd};
    use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};

    #[derive(Clone, Copy, PartialEq, Eq)]
    pub enum Kind {
        Directory,
        File,
    }

    /// Owned by this user or root, written by nobody else, and a file has no second name by which it could be written.
    pub fn check(meta: &fs::Metadata, kind: Kind) -> io::Result<()> {
        // SAFETY: the call has no preconditions.
        let me = unsafe { libc::geteuid() };
        let is_kind = match kind {
            Kind::Directory => meta.is_dir(),
            Kind::File => meta.is_file() && meta.nlink() == 1,
        };
        let is_private = (meta.uid() == me || meta.uid() == 0) && meta.mode() & 0o022 == 0;
        if is_kind && is_private { Ok(()) } else { Err(io::ErrorKind::PermissionDenied.into()) }
    }

    pub fn directory(path: &Path) -> io::Result<File> {
        let flags = libc::O_NOFOLLOW | libc::O_DIRECTORY | libc::O_CLOEXEC;
        let directory = OpenOptions::new().read(true).custom_flags(flags).open(path)?;
        check(&directory.metadata()?, Kind::Directory)?;
        Ok(directory)
    }

    pub fn make(path: &Path) -> io::Result<()> {
        fs::DirBuilder::new().mode(0o700).create(path)
    }

    fn named(name: &str) -> io::Result<CString> {
        CString::new(name).map_err(|_| io::ErrorKind::InvalidInput.into())
    }

    fn done(result: libc::c_int) -> io::Result<libc::c_int> {
        if result < 0 { Err(io::Error::last_os_error()) } else { Ok(result) }
    }

    pub fn open(directory: &File, name: &str, create: bool) -> io::Result<File> {
        let name = named(name)?;
        let how = if create { libc::O_WRONLY | libc::O_CREAT | libc::O_EXCL } else { libc::O_RDONLY };
        let flags = how | libc::O_NOFOLLOW | libc::O_NONBLOCK | libc::O_CLOEXEC;
        // SAFETY: an open directory, a NUL-terminated name, and the mode that O_CREAT asks for.
        let fd = done(unsafe { libc::openat(directory.as_raw_fd(), name.as_ptr(), flags, 0o600) })?;
        // SAFETY: just opened, and nobody else's.
        Ok(unsafe { File::from_raw_fd(fd) })
    }

    pub fn rename(directory: &File, from: &str, to: &str) -> io::Result<()> {
        let (from, to, fd) = (named(from)?, named(to)?, directory.as_raw_fd());
        // SAFETY: an open directory and NUL-terminated names.
        done(unsafe { libc::renameat(fd, from.as_ptr(), fd, to.as_ptr()) }).map(drop)
    }

    pub fn remove(directory: &File, name: &str) -> io::Result<()> {
        let name = named(name)?;
        // SAFETY: as above.
        done(unsafe { libc::unlinkat(directory.as_raw_fd(), name.as_ptr(), 0) }).map(drop)
    }
}

/// Elsewhere nothing is kept: who else can write a folder is not known.
#[cfg(not(unix))]
mod imp {
    use super::{File, Path, fs, io};

    #[derive(Clone, Copy, PartialEq, Eq)]
    pub enum Kind {
        File,
    }

    fn unsupported<T>() -> io::Result<T> {
        Err(io::ErrorKind::Unsupported.into())
    }

    pub fn check(_: &fs::Metadata, _: Kind) -> io::Result<()> {
        unsupported()
    }

    pub fn directory(_: &Path) -> io::Result<File> {
        unsupported()
    }

    pub fn make(_: &Path) -> io::Result<()> {
        unsupported()
    }

    pub fn open(_: &File, _: &str, _: bool) -> io::Result<File> {
        unsupported()
    }

    pub fn rename(_: &File, _: &str, _: &str) -> io::Result<()> {
        unsupported()
    }

    pub fn remove(_: &File, _: &str) -> io::Result<()> {
        unsupported()
    }
}
