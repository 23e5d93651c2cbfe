//! schema/policy.schema.json: the canonical policy for editors that check JSON while it is typed.

use nrg_sentinel::catalogue::{ALL, Parameter, names};
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

pub fn render() -> String {
    let mut out = String::new();
    write(&mut out, &schema(), 0);
    out.push('\n');
    out
}

fn closed(properties: Value) -> Value {
    json!({ "type": "object", "additionalProperties": false, "properties": properties })
}

fn by_name(values: Value) -> Value {
    json!({ "type": "object", "additionalProperties": values })
}

fn texts() -> Value {
    json!({ "type": "array", "items": { "type": "string" } })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}

/// The modes of message provenance.
const MODES: [&str; 3] = ["enforce", "detect", "off"];

fn schema() -> Value {
    let plain: Vec<&str> = names()
        .filter(|n| !ALL.iter().any(|c| c.name() == *n && c.entry().parameter == Parameter::Required))
        .collect();
    let with_parameter: Vec<&str> =
        ALL.iter().filter(|c| c.entry().parameter != Parameter::No).map(|c| c.name()).collect();
    let node: Vec<&str> = names().filter(|n| n.starts_with("node:")).collect();
    let mut config = Map::new();
    for c in ALL {
        let Some(list) = c.entry().config else { continue };
        let item = if list.key == "allowedPorts" {
            json!({ "type": ["string", "integer"] })
        } else {
            json!({ "type": "string" })
        };
        let entries = json!({ "type": "array", "description": list.entries, "items": item });
        config.insert(c.name().to_owned(), closed(json!({ (list.key): entries })));
    }
    let rule = closed(json!({ "packages": texts(), "types": texts() }));
    let rules = json!({ "type": "object", "propertyNames": { "enum": node }, "additionalProperties": rule });
    let server = closed(json!({
        "defaults": closed(json!({ "capabilityConfig": reference("capabilityConfig") })),
        "packages": by_name(reference("package")),
        "types": by_name(rules),
        "network": closed(json!({ "allowlist": texts() })),
        "provenance": { "anyOf": [
            { "enum": MODES },
            closed(json!({ "mode": { "enum": MODES }, "trace": { "type": "boolean" } }))
        ] },
        "strictModules": { "type": "boolean" }
    }));
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$comment": super::NOTICE,
        "title": "NRG Sentinel: the grants file, and (definitions/sentinel) the sentinel section of settings.js",
        "type": "object",
        "additionalProperties": false,
        "properties": { "server": reference("server"), "client": reference("client") },
        "definitions": {
            "capability": { "anyOf": [
                { "enum": plain },
                { "type": "string", "pattern": format!("^({}):.+$", with_parameter.join("|")) }
            ] },
            "capabilityConfig": closed(Value::Object(config)),
            "package": closed(json!({
                "capabilities": { "type": "array", "items": reference("capability") },
                "capabilityConfig": reference("capabilityConfig")
            })),
            "server": server,
            "client": closed(json!({ "network": closed(json!({ "allowlist": texts() })), "csp": by_name(texts()) })),
            "sentinel": closed(json!({
                "server": reference("server"),
                "client": reference("client"),
                "deployments": closed(json!({ "approval": { "enum": ["off", "non-admin", "all"] } })),
                "mode": { "enum": ["enforce", "observe", "observe-all"] },
                "license": { "type": "string" }
            }))
        }
    })
}

/// JSON with sorted keys, whatever order the map type keeps in this build.
fn write(out: &mut String, value: &Value, depth: usize) {
    let indent = "  ".repeat(depth + 1);
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            let mut keys: Vec<&String> = fields.keys().collect();
            keys.sort();
            out.push_str("{\n");
            for (at, key) in keys.iter().enumerate() {
                let _ = write!(out, "{indent}{}: ", Value::from(key.as_str()));
                write(out, fields.get(key.as_str()).unwrap_or(&Value::Null), depth + 1);
                out.push_str(if at + 1 < keys.len() { ",\n" } else { "\n" });
            }
            let _ = write!(out, "{}}}", "  ".repeat(depth));
        }
        Value::Array(items) if items.iter().any(|i| i.is_object()) || items.len() > 6 => {
            out.push_str("[\n");
            for (at, item) in items.iter().enumerate() {
                out.push_str(&indent);
                write(out, item, depth + 1);
                out.push_str(if at + 1 < items.len() { ",\n" } else { "\n" });
            }
            let _ = write!(out, "{}]", "  ".repeat(depth));
        }
        Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::String(_)
        | Value::Array(_)
        | Value::Object(_) => {
            let _ = write!(out, "{value}");
        }
    }
}
