//! Which script threw the error that nobody caught.
//!
//! V8 notes where an error is thrown and tells its listeners when nobody catches it; Node.js's own listener, which raises
//! `uncaughtException`, passes on the error alone. Ours stands in its place, keeps the name of the script and has Node's do the rest.
//! It costs nothing until an error is uncaught. Where a function is missing nobody knows who threw: js/guards/process/story.js takes
//! that for an answer that proves nothing.

use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::ptr;

use napi_sys as sys;
use sys::{napi_env, napi_value};

use super::export::{Call, Export};
use super::v8::{function_at, symbol};
use super::value::{Fail, check, string_of};

type Ptr = *mut c_void;
/// `v8::MessageCallback`: the message, and the error when the listener was added without data.
type Listener = unsafe extern "C" fn(napi_value, napi_value);

/// The functions of this group.
pub const EXPORTS: &[Export] =
    &[Export { name: "watchThrows", body: watch_throws }, Export { name: "thrownIn", body: thrown_in }];

/// Errors and warnings: what Node's listener is added for.
const LEVELS: i32 = 8 | 16;

#[derive(Clone, Copy)]
struct Watch {
    nodes: Listener,
    script: unsafe extern "C" fn(napi_value) -> napi_value,
    env: napi_env,
}

thread_local! {
    static WATCH: Cell<Option<Watch>> = const { Cell::new(None) };
    /// Of the error that is being told of right now.
    static THROWN: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// `watchThrows()`: from now on `thrownIn` can answer; false when this Node.js does not have what it takes.
fn watch_throws(call: &Call<'_>) -> Result<napi_value, Fail> {
    let found = (
        symbol(c"_ZN2v87Isolate10GetCurrentEv"),
        symbol(
            c"_ZN2v87Isolate32AddMessageListenerWithErrorLevelEPFvNS_5LocalINS_7MessageEEENS1_INS_5ValueEEEEiS5_",
        ),
        symbol(
            c"_ZN2v87Isolate22RemoveMessageListenersEPFvNS_5LocalINS_7MessageEEENS1_INS_5ValueEEEE",
        ),
        symbol(c"_ZNK2v87Message21GetScriptResourceNameEv"),
        symbol(
            c"_ZN4node6errors25PerIsolateMessageListenerEN2v85LocalINS1_7MessageEEENS2_INS1_5ValueEEE",
        ),
    );
    let (Some(current), Some(add), Some(remove), Some(script), Some(nodes)) = found else {
        return call.boolean(false);
    };
    if WATCH.get().is_some() {
        return call.boolean(true);
    }
    // SAFETY: the symbols have these signatures in Node.js 20 to 26; a `Local<T>` is one word, and an empty one is null.
    unsafe {
        let current: unsafe extern "C" fn() -> Ptr = function_at(current);
        let add: unsafe extern "C" fn(Ptr, Listener, i32, Ptr) -> bool = function_at(add);
        let remove: unsafe extern "C" fn(Ptr, Listener) = function_at(remove);
        let nodes: Listener = function_at(nodes);
        check(sys::napi_add_env_cleanup_hook(call.env, Some(forget), ptr::null_mut()), "watching the end")?;
        WATCH.set(Some(Watch { nodes, script: function_at(script), env: call.env }));
        let isolate = current();
        remove(isolate, nodes);
        if !add(isolate, heard, LEVELS, ptr::null_mut()) {
            add(isolate, nodes, LEVELS, ptr::null_mut());
            return call.boolean(false);
        }
    }
    call.boolean(true)
}

unsafe extern "C" fn forget(_: Ptr) {
    let _ = WATCH.try_with(|watch| watch.set(watch.get().map(|one| Watch { env: ptr::null_mut(), ..one })));
}

/// A listener that throws and is not caught is told of while the first error still is.
unsafe extern "C" fn heard(message: napi_value, error: napi_value) {
    let Ok(Some(watch)) = WATCH.try_with(Cell::get) else { return };
    let name = if watch.env.is_null() {
        None
    } else {
        // SAFETY: a live message of the call we are in; the environment is that of this thread and has not ended.
        let script = unsafe { (watch.script)(message) };
        if script.is_null() { None } else { string_of(watch.env, script).ok() }
    };
    let before = THROWN.try_with(|thrown| thrown.replace(name)).ok().flatten();
    // SAFETY: called by V8, with what Node's own function takes.
    unsafe { (watch.nodes)(message, error) };
    let _ = THROWN.try_with(|thrown| thrown.replace(before));
}

/// `thrownIn()`: the name of the script that threw the error that is being told of, once; `null` when that is not known.
fn thrown_in(call: &Call<'_>) -> Result<napi_value, Fail> {
    let name = THROWN.with(RefCell::take);
    call.text_or_null(name.as_deref())
}
