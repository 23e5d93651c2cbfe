//! Who is who: names and numbers, files and packages, scripts and principals.

use napi_sys as sys;
use sys::napi_value;

use super::export::{Call, Export};
use super::state::shared;
use super::value::{Fail, type_of};
use crate::attribution::scripts::Scripts;
use crate::engine::PrincipalId;

/// The functions of this group.
pub const EXPORTS: &[Export] = &[
    Export { name: "principal", body: |call| call.number(f64::from(intern(&call.string(0)?))) },
    Export { name: "principalName", body: |call| call.text(&shared().name(call.u32(0)?)) },
    Export { name: "hasEntry", body: |call| call.boolean(shared().engine().has_entry(&call.string(0)?)) },
    Export { name: "owner", body: owner },
    Export {
        name: "declares",
        body: |call| call.boolean(shared().owners().declares(&call.string(0)?, &call.string(1)?)),
    },
    Export {
        name: "doesWithout",
        body: |call| call.boolean(shared().owners().does_without(&call.string(0)?, &call.string(1)?)),
    },
    Export { name: "bindScript", body: bind_script },
    Export { name: "bindName", body: bind_name },
    Export { name: "internals", body: internals },
    Export { name: "armed", body: |call| call.boolean(with_scripts(call, |scripts| scripts.armed())?) },
];

fn intern(name: &str) -> u32 {
    // An empty name is nobody's.
    if name.is_empty() { PrincipalId::UNKNOWN.0 } else { shared().engine_mut().principal(name).0 }
}

fn with_scripts<T>(call: &Call<'_>, use_them: impl FnOnce(&mut Scripts) -> T) -> Result<T, Fail> {
    let mut scripts =
        call.state.scripts.try_borrow_mut().map_err(|_| Fail::usage("the script table is in use"))?;
    Ok(use_them(&mut scripts))
}

/// `owner(realFile)`: `[kind, name, root, palette, linked]`.
fn owner(call: &Call<'_>) -> Result<napi_value, Fail> {
    let owner = shared().owners().owner(&call.string(0)?);
    call.array(&[
        call.number(f64::from(owner.kind as u8))?,
        call.text(&owner.name)?,
        call.text(&owner.root)?,
        call.boolean(owner.is_palette)?,
        call.boolean(owner.is_linked)?,
    ])
}

/// `bindScript(fn, principal, lends)`: the script of a compiled function belongs to a principal, and, when `lends` is given,
/// only hands its calls on. Answers the script's number.
fn bind_script(call: &Call<'_>) -> Result<napi_value, Fail> {
    let principal = call.u32(1)?;
    let value = call.arg(0).filter(|value| type_of(call.env, *value) == sys::ValueType::napi_function);
    let function = value.ok_or_else(|| Fail::usage("argument 0 is not a function"))?;
    // SAFETY: a function, as just checked.
    let id = unsafe { call.state.v8.function_script(function) };
    let lends = call.arg(2).is_some();
    with_scripts(call, |scripts| {
        scripts.bind(id, principal);
        if lends {
            scripts.lends(id);
        }
    })?;
    call.number(f64::from(id))
}

/// `bindName(resourceName, principal)`: for scripts that no function is known of (ES modules).
fn bind_name(call: &Call<'_>) -> Result<napi_value, Fail> {
    let (name, principal) = (call.string(0)?, call.u32(1)?);
    with_scripts(call, |scripts| scripts.bind_name(&name, principal))?;
    call.nothing()
}

/// `internals(names)`: registers a set of Node-internal scripts, answers its number.
fn internals(call: &Call<'_>) -> Result<napi_value, Fail> {
    let names = call.strings(0)?;
    let number = with_scripts(call, |scripts| scripts.add_set(names))?;
    call.number(f64::from(number))
}
