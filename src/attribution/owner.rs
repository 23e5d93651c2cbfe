//! To whom a file belongs: core, Sentinel, a package by the name it is installed under, or a file named by its path.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use super::manifest::Manifest;

/// What kind of owner. The numbers are part of the interface to JavaScript.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Node-RED, its dependencies, the operator's settings file.
    Core = 0,
    /// A package.
    Package = 1,
    /// A file or folder outside every `node_modules`, named by its path.
    PathNamed = 2,
    /// Sentinel itself.
    Sentinel = 3,
}

/// To whom a file belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// What kind.
    pub kind: Kind,
    /// The name in the policy; empty for core and Sentinel.
    pub name: String,
    /// The directory of the package (for a single file: the file's directory).
    pub root: String,
    /// Its `package.json` has a `node-red` section, or it is a file in a nodes directory.
    pub is_palette: bool,
    /// A package that is linked into the userDir, or beside the store it lies in: installed by itself, wherever that is (a checkout, the store of `pnpm`).
    pub is_linked: bool,
}

/// Directories remembered.
const MAX_CACHE: usize = 200_000;

/// Answers for files; remembers directories.
#[derive(Debug, Default)]
pub struct Owners {
    user_dir: String,
    sentinel_dir: String,
    core_dirs: HashSet<String>,
    core_files: HashSet<String>,
    path_named: HashSet<String>,
    /// Real directory of a package that is linked into `{userDir}/node_modules` -> name of the link.
    links: HashMap<String, String>,
    by_dir: HashMap<String, Owner>,
    manifests: HashMap<String, (Option<Stamp>, Option<Manifest>)>,
}

/// A file as last read.
type Stamp = (SystemTime, u64);

impl Owners {
    /// What `configure` knows. All paths are real and absolute.
    pub fn configure(
        &mut self,
        user_dir: &str,
        sentinel_dir: &str,
        core_dirs: &[String],
        core_files: &[String],
        path_named: &[String],
    ) {
        let all =
            |list: &[String]| list.iter().map(|path| tidy(path)).filter(|path| path.len() > 1).collect();
        self.user_dir = tidy(user_dir);
        self.sentinel_dir = tidy(sentinel_dir);
        self.core_dirs = all(core_dirs);
        self.core_files = all(core_files);
        self.path_named = all(path_named);
        self.links.clear();
        self.by_dir.clear();
        self.read_links();
    }

    /// The real directories of packages that are linked into the userDir.
    #[must_use]
    pub fn linked(&self) -> Vec<String> {
        self.links.keys().cloned().collect()
    }

    /// To whom the file at this real path belongs.
    pub fn owner(&mut self, file: &str) -> Owner {
        let file = tidy(file);
        if self.core_files.contains(&file) {
            return owned(Kind::Core, "", parent(&file), false);
        }
        let dir = parent(&file).to_owned();
        if let Some(known) = self.by_dir.get(&dir) {
            return known.clone();
        }
        let found = self.find(&file).or_else(|| {
            self.read_links();
            self.find(&file)
        });
        match found {
            // These differ from file to file.
            Some(owner) if owner.kind == Kind::PathNamed || owner.root == file => owner,
            Some(owner) => {
                if self.by_dir.len() >= MAX_CACHE {
                    self.by_dir.clear();
                }
                self.by_dir.insert(dir, owner.clone());
                owner
            }
            None => self.outside(&file),
        }
    }

    /// Whether the package in `root` declares a dependency on `name`.
    pub fn declares(&mut self, root: &str, name: &str) -> bool {
        self.manifest(&tidy(root)).is_some_and(|manifest| manifest.declares(name))
    }

    /// Whether the package in `root` does without `name`, where that is not installed.
    pub fn does_without(&mut self, root: &str, name: &str) -> bool {
        self.manifest(&tidy(root)).is_some_and(|manifest| manifest.does_without(name))
    }

    /// From the file upwards: the first directory that means something decides, so a `node_modules` below a core
    /// directory is not core unless a directory in it is itself listed.
    fn find(&mut self, file: &str) -> Option<Owner> {
        let mut child = file;
        let mut grandchild = file;
        while let Some(dir) = up(child) {
            if dir == self.sentinel_dir {
                return Some(owned(Kind::Sentinel, "", dir, false));
            }
            if self.core_dirs.contains(dir) {
                return Some(owned(Kind::Core, "", dir, false));
            }
            if self.path_named.contains(dir) {
                return Some(owned(Kind::PathNamed, &self.by_path(file), parent(file), true));
            }
            if let Some(name) = self.links.get(dir).cloned() {
                let is_palette = self.manifest(dir).is_some_and(|manifest| manifest.is_palette);
                let owner = owned(Kind::Package, &name, dir, is_palette);
                return Some(Owner { is_linked: true, ..owner });
            }
            if last(dir) == "node_modules" {
                let scoped = last(child).starts_with('@') && child != file;
                let root = if scoped { grandchild } else { child };
                let name = root.get(dir.len() + 1..).unwrap_or_default();
                let is_palette = self.manifest(root).is_some_and(|manifest| manifest.is_palette);
                let owner = owned(Kind::Package, name, root, is_palette);
                return Some(Owner { is_linked: is_linked_from_above(dir, name, root), ..owner });
            }
            grandchild = child;
            child = dir;
        }
        None
    }

