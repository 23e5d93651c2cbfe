//! The JavaScript stack as V8 knows it, through symbols that Node.js exports.
//!
//! `Error.stack`, `prepareStackTrace`, `stackTraceLimit`, `//# sourceURL` and every other text a package can write
//! play no part here [A2][A5]. A `Local<T>` is a pointer to a handle slot returned in a register (null: empty), and
//! a `napi_value` has the same bits. Handles live until the Node-API callback we are in returns.
//!
//! Node.js 26 has a quicker call that fills in script ids alone. It is not used: for code compiled from a string it
//! names the script of whoever compiled the same text first, which may be another package.

use std::ffi::{CStr, c_void};

use napi_sys::{napi_env, napi_value};

type Ptr = *mut c_void;

/// Frames of other security origins too, script name, id, eval flag, line, column and function name.
const OPTIONS: i32 = 0x1FF;

/// More frames than any honest stack has; a deeper one cannot be judged.
pub const MAX_FRAMES: i32 = 200_000;

/// `v8::Location`: two words of 32 bits, returned in one register.
#[repr(C)]
#[derive(Clone, Copy)]
struct Location {
    line: i32,
    column: i32,
}

/// The functions found.
#[derive(Clone, Copy)]
pub struct V8 {
    current_isolate: unsafe extern "C" fn() -> Ptr,
    function_script_id: unsafe extern "C" fn(napi_value) -> i32,
    function_script_name: unsafe extern "C" fn(napi_value) -> napi_value,
    current_stack: unsafe extern "C" fn(Ptr, i32, i32) -> Ptr,
    frame_count: unsafe extern "C" fn(Ptr) -> i32,
    get_frame: unsafe extern "C" fn(Ptr, Ptr, u32) -> Ptr,
    script_id: unsafe extern "C" fn(Ptr) -> i32,
    is_eval: unsafe extern "C" fn(Ptr) -> bool,
    script_name: unsafe extern "C" fn(Ptr) -> napi_value,
    script_source: unsafe extern "C" fn(Ptr) -> napi_value,
    function_name: Option<unsafe extern "C" fn(Ptr) -> napi_value>,
    location: Option<unsafe extern "C" fn(Ptr) -> Location>,
    code_tag: Option<unsafe extern "C" fn() -> u32>,
    is_proxy: unsafe extern "C" fn(napi_value) -> bool,
    proxy_target: unsafe extern "C" fn(napi_value) -> napi_value,
}

/// The address of an exported function of this process.
#[cfg(unix)]
pub fn symbol(name: &CStr) -> Option<Ptr> {
    // SAFETY: the name is NUL-terminated; RTLD_DEFAULT searches the process, which outlives us.
    let found = unsafe { libc::dlsym(libc::RTLD_DEFAULT, name.as_ptr()) };
    (!found.is_null()).then_some(found)
}

/// Elsewhere the names are different ones; `claim` then says which is missing, and the preload does not start.
#[cfg(not(unix))]
pub fn symbol(_: &CStr) -> Option<Ptr> {
    None
}

/// An address as the function it is.
///
/// # Safety
/// `F` is a function pointer type with the signature of what lies at `address`.
pub unsafe fn function_at<F: Copy>(address: Ptr) -> F {
    const { assert!(size_of::<F>() == size_of::<Ptr>(), "a function pointer is one word") };
    // SAFETY: of the same size, and the caller vouches for the type.
    unsafe { std::mem::transmute_copy(&address) }
}

/// A V8 function by its exported name; missing ones are reported by that name.
macro_rules! required {
    ($name:literal) => {{
        let found = symbol($name).ok_or(concat!("the V8 function ", stringify!($name)))?;
        // SAFETY: the symbol has this signature in Node.js 20 to 26; `claim` tests it before anyone relies on it.
        unsafe { function_at(found) }
    }};
}

macro_rules! optional {
    ($name:literal) => {
        // SAFETY: as for the required ones.
        symbol($name).map(|found| unsafe { function_at(found) })
    };
}

