use super::*;
use crate::engine::r#match::Rules;
use crate::engine::{AdminEndpoint, Decision, Engine, NodeTarget, PathScope};
use crate::policy::{Input, Policy, Source};
use proptest::prelude::*;

/// The JavaScript of a suggestion as JSON: only the plain keys need their quotes.
fn as_json(snippet: &str) -> String {
    let mut out = format!("{{{snippet}}}");
    for key in [
        "sentinel",
        "server",
        "packages",
        "capabilities",
        "capabilityConfig",
        "network",
        "allowlist",
        "types",
        "allowedPaths",
        "allowedCommands",
        "allowedNames",
        "allowedEvents",
        "allowedUrls",
        "allowedHosts",
        "allowedPorts",
        "allowedFiles",
        "allowedModules",
    ] {
        for before in ["{", "{ ", ",\n  ", "], "] {
            out = out.replace(&format!("{before}{key}: "), &format!("{before}\"{key}\": "));
        }
    }
    out
}

fn engine(snippet: &str) -> Engine {
    let json: serde_json::Value =
        serde_json::from_str(&as_json(snippet)).unwrap_or_else(|e| panic!("{e}: {snippet}"));
    let text = json["sentinel"].to_string();
    let input = Input {
        settings: Some(Source { file: "s", bytes: text.as_bytes() }),
        rules: Rules::EXACT,
        ..Input::default()
    };
    let policy = Policy::parse(&input).unwrap_or_else(|e| panic!("{e}\n{snippet}"));
    let mut engine = Engine::new();
    engine.install(policy.compile(&|_| None));
    engine.set_admin(vec![AdminEndpoint::new(1880, [])]);
    engine
}

/// Adding the suggestion allows the call.
fn allows(package: &str, capability: Capability, resource: &Resource<'_>) -> bool {
    let snippet = suggest(package, capability, resource, Refusal::NotGranted).unwrap();
    let mut engine = engine(&snippet);
    let who = engine.principal(package);
    matches!(engine.decide(who, capability, resource), Decision::Allowed(_))
}

#[test]
fn a_suggestion_reads_as_the_specification_shows_it() {
    let path = Resource::Path { path: "/data/flows_cred.json", scope: PathScope::Itself };
    assert_eq!(
        suggest("my-custom-node", Capability::FsRead, &path, Refusal::NotGranted).unwrap(),
        "sentinel: { server: { packages: { \"my-custom-node\": { capabilities: [\"fs:read\"],\n  \
         capabilityConfig: { \"fs:read\": { allowedPaths: [\"/data/flows_cred.json\"] } } } } } }"
    );
    assert_eq!(
        suggest("x", Capability::VmExecute, &Resource::Nothing, Refusal::NotGranted).unwrap(),
        "sentinel: { server: { packages: { \"x\": { capabilities: [\"vm:execute\"] } } } }"
    );
    assert_eq!(
        suggest("x", Capability::ModuleLoad, &Resource::Module("node-red"), Refusal::NotGranted).unwrap(),
        "sentinel: { server: { packages: { \"x\": { capabilities: [\"module:load:node-red\"] } } } }"
    );
}

#[test]
fn every_suggestion_allows_the_call_it_was_made_for() {
    let hash = "a".repeat(64);
    let mut tried = 0;
    for capability in crate::catalogue::ALL {
        for text in [
            "/data/x [1]*.csv",
            "https://u:p@api.example.com:8443/v1/a?q=1#f",
            "http://127.0.0.1:1880/flows",
            "https://x.example/a*b/%2e%2e%2fc",
            "[::1]:80",
            "unix:/run/x.sock",
            "8080",
            "127.0.0.1:8080",
            "example.com",
            "HOME",
            "A*B[",
            "flows:started",
            &hash,
            "/api/:id/x",
            "/",
            "lodash/fp",
            "@scope/x",
        ] {
            // The guards ask for WebSockets by `ws` and `wss` only.
            let asked = match capability {
                Capability::NetworkWs if text.starts_with("http") => text.replacen("http", "ws", 1),
                _ => text.to_owned(),
            };
            let resource = Resource::of(*capability, Some(&asked));
            // Texts of another kind are malformed and have no remedy.
            let mut everything =
                engine("sentinel: { server: { packages: { \"x\": { capabilities: [\"all\"] } } } }");
            let who = everything.principal("x");
            everything.set_admin(vec![]);
            if !matches!(everything.decide(who, *capability, &resource), Decision::Allowed(_))
                || is_misread(&resource)
            {
                continue;
            }
            assert!(allows("x", *capability, &resource), "{} {text}", capability.name());
            tried += 1;
        }
    }
    assert!(tried > 300, "only {tried}");
}

