//! Writes that do nothing where strict code would throw, in the texts of Node-RED's modules that are compiled strictly.
//!
//! `js/loader/lenient.js` has the list of such writes for each module, and what the text is to say in their place. Here they are
//! found: every time Node-RED starts, in texts of nearly a megabyte. The same goes for calls that `js/loader/queues.js` makes in
//! the place of these modules, and for members that `js/loader/paths.js` looks for.

/// What stands in a text, and what is to stand there.
#[derive(Debug)]
struct Change<'a> {
    kind: Kind,
    /// Up to the byte at which it is found: `msg.payload =`, `delete `, `work(`, `base[key]`.
    before: &'a [u8],
    /// The rest: `msg.parts` of a deletion, `a, b` of a call.
    after: &'a [u8],
    form: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Set,
    Delete,
    Call,
    Look,
}

const DELETE: &[u8] = b"delete ";

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'$' || byte == b'_'
}

/// What follows it is a member of something else, or text.
fn is_part(byte: u8) -> bool {
    is_word(byte) || matches!(byte, b'.' | b'\'' | b'"' | b'`')
}

/// `$lenient(msg, 'payload').payload =` for `msg.payload =`. `None` for what has no member.
fn form_of(literal: &str) -> Option<String> {
    if let Some(statement) = literal.strip_suffix(';') {
        // A variable, which is nobody else's: what is asked is what it is given.
        if let Some((variable, call)) =
            statement.split_once(" = ").filter(|(variable, _)| variable.bytes().all(is_word))
        {
            return Some(format!("{variable} = $lenient({call});"));
        }
        let (write, value) = statement.split_at(statement.find('=').unwrap_or(statement.len()));
        let again = form_of(write)?;
        return Some(format!("try {{ {literal} }} catch ($) {{ {again}{value}; }}"));
    }
    let (before, chain) = literal.strip_prefix("delete ").map_or(("", literal), |chain| ("delete ", chain));
    let member = chain.trim_end_matches([' ', '=', '+', '-']);
    let at = if member.ends_with(']') { member.rfind('[')? } else { member.rfind('.')? };
    let base = member.get(..at)?;
    let key = member.get(at + 1..)?;
    let key = key.strip_suffix(']').map_or_else(|| format!("'{key}'"), str::to_owned);
    Some(format!("{before}$lenient({base}, {key}){}", chain.get(at..)?))
}

/// `step:work(a, b` is a call as it stands in a text, `work(a, b`, which the method `step` of `$lenient` makes, and `has:kept.hasOwnProperty(id` a call of a method,
/// in whose place `$lenient.has(kept, id` stands.
fn call_of(literal: &str) -> Option<Change<'_>> {
    let (method, call) = literal.split_once(':')?;
    let (work, after) = call.split_once('(')?;
    if !is_name(method) || !is_name(work) {
        return None;
    }
    let form = work.rsplit_once('.').map_or_else(
        || format!("$lenient.{method}({work})({after}"),
        |(base, _)| format!("$lenient.{method}({base}, {after}"),
    );
    let before = call.get(..=work.len())?.as_bytes();
    Some(Change { kind: Kind::Call, before, after: after.as_bytes(), form: form.into_bytes() })
}

/// `seen:base[key]` is a member as it stands in a text, `base[key]`, for which `$lenient.seen(base, key)` looks. Where it is written it stays.
fn look_of(literal: &str) -> Option<Change<'_>> {
    let (method, member) = literal.split_once(':')?;
    let (base, key) = member.strip_suffix(']')?.split_once('[')?;
    if !is_name(method) || !is_name(base) {
        return None;
    }
    let form = format!("$lenient.{method}({base}, {key})").into_bytes();
    Some(Change { kind: Kind::Look, before: member.as_bytes(), after: b"", form })
}

fn write_of(literal: &str) -> Option<Change<'_>> {
    let form = form_of(literal)?.into_bytes();
    let bytes = literal.as_bytes();
    Some(match bytes.strip_prefix(DELETE) {
        Some(after) => Change { kind: Kind::Delete, before: DELETE, after, form },
        None => Change { kind: Kind::Set, before: bytes, after: b"", form },
    })
}

fn is_name(text: &str) -> bool {
    text.bytes().all(|byte| is_word(byte) || byte == b'.')
}

/// Does this follow a member that is written?
fn is_write(rest: &[u8]) -> bool {
    let rest = rest.trim_ascii_start();
    let is_operator = |byte: &&u8| !byte.is_ascii_alphanumeric() && !matches!(byte, b' ' | b'(');
    match rest.get(..rest.iter().take_while(is_operator).count()).unwrap_or_default() {
        [b'=', b'=' | b'>', ..] | [b'!' | b'<' | b'>', b'=', ..] => false,
        [b'+', b'+', ..] | [b'-', b'-', ..] => true,
        operator => operator.contains(&b'='),
    }
}

impl Change<'_> {
    /// Where it begins, if it stands there.
    fn start(&self, up_to: &[u8], rest: &[u8]) -> Option<usize> {
        let above = up_to.strip_suffix(self.before)?;
        let rest = rest.strip_prefix(self.after)?;
        let follows = rest.first().copied().unwrap_or_default();
        let is_it = !above.last().is_some_and(|last| is_part(*last))
            && match self.kind {
                Kind::Call => true,
                Kind::Look => !above.ends_with(DELETE) && !is_write(rest),
                Kind::Delete => !is_part(follows) && !matches!(follows, b'[' | b'('),
                Kind::Set => !(self.before.ends_with(b"=") && matches!(follows, b'=' | b'>')),
            };
        is_it.then_some(above.len())
    }
}

