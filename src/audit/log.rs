//! The log file: appends, rotates by size, survives restarts, crashes, full disks and other writers.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::chain::{self, GENESIS, RECOVERED};
use crate::resolve::open_regular;
use crate::resolve::turn::{Place, is_one};

/// A file is rotated when it would grow beyond this.
pub const MAX_FILE: u64 = 1 << 20;
/// Older files kept beside the current one.
pub const KEEP: u32 = 8;
/// After a failure the disk is tried again no sooner than this.
const RETRY_MS: u64 = 60_000;
/// How much of the end of a file is read to find its last line.
const TAIL: u64 = 128 * 1024;

/// The threat log of one userDir.
#[derive(Debug)]
pub struct Log {
    path: PathBuf,
    max_file: u64,
    keep: u32,
    place: Place,
    file: Option<File>,
    /// Whether its end was read; only then the rest of this is true.
    is_read: bool,
    /// Length the file must have; another length means that someone else wrote.
    length: u64,
    seq: u64,
    prev: String,
    /// Records that could not be written.
    lost: u64,
    failed_at: Option<u64>,
    warn: fn(&str),
}

impl Log {
    /// The log of `{userDir}/.sentinel/audit.jsonl`; nothing is opened before `hold` or the first record.
    #[must_use]
    pub fn new(path: &Path) -> Self {
        Self::with_limits(path, MAX_FILE, KEEP, warn_on_stderr)
    }

    /// The same with other limits and another place for the one warning.
    #[must_use]
    pub fn with_limits(path: &Path, max_file: u64, keep: u32, warn: fn(&str)) -> Self {
        Self {
            path: path.to_path_buf(),
            max_file,
            keep,
            place: Place::default(),
            file: None,
            is_read: false,
            length: 0,
            seq: 0,
            prev: GENESIS.to_owned(),
            lost: 0,
            failed_at: None,
            warn,
        }
    }

    /// Opens it before anybody's code runs: who opens all files that a process may have is written down all the same. What cannot be opened now is tried again with the first record.
    pub fn hold(&mut self) {
        let Some(dir) = self.path.parent() else { return };
        if dir.is_dir() || private_dir(dir).is_ok() {
            let _ = self.place.take(dir);
            self.file = open_private(&self.path).ok();
        }
    }

    /// Adds a record. Never fails: what cannot be written is counted and said once.
    pub fn append(&mut self, now_ms: u64, kind: &str, fields: Map<String, Value>) {
        if self.failed_at.is_some_and(|at| now_ms.saturating_sub(at) < RETRY_MS) {
            self.lost += 1;
            return;
        }
        match self.try_append(now_ms, kind, fields) {
            Ok(()) => self.failed_at = None,
            Err(error) => {
                if self.failed_at.is_none() {
                    let path = self.path.display();
                    (self.warn)(&format!(
                        "[@nrg/sentinel] the threat log {path} cannot be written ({error}); decisions are not affected, records are counted"
                    ));
                }
                self.failed_at = Some(now_ms);
                self.lost += 1;
                self.file = None;
            }
        }
    }

