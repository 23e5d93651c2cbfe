//! `allowedHosts` (`host:port`, `*.domain:*`, CIDR, `unix:/path`) and the host lists of `network:dns`.

use super::host_index::{HostIndex, HostName, HostPattern};
use super::ports::{Ports, port_number};
use super::{Listed, PatternError};

/// One entry: a host pattern and its ports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostPortPattern {
    /// Which hosts.
    pub host: HostPattern,
    /// Which ports on them.
    pub ports: Ports,
}

/// Splits `host:port` from the right, leaving `[v6]`, bare IPv6 and CIDR blocks whole.
fn split(text: &str) -> (&str, Option<&str>) {
    if let Some(close) = text.find(']') {
        let (host, rest) = text.split_at_checked(close + 1).unwrap_or((text, ""));
        return (host, if rest.is_empty() { None } else { Some(rest.strip_prefix(':').unwrap_or("]")) });
    }
    match text.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') => (host, Some(port)),
        Some(_) | None => (text, None),
    }
}

fn socket(text: &str) -> Option<String> {
    let path = text.strip_prefix("unix:")?;
    // A name without a file (Linux), written as `ss` shows it.
    if path.len() > 1 && path.starts_with('@') {
        return Some(path.to_owned());
    }
    let sound = path.starts_with('/')
        && path.len() > 1
        && !path.split('/').skip(1).any(|s| matches!(s, "." | ".." | ""));
    sound.then(|| path.to_owned())
}

impl HostPortPattern {
    /// Parses an entry. A CIDR block without a port means every port; a host must say its port (or `:*`).
    ///
    /// # Errors
    /// When the host or the port cannot be read.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        let found = Self::parse_loose(text)?;
        let (_, port) = split(text);
        let explicit = port.is_some() || matches!(found.host, HostPattern::Unix(_)) || text.contains('/');
        if explicit {
            Ok(found)
        } else {
            // An address of IPv6 has colons of its own.
            let host = if text.contains(':') && !text.starts_with('[') {
                format!("[{text}]")
            } else {
                text.to_owned()
            };
            Err(PatternError::new(format!("`{text}` has no port (write `{host}:*` for every port)")))
        }
    }

    /// As [`Self::parse`], but a host without a port means every port.
    ///
    /// # Errors
    /// When the host or the port cannot be read.
    pub fn parse_loose(text: &str) -> Result<Self, PatternError> {
        if text.starts_with("unix:") {
            let path = socket(text).ok_or_else(|| {
                PatternError::new(format!(
                    "`{}` is not `unix:` and an absolute path or `@name`",
                    text.escape_debug()
                ))
            })?;
            return Ok(Self { host: HostPattern::Unix(path), ports: Ports::ANY });
        }
        let (host, port) = split(text);
        let ports = port.map_or(Ok(Ports::ANY), Ports::parse)?;
        Ok(Self { host: HostPattern::parse(host)?, ports })
    }
}

/// Reads the target of a connection: `host:port`, `[v6]:port`, `v6:port` is not accepted, or `unix:/path`.
#[must_use]
pub fn target(text: &str) -> Option<(HostName, u16)> {
    if text.starts_with("unix:") {
        return socket(text).map(|path| (HostName::Unix(path), 0));
    }
    let (host, port) = split(text);
    Some((HostName::parse(host)?, port_number(port?)?))
}

/// Many [`HostPortPattern`]s.
#[derive(Debug, Clone, Default)]
pub struct HostSet(HostIndex<Ports>);

impl HostSet {
    /// Indexes `patterns`.
    #[must_use]
    pub fn new(patterns: impl IntoIterator<Item = HostPortPattern>) -> Self {
        let mut index = HostIndex::default();
        for pattern in patterns {
            index.insert(pattern.host, pattern.ports);
        }
        Self(index)
    }

    /// Whether `host:port` is in the set.
    pub fn contains(&self, text: &str) -> Listed {
        target(text).map_or(Listed::Malformed, |(host, port)| self.look(&host, port))
    }

    /// Whether a target already read is in the set.
    pub fn look(&self, host: &HostName, port: u16) -> Listed {
        self.0.find(host, |ports| ports.contains(port))
    }

