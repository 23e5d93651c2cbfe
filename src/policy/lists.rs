//! Entries of lists: parsed once where they are read, so that a mistake is reported with its place.

use super::at::At;
use super::error::PolicyError;
use super::json::Json;
use super::nearest::nearest_name;
use super::reader::Reader;
use crate::catalogue::{Capability, Config, Meaning, ResourceKind, meaning, names};
use crate::engine::Matcher;
use crate::engine::r#match::commands::{Hash, HashSet256};
use crate::engine::r#match::host_index::HostPattern;
use crate::engine::r#match::hosts::{HostPortPattern, HostSet};
use crate::engine::r#match::listen::{ListenPattern, ListenSet};
use crate::engine::r#match::names::{NamePattern, NameSet};
use crate::engine::r#match::paths::{PathPattern, PathSet};
use crate::engine::r#match::ports::Ports;
use crate::engine::r#match::routes::{RoutePattern, RouteSet};
use crate::engine::r#match::urls::{UrlPattern, UrlSet};
use crate::engine::r#match::{PatternError, Rules};
use std::collections::BTreeMap;

/// The most globs such as `**/*.csv` in one list: each costs time on every file call that is refused.
const MAX_UNANCHORED: usize = 64;

/// One entry of a list as the engine reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pattern {
    /// A file path.
    Path(PathPattern),
    /// A URL.
    Url(UrlPattern),
    /// A host and ports.
    Host(HostPortPattern),
    /// A host to look up.
    Lookup(HostPattern),
    /// Where to listen.
    Listen(ListenPattern),
    /// A variable, event or module.
    Name(NamePattern),
    /// A SHA-256.
    Hash(Hash),
    /// A route prefix.
    Route(RoutePattern),
}

impl Pattern {
    /// Parses an entry of a list for resources of `kind`.
    ///
    /// # Errors
    /// When it cannot be read; the error names it.
    pub fn parse(kind: ResourceKind, text: &str, rules: Rules) -> Result<Self, PatternError> {
        Ok(match kind {
            ResourceKind::Path => Self::Path(PathPattern::parse(text, rules)?),
            ResourceKind::Url => Self::Url(UrlPattern::parse(text)?),
            ResourceKind::Host => Self::Host(HostPortPattern::parse(text)?),
            ResourceKind::DnsName => Self::Lookup(HostPattern::parse(text)?),
            ResourceKind::Listen => Self::Listen(ListenPattern::parse(text)?),
            // Windows takes variable names in any case; events and modules are told apart everywhere.
            ResourceKind::EnvName => Self::Name(NamePattern::parse(text, rules.windows)?),
            ResourceKind::Event | ResourceKind::Module => Self::Name(NamePattern::parse(text, false)?),
            ResourceKind::Command | ResourceKind::FileHash | ResourceKind::ModuleHash => {
                Self::Hash(Hash::parse(text)?)
            }
            ResourceKind::Route => Self::Route(RoutePattern::parse(text)?),
            ResourceKind::Nothing => return Err(PatternError(format!("`{text}` where there is no list"))),
        })
    }
}

/// One entry: as written and as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// As the operator wrote it.
    pub text: String,
    /// As the engine reads it.
    pub pattern: Pattern,
}

/// Lists by capability.
pub type Lists = BTreeMap<Capability, Vec<Entry>>;

/// Adds entries that are not there yet.
pub(super) fn unite(into: &mut Lists, from: Lists) {
    for (capability, entries) in from {
        into.entry(capability).or_default().extend(entries);
    }
}

/// Compiles the entries of one list.
pub(super) fn compile<'a>(
    kind: ResourceKind,
    entries: impl Iterator<Item = &'a Entry>,
    rules: Rules,
    follow: &dyn Fn(&str) -> Option<String>,
) -> Matcher {
    let patterns = entries.map(|entry| entry.pattern.clone());
    // Each kind of list holds one kind of pattern; another kind cannot have been parsed for it.
    macro_rules! only {
        ($variant:ident) => {
            patterns.filter_map(|p| if let Pattern::$variant(one) = p { Some(one) } else { None })
        };
    }
    match kind {
        ResourceKind::Path => Matcher::Paths(PathSet::new(
            only!(Path).map(|p| match follow(p.base()) {
                Some(base) => p.rebased(&base),
                None => p,
            }),
            rules,
        )),
        ResourceKind::Url => Matcher::Urls(UrlSet::new(only!(Url))),
        ResourceKind::Host => Matcher::Hosts(HostSet::new(only!(Host))),
        ResourceKind::DnsName => Matcher::Lookups(HostSet::new(
            only!(Lookup).map(|host| HostPortPattern { host, ports: Ports::ANY }),
        )),
        ResourceKind::Listen => Matcher::Listen(ListenSet::new(only!(Listen))),
        ResourceKind::EnvName => Matcher::Names(NameSet::new(only!(Name), rules.windows)),
        ResourceKind::Event | ResourceKind::Module => Matcher::Names(NameSet::new(only!(Name), false)),
        ResourceKind::Command | ResourceKind::FileHash | ResourceKind::ModuleHash => {
            Matcher::Hashes(HashSet256::new(only!(Hash)))
        }
        ResourceKind::Route => Matcher::Routes(RouteSet::new(only!(Route))),
        ResourceKind::Nothing => Matcher::Names(NameSet::default()),
    }
}

