//! From the scripts on a stack to the principal that is calling.
//!
//! A script is known by its V8 id, bound when the loader compiles it [A2]. Ids never bound are classified once, by
//! the resource name V8 holds for them; such a name is believed for the first script that carries it and no other.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::engine::PrincipalId;

const CORE: u32 = PrincipalId::CORE.0;
const UNKNOWN: u32 = PrincipalId::UNKNOWN.0;
const FUNCTION_NODE: u32 = PrincipalId::FUNCTION_NODE.0;

/// Answer of [`Nearest`]: the immediate caller is one of the Node-internal scripts asked for.
pub const INTERNAL: u32 = 0xFFFF_FFFE;
/// Answer of [`Nearest`]: the nearest third-party code was compiled from a string.
pub const EVAL: u32 = 0xFFFF_FFFD;
/// Answer of [`Nearest`]: there is no script on the stack that vouches for the call.
pub const NOBODY: u32 = 0xFFFF_FFFB;
/// Added to the answer of [`Nearest::through`] when the immediate caller is one of the Node-internal scripts asked for.
pub const VIA: u32 = 0x4000_0000;
/// Given to [`Scripts::bind`] for a script that is Sentinel's own (generated code has no file name).
pub const SENTINEL: u32 = 0xFFFF_FFFF;
/// Given to [`Scripts::bind`] for the script that stands between a package and core code it merely lets go on
/// (`next()` of a middleware): who called lies above it, what lies below has no part in the call.
pub const BOUNDARY: u32 = 0xFFFF_FFFC;

/// Ids up to here are kept in a vector; beyond it only those that carry an identity are kept at all, so that a
/// package that compiles strings without end cannot fill memory.
const DENSE: usize = 1 << 18;

/// Scripts of Node's that read members of values, convert and list them, or tell listeners. They call nothing by its name that is guarded.
const LOOKING: [&str; 7] = [
    "node:internal/util/inspect",
    "node:internal/util/comparisons",
    "node:internal/url",
    "node:querystring",
    "node:url",
    "node:buffer",
    "node:events",
];

/// Names a hostile program can make us remember.
const MAX_NAMES: usize = 200_000;

/// What one script is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Belongs to a principal (also core, and unknown where two claimed it).
    Principal(u32),
    /// A script inside Node.js, by the number of its name.
    Internal(u32),
    /// Sentinel's own JavaScript: looked through.
    Sentinel,
    /// Where core goes on by itself: the walk ends here.
    Boundary,
    /// Compiled from a string.
    Eval,
    /// Not loaded through the loader.
    Unknown,
}

/// The scripts of one JavaScript environment.
#[derive(Debug, Default)]
pub struct Scripts {
    dense: Vec<Option<Class>>,
    sparse: HashMap<u32, Class>,
    bound: HashMap<String, u32>,
    internal_names: HashMap<String, u32>,
    vouched: HashMap<String, u32>,
    sets: Vec<Rc<HashSet<u32>>>,
    sentinel_dir: Option<String>,
    /// Those that only hand a package's calls on.
    lending: HashSet<u32>,
    armed: bool,
    everyone: Option<u32>,
}

impl Scripts {
    /// Scripts below this directory are Sentinel's.
    pub fn set_sentinel_dir(&mut self, dir: &str) {
        self.sentinel_dir = Some(dir.trim_end_matches('/').to_owned());
        self.forget_unknown();
    }

    /// From now on every script that is neither Node's nor Sentinel's belongs to this principal: a worker thread that a
    /// package started, in which nothing else runs.
    pub fn confine(&mut self, principal: u32) {
        self.everyone = Some(principal);
        self.armed = true;
        self.forget_unknown();
    }

    /// The principal of a confined worker thread.
    #[must_use]
    pub fn confined(&self) -> Option<u32> {
        self.everyone
    }

    /// What was unknown may be known by a name learnt since.
    fn forget_unknown(&mut self) {
        for class in &mut self.dense {
            if *class == Some(Class::Unknown) {
                *class = None;
            }
        }
    }

    /// Whether any third-party script has been bound.
    #[must_use]
    pub fn armed(&self) -> bool {
        self.armed
    }

