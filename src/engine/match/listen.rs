//! `allowedPorts` of `network:listen`.

use super::host_index::{HostIndex, HostName, HostPattern};
use super::hosts::{HostPortPattern, target};
use super::ports::{Ports, port_number};
use super::{Listed, PatternError};

/// One entry of `allowedPorts`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListenPattern {
    /// Ports on every local address.
    Ports(Ports),
    /// Ports on these addresses, or a local socket.
    On(HostPortPattern),
}

impl ListenPattern {
    /// Reads `8080`, `8000-8010`, `127.0.0.1:8080` or `unix:/path`.
    ///
    /// # Errors
    /// When the text is none of these.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        let bare = text == "*" || text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        if bare { Ports::parse(text).map(Self::Ports) } else { HostPortPattern::parse(text).map(Self::On) }
    }
}

/// Many [`ListenPattern`]s.
#[derive(Debug, Clone, Default)]
pub struct ListenSet {
    anywhere: Vec<Ports>,
    on: HostIndex<Ports>,
}

impl ListenSet {
    /// Indexes `patterns`.
    #[must_use]
    pub fn new(patterns: impl IntoIterator<Item = ListenPattern>) -> Self {
        let mut set = Self::default();
        for pattern in patterns {
            match pattern {
                ListenPattern::Ports(ports) => set.anywhere.push(ports),
                ListenPattern::On(HostPortPattern { host: HostPattern::Any, ports }) => {
                    set.anywhere.push(ports)
                }
                ListenPattern::On(one) => set.on.insert(one.host, one.ports),
            }
        }
        set
    }

    /// Whether listening on `port`, `host:port` or `unix:/path` is in the set. A bare port is every address. What is listed is named where an entry
    /// spells the port: ports are what is taken from others here, and not hosts.
    pub fn contains(&self, text: &str) -> Listed {
        match self.look(text, |ports, port| ports.is_one() && ports.contains(port)) {
            Listed::Yes | Listed::ByName => Listed::ByName,
            Listed::No => match self.look(text, Ports::contains) {
                Listed::ByName => Listed::Yes,
                found => found,
            },
            Listed::Malformed => Listed::Malformed,
        }
    }

    fn look(&self, text: &str, holds: impl Fn(Ports, u16) -> bool) -> Listed {
        let anywhere = |port| self.anywhere.iter().any(|p| holds(*p, port));
        if let Some(port) = port_number(text) {
            return anywhere(port).into();
        }
        match target(text) {
            // A path has no port: it is what is named.
            Some((host @ HostName::Unix(_), port)) => self.on.find(&host, |p| p.contains(port)),
            Some((host, port)) => Listed::from(anywhere(port)).or(self.on.find(&host, |p| holds(*p, port))),
            None => Listed::Malformed,
        }
    }
}

/// The port of `port` or `host:port`.
#[must_use]
pub fn port_of(text: &str) -> Option<u16> {
    if let Some(port) = port_number(text) {
        return Some(port);
    }
    match target(text)? {
        (HostName::Unix(_), _) => None,
        (HostName::Domain(_) | HostName::Ip(_), port) => Some(port),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hit(pattern: &str, text: &str) -> bool {
        let found = ListenSet::new([ListenPattern::parse(pattern).unwrap()]).contains(text);
        matches!(found, Listed::Yes | Listed::ByName)
    }

    #[test]
    fn ports_ranges_and_addresses_are_compared() {
        assert!(hit("8080", "8080") && hit("8080", "0.0.0.0:8080") && !hit("8080", "8081"));
        assert!(hit("8000-8010", "8000") && hit("8000-8010", "8010") && !hit("8000-8010", "8011"));
        assert!(hit("*", "1") && hit("*:5", "[::]:5") && !hit("*:5", "6"));
        assert!(hit("0", "0") && !hit("8080", "0"), "a random port is port 0 and must be granted as such");
    }

    #[test]
    fn an_entry_for_one_address_does_not_open_every_address() {
        assert!(hit("127.0.0.1:8080", "127.0.0.1:8080"));
        assert!(!hit("127.0.0.1:8080", "8080"));
        assert!(!hit("127.0.0.1:8080", "0.0.0.0:8080"));
    }

    #[test]
    fn a_port_is_named_where_an_entry_spells_it() {
        for (pattern, text, expected) in [
            ("8080", "8080", Listed::ByName),
            ("8080", "[::1]:8080", Listed::ByName),
            ("*:8080", "127.0.0.2:8080", Listed::ByName),
            ("127.0.0.0/8:8080", "127.0.0.2:8080", Listed::ByName),
            ("localhost:8080", "localhost:8080", Listed::ByName),
            ("8000-8080", "8080", Listed::Yes),
            ("*", "127.0.0.2:8080", Listed::Yes),
            ("127.0.0.2:*", "127.0.0.2:8080", Listed::Yes),
            ("127.0.0.2:8000-8080", "127.0.0.2:8080", Listed::Yes),
            ("127.0.0.2:8080", "127.0.0.3:8080", Listed::No),
            ("8080", "8080 ", Listed::Malformed),
        ] {
            let set = ListenSet::new([ListenPattern::parse(pattern).unwrap()]);
            assert_eq!(set.contains(text), expected, "{pattern} for {text}");
        }
    }

    #[test]
    fn the_port_is_read_from_every_form() {
        assert_eq!([port_of("80"), port_of("[::1]:80"), port_of("a.b:80")], [Some(80); 3]);
        assert_eq!([port_of("unix:/x"), port_of("x"), port_of("")], [None; 3]);
    }

    #[test]
    fn a_local_socket_must_be_named() {
        assert!(!hit("*", "unix:/tmp/x.sock"));
        assert!(hit("unix:/tmp/x.sock", "unix:/tmp/x.sock"));
    }

    #[test]
    fn what_is_no_port_is_refused() {
        for text in ["", "-", "8010-8000", "65536", "80a", "80:", "-1", "host"] {
            assert!(ListenPattern::parse(text).is_err(), "{text:?}");
        }
    }
}
