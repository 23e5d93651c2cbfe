'use strict';
// Things core does for itself while a package happens to be on the stack: writing a log line through the operator's own
// log handler, keeping a context store's files.

const { MapPrototypeGet, MapPrototypeSet, ObjectGetPrototypeOf, ReflectApply, SafeMap, SafeWeakSet } = require('../boot/primordials');
const { boundary } = require('./boundary');

let logger;

/** `@node-red/util/lib/log.js`: handlers of settings.js may write files. */
function log(exports) {
  logger = exports;
  exports.log = boundary(exports.log);
}

/** Type -> the names under which it is logged what its nodes do with every message. */
const measures = new SafeMap();

function measuresOf(type) {
  let found = MapPrototypeGet(measures, type);
  if (found === undefined) {
    found = { send: `node.${type}.send`, receive: `node.${type}.receive`, done: `node.${type}.done` };
    MapPrototypeSet(measures, type, found);
  }
  return found;
}

const isUsual = (event) => event === 'send' || event === 'receive' || event === 'done';

/** `node.metric()` of a node of a package, whatever it calls itself. */
function measure(record, event, msg, value) {
  const { type } = record;
  logger.log({ level: logger.METRIC, nodeid: record.id, event: isUsual(event) ? record.measures[event] : `node.${type}.${event}`, msgid: msg._msgid, value });
}

/** Does anybody read such lines? */
const isMeasured = () => logger.metric();

const done = new SafeWeakSet();

/** `@node-red/runtime/lib/nodes/context/localfilesystem.js`: a function that makes a store; its files are core's. */
function contextStore(create) {
  return function createStore(...args) {
    const store = ReflectApply(create, this, args);
    const prototype = ObjectGetPrototypeOf(store);
    if (!done.has(prototype)) {
      done.add(prototype);
      const names = ['clean', 'close', 'delete', 'get', 'keys', 'open', 'set'];
      for (let i = 0; i < names.length; i++) if (typeof prototype[names[i]] === 'function') prototype[names[i]] = boundary(prototype[names[i]]);
    }
    return store;
  };
}

module.exports = { contextStore, isMeasured, log, measure, measuresOf };
