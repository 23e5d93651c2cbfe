//! docs/capabilities.md: the catalogue for people.

use super::js::{absent, risk};
use nrg_sentinel::catalogue::{ALL, IMPLIED, Joining, LEGACY, Parameter, SHORTHANDS};
use nrg_sentinel::engine::env::HARMLESS;
use std::fmt::Write as _;

pub fn render() -> String {
    let mut out = format!("<!-- {} -->\n\n# Capabilities\n\n", super::NOTICE);
    out.push_str("A package starts with nothing. Each line below is something an operator can grant it in `capabilities`;\n");
    out.push_str("how, and what the lists mean, is told in [policy.md](policy.md).\n\n");
    out.push_str("Risk says what the capability is good for in the wrong hands: *low* annoyance, *medium* data of flows and\n");
    out.push_str("services, *high* the runtime, its secrets or the machine, *critical* as good as the whole process.\n\n");
    out.push_str("| capability | allows a package to | list | risk |\n|---|---|---|---|\n");
    for c in ALL {
        let e = c.entry();
        let name = match e.parameter {
            Parameter::No => format!("`{}`", e.name),
            Parameter::Optional => format!("`{0}`, `{0}:<name>`", e.name),
            Parameter::Required => format!("`{}:<name>`", e.name),
        };
        let list = e.config.map_or(String::new(), |l| format!("`{}`", l.key));
        let _ = writeln!(out, "| {name} | {} | {list} | {} |", e.doc, risk(e.risk));
    }
    out.push_str("\n## Lists\n\n");
    out.push_str("Keys of `capabilityConfig`. *Replaces*: a package's own list takes the place of the defaults; *unites*: it is added\n");
    out.push_str("to them. An empty list allows nothing.\n\n");
    out.push_str(
        "| capability | key | an entry is | meets the defaults | without a list |\n|---|---|---|---|---|\n",
    );
    for c in ALL {
        let e = c.entry();
        let Some(l) = e.config else { continue };
        let joining = match l.joining {
            Joining::Replaces => "replaces",
            Joining::Unites => "unites",
        };
        let _ = writeln!(
            out,
            "| `{}` | `{}` | {} | {joining} | all {} |",
            e.name,
            l.key,
            l.entries,
            absent(l.absent)
        );
    }
    out.push_str(
        "\n## Shorthands\n\nOne level, every member spelled out.\n\n| shorthand | stands for |\n|---|---|\n",
    );
    rows(&mut out, SHORTHANDS.iter().map(|(n, caps)| (*n, caps.iter().map(|c| c.name()).collect())));
    out.push_str("\n## Names of earlier versions\n\nStill read, and reported at every start.\n\n| name | now |\n|---|---|\n");
    rows(&mut out, LEGACY.iter().map(|(n, caps)| (*n, caps.iter().map(|c| c.name()).collect())));
    out.push('\n');
    for (holder, implied) in IMPLIED {
        let _ = writeln!(out, "`{}` includes `{}`.", holder.name(), implied.name());
    }
    out.push_str("\n## Not observed\n\nWith `mode: \"observe\"` these stay refused: ");
    let hard: Vec<String> =
        ALL.iter().filter(|c| !c.entry().observable).map(|c| format!("`{}`", c.name())).collect();
    let _ = writeln!(out, "{}.", hard.join(", "));
    out.push_str("\n## Environment variables every package may read\n\nThey say how to print, not who or where we are.\n\n");
    let names: Vec<String> = HARMLESS.iter().map(|n| format!("`{n}`")).collect();
    let _ = writeln!(out, "{}", names.join(", "));
    out
}

fn rows<'a>(out: &mut String, table: impl Iterator<Item = (&'a str, Vec<&'a str>)>) {
    for (name, members) in table {
        let members: Vec<String> = members.iter().map(|m| format!("`{m}`")).collect();
        let _ = writeln!(out, "| `{name}` | {} |", members.join(", "));
    }
}