    /// Whether a host is in the set on any port: for name lookups.
    pub fn contains_name(&self, text: &str) -> Listed {
        HostName::parse(text).map_or(Listed::Malformed, |host| self.0.find(&host, |_| true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn hit(pattern: &str, target: &str) -> bool {
        let found = HostSet::new([HostPortPattern::parse(pattern).unwrap()]).contains(target);
        matches!(found, Listed::Yes | Listed::ByName)
    }

    #[test]
    fn host_and_port_are_both_compared() {
        for (pattern, yes, no) in [
            (
                "mqtt.example.com:1883",
                &["mqtt.example.com:1883", "MQTT.example.com.:1883"][..],
                &["mqtt.example.com:1884", "x.mqtt.example.com:1883", "example.com:1883"][..],
            ),
            (
                "*.example.com:*",
                &["a.example.com:1", "a.b.example.com:65535"],
                &["example.com:1", "aexample.com:1", "example.com.evil.net:1"],
            ),
            ("*:443", &["a.b:443", "1.2.3.4:443", "[::1]:443"], &["a.b:444", "unix:/var/run/docker.sock"]),
            (
                "10.0.0.0/8",
                &["10.1.2.3:5", "[::ffff:10.0.0.1]:5", "167772161:80"],
                &["11.0.0.1:5", "ten.example:5"],
            ),
            ("10.0.0.0/8:1883", &["10.1.2.3:1883"], &["10.1.2.3:80"]),
            ("fd00::/8", &["[fd00::1]:5"], &["[fe80::1]:5", "10.0.0.1:5"]),
            ("[fd00::/8]:443", &["[fd00::1]:443"], &["[fd00::1]:80"]),
            ("[::1]:8000-8010", &["[::1]:8005"], &["[::1]:8011", "[::2]:8005"]),
            ("127.0.0.1:80", &["0x7f.1:80", "[::ffff:7f00:1]:80"], &["localhost:80"]),
            (
                "unix:/run/app",
                &["unix:/run/app", "unix:/run/app/x.sock"],
                &["unix:/run/apple", "unix:/run/app/../docker.sock", "run/app:0"],
            ),
            ("unix:@name", &["unix:@name"], &["unix:@name/x", "unix:@nam", "unix:/@name", "name:0"]),
        ] {
            for target in yes {
                assert!(hit(pattern, target), "{pattern} should match {target}");
            }
            for target in no {
                assert!(!hit(pattern, target), "{pattern} should not match {target}");
            }
        }
    }

    #[test]
    fn an_entry_must_say_its_port() {
        for (text, hint) in
            [("example.com", "example.com:*"), ("*", "*:*"), ("::1", "[::1]:*"), ("[::1]", "[::1]:*")]
        {
            let said = HostPortPattern::parse(text).unwrap_err().0;
            assert!(said.contains(&format!("write `{hint}`")), "{said}");
            assert!(HostPortPattern::parse(hint).is_ok(), "{hint}");
        }
        for text in [
            "",
            ":80",
            "example.com:",
            "example.com:99999",
            "example.com:-1",
            "example.com:+80",
            "http://example.com:80",
            "10.0.0.1",
            "[::1",
            "[::1]80",
            "a b:80",
            "*.*.example.com:80",
            "ex*mple.com:80",
            "unix:",
            "unix:rel",
            "unix:/a/../b",
        ] {
            assert!(HostPortPattern::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn targets_that_cannot_be_read_are_malformed() {
        let any = HostSet::new([HostPortPattern::parse("*:*").unwrap()]);
        for text in
            ["", "example.com", "example.com:", "example.com:x", "example.com:80 ", "a@b:80", "::1:80:x"]
        {
            assert_eq!(any.contains(text), Listed::Malformed, "{text:?}");
        }
    }

    #[test]
    fn only_an_entry_that_spells_the_host_counts_as_named() {
        let of = |p: &str| HostSet::new([HostPortPattern::parse(p).unwrap()]);
        assert_eq!(of("127.0.0.1:*").contains("127.0.0.1:1880"), Listed::ByName);
        assert_eq!(of("127.0.0.0/8").contains("127.0.0.1:1880"), Listed::Yes);
        assert_eq!(of("*:1880").contains("127.0.0.1:1880"), Listed::Yes);
        assert_eq!(of("*.example.com:*").contains("a.example.com:1"), Listed::Yes);
    }

    proptest! {
        #[test]
        fn a_suffix_never_matches_outside_its_domain(name in "[a-z.]{1,20}") {
            let listed = hit("*.example.com:*", &format!("{name}:1"));
            prop_assert!(!listed || name.trim_end_matches('.').ends_with(".example.com"));
        }

        #[test]
        fn no_text_makes_the_parsers_fail(text in "\\PC{0,30}") {
            let _ = HostPortPattern::parse(&text);
            let _ = target(&text);
        }
    }
}
