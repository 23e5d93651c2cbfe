//! Values of JavaScript and the functions that are made of Rust: read, made, thrown.

use std::ffi::{c_char, c_void};
use std::ptr;

use napi_sys as sys;
use sys::{Status, napi_callback_info, napi_env, napi_status, napi_value};

/// Most arguments an export takes.
pub const MAX_ARGS: usize = 9;

/// Why an export throws.
#[derive(Debug)]
pub struct Fail {
    /// The `code` of the error.
    pub code: &'static str,
    /// Its message: one clear line for each thing that is wrong.
    pub message: String,
}

impl Fail {
    /// A wrong argument, or a misuse by Sentinel's own JavaScript.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { code: "ERR_SENTINEL_NATIVE", message: message.into() }
    }
}

/// Turns a status into an error that names the operation.
pub fn check(status: napi_status, what: &str) -> Result<(), Fail> {
    if status == Status::napi_ok {
        Ok(())
    } else {
        Err(Fail::usage(format!("{what} failed (Node-API status {status})")))
    }
}

/// The type of a value; `undefined` when that cannot be told.
pub fn type_of(env: napi_env, value: napi_value) -> sys::napi_valuetype {
    let mut kind = sys::ValueType::napi_undefined;
    // SAFETY: a live value of the current callback.
    let status = unsafe { sys::napi_typeof(env, value, &raw mut kind) };
    if status == Status::napi_ok { kind } else { sys::ValueType::napi_undefined }
}

/// A whole number that fits into 32 bits. Node-API itself would turn `NaN` into 0, which is core.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked first")]
pub fn number(env: napi_env, value: napi_value) -> Option<u32> {
    let mut number = f64::NAN;
    // SAFETY: as above; another type is reported by status.
    let status = unsafe { sys::napi_get_value_double(env, value, &raw mut number) };
    let fits =
        status == Status::napi_ok && number >= 0.0 && number <= f64::from(u32::MAX) && number.fract() == 0.0;
    fits.then_some(number as u32)
}

/// The text of a string value.
pub fn string_of(env: napi_env, value: napi_value) -> Result<String, Fail> {
    with_string(env, value, str::to_owned).ok_or_else(|| Fail::usage("a string was expected"))
}

/// Lends the text of a string value to `use_it`, without an allocation for short ones. `None`: not a string.
pub fn with_string<T>(env: napi_env, value: napi_value, use_it: impl FnOnce(&str) -> T) -> Option<T> {
    let mut short = [0_u8; 512];
    let length = copy_utf8(env, value, &mut short)?;
    // A character of up to four bytes that did not fit is left out whole, and one byte is the NUL.
    if length + 4 < short.len() {
        return Some(use_it(std::str::from_utf8(short.get(..length)?).ok()?));
    }
    let mut length = 0_usize;
    // SAFETY: asks for the length only.
    let status = unsafe { sys::napi_get_value_string_utf8(env, value, ptr::null_mut(), 0, &raw mut length) };
    if status != Status::napi_ok {
        return None;
    }
    let mut long = vec![0_u8; length + 1];
    let length = copy_utf8(env, value, &mut long)?;
    Some(use_it(std::str::from_utf8(long.get(..length)?).ok()?))
}

/// Copies as many whole characters of a string value as there is room for, and a NUL: how many bytes they are. `None`: not a string.
fn copy_utf8(env: napi_env, value: napi_value, into: &mut [u8]) -> Option<usize> {
    let mut length = 0_usize;
    // SAFETY: the buffer is as long as said; another type is reported by status.
    let status = unsafe {
        sys::napi_get_value_string_utf8(
            env,
            value,
            into.as_mut_ptr().cast::<c_char>(),
            into.len(),
            &raw mut length,
        )
    };
    (status == Status::napi_ok).then_some(length)
}

