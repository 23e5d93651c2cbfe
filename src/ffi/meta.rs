//! `import.meta`, once Node.js has filled it.
//!
//! The URL of an ES module of a package carries a mark that tells its instance from those of others, and Node.js puts that URL into
//! `import.meta`. V8 asks one function of its host to fill the object; ours has Node's do it, and then shows it to JavaScript, which takes the
//! mark out. Where the functions are missing the mark stays to be seen, which harms nobody.

use std::cell::Cell;
use std::ffi::c_void;
use std::ptr;

use napi_sys as sys;
use sys::{Status, napi_env, napi_ref, napi_value};

use super::export::{Call, Export};
use super::v8::{function_at, symbol};
use super::value::{Fail, check, type_of};

type Ptr = *mut c_void;
type Fill = unsafe extern "C" fn(Ptr, Ptr, napi_value);

/// The functions of this group.
pub const EXPORTS: &[Export] = &[Export { name: "onMeta", body: on_meta }];

/// What fills the object in this thread, and what it is shown to.
#[derive(Clone, Copy)]
struct Shown {
    fill: Fill,
    env: napi_env,
    to: napi_ref,
}

thread_local! {
    static SHOWN: Cell<Option<Shown>> = const { Cell::new(None) };
}

/// `onMeta(function)`: it is given each `import.meta` from now on; false when this Node.js does not have what it takes.
fn on_meta(call: &Call<'_>) -> Result<napi_value, Fail> {
    let to = call.any(0)?;
    let found = (
        symbol(c"_ZN2v87Isolate10GetCurrentEv"),
        symbol(
            c"_ZN2v87Isolate41SetHostInitializeImportMetaObjectCallbackEPFvNS_5LocalINS_7ContextEEENS1_INS_6ModuleEEENS1_INS_6ObjectEEEE",
        ),
        symbol(
            c"_ZN4node6loader10ModuleWrap38HostInitializeImportMetaObjectCallbackEN2v85LocalINS2_7ContextEEENS3_INS2_6ModuleEEENS3_INS2_6ObjectEEE",
        ),
    );
    let (Some(current), Some(set), Some(fill)) = found else { return call.boolean(false) };
    let mut reference = ptr::null_mut();
    // SAFETY: the symbols have these signatures in Node.js 20 to 26; a `Local<T>` is one word. The function stays as long as the
    // environment, and the hook takes it away before that ends.
    unsafe {
        let current: unsafe extern "C" fn() -> Ptr = function_at(current);
        let set: unsafe extern "C" fn(Ptr, Fill) = function_at(set);
        check(sys::napi_create_reference(call.env, to, 1, &raw mut reference), "keeping a function")?;
        check(sys::napi_add_env_cleanup_hook(call.env, Some(forget), ptr::null_mut()), "watching the end")?;
        SHOWN.set(Some(Shown { fill: function_at(fill), env: call.env, to: reference }));
        set(current(), initialise);
    }
    call.boolean(true)
}

unsafe extern "C" fn forget(_: Ptr) {
    let _ = SHOWN.try_with(|shown| shown.set(shown.get().map(|one| Shown { to: ptr::null_mut(), ..one })));
}

unsafe extern "C" fn initialise(context: Ptr, module: Ptr, meta: napi_value) {
    let Ok(Some(shown)) = SHOWN.try_with(Cell::get) else { return };
    // SAFETY: called by V8, with what Node's own function takes.
    unsafe {
        (shown.fill)(context, module, meta);
        if !shown.to.is_null() {
            show(shown, meta);
        }
    }
}

/// What goes wrong here leaves the object as Node made it.
///
/// # Safety
/// `meta` is a live object of the call we are in.
unsafe fn show(Shown { env, to, .. }: Shown, meta: napi_value) {
    let mut scope = ptr::null_mut();
    // SAFETY: the environment is that of this thread and has not ended; the scope is closed below.
    unsafe {
        if sys::napi_open_handle_scope(env, &raw mut scope) != Status::napi_ok {
            return;
        }
        let mut url = ptr::null_mut();
        let mut function = ptr::null_mut();
        let mut receiver = ptr::null_mut();
        // Without a URL Node has not come to its end.
        if sys::napi_get_named_property(env, meta, c"url".as_ptr(), &raw mut url) == Status::napi_ok
            && type_of(env, url) == sys::ValueType::napi_string
            && sys::napi_get_reference_value(env, to, &raw mut function) == Status::napi_ok
            && sys::napi_get_undefined(env, &raw mut receiver) == Status::napi_ok
            && sys::napi_call_function(env, receiver, function, 1, &raw const meta, ptr::null_mut())
                != Status::napi_ok
        {
            let mut error = ptr::null_mut();
            let _ = sys::napi_get_and_clear_last_exception(env, &raw mut error);
        }
        let _ = sys::napi_close_handle_scope(env, scope);
    }
}
