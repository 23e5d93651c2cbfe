//! Does whoever is seen to call really call, or did a value of somebody else's lure it? See decision 0030.

use std::rc::Rc;

use napi_sys::{napi_env, napi_value};

use super::export::{Call, Export};
use super::frames::classify;
use super::state::Env;
use super::v8::Frame;
use super::value::Fail;
use crate::attribution::scripts::{Class, INTERNAL};
use crate::attribution::uses::{Between, Expected, Place};
use crate::engine::PrincipalId;

const CORE: u32 = PrincipalId::CORE.0;
const UNKNOWN: u32 = PrincipalId::UNKNOWN.0;

/// Above it are answers that are no principal's.
const NO_PRINCIPAL: u32 = INTERNAL - 16;

/// Sentinel's own frames are the first ones, and then comes whoever calls: mostly within the few that cost little to read.
const READ: [i32; 3] = [2, 6, 24];

pub const EXPORTS: &[Export] = &[
    Export { name: "expect", body: expect },
    Export { name: "expectHeads", body: expect_heads },
    Export { name: "isCalled", body: is_called },
    Export { name: "evaluator", body: evaluator },
];

/// `expect(kind, name)`: makes something to expect of callers, answers its number.
fn expect(call: &Call<'_>) -> Result<napi_value, Fail> {
    let made = Expected::new(call.u32(0)?, &call.string(1)?).ok_or_else(|| Fail::usage("no such kind"))?;
    let number = call.state.uses.expect(made).ok_or_else(|| Fail::usage("in use"))?;
    call.number(f64::from(number))
}

/// `expectHeads(heads)`: what the loader puts before modules.
fn expect_heads(call: &Call<'_>) -> Result<napi_value, Fail> {
    let heads = call.strings(0)?.iter().map(|head| head.encode_utf16().collect()).collect();
    call.state.uses.expect_heads(heads).ok_or_else(|| Fail::usage("in use"))?;
    call.nothing()
}

