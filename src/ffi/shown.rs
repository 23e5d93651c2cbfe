//! Which refusals people were told of, and which are only counted.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

/// Places and kinds remembered. Then it starts over.
const LIMIT: usize = 10_000;

/// Refusals of one kind within this time after which the place of one in `EACH` is looked for: a loop that is refused
/// again and again comes from a place that was told of, and finding that is a third of what the refusal takes.
const WINDOW_MS: u64 = 100;
const MANY: u32 = 64;
const EACH: u32 = 16;

/// The places that were told of.
#[derive(Debug, Default)]
pub struct Shown {
    sites: RefCell<HashSet<u64>>,
    /// Kind -> when its window began, and how many came in it.
    floods: RefCell<HashMap<u64, (u64, u32)>>,
}

impl Shown {
    /// Whether nothing was told of this place yet. From now on it was.
    pub fn is_new(&self, site: u64) -> bool {
        let Ok(mut sites) = self.sites.try_borrow_mut() else { return true };
        if sites.contains(&site) {
            return false;
        }
        if sites.len() >= LIMIT {
            sites.clear();
        }
        sites.insert(site)
    }

    /// Whether this refusal of a kind is one of so many that it is only counted.
    pub fn is_one_of_many(&self, kind: u64, now_ms: u64) -> bool {
        let Ok(mut floods) = self.floods.try_borrow_mut() else { return false };
        if floods.len() >= LIMIT {
            floods.clear();
        }
        let (began, seen) = floods.entry(kind).or_insert((now_ms, 0));
        // A clock that was set back begins another one, too.
        if now_ms.wrapping_sub(*began) >= WINDOW_MS {
            (*began, *seen) = (now_ms, 0);
        }
        *seen = seen.saturating_add(1);
        *seen > MANY && !seen.is_multiple_of(EACH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_refusals_in_a_moment_some_have_their_place_looked_for() {
        let shown = Shown::default();
        let looked = |kind, count: u32, now| (0..count).filter(|_| !shown.is_one_of_many(kind, now)).count();
        assert_eq!(looked(1, MANY, 5), MANY as usize);
        assert_eq!(looked(1, 10 * EACH, 6), 10);
        assert_eq!(looked(2, MANY, 6), MANY as usize, "of another kind");
        assert_eq!(looked(1, MANY, 5 + WINDOW_MS), MANY as usize, "later");
        assert_eq!(looked(1, MANY, 4), MANY as usize, "with a clock that was set back");
    }

    #[test]
    fn a_place_is_new_once() {
        let shown = Shown::default();
        assert!(shown.is_new(7));
        assert!(!shown.is_new(7));
        assert!(shown.is_new(8));
    }
}
