//! What in a suggested entry may be another one the next time: whoever goes by what is suggested would never come to an end there.
//! It is said in a remark; the entry itself stays the narrowest one.

use super::quote;
use crate::catalogue::Capability;
use crate::engine::r#match::glob::escape;

/// The first port of those that systems choose for whoever asks for any: the range of Linux, which is the widest.
const CHOSEN: u16 = 32_768;
/// Seconds since 1970 have as many digits, milliseconds more.
const DIGITS: usize = 10;
const OTHERWISE: &str = "where that is called otherwise each time";
/// The length of a UUID as text, and where its hyphens are.
const UUID: usize = 36;
const HYPHENS: [usize; 4] = [8, 13, 18, 23];
/// The length of what Node-RED makes up as an id.
const ID: usize = 16;
/// How many characters of the name of a temporary directory nobody knows beforehand.
const RANDOM: usize = 6;

/// The remark for the first of these entries that names something of that kind.
#[must_use]
pub fn remark(capability: Capability, entries: &[String]) -> Option<(&'static str, String)> {
    use Capability::{
        EventsEmit, EventsSubscribe, EventsUnsubscribe, FsRead, FsWrite, NetworkTcp, NetworkUdp,
    };
    match capability {
        NetworkTcp | NetworkUdp => entries
            .iter()
            .find_map(|entry| port(entry))
            .map(|entry| ("where the other side names another port each time (as FTP does for data)", entry)),
        FsRead | FsWrite => entries.iter().find_map(|entry| path(entry)).map(|entry| (OTHERWISE, entry)),
        EventsSubscribe | EventsEmit | EventsUnsubscribe => {
            entries.iter().find_map(|entry| event(entry)).map(|entry| (OTHERWISE, entry))
        }
        _ => None,
    }
}

/// The name of an event with `*` for what is made up. Something of it has to be left, or it would be the names of all.
fn event(entry: &str) -> Option<String> {
    if entry.contains(['*', '?', '[']) {
        return None;
    }
    without(entry, id).filter(|pattern| pattern.contains(|sign: char| sign.is_ascii_alphabetic()))
}

/// How long what Node-RED made up as an id is, if that is the whole first word.
fn id(text: &str) -> usize {
    let word = text.bytes().take_while(u8::is_ascii_alphanumeric);
    let is_made = word.clone().all(|b| b.is_ascii_digit() || matches!(b, b'a'..=b'f'))
        && word.clone().any(|b| b.is_ascii_digit());
    if is_made && word.count() == ID { ID } else { 0 }
}

/// All ports of a host.
fn port(entry: &str) -> Option<String> {
    let (host, port) = entry.rsplit_once(':')?;
    (port.parse::<u16>().ok()? >= CHOSEN).then(|| format!("{host}:*"))
}

/// The path with `*` for what changes in the last name that has something of that kind.
fn path(entry: &str) -> Option<String> {
    if entry.contains(['*', '?', '[']) {
        return None;
    }
    let segments: Vec<&str> = entry.split('/').collect();
    segments.iter().enumerate().skip(1).rev().find_map(|(at, segment)| {
        let name = without_numbers(segment)?;
        Some([segments.get(..at)?, &[name.as_str()], segments.get(at + 1..)?].concat().join("/"))
    })
}

/// The remark for a file in what may be a temporary directory: a pattern for all that is in such a one.
#[must_use]
pub fn temporary_remark(file: &str) -> Option<String> {
    let segments: Vec<&str> = file.split('/').collect();
    let pattern = segments.iter().enumerate().rev().skip(1).find_map(|(at, segment)| {
        let before = segments.get(..at)?.join("/");
        temporary(segment).map(|prefix| format!("{}/{}??????/**", escape(&before), escape(prefix)))
    })?;
    Some(format!("\n// {OTHERWISE}: {}", quote(&pattern)))
}

/// What stands before the random part in the name of a directory that `mkdtemp` may have made.
fn temporary(segment: &str) -> Option<&str> {
    let at = segment.len().checked_sub(RANDOM)?;
    let (prefix, random) = (segment.get(..at)?, segment.get(at..)?);
    let is_random = random.bytes().all(|b| b.is_ascii_alphanumeric())
        && random.bytes().any(|b| b.is_ascii_lowercase())
        && random.bytes().skip(1).any(|b| b.is_ascii_uppercase());
    (is_random && prefix.ends_with(['-', '_', '.'])).then_some(prefix)
}

