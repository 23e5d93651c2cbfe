//! Which directories are Node-RED's own [T1]: the packages that the running `node-red` depends on, found the way
//! Node.js finds them, from real path to real path. A folder's name counts for nothing.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::manifest::Manifest;

/// More packages than any Node-RED has.
const MAX_PACKAGES: usize = 20_000;

/// The real directories of `node_red` and of everything it depends on. Development dependencies are not followed.
/// Empty when `node_red` is no package.
#[must_use]
pub fn closure(node_red: &Path) -> Vec<PathBuf> {
    let mut tree = Tree::default();
    let mut found: HashMap<OsString, Rc<Manifest>> = HashMap::new();
    let mut open: Vec<Package> =
        fs::canonicalize(node_red).ok().and_then(|dir| tree.package(dir)).into_iter().collect();
    while let Some((dir, manifest)) = open.pop() {
        if found.len() >= MAX_PACKAGES || found.contains_key(dir.as_os_str()) {
            continue;
        }
        for (name, range) in wanted(&manifest) {
            if let Some(next) = tree.resolve(&dir, name, range)
                && !found.contains_key(next.0.as_os_str())
            {
                open.push(next);
            }
        }
        found.insert(dir.into_os_string(), manifest);
    }
    let mut dirs: Vec<PathBuf> = found.into_keys().map(PathBuf::from).collect();
    dirs.sort();
    dirs
}

/// A package: its real directory and what its package.json says.
type Package = (PathBuf, Rc<Manifest>);

/// What was read once need not be read again: most packages are asked for many times. Paths are keys as texts: as paths they
/// would be taken apart for each question.
#[derive(Default)]
struct Tree {
    /// By the path under which Node.js looks for them.
    candidates: HashMap<OsString, Option<Package>>,
    manifests: HashMap<OsString, Rc<Manifest>>,
    has_modules: HashMap<OsString, bool>,
    /// `node_modules` and scope directories.
    real_parents: HashMap<OsString, PathBuf>,
}

impl Tree {
    fn package(&mut self, real: PathBuf) -> Option<Package> {
        if let Some(known) = self.manifests.get(real.as_os_str()) {
            return Some((real, Rc::clone(known)));
        }
        let manifest = Rc::new(Manifest::read(&real)?);
        self.manifests.insert(real.clone().into_os_string(), Rc::clone(&manifest));
        Some((real, manifest))
    }

    /// `name` as Node.js finds it from a file in `dir`: the nearest `node_modules` upwards.
    fn resolve(&mut self, dir: &Path, name: &str, range: &str) -> Option<Package> {
        let plain =
            !name.is_empty() && name.split('/').all(|part| !part.is_empty() && !part.starts_with('.'));
        if !plain || name.contains('\\') {
            return None;
        }
        for above in dir.ancestors() {
            if above.file_name().is_some_and(|last| last == "node_modules") || !self.has_modules(above) {
                continue;
            }
            let candidate = above.join("node_modules").join(name);
            let known = self.candidates.get(candidate.as_os_str()).cloned();
            let package = if let Some(package) = known {
                package?
            } else {
                let Some(real) = self.real(above, &candidate) else { continue };
                // A directory without a package.json is found all the same, and is no package.
                let package = self.package(real);
                self.candidates.insert(candidate.into_os_string(), package.clone());
                package?
            };
            return has_name(&package.1, name, range).then_some(package);
        }
        None
    }

    /// The real path of a directory below `above`, which is one. Only what is a link is asked for in full.
    fn real(&mut self, above: &Path, candidate: &Path) -> Option<PathBuf> {
        let kind = fs::symlink_metadata(candidate).ok()?.file_type();
        if kind.is_dir() {
            return Some(self.real_parent(above, candidate.parent()?)?.join(candidate.file_name()?));
        }
        fs::canonicalize(candidate).ok().filter(|real| real.is_dir())
    }

    /// The same of a `node_modules` or a scope directory, step by step: what lies above is known not to be a link.
    fn real_parent(&mut self, above: &Path, parent: &Path) -> Option<PathBuf> {
        if parent == above {
            return Some(above.into());
        }
        if let Some(known) = self.real_parents.get(parent.as_os_str()) {
            return Some(known.clone());
        }
        let step = self.real_parent(above, parent.parent()?)?.join(parent.file_name()?);
        let real =
            if fs::symlink_metadata(&step).ok()?.is_dir() { step } else { fs::canonicalize(&step).ok()? };
        self.real_parents.insert(parent.into(), real.clone());
        Some(real)
    }

    fn has_modules(&mut self, dir: &Path) -> bool {
        if let Some(known) = self.has_modules.get(dir.as_os_str()) {
            return *known;
        }
        let found = dir.join("node_modules").is_dir();
        self.has_modules.insert(dir.into(), found);
        found
    }
}

/// The dependencies worth looking for. Those that an installation leaves out on purpose are not: a package of that name
/// that is there all the same was put there by somebody else, and would become core. So no optional peers, and no
/// optional dependencies made for another platform.
fn wanted(manifest: &Manifest) -> impl Iterator<Item = (&String, &String)> {
    let always = manifest.dependencies.iter().filter(|(name, _)| !manifest.optional.contains_key(*name));
    let peers = manifest.peers.iter().filter(|(name, _)| !manifest.optional_peers.contains(*name));
    always.chain(peers).chain(manifest.optional.iter().filter(|(name, _)| is_for_this_platform(name)))
}

/// The package says it is what was asked for. A package installed under another one's name (`npm:` alias) is only
/// believed where the dependency itself asks for that alias.
fn has_name(manifest: &Manifest, name: &str, range: &str) -> bool {
    let Some(own) = manifest.name.as_deref() else { return false };
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
