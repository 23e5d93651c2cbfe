//! Who acts: names turned into small numbers, once.

use std::collections::HashMap;

/// The number of a principal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PrincipalId(pub u32);

impl PrincipalId {
    /// Node-RED core, Node, the operator's settings file, Sentinel: always allowed.
    pub const CORE: Self = Self(0);
    /// Code that cannot be attributed: never allowed.
    pub const UNKNOWN: Self = Self(1);
    /// Code written by a flow author in a function node.
    pub const FUNCTION_NODE: Self = Self(2);
}

/// Name of [`PrincipalId::FUNCTION_NODE`], as the policy writes it.
pub const FUNCTION_NODE: &str = "<function-node>";

/// The interned names.
///
/// INVARIANT: `core` and `unknown` are not in the name map. A package that calls itself `core` or
/// `unknown` gets a number of its own and never one of the two with a meaning.
#[derive(Debug)]
pub struct Principals {
    names: Vec<Box<str>>,
    ids: HashMap<Box<str>, PrincipalId>,
}

impl Default for Principals {
    fn default() -> Self {
        Self {
            names: vec!["core".into(), "unknown".into(), FUNCTION_NODE.into()],
            ids: HashMap::from([(FUNCTION_NODE.into(), PrincipalId::FUNCTION_NODE)]),
        }
    }
}

impl Principals {
    /// The number of `name`, given out now if it is new. When the numbers run out: [`PrincipalId::UNKNOWN`].
    pub fn intern(&mut self, name: &str) -> PrincipalId {
        if let Some(id) = self.ids.get(name) {
            return *id;
        }
        let Ok(number) = u32::try_from(self.names.len()) else { return PrincipalId::UNKNOWN };
        let id = PrincipalId(number);
        self.names.push(name.into());
        self.ids.insert(name.into(), id);
        id
    }

    /// The number of `name`, if it has one.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<PrincipalId> {
        self.ids.get(name).copied()
    }

    /// The name behind a number; `unknown` for a number never given out.
    #[must_use]
    pub fn name(&self, id: PrincipalId) -> &str {
        let at = usize::try_from(id.0).unwrap_or(usize::MAX);
        self.names.get(at).map_or("unknown", AsRef::as_ref)
    }

    /// How many numbers were given out.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Never: three principals always exist.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_named_like_a_reserved_principal_does_not_become_it() {
        let mut all = Principals::default();
        for name in ["core", "unknown", "<core>", "", "0"] {
            assert!(all.intern(name).0 >= 3, "{name}");
        }
        assert_eq!(all.intern(FUNCTION_NODE), PrincipalId::FUNCTION_NODE);
    }

    #[test]
    fn a_name_keeps_its_number() {
        let mut all = Principals::default();
        let first = all.intern("a");
        let second = all.intern("b");
        assert_ne!(first, second);
        assert_eq!(all.intern("a"), first);
        assert_eq!(all.name(first), "a");
        assert_eq!(all.name(PrincipalId(99)), "unknown");
    }
}
