//! What happens once at start: where things lie, what the policy says.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use napi_sys::napi_value;

use super::config::Config;
use super::export::{Call, Export};
use super::state::shared;
use super::value::Fail;
use crate::attribution::closure::closure;
use crate::audit::chain;
use crate::audit::log::{KEEP, Log};
use crate::audit::text::escape;
use crate::engine::r#match::Rules;
use crate::engine::{Mode, Protected};
use crate::policy::{Input, MAX_BYTES, Policy, Source};
use crate::resolve::{Last, is_case_insensitive, read_regular, resolve};

/// The functions of this group.
pub const EXPORTS: &[Export] = &[
    Export { name: "closure", body: node_red_closure },
    Export { name: "configure", body: configure },
    Export { name: "loadPolicy", body: load_policy },
    Export { name: "verifyAudit", body: verify_audit },
    Export { name: "generation", body: |call| call.number(f64::from(shared().engine().generation())) },
];

/// `closure(nodeRedDir)`: the real directories of node-red and of all it depends on.
fn node_red_closure(call: &Call<'_>) -> Result<napi_value, Fail> {
    let node_red = call.string(0)?;
    let dirs = closure(Path::new(&node_red));
    *lock(&shared().node_red) = node_red;
    let texts: Result<Vec<_>, _> =
        dirs.iter().filter_map(|dir| dir.to_str()).map(|dir| call.text(dir)).collect();
    call.array(&texts?)
}

/// `configure(json)`: where everything lies. A worker is told what the first thread was told.
fn configure(call: &Call<'_>) -> Result<napi_value, Fail> {
    let text = call.string(0)?;
    let shared = shared();
    if !shared.is_first_thread() {
        return call.nothing();
    }
    let mut config: Config =
        serde_json::from_str(&text).map_err(|error| Fail::usage(format!("the configuration: {error}")))?;
    for path in [&config.user_dir, &config.sentinel_dir] {
        if !Path::new(path).is_absolute() {
            return Err(Fail::usage(format!("the configuration: `{path}` is not an absolute path")));
        }
    }
    shared.owners().configure(
        &config.user_dir,
        &config.sentinel_dir,
        &config.core_dirs,
        &config.core_files,
        &config.path_named_dirs,
    );
    let linked = shared.owners().linked();
    config.never_write = config.protected(linked);
    protect(&config)?;
    match config.audit_file.as_deref() {
        Some("") => {}
        Some(file) => shared.audit().open(Log::new(Path::new(file))),
        None => {
            shared.audit().open(Log::new(&Path::new(&config.user_dir).join(".sentinel").join("audit.jsonl")))
        }
    }
    call.state
        .scripts
        .try_borrow_mut()
        .map_err(|_| Fail::usage("the script table is in use"))?
        .set_sentinel_dir(&config.sentinel_dir);
    shared.set_config(config);
    call.nothing()
}

/// What `config` says is never written is so from here on.
fn protect(config: &Config) -> Result<(), Fail> {
    let protected = Protected::new(config.never_write.iter().map(String::as_str), rules(&config.user_dir))
        .map_err(|error| Fail::usage(format!("the configuration: {error}")))?;
    shared().engine_mut().protect(protected);
    Ok(())
}

/// Who writes a file that has an entry of its own has what that was granted from the next start on.
fn protect_named(policy: &Policy) -> Result<(), Fail> {
    let Some(config) = shared().config() else { return Ok(()) };
    let places: Vec<String> = policy.packages().keys().filter_map(|name| config.place_of(name)).collect();
    if places.is_empty() {
        return Ok(());
    }
    let config = Config { never_write: config.protected(places), ..(*config).clone() };
    protect(&config)?;
    shared().set_config(config);
    Ok(())
}

