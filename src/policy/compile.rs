//! From the policy to the engine's table.

use super::lists::{Entry, compile};
use super::{Package, Policy};
use crate::catalogue::{ALL, Capability, Joining, Parameter};
use crate::engine::{Grants, Matcher, Outbound, Rule, Table};
use std::collections::BTreeMap;
use std::sync::Arc;

type Follow<'a> = &'a dyn Fn(&str) -> Option<String>;

impl Policy {
    /// Compiles the table the engine decides from.
    ///
    /// Paths are judged by where they lead, so `follow` says where the literal directories in front of an
    /// `allowedPaths` entry lead; `None` keeps the entry as written.
    #[must_use]
    pub fn compile(&self, follow: &dyn Fn(&str) -> Option<String>) -> Table {
        let defaults: BTreeMap<Capability, Arc<Matcher>> = self
            .defaults
            .iter()
            .map(|(c, entries)| {
                (*c, Arc::new(compile(c.entry().resource, entries.iter(), self.rules, follow)))
            })
            .collect();
        let packages = self
            .packages
            .iter()
            .map(|(name, package)| (name.as_str().into(), Arc::new(self.grants(package, &defaults, follow))))
            .collect();
        let types = self
            .types
            .iter()
            .map(|(name, rules)| (name.as_str().into(), rules.iter().map(|(c, r)| (*c, r.clone())).collect()))
            .collect();
        let outbound = self
            .outbound
            .as_ref()
            .map(|list| Outbound::new(&list.iter().map(|(_, pattern)| pattern.clone()).collect::<Vec<_>>()));
        let replaced = self
            .defaults
            .iter()
            .filter(|(c, _)| c.entry().config.is_some_and(|list| list.joining == Joining::Replaces))
            .map(|(c, entries)| (*c, entries.iter().map(|entry| entry.text.clone()).collect()))
            .collect();
        Table { mode: self.mode, packages, replaced, types, outbound, rules: self.rules }
    }

    fn grants(
        &self,
        package: &Package,
        defaults: &BTreeMap<Capability, Arc<Matcher>>,
        follow: Follow<'_>,
    ) -> Grants {
        let everything = package.held & Capability::All.bit() != 0;
        let mut rules = Vec::new();
        for capability in ALL.iter().copied() {
            let entry = capability.entry();
            let takes_list = entry.config.is_some() || entry.parameter != Parameter::No;
            if !takes_list || (!everything && package.held & capability.bit() == 0) {
                continue;
            }
            let list = package.lists.get(&capability);
            // `all` means all: only a list of the package's own narrows it, no default and no parameter.
            let parameters = package.parameters.get(&capability).filter(|_| !everything || list.is_some());
            let own = (list.is_some() || parameters.is_some()).then(|| {
                let entries: &mut dyn Iterator<Item = &Entry> =
                    &mut list.into_iter().chain(parameters).flatten();
                Arc::new(compile(entry.resource, entries, self.rules, follow))
            });
            let inherits = match entry.config.map(|c| c.joining) {
                Some(Joining::Replaces) => own.is_none(),
                Some(Joining::Unites) => true,
                None => false,
            };
            let shared =
                defaults.get(&capability).filter(|_| inherits && (!everything || own.is_some())).cloned();
            if own.is_some() || shared.is_some() {
                rules.push((capability, Rule { own, defaults: shared }));
            }
        }
        Grants::new(package.held, rules)
    }
}
