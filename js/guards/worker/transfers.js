'use strict';
// What is moved instead of copied: the list that `postMessage` and `structuredClone` take. What arrives is a new object, of which nobody knows what
// the old one was allowed: a connection whose URLs a list narrows would arrive without it, one to Node-RED would be read by somebody else. So memory, ports and
// the streams and signals of the web are moved, and nothing else. Node.js asks an object what goes with it: it answers as its class does.

const {
  ArrayBufferIsView, ArrayBufferPrototypeByteLengthGet, ArrayIsArray, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ReflectApply, ReflectDefineProperty, ReflectOwnKeys, SymbolIterator,
  dataDescriptor, globalThis,
} = require('../../boot/primordials');
const { util } = require('../../boot/builtins');
const { CORE, callerOf, newPlace } = require('../../core/caller');
const { views } = require('../../core/cloned');
const { conceal } = require('../../core/conceal');
const { judge, verdict } = require('../../core/decide');
const { replaceMember } = require('../../core/harden');
const { isInUse } = require('../../core/in-use');
const { publicBinding } = require('../../core/inner');
const { isOneOf, put } = require('../../core/lists');

/** Classes whose instances can be moved. */
const MOVED = ['AbortSignal', 'ReadableStream', 'WritableStream', 'TransformStream'];
/** What a TransformStream consists of. */
const HALVES = ['readable', 'writable'];
const ASKED = { __proto__: null, messaging_transfer_list_symbol: true, messaging_transfer_symbol: true };

const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

/** Tells what an object of C++ is, whatever it inherits from. */
const { getProviderType } = publicBinding('tcp_wrap').TCP.prototype;
let Channel;
let port;

function kindOfPorts() {
  const { port1 } = new Channel();
  const kind = ReflectApply(getProviderType, port1, []);
  port1.close();
  return kind;
}

function isPort(value) {
  port ??= kindOfPorts();
  try {
    return ReflectApply(getProviderType, value, []) === port;
  } catch {
    return false;
  }
}

function isMemory(value) {
  try {
    ArrayBufferPrototypeByteLengthGet(value);
    return true;
  } catch {
    // Node refuses views itself.
    return ArrayBufferIsView(value);
  }
}

/** The prototype of such a class that the object inherits from. */
function classOf(object) {
  const { commonValue } = require('../../realm/globals');
  const prototypes = [];
  for (let i = 0; i < MOVED.length; i++) prototypes[i] = commonValue(MOVED[i])?.prototype;
  for (let level = object; level !== null && !util.isProxy(level); level = ObjectGetPrototypeOf(level)) {
    for (let i = 0; i < prototypes.length; i++) if (level === prototypes[i]) return i;
  }
  return -1;
}

/** From now on the object has this member, and no other one. */
const fix = (object, key, value) => ReflectDefineProperty(object, key, dataDescriptor(value, false, false, false));

/** Has it say of itself what its class says. */
function answersAsClass(object, prototype) {
  const keys = ReflectOwnKeys(prototype);
  for (let i = 0; i < keys.length; i++) {
    if (typeof keys[i] === 'symbol' && ASKED[keys[i].description] === true && !fix(object, keys[i], prototype[keys[i]])) return false;
  }
  return true;
}

/** The member under a symbol, which is a plain value. */
function memberOf(object, name) {
  const keys = ReflectOwnKeys(object);
  for (let i = 0; i < keys.length; i++) {
    if (typeof keys[i] !== 'symbol' || keys[i].description !== name) continue;
    const { value } = ObjectGetOwnPropertyDescriptor(object, keys[i]);
    return isObject(value) && !util.isProxy(value) && fix(object, keys[i], value) ? value : undefined;
  }
  return undefined;
}

function halvesMayMove(stream) {
  const halves = memberOf(stream, 'kState');
  if (halves === undefined) return false;
  for (let i = 0; i < HALVES.length; i++) {
    const half = ObjectGetOwnPropertyDescriptor(halves, HALVES[i])?.value;
    if (!isObject(half) || !fix(halves, HALVES[i], half) || !mayMove(half)) return false;
  }
  return true;
}

/** What is being moved at the moment, one list within the other: what is read for it is read by accessors, too, which could move the same port to somewhere else first. */
const movedNow = [];