    /// Binds a script to a principal. A script two principals claim belongs to neither.
    pub fn bind(&mut self, id: u32, principal: u32) {
        if id == 0 {
            return;
        }
        let class = match (self.everyone, self.get(id)) {
            (Some(everyone), _) if principal != SENTINEL => Class::Principal(everyone),
            (_, Some(Class::Principal(old))) if old != principal => Class::Principal(UNKNOWN),
            _ if principal == SENTINEL => Class::Sentinel,
            _ if principal == BOUNDARY => Class::Boundary,
            _ => Class::Principal(principal),
        };
        self.armed |= !matches!(principal, CORE | SENTINEL | BOUNDARY);
        self.put(id, class);
    }

    /// This script shows whose a call is, and no more: no line of the package's stands in it.
    pub fn lends(&mut self, id: u32) {
        self.lending.insert(id);
    }

    /// Whether a script only hands calls on, so that a person learns nothing from where in it a call was made.
    #[must_use]
    pub fn is_lending(&self, id: u32) -> bool {
        self.lending.contains(&id)
    }

    /// Binds the scripts of a resource name (an ES module's URL) to a principal.
    pub fn bind_name(&mut self, name: &str, principal: u32) {
        self.armed |= principal != CORE && principal != SENTINEL;
        if let Some(old) = self.bound.get_mut(name) {
            if *old != principal {
                *old = UNKNOWN;
            }
        } else if self.bound.len() < MAX_NAMES {
            self.bound.insert(name.to_owned(), principal);
            self.forget_unknown();
        }
    }

    /// Whether a principal was bound to this resource name.
    #[must_use]
    pub fn is_bound_name(&self, name: &str) -> bool {
        self.bound.contains_key(name)
    }

    /// The principal a script was bound to.
    #[must_use]
    pub fn owner(&self, id: u32) -> Option<u32> {
        match self.get(id) {
            Some(Class::Principal(principal)) => Some(principal),
            _ => None,
        }
    }

    /// Registers a set of names of Node-internal scripts; its number begins at 1.
    pub fn add_set(&mut self, names: impl IntoIterator<Item = String>) -> u32 {
        let set = names.into_iter().map(|name| self.internal(&name)).collect();
        self.sets.push(Rc::new(set));
        u32::try_from(self.sets.len()).unwrap_or(0)
    }

    /// The set of that number; none for 0 and for numbers never given.
    #[must_use]
    pub fn set(&self, number: u32) -> Option<Rc<HashSet<u32>>> {
        self.sets.get((number as usize).checked_sub(1)?).cloned()
    }

    /// Whether this script of Node's looks at values that it is given, and so calls what lies in them.
    #[must_use]
    pub fn is_looking(&self, name: u32) -> bool {
        LOOKING.iter().any(|script| self.internal_names.get(*script) == Some(&name))
    }

    /// What is known of a script.
    #[must_use]
    pub fn get(&self, id: u32) -> Option<Class> {
        match self.dense.get(id as usize) {
            Some(class) => *class,
            None => self.sparse.get(&id).copied(),
        }
    }

    /// Classifies a script seen for the first time by what V8 says of it, and remembers the answer.
    pub fn classify(&mut self, id: u32, is_eval: bool, name: Option<&str>) -> Class {
        let class = match (self.class_of(id, is_eval, name), self.everyone) {
            (Class::Internal(name), _) => Class::Internal(name),
            (Class::Sentinel, _) => Class::Sentinel,
            (_, Some(principal)) => Class::Principal(principal),
            (class, None) => class,
        };
        self.put(id, class);
        class
    }

    fn class_of(&mut self, id: u32, is_eval: bool, name: Option<&str>) -> Class {
        if is_eval {
            return Class::Eval;
        }
        let Some(name) = name.filter(|name| !name.is_empty()) else { return Class::Unknown };
        if let Some(principal) = compiled_for(name) {
            return Class::Principal(principal);
        }
        // Every context a program makes compiles these anew; they call nothing that is guarded.
        if name.starts_with("node:internal/per_context/") {
            return Class::Internal(self.internal(name));
        }
        let class = if name.starts_with("node:") {
            Class::Internal(self.internal(name))
        } else if self.is_sentinel(name) {
            Class::Sentinel
        } else if let Some(principal) = self.bound.get(name) {
            Class::Principal(*principal)
        } else {
            // Only core compiles under such a name: packages compile below their own folder.
            return if name.starts_with("Function node") {
                Class::Principal(FUNCTION_NODE)
            } else {
                Class::Unknown
            };
        };
        // Node, Sentinel and the module loader compile a name once. A second script of that name is a forgery.
        if self.vouched.len() >= MAX_NAMES || *self.vouched.entry(name.to_owned()).or_insert(id) != id {
            return Class::Unknown;
        }
        class
    }

