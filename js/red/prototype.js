'use strict';
// Node.prototype, which every node of every package inherits: nobody changes it for others [R3], and its methods act on the
// context of the node they are called on and no other [R8].

const {
  ArrayIsArray, ObjectFreeze, ObjectPreventExtensions, ReflectApply, SafeMap, SafeWeakSet, MapPrototypeDelete, MapPrototypeGet, MapPrototypeSet, Nothing,
} = require('../boot/primordials');
const { state } = require('../boot/state');
const { CORE, callerOf } = require('../core/caller');
const { conceal } = require('../core/conceal');
const { hardenPrototype } = require('../core/harden');
const { demandNode, ownerOfType } = require('./access');
const arrivals = require('./arrivals');
const delivery = require('./delivery');
const { packageRecordOf } = require('./flow');
const identity = require('./identity');
const { hooked } = require('./hooks');
const { guardLinks } = require('./links');
const { isMeasured, measure } = require('./own-work');
const { isReviewed } = require('./reviewed');
const { noteNodeOfCore } = require('./subflows');
const { noteClosed, wirePort } = require('./wires');
const membrane = require('./membrane');

const { markCore, recordOf } = identity;

const keyOf = (id, flow) => `${id}:${flow ?? ''}`;

/** The context that a node is asking for right now. */
let asked;
/** Contexts of nodes that are being closed -> how many closings are under way. */
const closing = new SafeMap();

const isCore = () => !state.armed || callerOf(0) === CORE;

/** Throws unless core is calling: a package uses a method of nodes on something that is none. */
function demandCore(node, capability, api) {
  if (isCore()) return;
  demandNode(callerOf(0), capability, api, { principal: ownerOfType(node?.type), type: `${node?.type}`, id: `${node?.id}` });
}

/** The id under which a node keeps its context. */
function contextKey(node) {
  const record = recordOf(node);
  if (record === undefined || record.principal === CORE) return { id: node._alias || node.id, flow: node.z };
  return { id: record.alias || record.id, flow: record.z };
}

let contexts;

const sealed = new SafeWeakSet();

/** Core applies the functions of contexts that everyone shares: nobody hangs an `apply` of his own on them. */
function seal(context) {
  if (typeof context !== 'object' || context === null || sealed.has(context)) return context;
  sealed.add(context);
  for (let i = 0; i < ACCESS.length; i++) if (typeof context[ACCESS[i]] === 'function') ObjectFreeze(context[ACCESS[i]]);
  seal(context.flow);
  seal(context.global);
  seal(context.$parent);
  return context;
}
const ACCESS = ['get', 'set', 'keys'];

/** `runtime/lib/nodes/context/index.js`. */
function contextModule(exports) {
  contexts = exports;
  const { get: original, getFlowContext, delete: remove } = exports;
  exports.getFlowContext = function getFlow(id, parent) {
    return seal(ReflectApply(getFlowContext, this, [id, parent]));
  };
  exports.get = function getContext(id, flow) {
    if (keyOf(id, flow) !== asked && id !== 'global') demandCore({ id, type: 'unknown' }, 'node:context:read', 'node.context()');
    return seal(ReflectApply(original, this, [id, flow]));
  };
  exports.delete = function deleteContext(id, flow) {
    const key = keyOf(id, flow);
    const count = MapPrototypeGet(closing, key);
    if (count === undefined) demandCore({ id, type: 'unknown' }, 'node:context:write', 'node.close()');
    else if (count === 1) MapPrototypeDelete(closing, key);
    else MapPrototypeSet(closing, key, count - 1);
    return ReflectApply(remove, this, [id, flow]);
  };
}

const methods = (original) => ({
  context() {
    if (recordOf(this) === undefined) demandCore(this, 'node:context:read', 'node.context()');
    if (!this._context) {
      const { id, flow } = contextKey(this);
      const before = asked;
      asked = keyOf(id, flow);
      try {
        this._context = ReflectApply(contexts.get, contexts, [id, flow]);
      } finally {
        asked = before;
      }
    }
    return this._context;
  },
  close(removed) {
    const record = recordOf(this);
    if (record === undefined) demandCore(this, 'node:context:write', 'node.close()');
    else noteClosed(record);
    if (this._context) {
      const { id, flow } = contextKey(this);
      const key = keyOf(id, flow);
      MapPrototypeSet(closing, key, (MapPrototypeGet(closing, key) ?? 0) + 1);
    }
    return ReflectApply(original.close, this, [removed]);
  },
  // What is measured is measured of this node, whatever it calls itself.
  metric(event, msg, value) {
    const record = packageRecordOf(this);
    if (record === undefined || event === undefined) {
      if (event !== undefined && recordOf(this) === undefined && isMeasured()) demandCore(this, 'node:log', 'node.metric()');
      return ReflectApply(original.metric, this, [event, msg, value]);
    }
    if (isKnown.metric) measure(record, event, msg, value);
    else ReflectApply(original.metric, this.id === record.id && this.type === record.type ? this : record, [event, msg, value]);
    return undefined;
  },
  _complete(msg, error) {
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
    const result = ReflectApply(createNode, this, [node, definition]);
    markCore(node, node);
    guardLinks(node, definition);
    noteNodeOfCore(node, definition);
    return result;
  };
}

/** `@node-red/util/lib/util.js`: a getter in a message must not find who is copying it, and for whom. */
function utilModule(exports) {
  arrivals.configure(exports);
  delivery.configure(exports);
  const { cloneMessage } = exports;
  const holder = {
    cloneMessage(msg) {
      return ReflectApply(cloneMessage, exports, [msg]);
    },
  };
  exports.cloneMessage = conceal(holder.cloneMessage, cloneMessage);
}

module.exports = { contextModule, nodeClass, nodesModule, utilModule };
