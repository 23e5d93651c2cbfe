//! Forms that mean the same.

use super::tests::{good, reads};
use crate::catalogue::Capability;

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