    fn is_sentinel(&self, name: &str) -> bool {
        let Some(dir) = &self.sentinel_dir else { return false };
        let below = |path: &str| path.strip_prefix(dir.as_str()).is_some_and(|rest| rest.starts_with('/'));
        match name.strip_prefix("file://") {
            Some(path) => below(&percent_decode(path)),
            None => below(name),
        }
    }

    fn internal(&mut self, name: &str) -> u32 {
        if let Some(number) = self.internal_names.get(name) {
            return *number;
        }
        let number = u32::try_from(self.internal_names.len()).unwrap_or(u32::MAX);
        if self.internal_names.len() < MAX_NAMES {
            self.internal_names.insert(name.to_owned(), number);
        }
        number
    }

    fn put(&mut self, id: u32, class: Class) {
        let index = id as usize;
        if index < DENSE {
            if index >= self.dense.len() {
                self.dense.resize((index + 1).next_power_of_two().min(DENSE), None);
            }
            if let Some(slot) = self.dense.get_mut(index) {
                *slot = Some(class);
            }
        } else if !matches!(class, Class::Eval | Class::Unknown) {
            self.sparse.insert(id, class);
        }
    }
}

/// The guard of `vm` gives every script of a package such a name, and lets nobody choose one.
fn compiled_for(name: &str) -> Option<u32> {
    let (principal, _) = name.strip_prefix("vm:")?.split_once(':')?;
    principal.parse().ok().filter(|principal| *principal > FUNCTION_NODE)
}

fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let hex = tail.get(..2).filter(|_| *first == b'%');
        let hex = hex
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        if let Some(byte) = hex {
            bytes.push(byte);
            rest = tail.get(2..).unwrap_or_default();
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Reads a stack from the top and answers who is calling: the nearest third-party script [A1].
#[derive(Debug)]
pub struct Nearest<'a> {
    internals: Option<&'a HashSet<u32>>,
    first: bool,
    core: bool,
    through: bool,
    via: bool,
}

impl<'a> Nearest<'a> {
    /// `internals`: the Node-internal scripts that may be the immediate caller.
    #[must_use]
    pub fn new(internals: Option<&'a HashSet<u32>>) -> Self {
        Self { internals, first: true, core: false, through: false, via: false }
    }

    /// Looks on behind the immediate caller when that is one of them: see [`VIA`].
    #[must_use]
    pub fn through(self) -> Self {
        Self { through: true, ..self }
    }

    /// Whether one of them is the immediate caller that was looked behind.
    #[must_use]
    pub fn is_via(&self) -> bool {
        self.via
    }

    /// What to answer instead: who stands behind, and that one of them is the immediate caller.
    #[must_use]
    pub fn mark(&self, answer: u32) -> u32 {
        if self.via { VIA | (answer & (VIA - 1)) } else { answer }
    }

    /// Takes the next frame; an answer ends the walk.
    pub fn push(&mut self, class: Class) -> Option<u32> {
        let first = self.first && class != Class::Sentinel;
        if first {
            self.first = false;
        }
        match class {
            Class::Sentinel => None,
            Class::Internal(name) => {
                let listed = first && self.internals.is_some_and(|set| set.contains(&name));
                self.via |= listed && self.through;
                (listed && !self.through).then_some(INTERNAL)
            }
            Class::Principal(CORE) => {
                self.core = true;
                None
            }
            Class::Principal(principal) => Some(principal),
            Class::Boundary => Some(self.finish()),
            Class::Eval => Some(EVAL),
            Class::Unknown => Some(UNKNOWN),
        }
    }

    /// The answer when the stack is used up: core where core is on it, otherwise nobody vouches [A4].
    #[must_use]
    pub fn finish(&self) -> u32 {
        if self.core { CORE } else { NOBODY }
    }
}

/// The principals of a whole stack, each once.
#[must_use]
pub fn third_party(class: Class) -> Option<u32> {
    match class {
        Class::Sentinel | Class::Internal(_) | Class::Boundary | Class::Principal(CORE) => None,
        Class::Principal(principal) => Some(principal),
        Class::Eval => Some(EVAL),
        Class::Unknown => Some(UNKNOWN),
    }
}
