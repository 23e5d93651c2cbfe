//! Access to nodes: own, of another package, and what a node type lists [P3].

use super::decision::{Allowed, Decision, Refusal};
use super::principal::PrincipalId;
use super::{Engine, Table};
use crate::catalogue::Capability;
use std::collections::HashSet;

/// Who may use one capability on nodes of one type.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypeRule {
    /// Packages.
    pub packages: HashSet<Box<str>>,
    /// Node types: nodes of these types may, whichever package they belong to.
    pub types: HashSet<Box<str>>,
}

/// The node acted on, and how the caller came by it.
#[derive(Debug, Clone, Copy)]
pub struct NodeTarget<'a> {
    /// The package that registered the node's type.
    pub owner: PrincipalId,
    /// The node's type.
    pub node_type: &'a str,
    /// The type of the node that is calling, if a node is.
    pub caller_type: Option<&'a str>,
    /// The reference is the `this` of the caller's own constructor.
    pub own_this: bool,
}

impl Table {
    fn type_rule(&self, node_type: &str, capability: Capability) -> Option<&TypeRule> {
        self.types.get(node_type)?.iter().find(|(own, _)| *own == capability).map(|(_, rule)| rule)
    }
}

impl Engine {
    /// May `who` use `capability` (one of `node:*`) on this node?
    pub fn decide_node(&self, who: PrincipalId, capability: Capability, target: &NodeTarget<'_>) -> Decision {
        self.in_mode(capability, self.judge_node(who, capability, target))
    }

    fn judge_node(
        &self,
        who: PrincipalId,
        capability: Capability,
        target: &NodeTarget<'_>,
    ) -> Result<Allowed, Refusal> {
        if who == PrincipalId::CORE {
            return Ok(Allowed::Core);
        }
        if who == PrincipalId::UNKNOWN {
            return Err(Refusal::UnknownCaller);
        }
        let held = self.grants(who).is_some_and(|grants| grants.holds(capability));
        let credentials = is_credentials(capability);
        if target.owner == who {
            if credentials && !target.own_this && !held {
                return Err(Refusal::NotGranted);
            }
            return Ok(Allowed::OwnNode);
        }
        if let Some(rule) = self.table().type_rule(target.node_type, capability) {
            let listed = rule.packages.contains(self.principal_name(who))
                || target.caller_type.is_some_and(|own| rule.types.contains(own));
            return if listed { Ok(Allowed::ListedForType) } else { Err(Refusal::NotListedForType) };
        }
        let everything = self.grants(who).is_some_and(|grants| grants.holds(Capability::All));
        if credentials && !everything {
            return Err(Refusal::ForeignCredentials);
        }
        if held { Ok(Allowed::Granted) } else { Err(Refusal::NotGranted) }
    }
}

const fn is_credentials(capability: Capability) -> bool {
    matches!(
        capability,
        Capability::NodeCredentialsRead
            | Capability::NodeCredentialsWrite
            | Capability::NodeCredentialsDelete
    )
}

#[cfg(test)]
mod tests {
    use super::super::Grants;
    use super::*;
    use std::sync::Arc;

    const CRED: Capability = Capability::NodeCredentialsRead;

    fn engine(
        held: &[Capability],
        rule: Option<(&str, &[&str], &[&str])>,
    ) -> (Engine, PrincipalId, PrincipalId) {
        let mut engine = Engine::default();
        let mut table = Table::default();
        let bits = held.iter().fold(0, |set, c| set | c.bit());
        table.packages.insert("caller".into(), Arc::new(Grants::new(bits, vec![])));
        if let Some((node_type, packages, types)) = rule {
            let set = |names: &[&str]| names.iter().map(|n| Box::from(*n)).collect();
            table.types.insert(
                node_type.into(),
                vec![(CRED, TypeRule { packages: set(packages), types: set(types) })],
            );
        }
        engine.install(table);
        let (caller, owner) = (engine.principal("caller"), engine.principal("owner"));
        (engine, caller, owner)
    }

    fn target(owner: PrincipalId) -> NodeTarget<'static> {
        NodeTarget { owner, node_type: "broker", caller_type: Some("client"), own_this: false }
    }

    #[test]
    fn credentials_of_another_package_need_the_types_list_and_a_grant_is_not_enough() {
        let (engine, caller, owner) = engine(&[CRED], None);
        assert_eq!(
            engine.decide_node(caller, CRED, &target(owner)),
            Decision::Refused(Refusal::ForeignCredentials)
        );
    }

    #[test]
    fn being_listed_is_enough_by_package_or_by_node_type() {
        for rule in [("broker", &["caller"][..], &[][..]), ("broker", &[], &["client"])] {
            let (engine, caller, owner) = engine(&[], Some(rule));
            assert_eq!(
                engine.decide_node(caller, CRED, &target(owner)),
                Decision::Allowed(Allowed::ListedForType)
            );
        }
    }

    #[test]
    fn a_list_that_names_others_refuses_even_a_caller_that_holds_everything() {
        let (engine, caller, owner) = engine(&[Capability::All], Some(("broker", &["someone"], &["else"])));
        assert_eq!(
            engine.decide_node(caller, CRED, &target(owner)),
            Decision::Refused(Refusal::NotListedForType)
        );
    }

    #[test]
    fn other_capabilities_need_the_callers_grant() {
        let (without, caller, owner) = engine(&[], None);
        assert_eq!(
            without.decide_node(caller, Capability::NodeRead, &target(owner)),
            Decision::Refused(Refusal::NotGranted)
        );
        let (with, caller, owner) = engine(&[Capability::NodeRead], None);
        assert_eq!(
            with.decide_node(caller, Capability::NodeRead, &target(owner)),
            Decision::Allowed(Allowed::Granted)
        );
    }

    #[test]
    fn own_nodes_need_no_grant_except_for_credentials_through_a_foreign_reference() {
        let (engine, caller, _) = engine(&[], None);
        let own = target(caller);
        assert_eq!(
            engine.decide_node(caller, Capability::NodeWrite, &own),
            Decision::Allowed(Allowed::OwnNode)
        );
        assert_eq!(engine.decide_node(caller, CRED, &own), Decision::Refused(Refusal::NotGranted));
        let this = NodeTarget { own_this: true, ..own };
        assert_eq!(engine.decide_node(caller, CRED, &this), Decision::Allowed(Allowed::OwnNode));
    }

    #[test]
    fn core_passes_and_unknown_never_does() {
        let (engine, _, owner) = engine(&[], Some(("broker", &["unknown"], &["client"])));
        assert_eq!(
            engine.decide_node(PrincipalId::CORE, CRED, &target(owner)),
            Decision::Allowed(Allowed::Core)
        );
        let refused = Decision::Refused(Refusal::UnknownCaller);
        assert_eq!(engine.decide_node(PrincipalId::UNKNOWN, CRED, &target(owner)), refused);
        assert_eq!(engine.decide_node(PrincipalId::UNKNOWN, CRED, &target(PrincipalId::UNKNOWN)), refused);
    }
}