/// The resource is not of the kind its list compares; `all` does not look, a list does.
fn is_misread(resource: &Resource<'_>) -> bool {
    use crate::engine::r#match::{
        commands::Hash, host_index::HostName, hosts::target, listen::ListenPattern, urls::UrlTarget,
    };
    match resource {
        Resource::Url(text) => UrlTarget::parse(text).is_none(),
        Resource::Host(text) => target(text).is_none(),
        Resource::DnsName(text) => HostName::parse(text).is_none(),
        Resource::Listen(text) => ListenPattern::parse(text).is_err(),
        Resource::Sha256(text) => Hash::parse(text).is_err(),
        Resource::Route(text) => !text.starts_with('/') || text.contains(".."),
        Resource::Command(_)
        | Resource::Nothing
        | Resource::Path { .. }
        | Resource::EnvName(_)
        | Resource::Event(_)
        | Resource::Module(_) => false,
    }
}

#[test]
fn a_command_that_looks_like_a_hash_suggests_itself_and_not_what_it_spells() {
    let victim = "rm -rf /data";
    let spelled = Hash::of(victim.as_bytes()).to_hex();
    for text in ["ls -l", spelled.as_str()] {
        let resource = Resource::described(Capability::ProcessExec, Some(text));
        assert!(allows("x", Capability::ProcessExec, &resource), "{text}");
    }
    let resource = Resource::described(Capability::ProcessExec, Some(&spelled));
    let mut engine = engine(&suggest("x", Capability::ProcessExec, &resource, Refusal::NotGranted).unwrap());
    let who = engine.principal("x");
    let found = engine.decide(who, Capability::ProcessExec, &Resource::Command(victim));
    assert_eq!(found, Decision::Refused(Refusal::NotListed));
}

#[test]
fn a_resource_that_cannot_be_listed_does_not_suggest_the_whole_capability() {
    for (capability, text) in [
        (Capability::NetworkHttp, "http://[bad"),
        (Capability::NetworkTcp, "no port"),
        (Capability::ProcessExec, "ls -l"),
        (Capability::FsRead, "relative"),
    ] {
        let resource = Resource::of(capability, Some(text));
        assert_eq!(suggest("x", capability, &resource, Refusal::NotGranted), None, "{text}");
    }
    assert_eq!(suggest("x", Capability::FsRead, &Resource::Nothing, Refusal::NotGranted), None);
}

#[test]
fn a_suggestion_grants_no_neighbour() {
    let snippet = suggest(
        "x",
        Capability::FsRead,
        &Resource::Path { path: "/data/[a]*", scope: PathScope::Itself },
        Refusal::NotListed,
    )
    .unwrap();
    let mut engine = engine(&snippet);
    let who = engine.principal("x");
    for path in ["/data/a", "/data/ab", "/data/[a]x", "/data"] {
        let resource = Resource::Path { path, scope: PathScope::Itself };
        assert_eq!(
            engine.decide(who, Capability::FsRead, &resource),
            Decision::Refused(Refusal::NotListed),
            "{path}"
        );
    }
    let other = engine.principal("y");
    let same = Resource::Path { path: "/data/[a]*", scope: PathScope::Itself };
    assert_eq!(engine.decide(other, Capability::FsRead, &same), Decision::Refused(Refusal::NotGranted));
}

#[test]
fn a_host_that_would_be_a_pattern_is_not_suggested() {
    for (capability, plain, pattern) in [
        (Capability::NetworkHttp, "http://a.example/", "http://*/"),
        (Capability::NetworkHttp, "https://a.example:81/x", "https://*.example:81/x"),
        (Capability::NetworkTcp, "a.example:1883", "*.example:1883"),
        (Capability::NetworkDns, "a.example", "*.example"),
    ] {
        for refusal in [Refusal::NotGranted, Refusal::NotListed, Refusal::OutsideNetwork] {
            let of = |text| suggest("x", capability, &Resource::of(capability, Some(text)), refusal);
            assert!(of(plain).is_some(), "{plain}");
            assert_eq!(of(pattern), None, "{pattern}");
        }
    }
}

#[test]
fn what_no_grant_allows_gets_no_suggestion() {
    let path = Resource::Path { path: "/x/node_modules/y", scope: PathScope::Itself };
    for refusal in [Refusal::Protected, Refusal::NodeModules, Refusal::UnknownCaller, Refusal::Malformed] {
        assert_eq!(suggest("x", Capability::FsWrite, &path, refusal), None);
    }
}

#[test]
fn a_destination_outside_the_allowlist_is_suggested_there() {
    let found =
        suggest("x", Capability::NetworkTcp, &Resource::Host("a.example:1883"), Refusal::OutsideNetwork)
            .unwrap();
    assert_eq!(found, "sentinel: { server: { network: { allowlist: [\"a.example:1883\"] } } }");
}

