//! The threat log and everything a person reads about a refusal [V2].
//!
//! [`Audit`] is what the rest of the house uses: it counts every refusal, prints and records the first of each kind,
//! and keeps both bounded however hard a package tries. [`log`] is the file, [`chain`] its format and its proof,
//! [`refusals`] the counting, [`text`] the words, [`secrets`] what they do not repeat, [`trace`] the file of messages, [`tags`] what proves that we wrote it.

pub mod chain;
pub mod log;
pub mod refusals;
pub mod secrets;
pub mod tags;
pub mod text;
pub mod trace;

#[cfg(test)]
#[cfg(unix)]
mod tests;

use serde_json::{Map, Value};

use log::Log;
use refusals::{MOST, MOST_WITHIN_MS, Refusals, Seen};

/// One refused call. All text in it may be the attacker's.
#[derive(Debug, Clone, Copy)]
pub struct Refusal<'a> {
    /// The number of the principal.
    pub principal: u32,
    /// Its name.
    pub package: &'a str,
    /// The number of the capability.
    pub capability: u32,
    /// Its name.
    pub capability_name: &'a str,
    /// The function that was called, as printed: `fs.readFileSync`.
    pub api: &'a str,
    /// What it was called on.
    pub resource: &'a str,
    /// The JavaScript call stack, one frame per line.
    pub stack: &'a str,
    /// The grant that would allow it, as lines for settings.js.
    pub suggestion: &'a str,
}

/// A refusal of a kind not printed before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fresh {
    /// How many of this principal were only counted since the last one.
    pub suppressed: u64,
}

/// Longest resource and stack kept in a record.
const MAX_FIELD: usize = 1_000;

/// The recorder of one process.
#[derive(Debug, Default)]
pub struct Audit {
    log: Option<Log>,
    refusals: Refusals,
    /// Whether other processes of the same package write to this log.
    is_program: bool,
}

impl Audit {
    /// Starts writing to a log. Until then only counters run. Asked for the same one again, it goes on.
    pub fn open(&mut self, mut log: Log) {
        if self.log.as_ref().is_none_or(|old| old.path() != log.path()) {
            log.hold();
            self.log = Some(log);
        }
    }

    /// This process is a program that a package started. There may be many of them, and what each may record alone would push all else out of the log.
    pub fn share(&mut self) {
        self.is_program = true;
    }

    /// Records a refusal. `None`: seen before, only counted. Otherwise it is to be printed.
    pub fn refuse(&mut self, now_ms: u64, refusal: &Refusal<'_>) -> Option<Fresh> {
        self.record(now_ms, "refusal", refusal)
    }

    /// Records a call that would be refused if the policy did not only observe [P6].
    pub fn observe(&mut self, now_ms: u64, refusal: &Refusal<'_>) {
        let _ = self.record(now_ms, "observed", refusal);
    }

    /// Records a message that would be refused if provenance were enforced [R9]. `None`: seen before, only counted.
    pub fn detect(&mut self, now_ms: u64, refusal: &Refusal<'_>) -> Option<Fresh> {
        self.record(now_ms, "detected", refusal)
    }

    /// Counts a refusal that is known to be a repetition.
    pub fn count(&mut self, principal: u32, capability: u32) {
        self.refusals.count(principal, capability);
    }

    /// What was refused besides what was printed; see [`Refusals`].
    pub fn others(&mut self) -> &mut Refusals {
        &mut self.refusals
    }

    /// Counts a refusal if one from there was printed before.
    pub fn count_if_known(&mut self, principal: u32, capability: u32, site: u64) -> bool {
        let known = self.refusals.is_known(principal, site);
        if known {
            self.refusals.count(principal, capability);
        }
        known
    }

    fn record(&mut self, now_ms: u64, kind: &str, refusal: &Refusal<'_>) -> Option<Fresh> {
        let site = refusals::site(refusal.capability, refusal.api, refusal.stack);
        match self.refusals.see(now_ms, refusal.principal, refusal.capability, site) {
            Seen::Counted => None,
            Seen::New { .. } if self.is_full_of(refusal.package, now_ms) => {
                self.refusals.suppress(refusal.principal, refusal.capability);
                None
            }
            Seen::New { suppressed } => {
                let mut fields = Map::new();
                for (key, value) in [
                    ("package", refusal.package),
                    ("capability", refusal.capability_name),
                    ("api", refusal.api),
                    ("resource", refusal.resource),
                    ("stack", refusal.stack),
                ] {
                    fields.insert(key.into(), text::clip(value, MAX_FIELD).into());
                }
                if suppressed > 0 {
                    fields.insert("suppressed".into(), suppressed.into());
                }
                self.write(now_ms, kind, fields);
                Some(Fresh { suppressed })
            }
        }
    }

    /// Whether processes of that package have recorded as much together as one may.
    fn is_full_of(&self, package: &str, now_ms: u64) -> bool {
        let package = text::clip(package, MAX_FIELD);
        let since = now_ms.saturating_sub(MOST_WITHIN_MS);
        self.is_program && self.log.as_ref().is_some_and(|log| log.records_of(&package, since) >= MOST)
    }

    /// Writes a record of another kind (start, policy, integrity threat).
    pub fn note(&mut self, now_ms: u64, kind: &str, fields: Map<String, Value>) {
        self.write(now_ms, &text::clip(kind, 40), fields);
    }

    /// What was only counted since the last summary, one line per principal, and into the log.
    pub fn summary(
        &mut self,
        now_ms: u64,
        name: &dyn Fn(u32) -> String,
        capability: &dyn Fn(u32) -> String,
    ) -> Option<String> {
        let mut lines = Vec::new();
        for entry in self.refusals.take_counts(now_ms) {
            let package = name(entry.principal);
            lines.push(text::summary_line(&package, &entry.counts, capability));
            if let Some(total) = entry.record {
                let mut fields = Map::new();
                fields.insert("package".into(), text::clip(&package, MAX_FIELD).into());
                fields.insert("suppressed".into(), total.into());
                self.write(now_ms, "suppressed", fields);
            }
        }
        (!lines.is_empty()).then(|| lines.join("\n"))
    }

    /// All refusals since the start.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.refusals.total()
    }

    /// Where the log is and what it holds, for the status.
    #[must_use]
    pub fn log_status(&self) -> Value {
        self.log.as_ref().map_or(Value::Null, Log::status)
    }

    fn write(&mut self, now_ms: u64, kind: &str, fields: Map<String, Value>) {
        if let Some(log) = &mut self.log {
            log.append(now_ms, kind, fields);
        }
    }
}
