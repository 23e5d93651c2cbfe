use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::Map;

use super::chain::{files, verify};
use super::log::Log;
use super::text::{self, escape};
use super::{Audit, Fresh, Refusal};

struct Temp(PathBuf);

impl Temp {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("nrg-audit-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let dir = std::env::temp_dir().join(name);
        fs::create_dir_all(&dir).unwrap();
        Self(dir)
    }

    fn log(&self) -> PathBuf {
        self.0.join(".sentinel/audit.jsonl")
    }

    fn size(&self) -> u64 {
        files(&self.log(), 9).iter().map(|file| fs::metadata(file).unwrap().len()).sum()
    }
}

impl Drop for Temp {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn silent(_: &str) {}

fn refusal<'a>(stack: &'a str, resource: &'a str) -> Refusal<'a> {
    Refusal {
        principal: 7,
        package: "my-custom-node",
        capability: 3,
        capability_name: "fs:read",
        api: "fs.readFileSync()",
        resource,
        stack,
        suggestion: "sentinel: { a: 1,\n  b: 2 }",
    }
}

#[test]
fn the_text_is_that_of_the_specification() {
    let one = refusal(
        "at Object.<anonymous> (/data/node_modules/my-custom-node/index.js:42:5)",
        "/data/flows_cred.json",
    );
    let text = text::refusal(&one, "", Fresh { suppressed: 0 });
    assert_eq!(
        text,
        "[@nrg/sentinel] BLOCKED fs.readFileSync() — my-custom-node lacks fs:read\n  Resource: /data/flows_cred.json\n  Call stack:\n    at Object.<anonymous> (/data/node_modules/my-custom-node/index.js:42:5)\n  To allow, add to settings.js:\n    sentinel: { a: 1,\n      b: 2 }"
    );
}

#[test]
fn a_package_cannot_forge_or_hide_a_line() {
    let one = refusal("at \u{1b}[2Jf\r (x:1:1)", "/a\n[@nrg/sentinel] all is well\u{202e}\u{200b}\u{7f}");
    let text = text::refusal(&one, "", Fresh { suppressed: 0 });
    assert_eq!(text.lines().filter(|line| line.starts_with("[@nrg/sentinel]")).count(), 1);
    assert!(!text.contains(['\u{1b}', '\r', '\u{202e}', '\u{200b}', '\u{7f}']));
    assert_eq!(escape("ä€\u{feff}"), "ä€\\u{feff}");
}

#[test]
fn the_same_refusal_is_printed_once_and_counted_after_that() {
    let mut audit = Audit::default();
    assert!(audit.refuse(0, &refusal("at a", "/x")).is_some());
    for _ in 0..4 {
        assert!(audit.refuse(0, &refusal("at a", "/other")).is_none());
    }
    assert!(audit.refuse(0, &refusal("at b", "/x")).is_some());
    let name = |_: u32| "pkg".to_owned();
    let capability = |_: u32| "fs:read".to_owned();
    assert_eq!(
        audit.summary(1, &name, &capability).unwrap(),
        "[@nrg/sentinel] BLOCKED 4 more calls of pkg (fs:read 4)"
    );
    assert_eq!(audit.summary(2, &name, &capability), None);
    assert_eq!(audit.total(), 6);
}

#[test]
fn the_chain_holds_over_restarts_and_rotation() {
    let temp = Temp::new();
    for round in 0..10 {
        let mut log = Log::with_limits(&temp.log(), 2_000, 3, silent);
        for n in 0..20 {
            log.append(n, "note", Map::from_iter([("round".to_owned(), round.into())]));
        }
    }
    let all = files(&temp.log(), 3);
    assert_eq!(all.len(), 4);
    let sum = verify(&all).unwrap();
    assert_eq!(sum.last_seq, 200);
    assert!(temp.size() < 4 * 2_000 + 500);
}

#[test]
fn every_change_of_a_line_is_noticed() {
    let temp = Temp::new();
    let mut log = Log::with_limits(&temp.log(), 1 << 20, 3, silent);
    for n in 0..10 {
        log.append(n, "note", Map::new());
    }
    let good = fs::read_to_string(temp.log()).unwrap();
    let lines: Vec<&str> = good.lines().collect();
    let check = |changed: Vec<String>| {
        fs::write(temp.log(), changed.join("\n") + "\n").unwrap();
        verify(&files(&temp.log(), 3))
    };
    let owned = || lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
    assert_eq!(check(owned()).unwrap().lines, 10);
    let mut changed = owned();
    changed[4] = changed[4].replace("\"time\":4", "\"time\":5");
    assert!(check(changed).is_err());
    let mut removed = owned();
    removed.remove(3);
    assert!(check(removed).is_err());
    let mut swapped = owned();
    swapped.swap(2, 3);
    assert!(check(swapped).is_err());
    let mut doubled = owned();
    doubled.insert(5, lines[4].to_owned());
    assert!(check(doubled).is_err());
    let mut garbage = owned();
    garbage[6] = "{".into();
    assert!(check(garbage).is_err());
}

#[test]
fn a_line_torn_by_a_crash_is_accounted_for() {
    let temp = Temp::new();
    let mut log = Log::with_limits(&temp.log(), 1 << 20, 3, silent);
    log.append(0, "note", Map::new());
    log.append(1, "note", Map::new());
    drop(log);
    fs::OpenOptions::new().append(true).open(temp.log()).unwrap().write_all(b"{\"seq\":3,\"pre").unwrap();
    let mut log = Log::with_limits(&temp.log(), 1 << 20, 3, silent);
    log.append(2, "note", Map::new());
    let sum = verify(&files(&temp.log(), 3)).unwrap();
    assert_eq!((sum.lines, sum.last_seq, sum.torn), (5, 4, 1));
}

#[test]
fn what_somebody_else_wrote_does_not_break_the_writer_and_is_seen() {
    let temp = Temp::new();
    let mut log = Log::with_limits(&temp.log(), 1 << 20, 3, silent);
    log.append(0, "note", Map::new());
    fs::OpenOptions::new().append(true).open(temp.log()).unwrap().write_all(b"hello\n").unwrap();
    log.append(1, "note", Map::new());
    let text = fs::read_to_string(temp.log()).unwrap();
    assert!(text.contains("\"kind\":\"recovered\""));
    fs::remove_file(temp.log()).unwrap();
    log.append(2, "note", Map::new());
    assert_eq!(fs::read_to_string(temp.log()).unwrap().lines().count(), 1);
    assert_eq!(verify(&files(&temp.log(), 3)).unwrap().first_seq, 4);
}

#[test]
fn a_directory_that_cannot_be_written_is_said_once() {
    static SAID: AtomicU32 = AtomicU32::new(0);
    fn said(line: &str) {
        assert!(line.starts_with("[@nrg/sentinel] the threat log ") && !line.contains('\n'));
        SAID.fetch_add(1, Ordering::Relaxed);
    }
    let temp = Temp::new();
    let file = temp.0.join("file");
    fs::write(&file, "").unwrap();
    let path = file.join(".sentinel/audit.jsonl");
    let mut log = Log::with_limits(&path, 1 << 20, 3, said);
    for n in 0..1_000 {
        log.append(n * 1_000, "note", Map::new());
    }
    assert_eq!(SAID.load(Ordering::Relaxed), 1);
    assert_eq!(log.status()["lost"], 1_000);
    // Once it can be written again the loss is in the log.
    fs::remove_file(&file).unwrap();
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    log.append(2_000_000, "note", Map::new());
    assert!(fs::read_to_string(&path).unwrap().contains("\"lost\":1000"));
}

#[test]
fn a_link_in_place_of_the_log_is_not_followed() {
    let temp = Temp::new();
    fs::create_dir_all(temp.log().parent().unwrap()).unwrap();
    let victim = temp.0.join("victim");
    fs::write(&victim, "").unwrap();
    std::os::unix::fs::symlink(&victim, temp.log()).unwrap();
    let mut log = Log::with_limits(&temp.log(), 1 << 20, 3, silent);
    log.append(0, "note", Map::new());
    assert_eq!(fs::read(&victim).unwrap(), b"");
}

#[test]
fn the_log_is_readable_by_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let temp = Temp::new();
    Log::with_limits(&temp.log(), 1 << 20, 3, silent).append(0, "note", Map::new());
    assert_eq!(fs::metadata(temp.log()).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::metadata(temp.log().parent().unwrap()).unwrap().permissions().mode() & 0o777, 0o700);
}

