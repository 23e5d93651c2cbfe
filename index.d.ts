// Generated from src/catalogue.rs by `cargo run --no-default-features --bin gen`. Do not edit.

/** A capability. */
export type Capability =
  /** read properties of another package's node, and call the methods that are its own */
  | 'node:read'
  /** change properties of another package's node: one of Node-RED (exec, file) goes by them as Node-RED */
  | 'node:write'
  /** send messages in the name of another package's node */
  | 'node:send'
  /** set the status of another package's node */
  | 'node:status'
  /** write log lines in the name of another package's node; an error that comes with a message takes node:send as well */
  | 'node:log'
  /** close another package's node */
  | 'node:close'
  /** inject messages and events into another package's node */
  | 'node:receive'
  /** listen to messages and events of another package's node */
  | 'node:events:subscribe'
  /** remove listeners from another package's node */
  | 'node:events:unsubscribe'
  /** enumerate the nodes of the running flows */
  | 'node:list'
  /** read the wires of another package's node */
  | 'node:wires:read'
  /** change the wires of a node of Node-RED until the next deployment; nodes of packages send along deployed wires only */
  | 'node:wires:write'
  /** read credentials of a node */
  | 'node:credentials:read'
  /** change credentials of a node */
  | 'node:credentials:write'
  /** delete credentials of a node */
  | 'node:credentials:delete'
  /** read the private context of another package's node */
  | 'node:context:read'
  /** change the private context of another package's node */
  | 'node:context:write'
  /** read the configuration of the flows */
  | 'flows:read'
  /** change and deploy flows: the nodes of Node-RED in them (exec, file) act as Node-RED */
  | 'flows:write'
  /** delete flows */
  | 'flows:delete'
  /** start the flows */
  | 'flows:start'
  /** stop the flows */
  | 'flows:stop'
  /** read the stored flows and the library; no credentials, settings or sessions */
  | 'storage:read'
  /** write the stored flows and the library */
  | 'storage:write'
  /** register node types and subflows */
  | 'registry:write'
  /** look up node types and the list of installed nodes */
  | 'registry:read'
  /** read runtime settings other than the package's own (never the secrets) */
  | 'settings:read'
  /** change runtime settings, and hear every line of the log */
  | 'settings:write'
  /** hook onSend: see and change messages as they are sent */
  | 'hooks:on-send'
  /** hook preRoute: see and change messages before they are routed */
  | 'hooks:pre-route'
  /** hook preDeliver: see and change messages before delivery */
  | 'hooks:pre-deliver'
  /** hook postDeliver: see messages after delivery */
  | 'hooks:post-deliver'
  /** hook onReceive: see and change messages as a node receives them */
  | 'hooks:on-receive'
  /** hook postReceive: see messages after a node received them */
  | 'hooks:post-receive'
  /** hook onComplete: see messages a node has finished with */
  | 'hooks:on-complete'
  /** remove the package's own hooks */
  | 'hooks:remove'
  /** hook preInstall: see, change and stop what is about to be installed; what is installed runs programs */
  | 'hooks:pre-install'
  /** hook postInstall: see what was installed, and have it removed again by failing */
  | 'hooks:post-install'
  /** hook preUninstall: see which package is to be removed, and keep its files from being removed */
  | 'hooks:pre-uninstall'
  /** hook postUninstall: see which package was removed */
  | 'hooks:post-uninstall'
  /** add admin routes under the package's own prefix */
  | 'http:admin'
  /** add admin routes at their original paths */
  | 'http:admin:global'
  /** add admin middleware without a path (sees every admin request) */
  | 'http:admin:global:middleware'
  /** add public routes under the package's own prefix */
  | 'http:node'
  /** add public routes at their original paths */
  | 'http:node:global'
  /** add public middleware without a path (sees every public request) */
  | 'http:node:global:middleware'
  /** listen to events of the runtime */
  | 'events:subscribe'
  | `events:subscribe:${string}`
  /** emit events of the runtime */
  | 'events:emit'
  | `events:emit:${string}`
  /** remove the package's own listeners from events of the runtime */
  | 'events:unsubscribe'
  | `events:unsubscribe:${string}`
  /** run programs */
  | 'process:exec'
  /** read environment variables */
  | 'process:env:read'
  /** change environment variables (includes reading them) */
  | 'process:env:write'
  /** end the Node-RED process */
  | 'process:exit'
  /** send signals (SIGUSR1, at which Node.js opens its inspector, takes inspector:open as well) and change process-wide state (cwd, umask, ids, title, priorities, signal listeners) */
  | 'process:signal'
  /** read files and directories */
  | 'fs:read'
  /** create, change, move and delete files and directories */
  | 'fs:write'
  /** make http and https requests */
  | 'network:http'
  /** open TCP connections and local sockets */
  | 'network:tcp'
  /** send UDP datagrams */
  | 'network:udp'
  /** open WebSocket connections */
  | 'network:ws'
  /** look up host names */
  | 'network:dns'
  /** listen for connections and datagrams */
  | 'network:listen'
  /** run code in vm contexts */
  | 'vm:execute'
  /** start worker threads (as the same package) */
  | 'threads:spawn'
  /** load native addons */
  | 'native:addon'
  /** compile WebAssembly */
  | 'native:wasm'
  /** use the inspector, heap snapshots, V8 flags, diagnostics channels, trace events and async hooks */
  | 'inspector:open'
  /** load a module outside the package's own tree and declared dependencies; parts of Node-RED are what the other grants open of them */
  | `module:load:${string}`
  /** publish messages to connected editors */
  | 'comms:publish'
  /** everything; announced as a warning at every start */
  | 'all'
  ;

