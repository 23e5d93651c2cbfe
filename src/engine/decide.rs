//! The one question.

use super::decision::{Allowed, Decision, Refusal};
use super::env::is_harmless;
use super::r#match::Listed;
use super::network::AdminEndpoint;
use super::principal::{PrincipalId, Principals};
use super::protected::{Protected, is_memory};
use super::resource::Resource;
use super::table::{Grants, Mode, Table, is_sound};
use crate::catalogue::{Capability, ResourceKind};
use std::sync::Arc;

/// The engine: who there is, what the policy says, what is out of reach for everybody.
#[derive(Debug, Default)]
pub struct Engine {
    principals: Principals,
    /// INVARIANT: as long as `principals`; what each holds under the current table.
    grants: Vec<Option<Arc<Grants>>>,
    table: Table,
    protected: Protected,
    admin: Vec<AdminEndpoint>,
    generation: u32,
}

impl Engine {
    /// An engine without a policy: refuses everything to everybody but core.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The number of a principal, given out now if its name is new.
    pub fn principal(&mut self, name: &str) -> PrincipalId {
        let id = self.principals.intern(name);
        self.refresh();
        id
    }

    /// The name of a principal.
    #[must_use]
    pub fn principal_name(&self, id: PrincipalId) -> &str {
        self.principals.name(id)
    }

    /// Whether the policy has an entry for a package of this name.
    #[must_use]
    pub fn has_entry(&self, name: &str) -> bool {
        self.table.packages.contains_key(name)
    }

    /// The entries that a list of its own has to hold in order to take nothing away from a principal: those of the defaults, where they are what
    /// it has [P2], and all there are where no list narrows what it holds.
    #[must_use]
    pub fn kept(&self, who: PrincipalId, capability: Capability) -> Vec<String> {
        let Some(grants) = self.grants(who) else { return Vec::new() };
        if grants.inherits(capability) {
            return self.table.replaced.get(&capability).map_or_else(Vec::new, |entries| entries.to_vec());
        }
        if !grants.is_open(capability) {
            return Vec::new();
        }
        everything(capability).iter().map(|entry| (*entry).to_owned()).collect()
    }

    /// Puts a policy in force; every cached verdict is void.
    pub fn install(&mut self, table: Table) {
        self.table = table;
        self.grants.clear();
        self.refresh();
        self.next_generation();
    }

    /// Sets what nobody may write [C1]; every cached verdict is void.
    pub fn protect(&mut self, protected: Protected) {
        self.protected = protected;
        self.next_generation();
    }

    /// Sets where Node-RED's admin interface listens [C5]; every cached verdict is void.
    pub fn set_admin(&mut self, admin: Vec<AdminEndpoint>) {
        self.admin = admin;
        self.next_generation();
    }

    /// Grows with every change that may change a verdict. A verdict may be kept only with this number.
    #[must_use]
    pub const fn generation(&self) -> u32 {
        self.generation
    }

    /// The policy in force.
    #[must_use]
    pub const fn table(&self) -> &Table {
        &self.table
    }

    /// What a principal holds.
    #[must_use]
    pub fn grants(&self, who: PrincipalId) -> Option<&Grants> {
        self.grants.get(usize::try_from(who.0).ok()?)?.as_deref()
    }

    fn next_generation(&mut self) {
        self.generation = self.generation.wrapping_add(1);
    }

    fn refresh(&mut self) {
        for at in self.grants.len()..self.principals.len() {
            let id = u32::try_from(at).map_or(PrincipalId::UNKNOWN, PrincipalId);
            // Core needs no grants and `unknown` never has any, whatever a policy calls its packages.
            let found = match id {
                PrincipalId::CORE | PrincipalId::UNKNOWN => None,
                PrincipalId(_) => self.table.packages.get(self.principals.name(id)).cloned(),
            };
            self.grants.push(found);
        }
    }

    /// May `who` use `capability` on `resource`?
    pub fn decide(&self, who: PrincipalId, capability: Capability, resource: &Resource<'_>) -> Decision {
        self.in_mode(capability, self.judge(who, capability, resource))
    }