    /// A file outside everything known (a helper of the settings file, NODE_PATH): the nearest package around it,
    /// otherwise the file alone. What a `package.json` calls itself is no name.
    fn outside(&mut self, file: &str) -> Owner {
        let mut child = file;
        while let Some(dir) = up(child) {
            // The userDir has a package.json too, and everything around it is not one package.
            if dir.is_empty() || self.user_dir == dir || self.user_dir.starts_with(&format!("{dir}/")) {
                break;
            }
            if let Some(is_palette) = self.manifest(dir).map(|manifest| manifest.is_palette) {
                return owned(Kind::PathNamed, &self.by_path(dir), dir, is_palette);
            }
            child = dir;
        }
        owned(Kind::PathNamed, &self.by_path(file), parent(file), false)
    }

    /// `./nodes/foo.js` below the userDir, otherwise the absolute path.
    fn by_path(&self, file: &str) -> String {
        match file.strip_prefix(self.user_dir.as_str()) {
            Some(rest) if rest.starts_with('/') && !self.user_dir.is_empty() => format!(".{rest}"),
            _ => file.to_owned(),
        }
    }

    /// The packages that are links: `npm install ../my-node` keeps the name it was installed under.
    fn read_links(&mut self) {
        if self.user_dir.is_empty() {
            return;
        }
        let top = format!("{}/node_modules", self.user_dir);
        let mut found = BTreeMap::new();
        for (name, path) in entries(&top) {
            if name.starts_with('@') {
                for (inner, path) in entries(&format!("{top}/{name}")) {
                    found.insert(format!("{name}/{inner}"), path);
                }
            } else {
                found.insert(name, path);
            }
        }
        self.links.clear();
        for (name, path) in found {
            let is_link = fs::symlink_metadata(&path).is_ok_and(|meta| meta.file_type().is_symlink());
            // A scope can be a link too; its packages are then reached through it.
            let real = fs::canonicalize(&path).ok().and_then(|real| real.to_str().map(tidy));
            if let Some(real) = real
                && (is_link || real != path)
                && !self.core_dirs.contains(&real)
                && real != self.sentinel_dir
            {
                self.links.entry(real).or_insert(name);
            }
        }
    }

    fn manifest(&mut self, root: &str) -> Option<&Manifest> {
        let file = format!("{root}/package.json");
        let stamp = fs::metadata(&file).ok().and_then(|meta| Some((meta.modified().ok()?, meta.len())));
        let known = self.manifests.get(root).is_some_and(|(at, _)| *at == stamp);
        if !known {
            if self.manifests.len() >= MAX_CACHE {
                self.manifests.clear();
            }
            let manifest = stamp.and_then(|_| Manifest::read(Path::new(root)));
            self.manifests.insert(root.to_owned(), (stamp, manifest));
        }
        self.manifests.get(root)?.1.as_ref()
    }
}

fn owned(kind: Kind, name: &str, root: &str, is_palette: bool) -> Owner {
    Owner { kind, name: name.to_owned(), root: root.to_owned(), is_palette, is_linked: false }
}

/// Whether `root`, in the `modules` of a store (`/app/node_modules/.pnpm/x@1.0.0/node_modules`), is what is linked as `name` beside that. Not so in a package,
/// which may bring along what looks like it.
fn is_linked_from_above(modules: &str, name: &str, root: &str) -> bool {
    let Some((above, _)) = modules.split_once("/node_modules/.") else { return false };
    let link = format!("{above}/node_modules/{name}");
    !above.contains("/node_modules/") && fs::canonicalize(link).is_ok_and(|real| real == Path::new(root))
}

fn entries(dir: &str) -> Vec<(String, String)> {
    let Ok(list) = fs::read_dir(dir) else { return Vec::new() };
    let names = list.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    names.filter(|name| !name.starts_with('.')).map(|name| (name.clone(), format!("{dir}/{name}"))).collect()
}

/// With `/` between components and none at the end.
fn tidy(path: &str) -> String {
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
    if path.len() > 1 { path.trim_end_matches('/').to_owned() } else { path }
}

/// The directory above; `None` at the root.
fn up(path: &str) -> Option<&str> {
    path.rfind('/').and_then(|at| path.get(..at)).filter(|_| !path.is_empty())
}

fn parent(path: &str) -> &str {
    match up(path) {
        Some("") | None => "/",
        Some(dir) => dir,
    }
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
