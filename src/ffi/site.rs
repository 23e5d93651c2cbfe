//! Where a refused call was made. Each place is told of once, and V8 writes no stack for the others.

use std::cell::RefCell;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use napi_sys::ValueType;

use super::export::{Call, Fail, type_of};
use super::stack::classify;
use crate::attribution::scripts::third_party;

/// Frames looked at to find the place; what is further away has none of its own.
const FAR: i32 = 16;

/// Places remembered. Then it starts over.
const LIMIT: usize = 10_000;

/// The places that were told of.
#[derive(Debug, Default)]
pub struct Shown(RefCell<HashSet<u64>>);

impl Shown {
    /// Whether nothing was told of this place yet. From now on it was.
    pub fn is_new(&self, site: u64) -> bool {
        let Ok(mut sites) = self.0.try_borrow_mut() else { return true };
        if sites.contains(&site) {
            return false;
        }
        if sites.len() >= LIMIT {
            sites.clear();
        }
        sites.insert(site)
    }
}

/// A number that is the same for refusals of the same kind to the same code: of the first three arguments (principal,
/// capability, API) and the nearest third-party frame.
pub fn site(call: &Call<'_>) -> Result<u64, Fail> {
    let mut hasher = DefaultHasher::new();
    let is_name = call.arg(1).is_some_and(|value| type_of(call.env, value) == ValueType::napi_string);
    if is_name {
        call.string(1)?.hash(&mut hasher);
    } else {
        call.u32(1)?.hash(&mut hasher);
    }
    (call.u32(0)?, call.string(2)?).hash(&mut hasher);
    // How deep it lies depends on the kind of guard, and so on what was asked for.
    #[expect(clippy::cast_possible_truncation, reason = "any part of it does")]
    let place = (hasher.finish() as u32) | 1;
    let first = call.state.depths.first(place).min(FAR);
    for limit in [first, FAR] {
        let Some(stack) = call.state.v8.stack(limit) else { break };
        let at = (0..stack.len()).find(|index| {
            let class = stack.frame(*index).and_then(|frame| classify(call.env, call.state, frame));
            class.and_then(third_party).is_some()
        });
        if let Some(index) = at {
            call.state.depths.note(place, index);
            if let Some(frame) = stack.frame(index) {
                (frame.script(), frame.position()).hash(&mut hasher);
            }
            break;
        }
        if i64::from(stack.len()) < i64::from(limit) {
            break;
        }
    }
    Ok(hasher.finish())
}
