'use strict';
// `fetch`, `WebSocket` and `EventSource`. Everything is judged by the dispatcher they are given (dispatchers.js).

const {
  ArrayIsArray, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectKeys, ObjectSetPrototypeOf, PromisePrototypeThen, ReflectApply, ReflectConstruct, ReflectGet, SymbolIterator, globalThis,
} = require('../../boot/primordials');
const { loadReal } = require('../../boot/builtins');
const { snapshotOptions } = require('../../core/args');
const { CORE } = require('../../core/caller');
const { isRefusal } = require('../../core/deny');
const { needRoom } = require('../../core/room');
const { guard, guardConstructor } = require('../../core/wrap');
const { giveEach } = require('../../realm/each');
const { CLIENT, commonValue } = require('../../realm/globals');
const { lockParts } = require('../../realm/handles');
const dispatchers = require('./dispatchers');

const NOBODY_LISTED = { internals: 0 };
const anyone = () => undefined;

/** What `fetch` reads of its second argument. */
const MEMBERS = [
  'body', 'cache', 'credentials', 'duplex', 'headers', 'integrity', 'keepalive', 'method', 'mode', 'priority', 'redirect', 'referrer', 'referrerPolicy', 'signal', 'window',
];

function copyInit(init, principal) {
  const copy = { __proto__: null };
  if (typeof init !== 'object' || init === null) {
    if (init !== undefined && init !== null) return init; // a type error of Node's own
  } else {
    for (let i = 0; i < MEMBERS.length; i++) {
      const value = ReflectGet(init, MEMBERS[i]);
      if (value !== undefined) copy[MEMBERS[i]] = value;
    }
  }
  copy.dispatcher = dispatchers.dispatcherFor(principal, init?.dispatcher);
  return copy;
}

/** Node wraps what a dispatcher throws into a TypeError; a refusal comes out as what it is. */
function unwrap(error) {
  const cause = typeof error === 'object' && error !== null ? ObjectGetOwnPropertyDescriptor(error, 'cause')?.value : undefined;
  throw isRefusal(cause) ? cause : error;
}

const fetchRow = {
  judge: anyone,
  run(original, self, args, principal) {
    dispatchers.ensure();
    if (args.length === 0) return ReflectApply(original, undefined, args);
    const init = copyInit(args[1], principal);
    return PromisePrototypeThen(ReflectApply(original, undefined, [args[0], init]), undefined, unwrap);
  },
  core: (original, self, args) => fetchRow.run(original, self, args, CORE),
};

/** The second argument of `new WebSocket`, with the dispatcher of whoever makes it. */
function socketOptions(given, principal) {
  const isOptions = typeof given === 'object' && given !== null && !ArrayIsArray(given) && typeof given[SymbolIterator] !== 'function';
  const options = isOptions ? snapshotOptions(given) : { protocols: given ?? [] };
  options.dispatcher = dispatchers.dispatcherFor(principal, options.dispatcher, 'WebSocket()');
  return options;
}

const socketRow = {
  judge: anyone,
  construct(Original, args, target, principal) {
    if (args.length === 0) return ReflectConstruct(Original, args, target);
    needRoom();
    const socket = ReflectConstruct(Original, [args[0], socketOptions(args[1], principal)], target);
    // Node.js 22 keeps what works for its handshake under a symbol of it: an object of the class that works for each `fetch`.
    lockParts(socket, 1);
    return socket;
  },
};

const sourceRow = {
  judge: anyone,
  construct(Original, args, target, principal) {
    const options = snapshotOptions(args[1] ?? {});
    const dispatcher = dispatchers.dispatcherFor(principal, options.node?.dispatcher ?? options.dispatcher, 'EventSource()');
    return ReflectConstruct(Original, [args[0], { ...options, dispatcher, node: { dispatcher } }], target);
  },
};

const made = { __proto__: null };

/** The guarded class of this name; Node loads its own when it is first asked for. */
function classOf(name, row, get) {
  if (made[name] === undefined) {
    const original = get();
    const guarded = guardConstructor(original, row, `${name}()`, { ...NOBODY_LISTED, called: name });
    // Node.js knows an event target by what its class inherits.
    ObjectSetPrototypeOf(guarded, ObjectGetPrototypeOf(original));
    ObjectDefineProperty(original.prototype, 'constructor', { __proto__: null, value: guarded, writable: true, enumerable: false, configurable: true });
    made[name] = guarded;
  }
  return made[name];
}

function replaceLazily(object, name, row, get) {
  const accessors = { get: () => classOf(name, row, get) };
  const { enumerable } = object === globalThis ? { enumerable: false } : { enumerable: true };
  ObjectDefineProperty(object, name, { __proto__: null, get: accessors.get, set: undefined, enumerable, configurable: true });
}

/**
 * Loads Node's HTTP client and locks its classes. On Node.js 20 nothing leads to it but `fetch` and these names.
 * @returns {Function|undefined} undefined where there are more ways to it, or where it is loaded already
 */
function loader(http) {
  if ('WebSocket' in globalThis || 'EventSource' in globalThis || 'WebSocket' in http) return undefined;
  const names = ObjectKeys(CLIENT);
  for (let i = 0; i < names.length; i++) if (ObjectGetOwnPropertyDescriptor(globalThis, names[i])?.get === undefined) return undefined;
  return () => {
    for (let i = 0; i < names.length; i++) commonValue(names[i]);
  };
}

/** Before any package runs. */
function install() {
  const http = loadReal('http');
  dispatchers.install(loader(http));
  const { value, ...rest } = ObjectGetOwnPropertyDescriptor(globalThis, 'fetch');
  ObjectDefineProperty(globalThis, 'fetch', { __proto__: null, ...rest, value: guard(value, fetchRow, 'fetch()', { ...NOBODY_LISTED, called: 'fetch' }) });
  giveEach('fetch', (principal) => guard(value, fetchRow, 'fetch()', { __proto__: null, principal }));
  const lazy = ObjectGetOwnPropertyDescriptor(http, 'WebSocket')?.get;
  if ('WebSocket' in globalThis) {
    const raw = lazy === undefined ? globalThis.WebSocket : undefined;
    replaceLazily(globalThis, 'WebSocket', socketRow, () => raw ?? lazy());
  }
  if (lazy !== undefined) replaceLazily(http, 'WebSocket', socketRow, lazy);
  if ('EventSource' in globalThis) {
    const raw = globalThis.EventSource;
    replaceLazily(globalThis, 'EventSource', sourceRow, () => raw);
  }
}

module.exports = { install };
