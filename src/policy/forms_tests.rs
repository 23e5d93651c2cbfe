//! Forms that mean the same, and entries that mean nothing where they stand.

use super::Policy;
use super::tests::{engine, fetches, good, reads};
use crate::catalogue::Capability;
use crate::engine::{Decision, Resource};

#[test]
fn forms_of_earlier_versions_and_of_today_are_united_in_one_file_in_any_order() {
    let list = r#""server":{"packages":{"pkg":{"capabilities":["process:exit"],"capabilityConfig":{"fs:read":{"allowedPaths":["/a"]}}}}}"#;
    for (old, in_settings) in
        [(r#""allow":{"pkg":["fs:read"]}"#, true), (r#""packages":{"pkg":["fs:read"]}"#, false)]
    {
        for text in [format!("{{{old},{list}}}"), format!("{{{list},{old}}}")] {
            let policy = if in_settings { good(Some(&text), None) } else { good(None, Some(&text)) };
            let names: Vec<_> = policy.packages()["pkg"].capabilities().map(Capability::name).collect();
            assert_eq!(names, ["process:exit", "fs:read"], "{text}");
            assert!(reads(&policy, "/a/x") && !reads(&policy, "/b"), "{text}");
        }
    }
}

#[test]
fn a_list_of_websockets_takes_http_for_ws_and_one_of_requests_says_that_ws_allows_nothing() {
    let with = |capability: &str, urls: &str| {
        good(
            Some(&format!(
                r#"{{"server":{{"packages":{{"pkg":{{"capabilities":["network:ws","network:http"],
                    "capabilityConfig":{{"{capability}":{{"allowedUrls":[{urls}]}}}}}}}}}}}}"#
            )),
            None,
        )
    };
    let opens = |policy: &Policy, url: &str| {
        let (engine, who) = engine(policy);
        matches!(engine.decide(who, Capability::NetworkWs, &Resource::Url(url)), Decision::Allowed(_))
    };
    let policy = with("network:ws", r#""http://a.example/x","https://b.example","ws://c.example""#);
    for url in ["ws://a.example/x/y", "wss://b.example/", "ws://c.example/"] {
        assert!(opens(&policy, url), "{url}");
    }
    for url in ["ws://a.example/y", "wss://a.example/x", "ws://b.example/", "wss://c.example/"] {
        assert!(!opens(&policy, url), "{url}");
    }
    assert!(policy.warnings().is_empty());
    let policy = with("network:http", r#""wss://a.example/","https://b.example/""#);
    assert!(!fetches(&policy, "https://a.example/") && fetches(&policy, "https://b.example/"));
    assert!(policy.warnings()[0].contains(r#"allowedUrls[0]: `wss://a.example/` is for WebSockets"#));
    assert_eq!(policy.warnings().len(), 1);
}
