// A native addon for tests: it reads the file that an environment variable names, by no function of Node.js, and exports the text.
use std::ffi::{c_char, c_void};

type Value = *mut c_void;

unsafe extern "C" {
    fn napi_create_string_utf8(env: Value, text: *const c_char, length: usize, result: *mut Value) -> i32;
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
    exports
}
