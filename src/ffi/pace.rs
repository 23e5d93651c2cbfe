//! V8 while Node-RED starts.
//!
//! Most of what is made then stays, and most of what runs then never runs again: a search for garbage in the middle finds
//! little, and code that was optimised is not used. So V8 is told that something is being loaded, and, where that costs
//! nothing else, to wait longer before it optimises. Once Node-RED has started it is told that memory counts.
//!
//! This is about time and memory only. Where V8 lacks one of these functions nothing happens.

use std::cell::Cell;
use std::ffi::{CStr, c_char, c_void};

use napi_sys::napi_value;

use super::export::{Call, Export};
use super::state::shared;
use super::v8::{function_at, symbol};
use super::value::Fail;

/// The functions of this group.
pub const EXPORTS: &[Export] = &[
    Export { name: "paceStart", body: start },
    Export { name: "paceDelay", body: delay },
    Export { name: "paceStarted", body: started },
];

type Isolate = *mut c_void;

/// `v8::RAILMode` of Node.js 20 and 22.
const ANIMATION: u32 = 1;
const LOAD: u32 = 3;
/// `v8::MemoryPressureLevel`.
const MODERATE: u32 = 1;

/// V8 of Node.js 20, and what has it optimise ten times later, and as ever. Later ones optimise less in a start, and since 13.6 a flag
/// that was set once makes V8 refuse the code that Node.js brings along for its own modules, whatever its value then is.
const ENGINE: &str = "11.3.";
const LATE: &str = "--interrupt-budget=675840";
const USUAL: &str = "--interrupt-budget=67584";

thread_local! {
    /// This engine has the flag, and it is not the operator's.
    static CAN_DELAY: Cell<bool> = const { Cell::new(false) };
}

/// `paceStart(v8, flags)`: Node-RED is being loaded, by this version of V8; `flags` are the operator's. Whether optimising can be delayed.
fn start(call: &Call<'_>) -> Result<napi_value, Fail> {
    let (version, given) = (call.string(0)?, call.string(1)?);
    if !shared().is_first_thread() {
        return call.boolean(false);
    }
    let can_delay = version.starts_with(ENGINE) && !is_named(&given, LATE);
    CAN_DELAY.set(can_delay);
    tell(c"_ZN2v87Isolate11SetRAILModeENS_8RAILModeE", LOAD);
    tell(c"_ZN2v87Isolate12SetIsLoadingEb", 1);
    call.boolean(can_delay)
}

/// `--interrupt_budget=1` is another way to write it.
fn is_named(given: &str, flag: &str) -> bool {
    let name = flag.split('=').next().unwrap_or(flag).trim_start_matches('-');
    given.replace('_', "-").contains(name)
}

/// `paceDelay(on)`: from here on V8 optimises later, or as ever. Has an effect only where `paceStart` said so.
fn delay(call: &Call<'_>) -> Result<napi_value, Fail> {
    let later = call.u32(0)? == 1;
    if let Some(set) = symbol(c"_ZN2v82V818SetFlagsFromStringEPKcm").filter(|_| CAN_DELAY.get()) {
        // SAFETY: `V8::SetFlagsFromString(const char*, size_t)`, which Node.js keeps possible and offers itself.
        let set: unsafe extern "C" fn(*const c_char, usize) = unsafe { function_at(set) };
        let flag = if later { LATE } else { USUAL };
        // SAFETY: so many bytes; V8 copies them.
        unsafe { set(flag.as_ptr().cast(), flag.len()) };
    }
    call.nothing()
}

/// `paceStarted()`: Node-RED has started. V8 looks for garbage in the background, and gives back what it needed for the start.
fn started(call: &Call<'_>) -> Result<napi_value, Fail> {
    tell(c"_ZN2v87Isolate11SetRAILModeENS_8RAILModeE", ANIMATION);
    tell(c"_ZN2v87Isolate12SetIsLoadingEb", 0);
    tell(c"_ZN2v87Isolate26MemoryPressureNotificationENS_19MemoryPressureLevelE", MODERATE);
    call.nothing()
}

/// Calls a method of the isolate that takes one small number and returns nothing.
fn tell(name: &CStr, value: u32) {
    let (Some(current), Some(method)) = (symbol(c"_ZN2v87Isolate10GetCurrentEv"), symbol(name)) else {
        return;
    };
    // SAFETY: the functions of these names have these types: an enumeration or a `bool` is passed as a number is.
    let (current, method): (unsafe extern "C" fn() -> Isolate, unsafe extern "C" fn(Isolate, u32)) =
        unsafe { (function_at(current), function_at(method)) };
    // SAFETY: called inside a Node-API callback, so an isolate is entered.
    unsafe {
        let isolate = current();
        if !isolate.is_null() {
            method(isolate, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_of_the_operator_are_left_alone() {
        assert!(is_named("--interrupt_budget=5 --x", LATE));
        assert!(is_named("--x --interrupt-budget=1", LATE));
        assert!(!is_named("--max-old-space-size=512", LATE));
        assert!(is_named(USUAL, LATE));
    }
}
