//! One door between JavaScript and Rust: arguments in, values out, and nothing that unwinds across.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

use napi_sys as sys;
use sys::{napi_callback_info, napi_env, napi_value};

use super::state::Env;
use super::value::{Fail, MAX_ARGS, arguments, check, new_string, number, string_of, throw, type_of};

/// One function of the API.
pub struct Export {
    /// Its name in JavaScript.
    pub name: &'static str,
    /// What it does.
    pub body: fn(&Call<'_>) -> Result<napi_value, Fail>,
}

/// One call of an export.
pub struct Call<'a> {
    /// The Node-API environment.
    pub env: napi_env,
    /// What belongs to this JavaScript environment.
    pub state: &'a Env,
    args: [napi_value; MAX_ARGS],
}

impl Call<'_> {
    /// The argument at `index`; `undefined` values and missing ones are `None`.
    pub fn arg(&self, index: usize) -> Option<napi_value> {
        let value = self.args.get(index).copied().filter(|value| !value.is_null())?;
        match type_of(self.env, value) {
            sys::ValueType::napi_undefined | sys::ValueType::napi_null => None,
            _ => Some(value),
        }
    }

    /// The argument at `index` whatever it is, `undefined` too.
    pub fn any(&self, index: usize) -> Result<napi_value, Fail> {
        let value = self.args.get(index).copied().filter(|value| !value.is_null());
        value.ok_or_else(|| Fail::usage(format!("argument {index} is missing")))
    }

    /// A number that fits into 32 bits, nothing else.
    pub fn u32(&self, index: usize) -> Result<u32, Fail> {
        let value = self.arg(index).ok_or_else(|| Fail::usage(format!("argument {index} is missing")))?;
        number(self.env, value).ok_or_else(|| Fail::usage(format!("argument {index} is not a 32-bit number")))
    }

    /// A string, nothing else.
    pub fn string(&self, index: usize) -> Result<String, Fail> {
        let value = self.arg(index).ok_or_else(|| Fail::usage(format!("argument {index} is missing")))?;
        string_of(self.env, value)
    }

    /// A string, or nothing.
    pub fn optional_string(&self, index: usize) -> Result<Option<String>, Fail> {
        self.arg(index).map(|value| string_of(self.env, value)).transpose()
    }

    /// An array of strings.
    pub fn strings(&self, index: usize) -> Result<Vec<String>, Fail> {
        let array = self.arg(index).ok_or_else(|| Fail::usage(format!("argument {index} is missing")))?;
        let mut length = 0_u32;
        // SAFETY: a live value of this callback; a value that is no array is reported by status.
        check(unsafe { sys::napi_get_array_length(self.env, array, &raw mut length) }, "reading an array")?;
        (0..length)
            .map(|at| {
                let mut item = ptr::null_mut();
                // SAFETY: as above.
                let status = unsafe { sys::napi_get_element(self.env, array, at, &raw mut item) };
                check(status, "reading an array")?;
                string_of(self.env, item)
            })
            .collect()
    }

    /// A JavaScript string.
    pub fn text(&self, text: &str) -> Result<napi_value, Fail> {
        new_string(self.env, text)
    }

    /// A string, or `null`.
    pub fn text_or_null(&self, text: Option<&str>) -> Result<napi_value, Fail> {
        match text {
            Some(text) => self.text(text),
            None => {
                let mut value = ptr::null_mut();
                // SAFETY: `env` is the environment of this callback.
                check(unsafe { sys::napi_get_null(self.env, &raw mut value) }, "making null")?;
                Ok(value)
            }
        }
    }

    /// A number.
    pub fn number(&self, number: f64) -> Result<napi_value, Fail> {
        let mut value = ptr::null_mut();
        // SAFETY: as above.
        check(unsafe { sys::napi_create_double(self.env, number, &raw mut value) }, "making a number")?;
        Ok(value)
    }

    /// A boolean.
    pub fn boolean(&self, boolean: bool) -> Result<napi_value, Fail> {
        let mut value = ptr::null_mut();
        // SAFETY: as above.
        check(unsafe { sys::napi_get_boolean(self.env, boolean, &raw mut value) }, "making a boolean")?;
        Ok(value)
    }

    /// `undefined`.
    pub fn nothing(&self) -> Result<napi_value, Fail> {
        Ok(ptr::null_mut())
    }

    /// An array.
    pub fn array(&self, items: &[napi_value]) -> Result<napi_value, Fail> {
        let mut array = ptr::null_mut();
        // SAFETY: as above; the items are live values of this callback.
        unsafe {
            check(
                sys::napi_create_array_with_length(self.env, items.len(), &raw mut array),
                "making an array",
            )?;
            for (at, item) in (0_u32..).zip(items) {
                check(sys::napi_set_element(self.env, array, at, *item), "filling an array")?;
            }
        }
        Ok(array)
    }
}

/// The Node-API callback of every export that is not hot. `data` is its [`Export`].
pub unsafe extern "C" fn trampoline(env: napi_env, info: napi_callback_info) -> napi_value {
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let (args, data) = arguments(env, info)?;
        // SAFETY: `data` was given as a pointer to a static Export.
        let export =
            unsafe { data.cast::<Export>().as_ref() }.ok_or_else(|| Fail::usage("no such function"))?;
        let state =
            Env::current(env).ok_or_else(|| Fail::usage("this environment has not claimed the API"))?;
        (export.body)(&Call { env, state, args })
    }));
    match outcome {
        Ok(Ok(value)) => value,
        Ok(Err(fail)) => {
            throw(env, &fail);
            ptr::null_mut()
        }
        Err(_) => {
            throw(
                env,
                &Fail::usage("the addon failed; this is a bug in Sentinel, and what was asked is refused"),
            );
            ptr::null_mut()
        }
    }
}
