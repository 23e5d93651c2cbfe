//! What the policy comes to: one immutable table, compiled once and then only read.

use super::r#match::commands::{Hash, HashSet256};
use super::r#match::hosts::{HostSet, target};
use super::r#match::listen::ListenSet;
use super::r#match::names::NameSet;
use super::r#match::paths::{PathSet, is_resolved};
use super::r#match::routes::RouteSet;
use super::r#match::urls::{UrlSet, UrlTarget};
use super::r#match::{Listed, Rules};
use super::network::Outbound;
use super::nodes::TypeRule;
use super::resource::{Destination, PathScope, Resource};
use crate::catalogue::{Absent, Capability, Parameter};
use std::collections::HashMap;
use std::sync::Arc;

/// Whether refusals stop or are only recorded [P6].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// A refusal stops the call.
    #[default]
    Enforce,
    /// Refusals pass and are recorded, except what no observation is worth.
    Observe,
    /// Every refusal passes and is recorded.
    ObserveAll,
}

/// One compiled list.
#[derive(Debug, Clone)]
pub enum Matcher {
    /// File paths.
    Paths(PathSet),
    /// URLs.
    Urls(UrlSet),
    /// Connections.
    Hosts(HostSet),
    /// Name lookups.
    Lookups(HostSet),
    /// Listening.
    Listen(ListenSet),
    /// Variables, events, modules.
    Names(NameSet),
    /// SHA-256.
    Hashes(HashSet256),
    /// Routes.
    Routes(RouteSet),
}

impl Matcher {
    /// Whether `resource` is on the list. A resource of another kind is malformed, never listed.
    pub fn contains(&self, resource: &Resource<'_>) -> Listed {
        match (self, resource) {
            (Self::Paths(set), Resource::Path { path, scope: PathScope::Part }) => set.touches(path),
            (Self::Paths(set), Resource::Path { path, scope: PathScope::Above }) => {
                match set.contains(path) {
                    Listed::No => set.leads_from(path),
                    found => found,
                }
            }
            (Self::Paths(set), Resource::Path { path, .. }) => set.contains(path),
            (Self::Urls(set), Resource::Url(text)) => set.contains(text),
            (Self::Hosts(set), Resource::Host(text)) => set.contains(text),
            (Self::Lookups(set), Resource::DnsName(text)) => set.contains_name(text),
            (Self::Listen(set), Resource::Listen(text)) => set.contains(text),
            (Self::Names(set), Resource::EnvName(text) | Resource::Event(text) | Resource::Module(text)) => {
                set.contains(text)
            }
            (Self::Hashes(set), Resource::Sha256(text)) => set.contains(text),
            (Self::Hashes(set), Resource::Command(text)) => set.holds(Hash::of(text.as_bytes())),
            (Self::Routes(set), Resource::Route(text)) => set.contains(text),
            // What has no route of its own (middleware, the server) sees every request.
            (Self::Routes(set), Resource::Nothing) => set.contains("/"),
            (_, Resource::Nothing) => Listed::No,
            (_, _) => Listed::Malformed,
        }
    }

    /// Whether some URL of this server is on the list.
    fn contains_origin(&self, target: &UrlTarget) -> Listed {
        if let Self::Urls(set) = self { set.look_origin(target) } else { Listed::Malformed }
    }
}

/// The lists that narrow one capability of one package; matching any of them is enough.
#[derive(Debug, Clone, Default)]
pub struct Rule {
    /// The package's own list.
    pub own: Option<Arc<Matcher>>,
    /// The defaults, where they are united with it. Shared between packages.
    pub defaults: Option<Arc<Matcher>>,
}

impl Rule {
    fn contains(&self, resource: &Resource<'_>) -> Listed {
        let look = |list: &Option<Arc<Matcher>>| list.as_ref().map_or(Listed::No, |l| l.contains(resource));
        look(&self.own).or(look(&self.defaults))
    }

    fn contains_origin(&self, url: &UrlTarget) -> Listed {
        let look = |list: &Option<Arc<Matcher>>| list.as_ref().map_or(Listed::No, |l| l.contains_origin(url));
        look(&self.own).or(look(&self.defaults))
    }
}

