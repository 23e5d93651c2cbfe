'use strict';
// The names of the global object. What the language and Node.js put there stays what it is for everyone. A package that sets one
// (`global.fetch = require('node-fetch')`) sees its own from then on; others do not. New names may be added by anyone.

const {
  ArrayPrototypePush, MapPrototypeDelete, MapPrototypeGet, MapPrototypeHas, MapPrototypeSet, ObjectDefineProperty, ObjectFreeze, ObjectGetOwnPropertyDescriptor, ObjectGetOwnPropertyNames, ObjectGetPrototypeOf, ObjectPrototype, ReflectApply, ReflectConstruct, ReflectOwnKeys, SafeMap, SymbolFor,
  accessorDescriptor, globalThis,
} = require('../boot/primordials');
const { state } = require('../boot/state');
const { CORE, UNKNOWN, callerOf, lookWhoRuns, runningCode, writerOf, writerOfGlobal } = require('../core/caller');
const { closeFunctions, putOn, reportChange, share } = require('../core/harden');
const { loader } = require('../core/loader');
const { lockObject } = require('../core/lock');
const { isVariable, ownReading, variableOf } = require('./each');
const { lockParts } = require('./handles');

function named(list) {
  const result = { __proto__: null };
  for (let i = 0; i < list.length; i++) result[list[i]] = true;
  return result;
}

/**
 * Names in so much use, and so rarely set, that they are constants: V8 looks nothing up for a constant. Everything else is
 * looked up by a getter, which costs 8 ns.
 */
const CONSTANT = named([
  'Object', 'Function', 'Array', 'Number', 'parseFloat', 'parseInt', 'Boolean', 'String', 'RegExp', 'Error', 'EvalError', 'RangeError', 'ReferenceError',
  'SyntaxError', 'TypeError', 'URIError', 'globalThis', 'JSON', 'Math', 'ArrayBuffer', 'Uint8Array', 'Int8Array', 'Uint16Array', 'Int16Array', 'Uint32Array', 'Int32Array',
  'Float16Array', 'Float32Array', 'Float64Array', 'Uint8ClampedArray', 'BigUint64Array', 'BigInt64Array', 'DataView', 'BigInt', 'Proxy', 'Reflect', 'decodeURI', 'decodeURIComponent',
  'encodeURI', 'encodeURIComponent', 'eval', 'isFinite', 'isNaN', 'SharedArrayBuffer', 'Atomics', 'Symbol',
]);

/** Names whose owners are defined elsewhere. */
const ELSEWHERE = named(['process', 'WebAssembly']);

/** Classes that Node.js 20 loads when they are first named, but that can be reached in other ways, or that it names anew each time. */
const EARLY = named(['DOMException', 'Crypto', 'CryptoKey', 'SubtleCrypto', 'MessageEvent', 'Performance', 'PerformanceEntry', 'PerformanceMark', 'PerformanceMeasure']);

/** Classes of Node's HTTP client, which has its guards first. */
const CLIENT = named(['FormData', 'Headers', 'Request', 'Response']);

/** What packages set for themselves: name -> Map of principal -> value. */
const own = new SafeMap();
const none = new SafeMap();

function setOwn(name, value, principal) {
  if (principal === UNKNOWN) return;
  let values = MapPrototypeGet(own, name);
  if (values === undefined) {
    values = new SafeMap();
    MapPrototypeSet(own, name, values);
  }
  MapPrototypeSet(values, principal, value);
  loader.compartmentOf(principal).setVariable(name, value);
}

/** What the package whose code runs has set, if it has. */
const ownValue = (name) => MapPrototypeGet(MapPrototypeGet(own, name) ?? none, runningCode());

/** Node.js 20 puts the class in the place of its accessor when it has loaded it; that fails here, and the second answer comes without. */
function valueOf(get) {
  try {
    return ReflectApply(get, globalThis, []);
  } catch {
    return ReflectApply(get, globalThis, []);
  }
}

let lockGlobal = () => undefined;

/** Those of them that are there: newer Node.js load them with the first look at the names. */
const clients = [];

/** What the classes of the client keep under symbols before Node.js 24, where anybody finds it. */
function lockPartsOf(name, Class) {
  if (state.prototypesOpen) return;
  const made = ReflectConstruct(Class, name === 'Request' ? ['http://localhost/'] : []);
  lockParts(made);
  const keys = ReflectOwnKeys(made);
  for (let i = 0; i < keys.length; i++) freezeClient(made[keys[i]]?.client);
}

/** Every request leads to one object that says for all where it comes from and what it may tell of that. */
function freezeClient(client) {
  if (typeof client !== 'object' || client === null) return;
  if (typeof client.policyContainer === 'object' && client.policyContainer !== null) ObjectFreeze(client.policyContainer);
  ObjectFreeze(client);
}