/// What is entered on this thread, for those who hand it to functions of V8's.
#[derive(Clone, Copy)]
pub struct Entered {
    isolate: unsafe extern "C" fn() -> Ptr,
    context: unsafe extern "C" fn(Ptr) -> napi_value,
}

impl Entered {
    /// `None`: this process does not export the functions that say it.
    pub fn find() -> Option<Self> {
        // SAFETY: the symbols have these signatures in Node.js 20 to 26.
        unsafe {
            Some(Self {
                isolate: function_at(symbol(c"_ZN2v87Isolate10GetCurrentEv")?),
                context: function_at(symbol(c"_ZN2v87Isolate17GetCurrentContextEv")?),
            })
        }
    }

    /// The isolate.
    pub fn isolate(&self) -> Ptr {
        // SAFETY: takes nothing and reads what this thread entered.
        unsafe { (self.isolate)() }
    }

    /// The context: a handle of the callback that the thread is in.
    ///
    /// # Safety
    /// Inside a callback of Node-API's or of V8's, where an isolate is entered.
    pub unsafe fn context(&self) -> napi_value {
        // SAFETY: the caller vouches for the isolate.
        unsafe { (self.context)(self.isolate()) }
    }
}

impl V8 {
    /// Finds the functions in this process.
    ///
    /// # Errors
    /// Names the first one that is missing.
    pub fn find() -> Result<Self, &'static str> {
        Ok(Self {
            current_isolate: required!(c"_ZN2v87Isolate10GetCurrentEv"),
            function_script_id: required!(c"_ZNK2v88Function8ScriptIdEv"),
            function_script_name: required!(c"_ZN2v86Script15GetResourceNameEv"),
            current_stack: required!(
                c"_ZN2v810StackTrace17CurrentStackTraceEPNS_7IsolateEiNS0_17StackTraceOptionsE"
            ),
            frame_count: required!(c"_ZNK2v810StackTrace13GetFrameCountEv"),
            get_frame: required!(c"_ZNK2v810StackTrace8GetFrameEPNS_7IsolateEj"),
            script_id: required!(c"_ZNK2v810StackFrame11GetScriptIdEv"),
            is_eval: required!(c"_ZNK2v810StackFrame6IsEvalEv"),
            script_name: required!(c"_ZNK2v810StackFrame13GetScriptNameEv"),
            script_source: required!(c"_ZNK2v810StackFrame15GetScriptSourceEv"),
            function_name: optional!(c"_ZNK2v810StackFrame15GetFunctionNameEv"),
            location: optional!(c"_ZNK2v810StackFrame11GetLocationEv"),
            code_tag: optional!(c"_ZN2v814ScriptCompiler20CachedDataVersionTagEv"),
            is_proxy: required!(c"_ZNK2v85Value7IsProxyEv"),
            proxy_target: required!(c"_ZN2v85Proxy9GetTargetEv"),
        })
    }

    /// What V8 says its compiled code depends on besides the source: its version, its flags, the processor. 0: unknown.
    pub fn code_tag(&self) -> u32 {
        // SAFETY: takes nothing and reads what was fixed when V8 started.
        self.code_tag.map_or(0, |tag| unsafe { tag() })
    }

    /// The script of a JavaScript function; 0 for bound, native and built-in ones.
    ///
    /// # Safety
    /// `function` is a value of type function, valid in the current callback.
    pub unsafe fn function_script(&self, function: napi_value) -> u32 {
        // SAFETY: a Local<Function> and a napi_value have the same bits; the caller vouches for the type.
        let id = unsafe { (self.function_script_id)(function) };
        u32::try_from(id).unwrap_or(0)
    }

    /// The resource name that the script of a function was compiled under, as in [`Frame::name`]. V8 asks a script that is bound to a
    /// context for it; such a one is a function, and any other function of a script is asked in the same way.
    ///
    /// # Safety
    /// `function` is valid in the current callback, and [`Self::function_script`] said that it has a script.
    pub unsafe fn function_script_name(&self, env: napi_env, function: napi_value) -> Option<String> {
        // SAFETY: a Local<Script> is that of its function and has the bits of a napi_value; the caller vouches for the script.
        text(env, unsafe { (self.function_script_name)(function) })
    }

    /// What a Proxy stands for, past its handler: an object, or `null` when it was revoked. `None` for everything else.
    ///
    /// # Safety
    /// `value` is valid in the current callback.
    pub unsafe fn proxy_target(&self, value: napi_value) -> Option<napi_value> {
        // SAFETY: a Local<Value> and a napi_value have the same bits; the target is asked for only of a Proxy.
        let target = unsafe { (self.is_proxy)(value).then(|| (self.proxy_target)(value)) };
        target.filter(|target| !target.is_null())
    }

    /// The topmost frames, at most `limit`.
    pub fn stack(&self, limit: i32) -> Option<Stack<'_>> {
        // SAFETY: called inside a Node-API callback, so an isolate is entered and a handle scope is open.
        unsafe {
            let isolate = (self.current_isolate)();
            if isolate.is_null() {
                return None;
            }
            let trace = (self.current_stack)(isolate, limit, OPTIONS);
            if trace.is_null() {
                return None;
            }
            let count = u32::try_from((self.frame_count)(trace)).ok()?;
            Some(Stack { v8: self, isolate, trace, count })
        }
    }
}

