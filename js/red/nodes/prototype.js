'use strict';
// Node.prototype, which every node of every package inherits: nobody changes it for others [R3], and its methods act on the
// context of the node they are called on and no other [R8].

const {
  ArrayIsArray, ObjectFreeze, ObjectPreventExtensions, ReflectApply, SafeMap, SafeSet, MapPrototypeDelete, MapPrototypeGet, MapPrototypeSet, Nothing,
  PromisePrototypeThen, PromiseResolve, SetPrototypeAdd, SetPrototypeDelete,
} = require('../../boot/primordials');
const { state } = require('../../boot/state');
const { CORE, UNKNOWN, callerOf } = require('../../core/caller');
const { conceal } = require('../../core/conceal');
const { hardenPrototype } = require('../../core/harden');
const { lasting } = require('../../core/stopped');
const { demandNode } = require('./access');
const arrivals = require('../messages/arrivals');
const contextKeys = require('../views/context-keys');
const { contextFor, seal } = require('../views/contexts');
const { settingsFor } = require('../views/stores');
const contents = require('../messages/contents');
const delivery = require('../messages/delivery');
const { ofPackage, packageRecordOf } = require('../messages/flow');
const identity = require('./identity');
const { hooked } = require('../messages/hooks');
const { guardLinks } = require('../messages/links');
const { noteSecrets } = require('./credentials');
const { isMeasured, measure, measuresOf } = require('../measuring');
const { isReviewed } = require('../reviewed');
const { makeWithin, noteNodeOfCore } = require('./subflows');
const { noteClosed, successorOf, wirePort } = require('../messages/wires');
const membrane = require('./membrane');

const { markCore, nearestRecord, readerOf, recordOf } = identity;

const keyOf = (id, flow) => `${id}:${flow ?? ''}`;

/** The context that a node is asking for right now. */
let asked;
lasting(() => asked, (value) => { asked = value; });
/** Contexts of nodes that are being closed -> the records of those. */
const closing = new SafeMap();

/** A node is being closed. @returns {() => void} to be called when it is */
function noteClosing(key, record) {
  const closers = MapPrototypeGet(closing, key) ?? new SafeSet();
  const entry = { __proto__: null, record };
  SetPrototypeAdd(closers, entry);
  MapPrototypeSet(closing, key, closers);
  return () => {
    SetPrototypeDelete(closers, entry);
    if (closers.size === 0 && MapPrototypeGet(closing, key) === closers) MapPrototypeDelete(closing, key);
  };
}

/** Is this the context of a node that is being closed? What somebody else's node has by now under the same id is its own, however long the other one takes, and however often it is closed. */
function isClosing(key) {
  let answer = false;
  MapPrototypeGet(closing, key)?.forEach(({ record }) => { answer ||= record === undefined || successorOf(record) === undefined; }); // eslint-disable-line sentinel/no-polymorphic-call -- a SafeSet
  return answer;
}

const isCore = () => !state.armed || callerOf(0) === CORE;

/** Throws unless core is calling, or somebody who may do that to any node: what a package has made like a node is nobody's, whatever it says it is. */
function demandCore(id, capability, api) {
  if (!isCore()) demandNode(callerOf(0), capability, api, { principal: CORE, type: 'unknown', id: `${id}` });
}

/** The same for what core comes to ask although it is none of its nodes: by a member that it reads, by the node of an expression. */
function demandUnmarked(node, capability, api) {
  if (!state.armed) return;
  const caller = callerOf(0);
  demandNode(caller === CORE ? UNKNOWN : caller, capability, api, { principal: CORE, type: 'unknown', id: `${node?.id}` });
}

/**
 * The id under which a node keeps its context; throws unless the caller may use it.
 * @param {object} node or an object that inherits from one
 */
function contextKey(node, capability, api) {
  const record = nearestRecord(node);
  if (record === undefined) demandUnmarked(node, capability, api);
  else if (record !== recordOf(node) && !isCore()) demandNode(callerOf(0), capability, api, record);
  if (record === undefined || record.principal === CORE) return { id: node._alias || node.id, flow: node.z };
  return { id: record.alias || record.id, flow: record.z };
}

/** Throws when the context under the id of a node is that of somebody else's by now. */
const checkPlace = (record) => (capability) => {
  const now = successorOf(record);
  if (now !== undefined) demandNode(record.principal, capability, 'node.context()', now);
};

/** Who sees what is in the context that a node asks for: whose the node is, and of what only inherits from one, whoever asks. */
function whoReads(node) {
  const record = nearestRecord(node);
  if (record !== undefined && record === recordOf(node)) return readerOf(record);
  const caller = state.armed ? callerOf(0) : CORE;
  if (caller !== CORE || !state.armed) return caller;
  return record === undefined ? UNKNOWN : readerOf(record);
}

let contexts;

/** `runtime/lib/nodes/context/index.js`. */
function contextModule(exports) {
  contexts = exports;
  const { get: original, getFlowContext, delete: remove, init } = exports;
  exports.init = function initContexts(settings) {
    return ReflectApply(init, this, [settingsFor(settings)]);
  };
  exports.getFlowContext = function getFlow(id, parent) {
    return seal(ReflectApply(getFlowContext, this, [id, parent]));
  };
  exports.get = function getContext(id, flow) {
    if (keyOf(id, flow) !== asked && id !== 'global') demandCore(id, 'node:context:read', 'node.context()');
    return seal(ReflectApply(original, this, [id, flow]));
  };
  exports.delete = function deleteContext(id, flow) {
    if (!isClosing(keyOf(id, flow))) {
      demandCore(id, 'node:context:write', 'node.close()');
      // Core closes a node that calls itself something else: what that would be is not its to delete.
      if (isCore()) return PromiseResolve();
    }
    return ReflectApply(remove, this, [id, flow]);
  };
}