/// What a look at the stack comes past.
#[derive(Default)]
pub struct Seen<'a> {
    /// Built-in code stands between.
    language: bool,
    /// The first script that is not Sentinel's: who calls, and where.
    first: Option<(Class, Frame<'a>)>,
    /// The first one of somebody's, and whether that is core.
    nearest: Option<(Frame<'a>, bool)>,
    /// The first one that is not core's either.
    package: Option<Frame<'a>>,
    /// Scripts of Node's and of Sentinel's before the nearest one.
    before: Vec<Frame<'a>>,
}

impl<'a> Seen<'a> {
    /// Takes the next frame.
    pub fn push(&mut self, class: Option<Class>, frame: Frame<'a>) {
        if self.nearest.is_none() && matches!(class, Some(Class::Sentinel | Class::Internal(_))) {
            self.before.push(frame);
        }
        match class {
            None => self.language |= self.first.is_none(),
            // What stands above was between Sentinel's own.
            Some(Class::Sentinel) if self.first.is_none() => self.language = false,
            Some(Class::Sentinel) => {}
            Some(class) => {
                self.first.get_or_insert((class, frame));
                if let Class::Principal(principal) = class {
                    self.nearest.get_or_insert((frame, principal == CORE));
                    if principal != CORE {
                        self.package.get_or_insert(frame);
                    }
                }
            }
        }
    }

    fn between(&self, state: &Env) -> Between {
        match self.first.map(|(class, _)| class) {
            Some(Class::Principal(_)) if self.language => Between::Language,
            Some(Class::Principal(_)) => Between::Nothing,
            Some(Class::Internal(name)) => {
                let looks = state.scripts.try_borrow().map_or(true, |scripts| scripts.is_looking(name));
                if looks { Between::Looking } else { Between::Node }
            }
            _ => Between::Looking,
        }
    }

    /// Does the script that is seen first write a member there? Code of the operator's does as it likes.
    fn is_written(&self, env: napi_env, state: &Env, expected: &Expected) -> bool {
        let Some((class, frame)) = self.first else { return false };
        let is_core = class == Class::Principal(CORE);
        // Core sets members of values of others all the time, by names that come from elsewhere (`change` nodes), and those that everybody shares by theirs.
        let is_by_key =
            |place: &Place| (is_core || *expected == Expected::WrittenGlobal) && place.is_set_by_key();
        let between = match class {
            Class::Internal(_) => Between::Node,
            _ if self.language => Between::Language,
            _ => Between::Nothing,
        };
        let is_free = |place: &Place| is_core && !place.is_installed;
        let is_meant = |place: Rc<Place>| is_free(&place) || (place.writes(between) && !is_by_key(&place));
        state.uses.place(env, frame).is_some_and(is_meant)
    }

    /// Does the script of Node's that is seen first call what is expected?
    fn is_called_by_node(&self, env: napi_env, state: &Env, expected: &Expected) -> bool {
        let place = self.first.and_then(|(_, frame)| state.uses.place(env, frame));
        place.is_some_and(|place| place.is_node_calling(expected))
    }

    /// An accessor can be hung on the same object under another name, for a script of Node's to read it there and give back what it found.
    fn is_misread(&self, env: napi_env, state: &Env, expected: u32) -> bool {
        match state.uses.expected(expected) {
            Some(wanted @ Expected::Read(_)) => {
                let place = self.first.and_then(|(_, frame)| state.uses.place(env, frame));
                !place.is_some_and(|place| place.fits_package(&wanted, Between::Nothing))
            }
            _ => false,
        }
    }

    /// Do all of Node's and Sentinel's scripts on the way go on by calls? Where one of them reads a member of a value, whoever handed it that value does not call what lies there.
    fn is_passed_on(&self, env: napi_env, state: &Env, expected: &Expected) -> bool {
        let is_on = |place: Rc<Place>| match expected {
            Expected::Called(_) | Expected::Made(_) | Expected::Handed(_) | Expected::Somehow => {
                place.is_going_on() || place.is_making_agent(expected)
            }
            Expected::Written | Expected::WrittenGlobal => place.is_setting(),
            _ => true,
        };
        self.before.iter().all(|frame| state.uses.place(env, *frame).is_some_and(is_on))
    }

    /// Was `caller`, who is seen to call, lured into what is expected to be asked for by name?
    pub fn is_lured(&self, env: napi_env, state: &Env, expected: u32, caller: u32) -> bool {
        if caller == INTERNAL {
            return self.is_misread(env, state, expected);
        }
        // Nobody else has anything to lose.
        if caller == UNKNOWN || caller > NO_PRINCIPAL {
            return false;
        }
        let Some((frame, is_core)) = self.nearest else { return true };
        let place = state.uses.place(env, frame);
        let (Some(place), Some(expected)) = (place, state.uses.expected(expected)) else { return true };
        // Before the first package there is nobody to lure core.
        let is_alone = || state.scripts.try_borrow().is_ok_and(|scripts| !scripts.armed());
        if expected == Expected::Somehow && caller == CORE && is_alone() {
            return false;
        }
        if !self.is_passed_on(env, state, &expected) {
            return true;
        }
        if matches!(expected, Expected::Written | Expected::WrittenGlobal) {
            return !self.is_written(env, state, &expected);
        }
        let between = self.between(state);
        if between == Between::Node && !self.is_called_by_node(env, state, &expected) {
            return true;
        }
        if !is_core {
            return !place.fits_package(&expected, between);
        }
        // Core works for the package: it was called.
        let behind = || self.package.and_then(|frame| state.uses.place(env, frame));
        let is_called = caller == CORE || behind().is_some_and(|place| place.is_any_call());
        !(is_called && place.fits_core(&expected, between))
    }
}

/// `isCalled(expected)`: does the immediate caller, past Sentinel's own frames and built-in code, call as it is expected to: a script of Node's, or of
/// core's? Whoever is below it on the stack. `isCalled(0)`: is it core?
fn is_called(call: &Call<'_>) -> Result<napi_value, Fail> {
    let number = call.u32(0)?;
    let expected = call.state.uses.expected(number);
    for limit in READ {
        let stack = call.state.v8.stack(limit).ok_or_else(|| Fail::usage("the stack cannot be read"))?;
        for index in 0..stack.len() {
            let Some(frame) = stack.frame(index) else { continue };
            let class = classify(call.env, call.state, frame);
            if matches!(class, None | Some(Class::Sentinel)) {
                continue;
            }
            let is_core = class == Some(Class::Principal(CORE));
            let is_node = matches!(class, Some(Class::Internal(_)));
            if number == 0 || !(is_core || is_node) {
                return call.boolean(number == 0 && is_core);
            }
            let place = call.state.uses.place(call.env, frame);
            let (Some(place), Some(expected)) = (place, expected) else { return call.boolean(false) };
            let fits = if is_core {
                place.fits_core(&expected, Between::Nothing)
            } else {
                place.fits_node(&expected)
            };
            return call.boolean(fits);
        }
    }
    call.boolean(false)
}

/// `evaluator()`: who has code run that was compiled from a string, and is at work now: whose call of `eval`, or of a function that `eval` made, is right below
/// it. A value can have `eval` called by whoever looks at it, and is nobody.
fn evaluator(call: &Call<'_>) -> Result<napi_value, Fail> {
    for limit in READ {
        let stack = call.state.v8.stack(limit).ok_or_else(|| Fail::usage("the stack cannot be read"))?;
        let mut is_below = false;
        for index in 0..stack.len() {
            let Some(frame) = stack.frame(index) else { continue };
            match classify(call.env, call.state, frame) {
                None | Some(Class::Sentinel) => {}
                Some(Class::Eval) => is_below = true,
                // Node's loader, which asks for it.
                Some(Class::Internal(_)) if !is_below => {}
                Some(Class::Principal(principal)) => {
                    let place = call.state.uses.place(call.env, frame);
                    let calls = place.is_some_and(|place| place.is_evaluating());
                    return call.number(f64::from(if calls { principal } else { UNKNOWN }));
                }
                Some(_) => return call.number(f64::from(UNKNOWN)),
            }
        }
    }
    call.number(f64::from(UNKNOWN))
}
