//! What the policy says of one package, written as a policy of its own: for a process that is that package and nothing else.

use super::Policy;
use super::lists::{Entry, Lists};
use crate::engine::Mode;
use serde_json::{Map, Value, json};

impl Policy {
    /// `settings.sentinel` of a process in which there is only the package called `name`.
    #[must_use]
    pub fn only(&self, name: &str) -> Value {
        let package = self.packages.get(name);
        let mut capabilities: Vec<String> = Vec::new();
        let mut config = Map::new();
        if let Some(package) = package {
            for capability in package.capabilities() {
                let parameters = package.parameters.get(&capability);
                // With a parameter the bare name would say more than was granted.
                match parameters {
                    Some(entries) => capabilities
                        .extend(entries.iter().map(|entry| format!("{}:{}", capability.name(), entry.text))),
                    None => capabilities.push(capability.name().to_owned()),
                }
            }
            config = lists(&package.lists);
        }
        let mut server = json!({
            "defaults": { "capabilityConfig": lists(&self.defaults) },
            "packages": { name: { "capabilities": capabilities, "capabilityConfig": config } },
            "strictModules": self.strict_modules,
        });
        if let (Some(outbound), Some(server)) = (&self.outbound, server.as_object_mut()) {
            let texts: Vec<&str> = outbound.iter().map(|(text, _)| text.as_str()).collect();
            server.insert("network".into(), json!({ "allowlist": texts }));
        }
        let mode = match self.mode {
            Mode::Enforce => "enforce",
            Mode::Observe => "observe",
            Mode::ObserveAll => "observe-all",
        };
        json!({ "server": server, "mode": mode })
    }
}

fn lists(lists: &Lists) -> Map<String, Value> {
    let text = |entry: &Entry| Value::from(entry.text.as_str());
    lists
        .iter()
        .filter_map(|(capability, entries)| {
            let key = capability.entry().config?.key;
            Some((capability.name().to_owned(), json!({ key: entries.iter().map(text).collect::<Vec<_>>() })))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Input, Source};
    use super::*;
    use crate::catalogue::Capability;
    use crate::engine::{Decision, Engine, PrincipalId, Resource};

    const SETTINGS: &str = r#"{ "mode": "enforce", "server": {
        "defaults": { "capabilityConfig": { "fs:read": { "allowedPaths": ["/shared"] }, "network:http": { "allowedUrls": ["https://a.example/"] } } },
        "packages": {
            "one": { "capabilities": ["fs:read", "network:http", "events:subscribe:flows:*", "process:env", "node:events"],
                     "capabilityConfig": { "network:http": { "allowedUrls": ["https://b.example/"] }, "process:env:read": { "allowedNames": [] } } },
            "two": { "capabilities": ["all"] } },
        "network": { "allowlist": ["https://a.example/", "b.example"] }, "strictModules": true } }"#;

    fn parse(text: &str) -> Policy {
        let settings = Some(Source { file: "settings.js", bytes: text.as_bytes() });
        Policy::parse(&Input { settings, ..Input::default() }).unwrap()
    }

    #[test]
    fn a_slice_is_a_policy_that_says_the_same_of_this_package_and_nothing_of_others() {
        let whole = parse(SETTINGS);
        let slice = parse(&whole.only("one").to_string());
        assert_eq!(slice.only("one"), whole.only("one"));
        assert_eq!(slice.packages().len(), 1);
        let held = |policy: &Policy| policy.packages()["one"].capabilities().collect::<Vec<_>>();
        assert_eq!(held(&slice), held(&whole));
        assert!(slice.strict_modules() && slice.outbound.as_ref().is_some_and(|list| list.len() == 2));
        assert_eq!(whole.only("three")["server"]["packages"]["three"]["capabilities"], json!([]));
        assert!(parse(&whole.only("two").to_string()).holders_of_all().eq(["two"]));
    }

    #[test]
    fn lists_decide_as_they_did() {
        let whole = parse(SETTINGS);
        let slice = parse(&whole.only("one").to_string());
        for policy in [&whole, &slice] {
            let mut engine = Engine::default();
            engine.install(policy.compile(&|_| None));
            let one: PrincipalId = engine.principal("one");
            let named = |capability, name| {
                matches!(
                    engine.decide(one, capability, &Resource::described(capability, Some(name))),
                    Decision::Allowed(_)
                )
            };
            assert!(!named(Capability::ProcessEnvRead, "HOME"), "an empty list allows nothing");
            assert!(named(Capability::EventsSubscribe, "flows:started"));
            assert!(!named(Capability::EventsSubscribe, "other"));
        }
    }
}
