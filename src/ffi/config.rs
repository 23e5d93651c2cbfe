//! What `configure` is told. Other keys (the settings file, the grants files) are the JavaScript side's own.

use serde::Deserialize;

/// Where everything lies; all paths real and absolute.
#[derive(Debug, Clone, Default, Deserialize)]
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
    /// Where the threat log goes instead of `{userDir}/.sentinel/audit.jsonl`; an empty text keeps none.
    #[serde(default)]
    pub audit_file: Option<String>,
}
