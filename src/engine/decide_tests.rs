use super::*;
use crate::engine::r#match::Rules;
use crate::engine::{OriginReach, PathScope, Resource};
use crate::policy::{Input, Policy, Source};
use proptest::prelude::*;

/// An engine under a policy written as `settings.sentinel`, and the principal `pkg`.
fn engine(sentinel: &str) -> (Engine, PrincipalId) {
    let source = Source { file: "settings.js", bytes: sentinel.as_bytes() };
    let input = Input { settings: Some(source), rules: Rules::EXACT, ..Input::default() };
    let policy = Policy::parse(&input).unwrap_or_else(|e| panic!("{e}"));
    let mut engine = Engine::new();
    engine.install(policy.compile(&|_| None));
    engine.protect(Protected::new(["/data/settings.js", "/opt/sentinel"], Rules::EXACT).unwrap());
    let who = engine.principal("pkg");
    (engine, who)
}

fn granted(capability: &str, list: &str) -> (Engine, PrincipalId) {
    engine(&format!(
        r#"{{"server":{{"packages":{{"pkg":{{"capabilities":["{capability}"],"capabilityConfig":{{{list}}}}}}}}}}}"#
    ))
}

fn path(text: &str) -> Resource<'_> {
    Resource::Path { path: text, scope: PathScope::Itself }
}

const YES: Decision = Decision::Allowed(Allowed::Granted);

fn no(why: Refusal) -> Decision {
    Decision::Refused(why)
}

#[test]
fn a_package_starts_with_nothing() {
    let (engine, who) = engine("{}");
    for capability in crate::catalogue::ALL {
        let resource = Resource::of(*capability, Some("/data/x"));
        assert_ne!(engine.decide(who, *capability, &resource), YES, "{}", capability.name());
        assert_eq!(
            engine.decide(PrincipalId::FUNCTION_NODE, *capability, &Resource::Nothing),
            engine.decide(who, *capability, &Resource::Nothing)
        );
    }
}

#[test]
fn what_has_no_route_is_at_the_root() {
    for (list, middleware) in
        [(r#"["/"]"#, YES), (r#"["/ui"]"#, no(Refusal::NotListed)), ("[]", no(Refusal::NotListed))]
    {
        let (engine, who) = engine(&format!(
            r#"{{"server":{{"packages":{{"pkg":{{"capabilities":["http:node:global:middleware"],
            "capabilityConfig":{{"http:node:global:middleware":{{"allowedPaths":{list}}}}}}}}}}}}}"#
        ));
        assert_eq!(
            engine.decide(who, Capability::HttpNodeGlobalMiddleware, &Resource::Nothing),
            middleware,
            "{list}"
        );
    }
}

#[test]
fn core_passes_and_unknown_never_does_whatever_is_granted() {
    let (engine, _) = engine(
        r#"{"server":{"defaults":{"capabilityConfig":{"fs:read":{"allowedPaths":["/"]}}},
        "packages":{"<function-node>":{"capabilities":["all"]}}}}"#,
    );
    for capability in crate::catalogue::ALL {
        let resource = Resource::of(*capability, Some("/data/x"));
        assert_eq!(
            engine.decide(PrincipalId::CORE, *capability, &resource),
            Decision::Allowed(Allowed::Core)
        );
        assert_eq!(engine.decide(PrincipalId::UNKNOWN, *capability, &resource), no(Refusal::UnknownCaller));
    }
    assert_eq!(
        engine.decide(PrincipalId(4_000_000), Capability::NodeList, &Resource::Nothing),
        no(Refusal::NotGranted)
    );
}

