//! The frames of the stack, from the top, and whose each is.

use napi_sys::{napi_env, napi_value};

use super::depths::NEXT;
use super::state::Env;
use super::v8::{Frame, MAX_FRAMES};
use crate::attribution::scripts::Class;

/// Walks the stack from the top until `visit` answers. `None`: it did not, and the stack was seen whole.
/// An error: the stack could not be read to its end.
pub fn walk<T>(
    env: napi_env,
    state: &Env,
    first: i32,
    mut visit: impl FnMut(Class, u32) -> Option<T>,
) -> Result<Option<T>, ()> {
    walk_frames(env, state, first, |class, _, index| class.and_then(|class| visit(class, index)))
}

/// The same with the frames, and those of built-in code.
pub fn walk_frames<'a, T>(
    env: napi_env,
    state: &'a Env,
    first: i32,
    mut visit: impl FnMut(Option<Class>, Frame<'a>, u32) -> Option<T>,
) -> Result<Option<T>, ()> {
    let (mut skip, mut before) = (0, 0);
    for limit in [first, NEXT, MAX_FRAMES] {
        if limit <= before {
            continue;
        }
        before = limit;
        let stack = state.v8.stack(limit).ok_or(())?;
        for index in skip..stack.len() {
            let frame = stack.frame(index).ok_or(())?;
            if let Some(answer) = visit(classify(env, state, frame), frame, index) {
                return Ok(Some(answer));
            }
        }
        if i64::from(stack.len()) < i64::from(limit) {
            return Ok(None);
        }
        skip = stack.len();
    }
    Err(())
}

/// The class of a frame; `None` for a frame without a script (built-in code).
pub fn classify(env: napi_env, state: &Env, frame: Frame<'_>) -> Option<Class> {
    let id = frame.script();
    if id == 0 {
        return None;
    }
    let Ok(mut scripts) = state.scripts.try_borrow_mut() else { return Some(Class::Unknown) };
    if let Some(class) = scripts.get(id) {
        return Some(class);
    }
    let is_eval = frame.is_eval();
    let name = if is_eval { None } else { frame.name(env) };
    Some(scripts.classify(id, is_eval, name.as_deref()))
}

/// The class of the script of a function, which may not have been on a stack yet: an ES module is known by its name. `None`: it has no
/// script, or was compiled from a string and never seen.
///
/// # Safety
/// `function` is a value of type function, valid in the current callback.
pub unsafe fn class_of_function(
    env: napi_env,
    state: &Env,
    function: napi_value,
) -> Result<Option<Class>, ()> {
    // SAFETY: the caller vouches for the type.
    let id = unsafe { state.v8.function_script(function) };
    if id == 0 {
        return Err(());
    }
    let mut scripts = state.scripts.try_borrow_mut().map_err(|_| ())?;
    if let Some(class) = scripts.get(id) {
        return Ok(Some(class));
    }
    // SAFETY: it has a script, as just seen.
    let name = unsafe { state.v8.function_script_name(env, function) }.filter(|name| !name.is_empty());
    Ok(name.map(|name| scripts.classify(id, false, Some(&name))))
}
