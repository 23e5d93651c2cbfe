//! Finding the entries of a list that speak about one host, without looking at all of them.

use super::{Listed, PatternError};
use ipnet::IpNet;
use std::collections::HashMap;
use std::net::IpAddr;
use url::Host;

/// A host as it is compared: however it was spelled, one machine has one form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HostName {
    /// Lower case, punycode, without the final dot.
    Domain(String),
    /// IPv4 also when it was written as a number or inside IPv6.
    Ip(IpAddr),
    /// A local socket.
    Unix(String),
}

/// A name that the rules of URLs leave as it is: lower case, no label in punycode, and not a spelling of an address, whose
/// last label begins with a digit.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'.'))
        && !text.contains("--")
        && text.split('.').all(|label| !label.is_empty())
        && text.rsplit('.').next().is_some_and(|last| last.starts_with(|c: char| c.is_ascii_lowercase()))
}

impl HostName {
    /// Reads a host: a domain, an IPv4 address in any spelling, or an IPv6 address with or without brackets.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bare = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')).unwrap_or(text);
        if bare.contains(':') {
            // A zone (`%eth0`) chooses an interface, not another address.
            let address = bare.split('%').next().unwrap_or_default();
            return address.parse::<IpAddr>().ok().map(Self::from_ip);
        }
        // Percent signs would be decoded by the URL rules but not by a resolver: two readings, so neither.
        if text.is_empty()
            || text.len() > 255
            || text.contains(['%', '*', '[', ']'])
            || text.contains(char::is_whitespace)
        {
            return None;
        }
        if is_plain(text) {
            return Some(Self::Domain(text.to_owned()));
        }
        Host::parse(text).ok().and_then(Self::from_url)
    }

    /// The host of a parsed URL.
    #[must_use]
    pub fn from_url<S: AsRef<str>>(host: Host<S>) -> Option<Self> {
        match host {
            Host::Domain(name) => {
                let name = name.as_ref().strip_suffix('.').unwrap_or(name.as_ref()).to_ascii_lowercase();
                let sound = !name.is_empty() && !name.starts_with('.') && !name.contains("..");
                sound.then_some(Self::Domain(name))
            }
            Host::Ipv4(address) => Some(Self::Ip(address.into())),
            Host::Ipv6(address) => Some(Self::from_ip(address.into())),
        }
    }

    fn from_ip(address: IpAddr) -> Self {
        Self::Ip(address.to_canonical())
    }

    /// The host is this machine, whatever the resolver says.
    #[must_use]
    pub fn is_local(&self) -> bool {
        match self {
            Self::Domain(name) => name == "localhost" || name.ends_with(".localhost"),
            Self::Ip(address) => address.is_loopback() || address.is_unspecified(),
            Self::Unix(_) => true,
        }
    }
}

/// The host part of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HostPattern {
    /// `*`
    Any,
    /// `*.example.com`, kept as `example.com`: every name below it, not itself.
    Below(String),
    /// One domain.
    Domain(String),
    /// An address or a block of them.
    Net(IpNet),
    /// A local socket, or a directory of them.
    Unix(String),
}

impl HostPattern {
    /// Reads the host part of an entry.
    ///
    /// # Errors
    /// When it is no host, `*.domain`, `*`, address or CIDR block.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        let wrong = || PatternError::new(format!("`{}` is not a host", text.escape_debug()));
        if text == "*" {
            return Ok(Self::Any);
        }
        if let Some(domain) = text.strip_prefix("*.") {
            return match HostName::parse(domain) {
                Some(HostName::Domain(name)) => Ok(Self::Below(name)),
                Some(HostName::Ip(_) | HostName::Unix(_)) | None => Err(wrong()),
            };
        }
        let bare = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')).unwrap_or(text);
        if bare.contains('/') {
            let net: IpNet = bare
                .parse()
                .map_err(|_| PatternError::new(format!("`{}` is not a CIDR block", text.escape_debug())))?;
            return canonical(net).ok_or_else(wrong).map(Self::Net);
        }
        match HostName::parse(text) {
            Some(HostName::Domain(name)) => Ok(Self::Domain(name)),
            Some(HostName::Ip(address)) => Ok(Self::Net(address.into())),
            Some(HostName::Unix(_)) | None => Err(wrong()),
        }
    }
}

/// A block inside ::ffff:0:0/96 is a block of IPv4 addresses, as the addresses are.
fn canonical(net: IpNet) -> Option<IpNet> {
    let IpNet::V6(six) = net.trunc() else { return Some(net.trunc()) };
    match (six.addr().to_ipv4_mapped(), six.prefix_len().checked_sub(96)) {
        (Some(four), Some(length)) => ipnet::Ipv4Net::new(four, length).ok().map(IpNet::V4),
        (Some(_), None) | (None, _) => Some(IpNet::V6(six)),
    }
}

/// Entries by host; `T` is what else an entry says (ports, scheme and path).
#[derive(Debug, Clone)]
pub struct HostIndex<T> {
    domains: HashMap<Box<str>, Vec<T>>,
    below: HashMap<Box<str>, Vec<T>>,
    any: Vec<T>,
    nets: Vec<(IpNet, T)>,
    sockets: Vec<(Box<str>, T)>,
}

