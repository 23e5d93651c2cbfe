//! Where a refused call was made, and the stack as people are shown it. Each place is told of once, and V8 writes no stack for the others.

use std::hash::{DefaultHasher, Hash, Hasher};

use napi_sys::{ValueType, napi_env};

use super::export::{Call, Export};
use super::frames::classify;
use super::state::Env;
use super::v8::Frame;
use super::value::{Fail, type_of};
use crate::attribution::scripts::{Class, third_party};

/// Frames looked at to find the place; what is further away has none of its own.
const FAR: i32 = 16;

/// Frames people are shown, and how many are read to find them.
const SHOWN: usize = 10;
const READ: i32 = 64;

/// The functions of this group.
pub const EXPORTS: &[Export] =
    &[Export { name: "stackText", body: |call| call.text(&shown_stack(call.env, call.state)) }];

/// A number that is the same for refusals of the same kind: of the first three arguments (principal, capability, API).
pub fn kind(call: &Call<'_>) -> Result<u64, Fail> {
    let mut hasher = DefaultHasher::new();
    let is_name = call.arg(1).is_some_and(|value| type_of(call.env, value) == ValueType::napi_string);
    if is_name {
        call.string(1)?.hash(&mut hasher);
    } else {
        call.u32(1)?.hash(&mut hasher);
    }
    (call.u32(0)?, call.string(2)?).hash(&mut hasher);
    Ok(hasher.finish())
}

/// A number that is the same for refusals of one kind to the same code: the nearest third-party frame, not that of what only
/// hands the package's calls on where there is another.
pub fn site(call: &Call<'_>, kind: u64) -> u64 {
    let mut hasher = DefaultHasher::new();
    kind.hash(&mut hasher);
    // How deep it lies depends on the kind of guard, and so on what was asked for.
    #[expect(clippy::cast_possible_truncation, reason = "any part of it does")]
    let place = (kind as u32) | 1;
    let first = call.state.depths.first(place).min(FAR);
    for limit in [first, FAR] {
        let Some(stack) = call.state.v8.stack(limit) else { break };
        let third = |index: &u32| {
            let class = stack.frame(*index).and_then(|frame| classify(call.env, call.state, frame));
            class.and_then(third_party).is_some()
        };
        let own = |index: &u32| stack.frame(*index).is_some_and(|frame| !is_lending(call.state, frame));
        let whole = limit == FAR || i64::from(stack.len()) < i64::from(limit);
        let at = (0..stack.len()).find(|index| third(index) && own(index));
        if let Some(index) = at.or_else(|| if whole { (0..stack.len()).find(third) } else { None }) {
            call.state.depths.note(place, index);
            if let Some(frame) = stack.frame(index) {
                (frame.script(), frame.position()).hash(&mut hasher);
            }
            break;
        }
        if whole {
            break;
        }
    }
    hasher.finish()
}

/// The stack as people are shown it: without Sentinel's own frames.
pub fn shown_stack(env: napi_env, state: &Env) -> String {
    let Some(stack) = state.v8.stack(READ) else { return String::new() };
    let frames = (0..stack.len()).filter_map(|index| stack.frame(index));
    let shown: Vec<(Frame<'_>, Class)> = frames
        .filter_map(|frame| Some((frame, classify(env, state, frame)?)))
        .filter(|(_, class)| *class != Class::Sentinel)
        .collect();
    let is_own =
        |(frame, class): &(Frame<'_>, Class)| third_party(*class).is_some() && !is_lending(state, *frame);
    // A line of a file of the package's would stand there that has nothing to do with the call.
    let hides = shown.iter().any(is_own);
    let lines: Vec<String> = shown
        .into_iter()
        .filter(|(frame, _)| !hides || !is_lending(state, *frame))
        .take(SHOWN)
        .map(|(frame, _)| format!("at {}", frame.describe(env)))
        .collect();
    lines.join("\n")
}

/// Whether the frame is of a script that only hands a package's calls on.
fn is_lending(state: &Env, frame: Frame<'_>) -> bool {
    state.scripts.try_borrow().is_ok_and(|scripts| scripts.is_lending(frame.script()))
}
