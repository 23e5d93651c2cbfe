'use strict';
// Messages on their way along wires, from nodes of core and of packages alike: what the runtime's own router does, with the hooks it
// calls, and nothing of it where nobody hooks [R9]. Who sent a message is noted when it is delivered, and whatever else comes to a node is judged
// by js/red/messages/arrivals.js.

const { ArrayIsArray, ArrayPrototypePush, ObjectAssign, ReflectApply, setImmediate } = require('../../boot/primordials');
const { state } = require('../../boot/state');
const { CORE } = require('../../core/caller');
const { expect } = require('./arrivals');
const { boundary } = require('../../core/boundary');
const { textOf } = require('../views/containers');
const { contentsFor } = require('./contents');
const { hooked, triggerHook } = require('./hooks');
const { readerOf, recordOf } = require('../nodes/identity');
const { setOrigin } = require('./origins');
const { guardReports } = require('./reporting');
const { isReviewed } = require('../reviewed');
const { rewireNode } = require('./rewiring');
const { startFiled } = require('../nodes/filed');
const { asStopping } = require('../nodes/stopping');
const { guardVariables } = require('../nodes/variables');
const { noteSent, traced } = require('./trace');
const { forgetNodes, noteAll, noteDeploy, noteEnded } = require('./wires');

let runtimeUtil;
let log;
let isAsync = true;

/** How many of those that a node sends to are remembered: looking for a private field takes ten times as long. */
const REMEMBERED = 8;

/** To whom a node has sent, where that is more than one, and who sees what comes there. */
class Receivers {
  nodes = [];
  readers = [];
  next = 0;
}

/**
 * Who has to be looked for when a node sends to that one: the package that sees what comes there, or core when it may see all that is sent. From a node
 * of its own package it gets nothing that is new to it.
 */
function readerAt(node, from) {
  if (from.lastTo === node) return from.lastReader;
  const { receivers } = from;
  if (receivers !== undefined) {
    const { nodes } = receivers;
    for (let i = 0; i < nodes.length; i++) if (nodes[i] === node) return receivers.readers[i];
  }
  return noteReceiver(node, from);
}

function noteReceiver(node, from) {
  const record = recordOf(node);
  const seen = record === undefined ? CORE : readerOf(record);
  const reader = seen === readerOf(from) ? CORE : seen;
  if (from.lastTo === undefined) {
    from.lastTo = node;
    from.lastReader = reader;
    return reader;
  }
  const receivers = from.receivers ??= new Receivers();
  receivers.nodes[receivers.next] = node;
  receivers.readers[receivers.next] = reader;
  receivers.next = (receivers.next + 1) % REMEMBERED;
  return reader;
}

/** A message as the node gets it. */
function contentsOf(node, msg, from) {
  if (from === undefined) {
    const record = recordOf(node);
    return record === undefined ? msg : contentsFor(readerOf(record), msg, CORE);
  }
  const reader = readerAt(node, from);
  return reader === CORE ? msg : contentsFor(reader, msg, readerOf(from));
}

/** Gives a node a message of the node of that record. */
function bring(node, msg, from) {
  try {
    const given = contentsOf(node, msg, from);
    setOrigin(given, from);
    expect(node, given);
    node.receive(given);
  } catch (error) {
    tell(node, error);
  } finally {
    expect(undefined, undefined);
  }
}

/** The same when Node has come to it: as few frames as can be, because every look at the stack in a handler goes through them. */
function bringLater(node, msg, from) {
  setImmediate(() => {
    try {
      const given = contentsOf(node, msg, from);
      setOrigin(given, from);
      expect(node, given);
      node.receive(given);
    } catch (error) {
      tell(node, error);
    } finally {
      expect(undefined, undefined);
    }
  });
}

const give = ({ msg, source, destination }) => bring(destination.node, msg, recordOf(source.node));

function tell(node, error) {
  const record = recordOf(node);
  const isCores = record === undefined || record.principal === CORE;
  log.error(`Error delivering message to node:${isCores ? node._path : record.path ?? record.id} [${isCores ? node.type : record.type}]`);
  log.error(textOf(error));
}

function deliver(event) {
  if (!state.trace) {
    give(event);
    return;
  }
  // What is no object, or answers when it is asked for its id, is a message of a package that cannot be written down: nobody else ends by it.
  try {
    traced(event, give);
  } catch (error) {
    tell(event.destination.node, error);
  }
}

/** A sender that is still on the stack is not who delivers. */
const deliverNow = (event) => ReflectApply(boundary(deliver), undefined, [event]);

/** What a hook answers: undefined to go on, false to stop, or an error, which the sender reports. */
function goesOn(error, event) {
  if (error) {
    const { source } = event;
    source.node.error(error);
    return false;
  }
  return error !== false;
}

