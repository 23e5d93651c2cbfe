//! Loading the addon, and handing out its API once per thread.

use std::cell::Cell;
use std::ffi::c_void;
use std::io::Write as _;
use std::ptr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use napi_sys as sys;
use sys::{Status, napi_callback_info, napi_env, napi_value};

use super::export::{Export, trampoline};
use super::self_test::self_test;
use super::state::Env;
use super::v8::V8;
use super::value::{Fail, check, function, set, throw};
use super::{
    addon, boot, calling, child, code, decide, identity, meta, pace, pin, report, shelter, site, stack,
    thrown, trace, worker,
};

thread_local! {
    /// The API was handed out on this thread. Not kept per Node-API environment: loading the file again makes a new one.
    static CLAIMED: Cell<bool> = const { Cell::new(false) };
}

/// Called by Node.js when it loads the file.
///
/// # Safety
/// Only Node.js calls it, on a JavaScript thread, with its own environment and exports object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn napi_register_module_v1(env: napi_env, exports: napi_value) -> napi_value {
    // The table of Node-API functions is filled once per process. If that fails there is nothing to answer with:
    // `claim` is missing then, and the preload refuses to start.
    static READY: OnceLock<bool> = OnceLock::new();
    let ready = READY.get_or_init(|| {
        // SAFETY: called inside the process that exports the symbols; the handle is kept for good.
        std::panic::catch_unwind(|| std::mem::forget(unsafe { sys::setup() })).is_ok()
    });
    if *ready {
        let made = function(env, "claim", Some(claim), ptr::null_mut());
        if let Err(fail) = made.and_then(|value| set(env, exports, "claim", value)) {
            throw(env, &fail);
        }
    }
    exports
}

/// `claim()`: the API on the first call on a thread, an error on every later one.
unsafe extern "C" fn claim(env: napi_env, _info: napi_callback_info) -> napi_value {
    let outcome = std::panic::catch_unwind(|| claim_once(env));
    match outcome {
        Ok(Ok(api)) => api,
        Ok(Err(fail)) => {
            throw(env, &fail);
            ptr::null_mut()
        }
        Err(_) => {
            throw(env, &Fail::usage("the addon failed to start"));
            ptr::null_mut()
        }
    }
}

/// A panic is a bug of ours; it refuses what was asked and is said in one line, a few times. The default would print a
/// stack for each, and a package that finds one could fill the log with them.
fn quiet_panics() {
    static SAID: AtomicU32 = AtomicU32::new(0);
    const AT_MOST: u32 = 10;
    std::panic::set_hook(Box::new(|info| {
        if SAID.fetch_add(1, Ordering::Relaxed) < AT_MOST {
            let place =
                info.location().map_or_else(String::new, |at| format!(" at {}:{}", at.file(), at.line()));
            // Nobody is left to tell when this fails.
            let _ = writeln!(
                std::io::stderr(),
                "[@nrg/sentinel] the addon failed{place}; the call is refused, please report this"
            );
        }
    }));
}

fn claim_once(env: napi_env) -> Result<napi_value, Fail> {
    if CLAIMED.replace(true) {
        return Err(Fail {
            code: "ERR_SENTINEL_CLAIMED",
            message: "the API of the addon is already taken".into(),
        });
    }
    quiet_panics();
    let v8 = V8::find().map_err(|missing| Fail {
        code: "ERR_SENTINEL_V8",
        message: format!("this Node.js does not let Sentinel tell callers apart ({missing} is missing)"),
    })?;
    self_test(env, &v8)?;
    Env::install(env, v8)?;
    let mut api = ptr::null_mut();
    // SAFETY: `env` is the environment of this callback.
    check(unsafe { sys::napi_create_object(env, &raw mut api) }, "making the API")?;
    for group in [
        boot::EXPORTS,
        identity::EXPORTS,
        site::EXPORTS,
        stack::EXPORTS,
        decide::EXPORTS,
        report::EXPORTS,
        calling::EXPORTS,
        child::EXPORTS,
        worker::EXPORTS,
        trace::EXPORTS,
        code::EXPORTS,
        pace::EXPORTS,
        addon::EXPORTS,
        meta::EXPORTS,
        pin::EXPORTS,
        shelter::EXPORTS,
        thrown::EXPORTS,
    ] {
        for entry in group {
            let data = ptr::from_ref::<Export>(entry).cast_mut().cast::<c_void>();
            set(env, api, entry.name, function(env, entry.name, Some(trampoline), data)?)?;
        }
    }
    let state = Env::current(env).ok_or_else(|| Fail::usage("no state"))?;
    let data = ptr::from_ref(state).cast_mut().cast::<c_void>();
    for group in [decide::HOT, stack::HOT] {
        for (name, callback) in group {
            set(env, api, name, function(env, name, Some(*callback), data)?)?;
        }
    }
    // SAFETY: a live object of this callback.
    let status = unsafe { sys::napi_object_freeze(env, api) };
    if status != Status::napi_ok {
        return Err(Fail::usage("the API cannot be frozen"));
    }
    Ok(api)
}
