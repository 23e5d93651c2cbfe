//! Who is calling: `caller`, `callers` and their relatives.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;
use std::rc::Rc;

use napi_sys as sys;
use sys::{Status, napi_callback_info, napi_env, napi_value};

use super::calling::Seen;
use super::depths::FIRST;
use super::export::{Call, Export};
use super::frames::{class_of_function, classify, walk, walk_frames};
use super::state::Env;
use super::v8::MAX_FRAMES;
use super::value::{Fail, arguments, number, type_of};
use crate::attribution::scripts::{Class, INTERNAL, NOBODY, Nearest, third_party};
use crate::engine::PrincipalId;

const UNKNOWN: u32 = PrincipalId::UNKNOWN.0;

/// The functions called for every guarded call.
pub const HOT: &[(&str, unsafe extern "C" fn(napi_env, napi_callback_info) -> napi_value)] =
    &[("caller", caller), ("callers", callers), ("scriptOwner", script_owner)];

/// The others.
pub const EXPORTS: &[Export] = &[
    Export { name: "begunBy", body: begun_by },
    Export { name: "running", body: running },
    Export { name: "unknownScript", body: unknown_script },
    Export { name: "unknownScriptOf", body: unknown_script_of },
    Export { name: "isOfString", body: is_of_string },
];

unsafe extern "C" fn caller(env: napi_env, info: napi_callback_info) -> napi_value {
    let answer = catch_unwind(AssertUnwindSafe(|| {
        let (args, data) = arguments(env, info).ok()?;
        // SAFETY: `claim` gave this function the state.
        let state = unsafe { Env::of(data) }?;
        let internals = args.first().and_then(|value| number(env, *value)).unwrap_or(0);
        let place = args.get(1).and_then(|value| number(env, *value)).unwrap_or(0);
        let through = args.get(2).and_then(|value| number(env, *value)) == Some(1);
        let expected = args.get(3).and_then(|value| number(env, *value)).unwrap_or(0);
        Some(who(env, state, Asked { internals, place, through, expected }))
    }));
    make_number(env, answer.ok().flatten().unwrap_or(UNKNOWN))
}

/// What a guard asks.
struct Asked {
    internals: u32,
    place: u32,
    /// Who stands behind a listed script that is the immediate caller, see [`Nearest::through`].
    through: bool,
    /// What the guard is called as, see `calling.rs`; 0: that does not matter.
    expected: u32,
}

fn who(env: napi_env, state: &Env, asked: Asked) -> u32 {
    let Asked { internals, place, through, expected } = asked;
    let (set, confined) = {
        let Ok(scripts) = state.scripts.try_borrow() else { return UNKNOWN };
        if internals == 0 && !scripts.armed() {
            return PrincipalId::CORE.0;
        }
        (scripts.set(internals), scripts.confined())
    };
    // In a confined thread there is one principal: only whether Node itself is calling is a question.
    if let (None, Some(principal)) = (&set, confined) {
        return principal;
    }
    if !state.numbers.are_unique(env, &state.v8) {
        return UNKNOWN;
    }
    let nearest = Nearest::new(set.as_deref());
    let mut nearest = if through { nearest.through() } else { nearest };
    let mut needed = 0;
    let first = state.depths.first(place);
    let mut seen = Seen::default();
    let found = walk_frames(env, state, first, |class, frame, index| {
        if expected != 0 {
            seen.push(class, frame);
        }
        let class = class?;
        needed = index;
        nearest.push(class)
    });
    // A stack that ended has to be seen to be shorter than what was asked for.
    state.depths.note(place, needed.saturating_add(u32::from(found == Ok(None))));
    let answer = match found {
        Ok(Some(answer)) => answer,
        Ok(None) => nearest.finish(),
        Err(()) => UNKNOWN,
    };
    if expected != 0 && confined.is_none() && seen.is_lured(env, state, expected, answer) {
        return if nearest.is_via() { nearest.mark(UNKNOWN) } else { NOBODY };
    }
    nearest.mark(confined.filter(|_| answer != INTERNAL).unwrap_or(answer))
}

