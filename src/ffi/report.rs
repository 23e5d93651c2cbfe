//! What is recorded and said: refusals, notes, summaries, hashes, the status.

use std::fs::File;
use std::io::Read;
use std::ptr;

use napi_sys as sys;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use sys::{Status, napi_value};

use super::decide::{in_temporary, last, named, reaches_protected, scope};
use super::export::{Call, Export};
use super::site::{kind, shown_stack, site};
use super::state::{now_ms, shared};
use super::value::{Fail, type_of};
use crate::attribution::owner::Kind;
use crate::audit::chain::sha256_hex;
use crate::audit::{Refusal as Record, refusals, secrets, text};
use crate::catalogue::{Capability, ResourceKind};
use crate::engine::{Decision, NodeTarget, PathScope, PrincipalId, Refusal, Resource};
use crate::policy::{
    folder_in, grant, grant_beside, suggest_beside, suggest_names, suggest_node, takes_entries,
};
use crate::resolve;

/// The functions of this group.
pub const EXPORTS: &[Export] = &[
    Export { name: "refused", body: refused },
    Export { name: "deny", body: deny },
    Export { name: "note", body: note },
    Export { name: "summary", body: summary },
    Export { name: "sha256", body: sha256 },
    Export { name: "sha256File", body: sha256_file },
    Export { name: "status", body: status },
    Export { name: "panic", body: panic },
];

/// The capability of an argument: its number or its name.
fn capability(call: &Call<'_>, index: usize) -> Result<Capability, Fail> {
    let is_name =
        call.arg(index).is_some_and(|value| type_of(call.env, value) == sys::ValueType::napi_string);
    let found = if is_name {
        let name = call.string(index)?;
        (0..).map_while(Capability::from_id).find(|capability| capability.name() == name)
    } else {
        Capability::from_id(call.u32(index)?)
    };
    // An unknown capability is one that only `all` would cover.
    Ok(found.unwrap_or(Capability::All))
}

/// Flag of `deny`: the call was not refused, because the policy only looks on.
const PASSED: u32 = 4;

/// `refused(…)`, the arguments of `deny` with the stack read here: a refusal. Of those of one kind to one place the first is
/// recorded, the others are counted: `null`, or `false` when they come in such numbers that nobody looks at each.
fn refused(call: &Call<'_>) -> Result<napi_value, Fail> {
    let kind = kind(call)?;
    let shown = &call.state.shown;
    let is_one_of_many = shown.is_one_of_many(kind, now_ms());
    if !is_one_of_many && shown.is_new(site(call, kind)) {
        return deny(call);
    }
    let (principal, capability) = (call.u32(0)?, capability(call, 1)?);
    shared().audit().count(principal, capability.id());
    note_other(call, principal, capability)?;
    if is_one_of_many { call.boolean(false) } else { call.text_or_null(None) }
}

/// Has a summary name what this refusal was about, when nothing printed does. Of nodes a rule for their type was suggested.
fn note_other(call: &Call<'_>, principal: u32, capability: Capability) -> Result<(), Fail> {
    let flags = if call.arg(5).is_some() { call.u32(5)? } else { 0 };
    let given = |index| call.arg(index).map(|value| type_of(call.env, value));
    let is_node = given(6) == Some(sys::ValueType::napi_number);
    let has_reason = given(8) == Some(sys::ValueType::napi_string);
    if is_node || has_reason || flags & PASSED != 0 || !takes_entries(capability) {
        return Ok(());
    }
    if !shared().audit().others().wants_more(principal) {
        return Ok(());
    }
    let text = call.optional_string(3)?.unwrap_or_default();
    if text.is_empty()
        || text.len() > MAX_OTHER
        || !shared().audit().others().tell(principal, capability.id(), &text)
    {
        return Ok(());
    }
    let is_path = capability.entry().resource == ResourceKind::Path;
    let real = if is_path { resolve::resolve(named(&text), last(flags)).unwrap_or(text) } else { text };
    let folder = own_folder(capability, &shared().name(principal), &real);
    let real = match folder {
        Some(folder) if !shared().audit().others().tell(principal, capability.id(), &folder) => return Ok(()),
        Some(folder) => folder,
        None => real,
    };
    shared().audit().others().more(principal, capability.id(), real);
    Ok(())
}

