//! Counts every refusal, lets the first of each kind through, and stays small [V2].

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Distinct call sites of one principal that are ever printed.
const MAX_SITES: usize = 500;
/// Records a principal may cause at once.
const BURST: f64 = 50.0;
/// After that, one in this time.
const REFILL_MS: f64 = 30_000.0;
/// The same for all processes of a package together: so many records, in as long as it takes to have that many again.
pub const MOST: usize = 50;
/// See [`MOST`].
pub const MOST_WITHIN_MS: u64 = 1_500_000;
/// Resources of one principal that a summary names, beside those that were printed.
const MAX_MORE: usize = 32;
/// Refusals that are only counted which are looked at for them, between two summaries.
const MAX_LOOKS: u32 = 500;
/// Resources of one principal that are remembered as told of.
const MAX_TOLD: usize = 1_000;
/// Suppressed counts of one principal enter the log no more often than this.
const RECORD_EVERY_MS: u64 = 600_000;

/// What becomes of a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// Print and record it, with how many of this principal were only counted before it.
    New {
        /// Counted since the last record.
        suppressed: u64,
    },
    /// Only counted.
    Counted,
}

/// Counts of one principal since the last summary.
#[derive(Debug)]
pub struct Counts {
    /// The principal.
    pub principal: u32,
    /// Capability and how often, most often first.
    pub counts: Vec<(u32, u64)>,
    /// To be recorded in the log, when it is time.
    pub record: Option<u64>,
}

#[derive(Debug)]
struct Principal {
    sites: HashSet<u64>,
    tokens: f64,
    filled_ms: u64,
    /// Since the last record.
    suppressed: u64,
    recorded_ms: u64,
    /// Since the last summary, by capability.
    counts: HashMap<u32, u64>,
    /// What was printed or is to be named in a summary.
    told: HashSet<u64>,
    more: Vec<(u32, String)>,
    looks: u32,
}

/// The counters of a process.
#[derive(Debug, Default)]
pub struct Refusals {
    principals: HashMap<u32, Principal>,
    total: u64,
}

/// Where a call comes from: capability, function and topmost frame.
#[must_use]
pub fn site(capability: u32, api: &str, stack: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    let top = stack.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    (capability, api, top).hash(&mut hasher);
    hasher.finish()
}

impl Refusals {
    /// Counts one refusal and says whether it is to be printed and recorded.
    pub fn see(&mut self, now_ms: u64, principal: u32, capability: u32, site: u64) -> Seen {
        let entry = self.entry(principal);
        let fresh = entry.sites.len() < MAX_SITES && !entry.sites.contains(&site);
        if fresh && entry.take(now_ms) {
            entry.sites.insert(site);
            let suppressed = std::mem::take(&mut entry.suppressed);
            self.total += 1;
            return Seen::New { suppressed };
        }
        self.count(principal, capability);
        Seen::Counted
    }

    /// Whether a refusal from there has been printed.
    #[must_use]
    pub fn is_known(&self, principal: u32, site: u64) -> bool {
        self.principals.get(&principal).is_some_and(|entry| entry.sites.contains(&site))
    }

    /// Counts one refusal and no more.
    pub fn count(&mut self, principal: u32, capability: u32) {
        self.total += 1;
        self.suppress(principal, capability);
    }

    /// Says that a refusal was seen and not recorded.
    pub fn suppress(&mut self, principal: u32, capability: u32) {
        let entry = self.entry(principal);
        entry.suppressed += 1;
        *entry.counts.entry(capability).or_insert(0) += 1;
    }

    fn entry(&mut self, principal: u32) -> &mut Principal {
        self.principals.entry(principal).or_insert_with(|| Principal {
            sites: HashSet::new(),
            tokens: BURST,
            filled_ms: 0,
            suppressed: 0,
            recorded_ms: 0,
            counts: HashMap::new(),
            told: HashSet::new(),
            more: Vec::new(),
            looks: 0,
        })
    }

    /// Whether it is worth looking what a counted refusal was about.
    pub fn wants_more(&mut self, principal: u32) -> bool {
        let entry = self.entry(principal);
        entry.looks += 1;
        entry.looks <= MAX_LOOKS && entry.more.len() < MAX_MORE && entry.told.len() < MAX_TOLD
    }

    /// Remembers that people were told of a refusal of this resource; whether they were not yet.
    pub fn tell(&mut self, principal: u32, capability: u32, resource: &str) -> bool {
        let mut hasher = DefaultHasher::new();
        (capability, resource).hash(&mut hasher);
        let entry = self.entry(principal);
        entry.told.len() < MAX_TOLD && entry.told.insert(hasher.finish())
    }

    /// Has a resource named in the next summary.
    pub fn more(&mut self, principal: u32, capability: u32, resource: String) {
        self.entry(principal).more.push((capability, resource));
    }

    /// Takes the capabilities and resources for a summary, in the order of principals.
    pub fn take_more(&mut self) -> Vec<(u32, Vec<(u32, String)>)> {
        let mut all = Vec::new();
        for (principal, entry) in &mut self.principals {
            entry.looks = 0;
            if !entry.more.is_empty() {
                all.push((*principal, std::mem::take(&mut entry.more)));
            }
        }
        all.sort_by_key(|(principal, _)| *principal);
        all
    }

    /// Takes the counts since the last time, in the order of principals.
    pub fn take_counts(&mut self, now_ms: u64) -> Vec<Counts> {
        let mut all: Vec<Counts> = Vec::new();
        for (principal, entry) in &mut self.principals {
            if entry.counts.is_empty() {
                continue;
            }
            let mut counts: Vec<(u32, u64)> = entry.counts.drain().collect();
            counts.sort_by_key(|(capability, count)| (std::cmp::Reverse(*count), *capability));
            let due = now_ms.saturating_sub(entry.recorded_ms) >= RECORD_EVERY_MS && entry.suppressed > 0;
            let record = due.then(|| {
                entry.recorded_ms = now_ms;
                std::mem::take(&mut entry.suppressed)
            });
            all.push(Counts { principal: *principal, counts, record });
        }
        all.sort_by_key(|counts| counts.principal);
        all
    }

    /// All refusals since the start.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.total
    }
}

impl Principal {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of an uptime fit")]
    fn take(&mut self, now_ms: u64) -> bool {
        let passed = now_ms.saturating_sub(self.filled_ms) as f64;
        self.tokens = (self.tokens + passed / REFILL_MS).min(BURST);
        self.filled_ms = now_ms;
        if self.tokens < 1.0 {
            return false;
        }
        self.tokens -= 1.0;
        true
    }
}
