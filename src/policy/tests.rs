use super::*;
use crate::engine::{Decision, Engine, PathScope, PrincipalId, Refusal, Resource};
use proptest::prelude::*;

pub(super) fn parse(settings: Option<&str>, grants: Option<&str>) -> Result<Policy, PolicyErrors> {
    fn source<'a>(file: &'a str, text: &'a str) -> Source<'a> {
        Source { file, bytes: text.as_bytes() }
    }
    Policy::parse(&Input {
        settings: settings.map(|t| source("/data/settings.js", t)),
        grants: grants.map(|t| source("/data/.sentinel-grants.json", t)),
        legacy_grants: None,
        rules: Rules::EXACT,
    })
}

pub(super) fn good(settings: Option<&str>, grants: Option<&str>) -> Policy {
    parse(settings, grants).unwrap_or_else(|e| panic!("{e}"))
}

/// The complaints about a grants file, one line each.
fn complaints(grants: &str) -> String {
    parse(None, Some(grants)).err().map(|e| e.to_string()).unwrap_or_default()
}

pub(super) fn engine(policy: &Policy) -> (Engine, PrincipalId) {
    let mut engine = Engine::new();
    engine.install(policy.compile(&|_| None));
    let who = engine.principal("pkg");
    (engine, who)
}

pub(super) fn reads(policy: &Policy, path: &str) -> bool {
    let (engine, who) = engine(policy);
    let found = engine.decide(who, Capability::FsRead, &Resource::Path { path, scope: PathScope::Itself });
    matches!(found, Decision::Allowed(_))
}

pub(super) fn fetches(policy: &Policy, url: &str) -> bool {
    let (engine, who) = engine(policy);
    matches!(engine.decide(who, Capability::NetworkHttp, &Resource::Url(url)), Decision::Allowed(_))
}

#[test]
fn nothing_written_is_an_empty_policy() {
    for (settings, grants) in [(None, None), (Some("null"), None), (Some("{}"), Some("{}"))] {
        let policy = good(settings, grants);
        assert!(policy.packages().is_empty() && policy.warnings().is_empty());
        assert_eq!(
            (policy.mode(), policy.provenance(), policy.approval()),
            (Mode::Enforce, Provenance::Enforce, Approval::Off)
        );
    }
}

#[test]
fn the_canonical_form_is_read() {
    let policy = good(
        Some(
            r#"{"server":{"defaults":{"capabilityConfig":{"fs:read":{"allowedPaths":["/data/shared"]}}},
                "packages":{"node-red-contrib-x":{"capabilities":["registry:write","fs:read"],"capabilityConfig":{}}},
                "types":{"mqtt-broker":{"node:credentials:read":{"packages":["node-red-contrib-y"],"types":["mqtt in"]}}},
                "network":{"allowlist":["https://a.example/"]},"provenance":"detect","strictModules":true},
              "client":{"network":{"allowlist":["https://cdn.example.com/"]},"csp":{"img-src":["'self'","data:"]}},
              "deployments":{"approval":"non-admin"},"mode":"enforce","license":"token"}"#,
        ),
        None,
    );
    let names: Vec<_> =
        policy.packages()["node-red-contrib-x"].capabilities().map(Capability::name).collect();
    assert_eq!(names, ["registry:write", "fs:read"]);
    assert_eq!(
        (policy.provenance(), policy.approval(), policy.strict_modules()),
        (Provenance::Detect, Approval::NonAdmin, true)
    );
    assert_eq!(policy.license(), Some("token"));
    assert_eq!(policy.client().csp["img-src"], ["'self'", "data:"]);
    assert_eq!(policy.client().network.as_deref(), Some(&["https://cdn.example.com/".to_owned()][..]));
    let rule = &policy.types()["mqtt-broker"][&Capability::NodeCredentialsRead];
    assert!(rule.packages.contains("node-red-contrib-y") && rule.types.contains("mqtt in"));
    assert!(policy.warnings().is_empty());
}

#[test]
fn capabilities_of_both_files_are_united() {
    let policy = good(
        Some(
            r#"{"server":{"packages":{"pkg":{"capabilities":["fs:read"],"capabilityConfig":{"fs:read":{"allowedPaths":["/a"]}}}}}}"#,
        ),
        Some(
            r#"{"server":{"packages":{"pkg":{"capabilities":["process:exit"],"capabilityConfig":{"fs:read":{"allowedPaths":["/b"]}}}}}}"#,
        ),
    );
    let names: Vec<_> = policy.packages()["pkg"].capabilities().map(Capability::name).collect();
    assert_eq!(names, ["process:exit", "fs:read"]);
    assert!(reads(&policy, "/a/x") && reads(&policy, "/b/x") && !reads(&policy, "/c"));
}

