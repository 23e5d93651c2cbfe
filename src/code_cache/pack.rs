//! The file: the pieces, each with its text behind it, a table of them, and an end that says where the table is and what it hashes to.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};

use sha2::{Digest, Sha256};

use super::place::Place;
use super::texts;

/// A SHA-256.
pub type Key = [u8; 32];

/// No file is written larger than this, and none larger is read.
pub const MAX_PACK: u64 = 48 << 20;
/// Files for other engines and settings that are kept beside the newest.
const KEPT: usize = 3;
const MAGIC: &[u8; 8] = b"NRGSCOD3";
/// Key, hash of the source, hash of the code, place, length, length of the text.
const ROW: usize = 32 + 32 + 32 + 4 + 4 + 4;
/// Engine, hash of table and what stands here before it, rows, place of the table, magic.
const END: usize = 32 + 4 + 4 + 32 + 8;

#[derive(Debug, Clone, Copy)]
struct Piece {
    source: Key,
    hash: Key,
    at: u32,
    length: u32,
    text: u32,
}

impl Piece {
    const fn text_at(self) -> u64 {
        self.at as u64 + self.length as u64
    }

    const fn end(self) -> u64 {
        self.text_at() + self.text as u64
    }
}

/// A file that was written whole, by this engine.
#[derive(Debug)]
pub struct Pack {
    file: File,
    pieces: HashMap<Key, Piece>,
    /// All of it, where it can be mapped.
    mapped: Option<&'static [u8]>,
}

fn broken() -> io::Error {
    io::ErrorKind::InvalidData.into()
}

fn name_of(environment: &Key) -> String {
    let hex: String = environment.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("code-{hex}.bin")
}

/// Takes `N` bytes off the front.
fn take<const N: usize>(bytes: &mut &[u8]) -> io::Result<[u8; N]> {
    let (head, rest) = bytes.split_first_chunk::<N>().ok_or_else(broken)?;
    *bytes = rest;
    Ok(*head)
}

fn take_u32(bytes: &mut &[u8]) -> io::Result<u32> {
    take::<4>(bytes).map(u32::from_le_bytes)
}

impl Pack {
    /// Opens the file of this engine.
    ///
    /// # Errors
    /// When there is none, others can write it, or anything about it is wrong.
    pub fn open(place: &Place, environment: &Key) -> io::Result<Self> {
        let mut file = place.read(&name_of(environment))?;
        let size = file.metadata()?.len();
        if size < END as u64 || size > MAX_PACK {
            return Err(broken());
        }
        let mut end = [0_u8; END];
        file.seek(SeekFrom::Start(size - END as u64))?;
        file.read_exact(&mut end)?;
        let mut rest = end.as_slice();
        let engine: Key = take(&mut rest)?;
        let (count, at) = (take_u32(&mut rest)?, take_u32(&mut rest)?);
        let hash: Key = take(&mut rest)?;
        let length = (count as usize).checked_mul(ROW).ok_or_else(broken)?;
        if rest != MAGIC || engine != *environment || u64::from(at) + length as u64 + END as u64 != size {
            return Err(broken());
        }
        let mut table = vec![0_u8; length];
        file.seek(SeekFrom::Start(u64::from(at)))?;
        file.read_exact(&mut table)?;
        if sealed(&table, &engine, count, at) != hash {
            return Err(broken());
        }
        let mut pieces = HashMap::with_capacity(count as usize);
        let mut rows = table.as_slice();
        while !rows.is_empty() {
            let key: Key = take(&mut rows)?;
            let source: Key = take(&mut rows)?;
            let hash: Key = take(&mut rows)?;
            let (start, length, text) = (take_u32(&mut rows)?, take_u32(&mut rows)?, take_u32(&mut rows)?);
            let piece = Piece { source, hash, at: start, length, text };
            if piece.end() > u64::from(at) {
                return Err(broken());
            }
            pieces.insert(key, piece);
        }
        let mapped = texts::map(&file, size);
        Ok(Self { file, pieces, mapped })
    }

    /// The size of the largest piece.
    pub fn largest(&self) -> usize {
        self.pieces.values().map(|piece| piece.length as usize).max().unwrap_or(0)
    }

    /// The keys of all pieces.
    pub fn keys(&self) -> impl Iterator<Item = Key> + '_ {
        self.pieces.keys().copied()
    }

    /// The hash of the source that a piece was compiled from.
    pub fn source(&self, key: &Key) -> Option<&Key> {
        self.pieces.get(key).map(|piece| &piece.source)
    }

    /// How long a piece is.
    pub fn length(&self, key: &Key) -> Option<usize> {
        self.pieces.get(key).map(|piece| piece.length as usize)
    }

    /// Reads a piece into `buffer`; `None` when it is not there, is not what was written, or does not fit.
    pub fn read(&self, key: &Key, buffer: &mut [u8]) -> Option<usize> {
        let piece = self.pieces.get(key)?;
        let target = buffer.get_mut(..piece.length as usize).filter(|target| !target.is_empty())?;
        self.copy(u64::from(piece.at), target).ok()?;
        (Key::from(Sha256::digest(&*target)) == piece.hash).then_some(piece.length as usize)
    }

    /// From the mapping where there is one: that saves a call of the system for each piece.
    fn copy(&self, at: u64, target: &mut [u8]) -> io::Result<()> {
        let start = usize::try_from(at).map_err(|_| broken())?;
        match self.mapped.and_then(|mapped| mapped.get(start..)?.get(..target.len())) {
            Some(bytes) => target.copy_from_slice(bytes),
            None => self.copy_to(at, target)?,
        }
        Ok(())
    }

    #[cfg(unix)]
    fn copy_to(&self, at: u64, target: &mut [u8]) -> io::Result<()> {
        std::os::unix::fs::FileExt::read_exact_at(&self.file, target, at)
    }

    #[cfg(not(unix))]
    fn copy_to(&self, at: u64, target: &mut [u8]) -> io::Result<()> {
        let mut file = &self.file;
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(target)
    }

    /// The text that was written beside a piece. Nothing says that it is still the same.
    pub fn text(&self, key: &Key) -> Option<&'static [u8]> {
        let piece = self.pieces.get(key)?;
        let (start, end) = (usize::try_from(piece.text_at()).ok()?, usize::try_from(piece.end()).ok()?);
        self.mapped?.get(start..end).filter(|text| !text.is_empty())
    }

    /// The texts were looked at to compare them.
    pub fn forget_texts(&self) {
        self.mapped.into_iter().for_each(texts::forget);
    }
}

