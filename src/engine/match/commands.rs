//! SHA-256 lists: commands, addon files, WebAssembly modules.

use super::{Listed, PatternError};
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use std::fmt::Write as _;

/// A SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hash([u8; 32]);

impl Hash {
    /// Reads 64 hexadecimal digits.
    ///
    /// # Errors
    /// When the text is anything else.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        let wrong = || PatternError::new(format!("`{}` is not 64 hexadecimal digits", text.escape_debug()));
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return Err(wrong());
        }
        let mut out = [0; 32];
        for (byte, pair) in out.iter_mut().zip(digits.chunks_exact(2)) {
            let nibble = |b: Option<&u8>| {
                b.and_then(|b| char::from(*b).to_digit(16)).and_then(|d| u8::try_from(d).ok())
            };
            *byte = match (nibble(pair.first()), nibble(pair.get(1))) {
                (Some(high), Some(low)) => high << 4 | low,
                (Some(_) | None, _) => return Err(wrong()),
            };
        }
        Ok(Self(out))
    }

    /// The hash of some bytes: of a command in its canonical form, of a file.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The 64 lower-case digits.
    #[must_use]
    pub fn to_hex(self) -> String {
        self.0.iter().fold(String::with_capacity(64), |mut out, byte| {
            // Writing to a String cannot fail.
            let _ = write!(out, "{byte:02x}");
            out
        })
    }
}

/// Many hashes.
#[derive(Debug, Clone, Default)]
pub struct HashSet256(HashSet<Hash>);

impl HashSet256 {
    /// Collects `hashes`.
    #[must_use]
    pub fn new(hashes: impl IntoIterator<Item = Hash>) -> Self {
        Self(hashes.into_iter().collect())
    }

    /// Whether a hash, given in hexadecimal, is in the set.
    pub fn contains(&self, hex: &str) -> Listed {
        Hash::parse(hex).map_or(Listed::Malformed, |hash| self.holds(hash))
    }

    /// Whether a hash is in the set.
    pub fn holds(&self, hash: Hash) -> Listed {
        self.0.contains(&hash).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_compared_by_value_not_by_spelling() {
        let hash = Hash::of(b"ls -l");
        let set = HashSet256::new([hash]);
        assert_eq!(set.contains(&hash.to_hex()), Listed::Yes);
        assert_eq!(set.contains(&hash.to_hex().to_uppercase()), Listed::Yes);
        assert_eq!(set.contains(&Hash::of(b"ls -la").to_hex()), Listed::No);
        assert_eq!(
            Hash::of(b"").to_hex(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }

    #[test]
    fn what_is_no_hash_is_refused() {
        for text in [
            "",
            "ls -l",
            &"g".repeat(64),
            &"a".repeat(63),
            &"a".repeat(65),
            &"é".repeat(32),
            &format!("+{}", "a".repeat(63)),
        ] {
            assert!(Hash::parse(text).is_err(), "{text}");
        }
    }
}
