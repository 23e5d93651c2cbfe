//! Ports and ranges of them.

use super::PatternError;

/// A range of ports; a single port is a range of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ports {
    low: u16,
    high: u16,
}

impl Ports {
    /// Every port.
    pub const ANY: Self = Self { low: 0, high: u16::MAX };

    /// Reads `*`, `8080` or `8000-8010`.
    ///
    /// # Errors
    /// When the text is none of these.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        if text == "*" {
            return Ok(Self::ANY);
        }
        let (low, high) = text.split_once('-').unwrap_or((text, text));
        match (port_number(low), port_number(high)) {
            (Some(low), Some(high)) if low <= high => Ok(Self { low, high }),
            _ => {
                Err(PatternError::new(format!("`{}` is not a port or a range of ports", text.escape_debug())))
            }
        }
    }

    /// A single port.
    #[must_use]
    pub const fn one(port: u16) -> Self {
        Self { low: port, high: port }
    }

    /// Whether this is one port, which was spelled.
    #[must_use]
    pub const fn is_one(self) -> bool {
        self.low == self.high
    }

    /// Whether `port` lies in the range.
    #[must_use]
    pub const fn contains(self, port: u16) -> bool {
        self.low <= port && port <= self.high
    }
}

/// A decimal port without sign or spaces.
#[must_use]
pub fn port_number(text: &str) -> Option<u16> {
    let digits = !text.is_empty() && text.len() <= 5 && text.bytes().all(|b| b.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}
