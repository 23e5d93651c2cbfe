use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use proptest::prelude::*;

use super::*;

/// A directory of its own, removed at the end.
struct Temp(PathBuf);

impl Temp {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("nrg-resolve-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let dir = std::env::temp_dir().join(name);
        fs::create_dir_all(&dir).unwrap();
        Self(dir.canonicalize().unwrap())
    }

    fn path(&self, rest: &str) -> String {
        format!("{}/{rest}", self.0.display())
    }

    fn dir(&self, rest: &str) {
        fs::create_dir_all(self.path(rest)).unwrap();
    }

    fn file(&self, rest: &str) {
        fs::write(self.path(rest), rest).unwrap();
    }

    fn link(&self, at: &str, to: &str) {
        symlink(to, self.path(at)).unwrap();
    }

    fn follow(&self, rest: &str) -> String {
        let found = resolve(&self.path(rest), Last::Follow).unwrap();
        found.strip_prefix(&self.path("")).map_or(found.clone(), str::to_owned)
    }
}

impl Drop for Temp {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn dots_and_double_slashes_are_removed() {
    assert_eq!(resolve("/a//b/./c/../d/", Last::Follow).unwrap(), "/a/b/d");
    assert_eq!(resolve("/..", Last::Follow).unwrap(), "/");
    assert_eq!(resolve("/", Last::Follow).unwrap(), "/");
}

#[test]
fn dot_dot_after_a_link_leaves_where_the_link_leads() {
    let temp = Temp::new();
    temp.dir("allowed");
    temp.dir("secret/inner");
    temp.file("secret/key");
    temp.link("allowed/door", &temp.path("secret/inner"));
    assert_eq!(temp.follow("allowed/door/../key"), "secret/key");
}

#[test]
fn a_link_at_the_end_is_followed_unless_it_is_kept() {
    let temp = Temp::new();
    temp.dir("target");
    temp.link("link", "target");
    assert_eq!(temp.follow("link"), "target");
    assert_eq!(resolve(&temp.path("link"), Last::Keep).unwrap(), temp.path("link"));
    assert_eq!(resolve(&temp.path("link/"), Last::Keep).unwrap(), temp.path("target"));
    assert_eq!(resolve(&temp.path("link/."), Last::Keep).unwrap(), temp.path("target"));
    assert_eq!(resolve(&temp.path("link/x"), Last::Keep).unwrap(), temp.path("target/x"));
}

#[test]
fn what_does_not_exist_is_judged_where_it_would_be_made() {
    let temp = Temp::new();
    temp.dir("real");
    temp.link("link", "real");
    temp.link("dangling", &temp.path("real/new"));
    assert_eq!(temp.follow("link/a/b"), "real/a/b");
    assert_eq!(temp.follow("dangling"), "real/new");
    assert_eq!(temp.follow("link/a/../../link/x"), "real/x");
    temp.file("file");
    assert_eq!(temp.follow("file/../link/x"), "real/x");
}

#[test]
fn circles_and_long_chains_are_refused() {
    let temp = Temp::new();
    temp.link("a", "b");
    temp.link("b", "a");
    assert_eq!(resolve(&temp.path("a/x"), Last::Follow), Err(ResolveError::Loop));
    temp.file("c0");
    for n in 1..60 {
        temp.link(&format!("c{n}"), &format!("c{}", n - 1));
    }
    assert_eq!(temp.follow("c30"), "c0");
    assert_eq!(resolve(&temp.path("c59"), Last::Follow), Err(ResolveError::Loop));
}

#[test]
fn text_no_kernel_takes_is_refused() {
    assert_eq!(resolve("", Last::Follow), Err(ResolveError::Empty));
    assert_eq!(resolve("/a\0b", Last::Follow), Err(ResolveError::Nul));
    assert_eq!(resolve(&"/a".repeat(20_000), Last::Follow), Err(ResolveError::TooLong));
    assert!(resolve(&format!("/{}", "a".repeat(300)), Last::Follow).is_err());
}

#[test]
fn a_link_to_a_name_that_is_not_utf_8_is_refused() {
    use std::os::unix::ffi::OsStrExt;
    let temp = Temp::new();
    symlink(std::ffi::OsStr::from_bytes(b"/tmp/\xff"), temp.path("l")).unwrap();
    assert_eq!(resolve(&temp.path("l"), Last::Follow), Err(ResolveError::NotUtf8));
}

#[test]
fn a_relative_path_starts_in_the_working_directory() {
    let cwd = std::env::current_dir().unwrap();
    assert_eq!(resolve("x/../y", Last::Follow).unwrap(), cwd.join("y").to_str().unwrap());
}

#[cfg(target_os = "linux")]
#[test]
fn the_quick_answer_is_given_only_where_no_link_is_met() {
    let temp = Temp::new();
    temp.dir("d");
    temp.file("d/f");
    temp.link("l", "d");
    temp.link("d/last", "f");
    temp.link("d/dangling", "nowhere");
    use kernel::{Met, ask};
    for (path, last, met) in [
        ("d/f", Last::Follow, Met::NoLink),
        ("d/last", Last::Keep, Met::NoLink),
        ("d/nope", Last::Follow, Met::Nothing),
        ("l/f", Last::Follow, Met::Something),
        ("l/", Last::Keep, Met::Something),
        ("l/nope", Last::Follow, Met::Something),
        ("d/last", Last::Follow, Met::Something),
        ("d/dangling", Last::Follow, Met::Something),
        ("d/f/x", Last::Follow, Met::Something),
    ] {
        assert_eq!(ask(&temp.path(path), last), met, "{path}");
    }
    assert_eq!(ask("/proc/self/fd/0", Last::Follow), Met::Something);
}

#[cfg(target_os = "linux")]
mod proc {
    use super::*;
    use std::os::fd::AsRawFd;

