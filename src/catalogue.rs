//! THE table: every capability, what it is judged by, how it is configured, and its other names.
//!
//! Documentation, TypeScript types, the JSON schema and the JavaScript constants are generated from
//! here (`cargo run --no-default-features --bin gen`). To add a capability, add one row to the table;
//! ids are row numbers, so a row may move freely as long as the generated files are written again.

/// What a call of a capability is judged by, beside who calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResourceKind {
    /// Nothing: holding the capability is all there is.
    Nothing,
    /// A file or directory, already resolved to where it leads.
    Path,
    /// An http, https, ws or wss URL.
    Url,
    /// `host:port`, or `unix:/path` for a local socket.
    Host,
    /// A name or address to look up.
    DnsName,
    /// A local `port`, `host:port` or `unix:/path` to listen on.
    Listen,
    /// An environment variable.
    EnvName,
    /// An event of the runtime.
    Event,
    /// SHA-256 of a command in its canonical form.
    Command,
    /// SHA-256 of a file.
    FileHash,
    /// SHA-256 of a WebAssembly module.
    ModuleHash,
    /// A route on an express application.
    Route,
    /// A module name as given to `require`.
    Module,
}

/// How a package's own list meets the defaults [P2].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joining {
    /// The list names places: a package's own list replaces the defaults.
    Replaces,
    /// The list names things: it is united with the defaults.
    Unites,
}

/// What it means when neither the package nor the defaults give the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absent {
    /// Nothing is allowed.
    AllBlocked,
    /// Everything is allowed.
    AllAllowed,
}

/// The list that narrows a capability (`capabilityConfig`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Config {
    /// The key under `capabilityConfig[capability]`.
    pub key: &'static str,
    /// Replaced or united.
    pub joining: Joining,
    /// Meaning of an absent list.
    pub absent: Absent,
    /// What an entry looks like, for error messages and documentation.
    pub entries: &'static str,
}

/// How much harm the capability can do in the wrong hands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Risk {
    /// Annoyance at most.
    Low,
    /// Data of flows and services.
    Medium,
    /// The runtime, its secrets, or the machine.
    High,
    /// As good as the whole process.
    Critical,
}

/// Whether `name:<parameter>` may be granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parameter {
    /// Only the bare name.
    No,
    /// The bare name, or the name with one entry of its list.
    Optional,
    /// Only with a parameter.
    Required,
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The name operators write.
    pub name: &'static str,
    /// One line of documentation.
    pub doc: &'static str,
    /// What it is judged by.
    pub resource: ResourceKind,
    /// Its list, if it has one.
    pub config: Option<Config>,
    /// How dangerous it is.
    pub risk: Risk,
    /// Whether it takes a parameter.
    pub parameter: Parameter,
    /// Whether `mode: "observe"` lets a refused call pass [P6].
    pub observable: bool,
}

const fn list(key: &'static str, joining: Joining, absent: Absent, entries: &'static str) -> Option<Config> {
    Some(Config { key, joining, absent, entries })
}

use Absent::{AllAllowed, AllBlocked};
use Joining::{Replaces, Unites};
use ResourceKind as K;
use Risk::{Critical, High, Low, Medium};

const NONE: Option<Config> = None;
const PATHS: Option<Config> = list(
    "allowedPaths",
    Replaces,
    AllBlocked,
    "an absolute directory (everything under it; with `/.` at its end the directory alone), file or glob",
);
const COMMANDS: Option<Config> =
    list("allowedCommands", Unites, AllBlocked, "the SHA-256 of an exact command (64 hex digits)");
const NAMES: Option<Config> = list("allowedNames", Unites, AllAllowed, "a variable name or glob");
const EVENTS: Option<Config> = list("allowedEvents", Unites, AllBlocked, "an event name or glob");
const ROUTES: Option<Config> = list("allowedPaths", Unites, AllAllowed, "a route prefix such as `/api`");
const URLS: Option<Config> =
    list("allowedUrls", Unites, AllAllowed, "a URL such as `https://*.example.com:8443/v1`");
const HOSTS: Option<Config> =
    list("allowedHosts", Unites, AllAllowed, "`host:port`, `*.domain:*`, a CIDR block or `unix:/path`");
const LOOKUPS: Option<Config> = list("allowedNames", Unites, AllAllowed, "a host name or `*.domain`");
const PORTS: Option<Config> =
    list("allowedPorts", Unites, AllAllowed, "a port, a range `8000-8010`, or `host:port`");
