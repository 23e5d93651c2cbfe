//! What the engine answers.

use std::fmt;

/// The answer to one question. Deliberately not a `bool`: every use says what it does with each case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use = "a decision that is not looked at protects nothing"]
pub enum Decision {
    /// Go on.
    Allowed(Allowed),
    /// Would be refused, but the policy only observes: record it and go on [P6].
    Observed(Refusal),
    /// Stop.
    Refused(Refusal),
}

/// Why a call may pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allowed {
    /// Node-RED core, Node, the settings file or Sentinel.
    Core,
    /// The principal holds the capability, and the resource is on its list or the list is absent.
    Granted,
    /// The node type lists this package or node type [P3].
    ListedForType,
    /// The package's own node.
    OwnNode,
}

/// Why a call is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The caller cannot be told.
    UnknownCaller,
    /// The principal does not hold the capability.
    NotGranted,
    /// It holds the capability, but not for this resource.
    NotListed,
    /// Sentinel, settings, grants, flows or credentials: never writable [C1].
    Protected,
    /// Inside a `node_modules` directory: never writable [C1].
    NodeModules,
    /// Node-RED's own admin port, which must be named explicitly [C5].
    AdminPort,
    /// Not in `server.network.allowlist` [C6].
    OutsideNetwork,
    /// Credentials of another package's node whose type lists nobody [P3].
    ForeignCredentials,
    /// The node type has a list for this capability, and the caller is not on it [P3].
    NotListedForType,
    /// The resource cannot be read as what it should be (a path that is not absolute, a URL that does not parse).
    Malformed,
}

impl Refusal {
    /// Whether some grant for the package could allow the call.
    #[must_use]
    pub const fn has_remedy(self) -> bool {
        match self {
            Self::NotGranted
            | Self::NotListed
            | Self::AdminPort
            | Self::OutsideNetwork
            | Self::ForeignCredentials
            | Self::NotListedForType => true,
            Self::UnknownCaller | Self::Protected | Self::NodeModules | Self::Malformed => false,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnknownCaller => "the calling package cannot be told",
            Self::NotGranted => "the capability is not granted",
            Self::NotListed => "the capability is granted, but not for this resource",
            Self::Protected => {
                "files of Sentinel, settings, grants, flows, credentials and processes are out of reach"
            }
            Self::NodeModules => "nothing inside node_modules is ever writable",
            Self::AdminPort => "the admin port of Node-RED must be named explicitly",
            Self::OutsideNetwork => "the destination is not in server.network.allowlist",
            Self::ForeignCredentials => {
                "credentials of another package's node are shared only by its type's list"
            }
            Self::NotListedForType => "the list of this node type does not name the caller",
            Self::Malformed => "the resource cannot be read",
        })
    }
}
