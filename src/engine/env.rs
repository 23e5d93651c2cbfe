//! Environment variables every package may read [G6]: they say how to print, not who or where we are.

/// The names, sorted.
pub const HARMLESS: &[&str] = &[
    "APPVEYOR",
    "BUILDKITE",
    "CI",
    "CIRCLECI",
    "CI_NAME",
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "COLOR",
    "COLORTERM",
    "COLUMNS",
    "DEBUG",
    "DEBUG_COLORS",
    "DEBUG_DEPTH",
    "DEBUG_FD",
    "DEBUG_HIDE_DATE",
    "DEBUG_SHOW_HIDDEN",
    "DRONE",
    "FORCE_COLOR",
    "GITHUB_ACTIONS",
    "GITLAB_CI",
    "GRACEFUL_FS_PLATFORM",
    "LANG",
    "LANGUAGE",
    "LC_ALL",
    "LC_CTYPE",
    "LC_MESSAGES",
    "LINES",
    "NODE_DEBUG",
    "NODE_DISABLE_COLORS",
    "NODE_ENV",
    "NO_COLOR",
    "READABLE_STREAM",
    "TEAMCITY_VERSION",
    "TERM",
    "TERM_PROGRAM",
    "TERM_PROGRAM_VERSION",
    "TEST_GRACEFUL_FS_GLOBAL_PATCH",
    "TF_BUILD",
    "TRAVIS",
    "TZ",
    "WT_SESSION",
];

/// Whether every package may read this variable.
#[must_use]
pub fn is_harmless(name: &str) -> bool {
    HARMLESS.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_exact() {
        assert!(HARMLESS.is_sorted());
        assert!(is_harmless("NO_COLOR") && is_harmless("TERM"));
        for name in ["", "HOME", "PATH", "term", "TERM ", "NODE_OPTIONS", "npm_config_registry"] {
            assert!(!is_harmless(name), "{name}");
        }
    }
}
