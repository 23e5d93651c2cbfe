//! Which directories are Node-RED's own [T1]: the packages that the running `node-red` depends on, found the way
//! Node.js finds them, from real path to real path. A folder's name counts for nothing.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::manifest::Manifest;

/// More packages than any Node-RED has.
const MAX_PACKAGES: usize = 20_000;

/// The real directories of `node_red` and of everything it depends on. Development dependencies are not followed.
/// Empty when `node_red` is no package.
#[must_use]
pub fn closure(node_red: &Path) -> Vec<PathBuf> {
    let mut found = BTreeSet::new();
    let mut open: Vec<PathBuf> = fs::canonicalize(node_red).into_iter().collect();
    while let Some(dir) = open.pop() {
        if found.len() >= MAX_PACKAGES || found.contains(&dir) {
            continue;
        }
        let Some(manifest) = Manifest::read(&dir) else { continue };
        for (name, range) in wanted(&manifest) {
            if let Some(next) = resolve(&dir, name, range)
                && !found.contains(&next)
            {
                open.push(next);
            }
        }
        found.insert(dir);
    }
    found.into_iter().collect()
}

/// The dependencies worth looking for. Those that an installation leaves out on purpose are not: a package of that name
/// that is there all the same was put there by somebody else, and would become core. So no optional peers, and no
/// optional dependencies made for another platform.
fn wanted(manifest: &Manifest) -> impl Iterator<Item = (&String, &String)> {
    let always = manifest.dependencies.iter().filter(|(name, _)| !manifest.optional.contains_key(*name));
    let peers = manifest.peers.iter().filter(|(name, _)| !manifest.optional_peers.contains(*name));
    always.chain(peers).chain(manifest.optional.iter().filter(|(name, _)| is_for_this_platform(name)))
}

/// `name` as Node.js finds it from a file in `dir`: the nearest `node_modules` upwards.
fn resolve(dir: &Path, name: &str, range: &str) -> Option<PathBuf> {
    let plain = !name.is_empty() && name.split('/').all(|part| !part.is_empty() && !part.starts_with('.'));
    if !plain || name.contains('\\') {
        return None;
    }
    for above in dir.ancestors() {
        if above.file_name().is_some_and(|last| last == "node_modules") {
            continue;
        }
        let candidate = above.join("node_modules").join(name);
        if !candidate.is_dir() {
            continue;
        }
        let real = fs::canonicalize(&candidate).ok()?;
        return has_name(&real, name, range).then_some(real);
    }
    None
}

/// The package says it is what was asked for. A package installed under another one's name (`npm:` alias) is only
/// believed where the dependency itself asks for that alias.
fn has_name(dir: &Path, name: &str, range: &str) -> bool {
    let Some(own) = Manifest::read(dir).and_then(|manifest| manifest.name) else { return false };
    let expected = match range.strip_prefix("npm:") {
        Some(alias) => match alias.rfind('@') {
            Some(at) if at > 0 => alias.get(..at).unwrap_or(alias),
            _ => alias,
        },
        None => name,
    };
    // A tarball, a repository or a folder may call itself anything.
    let elsewhere = !range.starts_with("npm:") && range.contains([':', '/']);
    elsewhere || own == expected
}

/// Whether a name like `@node-rs/bcrypt-linux-x64-gnu` is meant for the machine we run on.
fn is_for_this_platform(name: &str) -> bool {
    let os = match std::env::consts::OS {
        "macos" => "darwin",
        "windows" => "win32",
        other => other,
    };
    let arch = match std::env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        "x86" => "ia32",
        other => other,
    };
    let libc = if cfg!(target_env = "musl") { "musl" } else { "gnu" };
    let groups: [(&[&str], &str); 3] = [
        (
            &[
                "darwin",
                "win32",
                "linux",
                "android",
                "freebsd",
                "openbsd",
                "netbsd",
                "sunos",
                "aix",
                "wasm32",
                "wasi",
                "openharmony",
                "fsevents",
            ],
            os,
        ),
        (
            &[
                "x64", "ia32", "arm64", "arm", "armv7", "riscv64", "s390x", "ppc64", "ppc64le", "loong64",
                "mips64el",
            ],
            arch,
        ),
        (&["gnu", "musl", "gnueabihf", "musleabihf", "gnueabi"], libc),
    ];
    let parts: Vec<&str> = name.split(['-', '/', '.', '_']).collect();
    let fits = |(known, ours): &(&[&str], &str)| {
        let mut named = parts.iter().filter(|part| known.contains(part)).peekable();
        named.peek().is_none() || named.any(|part| part == ours)
    };
    // macOS is the only system with this one, and it says so nowhere in its name.
    (name != "fsevents" || os == "darwin") && groups.iter().all(fits)
}
