//! The decisions. Whatever goes wrong in here, the answer is 0: refused.

use std::net::{IpAddr, SocketAddr};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;
use std::sync::PoisonError;

use napi_sys as sys;
use serde::Deserialize;
use sys::{napi_callback_info, napi_env, napi_value};
use url::Url;

use super::export::{Call, Export};
use super::state::{now_ms, shared};
use super::value::{Fail, arguments, number, type_of, with_string};
use crate::audit::{Refusal as Record, secrets};
use crate::catalogue::{Capability, ResourceKind};
use crate::engine::r#match::host_index::HostName;
use crate::engine::{
    AdminEndpoint, Decision, Mode, NodeTarget, OriginReach, PathScope, PrincipalId, Refusal, Resource,
};
use crate::policy::temporary_remark;
use crate::resolve::{self, FileId, Last};

/// Flag of the path functions: the last component is not followed.
pub const KEEP_LAST: u32 = 1;
/// Flag of the path functions: everything below is touched as well.
pub const TREE: u32 = 2;
/// Flag of `decidePath`: is anything meant that lies there or below?
pub const PART: u32 = 4;
/// Flag of `decidePath`: a directory on the way to what is listed is meant, too.
pub const ABOVE: u32 = 8;
/// Flag of `waysOut`: the directory is to be moved.
pub const MOVES: u32 = 1;

/// The functions called for every guarded call.
pub const HOT: &[(&str, unsafe extern "C" fn(napi_env, napi_callback_info) -> napi_value)] =
    &[("decide", decide), ("decidePath", decide_path), ("decideNode", decide_node)];

/// The others.
pub const EXPORTS: &[Export] = &[
    Export { name: "decideAddress", body: decide_address },
    Export { name: "holds", body: holds },
    Export { name: "isHost", body: is_host },
    Export { name: "reachOrigin", body: reach_origin },
    Export { name: "resolvePath", body: resolve_path },
    Export { name: "setAdmin", body: set_admin },
    Export { name: "waysOut", body: ways_out },
];

unsafe extern "C" fn decide(env: napi_env, info: napi_callback_info) -> napi_value {
    let answer = catch_unwind(AssertUnwindSafe(|| {
        let ([principal, capability, resource, ..], _) = arguments(env, info).ok()?;
        let who = PrincipalId(number(env, principal)?);
        let capability = Capability::from_id(number(env, capability)?)?;
        let judge = |text: Option<&str>| allowed(who, capability, &Resource::of(capability, text), text);
        match type_of(env, resource) {
            sys::ValueType::napi_undefined | sys::ValueType::napi_null => Some(judge(None)),
            // A path must come through `decidePath`, which knows where it leads.
            _ if capability.entry().resource == ResourceKind::Path && who != PrincipalId::CORE => None,
            _ => with_string(env, resource, |text| judge(Some(text))),
        }
    }));
    verdict(env, answer.ok().flatten().unwrap_or(false))
}

unsafe extern "C" fn decide_path(env: napi_env, info: napi_callback_info) -> napi_value {
    let answer = catch_unwind(AssertUnwindSafe(|| {
        let ([principal, capability, path, flags, ..], _) = arguments(env, info).ok()?;
        let who = PrincipalId(number(env, principal)?);
        let capability = Capability::from_id(number(env, capability)?)?;
        let flags = number(env, flags)?;
        with_string(env, path, |path| path_allowed(who, capability, path, flags))
    }));
    verdict(env, answer.ok().flatten().unwrap_or(false))
}

/// `decideNode(principal, capability, owner, type, ownThis, callerTypes)`: the types the caller's package registered, one
/// on a line.
unsafe extern "C" fn decide_node(env: napi_env, info: napi_callback_info) -> napi_value {
    let answer = catch_unwind(AssertUnwindSafe(|| {
        let ([principal, capability, owner, node_type, own_this, caller_types, ..], _) =
            arguments(env, info).ok()?;
        let who = PrincipalId(number(env, principal)?);
        let capability = Capability::from_id(number(env, capability)?)?;
        let owner = PrincipalId(number(env, owner)?);
        let own_this = number(env, own_this)? == 1;
        with_string(env, node_type, |node_type| {
            with_string(env, caller_types, |types| {
                let target = NodeTarget { owner, node_type, caller_type: None, own_this };
                node_allowed(who, capability, &target, types)
            })
        })?
    }));
    verdict(env, answer.ok().flatten().unwrap_or(false))
}

fn node_allowed(who: PrincipalId, capability: Capability, target: &NodeTarget<'_>, types: &str) -> bool {
    let decide =
        |caller_type| shared().engine().decide_node(who, capability, &NodeTarget { caller_type, ..*target });
    match decide(None) {
        Decision::Allowed(_) => true,
        other => {
            if types.lines().any(|own| matches!(decide(Some(own)), Decision::Allowed(_))) {
                return true;
            }
            let observed = matches!(other, Decision::Observed(_));
            if observed {
                observe(who, capability, target.node_type);
            }
            observed
        }
    }
}

