use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;

use super::super::tests::{ENGINE, TEXTS, Temp, find, start};
use super::super::*;
use super::*;

/// A tree of modules that nothing has changed for a while.
struct Tree(Temp);

impl Tree {
    fn new() -> Self {
        let tree = Self(Temp::new());
        for (file, text) in [
            ("node_modules/app/package.json", "{}"),
            ("node_modules/app/index.js", ""),
            ("node_modules/app/lib/a.js", ""),
            ("node_modules/app/lib/deep/index.js", ""),
            ("node_modules/app/node_modules/own/index.js", ""),
            ("node_modules/app/esm/package.json", r#"{"name":"app"}"#),
            ("node_modules/app/esm/index.js", ""),
            ("node_modules/dep/package.json", r#"{"main":"lib/main"}"#),
            ("node_modules/dep/lib/main.js", ""),
            ("node_modules/@scope/dep/package.json", "{}"),
            ("node_modules/@scope/dep/index.js", ""),
        ] {
            tree.write(file, text);
        }
        tree
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.0.join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::create_dir_all(self.at(name).parent().unwrap()).unwrap();
        fs::write(self.at(name), text).unwrap();
    }

    /// The answers of Node.js: folder of who asks, request, file.
    fn answers(&self, list: &[(&str, &str, &str)]) -> String {
        let place = |name: &str| self.at(&format!("node_modules/{name}")).to_str().unwrap().to_owned();
        let mut text = String::new();
        let mut last = "";
        for (parent, request, file) in list {
            if last != *parent {
                text.push_str(if last.is_empty() { "" } else { "\0\0" });
                text.push_str(&place(parent));
            }
            text.push_str(&format!("\0{request}\0{}", place(file)));
            last = parent;
        }
        text
    }

    fn all(&self) -> String {
        self.answers(&[
            ("app", "./lib/a", "app/lib/a.js"),
            ("app/lib", "..", "app/index.js"),
            ("app/lib", "./deep", "app/lib/deep/index.js"),
            ("app/lib", "own", "app/node_modules/own/index.js"),
            ("app/lib", "dep", "dep/lib/main.js"),
            ("app", "@scope/dep", "@scope/dep/index.js"),
        ])
    }
}

type Change<'a> = &'a dyn Fn(&Tree);

/// Later than everything that the tests write.
const LATER: i64 = i64::MAX;

#[test]
fn where_modules_were_found_holds_as_long_as_nothing_changes_on_the_way() {
    let changes: [(&str, Change<'_>); 9] = [
        ("a file that comes before the folder", &|tree| tree.write("node_modules/app/lib/deep.js", "")),
        ("a file that comes before the extension", &|tree| tree.write("node_modules/app/lib/a", "")),
        ("a nearer instance", &|tree| tree.write("node_modules/app/node_modules/dep/index.js", "")),
        ("a nearer folder of packages", &|tree| {
            tree.write("node_modules/app/lib/node_modules/dep/index.js", "")
        }),
        ("another main file", &|tree| tree.write("node_modules/dep/package.json", r#"{"main":"lib/other"}"#)),
        ("another name of its own", &|tree| {
            tree.write("node_modules/app/package.json", r#"{"name":"dep","exports":"./x.js"}"#)
        }),
        ("a package.json", &|tree| tree.write("node_modules/app/lib/deep/package.json", r#"{"main":"x"}"#)),
        ("nothing there", &|tree| fs::remove_file(tree.at("node_modules/dep/lib/main.js")).unwrap()),
        ("a link in its place", &|tree| {
            fs::rename(tree.at("node_modules/dep/lib"), tree.at("node_modules/dep/real")).unwrap();
            symlink(tree.at("node_modules/dep/real"), tree.at("node_modules/dep/lib")).unwrap();
        }),
    ];
    for (what, change) in changes {
        let tree = Tree::new();
        let kept = record(&tree.all(), LATER).unwrap();
        assert_eq!(valid(&kept), Some(tree.all().as_str()), "{what}");
        change(&tree);
        assert_eq!(valid(&kept), None, "{what}");
    }
}

#[test]
fn what_kind_of_module_a_file_is_is_told_by_the_nearest_manifest() {
    for (file, text) in [
        ("node_modules/app/package.json", r#"{"type":"module"}"#),
        ("node_modules/app/lib/package.json", r#"{"type":"module"}"#),
    ] {
        let tree = Tree::new();
        // The one that asks has a nearer one.
        let text_of = tree.answers(&[("app/esm", "../lib/a", "app/lib/a.js")]);
        let kept = record(&text_of, LATER).unwrap();
        assert_eq!(valid(&kept), Some(text_of.as_str()), "{file}");
        tree.write(file, text);
        assert_eq!(valid(&kept), None, "{file}");
    }
}

#[test]
fn what_cannot_be_explained_is_not_kept() {
    let tree = Tree::new();
    symlink(tree.at("node_modules/dep"), tree.at("node_modules/link")).unwrap();
    for (parent, request, file) in [
        ("app", "link", "dep/lib/main.js"),
        ("app", "./lib/none", "app/lib/none.js"),
        ("app", "dep", "app/index.js"),
        ("app", "nobody", "dep/lib/main.js"),
        ("app", "#internal", "app/lib/a.js"),
        ("link", "./lib/main", "link/lib/main.js"),
        ("app/index.js", "./lib/a", "app/lib/a.js"),
    ] {
        assert_eq!(record(&tree.answers(&[(parent, request, file)]), LATER), None, "{request}");
        let both = tree.answers(&[(parent, request, file), ("app", "./lib/a", "app/lib/a.js")]);
        let kept = record(&both, LATER).unwrap();
        assert_eq!(
            valid(&kept),
            Some(tree.answers(&[("app", "./lib/a", "app/lib/a.js")]).as_str()),
            "{request}"
        );
    }
    // It may have been otherwise when Node.js looked.
    assert_eq!(record(&tree.all(), 0), None);
    for broken in [&b""[..], b"\x01\0\0\0", b"\x01\0\0\0\xff\xff\xff\xff/", b"\0\0\0\0\xff"] {
        assert_eq!(valid(broken), None);
    }
}

#[test]
fn places_are_kept_beside_the_code_for_the_same_options_only() {
    let (temp, tree) = (Temp::new(), Tree::new());
    let mut cache = CodeCache::open(&temp.state(), ENGINE);
    assert_eq!(cache.places(b"--x"), None);
    cache.began = LATER;
    cache.keep_places(b"--x", &tree.all()).unwrap();
    cache.finish().unwrap();
    assert_eq!(start(&temp.state(), ENGINE, &TEXTS), 0);
    let mut cache = CodeCache::open(&temp.state(), ENGINE);
    assert_eq!(cache.places(b"--x"), Some(tree.all()));
    assert_eq!(cache.places(b"--y"), None);
    assert_eq!(find(&mut cache, "/a.js", "let a").unwrap(), b"code of a");
}