#[test]
fn credentials_are_suggested_for_the_type() {
    let found =
        suggest_node("x", Capability::NodeCredentialsRead, "mqtt-broker", Refusal::ForeignCredentials)
            .unwrap();
    let mut engine = engine(&found);
    let (caller, owner) = (engine.principal("x"), engine.principal("owner"));
    let target = NodeTarget { owner, node_type: "mqtt-broker", caller_type: None, own_this: false };
    assert!(matches!(
        engine.decide_node(caller, Capability::NodeCredentialsRead, &target),
        Decision::Allowed(_)
    ));
}

#[test]
fn a_hostile_name_cannot_break_out_of_the_snippet() {
    let nasty = "/x\"] } } } } }, mode: \"observe\" //\u{202e}\u{200b}\n\u{1b}[2J\u{2028}";
    let snippet =
        suggest("x", Capability::ProcessEnvRead, &Resource::EnvName(nasty), Refusal::NotGranted).unwrap();
    assert!(
        !snippet.contains(['\u{202e}', '\u{200b}', '\u{1b}', '\u{2028}']) && snippet.lines().count() == 2,
        "{snippet}"
    );
    assert!(allows("x", Capability::ProcessEnvRead, &Resource::EnvName(nasty)));
}

proptest! {
    #[test]
    fn a_suggested_path_allows_itself_and_is_valid_text(segments in prop::collection::vec("[ -.0-~é\u{202e}]{1,8}", 1..4)) {
        let path = format!("/{}", segments.join("/"));
        prop_assume!(!segments.iter().any(|s| s == "." || s == ".."));
        prop_assume!(path.matches('*').count() <= 16);
        prop_assert!(allows("x", Capability::FsRead, &Resource::Path { path: &path, scope: PathScope::Itself }), "{}", path);
    }
}

#[test]
fn files_that_a_package_brings_along_are_one_folder() {
    let root = "/data/node_modules/pkg";
    let cases = [
        ("dist/index.html", Some("dist")),
        ("dist/assets/x/y.js", Some("dist")),
        ("package.json", None),
        ("", None),
        ("node_modules/dep/dist/x.js", Some("node_modules/dep/dist")),
        ("node_modules/@scope/dep/dist/x/y.js", Some("node_modules/@scope/dep/dist")),
        ("node_modules/@scope/dep/index.js", None),
        ("node_modules/a/node_modules/b/lib/x.js", Some("node_modules/a/node_modules/b/lib")),
        ("node_modules/dep", None),
        ("node_modules/@scope", None),
    ];
    for (file, folder) in cases {
        let wanted = folder.map(|folder| format!("{root}/{folder}"));
        assert_eq!(folder_in(root, &format!("{root}/{file}")), wanted, "{file}");
    }
    assert_eq!(folder_in(root, "/data/node_modules/pkg-other/dist/x.js"), None);
    assert_eq!(folder_in(root, root), None);
}

/// `mkdtemp` makes another directory each time.
#[test]
fn a_temporary_directory_is_suggested_by_what_its_name_begins_with() {
    let asked = Resource::Path { path: "/tmp/x[1]-XXXXXX", scope: PathScope::Itself };
    let text = suggest("x", Capability::FsWrite, &asked, Refusal::NotGranted).unwrap();
    let mut engine = engine(&text);
    let who = engine.principal("x");
    let may = |path: &str| {
        let resource = Resource::Path { path, scope: PathScope::Itself };
        matches!(engine.decide(who, Capability::FsWrite, &resource), Decision::Allowed(_))
    };
    assert!(may("/tmp/x[1]-XXXXXX") && may("/tmp/x[1]-aB3dEf") && may("/tmp/x[1]-aB3dEf/in/it"), "{text}");
    assert!(!may("/tmp/x[1]-of-others") && !may("/tmp/x1-aB3dEf") && !may("/tmp"), "{text}");
}

#[test]
fn who_lists_all_variables_is_told_to_name_some() {
    let text = suggest_names("x").unwrap();
    assert!(text.contains("allowedNames: [\"NAME\"]"), "{text}");
    assert!(text.lines().last().unwrap().starts_with("// "), "{text}");
}

/// A server of FTP names another port for each file: a list of those of yesterday leads to the next refusal.
#[test]
fn where_a_port_changes_the_entry_for_all_is_named_beside() {
    let told = |to: &str| grant("x", Capability::NetworkTcp, &["a:21", to].map(Resource::Host)).unwrap();
    for host in ["127.0.0.1", "[::1]", "ftp.example"] {
        let (text, any) = (told(&format!("{host}:40123")), format!("{host}:*"));
        assert!(text.contains(&format!("[\"a:21\", \"{host}:40123\"]")), "{text}");
        assert!(text.lines().last().unwrap().ends_with(&format!("\"{any}\"")), "{text}");
        // What is named allows it: every port of that host, and of no other.
        let mut engine = engine(&text.split("\n//").next().unwrap().replace(&format!("{host}:40123"), &any));
        let x = engine.principal("x");
        for (to, expected) in [(host, true), ("10.1.1.1", false)] {
            let decision = engine.decide(x, Capability::NetworkTcp, &Resource::Host(&format!("{to}:50001")));
            assert_eq!(matches!(decision, Decision::Allowed(_)), expected, "{to}");
        }
    }
    assert!(!told("127.0.0.1:21").contains("//") && !told("127.0.0.1:32767").contains("//"));
}