const FILES: Option<Config> =
    list("allowedFiles", Unites, AllBlocked, "the SHA-256 of a file (64 hex digits)");
const MODULES: Option<Config> =
    list("allowedModules", Unites, AllBlocked, "the SHA-256 of a module (64 hex digits)");

macro_rules! catalogue {
    ($($variant:ident $name:literal $kind:ident $config:ident $risk:ident $param:ident $observe:literal $doc:literal;)+) => {
        /// A capability; its number is its row in the table and its id everywhere else.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Capability { $(#[doc = $doc] $variant),+ }

        /// Every capability in the order of its id.
        pub const ALL: &[Capability] = &[$(Capability::$variant),+];

        impl Capability {
            /// The row of this capability.
            #[must_use]
            pub const fn entry(self) -> &'static Entry {
                match self { $(Capability::$variant => &Entry {
                    name: $name, doc: $doc, resource: K::$kind, config: $config, risk: $risk,
                    parameter: Parameter::$param, observable: $observe,
                }),+ }
            }
        }
    };
}

// Columns: variant, name, judged by, list, risk, parameter, passes in observe mode, documentation.
catalogue! {
    NodeRead "node:read" Nothing NONE Medium No true "read properties of another package's node, and call the methods that are its own";
    NodeWrite "node:write" Nothing NONE High No true "change properties of another package's node: one of Node-RED (exec, file) goes by them as Node-RED";
    NodeSend "node:send" Nothing NONE High No true "send messages in the name of another package's node";
    NodeStatus "node:status" Nothing NONE Low No true "set the status of another package's node";
    NodeLog "node:log" Nothing NONE Low No true "write log lines in the name of another package's node; an error that comes with a message takes node:send as well";
    NodeClose "node:close" Nothing NONE High No true "close another package's node";
    NodeReceive "node:receive" Nothing NONE High No true "inject messages and events into another package's node";
    NodeEventsSubscribe "node:events:subscribe" Nothing NONE Medium No true "listen to messages and events of another package's node";
    NodeEventsUnsubscribe "node:events:unsubscribe" Nothing NONE High No true "remove listeners from another package's node";
    NodeList "node:list" Nothing NONE Low No true "enumerate the nodes of the running flows";
    NodeWiresRead "node:wires:read" Nothing NONE Low No true "read the wires of another package's node";
    NodeWiresWrite "node:wires:write" Nothing NONE High No true "change the wires of a node of Node-RED until the next deployment; nodes of packages send along deployed wires only";
    NodeCredentialsRead "node:credentials:read" Nothing NONE Critical No false "read credentials of a node";
    NodeCredentialsWrite "node:credentials:write" Nothing NONE Critical No false "change credentials of a node";
    NodeCredentialsDelete "node:credentials:delete" Nothing NONE High No false "delete credentials of a node";
    NodeContextRead "node:context:read" Nothing NONE Medium No true "read the private context of another package's node";
    NodeContextWrite "node:context:write" Nothing NONE High No true "change the private context of another package's node";
    FlowsRead "flows:read" Nothing NONE Medium No true "read the configuration of the flows";
    FlowsWrite "flows:write" Nothing NONE Critical No true "change and deploy flows: the nodes of Node-RED in them (exec, file) act as Node-RED";
    FlowsDelete "flows:delete" Nothing NONE High No true "delete flows";
    FlowsStart "flows:start" Nothing NONE Medium No true "start the flows";
    FlowsStop "flows:stop" Nothing NONE High No true "stop the flows";
    StorageRead "storage:read" Nothing NONE High No true "read the stored flows and the library; no credentials, settings or sessions";
    StorageWrite "storage:write" Nothing NONE Critical No true "write the stored flows and the library";
    RegistryWrite "registry:write" Nothing NONE Low No true "register node types and subflows";
    RegistryRead "registry:read" Nothing NONE Low No true "look up node types and the list of installed nodes";
    SettingsRead "settings:read" Nothing NONE Medium No true "read runtime settings other than the package's own (never the secrets)";
    SettingsWrite "settings:write" Nothing NONE High No true "change runtime settings, and hear every line of the log";
    HooksOnSend "hooks:on-send" Nothing NONE High No true "hook onSend: see and change messages as they are sent";
    HooksPreRoute "hooks:pre-route" Nothing NONE High No true "hook preRoute: see and change messages before they are routed";
    HooksPreDeliver "hooks:pre-deliver" Nothing NONE High No true "hook preDeliver: see and change messages before delivery";
    HooksPostDeliver "hooks:post-deliver" Nothing NONE Medium No true "hook postDeliver: see messages after delivery";
    HooksOnReceive "hooks:on-receive" Nothing NONE High No true "hook onReceive: see and change messages as a node receives them";
    HooksPostReceive "hooks:post-receive" Nothing NONE Medium No true "hook postReceive: see messages after a node received them";
    HooksOnComplete "hooks:on-complete" Nothing NONE Medium No true "hook onComplete: see messages a node has finished with";
    HooksRemove "hooks:remove" Nothing NONE Low No true "remove the package's own hooks";
    HooksPreInstall "hooks:pre-install" Nothing NONE Critical No true "hook preInstall: see, change and stop what is about to be installed; what is installed runs programs";
    HooksPostInstall "hooks:post-install" Nothing NONE Medium No true "hook postInstall: see what was installed, and have it removed again by failing";
    HooksPreUninstall "hooks:pre-uninstall" Nothing NONE Medium No true "hook preUninstall: see which package is to be removed, and keep its files from being removed";
    HooksPostUninstall "hooks:post-uninstall" Nothing NONE Medium No true "hook postUninstall: see which package was removed";
    HttpAdmin "http:admin" Route ROUTES Medium No true "add admin routes under the package's own prefix";
    HttpAdminGlobal "http:admin:global" Route ROUTES High No true "add admin routes at their original paths";
    HttpAdminGlobalMiddleware "http:admin:global:middleware" Route ROUTES Critical No true "add admin middleware without a path (sees every admin request)";
    HttpNode "http:node" Route ROUTES Low No true "add public routes under the package's own prefix";
    HttpNodeGlobal "http:node:global" Route ROUTES Medium No true "add public routes at their original paths";
    HttpNodeGlobalMiddleware "http:node:global:middleware" Route ROUTES High No true "add public middleware without a path (sees every public request)";
    EventsSubscribe "events:subscribe" Event EVENTS Medium Optional true "listen to events of the runtime";
    EventsEmit "events:emit" Event EVENTS High Optional true "emit events of the runtime";
    EventsUnsubscribe "events:unsubscribe" Event EVENTS Medium Optional true "remove the package's own listeners from events of the runtime";
    ProcessExec "process:exec" Command COMMANDS Critical No false "run programs";
    ProcessEnvRead "process:env:read" EnvName NAMES High No true "read environment variables";
    ProcessEnvWrite "process:env:write" EnvName NONE High No true "change environment variables (includes reading them)";
    ProcessExit "process:exit" Nothing NONE Medium No true "end the Node-RED process";
    ProcessSignal "process:signal" Nothing NONE High No true "send signals (SIGUSR1, at which Node.js opens its inspector, takes inspector:open as well) and change process-wide state (cwd, umask, ids, title, priorities, signal listeners)";
    FsRead "fs:read" Path PATHS High No true "read files and directories";
    FsWrite "fs:write" Path PATHS Critical No true "create, change, move and delete files and directories";
    NetworkHttp "network:http" Url URLS High No true "make http and https requests";
    NetworkTcp "network:tcp" Host HOSTS High No true "open TCP connections and local sockets";
    NetworkUdp "network:udp" Host HOSTS High No true "send UDP datagrams";
    NetworkWs "network:ws" Url URLS High No true "open WebSocket connections";
    NetworkDns "network:dns" DnsName LOOKUPS Medium No true "look up host names";
    NetworkListen "network:listen" Listen PORTS Medium No true "listen for connections and datagrams";
    VmExecute "vm:execute" Nothing NONE Critical No false "run code in vm contexts";
    ThreadsSpawn "threads:spawn" Nothing NONE High No false "start worker threads (as the same package)";
    NativeAddon "native:addon" FileHash FILES Critical No false "load native addons";
    NativeWasm "native:wasm" ModuleHash MODULES Medium No false "compile WebAssembly";
    InspectorOpen "inspector:open" Nothing NONE Critical No false "use the inspector, heap snapshots, V8 flags, diagnostics channels, trace events and async hooks";
    ModuleLoad "module:load" Module NONE High Required true "load a module outside the package's own tree and declared dependencies; parts of Node-RED are what the other grants open of them";
    CommsPublish "comms:publish" Nothing NONE Medium No true "publish messages to connected editors";
    All "all" Nothing NONE Critical No false "everything; announced as a warning at every start";
}