/// The place a path names: for those functions that take an empty one at all, it is the working directory.
pub fn named(path: &str) -> &str {
    if path.is_empty() { "." } else { path }
}

fn path_allowed(who: PrincipalId, capability: Capability, path: &str, flags: u32) -> bool {
    if who == PrincipalId::CORE {
        return true;
    }
    if is_out_of_question(who, capability) {
        return false;
    }
    let Ok(real) = resolve::resolve_lasting(named(path), last(flags)) else { return false };
    let scope = match scope(flags) {
        // A link elsewhere that leads there is not on the way.
        PathScope::Above
            if path.strip_suffix('/').unwrap_or(path) != real.strip_suffix('/').unwrap_or(&real) =>
        {
            PathScope::Itself
        }
        scope => scope,
    };
    let resource = Resource::Path { path: &real, scope };
    allowed(who, capability, &resource, Some(&real))
        && (capability != Capability::FsWrite || reaches_protected(&real, flags).is_none())
}

/// Refused wherever the path leads: the kernel need not be asked.
fn is_out_of_question(who: PrincipalId, capability: Capability) -> bool {
    let engine = shared().engine();
    engine.table().mode == Mode::Enforce && !engine.grants(who).is_some_and(|grants| grants.holds(capability))
}

/// What names alone do not show: a protected file under another name, a `node_modules` somewhere below.
pub fn reaches_protected(real: &str, flags: u32) -> Option<Refusal> {
    if flags & TREE != 0 && resolve::contains_node_modules(real) {
        return Some(Refusal::NodeModules);
    }
    let id = FileId::of(real).filter(|id| id.has_other_names())?;
    let config = shared().config()?;
    let same = |path: &String| FileId::of(path).is_some_and(|other| other.is_same_file(id));
    config.never_write.iter().any(same).then_some(Refusal::Protected)
}

/// What is said beside a suggestion of a file that may lie in a temporary directory which the package made: it may write there already, or read.
pub fn in_temporary(who: PrincipalId, capability: Capability, resource: &Resource<'_>) -> String {
    let (Resource::Path { path, .. }, Capability::FsRead | Capability::FsWrite) = (resource, capability)
    else {
        return String::new();
    };
    let other = if capability == Capability::FsRead { Capability::FsWrite } else { Capability::FsRead };
    let may = matches!(shared().engine().decide(who, other, resource), Decision::Allowed(_));
    if may { temporary_remark(path).unwrap_or_default() } else { String::new() }
}

/// Which end of a path is meant.
pub const fn last(flags: u32) -> Last {
    if flags & KEEP_LAST != 0 { Last::Keep } else { Last::Follow }
}

/// How far the operation reaches.
pub const fn scope(flags: u32) -> PathScope {
    if flags & TREE != 0 {
        PathScope::Tree
    } else if flags & PART != 0 {
        PathScope::Part
    } else if flags & ABOVE != 0 {
        PathScope::Above
    } else {
        PathScope::Itself
    }
}

fn allowed(who: PrincipalId, capability: Capability, resource: &Resource<'_>, text: Option<&str>) -> bool {
    // The lock is gone before the log is touched.
    let decision = shared().engine().decide(who, capability, resource);
    match decision {
        Decision::Allowed(_) => true,
        Decision::Observed(_) => {
            observe(who, capability, text.unwrap_or_default());
            true
        }
        Decision::Refused(_) => false,
    }
}

#[cold]
fn observe(who: PrincipalId, capability: Capability, resource: &str) {
    let shared = shared();
    let package = shared.name(who.0);
    let shown = secrets::hide(capability.entry().resource, resource);
    let record = Record {
        principal: who.0,
        package: &package,
        capability: capability.id(),
        capability_name: capability.name(),
        api: "",
        resource: &shown,
        stack: &shown,
        suggestion: "",
    };
    shared.audit().observe(now_ms(), &record);
}

fn verdict(env: napi_env, allowed: bool) -> napi_value {
    let mut value = ptr::null_mut();
    // SAFETY: `env` is the environment of this callback; on failure the value stays null, which is no 1.
    unsafe { sys::napi_create_uint32(env, u32::from(allowed), &raw mut value) };
    value
}

/// `resolvePath(path, flags)`: where it leads now, which is what `decidePath` judges. That refuses what may lead elsewhere a moment later.
fn resolve_path(call: &Call<'_>) -> Result<napi_value, Fail> {
    let (path, flags) = (call.string(0)?, if call.arg(1).is_some() { call.u32(1)? } else { 0 });
    let real = resolve::resolve(&path, last(flags)).map_err(|error| Fail::usage(error.to_string()))?;
    call.text(&real)
}

