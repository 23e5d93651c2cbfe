use super::*;
use proptest::prelude::*;

fn hit(pattern: &str, url: &str) -> bool {
    let found = UrlSet::new([UrlPattern::parse(pattern).unwrap()]).contains(url);
    matches!(found, Listed::Yes | Listed::ByName)
}

#[test]
fn scheme_host_port_and_path_are_all_compared() {
    for (pattern, yes, no) in [
        (
            "https://api.example.com/v1",
            &[
                "https://api.example.com/v1",
                "https://api.example.com:443/v1/x?y#z",
                "HTTPS://API.example.com./v1/",
                "https://u:p@api.example.com/v1",
            ][..],
            &[
                "http://api.example.com/v1",
                "https://api.example.com:8443/v1",
                "https://api.example.com/v10",
                "https://api.example.com/",
                "https://api.example.com/v1/../admin",
                "https://api.example.com/admin/../v1/a",
                "https://api.example.com/admin\\..\\v1/a",
                "https://api.example.com/./v1/a",
                "https://api.example.com/v1/%2e%2e/admin",
                "https://api.example.com@evil.net/v1",
                "https://evil.net/https://api.example.com/v1",
                "https://api.example.com.evil.net/v1",
                "wss://api.example.com/v1",
            ][..],
        ),
        (
            "http://a.example",
            &["http://a.example/", "http://a.example:80/"][..],
            &["http://a.example:443/"][..],
        ),
        (
            "ws://a.example",
            &["ws://a.example/", "ws://a.example:80/x"],
            &["ws://a.example:443/", "wss://a.example/"],
        ),
        (
            "wss://a.example",
            &["wss://a.example/", "wss://a.example:443/x"],
            &["wss://a.example:80/", "ws://a.example/"],
        ),
        (
            "https://*.example.com",
            &["https://a.example.com/x", "https://a.b.example.com"],
            &[
                "https://example.com",
                "https://aexample.com",
                "https://a.example.com:444",
                "http://a.example.com",
            ],
        ),
        (
            "http://10.0.0.5:*",
            &[
                "http://10.0.0.5/",
                "http://10.0.0.5:81/x",
                "http://0xa.0.0.5",
                "http://167772165/",
                "http://[::ffff:10.0.0.5]:9",
            ],
            &["https://10.0.0.5", "http://10.0.0.50"],
        ),
        (
            "http://[::1]:1880",
            &["http://[::1]:1880/x", "http://[0:0::1]:1880"],
            &["http://[::1]", "http://localhost:1880"],
        ),
        ("https://*/", &["https://any.example/x", "https://1.2.3.4"], &["http://any.example"]),
        (
            "wss://x.example:8443/ws/*",
            &["wss://x.example:8443/ws", "wss://x.example:8443/ws/a"],
            &["wss://x.example/ws", "wss://x.example:8443/wsx"],
        ),
        ("http://bücher.example", &["http://xn--bcher-kva.example/"], &["http://bucher.example"]),
        ("http://x.example:80", &["http://x.example", "http://x.example:80"], &["http://x.example:81"]),
    ] {
        for url in yes {
            assert!(hit(pattern, url), "{pattern} should match {url}");
        }
        for url in no {
            assert!(!hit(pattern, url), "{pattern} should not match {url}");
        }
    }
}

#[test]
fn a_path_that_decodes_to_a_parent_does_not_pass_a_prefix() {
    for path in [
        "/v1/..%2fadmin",
        "/v1/%2e%2e%2fadmin",
        "/v1/..;/admin",
        "/v1/..;x=1/admin",
        "/v1/..%3b/admin",
        "/v1/%2e%2e%253bx/admin",
        "/v1/%c0%ae%c0%ae/admin",
        "/v1/..%c0%afadmin",
        "/v1/%252e%252e/admin",
        "/v1/..%5cadmin",
        "/v1/%25252e%25252e/x",
        "/v1/a%2Fb",
    ] {
        assert!(!hit("https://x.example/v1", &format!("https://x.example{path}")), "{path}");
        assert!(hit("https://x.example/", &format!("https://x.example{path}")), "{path}");
    }
    assert!(hit("https://x.example/v1", "https://x.example/v1/a%20b%2e.txt"));
}

#[test]
fn entries_that_say_what_is_not_compared_are_refused() {
    for text in [
        "",
        "api.example.com",
        "//api.example.com",
        "ftp://x.example",
        "https://",
        "https://user@x.example",
        "https://x.example/?q",
        "https://x.example/#f",
        "https://x.example/a*b",
        "https://x.example:99999",
        "https://x.example:",
        "https://a b",
        "https:\\\\x.example",
        "https://*.*.example",
        "https://*.1.2.3.4",
        "file:///etc",
        "https://ex%61mple.com",
    ] {
        assert!(UrlPattern::parse(text).is_err(), "{text:?}");
    }
}

#[test]
fn urls_of_other_kinds_are_malformed() {
    let any = UrlSet::new([UrlPattern::parse("https://*").unwrap()]);
    for url in [
        "",
        "x",
        "/path",
        "file:///etc/passwd",
        "data:,x",
        "https://",
        "http://[::1",
        "javascript:1",
        "unix:/x",
    ] {
        assert_eq!(any.contains(url), Listed::Malformed, "{url}");
    }
}

proptest! {
    #[test]
    fn a_listed_url_always_has_the_listed_host(user in "[a-z@:.]{0,8}", host in "[a-z.]{1,12}", path in "[a-z/@.:\\\\]{0,12}") {
        let url = format!("https://{user}@{host}/{path}");
        if hit("https://api.test", &url) {
            let parsed = Url::parse(&url).unwrap();
            prop_assert_eq!(parsed.host_str().map(|h| h.trim_end_matches('.').to_owned()), Some("api.test".to_owned()));
        }
    }

    #[test]
    fn a_path_or_host_taken_as_it_is_written_is_what_the_rules_of_urls_make_of_it(host in "[a-z0-9.-]{1,12}", path in "(/[a-zA-Z0-9_.-]{0,3}){0,3}") {
        if is_plain(&path) {
            let parsed = Url::parse(&format!("https://x{path}")).unwrap();
            prop_assert_eq!(parsed.path().trim_end_matches('/'), path.trim_end_matches('/'));
        }
        let by_rules = url::Host::parse(&host).ok().and_then(HostName::from_url);
        if let Some(HostName::Domain(name)) = HostName::parse(&host) {
            prop_assert_eq!(by_rules, Some(HostName::Domain(name)));
        }
    }

    #[test]
    fn no_text_makes_the_parsers_fail(text in "(https?://)?\\PC{0,30}") {
        let _ = UrlPattern::parse(&text);
        let _ = UrlTarget::parse(&text);
    }
}
