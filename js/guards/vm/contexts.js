'use strict';
// Contexts of `vm`. A new context has built-ins of its own that nobody has locked. Most of them reach nothing; four do, and are
// changed before any code runs there: WebAssembly, which would compile unseen, asks the main context; `Object.setPrototypeOf`, `defineProperty`, `freeze` and their relatives
// do to shared objects of the main context what those of the main context do; call sites that `Error.prepareStackTrace` is given lead to nobody's objects; `Function` and its
// relatives, to which every object of the context leads, compile in it for those whose context it is (context-code.js).

const {
  Error, Object, ObjectDefineProperty, ObjectFreeze, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectPrototype, Reflect, ReflectApply, ReflectDeleteProperty, ReflectGet, ReflectSetPrototypeOf, TypeError, globalThis,
} = require('../../boot/primordials');
const { util, vm } = require('../../boot/builtins');
const { define, snapshotOptions } = require('../../core/args');
const { needRoom } = require('../../core/room');
const { isExchange, keepError, sharedBehind } = require('../../realm/definers');
const { ABSENT } = require('../../realm/globals');
const { guarded } = require('../webassembly');
const { TEXT: WASM } = require('./context-wasm');

const { Script, createContext, isContext, runInContext } = vm;
const { runInContext: runScriptInContext } = Script.prototype;
/** For the addon: look through this script, it is Sentinel's. */
const SENTINEL = 0xFFFFFFFF;
/** Names the preparation looks up; what the global object of the context has under them would stand in the way. */
const NAMES = ['Object', 'Reflect', 'Error', 'WeakMap', 'TypeError', 'WebAssembly', 'Function'];

// Runs in the new context, first of all scripts.
const preparation = (code) => `'use strict'; (function ({ isExchange, isShared, main }, compiler, wasm) {
  const { apply, construct, defineProperty, getOwnPropertyDescriptor, getPrototypeOf, ownKeys, setPrototypeOf } = Reflect;
  const { prototype } = Object;
  const refuse = () => new TypeError('Immutable prototype object cannot have its prototype set');
  const original = Object.setPrototypeOf;
  const proto = getOwnPropertyDescriptor(prototype, '__proto__');
  const setProto = proto.set;
  const put = (object, key, value) => defineProperty(object, key, { __proto__: null, value, writable: true, enumerable: false, configurable: true });
  const made = {
    setPrototypeOf(object, next) { if (isExchange(object, next)) throw refuse(); return original(object, next); },
    reflected(object, next) { return isExchange(object, next) ? false : setPrototypeOf(object, next); },
    proto(next) { if (isExchange(this, next)) throw refuse(); apply(setProto, this, [next]); },
  };
  put(Object, 'setPrototypeOf', made.setPrototypeOf);
  put(Reflect, 'setPrototypeOf', made.reflected);
  defineProperty(prototype, '__proto__', { __proto__: null, get: proto.get, set: made.proto, enumerable: false, configurable: true });
  function share(object, name, first) {
    const inner = object[name];
    const outer = object === Reflect ? main.reflected[name] : main[name];
    const held = {
      [name](...args) {
        const about = first ? args[0] : this;
        return isShared(about) ? outer(about, args) : apply(inner, this, args);
      },
    };
    put(object, name, held[name]);
  }
  for (const name of ['defineProperty', 'defineProperties', 'freeze', 'seal', 'preventExtensions']) share(Object, name, true);
  for (const name of ['defineProperty', 'preventExtensions']) share(Reflect, name, true);
  for (const name of ['__defineGetter__', '__defineSetter__']) share(prototype, name, false);

  const { get: getOf, set: setOf } = WeakMap.prototype;
  const sites = new WeakMap();
  let standIn;
  function prototypeFor(site) {
    const result = { __proto__: null };
    const real = getPrototypeOf(site);
    const keys = ownKeys(real);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      const method = real[key];
      if (typeof method !== 'function' || key === 'constructor') continue;
      const hidden = key === 'getThis' || key === 'getFunction';
      put(result, key, function () { return hidden ? undefined : apply(method, apply(getOf, sites, [this]), []); });
    }
    return result;
  }
  function shown(list) {
    const result = [];
    for (let i = 0; i < list.length; i++) {
      standIn ??= prototypeFor(list[i]);
      const site = { __proto__: standIn };
      apply(setOf, sites, [site, list[i]]);
      put(result, i, site);
    }
    return result;
  }
  let format;
  let guarded;
  const accessors = {
    get() { return guarded; },
    set(value) {
      if (!compiler.mayFormat()) return;
      format = value;
      guarded = typeof value === 'function' ? (error, list) => apply(format, Error, [error, shown(list)]) : value;
    },
  };
  defineProperty(Error, 'prepareStackTrace', { __proto__: null, get: accessors.get, set: accessors.set, enumerable: true, configurable: false });
  ${code}
  ${WASM}
  return Error;
})`;

let native;
let script;

function configure(api) {
  native = api;
}

