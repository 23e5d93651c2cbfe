//! Passports of worker threads: under a token that only the preload of the new thread is told.

use std::collections::VecDeque;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

/// Passports of one principal that nobody has used. Workers that are ended before they begin leave theirs behind.
const AT_MOST: usize = 256;

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

    /// Makes a passport for a thread that is about to start: its token.
    pub fn issue(&mut self, principal: u32, text: String) -> String {
        if self.waiting.iter().filter(|old| old.principal == principal).count() >= AT_MOST
            && let Some(oldest) = self.waiting.iter().position(|old| old.principal == principal)
        {
            self.waiting.remove(oldest);
        }
        let token = self.token();
        self.waiting.push_back(Passport { token: token.clone(), principal, text });
        token
    }

    /// The principal and the text of a passport, which is used up.
    pub fn take(&mut self, token: &str) -> Option<(u32, String)> {
        let at = self.waiting.iter().position(|passport| passport.token == token)?;
        self.waiting.remove(at).map(|passport| (passport.principal, passport.text))
    }
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