/// The name with `*` for each UUID, each long number and what libraries make of random bytes (`multer`, `shelljs`), if there is one.
fn without_numbers(segment: &str) -> Option<String> {
    without(segment, hexadecimal)
}

/// How long the first word is, if that are random bytes as text.
fn hexadecimal(text: &str) -> usize {
    let word = text.bytes().take_while(u8::is_ascii_alphanumeric);
    let length = word.clone().count();
    let is_random = word.clone().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
        && word.clone().any(|b| b.is_ascii_digit())
        && word.clone().any(|b| b.is_ascii_lowercase());
    if is_random && length >= ID { length } else { 0 }
}

/// The same, and for what else is told to be made up at the beginning of a word.
fn without(segment: &str, made: impl Fn(&str) -> usize) -> Option<String> {
    let mut out = String::new();
    let mut rest = segment;
    let mut changes = false;
    while let Some(first) = rest.chars().next() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let begins = !out.ends_with(|sign: char| sign.is_alphanumeric());
        let length = match rest.get(..UUID) {
            Some(text) if is_uuid(text) => UUID,
            _ if begins && made(rest) > 0 => made(rest),
            _ if digits >= DIGITS => digits,
            _ => 0,
        };
        if length > 0 {
            out.push('*');
            changes = true;
        } else {
            // All digits at once: what follows the first of many is no number of its own.
            out.push_str(rest.get(..digits.max(first.len_utf8())).unwrap_or_default());
        }
        rest = rest.get(length.max(digits).max(first.len_utf8())..).unwrap_or_default();
    }
    changes.then_some(out)
}

fn is_uuid(text: &str) -> bool {
    text.bytes().enumerate().all(
        |(at, byte)| {
            if HYPHENS.contains(&at) { byte == b'-' } else { byte.is_ascii_hexdigit() }
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_up_in_the_name_of_an_event_becomes_a_pattern() {
        for (entry, expected) in [
            ("af:8409690700e74292", Some("af:*")),
            ("queue/ffffe6e7e93d7384/done", Some("queue/*/done")),
            ("task:1795367143611", Some("task:*")),
            ("1234567890abcdef:x", Some("*:x")),
            ("8409690700e74292", None),
            ("af:n17", None),
            ("flows:started", None),
            ("xa409690700e74292", None),
            ("af:a409690700e742921", None),
            ("af:abcdefabcdefabcd", None),
        ] {
            assert_eq!(event(entry).as_deref(), expected, "{entry}");
        }
    }

    #[test]
    fn what_changes_in_a_path_becomes_a_pattern() {
        for (entry, expected) in [
            ("/tmp/up1795367143611.tmp", "/tmp/up*.tmp"),
            ("/data/0b9f1a2c-1111-4222-8333-abcdefabcdef/x.json", "/data/*/x.json"),
            ("/data/é1795367143/x", "/data/é*/x"),
            ("/1795367143/up1795367143.tmp", "/1795367143/up*.tmp"),
            ("/tmp/shelljs_f017529c41e039c6f53b", "/tmp/shelljs_*"),
            ("/data/uploads/0f1e2d3c4b5a69788796a5b4c3d2e1f0", "/data/uploads/*"),
        ] {
            assert_eq!(path(entry).as_deref(), Some(expected));
        }
        for (file, expected) in [
            ("/tmp/hint-IBkSD1/a/b", Some("/tmp/hint-??????/**")),
            ("/tmp/x-IBkSD1/y-aBcDeF/1", Some("/tmp/x-IBkSD1/y-??????/**")),
            ("/tmp/hint-IBkSD1", None),
            ("/data/my-Device/x", None),
            ("/data/app-v1beta/x", None),
        ] {
            let remark = expected.map(|pattern| format!("\n// {OTHERWISE}: \"{pattern}\""));
            assert_eq!(temporary_remark(file), remark);
        }
        for entry in [
            "/data/2024-01-01/x",
            "/data/my-Device/x",
            "/tmp/hint-IBkSD1",
            "/data/v123456789",
            "/etc/passwd",
            "/tmp/x-??????/**",
            "/data/app-v1beta/x",
            "/data/facade0badcafe1/x",
            "/data/xf017529c41e039c6f53b",
            "/data/f017529c41e039c6f53bz",
            "/",
        ] {
            assert_eq!(path(entry), None, "{entry}");
        }
    }
}
