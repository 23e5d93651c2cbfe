//! Node.js programs that packages start. What such a process is, it is told by a passport in its environment, which its preload
//! takes out: whose code runs in it, the part of the policy that concerns that package, and where everything lies.

use std::sync::PoisonError;

use napi_sys as sys;
use serde_json::{Value, json};
use sys::napi_value;

use super::config::Config;
use super::export::{Call, Export};
use super::state::shared;
use super::value::{Fail, type_of};

/// The functions of this group.
pub const EXPORTS: &[Export] =
    &[Export { name: "admitChild", body: admit_child }, Export { name: "enterChild", body: enter_child }];

/// `admitChild(principal, home, given)`: the passport, as JSON, for a process that is about to start. `home` is the
/// main file of the package, `given` the variables that the package names itself, or `null`. A confined process or thread admits
/// only its own kind.
fn admit_child(call: &Call<'_>) -> Result<napi_value, Fail> {
    let confined = scripts(call)?.confined();
    let name = shared().name(confined.map_or(call.u32(0)?, |principal| principal));
    let config = shared().config().ok_or_else(|| Fail::usage("nothing is configured yet"))?;
    // Which directories are core's the new process finds itself: they are many.
    let places = Config { core_dirs: Vec::new(), ..(*config).clone() };
    let policy = shared().source.lock().unwrap_or_else(PoisonError::into_inner).only(&name);
    let is_list = call.arg(2).is_some_and(|value| type_of(call.env, value) == sys::ValueType::napi_object);
    let given = if is_list { Some(call.strings(2)?) } else { None };
    let node_red = shared().node_red.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let admin = shared().admin.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let places: Value =
        serde_json::to_value(places).map_err(|error| Fail::usage(format!("the configuration: {error}")))?;
    call.text(
        &json!({
            "package": name, "places": places, "policy": policy, "admin": admin,
            "nodeRedDir": node_red, "home": call.string(1)?, "given": given,
        })
        .to_string(),
    )
}

/// `enterChild(name)`: this process is that package from now on. Answers its number.
fn enter_child(call: &Call<'_>) -> Result<napi_value, Fail> {
    let name = call.string(0)?;
    if name.is_empty() || !shared().is_first_thread() || scripts(call)?.armed() {
        return Err(Fail::usage("this process was not admitted"));
    }
    shared().audit().share();
    let principal = shared().engine_mut().principal(&name).0;
    call.state
        .scripts
        .try_borrow_mut()
        .map_err(|_| Fail::usage("the script table is in use"))?
        .confine(principal);
    call.number(f64::from(principal))
}

fn scripts<'a>(call: &'a Call<'_>) -> Result<std::cell::Ref<'a, crate::attribution::scripts::Scripts>, Fail> {
    call.state.scripts.try_borrow().map_err(|_| Fail::usage("the script table is in use"))
}