const methods = (original) => ({
  context() {
    if (!this._context) {
      const { id, flow } = contextKey(this, 'node:context:read', 'node.context()');
      const before = asked;
      asked = keyOf(id, flow);
      try {
        const record = packageRecordOf(this);
        this._context = contextFor(whoReads(this), ReflectApply(contexts.get, contexts, [id, flow]), record && checkPlace(record));
      } finally {
        asked = before;
      }
    }
    return this._context;
  },
  close(removed) {
    const record = recordOf(this);
    if (record !== undefined) noteClosed(record);
    // Instances of subflows: core makes them by themselves, and they have no context.
    if (nearestRecord(this) === undefined && isCore()) return ReflectApply(original.close, this, [removed]);
    const { id, flow } = contextKey(this, 'node:context:write', 'node.close()');
    const end = noteClosing(keyOf(id, flow), nearestRecord(this));
    try {
      const closed = ReflectApply(original.close, this, [removed]);
      PromisePrototypeThen(closed, end, end);
      return closed;
    } catch (error) {
      end();
      throw error;
    }
  },
  // What is measured is measured of this node, whatever it calls itself.
  metric(event, msg, value) {
    const record = packageRecordOf(this) ?? ofPackage(nearestRecord(this));
    if (record === undefined || event === undefined) {
      const core = event === undefined || !isKnown.metric ? undefined : recordOf(this);
      if (core !== undefined) {
        // The runtime's function is not strict: what lies in a message would find it, without these looks.
        core.measures ??= measuresOf(core.type);
        measure(core, event, msg, value);
        return undefined;
      }
      if (event !== undefined && recordOf(this) === undefined && isMeasured()) demandCore(this?.id, 'node:log', 'node.metric()');
      return ReflectApply(original.metric, this, [event, msg, value]);
    }
    if (isKnown.metric) measure(record, event, msg, value);
    else ReflectApply(original.metric, this.id === record.id && this.type === record.type ? this : record, [event, msg, value]);
    return undefined;
  },
  _complete(msg, error) {
    if (isKnown._complete && hooked.onComplete && nearestRecord(this) === undefined && !isCore()) {
      // What a package has made like a node is done with nothing that hooks are told of.
      this.metric('done', msg);
      if (error) this.error(error, msg);
      else this._flow.handleComplete(this, msg);
      return;
    }
    if (!isKnown._complete || hooked.onComplete || error) {
      ReflectApply(original._complete, this, [msg, error]);
      return;
    }
    this.metric('done', msg);
    this._flow.handleComplete(this, msg);
  },
  // One message along one wire, which is nearly all there is: what the runtime's own function does, without the event it makes where nobody
  // looks at events.
  send(msg) {
    const record = packageRecordOf(this);
    const wire = this._wire;
    if (record === undefined || record.flow === undefined || !wire || typeof msg !== 'object' || msg === null || ArrayIsArray(msg) || wirePort(record, wire, 0) !== 0) {
      return ReflectApply(original.send, this, [msg]);
    }
    if (!msg._msgid) arrivals.identify(msg);
    this.metric('send', msg);
    if (delivery.isQuiet(record.flow)) {
      delivery.forward(record, wire, msg, false);
    } else {
      record.flow.send([{
        msg, source: { id: record.id, node: this, port: 0 }, destination: { id: wire, node: undefined }, cloneMessage: false,
      }]);
    }
    return undefined;
  },
});

const isKnown = { __proto__: Nothing, _complete: false, metric: false };

/** `runtime/lib/nodes/Node.js`: the constructor of all nodes. */
function nodeClass(Node) {
  const { prototype } = Node;
  const original = {
    __proto__: Nothing, _complete: prototype._complete, close: prototype.close, context: prototype.context, metric: prototype.metric, send: prototype.send,
  };
  isKnown._complete = isReviewed(original._complete, '_complete');
  isKnown.metric = isReviewed(original.metric, 'metric');
  const replaced = methods(original);
  prototype._complete = conceal(replaced._complete, original._complete);
  prototype.close = conceal(replaced.close, original.close);
  prototype.context = conceal(replaced.context, original.context);
  prototype.metric = conceal(replaced.metric, original.metric);
  prototype.send = conceal(replaced.send, original.send);
  arrivals.guardArrivals(prototype);
  hardenPrototype(prototype);
  ObjectPreventExtensions(prototype);
  ObjectFreeze(Node);
  membrane.configure(prototype);
  identity.configure(prototype);
}

/** `runtime/lib/nodes/index.js`: nodes that core makes are core's. */
function nodesModule(exports) {
  const { createNode } = exports;
  exports.createNode = function create(node, definition) {
    const result = makeWithin(definition, () => ReflectApply(createNode, this, [node, definition]));
    markCore(node, node);
    guardLinks(node, definition);
    const record = recordOf(node);
    noteNodeOfCore(record, definition);
    noteSecrets(record, node);
    return result;
  };
}

/** `@node-red/util/lib/util.js`: a getter in a message must not find who is copying it, and for whom. */
function utilModule(exports) {
  arrivals.configure(exports);
  delivery.configure(exports);
  contextKeys.configure(exports);
  contents.configure(exports);
  const { cloneMessage } = exports;
  const holder = {
    cloneMessage(msg) {
      return ReflectApply(cloneMessage, exports, [msg]);
    },
  };
  exports.cloneMessage = conceal(holder.cloneMessage, cloneMessage);
}

module.exports = { contextModule, nodeClass, nodesModule, utilModule };