unsafe extern "C" fn callers(env: napi_env, info: napi_callback_info) -> napi_value {
    let answer = catch_unwind(AssertUnwindSafe(|| {
        let (args, data) = arguments(env, info).ok()?;
        // SAFETY: `claim` gave this function the state.
        let state = unsafe { Env::of(data) }?;
        let (mut kind, mut length, mut start) = (0, 0, ptr::null_mut());
        let array = *args.first()?;
        // SAFETY: a live value; the status says whether it is a typed array.
        let status = unsafe {
            sys::napi_get_typedarray_info(
                env,
                array,
                &raw mut kind,
                &raw mut length,
                &raw mut start,
                ptr::null_mut(),
                ptr::null_mut(),
            )
        };
        if status != Status::napi_ok || kind != sys::TypedarrayType::uint32_array || start.is_null() {
            return None;
        }
        // SAFETY: `start` and `length` describe the array; nothing else touches it during this callback.
        let out = unsafe { std::slice::from_raw_parts_mut(start.cast::<u32>(), length) };
        Some(everyone(env, state, out))
    }));
    // No array, no answer: one caller, unknown to all.
    make_number(env, answer.ok().flatten().unwrap_or(UNKNOWN))
}

fn everyone(env: napi_env, state: &Env, out: &mut [u32]) -> u32 {
    let mut count = 0;
    let mut overflow = !state.numbers.are_unique(env, &state.v8);
    let whole = walk(env, state, MAX_FRAMES, |class, _| {
        if class == Class::Boundary {
            return Some(());
        }
        let principal = third_party(class)?;
        if !out.iter().take(count).any(|seen| *seen == principal) {
            match out.get_mut(count) {
                Some(slot) => {
                    *slot = principal;
                    count += 1;
                }
                None => overflow = true,
            }
        }
        None::<()>
    });
    if whole.is_err() || overflow {
        out.fill(UNKNOWN);
        return u32::try_from(out.len()).unwrap_or(u32::MAX);
    }
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Answers of `scriptOwner`: a value that is no function of a script (also bound and built-in ones), and a function of
/// a script that belongs to no principal (Node.js's, Sentinel's, compiled from a string). Of these, one of the set of
/// Node-internal scripts that is asked for as the second argument.
const NO_SCRIPT: f64 = -1.0;
const NOBODYS_SCRIPT: f64 = -2.0;
const LISTED_SCRIPT: f64 = -3.0;

unsafe extern "C" fn script_owner(env: napi_env, info: napi_callback_info) -> napi_value {
    let answer = catch_unwind(AssertUnwindSafe(|| {
        let (args, data) = arguments(env, info).ok()?;
        // SAFETY: `claim` gave this function the state.
        let state = unsafe { Env::of(data) }?;
        let value = *args.first()?;
        if type_of(env, value) != sys::ValueType::napi_function {
            return None;
        }
        // SAFETY: a function, as just checked.
        let class = unsafe { class_of_function(env, state, value) }.ok()?;
        let scripts = state.scripts.try_borrow().ok()?;
        let listed = args.get(1).and_then(|value| number(env, *value)).and_then(|set| scripts.set(set));
        Some(match class {
            Some(Class::Principal(principal)) => f64::from(principal),
            Some(Class::Internal(name)) if listed.is_some_and(|set| set.contains(&name)) => LISTED_SCRIPT,
            _ => NOBODYS_SCRIPT,
        })
    }));
    let mut value = ptr::null_mut();
    let owner = answer.ok().flatten().unwrap_or(NO_SCRIPT);
    // SAFETY: `env` is the environment of this callback; on failure the value stays null, which is `undefined`.
    unsafe { sys::napi_create_double(env, owner, &raw mut value) };
    value
}

fn make_number(env: napi_env, number: u32) -> napi_value {
    let mut value = ptr::null_mut();
    // SAFETY: as above.
    unsafe { sys::napi_create_uint32(env, number, &raw mut value) };
    value
}

/// Frames captured at first for `begunBy`, which has to see the end of a stack that is short.
const BEGINNING: i32 = 8;

/// `begunBy(entries, passers, callers?)`: 1 when Node alone is on the stack, one of the scripts of `entries` is where it entered
/// JavaScript, whatever `passers` Node puts below it, and the immediate caller is one of `callers`, if those are given; else 0.
fn begun_by(call: &Call<'_>) -> Result<napi_value, Fail> {
    let named = if call.arg(2).is_some() { Some(call.u32(2)?) } else { None };
    let (entries, passers, callers) = {
        let Ok(scripts) = call.state.scripts.try_borrow() else { return Ok(make_number(call.env, 0)) };
        (scripts.set(call.u32(0)?), scripts.set(call.u32(1)?), named.map(|set| scripts.set(set)))
    };
    let (mut begun, mut called) = (false, None);
    let foreign = walk(call.env, call.state, BEGINNING, |class, _| {
        let Class::Internal(name) = class else { return (class != Class::Sentinel).then_some(()) };
        let is_in = |set: &Option<Rc<HashSet<u32>>>| set.as_ref().is_some_and(|set| set.contains(&name));
        called.get_or_insert_with(|| callers.as_ref().is_none_or(is_in));
        if !is_in(&passers) {
            begun = is_in(&entries);
        }
        None
    });
    Ok(make_number(call.env, u32::from(foreign == Ok(None) && begun && called == Some(true))))
}

/// `running(frames?)`: whose code looks something up right now, whoever called it. Node's own scripts count as core. `frames`: so
/// many are captured at first.
fn running(call: &Call<'_>) -> Result<napi_value, Fail> {
    let frames = call.arg(0).and_then(|frames| number(call.env, frames));
    let first =
        frames.and_then(|frames| i32::try_from(frames).ok()).map_or(FIRST, |frames| frames.clamp(1, FIRST));
    Ok(make_number(call.env, whose_code(call.env, call.state, first)))
}

/// What `running` says.
pub fn whose_code(env: napi_env, state: &Env, first: i32) -> u32 {
    let found = walk(env, state, first, |class, _| match class {
        Class::Sentinel => None,
        Class::Internal(_) | Class::Boundary => Some(PrincipalId::CORE.0),
        Class::Principal(principal) => Some(principal),
        Class::Eval | Class::Unknown => Some(UNKNOWN),
    });
    found.ok().flatten().unwrap_or(UNKNOWN)
}

/// `unknownScript()`: the resource name of the nearest third-party script when nobody owns script or name, else `null`.
fn unknown_script(call: &Call<'_>) -> Result<napi_value, Fail> {
    let stack = call.state.v8.stack(MAX_FRAMES).ok_or_else(|| Fail::usage("the stack cannot be read"))?;
    for index in 0..stack.len() {
        let Some(frame) = stack.frame(index) else { continue };
        match classify(call.env, call.state, frame) {
            Some(Class::Unknown) => return name_or_null(call, frame.name(call.env)),
            Some(class) if third_party(class).is_some() => break,
            _ => {}
        }
    }
    call.text_or_null(None)
}

/// `unknownScriptOf(fn)`: the same of the script that a function was compiled in, which may not have been on a stack yet.
fn unknown_script_of(call: &Call<'_>) -> Result<napi_value, Fail> {
    let function = call.arg(0).filter(|value| type_of(call.env, *value) == sys::ValueType::napi_function);
    let function = function.ok_or_else(|| Fail::usage("a function is needed"))?;
    // SAFETY: a function of this callback.
    let is_unknown = unsafe { class_of_function(call.env, call.state, function) } == Ok(Some(Class::Unknown));
    if !is_unknown {
        return name_or_null(call, None);
    }
    // SAFETY: what has a class has a script.
    let name = unsafe { call.state.v8.function_script_name(call.env, function) };
    name_or_null(call, name)
}

/// `isOfString(fn)`: 1 when a function was compiled from a string, or in a script that nobody is known by; 0 for those of Node.js, of Sentinel and of principals, and
/// for what has no script.
fn is_of_string(call: &Call<'_>) -> Result<napi_value, Fail> {
    let function = call.arg(0).filter(|value| type_of(call.env, *value) == sys::ValueType::napi_function);
    let function = function.ok_or_else(|| Fail::usage("a function is needed"))?;
    // SAFETY: a function of this callback.
    let class = unsafe { class_of_function(call.env, call.state, function) };
    let is_one = matches!(class, Ok(None | Some(Class::Eval | Class::Unknown)));
    Ok(make_number(call.env, u32::from(is_one)))
}

/// A name that is bound and did not help is somebody else's.
fn name_or_null(call: &Call<'_>, name: Option<String>) -> Result<napi_value, Fail> {
    let is_taken =
        |name: &String| call.state.scripts.try_borrow().map_or(true, |scripts| scripts.is_bound_name(name));
    call.text_or_null(name.filter(|name| !is_taken(name)).as_deref())
}
