//! Wildcards inside one piece of text: `*`, `?`, `[abc]`, `[a-z]`, `[!abc]`.
//!
//! Not a regular expression: a pattern is a list of tokens and matching backtracks to the last `*` only,
//! so its cost is at most (text length) x (pattern length), whatever an attacker names a file.

use super::PatternError;

/// The longest pattern accepted, in bytes.
pub const MAX_LENGTH: usize = 1024;
/// The most `*` accepted in one pattern.
pub const MAX_STARS: usize = 16;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Char(char),
    One,
    Many,
    Class { negated: bool, ranges: Vec<(char, char)> },
}

/// One parsed piece of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glob {
    tokens: Vec<Token>,
}

/// Whether `text` holds a character with a meaning in patterns.
#[must_use]
pub fn has_wildcard(text: &str) -> bool {
    text.contains(['*', '?', '['])
}

/// `text` as a pattern that matches nothing but `text`.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '*' | '?' | '[') {
            out.extend(['[', c, ']']);
        } else {
            out.push(c);
        }
    }
    out
}

impl Glob {
    /// Parses a pattern. With `ignore_case` the text to match must be lower case already.
    ///
    /// # Errors
    /// When a class is not closed or empty, or the pattern is too complex.
    pub fn parse(text: &str, ignore_case: bool) -> Result<Self, PatternError> {
        check_size(text)?;
        let lowered;
        let source = if ignore_case {
            lowered = fold(text);
            &lowered
        } else {
            text
        };
        let mut tokens = Vec::new();
        let mut rest = source.chars();
        while let Some(c) = rest.next() {
            match c {
                '*' if tokens.last() == Some(&Token::Many) => {}
                '*' => tokens.push(Token::Many),
                '?' => tokens.push(Token::One),
                '[' => {
                    let (token, after) = class(rest.as_str()).ok_or_else(|| {
                        PatternError::new(format!(
                            "`{text}` has a `[` without a closing `]` (write `[[]` for the character)"
                        ))
                    })?;
                    tokens.push(token);
                    rest = after.chars();
                }
                c => tokens.push(Token::Char(c)),
            }
        }
        Ok(Self { tokens })
    }

    /// Whether the whole of `text` matches.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        let (mut token, mut rest) = (0, text);
        let mut star: Option<(usize, &str)> = None;
        loop {
            let step = match (self.tokens.get(token), rest.chars().next()) {
                (None, None) => return true,
                (Some(Token::Many), _) => {
                    star = Some((token + 1, rest));
                    token += 1;
                    continue;
                }
                (Some(wanted), Some(c)) if wanted.takes(c) => c.len_utf8(),
                _ => {
                    // Let the last `*` take one more character and try again from there.
                    let Some((after, from)) = star else { return false };
                    let Some(c) = from.chars().next() else { return false };
                    rest = from.get(c.len_utf8()..).unwrap_or_default();
                    star = Some((after, rest));
                    token = after;
                    continue;
                }
            };
            rest = rest.get(step..).unwrap_or_default();
            token += 1;
        }
    }

    /// The one text the pattern matches, when it matches only one (`a[*]b`).
    #[must_use]
    pub fn as_literal(&self) -> Option<String> {
        self.tokens.iter().map(Token::only).collect()
    }
}

/// Refuses patterns whose cost cannot be bounded reasonably.
pub(super) fn check_size(text: &str) -> Result<(), PatternError> {
    if text.len() > MAX_LENGTH {
        let start: String = text.chars().take(40).collect();
        return Err(PatternError::new(format!("`{start}…` is longer than {MAX_LENGTH} bytes")));
    }
    if text.matches('*').count() > MAX_STARS {
        return Err(PatternError::new(format!("`{text}` has more than {MAX_STARS} `*`")));
    }
    Ok(())
}

/// Lower case, with the two letters that case-insensitive volumes fold to ASCII although lower-casing does not.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.chars().flat_map(char::to_lowercase).map(|c| if c == '\u{17f}' { 's' } else { c }).collect()
}

fn class(body: &str) -> Option<(Token, &str)> {
    let negated = body.starts_with('!');
    let inner = if negated { body.get(1..)? } else { body };
    // A `]` right after the opening stands for itself, as in every shell.
    let first = inner.chars().next()?;
    let end = inner.get(first.len_utf8()..)?.find(']')? + first.len_utf8();
    let members: Vec<char> = inner.get(..end)?.chars().collect();
    let mut ranges = Vec::new();
    let mut rest = members.as_slice();
    loop {
        rest = match rest {
            [low, '-', high, tail @ ..] if low <= high => {
                ranges.push((*low, *high));
                tail
            }
            [one, tail @ ..] => {
                ranges.push((*one, *one));
                tail
            }
            [] => break,
        };
    }
    Some((Token::Class { negated, ranges }, inner.get(end + 1..)?))
}

