//! Forms of earlier versions: read, normalised and reported.

use super::at::At;
use super::json::Json;
use super::layer::Layer;
use super::reader::Reader;
use crate::engine::r#match::Rules;

/// `sentinel.allow` and `packages` of a grants file: `{package: [capabilities]}`.
pub(super) fn packages(reader: &mut Reader<'_>, value: &Json, at: &At<'_>, rules: Rules, layer: &mut Layer) {
    reader.warn(at, "is the form of an earlier version; write `server.packages[name].capabilities`");
    for (name, list) in reader.object(value, at, "an object of packages and their capabilities") {
        let at = at.field(name);
        if reader.package_name(name, &at) {
            let package = layer.packages.entry(name.clone()).or_default();
            reader.capabilities(list, &at, rules, package);
        }
    }
}

/// `nodeTypes` of a grants file: `{type: {capability: [packages]}}`.
pub(super) fn node_types(reader: &mut Reader<'_>, value: &Json, at: &At<'_>, layer: &mut Layer) {
    reader.warn(at, "is the form of an earlier version; write `server.types`");
    for (node_type, rules) in reader.object(value, at, "an object of node types") {
        let at = at.field(node_type);
        for (name, packages) in reader.object(rules, &at, "an object of `node:*` capabilities") {
            let at = at.field(name);
            let Some(capabilities) = reader.node_capability(name, &at) else { continue };
            let listed = reader.list(packages, &at, "a list of packages");
            for capability in capabilities {
                layer.types.entry(node_type.clone()).or_default().entry(*capability).or_default();
            }
            for (index, item) in listed.iter().enumerate() {
                let at = at.item(index);
                let Some(text) = reader.text(item, &at, "the name of a package") else { continue };
                if !reader.package_name(text, &at) {
                    continue;
                }
                for capability in capabilities {
                    let rules = layer.types.entry(node_type.clone()).or_default();
                    rules.entry(*capability).or_default().packages.insert(text.into());
                }
            }
        }
    }
}

/// `sentinel.networkPolicy.allowlist`: destinations of the editor page.
pub(super) fn network_policy(reader: &mut Reader<'_>, value: &Json, at: &At<'_>, layer: &mut Layer) {
    reader.warn(at, "is the form of an earlier version; write `client.network`");
    for (name, field) in reader.fields(value, at, &["allowlist"]) {
        let found = reader.destinations(field, &at.field(name));
        layer.client.network.get_or_insert_default().extend(found.into_iter().map(|(text, _)| text));
    }
}
