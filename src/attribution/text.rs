//! Reads what stands at a place of a text of JavaScript: what V8 tells of a place is enough to read no more than a few words.

pub mod first;

/// What stands at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Use {
    /// `name(`, `of.name(`; `of` is empty for what stands alone, `?` for what has no name.
    Call {
        /// What is called.
        name: String,
        /// What it is a member of.
        of: String,
    },
    /// `new name`, `new of.name`.
    New {
        /// The class.
        name: String,
        /// What it is a member of.
        of: String,
    },
    /// `(` of the call of what has no name: `f()()`, `list[0]()`, `(0, x.name)()`, `name?.()`.
    Bare,
    /// A name that is read: `name`, `of.name`, `['name']`, `{ name } =`.
    Read(String),
    /// `[` of a member whose name is not written there.
    Computed,
    /// `=` of an assignment to a name or a member.
    Assigned,
    /// Anything else.
    Other,
}

/// The index of a line and column, both from 1, as V8 counts lines.
pub fn offset(text: &[u16], line: i32, column: i32) -> Option<usize> {
    let (line, column) =
        (usize::try_from(line).ok()?.checked_sub(1)?, usize::try_from(column).ok()?.checked_sub(1)?);
    let mut start = 0;
    if line > 0 {
        let ends = text.iter().enumerate().filter(|(at, unit)| ends_line(**unit, text.get(at + 1)));
        start = ends.map(|(at, _)| at + 1).nth(line - 1)?;
    }
    start.checked_add(column).filter(|at| *at < text.len())
}

const fn ends_line(unit: u16, next: Option<&u16>) -> bool {
    match unit {
        0x0A | 0x2028 | 0x2029 => true,
        0x0D => !matches!(next, Some(0x0A)),
        _ => false,
    }
}

/// What stands at `at`.
pub fn use_at(text: &[u16], at: usize) -> Use {
    let byte = |at: usize| ascii(text, at);
    match byte(at) {
        b'(' => Use::Bare,
        b'[' => match byte(skip(text, at + 1)) {
            b'\'' | b'"' => quoted(text, skip(text, at + 1)).map_or(Use::Computed, Use::Read),
            _ => Use::Computed,
        },
        b'\'' | b'"' => quoted(text, at).map_or(Use::Other, Use::Read),
        b'=' | b'?' | b'|' | b'&' if is_assignment(text, at) => Use::Assigned,
        // Of a member of what was called: `f().name`.
        b'.' => match word(text, skip(text, at + 1)) {
            (name, _) if name.is_empty() => Use::Other,
            (name, _) => Use::Read(name),
        },
        b'?' if byte(at + 1) == b'.' => match word(text, skip(text, at + 2)) {
            (name, _) if name.is_empty() => Use::Computed,
            (name, _) => Use::Read(name),
        },
        _ => named_at(text, at),
    }
}

/// Of a name or a member: what a pattern takes apart is asked for its members. Also `??=`, `||=` and `&&=`, but none that makes
/// something of both values, which may be asked for that.
fn is_assignment(text: &[u16], at: usize) -> bool {
    let end = skip_back(text, at);
    let is_target = end > 0 && (is_word(text, end - 1) || ascii(text, end - 1) == b']');
    let is_logical = ascii(text, at) != b'=' && ascii(text, at) == ascii(text, at + 1);
    let sign = if is_logical { at + 2 } else { at };
    is_target && ascii(text, sign) == b'=' && !matches!(ascii(text, sign + 1), b'=' | b'>')
}

fn named_at(text: &[u16], at: usize) -> Use {
    // A private member.
    let (name, end) = word(text, if ascii(text, at) == b'#' { at + 1 } else { at });
    if name.is_empty() {
        return Use::Other;
    }
    let of = owner(text, at);
    if of.is_empty() && name == "new" {
        let (name, of) = path(text, skip(text, end));
        return Use::New { name, of };
    }
    let next = skip(text, end);
    if ascii(text, next) != b'(' {
        return Use::Read(name);
    }
    if of.is_empty() && is_keyword(&name) {
        return Use::Other;
    }
    Use::Call { name, of }
}

