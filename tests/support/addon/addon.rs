// A native addon for tests: it reads the file that an environment variable names, by no function of Node.js, and exports the text. Another one names a file that it opens, as addons
// of serial ports do: it exports the descriptor.
use std::ffi::{c_char, c_void};

type Value = *mut c_void;

unsafe extern "C" {
    fn napi_create_string_utf8(env: Value, text: *const c_char, length: usize, result: *mut Value) -> i32;
    fn napi_create_int32(env: Value, number: i32, result: *mut Value) -> i32;
    fn napi_set_named_property(env: Value, object: Value, name: *const c_char, value: Value) -> i32;
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_register_module_v1(env: Value, exports: Value) -> Value {
    let text = std::env::var("NRGS_ADDON_READS").ok().and_then(|path| std::fs::read_to_string(path).ok()).unwrap_or_default();
    let mut value = std::ptr::null_mut();
    unsafe {
        napi_create_string_utf8(env, text.as_ptr().cast(), text.len(), &mut value);
        napi_set_named_property(env, exports, c"text".as_ptr(), value);
    }
    if let Some(descriptor) = opened() {
        unsafe {
            napi_create_int32(env, descriptor, &mut value);
            napi_set_named_property(env, exports, c"descriptor".as_ptr(), value);
        }
    }
    exports
}

#[cfg(unix)]
fn opened() -> Option<i32> {
    use std::os::fd::IntoRawFd;
    let path = std::env::var_os("NRGS_ADDON_OPENS")?;
    std::fs::OpenOptions::new().read(true).write(true).open(path).ok().map(IntoRawFd::into_raw_fd)
}

#[cfg(not(unix))]
fn opened() -> Option<i32> {
    None
}