function isMoving(value) {
  for (let i = 0; i < movedNow.length; i++) if (isOneOf(movedNow[i], value)) return true;
  return false;
}

function mayMove(value) {
  if (!isObject(value)) return true;
  if (isPort(value)) return !isMoving(value);
  if (isMemory(value)) return !isInUse(value);
  const found = classOf(value);
  if (found === -1 || !answersAsClass(value, require('../../realm/globals').commonValue(MOVED[found]).prototype)) return false;
  return MOVED[found] !== 'TransformStream' || halvesMayMove(value);
}

/** A list of one's own of what is listed, which is read once. */
function readList(given) {
  const list = [];
  if (ArrayIsArray(given)) {
    const { length } = given;
    for (let i = 0; i < length; i++) put(list, i, given[i]);
    return list;
  }
  const iterator = ReflectApply(given[SymbolIterator], given, []);
  const { next } = iterator;
  for (let step = ReflectApply(next, iterator, []); !step.done; step = ReflectApply(next, iterator, [])) put(list, list.length, step.value);
  return list;
}

/** `postMessage(value, list)`, or with options, as which they are passed on. */
function readArguments(args, isOptions) {
  const given = args[1];
  if (isOptions || (!ArrayIsArray(given) && typeof given[SymbolIterator] !== 'function')) {
    const { transfer } = given;
    const list = isObject(transfer) ? readList(transfer) : undefined;
    args[1] = { __proto__: null, transfer: list ?? transfer };
    return list ?? [];
  }
  args[1] = readList(given);
  return args[1];
}

/** No Proxy can be cloned: of what others left or sent, what the package sees of it goes. */
function move(original, self, args) {
  try {
    return ReflectApply(original, self, args);
  } catch (error) {
    const copy = views.without(args[0]);
    if (copy === undefined) throw error;
    args[0] = copy;
  }
  return ReflectApply(original, self, args);
}

/** The same for a list that was judged. */
function moveListed(original, self, args) {
  const at = movedNow.length;
  const { 1: given } = args;
  movedNow[at] = ArrayIsArray(given) ? given : given.transfer ?? [];
  try {
    return move(original, self, args);
  } finally {
    movedNow.length = at;
  }
}

function guardMoves(original, api, isOptions) {
  const place = newPlace();
  const judgeMove = (principal, args) => {
    const list = readArguments(args, isOptions);
    for (let i = 0; i < list.length; i++) {
      if (!mayMove(list[i]) && judge(principal, 'all', undefined) !== undefined) return { capability: 'all', resource: 'what is open, or in use, for another thread' };
    }
    return undefined;
  };
  const holder = {
    moving(...args) {
      const who = isObject(args[1]) ? callerOf(0, place) : CORE;
      if (who === CORE) return move(original, this, args);
      const error = verdict(judgeMove, who, args, api, this);
      if (error !== undefined) throw error;
      return moveListed(original, this, args);
    },
  };
  return conceal(holder.moving, original);
}

/** Ports that were moved to a context have a class of its own. */
function guardPorts(prototype) {
  for (let level = prototype; level !== null; level = ObjectGetPrototypeOf(level)) {
    const own = ObjectGetOwnPropertyDescriptor(level, 'postMessage');
    if (own?.configurable === true) replaceMember(level, 'postMessage', guardMoves(own.value, 'MessagePort.postMessage()', false));
    if (own !== undefined) return;
  }
}

/** Row of `moveMessagePortToContext`. */
const toContext = {
  judge: () => undefined,
  run(original, self, args) {
    const moved = ReflectApply(original, self, args);
    guardPorts(ObjectGetPrototypeOf(moved));
    return moved;
  },
};

/** Called once for each thread, before any package runs. */
function install({ MessageChannel, MessagePort }) {
  Channel = MessageChannel;
  guardPorts(MessagePort.prototype);
  // A name, which is locked with all others.
  const { enumerable, value } = ObjectGetOwnPropertyDescriptor(globalThis, 'structuredClone');
  ReflectDefineProperty(globalThis, 'structuredClone', dataDescriptor(guardMoves(value, 'structuredClone()', true), true, enumerable, true));
}

module.exports = { install, toContext };
