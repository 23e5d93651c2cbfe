//! What one text says, before the texts are merged.

use super::legacy;
use super::lists::Lists;
use super::reader::{At, Reader};
use super::{Approval, Client, Package, PolicyError, Provenance, Source, json};
use crate::catalogue::Capability;
use crate::engine::r#match::Rules;
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

pub(super) fn read(source: &Source<'_>, kind: Kind, rules: Rules) -> Result<Layer, Vec<PolicyError>> {
    let root = match kind {
        Kind::Settings => "sentinel",
        Kind::Grants => "",
    };
    let value = json::parse(source.file, source.bytes, root)?;
    let (mut reader, mut layer) = (Reader::new(source.file), Layer::default());
    let top = At::root(root);
    // A settings file without a `sentinel` section, or with `sentinel: null`, grants nothing.
    if kind == Kind::Settings && value == json::Json::Null {
        return Ok(layer);
    }
    let known: &[&'static str] = match kind {
        Kind::Settings => &["server", "client", "deployments", "mode", "license", "allow", "networkPolicy"],
        Kind::Grants => &["server", "client", "packages", "nodeTypes"],
    };
    for (name, field) in reader.fields(&value, &top, known) {
        let at = top.field(name);
        match name {
            "server" => reader.server(field, &at, rules, &mut layer),
            "client" => reader.client(field, &at, &mut layer.client),
            "deployments" => {
                for (name, field) in reader.fields(field, &at, &["approval"]) {
                    let words =
                        [("off", Approval::Off), ("non-admin", Approval::NonAdmin), ("all", Approval::All)];
                    layer.approval = reader.choice(field, &at.field(name), &words);
                }
            }
            "mode" => {
                let words = [
                    ("enforce", Mode::Enforce),
                    ("observe", Mode::Observe),
                    ("observe-all", Mode::ObserveAll),
                ];
                layer.mode = reader.choice(field, &at, &words);
            }
            "license" => layer.license = reader.text(field, &at, "a licence token").map(str::to_owned),
            "networkPolicy" => legacy::network_policy(&mut reader, field, &at, &mut layer),
            "nodeTypes" => legacy::node_types(&mut reader, field, &at, &mut layer),
            // `allow` and `packages`: the only other names that `known` lets through.
            _ => legacy::packages(&mut reader, field, &at, rules, &mut layer),
        }
    }
    if !reader.errors.is_empty() {
        return Err(reader.errors);
    }
    layer.warnings.append(&mut reader.warnings);
    Ok(layer)
}