/// `loadPolicy(settingsJson, settingsFile, grantsFile, legacyGrantsFile)`: puts a policy in force. A policy that cannot
/// be read leaves the last one in force and throws every line that says why [P5].
fn load_policy(call: &Call<'_>) -> Result<napi_value, Fail> {
    let shared = shared();
    // A worker shares the policy of the process and cannot replace it.
    if !shared.is_first_thread() {
        return call.text_or_null(lock(&shared.policy).as_deref());
    }
    let settings = call.optional_string(0)?;
    let settings_file = call.optional_string(1)?.unwrap_or_else(|| "settings.js".into());
    let grants = read_source(call.optional_string(2)?)?;
    let legacy = read_source(call.optional_string(3)?)?;
    let rules = shared.config().map_or_else(Rules::default, |config| rules(&config.user_dir));
    let policy = Policy::parse(&Input {
        settings: settings.as_deref().map(|text| Source { file: &settings_file, bytes: text.as_bytes() }),
        grants: grants.as_ref().map(|(file, bytes)| Source { file, bytes }),
        legacy_grants: legacy.as_ref().map(|(file, bytes)| Source { file, bytes }),
        rules,
    })
    .map_err(|errors| policy_error(errors.to_string()))?;
    protect_named(&policy)?;
    let parents = Parents::default();
    let table = policy.compile(&|path| parents.follow(path));
    let (generation, bounded) = {
        let mut engine = shared.engine_mut();
        engine.install(table);
        (engine.generation(), engine.table().outbound.is_some())
    };
    if let Some(config) = shared.config() {
        let directory = Path::new(&config.user_dir).join(".sentinel");
        super::trace::open(policy.trace().then_some(directory.as_path()))?;
    }
    let answer = serde_json::json!({
        "generation": generation,
        "mode": mode_name(policy.mode()),
        "all": policy.holders_of_all().collect::<Vec<_>>(),
        "warnings": policy.warnings(),
        "packages": policy.packages().len(),
        "strictModules": policy.strict_modules(),
        "provenance": policy.provenance().word(),
        "trace": policy.trace(),
        "bounded": bounded,
    })
    .to_string();
    *lock(&shared.policy) = Some(answer.clone());
    *lock(&shared.source) = policy;
    call.text(&answer)
}

/// Where the directories of a policy's lists lead. Most lists name several folders of one directory: if that is not there,
/// the kernel is asked about it once.
#[derive(Default)]
struct Parents {
    /// Parent as written -> where it leads, if nothing is there.
    missing: RefCell<HashMap<String, Option<String>>>,
}

impl Parents {
    fn follow(&self, path: &str) -> Option<String> {
        let whole = || resolve(path, Last::Follow).ok();
        let Some((parent, name)) = path.rsplit_once('/').filter(|(parent, _)| !parent.is_empty()) else {
            return whole();
        };
        if matches!(name, "" | "." | "..") {
            return whole();
        }
        let Ok(mut known) = self.missing.try_borrow_mut() else { return whole() };
        let missing = known.entry(parent.to_owned()).or_insert_with(|| {
            let real = resolve(parent, Last::Follow).ok()?;
            let gone = std::fs::symlink_metadata(&real)
                .is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound);
            gone.then_some(real)
        });
        missing.as_ref().map_or_else(whole, |real| Some(format!("{real}/{name}")))
    }
}

/// A grants file and its bytes; a file that is not there says nothing.
fn read_source(file: Option<String>) -> Result<Option<(String, Vec<u8>)>, Fail> {
    let Some(file) = file else { return Ok(None) };
    match read_regular(Path::new(&file), MAX_BYTES) {
        Ok(bytes) => Ok(Some((file, bytes))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(policy_error(format!("{}: cannot be read: {error}", escape(&file)))),
    }
}

fn policy_error(message: String) -> Fail {
    Fail { code: "ERR_SENTINEL_POLICY", message }
}

const fn mode_name(mode: Mode) -> &'static str {
    match mode {
        Mode::Enforce => "enforce",
        Mode::Observe => "observe",
        Mode::ObserveAll => "observe-all",
    }
}

fn rules(user_dir: &str) -> Rules {
    Rules { ignore_case: is_case_insensitive(user_dir), windows: cfg!(windows) }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// `verifyAudit(file)`: proves the hash chain of a threat log and its older files; JSON.
fn verify_audit(call: &Call<'_>) -> Result<napi_value, Fail> {
    let newest = call.string(0)?;
    let files = chain::files(Path::new(&newest), KEEP);
    let answer = match chain::verify(&files) {
        Ok(sum) => serde_json::json!({
            "ok": true, "files": files.len(), "lines": sum.lines, "first": sum.first_seq, "last": sum.last_seq, "torn": sum.torn,
        }),
        Err(broken) => serde_json::json!({ "ok": false, "files": files.len(), "error": broken.to_string() }),
    };
    call.text(&answer.to_string())
}