/// A captured stack.
pub struct Stack<'a> {
    v8: &'a V8,
    isolate: Ptr,
    trace: Ptr,
    count: u32,
}

impl<'a> Stack<'a> {
    /// Frames captured.
    pub fn len(&self) -> u32 {
        self.count
    }

    /// One frame, 0 is the topmost.
    pub fn frame(&self, index: u32) -> Option<Frame<'a>> {
        if index >= self.count {
            return None;
        }
        // SAFETY: the index is below the frame count of this trace, whose handle lives as long as the callback.
        let frame = unsafe { (self.v8.get_frame)(self.trace, self.isolate, index) };
        (!frame.is_null()).then_some(Frame { v8: self.v8, frame })
    }
}

/// One frame.
#[derive(Clone, Copy)]
pub struct Frame<'a> {
    v8: &'a V8,
    frame: Ptr,
}

impl Frame<'_> {
    /// Its script; 0 for code without one.
    pub fn script(&self) -> u32 {
        // SAFETY: a live, non-empty Local<StackFrame>.
        u32::try_from(unsafe { (self.v8.script_id)(self.frame) }).unwrap_or(0)
    }

    /// Its script was compiled from a string.
    pub fn is_eval(&self) -> bool {
        // SAFETY: as above.
        unsafe { (self.v8.is_eval)(self.frame) }
    }

    /// The resource name its script was compiled under (never the name in a `//# sourceURL`).
    pub fn name(&self, env: napi_env) -> Option<String> {
        // SAFETY: as above; an empty Local is null and refused by `text`.
        let name = unsafe { (self.v8.script_name)(self.frame) };
        text(env, name)
    }

    /// The text it was compiled from.
    pub fn source(&self, env: napi_env) -> Option<Vec<u16>> {
        // SAFETY: as for the name.
        let source = unsafe { (self.v8.script_source)(self.frame) };
        if source.is_null() { None } else { super::value::units_of(env, source) }
    }

    /// `function (file:line:column)` for people; never judged.
    pub fn describe(&self, env: napi_env) -> String {
        // SAFETY: as above.
        let function = unsafe { self.v8.function_name.and_then(|get| text(env, get(self.frame))) };
        let (line, column) = self.position();
        let file = self.name(env).unwrap_or_else(|| "<anonymous>".to_owned());
        match function.filter(|name| !name.is_empty()) {
            Some(function) => format!("{function} ({file}:{line}:{column})"),
            None => format!("{file}:{line}:{column}"),
        }
    }

    /// Line and column from 1, to tell call sites apart.
    pub fn position(&self) -> (i32, i32) {
        // SAFETY: as above.
        self.v8.location.map_or((0, 0), |get| unsafe {
            let at = get(self.frame);
            (at.line.saturating_add(1), at.column.saturating_add(1))
        })
    }
}

fn text(env: napi_env, value: napi_value) -> Option<String> {
    if value.is_null() { None } else { super::value::string_of(env, value).ok() }
}
