//! Every example of docs/policy.md is a policy.

use super::*;

#[test]
fn every_example_of_the_documentation_is_a_policy() {
    let text = include_str!("../../docs/policy.md");
    let mut seen = 0;
    for block in text.split("```json ").skip(1) {
        let (kind, rest) = block.split_once('\n').unwrap();
        let body = rest.split("```").next().unwrap();
        let parsed = match kind {
            "settings" => {
                let whole: serde_json::Value = serde_json::from_str(body).unwrap();
                let section = whole["sentinel"].to_string();
                let source = Source { file: "docs/policy.md", bytes: section.as_bytes() };
                Policy::parse(&Input { settings: Some(source), ..Input::default() })
            }
            "grants" => {
                let source = Source { file: "docs/policy.md", bytes: body.as_bytes() };
                Policy::parse(&Input { grants: Some(source), ..Input::default() })
            }
            other => panic!("an example of kind {other}"),
        };
        let policy = parsed.unwrap_or_else(|e| panic!("{e}\n{body}"));
        let legacy = body.contains("register");
        assert_eq!(policy.warnings().is_empty(), !legacy, "{:?}\n{body}", policy.warnings());
        seen += 1;
    }
    assert!(seen >= 8, "only {seen} examples");
}

#[test]
fn every_entry_shown_in_the_documentation_can_be_written() {
    use crate::catalogue::ResourceKind as K;
    let text = include_str!("../../docs/policy.md");
    for (row, kind) in [
        ("| `allowedPaths` of `fs:*` |", K::Path),
        ("| `allowedNames` of `process:env:read` |", K::EnvName),
        ("| `allowedEvents` |", K::Event),
        ("| `allowedPaths` of `http:*` |", K::Route),
        ("| `allowedUrls` |", K::Url),
        ("| `allowedHosts` |", K::Host),
        ("| `allowedNames` of `network:dns` |", K::DnsName),
        ("| `allowedPorts` |", K::Listen),
    ] {
        let line = text.lines().find(|l| l.starts_with(row)).unwrap();
        let examples: Vec<&str> =
            line.trim_end_matches(" |").rsplit('|').next().unwrap().split('`').skip(1).step_by(2).collect();
        assert!(!examples.is_empty(), "{row}");
        for example in examples {
            assert!(Pattern::parse(kind, example, Rules::EXACT).is_ok(), "{row} {example}");
        }
    }
}
