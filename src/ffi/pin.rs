//! Members of V8's own objects that nobody can change, put there without V8 taking its short ways back.
//!
//! V8 assumes that `Array[Symbol.species]`, `Map.prototype[Symbol.iterator]` and a dozen others are what they were at birth, and takes
//! the long way through `slice`, `[...map]` and `await` for good once one of them is *defined* again, be it with the same value.
//! A property that V8 makes itself, out of a native one, is not looked at. There are two kinds:
//! - a constant: a lazy property, read once, becomes a data property with the attributes it was given;
//! - an assignable one: a native property looks like a writable one that cannot be deleted. An assignment to an object that inherits it
//!   defines it there; one to the object itself does nothing.
//!
//! The getters write their result to where V8 expects it, which is another place in every version: an unknown version, or one
//! that does not look as expected, pins nothing, and the caller defines the property in the ordinary, slower way.

use std::cell::{Cell, RefCell};
use std::ffi::{CStr, c_char, c_void};
use std::ptr;

use napi_sys as sys;
use sys::{Status, napi_env, napi_ref, napi_value};

use super::export::{Call, Export};
use super::v8::{Entered, function_at, symbol};
use super::value::{Fail, check};

type Ptr = *mut c_void;
type Getter = unsafe extern "C" fn(Ptr, *const usize);
type Setter = unsafe extern "C" fn(Ptr, Ptr, *const usize);

/// The functions of this group.
pub const EXPORTS: &[Export] = &[Export { name: "pin", body: pin }, Export { name: "behind", body: behind }];

const READ_ONLY: i32 = 1;
const DONT_ENUM: i32 = 2;
const DONT_DELETE: i32 = 4;

/// Where the arguments of a getter lie, from the reference it is given.
#[derive(Clone, Copy)]
struct Layout {
    /// The reference points to the arguments, or to a pointer to them.
    embedded: bool,
    isolate: usize,
    result: usize,
    /// For which object it was asked, where V8 says so.
    receiver: Option<usize>,
}

/// By the major version of V8: that of Node.js 20, 22, 24 and 26.
fn layout(major: u32) -> Option<Layout> {
    match major {
        11 | 12 => Some(Layout { embedded: false, isolate: 2, result: 4, receiver: Some(6) }),
        13 => Some(Layout { embedded: true, isolate: 3, result: 5, receiver: Some(7) }),
        14 => Some(Layout { embedded: true, isolate: 5, result: 6, receiver: None }),
        _ => None,
    }
}

/// The major version of V8.
pub fn major() -> Option<u32> {
    // SAFETY: it has this signature in all versions, and what it points to is a constant.
    let text = unsafe {
        let version: unsafe extern "C" fn() -> *const c_char =
            function_at(symbol(c"_ZN2v82V810GetVersionEv")?);
        CStr::from_ptr(version()).to_str().ok()?
    };
    text.split('.').next()?.parse().ok()
}

#[derive(Clone, Copy)]
struct V8 {
    entered: Entered,
    lazy: unsafe extern "C" fn(Ptr, napi_value, napi_value, Getter, Ptr, i32, i32, i32) -> u16,
    native: unsafe extern "C" fn(Ptr, napi_value, napi_value, Getter, Setter, Ptr, i32, i32, i32) -> u16,
    layout: Layout,
}

impl V8 {
    fn find() -> Option<Self> {
        // SAFETY: the symbols have these signatures in the versions that `layout` knows.
        unsafe {
            Some(Self {
                layout: layout(major()?)?,
                entered: Entered::find()?,
                lazy: function_at(symbol(
                    c"_ZN2v86Object19SetLazyDataPropertyENS_5LocalINS_7ContextEEENS1_INS_4NameEEEPFvS5_RKNS_20PropertyCallbackInfoINS_5ValueEEEENS1_IS7_EENS_17PropertyAttributeENS_14SideEffectTypeESF_",
                )?),
                native: function_at(symbol(
                    c"_ZN2v86Object21SetNativeDataPropertyENS_5LocalINS_7ContextEEENS1_INS_4NameEEEPFvS5_RKNS_20PropertyCallbackInfoINS_5ValueEEEEPFvS5_NS1_IS7_EERKNS6_IvEEESD_NS_17PropertyAttributeENS_14SideEffectTypeESK_",
                )?),
            })
        }
    }
}