/// `waysOut(path, flags)`: the places to which links below a directory lead out of it.
fn ways_out(call: &Call<'_>) -> Result<napi_value, Fail> {
    let (path, flags) = (call.string(0)?, call.u32(1)?);
    let moves = flags & MOVES != 0;
    let end = if moves { Last::Keep } else { Last::Follow };
    let found = resolve::resolve(&path, end).and_then(|root| resolve::ways_out(&root, moves));
    let found = found.map_err(|error| Fail::usage(error.to_string()))?;
    let texts: Result<Vec<_>, _> = found.iter().map(|way| call.text(way)).collect();
    call.array(&texts?)
}

/// `decideAddress(principal, capability, named, address, port, resolved)`: may a connection that was allowed go to this
/// address?
fn decide_address(call: &Call<'_>) -> Result<napi_value, Fail> {
    let capability = Capability::from_id(call.u32(1)?).ok_or_else(|| Fail::usage("no such capability"))?;
    let (who, named, port) = (PrincipalId(call.u32(0)?), call.string(2)?, call.u32(4)?);
    let text = address_text(capability, &named, &call.string(3)?, port);
    let resolved = call.u32(5)? == 1;
    let allowed = text.is_some_and(|text| {
        let (named, address) =
            (Resource::of(capability, Some(&named)), Resource::of(capability, Some(&text)));
        let decision = shared().engine().decide_address(who, capability, &named, &address, resolved);
        if matches!(decision, Decision::Observed(_)) {
            observe(who, capability, &text);
        }
        !matches!(decision, Decision::Refused(_))
    });
    call.number(f64::from(u32::from(allowed)))
}

/// `holds(principal, capability)`: was the capability granted at all, whatever its list says?
fn holds(call: &Call<'_>) -> Result<napi_value, Fail> {
    let capability = Capability::from_id(call.u32(1)?).ok_or_else(|| Fail::usage("no such capability"))?;
    let found =
        shared().engine().grants(PrincipalId(call.u32(0)?)).is_some_and(|grants| grants.holds(capability));
    call.number(f64::from(u32::from(found)))
}

/// `isHost(text)`: can this be the name or the address of a machine? No list speaks of anything else.
fn is_host(call: &Call<'_>) -> Result<napi_value, Fail> {
    let found = HostName::parse(&call.string(0)?).is_some();
    call.number(f64::from(u32::from(found)))
}

/// The resource `named` with an address in place of its host.
fn address_text(capability: Capability, named: &str, address: &str, port: u32) -> Option<String> {
    let address: IpAddr = address.split('%').next()?.parse().ok()?;
    match capability.entry().resource {
        ResourceKind::Url => {
            let mut url = Url::parse(named).ok()?;
            url.set_ip_host(address).ok()?;
            url.set_port(Some(u16::try_from(port).ok()?)).ok()?;
            Some(url.into())
        }
        ResourceKind::Host => Some(SocketAddr::new(address, u16::try_from(port).ok()?).to_string()),
        _ => None,
    }
}

/// `setAdmin(json)`: where Node-RED's own servers listen, as `[{ "port": 1880, "names": ["192.168.1.5"] }]` [C5].
fn set_admin(call: &Call<'_>) -> Result<napi_value, Fail> {
    let text = call.string(0)?;
    let places: Vec<AdminPlace> =
        serde_json::from_str(&text).map_err(|error| Fail::usage(format!("setAdmin: {error}")))?;
    let shared = shared();
    if shared.is_first_thread() {
        let endpoint =
            |place: &AdminPlace| AdminEndpoint::new(place.port, place.names.iter().map(String::as_str));
        shared.engine_mut().set_admin(places.iter().map(endpoint).collect());
        *shared.admin.lock().unwrap_or_else(PoisonError::into_inner) = text;
    }
    call.nothing()
}

#[derive(Deserialize)]
struct AdminPlace {
    port: u16,
    names: Vec<String>,
}

/// `reachOrigin(principal, capability, url)`: 0 nothing of the server that the URL names may be asked for, 1 what a list says,
/// 2 everything.
fn reach_origin(call: &Call<'_>) -> Result<napi_value, Fail> {
    let who = PrincipalId(call.u32(0)?);
    let capability =
        Capability::from_id(call.u32(1)?).ok_or_else(|| Fail::usage("there is no such capability"))?;
    let reach = shared().engine().reach_origin(who, capability, &call.string(2)?);
    call.number(match reach {
        OriginReach::Nothing => 0.0,
        OriginReach::Listed => 1.0,
        OriginReach::Everything => 2.0,
    })
}