/** A name that stands for several capabilities. */
export type Shorthand =
  | 'node:events'
  | 'node:wires'
  | 'node:credentials'
  | 'node:context'
  | 'node:all'
  | 'flows:all'
  | 'storage:all'
  | 'registry:all'
  | 'settings:all'
  | 'hooks:message'
  | 'hooks:all'
  | 'process:env'
  | 'process:all'
  | 'fs:all'
  | 'network:all'
  ;

/** A name of an earlier version. */
export type LegacyCapability =
  | 'registry:register'
  | 'events:listen'
  | 'events:remove-listeners'
  | 'node:events:on'
  | 'node:events:remove-listeners'
  | 'network:fetch'
  | 'network:socket'
  | 'http:register'
  ;

/** The lists that narrow capabilities. */
export interface CapabilityConfig {
  /** Entries: a route prefix such as `/api`. Without the list: everything allowed. */
  'http:admin'?: { allowedPaths: string[] };
  /** Entries: a route prefix such as `/api`. Without the list: everything allowed. */
  'http:admin:global'?: { allowedPaths: string[] };
  /** Entries: a route prefix such as `/api`. Without the list: everything allowed. */
  'http:admin:global:middleware'?: { allowedPaths: string[] };
  /** Entries: a route prefix such as `/api`. Without the list: everything allowed. */
  'http:node'?: { allowedPaths: string[] };
  /** Entries: a route prefix such as `/api`. Without the list: everything allowed. */
  'http:node:global'?: { allowedPaths: string[] };
  /** Entries: a route prefix such as `/api`. Without the list: everything allowed. */
  'http:node:global:middleware'?: { allowedPaths: string[] };
  /** Entries: an event name or glob. Without the list: everything blocked. */
  'events:subscribe'?: { allowedEvents: string[] };
  /** Entries: an event name or glob. Without the list: everything blocked. */
  'events:emit'?: { allowedEvents: string[] };
  /** Entries: an event name or glob. Without the list: everything blocked. */
  'events:unsubscribe'?: { allowedEvents: string[] };
  /** Entries: the SHA-256 of an exact command (64 hex digits). Without the list: everything blocked. */
  'process:exec'?: { allowedCommands: string[] };
  /** Entries: a variable name or glob. Without the list: everything allowed. */
  'process:env:read'?: { allowedNames: string[] };
  /** Entries: an absolute directory (everything under it; with `/.` at its end the directory alone), file or glob. Without the list: everything blocked. */
  'fs:read'?: { allowedPaths: string[] };
  /** Entries: an absolute directory (everything under it; with `/.` at its end the directory alone), file or glob. Without the list: everything blocked. */
  'fs:write'?: { allowedPaths: string[] };
  /** Entries: a URL such as `https://*.example.com:8443/v1`. Without the list: everything allowed. */
  'network:http'?: { allowedUrls: string[] };
  /** Entries: `host:port`, `*.domain:*`, a CIDR block or `unix:/path`. Without the list: everything allowed. */
  'network:tcp'?: { allowedHosts: string[] };
  /** Entries: `host:port`, `*.domain:*`, a CIDR block or `unix:/path`. Without the list: everything allowed. */
  'network:udp'?: { allowedHosts: string[] };
  /** Entries: a URL such as `https://*.example.com:8443/v1`. Without the list: everything allowed. */
  'network:ws'?: { allowedUrls: string[] };
  /** Entries: a host name or `*.domain`. Without the list: everything allowed. */
  'network:dns'?: { allowedNames: string[] };
  /** Entries: a port, a range `8000-8010`, or `host:port`. Without the list: everything allowed. */
  'network:listen'?: { allowedPorts: (string | number)[] };
  /** Entries: the SHA-256 of a file (64 hex digits). Without the list: everything blocked. */
  'native:addon'?: { allowedFiles: string[] };
  /** Entries: the SHA-256 of a module (64 hex digits). Without the list: everything blocked. */
  'native:wasm'?: { allowedModules: string[] };
}