/// Words that a parenthesis can follow without being called.
fn is_keyword(name: &str) -> bool {
    matches!(
        name,
        "await"
            | "case"
            | "delete"
            | "do"
            | "else"
            | "extends"
            | "for"
            | "if"
            | "import"
            | "in"
            | "instanceof"
            | "of"
            | "return"
            | "switch"
            | "throw"
            | "typeof"
            | "void"
            | "while"
            | "with"
            | "yield"
    )
}

/// What a member at `at` is one of: its name where it has one, `?` where not, nothing where there is no dot before it.
fn owner(text: &[u16], at: usize) -> String {
    let dot = skip_back(text, at);
    if dot == 0 || ascii(text, dot - 1) != b'.' || (dot > 1 && ascii(text, dot - 2) == b'.') {
        return String::new();
    }
    let mut end = dot - 1;
    if end > 0 && ascii(text, end - 1) == b'?' {
        end -= 1;
    }
    let end = skip_back(text, end);
    let start = (0..end).rev().take_while(|at| is_word(text, *at)).last().unwrap_or(end);
    match text.get(start..end).map(String::from_utf16_lossy) {
        Some(name) if !name.is_empty() => name,
        _ => "?".to_owned(),
    }
}

/// The name of a member right before a parenthesis at `at`.
pub fn word_before(text: &[u16], at: usize) -> Option<String> {
    let end = skip_back(text, at);
    let start = (0..end).rev().take_while(|at| is_word(text, *at)).last()?;
    let is_member = ascii(text, at) == b'(' && !owner(text, start).is_empty();
    is_member.then(|| text.get(start..end).map(String::from_utf16_lossy)).flatten()
}

/// Where the bracket stands that closes right before `at`.
fn closing_before(text: &[u16], at: usize) -> Option<usize> {
    skip_back(text, at).checked_sub(1).filter(|close| ascii(text, *close) == b']')
}

/// Where the bracket stands that is closed at `close`.
fn opening_of(text: &[u16], close: usize) -> Option<usize> {
    let mut open = 0_usize;
    (0..=close).rev().find(|index| {
        match ascii(text, *index) {
            b']' => open += 1,
            b'[' => open -= 1,
            _ => {}
        }
        open == 0
    })
}

/// `_handle` of `x._handle[name](`: what it is a member of that is called by a name that is worked out.
pub fn worked_out_of(text: &[u16], at: usize) -> Option<String> {
    let close = closing_before(text, at)?;
    let start = opening_of(text, close)?;
    let end = skip_back(text, start);
    let from = (0..end).rev().take_while(|at| is_word(text, *at)).last().unwrap_or(end);
    (ascii(text, at) == b'(').then(|| text.get(from..end).map(String::from_utf16_lossy)).flatten()
}

/// `a.b.c`: the last name, and what it is a member of.
fn path(text: &[u16], at: usize) -> (String, String) {
    let (mut name, mut end) = word(text, at);
    let mut of = String::new();
    loop {
        let dot = skip(text, end);
        if ascii(text, dot) != b'.' {
            return (name, of);
        }
        let (next, after) = word(text, skip(text, dot + 1));
        if next.is_empty() {
            return (name, of);
        }
        of = if name.is_empty() { "?".to_owned() } else { name };
        (name, end) = (next, after);
    }
}

/// `globalThis[`, `global[`: a member of the global object by a computed name.
pub fn is_of_global(text: &[u16], at: usize) -> bool {
    let end = skip_back(text, at);
    let start = (0..end).rev().take_while(|at| is_word(text, *at)).last().unwrap_or(end);
    let name = text.get(start..end).map(String::from_utf16_lossy).unwrap_or_default();
    ascii(text, at) == b'['
        && matches!(name.as_str(), "globalThis" | "global")
        && owner(text, start).is_empty()
}

