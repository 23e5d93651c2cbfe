//! An object before a Proxy on a prototype chain, so that V8 comes past the Proxy where it must not fail.
//!
//! C++ sets members of errors that it makes, and relies on it: with what everybody else makes nothing runs then, so it cannot fail, and the
//! process ends when it does. V8 looks at every Proxy whether the stack is used up and whether the script is being stopped, and fails if so. So there is
//! an object with native interceptors where the Proxy would be. It says itself what is not there and what is, and puts the Proxy behind itself for as long as
//! one is needed: for an assignment to the prototype, and to read what somebody has added.
//!
//! V8 14 does not tell an interceptor for which object it is asked. There the Proxy is behind it when the script of a package looks, and not
//! when one of Node.js does, which is what calls C++.

use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::hint::black_box;
use std::mem::MaybeUninit;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

use napi_sys as sys;
use sys::{Status, napi_env, napi_ref, napi_value};

use super::export::{Call, Export};
use super::interceptors::{Handler, IndexedSetter, Ptr, Setter, V8};
use super::pin::{answer, major, receiver};
use super::stack::whose_code;
use super::state::Env;
use super::value::{Fail, check, type_of};
use crate::engine::PrincipalId;

const CORE: u32 = PrincipalId::CORE.0;
const UNKNOWN: u32 = PrincipalId::UNKNOWN.0;

/// The functions of this group.
pub const EXPORTS: &[Export] =
    &[Export { name: "shelter", body: shelter }, Export { name: "shelve", body: shelve }];

/// What an interceptor says: V8 goes on with the chain, or not. V8 14 has the numbers the other way round.
fn said(is_done: bool) -> u32 {
    u32::from(is_done != IS_INVERTED.get())
}

/// More than the traps need, and less than there is below V8's limit: in a worker 192 KB, elsewhere megabytes.
const MARGIN: usize = 64 * 1024;

/// What there is of it in one thread; the references are never given up.
#[derive(Clone, Copy)]
struct Shelter {
    v8: V8,
    env: napi_env,
    /// What inherits from the object, the object, and what that inherits from with the Proxy and without it.
    prototype: napi_ref,
    object: napi_ref,
    proxy: napi_ref,
    shelf: napi_ref,
    /// What both of these inherit from.
    plain: napi_ref,
    /// A Proxy without traps, which fails where the stack ends.
    probe: napi_ref,
    /// The names of what was added, by anybody, and by principal what it has added.
    names: napi_ref,
    added: napi_ref,
}

thread_local! {
    static IS_INVERTED: Cell<bool> = Cell::new(major() == Some(14));
    static MADE: RefCell<Option<Shelter>> = const { RefCell::new(None) };
    /// The Proxy is behind the object.
    static IS_BEHIND: Cell<bool> = const { Cell::new(false) };
    /// The lowest address with enough of the stack below it, as far as anybody came there.
    static ENOUGH: Cell<usize> = const { Cell::new(usize::MAX) };
}

impl Shelter {
    fn current() -> Option<Self> {
        MADE.with(|made| made.try_borrow().ok().and_then(|made| *made))
    }

    /// # Safety
    /// Inside a call of V8, which has opened a scope for handles.
    unsafe fn value(&self, reference: napi_ref) -> Option<napi_value> {
        let mut value = ptr::null_mut();
        // SAFETY: a reference of this thread.
        let status = unsafe { sys::napi_get_reference_value(self.env, reference, &raw mut value) };
        (status == Status::napi_ok && !value.is_null()).then_some(value)
    }

    /// Does the stack end before `MARGIN`?
    ///
    /// # Safety
    /// As above.
    unsafe fn is_at_end(&self) -> bool {
        let here = 0_u8;
        let at = (&raw const here).addr();
        if at >= ENOUGH.get() {
            return false;
        }
        // SAFETY: the caller vouches for it.
        let is_enough = unsafe { self.is_room_below() };
        if is_enough {
            ENOUGH.set(at);
        }
        !is_enough
    }

    /// # Safety
    /// As above.
    #[inline(never)]
    unsafe fn is_room_below(&self) -> bool {
        let mut room = [MaybeUninit::<u8>::uninit(); MARGIN];
        black_box(&mut room);
        let mut has = false;
        // SAFETY: as above. A script that is being stopped fails, too: what was asked of it is asked again.
        unsafe {
            let Some(probe) = self.value(self.probe) else { return false };
            let mut key = ptr::null_mut();
            sys::napi_create_uint32(self.env, 0, &raw mut key);
            let status = sys::napi_has_property(self.env, probe, key, &raw mut has);
            if status == Status::napi_pending_exception {
                let (mut error, mut is_error) = (ptr::null_mut(), false);
                sys::napi_get_and_clear_last_exception(self.env, &raw mut error);
                let told = sys::napi_is_error(self.env, error, &raw mut is_error);
                if told != Status::napi_ok || !is_error {
                    (self.v8.stop)(self.v8.entered.isolate());
                }
            }
            black_box(&room);
            status == Status::napi_ok
        }
    }