function hand(event) {
  if (isAsync) setImmediate(deliver, event);
  else deliverNow(event);
  if (hooked.postDeliver) triggerHook('postDeliver', event, (error) => goesOn(error, event));
}

function place(flow, event) {
  const { destination } = event;
  const node = flow.getNode(destination.id);
  destination.node = node;
  if (typeof node !== 'object' || node === null) return;
  if (event.cloneMessage) event.msg = runtimeUtil.cloneMessage(event.msg);
  if (!hooked.preDeliver) hand(event);
  else triggerHook('preDeliver', event, (error) => { if (goesOn(error, event)) hand(event); });
}

function route(flow, events) {
  for (let i = 0; i < events.length; i++) {
    const event = events[i];
    if (!hooked.preRoute) place(flow, event);
    else triggerHook('preRoute', event, (error) => { if (goesOn(error, event)) place(flow, event); });
  }
}

/** The router of `Flow`: sends the messages of one call of `node.send()`. */
function send(events) {
  if (state.trace) for (let i = 0; i < events.length; i++) noteSent(events[i]);
  if (!hooked.onSend) route(this, events);
  else triggerHook('onSend', events, (error) => { if (goesOn(error, events[0])) route(this, events); });
}

/** Does nobody look at the events of a flow? Then a message of a package's node needs none. */
const isQuiet = (flow) => flow.send === send && !hooked.routing && !state.trace;

/** `flow.getNode`, where it was reviewed: what is active under an id is the node, and the rest need not be asked. */
function nodeOf(flow, id) {
  return (flow.getNode === usualGetNode && id && flow.activeNodes[id]) || flow.getNode(id);
}
let usualGetNode;

/**
 * Brings a message of a package's node along a wire of a flow that is quiet, as `route` would.
 * @param {import('../nodes/identity').NodeRecord} from
 * @param {string} id of the node at the end of the wire
 */
function forward(from, id, msg, isCopied) {
  const node = nodeOf(from.flow, id);
  if (typeof node !== 'object' || node === null) return;
  const given = isCopied ? runtimeUtil.cloneMessage(msg) : msg;
  if (isAsync) bringLater(node, given, from);
  else ReflectApply(boundary(bring), undefined, [node, given, from]);
}

/**
 * Nodes that stay are told of their new wires. Core finds those by the id that a node says it has: for nodes of packages it is looked up here. What one of them, in an instance of a subflow, too, makes of it keeps nobody
 * else from being told, and from being started.
 */
function rewire(flow, diff) {
  if (!ArrayIsArray(diff?.rewired)) return diff;
  const rewired = [];
  for (let i = 0; i < diff.rewired.length; i++) {
    const id = diff.rewired[i];
    const node = flow.activeNodes[id];
    const config = flow.flow.nodes?.[id]; // what is global has none
    const record = recordOf(node);
    const instance = record === undefined ? flow.subflowInstanceNodes[id] : undefined;
    if (record?.principal === CORE || (record === undefined && (typeof instance !== 'object' || instance === null))) ArrayPrototypePush(rewired, id);
    else if (config !== undefined) rewireNode(node, instance, config.wires, log);
  }
  return ObjectAssign({}, diff, { rewired });
}

/** `runtime/lib/flows/Flow.js`. */
function flowClass(exports) {
  const { Flow: { prototype }, init } = exports;
  const { start, stop, update } = prototype;
  guardReports(prototype);
  guardVariables(prototype);
  if (isReviewed(prototype.getNode, 'getNode')) usualGetNode = prototype.getNode;
  exports.init = function initFlow(runtime) {
    log = runtime.log;
    isAsync = !runtime.settings.runtimeSyncDelivery;
    if (state.provenance !== 'off') prototype.send = send;
    return ReflectApply(init, this, [runtime]);
  };
  prototype.stop = async function stopFlow(stopList, removedList) {
    const result = await ReflectApply(stop, asStopping(this, log), [stopList, removedList]);
    // Without a list all of it stops, and the runtime makes another one when it starts again.
    if (!stopList) noteEnded(this);
    else if (ArrayIsArray(removedList)) forgetNodes(removedList);
    return result;
  };
  prototype.update = function updateFlow(global, flow) {
    noteAll(global);
    noteDeploy(this, this.flow);
    return ReflectApply(update, this, [global, flow]);
  };
  prototype.start = function startFlow(diff) {
    noteAll(this.global);
    return startFiled(this, async () => {
      const rest = rewire(this, diff);
      noteDeploy(this, undefined);
      const result = await ReflectApply(start, this, [rest]);
      // Instances of subflows have rewired what is in them.
      noteDeploy(this, undefined);
      return result;
    });
  };
}

/** `@node-red/util/lib/util.js`. */
function configure(util) {
  runtimeUtil = util;
}

module.exports = { configure, flowClass, forward, isQuiet };