/// The text with these writes as `$lenient` has them; `None` when none of them is in it.
#[must_use]
pub fn rewrite(text: &[u8], literals: &[String]) -> Option<Vec<u8>> {
    // By the byte at which each is found.
    let mut changes: Vec<Vec<Change<'_>>> = Vec::new();
    changes.resize_with(256, Vec::new);
    for literal in literals {
        let change = look_of(literal).or_else(|| call_of(literal)).or_else(|| write_of(literal))?;
        changes.get_mut(usize::from(*change.before.last()?))?.push(change);
    }
    let mut made = Vec::new();
    let mut from = 0;
    for (at, byte) in text.iter().enumerate() {
        let Some(here) = changes.get(usize::from(*byte)).filter(|here| !here.is_empty()) else { continue };
        let (up_to, rest) = text.split_at(at + 1);
        let found = here.iter().find_map(|change| Some((change, change.start(up_to, rest)?)));
        let Some((change, start)) = found.filter(|(_, start)| *start >= from) else { continue };
        made.extend_from_slice(text.get(from..start).unwrap_or_default());
        made.extend_from_slice(&change.form);
        from = at + 1 + change.after.len();
    }
    if from == 0 {
        return None;
    }
    made.extend_from_slice(text.get(from..).unwrap_or_default());
    Some(made)
}

#[cfg(test)]
mod tests {
    use super::rewrite;

    fn of(text: &str, writes: &[&str]) -> Option<String> {
        let writes: Vec<String> = writes.iter().map(|&write| write.to_owned()).collect();
        rewrite(text.as_bytes(), &writes).map(|made| String::from_utf8(made).unwrap_or_default())
    }

    #[test]
    fn a_write_asks_where_it_goes() {
        let cases = [
            ("msg.payload = 1;", "msg.payload =", "$lenient(msg, 'payload').payload = 1;"),
            ("x(); msg.payload=1", "msg.payload=", "x(); $lenient(msg, 'payload').payload=1"),
            ("m.payload += s", "m.payload +=", "$lenient(m, 'payload').payload += s"),
            ("p.parts.count -= 1", "p.parts.count -=", "$lenient(p.parts, 'count').count -= 1"),
            ("a[s][t] = ''", "a[s][t] =", "$lenient(a[s], t)[t] = ''"),
            ("m.h['x-y z'] = 1", "m.h['x-y z'] =", "$lenient(m.h, 'x-y z')['x-y z'] = 1"),
            ("o[n.name] = 1", "o[n.name] =", "$lenient(o, n.name)[n.name] = 1"),
            ("if (a) delete msg.parts;", "delete msg.parts", "if (a) delete $lenient(msg, 'parts').parts;"),
            ("{ o[k] = v; }", "o[k] = v;", "{ try { o[k] = v; } catch ($) { $lenient(o, k)[k] = v; } }"),
            (
                "if (a) delete m.b;",
                "delete m.b;",
                "if (a) try { delete m.b; } catch ($) { delete $lenient(m, 'b').b; }",
            ),
            ("delete m.h['x y']", "delete m.h['x y']", "delete $lenient(m.h, 'x y')['x y']"),
            ("var p = r(red);", "p = r(red);", "var p = $lenient(r(red));"),
            ("x = work(a, b, c => 1)", "step:work(a, b", "x = $lenient.step(work)(a, b, c => 1)"),
            (
                "!a.kept.has(id) && kept.has(id)",
                "has:kept.has(id",
                "!a.kept.has(id) && $lenient.has(kept, id)",
            ),
            ("work(q); work(r)", "rest:work(q)", "$lenient.rest(work)(q); work(r)"),
            ("x = a.b[k];", "seen:a.b[k]", "x = $lenient.seen(a.b, k);"),
            ("x = v[n[i++]]", "seen:v[n[i++]]", "x = $lenient.seen(v, n[i++])"),
            (
                "a[k] = b; f(a[k]) === a[k]",
                "seen:a[k]",
                "a[k] = b; f($lenient.seen(a, k)) === $lenient.seen(a, k)",
            ),
            ("a[k] == a[k] !== c", "seen:a[k]", "$lenient.seen(a, k) == $lenient.seen(a, k) !== c"),
            (
                "a[k] += a[k]; delete a[k]; a[k]++",
                "seen:a[k]",
                "a[k] += $lenient.seen(a, k); delete a[k]; a[k]++",
            ),
        ];
        for (text, write, wanted) in cases {
            assert_eq!(of(text, &[write]).as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn what_is_none_stays() {
        for text in [
            "if (msg.payload == 1)",
            "msg.payload === 1",
            "(msg.payload => 1)",
            "group.msg.payload = 1",
            "newmsg.payload = 1",
            "'msg.payload = 1'",
            "msg.payload.x = 1",
            "delete msg.payload.x",
            "delete msg.payloads",
            "delete msg.payload.x;",
            "",
            "=",
        ] {
            assert_eq!(of(text, &["msg.payload =", "delete msg.payload"]), None, "{text}");
        }
    }

    #[test]
    fn the_whole_chain_counts() {
        let made = of("info.msg.a = 1; msg.a = 2", &["msg.a =", "info.msg.a ="]);
        assert_eq!(made.as_deref(), Some("$lenient(info.msg, 'a').a = 1; $lenient(msg, 'a').a = 2"));
    }

    #[test]
    fn several_in_their_order() {
        let made =
            of("é; msg.a = msg.b = 1; delete msg.a; msg.a = 2", &["msg.b =", "delete msg.a", "msg.a ="]);
        let wanted = "é; $lenient(msg, 'a').a = $lenient(msg, 'b').b = 1; delete $lenient(msg, 'a').a; $lenient(msg, 'a').a = 2";
        assert_eq!(made.as_deref(), Some(wanted));
    }
}
