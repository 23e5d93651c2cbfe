//! The code cache at the door: whole texts come in, compiled code goes into a buffer of JavaScript's.

use std::cell::RefCell;
use std::ffi::{c_char, c_void};
use std::path::Path;
use std::sync::{MutexGuard, PoisonError};
use std::{ptr, slice};

use napi_sys as sys;
use sys::{Status, napi_env, napi_value};

use super::export::{Call, Export};
use super::state::shared;
use super::value::{Fail, check};
use crate::code_cache::lenient::rewrite;
use crate::code_cache::{CodeCache, Found, Text, hash_of};

/// The functions of this group.
pub const EXPORTS: &[Export] = &[
    Export { name: "codeOpen", body: open },
    Export { name: "codeFind", body: find },
    Export { name: "codeText", body: kept_text },
    Export { name: "codeReject", body: reject },
    Export { name: "codeKeep", body: keep },
    Export { name: "codePlaces", body: places },
    Export { name: "codeKeepPlaces", body: keep_places },
    Export { name: "codeFinish", body: finish },
    Export { name: "lenient", body: lenient },
];

/// Changes with what is kept, and what may be taken from it.
const FORMAT: &[u8] = b"2";

fn cache() -> MutexGuard<'static, Option<CodeCache>> {
    shared().code.lock().unwrap_or_else(PoisonError::into_inner)
}

/// `codeOpen(directory, engine)`: the size of the largest piece kept for this engine; 0 when nothing is kept, or
/// nothing that can be trusted. `null` on a thread that has no cache.
fn open(call: &Call<'_>) -> Result<napi_value, Fail> {
    if !shared().is_first_thread() {
        return call.text_or_null(None);
    }
    let (directory, engine) = (call.string(0)?, call.string(1)?);
    let tag = call.state.v8.code_tag().to_le_bytes();
    let parts = [
        env!("CARGO_PKG_VERSION").as_bytes(),
        FORMAT,
        std::env::consts::ARCH.as_bytes(),
        engine.as_bytes(),
        &tag,
    ];
    let found = CodeCache::open(Path::new(&directory), hash_of(&parts));
    let largest = u32::try_from(found.largest()).unwrap_or(u32::MAX);
    *cache() = Some(found);
    call.number(f64::from(largest))
}

/// `codeFind(name, head, body, tail, buffer, writes?)`: how many bytes of the buffer are the code of the text that these three are; when
/// there is none, -1 minus the number under which it is to be kept. With `writes` the body is what `lenient` makes of it.
fn find(call: &Call<'_>) -> Result<napi_value, Fail> {
    let missing = || Fail::usage("an argument is missing");
    let name = call.string(0)?;
    let buffer = call.arg(4).ok_or_else(missing)?;
    let (mut data, mut length): (*mut c_void, usize) = (ptr::null_mut(), 0);
    // SAFETY: a live value of this callback; one that is no ArrayBuffer is reported by status.
    let status = unsafe { sys::napi_get_arraybuffer_info(call.env, buffer, &raw mut data, &raw mut length) };
    check(status, "taking the buffer")?;
    let buffer = if data.is_null() || length == 0 {
        &mut []
    } else {
        // SAFETY: memory of an ArrayBuffer that lives as long as this callback, in which no JavaScript runs.
        unsafe { slice::from_raw_parts_mut(data.cast::<u8>(), length) }
    };
    let writes = call.arg(5).map(|_| call.strings(5)).transpose()?;
    SCRATCH.with_borrow_mut(|scratch| {
        let mut used = 0;
        for index in 1..4 {
            let from = used;
            used = add_utf8(call.env, call.arg(index).ok_or_else(missing)?, scratch, used)?;
            let body = scratch.get(from..used).unwrap_or_default();
            let made = writes.as_ref().filter(|_| index == 2).and_then(|writes| rewrite(body, writes));
            if let Some(made) = made {
                used = from + made.len();
                scratch.truncate(from);
                scratch.extend_from_slice(&made);
            }
        }
        let text = scratch.get(..used).unwrap_or_default();
        let found = cache().as_mut().map(|cache| cache.find(name.as_bytes(), text, buffer));
        answer(call, found)
    })
}

/// `node_api_create_external_string_latin1` and `…_utf16`, which Node.js has since 20.4.
type MakeExternal = unsafe extern "C" fn(
    napi_env,
    *mut c_char,
    usize,
    *mut c_void,
    *mut c_void,
    *mut napi_value,
    *mut bool,
) -> sys::napi_status;

/// `codeText()`: the text of what was found last, lying where it was kept; `null` when it has to be the one that was read.
fn kept_text(call: &Call<'_>) -> Result<napi_value, Fail> {
    let (text, length, name) = match cache().as_ref().and_then(CodeCache::text) {
        Some(Text::Ascii(text)) => (text, text.len(), c"node_api_create_external_string_latin1"),
        Some(Text::Wide(text)) if text.as_ptr().cast::<u16>().is_aligned() => {
            (text, text.len() / 2, c"node_api_create_external_string_utf16")
        }
        _ => return call.text_or_null(None),
    };
    let Some(make) = super::v8::symbol(name) else { return call.text_or_null(None) };
    // SAFETY: the functions of these names have this type, but for what the pointer points to.
    let make: MakeExternal = unsafe { super::v8::function_at(make) };
    let mut value = ptr::null_mut();
    // SAFETY: so many characters that live as long as the process, and are only read; nothing has to be done when the string goes.
    let status = unsafe {
        make(
            call.env,
            text.as_ptr().cast::<c_char>().cast_mut(),
            length,
            ptr::null_mut(),
            ptr::null_mut(),
            &raw mut value,
            ptr::null_mut(),
        )
    };
    if status == Status::napi_ok { Ok(value) } else { call.text_or_null(None) }
}