impl Token {
    fn only(&self) -> Option<char> {
        match self {
            Self::Char(c) => Some(*c),
            Self::Class { negated: false, ranges } => match ranges.as_slice() {
                [(low, high)] if low == high => Some(*low),
                _ => None,
            },
            Self::Class { negated: true, .. } | Self::One | Self::Many => None,
        }
    }

    fn takes(&self, c: char) -> bool {
        match self {
            Self::Char(own) => *own == c,
            Self::One | Self::Many => true,
            Self::Class { negated, ranges } => {
                ranges.iter().any(|(low, high)| (*low..=*high).contains(&c)) != *negated
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn hit(pattern: &str, text: &str) -> bool {
        Glob::parse(pattern, false).unwrap().matches(text)
    }

    #[test]
    fn wildcards_mean_what_the_specification_says() {
        for (pattern, yes, no) in [
            ("*.csv", &["a.csv", ".csv"][..], &["a.csv.bak", "csv"][..]),
            ("a?c", &["abc", "aéc"], &["ac", "abbc"]),
            ("[abc]x", &["ax", "cx"], &["dx", "x", "abx"]),
            ("[!abc]x", &["dx", "éx"], &["ax", "x"]),
            ("[a-c]*", &["a", "bzz"], &["d", ""]),
            ("[]]", &["]"], &["["]),
            ("[[]x", &["[x"], &["x"]),
            ("a*b*c", &["abc", "aXbYbZc"], &["acb", "ab"]),
            ("{a,b}", &["{a,b}"], &["a", "b"]),
            ("", &[""], &["a"]),
        ] {
            for text in yes {
                assert!(hit(pattern, text), "{pattern} should match {text}");
            }
            for text in no {
                assert!(!hit(pattern, text), "{pattern} should not match {text}");
            }
        }
    }

    #[test]
    fn a_pattern_that_cannot_be_bounded_is_refused_by_name() {
        let stars = "*a".repeat(MAX_STARS + 1);
        assert!(Glob::parse(&stars, false).unwrap_err().0.contains(&stars));
        assert!(Glob::parse(&"a".repeat(MAX_LENGTH + 1), false).is_err());
        for open in ["[", "[abc", "[!", "[]", "x[!]"] {
            assert!(Glob::parse(open, false).unwrap_err().0.contains(open), "{open}");
        }
    }

    #[test]
    fn hostile_text_costs_no_more_than_text_times_pattern() {
        let pattern = Glob::parse(&"*a".repeat(MAX_STARS), false).unwrap();
        assert!(!pattern.matches(&"a".repeat(4096).replace("aaaa", "aaab").repeat(4)));
    }

    proptest! {
        #[test]
        fn an_escaped_text_matches_itself_and_nothing_else(a in ".{0,12}", b in ".{0,12}") {
            let pattern = Glob::parse(&escape(&a), false).unwrap();
            prop_assert!(pattern.matches(&a));
            prop_assert_eq!(pattern.matches(&b), a == b);
        }

        #[test]
        fn no_pattern_and_no_text_makes_the_matcher_fail(p in "[*?\\[\\]!a-c-]{0,20}", t in "[a-c\\[\\]*é]{0,30}") {
            if let Ok(pattern) = Glob::parse(&p, false) {
                let _ = pattern.matches(&t);
            }
        }

        #[test]
        fn it_agrees_with_a_naive_matcher(p in "[ab*?]{0,8}", t in "[ab]{0,10}") {
            fn naive(p: &[u8], t: &[u8]) -> bool {
                match (p.first(), t.first()) {
                    (None, None) => true,
                    (Some(b'*'), _) => naive(&p[1..], t) || (!t.is_empty() && naive(p, &t[1..])),
                    (Some(b'?'), Some(_)) => naive(&p[1..], &t[1..]),
                    (Some(a), Some(b)) if a == b => naive(&p[1..], &t[1..]),
                    _ => false,
                }
            }
            prop_assert_eq!(hit(&p, &t), naive(p.as_bytes(), t.as_bytes()));
        }
    }
}
