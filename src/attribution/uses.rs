//! What the text of a script does at the place from which something is called.
//!
//! The language calls by itself what lies in a value: accessors, traps, `toJSON`, iterators. On the stack that looks like a
//! call of whoever looked at the value. V8 says for each frame where in the text it is: of a call by name where the name
//! stands, of another call where its parenthesis is, of everything else where that is.

use super::text::first::{around, first_reads};
use super::text::{
    Use, is_of_global, offset, set_by_key, use_at, word_before, word_before_colon, worked_out_of,
};
use names::{
    MADE_OF_NODES, handed_on, is_applying, is_asking, is_converting, is_entry, is_global, is_like_global,
    is_looking, is_made_of_values, is_of_language, is_of_values, is_socket, may_be_call, named,
};

/// As much of a text as is looked at beyond its first words.
const AHEAD: usize = 100;

/// What a guard expects of the place it is called from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// A call of a function by this name.
    Called(String),
    /// The same of a class.
    Made(String),
    /// A function that hands on what it is given, or makes code of it: for core it does so unseen.
    Handed(String),
    /// A member of this name is read.
    Read(String),
    /// A member of an object of C++, which scripts of Node's and core call by this name.
    ByName(String),
    /// The member of this name of the global object is read, on that object: where the name stands, or that of the global object.
    Global(String),
    /// The same of what is a package's own: where the name stands, or that of the global object.
    Own(String),
    /// A member is written: by an assignment, or by a function that assigns or defines.
    Written,
    /// The same of a member of the global object, which a value of somebody else's may be: not by a key alone.
    WrittenGlobal,
    /// A call, by whatever name: core and packages keep functions of `fs` under many.
    Somehow,
}

impl Expected {
    /// By the number that JavaScript gives each kind.
    #[must_use]
    pub fn new(kind: u32, name: &str) -> Option<Self> {
        Some(match kind {
            0 => Self::Called(name.to_owned()),
            1 => Self::Made(name.to_owned()),
            2 => Self::Read(name.to_owned()),
            3 => Self::Handed(name.to_owned()),
            4 => Self::ByName(name.to_owned()),
            5 => Self::Global(name.to_owned()),
            6 => Self::Own(name.to_owned()),
            7 => Self::Written,
            8 => Self::Somehow,
            9 => Self::WrittenGlobal,
            _ => return None,
        })
    }
}

/// A place of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// What stands there.
    pub what: Use,
    /// The word before a parenthesis there, of a member: V8 tells a call by a word of the language (`export`) by its parenthesis.
    pub word: Option<String>,
    /// `globalThis[`, `global[`.
    is_of_global: bool,
    /// What it is a member of that is called there by a name that is worked out.
    worked_out_of: Option<String>,
    /// What a member is set of there by a name that is worked out: `value[key] =`.
    set_by_key: Option<String>,
    /// The name before a colon there: `{ name: variable } =`.
    taken: Option<String>,
    /// The text from there.
    ahead: String,
    /// The names that may be read first there, where V8 says no more than where the statement is, or the expression.
    first: Vec<String>,
    /// The text around it, where no member of anything is read.
    around: Option<String>,
    /// Its script is a file that was installed; code of the operator's does as it likes.
    pub is_installed: bool,
    /// Its script is one of express's routers: they keep members by lists of their names.
    pub is_router: bool,
}

/// What stands between a guard and the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Between {
    /// Nothing: the function there calls.
    Nothing,
    /// A function of the language: it calls what it was given, or what lies in that.
    Language,
    /// A script of Node's that calls what it was given.
    Node,
    /// A script of Node's that looks at values.
    Looking,
}

