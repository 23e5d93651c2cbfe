//! Route prefixes of `http:admin*` and `http:node*`, compared at segment boundaries.

use super::{Listed, PatternError};

/// One entry: a prefix beginning with `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoutePattern(String);

impl RoutePattern {
    /// Parses a prefix such as `/api`; `/api/` and `/api/*` say the same.
    ///
    /// # Errors
    /// When it does not begin with `/` or has route syntax in it.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        let wrong = |why| Err(PatternError::new(format!("`{}` {why}", text.escape_debug())));
        let cut = text
            .strip_suffix("/**")
            .or_else(|| text.strip_suffix("/*"))
            .unwrap_or(text)
            .trim_end_matches('/');
        if !text.starts_with('/') {
            return wrong("does not begin with `/`");
        }
        if cut.contains(['*', '?', '(', ')', '[', ']', '{', '}', '+', ':', '\\', '#', '%'])
            || cut.contains(char::is_control)
        {
            return wrong("is not a plain route prefix");
        }
        if cut.split('/').skip(1).any(|s| matches!(s, "" | "." | "..")) {
            return wrong("has an empty, `.` or `..` segment");
        }
        Ok(Self(cut.to_owned()))
    }
}

/// Many [`RoutePattern`]s.
#[derive(Debug, Clone, Default)]
pub struct RouteSet(Vec<String>);

impl RouteSet {
    /// Collects `patterns`.
    #[must_use]
    pub fn new(patterns: impl IntoIterator<Item = RoutePattern>) -> Self {
        Self(patterns.into_iter().map(|p| p.0).collect())
    }

    /// Whether `route` lies under one of the prefixes. Express ignores case in routes by default, so the
    /// case must match exactly here: a route that differs in case is another text and is not listed.
    pub fn contains(&self, route: &str) -> Listed {
        let climbs = route.split(['/', '\\']).any(|s| matches!(s, "." | ".."));
        if !route.starts_with('/') || climbs || leaves_prefix(route) {
            return Listed::Malformed;
        }
        self.0
            .iter()
            .any(|p| route.strip_prefix(p.as_str()).is_some_and(|r| r.is_empty() || r.starts_with('/')))
            .into()
    }
}

/// Express turns a route into a regular expression, where a `|` outside every group begins another route:
/// `/api/x|/flows` answers for `/flows` as well.
fn leaves_prefix(route: &str) -> bool {
    if !route.contains('|') {
        return false;
    }
    let mut depth = 0_usize;
    for c in route.chars() {
        match c {
            '(' => depth += 1,
            ')' if depth > 0 => depth -= 1,
            // A bracket or backslash may hide a parenthesis from this count.
            ')' | '[' | '\\' => return true,
            '|' if depth == 0 => return true,
            _ => {}
        }
    }
    depth != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_ends_at_a_segment() {
        for pattern in ["/api", "/api/", "/api/*", "/api/**"] {
            let set = RouteSet::new([RoutePattern::parse(pattern).unwrap()]);
            for route in ["/api", "/api/", "/api/x/:id"] {
                assert_eq!(set.contains(route), Listed::Yes, "{pattern} {route}");
            }
            for route in ["/", "/apis", "/x/api", "/API"] {
                assert_eq!(set.contains(route), Listed::No, "{pattern} {route}");
            }
            for route in ["", "api", "/api/../flows", "*", "/api\\..\\flows"] {
                assert_eq!(set.contains(route), Listed::Malformed, "{pattern} {route}");
            }
        }
    }

    #[test]
    fn an_alternative_does_not_lead_out_of_the_prefix() {
        let set = RouteSet::new([RoutePattern::parse("/api").unwrap()]);
        for route in [
            "/api/x|/flows",
            "/api/[(]|/flows[)]",
            "/api/\\(|/flows\\)",
            "/api/(a)|(/flows)",
            "/api/x)|(/flows",
        ] {
            assert_eq!(set.contains(route), Listed::Malformed, "{route}");
        }
        assert_eq!(set.contains("/api/:kind(a|b)/:id"), Listed::Yes);
    }

    #[test]
    fn the_root_is_every_route() {
        assert_eq!(RouteSet::new([RoutePattern::parse("/").unwrap()]).contains("/x"), Listed::Yes);
    }

    #[test]
    fn route_syntax_is_no_prefix() {
        for text in ["", "api", "/a/:id", "/a*", "/(.*)", "/a/../b", "/a//b", "/%61"] {
            assert!(RoutePattern::parse(text).is_err(), "{text}");
        }
    }
}