use Capability as C;

/// A name that stands for several capabilities: one level, every member spelled out.
pub const SHORTHANDS: &[(&str, &[Capability])] = &[
    ("node:events", &[C::NodeEventsSubscribe, C::NodeEventsUnsubscribe]),
    ("node:wires", &[C::NodeWiresRead, C::NodeWiresWrite]),
    ("node:credentials", &[C::NodeCredentialsRead, C::NodeCredentialsWrite, C::NodeCredentialsDelete]),
    ("node:context", &[C::NodeContextRead, C::NodeContextWrite]),
    (
        "node:all",
        &[
            C::NodeRead,
            C::NodeWrite,
            C::NodeSend,
            C::NodeStatus,
            C::NodeLog,
            C::NodeClose,
            C::NodeReceive,
            C::NodeEventsSubscribe,
            C::NodeEventsUnsubscribe,
            C::NodeList,
            C::NodeWiresRead,
            C::NodeWiresWrite,
            C::NodeCredentialsRead,
            C::NodeCredentialsWrite,
            C::NodeCredentialsDelete,
            C::NodeContextRead,
            C::NodeContextWrite,
        ],
    ),
    ("flows:all", &[C::FlowsRead, C::FlowsWrite, C::FlowsDelete, C::FlowsStart, C::FlowsStop]),
    ("storage:all", &[C::StorageRead, C::StorageWrite]),
    ("registry:all", &[C::RegistryWrite, C::RegistryRead]),
    ("settings:all", &[C::SettingsRead, C::SettingsWrite]),
    (
        "hooks:message",
        &[
            C::HooksOnSend,
            C::HooksPreRoute,
            C::HooksPreDeliver,
            C::HooksPostDeliver,
            C::HooksOnReceive,
            C::HooksPostReceive,
            C::HooksOnComplete,
        ],
    ),
    (
        "hooks:all",
        &[
            C::HooksOnSend,
            C::HooksPreRoute,
            C::HooksPreDeliver,
            C::HooksPostDeliver,
            C::HooksOnReceive,
            C::HooksPostReceive,
            C::HooksOnComplete,
            C::HooksRemove,
            C::HooksPreInstall,
            C::HooksPostInstall,
            C::HooksPreUninstall,
            C::HooksPostUninstall,
        ],
    ),
    ("process:env", &[C::ProcessEnvRead, C::ProcessEnvWrite]),
    (
        "process:all",
        &[C::ProcessExec, C::ProcessEnvRead, C::ProcessEnvWrite, C::ProcessExit, C::ProcessSignal],
    ),
    ("fs:all", &[C::FsRead, C::FsWrite]),
    (
        "network:all",
        &[C::NetworkHttp, C::NetworkTcp, C::NetworkUdp, C::NetworkWs, C::NetworkDns, C::NetworkListen],
    ),
];