impl Place {
    /// The place at `line` and `column` (from 1) of the text of a script.
    #[must_use]
    pub fn new(file: &str, text: &[u16], line: i32, column: i32) -> Self {
        let has = |part: &str| file.contains(part);
        let at = offset(text, line, column);
        let rest = at.and_then(|at| text.get(at..)).unwrap_or_default();
        Self {
            what: at.map_or(Use::Other, |at| use_at(text, at)),
            word: at.and_then(|at| word_before(text, at)),
            is_of_global: at.is_some_and(|at| is_of_global(text, at)),
            worked_out_of: at.and_then(|at| worked_out_of(text, at)),
            set_by_key: at.and_then(|at| set_by_key(text, at)),
            taken: at.and_then(|at| word_before_colon(text, at)),
            ahead: String::from_utf16_lossy(rest.get(..AHEAD).unwrap_or(rest)),
            first: at.map(|at| first_reads(text, at)).unwrap_or_default(),
            around: at.and_then(|at| around(text, at)),
            is_installed: has("/node_modules/"),
            is_router: has("/node_modules/express/") || has("/node_modules/router/"),
        }
    }

    /// Is that what core does here? Core calls by the names that functions have.
    #[must_use]
    pub fn fits_core(&self, expected: &Expected, between: Between) -> bool {
        if !self.is_installed {
            return true;
        }
        match (expected, &self.what) {
            (Expected::Handed(_), _) => true,
            (Expected::Global(wanted), _) => self.reads_global(wanted, between),
            // Core has none.
            (Expected::Own(_), _) => false,
            (Expected::Written | Expected::WrittenGlobal, _) => self.writes(between),
            (Expected::Somehow, _) => self.is_called_somehow(between),
            _ if between == Between::Looking => false,
            // A script of Node's has been called that calls.
            _ if between == Between::Node => self.enters_node(),
            (Expected::Read(_), Use::Computed) => self.is_router,
            (Expected::Read(wanted), what) => named(what).is_some_and(|name| name == wanted),
            (Expected::Made(wanted), _) => self.makes(wanted),
            (Expected::Called(wanted), Use::Call { of, .. }) if wanted == "send" => {
                self.is_call_of(wanted) && is_socket(of)
            }
            (Expected::Called(wanted) | Expected::ByName(wanted), _) => self.is_call_of(wanted),
        }
    }

    /// Is that what a script of Node's does here?
    #[must_use]
    pub fn fits_node(&self, expected: &Expected) -> bool {
        let Expected::ByName(wanted) = expected else { return false };
        let is_made = matches!(&self.what, Use::New { name, .. } if name == wanted);
        self.is_call_of(wanted)
            || is_made
            || handed_on(wanted).iter().any(|form| self.ahead.starts_with(form))
    }

    fn is_call_of(&self, wanted: &str) -> bool {
        match &self.what {
            Use::Call { name, of } => name == wanted || (is_applying(name) && of == wanted),
            Use::Bare => self.word.as_deref() == Some(wanted),
            _ => false,
        }
    }

    /// Core makes what it knows by name: `new constructor` and `toString.call(` are of a value.
    fn makes(&self, wanted: &str) -> bool {
        match &self.what {
            Use::New { name, of } => name.contains(wanted) || (name == "constructor" && of == "prototype"),
            Use::Call { name, of } if is_applying(name) => of.contains(wanted),
            Use::Call { name, .. } => name == "super" || name.contains(wanted),
            // A class without a constructor of its own.
            Use::Read(name) => name == "class",
            _ => self.is_call_of(wanted),
        }
    }

    /// Does core call a function of Node's here, by the name it has? What lies in a value has the names that the language and core give to members of values.
    fn enters_node(&self) -> bool {
        match &self.what {
            Use::Call { name, of } if of.is_empty() => !is_converting(name),
            Use::Call { name, of } => is_entry(if is_applying(name) { of } else { name }, of),
            // `new Ctor(+value)` makes what the value names.
            Use::New { name, .. } => MADE_OF_NODES.iter().any(|part| name.contains(part)),
            Use::Bare => self.word.as_deref().is_none_or(|word| is_entry(word, "")),
            // Streams of the process are made when they are read first.
            Use::Read(name) => matches!(name.as_str(), "stdin" | "stdout" | "stderr"),
            _ => false,
        }
    }

