'use strict';
// The trace of messages [R9]: with `sentinel.server.provenance: { trace: true }` each delivery is a line of `{userDir}/.sentinel/messages.jsonl`, which
// the addon writes and tags.

const { SafeWeakMap, WeakMapPrototypeGet, WeakMapPrototypeSet } = require('../../boot/primordials');
const { CORE } = require('../../core/caller');
const { lasting } = require('../../core/stopped');
const { recordOf } = require('../nodes/identity');

let native;
/** Event on its way -> the number of the delivery that it comes from; message -> that of its last delivery. */
const numbers = new SafeWeakMap();
/** Message -> who took it -> the number of that delivery. A sender who kept the message and sends it again says nothing of others by that. */
const taken = new SafeWeakMap();
/** The node that is taking a message right now, and the number of that delivery. */
let taking;
let number = 0;
lasting(() => taking, (value) => { taking = value; });
lasting(() => number, (value) => { number = value; });

function configure(api) {
  native = api;
}

const numberOf = (object) => WeakMapPrototypeGet(numbers, object) ?? 0;
const keyOf = (node) => recordOf(node) ?? node;

/** Under which number did this node take the message? What core has in the place of a node takes and sends under two of them. */
function numberFor(msg, node) {
  const own = WeakMapPrototypeGet(taken, msg);
  const found = own === undefined ? 0 : WeakMapPrototypeGet(own, keyOf(node)) ?? 0;
  if (found > 0) return found;
  if (taking === node) return number;
  return (recordOf(node)?.principal ?? CORE) === CORE ? numberOf(msg) : 0;
}

function noteTaken(msg, node) {
  WeakMapPrototypeSet(numbers, msg, number);
  let own = WeakMapPrototypeGet(taken, msg);
  if (own === undefined) {
    own = new SafeWeakMap();
    WeakMapPrototypeSet(taken, msg, own);
  }
  WeakMapPrototypeSet(own, keyOf(node), number);
}

/** A node sends: what brought it to do so is known now, and not when the message arrives. */
function noteSent(event) {
  const { msg, source } = event;
  const via = numberFor(msg, source.node);
  if (via > 0) WeakMapPrototypeSet(numbers, event, via);
}

const word = (value) => (typeof value === 'string' ? value : '');

/** Writes a delivery down and gives it to the node. */
function traced(event, give) {
  const { msg, source, destination } = event;
  const from = recordOf(source.node);
  const { node } = destination;
  const to = recordOf(node);
  const before = taking;
  const numberBefore = number;
  try {
    taking = node;
    // What has no record of its own is a part of a subflow.
    number = native.delivered(
      word(msg._msgid), from?.principal ?? CORE, from?.type ?? word(source.node.type), from?.id ?? word(source.node.id), source.port,
      to?.principal ?? CORE, to?.type ?? word(node.type), to?.id ?? word(node.id), numberOf(event),
    );
    noteTaken(msg, node);
    give(event);
  } finally {
    taking = before;
    number = numberBefore;
  }
}

module.exports = { configure, noteSent, traced };
