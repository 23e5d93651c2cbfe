//! What a `package.json` says, read carefully: the file may be a package author's weapon.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use crate::resolve::read_regular;

/// Larger files are not read.
const MAX_SIZE: usize = 4 << 20;

/// The parts of a `package.json` that matter here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manifest {
    /// The name the package gives itself. Never an identity.
    pub name: Option<String>,
    /// `dependencies`, with the range asked for.
    pub dependencies: BTreeMap<String, String>,
    /// `optionalDependencies`.
    pub optional: BTreeMap<String, String>,
    /// `peerDependencies`.
    pub peers: BTreeMap<String, String>,
    /// Peers that may be missing.
    pub optional_peers: BTreeSet<String>,
    /// It has a `node-red` section: a palette package.
    pub is_palette: bool,
}

impl Manifest {
    /// Reads `{dir}/package.json`; `None` when there is none that can be read.
    #[must_use]
    pub fn read(dir: &Path) -> Option<Self> {
        Self::parse(&read_regular(&dir.join("package.json"), MAX_SIZE).ok()?)
    }

    /// From the bytes of the file.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        // A derived reader would take an array for the fields in their order.
        if bytes.iter().find(|byte| !byte.is_ascii_whitespace()) != Some(&b'{') {
            return None;
        }
        let all: Fields = serde_json::from_slice(bytes).ok()?;
        let optional_peers = match all.peers_meta {
            Value::Object(meta) => meta
                .into_iter()
                .filter(|(_, about)| about.get("optional") == Some(&Value::Bool(true)))
                .map(|(name, _)| name)
                .collect(),
            _ => BTreeSet::new(),
        };
        Some(Self {
            name: all.name.as_str().map(str::to_owned),
            dependencies: names(all.dependencies),
            optional: names(all.optional),
            peers: names(all.peers),
            optional_peers,
            is_palette: all.node_red.is_object(),
        })
    }

    /// Whether the package says that it needs `name` at run time.
    #[must_use]
    pub fn declares(&self, name: &str) -> bool {
        [&self.dependencies, &self.optional, &self.peers].iter().any(|list| list.contains_key(name))
    }

    /// Whether the package does without `name`, where that is not installed.
    #[must_use]
    pub fn does_without(&self, name: &str) -> bool {
        self.optional.contains_key(name) || self.optional_peers.contains(name)
    }
}

/// The fields looked at, of whatever type; the others are skipped unread. Of a key given twice the last one would
/// count for npm, and two are an error here.
#[derive(Deserialize)]
#[serde(default)]
struct Fields {
    name: Value,
    dependencies: Value,
    #[serde(rename = "optionalDependencies")]
    optional: Value,
    #[serde(rename = "peerDependencies")]
    peers: Value,
    #[serde(rename = "peerDependenciesMeta")]
    peers_meta: Value,
    #[serde(rename = "node-red")]
    node_red: Value,
}

impl Default for Fields {
    fn default() -> Self {
        let none = || Value::Null;
        Self {
            name: none(),
            dependencies: none(),
            optional: none(),
            peers: none(),
            peers_meta: none(),
            node_red: none(),
        }
    }
}

fn names(list: Value) -> BTreeMap<String, String> {
    match list {
        Value::Object(list) => list
            .into_iter()
            .map(|(name, range)| (name, range.as_str().unwrap_or_default().to_owned()))
            .collect(),
        _ => BTreeMap::new(),
    }
}
