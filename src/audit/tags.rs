//! Tags: who somebody is, where that travels as data [R9]. HMAC-SHA-256 under a key that is made at start, is kept here and
//! never leaves: a tag can be shown to anybody, and only this process makes one or tells that it is genuine.

use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::chain::hex;

/// The maker of tags of one run of Node-RED.
pub struct Tags {
    key: [u8; 32],
}

impl std::fmt::Debug for Tags {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tags")
    }
}

impl Tags {
    /// Makes a key.
    ///
    /// # Errors
    /// The system has no random numbers.
    pub fn new() -> Result<Self, getrandom::Error> {
        let mut key = [0; 32];
        getrandom::fill(&mut key)?;
        Ok(Self { key })
    }

    /// The tag of these texts in this order.
    #[must_use]
    pub fn tag(&self, parts: &[&str]) -> String {
        self.mac(parts).map_or_else(String::new, |mac| hex(&mac.finalize().into_bytes()))
    }

    /// Is it the tag of these texts? Takes as long whatever is wrong with it.
    #[must_use]
    pub fn holds(&self, tag: &str, parts: &[&str]) -> bool {
        let bytes: Option<Vec<u8>> =
            (0..tag.len()).step_by(2).map(|at| u8::from_str_radix(tag.get(at..at + 2)?, 16).ok()).collect();
        match (bytes, self.mac(parts)) {
            (Some(bytes), Some(mac)) => mac.verify_slice(&bytes).is_ok(),
            _ => false,
        }
    }

    fn mac(&self, parts: &[&str]) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).ok()?;
        for part in parts {
            // With its length, so that no two lists of texts are the same bytes.
            mac.update(&(part.len() as u64).to_le_bytes());
            mac.update(part.as_bytes());
        }
        Some(mac)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_of_these_texts_and_of_this_run() -> Result<(), getrandom::Error> {
        let (one, other) = (Tags::new()?, Tags::new()?);
        let tag = one.tag(&["link", "ab", "c"]);
        assert_eq!(tag.len(), 64);
        assert!(one.holds(&tag, &["link", "ab", "c"]));
        assert!(!one.holds(&tag, &["link", "a", "bc"]), "the same bytes, other texts");
        assert!(!one.holds(&tag, &["link", "ab", "c", ""]));
        assert!(!other.holds(&tag, &["link", "ab", "c"]), "another run");
        for forged in ["", "00", &tag[..62], &tag.replace(&tag[..2], "zz"), "é"] {
            assert!(!one.holds(forged, &["link", "ab", "c"]), "{forged}");
        }
        Ok(())
    }
}
