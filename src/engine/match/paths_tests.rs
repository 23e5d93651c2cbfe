use super::*;
use proptest::prelude::*;

fn set(patterns: &[&str]) -> PathSet {
    with(patterns, Rules::EXACT)
}

fn with(patterns: &[&str], rules: Rules) -> PathSet {
    PathSet::new(patterns.iter().map(|p| PathPattern::parse(p, rules).unwrap()), rules)
}

fn hit(pattern: &str, path: &str) -> bool {
    set(&[pattern]).contains(path) == Listed::Yes
}

#[test]
fn a_directory_covers_itself_and_everything_under_it_and_no_neighbour() {
    for pattern in ["/data/shared", "/data/shared/", "//data//shared", "/data/shared/**"] {
        for path in ["/data/shared", "/data/shared/a", "/data/shared/a/b.txt"] {
            assert!(hit(pattern, path), "{pattern} {path}");
        }
        for path in [
            "/data",
            "/",
            "/data/shared2",
            "/data/share",
            "/data/shared.txt",
            "/x/data/shared",
            "/data/Shared",
        ] {
            assert!(!hit(pattern, path), "{pattern} {path}");
        }
    }
}

#[test]
fn the_root_covers_everything() {
    for pattern in ["/", "/**", "**"] {
        assert!(hit(pattern, "/"), "{pattern}");
        assert!(hit(pattern, "/etc/passwd"), "{pattern}");
    }
}

#[test]
fn star_and_question_mark_and_classes_stay_in_a_segment() {
    for (pattern, yes, no) in [
        (
            "/data/*.csv",
            &["/data/a.csv"][..],
            &["/data/a/b.csv", "/data/a.csv/x", "/data", "/data/x.csv2"][..],
        ),
        ("/data/*/log", &["/data/a/log"], &["/data/log", "/data/a/b/log", "/data/a/log/x"]),
        ("/data/?", &["/data/a"], &["/data/", "/data//", "/data/a/b", "/data/ab"]),
        ("/d[!a]ta", &["/dxta"], &["/data", "/d/ta"]),
        ("/d[a-c]ta", &["/data"], &["/d/ta", "/data/x"]),
    ] {
        for path in yes {
            assert!(hit(pattern, path), "{pattern} should match {path}");
        }
        for path in no {
            assert!(!hit(pattern, path), "{pattern} should not match {path}");
        }
    }
}

#[test]
fn two_stars_cross_segments() {
    for (pattern, yes, no) in [
        (
            "/data/**/x.txt",
            &["/data/x.txt", "/data/a/x.txt", "/data/a/b/x.txt"][..],
            &["/data/a/x.txt/y", "/x.txt"][..],
        ),
        ("**/*.csv", &["/a.csv", "/a/b/c.csv"], &["/a.csv/d"]),
        ("/a/**/b/**/c", &["/a/b/c", "/a/1/b/2/3/c", "/a/b/b/c"], &["/a/c", "/a/c/b"]),
        ("/a/**/b/**", &["/a/b", "/a/x/b/y"], &["/a/x"]),
    ] {
        for path in yes {
            assert!(hit(pattern, path), "{pattern} should match {path}");
        }
        for path in no {
            assert!(!hit(pattern, path), "{pattern} should not match {path}");
        }
    }
}

#[test]
fn entries_that_could_mean_several_things_are_refused_by_name() {
    for text in [
        "data",
        "./data",
        "~/data",
        "*.csv",
        "",
        "/data/../etc",
        "/data/./x",
        "/data/**.csv",
        "/a**/b",
        "/a[b",
        "/a\0b",
        "**/a/**/b/**/c/**/d/**/e",
    ] {
        assert!(PathPattern::parse(text, Rules::EXACT).is_err(), "{text}");
    }
    assert!(PathPattern::parse("data", Rules::EXACT).unwrap_err().0.contains("`data`"));
}

#[test]
fn case_is_ignored_only_where_the_volume_ignores_it() {
    let rules = Rules { ignore_case: true, windows: false };
    assert_eq!(with(&["/Data/*.CSV"], rules).contains("/dATA/x.csv"), Listed::Yes);
    assert_eq!(with(&["/Data"], rules).contains("/DATA/x"), Listed::Yes);
    assert_eq!(set(&["/Data"]).contains("/data/x"), Listed::No);
}

#[test]
fn windows_paths_match_with_either_separator_in_the_entry() {
    let rules = Rules { ignore_case: true, windows: true };
    for pattern in ["C:\\Data", "c:/data/", "C:\\Data\\**"] {
        assert_eq!(with(&[pattern], rules).contains("C:/data/x"), Listed::Yes, "{pattern}");
        assert_eq!(with(&[pattern], rules).contains("D:/data/x"), Listed::No, "{pattern}");
    }
    assert!(
        is_resolved("C:/data", rules) && !is_resolved("C:\\data", rules) && !is_resolved("C:data", rules)
    );
}

#[test]
fn only_resolved_paths_are_judged() {
    for path in ["/", "/a", "/a/b", "/a/..b", "/a/b..", "/...", "/a b"] {
        assert!(is_resolved(path, Rules::EXACT), "{path}");
    }
    for path in ["", "a", "a/b", "//a", "/a//b", "/a/", "/a/./b", "/a/../b", "/..", "/a/..", "/a\0b", "C:/x"]
    {
        assert!(!is_resolved(path, Rules::EXACT), "{path}");
    }
    assert!(!is_resolved(&"/a".repeat(MAX_PATH), Rules::EXACT));
}