/** To be called when the language's own objects are locked. */
function lockLoaded() {
  for (let i = 0; i < clients.length; i++) lockPartsOf(clients[i], commonValue(clients[i]));
}

/** What a name stands for where nobody set anything: name -> function. */
const common = new SafeMap();
const commonValue = (name) => MapPrototypeGet(common, name)?.();

/** A name with a value for everyone and perhaps others for some. */
function lockName(name, initial, enumerable, accessor) {
  let value = initial;
  let isSet = false;
  let isLocked = false;
  // Node.js loads some classes when they are first asked for.
  const late = () => {
    if (CLIENT[name]) require('../guards/network/dispatchers').ensure();
    const found = valueOf(accessor.get);
    if (isLocked) return found;
    lockGlobal(name, found);
    if (CLIENT[name]) lockPartsOf(name, found);
    isLocked = true;
    return found;
  };
  const forAll = () => (accessor === undefined ? value : late());
  MapPrototypeSet(common, name, forAll);
  const isOwn = isVariable(name);
  // Node's HTTP client reads them for each request. Two frames, the accessor and who reads it: every function in between would be one more for V8 to translate.
  const running = isOwn ? lookWhoRuns() : undefined;
  const accessors = {
    get() {
      if (isSet) {
        const values = MapPrototypeGet(own, name);
        // Core that runs for the package has core's.
        const principal = runningCode();
        if (principal !== CORE && MapPrototypeHas(values, principal)) return MapPrototypeGet(values, principal);
      }
      if (!state.armed) return forAll();
      if (isOwn) return (this === globalThis ? variableOf(name, running(2)) : undefined) ?? forAll();
      return accessor === undefined ? value : late();
    },
    set(...args) {
      const next = args[0];
      if (this !== globalThis) return void putOn(this, name, next);
      const writer = writerOfGlobal(args);
      if (writer === CORE) {
        value = next;
        if (accessor?.set !== undefined) ReflectApply(accessor.set, globalThis, [next]);
      } else {
        setOwn(name, next, writer);
        isSet = MapPrototypeHas(own, name);
      }
    },
  };
  if (accessor === undefined) accessors.get.originalValue = true;
  ObjectDefineProperty(globalThis, name, accessorDescriptor(accessors.get, accessors.set, enumerable, false));
}

/**
 * A name with a value for each package from the beginning.
 * @param {(principal: number) => any} valueFor
 */
function givePackages(name, valueFor) {
  const value = globalThis[name];
  const isOwn = ownReading(name);
  const accessors = {
    get() {
      const principal = this === globalThis ? runningCode() : CORE;
      if (principal === CORE || principal === UNKNOWN || !isOwn(principal)) return value;
      const values = MapPrototypeGet(own, name);
      return values !== undefined && MapPrototypeHas(values, principal) ? MapPrototypeGet(values, principal) : valueFor(principal);
    },
    set(...args) {
      if (this !== globalThis) return putOn(this, name, args[0]);
      const writer = writerOfGlobal(args);
      if (writer !== CORE) setOwn(name, args[0], writer);
      return undefined;
    },
  };
  ObjectDefineProperty(globalThis, name, accessorDescriptor(accessors.get, accessors.set, false, false));
}

/** Object.defineProperty of a name that is locked: the caller has its own from now on. */
function defineGlobal(name, descriptor) {
  if (typeof name === 'symbol' && !isOwnSymbol(name)) return require('../guards/network/dispatchers').defineGlobal(name, descriptor);
  const there = ObjectGetOwnPropertyDescriptor(globalThis, name);
  if (there?.set === undefined) {
    // A polyfill that replaces what is there: nobody gets it, and it is told nothing.
    if (CONSTANT[name]) reportChange('globalThis', name);
    return CONSTANT[name] === true;
  }
  // What it was: that of everyone.
  if (descriptor.get === there.get) {
    MapPrototypeDelete(MapPrototypeGet(own, name) ?? none, callerOf(0));
    return true;
  }
  globalThis[name] = 'value' in descriptor || descriptor.get === undefined ? descriptor.value : ReflectApply(descriptor.get, globalThis, []);
  return true;
}

/** Symbols under which a library or Node.js keeps something for everybody: the operations that `graceful-fs` does again, which core's copy of it would do for whoever put them there, and where URLs without a server lead. Each package has its own. */
const SYMBOLS = [SymbolFor('graceful-fs.queue'), SymbolFor('undici.globalOrigin.1')];
const isOwnSymbol = (name) => name === SYMBOLS[0] || name === SYMBOLS[1];