/// Longest resource that a summary names.
const MAX_OTHER: usize = 1_000;

/// The grants for what was refused besides what was printed, one for each package and capability.
fn other_grants() -> Vec<String> {
    let shared = shared();
    let mut grants = Vec::new();
    let all = shared.audit().others().take_more();
    for (principal, others) in all {
        let package = shared.name(principal);
        let mut ids: Vec<u32> = others.iter().map(|(id, _)| *id).collect();
        ids.sort_unstable();
        ids.dedup();
        for capability in ids.into_iter().filter_map(Capability::from_id) {
            let of_it = others.iter().filter(|(id, _)| *id == capability.id());
            let resources: Vec<Resource<'_>> = of_it
                .map(|(_, text)| Resource::described(capability, Some(text)))
                .filter(|resource| {
                    let decision = shared.engine().decide(PrincipalId(principal), capability, resource);
                    let (Decision::Refused(why) | Decision::Observed(why)) = decision else { return false };
                    why.has_remedy()
                        && why != Refusal::OutsideNetwork
                        && grant(&package, capability, std::slice::from_ref(resource)).is_some()
                })
                .collect();
            if !resources.is_empty() {
                let kept = shared.engine().kept(PrincipalId(principal), capability);
                let alone: Vec<_> = resources.iter().map(without_content).collect();
                let told: Vec<_> = resources.iter().zip(&alone).map(named_as).collect();
                grants.extend(grant_beside(&package, capability, &told, &kept));
            }
        }
    }
    grants
}

/// `deny(principal, capability, api, resource, stack, flags, owner, type, reason)`: records a refusal and answers the text to
/// print, or `null` when it was printed before. `owner` and `type` are given for a node of another package, `reason` where
/// no grant helps. `stack` is text, or `true` to read the stack here.
fn deny(call: &Call<'_>) -> Result<napi_value, Fail> {
    let (principal, capability) = (call.u32(0)?, capability(call, 1)?);
    let api = call.optional_string(2)?.unwrap_or_default();
    let given = call.optional_string(3)?.unwrap_or_default();
    let flags = if call.arg(5).is_some() { call.u32(5)? } else { 0 };
    let stack = match call.arg(4).map(|value| type_of(call.env, value)) {
        Some(sys::ValueType::napi_string) => call.string(4)?,
        _ => shown_stack(call.env, call.state),
    };
    let shared = shared();
    shared.audit().others().tell(principal, capability.id(), &given);
    let known = refusals::site(capability.id(), &api, &stack);
    if shared.audit().count_if_known(principal, capability.id(), known) {
        return call.text_or_null(None);
    }
    let is_path = capability.entry().resource == ResourceKind::Path;
    let resource = match is_path.then(|| resolve::resolve(named(&given), last(flags))) {
        Some(Ok(real)) => real,
        _ => given,
    };
    let package = shared.name(principal);
    if let Some(folder) = own_folder(capability, &package, &resource) {
        shared.audit().others().tell(principal, capability.id(), &folder);
    }
    let shown = secrets::hide(capability.entry().resource, &resource);
    let record = Record {
        principal,
        package: &package,
        capability: capability.id(),
        capability_name: capability.name(),
        api: &api,
        resource: &shown,
        stack: &stack,
        suggestion: "",
    };
    let passed = flags & PASSED != 0;
    let fresh = if passed {
        shared.audit().detect(now_ms(), &record)
    } else {
        shared.audit().refuse(now_ms(), &record)
    };
    let Some(fresh) = fresh else { return call.text_or_null(None) };
    let who = PrincipalId(principal);
    let advice = match (call.optional_string(8)?, node(call)?) {
        (Some(reason), _) => Advice { grant: String::new(), reason },
        (None, Some((owner, node_type))) => advice_node(who, capability, &package, owner, &node_type),
        (None, None) => advice(who, capability, &package, &resource, flags),
    };
    let record = Record { suggestion: &advice.grant, ..record };
    call.text(&if passed {
        text::detection(&record, &advice.reason, fresh)
    } else {
        text::refusal(&record, &advice.reason, fresh)
    })
}

/// What an operator can do about a refusal.
struct Advice {
    /// The narrowest grant; empty where none helps.
    grant: String,
    /// Why none helps.
    reason: String,
}

