//! Tags and the trace of messages [R9].

use std::io::Write as _;
use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};

use napi_sys::napi_value;

use super::export::{Call, Export};
use super::state::{now_ms, shared};
use super::value::Fail;
use crate::audit::chain::hex;
use crate::audit::tags::Tags;
use crate::audit::trace::{self, Delivery, End, Trace};

/// The functions of this group.
pub const EXPORTS: &[Export] = &[
    Export { name: "tag", body: tag },
    Export { name: "isTagged", body: is_tagged },
    Export { name: "delivered", body: delivered },
    Export { name: "traceOf", body: trace_of },
];

/// Most texts under one tag.
const MOST: usize = 6;

static TRACE: Mutex<Option<Trace>> = Mutex::new(None);

/// The key of this run, made when it is first needed, and a name for the run that says nothing about it.
fn tags() -> Result<&'static (Tags, String), Fail> {
    static TAGS: OnceLock<Option<(Tags, String)>> = OnceLock::new();
    TAGS.get_or_init(|| {
        let mut run = [0; 8];
        getrandom::fill(&mut run).ok()?;
        Some((Tags::new().ok()?, hex(&run)))
    })
    .as_ref()
    .ok_or_else(|| Fail::usage("the system gives no random numbers"))
}

/// Begins to write deliveries down, or ends it.
pub fn open(directory: Option<&Path>) -> Result<(), Fail> {
    let warn = |line: &str| {
        // Nobody is left to tell when this fails.
        let _ = writeln!(std::io::stderr(), "{line}");
    };
    let made = match directory {
        Some(directory) => Some(Trace::new(directory, tags()?.1.clone(), warn)),
        None => None,
    };
    *TRACE.lock().unwrap_or_else(PoisonError::into_inner) = made;
    Ok(())
}

fn texts(call: &Call<'_>, first: usize) -> Result<Vec<String>, Fail> {
    (first..first + MOST).map_while(|index| call.optional_string(index).transpose()).collect()
}

/// `tag(...texts)`: the tag of these texts.
fn tag(call: &Call<'_>) -> Result<napi_value, Fail> {
    let texts = texts(call, 0)?;
    let parts: Vec<&str> = texts.iter().map(String::as_str).collect();
    call.text(&tags()?.0.tag(&parts))
}

/// `isTagged(tag, ...texts)`: 1 when this process made the tag for these texts.
fn is_tagged(call: &Call<'_>) -> Result<napi_value, Fail> {
    let texts = texts(call, 1)?;
    let parts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let holds = tags()?.0.holds(&call.string(0)?, &parts);
    call.number(f64::from(u8::from(holds)))
}

/// `delivered(msgid, fromPrincipal, fromType, fromId, port, toPrincipal, toType, toId, via)`: writes a delivery down; its number.
fn delivered(call: &Call<'_>) -> Result<napi_value, Fail> {
    let msgid = call.string(0)?;
    let (from, to) = (shared().name(call.u32(1)?), shared().name(call.u32(5)?));
    let (from_type, from_id, to_type, to_id) =
        (call.string(2)?, call.string(3)?, call.string(6)?, call.string(7)?);
    let delivery = Delivery {
        msgid: &msgid,
        from: End { package: &from, node_type: &from_type, id: &from_id },
        port: call.u32(4)?,
        to: End { package: &to, node_type: &to_type, id: &to_id },
        via: call.u32(8)?.into(),
    };
    let mut trace = TRACE.lock().unwrap_or_else(PoisonError::into_inner);
    let n = match trace.as_mut() {
        Some(trace) => trace.write(now_ms(), &tags()?.0, &delivery),
        None => 0,
    };
    // More than 2^32 deliveries in one run: the link to those before gets lost, nothing else.
    call.number(f64::from(u32::try_from(n).unwrap_or(0)))
}

/// `traceOf(file, msgid)`: JSON; the deliveries of a message and those that led to them.
fn trace_of(call: &Call<'_>) -> Result<napi_value, Fail> {
    let (file, msgid) = (call.string(0)?, call.string(1)?);
    let known = tags()?;
    let found = trace::of(Path::new(&file), &msgid, Some((&known.0, &known.1)));
    call.text(&serde_json::Value::from(found).to_string())
}
