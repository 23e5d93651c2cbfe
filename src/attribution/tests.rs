use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use super::closure::closure;
use super::manifest::Manifest;
use super::owner::{Kind, Owners};
use super::scripts::{Class, EVAL, INTERNAL, NOBODY, Nearest, SENTINEL, Scripts, VIA};

struct Temp(PathBuf);

impl Temp {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("nrg-attribution-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let dir = std::env::temp_dir().join(name);
        fs::create_dir_all(&dir).unwrap();
        Self(dir.canonicalize().unwrap())
    }

    fn path(&self, rest: &str) -> String {
        self.0.join(rest).to_str().unwrap().to_owned()
    }

    /// A package with this package.json.
    fn package(&self, dir: &str, json: &str) -> String {
        fs::create_dir_all(self.path(dir)).unwrap();
        fs::write(self.path(&format!("{dir}/package.json")), json).unwrap();
        self.path(dir)
    }

    fn closure(&self, dir: &str) -> Vec<String> {
        let strip = |path: PathBuf| path.strip_prefix(&self.0).unwrap().to_str().unwrap().to_owned();
        closure(&self.0.join(dir)).into_iter().map(strip).collect()
    }
}

impl Drop for Temp {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn named(name: &str) -> String {
    format!(r#"{{ "name": "{name}" }}"#)
}

#[test]
fn the_closure_follows_dependencies_from_real_path_to_real_path() {
    let temp = Temp::new();
    temp.package("lib/node_modules/node-red", r#"{ "name": "node-red", "dependencies": { "express": "4", "linked": "1" }, "devDependencies": { "mocha": "1" } }"#);
    temp.package("lib/node_modules/node-red/node_modules/express", r#"{ "name": "express", "dependencies": { "qs": "6" }, "peerDependencies": { "peer": "1", "maybe": "1" }, "peerDependenciesMeta": { "maybe": { "optional": true } } }"#);
    for name in ["qs", "peer", "maybe", "mocha", "evil"] {
        temp.package(&format!("lib/node_modules/node-red/node_modules/{name}"), &named(name));
    }
    temp.package("elsewhere/linked", r#"{ "name": "linked", "dependencies": { "deep": "1" } }"#);
    temp.package("elsewhere/node_modules/deep", &named("deep"));
    std::os::unix::fs::symlink(temp.path("elsewhere/linked"), temp.path("lib/node_modules/linked")).unwrap();
    assert_eq!(
        temp.closure("lib/node_modules/node-red"),
        [
            "elsewhere/linked",
            "elsewhere/node_modules/deep",
            "lib/node_modules/node-red",
            "lib/node_modules/node-red/node_modules/express",
            "lib/node_modules/node-red/node_modules/peer",
            "lib/node_modules/node-red/node_modules/qs",
        ]
    );
}

#[test]
fn a_package_under_a_name_that_core_asks_for_but_left_out_does_not_become_core() {
    let temp = Temp::new();
    temp.package(
        "node_modules/node-red",
        r#"{ "name": "node-red", "dependencies": { "@node-rs/bcrypt": "1", "alias": "npm:real@1" } }"#,
    );
    temp.package("node_modules/@node-rs/bcrypt", r#"{ "name": "@node-rs/bcrypt", "optionalDependencies": { "@node-rs/bcrypt-win32-ia32-msvc": "1", "@node-rs/bcrypt-other": "1", "fsevents": "2" } }"#);
    temp.package("node_modules/@node-rs/bcrypt-win32-ia32-msvc", &named("@node-rs/bcrypt-win32-ia32-msvc"));
    temp.package("node_modules/@node-rs/bcrypt-other", &named("evil"));
    temp.package("node_modules/alias", &named("real"));
    assert_eq!(
        temp.closure("node_modules/node-red"),
        ["node_modules/@node-rs/bcrypt", "node_modules/alias", "node_modules/node-red"]
    );
}

#[test]
fn circular_dependencies_and_names_that_climb_do_not_hurt() {
    let temp = Temp::new();
    temp.package(
        "node_modules/node-red",
        r#"{ "name": "node-red", "dependencies": { "a": "1", "../../etc": "1", "": "1", ".": "1" } }"#,
    );
    temp.package("node_modules/a", r#"{ "name": "a", "dependencies": { "node-red": "1" } }"#);
    assert_eq!(temp.closure("node_modules/node-red"), ["node_modules/a", "node_modules/node-red"]);
    assert!(closure(Path::new("/nonexistent")).is_empty());
}

#[test]
fn a_manifest_that_is_no_manifest_says_nothing() {
    for text in ["", "[]", "null", "{", r#"{"dependencies":[1],"node-red":"x","name":7}"#, "\u{feff}{}"] {
        let manifest = Manifest::parse(text.as_bytes()).unwrap_or_default();
        assert_eq!(manifest, Manifest::default(), "{text}");
    }
    assert!(Manifest::parse("[".repeat(100_000).as_bytes()).is_none());
}

fn owners(temp: &Temp) -> Owners {
    let mut owners = Owners::default();
    owners.configure(
        &temp.path("data"),
        &temp.path("data/node_modules/@nrg/sentinel"),
        &[temp.path("core/node-red"), temp.path("core/node-red/node_modules/express")],
        &[temp.path("data/settings.js")],
        &[temp.path("data/nodes")],
    );
    owners
}

fn who(owners: &mut Owners, file: &str) -> (Kind, String) {
    let owner = owners.owner(file);
    (owner.kind, owner.name)
}

#[test]
fn only_listed_directories_are_core() {
    let temp = Temp::new();
    let mut owners = owners(&temp);
    let core = (Kind::Core, String::new());
    let package = |name: &str| (Kind::Package, name.to_owned());
    for (file, owner) in [
        ("core/node-red/red.js", core.clone()),
        ("core/node-red/lib/a/b.js", core.clone()),
        ("core/node-red/node_modules/express/lib/x.js", core.clone()),
        ("core/node-red/node_modules/evil/x.js", package("evil")),
        ("core/node-red/node_modules/@node-red/evil/x.js", package("@node-red/evil")),
        ("core/node-red/node_modules/express/node_modules/evil/x.js", package("evil")),
        ("core/node-red2/x.js", (Kind::PathNamed, temp.path("core/node-red2/x.js"))),
        ("data/node_modules/express/x.js", package("express")),
        ("data/node_modules/x/node_modules/@a/b/lib/x.js", package("@a/b")),
        ("data/node_modules/x/express/x.js", package("x")),
        ("data/node_modules/single.js", package("single.js")),
        ("data/settings.js", core.clone()),
        ("data/other.js", (Kind::PathNamed, "./other.js".into())),
        ("data/nodes/foo.js", (Kind::PathNamed, "./nodes/foo.js".into())),
        ("data/nodes/sub/bar.js", (Kind::PathNamed, "./nodes/sub/bar.js".into())),
        ("data/nodes/node_modules/dep/x.js", package("dep")),
        ("data/node_modules/@nrg/sentinel/js/preload.js", (Kind::Sentinel, String::new())),
        ("data/node_modules/@nrg/sentinel/node_modules/evil/x.js", package("evil")),
        ("data/node_modules/@nrg/other/x.js", package("@nrg/other")),
    ] {
        for _ in 0..2 {
            assert_eq!(who(&mut owners, &temp.path(file)), owner, "{file}");
        }
    }
}

#[test]
fn a_linked_package_keeps_the_name_it_was_installed_under() {
    let temp = Temp::new();
    fs::create_dir_all(temp.path("data/node_modules/@scope")).unwrap();
    temp.package("src/mine", r#"{ "name": "express", "node-red": {} }"#);
    temp.package("src/theirs", r#"{ "name": "x" }"#);
    std::os::unix::fs::symlink(temp.path("src/mine"), temp.path("data/node_modules/mine")).unwrap();
    let mut owners = owners(&temp);
    let owner = owners.owner(&temp.path("src/mine/lib/x.js"));
    assert_eq!((owner.kind, owner.name.as_str(), owner.is_palette), (Kind::Package, "mine", true));
    assert_eq!(owner.root, temp.path("src/mine"));
    assert_eq!(who(&mut owners, &temp.path("src/mine/node_modules/dep/x.js")), (Kind::Package, "dep".into()));
    // Linked after the first look: found on the miss.
    assert_eq!(who(&mut owners, &temp.path("src/theirs/x.js")).0, Kind::PathNamed);
    std::os::unix::fs::symlink(temp.path("src/theirs"), temp.path("data/node_modules/@scope/theirs"))
        .unwrap();
    assert_eq!(who(&mut owners, &temp.path("src/theirs/x.js")), (Kind::Package, "@scope/theirs".into()));
}

/// As `pnpm` installs: what was asked for is a link to where it lies, beside what it depends on.
#[test]
fn packages_in_a_store_are_who_they_are_linked_as() {
    let temp = Temp::new();
    let store = "data/node_modules/.pnpm";
    temp.package(&format!("{store}/mine@1.0.0/node_modules/mine"), r#"{ "name": "mine", "node-red": {} }"#);
    temp.package(&format!("{store}/dep@1.0.0/node_modules/dep"), r#"{ "name": "dep", "node-red": {} }"#);
    let link = |to: &str, at: &str| std::os::unix::fs::symlink(temp.path(to), temp.path(at)).unwrap();
    link(&format!("{store}/mine@1.0.0/node_modules/mine"), "data/node_modules/mine");
    link(&format!("{store}/dep@1.0.0/node_modules/dep"), &format!("{store}/mine@1.0.0/node_modules/dep"));
    let mut owners = owners(&temp);
    let mut of = |file: &str| {
        let owner = owners.owner(&temp.path(&format!("{store}/{file}")));
        (owner.name, owner.is_linked)
    };
    assert_eq!(of("mine@1.0.0/node_modules/mine/lib/x.js"), ("mine".into(), true));
    // What only packages ask for, whatever it is called, and what lies in the folder of one.
    assert_eq!(of("dep@1.0.0/node_modules/dep/x.js"), ("dep".into(), false));
    assert_eq!(of("mine@1.0.0/node_modules/mine/node_modules/mine/x.js"), ("mine".into(), false));
    assert_eq!(of("other@1.0.0/node_modules/mine/x.js"), ("mine".into(), false));
    // Beside Node-RED, in the folder of an application; and in one that a package brings along.
    for (app, is_linked) in [("app", true), ("data/node_modules/evil", false)] {
        let root = format!("{app}/node_modules/.pnpm/mine@1.0.0/node_modules/mine");
        temp.package(&root, r#"{ "name": "mine", "node-red": {} }"#);
        link(&root, &format!("{app}/node_modules/mine"));
        let owner = owners.owner(&temp.path(&format!("{root}/x.js")));
        assert_eq!((owner.name.as_str(), owner.is_linked), ("mine", is_linked), "{app}");
    }
}

#[test]
fn a_package_outside_every_node_modules_is_named_by_its_place() {
    let temp = Temp::new();
    temp.package("lib/helper", r#"{ "name": "express" }"#);
    temp.package("data", r#"{ "name": "node-red-project" }"#);
    let mut owners = owners(&temp);
    assert_eq!(who(&mut owners, &temp.path("lib/helper/a/b.js")), (Kind::PathNamed, temp.path("lib/helper")));
    assert_eq!(who(&mut owners, &temp.path("data/x/y.js")), (Kind::PathNamed, "./x/y.js".into()));
}

#[test]
fn declared_dependencies_are_known_and_read_again_when_they_change() {
    let temp = Temp::new();
    let root = temp.package("p", r#"{ "dependencies": { "a": "1" }, "optionalDependencies": { "b": "1" }, "peerDependencies": { "c": "1" }, "devDependencies": { "d": "1" } }"#);
    let mut owners = Owners::default();
    assert!(["a", "b", "c"].iter().all(|name| owners.declares(&root, name)));
    assert!(!owners.declares(&root, "d"));
    let without = temp.package("w", r#"{ "dependencies": { "a": "1" }, "optionalDependencies": { "b": "1" }, "peerDependencies": { "c": "1", "d": "1" }, "peerDependenciesMeta": { "c": { "optional": true }, "d": {}, "e": { "optional": true } } }"#);
    assert!(["b", "c", "e"].iter().all(|name| owners.does_without(&without, name)));
    assert!(["a", "d", "f"].iter().all(|name| !owners.does_without(&without, name)));
    temp.package("p", r#"{ "dependencies": { "other": "1" } }"#);
    assert!(!owners.declares(&root, "a") && owners.declares(&root, "other"));
}

fn walk(classes: &[Class], internals: &[u32]) -> u32 {
    let set = internals.iter().copied().collect();
    let mut nearest = Nearest::new(Some(&set));
    classes.iter().find_map(|class| nearest.push(*class)).unwrap_or_else(|| nearest.finish())
}

#[test]
fn the_nearest_third_party_script_decides() {
    use Class::{Eval, Internal, Principal, Sentinel, Unknown};
    assert_eq!(walk(&[Sentinel, Principal(0), Principal(7), Principal(8)], &[]), 7);
    assert_eq!(walk(&[Sentinel, Principal(0), Internal(1)], &[]), 0);
    assert_eq!(walk(&[Principal(0), Eval, Principal(7)], &[]), EVAL);
    assert_eq!(walk(&[Principal(0), Unknown, Principal(0)], &[]), 1);
}

#[test]
fn no_frame_that_vouches_is_no_pass() {
    use Class::{Internal, Sentinel};
    assert_eq!(walk(&[], &[]), NOBODY);
    assert_eq!(walk(&[Sentinel, Internal(3)], &[]), NOBODY);
}

#[test]
fn only_the_immediate_caller_counts_as_internal() {
    use Class::{Internal, Principal, Sentinel};
    assert_eq!(walk(&[Sentinel, Internal(3), Principal(7)], &[3]), INTERNAL);
    assert_eq!(walk(&[Internal(4), Internal(3), Principal(7)], &[3]), 7);
    assert_eq!(walk(&[Principal(0), Internal(3)], &[3]), 0);
}

#[test]
fn who_stands_behind_a_script_of_node_is_told_with_it() {
    use Class::{Internal, Principal, Sentinel};
    let behind = |classes: &[Class]| {
        let set = [3].into();
        let mut nearest = Nearest::new(Some(&set)).through();
        let answer =
            classes.iter().find_map(|class| nearest.push(*class)).unwrap_or_else(|| nearest.finish());
        nearest.mark(answer)
    };
    assert_eq!(behind(&[Sentinel, Internal(3), Internal(4), Principal(7)]), VIA | 7);
    assert_eq!(behind(&[Internal(3), Principal(0)]), VIA);
    assert_eq!(behind(&[Internal(3)]), VIA | (NOBODY & (VIA - 1)));
    assert_eq!(behind(&[Internal(4), Internal(3), Principal(7)]), 7);
    assert_eq!(behind(&[Principal(7), Internal(3)]), 7);
    assert_eq!(behind(&[Principal(0), Internal(3)]), 0);
}

#[test]
fn a_script_two_principals_claim_belongs_to_neither() {
    let mut scripts = Scripts::default();
    scripts.bind(5, 3);
    scripts.bind(5, 3);
    assert_eq!(scripts.owner(5), Some(3));
    scripts.bind(5, 4);
    assert_eq!(scripts.owner(5), Some(1));
    scripts.bind(5, 3);
    assert_eq!(scripts.owner(5), Some(1));
}

#[test]
fn names_count_only_for_scripts_never_bound_and_only_once() {
    let mut scripts = Scripts::default();
    scripts.set_sentinel_dir("/opt/a b");
    scripts.bind(5, 3);
    assert_eq!(scripts.get(5), Some(Class::Principal(3)));
    for (first, second, name) in
        [(10, 11, "node:fs"), (12, 13, "/opt/a b/js/x.js"), (14, 15, "file:///opt/a%20b/js/y.mjs")]
    {
        assert!(!matches!(scripts.classify(first, false, Some(name)), Class::Unknown), "{name}");
        assert_eq!(scripts.classify(second, false, Some(name)), Class::Unknown, "{name}");
    }
    assert_eq!(scripts.classify(16, false, Some("/opt/a bc/x.js")), Class::Unknown);
    assert_eq!(scripts.classify(17, false, Some("Function node:1 [x]")), Class::Principal(2));
    for id in [30, 31] {
        assert_eq!(scripts.classify(id, false, Some("vm:7:evalmachine.<anonymous>")), Class::Principal(7));
    }
    for name in ["vm:0:x", "vm:1:x", "vm:2:x", "vm:7", "vm:module(7)", "vm::7:x", "vm:-7:x", " vm:7:x"] {
        assert_eq!(scripts.classify(32, false, Some(name)), Class::Unknown, "{name}");
    }
    assert_eq!(scripts.classify(18, true, Some("node:fs")), Class::Eval);
    assert_eq!(scripts.classify(19, false, None), Class::Unknown);
}

#[test]
fn a_module_bound_by_name_after_it_was_seen_is_recognised() {
    let mut scripts = Scripts::default();
    assert_eq!(scripts.classify(20, false, Some("file:///m.mjs")), Class::Unknown);
    scripts.bind_name("file:///m.mjs", 9);
    assert!(scripts.armed());
    assert_eq!(scripts.get(20), None);
    assert_eq!(scripts.classify(20, false, Some("file:///m.mjs")), Class::Principal(9));
    scripts.bind_name("file:///n.mjs", 9);
    scripts.bind_name("file:///n.mjs", 8);
    assert_eq!(scripts.classify(21, false, Some("file:///n.mjs")), Class::Principal(1));
}

#[test]
fn sentinel_and_core_do_not_arm() {
    let mut scripts = Scripts::default();
    scripts.bind(1, 0);
    scripts.bind(2, SENTINEL);
    assert!(!scripts.armed());
    assert_eq!(scripts.get(2), Some(Class::Sentinel));
    scripts.bind(3, 3);
    assert!(scripts.armed());
}

#[test]
fn compiling_strings_without_end_fills_no_memory() {
    let mut scripts = Scripts::default();
    for id in (1 << 20)..(1 << 20) + 1000 {
        scripts.classify(id, true, None);
        assert_eq!(scripts.get(id), None);
    }
    scripts.bind(1 << 30, 4);
    assert_eq!(scripts.owner(1 << 30), Some(4));
}

#[test]
fn in_a_confined_thread_every_script_is_one_principal_but_those_of_node_and_sentinel() {
    let mut scripts = Scripts::default();
    scripts.set_sentinel_dir("/opt/s");
    assert_eq!(scripts.classify(1, false, Some("node:fs")), scripts.get(1).unwrap_or(Class::Eval));
    assert_eq!(scripts.classify(2, false, None), Class::Unknown);
    scripts.confine(7);
    assert!(scripts.armed());
    for (id, is_eval, name) in [
        (2, false, None),
        (3, true, None),
        (4, false, Some("file:///m.mjs")),
        (5, false, Some("Function node:1")),
    ] {
        assert_eq!(scripts.classify(id, is_eval, name), Class::Principal(7), "{name:?}");
    }
    for other in [0, 1, 3] {
        scripts.bind(6, other);
        assert_eq!(scripts.get(6), Some(Class::Principal(7)));
    }
    scripts.bind_name("/core.js", 0);
    assert_eq!(scripts.classify(8, false, Some("/core.js")), Class::Principal(7));
    assert_eq!(scripts.classify(9, false, Some("/opt/s/a.js")), Class::Sentinel);
    assert_eq!(scripts.classify(10, false, Some("/opt/s/a.js")), Class::Principal(7));
    assert!(matches!(scripts.classify(11, false, Some("node:net")), Class::Internal(_)));
    assert_eq!(scripts.classify(12, false, Some("node:net")), Class::Principal(7));
}
