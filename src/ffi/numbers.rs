//! Are the numbers of scripts, by which callers are told apart, still each one's own?

use std::cell::Cell;
use std::time::{Duration, Instant};

use napi_sys::napi_env;

use super::self_test::compile;
use super::v8::V8;

/// Script numbers are unique until V8 has given out 2^31 of them; then they begin again, and a new script could
/// carry the number of an old one. Nobody gets there between two looks at the counter.
#[derive(Debug, Default)]
pub struct Numbers {
    looked: Cell<Option<Instant>>,
    last: Cell<u32>,
    broken: Cell<bool>,
}

/// Time between two looks: 2^31 compilations take far longer.
const LOOK_EVERY: Duration = Duration::from_secs(60);

impl Numbers {
    /// Looks at the counter when it is time to.
    pub fn are_unique(&self, env: napi_env, v8: &V8) -> bool {
        let due = self.looked.get().is_none_or(|then| then.elapsed() > LOOK_EVERY);
        if due {
            self.looked.set(Some(Instant::now()));
            if let Ok(made) = compile(env, &format!("(function () {{}}) // {}", self.last.get())) {
                // SAFETY: the script's value is a function.
                let id = unsafe { v8.function_script(made) };
                self.broken.set(self.broken.get() || (id != 0 && id < self.last.get()));
                self.last.set(self.last.get().max(id));
            }
        }
        !self.broken.get()
    }
}
