//! Worker threads of packages. The thread that starts one leaves a passport here, under a token that only the preload of
//! the new thread is told; with it that thread becomes the same package, for good.

use std::collections::VecDeque;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::PoisonError;

use napi_sys::napi_value;

use super::export::{Call, Export, Fail};
use super::state::shared;

/// Passports of one principal that nobody has used. Workers that are ended before they begin leave theirs behind.
const AT_MOST: usize = 256;

/// The functions of this group.
pub const EXPORTS: &[Export] =
    &[Export { name: "admitWorker", body: admit_worker }, Export { name: "enterWorker", body: enter_worker }];

/// What a new thread is to be.
#[derive(Debug)]
struct Passport {
    token: String,
    principal: u32,
    text: String,
}

/// The passports that have not been used.
#[derive(Debug, Default)]
pub struct Passports {
    waiting: VecDeque<Passport>,
    seed: RandomState,
    made: u64,
}

impl Passports {
    /// A text nobody can guess: two answers of a keyed hash whose key comes from the system and stays here.
    fn token(&mut self) -> String {
        let mut half = || {
            self.made += 1;
            let mut hasher = self.seed.build_hasher();
            hasher.write_u64(self.made);
            hasher.finish()
        };
        format!("{:016x}{:016x}", half(), half())
    }

    fn issue(&mut self, principal: u32, text: String) -> String {
        if self.waiting.iter().filter(|old| old.principal == principal).count() >= AT_MOST
            && let Some(oldest) = self.waiting.iter().position(|old| old.principal == principal)
        {
            self.waiting.remove(oldest);
        }
        let token = self.token();
        self.waiting.push_back(Passport { token: token.clone(), principal, text });
        token
    }

    fn take(&mut self, token: &str) -> Option<(u32, String)> {
        let at = self.waiting.iter().position(|passport| passport.token == token)?;
        self.waiting.remove(at).map(|passport| (passport.principal, passport.text))
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passport_is_used_once_and_only_by_its_token() {
        let mut passports = Passports::default();
        let (one, two) = (passports.issue(5, "a".into()), passports.issue(6, "b".into()));
        assert_ne!(one, two);
        assert_eq!(passports.take("0"), None);
        assert_eq!(passports.take(&two), Some((6, "b".into())));
        assert_eq!(passports.take(&two), None);
        assert_eq!(passports.take(&one), Some((5, "a".into())));
    }

    #[test]
    fn workers_that_never_begin_fill_no_memory_and_cost_others_nothing() {
        let mut passports = Passports::default();
        let kept = passports.issue(5, String::new());
        for _ in 0..10 * AT_MOST {
            passports.issue(6, String::new());
        }
        assert_eq!(passports.waiting.len(), AT_MOST + 1);
        assert!(passports.take(&kept).is_some());
    }
}