/** What the main context has in the place of functions that define, for what everyone shares. */
const main = {
  __proto__: null,
  defineProperty: (object, args) => ReflectApply(ReflectGet(Object, 'defineProperty'), Object, args),
  defineProperties: (object, args) => ReflectApply(ReflectGet(Object, 'defineProperties'), Object, args),
  freeze: (object, args) => ReflectApply(ReflectGet(Object, 'freeze'), Object, args),
  seal: (object, args) => ReflectApply(ReflectGet(Object, 'seal'), Object, args),
  preventExtensions: (object, args) => ReflectApply(ReflectGet(Object, 'preventExtensions'), Object, args),
  reflected: {
    __proto__: null,
    defineProperty: (object, args) => ReflectApply(ReflectGet(Reflect, 'defineProperty'), Reflect, args),
    preventExtensions: (object, args) => ReflectApply(ReflectGet(Reflect, 'preventExtensions'), Reflect, args),
  },
  __defineGetter__: (object, args) => ReflectApply(ReflectGet(ObjectPrototype, '__defineGetter__'), object, args),
  __defineSetter__: (object, args) => ReflectApply(ReflectGet(ObjectPrototype, '__defineSetter__'), object, args),
};
const parts = ObjectFreeze({ __proto__: null, isExchange, isShared: (object) => sharedBehind(object) !== undefined, main });

/** What stands in the way of the context's own names is taken away for as long as `action` takes. No code of others runs in between. */
function undisturbed(object, action) {
  if (util.isProxy(object)) throw new TypeError('a Proxy cannot be the global object of a context under NRG Sentinel');
  // Under these names stands there what is locked, for good.
  if (object === globalThis) return action();
  const above = ObjectGetPrototypeOf(object);
  const taken = [];
  for (let i = 0; i < NAMES.length; i++) taken[i] = ObjectGetOwnPropertyDescriptor(object, NAMES[i]);
  try {
    for (let i = 0; i < NAMES.length; i++) {
      if (taken[i] !== undefined && !ReflectDeleteProperty(object, NAMES[i])) throw new TypeError(`${NAMES[i]} of the global object of a context cannot be fixed`);
    }
    if (above !== null && !ReflectSetPrototypeOf(object, null)) throw new TypeError('the global object of a context cannot be closed to additions');
    return action();
  } finally {
    if (above !== null) ReflectSetPrototypeOf(object, above);
    for (let i = 0; i < NAMES.length; i++) if (taken[i] !== undefined) ObjectDefineProperty(object, NAMES[i], taken[i]);
  }
}

/** @returns {Function} `Error` of the context */
function prepare(context, hasWasm) {
  const { TEXT, compilerFor } = require('./context-code');
  script ??= new Script(preparation(TEXT), { filename: 'nrg-sentinel:context' });
  const run = ReflectApply(runScriptInContext, script, [context]);
  native.bindScript(run, SENTINEL);
  return run(parts, compilerFor(native), hasWasm ? guarded() : undefined);
}

/** Node.js asks the global object for `Error` when it formats a stack, and gives what it finds there the real call sites: it finds this one, for good. */
function fixError(context, value) {
  ObjectDefineProperty(context, 'Error', { __proto__: null, value, writable: false, enumerable: false, configurable: false });
  keepError(context);
}

/** `vm.createContext()`, for anyone. */
function create(object, options) {
  needRoom();
  const known = typeof object === 'object' && object !== null && isContext(object);
  if (known || (options !== undefined && (typeof options !== 'object' || options === null))) return createContext(object, options);
  const copy = options === undefined ? {} : snapshotOptions(options);
  const generation = copy.codeGeneration === undefined ? {} : snapshotOptions(copy.codeGeneration);
  const hasWasm = object !== globalThis && generation?.wasm !== false;
  if (typeof generation === 'object' && generation !== null) define(generation, 'wasm', false);
  define(copy, 'codeGeneration', generation);
  // A symbol asks for a context without such an object.
  if (typeof object === 'symbol') {
    const context = createContext(object, copy);
    fixError(context, prepare(context, hasWasm));
    return context;
  }
  const target = object === undefined ? {} : object;
  if (typeof target !== 'object' || target === null) return createContext(target, copy);
  const given = ObjectGetOwnPropertyDescriptor(target, 'Error');
  if (given !== undefined && given.value !== Error) throw new TypeError('Error of the global object of a context can only be the one of the language under NRG Sentinel');
  let own;
  const context = undisturbed(target, () => {
    const made = createContext(target, copy);
    own = prepare(made, hasWasm);
    return made;
  });
  if (target !== globalThis) fixError(target, given === undefined ? own : Error);
  return context;
}

/**
 * The same for a package. Some names are on the global object under Sentinel and Node.js has none: jsdom asks a context of its own for what it finds there, by the bare name.
 * It is told that there is nothing. What is a context already stays as it is.
 */
function createOwn(object, options) {
  const isKnown = object === globalThis || (typeof object === 'object' && object !== null && isContext(object));
  const context = create(object, options);
  for (let i = 0; !isKnown && i < ABSENT.length; i++) {
    if (!(ABSENT[i] in context)) ObjectDefineProperty(context, ABSENT[i], { __proto__: null, value: undefined, writable: true, enumerable: false, configurable: true });
  }
  return context;
}

/** The options of a context among those of `runInNewContext`. */
function optionsFrom(options) {
  const result = {};
  if (typeof options !== 'object' || options === null) return result;
  if (options.contextName !== undefined) define(result, 'name', options.contextName);
  if (options.contextOrigin !== undefined) define(result, 'origin', options.contextOrigin);
  if (options.contextCodeGeneration !== undefined) define(result, 'codeGeneration', options.contextCodeGeneration);
  if (options.microtaskMode !== undefined) define(result, 'microtaskMode', options.microtaskMode);
  return result;
}

const runIn = (code, context, options) => runInContext(code, context, options);
const runScript = (made, context, options) => ReflectApply(runScriptInContext, made, [context, options]);

module.exports = { configure, create, createOwn, optionsFrom, runIn, runScript };