#[test]
fn function_nodes_can_be_granted_like_a_package() {
    let (engine, _) =
        engine(r#"{"server":{"packages":{"<function-node>":{"capabilities":["process:exit"]}}}}"#);
    assert_eq!(engine.decide(PrincipalId::FUNCTION_NODE, Capability::ProcessExit, &Resource::Nothing), YES);
}

#[test]
fn a_grant_reaches_what_its_list_names_and_nothing_else() {
    let (engine, who) = granted("fs:read", r#""fs:read":{"allowedPaths":["/data/shared"]}"#);
    assert_eq!(engine.decide(who, Capability::FsRead, &path("/data/shared/x")), YES);
    assert_eq!(engine.decide(who, Capability::FsRead, &path("/data/other")), no(Refusal::NotListed));
    assert_eq!(engine.decide(who, Capability::FsWrite, &path("/data/shared/x")), no(Refusal::NotGranted));
    assert_eq!(engine.decide(who, Capability::FsRead, &Resource::Nothing), no(Refusal::NotListed));
}

#[test]
fn an_absent_list_means_what_the_catalogue_says() {
    for (capability, text, expected) in [
        ("fs:read", "/x", no(Refusal::NotListed)),
        ("process:exec", &"a".repeat(64), no(Refusal::NotListed)),
        ("events:subscribe", "x", no(Refusal::NotListed)),
        ("native:addon", &"a".repeat(64), no(Refusal::NotListed)),
        ("native:wasm", &"a".repeat(64), no(Refusal::NotListed)),
        ("process:env:read", "HOME", YES),
        ("network:http", "https://x.example", YES),
        ("network:tcp", "x.example:1", YES),
        ("network:dns", "x.example", YES),
        ("network:listen", "8080", YES),
        ("http:admin", "/x", YES),
        ("vm:execute", "", YES),
    ] {
        let (engine, who) = granted(capability, "");
        let id = crate::catalogue::meaning(capability).unwrap().capabilities[0];
        assert_eq!(engine.decide(who, id, &Resource::of(id, Some(text))), expected, "{capability}");
    }
}

#[test]
fn a_deny_rule_beats_every_grant() {
    for policy in [
        r#""capabilities":["all"]"#,
        r#""capabilities":["fs:all"],"capabilityConfig":{"fs:write":{"allowedPaths":["/"]}}"#,
    ] {
        let (engine, who) = engine(&format!(r#"{{"server":{{"packages":{{"pkg":{{{policy}}}}}}}}}"#));
        let write =
            |text, scope| engine.decide(who, Capability::FsWrite, &Resource::Path { path: text, scope });
        assert_eq!(write("/data/x", PathScope::Itself), YES);
        assert_eq!(write("/data/settings.js", PathScope::Itself), no(Refusal::Protected));
        assert_eq!(write("/data", PathScope::Itself), YES);
        assert_eq!(write("/data", PathScope::Tree), no(Refusal::Protected));
        assert_eq!(write("/data/node_modules/x/y", PathScope::Itself), no(Refusal::NodeModules));
        assert_eq!(engine.decide(who, Capability::FsWrite, &Resource::Nothing), no(Refusal::Malformed));
    }
}

#[test]
fn reading_a_protected_file_is_a_matter_of_the_grant() {
    let (engine, who) = granted("fs:read", r#""fs:read":{"allowedPaths":["/data/settings.js"]}"#);
    assert_eq!(engine.decide(who, Capability::FsRead, &path("/data/settings.js")), YES);
}

#[test]
fn a_path_that_was_not_resolved_is_refused() {
    let (engine, who) = granted("all", "");
    for text in ["", "x", "/a/../b", "/a//b", "/a/", "/a\0b"] {
        assert_eq!(engine.decide(who, Capability::FsRead, &path(text)), no(Refusal::Malformed), "{text:?}");
    }
}

#[test]
fn all_means_all_and_only_an_own_list_narrows_it() {
    let (with_defaults, who) = engine(
        r#"{"server":{"defaults":{"capabilityConfig":{"network:http":{"allowedUrls":["https://a.example"]}}},
        "packages":{"pkg":{"capabilities":["all"]}}}}"#,
    );
    assert_eq!(with_defaults.decide(who, Capability::NetworkHttp, &Resource::Url("https://b.example")), YES);
    assert_eq!(with_defaults.decide(who, Capability::FsRead, &path("/etc/passwd")), YES);
    assert_eq!(
        with_defaults.decide(who, Capability::NetworkTcp, &Resource::Host("unix:/run/docker.sock")),
        YES
    );
    let (narrowed, who) = granted("all", r#""fs:read":{"allowedPaths":["/data"]}"#);
    assert_eq!(narrowed.decide(who, Capability::FsRead, &path("/etc/passwd")), no(Refusal::NotListed));
    assert_eq!(narrowed.decide(who, Capability::FsWrite, &path("/tmp/x")), YES);
}

#[test]
fn a_local_socket_is_reached_only_by_name() {
    let socket = Resource::Host("unix:/run/docker.sock");
    for list in ["", r#""network:tcp":{"allowedHosts":["*:*"]}"#] {
        let (engine, who) = granted("network:tcp", list);
        assert_eq!(engine.decide(who, Capability::NetworkTcp, &socket), no(Refusal::NotListed), "{list}");
    }
    let (engine, who) = granted("network:tcp", r#""network:tcp":{"allowedHosts":["unix:/run/docker.sock"]}"#);
    assert_eq!(engine.decide(who, Capability::NetworkTcp, &socket), YES);
}

#[test]
fn the_admin_port_must_be_named() {
    let url = Resource::Url("http://127.0.0.1:1880/flows");
    for (list, expected) in [
        ("", no(Refusal::AdminPort)),
        (r#""network:http":{"allowedUrls":["http://*:*"]}"#, no(Refusal::AdminPort)),
        (r#""network:http":{"allowedUrls":["http://127.0.0.1:1880"]}"#, YES),
        (r#""network:http":{"allowedUrls":["http://x.example"]}"#, no(Refusal::AdminPort)),
    ] {
        for capability in ["network:http", "all"] {
            let (mut engine, who) = granted(capability, list);
            engine.set_admin(vec![AdminEndpoint::new(1880, [])]);
            assert_eq!(engine.decide(who, Capability::NetworkHttp, &url), expected, "{capability} {list}");
        }
    }
}

#[test]
fn the_admin_port_is_listened_on_by_who_has_it_named() {
    let entry = |list: &str| format!(r#""network:listen":{{"allowedPorts":{list}}}"#);
    for (list, port, others) in [
        (String::new(), no(Refusal::AdminPort), YES),
        (entry(r#"["*"]"#), no(Refusal::AdminPort), YES),
        (entry(r#"["1-65535"]"#), no(Refusal::AdminPort), YES),
        (entry(r#"["127.0.0.2:*", "[::1]:*"]"#), no(Refusal::AdminPort), YES),
        (entry(r#"["1880", "1881"]"#), YES, YES),
        (entry(r#"["127.0.0.2:1880", "[::1]:1880", "*:1881"]"#), YES, YES),
        (entry(r#"["9000"]"#), no(Refusal::AdminPort), no(Refusal::NotListed)),
    ] {
        for capability in ["network:listen", "all"] {
            let (mut engine, who) = granted(capability, &list);
            engine.set_admin(vec![AdminEndpoint::new(1880, ["127.0.0.1"])]);
            let listen =
                |text: String| engine.decide(who, Capability::NetworkListen, &Resource::Listen(&text));
            for host in ["127.0.0.2", "[::1]"] {
                assert_eq!(listen(format!("{host}:1880")), port, "{capability} {list} {host}");
                assert_eq!(listen(format!("{host}:1881")), others, "{capability} {list} {host}");
            }
            let core = engine.decide(PrincipalId::CORE, Capability::NetworkListen, &Resource::Listen("1880"));
            assert_eq!(core, Decision::Allowed(Allowed::Core));
        }
    }
    let (mut open, who) = granted("network:listen", "");
    // Nobody listens on port 0: it stands for any that is free.
    open.set_admin(vec![AdminEndpoint::new(1880, []), AdminEndpoint::new(0, [])]);
    for (text, expected) in [
        ("1880", no(Refusal::AdminPort)),
        ("0.0.0.0:1880", no(Refusal::AdminPort)),
        ("localhost:1880", no(Refusal::AdminPort)),
        ("[::ffff:127.0.0.1]:1880", no(Refusal::AdminPort)),
        ("192.168.1.5:1880", no(Refusal::AdminPort)),
        ("0", YES),
        ("127.0.0.1:0", YES),
        ("18800", YES),
    ] {
        assert_eq!(open.decide(who, Capability::NetworkListen, &Resource::Listen(text)), expected, "{text}");
    }
}

#[test]
fn a_connection_is_worth_what_the_urls_of_its_server_are() {
    let http = Capability::NetworkHttp;
    for (held, list, expected) in [
        ("network:http", "", OriginReach::Everything),
        ("all", "", OriginReach::Everything),
        ("network:http", r#""network:http":{"allowedUrls":["http://a.example/v1"]}"#, OriginReach::Listed),
        ("network:http", r#""network:http":{"allowedUrls":["http://*/"]}"#, OriginReach::Listed),
        ("network:http", r#""network:http":{"allowedUrls":["https://a.example/v1"]}"#, OriginReach::Nothing),
        (
            "network:http",
            r#""network:http":{"allowedUrls":["http://a.example:81/v1"]}"#,
            OriginReach::Nothing,
        ),
        ("network:ws", "", OriginReach::Nothing),
    ] {
        let (mut engine, who) = granted(held, list);
        assert_eq!(engine.reach_origin(who, http, "http://a.example:80/"), expected, "{held} {list}");
        assert_eq!(engine.reach_origin(who, http, "not a URL"), OriginReach::Nothing);
        assert_eq!(
            engine.reach_origin(PrincipalId::UNKNOWN, http, "http://a.example/"),
            OriginReach::Nothing
        );
        engine.set_admin(vec![AdminEndpoint::new(80, ["a.example"])]);
        let by_name = list.contains("//a.example/") && expected == OriginReach::Listed;
        let left = if by_name { OriginReach::Listed } else { OriginReach::Nothing };
        assert_eq!(
            engine.reach_origin(who, http, "http://a.example/"),
            left,
            "{held} {list}: the admin port"
        );
    }
    let bounded = r#"{"server":{"network":{"allowlist":["http://a.example/v1"]},"packages":{"pkg":{"capabilities":["all"]}}}}"#;
    let (engine, who) = engine(bounded);
    assert_eq!(engine.reach_origin(who, http, "http://a.example/"), OriginReach::Listed);
    assert_eq!(engine.reach_origin(who, http, "http://b.example/"), OriginReach::Nothing);
    assert_eq!(engine.reach_origin(PrincipalId::CORE, http, "http://a.example/"), OriginReach::Everything);
}

#[test]
fn a_destination_that_cannot_be_read_is_refused_even_where_all_are_allowed() {
    for capability in ["network:all", "all"] {
        let (engine, who) = granted(capability, "");
        for host in ["127.0.0.1 x:1880", "127.0.0.1%1:1880", "localhost", "", "a:b:c"] {
            let found = engine.decide(who, Capability::NetworkTcp, &Resource::Host(host));
            assert_eq!(found, no(Refusal::Malformed), "{host}");
        }
        let found = engine.decide(who, Capability::NetworkHttp, &Resource::Url("file:///etc/passwd"));
        assert_eq!(found, no(Refusal::Malformed));
    }
}

#[test]
fn a_name_is_believed_where_the_system_resolved_it() {
    let (mut engine, who) =
        granted("network:tcp", r#""network:tcp":{"allowedHosts":["a.example:*","10.0.0.0/8"]}"#);
    engine.set_admin(vec![AdminEndpoint::new(1880, [])]);
    let tcp = |named, address, resolved| {
        let (named, address) = (Resource::Host(named), Resource::Host(address));
        engine.decide_address(who, Capability::NetworkTcp, &named, &address, resolved)
    };
    assert_eq!(tcp("a.example:80", "93.184.216.34:80", true), YES);
    assert_eq!(tcp("a.example:80", "93.184.216.34:80", false), no(Refusal::NotListed));
    assert_eq!(tcp("a.example:80", "10.1.1.1:80", false), YES);
    assert_eq!(tcp("a.example:1880", "127.0.0.1:1880", true), YES, "named with its host");
    assert_eq!(tcp("b.example:1880", "127.0.0.1:1880", true), no(Refusal::AdminPort));
    let unknown = engine.decide_address(
        PrincipalId::UNKNOWN,
        Capability::NetworkTcp,
        &Resource::Host("a.example:80"),
        &Resource::Host("10.1.1.1:80"),
        true,
    );
    assert_eq!(unknown, no(Refusal::UnknownCaller));
}

#[test]
fn the_network_allowlist_bounds_everybody() {
    let (engine, who) = engine(
        r#"{"server":{"network":{"allowlist":["https://a.example/","b.example:1883"]},"packages":{"pkg":{"capabilities":["all"]}}}}"#,
    );
    for caller in [PrincipalId::CORE, who] {
        for (capability, text, passes) in [
            (Capability::NetworkHttp, "https://a.example/x", true),
            (Capability::NetworkHttp, "https://c.example/x", false),
            (Capability::NetworkTcp, "b.example:1883", true),
            (Capability::NetworkTcp, "b.example:1884", false),
            (Capability::NetworkDns, "c.example", false),
        ] {
            let found = engine.decide(caller, capability, &Resource::of(capability, Some(text)));
            assert_eq!(matches!(found, Decision::Allowed(_)), passes, "{caller:?} {text}");
        }
        assert!(matches!(
            engine.decide(caller, Capability::NetworkListen, &Resource::Listen("80")),
            Decision::Allowed(_)
        ));
    }
}

#[test]
fn observing_lets_pass_and_says_so_except_what_no_observation_is_worth() {
    let (observe, who) = engine(r#"{"mode":"observe"}"#);
    let seen = Decision::Observed(Refusal::NotGranted);
    assert_eq!(observe.decide(who, Capability::FsRead, &path("/x")), seen);
    assert_eq!(observe.decide(who, Capability::ProcessExit, &Resource::Nothing), seen);
    for capability in [
        Capability::ProcessExec,
        Capability::VmExecute,
        Capability::ThreadsSpawn,
        Capability::NativeAddon,
        Capability::NativeWasm,
        Capability::All,
    ] {
        assert_eq!(
            observe.decide(who, capability, &Resource::Nothing),
            no(Refusal::NotGranted),
            "{}",
            capability.name()
        );
    }
    assert_eq!(observe.decide(who, Capability::FsWrite, &path("/opt/sentinel/x")), no(Refusal::Protected));
    let (all, who) = engine(r#"{"mode":"observe-all"}"#);
    assert_eq!(all.decide(who, Capability::ProcessExec, &Resource::Nothing), seen);
    assert_eq!(
        all.decide(who, Capability::FsWrite, &path("/opt/sentinel/x")),
        Decision::Observed(Refusal::Protected)
    );
}

#[test]
fn harmless_variables_need_no_grant() {
    let (engine, who) = engine("{}");
    assert_eq!(engine.decide(who, Capability::ProcessEnvRead, &Resource::EnvName("NO_COLOR")), YES);
    assert_eq!(
        engine.decide(who, Capability::ProcessEnvRead, &Resource::EnvName("HOME")),
        no(Refusal::NotGranted)
    );
    assert_eq!(
        engine.decide(who, Capability::ProcessEnvWrite, &Resource::EnvName("NO_COLOR")),
        no(Refusal::NotGranted)
    );
    assert_eq!(
        engine.decide(PrincipalId::UNKNOWN, Capability::ProcessEnvRead, &Resource::EnvName("TERM")),
        no(Refusal::UnknownCaller)
    );
}

#[test]
fn a_new_policy_takes_effect_for_principals_that_exist_already() {
    let (mut engine, who) = granted("process:exit", "");
    let before = engine.generation();
    assert_eq!(engine.decide(who, Capability::ProcessExit, &Resource::Nothing), YES);
    engine.install(Table::default());
    assert_ne!(engine.generation(), before);
    assert_eq!(engine.decide(who, Capability::ProcessExit, &Resource::Nothing), no(Refusal::NotGranted));
}

#[test]
fn a_parameter_grants_that_one_name() {
    let (engine, who) = engine(
        r#"{"server":{"packages":{"pkg":{"capabilities":["events:subscribe:flows:started","module:load:lodash"]}}}}"#,
    );
    assert_eq!(engine.decide(who, Capability::EventsSubscribe, &Resource::Event("flows:started")), YES);
    assert_eq!(
        engine.decide(who, Capability::EventsSubscribe, &Resource::Event("flows:stopped")),
        no(Refusal::NotListed)
    );
    assert_eq!(
        engine.decide(who, Capability::EventsEmit, &Resource::Event("flows:started")),
        no(Refusal::NotGranted)
    );
    assert_eq!(engine.decide(who, Capability::ModuleLoad, &Resource::Module("lodash")), YES);
    assert_eq!(
        engine.decide(who, Capability::ModuleLoad, &Resource::Module("lodash/fp")),
        no(Refusal::NotListed)
    );
}

proptest! {
    #[test]
    fn what_is_protected_is_never_written_whatever_the_lists_say(
        roots in prop::collection::vec("(/|/data|/opt|/opt/sentinel|/data/\\*|\\*\\*)", 0..4),
        file in "(/opt/sentinel|/data/settings\\.js|/data/node_modules|/x/node_modules)(/[a-z]{1,3}){0,2}",
        tree in any::<bool>(),
        all in any::<bool>(),
    ) {
        let list = roots.iter().map(|r| format!("\"{r}\"")).collect::<Vec<_>>().join(",");
        let caps = if all { "all" } else { "fs:all" };
        let (engine, who) = granted(caps, &format!(r#""fs:write":{{"allowedPaths":[{list}]}}"#));
        let scope = if tree { PathScope::Tree } else { PathScope::Itself };
        let found = engine.decide(who, Capability::FsWrite, &Resource::Path { path: &file, scope });
        prop_assert!(matches!(found, Decision::Refused(Refusal::Protected | Refusal::NodeModules)));
    }

    #[test]
    fn no_resource_text_makes_the_engine_fail_or_allow_without_a_grant(text in "\\PC{0,40}", id in 0u32..80) {
        let Some(capability) = Capability::from_id(id) else { return Ok(()) };
        let (engine, who) = engine("{}");
        let found = engine.decide(who, capability, &Resource::of(capability, Some(&text)));
        let harmless = capability == Capability::ProcessEnvRead && is_harmless(&text);
        prop_assert!(harmless || matches!(found, Decision::Refused(_)));
        let (engine, who) = granted("all", "");
        let _ = engine.decide(who, capability, &Resource::of(capability, Some(&text)));
    }
}