    fn judge(
        &self,
        who: PrincipalId,
        capability: Capability,
        resource: &Resource<'_>,
    ) -> Result<Allowed, Refusal> {
        if let (true, Some(outbound)) = (is_outbound(capability), &self.table.outbound) {
            match outbound.contains(resource) {
                Listed::Yes | Listed::ByName => {}
                Listed::No => return Err(Refusal::OutsideNetwork),
                Listed::Malformed => return Err(Refusal::Malformed),
            }
        }
        if who == PrincipalId::CORE {
            return Ok(Allowed::Core);
        }
        if who == PrincipalId::UNKNOWN {
            return Err(Refusal::UnknownCaller);
        }
        if !is_sound(resource, self.table.rules) {
            return Err(Refusal::Malformed);
        }
        if capability == Capability::FsWrite {
            let Resource::Path { path, scope } = resource else { return Err(Refusal::Malformed) };
            if let Some(refusal) = self.protected.refuses(path, *scope) {
                return Err(refusal);
            }
        }
        if let (Capability::FsRead, Resource::Path { path, .. }) = (capability, resource)
            && is_memory(path)
        {
            return Err(Refusal::Protected);
        }
        if let (Capability::ProcessEnvRead, Resource::EnvName(name)) = (capability, resource)
            && is_harmless(name)
        {
            return Ok(Allowed::Granted);
        }
        let Some(grants) = self.grants(who).filter(|grants| grants.holds(capability)) else {
            return Err(Refusal::NotGranted);
        };
        let reach = grants.reaches(capability, resource);
        if meets_admin(capability)
            && reach != Listed::ByName
            && self.admin.iter().any(|a| a.is_target(resource))
        {
            return Err(Refusal::AdminPort);
        }
        match reach {
            Listed::Yes | Listed::ByName => Ok(Allowed::Granted),
            Listed::No => Err(Refusal::NotListed),
            Listed::Malformed => Err(Refusal::Malformed),
        }
    }

    /// May `who`, whose connection to `named` was allowed, connect to the `address` that the name led to?
    ///
    /// `resolved`: the resolver of the system gave the address, not one of the caller's own. An entry with the name
    /// then counts for wherever the name leads, except to the admin interface [C5]. An address that somebody else gave
    /// must be allowed by itself.
    pub fn decide_address(
        &self,
        who: PrincipalId,
        capability: Capability,
        named: &Resource<'_>,
        address: &Resource<'_>,
        resolved: bool,
    ) -> Decision {
        let verdict = if resolved {
            self.judge_resolved(who, capability, named, address)
        } else {
            self.judge(who, capability, address)
        };
        self.in_mode(capability, verdict)
    }

    fn judge_resolved(
        &self,
        who: PrincipalId,
        capability: Capability,
        named: &Resource<'_>,
        address: &Resource<'_>,
    ) -> Result<Allowed, Refusal> {
        if who == PrincipalId::CORE {
            return Ok(Allowed::Core);
        }
        if who == PrincipalId::UNKNOWN {
            return Err(Refusal::UnknownCaller);
        }
        let Some(grants) = self.grants(who).filter(|grants| grants.holds(capability)) else {
            return Err(Refusal::NotGranted);
        };
        let is_named = |resource| grants.reaches(capability, resource) == Listed::ByName;
        let is_admin = meets_admin(capability) && self.admin.iter().any(|a| a.is_target(address));
        if is_admin && !is_named(named) && !is_named(address) {
            return Err(Refusal::AdminPort);
        }
        Ok(Allowed::Granted)
    }

    /// What a verdict comes to in the mode of the policy [P6].
    pub(super) fn in_mode(&self, capability: Capability, verdict: Result<Allowed, Refusal>) -> Decision {
        let refusal = match verdict {
            Ok(why) => return Decision::Allowed(why),
            Err(refusal) => refusal,
        };
        let passes = match (self.table.mode, refusal) {
            (Mode::Enforce, _) => false,
            (Mode::ObserveAll, _) => true,
            // Not worth observing: Sentinel's own files, other packages' credentials, what cannot be read.
            (
                Mode::Observe,
                Refusal::Protected | Refusal::NodeModules | Refusal::Malformed | Refusal::ForeignCredentials,
            ) => false,
            (
                Mode::Observe,
                Refusal::UnknownCaller
                | Refusal::NotGranted
                | Refusal::NotListed
                | Refusal::AdminPort
                | Refusal::OutsideNetwork
                | Refusal::NotListedForType,
            ) => capability.entry().observable,
        };
        if passes { Decision::Observed(refusal) } else { Decision::Refused(refusal) }
    }
}

const fn is_outbound(capability: Capability) -> bool {
    matches!(capability.entry().resource, ResourceKind::Url | ResourceKind::Host | ResourceKind::DnsName)
}

/// Entries that list what a capability reaches without a list.
const fn everything(capability: Capability) -> &'static [&'static str] {
    match capability.entry().resource {
        ResourceKind::Url if matches!(capability, Capability::NetworkWs) => &["ws://*:*", "wss://*:*"],
        ResourceKind::Url => &["http://*:*", "https://*:*"],
        ResourceKind::Host => &["*:*"],
        ResourceKind::DnsName | ResourceKind::Listen | ResourceKind::EnvName => &["*"],
        ResourceKind::Route => &["/"],
        ResourceKind::Nothing
        | ResourceKind::Path
        | ResourceKind::Event
        | ResourceKind::Command
        | ResourceKind::FileHash
        | ResourceKind::ModuleHash
        | ResourceKind::Module => &[],
    }
}

/// The capability can speak to an HTTP server, or stand in its place; a datagram cannot.
const fn meets_admin(capability: Capability) -> bool {
    matches!(
        capability,
        Capability::NetworkHttp | Capability::NetworkWs | Capability::NetworkTcp | Capability::NetworkListen
    )
}

#[path = "origin.rs"]
mod origin;

#[cfg(test)]
#[path = "decide_tests.rs"]
mod tests;
