'use strict';
// What hangs on a worker: the handle of C++, from which another worker could be made without any of this, and the port
// through which Node tells a thread what to run. Only Node's own scripts get at them.

const {
  EventTarget, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectPreventExtensions, ObjectPrototype, PromisePrototypeThen, ReflectApply, ReflectOwnKeys,
} = require('../../boot/primordials');
const { loadReal } = require('../../boot/builtins');
const { CORE, INTERNAL, callerOf } = require('../../core/caller');
const { judge } = require('../../core/decide');
const { hardenPrototype, replaceMember } = require('../../core/harden');
const { guard } = require('../../core/wrap');

const EventEmitter = require('events');
const { read } = loadReal('stream').Readable.prototype;

const OWNERS = ['node:internal/worker', 'node:internal/worker/io', 'node:internal/main/worker_thread', 'node:internal/bootstrap/switches/is_not_main_thread'];
const HIDDEN = { __proto__: null, kHandle: true, kPort: true };
/** Look into the heap or the work of a thread. */
const LOOKS = ['getHeapSnapshot', 'startCpuProfile', 'startHeapProfile'];

/** How Node's own scripts tell a worker what has become of its thread: they believe that there is one. */
const TOLD = { __proto__: null, kDispose: true, kOnCouldNotSerializeErr: true, kOnErrorMessage: true, kOnExit: true, kOnMessage: true };
const told = () => ({ capability: 'all', resource: 'what becomes of a thread' });

let owners = 0;

function hide(object, key) {
  let current = object[key];
  if (key.description === 'kHandle') forgetClass(ObjectGetPrototypeOf(current));
  const isOwner = () => {
    const who = callerOf(owners);
    return who === INTERNAL || who === CORE;
  };
  const accessors = {
    get: () => (isOwner() ? current : undefined),
    set(value) {
      if (isOwner()) current = value;
    },
  };
  ObjectDefineProperty(object, key, { __proto__: null, get: accessors.get, set: accessors.set, enumerable: false, configurable: false });
}

/** Node makes handles by the class itself. */
function forgetClass(prototype) {
  if (ObjectGetOwnPropertyDescriptor(prototype, 'constructor')?.configurable === true) replaceMember(prototype, 'constructor', undefined);
}

function hideOf(object) {
  if (typeof object !== 'object' || object === null) return;
  const keys = ReflectOwnKeys(object);
  for (let i = 0; i < keys.length; i++) {
    if (typeof keys[i] === 'symbol' && HIDDEN[keys[i].description] === true && ObjectGetOwnPropertyDescriptor(object, keys[i]).configurable) hide(object, keys[i]);
  }
}

/** Hides the parts of a new worker, or of the `process` of this thread: its streams have the port too. */
function hideParts(owner) {
  const { stdin, stdout, stderr } = owner;
  hideOf(owner);
  hideOf(stdin);
  hideOf(stdout);
  hideOf(stderr);
}

/** What C++ has of a heap lies in the thread: read after its end, or collected then, it ends the process. So all of it is read at once, as Node.js does when somebody reads the first bytes. */
function snapshot(original, self, args) {
  return PromisePrototypeThen(ReflectApply(original, self, args), (stream) => {
    ReflectApply(read, stream, [0]);
    return stream;
  });
}

/** Node calls the methods of ports and workers by name: whoever replaced one could change what a thread is told to run. */
function lockClasses({ BroadcastChannel, MessageChannel, MessagePort, Worker }, native) {
  owners = native.internals(OWNERS);
  for (let i = 0; i < LOOKS.length; i++) {
    const original = ObjectGetOwnPropertyDescriptor(Worker.prototype, LOOKS[i])?.value;
    const row = { judge: (principal) => judge(principal, 'inspector:open', undefined), run: LOOKS[i] === 'getHeapSnapshot' ? snapshot : undefined };
    if (original !== undefined) replaceMember(Worker.prototype, LOOKS[i], guard(original, row, `Worker.${LOOKS[i]}()`, { internals: 0 }));
  }
  const keys = ReflectOwnKeys(Worker.prototype);
  for (let i = 0; i < keys.length; i++) {
    const own = typeof keys[i] === 'symbol' && TOLD[keys[i].description] === true;
    if (own) replaceMember(Worker.prototype, keys[i], guard(Worker.prototype[keys[i]], { judge: told }, `Worker.${keys[i].description}()`, { internals: owners }));
  }
  const classes = [BroadcastChannel, MessageChannel, MessagePort, Worker];
  for (let i = 0; i < classes.length; i++) {
    // Up to the class of Node that they share with nothing else: emitters and event targets are everyone's.
    for (let at = classes[i].prototype; at !== null && at !== ObjectPrototype && !isShared(at); at = ObjectGetPrototypeOf(at)) {
      hardenPrototype(at);
      ObjectPreventExtensions(at);
    }
  }
}

const isShared = (prototype) => prototype === EventTarget.prototype || prototype === EventEmitter.prototype;

module.exports = { hideParts, lockClasses };