fn sealed(table: &[u8], engine: &Key, count: u32, at: u32) -> Key {
    let mut hash = Sha256::new();
    hash.update(table);
    hash.update(engine);
    hash.update(count.to_le_bytes());
    hash.update(at.to_le_bytes());
    hash.finalize().into()
}

/// A new file. Until it is finished it has another name.
#[derive(Debug)]
pub struct Writer {
    place: Place,
    environment: Key,
    temporary: String,
    out: BufWriter<File>,
    at: u64,
    table: Vec<u8>,
    written: HashSet<Key>,
}

impl Writer {
    /// Begins a file in this folder.
    ///
    /// # Errors
    /// When none can be made.
    pub fn start(place: Place, environment: Key) -> io::Result<Self> {
        let temporary = format!("{}.{}.tmp", name_of(&environment), std::process::id());
        // Left behind by a process of this number that was ended.
        let _ = place.remove(&temporary);
        let out = BufWriter::with_capacity(1 << 18, place.create(&temporary)?);
        Ok(Self { place, environment, temporary, out, at: 0, table: Vec::new(), written: HashSet::new() })
    }

    /// Adds a piece with its text (or none); one too many is left out.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn add(&mut self, key: Key, source: &Key, code: &[u8], text: &[u8]) -> io::Result<()> {
        let both = code.len() as u64 + text.len() as u64;
        let end = self.at + 1 + both + (self.table.len() + ROW + END) as u64;
        if code.is_empty() || end > MAX_PACK || !self.written.insert(key) {
            return Ok(());
        }
        // A text of two bytes for each character begins where those can be read.
        let pad = (self.at + code.len() as u64) % 2;
        let (at, length, text_length) =
            match ((self.at + pad).try_into(), code.len().try_into(), text.len().try_into()) {
                (Ok(at), Ok(length), Ok(text)) => (at, length, text),
                _ => return Ok(()),
            };
        let (at, length, text_length): (u32, u32, u32) = (at, length, text_length);
        self.out.write_all(if pad == 1 { &[0] } else { &[] })?;
        self.out.write_all(code)?;
        self.out.write_all(text)?;
        self.at += pad + both;
        self.table.extend_from_slice(&key);
        self.table.extend_from_slice(source);
        self.table.extend_from_slice(&Sha256::digest(code));
        self.table.extend_from_slice(&at.to_le_bytes());
        self.table.extend_from_slice(&length.to_le_bytes());
        self.table.extend_from_slice(&text_length.to_le_bytes());
        Ok(())
    }

    /// Adds a piece of another file, if that is whole.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn copy(&mut self, pack: &Pack, key: &Key) -> io::Result<()> {
        let Some(piece) = pack.pieces.get(key) else { return Ok(()) };
        let mut code = vec![0_u8; piece.length as usize];
        if pack.read(key, &mut code).is_none() {
            return Ok(());
        }
        let mut text = vec![0_u8; piece.text as usize];
        let whole = pack.copy_to(piece.text_at(), &mut text).is_ok();
        self.add(*key, &piece.source, &code, if whole { &text } else { &[] })
    }

    /// Ends the file and puts it in its place.
    ///
    /// # Errors
    /// When that fails; then nothing has changed.
    pub fn finish(mut self) -> io::Result<()> {
        let done = self.write_end();
        if done.is_err() {
            let _ = self.place.remove(&self.temporary);
        }
        done
    }

    fn write_end(&mut self) -> io::Result<()> {
        let at = u32::try_from(self.at).map_err(|_| broken())?;
        let count = u32::try_from(self.table.len() / ROW).map_err(|_| broken())?;
        self.out.write_all(&self.table)?;
        self.out.write_all(&self.environment)?;
        self.out.write_all(&count.to_le_bytes())?;
        self.out.write_all(&at.to_le_bytes())?;
        self.out.write_all(&sealed(&self.table, &self.environment, count, at))?;
        self.out.write_all(MAGIC)?;
        self.out.flush()?;
        self.out.get_ref().sync_all()?;
        self.place.rename(&self.temporary, &name_of(&self.environment))?;
        self.place.prune(&name_of(&self.environment), KEPT);
        Ok(())
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // After finish() there is none of this name.
        let _ = self.place.remove(&self.temporary);
    }
}
