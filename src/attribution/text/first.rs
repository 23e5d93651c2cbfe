//! Which name is read first where V8 says no more than where a statement is, or an expression.
//!
//! A name of the global object has no place of its own where it is the first that is read. V8 then tells the place of the statement; of what is the body of an
//! arrow function, a condition of a loop or a field of a class it tells that of the expression: its operator, its last member, its last operand.
//! Members of other values that are read there have places of their own.

use super::{ascii, is_keyword, is_word, skip, skip_back, word};

/// As much of a text as is looked at for where an expression begins.
const BACK: usize = 200;

/// As much of a text as may belong to the statement that stands at a place.
const AHEAD: usize = 600;

/// The text around a place where no member of anything is read: a word of the language, a sign, a literal, a variable that is set. Members that are taken apart have the
/// place of the variable, or of the pattern; what is copied as a whole (`{ ...value }`) has one of its own but where it is the last operand (`(a, { ...value })`).
pub fn around(text: &[u16], at: usize) -> Option<String> {
    let (name, end) = word(text, at);
    let is_without = match ascii(text, at) {
        b'.' | b'[' if is_member(text, at, skip_back(text, at)) => false,
        b'?' => ascii(text, at + 1) != b'.' && !changes(text, at),
        b'{' => behind(text, skip_back(text, at)) != b':' && !has_spread(text, at),
        _ if name.is_empty() => !changes(text, at),
        b'0'..=b'9' => true,
        _ if is_member(text, at, skip_back(text, at)) => false,
        _ if is_before_value(&name) || name == "class" => true,
        _ => (is_set(text, end) && begins(text, at)) || is_last_operand(text, at, end),
    };
    // V8 tells the beginning of the script where it knows no place.
    let is_without = is_without && at > 0;
    let window = at.saturating_sub(BACK)..text.len().min(at.saturating_add(AHEAD));
    is_without.then(|| text.get(window).map(String::from_utf16_lossy)).flatten()
}

/// `name =`
fn is_set(text: &[u16], end: usize) -> bool {
    let sign = skip(text, end);
    ascii(text, sign) == b'=' && !matches!(ascii(text, sign + 1), b'=' | b'>')
}

fn has_spread(text: &[u16], brace: usize) -> bool {
    let last = text.len().min(brace.saturating_add(AHEAD));
    let mut open = 0_usize;
    for index in brace..last {
        match ascii(text, index) {
            b'{' => open += 1,
            b'}' => open -= 1,
            b'.' if is_spread(text, index) => return true,
            _ => {}
        }
        if open == 0 {
            return false;
        }
    }
    true
}

/// The names that may be read first at a place.
pub fn first_reads(text: &[u16], at: usize) -> Vec<String> {
    if at == 0 {
        return read_from(text, 0).into_iter().chain(optional(text)).collect();
    }
    if is_member(text, at, skip_back(text, at)) {
        return root(text, at).into_iter().collect();
    }
    read_from(text, at)
}

