//! What a refusal does not repeat: passwords and tokens in URLs, command lines and the environment of commands. Logs are read by more
//! people than those things are meant for. What is compared with the policy is not touched by this.

use std::borrow::Cow;
use std::fmt::Write;

use serde_json::Value;

use crate::catalogue::ResourceKind;

/// What stands for what is kept back.
const HIDDEN: &str = "…";
/// Parts of the names of what is kept back.
const SECRET: [&str; 15] = [
    "passw",
    "passphrase",
    "pwd",
    "secret",
    "token",
    "apikey",
    "api-key",
    "api_key",
    "accesskey",
    "access-key",
    "access_key",
    "privatekey",
    "auth",
    "credential",
    "cookie",
];
/// Programs that take a password right behind `-p`.
const GLUED: [&str; 5] = ["mysql", "mariadb", "sshpass", "7z", "smbclient"];

/// `text` as people are shown it.
#[must_use]
pub fn hide(kind: ResourceKind, text: &str) -> Cow<'_, str> {
    match kind {
        ResourceKind::Url | ResourceKind::Nothing | ResourceKind::Host => words(text, "").into(),
        ResourceKind::Command => command(text).into(),
        _ => text.into(),
    }
}

/// A command in its canonical form: a line for a shell, or JSON.
fn command(text: &str) -> String {
    let Ok(Value::Object(given)) = serde_json::from_str::<Value>(text) else { return words(text, "") };
    let mut parts = given.clone();
    let file = parts.get("file").and_then(Value::as_str).unwrap_or_default().to_owned();
    if let Some(Value::Object(env)) = parts.get_mut("env") {
        env.values_mut().for_each(|value| *value = HIDDEN.into());
    }
    if let Some(Value::String(line)) = parts.get_mut("command") {
        *line = words(line, "");
    }
    if let Some(Value::Array(args)) = parts.get_mut("args") {
        let mut before = String::new();
        for arg in args {
            if let Value::String(text) = arg {
                let shown = if takes_secret(&before) {
                    HIDDEN.to_owned()
                } else {
                    after(&before, words(text, &file))
                };
                before = std::mem::replace(text, shown);
            }
        }
    }
    // As it was written, where nothing had to be kept back.
    if parts == given { text.to_owned() } else { Value::Object(parts).to_string() }
}

/// A text of words with blanks between them; `program` is the one that is run, if that is not the first of them.
fn words(text: &str, program: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut program = program.to_owned();
    let mut before = "";
    let mut rest = text;
    // Inside of these quotes everything is kept back: the value of a header.
    let mut quoted: Option<char> = None;
    while !rest.is_empty() {
        let start = rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len());
        let (blank, from) = rest.split_at(start);
        shown.push_str(blank);
        let (word, next) = from.split_at(from.find(char::is_whitespace).unwrap_or(from.len()));
        rest = next;
        if word.is_empty() {
            break;
        }
        if program.is_empty() {
            word.clone_into(&mut program);
        }
        if let Some(quote) = quoted {
            let _ = write!(shown, "{HIDDEN}");
            if word.contains(quote) {
                shown.push(quote);
                quoted = None;
            }
        } else if takes_secret(before) {
            shown.push_str(HIDDEN);
        } else {
            let (one, is_header) = self::word(word, &program);
            shown.push_str(&after(before, one));
            // To the end of the quotes that the name of the header begins with, or of the text.
            quoted = is_header.then(|| word.chars().find(|c| matches!(c, '"' | '\'')).unwrap_or('\0'));
        }
        before = word;
    }
    shown
}

/// Is what follows this word one to be kept back?
fn takes_secret(word: &str) -> bool {
    let plain = word.trim_matches(['"', '\'']);
    let is_scheme = plain.eq_ignore_ascii_case("bearer") || plain.eq_ignore_ascii_case("basic");
    is_scheme || (plain.starts_with('-') && !plain.contains(['=', ':']) && is_secret(plain))
}

/// `user:password` behind the option of `curl` that says so.
fn after(before: &str, word: String) -> String {
    match word.split_once(':') {
        Some((user, _)) if matches!(before, "-u" | "--user" | "--proxy-user" | "-U") => {
            format!("{user}:{HIDDEN}")
        }
        _ => word,
    }
}

fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SECRET.iter().any(|part| name.contains(part))
}

