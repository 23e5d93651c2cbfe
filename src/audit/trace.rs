//! The trace of messages [R9]: one line for each delivery, chained like the threat log, and tagged.

use std::collections::HashSet;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::chain;
use super::log::{KEEP, Log};
use super::tags::Tags;
use super::text::clip;
use crate::resolve::read_regular;

/// The file beside the threat log.
pub const FILE: &str = "messages.jsonl";
const MAX_BYTES: usize = 4 << 20;
/// A file is rotated when it would grow beyond this.
const MAX_FILE: u64 = MAX_BYTES as u64;
/// Longest text kept of what a package may choose.
const MAX_TEXT: usize = 200;
/// What the records are called.
const KIND: &str = "delivery";

/// A node as it is written down.
#[derive(Debug, Clone, Copy)]
pub struct End<'a> {
    /// Whose it is; `core` for Node-RED's own.
    pub package: &'a str,
    /// Its type.
    pub node_type: &'a str,
    /// Its id.
    pub id: &'a str,
}

impl End<'_> {
    fn json(&self) -> Value {
        json!({ "package": clip(self.package, MAX_TEXT), "type": clip(self.node_type, MAX_TEXT), "id": clip(self.id, MAX_TEXT) })
    }
}

/// One message that was handed to a node.
#[derive(Debug, Clone, Copy)]
pub struct Delivery<'a> {
    /// Its `_msgid`, which its senders choose.
    pub msgid: &'a str,
    /// The node that sent it.
    pub from: End<'a>,
    /// Through this output.
    pub port: u32,
    /// The node that received it.
    pub to: End<'a>,
    /// The delivery that the sender was at when it sent it, or that brought it the same message; 0 for none.
    pub via: u64,
}

/// The trace of one run.
#[derive(Debug)]
pub struct Trace {
    log: Log,
    run: String,
    n: u64,
}

impl Trace {
    /// Writes to `{dir}/messages.jsonl`. `run` tells the runs of Node-RED apart.
    #[must_use]
    pub fn new(dir: &Path, run: String, warn: fn(&str)) -> Self {
        Self { log: Log::with_limits(&dir.join(FILE), MAX_FILE, KEEP, warn), run, n: 0 }
    }

    /// Writes a delivery down and answers its number in this run.
    pub fn write(&mut self, now_ms: u64, tags: &Tags, delivery: &Delivery<'_>) -> u64 {
        self.n += 1;
        let mut fields = Map::new();
        fields.insert("run".into(), self.run.as_str().into());
        fields.insert("n".into(), self.n.into());
        fields.insert("msgid".into(), clip(delivery.msgid, MAX_TEXT).into());
        fields.insert("from".into(), delivery.from.json());
        fields.insert("port".into(), delivery.port.into());
        fields.insert("to".into(), delivery.to.json());
        fields.insert("via".into(), delivery.via.into());
        let tag = tag_of(tags, &fields);
        fields.insert("tag".into(), tag.into());
        self.log.append(now_ms, KIND, fields);
        self.n
    }
}

/// Everything that a record says, in the order of its names.
fn tag_of(tags: &Tags, fields: &Map<String, Value>) -> String {
    tags.tag(&[KIND, &signed(fields)])
}

fn signed(fields: &Map<String, Value>) -> String {
    let names = ["run", "n", "msgid", "from", "port", "to", "via"];
    let values: Vec<&Value> = names.iter().map(|name| fields.get(*name).unwrap_or(&Value::Null)).collect();
    json!(values).to_string()
}

/// The deliveries of a message, oldest first, and those that led to them. With `tags` each says whether its tag is genuine;
/// records of an earlier run have none that can be told.
#[must_use]
pub fn of(newest: &Path, msgid: &str, tags: Option<(&Tags, &str)>) -> Vec<Value> {
    let mut all: Vec<Map<String, Value>> = Vec::new();
    for file in chain::files(newest, KEEP) {
        // As long as it may become, and some more: another one was not written here.
        let text = read_regular(&file, 4 * MAX_BYTES).unwrap_or_default();
        for line in text.split(|byte| *byte == b'\n') {
            if let Ok(Value::Object(fields)) = serde_json::from_slice(line)
                && fields.get("kind").and_then(Value::as_str) == Some(KIND)
            {
                all.push(fields);
            }
        }
    }
    // A delivery comes after the one that led to it.
    let mut wanted: HashSet<(String, u64)> = HashSet::new();
    let mut found = Vec::new();
    for mut fields in all.into_iter().rev() {
        let run = fields.get("run").and_then(Value::as_str).unwrap_or_default().to_owned();
        let number = |name: &str| fields.get(name).and_then(Value::as_u64).unwrap_or_default();
        let is_asked = fields.get("msgid").and_then(Value::as_str) == Some(msgid);
        if !is_asked && !wanted.contains(&(run.clone(), number("n"))) {
            continue;
        }
        wanted.insert((run.clone(), number("via")));
        let genuine = tags.filter(|(_, own)| *own == run).map(|(tags, _)| {
            let tag = fields.get("tag").and_then(Value::as_str).unwrap_or_default();
            tags.holds(tag, &[KIND, &signed(&fields)])
        });
        fields.insert("genuine".into(), genuine.into());
        found.push(Value::Object(fields));
    }
    found.reverse();
    found
}
