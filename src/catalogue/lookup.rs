//! What a written name stands for.

use super::{ALL, Capability, LEGACY, Parameter, SHORTHANDS};
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a name in a `capabilities` list stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meaning<'a> {
    /// The capabilities it grants.
    pub capabilities: &'static [Capability],
    /// The entry after the name: `events:subscribe:<entry>`, `module:load:<entry>`.
    pub parameter: Option<&'a str>,
    /// The name belongs to an earlier version.
    pub legacy: bool,
}

/// Why a name in a `capabilities` list means nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unknown {
    /// No such capability.
    Name,
    /// The capability is granted only with a parameter, as in `module:load:lodash`.
    NeedsParameter,
}

static BY_NAME: LazyLock<HashMap<&'static str, (&'static [Capability], bool)>> = LazyLock::new(|| {
    let one = ALL.iter().map(|c| (c.name(), (std::slice::from_ref(c), false)));
    let many = SHORTHANDS.iter().map(|(name, caps)| (*name, (*caps, false)));
    let old = LEGACY.iter().map(|(name, caps)| (*name, (*caps, true)));
    one.chain(many).chain(old).collect()
});

/// What `name` grants: a capability, a shorthand, a legacy name, or one of these with a parameter.
///
/// # Errors
/// When the name is not known, or lacks the parameter it needs.
pub fn meaning(name: &str) -> Result<Meaning<'_>, Unknown> {
    if let Some((capabilities, legacy)) = BY_NAME.get(name) {
        if capabilities.iter().any(|c| c.entry().parameter == Parameter::Required) {
            return Err(Unknown::NeedsParameter);
        }
        return Ok(Meaning { capabilities, parameter: None, legacy: *legacy });
    }
    // The parameter may itself contain colons (`events:subscribe:flows:started`): the longest name wins.
    for (at, _) in name.rmatch_indices(':') {
        let (Some(head), Some(rest)) = (name.get(..at), name.get(at + 1..)) else { continue };
        let Some((capabilities, legacy)) = BY_NAME.get(head) else { continue };
        let takes = capabilities.iter().all(|c| c.entry().parameter != Parameter::No);
        if takes && !rest.is_empty() {
            return Ok(Meaning { capabilities, parameter: Some(rest), legacy: *legacy });
        }
        return Err(if takes { Unknown::NeedsParameter } else { Unknown::Name });
    }
    Err(Unknown::Name)
}

/// Every name that may be written today, for suggestions and generated lists.
pub fn names() -> impl Iterator<Item = &'static str> + Clone {
    ALL.iter().map(|c| c.name()).chain(SHORTHANDS.iter().map(|(name, _)| *name))
}
