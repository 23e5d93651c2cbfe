//! The policy: what an operator writes, read strictly, merged, and compiled for the engine.
//!
//! Names become [`Capability`]s and entries become patterns here and nowhere else. Every mistake is
//! reported with file, JSON path, what was found and what is accepted [P5]; nothing is skipped.

mod at;
mod changing;
mod compile;
mod error;
mod json;
mod layer;
mod legacy;
mod lists;
mod merge;
mod nearest;
mod reader;
mod sections;
mod slice;
mod suggest;
mod text;

pub use changing::temporary_remark;
pub use error::{PolicyError, PolicyErrors};
pub use lists::{Entry, Lists, Pattern};
pub use suggest::{
    folder_in, grant, grant_beside, quote, suggest, suggest_beside, suggest_names, suggest_node,
    takes_entries,
};

use crate::catalogue::{ALL, Capability};
use crate::engine::r#match::Rules;
use crate::engine::network::OutboundPattern;
use crate::engine::{Mode, TypeRule};
use std::collections::BTreeMap;

/// The largest policy text read, in bytes. Whoever reads a file need not read more than one byte beyond.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;

/// One text of the policy.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// How messages call it: the path of the file.
    pub file: &'a str,
    /// The text.
    pub bytes: &'a [u8],
}

/// The texts a policy is made of; absent ones say nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Input<'a> {
    /// `settings.sentinel` as JSON.
    pub settings: Option<Source<'a>>,
    /// `.sentinel-grants.json`.
    pub grants: Option<Source<'a>>,
    /// `.sentinel-permissions.json`, read only when there is no grants file.
    pub legacy_grants: Option<Source<'a>>,
    /// How paths and variable names compare on this machine.
    pub rules: Rules,
}

/// What one package was granted.
#[derive(Debug, Clone, Default)]
pub struct Package {
    held: u128,
    parameters: Lists,
    lists: Lists,
}

impl Package {
    /// The capabilities held, in the order of the catalogue.
    pub fn capabilities(&self) -> impl Iterator<Item = Capability> + '_ {
        ALL.iter().copied().filter(|c| self.held & c.bit() != 0)
    }

    /// The package's own lists.
    #[must_use]
    pub const fn lists(&self) -> &Lists {
        &self.lists
    }

    /// Adds what another place says of the same package [P1].
    fn unite(&mut self, other: Self) {
        self.held |= other.held;
        lists::unite(&mut self.parameters, other.parameters);
        lists::unite(&mut self.lists, other.lists);
    }
}

/// How message provenance is handled [R9].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Provenance {
    /// A message without provenance is refused.
    #[default]
    Enforce,
    /// It is delivered and reported.
    Detect,
    /// Nothing is looked at.
    Off,
}

impl Provenance {
    /// As the policy spells it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Enforce => "enforce",
            Self::Detect => "detect",
            Self::Off => "off",
        }
    }
}

/// Which deployments wait for approval [V4].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Approval {
    /// None.
    #[default]
    Off,
    /// Those of users without admin rights.
    NonAdmin,
    /// All.
    All,
}

/// What the browser may do.
#[derive(Debug, Clone, Default)]
pub struct Client {
    /// Destinations of the editor page; `None` when the policy does not say.
    pub network: Option<Vec<String>>,
    /// Additions to the content security policy, by directive.
    pub csp: BTreeMap<String, Vec<String>>,
}

/// The merged policy.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    mode: Mode,
    packages: BTreeMap<String, Package>,
    defaults: Lists,
    types: BTreeMap<String, BTreeMap<Capability, TypeRule>>,
    /// As written and as read.
    outbound: Option<Vec<(String, OutboundPattern)>>,
    provenance: Provenance,
    trace: bool,
    strict_modules: bool,
    client: Client,
    approval: Approval,
    license: Option<String>,
    warnings: Vec<String>,
    rules: Rules,
}

impl Policy {
    /// Reads and merges the policy.
    ///
    /// # Errors
    /// Every mistake in every text, not only the first.
    pub fn parse(input: &Input<'_>) -> Result<Self, PolicyErrors> {
        merge::parse(input)
    }

    /// Enforce or observe.
    #[must_use]
    pub const fn mode(&self) -> Mode {
        self.mode
    }

    /// The packages with an entry, by name.
    #[must_use]
    pub const fn packages(&self) -> &BTreeMap<String, Package> {
        &self.packages
    }

    /// The names of the packages that hold everything.
    pub fn holders_of_all(&self) -> impl Iterator<Item = &str> {
        self.packages
            .iter()
            .filter(|(_, p)| p.held & Capability::All.bit() != 0)
            .map(|(name, _)| name.as_str())
    }

    /// The default lists.
    #[must_use]
    pub const fn defaults(&self) -> &Lists {
        &self.defaults
    }

    /// Who may reach nodes, by type.
    #[must_use]
    pub const fn types(&self) -> &BTreeMap<String, BTreeMap<Capability, TypeRule>> {
        &self.types
    }

    /// `server.provenance`.
    #[must_use]
    pub const fn provenance(&self) -> Provenance {
        self.provenance
    }

    /// `server.provenance.trace`: every delivery is written down.
    #[must_use]
    pub const fn trace(&self) -> bool {
        self.trace
    }

    /// `server.strictModules`: requiring `vm` or `worker_threads` without the capability throws [G5].
    #[must_use]
    pub const fn strict_modules(&self) -> bool {
        self.strict_modules
    }

    /// What the browser may do.
    #[must_use]
    pub const fn client(&self) -> &Client {
        &self.client
    }

    /// `deployments.approval`.
    #[must_use]
    pub const fn approval(&self) -> Approval {
        self.approval
    }

    /// The licence token; no protection depends on it [I7].
    #[must_use]
    pub fn license(&self) -> Option<&str> {
        self.license.as_deref()
    }

    /// Lines to print at every start.
    #[must_use]
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod forms_tests;

#[cfg(test)]
mod docs_tests;
