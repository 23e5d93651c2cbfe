//! The texts in a file, mapped. What V8 compiled from them it seldom asks for again, and what it does not ask for takes no
//! memory.

use std::borrow::Cow;
use std::fs::File;

/// A text as V8 has it: one byte for each character, or two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Text {
    /// Nothing but ASCII.
    Ascii(&'static [u8]),
    /// UTF-16 in the byte order of this machine.
    Wide(&'static [u8]),
}

impl Text {
    /// What is kept, if it is this text.
    pub fn same(kept: &'static [u8], text: &[u8]) -> Option<Self> {
        if text.is_ascii() {
            return (kept == text).then_some(Self::Ascii(kept));
        }
        let (units, rest) = kept.as_chunks::<2>();
        let same = rest.is_empty()
            && units
                .iter()
                .copied()
                .map(u16::from_ne_bytes)
                .eq(std::str::from_utf8(text).ok()?.encode_utf16());
        same.then_some(Self::Wide(kept))
    }

    /// A text as it is kept.
    pub fn kept(text: &[u8]) -> Cow<'_, [u8]> {
        if text.is_ascii() {
            return Cow::Borrowed(text);
        }
        let units = std::str::from_utf8(text).map(str::encode_utf16);
        Cow::Owned(units.into_iter().flatten().flat_map(u16::to_ne_bytes).collect())
    }
}

/// The whole file, as long as the process lives: V8 has strings that lie in it. `None` where that could end badly.
///
/// The file is only this user's and is never changed where it lies: a new one takes its name.
pub fn map(file: &File, size: u64) -> Option<&'static [u8]> {
    imp::map(file, usize::try_from(size).ok()?)
}

/// Gives the memory back, of each page until somebody reads it again.
pub fn forget(mapped: &'static [u8]) {
    imp::forget(mapped);
}

#[cfg(target_os = "linux")]
#[expect(unsafe_code, reason = "mapping has no safe wrapper in the standard library")]
mod imp {
    use std::fs::File;
    use std::mem::MaybeUninit;
    use std::os::fd::AsRawFd;
    use std::{ptr, slice};

    /// File systems of this machine, where a file that is open stays as it is: ext4, XFS, Btrfs, F2FS, ZFS, overlay, tmpfs. Elsewhere,
    /// over a network above all, it can go away, and whoever reads the mapping then is ended by the system.
    const LASTING: [u64; 7] =
        [0xEF53, 0x5846_5342, 0x9123_683E, 0xF2F5_2010, 0x2FC1_2FC1, 0x794C_7630, 0x0102_1994];

    fn lasts(file: &File) -> bool {
        let mut about = MaybeUninit::<libc::statfs>::uninit();
        // SAFETY: an open file and room for the answer, which is read only when there is one.
        let kind = unsafe {
            if libc::fstatfs(file.as_raw_fd(), about.as_mut_ptr()) != 0 {
                return false;
            }
            about.assume_init().f_type
        };
        u64::try_from(kind).is_ok_and(|kind| LASTING.contains(&kind))
    }

    pub fn map(file: &File, size: usize) -> Option<&'static [u8]> {
        if size == 0 || !lasts(file) {
            return None;
        }
        // SAFETY: a new mapping of an open file, which nobody writes through; the kernel chooses the place.
        let start = unsafe {
            libc::mmap(ptr::null_mut(), size, libc::PROT_READ, libc::MAP_PRIVATE, file.as_raw_fd(), 0)
        };
        if start == libc::MAP_FAILED {
            return None;
        }
        // SAFETY: mapped just now, as long as that, and never unmapped.
        Some(unsafe { slice::from_raw_parts(start.cast::<u8>(), size) })
    }

    pub fn forget(mapped: &'static [u8]) {
        // SAFETY: a mapping that is never unmapped nor written: its pages are read from the file again.
        unsafe { libc::madvise(mapped.as_ptr().cast_mut().cast(), mapped.len(), libc::MADV_DONTNEED) };
    }
}

#[cfg(not(target_os = "linux"))]
mod imp {
    use std::fs::File;

    pub fn map(_: &File, _: usize) -> Option<&'static [u8]> {
        None
    }

    pub fn forget(_: &'static [u8]) {}
}
