//! js/generated/capabilities.js: the ids and what the JavaScript side must know about each.

use nrg_sentinel::catalogue::{ALL, Absent, LEGACY, Parameter, ResourceKind, Risk, SHORTHANDS};
use nrg_sentinel::engine::env::HARMLESS;
use nrg_sentinel::policy::quote;
use std::fmt::Write as _;

pub fn render() -> String {
    let mut out = format!("'use strict';\n// {}\n\n", super::NOTICE);
    out.push_str("const freeze = Object.freeze;\n\n");
    out.push_str("/** Capability name -> id. */\nconst CAP = freeze({\n  __proto__: null,\n");
    for c in ALL {
        let _ = writeln!(out, "  {}: {},", quote(c.name()), c.id());
    }
    out.push_str("});\n\n");
    out.push_str("/** What the capabilities are, by id. `key` is the list in capabilityConfig, null when there is none. */\n");
    out.push_str("const META = freeze([\n");
    for c in ALL {
        let e = c.entry();
        let key = e.config.map_or("null".into(), |l| quote(l.key));
        let absent = e.config.map_or("null".into(), |l| quote(absent(l.absent)));
        let _ = writeln!(
            out,
            "  freeze({{ __proto__: null, name: {}, resource: {}, key: {key}, absent: {absent}, risk: {}, parameter: {}, observable: {}, doc: {} }}),",
            quote(e.name),
            quote(resource(e.resource)),
            quote(risk(e.risk)),
            quote(parameter(e.parameter)),
            e.observable,
            quote(e.doc)
        );
    }
    out.push_str("]);\n\n");
    for (title, name, table) in [("Shorthand", "SHORTHANDS", SHORTHANDS), ("Legacy name", "LEGACY", LEGACY)] {
        let _ = writeln!(
            out,
            "/** {title} -> the capabilities it stands for. */\nconst {name} = freeze({{\n  __proto__: null,"
        );
        for (short, caps) in table {
            let list: Vec<String> = caps.iter().map(|c| quote(c.name())).collect();
            let _ = writeln!(out, "  {}: freeze([{}]),", quote(short), list.join(", "));
        }
        out.push_str("});\n\n");
    }
    out.push_str("/** Environment variables every package may read. */\nconst HARMLESS_ENV = freeze([\n");
    for name in HARMLESS {
        let _ = writeln!(out, "  {},", quote(name));
    }
    out.push_str(
        "]);\n\nmodule.exports = freeze({ __proto__: null, CAP, META, SHORTHANDS, LEGACY, HARMLESS_ENV });\n",
    );
    out
}

pub const fn absent(absent: Absent) -> &'static str {
    match absent {
        Absent::AllBlocked => "blocked",
        Absent::AllAllowed => "allowed",
    }
}

pub const fn risk(risk: Risk) -> &'static str {
    match risk {
        Risk::Low => "low",
        Risk::Medium => "medium",
        Risk::High => "high",
        Risk::Critical => "critical",
    }
}

const fn parameter(parameter: Parameter) -> &'static str {
    match parameter {
        Parameter::No => "no",
        Parameter::Optional => "optional",
        Parameter::Required => "required",
    }
}

const fn resource(kind: ResourceKind) -> &'static str {
    match kind {
        ResourceKind::Nothing => "nothing",
        ResourceKind::Path => "path",
        ResourceKind::Url => "url",
        ResourceKind::Host => "host",
        ResourceKind::DnsName => "name",
        ResourceKind::Listen => "listen",
        ResourceKind::EnvName => "variable",
        ResourceKind::Event => "event",
        ResourceKind::Command => "command",
        ResourceKind::FileHash => "file-hash",
        ResourceKind::ModuleHash => "module-hash",
        ResourceKind::Route => "route",
        ResourceKind::Module => "module",
    }
}
