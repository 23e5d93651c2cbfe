//! What is acted on.

use crate::catalogue::{Capability, ResourceKind};

/// How much of the tree below a path an operation touches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathScope {
    /// The file or directory itself.
    Itself,
    /// Everything below as well (recursive removal, rename of a directory, copy over a tree).
    Tree,
    /// Whatever lies there or below: is any of it meant?
    Part,
    /// The file or directory itself, or that it is there where it is a directory on the way to what is listed.
    Above,
}

/// The resource of one call. Text is judged as it stands: resolve paths before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resource<'a> {
    /// None was given.
    Nothing,
    /// An absolute path without `.` and `..`, symlinks resolved, `/` between segments.
    Path {
        /// The path that will be opened.
        path: &'a str,
        /// How far the operation reaches.
        scope: PathScope,
    },
    /// A URL as given; it is parsed here.
    Url(&'a str),
    /// `host:port`, `[v6]:port` or `unix:/path`.
    Host(&'a str),
    /// A host name or address.
    DnsName(&'a str),
    /// `port`, `host:port` or `unix:/path`.
    Listen(&'a str),
    /// A variable name.
    EnvName(&'a str),
    /// An event name.
    Event(&'a str),
    /// A SHA-256 in hexadecimal.
    Sha256(&'a str),
    /// A command in its canonical form, before it is hashed.
    Command(&'a str),
    /// A route prefix or path.
    Route(&'a str),
    /// A module name.
    Module(&'a str),
}

/// Where a connection or a lookup goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Destination<'a> {
    /// A URL.
    Url(&'a str),
    /// A host and a port.
    Host(&'a str),
    /// A name that is looked up.
    Name(&'a str),
}

impl<'a> Resource<'a> {
    /// Where it goes, for what leaves this process.
    #[must_use]
    pub const fn destination(&self) -> Option<Destination<'a>> {
        match self {
            Self::Url(text) => Some(Destination::Url(text)),
            Self::Host(text) => Some(Destination::Host(text)),
            Self::DnsName(text) => Some(Destination::Name(text)),
            Self::Nothing
            | Self::Path { .. }
            | Self::Listen(_)
            | Self::EnvName(_)
            | Self::Event(_)
            | Self::Sha256(_)
            | Self::Command(_)
            | Self::Route(_)
            | Self::Module(_) => None,
        }
    }

    /// The resource of a refusal, from the text people are shown. It differs from [`Self::of`] where the text is
    /// hashed: taken for a hash, a command that looks like one would suggest granting another command.
    #[must_use]
    pub fn described(capability: Capability, text: Option<&'a str>) -> Self {
        match (capability.entry().resource, text) {
            (ResourceKind::Command, Some(text)) => Self::Command(text),
            // Addons are described as `hash path`.
            (ResourceKind::FileHash | ResourceKind::ModuleHash, Some(text)) => {
                Self::Sha256(text.split(' ').next().unwrap_or(text))
            }
            (_, text) => Self::of(capability, text),
        }
    }

    /// The resource of `capability` from the text a guard hands over; the kind comes from the catalogue.
    #[must_use]
    pub fn of(capability: Capability, text: Option<&'a str>) -> Self {
        let Some(text) = text else { return Self::Nothing };
        match capability.entry().resource {
            ResourceKind::Nothing => Self::Nothing,
            ResourceKind::Path => Self::Path { path: text, scope: PathScope::Itself },
            ResourceKind::Url => Self::Url(text),
            ResourceKind::Host => Self::Host(text),
            ResourceKind::DnsName => Self::DnsName(text),
            ResourceKind::Listen => Self::Listen(text),
            ResourceKind::EnvName => Self::EnvName(text),
            ResourceKind::Event => Self::Event(text),
            ResourceKind::Command | ResourceKind::FileHash | ResourceKind::ModuleHash => Self::Sha256(text),
            ResourceKind::Route => Self::Route(text),
            ResourceKind::Module => Self::Module(text),
        }
    }
}