/// `value` of `value[key] =`, where the name of the member that is set is worked out: nothing for what has no name.
pub fn set_by_key(text: &[u16], at: usize) -> Option<String> {
    let close = closing_before(text, at)?;
    // What cannot be told is worked out.
    let Some(start) = opening_of(text, close) else { return Some(String::new()) };
    let key = skip(text, start + 1);
    let is_written = matches!(ascii(text, key), b'\'' | b'"')
        && quoted(text, key).is_some_and(|name| skip(text, key + name.encode_utf16().count() + 2) == close);
    let end = skip_back(text, start);
    let from = (0..end).rev().take_while(|at| is_word(text, *at)).last().unwrap_or(end);
    let name = text.get(from..end).map(String::from_utf16_lossy).unwrap_or_default();
    (!is_written).then(|| if owner(text, from).is_empty() { name } else { String::new() })
}

/// The name in `name: variable`, where V8 says of what is taken from an object that it goes into the variable at `at`.
pub fn word_before_colon(text: &[u16], at: usize) -> Option<String> {
    let colon = skip_back(text, at)
        .checked_sub(1)
        .filter(|colon| (is_word(text, at) || ascii(text, at) == b'{') && ascii(text, *colon) == b':')?;
    let end = skip_back(text, colon);
    let start = (0..end).rev().take_while(|at| is_word(text, *at)).last()?;
    text.get(start..end).map(String::from_utf16_lossy)
}

fn word(text: &[u16], at: usize) -> (String, usize) {
    let end = (at..text.len()).take_while(|at| is_word(text, *at)).last().map_or(at, |last| last + 1);
    (text.get(at..end).map(String::from_utf16_lossy).unwrap_or_default(), end)
}

/// A text without escapes.
fn quoted(text: &[u16], at: usize) -> Option<String> {
    let quote = text.get(at)?;
    let rest = text.get(at + 1..)?;
    let length = rest.iter().position(|unit| unit == quote)?;
    let inner = String::from_utf16_lossy(rest.get(..length)?);
    (!inner.contains('\\')).then_some(inner)
}

/// Past white space and comments.
fn skip(text: &[u16], at: usize) -> usize {
    let mut next = at;
    loop {
        while is_space(text, next) {
            next += 1;
        }
        let end = match (ascii(text, next), ascii(text, next + 1)) {
            (b'/', b'/') => (next..text.len()).find(|at| ends_line(unit(text, *at), None)),
            (b'/', b'*') => (next + 2..text.len())
                .find(|at| ascii(text, *at) == b'*' && ascii(text, at + 1) == b'/')
                .map(|at| at + 2),
            _ => return next,
        };
        let Some(end) = end else { return text.len() };
        next = end;
    }
}

/// Before white space and comments that end there: the index after what is left.
fn skip_back(text: &[u16], at: usize) -> usize {
    let mut end = at;
    loop {
        while end > 0 && is_space(text, end - 1) {
            end -= 1;
        }
        if end < 4 || ascii(text, end - 1) != b'/' || ascii(text, end - 2) != b'*' {
            return end;
        }
        let start = (0..end - 3).rev().find(|at| ascii(text, *at) == b'/' && ascii(text, at + 1) == b'*');
        let Some(start) = start else { return end };
        end = start;
    }
}

fn unit(text: &[u16], at: usize) -> u16 {
    text.get(at).copied().unwrap_or(0)
}

/// 0 for what is none, and behind the end.
fn ascii(text: &[u16], at: usize) -> u8 {
    u8::try_from(unit(text, at)).ok().filter(u8::is_ascii).unwrap_or(0)
}

fn is_space(text: &[u16], at: usize) -> bool {
    matches!(unit(text, at), 0x09..=0x0D | 0x20 | 0xA0 | 0x2028 | 0x2029 | 0xFEFF)
}

fn is_word(text: &[u16], at: usize) -> bool {
    let unit = unit(text, at);
    match u8::try_from(unit) {
        Ok(byte) if byte.is_ascii() => byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$',
        _ => unit != 0 && !is_space(text, at),
    }
}