#[test]
fn a_million_refusals_grow_neither_log_nor_memory() {
    let temp = Temp::new();
    let mut audit = Audit::default();
    audit.open(Log::with_limits(&temp.log(), 1 << 20, 8, silent));
    let mut printed = 0;
    for n in 0..1_000_000_u64 {
        // Every one from another place, ten microseconds apart.
        let stack = format!("at f (/data/node_modules/x/index.js:{n}:1)");
        if audit.refuse(n / 100, &refusal(&stack, "/some/resource")).is_some() {
            printed += 1;
        }
    }
    assert!((50..=60).contains(&printed), "{printed}");
    assert!(temp.size() < 200_000, "{}", temp.size());
    assert_eq!(audit.total(), 1_000_000);
    let kept = audit.summary(u64::MAX / 2, &|_| "x".into(), &|_| "c".into());
    assert!(kept.is_some());
    assert!(fs::read_to_string(temp.log()).unwrap().contains("\"kind\":\"suppressed\""));
    verify(&files(&temp.log(), 8)).unwrap();
}

#[test]
fn programs_of_a_package_record_together_no_more_than_one_process() {
    let temp = Temp::new();
    let counted = |is_program: bool, minutes: u64| {
        let mut printed = 0;
        for process in 0..6_u64 {
            let mut audit = Audit::default();
            audit.open(Log::with_limits(&temp.log(), 1 << 20, 8, silent));
            if is_program {
                audit.share();
            }
            for n in 0..60 {
                let stack = format!("at f (/data/node_modules/x/{process}.js:{n}:1)");
                let fresh = audit.refuse(minutes * 60_000 + process, &refusal(&stack, "/some/resource"));
                printed += u32::from(fresh.is_some());
            }
            assert_eq!(audit.total(), 60);
        }
        printed
    };
    assert_eq!(counted(true, 100), 50);
    assert_eq!(counted(true, 110), 0, "ten minutes later");
    assert_eq!(counted(true, 130), 50, "half an hour later");
    assert_eq!(counted(false, 130), 300, "processes of their own have counts of their own");
    verify(&files(&temp.log(), 8)).unwrap();
}

#[test]
fn fields_of_a_note_cannot_displace_the_chain() {
    let temp = Temp::new();
    let mut audit = Audit::default();
    audit.open(Log::with_limits(&temp.log(), 1 << 20, 3, silent));
    let fields = Map::from_iter([
        ("seq".to_owned(), 99.into()),
        ("prev".to_owned(), "x".into()),
        ("kind".to_owned(), "start".into()),
    ]);
    audit.note(0, "policy", fields);
    audit.note(1, "policy", Map::new());
    assert_eq!(verify(&files(&temp.log(), 3)).unwrap().last_seq, 2);
    assert!(!fs::read_to_string(temp.log()).unwrap().contains("start"));
}
