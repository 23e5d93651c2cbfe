use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use super::*;

pub const ENGINE: Key = [7; 32];

pub struct Temp(pub PathBuf);

impl Temp {
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("nrgs-code-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    pub fn state(&self) -> PathBuf {
        self.0.join(".sentinel")
    }

    /// The one file that is kept.
    fn pack(&self) -> PathBuf {
        let mut files = packs(&self.state());
        assert_eq!(files.len(), 1);
        files.remove(0)
    }
}

impl Drop for Temp {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn packs(dir: &Path) -> Vec<PathBuf> {
    fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect()
}

pub fn find(cache: &mut CodeCache, name: &str, text: &str) -> Option<Vec<u8>> {
    let mut buffer = vec![0; cache.largest()];
    match cache.find(name.as_bytes(), text.as_bytes(), &mut buffer) {
        Found::Code(length) => Some(buffer[..length].to_vec()),
        Found::Missing(_) => None,
    }
}

/// One start of Node-RED that compiles these texts.
pub fn start(dir: &Path, engine: Key, texts: &[(&str, &str, &[u8])]) -> usize {
    let mut cache = CodeCache::open(dir, engine);
    let mut buffer = vec![0; cache.largest()];
    let mut found = 0;
    for (name, text, code) in texts {
        match cache.find(name.as_bytes(), text.as_bytes(), &mut buffer) {
            Found::Code(_) => found += 1,
            Found::Missing(number) => cache.keep(number, text.as_bytes(), code).unwrap(),
        }
    }
    cache.finish().unwrap();
    found
}

pub const TEXTS: [(&str, &str, &[u8]); 2] =
    [("/a.js", "let a", b"code of a"), ("/b.js", "let b", b"code of b")];

#[test]
fn what_was_kept_is_found_by_name_and_text_only() {
    let temp = Temp::new();
    assert_eq!(start(&temp.state(), ENGINE, &TEXTS), 0);
    let mut cache = CodeCache::open(&temp.state(), ENGINE);
    assert_eq!(find(&mut cache, "/a.js", "let a").unwrap(), b"code of a");
    assert_eq!(find(&mut cache, "/b.js", "let b").unwrap(), b"code of b");
    // V8 itself would take this: the length is the same.
    assert_eq!(find(&mut cache, "/a.js", "let b"), None);
    assert_eq!(find(&mut cache, "/b.js", "let a"), None);
    assert_eq!(find(&mut cache, "/a.jsl", "et a"), None);
}

#[test]
fn a_kept_text_is_given_out_only_where_it_is_the_text_asked_about() {
    let temp = Temp::new();
    let texts: [(&str, &str, &[u8]); 2] = [TEXTS[0], ("/u.js", "let ü", b"code of u")];
    start(&temp.state(), ENGINE, &texts);
    let mut cache = CodeCache::open(&temp.state(), ENGINE);
    assert_eq!(cache.text(), None);
    find(&mut cache, "/a.js", "let a").unwrap();
    assert_eq!(cache.text(), cfg!(target_os = "linux").then_some(Text::Ascii(b"let a")));
    // Nothing is found, so there is no text either.
    assert_eq!(find(&mut cache, "/a.js", "let b"), None);
    assert_eq!(cache.text(), None);
    // Other characters make two bytes of each.
    find(&mut cache, "/u.js", "let ü").unwrap();
    let wide: Vec<u8> = "let ü".encode_utf16().flat_map(u16::to_ne_bytes).collect();
    match cache.text() {
        Some(Text::Wide(kept)) => {
            assert_eq!(kept, wide);
            assert!(kept.as_ptr().cast::<u16>().is_aligned());
        }
        other => assert!(other.is_none() && !cfg!(target_os = "linux")),
    }
    // A piece that was copied from the file before has its text still.
    assert_eq!(start(&temp.state(), ENGINE, &[TEXTS[1]]), 0);
    let mut cache = CodeCache::open(&temp.state(), ENGINE);
    find(&mut cache, "/a.js", "let a").unwrap();
    assert_eq!(cache.text(), cfg!(target_os = "linux").then_some(Text::Ascii(b"let a")));
    // Damage.
    let bytes = fs::read(temp.pack()).unwrap();
    let at = bytes.windows(5).position(|part| part == b"let a").unwrap();
    let mut changed = bytes;
    changed[at] = b'L';
    fs::write(temp.pack(), changed).unwrap();
    let mut cache = CodeCache::open(&temp.state(), ENGINE);
    assert_eq!(find(&mut cache, "/a.js", "let a").unwrap(), b"code of a");
    assert_eq!(cache.text(), None);
}

#[test]
fn the_next_start_adds_what_is_new_and_keeps_the_rest() {
    let temp = Temp::new();
    start(&temp.state(), ENGINE, &TEXTS);
    let more: [(&str, &str, &[u8]); 2] = [TEXTS[0], ("/c.js", "let c", b"code of c")];
    assert_eq!(start(&temp.state(), ENGINE, &more), 1);
    assert_eq!(start(&temp.state(), ENGINE, &[TEXTS[0], TEXTS[1], more[1]]), 3);
}

#[test]
fn a_rejected_piece_is_replaced() {
    let temp = Temp::new();
    start(&temp.state(), ENGINE, &TEXTS);
    let mut cache = CodeCache::open(&temp.state(), ENGINE);
    find(&mut cache, "/a.js", "let a").unwrap();
    let Some(Found::Missing(number)) = cache.reject() else { panic!("nothing to reject") };
    cache.keep(number, b"let a", b"new code").unwrap();
    cache.finish().unwrap();
    let mut cache = CodeCache::open(&temp.state(), ENGINE);
    assert_eq!(find(&mut cache, "/a.js", "let a").unwrap(), b"new code");
    assert_eq!(find(&mut cache, "/b.js", "let b").unwrap(), b"code of b");
}

#[test]
fn every_engine_has_a_file_of_its_own_and_there_are_few_of_them() {
    let temp = Temp::new();
    for engine in 0..9 {
        assert_eq!(start(&temp.state(), [engine; 32], &TEXTS), 0);
        assert_eq!(start(&temp.state(), [engine; 32], &TEXTS), 2);
    }
    assert_eq!(packs(&temp.state()).len(), 4);
    // A file under the name of another engine's is not taken for it.
    let (from, to) = (temp.0.join("x"), packs(&temp.state()).remove(0));
    let dir = temp.state();
    start(&from, ENGINE, &TEXTS);
    fs::copy(packs(&from).remove(0), &to).unwrap();
    for engine in 0..9 {
        assert_eq!(CodeCache::open(&dir, [engine; 32]).largest() == 0, engine < 5 || name_is(&to, engine));
    }
}

fn name_is(file: &Path, engine: u8) -> bool {
    file.to_string_lossy().contains(&format!("{engine:02x}{engine:02x}"))
}

#[test]
fn a_file_with_any_byte_changed_gives_nothing_wrong() {
    let temp = Temp::new();
    start(&temp.state(), ENGINE, &TEXTS);
    let file = temp.pack();
    let whole = fs::read(&file).unwrap();
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        fs::write(&file, &bytes).unwrap();
        let mut cache = CodeCache::open(&temp.state(), ENGINE);
        for (name, text, code) in TEXTS {
            assert!(find(&mut cache, name, text).is_none_or(|found| found == code), "byte {at}");
        }
    }
    for length in 0..whole.len() {
        fs::write(&file, &whole[..length]).unwrap();
        assert_eq!(CodeCache::open(&temp.state(), ENGINE).largest(), 0, "length {length}");
    }
    fs::write(&file, [whole.as_slice(), b"x"].concat()).unwrap();
    assert_eq!(CodeCache::open(&temp.state(), ENGINE).largest(), 0);
}