/** What one package was granted. */
export interface PackagePolicy {
  capabilities?: (Capability | Shorthand)[];
  capabilityConfig?: CapabilityConfig;
}

/** Who may use one capability on nodes of one type. */
export interface TypeRule {
  /** Packages. */
  packages?: string[];
  /** Node types. */
  types?: string[];
}

/** What happens to messages that enter a node another way than along a wire of the deployed flow. */
export type ProvenanceMode = 'enforce' | 'detect' | 'off';

/** `sentinel.server`, and `server` of the grants file. */
export interface ServerPolicy {
  /** Lists for every package that holds the capability. */
  defaults?: { capabilityConfig?: CapabilityConfig };
  /** Grants by package name. */
  packages?: Record<string, PackagePolicy>;
  /** Access to nodes by type and `node:*` capability. */
  types?: Record<string, Record<string, TypeRule>>;
  /** Bounds every outbound connection of the process. */
  network?: { allowlist?: string[] };
  /** Messages that enter a node another way than along a wire of the deployed flow; `trace` writes every delivery down. */
  provenance?: ProvenanceMode | { mode?: ProvenanceMode; trace?: boolean };
  /** Requiring vm or worker_threads without the capability throws. */
  strictModules?: boolean;
}

/** `sentinel.client`, and `client` of the grants file. */
export interface ClientPolicy {
  network?: { allowlist?: string[] };
  csp?: Record<string, string[]>;
}

/** The `sentinel` section of settings.js. */
export interface SentinelSettings {
  server?: ServerPolicy;
  client?: ClientPolicy;
  deployments?: { approval?: 'off' | 'non-admin' | 'all' };
  mode?: 'enforce' | 'observe' | 'observe-all';
  license?: string;
}

/** The grants file, `.sentinel-grants.json`. */
export interface GrantsFile {
  server?: ServerPolicy;
  client?: ClientPolicy;
}

/** The error of a refused call. */
export interface SentinelError extends Error {
  code: 'ERR_SENTINEL_DENIED';
  capability: string;
  package: string;
  resource?: string;
}