/// Assignable members of one thread; each has a getter of its own, because V8 14 hands a getter nothing that tells which it is.
const MOST: usize = 512;

thread_local! {
    static FOUND: Option<V8> = V8::find();
    /// What the lazy property that is being read becomes.
    static PENDING: Cell<napi_value> = const { Cell::new(ptr::null_mut()) };
    static KEPT: RefCell<Vec<(napi_env, napi_ref)>> = const { RefCell::new(Vec::new()) };
}

/// Hands `value` to V8 as the result of a getter; without the marks of a known version nothing is written.
///
/// # Safety
/// `info` is what V8 gave to a getter, `value` a live handle.
pub unsafe fn answer(info: *const usize, value: napi_value) {
    FOUND.with(|found| {
        let Some(v8) = found else { return };
        // SAFETY: inside the argument block of the getter, see `Layout`; the isolate in its place says that it is one.
        unsafe {
            let args = if v8.layout.embedded { info.cast_mut() } else { (*info) as *mut usize };
            if !value.is_null() && *args.add(v8.layout.isolate) == v8.entered.isolate() as usize {
                *args.add(v8.layout.result) = *value.cast::<usize>();
            }
        }
    });
}

/// The address of the object for which a getter or an interceptor was asked; `None` where V8 does not say.
///
/// # Safety
/// `info` is what V8 gave to it.
pub unsafe fn receiver(info: *const usize) -> Option<usize> {
    FOUND.with(|found| {
        let v8 = found.as_ref()?;
        let at = v8.layout.receiver?;
        // SAFETY: as in `answer`.
        unsafe {
            let args = if v8.layout.embedded { info } else { (*info) as *const usize };
            (*args.add(v8.layout.isolate) == v8.entered.isolate() as usize).then(|| *args.add(at))
        }
    })
}

unsafe extern "C" fn pending(_: Ptr, info: *const usize) {
    // SAFETY: called by V8; what is pending is a handle of the call that reads the property.
    unsafe { answer(info, PENDING.get()) };
}

unsafe extern "C" fn kept<const N: usize>(_: Ptr, info: *const usize) {
    // SAFETY: called by V8.
    unsafe { answer_kept(N, info) };
}

/// # Safety
/// `info` is what V8 gave to a getter.
unsafe fn answer_kept(at: usize, info: *const usize) {
    let found = KEPT.with(|kept| kept.try_borrow().ok().and_then(|kept| kept.get(at).copied()));
    let Some((env, reference)) = found else { return };
    let mut value = ptr::null_mut();
    // SAFETY: a reference of this thread that is never given up; V8 has opened a scope for handles around its getters.
    unsafe {
        if sys::napi_get_reference_value(env, reference, &raw mut value) == Status::napi_ok {
            answer(info, value);
        }
    }
}

/// An assignment to the object itself counts for nobody.
unsafe extern "C" fn ignore(_: Ptr, _: Ptr, _: *const usize) {}

/// One getter for each number, in rows of eight.
macro_rules! getters {
    ($($block:literal)*) => { [$(
        getters!(@ $block 0), getters!(@ $block 1), getters!(@ $block 2), getters!(@ $block 3),
        getters!(@ $block 4), getters!(@ $block 5), getters!(@ $block 6), getters!(@ $block 7),
    )*] };
    (@ $block:literal $row:literal) => { [
        kept::<{ $block * 64 + $row * 8 }>, kept::<{ $block * 64 + $row * 8 + 1 }>,
        kept::<{ $block * 64 + $row * 8 + 2 }>, kept::<{ $block * 64 + $row * 8 + 3 }>,
        kept::<{ $block * 64 + $row * 8 + 4 }>, kept::<{ $block * 64 + $row * 8 + 5 }>,
        kept::<{ $block * 64 + $row * 8 + 6 }>, kept::<{ $block * 64 + $row * 8 + 7 }>,
    ] };
}
const GETTERS: [[Getter; 8]; MOST / 8] = getters!(0 1 2 3 4 5 6 7);