/** @param {(() => any)|undefined} make what everyone has there at first; undefined: nothing */
function ownSymbol(symbol, make) {
  const values = new SafeMap();
  const accessors = {
    get() {
      // Node.js asks for each request of `fetch`: where nobody has set anything, everyone is told the same.
      if (make === undefined && values.size === 0) return undefined;
      const principal = runningCode();
      if (make === undefined) return MapPrototypeGet(values, principal);
      if (principal !== UNKNOWN && !MapPrototypeHas(values, principal)) MapPrototypeSet(values, principal, make());
      return MapPrototypeGet(values, principal);
    },
    set(...args) {
      if (this !== globalThis) return putOn(this, symbol, args[0]);
      const writer = writerOf(args);
      if (writer !== UNKNOWN) MapPrototypeSet(values, writer, args[0]);
      return undefined;
    },
  };
  if (ObjectGetOwnPropertyDescriptor(globalThis, symbol) === undefined) ObjectDefineProperty(globalThis, symbol, accessorDescriptor(accessors.get, accessors.set, false, false));
}

/** The names there are before anyone else has run. */
const original = { __proto__: null };
function remember() {
  ownSymbol(SYMBOLS[0], () => []);
  ownSymbol(SYMBOLS[1], undefined);
  const names = ReflectOwnKeys(globalThis);
  for (let i = 0; i < names.length; i++) original[names[i]] = true;
}

/** What core has put there (tslib's helpers, `regeneratorRuntime`), which core may go on changing. */
function lockAdded(value) {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return;
  closeFunctions({ __proto__: null, value });
  closeFunctions(value);
  const names = ReflectOwnKeys(value);
  for (let i = 0; i < names.length; i++) {
    const member = ObjectGetOwnPropertyDescriptor(value, names[i]).value;
    if (typeof member === 'function') lockObject(member, OPEN);
  }
  lockObject(value, OPEN);
  if (typeof value === 'function' && typeof value.prototype === 'object' && value.prototype !== null) lockObject(value.prototype);
}
const OPEN = { __proto__: null, prototype: true, name: true, length: true };

const countNames = () => ObjectGetOwnPropertyNames(globalThis).length;

/**
 * Locks the names that core has added since.
 * @param {number} count how many there were
 */
function lockNew(count) {
  const names = ObjectGetOwnPropertyNames(globalThis);
  for (let i = count; i < names.length; i++) {
    const { configurable, enumerable, value } = ObjectGetOwnPropertyDescriptor(globalThis, names[i]);
    lockAdded(value);
    if (configurable && value !== undefined) lockName(names[i], value, enumerable, undefined);
  }
}

/** What the global object inherits is called by its bare name (`toString.call(x)`, `hasOwnProperty.call(…)`): nobody puts another one in between. */
function closeAbove() {
  const above = ObjectGetPrototypeOf(globalThis);
  if (above !== ObjectPrototype) {
    share(above);
    ObjectFreeze(above);
  }
  const names = ReflectOwnKeys(ObjectPrototype);
  for (let i = 0; i < names.length; i++) if (names[i] !== '__proto__' && ObjectGetOwnPropertyDescriptor(globalThis, names[i]) === undefined) lockName(names[i], ObjectPrototype[names[i]], false, undefined);
}

/** Names that libraries of core look for when they make a generator (`tslib`), and that not every Node.js has: what inherits from what a package calls so would be in its hands. */
const ABSENT = ['AsyncIterator', 'Iterator'];

/**
 * Locks the names.
 * @param {(name: string, value: any) => void} lockValue locks what a name stands for
 * @returns {Array<[string, any]>} names and values that are there
 */
function lockGlobals(lockValue) {
  lockGlobal = lockValue;
  const found = [];
  const names = ReflectOwnKeys(globalThis);
  share(globalThis);
  closeAbove();
  for (let i = 0; i < names.length; i++) {
    const name = names[i];
    if (typeof name !== 'string' || ELSEWHERE[name]) continue;
    if (EARLY[name]) void globalThis[name];
    const descriptor = ObjectGetOwnPropertyDescriptor(globalThis, name);
    if (descriptor === undefined) continue;
    if (!original[name]) lockAdded(descriptor.value);
    else if ('value' in descriptor) ArrayPrototypePush(found, [name, descriptor.value]);
    if (!descriptor.configurable) continue;
    if (CLIENT[name] && 'value' in descriptor) ArrayPrototypePush(clients, name);
    if (!('value' in descriptor)) lockName(name, undefined, descriptor.enumerable, descriptor);
    else if (CONSTANT[name]) ObjectDefineProperty(globalThis, name, { __proto__: null, writable: false, configurable: false });
    else lockName(name, descriptor.value, descriptor.enumerable, undefined);
  }
  for (let i = 0; i < ABSENT.length; i++) if (ObjectGetOwnPropertyDescriptor(globalThis, ABSENT[i]) === undefined) lockName(ABSENT[i], undefined, false, undefined);
  return found;
}

module.exports = { ABSENT, CLIENT, commonValue, countNames, defineGlobal, givePackages, lockGlobals, lockLoaded, lockNew, ownValue, remember, setOwn };