#[test]
fn what_others_could_have_written_is_not_read() {
    let temp = Temp::new();
    let dir = temp.state();
    start(&dir, ENGINE, &TEXTS);
    let file = temp.pack();
    let is_used = || CodeCache::open(&dir, ENGINE).largest() > 0;
    let mode = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    assert!(is_used());
    assert_eq!(fs::metadata(&dir).unwrap().permissions().mode() & 0o777, 0o700);
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    for (path, wide, narrow) in
        [(&dir, 0o770, 0o700), (&dir, 0o702, 0o755), (&file, 0o620, 0o600), (&file, 0o602, 0o644)]
    {
        mode(path, wide);
        assert!(!is_used(), "{} {wide:o}", path.display());
        mode(path, narrow);
        assert!(is_used());
    }
    // A second name of the file.
    let other = temp.0.join("other");
    fs::hard_link(&file, &other).unwrap();
    assert!(!is_used());
    fs::remove_file(&other).unwrap();
    assert!(is_used());
    // Links.
    fs::rename(&file, &other).unwrap();
    symlink(&other, &file).unwrap();
    assert!(!is_used());
    fs::remove_file(&file).unwrap();
    fs::rename(&other, &file).unwrap();
    fs::rename(&dir, &other).unwrap();
    symlink(&other, &dir).unwrap();
    assert!(!is_used());
    assert!(CodeCache::open(&dir, [8; 32]).keep_one().is_err(), "nothing is written through a link either");
}

#[test]
fn a_folder_that_cannot_be_written_is_an_error_and_nothing_else() {
    let temp = Temp::new();
    assert!(CodeCache::open(&temp.0.join("gone/.sentinel"), ENGINE).keep_one().is_err());
    fs::write(temp.state(), "a file").unwrap();
    assert!(CodeCache::open(&temp.state(), ENGINE).keep_one().is_err());
}

#[test]
fn what_was_not_finished_leaves_nothing_behind() {
    let temp = Temp::new();
    CodeCache::open(&temp.state(), ENGINE).keep_one().unwrap();
    assert_eq!(packs(&temp.state()).len(), 0);
}

#[test]
fn the_file_is_bounded() {
    let temp = Temp::new();
    let mut cache = CodeCache::open(&temp.state(), ENGINE);
    let code = vec![1; 1 << 20];
    for number in 0..60 {
        let Found::Missing(number) = cache.find(b"/x.js", &[number], &mut []) else { panic!("found") };
        cache.keep(number, b"", &code).unwrap();
    }
    cache.finish().unwrap();
    assert!(fs::metadata(temp.pack()).unwrap().len() <= pack::MAX_PACK);
    assert!(CodeCache::open(&temp.state(), ENGINE).largest() > 0);
}

impl CodeCache {
    fn keep_one(mut self) -> io::Result<()> {
        let Found::Missing(number) = self.find(b"/x.js", b"x", &mut []) else { panic!("found") };
        self.keep(number, b"x", b"code")
    }
}
