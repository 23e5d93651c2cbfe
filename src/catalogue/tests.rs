use super::*;
use std::collections::HashSet;

#[test]
fn an_id_is_the_row_and_fits_a_128_bit_set() {
    assert!(ALL.len() <= 128);
    for (row, cap) in ALL.iter().enumerate() {
        assert_eq!(cap.id() as usize, row);
        assert_eq!(Capability::from_id(cap.id()), Some(*cap));
    }
    assert_eq!(Capability::from_id(ALL.len() as u32), None);
}

#[test]
fn every_name_is_written_once() {
    let mut seen = HashSet::new();
    for name in names().chain(LEGACY.iter().map(|(name, _)| *name)) {
        assert!(seen.insert(name), "{name} appears twice");
    }
}

#[test]
fn the_catalogue_is_the_one_of_the_specification() {
    let groups = [
        ("node", 17),
        ("flows", 5),
        ("storage", 2),
        ("registry", 2),
        ("settings", 2),
        ("hooks", 12),
        ("http", 6),
        ("events", 3),
        ("process", 5),
        ("fs", 2),
        ("network", 6),
        ("vm", 1),
        ("threads", 1),
        ("native", 2),
        ("inspector", 1),
        ("module", 1),
        ("comms", 1),
        ("all", 1),
    ];
    for (group, count) in groups {
        let found = ALL.iter().filter(|c| c.name().split(':').next() == Some(group)).count();
        assert_eq!(found, count, "{group}");
    }
    assert_eq!(ALL.len(), groups.iter().map(|(_, n)| n).sum::<usize>());
}

#[test]
fn a_group_shorthand_lists_every_member_of_its_group() {
    for (name, caps) in SHORTHANDS {
        let Some(group) = name.strip_suffix(":all") else { continue };
        let members: Vec<_> =
            ALL.iter().copied().filter(|c| c.name().starts_with(&format!("{group}:"))).collect();
        let mut listed = caps.to_vec();
        listed.sort();
        assert_eq!(listed, members, "{name}");
    }
}

#[test]
fn only_fs_paths_are_places_and_every_list_says_what_absent_means() {
    let replacing: Vec<_> = ALL
        .iter()
        .filter(|c| c.entry().config.is_some_and(|l| l.joining == Joining::Replaces))
        .map(|c| c.name())
        .collect();
    assert_eq!(replacing, ["fs:read", "fs:write"]);
    let blocked: Vec<_> = ALL
        .iter()
        .filter(|c| c.entry().config.is_some_and(|l| l.absent == Absent::AllBlocked))
        .map(|c| c.name())
        .collect();
    assert_eq!(
        blocked,
        [
            "events:subscribe",
            "events:emit",
            "events:unsubscribe",
            "process:exec",
            "fs:read",
            "fs:write",
            "native:addon",
            "native:wasm"
        ]
    );
}

#[test]
fn parameters_may_contain_colons() {
    let found = meaning("events:subscribe:flows:started").unwrap();
    assert_eq!((found.capabilities, found.parameter), (&[C::EventsSubscribe][..], Some("flows:started")));
    let found = meaning("module:load:@scope/name").unwrap();
    assert_eq!((found.capabilities, found.parameter), (&[C::ModuleLoad][..], Some("@scope/name")));
    assert_eq!(meaning("events:listen:x").map(|m| m.legacy), Ok(true));
}

#[test]
fn names_that_mean_nothing_are_refused() {
    assert_eq!(meaning("module:load"), Err(Unknown::NeedsParameter));
    assert_eq!(meaning("module:load:"), Err(Unknown::NeedsParameter));
    for name in ["", "fs", "fs:", "fs:reed", "fs:read:/data", "FS:READ", "all:x", "node:all:x", " fs:read"] {
        assert_eq!(meaning(name), Err(Unknown::Name), "{name}");
    }
}

#[test]
fn legacy_names_mean_what_the_specification_says() {
    assert_eq!(meaning("network:socket").unwrap().capabilities, [C::NetworkTcp, C::NetworkUdp]);
    assert_eq!(meaning("http:register").unwrap().capabilities, [C::HttpAdmin, C::HttpNode]);
    assert!(meaning("registry:register").unwrap().legacy);
    assert!(!meaning("registry:write").unwrap().legacy);
}
