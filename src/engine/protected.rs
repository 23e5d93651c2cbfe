//! What no grant makes writable [C1], and what none makes readable.

use super::decision::Refusal;
use super::r#match::glob::fold;
use super::r#match::paths::{PathPattern, PathSet};
use super::r#match::{Listed, PatternError, Rules, glob};
use super::resource::PathScope;

/// Files and directories that no package may write, whatever it was granted.
#[derive(Debug, Clone, Default)]
pub struct Protected {
    paths: PathSet,
    rules: Rules,
}

impl Protected {
    /// Protects these absolute, resolved paths and everything below them.
    ///
    /// # Errors
    /// When a path is not absolute or not resolved; the error names it.
    pub fn new<'a>(paths: impl IntoIterator<Item = &'a str>, rules: Rules) -> Result<Self, PatternError> {
        let patterns: Result<Vec<_>, _> =
            paths.into_iter().map(|path| PathPattern::parse(&glob::escape(path), rules)).collect();
        Ok(Self { paths: PathSet::new(patterns?, rules), rules })
    }

    /// Why `path` must not be written, if it must not. The caller has checked that the path is resolved.
    #[must_use]
    pub fn refuses(&self, path: &str, scope: PathScope) -> Option<Refusal> {
        if path.split('/').any(|segment| self.is_node_modules(segment)) {
            return Some(Refusal::NodeModules);
        }
        if is_process_file(path) || is_memory(path) {
            return Some(Refusal::Protected);
        }
        let below = match scope {
            PathScope::Itself | PathScope::Part | PathScope::Above => false,
            PathScope::Tree => self.paths.any_root_below(path) || holds_memory(path),
        };
        (below || self.paths.contains(path) == Listed::Yes).then_some(Refusal::Protected)
    }

    /// Every spelling some volume would take for `node_modules`. Case is ignored everywhere: nobody needs a
    /// `Node_Modules` on a volume that tells them apart, and whether this volume does cannot be known here.
    fn is_node_modules(&self, segment: &str) -> bool {
        const NAME: &str = "node_modules";
        if segment.is_ascii() && !self.rules.windows {
            return segment.eq_ignore_ascii_case(NAME);
        }
        // Some volumes drop these characters from names before they compare them.
        let ignored = |c: &char| matches!(c, '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{206a}'..='\u{206f}' | '\u{feff}');
        let plain = fold(&segment.chars().filter(|c| !ignored(c)).collect::<String>());
        if !self.rules.windows {
            return plain == NAME;
        }
        // Windows: streams (`name:stream`), final dots and spaces, and the short form `NODE_M~1`.
        let name = plain.split(':').next().unwrap_or_default().trim_end_matches(['.', ' ']);
        name == NAME || name.starts_with("node_m~") || (name.starts_with("no") && name.contains('~'))
    }
}

/// Files of Linux that are the memory (and the environment) of processes, this one included: no grant of a directory
/// means them.
#[must_use]
pub fn is_memory(path: &str) -> bool {
    if matches!(path, "/dev/mem" | "/dev/kmem" | "/dev/port" | "/proc/kcore") {
        return true;
    }
    let name = path.rsplit('/').next().unwrap_or_default();
    of_process(path).is_some() && matches!(name, "environ" | "mem" | "pagemap" | "auxv")
}

/// Directories of Linux in which such files lie.
fn holds_memory(path: &str) -> bool {
    matches!(path, "/" | "/dev" | "/proc") || of_process(&format!("{path}/")).is_some()
}

/// Files of Linux whose writing changes a process. An open pipe or socket has no other name than its number there.
fn is_process_file(path: &str) -> bool {
    of_process(path).is_some_and(|rest| !rest.contains("/fd/"))
}

/// What follows the number in `/proc/<number>/…`.
fn of_process(path: &str) -> Option<&str> {
    let rest = path.strip_prefix("/proc/")?;
    let cut = rest.find('/')?;
    let (number, rest) = rest.split_at(cut);
    number.bytes().all(|byte| byte.is_ascii_digit()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn protected() -> Protected {
        Protected::new(["/home/me/.node-red/settings.js", "/opt/sentinel", "/data/[x]*"], Rules::EXACT)
            .unwrap()
    }

    #[test]
    fn protected_files_and_what_is_below_them_are_not_writable() {
        for path in [
            "/home/me/.node-red/settings.js",
            "/opt/sentinel",
            "/opt/sentinel/native/x.node",
            "/data/[x]*",
            "/data/[x]*/y",
        ] {
            assert_eq!(protected().refuses(path, PathScope::Itself), Some(Refusal::Protected), "{path}");
        }
        for path in
            ["/home/me/.node-red", "/opt", "/opt/sentinel2", "/data/x", "/home/me/.node-red/settings.json"]
        {
            assert_eq!(protected().refuses(path, PathScope::Itself), None, "{path}");
        }
    }

    #[test]
    fn a_tree_operation_does_not_carry_a_protected_file_away() {
        for path in
            ["/", "/home", "/home/me/.node-red", "/opt", "/opt/sentinel/native", "/dev", "/proc", "/proc/77"]
        {
            assert_eq!(protected().refuses(path, PathScope::Tree), Some(Refusal::Protected), "{path}");
        }
        for path in ["/home/me/data", "/proc/sys", "/dev/shm"] {
            assert_eq!(protected().refuses(path, PathScope::Tree), None, "{path}");
        }
    }

    #[test]
    fn node_modules_is_refused_in_every_spelling_and_at_every_depth() {
        for path in [
            "/a/node_modules",
            "/a/node_modules/x/y.js",
            "/node_modules",
            "/a/NODE_MODULES/x",
            "/a/node_module\u{17f}/x",
            "/a/node\u{200c}_modules/x",
        ] {
            assert_eq!(protected().refuses(path, PathScope::Itself), Some(Refusal::NodeModules), "{path}");
        }
        assert_eq!(protected().refuses("/a/node_modules2/x", PathScope::Itself), None);
        let windows = Protected::new([], Rules { ignore_case: true, windows: true }).unwrap();
        for path in [
            "C:/a/node_modules./x",
            "C:/a/node_modules /x",
            "C:/a/NODE_M~1/x",
            "C:/a/node_modules::$INDEX_ALLOCATION/x",
            "C:/a/NO12AB~1/x",
        ] {
            assert_eq!(windows.refuses(path, PathScope::Itself), Some(Refusal::NodeModules), "{path}");
        }
    }

    #[test]
    fn the_memory_of_processes_is_no_file() {
        for path in [
            "/proc/1/mem",
            "/proc/77/environ",
            "/proc/77/task/78/environ",
            "/proc/77/task/78/mem",
            "/dev/mem",
            "/proc/kcore",
        ] {
            assert!(is_memory(path), "{path}");
            assert_eq!(protected().refuses(path, PathScope::Itself), Some(Refusal::Protected), "{path}");
        }
        for path in
            ["/proc/77/stat", "/proc/cpuinfo", "/proc/mem", "/data/proc/77/mem", "/proc/77/fd/3", "/environ"]
        {
            assert!(!is_memory(path), "{path}");
        }
        let refused = |path| protected().refuses(path, PathScope::Itself).is_some();
        assert!(refused("/proc/77/oom_score_adj") && refused("/proc/77/comm"));
        assert!(!refused("/proc/77/fd/1") && !refused("/proc/sys/net/x"));
    }

    #[test]
    fn a_relative_path_cannot_be_protected_silently() {
        assert!(Protected::new(["settings.js"], Rules::EXACT).is_err());
    }
}
