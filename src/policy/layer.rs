//! What one text says, before the texts are merged; `text.rs` reads it.

use super::lists::Lists;
use super::{Approval, Client, Package, Provenance};
use crate::catalogue::Capability;
use crate::engine::network::OutboundPattern;
use crate::engine::{Mode, TypeRule};
use std::collections::BTreeMap;

/// Rules of node types as written: by type, by capability.
pub(super) type Types = BTreeMap<String, BTreeMap<Capability, TypeRule>>;

#[derive(Debug, Clone, Default)]
pub(super) struct Layer {
    pub(super) defaults: Lists,
    pub(super) packages: BTreeMap<String, Package>,
    pub(super) types: Types,
    pub(super) outbound: Option<Vec<(String, OutboundPattern)>>,
    pub(super) provenance: Option<Provenance>,
    pub(super) trace: Option<bool>,
    pub(super) strict_modules: bool,
    pub(super) client: Client,
    pub(super) approval: Option<Approval>,
    pub(super) mode: Option<Mode>,
    pub(super) license: Option<String>,
    pub(super) warnings: Vec<String>,
}

/// Which kind of text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `settings.sentinel`.
    Settings,
    /// A grants file, of today or of an earlier version.
    Grants,
}