    /// Puts the Proxy where V8 finds it next if it is wanted and would not fail.
    ///
    /// # Safety
    /// As above.
    unsafe fn arrange(&self, is_wanted: bool) {
        // SAFETY: as above.
        unsafe {
            let is_behind = is_wanted && !self.is_at_end();
            if is_behind == IS_BEHIND.get() {
                return;
            }
            let above = self.value(if is_behind { self.proxy } else { self.shelf });
            if let (Some(object), Some(above)) = (self.value(self.object), above) {
                let done = (self.v8.set_prototype)(object, self.v8.entered.context(), above);
                if done & 1 == 1 {
                    IS_BEHIND.set(is_behind);
                }
            }
        }
    }

    /// Has this object a member of that name itself? `None`: that cannot be told.
    ///
    /// # Safety
    /// As above; neither the object nor what it inherits from is a Proxy.
    unsafe fn has(&self, object: napi_value, name: Ptr) -> Option<bool> {
        // SAFETY: as above. A `Maybe<bool>` is two bytes: is there an answer, and which.
        let has = unsafe { (self.v8.has_own)(object, self.v8.entered.context(), name.cast()) };
        (has & 1 == 1).then_some(has >> 8 == 1)
    }

    /// Takes away what is there of that name: a class defines a field whose name is worked out past all interceptors.
    ///
    /// # Safety
    /// As above, with a name.
    unsafe fn clear(&self, name: Ptr) {
        // SAFETY: as above.
        unsafe {
            let Some(object) = self.value(self.object) else { return };
            let context = self.v8.entered.context();
            if (self.v8.has_real)(object, context, name.cast()) == 0x101 {
                (self.v8.delete)(object, context, name.cast());
            }
        }
    }

    /// # Safety
    /// As above.
    unsafe fn is_in(&self, object: napi_ref, name: Ptr) -> bool {
        // SAFETY: as above.
        unsafe { self.value(object).and_then(|object| self.has(object, name)) == Some(true) }
    }

    /// Is V8 asked for the prototype itself? `None`: it does not say.
    ///
    /// # Safety
    /// As above, with what V8 gave to an interceptor.
    unsafe fn is_itself(&self, info: *const usize) -> Option<bool> {
        // SAFETY: as above; handles of the same object point to the same address.
        unsafe { Some(receiver(info)? == *self.value(self.prototype)?.cast::<usize>()) }
    }

    /// Whose code is running, and has it added a member of that name?
    ///
    /// # Safety
    /// As above.
    unsafe fn has_added(&self, name: Ptr) -> (u32, bool) {
        let who = Env::current(self.env).map_or(UNKNOWN, |state| whose_code(self.env, state, 2));
        // SAFETY: as above.
        unsafe {
            let Some(added) = self.value(self.added) else { return (who, false) };
            let own = (self.v8.element)(added, self.v8.entered.context(), who);
            let is_object = !own.is_null() && type_of(self.env, own) == sys::ValueType::napi_object;
            (who, is_object && self.has(own, name) == Some(true))
        }
    }
}

/// Calls it with the shelter of this thread, and with a scope for the handles that it makes.
fn within(act: impl FnOnce(&Shelter) -> bool) -> u32 {
    let Some(shelter) = Shelter::current() else { return said(false) };
    let is_done = catch_unwind(AssertUnwindSafe(|| {
        let mut scope = ptr::null_mut();
        // SAFETY: called by V8, in the thread of this environment; the scope is closed below.
        if unsafe { sys::napi_open_handle_scope(shelter.env, &raw mut scope) } != Status::napi_ok {
            return false;
        }
        let is_done = act(&shelter);
        // SAFETY: as above.
        unsafe { sys::napi_close_handle_scope(shelter.env, scope) };
        is_done
    }));
    said(is_done.unwrap_or(false))
}

/// Reads: what nobody has added and the language does not have is not there.
unsafe extern "C" fn read(name: Ptr, info: *const usize) -> u32 {
    // SAFETY: called by V8 with a name and what a getter is given.
    within(|shelter| unsafe {
        let is_added = shelter.is_in(shelter.names, name);
        if !is_added && !shelter.is_in(shelter.plain, name) {
            let mut nothing = ptr::null_mut();
            if sys::napi_get_undefined(shelter.env, &raw mut nothing) == Status::napi_ok {
                answer(info, nothing);
                return true;
            }
        }
        shelter.clear(name);
        shelter.arrange(is_added);
        false
    })
}

