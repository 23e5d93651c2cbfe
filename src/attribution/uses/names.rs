//! How functions are called: by the language, by Node.js, by core and by packages.

use crate::attribution::text::Use;

/// What is in the names of Node's classes that connect, listen and start something.
pub const MADE_OF_NODES: [&str; 9] =
    ["Agent", "Client", "Request", "Resolver", "Server", "Session", "Socket", "Stream", "Worker"];

/// The only places where Node.js does otherwise: what a class of its own puts before one of C++. Where it calls whatever lies under a name that stands in a variable, the
/// methods that it means are for everybody, or are called in its place (`js/core/believed.js`).
pub fn handed_on(name: &str) -> [String; 2] {
    [
        format!("FunctionPrototypeCall(MessagePortPrototype.{name}, "),
        format!("ReflectApply(super.{name}, this,"),
    ]
}

pub fn named(what: &Use) -> Option<&str> {
    match what {
        Use::Call { name, .. } | Use::Read(name) => Some(name),
        _ => None,
    }
}

/// How the global object is called.
pub fn is_global(name: &str) -> bool {
    matches!(name, "globalThis" | "global" | "window" | "self" | "root")
}

/// A name under which code has the global object. `this` is that, too.
pub fn is_like_global(name: &str) -> bool {
    is_global(name) || name == "this" || name.to_ascii_lowercase().contains("global")
}

pub fn is_applying(name: &str) -> bool {
    matches!(name, "call" | "apply" | "construct")
}

/// May `name(` or `of.name(` be a call of what is called `wanted`? A value of somebody else's has the members that it likes: what is
/// called as one of them has the function's name, or one that was made of it (`_connect`, `originalListen`).
pub fn may_be_call(wanted: &str, name: &str, of: &str) -> bool {
    if of.is_empty() {
        return !is_converting(name);
    }
    if is_applying(name) {
        return !is_of_language(of);
    }
    if wanted == "Function" && name == "constructor" {
        return true;
    }
    let (name, wanted) = (name.to_ascii_lowercase(), wanted.to_ascii_lowercase());
    // Who is asked for its listeners does not listen.
    let is_about_listeners = name.contains("listener") && !wanted.contains("listener");
    let name = if is_about_listeners { name.replace("listener", "") } else { name };
    name.contains(wanted.trim_start_matches('_'))
}

/// May `of.name(` be a call of core that has Node.js connect, listen, send, look up or start something? Members of values have other names there.
pub fn is_entry(name: &str, of: &str) -> bool {
    let has = |text: &str, parts: &[&str]| {
        let text = text.to_ascii_lowercase();
        parts.iter().any(|part| text.contains(part))
    };
    match name.trim_start_matches('_') {
        "get" => has(of, &["http", "protocol", "transport"]),
        "exec" => has(of, &["process"]),
        "resolve" | "reverse" => has(of, &["dns", "resolver"]),
        "bind" | "send" | "sendto" => is_socket(of),
        name => {
            of == "console"
                || has(
                    name,
                    &[
                        "connect", "execfile", "execsync", "fetch", "fork", "listen", "lookup", "request",
                        "resolve", "server", "socket", "spawn", "watch",
                    ],
                )
        }
    }
}

/// How core calls the sockets that it sends with: `res.send(` answers a request.
pub fn is_socket(of: &str) -> bool {
    let of = of.to_ascii_lowercase();
    ["client", "dgram", "server", "sock", "udp"].iter().any(|part| of.contains(part))
}

/// Is it how a method of the language is called that looks at what it is called on: `toString.call(value)`, `hasOwn.call(value, key)`, `slice.call(list)`?
pub fn is_of_language(of: &str) -> bool {
    let of = of.to_ascii_lowercase();
    let parts = [
        "concat",
        "every",
        "filter",
        "find",
        "foreach",
        "hasown",
        "includes",
        "indexof",
        "isproto",
        "join",
        "map",
        "propertyis",
        "propis",
        "push",
        "reduce",
        "slice",
        "some",
        "sort",
        "splice",
        "split",
        "tostr",
        "trim",
        "unshift",
        "valueof",
    ];
    matches!(of.as_str(), "has" | "own" | "str") || parts.iter().any(|part| of.contains(part))
}