fn advice(who: PrincipalId, capability: Capability, package: &str, resource: &str, flags: u32) -> Advice {
    // Guards name `all` for what no capability covers: they ask nobody, and the grant would change nothing.
    if capability == Capability::All {
        return Advice { grant: String::new(), reason: "it is out of reach of every package".to_owned() };
    }
    let is_path = capability.entry().resource == ResourceKind::Path;
    let folder = own_folder(capability, package, resource);
    let judged = if is_path {
        Resource::Path { path: folder.as_deref().unwrap_or(resource), scope: scope(flags) }
    } else {
        Resource::described(capability, Some(resource).filter(|text| !text.is_empty()))
    };
    let refusal = match shared().engine().decide(who, capability, &judged) {
        Decision::Refused(refusal) | Decision::Observed(refusal) => refusal,
        Decision::Allowed(_) if capability == Capability::FsWrite => {
            reaches_protected(resource, flags).unwrap_or(Refusal::NotGranted)
        }
        // Refused by a guard for another reason than this one, which a grant of its own would still need.
        Decision::Allowed(_) => Refusal::NotGranted,
    };
    let lists_all = capability == Capability::ProcessEnvRead && resource.is_empty() && refusal.has_remedy();
    let found = if lists_all {
        suggest_names(package)
    } else {
        let kept = shared().engine().kept(who, capability);
        let alone = without_content(&judged);
        suggest_beside(package, capability, &named_as((&judged, &alone)), refusal, &kept)
    };
    let reason = if found.is_some() { String::new() } else { refusal.to_string() };
    let grant = found.map(|grant| grant + &in_temporary(who, capability, &judged));
    Advice { grant: grant.unwrap_or_default(), reason }
}

/// How a directory is suggested in which something lies that Sentinel protects, as in the userDir: who only looks whether it is there is not to have what is in it.
fn without_content(resource: &Resource<'_>) -> Option<String> {
    let Resource::Path { path, scope: PathScope::Itself } = resource else { return None };
    let below = format!("{}/", path.trim_end_matches('/'));
    shared().config()?.never_write.iter().any(|place| place.starts_with(&below)).then(|| below + ".")
}

/// The resource under the name that it is suggested by.
fn named_as<'a>((resource, name): (&Resource<'a>, &'a Option<String>)) -> Resource<'a> {
    name.as_ref().map_or(*resource, |path| Resource::Path { path, scope: PathScope::Itself })
}

/// The folder to suggest for a file that a package reads of its own, or of what it depends on.
fn own_folder(capability: Capability, package: &str, file: &str) -> Option<String> {
    if capability != Capability::FsRead {
        return None;
    }
    let owner = shared().owners().owner(file);
    let is_its = owner.kind == Kind::Package && (owner.name == package || !owner.is_palette);
    if is_its { folder_in(&owner.root, file) } else { None }
}

/// The node a refusal is about: who registered its type, and the type.
fn node(call: &Call<'_>) -> Result<Option<(PrincipalId, String)>, Fail> {
    let given = |index| call.arg(index).map(|value| type_of(call.env, value));
    if given(6) != Some(sys::ValueType::napi_number) {
        return Ok(None);
    }
    Ok(Some((PrincipalId(call.u32(6)?), call.optional_string(7)?.unwrap_or_default())))
}

fn advice_node(
    who: PrincipalId,
    capability: Capability,
    package: &str,
    owner: PrincipalId,
    node_type: &str,
) -> Advice {
    let target = NodeTarget { owner, node_type, caller_type: None, own_this: false };
    let refusal = match shared().engine().decide_node(who, capability, &target) {
        Decision::Refused(refusal) | Decision::Observed(refusal) => refusal,
        Decision::Allowed(_) => Refusal::NotGranted,
    };
    match suggest_node(package, capability, node_type, refusal) {
        Some(grant) => Advice { grant, reason: String::new() },
        None => Advice { grant: String::new(), reason: refusal.to_string() },
    }
}

/// `note(kind, json)`: another record.
fn note(call: &Call<'_>) -> Result<napi_value, Fail> {
    let (kind, json) = (call.string(0)?, call.optional_string(1)?.unwrap_or_default());
    let fields = match serde_json::from_str(&json) {
        Ok(Value::Object(fields)) => fields,
        Ok(other) => Map::from_iter([("value".to_owned(), other)]),
        Err(_) => Map::from_iter([("text".to_owned(), text::clip(&json, 1_000).into())]),
    };
    shared().audit().note(now_ms(), &kind, fields);
    call.nothing()
}

