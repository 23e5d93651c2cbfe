//! Where core's own code calls: the place in a file, for `js/core/lured.js`.

use napi_sys::napi_value;

use super::export::{Call, Export, Fail};
use super::stack::classify;
use crate::attribution::scripts::Class;
use crate::engine::PrincipalId;

/// Sentinel's own frames are the first ones, and then comes whoever calls.
const READ: i32 = 24;

pub const EXPORTS: &[Export] = &[Export { name: "callSite", body: call_site }];

/// `callSite()`: file, line and column (each on a line of its own) of the immediate caller, when that is a script of core's; else `null`.
fn call_site(call: &Call<'_>) -> Result<napi_value, Fail> {
    let stack = call.state.v8.stack(READ).ok_or_else(|| Fail::usage("the stack cannot be read"))?;
    for index in 0..stack.len() {
        let Some(frame) = stack.frame(index) else { continue };
        match classify(call.env, call.state, frame) {
            None | Some(Class::Sentinel) => {}
            Some(Class::Principal(principal)) if principal == PrincipalId::CORE.0 => {
                let (line, column) = frame.position();
                let text = frame.name(call.env).map(|name| format!("{name}\n{line}\n{column}"));
                return call.text_or_null(text.as_deref());
            }
            Some(_) => break,
        }
    }
    call.text_or_null(None)
}