    /// May a script of Node's call here what is expected, or what it was given? It calls members of values, too, which hold what somebody has put there (`stream._write(`,
    /// `value[Symbol.asyncIterator](`), and reads them (`options.signal`).
    #[must_use]
    pub fn is_node_calling(&self, expected: &Expected) -> bool {
        let (Expected::Called(wanted) | Expected::Made(wanted) | Expected::Handed(wanted)) = expected else {
            return true;
        };
        match &self.what {
            Use::Call { name, of } => {
                let is_given = of.is_empty() && self.is_going_on();
                is_given || name == wanted || (is_applying(name) && of == wanted)
            }
            Use::New { name, .. } if name == "constructor" => self.is_making_agent(expected),
            Use::Bare => self.worked_out_of.as_deref().is_none_or(|of| of == "_handle"),
            _ => self.is_going_on(),
        }
    }

    /// Node's client makes one of the class of the agent of everybody, for a request that has none.
    #[must_use]
    pub fn is_making_agent(&self, expected: &Expected) -> bool {
        matches!((expected, &self.what), (Expected::Made(wanted), Use::New { name, of })
            if wanted == "Agent" && name == "constructor" && of == "defaultAgent")
    }

    /// Does a script of Node's or of Sentinel's that is at work between a guard and whoever called go on by a call here? What it reads, lists or converts may be a value of
    /// somebody else's, and have a function for a trap that gets to the guard.
    #[must_use]
    pub fn is_going_on(&self) -> bool {
        match &self.what {
            // A function of their own has a place of its own.
            Use::Call { name, of } if of.is_empty() => !is_asking(name, of) && !is_converting(name),
            Use::Call { name, of } => !is_asking(name, of) && self.is_any_call(),
            Use::New { name, .. } => !is_made_of_values(name) && self.is_any_call(),
            // A class without a constructor of its own.
            Use::Read(name) => name == "class",
            _ => self.is_any_call(),
        }
    }

    /// Is something called here, and no member of a value of the language, which is read for that: `value.trim()`?
    fn is_called_somehow(&self, between: Between) -> bool {
        between != Between::Looking
            && match &self.what {
                Use::Call { name, of } if of.is_empty() => !is_converting(name),
                Use::Call { name, of } => {
                    let is_between = matches!(between, Between::Language | Between::Node);
                    self.is_any_call() && !is_asking(name, of) && (is_between || !is_of_values(name))
                }
                Use::New { name, .. } => !is_made_of_values(name) && self.is_any_call(),
                // A class without a constructor of its own.
                Use::Read(name) => name == "class",
                Use::Other => self.ahead.starts_with("import"),
                _ => self.is_any_call(),
            }
    }

    /// The same where a member of what everybody shares is set on the way.
    #[must_use]
    pub fn is_setting(&self) -> bool {
        match &self.what {
            Use::Call { name, .. } => {
                matches!(name.as_str(), "ReflectSet" | "ReflectDefineProperty" | "ObjectDefineProperty")
                    || self.is_going_on()
            }
            Use::Assigned => true,
            _ => self.is_going_on(),
        }
    }

    /// Is that what a package does here? Packages wrap functions and give them other names.
    #[must_use]
    pub fn fits_package(&self, expected: &Expected, between: Between) -> bool {
        match (expected, between) {
            (Expected::Read(wanted), _) => named(&self.what).is_some_and(|name| name == wanted),
            (Expected::Global(wanted) | Expected::Own(wanted), _) => self.reads_global(wanted, between),
            (Expected::Called(_) | Expected::Made(_) | Expected::Handed(_), Between::Node) => {
                self.is_any_call()
            }
            (Expected::Somehow, _) => self.is_called_somehow(between),
            (Expected::Called(wanted), Between::Nothing) => match &self.what {
                Use::Call { name, of } => may_be_call(wanted, name, of),
                Use::Bare => true,
                _ => false,
            },
            (Expected::Made(wanted) | Expected::Handed(wanted), Between::Nothing) => self.may_make(wanted),
            _ => false,
        }
    }

    /// The name stands there, or that of the global object.
    fn reads_named(&self, wanted: &str) -> bool {
        let is_named = named(&self.what).is_some_and(|name| name == wanted);
        is_named || self.is_of_global || self.taken.as_deref() == Some(wanted)
    }

