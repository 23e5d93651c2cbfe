//! The narrowest grant that would allow a refused call [V1], as text for settings.js.

use super::Pattern;
use super::changing::remark;
use crate::catalogue::{Absent, Capability, Parameter};
use crate::engine::r#match::commands::Hash;
use crate::engine::r#match::glob::escape;
use crate::engine::r#match::urls::{UrlPattern, UrlSet};
use crate::engine::r#match::{Listed, Rules};
use crate::engine::{Destination, Refusal, Resource};
use std::fmt::Write as _;
use url::Url;

/// The grant to add to settings.js, in two lines at most and a remark; nothing when no grant could allow the call.
#[must_use]
pub fn suggest(
    package: &str,
    capability: Capability,
    resource: &Resource<'_>,
    refusal: Refusal,
) -> Option<String> {
    suggest_beside(package, capability, resource, refusal, &[])
}

/// The same for a package from which a list without these entries would take something.
#[must_use]
pub fn suggest_beside(
    package: &str,
    capability: Capability,
    resource: &Resource<'_>,
    refusal: Refusal,
    kept: &[String],
) -> Option<String> {
    if !refusal.has_remedy() {
        return None;
    }
    if refusal == Refusal::OutsideNetwork {
        let entry = outbound(resource)?;
        return Some(format!("sentinel: {{ server: {{ network: {{ allowlist: [{}] }} }} }}", quote(&entry)));
    }
    grant_beside(package, capability, std::slice::from_ref(resource), kept)
}

