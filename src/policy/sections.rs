//! The sections of the canonical form: `server` and `client`.

use super::at::At;
use super::json::Json;
use super::layer::{Layer, Types};
use super::lists::{Entry, Pattern};
use super::reader::Reader;
use super::{Client, Package, Provenance};
use crate::catalogue::{Capability, IMPLIED};
use crate::engine::r#match::Rules;
use crate::engine::network::OutboundPattern;
use std::collections::BTreeMap;

const SERVER: &[&str] = &["defaults", "packages", "types", "network", "provenance", "strictModules"];
const PROVENANCE: [(&str, Provenance); 3] =
    [("enforce", Provenance::Enforce), ("detect", Provenance::Detect), ("off", Provenance::Off)];
const DESTINATION: &str =
    "a URL such as `https://api.example.com/`, `host:port`, `*.domain:*` or a CIDR block";

impl Reader<'_> {
    pub(super) fn server(&mut self, value: &Json, at: &At<'_>, rules: Rules, layer: &mut Layer) {
        for (name, field) in self.fields(value, at, SERVER) {
            let at = at.field(name);
            match name {
                "defaults" => {
                    for (name, field) in self.fields(field, &at, &["capabilityConfig"]) {
                        layer.defaults = self.capability_config(field, &at.field(name), rules);
                    }
                }
                "packages" => {
                    for (name, field) in self.object(field, &at, "an object of packages") {
                        let at = at.field(name);
                        if self.package_name(name, &at) {
                            let package = self.package(field, &at, rules);
                            // A form of an earlier version in the same file may have named it already [P1].
                            layer.packages.entry(name.clone()).or_default().unite(package);
                        }
                    }
                }
                "types" => self.types(field, &at, &mut layer.types),
                "network" => {
                    for (name, field) in self.fields(field, &at, &["allowlist"]) {
                        layer.outbound = Some(self.destinations(field, &at.field(name)));
                    }
                }
                "provenance" => self.provenance(field, &at, layer),
                // `strictModules`: the only other name that `SERVER` lets through.
                _ => layer.strict_modules = self.switch(field, &at).unwrap_or_default(),
            }
        }
    }

    /// A mode, or an object with a mode and whether deliveries are written down.
    fn provenance(&mut self, value: &Json, at: &At<'_>, layer: &mut Layer) {
        let Json::Object(_) = value else {
            layer.provenance = self.choice(value, at, &PROVENANCE);
            return;
        };
        for (name, field) in self.fields(value, at, &["mode", "trace"]) {
            let at = at.field(name);
            if name == "mode" {
                layer.provenance = self.choice(field, &at, &PROVENANCE);
            } else {
                layer.trace = self.switch(field, &at);
            }
        }
    }

    fn switch(&mut self, value: &Json, at: &At<'_>) -> Option<bool> {
        match value {
            Json::Bool(value) => Some(*value),
            Json::Null | Json::Number(_) | Json::Text(_) | Json::List(_) | Json::Object(_) => {
                self.wrong(at, value.describe(), "true or false");
                None
            }
        }
    }

    /// Whether `name` can be the name of a principal.
    pub(super) fn package_name(&mut self, name: &str, at: &At<'_>) -> bool {
        const ACCEPTED: &str =
            "the name of an npm package, a path such as `./nodes/x.js`, or `<function-node>`";
        if matches!(name, "unknown" | "core") {
            self.wrong(
                at,
                format!("`{name}`"),
                "a package; code that cannot be attributed is granted nothing, core needs nothing",
            );
            return false;
        }
        let path = name.starts_with("./")
            || name.starts_with('/')
            || name.get(1..3) == Some(":\\")
            || name.get(1..3) == Some(":/");
        let bare = name.strip_prefix('@').map_or(Some(name), |scoped| {
            let (scope, bare) = scoped.split_once('/')?;
            is_plain(scope).then_some(bare)
        });
        let sound = name == "<function-node>"
            || (path && name.len() <= 4096 && !name.contains(char::is_control))
            || (name.len() <= 214 && bare.is_some_and(is_plain));
        if !sound {
            self.wrong(at, format!("`{name}`"), ACCEPTED);
        }
        sound
    }

    fn package(&mut self, value: &Json, at: &At<'_>, rules: Rules) -> Package {
        let mut package = Package::default();
        for (name, field) in self.fields(value, at, &["capabilities", "capabilityConfig"]) {
            let at = at.field(name);
            if name == "capabilities" {
                self.capabilities(field, &at, rules, &mut package);
            } else {
                package.lists = self.capability_config(field, &at, rules);
            }
        }
        package
    }

    /// A `capabilities` list, or a legacy list of capabilities.
    pub(super) fn capabilities(&mut self, value: &Json, at: &At<'_>, rules: Rules, package: &mut Package) {
        for (index, item) in self.list(value, at, "a list of capabilities").iter().enumerate() {
            let at = at.item(index);
            let Some(text) = self.text(item, &at, "the name of a capability") else { continue };
            let Some(found) = self.capability(text, &at) else { continue };
            for capability in found.capabilities {
                package.held |= capability.bit();
                for (_, implied) in IMPLIED.iter().filter(|(holder, _)| holder == capability) {
                    package.held |= implied.bit();
                }
                let Some(parameter) = found.parameter else { continue };
                match Pattern::parse(capability.entry().resource, parameter, rules) {
                    Ok(pattern) => {
                        let entry = Entry { text: parameter.to_owned(), pattern };
                        package.parameters.entry(*capability).or_default().push(entry);
                    }
                    Err(error) => self.wrong(&at, error.to_string(), "a name or glob after the capability"),
                }
            }
        }
    }

    fn types(&mut self, value: &Json, at: &At<'_>, out: &mut Types) {
        for (node_type, rules) in self.object(value, at, "an object of node types") {
            let at = at.field(node_type);
            for (name, rule) in self.object(rules, &at, "an object of `node:*` capabilities") {
                let at = at.field(name);
                let Some(capabilities) = self.node_capability(name, &at) else { continue };
                let fields = self.fields(rule, &at, &["packages", "types"]);
                for capability in capabilities {
                    out.entry(node_type.clone()).or_default().entry(*capability).or_default();
                }
                for (field, names) in fields {
                    let at = at.field(field);
                    for (index, item) in self.list(names, &at, "a list of names").iter().enumerate() {
                        let Some(text) = self.text(item, &at.item(index), "a name") else { continue };
                        if field == "packages" && !self.package_name(text, &at.item(index)) {
                            continue;
                        }
                        for capability in capabilities {
                            let rule =
                                out.entry(node_type.clone()).or_default().entry(*capability).or_default();
                            let set = if field == "packages" { &mut rule.packages } else { &mut rule.types };
                            set.insert(text.into());
                        }
                    }
                }
            }
        }
    }

    /// A capability that is about nodes.
    pub(super) fn node_capability(&mut self, name: &str, at: &At<'_>) -> Option<&'static [Capability]> {
        let found = self.capability(name, at)?;
        if found.parameter.is_none() && found.capabilities.iter().all(|c| c.name().starts_with("node:")) {
            return Some(found.capabilities);
        }
        self.wrong(at, format!("`{name}`"), "one of the `node:*` capabilities");
        None
    }

    /// A list of destinations, as written and as read.
    pub(super) fn destinations(&mut self, value: &Json, at: &At<'_>) -> Vec<(String, OutboundPattern)> {
        let mut out = Vec::new();
        for (index, item) in self.list(value, at, format_args!("a list of: {DESTINATION}")).iter().enumerate()
        {
            let at = at.item(index);
            let Some(text) = self.text(item, &at, DESTINATION) else { continue };
            match OutboundPattern::parse(text) {
                Ok(pattern) => out.push((text.to_owned(), pattern)),
                Err(error) => self.wrong(&at, error.to_string(), DESTINATION),
            }
        }
        out
    }

    pub(super) fn client(&mut self, value: &Json, at: &At<'_>, out: &mut Client) {
        for (name, field) in self.fields(value, at, &["network", "csp"]) {
            let at = at.field(name);
            if name == "network" {
                for (name, field) in self.fields(field, &at, &["allowlist"]) {
                    let found = self.destinations(field, &at.field(name));
                    out.network.get_or_insert_default().extend(found.into_iter().map(|(text, _)| text));
                }
            } else {
                self.csp(field, &at, &mut out.csp);
            }
        }
    }

    fn csp(&mut self, value: &Json, at: &At<'_>, out: &mut BTreeMap<String, Vec<String>>) {
        for (directive, sources) in self.object(value, at, "an object of CSP directives") {
            let at = at.field(directive);
            if directive.is_empty() || !directive.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') {
                self.wrong(&at, format!("`{directive}`"), "a CSP directive such as `img-src`");
                continue;
            }
            for (index, item) in self.list(sources, &at, "a list of CSP sources").iter().enumerate() {
                let at = at.item(index);
                let Some(text) = self.text(item, &at, "a CSP source such as `'self'`") else { continue };
                // The text becomes part of a header: it must not end the directive or the header.
                if text.is_empty() || !text.bytes().all(|b| b.is_ascii_graphic() && b != b';' && b != b',') {
                    self.wrong(&at, format!("`{text}`"), "one CSP source, without spaces, `;` and `,`");
                } else {
                    out.entry(directive.clone()).or_default().push(text.to_owned());
                }
            }
        }
    }
}

fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with('.')
        && name.bytes().all(|b| {
            b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~' | b'!' | b'\'' | b'(' | b')')
        })
}
