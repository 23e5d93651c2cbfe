//! V8's compiled form of Node-RED's own files, kept from one start to the next.
//!
//! V8 runs what it is given here without looking at it: of the source it compares the length only. So a piece is found by name
//! and engine and given for the same text only, it is kept in a folder that nobody but the user of this process can write and no package
//! at all, and whatever is not exactly as it was written is not there. Losing it all costs time and nothing else.
//!
//! The texts are kept, too: V8 is given the kept one instead of what was read, which takes no memory where V8 does not look.

mod found;
pub mod lenient;
mod pack;
mod place;
#[cfg(test)]
mod tests;
mod texts;

use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use sha2::{Digest, Sha256};

pub use pack::Key;
use pack::{Pack, Writer};
use place::Place;
pub use texts::Text;

/// The hash of several texts.
#[must_use]
pub fn hash_of(parts: &[&[u8]]) -> Key {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// What a text is asked for by. The text itself is compared with the kept one, which is quicker than hashing it.
fn key_of(name: &[u8], text: &[u8]) -> Key {
    hash_of(&[name, &(text.len() as u64).to_le_bytes()])
}

/// No file has such a name.
fn key_of_places(options: &[u8]) -> Key {
    hash_of(&[b"where modules were found", options, b"\0"])
}

/// What changed shortly before a start may have changed during it: clocks of file systems are coarse.
const SETTLED_S: i64 = 2;

fn now() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    i64::try_from(now).unwrap_or_default()
}

/// Texts looked at before their memory is given back: looking makes the system map those around them, too.
const AT_ONCE: usize = 16;

/// The code cache of one process.
#[derive(Debug)]
pub struct CodeCache {
    /// What compiled code depends on besides its source.
    environment: Key,
    directory: PathBuf,
    pack: Option<Pack>,
    /// What the pack does not have, in the order it was asked for.
    missing: Vec<Key>,
    /// What it has and was asked for.
    used: Vec<Key>,
    writer: Option<Writer>,
    /// The kept text of what was found last.
    text: Option<Text>,
    /// When this start began, in seconds.
    began: i64,
}

/// What a question came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// So many bytes are in the buffer.
    Code(usize),
    /// To be handed in under this number.
    Missing(usize),
}

impl CodeCache {
    /// The cache kept in `directory` for this engine; empty when there is none that can be trusted.
    #[must_use]
    pub fn open(directory: &Path, environment: Key) -> Self {
        let pack = Place::existing(directory).and_then(|place| Pack::open(&place, &environment)).ok();
        Self {
            environment,
            directory: directory.to_owned(),
            pack,
            missing: Vec::new(),
            used: Vec::new(),
            writer: None,
            text: None,
            began: now(),
        }
    }

    /// The size of its largest piece.
    #[must_use]
    pub fn largest(&self) -> usize {
        self.pack.as_ref().map_or(0, Pack::largest)
    }

    /// The code of a text that is compiled under `name`, put into `buffer`.
    pub fn find(&mut self, name: &[u8], text: &[u8], buffer: &mut [u8]) -> Found {
        let key = key_of(name, text);
        self.text = None;
        if self.used.len().is_multiple_of(AT_ONCE) {
            self.forget_texts();
        }
        let Some(pack) = self.pack.as_ref() else { return self.miss(key) };
        let kept = pack.text(&key).and_then(|kept| Text::same(kept, text));
        // Where no text lies beside it, or another one, its hash decides.
        let is_its = kept.is_some() || pack.source(&key).is_some_and(|source| *source == hash_of(&[text]));
        match pack.read(&key, buffer).filter(|_| is_its) {
            Some(length) => {
                self.used.push(key);
                self.text = kept;
                Found::Code(length)
            }
            None => self.miss(key),
        }
    }

    /// The text of what was found last, where it was kept.
    #[must_use]
    pub const fn text(&self) -> Option<Text> {
        self.text
    }

    /// The engine did not want what was found last.
    pub fn reject(&mut self) -> Option<Found> {
        let key = self.used.pop()?;
        Some(self.miss(key))
    }

    /// Gives back the memory of texts that were compared, and that V8 has seen of what it needed.
    pub fn forget_texts(&self) {
        self.pack.iter().for_each(Pack::forget_texts);
    }

    fn miss(&mut self, key: Key) -> Found {
        self.missing.push(key);
        Found::Missing(self.missing.len() - 1)
    }

    /// Takes the code of something that was missing, into a file that does not count before [`Self::finish`].
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep(&mut self, number: usize, text: &[u8], code: &[u8]) -> io::Result<()> {
        let Some(key) = self.missing.get(number).copied() else { return Ok(()) };
        self.add(key, text, code, &Text::kept(text))
    }

    fn add(&mut self, key: Key, source: &[u8], code: &[u8], text: &[u8]) -> io::Result<()> {
        if self.writer.is_none() {
            let place = Place::made(&self.directory)?;
            self.writer = Some(Writer::start(place, self.environment)?);
        }
        self.writer.as_mut().map_or(Ok(()), |writer| writer.add(key, &hash_of(&[source]), code, text))
    }

    /// Where modules were found at an earlier start with these options, if Node.js would find them there now.
    pub fn places(&mut self, options: &[u8]) -> Option<String> {
        let key = key_of_places(options);
        let pack = self.pack.as_ref()?;
        let mut buffer = vec![0; pack.length(&key)?];
        let length = pack.read(&key, &mut buffer)?;
        let text = found::valid(buffer.get(..length)?)?.to_owned();
        self.used.push(key);
        Some(text)
    }

    /// Keeps where modules were found, if that is still so and was so for a while.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep_places(&mut self, options: &[u8], text: &str) -> io::Result<()> {
        match found::record(text, self.began - SETTLED_S) {
            Some(bytes) => self.add(key_of_places(options), &[], &bytes, &[]),
            None => Ok(()),
        }
    }

    /// Whether anything was kept.
    #[must_use]
    pub const fn has_news(&self) -> bool {
        self.writer.is_some()
    }

    /// Puts what was kept in the place of the old file, together with what that had. Waits for the disk.
    ///
    /// # Errors
    /// When it cannot be written; the old file stays.
    pub fn finish(self) -> io::Result<()> {
        let Some(mut writer) = self.writer else { return Ok(()) };
        if let Some(pack) = &self.pack {
            // What nobody asked for this time comes last and is kept while there is room.
            for key in self.used.iter().copied().chain(pack.keys()) {
                writer.copy(pack, &key)?;
            }
        }
        writer.finish()
    }
}