#[test]
fn a_list_of_places_replaces_the_defaults_and_a_list_of_things_is_united() {
    let defaults = r#""defaults":{"capabilityConfig":{"fs:read":{"allowedPaths":["/shared"]},"network:http":{"allowedUrls":["https://shared.example"]}}}"#;
    let own = r#""capabilityConfig":{"fs:read":{"allowedPaths":["/own"]},"network:http":{"allowedUrls":["https://own.example"]}}"#;
    let with = |config: &str| {
        let package = format!(r#""pkg":{{"capabilities":["fs:read","network:http"]{config}}}"#);
        good(Some(&format!(r#"{{"server":{{{defaults},"packages":{{{package}}}}}}}"#)), None)
    };
    let inherited = with("");
    assert!(
        reads(&inherited, "/shared/x")
            && fetches(&inherited, "https://shared.example")
            && !fetches(&inherited, "https://own.example")
    );
    let both = with(&format!(",{own}"));
    assert!(reads(&both, "/own/x") && !reads(&both, "/shared/x"));
    assert!(
        fetches(&both, "https://own.example")
            && fetches(&both, "https://shared.example")
            && !fetches(&both, "https://x.example")
    );
    let nothing = with(r#","capabilityConfig":{"fs:read":{"allowedPaths":[]}}"#);
    assert!(!reads(&nothing, "/shared/x"));
}

#[test]
fn defaults_alone_grant_nothing() {
    let policy = good(
        Some(
            r#"{"server":{"defaults":{"capabilityConfig":{"fs:read":{"allowedPaths":["/"]}}},"packages":{"pkg":{"capabilities":[]}}}}"#,
        ),
        None,
    );
    assert!(!reads(&policy, "/x"));
}

#[test]
fn legacy_forms_mean_the_same_and_are_reported() {
    let policy = good(
        Some(
            r#"{"allow":{"pkg":["network:fetch","events:listen:a"]},"networkPolicy":{"allowlist":["https://cdn.example"]}}"#,
        ),
        Some(
            r#"{"packages":{"pkg":["registry:register"]},"nodeTypes":{"broker":{"node:credentials":["pkg"]}}}"#,
        ),
    );
    let names: Vec<_> = policy.packages()["pkg"].capabilities().map(Capability::name).collect();
    assert_eq!(names, ["registry:write", "events:subscribe", "network:http"]);
    assert_eq!(policy.types()["broker"].len(), 3);
    assert_eq!(policy.client().network.as_deref(), Some(&["https://cdn.example".to_owned()][..]));
    let said = policy.warnings().join("\n");
    for word in [
        "`registry:register` is now called `registry:write`",
        "`network:fetch` is now called `network:http`",
        "sentinel.allow",
        "nodeTypes",
        "networkPolicy",
    ] {
        assert!(said.contains(word), "{word} in {said}");
    }
}

#[test]
fn the_older_grants_file_is_read_only_without_the_newer_one() {
    let source = |file, text: &'static str| Some(Source { file, bytes: text.as_bytes() });
    let old = source("/d/.sentinel-permissions.json", r#"{"packages":{"pkg":["process:exit"]}}"#);
    let input = Input { legacy_grants: old, ..Input::default() };
    let policy = Policy::parse(&input).unwrap();
    assert_eq!(policy.packages().len(), 1);
    assert!(policy.warnings()[0].contains(".sentinel-permissions.json"));
    let input = Input { grants: source("/d/.sentinel-grants.json", "{}"), ..input };
    let policy = Policy::parse(&input).unwrap();
    assert_eq!(policy.packages().len(), 0);
    assert!(policy.warnings()[0].contains("is not read"));
}

#[test]
fn a_mistake_names_file_path_finding_acceptance_and_the_nearest_word() {
    for (text, expected) in [
        (
            r#"{"server":{"packages":{"node-red-x":{"capabilities":["registry:write","fs:raed"]}}}}"#,
            r#"/data/.sentinel-grants.json: server.packages["node-red-x"].capabilities[1]: found `fs:raed`, accepted: a capability of the catalogue (did you mean `fs:read`?)"#,
        ),
        (
            r#"{"sever":{}}"#,
            "/data/.sentinel-grants.json: sever: found the field `sever`, accepted: `server`, `client`, `packages`, `nodeTypes` (did you mean `server`?)",
        ),
        (r#"{"server":{"packages":[]}}"#, "server.packages: found a list, accepted: an object of packages"),
        (
            r#"{"server":{"packages":{"a":{"capabilities":"fs:read"}}}}"#,
            "server.packages.a.capabilities: found `fs:read`, accepted: a list of capabilities",
        ),
        (
            r#"{"server":{"packages":{"a":{"capabilities":[1]}}}}"#,
            "capabilities[0]: found the number 1, accepted: the name of a capability",
        ),
        (
            r#"{"server":{"packages":{"a":{"capabilities":["module:load"]}}}}"#,
            "found `module:load`, accepted: `module:load:<name>`",
        ),
        (
            r#"{"server":{"packages":{"a":{"capabilityConfig":{"fs:read":{"allowedPath":[]}}}}}}"#,
            r#"["fs:read"].allowedPath: found the field `allowedPath`, accepted: `allowedPaths` (did you mean `allowedPaths`?)"#,
        ),
        (
            r#"{"server":{"packages":{"a":{"capabilityConfig":{"fs:read":{"allowedPaths":["data"]}}}}}}"#,
            "allowedPaths[0]: found `data` is not an absolute path, accepted: an absolute directory",
        ),
        (
            r#"{"server":{"packages":{"a":{"capabilityConfig":{"process:exit":{}}}}}}"#,
            "found `process:exit`, accepted: a capability that has a list",
        ),
        (r#"{"server":{"packages":{"@/x":{}}}}"#, "found `@/x`, accepted: the name of an npm package"),
        (r#"{"server":{"packages":{"unknown":{}}}}"#, "found `unknown`"),
        (
            r#"{"server":{"types":{"t":{"fs:read":{}}}}}"#,
            "server.types.t[\"fs:read\"]: found `fs:read`, accepted: one of the `node:*` capabilities",
        ),
        (r#"{"server":{"provenance":"on"}}"#, "found `on`, accepted: `enforce`, `detect`, `off`"),
        (
            r#"{"server":{"provenance":"detct"}}"#,
            "server.provenance: found `detct`, accepted: `enforce`, `detect`, `off` (did you mean `detect`?)",
        ),
        (
            r#"{"server":{"provenance":{"mode":"of"}}}"#,
            "server.provenance.mode: found `of`, accepted: `enforce`, `detect`, `off` (did you mean `off`?)",
        ),
        (
            r#"{"server":{"provenance":{"tracing":true}}}"#,
            "server.provenance.tracing: found the field `tracing`, accepted: `mode`, `trace`",
        ),
        (
            r#"{"server":{"provenance":{"trace":"yes"}}}"#,
            "server.provenance.trace: found `yes`, accepted: true or false",
        ),
        (r#"{"server":{"strictModules":1}}"#, "found the number 1, accepted: true or false"),
        (r#"{"client":{"csp":{"img-src":["a; script-src *"]}}}"#, "accepted: one CSP source"),
        (r#"{"mode":"observe"}"#, "found the field `mode`"),
        (
            r#"{"server":{"network":{"allowlist":["ftp://x"]}}}"#,
            "server.network.allowlist[0]: found `ftp://x` has a scheme",
        ),
    ] {
        let said = complaints(text);
        assert!(said.contains(expected), "{text}\n  said     {said}\n  expected {expected}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
}

#[test]
fn every_mistake_is_reported_not_only_the_first() {
    let errors = parse(
        Some(r#"{"mode":"x","server":{"packages":{"a":{"capabilities":["nope","fs:read","nada"]}}}}"#),
        Some(r#"{"x":1}"#),
    )
    .unwrap_err();
    assert_eq!(errors.errors().len(), 4, "{errors}");
    let many =
        format!(r#"{{"server":{{"packages":{{"a":{{"capabilities":[{}]}}}}}}}}"#, vec!["1"; 500].join(","));
    assert!(complaints(&many).ends_with("and 450 more"));
}

#[test]
fn hostile_texts_give_one_clear_line() {
    let deep = format!("{}1{}", r#"{"server":"#.repeat(5000), "}".repeat(5000));
    let lists = "[".repeat(100_000);
    let big = format!(r#"{{"license":"{}"}}"#, "x".repeat(50 * 1024 * 1024));
    for (text, expected) in [
        ("", "found an empty file"),
        (" \n", "found an empty file"),
        (r#"{"server":{"packages":"#, "is the file truncated?"),
        (r#"{"server":{}} x"#, "text that is not JSON"),
        (r#"{server:{}}"#, "text that is not JSON"),
        (r#"[]"#, "found a list, accepted: an object with `server`"),
        (r#"null"#, "found null"),
        (r#"{"server":{},"server":{}}"#, "server: found the key `server` twice, accepted: each key once"),
        (r#"{"server":{"packages":{"__proto__":{"capabilities":["all"]}}}}"#, "found the key `__proto__`"),
        (r#"{"server":{"packages":{"\u005f_proto__":{}}}}"#, "found the key `__proto__`"),
        (&deep, "nesting without end"),
        (&lists, "nesting without end"),
        (&big, "found more than 8 MB"),
        (r#"{"a\u001b[31m\u202e":1}"#, "\\u{1b}[31m\\u{202e}"),
    ] {
        let said = complaints(text);
        assert!(said.contains(expected), "expected {expected}, said {said}");
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(said.len() < 1500 && !said.contains(['\u{1b}', '\u{202e}']), "{said}");
    }
    let input = Input { grants: Some(Source { file: "g", bytes: b"{\"a\":\"\xff\"}" }), ..Input::default() };
    assert!(Policy::parse(&input).unwrap_err().to_string().contains("not UTF-8 at offset 6"));
}

#[test]
fn a_byte_order_mark_is_no_mistake() {
    assert!(parse(None, Some("\u{feff}{}")).is_ok());
}

#[test]
fn what_deserves_a_warning_gets_one_at_every_start() {
    let policy = good(
        Some(
            r#"{"mode":"observe-all","server":{"packages":{"a":{"capabilities":["all"]},"b":{"capabilityConfig":{"fs:read":{"allowedPaths":["/x"]}}}}}}"#,
        ),
        None,
    );
    let said = policy.warnings().join("\n");
    for word in
        ["a: is granted `all`", "NOTHING is enforced", "b: has a list for fs:read but not the capability"]
    {
        assert!(said.contains(word), "{word} in {said}");
    }
    assert_eq!(policy.holders_of_all().collect::<Vec<_>>(), ["a"]);
}

#[test]
fn shorthands_may_name_a_list_their_members_share() {
    let policy = good(
        Some(
            r#"{"server":{"packages":{"pkg":{"capabilities":["fs:all"],"capabilityConfig":{"fs:all":{"allowedPaths":["/data"]}}}}}}"#,
        ),
        None,
    );
    assert_eq!(policy.packages()["pkg"].lists().len(), 2);
    assert!(
        complaints(r#"{"server":{"packages":{"a":{"capabilityConfig":{"network:all":{}}}}}}"#)
            .contains("different lists")
    );
}

#[test]
fn a_list_that_would_make_every_call_slow_is_refused_by_the_entry() {
    let list = |n: usize| (0..n).map(|i| format!("\"**/a*/[b-f]?{i}\"")).collect::<Vec<_>>().join(",");
    let with = |n| {
        format!(
            r#"{{"server":{{"defaults":{{"capabilityConfig":{{"fs:read":{{"allowedPaths":[{}]}}}}}}}}}}"#,
            list(n)
        )
    };
    assert_eq!(complaints(&with(64)), "");
    let said = complaints(&with(1000));
    assert!(said.contains("allowedPaths[64]: found `**/a*/[b-f]?64`, accepted: at most 64 globs"), "{said}");
}

#[test]
fn writing_variables_includes_reading_them() {
    let policy = good(Some(r#"{"allow":{"pkg":["process:env:write"]}}"#), None);
    let (engine, who) = engine(&policy);
    let read = engine.decide(who, Capability::ProcessEnvRead, &Resource::EnvName("HOME"));
    assert!(matches!(read, Decision::Allowed(_)));
}

#[test]
fn an_allowed_path_follows_its_symlink() {
    let policy = good(
        Some(
            r#"{"server":{"packages":{"pkg":{"capabilities":["fs:read"],"capabilityConfig":{"fs:read":{"allowedPaths":["/data/*.csv"]}}}}}}"#,
        ),
        None,
    );
    let mut engine = Engine::new();
    engine.install(policy.compile(&|base| (base == "/data").then(|| "/mnt/disk".to_owned())));
    let who = engine.principal("pkg");
    let look =
        |path| engine.decide(who, Capability::FsRead, &Resource::Path { path, scope: PathScope::Itself });
    assert!(matches!(look("/mnt/disk/a.csv"), Decision::Allowed(_)));
    assert_eq!(look("/data/a.csv"), Decision::Refused(Refusal::NotListed));
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_fail(text in "\\PC{0,60}") {
        let _ = parse(Some(&text), Some(&text));
    }

    #[test]
    fn a_policy_cut_anywhere_is_refused_or_says_no_more_than_the_whole(at in 0usize..120) {
        let whole = r#"{"server":{"packages":{"pkg":{"capabilities":["fs:read"],"capabilityConfig":{"fs:read":{"allowedPaths":["/a","/b"]}}}}}}"#;
        if at < whole.len() {
            prop_assert!(parse(None, Some(&whole[..at])).is_err());
        }
    }

    #[test]
    fn a_policy_with_one_byte_changed_never_panics(at in 0usize..110, byte in any::<u8>()) {
        let mut bytes = br#"{"server":{"packages":{"pkg":{"capabilities":["fs:read"],"capabilityConfig":{"fs:read":{"allowedPaths":["/a"]}}}}}}"#.to_vec();
        bytes[at] = byte;
        let _ = Policy::parse(&Input { grants: Some(Source { file: "g", bytes: &bytes }), ..Input::default() });
    }
}
