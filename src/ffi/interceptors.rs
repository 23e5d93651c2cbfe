//! Objects with native interceptors: what of V8's own interface it takes to make one, which Node-API does not offer.

use std::ffi::c_void;
use std::ptr;

use napi_sys::napi_value;

use super::pin::major;
use super::v8::{Entered, function_at, symbol};

/// A pointer or a local handle of V8's.
pub type Ptr = *mut c_void;
/// Reads a member, or says whether it is there: the name, and where V8 keeps what is asked. What it says is whether V8 goes on.
pub type Getter = unsafe extern "C" fn(Ptr, *const usize) -> u32;
/// Sets or defines a member.
pub type Setter = unsafe extern "C" fn(Ptr, Ptr, *const usize) -> u32;
/// The same for an index.
pub type IndexedSetter = unsafe extern "C" fn(u32, Ptr, *const usize) -> u32;

/// `v8::NamedPropertyHandlerConfiguration` and its relative for indices.
#[repr(C)]
pub struct Handler<S> {
    getter: Option<Getter>,
    setter: Option<S>,
    query: Option<Getter>,
    deleter: Ptr,
    enumerator: Ptr,
    definer: Option<S>,
    descriptor: Ptr,
    data: napi_value,
    flags: i32,
}

impl<S: Copy> Handler<S> {
    /// One that answers these; `flags` are V8's own for it.
    pub fn new(getter: Option<Getter>, setter: S, query: Option<Getter>, flags: i32) -> Self {
        Self {
            getter,
            setter: Some(setter),
            query,
            deleter: ptr::null_mut(),
            enumerator: ptr::null_mut(),
            definer: Some(setter),
            descriptor: ptr::null_mut(),
            data: ptr::null_mut(),
            flags,
        }
    }
}

/// Functions of V8's, found by their names in this process.
#[derive(Clone, Copy)]
pub struct V8 {
    pub entered: Entered,
    pub template: unsafe extern "C" fn(Ptr, Ptr) -> Ptr,
    pub named: unsafe extern "C" fn(Ptr, *const Handler<Setter>),
    pub indexed: unsafe extern "C" fn(Ptr, *const Handler<IndexedSetter>),
    pub instance: unsafe extern "C" fn(Ptr, napi_value) -> napi_value,
    pub set_prototype: unsafe extern "C" fn(napi_value, napi_value, napi_value) -> u16,
    pub has_own: unsafe extern "C" fn(napi_value, napi_value, napi_value) -> u16,
    /// The same past interceptors, and what takes a member away.
    pub has_real: unsafe extern "C" fn(napi_value, napi_value, napi_value) -> u16,
    pub delete: unsafe extern "C" fn(napi_value, napi_value, napi_value) -> u16,
    pub stop: unsafe extern "C" fn(Ptr),
    pub element: unsafe extern "C" fn(napi_value, napi_value, u32) -> napi_value,
    /// That the interceptors are of the newer kind, for versions that know both.
    pub flags: i32,
}

impl V8 {
    /// `None`: they are not all there, or this version of V8 is not known to have them in this form.
    pub fn find() -> Option<Self> {
        let flags = match major()? {
            12 => 1 << 10,
            13 | 14 => 0,
            _ => return None,
        };
        let set_prototype = symbol(
            c"_ZN2v86Object14SetPrototypeV2ENS_5LocalINS_7ContextEEENS1_INS_5ValueEEE",
        )
        .or_else(|| symbol(c"_ZN2v86Object12SetPrototypeENS_5LocalINS_7ContextEEENS1_INS_5ValueEEE"))?;
        // SAFETY: the symbols have these signatures in the versions named above.
        unsafe {
            Some(Self {
                flags,
                entered: Entered::find()?,
                template: function_at(symbol(
                    c"_ZN2v814ObjectTemplate3NewEPNS_7IsolateENS_5LocalINS_16FunctionTemplateEEE",
                )?),
                named: function_at(symbol(
                    c"_ZN2v814ObjectTemplate10SetHandlerERKNS_33NamedPropertyHandlerConfigurationE",
                )?),
                indexed: function_at(symbol(
                    c"_ZN2v814ObjectTemplate10SetHandlerERKNS_35IndexedPropertyHandlerConfigurationE",
                )?),
                instance: function_at(symbol(
                    c"_ZN2v814ObjectTemplate11NewInstanceENS_5LocalINS_7ContextEEE",
                )?),
                set_prototype: function_at(set_prototype),
                has_own: function_at(symbol(
                    c"_ZN2v86Object14HasOwnPropertyENS_5LocalINS_7ContextEEENS1_INS_4NameEEE",
                )?),
                has_real: function_at(symbol(
                    c"_ZN2v86Object20HasRealNamedPropertyENS_5LocalINS_7ContextEEENS1_INS_4NameEEE",
                )?),
                delete: function_at(symbol(
                    c"_ZN2v86Object6DeleteENS_5LocalINS_7ContextEEENS1_INS_5ValueEEE",
                )?),
                stop: function_at(symbol(c"_ZN2v87Isolate18TerminateExecutionEv")?),
                element: function_at(symbol(c"_ZN2v86Object3GetENS_5LocalINS_7ContextEEEj")?),
            })
        }
    }
}