/// Asks whether it is there, also before something is set on what inherits from it.
unsafe extern "C" fn ask(name: Ptr, info: *const usize) -> u32 {
    // SAFETY: called by V8 with a name and what a getter is given.
    within(|shelter| unsafe {
        shelter.clear(name);
        let is_itself = shelter.is_itself(info);
        let mut is_wanted = is_itself == Some(true);
        if is_itself.is_none() || (!is_wanted && shelter.is_in(shelter.names, name)) {
            let (who, has_added) = shelter.has_added(name);
            let mut plain_member = ptr::null_mut();
            // A package may be about to set it on the prototype, which only the Proxy sees.
            if has_added
                && is_itself == Some(false)
                && sys::napi_create_int32(shelter.env, 0, &raw mut plain_member) == Status::napi_ok
            {
                answer(info, plain_member);
                return true;
            }
            is_wanted = if is_itself.is_none() { who != CORE } else { who == UNKNOWN };
        }
        shelter.arrange(is_wanted);
        false
    })
}

/// Nothing is set on the object itself.
unsafe extern "C" fn ignore(_: Ptr, _: Ptr, _: *const usize) -> u32 {
    said(true)
}

unsafe extern "C" fn ignore_index(_: u32, _: Ptr, _: *const usize) -> u32 {
    said(true)
}

/// `shelter(prototype, plain, proxy, probe, names, added)`: what `prototype` is to inherit from in place of `proxy`; `undefined` where
/// this V8 is not known, or there is one already.
fn shelter(call: &Call<'_>) -> Result<napi_value, Fail> {
    let Some(v8) = V8::find() else { return call.nothing() };
    if Shelter::current().is_some() {
        return call.nothing();
    }
    let keep = |value: napi_value| {
        let mut reference = ptr::null_mut();
        // SAFETY: a live value of this callback; a reference is made for objects and functions.
        let status = unsafe { sys::napi_create_reference(call.env, value, 1, &raw mut reference) };
        check(status, "keeping an object")?;
        Ok::<_, Fail>(reference)
    };
    let named = Handler::new(Some(read), ignore as Setter, Some(ask), v8.flags);
    let indexed = Handler::new(None, ignore_index as IndexedSetter, None, v8.flags);
    // SAFETY: inside a Node-API callback: an isolate and a context are entered, and all handles are live.
    let object = unsafe {
        let isolate = v8.entered.isolate();
        let context = v8.entered.context();
        let template = (v8.template)(isolate, ptr::null_mut());
        if template.is_null() {
            return call.nothing();
        }
        (v8.named)(template, &raw const named);
        (v8.indexed)(template, &raw const indexed);
        let object = (v8.instance)(template, context);
        if object.is_null() || (v8.set_prototype)(object, context, call.any(1)?) & 1 == 0 {
            return call.nothing();
        }
        object
    };
    let made = Shelter {
        v8,
        env: call.env,
        object: keep(object)?,
        prototype: keep(call.any(0)?)?,
        plain: keep(call.any(1)?)?,
        proxy: keep(call.any(2)?)?,
        probe: keep(call.any(3)?)?,
        names: keep(call.any(4)?)?,
        added: keep(call.any(5)?)?,
        shelf: keep(call.any(1)?)?,
    };
    MADE.with(|place| place.try_borrow_mut().map(|mut place| *place = Some(made)))
        .map_err(|_| Fail::usage("in use"))?;
    // SAFETY: the environment of this call; the function needs nothing that it is given.
    let status = unsafe { sys::napi_add_env_cleanup_hook(call.env, Some(forget), ptr::null_mut()) };
    check(status, "watching the end")?;
    Ok(object)
}

/// The environment ends: C++ makes errors after that, too, and nothing more of them is for packages.
unsafe extern "C" fn forget(_: *mut c_void) {
    within(|shelter| {
        // SAFETY: called by Node.js in this thread, inside the context that ends, with a scope for handles.
        unsafe { shelter.arrange(false) };
        true
    });
    MADE.with(|place| place.try_borrow_mut().map(|mut place| *place = None)).ok();
}

/// `shelve(shelf)`: from now on the object inherits from this one, which inherits from `plain`, where it would from `plain`: V8 asks no interceptor for
/// some names.
fn shelve(call: &Call<'_>) -> Result<napi_value, Fail> {
    let Some(mut made) = Shelter::current() else { return call.boolean(false) };
    // SAFETY: a live value of this callback; the reference is never given up. Inside a Node-API callback a scope is open.
    unsafe {
        let status = sys::napi_create_reference(call.env, call.any(0)?, 1, &raw mut made.shelf);
        check(status, "keeping an object")?;
        MADE.with(|place| place.try_borrow_mut().map(|mut place| *place = Some(made)))
            .map_err(|_| Fail::usage("in use"))?;
        IS_BEHIND.set(true);
        made.arrange(false);
    }
    call.boolean(!IS_BEHIND.get())
}
