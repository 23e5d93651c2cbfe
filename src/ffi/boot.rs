//! What happens once at start: where things lie, what the policy says.

use std::path::Path;

use napi_sys::napi_value;

use super::config::Config;
use super::export::{Call, Export, Fail};
use super::state::shared;
use crate::attribution::closure::closure;
use crate::audit::log::Log;
use crate::engine::Protected;
use crate::engine::r#match::Rules;
use crate::resolve::is_case_insensitive;

/// The functions of this group.
pub const EXPORTS: &[Export] = &[
    Export { name: "closure", body: node_red_closure },
    Export { name: "configure", body: configure },
    Export { name: "loadPolicy", body: load_policy },
    Export { name: "generation", body: |call| call.number(f64::from(shared().engine().generation())) },
];

/// `closure(nodeRedDir)`: the real directories of node-red and of all it depends on.
fn node_red_closure(call: &Call<'_>) -> Result<napi_value, Fail> {
    let dirs = closure(Path::new(&call.string(0)?));
    let texts: Result<Vec<_>, _> = dirs.iter().filter_map(|dir| dir.to_str()).map(|dir| call.text(dir)).collect();
    call.array(&texts?)
}

/// `configure(json)`: where everything lies. Once per process; a worker is told what the first thread was told.
fn configure(call: &Call<'_>) -> Result<napi_value, Fail> {
    let text = call.string(0)?;
    let shared = shared();
    if !shared.is_first_thread() {
        return call.nothing();
    }
    let config: Config = serde_json::from_str(&text).map_err(|error| Fail::usage(format!("the configuration: {error}")))?;
    for path in [&config.user_dir, &config.sentinel_dir] {
        if !Path::new(path).is_absolute() {
            return Err(Fail::usage(format!("the configuration: `{path}` is not an absolute path")));
        }
    }
    let rules = Rules { ignore_case: is_case_insensitive(&config.user_dir), windows: cfg!(windows) };
    let protected = Protected::new(config.never_write.iter().map(String::as_str), rules)
        .map_err(|error| Fail::usage(format!("the configuration: {error}")))?;
    shared.owners().configure(
        &config.user_dir,
        &config.sentinel_dir,
        &config.core_dirs,
        &config.core_files,
        &config.path_named_dirs,
    );
    shared.engine_mut().protect(protected);
    match config.audit_file.as_deref() {
        Some("") => {}
        Some(file) => shared.audit().open(Log::new(Path::new(file))),
        None => shared.audit().open(Log::new(&Path::new(&config.user_dir).join(".sentinel").join("audit.jsonl"))),
    }
    call.state
        .scripts
        .try_borrow_mut()
        .map_err(|_| Fail::usage("the script table is in use"))?
        .set_sentinel_dir(&config.sentinel_dir);
    shared.set_config(config)?;
    call.nothing()
}

/// `loadPolicy(settingsJson, settingsFile, grantsFile, legacyGrantsFile)`: puts a policy in force.
fn load_policy(call: &Call<'_>) -> Result<napi_value, Fail> {
    let shared = shared();
    let mut last = shared.policy.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    // A worker shares the policy of the process and cannot replace it.
    if !shared.is_first_thread() {
        return call.text_or_null(last.as_deref());
    }
    let generation = shared.engine().generation();
    let answer = serde_json::json!({ "generation": generation, "mode": "enforce", "all": [], "warnings": [], "packages": 0 }).to_string();
    *last = Some(answer.clone());
    call.text(&answer)
}