/// Functions of the language that stand alone and look at what they are given.
pub fn is_converting(name: &str) -> bool {
    matches!(
        name,
        "String"
            | "Number"
            | "BigInt"
            | "Boolean"
            | "Symbol"
            | "Object"
            | "Array"
            | "Date"
            | "RegExp"
            | "Error"
            | "Map"
            | "Set"
            | "parseInt"
            | "parseFloat"
            | "isNaN"
            | "isFinite"
            | "encodeURI"
            | "encodeURIComponent"
            | "decodeURI"
            | "decodeURIComponent"
            | "escape"
            | "unescape"
            | "structuredClone"
            | "btoa"
            | "atob"
    )
}

/// Functions of the language and of Node's that look at what they are given, or at what they are called on, and call nothing else.
pub fn is_looking(name: &str) -> bool {
    matches!(
        name,
        "stringify"
            | "toString"
            | "toLocaleString"
            | "toJSON"
            | "valueOf"
            | "join"
            | "concat"
            | "assign"
            | "keys"
            | "values"
            | "entries"
            | "fromEntries"
            | "getOwnPropertyDescriptors"
            | "defineProperties"
            | "structuredClone"
            | "inspect"
            | "isDeepStrictEqual"
            | "split"
            | "includes"
            | "indexOf"
            | "lastIndexOf"
            | "startsWith"
            | "endsWith"
            | "trim"
            | "hasOwnProperty"
    )
}

/// Is it what Node's scripts and Sentinel's call functions of the language by that call what they are given (`ReflectApply(fn, this, list)`)?
fn is_calling(name: &str) -> bool {
    matches!(name, "FunctionPrototypeApply" | "FunctionPrototypeCall" | "ReflectApply" | "ReflectConstruct")
}

/// The language, as Node's scripts and Sentinel's call it.
const LANGUAGE: [&str; 24] = [
    "Array",
    "Atomics",
    "BigInt",
    "Boolean",
    "DataView",
    "Date",
    "Error",
    "Function",
    "Iterator",
    "JSON",
    "Map",
    "Math",
    "Number",
    "Object",
    "Reflect",
    "RegExp",
    "Safe",
    "Set",
    "String",
    "Symbol",
    "TypedArray",
    "Uint",
    "WeakMap",
    "WeakSet",
];

/// Is that a function of the language in a script of Node's or Sentinel's, which looks at values (`ObjectKeys(value)`, `Reflect.ownKeys(value)`)?
pub fn is_asking(name: &str, of: &str) -> bool {
    match of {
        "" => !is_calling(name) && LANGUAGE.iter().any(|part| name.starts_with(part)),
        "Reflect" => !is_applying(name),
        of => LANGUAGE.contains(&of),
    }
}

/// Does `new name` in such a script make an object of the language, of what is in a value?
pub fn is_made_of_values(name: &str) -> bool {
    ["Array", "ArrayBuffer", "DataView", "Date", "Map", "Number", "RegExp", "Set", "String"]
        .iter()
        .any(|part| name.ends_with(part))
}

/// What is called on texts, lists, numbers, promises and maps, and on what stands for them.
pub fn is_of_values(name: &str) -> bool {
    matches!(
        name,
        "at" | "catch"
            | "charAt"
            | "charCodeAt"
            | "every"
            | "fill"
            | "filter"
            | "finally"
            | "find"
            | "findIndex"
            | "flat"
            | "flatMap"
            | "forEach"
            | "from"
            | "get"
            | "getTime"
            | "has"
            | "map"
            | "match"
            | "matchAll"
            | "next"
            | "of"
            | "padEnd"
            | "padStart"
            | "pop"
            | "push"
            | "reduce"
            | "repeat"
            | "replace"
            | "replaceAll"
            | "return"
            | "reverse"
            | "shift"
            | "slice"
            | "some"
            | "sort"
            | "splice"
            | "substr"
            | "substring"
            | "test"
            | "then"
            | "toFixed"
            | "toISOString"
            | "toLowerCase"
            | "toUpperCase"
            | "trimEnd"
            | "trimStart"
            | "unshift"
    )
}
