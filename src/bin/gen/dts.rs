//! index.d.ts: the policy as TypeScript sees it, for `settings.js` and for node authors.

use nrg_sentinel::catalogue::{ALL, LEGACY, Parameter, SHORTHANDS};
use std::fmt::Write as _;

pub fn render() -> String {
    let mut out = format!("// {}\n\n", super::NOTICE);
    out.push_str("/** A capability. */\nexport type Capability =\n");
    for c in ALL {
        let e = c.entry();
        let name = match e.parameter {
            Parameter::Required => format!("`{}:${{string}}`", e.name),
            Parameter::Optional | Parameter::No => format!("'{}'", e.name),
        };
        let _ = writeln!(out, "  /** {} */\n  | {name}", e.doc);
        if e.parameter == Parameter::Optional {
            let _ = writeln!(out, "  | `{}:${{string}}`", e.name);
        }
    }
    out.push_str("  ;\n\n");
    union(
        &mut out,
        "A name that stands for several capabilities.",
        "Shorthand",
        SHORTHANDS.iter().map(|(n, _)| *n),
    );
    union(&mut out, "A name of an earlier version.", "LegacyCapability", LEGACY.iter().map(|(n, _)| *n));
    out.push_str("/** The lists that narrow capabilities. */\nexport interface CapabilityConfig {\n");
    for c in ALL {
        let e = c.entry();
        let Some(config) = e.config else { continue };
        let item = if config.key == "allowedPorts" { "(string | number)" } else { "string" };
        let _ = writeln!(
            out,
            "  /** Entries: {}. Without the list: everything {}. */\n  '{}'?: {{ {}: {item}[] }};",
            config.entries,
            super::js::absent(config.absent),
            e.name,
            config.key
        );
    }
    out.push_str("}\n\n");
    out.push_str(REST);
    out
}

fn union<'a>(out: &mut String, doc: &str, name: &str, members: impl Iterator<Item = &'a str>) {
    let _ = write!(out, "/** {doc} */\nexport type {name} =\n");
    for member in members {
        let _ = writeln!(out, "  | '{member}'");
    }
    out.push_str("  ;\n\n");
}

const REST: &str = r#"/** What one package was granted. */
export interface PackagePolicy {
  capabilities?: (Capability | Shorthand)[];
  capabilityConfig?: CapabilityConfig;
}

/** Who may use one capability on nodes of one type. */
export interface TypeRule {
  /** Packages. */
  packages?: string[];
  /** Node types. */
  types?: string[];
}

/** What happens to messages that enter a node another way than along a wire of the deployed flow. */
export type ProvenanceMode = 'enforce' | 'detect' | 'off';

/** `sentinel.server`, and `server` of the grants file. */
export interface ServerPolicy {
  /** Lists for every package that holds the capability. */
  defaults?: { capabilityConfig?: CapabilityConfig };
  /** Grants by package name. */
  packages?: Record<string, PackagePolicy>;
  /** Access to nodes by type and `node:*` capability. */
  types?: Record<string, Record<string, TypeRule>>;
  /** Bounds every outbound connection of the process. */
  network?: { allowlist?: string[] };
  /** Messages that enter a node another way than along a wire of the deployed flow; `trace` writes every delivery down. */
  provenance?: ProvenanceMode | { mode?: ProvenanceMode; trace?: boolean };
  /** Requiring vm or worker_threads without the capability throws. */
  strictModules?: boolean;
}

/** `sentinel.client`, and `client` of the grants file. */
export interface ClientPolicy {
  network?: { allowlist?: string[] };
  csp?: Record<string, string[]>;
}

/** The `sentinel` section of settings.js. */
export interface SentinelSettings {
  server?: ServerPolicy;
  client?: ClientPolicy;
  deployments?: { approval?: 'off' | 'non-admin' | 'all' };
  mode?: 'enforce' | 'observe' | 'observe-all';
  license?: string;
}

/** The grants file, `.sentinel-grants.json`. */
export interface GrantsFile {
  server?: ServerPolicy;
  client?: ClientPolicy;
}

/** The error of a refused call. */
export interface SentinelError extends Error {
  code: 'ERR_SENTINEL_DENIED';
  capability: string;
  package: string;
  resource?: string;
}
"#;
