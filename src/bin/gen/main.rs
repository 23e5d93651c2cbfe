//! Writes every generated file from the catalogue: `cargo run --no-default-features --bin gen`.
//!
//! With `--check` it writes nothing and fails when a file is not what it would write.

mod docs;
mod dts;
mod js;
mod schema;

use std::path::Path;
use std::process::ExitCode;

/// First line of every generated file, behind the comment sign of its language.
const NOTICE: &str =
    "Generated from src/catalogue.rs by `cargo run --no-default-features --bin gen`. Do not edit.";

/// Every generated file and its content.
fn files() -> [(&'static str, String); 4] {
    [
        ("js/generated/capabilities.js", js::render()),
        ("index.d.ts", dts::render()),
        ("schema/policy.schema.json", schema::render()),
        ("docs/capabilities.md", docs::render()),
    ]
}

/// The files that are not as they should be.
fn stale(root: &Path) -> Vec<&'static str> {
    let differs =
        |path: &&str, wanted: &str| std::fs::read_to_string(root.join(path)).ok().as_deref() != Some(wanted);
    files().iter().filter(|(path, content)| differs(path, content)).map(|(path, _)| *path).collect()
}

fn write(root: &Path) -> std::io::Result<()> {
    for (path, content) in files() {
        let path = root.join(path);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(path, content)?;
    }
    Ok(())
}

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    if std::env::args().any(|a| a == "--check") {
        let stale = stale(root);
        if !stale.is_empty() {
            eprintln!("not up to date: {}; run cargo run --no-default-features --bin gen", stale.join(", "));
            return ExitCode::FAILURE;
        }
        return ExitCode::SUCCESS;
    }
    match write(root) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cannot write the generated files: {error}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_generated_file_is_what_the_catalogue_says() {
        let stale = stale(Path::new(env!("CARGO_MANIFEST_DIR")));
        assert!(stale.is_empty(), "run cargo run --no-default-features --bin gen: {stale:?}");
    }
}
