//! Several texts, one policy [P1].

use super::layer::{Kind, Layer};
use super::lists::unite;
use super::text::read;
use super::{Input, Policy, PolicyErrors, Provenance};
use crate::catalogue::Capability;
use crate::engine::Mode;

pub(super) fn parse(input: &Input<'_>) -> Result<Policy, PolicyErrors> {
    let mut warnings = Vec::new();
    let grants = match (&input.grants, &input.legacy_grants) {
        (Some(grants), legacy) => {
            if let Some(legacy) = legacy {
                // Reading both would keep alive what was revoked in the newer one.
                warnings.push(format!("{}: is not read because {} exists", legacy.file, grants.file));
            }
            Some(grants)
        }
        (None, Some(legacy)) => {
            warnings.push(format!(
                "{}: is the file name of an earlier version; call it .sentinel-grants.json",
                legacy.file
            ));
            Some(legacy)
        }
        (None, None) => None,
    };
    let (mut layers, mut errors) = (Vec::new(), Vec::new());
    for (source, kind) in [(input.settings.as_ref(), Kind::Settings), (grants, Kind::Grants)] {
        match source.map(|source| read(source, kind, input.rules)) {
            Some(Ok(layer)) => layers.push(layer),
            Some(Err(mut found)) => errors.append(&mut found),
            None => {}
        }
    }
    if !errors.is_empty() {
        return Err(PolicyErrors::new(errors));
    }
    let mut policy = Policy { rules: input.rules, warnings, ..Policy::default() };
    let (mut provenance, mut trace) = (None, None);
    for layer in layers {
        provenance = provenance.or(layer.provenance);
        trace = trace.or(layer.trace);
        add(&mut policy, layer);
    }
    policy.provenance = provenance.unwrap_or_default();
    policy.trace = trace.unwrap_or_default() && policy.provenance != Provenance::Off;
    if trace == Some(true) && !policy.trace {
        policy.warnings.push("server.provenance: nothing is traced while `mode` is `off`".into());
    }
    announce(&mut policy);
    Ok(policy)
}

fn add(policy: &mut Policy, layer: Layer) {
    for (name, package) in layer.packages {
        policy.packages.entry(name).or_default().unite(package);
    }
    unite(&mut policy.defaults, layer.defaults);
    for (node_type, rules) in layer.types {
        let into = policy.types.entry(node_type).or_default();
        for (capability, rule) in rules {
            let into = into.entry(capability).or_default();
            into.packages.extend(rule.packages);
            into.types.extend(rule.types);
        }
    }
    if let Some(outbound) = layer.outbound {
        policy.outbound.get_or_insert_default().extend(outbound);
    }
    if let Some(network) = layer.client.network {
        policy.client.network.get_or_insert_default().extend(network);
    }
    for (directive, sources) in layer.client.csp {
        policy.client.csp.entry(directive).or_default().extend(sources);
    }
    policy.strict_modules |= layer.strict_modules;
    // Only settings.js may say these; a grants file with them was refused while reading.
    policy.mode = layer.mode.unwrap_or(policy.mode);
    policy.approval = layer.approval.unwrap_or(policy.approval);
    policy.license = layer.license.or(policy.license.take());
    policy.warnings.extend(layer.warnings);
}

/// What every start says aloud.
fn announce(policy: &mut Policy) {
    let all: Vec<String> = policy
        .holders_of_all()
        .map(|name| format!("{name}: is granted `all`: it may do everything"))
        .collect();
    policy.warnings.extend(all);
    for (name, package) in &policy.packages {
        for capability in package.lists.keys() {
            if package.held & (capability.bit() | Capability::All.bit()) == 0 {
                let text = capability.name();
                policy.warnings.push(format!(
                    "{name}: has a list for {text} but not the capability; the list does nothing"
                ));
            }
        }
    }
    match policy.mode {
        Mode::Enforce => {}
        Mode::Observe => {
            policy.warnings.push("mode \"observe\": most refusals are only recorded, not enforced".into())
        }
        Mode::ObserveAll => policy
            .warnings
            .push("mode \"observe-all\": NOTHING is enforced, refusals are only recorded".into()),
    }
}
