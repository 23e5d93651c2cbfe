//! `allowedUrls`: scheme, host, port and path prefix, compared as parsed URLs, never as strings.

use super::host_index::{HostIndex, HostName, HostPattern};
use super::ports::Ports;
use super::{Listed, PatternError};
use url::Url;

/// The longest URL judged, in bytes.
pub const MAX_URL: usize = 65_536;

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UrlPattern {
    /// Which hosts.
    pub host: HostPattern,
    /// Everything else.
    pub rest: UrlRest,
}

/// What an entry says beside the host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UrlRest {
    scheme: Box<str>,
    /// Which ports.
    pub ports: Ports,
    /// Normalised path prefix without a trailing slash (`""` is every path).
    path: Box<str>,
}

const SCHEMES: [&str; 4] = ["http", "https", "ws", "wss"];

impl UrlPattern {
    /// Parses an entry: `https://api.example.com/v1`, `https://*.example.com:8443`, `http://10.0.0.5:*`.
    ///
    /// # Errors
    /// When it is no such URL, or carries what is never compared (user, query, fragment).
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        let wrong = |why: &str| PatternError::new(format!("`{}` {why}", text.escape_debug()));
        let (scheme, after) =
            text.split_once("://").ok_or_else(|| wrong("has no scheme (write `https://…`)"))?;
        let scheme = scheme.to_ascii_lowercase();
        if !SCHEMES.contains(&scheme.as_str()) {
            return Err(wrong("has a scheme other than http, https, ws and wss"));
        }
        if text.len() > 2048
            || after.contains(['\\', '?', '#'])
            || after.contains(|c: char| c.is_control() || c.is_whitespace())
        {
            return Err(wrong("has a query, a fragment, a backslash or a space, which are never compared"));
        }
        let (authority, path) =
            after.split_at_checked(after.find('/').unwrap_or(after.len())).unwrap_or((after, ""));
        if authority.contains('@') {
            return Err(wrong("names a user, which is never compared"));
        }
        let (host, port) = split_port(authority);
        // The host is parsed on its own because `*` is no host to the URL rules in every position we accept.
        let pattern = HostPattern::parse(host)?;
        let ports = match port {
            Some(port) => Ports::parse(port)?,
            None if matches!(scheme.as_str(), "https" | "wss") => Ports::one(443),
            None => Ports::one(80),
        };
        let cut = path
            .strip_suffix("/**")
            .or_else(|| path.strip_suffix("/*"))
            .unwrap_or(path)
            .trim_end_matches('/');
        if cut.contains('*') {
            return Err(wrong("has a `*` inside its path; a path is a prefix"));
        }
        let path: Box<str> = if is_plain(cut) {
            cut.into()
        } else {
            let parsed = Url::parse(&format!("{scheme}://x{cut}")).map_err(|_| wrong("is not a URL"))?;
            parsed.path().trim_end_matches('/').into()
        };
        Ok(Self { host: pattern, rest: UrlRest { scheme: scheme.into(), ports, path } })
    }
}

impl UrlPattern {
    /// The entry is about WebSockets.
    #[must_use]
    pub fn is_websocket(&self) -> bool {
        self.rest.scheme.starts_with("ws")
    }

    /// The same entry in a list of WebSockets, where `http` and `https` say `ws` and `wss`, as they do to `new WebSocket()`.
    #[must_use]
    pub fn of_websocket(mut self) -> Self {
        match &*self.rest.scheme {
            "http" => self.rest.scheme = "ws".into(),
            "https" => self.rest.scheme = "wss".into(),
            _ => {}
        }
        self
    }
}

/// A path that the rules of URLs leave as it is: neither anything to encode nor a segment that leads elsewhere.
fn is_plain(path: &str) -> bool {
    path.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'_' | b'.'))
        && !path.contains("/.")
}

fn split_port(authority: &str) -> (&str, Option<&str>) {
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        Some(_) | None => (authority, None),
    }
}

/// A URL to judge, parsed once.
#[derive(Debug, Clone)]
pub struct UrlTarget {
    /// The host.
    pub host: HostName,
    /// The port, explicit or usual.
    pub port: u16,
    scheme: Box<str>,
    path: String,
    /// The path means something else to a server that decodes it more than once.
    shifty: bool,
}

impl UrlTarget {
    /// Parses an http, https, ws or wss URL.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > MAX_URL {
            return None;
        }
        let url = Url::parse(text).ok()?;
        if !SCHEMES.contains(&url.scheme()) {
            return None;
        }
        Some(Self {
            host: HostName::from_url(url.host()?)?,
            port: url.port_or_known_default()?,
            scheme: url.scheme().into(),
            path: url.path().to_owned(),
            shifty: is_shifty(url.path()) || is_shifty(raw_path(text)),
        })
    }
}

/// The path as it was written: `http.request` sends it so, and not every server resolves `..` as a URL does.
fn raw_path(text: &str) -> &str {
    let after = text.split_once("://").map_or("", |(_, after)| after);
    let path = after.find(['/', '\\', '?', '#']).and_then(|at| after.get(at..)).unwrap_or_default();
    path.split(['?', '#']).next().unwrap_or_default()
}

/// The path holds an encoded separator or parent directory, at any depth of encoding: also as an overlong form, which only
/// decoders that take what is not UTF-8 see, and behind a path parameter (`..;x`), which some servers cut off first.
fn is_shifty(path: &str) -> bool {
    // Nothing of all that in most paths.
    if !path.contains(['%', '\\']) && !path.starts_with('.') && !path.contains("/.") {
        return false;
    }
    let mut text = path.to_ascii_lowercase();
    for _ in 0..4 {
        if text.contains("%2f")
            || text.contains("%5c")
            || text.contains('\\')
            || text.contains("%c0")
            || text.contains("%c1")
            || text.split('/').any(|s| matches!(s.split(';').next(), Some("." | "..")))
        {
            return true;
        }
        let decoded = text.replace("%2e", ".").replace("%3b", ";").replace("%25", "%");
        if decoded == text {
            return false;
        }
        text = decoded;
    }
    true
}

impl UrlRest {
    fn takes_origin(&self, target: &UrlTarget) -> bool {
        *self.scheme == *target.scheme && self.ports.contains(target.port)
    }

    fn takes(&self, target: &UrlTarget) -> bool {
        let path = || {
            target.path.strip_prefix(&*self.path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.takes_origin(target) && (self.path.is_empty() || (!target.shifty && path()))
    }
}

/// Many [`UrlPattern`]s.
#[derive(Debug, Clone, Default)]
pub struct UrlSet(HostIndex<UrlRest>);

impl UrlSet {
    /// Indexes `patterns`.
    #[must_use]
    pub fn new(patterns: impl IntoIterator<Item = UrlPattern>) -> Self {
        let mut index = HostIndex::default();
        for pattern in patterns {
            index.insert(pattern.host, pattern.rest);
        }
        Self(index)
    }

    /// Whether a URL is in the set.
    pub fn contains(&self, text: &str) -> Listed {
        UrlTarget::parse(text).map_or(Listed::Malformed, |target| self.look(&target))
    }

    /// Whether a URL already parsed is in the set.
    pub fn look(&self, target: &UrlTarget) -> Listed {
        self.0.find(&target.host, |rest| rest.takes(target))
    }

    /// Whether some path of the URL's server is in the set.
    pub fn look_origin(&self, target: &UrlTarget) -> Listed {
        self.0.find(&target.host, |rest| rest.takes_origin(target))
    }
}

#[cfg(test)]
#[path = "urls_tests.rs"]
mod tests;