/// The units of a string value. `None`: not a string.
pub fn units_of(env: napi_env, value: napi_value) -> Option<Vec<u16>> {
    let mut length = 0_usize;
    // SAFETY: asks for the length only.
    let status = unsafe { sys::napi_get_value_string_utf16(env, value, ptr::null_mut(), 0, &raw mut length) };
    if status != Status::napi_ok {
        return None;
    }
    let mut units = vec![0_u16; length + 1];
    // SAFETY: the buffer is as long as said.
    let status = unsafe {
        sys::napi_get_value_string_utf16(env, value, units.as_mut_ptr(), units.len(), &raw mut length)
    };
    units.truncate(length);
    (status == Status::napi_ok).then_some(units)
}

/// A JavaScript string.
pub fn new_string(env: napi_env, text: &str) -> Result<napi_value, Fail> {
    let mut value = ptr::null_mut();
    let length = isize::try_from(text.len()).map_err(|_| Fail::usage("a string is too long"))?;
    // SAFETY: pointer and length describe `text`.
    let status =
        unsafe { sys::napi_create_string_utf8(env, text.as_ptr().cast::<c_char>(), length, &raw mut value) };
    check(status, "making a string")?;
    Ok(value)
}

/// Throws; when even that fails the caller gets `undefined`, which no guard takes for a yes.
pub fn throw(env: napi_env, fail: &Fail) {
    let make = || -> Result<(), Fail> {
        let (code, message) = (new_string(env, fail.code)?, new_string(env, &fail.message)?);
        let mut error = ptr::null_mut();
        // SAFETY: live values of this callback.
        unsafe {
            check(sys::napi_create_error(env, code, message, &raw mut error), "making an error")?;
            check(sys::napi_throw(env, error), "throwing")
        }
    };
    // Nothing more can be done; see above.
    let _ = make();
}

/// The arguments of a callback and the data of its function.
pub fn arguments(
    env: napi_env,
    info: napi_callback_info,
) -> Result<([napi_value; MAX_ARGS], *mut c_void), Fail> {
    let mut args = [ptr::null_mut(); MAX_ARGS];
    let mut count = MAX_ARGS;
    let mut data = ptr::null_mut();
    // SAFETY: the array holds `count` values; missing ones become `undefined`.
    let status = unsafe {
        sys::napi_get_cb_info(env, info, &raw mut count, args.as_mut_ptr(), ptr::null_mut(), &raw mut data)
    };
    check(status, "reading arguments")?;
    Ok((args, data))
}

/// Makes a JavaScript function of a Node-API callback: as a class without members, though nobody calls it with `new`.
///
/// When V8 walks the stack it needs the function object of the callback that is running. Since Node.js 22 it makes that anew from the
/// template, together with a prototype and a map, unless the template is one whose functions are kept; those of
/// `napi_create_function` are not. That took a third of the time of each look at the stack, and as the map lies in the old
/// generation, what it points to outlived every collection of the young one.
pub fn function(
    env: napi_env,
    name: &str,
    callback: sys::napi_callback,
    data: *mut c_void,
) -> Result<napi_value, Fail> {
    let mut value = ptr::null_mut();
    let length = isize::try_from(name.len()).map_err(|_| Fail::usage("a name is too long"))?;
    // SAFETY: pointer and length describe `name`; `data` outlives the function (a static, or the environment's state); there are
    // no members.
    let status = unsafe {
        sys::napi_define_class(
            env,
            name.as_ptr().cast::<c_char>(),
            length,
            callback,
            data,
            0,
            ptr::null(),
            &raw mut value,
        )
    };
    check(status, "making a function")?;
    Ok(value)
}

/// Sets a property.
pub fn set(env: napi_env, object: napi_value, name: &str, value: napi_value) -> Result<(), Fail> {
    let key = new_string(env, name)?;
    // SAFETY: live values of this callback.
    check(unsafe { sys::napi_set_property(env, object, key, value) }, "setting a property")
}