    #[test]
    fn process_links_lead_where_they_lead() {
        let temp = Temp::new();
        temp.dir("d");
        temp.file("d/f");
        let (dir, file) =
            (fs::File::open(temp.path("d")).unwrap(), fs::File::open(temp.path("d/f")).unwrap());
        let pid = std::process::id();
        for door in [
            "/proc/self/fd".to_owned(),
            "/dev/fd".into(),
            format!("/proc/{pid}/fd"),
            "/proc/thread-self/fd".into(),
        ] {
            let through = format!("{door}/{}", file.as_raw_fd());
            assert_eq!(resolve(&through, Last::Follow).unwrap(), temp.path("d/f"), "{through}");
            let through = format!("{door}/{}/f", dir.as_raw_fd());
            assert_eq!(resolve(&through, Last::Follow).unwrap(), temp.path("d/f"), "{through}");
        }
        let cwd = std::env::current_dir().unwrap();
        assert_eq!(resolve("/proc/self/cwd/x", Last::Follow).unwrap(), cwd.join("x").to_str().unwrap());
        assert_eq!(resolve("/proc/self/root/etc/passwd", Last::Follow).unwrap(), "/etc/passwd");
        assert_eq!(
            resolve("/proc/self/exe", Last::Follow).unwrap(),
            std::env::current_exe().unwrap().to_str().unwrap()
        );
    }

    #[test]
    fn what_goes_by_a_number_does_not_last() {
        let temp = Temp::new();
        temp.file("f");
        let file = fs::File::open(temp.path("f")).unwrap();
        let number = format!("/proc/self/fd/{}", file.as_raw_fd());
        symlink(&number, temp.path("link")).unwrap();
        for through in [
            number.clone(),
            temp.path("link"),
            format!("/dev/fd/{}", file.as_raw_fd()),
            "/proc/self/fd/999999".into(),
        ] {
            assert_eq!(resolve_lasting(&through, Last::Follow), Err(ResolveError::Passing), "{through}");
        }
        assert_eq!(resolve(&number, Last::Follow).unwrap(), temp.path("f"));
        assert_eq!(resolve_lasting("/proc/self/cwd/x", Last::Follow), Err(ResolveError::Passing));
        assert_eq!(resolve_lasting("/proc/self/fd/999999/x", Last::Keep), Err(ResolveError::Passing));
        // The link itself, what the process was started with, and links to files of processes that are none.
        let pid = std::process::id();
        assert_eq!(resolve_lasting(&number, Last::Keep).unwrap(), number.replace("self", &pid.to_string()));
        assert!(resolve_lasting("/dev/stdout", Last::Follow).is_ok());
        assert_eq!(
            resolve_lasting("/proc/self/status", Last::Follow).unwrap(),
            format!("/proc/{pid}/status")
        );
        assert_eq!(resolve_lasting(&temp.path("f"), Last::Follow).unwrap(), temp.path("f"));
    }

    #[test]
    fn an_unlinked_file_keeps_its_name_and_place() {
        let temp = Temp::new();
        temp.file("f");
        let file = fs::File::open(temp.path("f")).unwrap();
        fs::remove_file(temp.path("f")).unwrap();
        let through = format!("/proc/self/fd/{}", file.as_raw_fd());
        assert_eq!(resolve(&through, Last::Follow).unwrap(), temp.path("f (deleted)"));
    }

    #[test]
    fn a_file_put_where_the_link_only_points_by_name_is_not_taken_for_the_open_one() {
        let temp = Temp::new();
        temp.file("f");
        let file = fs::File::open(temp.path("f")).unwrap();
        fs::remove_file(temp.path("f")).unwrap();
        temp.file("f (deleted)");
        let through = format!("/proc/self/fd/{}", file.as_raw_fd());
        assert_eq!(resolve(&through, Last::Follow), Err(ResolveError::Opaque));
    }

