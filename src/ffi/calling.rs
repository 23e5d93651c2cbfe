//! Where core's own code calls, for `js/core/lured.js`, and where Node.js's does, for `js/core/by-name.js`.

use napi_sys::{ValueType, napi_value};

use super::export::{Call, Export, Fail, type_of};
use super::stack::classify;
use super::v8::Frame;
use crate::attribution::scripts::Class;
use crate::engine::PrincipalId;

/// Sentinel's own frames are the first ones, and then comes whoever calls: mostly within the few that cost little to read.
const READ: &[i32] = &[6, 24];
/// The same where one of Node.js's own scripts is expected right behind the guard.
const READ_NEAR: &[i32] = &[2, 6, 24];

pub const EXPORTS: &[Export] =
    &[Export { name: "callPlace", body: call_place }, Export { name: "callSite", body: call_site }];

/// Who the immediate caller is, past Sentinel's own frames and built-in code.
enum Calls<T> {
    /// A script of core's (or of Node.js's, if asked for), and what was asked of its frame.
    Core(T),
    /// Another script: Node.js's, or a package's.
    Other,
    /// None within the frames that are read: a package can put as many built-in functions between as it likes.
    Nobody,
}

fn immediate<T>(call: &Call<'_>, act: impl FnOnce(Frame<'_>) -> T) -> Result<Calls<T>, Fail> {
    let with_nodes = call.arg(0).is_some_and(|value| type_of(call.env, value) == ValueType::napi_number);
    for limit in if with_nodes { READ_NEAR } else { READ } {
        let stack = call.state.v8.stack(*limit).ok_or_else(|| Fail::usage("the stack cannot be read"))?;
        for index in 0..stack.len() {
            let Some(frame) = stack.frame(index) else { continue };
            match classify(call.env, call.state, frame) {
                None | Some(Class::Sentinel) => {}
                Some(Class::Principal(principal)) if principal == PrincipalId::CORE.0 => {
                    return Ok(Calls::Core(act(frame)));
                }
                Some(Class::Internal(_)) if with_nodes => return Ok(Calls::Core(act(frame))),
                Some(_) => return Ok(Calls::Other),
            }
        }
    }
    Ok(Calls::Nobody)
}

/// `callPlace()`: a number for the place in a file from which core calls, the same every time and another for every place. 0 when another script
/// is the immediate caller; -1 for a place of core's that has no number; -2 when no script is seen to call. `callPlace(1)`: a place in a script of
/// Node.js's counts like one of core's.
fn call_place(call: &Call<'_>) -> Result<napi_value, Fail> {
    let place = immediate(call, |frame| {
        let (line, column) = frame.position();
        number_of(frame.script(), line, column).unwrap_or(-1.0)
    })?;
    call.number(match place {
        Calls::Core(number) => number,
        Calls::Other => 0.0,
        Calls::Nobody => -2.0,
    })
}

/// The 53 bits that a number of JavaScript has: 21 for the script, 18 for the line, 14 for the column.
fn number_of(script: u32, line: i32, column: i32) -> Option<f64> {
    let (line, column) = (u32::try_from(line).ok()?, u32::try_from(column).ok()?);
    if script >= 1 << 21 || line >= 1 << 18 || column >= 1 << 14 {
        return None;
    }
    Some(
        f64::from(script) * f64::from(1_u32 << 18) * f64::from(1_u32 << 14)
            + f64::from(line) * f64::from(1_u32 << 14)
            + f64::from(column),
    )
}

/// `callSite()`: file, line and column (each on a line of its own) of the immediate caller, when that is a script of core's; else `null`. `callSite(1)` as above.
fn call_site(call: &Call<'_>) -> Result<napi_value, Fail> {
    let site = immediate(call, |frame| {
        let (line, column) = frame.position();
        frame.name(call.env).map(|name| format!("{name}\n{line}\n{column}"))
    })?;
    let text = if let Calls::Core(text) = site { text } else { None };
    call.text_or_null(text.as_deref())
}

#[cfg(test)]
mod tests {
    use super::number_of;

    #[test]
    fn every_place_has_a_number_of_its_own() {
        let most = [(1 << 21) - 1, (1 << 18) - 1, (1 << 14) - 1];
        let last = number_of(most[0], most[1] as i32, most[2] as i32);
        assert_eq!(last, Some(9_007_199_254_740_991.0));
        assert_ne!(number_of(1, 1, 1), number_of(1, 2, 1));
        assert_ne!(number_of(1, 1, 1), number_of(2, 1, 1));
        assert_ne!(number_of(1, 1, 0), number_of(1, 0, 1));
        for (script, line, column) in [(1 << 21, 1, 1), (1, 1 << 18, 1), (1, 1, 1 << 14), (1, -1, 1)] {
            assert_eq!(number_of(script, line, column), None);
        }
    }
}