/// `lenient(text, writes)`: the text of a module, with those writes that do nothing where they would throw.
fn lenient(call: &Call<'_>) -> Result<napi_value, Fail> {
    let (text, writes) = (call.string(0)?, call.strings(1)?);
    let made = rewrite(text.as_bytes(), &writes).and_then(|made| String::from_utf8(made).ok());
    call.text(&made.unwrap_or(text))
}

/// `codeReject()`: V8 did not want the code found last. Answers as `codeFind`.
fn reject(call: &Call<'_>) -> Result<napi_value, Fail> {
    let found = cache().as_mut().and_then(CodeCache::reject);
    answer(call, found)
}

fn answer(call: &Call<'_>, found: Option<Found>) -> Result<napi_value, Fail> {
    let small = |number: usize| u32::try_from(number).map_or(f64::MAX, f64::from);
    match found {
        Some(Found::Code(length)) => call.number(small(length)),
        Some(Found::Missing(number)) => call.number(-1.0 - small(number)),
        None => Err(Fail::usage("the code cache is not open")),
    }
}

/// Writes the text into `bytes`, as much as fits with its NUL. Returns how many bytes were written.
fn copy_utf8(env: napi_env, text: napi_value, bytes: &mut [u8]) -> Result<usize, Fail> {
    let mut length = 0_usize;
    let (data, room) = (bytes.as_mut_ptr().cast::<c_char>(), bytes.len());
    // SAFETY: the buffer is as long as said; another type is reported by status.
    let status = unsafe { sys::napi_get_value_string_utf8(env, text, data, room, &raw mut length) };
    check(status, "reading a text")?;
    Ok(length)
}

thread_local! {
    /// Where texts are put together: one piece of memory for all of them, until Node-RED has started.
    static SCRATCH: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Room that is enough for most texts.
const ROOM: usize = 1 << 16;

/// Puts a text as UTF-8 behind what is used of `bytes`, and says how much is then. Texts are files that were read as UTF-8, so
/// this loses nothing.
fn add_utf8(env: napi_env, text: napi_value, bytes: &mut Vec<u8>, used: usize) -> Result<usize, Fail> {
    if bytes.len() < used + ROOM {
        bytes.resize(used + ROOM, 0);
    }
    let room = bytes.len() - used;
    let mut length = copy_utf8(env, text, bytes.get_mut(used..).unwrap_or_default())?;
    // A character of up to four bytes that did not fit is left out whole, and one byte is the NUL.
    if length + 4 >= room {
        // SAFETY: asks for the length only.
        let status =
            unsafe { sys::napi_get_value_string_utf8(env, text, ptr::null_mut(), 0, &raw mut length) };
        check(status, "reading a text")?;
        bytes.resize(used + length + 1, 0);
        length = copy_utf8(env, text, bytes.get_mut(used..).unwrap_or_default())?;
    }
    Ok(used + length)
}

/// `codeKeep(number, text, buffer)`: the code of a text that was missing. False: nothing can be kept.
fn keep(call: &Call<'_>) -> Result<napi_value, Fail> {
    let number = call.u32(0)? as usize;
    let missing = || Fail::usage("an argument is missing");
    let (text, buffer) = (call.arg(1).ok_or_else(missing)?, call.arg(2).ok_or_else(missing)?);
    let (mut data, mut length): (*mut c_void, usize) = (ptr::null_mut(), 0);
    // SAFETY: a live value of this callback; one that is no Buffer is reported by status.
    let status = unsafe { sys::napi_get_buffer_info(call.env, buffer, &raw mut data, &raw mut length) };
    if status != Status::napi_ok || data.is_null() {
        return call.boolean(false);
    }
    // SAFETY: memory of a Buffer that lives as long as this callback, in which no JavaScript runs.
    let code = unsafe { slice::from_raw_parts(data.cast::<u8>(), length) };
    SCRATCH.with_borrow_mut(|scratch| {
        let used = add_utf8(call.env, text, scratch, 0)?;
        let text = scratch.get(..used).unwrap_or_default();
        let kept = cache().as_mut().is_some_and(|cache| cache.keep(number, text, code).is_ok());
        call.boolean(kept)
    })
}

/// `codePlaces(options)`: where modules were found at an earlier start with these options (src/code_cache/found.rs); `null` where that
/// may not be so any more.
fn places(call: &Call<'_>) -> Result<napi_value, Fail> {
    let options = call.string(0)?;
    let text = cache().as_mut().and_then(|cache| cache.places(options.as_bytes()));
    call.text_or_null(text.as_deref())
}

/// `codeKeepPlaces(options, text)`: where they were found at this one.
fn keep_places(call: &Call<'_>) -> Result<napi_value, Fail> {
    let (options, text) = (call.string(0)?, call.string(1)?);
    if let Some(cache) = cache().as_mut() {
        // The next start looks for itself.
        let _ = cache.keep_places(options.as_bytes(), &text);
    }
    call.nothing()
}

/// `codeFinish()`: Node-RED has started; what was kept is written to the disk by a thread of its own.
fn finish(call: &Call<'_>) -> Result<napi_value, Fail> {
    SCRATCH.take();
    let finished = cache().take();
    finished.iter().for_each(CodeCache::forget_texts);
    if let Some(cache) = finished.filter(CodeCache::has_news) {
        // Without a thread, or without room on the disk, the next start is as slow as this one.
        let _ = std::thread::Builder::new().name("sentinel-code".into()).spawn(move || drop(cache.finish()));
    }
    call.nothing()
}