    #[test]
    fn a_pipe_is_its_own_end() {
        let (reader, _writer) = std::io::pipe().unwrap();
        let through = format!("/proc/self/fd/{}", reader.as_raw_fd());
        let found = resolve(&through, Last::Follow).unwrap();
        assert!(
            found.starts_with("/proc/") && found.ends_with(&format!("/fd/{}", reader.as_raw_fd())),
            "{found}"
        );
    }
}

#[test]
fn a_hard_link_is_the_same_file() {
    let temp = Temp::new();
    temp.file("settings.js");
    assert!(!FileId::of(&temp.path("settings.js")).unwrap().has_other_names());
    fs::hard_link(temp.path("settings.js"), temp.path("copy")).unwrap();
    let (a, b) = (FileId::of(&temp.path("settings.js")).unwrap(), FileId::of(&temp.path("copy")).unwrap());
    assert!(a.has_other_names() && a.is_same_file(b));
}

#[test]
fn node_modules_is_found_at_any_depth() {
    let temp = Temp::new();
    temp.dir("a/b/c");
    assert!(!contains_node_modules(&temp.path("a")));
    temp.dir("a/b/c/node_modules");
    assert!(contains_node_modules(&temp.path("a")));
}

#[test]
fn a_pipe_is_not_read() {
    assert!(read_regular(std::path::Path::new("/dev/zero"), 10).is_err());
    assert!(read_regular(std::path::Path::new("/etc/passwd"), 3).is_err());
}

/// A tree of directories `d0..d3` in each other with links between them, made from numbers.
fn tree(links: &[(u8, u8, bool)]) -> Temp {
    let temp = Temp::new();
    let dirs = ["d0", "d0/d1", "d0/d1/d2", "d3", "d3/d4"];
    for dir in dirs {
        temp.dir(dir);
        temp.file(&format!("{dir}/f"));
    }
    for (n, (from, to, absolute)) in links.iter().enumerate() {
        let (from, to) = (dirs[usize::from(*from) % dirs.len()], dirs[usize::from(*to) % dirs.len()]);
        let target =
            if *absolute { temp.path(to) } else { format!("{}{to}", "../".repeat(from.split('/').count())) };
        temp.link(&format!("{from}/l{n}"), &target);
    }
    temp
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_exists_is_resolved_as_the_system_does(
        links in prop::collection::vec((any::<u8>(), any::<u8>(), any::<bool>()), 0..6),
        path in prop::collection::vec(prop::sample::select(vec!["d0", "d1", "d2", "d3", "d4", "f", "l0", "l1", "l2", "l3", "l4", "l5", "..", ".", ""]), 1..10),
    ) {
        let temp = tree(&links);
        let path = temp.path(&path.join("/"));
        if let Ok(real) = fs::canonicalize(&path) {
            prop_assert_eq!(resolve(&path, Last::Follow).unwrap(), real.to_str().unwrap());
        }
    }

    #[test]
    fn the_answer_is_absolute_plain_and_final(
        links in prop::collection::vec((any::<u8>(), any::<u8>(), any::<bool>()), 0..6),
        path in prop::collection::vec(prop::sample::select(vec!["d0", "d1", "l0", "l1", "nope", "f", "..", ".", ""]), 1..10),
    ) {
        let temp = tree(&links);
        if let Ok(found) = resolve(&temp.path(&path.join("/")), Last::Follow) {
            prop_assert!(found.starts_with('/'));
            prop_assert!(found.split('/').skip(1).all(|part| !matches!(part, "." | "..")));
            prop_assert_eq!(resolve(&found, Last::Follow).unwrap(), found);
        }
    }
}

#[test]
fn links_below_a_directory_are_found_with_what_lies_behind_them() {
    let temp = Temp::new();
    for dir in ["own/deep", "other/more", "far", "own/plain"] {
        temp.dir(dir);
    }
    temp.link("own/inside", "deep");
    temp.link("own/deep/back", "../plain");
    assert_eq!(ways_out(&temp.path("own"), true).unwrap(), Vec::<String>::new());
    temp.link("own/deep/out", &temp.path("other"));
    temp.link("other/more/further", "../../far");
    temp.link("far/round", &temp.path("own"));
    assert_eq!(ways_out(&temp.path("own"), true).unwrap(), [temp.path("other"), temp.path("far")]);
    assert_eq!(ways_out(&temp.path("nothing"), true).unwrap(), Vec::<String>::new());
}

#[test]
fn a_relative_link_that_leaves_a_directory_cannot_be_moved_along() {
    let temp = Temp::new();
    temp.dir("own/deep");
    temp.dir("pub");
    temp.link("own/deep/link", "../../pub");
    assert_eq!(ways_out(&temp.path("own"), true), Err(ResolveError::Climbs));
    assert_eq!(ways_out(&temp.path("own"), false).unwrap(), [temp.path("pub")]);
    assert_eq!(ways_out(&temp.path("own/deep"), true), Err(ResolveError::Climbs));
}
