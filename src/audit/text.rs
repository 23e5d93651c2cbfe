//! The words of a refusal. Whatever a package controls is escaped: no line of ours can be forged or hidden.

use std::fmt::Write;

use super::{Fresh, Refusal};

/// Most frames and longest line printed.
const MAX_FRAMES: usize = 10;
const MAX_LINE: usize = 400;

/// Text with everything escaped that moves the cursor, reorders or is invisible.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if is_deceptive(c) {
            let _ = write!(safe, "\\u{{{:x}}}", u32::from(c));
        } else {
            safe.push(c);
        }
    }
    safe
}

fn is_deceptive(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
            | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// At most `max` bytes of `text`, cut between characters.
#[must_use]
pub fn clip(text: &str, max: usize) -> String {
    if text.len() <= max {
        return text.to_owned();
    }
    let cut = (0..=max).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    format!("{}…", text.get(..cut).unwrap_or(""))
}

fn safe(text: &str) -> String {
    escape(&clip(text, MAX_LINE))
}

/// The text people read: who lacks what, where, and what to do about it. `reason` stands in for the grant where no
/// grant helps.
#[must_use]
pub fn refusal(refusal: &Refusal<'_>, reason: &str, fresh: Fresh) -> String {
    words("BLOCKED", refusal, reason, fresh)
}

/// The same for what was let pass, because the policy only looks on.
#[must_use]
pub fn detection(refusal: &Refusal<'_>, reason: &str, fresh: Fresh) -> String {
    words("DETECTED and let pass", refusal, reason, fresh)
}

fn words(verdict: &str, refusal: &Refusal<'_>, reason: &str, fresh: Fresh) -> String {
    let mut text = format!(
        "[@nrg/sentinel] {verdict} {} — {} lacks {}\n",
        safe(refusal.api),
        safe(refusal.package),
        safe(refusal.capability_name)
    );
    if !refusal.resource.is_empty() {
        let _ = writeln!(text, "  Resource: {}", safe(refusal.resource));
    }
    let frames: Vec<&str> = refusal.stack.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if !frames.is_empty() {
        text.push_str("  Call stack:\n");
        for frame in frames.iter().take(MAX_FRAMES) {
            let frame = safe(frame);
            let at = if frame.starts_with("at ") { "" } else { "at " };
            let _ = writeln!(text, "    {at}{frame}");
        }
        if frames.len() > MAX_FRAMES {
            let _ = writeln!(text, "    … {} more", frames.len() - MAX_FRAMES);
        }
    }
    if !refusal.suggestion.is_empty() {
        text.push_str("  To allow, add to settings.js:\n");
        for line in refusal.suggestion.lines() {
            let _ = writeln!(text, "    {}", escape(line));
        }
    }
    if !reason.is_empty() {
        let _ = writeln!(text, "  No grant allows this: {}", safe(reason));
    }
    if fresh.suppressed > 0 {
        let _ = writeln!(text, "  ({} more refusals of this package were only counted)", fresh.suppressed);
    }
    text.truncate(text.trim_end().len());
    text
}

/// One line of a summary.
#[must_use]
pub fn summary_line(package: &str, counts: &[(u32, u64)], capability: &dyn Fn(u32) -> String) -> String {
    let total: u64 = counts.iter().map(|(_, count)| count).sum();
    let detail: Vec<String> =
        counts.iter().map(|(id, count)| format!("{} {count}", safe(&capability(*id)))).collect();
    let calls = if total == 1 { "call" } else { "calls" };
    format!("[@nrg/sentinel] BLOCKED {total} more {calls} of {} ({})", safe(package), detail.join(", "))
}

/// The grant for what a summary only counts, below its lines.
#[must_use]
pub fn summary_grant(grant: &str) -> String {
    let mut text = "  To allow those of other resources, too, add to settings.js:".to_owned();
    for line in grant.lines() {
        let _ = write!(text, "\n    {}", escape(line));
    }
    text
}