/// What one package holds.
#[derive(Debug, Clone, Default)]
pub struct Grants {
    held: u128,
    /// Which capabilities have a rule. INVARIANT: `rules` holds them in the order of their ids.
    listed: u128,
    rules: Box<[Rule]>,
}

impl Grants {
    /// Capabilities as a set of [`Capability::bit`]s, and the rules of those that have lists.
    #[must_use]
    pub fn new(held: u128, mut rules: Vec<(Capability, Rule)>) -> Self {
        rules.sort_by_key(|(capability, _)| *capability);
        rules.dedup_by_key(|(capability, _)| *capability);
        let listed = rules.iter().fold(0, |set, (capability, _)| set | capability.bit());
        Self { held, listed, rules: rules.into_iter().map(|(_, rule)| rule).collect() }
    }

    /// The set of capabilities held.
    #[must_use]
    pub const fn held(&self) -> u128 {
        self.held
    }

    /// Whether the capability is held at all.
    #[must_use]
    pub const fn holds(&self, capability: Capability) -> bool {
        self.held & (capability.bit() | Capability::All.bit()) != 0
    }

    fn rule(&self, capability: Capability) -> Option<&Rule> {
        if self.listed & capability.bit() == 0 {
            return None;
        }
        let rank = (self.listed & (capability.bit() - 1)).count_ones();
        self.rules.get(usize::try_from(rank).ok()?)
    }

    /// Whether the capability, which is held, reaches some URL of this server; `None`: no list narrows it.
    pub fn reaches_origin(&self, capability: Capability, url: &UrlTarget) -> Option<Listed> {
        self.rule(capability).map(|rule| rule.contains_origin(url))
    }

    /// Whether only the defaults say what the capability reaches.
    #[must_use]
    pub fn inherits(&self, capability: Capability) -> bool {
        self.rule(capability).is_some_and(|rule| rule.own.is_none())
    }

    /// Whether the capability is held and no list narrows it, though one could.
    #[must_use]
    pub fn is_open(&self, capability: Capability) -> bool {
        let is_open_without = capability.entry().config.is_some_and(|list| list.absent == Absent::AllAllowed);
        is_open_without && self.holds(capability) && self.rule(capability).is_none()
    }

    /// Whether the capability, which is held, reaches `resource`.
    pub fn reaches(&self, capability: Capability, resource: &Resource<'_>) -> Listed {
        if let Some(rule) = self.rule(capability) {
            return rule.contains(resource);
        }
        // A local socket may lead to a container daemon: "every host" does not mean it.
        if let Resource::Host(text) | Resource::Listen(text) = resource
            && text.starts_with("unix:")
            && self.held & Capability::All.bit() == 0
        {
            return Listed::No;
        }
        let entry = capability.entry();
        let open = match (entry.config.map(|c| c.absent), entry.parameter) {
            _ if self.held & Capability::All.bit() != 0 => true,
            (_, Parameter::Required) | (Some(Absent::AllBlocked), _) => false,
            (Some(Absent::AllAllowed) | None, Parameter::No | Parameter::Optional) => true,
        };
        open.into()
    }
}

/// Everything the engine decides from. Made by [`crate::policy::Policy::compile`].
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Enforce or observe.
    pub mode: Mode,
    /// Grants by package name.
    pub packages: HashMap<Box<str>, Arc<Grants>>,
    /// The defaults, as they are written, that a list of a package's own replaces [P2].
    pub replaced: HashMap<Capability, Box<[String]>>,
    /// Who may reach nodes of a type.
    pub types: HashMap<Box<str>, Vec<(Capability, TypeRule)>>,
    /// The bound of every outbound connection, if there is one.
    pub outbound: Option<Outbound>,
    /// How paths compare.
    pub rules: Rules,
}

/// Whether a resource can be judged at all. A destination must be readable even where every destination is
/// allowed: what cannot be read cannot be told from the admin port either [C5].
#[must_use]
pub(super) fn is_sound(resource: &Resource<'_>, rules: Rules) -> bool {
    if let Resource::Path { path, .. } = resource {
        return is_resolved(path, rules);
    }
    match resource.destination() {
        Some(Destination::Url(text)) => UrlTarget::parse(text).is_some(),
        Some(Destination::Host(text)) => target(text).is_some(),
        Some(Destination::Name(_)) | None => true,
    }
}
