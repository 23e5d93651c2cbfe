//! Worker threads of packages. The thread that starts one leaves a passport here, under a token that only the preload of
//! the new thread is told; with it that thread becomes the same package, for good.

use std::sync::PoisonError;

use napi_sys::napi_value;

use super::export::{Call, Export};
use super::state::shared;
use super::value::Fail;

/// The functions of this group.
pub const EXPORTS: &[Export] =
    &[Export { name: "admitWorker", body: admit_worker }, Export { name: "enterWorker", body: enter_worker }];

/// `admitWorker(principal, text)`: a token for a thread that is about to start. A confined thread admits only its own kind.
fn admit_worker(call: &Call<'_>) -> Result<napi_value, Fail> {
    let (principal, text) = (call.u32(0)?, call.string(1)?);
    let confined = scripts(call)?.confined();
    let principal = confined.unwrap_or(principal);
    let token = shared().workers.lock().unwrap_or_else(PoisonError::into_inner).issue(principal, text);
    call.text(&token)
}

/// `enterWorker(token)`: `[principal, text]` of the passport, which is used up. This thread is that principal from now on.
fn enter_worker(call: &Call<'_>) -> Result<napi_value, Fail> {
    let token = call.string(0)?;
    let found = shared().workers.lock().unwrap_or_else(PoisonError::into_inner).take(&token);
    let (principal, text) = found
        .filter(|_| !shared().is_first_thread())
        .ok_or_else(|| Fail::usage("this worker thread was not admitted"))?;
    let mut scripts =
        call.state.scripts.try_borrow_mut().map_err(|_| Fail::usage("the script table is in use"))?;
    scripts.confine(principal);
    drop(scripts);
    call.array(&[call.number(f64::from(principal))?, call.text(&text)?])
}

fn scripts<'a>(call: &'a Call<'_>) -> Result<std::cell::Ref<'a, crate::attribution::scripts::Scripts>, Fail> {
    call.state.scripts.try_borrow().map_err(|_| Fail::usage("the script table is in use"))
}