impl<T> Default for HostIndex<T> {
    fn default() -> Self {
        Self {
            domains: HashMap::new(),
            below: HashMap::new(),
            any: Vec::new(),
            nets: Vec::new(),
            sockets: Vec::new(),
        }
    }
}

impl<T> HostIndex<T> {
    /// Adds an entry.
    pub fn insert(&mut self, host: HostPattern, rest: T) {
        match host {
            HostPattern::Any => self.any.push(rest),
            HostPattern::Below(name) => self.below.entry(name.into()).or_default().push(rest),
            HostPattern::Domain(name) => self.domains.entry(name.into()).or_default().push(rest),
            HostPattern::Net(net) => self.nets.push((net, rest)),
            HostPattern::Unix(path) => self.sockets.push((path.into(), rest)),
        }
    }

    /// Whether an entry for `host` satisfies `rest`, and whether it spells the host out.
    pub fn find(&self, host: &HostName, rest: impl Fn(&T) -> bool) -> Listed {
        match host {
            HostName::Domain(name) => {
                if self.domains.get(name.as_str()).is_some_and(|all| all.iter().any(&rest)) {
                    return Listed::ByName;
                }
                let mut parents = name.match_indices('.').filter_map(|(at, _)| name.get(at + 1..));
                let below = parents.any(|p| self.below.get(p).is_some_and(|all| all.iter().any(&rest)));
                (below || self.any.iter().any(&rest)).into()
            }
            HostName::Ip(address) => {
                let mut found = Listed::from(self.any.iter().any(&rest));
                for (net, own) in &self.nets {
                    if net.contains(address) && rest(own) {
                        let single = net.prefix_len() == net.max_prefix_len();
                        found = found.or(if single { Listed::ByName } else { Listed::Yes });
                    }
                }
                found
            }
            // `*` is about hosts; a local socket (a container daemon's, say) must be named.
            HostName::Unix(path) => {
                let under = |root: &str| {
                    path.strip_prefix(root)
                        .is_some_and(|r| r.is_empty() || (r.starts_with('/') && !root.starts_with('@')))
                };
                if self.sockets.iter().any(|(root, own)| under(root) && rest(own)) {
                    Listed::ByName
                } else {
                    Listed::No
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_as_it_is_written_is_what_the_rules_of_urls_make_of_it() {
        let plain = ["localhost", "a.b", "api.example.com", "host-1.example-2.com", "1.2.3.x4", "-a.b-"];
        for name in plain {
            let by_rules = Host::parse(name).ok().and_then(HostName::from_url);
            assert!(is_plain(name), "{name}");
            assert_eq!(Some(HostName::Domain(name.to_owned())), by_rules, "{name}");
        }
        let others = [
            "",
            "a_b.c",
            "x.",
            ".x",
            "a..b",
            "xn--bcher-kva.example",
            "ab--cd.example",
            "A.b",
            "1.2.3.4",
            "0x7f.1",
            "1",
            "0xa",
            "a.0x1",
            "a.1",
            "b\u{fc}cher.example",
            "a b",
        ];
        for name in others {
            assert!(!is_plain(name), "{name}");
        }
    }

    fn ip(text: &str) -> Option<HostName> {
        Some(HostName::Ip(text.parse().unwrap()))
    }

    #[test]
    fn every_spelling_of_an_address_is_one_address() {
        for text in [
            "127.0.0.1",
            "0x7f.1",
            "2130706433",
            "0177.0.0.1",
            "127.1",
            "[::ffff:127.0.0.1]",
            "::ffff:7f00:1",
            "127.0.0.1.",
        ] {
            assert_eq!(HostName::parse(text), ip("127.0.0.1"), "{text}");
        }
        for text in ["[::1]", "::1", "0:0:0:0:0:0:0:1", "::1%lo"] {
            assert_eq!(HostName::parse(text), ip("::1"), "{text}");
        }
    }

    #[test]
    fn every_spelling_of_a_domain_is_one_domain() {
        let same = |a, b| assert_eq!(HostName::parse(a), Some(HostName::Domain(String::from(b))), "{a}");
        same("EXAMPLE.com", "example.com");
        same("example.com.", "example.com");
        same("bücher.example", "xn--bcher-kva.example");
        same("ｅxample.com", "example.com");
        same("a_b.local", "a_b.local");
    }

    #[test]
    fn what_is_no_host_is_not_read_as_one() {
        for text in [
            "",
            "a b",
            "exa%6dple.com",
            "a..b",
            ".a",
            "a/b",
            "a@b",
            "1.2.3.4.5",
            "[::1",
            "*",
            "*.a",
            "a\0b",
            "::g",
        ] {
            assert_eq!(HostName::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_mapped_block_holds_ipv4_addresses() {
        let HostPattern::Net(net) = HostPattern::parse("::ffff:10.0.0.0/104").unwrap() else { panic!() };
        assert_eq!(net, "10.0.0.0/8".parse().unwrap());
        assert!(HostPattern::parse("*.10.0.0.1").is_err());
        assert!(HostPattern::parse("10.0.0.0/99").is_err());
    }
}