/// One word, and whether it is the name of a header whose value follows.
fn word(word: &str, program: &str) -> (String, bool) {
    let name = program.rsplit(['/', '\\']).next().unwrap_or_default();
    if let Some(rest) = word.strip_prefix("-p")
        && !rest.is_empty()
        && GLUED.iter().any(|known| name.starts_with(known))
    {
        return (format!("-p{HIDDEN}"), false);
    }
    if let Some(at) = word.find("://") {
        return (url(word, at + 3), false);
    }
    if let Some(at) = word.find(['=', ':']) {
        let (name, value) = word.split_at(at + 1);
        if is_secret(name) {
            let is_header = value.is_empty() && name.ends_with(':');
            return (if value.is_empty() { name.to_owned() } else { format!("{name}{HIDDEN}") }, is_header);
        }
    }
    match word.rsplit_once('@') {
        Some((user, host)) if user.contains(':') => (format!("{HIDDEN}@{host}"), false),
        _ => (word.to_owned(), false),
    }
}

/// A URL without user, password and query; `start` is where its host begins.
fn url(text: &str, start: usize) -> String {
    let (scheme, rest) = text.split_at(start);
    let end = rest.find(['/', '?', '#', '"', '\'', '\\']).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at(end);
    let mut shown = String::from(scheme);
    match authority.rsplit_once('@') {
        Some((_, host)) => {
            let _ = write!(shown, "{HIDDEN}@{host}");
        }
        None => shown.push_str(authority),
    }
    match rest.find(['?', '#']) {
        Some(at) => {
            let (path, query) = rest.split_at(at);
            shown.push_str(path);
            shown.push_str(query.get(..1).unwrap_or_default());
            shown.push_str(HIDDEN);
            // What closes it where it is quoted.
            let closing = query.trim_start_matches(|c| !matches!(c, '"' | '\''));
            shown.push_str(closing.get(..1).unwrap_or_default());
        }
        None => shown.push_str(rest),
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(kind: ResourceKind, text: &str) -> String {
        hide(kind, text).into_owned()
    }

    #[test]
    fn nothing_secret_is_repeated() {
        for text in [
            "http://user:SECRET@host/p?token=SECRET#SECRET",
            "the tunnel to u:SECRET@x:443 cannot be judged",
            "wss://SECRET@host",
        ] {
            assert!(!shown(ResourceKind::Url, text).contains("SECRET"), "{}", shown(ResourceKind::Url, text));
        }
        for text in [
            "mysql -u root -pSECRET db",
            "/usr/bin/mysqldump -pSECRET",
            "curl -u me:SECRET https://x/?a=SECRET",
            "curl -H 'Authorization: Bearer SECRET' https://x",
            "curl -H \"X-Api-Key: SECRET\" x",
            "curl -H 'Cookie: a=SECRET; b=SECRET' x",
            "DB_PASSWORD=SECRET psql",
            "tool --password SECRET --token=SECRET --api-key 'SECRET'",
            "git clone https://me:SECRET@host/repo.git",
            r#"{"file":"curl","args":["-H","Authorization: Bearer SECRET","http://u:SECRET@x/"]}"#,
            r#"{"file":"curl","args":["--user","me:SECRET","--token","SECRET","--password=SECRET"]}"#,
            r#"{"file":"mysql","args":["-pSECRET"],"env":{"ANY":"SECRET"},"clearEnv":true}"#,
            r#"{"command":"mysql -pSECRET","env":{"ANY":"SECRET"}}"#,
        ] {
            let shown = shown(ResourceKind::Command, text);
            assert!(!shown.contains("SECRET"), "{shown}");
        }
    }

    #[test]
    fn the_rest_is_told() {
        let command = |text| shown(ResourceKind::Command, text);
        assert_eq!(command("ls -la  /data && git -p log\n"), "ls -la  /data && git -p log\n");
        assert_eq!(
            command("curl -H 'Authorization: Bearer x y' https://h/p?q=1 -o f"),
            "curl -H 'Authorization: … … …' https://h/p?… -o f"
        );
        assert_eq!(command("ping -c 1 host:80 a@b"), "ping -c 1 host:80 a@b");
        assert_eq!(
            command(r#"{"file":"git","args":["status","--short"]}"#),
            r#"{"file":"git","args":["status","--short"]}"#
        );
        assert_eq!(command(r#"{"file":"x","env":{"A":"b"}}"#), r#"{"env":{"A":"…"},"file":"x"}"#);
        assert_eq!(shown(ResourceKind::Url, "https://u:p@host:8443/a/b?c#d"), "https://…@host:8443/a/b?…");
        assert_eq!(shown(ResourceKind::Url, "unix:/run/x.sock"), "unix:/run/x.sock");
        assert_eq!(shown(ResourceKind::Path, "/data/x?token=1"), "/data/x?token=1");
        assert_eq!(shown(ResourceKind::EnvName, "MY_TOKEN"), "MY_TOKEN");
    }
}
