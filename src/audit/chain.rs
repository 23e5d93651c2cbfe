//! The format of the log: JSON lines, each with a number and the SHA-256 of the line before it.
//!
//! A changed, removed, inserted or reordered line breaks the chain at that place. A line torn by a crash stays where
//! it is; the record after it is of kind `recovered` and names it.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::resolve::open_regular;

/// What the first line ever names as its predecessor.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The kind of record that follows a torn line.
pub const RECOVERED: &str = "recovered";

/// Longest line accepted when reading.
const MAX_LINE: u64 = 64 * 1024;

/// SHA-256 in hexadecimal.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes in hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        for half in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
        }
    }
    text
}

/// One line without its newline. `fields` cannot displace the fields of the chain.
#[must_use]
pub fn line(seq: u64, prev: &str, now_ms: u64, kind: &str, fields: Map<String, Value>) -> String {
    let mut record = Map::new();
    record.insert("seq".into(), seq.into());
    record.insert("prev".into(), prev.into());
    record.insert("time".into(), now_ms.into());
    record.insert("kind".into(), kind.into());
    for (key, value) in fields {
        record.entry(key).or_insert(value);
    }
    Value::Object(record).to_string()
}

/// The parts of a line that make the chain; `None` for a line that is torn or foreign.
#[must_use]
pub fn links(line: &[u8]) -> Option<(u64, String, String)> {
    let value: Value = serde_json::from_slice(line).ok()?;
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    Some((value.get("seq")?.as_u64()?, text("prev")?, text("kind")?))
}

/// The files of a log, oldest first: `audit.9.jsonl … audit.1.jsonl, audit.jsonl`.
#[must_use]
pub fn files(newest: &Path, keep: u32) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = (1..=keep).rev().map(|n| rotated(newest, n)).collect();
    all.push(newest.to_path_buf());
    all.retain(|path| path.exists());
    all
}

/// The name of the `n`th older file.
#[must_use]
pub fn rotated(newest: &Path, n: u32) -> PathBuf {
    newest.with_extension(format!("{n}.jsonl"))
}

/// What a log says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Lines read.
    pub lines: u64,
    /// Number of the first and the last line.
    pub first_seq: u64,
    /// Number of the last line.
    pub last_seq: u64,
    /// Lines torn by a crash and accounted for.
    pub torn: u64,
}

/// A place where the chain does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {what}")]
pub struct Broken {
    /// The file.
    pub file: String,
    /// The line in it, from 1.
    pub line: u64,
    /// What is wrong there.
    pub what: String,
}

/// Reads the files, oldest first, and proves the chain from the first line to the last.
///
/// # Errors
/// The first place where it does not hold.
pub fn verify(paths: &[PathBuf]) -> Result<Verified, Broken> {
    let mut sum = Verified { lines: 0, first_seq: 0, last_seq: 0, torn: 0 };
    // Hash of the line before, and of a torn line that the next record must name.
    let (mut before, mut torn): (Option<String>, Option<String>) = (None, None);
    for path in paths {
        let broken =
            |line: u64, what: &str| Broken { file: path.display().to_string(), line, what: what.to_owned() };
        let file = open_regular(path).map_err(|error| broken(0, &format!("cannot be read: {error}")))?;
        let mut reader = BufReader::new(file);
        for number in 1.. {
            let mut bytes = Vec::new();
            let read = std::io::Read::take(&mut reader, MAX_LINE).read_until(b'\n', &mut bytes);
            if read.map_err(|error| broken(number, &format!("cannot be read: {error}")))? == 0 {
                break;
            }
            let whole = bytes.last() == Some(&b'\n');
            if whole {
                bytes.pop();
            }
            sum.lines += 1;
            let Some((seq, prev, kind)) = links(&bytes).filter(|_| whole) else {
                if torn.is_some() {
                    return Err(broken(number, "a second torn line in a row"));
                }
                torn = Some(sha256_hex(&bytes));
                continue;
            };
            let expected = match (torn.take(), &before) {
                (Some(_), _) if kind != RECOVERED => {
                    return Err(broken(number, "the line before is not a record"));
                }
                (Some(hash), _) => {
                    sum.torn += 1;
                    Some(hash)
                }
                (None, Some(hash)) => Some(hash.clone()),
                (None, None) => (seq == 1).then(|| GENESIS.to_owned()),
            };
            if expected.is_some_and(|hash| hash != prev) {
                return Err(broken(number, "does not follow the line before it"));
            }
            if sum.last_seq != 0 && seq != sum.last_seq + 1 {
                return Err(broken(number, &format!("has number {seq} after {}", sum.last_seq)));
            }
            if sum.first_seq == 0 {
                sum.first_seq = seq;
            }
            sum.last_seq = seq;
            before = Some(sha256_hex(&bytes));
        }
    }
    if torn.is_some() {
        sum.torn += 1;
    }
    Ok(sum)
}
