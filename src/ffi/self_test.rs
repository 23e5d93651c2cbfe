//! Proves at start that what is read off V8's stack means what it is taken for.

use std::ffi::c_void;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

use napi_sys as sys;
use sys::{Status, napi_callback, napi_callback_info, napi_env, napi_value};

use super::v8::V8;
use super::value::{Fail, arguments, check, function, new_string, type_of};

/// The value of a script that yields a function.
pub fn compile(env: napi_env, source: &str) -> Result<napi_value, Fail> {
    let source = new_string(env, source)?;
    let mut value = ptr::null_mut();
    // SAFETY: live values of this callback.
    let status = unsafe { sys::napi_run_script(env, source, &raw mut value) };
    if status != Status::napi_ok {
        let mut error = ptr::null_mut();
        // SAFETY: an exception of ours (no stack left) must not surface in the guarded call.
        unsafe { sys::napi_get_and_clear_last_exception(env, &raw mut error) };
    }
    check(status, "compiling")?;
    if type_of(env, value) == sys::ValueType::napi_function {
        Ok(value)
    } else {
        Err(Fail::usage("not a function"))
    }
}

/// Proves on a known function that V8's answers mean what we think they mean.
pub fn self_test(env: napi_env, v8: &V8) -> Result<(), Fail> {
    let failed = |what: &str| Fail {
        code: "ERR_SENTINEL_V8",
        message: format!("this Node.js does not let Sentinel tell callers apart (self-test: {what})"),
    };
    let known = compile(env, "(function nrgSentinelSelfTest(probe) { return probe(); })")?;
    // SAFETY: a function, as `compile` made sure.
    let expected = unsafe { v8.function_script(known) };
    if expected == 0 {
        return Err(failed("a function has no script"));
    }
    // SAFETY: it has a script, as just seen.
    if unsafe { v8.function_script_name(env, known) }.is_some_and(|name| !name.is_empty()) {
        return Err(failed("a script without a name has one"));
    }
    let mut seen = Probe { v8: *v8, stack: 0, is_eval: true, named: true };
    let probe = function(env, "probe", PROBE, (&raw mut seen).cast::<c_void>())?;
    let (mut receiver, mut result) = (ptr::null_mut(), ptr::null_mut());
    // SAFETY: live values; the probe is called before `seen` goes away and is not reachable afterwards.
    unsafe {
        check(sys::napi_get_undefined(env, &raw mut receiver), "making undefined")?;
        check(
            sys::napi_call_function(env, receiver, known, 1, &raw const probe, &raw mut result),
            "calling the self-test",
        )?;
    }
    if seen.stack != expected {
        return Err(failed("the topmost frame is not the calling function"));
    }
    if seen.is_eval || seen.named {
        return Err(failed("an anonymous script is taken for something else"));
    }
    Ok(())
}

struct Probe {
    v8: V8,
    stack: u32,
    is_eval: bool,
    named: bool,
}

const PROBE: napi_callback = Some(probe);

unsafe extern "C" fn probe(env: napi_env, info: napi_callback_info) -> napi_value {
    let Ok((_, data)) = arguments(env, info) else { return ptr::null_mut() };
    // SAFETY: `self_test` passes a pointer to its own Probe and waits for this call.
    let Some(seen) = (unsafe { data.cast::<Probe>().as_mut() }) else { return ptr::null_mut() };
    let _ = catch_unwind(AssertUnwindSafe(|| {
        let v8 = seen.v8;
        if let Some(frame) = v8.stack(1).as_ref().and_then(|stack| stack.frame(0)) {
            seen.stack = frame.script();
            seen.is_eval = frame.is_eval();
            seen.named = frame.name(env).is_some_and(|name| !name.is_empty());
        }
    }));
    ptr::null_mut()
}