/// A list of places of a package's own replaces the defaults: who has these keeps them.
#[test]
fn what_the_defaults_allow_stays_allowed() {
    let given = r#""sentinel": { "server": { "defaults": { "capabilityConfig": { "fs:read": { "allowedPaths": ["/shared"] } } },
        "packages": { "x": { "capabilities": ["fs:read", "fs:write"] },
            "y": { "capabilities": ["fs:read"], "capabilityConfig": { "fs:read": { "allowedPaths": ["/y"] } } } } } }"#;
    let mut engine = engine(given);
    let path = Resource::Path { path: "/other/file", scope: PathScope::Itself };
    let told = |engine: &mut Engine, name: &str, capability| {
        let who = engine.principal(name);
        let kept = engine.kept(who, capability);
        suggest_beside(name, capability, &path, Refusal::NotListed, &kept).unwrap()
    };
    assert!(
        told(&mut engine, "x", Capability::FsRead).contains(r#"allowedPaths: ["/shared", "/other/file"]"#)
    );
    assert!(told(&mut engine, "x", Capability::FsWrite).contains(r#"allowedPaths: ["/other/file"]"#));
    assert!(told(&mut engine, "y", Capability::FsRead).contains(r#"allowedPaths: ["/other/file"]"#));
    assert!(told(&mut engine, "z", Capability::FsRead).contains(r#"allowedPaths: ["/other/file"]"#));
}

/// A first list narrows what is held without one: who may reach everything but what must be named goes on reaching it.
#[test]
fn what_no_list_narrowed_stays_allowed() {
    use Capability as C;
    let named = [
        (C::NetworkHttp, "http://127.0.0.1:1880/x", &["http://a.example:8/", "https://[::1]:80/"][..]),
        (C::NetworkWs, "ws://127.0.0.1:1880/x", &["ws://a.example:8/", "wss://10.0.0.1/"]),
        (C::NetworkTcp, "unix:/run/x.sock", &["a.example:8", "10.0.0.1:80", "[2001:db8::1]:1"]),
        (C::NetworkTcp, "127.0.0.1:1880", &["a.example:8", "127.0.0.1:80"]),
        (C::NetworkUdp, "unix:/run/x.sock", &["a.example:8", "10.0.0.1:80"]),
        (C::NetworkListen, "unix:/run/x.sock", &["0", "8080", "0.0.0.0:1881", "[::]:5", "a.example:8"]),
        (C::NetworkListen, "[::1]:1880", &["0", "8080", "0.0.0.0:1881", "[::]:5", "a.example:8"]),
    ];
    for held in ["", "all"] {
        for (capability, wanted, others) in named {
            let name = if held.is_empty() { capability.name() } else { held };
            let first = format!(
                r#""sentinel": {{ "server": {{ "packages": {{ "x": {{ "capabilities": ["{name}"] }} }} }} }}"#
            );
            let mut engine = engine(&first);
            let who = engine.principal("x");
            let refused = Resource::of(capability, Some(wanted));
            let Decision::Refused(why) = engine.decide(who, capability, &refused) else { continue };
            let kept = engine.kept(who, capability);
            let text = suggest_beside("x", capability, &refused, why, &kept).unwrap();
            let mut after = self::engine(&text);
            let who = after.principal("x");
            for resource in others.iter().chain([&wanted]).map(|text| Resource::of(capability, Some(text))) {
                let decision = after.decide(who, capability, &resource);
                assert!(matches!(decision, Decision::Allowed(_)), "{resource:?}: {text}");
            }
        }
    }
    let mut engine = engine(
        r#""sentinel": { "server": { "packages": { "x": { "capabilities": ["network:all", "fs:read"] } } } }"#,
    );
    let who = engine.principal("x");
    assert!(engine.kept(who, C::FsRead).is_empty() && engine.kept(who, C::EventsEmit).is_empty());
    // Each of these is an entry that its list takes.
    for capability in crate::catalogue::ALL.iter().copied() {
        for entry in engine.kept(who, capability) {
            assert!(Pattern::parse(capability.entry().resource, &entry, Rules::EXACT).is_ok(), "{entry}");
        }
    }
}