    /// A value of somebody else's may be the global object: who takes a member of it by a name that came from elsewhere does not mean his own.
    fn reads_global(&self, wanted: &str, between: Between) -> bool {
        match (between, &self.what) {
            (Between::Nothing | Between::Language, Use::Call { name, of })
                if is_applying(name) || (name == "get" && of == "Reflect") =>
            {
                self.has_global_first(name)
            }
            (Between::Nothing, _) => self.reads_named(wanted) || self.may_read(wanted),
            _ => false,
        }
    }

    /// Of the name that is read first V8 says where the statement is, or the expression. Where a member is read it has to be the first; elsewhere only names are read.
    fn may_read(&self, wanted: &str) -> bool {
        let is_of_name = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '$');
        let has_name = |text: &String| {
            text.match_indices(wanted).any(|(at, _)| {
                let before = text.get(..at).unwrap_or_default().trim_end();
                let after = text.get(at + wanted.len()..).unwrap_or_default();
                let is_part =
                    after.starts_with(is_of_name) || (before.len() == at && before.ends_with(is_of_name));
                !is_part && (!before.ends_with('.') || before.ends_with("..."))
            })
        };
        self.first.iter().any(|name| name == wanted) || self.around.as_ref().is_some_and(has_name)
    }

    /// Is a member set here by a name that may have come with the value whose it is (`payload[topic] = value`)? Of the global object it is meant where that stands there.
    #[must_use]
    pub fn is_set_by_key(&self) -> bool {
        self.what == Use::Assigned && self.set_by_key.as_deref().is_some_and(|name| !is_like_global(name))
    }

    /// A setter that lies in a value, or is a trap there, is called by what reads, lists and copies it, and by assignments with other arguments.
    #[must_use]
    pub fn writes(&self, between: Between) -> bool {
        match (between, &self.what) {
            (Between::Nothing | Between::Node, Use::Assigned) => true,
            // `{ fetch: globalThis.fetch } =`
            (Between::Nothing, Use::Read(name)) => {
                is_global(name)
                    && self.ahead.get(name.len()..).is_some_and(|rest| rest.starts_with(['.', '[']))
            }
            (Between::Nothing, Use::Bare) => true,
            (Between::Nothing | Between::Language, Use::Call { name, of }) => match name.as_str() {
                "set" => of == "Reflect",
                // What is copied may be a value of somebody else's, and what it is copied to is the first argument.
                "assign" => self.has_global_first("assign"),
                _ => between == Between::Nothing && may_be_call("define", name, of),
            },
            _ => false,
        }
    }

    /// The first argument of the call of `name` that stands there is the global object.
    fn has_global_first(&self, name: &str) -> bool {
        let mut words = self.ahead.split(|letter: char| !(letter.is_alphanumeric() || letter == '_'));
        let first = words.by_ref().find(|word| !word.is_empty());
        first == Some(name) && words.find(|word| !word.is_empty()).is_some_and(is_global)
    }

    fn may_make(&self, wanted: &str) -> bool {
        match &self.what {
            // `new X.prototype.constructor`
            Use::New { name, of } if name == "constructor" && of == "prototype" => true,
            Use::New { name, of } | Use::Call { name, of } => may_be_call(wanted, name, of),
            // A class without a constructor of its own.
            Use::Read(name) => name == "class",
            Use::Bare => true,
            _ => false,
        }
    }

    /// A call of `eval`, or of what it may have made.
    #[must_use]
    pub fn is_evaluating(&self) -> bool {
        match &self.what {
            Use::Call { name, of } => may_be_call("eval", name, of) || may_be_call("import", name, of),
            Use::Bare => true,
            _ => false,
        }
    }

    /// A call of something that calls, for all that can be seen.
    #[must_use]
    pub fn is_any_call(&self) -> bool {
        match &self.what {
            Use::Call { name, of } | Use::New { name, of } => {
                !(is_looking(name)
                    || (of.is_empty() && is_converting(name))
                    || (is_applying(name) && is_of_language(of))
                    || (name == "constructor" && !matches!(of.as_str(), "this" | "prototype")))
            }
            Use::Bare => true,
            _ => false,
        }
    }
}

#[path = "uses/names.rs"]
mod names;

#[cfg(test)]
#[path = "uses/uses_tests.rs"]
mod uses_tests;

#[cfg(test)]
#[path = "uses/calls_tests.rs"]
mod calls_tests;
