//! What `configure` is told.

use serde::{Deserialize, Serialize};

use crate::resolve::{Last, links, resolve};

/// Where everything lies; all paths real and absolute.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Config {
    /// The userDir Node-RED runs with.
    pub user_dir: String,
    /// Sentinel's own directory.
    pub sentinel_dir: String,
    /// Package directories of node-red's dependency closure.
    #[serde(default)]
    pub core_dirs: Vec<String>,
    /// Single files that are core (the settings file).
    #[serde(default)]
    pub core_files: Vec<String>,
    /// Directories whose files are principals named by path.
    #[serde(default)]
    pub path_named_dirs: Vec<String>,
    /// Paths that nobody but core writes [C1].
    #[serde(default)]
    pub never_write: Vec<String>,
    /// Paths by which something was found: the links they lead through are written by nobody but core.
    #[serde(default)]
    pub ways: Vec<String>,
    /// The settings file, if there is one; never writable.
    #[serde(default)]
    pub settings_file: Option<String>,
    /// Grants files, present or not; never writable.
    #[serde(default)]
    pub grants_files: Vec<String>,
    /// Where the threat log goes instead of `{userDir}/.sentinel/audit.jsonl`; an empty text keeps none.
    #[serde(default)]
    pub audit_file: Option<String>,
}

impl Config {
    /// The directory of the threat log.
    pub fn state_dir(&self) -> String {
        format!("{}/.sentinel", self.user_dir.trim_end_matches('/'))
    }

    /// Everything nobody but core writes, under the names given, where those lead, and the links on the way: `code` is where packages lie that are
    /// in no `node_modules`.
    pub fn protected(&self, code: impl IntoIterator<Item = String>) -> Vec<String> {
        let own = [self.sentinel_dir.clone(), self.state_dir()];
        let named = self.never_write.iter().chain(&self.settings_file).chain(&self.grants_files);
        let mut all: Vec<String> = named.cloned().collect();
        all.extend(own);
        // Of one that has the whole userDir in it, only what else is in these lists is kept from everybody.
        let holds_user_dir = |place: &String| {
            format!("{}/", self.user_dir).starts_with(&format!("{}/", place.trim_end_matches('/')))
        };
        all.extend(self.path_named_dirs.iter().cloned().chain(code).filter(|place| !holds_user_dir(place)));
        let real: Vec<String> = all.iter().filter_map(|path| resolve(path, Last::Follow).ok()).collect();
        let ways: Vec<String> = all.iter().chain(&self.ways).flat_map(|path| links(path)).collect();
        all.extend(real);
        all.extend(ways);
        all.sort();
        all.dedup();
        all
    }

    /// Where the code of a principal lies that is named by its path; `None` for other names.
    pub fn place_of(&self, name: &str) -> Option<String> {
        match name.strip_prefix("./") {
            Some(rest) => Some(format!("{}/{rest}", self.user_dir.trim_end_matches('/'))),
            None => name.starts_with('/').then(|| name.to_owned()),
        }
    }
}
