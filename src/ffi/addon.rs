//! Native addons: what was hashed is what is loaded.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use napi_sys::napi_value;
use sha2::{Digest, Sha256};

use super::export::{Call, Export};
use super::value::Fail;
use crate::audit::chain::hex;

/// The functions of this group.
pub const EXPORTS: &[Export] =
    &[Export { name: "openAddon", body: open_addon }, Export { name: "closeAddon", body: close_addon }];

/// How the files of the systems we know begin that a loader loads: ELF, Mach-O (also of several kinds), PE.
const STARTS: &[&[u8]] = &[b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"MZ"];

/// `openAddon(path)`: the SHA-256 of the file, the path to load it from and a number for `closeAddon`, on one line. Where the code of
/// this process may write, the path leads to a copy that nobody can change any more.
fn open_addon(call: &Call<'_>) -> Result<napi_value, Fail> {
    let path = call.string(0)?;
    let failed = |error: std::io::Error| Fail::usage(format!("`{path}` cannot be loaded: {error}"));
    let real = std::fs::canonicalize(&path).map_err(failed)?;
    let mut file = File::open(&real).map_err(failed)?;
    if !file.metadata().map_err(failed)?.is_file() {
        return Err(Fail::usage(format!("`{path}` cannot be loaded: it is not a regular file")));
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(failed)?;
    // The hash of anything else would tell what is in it.
    if !STARTS.iter().any(|start| bytes.starts_with(start)) {
        return Err(Fail::usage(format!("`{path}` cannot be loaded: it is no native addon")));
    }
    let hash = hex(&Sha256::digest(&bytes));
    let shown = real.to_str().ok_or_else(|| Fail::usage("a path that is not UTF-8"))?;
    // No capability lets a package write below a `node_modules`, and libraries that lie beside an addon are found there.
    let is_safe = real.components().any(|part| part.as_os_str() == "node_modules");
    let copied = if is_safe { None } else { sealed_copy(&bytes) };
    match copied {
        Some(number) => call.text(&format!("{hash} {number} /proc/self/fd/{number}")),
        None => call.text(&format!("{hash} -1 {shown}")),
    }
}

/// A file without a name that holds `bytes` and can never be written again.
#[cfg(target_os = "linux")]
fn sealed_copy(bytes: &[u8]) -> Option<i32> {
    use std::io::Write;
    use std::os::fd::{FromRawFd, IntoRawFd};

    if !Path::new("/proc/self/fd").exists() {
        return None;
    }
    // SAFETY: a constant C string; the result is checked.
    let number =
        unsafe { libc::memfd_create(c"addon".as_ptr(), libc::MFD_CLOEXEC | libc::MFD_ALLOW_SEALING) };
    if number < 0 {
        return None;
    }
    // SAFETY: just made, and owned by nobody else.
    let mut file = unsafe { File::from_raw_fd(number) };
    file.write_all(bytes).ok()?;
    let seals = libc::F_SEAL_WRITE | libc::F_SEAL_SHRINK | libc::F_SEAL_GROW | libc::F_SEAL_SEAL;
    // SAFETY: our own descriptor.
    let sealed = unsafe { libc::fcntl(number, libc::F_ADD_SEALS, seals) };
    // Stays open: the loader takes two files of one name for one.
    (sealed == 0).then(|| file.into_raw_fd())
}

#[cfg(not(target_os = "linux"))]
fn sealed_copy(_bytes: &[u8]) -> Option<i32> {
    None
}

/// `closeAddon(number)`: of an addon that is not loaded.
fn close_addon(call: &Call<'_>) -> Result<napi_value, Fail> {
    #[cfg(target_os = "linux")]
    if let Ok(number) = i32::try_from(call.u32(0)?) {
        // SAFETY: a number that `openAddon` gave out; only Sentinel's own JavaScript calls this, once.
        unsafe { libc::close(number) };
    }
    call.nothing()
}
