//! The quick answer: Linux says in one call whether a path that exists meets any link at all. Where it meets none, the
//! path is its own answer. Everything else is walked.

use std::ffi::CString;
use std::os::fd::{FromRawFd, OwnedFd};

use super::Last;

/// `struct open_how` of openat2(2).
#[repr(C)]
struct OpenHow {
    flags: u64,
    mode: u64,
    resolve: u64,
}

/// RESOLVE_NO_SYMLINKS: the call fails on the first link, those of the process file system included.
const NO_SYMLINKS: u64 = 0x04;

/// What the kernel says of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Met {
    /// It exists and meets no link (a kept last component aside).
    NoLink,
    /// Something in it does not exist, and no link was met before that.
    Nothing,
    /// A link, or an error; or the kernel does not know the call, or a sandbox forbids it.
    Something,
}

/// Asks about `path`, absolute and without `..`.
#[expect(unsafe_code, reason = "openat2 has no safe wrapper in the standard library")]
pub(super) fn ask(path: &str, last: Last) -> Met {
    let Ok(name) = CString::new(path) else { return Met::Something };
    let keep = if last == Last::Keep { libc::O_NOFOLLOW } else { 0 };
    // O_PATH: nothing is opened, no device or pipe notices.
    let Ok(flags) = u64::try_from(libc::O_PATH | libc::O_CLOEXEC | keep) else { return Met::Something };
    let how = OpenHow { flags, mode: 0, resolve: NO_SYMLINKS };
    // SAFETY: the name is NUL-terminated, the structure has the layout and size said.
    let fd = unsafe {
        libc::syscall(libc::SYS_openat2, libc::AT_FDCWD, name.as_ptr(), &raw const how, size_of::<OpenHow>())
    };
    match i32::try_from(fd) {
        Ok(fd) if fd >= 0 => {
            // SAFETY: just opened, and nobody else's.
            drop(unsafe { OwnedFd::from_raw_fd(fd) });
            Met::NoLink
        }
        _ if std::io::Error::last_os_error().raw_os_error() == Some(libc::ENOENT) => Met::Nothing,
        _ => Met::Something,
    }
}

/// Does the link lie in the process file system? Where it cannot be told, it does.
#[expect(unsafe_code, reason = "statfs has no safe wrapper in the standard library")]
pub(super) fn is_of_process(link: &str) -> bool {
    let dir = link.rfind('/').and_then(|cut| link.get(..cut)).filter(|dir| !dir.is_empty()).unwrap_or("/");
    let Ok(name) = CString::new(dir) else { return true };
    let mut found = std::mem::MaybeUninit::<libc::statfs>::uninit();
    // SAFETY: the name is NUL-terminated; the structure is written before it is read, when the call says so.
    let kind = unsafe {
        if libc::statfs(name.as_ptr(), found.as_mut_ptr()) == 0 {
            Some(found.assume_init().f_type)
        } else {
            None
        }
    };
    kind.is_none_or(|kind| i128::from(kind) == i128::from(libc::PROC_SUPER_MAGIC))
}
