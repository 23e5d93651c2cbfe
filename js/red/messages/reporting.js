'use strict';
// Nodes that are told of errors, status and finished messages of others. Core finds them by the type that a node says it has; a node of a
// package is of the type that it was deployed with, and what no constructor of core made is none of core's.

const {
  ArrayIsArray, ArrayPrototypePush, ObjectGetOwnPropertyDescriptor, ObjectGetOwnPropertyNames, ObjectGetOwnPropertySymbols, ObjectGetPrototypeOf, ObjectKeys, ObjectPrototype, ReflectApply, ReflectHas, ReflectOwnKeys, SafeWeakSet, String,
} = require('../../boot/primordials');
const { util } = require('../../boot/builtins');
const { CORE } = require('../../core/caller');
const { report } = require('../../core/deny');
const { boundary } = require('../../core/boundary');
const { recordOf } = require('../nodes/identity');
const { failingWith, put, withReadable } = require('./failing');

/** Flows that core is starting: its lists hold what nodes say until they have been looked at here. */
const starting = new SafeWeakSet();

/** Is this node of the type that a list of the runtime is for? A node of a package is not asked again: it could give another answer. */
function isGenuine(node, type) {
  const record = recordOf(node);
  return record !== undefined && (record.principal === CORE || record.type === type);
}

function keep(nodes, type) {
  let kept = 0;
  for (let i = 0; i < nodes.length; i++) if (isGenuine(nodes[i], type)) nodes[kept++] = nodes[i];
  nodes.length = kept;
}

/** Leaves in the lists of a flow the nodes that they are for. */
function clean(flow) {
  keep(flow.catchNodes, 'catch');
  keep(flow.statusNodes, 'status');
  const { completeNodeMap } = flow;
  const ids = ObjectKeys(completeNodeMap);
  for (let i = 0; i < ids.length; i++) keep(completeNodeMap[ids[i]], 'complete');
}

/** What core reads of each node while it makes its lists. */
const READ = ['type', '_alias', '_zAlias'];

/** The node of a package that core cannot file, because it throws or has no text for a type. */
function unreadable(flow) {
  const ids = ObjectKeys(flow.activeNodes);
  for (let i = 0; i < ids.length; i++) {
    const record = recordOf(flow.activeNodes[ids[i]]);
    if (record === undefined || record.principal === CORE) continue;
    try {
      for (let k = 0; k < READ.length; k++) String(flow.activeNodes[ids[i]][READ[k]]);
      if (typeof flow.activeNodes[ids[i]].type !== 'string') return record;
    } catch {
      return record;
    }
  }
  return undefined;
}

/** The lists, made by what nodes are. */
function remake(flow) {
  const lists = { __proto__: null, catch: [], status: [] };
  const completeNodeMap = {};
  const ids = ObjectKeys(flow.activeNodes);
  for (let i = 0; i < ids.length; i++) {
    const node = flow.activeNodes[ids[i]];
    const record = recordOf(node);
    if (record?.principal !== CORE) continue;
    if (lists[node.type] !== undefined) ArrayPrototypePush(lists[node.type], node);
    if (node.type !== 'complete' || !ArrayIsArray(node.scope)) continue;
    for (let k = 0; k < node.scope.length; k++) ArrayPrototypePush(completeNodeMap[node.scope[k]] ??= [], node);
  }
  // As core has them: those for certain nodes first, those for what nobody caught last.
  const order = (node) => (node.scope ? 0 : 1 + (node.uncaught ? 1 : 0));
  flow.catchNodes = [];
  for (let rank = 0; rank < 3; rank++) for (let i = 0; i < lists.catch.length; i++) if (order(lists.catch[i]) === rank) ArrayPrototypePush(flow.catchNodes, lists.catch[i]);
  flow.statusNodes = lists.status;
  flow.completeNodeMap = completeNodeMap;
}

/** Core starts a flow. A node that cannot be filed keeps nobody else out of the lists. */
async function startWith(flow, start) {
  starting.add(flow);
  try {
    const result = await start();
    clean(flow);
    return result;
  } catch (error) {
    const record = unreadable(flow);
    if (record === undefined) throw error;
    remake(flow);
    report(record.principal, 'all', 'node.type', `${record.type} node ${record.id}`, undefined, 'a node says what it is by a text');
    return undefined;
  } finally {
    starting.delete(flow);
  }
}

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
    // Core has made its lists, and what started it has not come to look at them yet.
    if (starting.has(this)) clean(this);
    args[1] = tellable(args[1]);
    return ReflectApply(own.status, this, args);
  };
  prototype.handleError = function error(...args) {
    if (starting.has(this)) clean(this);
    const { 0: node, 1: error, 3: reporting } = args;
    // Those of a configuration node are told to the flows of the nodes that use it.
    const isPassedOn = this.id === 'global' && node.users;
    const isCounted = !isPassedOn && this.catchNodes.length > 0 && typeof args[2] === 'object' && args[2] !== null;
    return withReadable(args[2], (read) => ReflectApply(own.error, this, [node, error, isCounted ? failingWith(this, node, read) : read, reporting]));
  };
  prototype.handleComplete = function complete(node, msg) {
    // Nearly always nobody listens.
    if (this.completeNodeMap?.[node.id] === undefined) return;
    if (starting.has(this)) clean(this);
    withReadable(msg, (read) => ReflectApply(own.complete, this, [node, read]));
  };
}

module.exports = { guardReports, startWith };
