//! What the addon remembers: per JavaScript environment (script ids belong to an isolate) and per process (the policy).

use std::cell::RefCell;
use std::ffi::c_void;
use std::ptr;
use std::sync::{
    Arc, LazyLock, Mutex, MutexGuard, OnceLock, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
};
use std::thread::ThreadId;
use std::time::{SystemTime, UNIX_EPOCH};

use napi_sys as sys;
use sys::napi_env;

use super::config::Config;
use super::passports::Passports;
use super::v8::V8;
use super::value::{Fail, check};
use crate::attribution::owner::Owners;
use crate::attribution::scripts::Scripts;
use crate::audit::Audit;
use crate::code_cache::CodeCache;
use crate::engine::{Engine, PrincipalId};
use crate::policy::Policy;

/// The state of one JavaScript environment; lives until Node.js tears the environment down.
pub struct Env {
    /// The stack.
    pub v8: V8,
    /// Its scripts.
    pub scripts: RefCell<Scripts>,
    /// Whether script numbers have begun again from 1.
    pub numbers: super::numbers::Numbers,
    /// How deep the places that ask for callers have to look.
    pub depths: super::depths::Depths,
    /// What stands at the places from which guards were called.
    pub uses: super::places::Uses,
    /// Which refusals people were told of.
    pub shown: super::shown::Shown,
}

impl Env {
    /// Makes the state of this environment.
    pub fn install(env: napi_env, v8: V8) -> Result<(), Fail> {
        let mut scripts = Scripts::default();
        if let Some(config) = shared().config() {
            scripts.set_sentinel_dir(&config.sentinel_dir);
        }
        let state = Box::new(Self {
            v8,
            scripts: RefCell::new(scripts),
            numbers: super::numbers::Numbers::default(),
            depths: super::depths::Depths::default(),
            uses: super::places::Uses::default(),
            shown: super::shown::Shown::default(),
        });
        // SAFETY: the box is given to Node-API and comes back in `drop_env`, once.
        let status = unsafe {
            sys::napi_set_instance_data(
                env,
                Box::into_raw(state).cast::<c_void>(),
                Some(drop_env),
                ptr::null_mut(),
            )
        };
        check(status, "keeping the state")
    }

    /// The state of the environment a callback runs in.
    pub fn current<'a>(env: napi_env) -> Option<&'a Self> {
        let mut data = ptr::null_mut();
        // SAFETY: `env` is the environment of the running callback.
        let status = unsafe { sys::napi_get_instance_data(env, &raw mut data) };
        if status != sys::Status::napi_ok {
            return None;
        }
        // SAFETY: set by `install` only; no callback runs after `drop_env`.
        unsafe { data.cast::<Self>().as_ref() }
    }

    /// The state behind the data pointer of a hot function.
    ///
    /// # Safety
    /// `data` was given to the function by `claim`.
    pub unsafe fn of<'a>(data: *mut c_void) -> Option<&'a Self> {
        // SAFETY: as in `current`.
        unsafe { data.cast::<Self>().as_ref() }
    }
}

unsafe extern "C" fn drop_env(_env: napi_env, data: *mut c_void, _hint: *mut c_void) {
    // SAFETY: made by `Box::into_raw` in `install`; Node-API calls this once.
    drop(unsafe { Box::from_raw(data.cast::<Env>()) });
}

/// The state of the process.
#[derive(Default)]
pub struct Shared {
    config: RwLock<Option<Arc<Config>>>,
    engine: RwLock<Engine>,
    /// The policy in force as it was read: the processes that packages start are given their part of it.
    pub source: Mutex<Policy>,
    /// What the last `loadPolicy` answered.
    pub policy: Mutex<Option<String>>,
    /// The directory of the `node-red` whose closure is core.
    pub node_red: Mutex<String>,
    /// What `setAdmin` was told last.
    pub admin: Mutex<String>,
    /// The log and the counters.
    pub audit: Mutex<Audit>,
    /// From files to packages.
    pub owners: Mutex<Owners>,
    /// Worker threads that packages have started and that have not begun yet.
    pub workers: Mutex<Passports>,
    /// What V8 compiled of core, while Node-RED starts.
    pub code: Mutex<Option<CodeCache>>,
    /// The thread that configures: the first that claimed. A worker can ask, not change.
    pub first: OnceLock<ThreadId>,
}

/// The one state of the process.
pub fn shared() -> &'static Shared {
    static SHARED: LazyLock<Shared> = LazyLock::new(Shared::default);
    &SHARED
}

impl Shared {
    /// Where everything lies, once `configure` has said so.
    pub fn config(&self) -> Option<Arc<Config>> {
        self.config.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Keeps the configuration. The preload gives it twice: as predicted from the command line, and as Node-RED's
    /// settings say it is.
    pub fn set_config(&self, config: Config) {
        *self.config.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(config));
    }

    /// Whether the calling thread may configure and load a policy.
    pub fn is_first_thread(&self) -> bool {
        let here = std::thread::current().id();
        *self.first.get_or_init(|| here) == here
    }

    /// Who there is and what they may. Each change is made in one step, so a panic elsewhere leaves it whole.
    pub fn engine(&self) -> RwLockReadGuard<'_, Engine> {
        self.engine.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The same, to change it.
    pub fn engine_mut(&self) -> RwLockWriteGuard<'_, Engine> {
        self.engine.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// The log.
    pub fn audit(&self) -> MutexGuard<'_, Audit> {
        self.audit.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From files to packages.
    pub fn owners(&self) -> MutexGuard<'_, Owners> {
        self.owners.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The name of a principal.
    pub fn name(&self, id: u32) -> String {
        self.engine().principal_name(PrincipalId(id)).to_owned()
    }
}

/// Milliseconds since 1970.
pub fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