/// Names of earlier versions and what they mean now.
pub const LEGACY: &[(&str, &[Capability])] = &[
    ("registry:register", &[C::RegistryWrite]),
    ("events:listen", &[C::EventsSubscribe]),
    ("events:remove-listeners", &[C::EventsUnsubscribe]),
    ("node:events:on", &[C::NodeEventsSubscribe]),
    ("node:events:remove-listeners", &[C::NodeEventsUnsubscribe]),
    ("network:fetch", &[C::NetworkHttp]),
    ("network:socket", &[C::NetworkTcp, C::NetworkUdp]),
    ("http:register", &[C::HttpAdmin, C::HttpNode]),
];

/// Capabilities that come with another one.
pub const IMPLIED: &[(Capability, Capability)] = &[(C::ProcessEnvWrite, C::ProcessEnvRead)];

impl Capability {
    /// The capability with this id.
    #[must_use]
    pub fn from_id(id: u32) -> Option<Self> {
        ALL.get(usize::try_from(id).ok()?).copied()
    }

    /// The id: the row in the table.
    #[must_use]
    pub const fn id(self) -> u32 {
        self as u32
    }

    /// The name operators write.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.entry().name
    }

    /// This capability as one bit of a set.
    #[must_use]
    pub const fn bit(self) -> u128 {
        1 << (self as u32)
    }
}

mod lookup;
pub use lookup::{Meaning, Unknown, meaning, names};

#[cfg(test)]
mod tests;
