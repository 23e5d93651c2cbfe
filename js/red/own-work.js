'use strict';
// Things core does for itself while a package happens to be on the stack: writing a log line through the operator's own
// log handler, keeping a context store's files.

const { ObjectCreate, ObjectDefineProperty, ObjectGetPrototypeOf, ObjectKeys, ReflectApply, SafeWeakMap, SafeWeakSet } = require('../boot/primordials');
const { CORE, UNKNOWN } = require('../core/caller');
const { lentBy } = require('../core/handed');
const { boundary } = require('../core/boundary');
const { watchHandlers } = require('./messages/heard');
const { reporting } = require('./nodes/listening');
const measuring = require('./measuring');
const { relayTo } = require('./areas/log');
const { textOf } = require('./views/containers');
const { scriptOwner } = require('./views/kinds');

let logger;

/** Core writes lines with what packages threw, in the middle of what it does for everybody: a line that cannot be written says so, and keeps nobody from going on. */
const sayingOf = (write) => function say(line) {
  try {
    return ReflectApply(write, this, [line]);
  } catch (error) {
    const { level, id, type } = typeof line === 'object' && line !== null ? line : { level: logger.ERROR };
    return ReflectApply(write, this, [{ level, id, type, msg: `a line that cannot be written: ${textOf(error)}` }]);
  }
};

/** `@node-red/util/lib/log.js`: handlers of settings.js may write files. */
function log(exports) {
  logger = exports;
  measuring.configure(exports);
  reporting(exports);
  const written = sayingOf(boundary(exports.log));
  watchHandlers(exports, written);
  exports.log = written;
  const { audit } = exports;
  exports.audit = function auditOf(line, request) {
    const asker = request === undefined || request === null ? undefined : askers.get(request);
    if (asker !== undefined) line.package = asker;
    return ReflectApply(audit, this, [line, request]);
  };
  const { init } = exports;
  exports.init = function initLog(settings) {
    return ReflectApply(init, this, [withHandlers(settings)]);
  };
}

/** Request -> name of the package that had core ask who makes it. */
const askers = new SafeWeakMap();

function noteAsker(request, name) {
  if ((typeof request === 'object' && request !== null) || typeof request === 'function') askers.set(request, name);
}

/** The settings with what stands for handlers of the log that are packages: they are shown lines as those are that packages add themselves. */
function withHandlers(settings) {
  const logging = settings?.logging;
  if (typeof logging !== 'object' || logging === null) return settings;
  const made = {};
  const names = ObjectKeys(logging);
  for (let i = 0; i < names.length; i++) {
    const config = logging[names[i]];
    const handler = config?.handler; // once: the configuration may be a package's, too
    made[names[i]] = typeof config === 'object' && config !== null ? { ...config, handler: typeof handler === 'function' ? making(config, handler) : handler } : config;
  }
  return ObjectDefineProperty(ObjectCreate(settings), 'logging', { __proto__: null, value: made, enumerable: true });
}

/** What makes the handler of a configuration, as core calls it. */
function making(config, handler) {
  const make = () => {
    const run = ReflectApply(handler, config, [config]);
    const owner = scriptOwner(run);
    if (typeof run !== 'function' || owner === CORE) return run;
    const maker = scriptOwner(handler);
    const principal = owner > UNKNOWN ? owner : (maker > UNKNOWN ? maker : UNKNOWN); // bound functions are nobody's
    const relay = relayTo(principal, logger, { emit: (event, line) => ReflectApply(lentBy(run, principal), config, [line]) });
    return (line) => { relay.emit('log', line); };
  };
  return make;
}

const done = new SafeWeakSet();

/** `@node-red/runtime/lib/nodes/context/localfilesystem.js`: a function that makes a store; its files are core's. */
function contextStore(create) {
  return function createStore(...args) {
    const store = ReflectApply(create, this, args);
    require('./views/flushing').keepWriting(store, (line) => { logger?.warn(line); });
    const prototype = ObjectGetPrototypeOf(store);
    if (!done.has(prototype)) {
      done.add(prototype);
      const names = ['clean', 'close', 'delete', 'get', 'keys', 'open', 'set'];
      for (let i = 0; i < names.length; i++) if (typeof prototype[names[i]] === 'function') prototype[names[i]] = boundary(prototype[names[i]]);
    }
    return store;
  };
}

module.exports = { contextStore, log, noteAsker };