/// The names that what is the body of an arrow function, or a condition, begins with when it is an optional chain: V8 tells the beginning of the script for those.
fn optional(text: &[u16]) -> Vec<String> {
    let is_before = |index: &usize| match ascii(text, *index) {
        b'>' => behind(text, *index) == b'=',
        sign => sign == b'(',
    };
    let mut found: Vec<String> = (0..text.len())
        .filter(is_before)
        .filter_map(|index| {
            let (name, mut end) = word(text, skip(text, index + 1));
            while ascii(text, end) == b'.' {
                end = word(text, end + 1).1;
            }
            let is_optional = ascii(text, end) == b'?' && ascii(text, end + 1) == b'.';
            (is_optional && !name.is_empty()).then_some(name)
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// What stands before an index.
fn behind(text: &[u16], index: usize) -> u8 {
    index.checked_sub(1).map_or(0, |at| ascii(text, at))
}

/// `++`, `+=`, `??=`: at the place of such a sign the value is read that it changes.
fn changes(text: &[u16], at: usize) -> bool {
    let signs: Vec<u8> = (at..at + 4).map(|at| ascii(text, at)).collect();
    match signs.as_slice() {
        [a @ (b'+' | b'-'), b, ..] if a == b => true,
        [b'+' | b'-' | b'*' | b'/' | b'%' | b'^' | b'&' | b'|', b'=', ..] => true,
        [b'*' | b'<' | b'>' | b'&' | b'|' | b'?', .., b'=']
        | [b'*' | b'<' | b'>' | b'&' | b'|' | b'?', _, b'=', _] => signs.first() == signs.get(1),
        _ => false,
    }
}

/// Is that a variable after `??`, or after a comma that is none of a pattern, a list or a call: `(a, b)`?
fn is_last_operand(text: &[u16], at: usize, end: usize) -> bool {
    let before = skip_back(text, at);
    let is_behind = match behind(text, before) {
        b',' => is_in_group(text, at),
        sign => sign == b'?' && behind(text, before - 1) == b'?',
    };
    is_behind && !matches!(ascii(text, skip(text, end)), b'.' | b'[' | b'?' | b'`' | b'+' | b'-')
}

/// Is what encloses it a parenthesis around a value, and not one of a call?
fn is_in_group(text: &[u16], at: usize) -> bool {
    let mut open = 0_usize;
    for index in (at.saturating_sub(BACK)..at).rev() {
        match ascii(text, index) {
            b')' | b']' | b'}' => open += 1,
            b'(' | b'[' | b'{' if open > 0 => open -= 1,
            b'(' => {
                let before = skip_back(text, index);
                let is_callee =
                    before > 0 && (is_word(text, before - 1) || matches!(behind(text, before), b')' | b']'));
                return !is_callee || is_keyword(&last_word(text, before));
            }
            b'[' | b'{' => return false,
            _ => {}
        }
    }
    false
}

/// Is that the name of a member, or the sign before it?
fn is_member(text: &[u16], at: usize, before: usize) -> bool {
    match ascii(text, at) {
        b'.' => true,
        b'?' => ascii(text, at + 1) == b'.',
        b'[' => {
            before > 0 && (is_word(text, before - 1) || matches!(behind(text, before), b')' | b']' | b'.'))
        }
        _ => is_word(text, at) && behind(text, before) == b'.' && behind(text, before - 1) != b'.',
    }
}

/// The name that a chain of members and calls begins with.
fn root(text: &[u16], at: usize) -> Option<String> {
    let mut end = at;
    for _ in 0..16 {
        let mut before = skip_back(text, end);
        if behind(text, before) == b'.' && behind(text, before - 1) != b'.' {
            before = skip_back(text, before - 1);
        } else if end != at || is_word(text, at) {
            let (name, _) = word(text, end);
            return (!is_keyword(&name)).then_some(name);
        }
        if behind(text, before) == b'?' {
            before = skip_back(text, before - 1);
        }
        while matches!(behind(text, before), b')' | b']') {
            let open = opening(text, before - 1)?;
            let inner = skip(text, open + 1);
            before = skip_back(text, open);
            // `[...name].length`
            let is_list = ascii(text, open) == b'[' && !is_member(text, open, before);
            if is_list && is_spread(text, inner) {
                return read_from(text, inner + 3).into_iter().next();
            }
            // `(await name).member`
            let (keyword, end) = word(text, inner);
            let (name, after) = word(text, skip(text, end));
            if keyword == "await" && ascii(text, skip(text, after)) == b')' {
                return Some(name);
            }
            if behind(text, before) == b'.' && behind(text, before - 1) == b'?' {
                before = skip_back(text, before - 2);
            }
        }
        end = (0..before).rev().take_while(|index| is_word(text, *index)).last()?;
    }
    None
}

/// The parenthesis or bracket that one is the end of.
fn opening(text: &[u16], close: usize) -> Option<usize> {
    let mut open = 0_usize;
    for index in (close.saturating_sub(BACK)..=close).rev() {
        match ascii(text, index) {
            b')' | b']' | b'}' => open += 1,
            b'(' | b'[' | b'{' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return Some(index);
        }
    }
    None
}

/// The names that may be read first from an index on: what is before a member that is set is read as well, unless it is a variable.
fn read_from(text: &[u16], start: usize) -> Vec<String> {
    let (mut next, mut found) = (start, Vec::new());
    // More than a few words and signs stand in front of no name.
    for _ in 0..8 {
        next = skip(text, next);
        match (ascii(text, next), ascii(text, next + 1)) {
            (b'`', b'$') => next += 3,
            (b'[' | b'{', _) if is_spread(text, skip(text, next + 1)) => next = skip(text, next + 1) + 3,
            (b'(' | b'!' | b'~' | b'+' | b'-', _) => next += 1,
            _ => {
                let (name, end) = word(text, next);
                next = match target(text, next, end) {
                    Some((value, is_member)) => {
                        found.extend(is_member.then_some(name));
                        value
                    }
                    None if name == "class" => class(text, end),
                    None if is_before_value(&name) => end,
                    None => {
                        found.extend((!name.is_empty()).then_some(name));
                        return found;
                    }
                };
            }
        }
    }
    found
}

fn is_spread(text: &[u16], at: usize) -> bool {
    (at..at + 3).all(|at| ascii(text, at) == b'.')
}

/// Behind the name of a class, where what it extends stands.
fn class(text: &[u16], end: usize) -> usize {
    match word(text, skip(text, end)) {
        (name, _) if name == "extends" => end,
        (_, end) => end,
    }
}

/// Words after which what they are about is read.
fn is_before_value(word: &str) -> bool {
    is_keyword(word) || matches!(word, "new" | "default" | "const" | "let" | "var")
}

/// What follows `name =` or `of.name =` of an assignment, and whether it is that of a member. A pattern has a value of its own there that is read before: `{ name = value } = other`.
fn target(text: &[u16], start: usize, end: usize) -> Option<(usize, bool)> {
    let mut sign = skip(text, end);
    let is_member = ascii(text, sign) == b'.';
    if is_member {
        sign = skip(text, word(text, skip(text, sign + 1)).1);
    }
    let is_target = is_set(text, sign);
    (is_target && begins(text, start)).then_some((sign + 1, is_member))
}

/// Is that where a statement begins, or what it says first?
fn begins(text: &[u16], start: usize) -> bool {
    let before = skip_back(text, start);
    match behind(text, before) {
        0 | b';' | b'}' | b')' => true,
        b'{' => is_block(text, before - 1),
        b'(' => last_word(text, skip_back(text, before - 1)) == "for",
        b'=' => {
            !matches!(behind(text, before - 1), b'=' | b'!' | b'<' | b'>')
                && behind(text, skip_back(text, before - 1)) != b'}'
        }
        b'>' => behind(text, before - 1) == b'=',
        _ => is_before_value(&last_word(text, before)),
    }
}

/// Does a brace begin a list of statements, and not a pattern or an object?
fn is_block(text: &[u16], brace: usize) -> bool {
    let before = skip_back(text, brace);
    match behind(text, before) {
        0 | b')' | b';' | b'}' | b'{' => true,
        b'>' => behind(text, before - 1) == b'=',
        _ => matches!(last_word(text, before).as_str(), "else" | "try" | "do" | "finally"),
    }
}

fn last_word(text: &[u16], end: usize) -> String {
    let start = (0..end).rev().take_while(|at| is_word(text, *at)).last().unwrap_or(end);
    text.get(start..end).map(String::from_utf16_lossy).unwrap_or_default()
}