    /// How many records about a package there are since then, whichever process wrote them: in the file that is written and in the one before.
    #[must_use]
    pub fn records_of(&self, package: &str, since_ms: u64) -> usize {
        let is_one = |line: &&[u8]| {
            let Ok(record) = serde_json::from_slice::<Value>(line) else { return false };
            let is_late = record.get("time").and_then(Value::as_u64).is_some_and(|time| time >= since_ms);
            is_late && record.get("package").and_then(Value::as_str) == Some(package)
        };
        let files = [chain::rotated(&self.path, 1), self.path.clone()];
        files.iter().map(|path| whole(path).split(|byte| *byte == b'\n').filter(is_one).count()).sum()
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Path, number of the last record, records lost.
    #[must_use]
    pub fn status(&self) -> Value {
        json!({ "path": self.path.display().to_string(), "records": self.seq, "lost": self.lost, "writable": self.failed_at.is_none() })
    }

    fn try_append(&mut self, now_ms: u64, kind: &str, mut fields: Map<String, Value>) -> io::Result<()> {
        let dir = self.path.parent().unwrap_or(Path::new("."));
        if !dir.is_dir() {
            private_dir(dir)?;
        }
        let mut place = std::mem::take(&mut self.place);
        let written = place.take(dir).and_then(|_turn| {
            self.ready(now_ms)?;
            if self.lost > 0 {
                fields.insert("lost".into(), self.lost.into());
            }
            self.write_line(now_ms, kind, fields)
        });
        self.place = place;
        written?;
        self.lost = 0;
        Ok(())
    }

    /// Opens the file if it is not, and reads its end if that is not known: before the first record, and when someone else touched it.
    fn ready(&mut self, now_ms: u64) -> io::Result<()> {
        let held = self.file.take();
        let mut file = match held {
            Some(file) if is_at(&file, &self.path)? => file,
            _ => {
                self.is_read = false;
                open_private(&self.path)?
            }
        };
        let length = file.metadata()?.len();
        if self.is_read && length == self.length {
            self.file = Some(file);
            return Ok(());
        }
        let mut end = last_line(&mut file, length)?;
        if end.is_empty() {
            let older = chain::rotated(&self.path, 1);
            if let Some(mut old) = opened(&older)? {
                let length = old.metadata()?.len();
                end = last_line(&mut old, length)?;
                if end.last() == Some(&b'\n') {
                    end.pop();
                }
                self.continue_after(&end);
            } else if self.seq > 0 {
                // The file was removed under us: the number goes on, so that the gap shows.
                self.prev = chain::sha256_hex(b"");
            }
            self.file = Some(file);
            self.is_read = true;
            self.length = length;
            return Ok(());
        }
        let whole = end.last() == Some(&b'\n');
        if whole {
            end.pop();
        } else {
            file.write_all(b"\n")?;
        }
        let torn = !(whole && chain::links(&end).is_some());
        if torn {
            self.seq = self.seq.max(last_seq(&mut file, length)?);
            self.prev = chain::sha256_hex(&end);
        } else {
            self.continue_after(&end);
        }
        self.length = file.metadata()?.len();
        self.file = Some(file);
        self.is_read = true;
        if torn {
            self.write_line(now_ms, RECOVERED, Map::new())?;
        }
        Ok(())
    }

    fn continue_after(&mut self, line: &[u8]) {
        if let Some((seq, _, _)) = chain::links(line) {
            self.seq = seq;
            self.prev = chain::sha256_hex(line);
        }
    }

    fn write_line(&mut self, now_ms: u64, kind: &str, fields: Map<String, Value>) -> io::Result<()> {
        let mut line = chain::line(self.seq + 1, &self.prev, now_ms, kind, fields);
        let hash = chain::sha256_hex(line.as_bytes());
        line.push('\n');
        if self.length > 0 && self.length + line.len() as u64 > self.max_file {
            self.rotate()?;
        }
        let file = self.file.as_mut().ok_or(io::ErrorKind::NotFound)?;
        if let Err(error) = file.write_all(line.as_bytes()) {
            // A full disk takes the beginning of a line, and would take another one after it: that looks as if somebody had been there.
            let _ = file.set_len(self.length);
            return Err(error);
        }
        self.length += line.len() as u64;
        self.seq += 1;
        self.prev = hash;
        Ok(())
    }

    fn rotate(&mut self) -> io::Result<()> {
        for n in (1..self.keep).rev() {
            let from = chain::rotated(&self.path, n);
            if from.exists() {
                fs::rename(from, chain::rotated(&self.path, n + 1))?;
            }
        }
        fs::rename(&self.path, chain::rotated(&self.path, 1))?;
        // The number of the one is free for the other.
        self.file = None;
        self.file = Some(open_private(&self.path)?);
        self.length = 0;
        Ok(())
    }
}

/// The last line of a file, with its newline if it has one.
fn last_line(file: &mut File, length: u64) -> io::Result<Vec<u8>> {
    let bytes = tail(file, length)?;
    let body = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
    let start = body.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    Ok(bytes.get(start..).unwrap_or_default().to_vec())
}

/// The number of the last record that can be read.
fn last_seq(file: &mut File, length: u64) -> io::Result<u64> {
    let bytes = tail(file, length)?;
    Ok(bytes.split(|byte| *byte == b'\n').rev().find_map(chain::links).map_or(0, |(seq, _, _)| seq))
}

fn tail(file: &mut File, length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
    (&*file).take(TAIL).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What is in a file of the log; nothing where there is none.
fn whole(path: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Ok(file) = open_regular(path) {
        // What was read until it failed counts.
        let _ = file.take(2 * MAX_FILE).read_to_end(&mut bytes);
    }
    bytes
}

/// Whether this open file is the one at `path`.
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    let open = file.metadata()?;
    Ok(fs::symlink_metadata(path).is_ok_and(|meta| meta.is_file() && is_one(&meta, &open)))
}

/// The file at `path`, if it can be opened. That too many are open says nothing about it.
fn opened(path: &Path) -> io::Result<Option<File>> {
    match open_regular(path) {
        Err(error) if is_too_many(&error) => Err(error),
        found => Ok(found.ok()),
    }
}

#[cfg(unix)]
fn is_too_many(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(libc::EMFILE | libc::ENFILE))
}

#[cfg(not(unix))]
const fn is_too_many(_error: &io::Error) -> bool {
    false
}

fn warn_on_stderr(line: &str) {
    // Nobody is left to tell when this fails.
    let _ = writeln!(io::stderr(), "{line}");
}

#[cfg(unix)]
fn private_dir(dir: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().mode(0o700).create(dir)
}

#[cfg(not(unix))]
fn private_dir(dir: &Path) -> io::Result<()> {
    fs::create_dir(dir)
}

fn open_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).append(true).create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        // A link or a pipe in place of the log is refused, not followed and not waited for.
        options.mode(0o600).custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK | libc::O_CLOEXEC);
    }
    let file = options.open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    Ok(file)
}