/// `behind(value)`: what a Proxy stands for, `null` when it was revoked; `undefined` for everything else.
fn behind(call: &Call<'_>) -> Result<napi_value, Fail> {
    let value = call.any(0)?;
    // SAFETY: a live value of this callback.
    unsafe { call.state.v8.proxy_target(value) }.map_or_else(|| call.nothing(), Ok)
}

/// `pin(object, key, value, assignable)`: false when this V8 is not known, or the property cannot be changed any more.
fn pin(call: &Call<'_>) -> Result<napi_value, Fail> {
    let (object, key) = (call.any(0)?, call.any(1)?);
    let value = call.any(2)?;
    let assignable = call.u32(3)? == 1;
    let Some(v8) = FOUND.with(|found| *found) else { return call.boolean(false) };
    // SAFETY: inside a Node-API callback: an isolate and a context are entered, and all handles are live.
    let done = unsafe {
        let context = v8.entered.context();
        if assignable {
            keep(call.env, v8, context, object, key, value)?
        } else {
            constant(call.env, v8, context, object, key, value)?
        }
    };
    call.boolean(done)
}

/// # Safety
/// As in `pin`.
unsafe fn constant(
    env: napi_env,
    v8: V8,
    context: napi_value,
    object: napi_value,
    key: napi_value,
    value: napi_value,
) -> Result<bool, Fail> {
    let attributes = READ_ONLY | DONT_ENUM | DONT_DELETE;
    PENDING.set(value);
    // SAFETY: the caller vouches for the handles; the getter lives as long as the addon, which is never unloaded.
    let done = unsafe {
        let made = (v8.lazy)(object.cast(), context, key, pending, ptr::null_mut(), attributes, 0, 0);
        is_there(env, made, object, key, value)
    };
    PENDING.set(ptr::null_mut());
    done
}

/// # Safety
/// As in `pin`.
unsafe fn keep(
    env: napi_env,
    v8: V8,
    context: napi_value,
    object: napi_value,
    key: napi_value,
    value: napi_value,
) -> Result<bool, Fail> {
    let at = KEPT.with_borrow(Vec::len);
    let Some(getter) = GETTERS.get(at / 8).and_then(|row| row.get(at % 8)) else { return Ok(false) };
    let mut reference = ptr::null_mut();
    // SAFETY: as above; a reference is made for objects and functions.
    unsafe {
        check(sys::napi_create_reference(env, value, 1, &raw mut reference), "keeping a member")?;
        KEPT.with_borrow_mut(|kept| kept.push((env, reference)));
        let made = (v8.native)(
            object.cast(),
            context,
            key,
            *getter,
            ignore,
            ptr::null_mut(),
            DONT_ENUM | DONT_DELETE,
            0,
            0,
        );
        is_there(env, made, object, key, value)
    }
}

/// Did V8 take the property (`made` is its `Maybe<bool>`), and is what one reads there now what was wanted?
///
/// # Safety
/// As in `pin`.
unsafe fn is_there(
    env: napi_env,
    made: u16,
    object: napi_value,
    key: napi_value,
    value: napi_value,
) -> Result<bool, Fail> {
    let mut read = ptr::null_mut();
    let mut equal = false;
    // SAFETY: the caller vouches for the handles.
    unsafe {
        if made & 1 == 0 || sys::napi_get_property(env, object, key, &raw mut read) != Status::napi_ok {
            return Ok(false);
        }
        check(sys::napi_strict_equals(env, read, value, &raw mut equal), "comparing")?;
    }
    Ok(equal)
}