#[test]
fn nested_roots_and_neighbours_with_low_characters_are_found() {
    let all = set(&["/a/b", "/a", "/a-b", "/a!b/c", "/a/b/c", "/z"]);
    for path in ["/a", "/a/b/c/d", "/a-b", "/a-b/c", "/a!b/c", "/z/z"] {
        assert_eq!(all.contains(path), Listed::Yes, "{path}");
    }
    for path in ["/a!b", "/a!", "/a-", "/b", "/", "/zz"] {
        assert_eq!(all.contains(path), Listed::No, "{path}");
    }
    assert!(all.any_root_below("/") && all.any_root_below("/a!b") && all.any_root_below("/z"));
    assert!(!all.any_root_below("/z/z") && !all.any_root_below("/y") && !all.any_root_below("/a!"));
}

#[test]
fn a_list_may_have_something_below_a_path() {
    let list = set(&["/data/in/x", "/logs/*/today", "/own"]);
    for path in
        ["/", "/data", "/data/in", "/data/in/x", "/data/in/x/y", "/logs", "/logs/a", "/logs/a/b", "/own/z"]
    {
        assert_eq!(list.touches(path), Listed::Yes, "{path}");
    }
    for path in ["/data/in/y", "/data/i", "/dat", "/logs2", "/ownx"] {
        assert_eq!(list.touches(path), Listed::No, "{path}");
    }
}

#[test]
fn the_directories_above_what_is_listed_are_named_and_nothing_beside_them() {
    let list = set(&["/data/in/x", "/logs/*/b", "**/own"]);
    for path in ["/", "/data", "/data/in", "/data/in/x", "/logs"] {
        assert_eq!(list.leads_from(path), Listed::Yes, "{path}");
    }
    for path in ["/data/in/x/y", "/data/in/y", "/dat", "/data/i", "/logs/a", "/logs2", "/any"] {
        assert_eq!(list.leads_from(path), Listed::No, "{path}");
    }
    assert_eq!(set(&["**/own"]).leads_from("/"), Listed::No);
}

#[test]
fn a_directory_can_be_named_without_what_is_in_it() {
    let list = set(&["/data/in/.", "/logs", "/."]);
    for path in ["/data/in", "/", "/logs", "/logs/a"] {
        assert_eq!(list.contains(path), Listed::Yes, "{path}");
    }
    for path in ["/data/in/x", "/data/in/x/y", "/data", "/data/i", "/data/in2", "/other"] {
        assert_eq!(list.contains(path), Listed::No, "{path}");
    }
    let list = set(&["/data/in/."]);
    assert_eq!(
        [list.touches("/data/in/x"), list.touches("/data/in"), list.touches("/data")],
        [Listed::No, Listed::Yes, Listed::Yes]
    );
    assert_eq!([list.leads_from("/data"), list.leads_from("/data/in/x")], [Listed::Yes, Listed::No]);
    let moved =
        PathSet::new([PathPattern::parse("/data/in/.", Rules::EXACT).unwrap().rebased("/mnt")], Rules::EXACT);
    assert_eq!(
        [moved.contains("/mnt"), moved.contains("/mnt/x"), moved.contains("/data/in")],
        [Listed::Yes, Listed::No, Listed::No]
    );
    for text in ["/data/*/.", "**/.", "/data/./in", "/data/././.", "data/.", "/data/../."] {
        assert!(PathPattern::parse(text, Rules::EXACT).is_err(), "{text}");
    }
}

#[test]
fn an_entry_can_be_moved_to_where_its_symlink_leads() {
    let moved = PathPattern::parse("/data/in/*.csv", Rules::EXACT).unwrap();
    assert_eq!(moved.base(), "/data/in");
    let moved = PathSet::new([moved.rebased("/mnt/in/")], Rules::EXACT);
    assert_eq!(moved.contains("/mnt/in/a.csv"), Listed::Yes);
    assert_eq!(moved.contains("/data/in/a.csv"), Listed::No);
}

fn paths() -> impl Strategy<Value = String> {
    prop::collection::vec("[ab!.-]{1,2}".prop_filter("dots", |s| s != "." && s != ".."), 0..5)
        .prop_map(|s| format!("/{}", s.join("/")))
}

proptest! {
    #[test]
    fn a_path_outside_every_granted_directory_is_never_listed(roots in prop::collection::vec(paths(), 0..6), path in paths()) {
        let refs: Vec<&str> = roots.iter().map(String::as_str).collect();
        let expected = roots.iter().any(|r| r == "/" || path == *r || path.starts_with(&format!("{r}/")));
        prop_assert_eq!(set(&refs).contains(&path), Listed::from(expected));
        let below = roots.iter().any(|r| path == "/" || path == *r || r.starts_with(&format!("{path}/")));
        prop_assert_eq!(expected || set(&refs).any_root_below(&path), expected || below);
    }

    #[test]
    fn an_escaped_path_grants_that_path_and_what_is_under_it_only(a in "(/[a\\[\\]*?!-]{1,3}){1,3}", b in "(/[a\\[\\]*?!-]{1,3}){1,3}") {
        let entry = set(&[&glob::escape(&a)]);
        prop_assert_eq!(entry.contains(&a), Listed::Yes);
        prop_assert_eq!(entry.contains(&b), Listed::from(is_under(&b, &a) ));
    }

    #[test]
    fn no_entry_and_no_path_makes_the_matcher_fail(p in "[/*?\\[\\]!a.é]{0,16}", t in "[/a.é\\[*]{0,16}") {
        if let Ok(pattern) = PathPattern::parse(&p, Rules::EXACT) {
            let _ = PathSet::new([pattern], Rules::EXACT).contains(&t);
        }
    }
}
