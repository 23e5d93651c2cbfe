//! Reading one text of the policy.

use super::at::At;
use super::layer::{Kind, Layer};
use super::reader::Reader;
use super::{Approval, PolicyError, Source, json, legacy};
use crate::engine::Mode;
use crate::engine::r#match::Rules;

/// What a text says, or all that is wrong with it.
pub(super) fn read(source: &Source<'_>, kind: Kind, rules: Rules) -> Result<Layer, Vec<PolicyError>> {
    let root = match kind {
        Kind::Settings => "sentinel",
        Kind::Grants => "",
    };
    let value = json::parse(source.file, source.bytes, root)?;
    let (mut reader, mut layer) = (Reader::new(source.file), Layer::default());
    let top = At::root(root);
    // A settings file without a `sentinel` section, or with `sentinel: null`, grants nothing.
    if kind == Kind::Settings && value == json::Json::Null {
        return Ok(layer);
    }
    let known: &[&'static str] = match kind {
        Kind::Settings => &["server", "client", "deployments", "mode", "license", "allow", "networkPolicy"],
        Kind::Grants => &["server", "client", "packages", "nodeTypes"],
    };
    for (name, field) in reader.fields(&value, &top, known) {
        let at = top.field(name);
        match name {
            "server" => reader.server(field, &at, rules, &mut layer),
            "client" => reader.client(field, &at, &mut layer.client),
            "deployments" => {
                for (name, field) in reader.fields(field, &at, &["approval"]) {
                    let words =
                        [("off", Approval::Off), ("non-admin", Approval::NonAdmin), ("all", Approval::All)];
                    layer.approval = reader.choice(field, &at.field(name), &words);
                }
            }
            "mode" => {
                let words = [
                    ("enforce", Mode::Enforce),
                    ("observe", Mode::Observe),
                    ("observe-all", Mode::ObserveAll),
                ];
                layer.mode = reader.choice(field, &at, &words);
            }
            "license" => layer.license = reader.text(field, &at, "a licence token").map(str::to_owned),
            "networkPolicy" => legacy::network_policy(&mut reader, field, &at, &mut layer),
            "nodeTypes" => legacy::node_types(&mut reader, field, &at, &mut layer),
            // `allow` and `packages`: the only other names that `known` lets through.
            _ => legacy::packages(&mut reader, field, &at, rules, &mut layer),
        }
    }
    if !reader.errors.is_empty() {
        return Err(reader.errors);
    }
    layer.warnings.append(&mut reader.warnings);
    Ok(layer)
}
