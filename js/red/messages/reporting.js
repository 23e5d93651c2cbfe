'use strict';
// What nodes report, and the nodes that are told of it: errors, status and finished messages. Whose these are is in js/red/nodes/filed.js.

const {
  ObjectGetOwnPropertyDescriptor, ObjectGetOwnPropertyNames, ObjectGetOwnPropertySymbols, ObjectGetPrototypeOf, ObjectKeys, ObjectPrototype, ReflectApply, ReflectHas, ReflectOwnKeys, String,
} = require('../../boot/primordials');
const { util } = require('../../boot/builtins');
const { boundary } = require('../../core/boundary');
const { failingWith, put, withReadable } = require('./failing');

/** What editors are told of a status. They are told of many at once, and of none of these when one cannot be written as JSON. */
const TOLD = ['text', 'fill', 'shape'];

const isTellable = (value) => (typeof value !== 'object' || value === null) && typeof value !== 'function' && typeof value !== 'bigint' && typeof value !== 'symbol';

/** Is a status plain, and everything in it, so that nothing of its maker's runs or counts when core copies it and writes there whose it is? */
function isPlain(status) {
  if (util.isProxy(status) || ObjectGetPrototypeOf(status) !== ObjectPrototype) return false;
  // To ask for both kinds takes V8 a third of the time of all at once.
  const keys = ObjectGetOwnPropertySymbols(status).length === 0 ? ObjectGetOwnPropertyNames(status) : ReflectOwnKeys(status);
  for (let i = 0; i < keys.length; i++) {
    const own = ObjectGetOwnPropertyDescriptor(status, keys[i]);
    if (!('value' in own) || !own.writable || !isTellable(own.value)) return false;
  }
  return true;
}

function textOf(value) {
  try {
    return String(value);
  } catch {
    return undefined;
  }
}

/** A status that editors can be told, and that inherits nothing: nearly always that is the status itself. */
function tellable(status) {
  if (typeof status !== 'object' || status === null || isPlain(status)) return status;
  const made = {};
  const keys = ObjectKeys(status);
  for (let i = 0; i < keys.length; i++) if (keys[i] !== 'hasOwnProperty') put(made, keys[i], status[keys[i]]);
  // Some nodes show an error as it is, and what it says is not among its keys.
  if (util.isNativeError(status)) put(made, 'message', textOf(status.message));
  for (let i = 0; i < TOLD.length; i++) {
    const value = status[TOLD[i]];
    if (isTellable(value) ? value !== undefined : TOLD[i] === 'text') put(made, TOLD[i], isTellable(value) ? value : textOf(value));
    else if (ReflectHas(made, TOLD[i])) put(made, TOLD[i], undefined);
  }
  return made;
}

/** What the runtime does for a node that reports something is the runtime's, whoever is on the stack. */
function guardReports(prototype) {
  const { handleStatus, handleError, handleComplete } = prototype;
  const own = { status: boundary(handleStatus), error: boundary(handleError), complete: boundary(handleComplete) };
  prototype.handleStatus = function status(...args) {
    args[1] = tellable(args[1]);
    return ReflectApply(own.status, this, args);
  };
  prototype.handleError = function error(...args) {
    const { 0: node, 1: error, 3: reporting } = args;
    // Those of a configuration node are told to the flows of the nodes that use it.
    const isPassedOn = this.id === 'global' && node.users;
    const isCounted = !isPassedOn && this.catchNodes.length > 0 && typeof args[2] === 'object' && args[2] !== null;
    return withReadable(args[2], (read) => ReflectApply(own.error, this, [node, error, isCounted ? failingWith(this, node, read) : read, reporting]));
  };
  prototype.handleComplete = function complete(node, msg) {
    // Nearly always nobody listens.
    if (this.completeNodeMap?.[node.id] === undefined) return;
    withReadable(msg, (read) => ReflectApply(own.complete, this, [node, read]));
  };
}

module.exports = { guardReports };
