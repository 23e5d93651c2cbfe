//! What a `package.json` says, read carefully: the file may be a package author's weapon.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::{Map, Value};

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
        let Value::Object(all) = serde_json::from_slice(bytes).ok()? else { return None };
        let optional_peers = match all.get("peerDependenciesMeta") {
            Some(Value::Object(meta)) => meta
                .iter()
                .filter(|(_, about)| about.get("optional") == Some(&Value::Bool(true)))
                .map(|(name, _)| name.clone())
                .collect(),
            _ => BTreeSet::new(),
        };
        Some(Self {
            name: all.get("name").and_then(Value::as_str).map(str::to_owned),
            dependencies: names(&all, "dependencies"),
            optional: names(&all, "optionalDependencies"),
            peers: names(&all, "peerDependencies"),
            optional_peers,
            is_palette: all.get("node-red").is_some_and(Value::is_object),
        })
    }

    /// Whether the package says that it needs `name` at run time.
    #[must_use]
    pub fn declares(&self, name: &str) -> bool {
        [&self.dependencies, &self.optional, &self.peers].iter().any(|list| list.contains_key(name))
    }
}

fn names(all: &Map<String, Value>, key: &str) -> BTreeMap<String, String> {
    match all.get(key) {
        Some(Value::Object(list)) => list
            .iter()
            .map(|(name, range)| (name.clone(), range.as_str().unwrap_or_default().to_owned()))
            .collect(),
        _ => BTreeMap::new(),
    }
}