impl Reader<'_> {
    /// What a capability name means, legacy names reported and unknown ones refused.
    pub(super) fn capability<'t>(&mut self, text: &'t str, at: &At<'_>) -> Option<Meaning<'t>> {
        match meaning(text) {
            Ok(found) => {
                if found.legacy {
                    let now: Vec<_> = found.capabilities.iter().map(|c| format!("`{}`", c.name())).collect();
                    self.warn(at, &format!("`{text}` is now called {}", now.join(" + ")));
                }
                Some(found)
            }
            Err(crate::catalogue::Unknown::NeedsParameter) => {
                let name = text.trim_end_matches(':');
                self.wrong(at, format!("`{text}`"), format!("`{name}:<name>`, as in `{name}:lodash`"));
                None
            }
            Err(crate::catalogue::Unknown::Name) => {
                let accepted = "a capability of the catalogue";
                let error = PolicyError::new(self.file, at.to_string(), format!("`{text}`"), accepted);
                self.errors.push(error.hint(nearest_name(text, names())));
                None
            }
        }
    }

    /// The value of a `capabilityConfig`.
    pub(super) fn capability_config(&mut self, value: &Json, at: &At<'_>, rules: Rules) -> Lists {
        let mut out = Lists::new();
        for (name, settings) in self.object(value, at, "an object of capabilities and their lists") {
            let at = at.field(name);
            let Some(found) = self.capability(name, &at) else { continue };
            let configs: Vec<Config> = found.capabilities.iter().filter_map(|c| c.entry().config).collect();
            let (Some(first), None) = (configs.first(), found.parameter) else {
                self.wrong(&at, format!("`{name}`"), "a capability that has a list");
                continue;
            };
            if configs.len() != found.capabilities.len() || configs.iter().any(|c| c.key != first.key) {
                self.wrong(
                    &at,
                    format!("`{name}`, whose members have different lists"),
                    "one capability each",
                );
                continue;
            }
            for (key, entries) in self.fields(settings, &at, &[first.key]) {
                let at = at.field(key);
                let mut unanchored = 0;
                let items = self.list(entries, &at, format_args!("a list of: {}", first.entries));
                for (index, item) in items.iter().enumerate() {
                    let at = at.item(index);
                    unanchored +=
                        usize::from(self.entry(item, &at, found.capabilities, first, rules, &mut out));
                    if unanchored > MAX_UNANCHORED {
                        let accepted = format!("at most {MAX_UNANCHORED} globs without a directory in front");
                        self.wrong(&at, item.describe(), accepted);
                        break;
                    }
                }
                // An empty list is a list: it allows nothing.
                for capability in found.capabilities {
                    out.entry(*capability).or_default();
                }
            }
        }
        out
    }

    /// A URL as this capability is asked for it: WebSockets go by `ws` and `wss`, requests by `http` and `https`.
    fn for_capability(
        &mut self,
        capability: Capability,
        pattern: Pattern,
        text: &str,
        at: &At<'_>,
    ) -> Pattern {
        match (capability, pattern) {
            (Capability::NetworkWs, Pattern::Url(url)) => Pattern::Url(url.of_websocket()),
            (Capability::NetworkHttp, Pattern::Url(url)) => {
                if url.is_websocket() {
                    self.warn(
                        at,
                        &format!(
                            "`{text}` is for WebSockets, which `network:ws` is about; it allows nothing here"
                        ),
                    );
                }
                Pattern::Url(url)
            }
            (_, pattern) => pattern,
        }
    }

    /// Adds one entry to the lists; says whether it is a glob that every path must be held against.
    fn entry(
        &mut self,
        item: &Json,
        at: &At<'_>,
        to: &[Capability],
        config: &Config,
        rules: Rules,
        out: &mut Lists,
    ) -> bool {
        let text = match item {
            Json::Text(text) => text,
            // Ports are numbers to most people.
            Json::Number(number) if config.key == "allowedPorts" => number,
            Json::Number(_) | Json::Null | Json::Bool(_) | Json::List(_) | Json::Object(_) => {
                self.wrong(at, item.describe(), config.entries);
                return false;
            }
        };
        let mut unanchored = false;
        for capability in to {
            match Pattern::parse(capability.entry().resource, text, rules) {
                Ok(pattern) => {
                    let pattern = self.for_capability(*capability, pattern, text, at);
                    unanchored |= matches!(&pattern, Pattern::Path(path) if path.is_unanchored());
                    out.entry(*capability).or_default().push(Entry { text: text.clone(), pattern });
                }
                Err(error) => {
                    self.wrong(at, error.to_string(), config.entries);
                    return false;
                }
            }
        }
        unanchored
    }
}
