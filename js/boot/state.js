'use strict';
// What the preload has done in this process. The plugin and the CLI ask here; nothing here can be changed from
// outside Sentinel, because its modules are not handed to packages.

const { Nothing } = require('./primordials');

const state = {
  __proto__: Nothing,
  active: false,
  /** Third-party code has been loaded: before that every caller is core. */
  armed: false,
  /** Node takes the values of a builtin's named exports right now: one for all ES modules, so nobody's in particular. */
  exporting: false,
  status: undefined,
  /** The principal of a worker thread or a program that a package started: everything in it is that package. */
  confined: undefined,
  /** It is a program, a process of its own. */
  isProgram: false,
  /** `sentinel.mode` is one of those that only look on. */
  isObserving: false,
  /** `sentinel.server.strictModules`: `vm` and `worker_threads` are refused when they are required [G5]. */
  strictModules: false,
  /** `sentinel.server.provenance`: what becomes of messages that do not come along a wire: `enforce`, `detect` or `off` [R9]. */
  provenance: 'enforce',
  /** Every delivery is written down, and what is known of a message can be asked. */
  trace: false,
  traceOf: undefined,
  /** Third-party packages that ran before Sentinel was armed. */
  earlier: [],
  /** Functions of Node.js that are in no table of js/surface: refused to packages, or left `open` where nothing can be put in their place. */
  unclassified: { __proto__: null, refused: [], open: [] },
  /** `server.network.allowlist` bounds what Node-RED itself connects to [C6]. */
  bounded: false,
  /** The HTTP server Node-RED was given. */
  server: undefined,
  /** Where Node-RED's settings have that server listen, once it has started. */
  listensOn: undefined,
  /** NRG_SENTINEL_NO_PROTO_FREEZE is set. */
  prototypesOpen: false,
};

module.exports = {
  state,
  /** True when the preload guards this process. */
  isActive: () => state.active,
  /** The deliveries of a message, or undefined when they are not written down. */
  traceOf: (msgid) => state.traceOf?.(msgid),
  /** The enforcement status as printed at start, or undefined when not active. */
  status: () => state.status,
};