/// One grant for several calls of one capability; nothing when no grant could allow all of them.
#[must_use]
pub fn grant(package: &str, capability: Capability, resources: &[Resource<'_>]) -> Option<String> {
    grant_beside(package, capability, resources, &[])
}

/// The same for a package from which a list without these entries would take something.
#[must_use]
pub fn grant_beside(
    package: &str,
    capability: Capability,
    resources: &[Resource<'_>],
    kept: &[String],
) -> Option<String> {
    let spec = capability.entry();
    let kind = spec.resource;
    let lists = takes_entries(capability);
    let blocked = spec.config.is_some_and(|list| list.absent == Absent::AllBlocked);
    let mut entries: Vec<String> = kept.to_vec();
    for resource in resources {
        // An entry that cannot be read back would not allow the call, and no entry at all would allow every other.
        let entry = entry(resource).filter(|text| lists && Pattern::parse(kind, text, Rules::NATIVE).is_ok());
        if entry.is_none() && lists && (blocked || *resource != Resource::Nothing) {
            return None;
        }
        entries.extend(entry.filter(|text| !entries.contains(text)));
    }
    let named = |entry: &String| quote(&format!("{}:{entry}", capability.name()));
    let names = match spec.parameter {
        Parameter::Required if entries.is_empty() => return None,
        Parameter::Required => entries.iter().map(named).collect(),
        Parameter::No | Parameter::Optional => vec![quote(capability.name())],
    };
    let mut out = format!(
        "sentinel: {{ server: {{ packages: {{ {}: {{ capabilities: [{}]",
        quote(package),
        names.join(", ")
    );
    if let (Some(config), false) = (spec.config, entries.is_empty()) {
        let list: Vec<String> = entries.iter().map(|entry| quote(entry)).collect();
        // Writing to a String cannot fail.
        let _ = write!(
            out,
            ",\n  capabilityConfig: {{ {}: {{ {}: [{}] }} }}",
            quote(capability.name()),
            config.key,
            list.join(", ")
        );
    }
    out.push_str(" } } } }");
    if let Some((when, any)) = remark(capability, &entries) {
        // Writing to a String cannot fail.
        let _ = write!(out, "\n// {when}: {}", quote(&any));
    }
    Some(out)
}

/// The folder in a package to which a file of it belongs, for packages that serve what they bring along (`dist`): its files are asked for one by one,
/// and are what anybody finds in the registry. `None` where the file lies in the package's own folder itself.
#[must_use]
pub fn folder_in(root: &str, file: &str) -> Option<String> {
    const MODULES: &str = "/node_modules/";
    let below = file.strip_prefix(root)?;
    // A package below another one is one, too.
    let inner = match below.rfind(MODULES) {
        Some(at) => {
            let from = at + MODULES.len();
            let mut names = below.get(from..)?.split('/');
            let first = names.next()?;
            let scoped = if first.starts_with('@') { names.next()?.len() + 1 } else { 0 };
            from + first.len() + scoped
        }
        None => 0,
    };
    let (folder, _) = below.get(inner..)?.strip_prefix('/')?.split_once('/')?;
    let end = root.len() + inner + 1 + folder.len();
    if folder.is_empty() { None } else { file.get(..end).map(str::to_owned) }
}

/// What is said where a package lists all variables: everything that it would see is no grant to suggest.
#[must_use]
pub fn suggest_names(package: &str) -> Option<String> {
    let grant = grant(package, Capability::ProcessEnvRead, &[Resource::EnvName("NAME")])?;
    Some(format!(
        "{grant}\n// in the place of NAME the variables that it needs: it finds those in the list, and harmless ones"
    ))
}

/// Whether grants of this capability name what they are for.
#[must_use]
pub fn takes_entries(capability: Capability) -> bool {
    let spec = capability.entry();
    spec.config.is_some() || spec.parameter == Parameter::Required
}

/// The rule of a node type that would allow a package to use `capability` on its nodes [P3].
#[must_use]
pub fn suggest_node(
    package: &str,
    capability: Capability,
    node_type: &str,
    refusal: Refusal,
) -> Option<String> {
    match refusal {
        Refusal::ForeignCredentials | Refusal::NotListedForType => Some(format!(
            "sentinel: {{ server: {{ types: {{ {}: {{\n  {}: {{ packages: [{}], types: [] }} }} }} }} }}",
            quote(node_type),
            quote(capability.name()),
            quote(package)
        )),
        Refusal::NotGranted
        | Refusal::NotListed
        | Refusal::AdminPort
        | Refusal::OutsideNetwork
        | Refusal::UnknownCaller
        | Refusal::Protected
        | Refusal::NodeModules
        | Refusal::Malformed => suggest(package, capability, &Resource::Nothing, refusal),
    }
}

/// The narrowest entry that lists `resource`.
fn entry(resource: &Resource<'_>) -> Option<String> {
    match resource {
        Resource::Nothing => None,
        Resource::Path { path: text, .. } => Some(path_entry(text)),
        Resource::EnvName(text) | Resource::Event(text) | Resource::Module(text) => Some(escape(text)),
        Resource::Url(text) => url_entry(text),
        Resource::Host(text) | Resource::DnsName(text) => named_entry(text),
        Resource::Listen(text) | Resource::Sha256(text) => Some((*text).to_owned()),
        Resource::Command(text) => Some(Hash::of(text.as_bytes()).to_hex()),
        Resource::Route(text) => Some(route_entry(text)),
    }
}

/// What stands in a path for the six characters of a temporary directory's name that nobody knows beforehand.
const RANDOM: &str = "XXXXXX";

/// The path, or, for a temporary directory, every one of that name with what is in it.
fn path_entry(text: &str) -> String {
    text.strip_suffix(RANDOM).map_or_else(|| escape(text), |prefix| format!("{}??????/**", escape(prefix)))
}

/// A host that anybody asked for by this name: what would be a pattern in a list is the name of none.
fn named_entry(text: &str) -> Option<String> {
    (!text.contains('*')).then(|| text.to_owned())
}

/// The URL without what is never compared, and its path as far as it can be a prefix.
fn url_entry(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    named_entry(url.host_str()?)?;
    let origin = url.origin();
    let origin = if origin.is_tuple() { origin.ascii_serialization() } else { return None };
    let full = format!("{origin}{}", url.path());
    let listed = |pattern: &str| {
        matches!(UrlSet::new(UrlPattern::parse(pattern).ok()).contains(text), Listed::Yes | Listed::ByName)
    };
    Some(if listed(&full) { full } else { format!("{origin}/") })
}

/// The leading segments of a route that are plain text.
fn route_entry(text: &str) -> String {
    let mut out = String::new();
    for segment in text.split('/').skip(1) {
        let plain = segment
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~' | b'@'));
        if segment.is_empty() || !plain {
            break;
        }
        out.push('/');
        out.push_str(segment);
    }
    if out.is_empty() { "/".into() } else { out }
}

/// The destination of a call as `server.network.allowlist` lists it.
fn outbound(resource: &Resource<'_>) -> Option<String> {
    match resource.destination()? {
        Destination::Url(text) => url_entry(text),
        Destination::Host(text) | Destination::Name(text) => named_entry(text),
    }
}

/// A text as a JavaScript string that shows what it is: everything invisible is escaped.
#[must_use]
pub fn quote(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        // `escape_debug` knows what is printable; its own notation is Rust's, so only its verdict is used.
        let plain = matches!(c, '\'' | ' '..='~') || c.escape_debug().count() == 1;
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if plain => out.push(c),
            c => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    // Writing to a String cannot fail.
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
#[path = "suggest_tests.rs"]
mod tests;