/// `summary()`: what was only counted since the last one.
fn summary(call: &Call<'_>) -> Result<napi_value, Fail> {
    let shared = shared();
    let name = |id: u32| shared.name(id);
    let capability = |id: u32| Capability::from_id(id).map_or("?", Capability::name).to_owned();
    let lines = shared.audit().summary(now_ms(), &name, &capability);
    let grants = other_grants();
    let all: Vec<String> =
        lines.into_iter().chain(grants.iter().map(|grant| text::summary_grant(grant))).collect();
    call.text_or_null((!all.is_empty()).then(|| all.join("\n")).as_deref())
}

/// `sha256(data)`: of a text or of bytes, in hexadecimal.
fn sha256(call: &Call<'_>) -> Result<napi_value, Fail> {
    let value = call.arg(0).ok_or_else(|| Fail::usage("argument 0 is missing"))?;
    if type_of(call.env, value) == sys::ValueType::napi_string {
        return call.text(&sha256_hex(call.string(0)?.as_bytes()));
    }
    let (mut kind, mut length, mut start) = (0, 0, ptr::null_mut());
    // SAFETY: a live value; the status says whether it is a typed array.
    let status = unsafe {
        sys::napi_get_typedarray_info(
            call.env,
            value,
            &raw mut kind,
            &raw mut length,
            &raw mut start,
            ptr::null_mut(),
            ptr::null_mut(),
        )
    };
    if status != Status::napi_ok || kind != sys::TypedarrayType::uint8_array {
        return Err(Fail::usage("a string or a Uint8Array was expected"));
    }
    let bytes = if start.is_null() {
        &[]
    } else {
        // SAFETY: `start` and `length` describe the array, which nobody resizes during this callback.
        unsafe { std::slice::from_raw_parts(start.cast::<u8>(), length) }
    };
    call.text(&sha256_hex(bytes))
}

/// `sha256File(path)`: of a regular file, in hexadecimal.
fn sha256_file(call: &Call<'_>) -> Result<napi_value, Fail> {
    let path = call.string(0)?;
    let failed = |error: std::io::Error| Fail::usage(format!("`{path}` cannot be hashed: {error}"));
    let mut file = File::open(&path).map_err(failed)?;
    if !file.metadata().map_err(failed)?.is_file() {
        return Err(Fail::usage(format!("`{path}` cannot be hashed: it is not a regular file")));
    }
    let mut hash = Sha256::new();
    let mut block = vec![0_u8; 64 * 1024];
    loop {
        match file.read(&mut block).map_err(failed)? {
            0 => break,
            count => hash.update(block.get(..count).unwrap_or_default()),
        }
    }
    let digest: [u8; 32] = hash.finalize().into();
    call.text(&crate::audit::chain::hex(&digest))
}

/// `status()`: JSON.
fn status(call: &Call<'_>) -> Result<napi_value, Fail> {
    let mut version = ptr::null();
    // SAFETY: the structure behind the pointer belongs to Node.js and is never freed.
    let node = unsafe {
        sys::napi_get_node_version(call.env, &raw mut version);
        version.as_ref().map(|v| format!("{}.{}.{}", v.major, v.minor, v.patch))
    };
    let shared = shared();
    let policy = shared.policy.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
    let policy: Value = policy.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or(Value::Null);
    let state = match (shared.config(), &policy) {
        (Some(_), Value::Object(_)) => "ready",
        (Some(_), _) => "configured",
        (None, _) => "loaded",
    };
    let audit = shared.audit();
    call.text(
        &json!({
            "state": state,
            "generation": shared.engine().generation(),
            "mode": policy.get("mode"),
            "packages": policy.get("packages"),
            "all": policy.get("all"),
            "node": node,
            "stack": "native",
            "refusals": audit.total(),
            "log": audit.log_status(),
        })
        .to_string(),
    )
}

/// `panic()`: shows that a bug in here ends in an error, not in the end of Node-RED.
#[expect(clippy::panic, reason = "the tests ask for it")]
fn panic(_: &Call<'_>) -> Result<napi_value, Fail> {
    panic!("asked for");
}
