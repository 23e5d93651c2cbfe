'use strict';
// `Error.prepareStackTrace` is one function for the whole process: whoever sets it formats everyone's errors and is
// handed the functions and receivers on their stacks. Here every package has its own; it counts for the stacks that
// the package itself looks at, and its call sites lead to nobody's objects. depd, source-map-support and the like work,
// for their own package.

const {
  Error, ErrorCaptureStackTrace, MapPrototypeGet, MapPrototypeHas, MapPrototypeSet, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf,
  ReflectApply, ReflectOwnKeys, SafeMap, SafeWeakMap, accessorDescriptor,
} = require('./primordials');
const { CORE, INTERNAL, UNKNOWN, callerOf, writerOf } = require('../core/caller');
const { putOn } = require('../core/closing');
const { put } = require('../core/lists');
const { state } = require('./state');

const own = new SafeMap();
const sites = new SafeWeakMap();
/** Members of a call site that hand out objects of the code on the stack. V8 does not let them be replaced. */
const HIDDEN = ['getThis', 'getFunction'];

/** How V8 hands out the stack of an error; undefined where it is a plain property of every one. */
const STACK_GETTER = ObjectGetOwnPropertyDescriptor(new Error(), 'stack').get;
/** Takes the call sites of an error in place of whoever formats it, while framesOf() asks for them. */
let taking;
/** The methods of call sites, before anyone could have put others in their place. */
let methods;

const askSite = (site, name) => ReflectApply(methods[name], site, []);

/** What is known of a frame. `file` is the name its script was compiled under, never that of a `//# sourceURL`; built-in code has none. */
const factsOf = (site) => ({
  __proto__: null, file: askSite(site, 'getFileName') ?? undefined, isEval: askSite(site, 'isEval'), isAsync: askSite(site, 'isAsync'), text: askSite(site, 'toString'),
});

/**
 * The frames that V8 captured for an error, topmost first, as nobody can have written them; undefined when somebody has read its `stack` before, and of what is no
 * error. No code of anyone's runs for it; the error has the text of an ordinary stack below `header` from then on.
 * @param {object} error that is no Proxy
 * @param {string} header the first line
 */
function framesOf(error, header) {
  let found;
  taking = (one, list) => {
    taking = undefined;
    if (one !== error) return header;
    let text = header;
    const frames = [];
    for (let i = 0; i < list.length; i++) {
      put(frames, i, factsOf(list[i]));
      text += `\n    at ${frames[i].text}`;
    }
    found = frames;
    return text;
  };
  try {
    const descriptor = ObjectGetOwnPropertyDescriptor(error, 'stack');
    if (STACK_GETTER !== undefined && descriptor?.get === STACK_GETTER) ReflectApply(STACK_GETTER, error, []);
  } catch {
    return undefined;
  } finally {
    taking = undefined;
  }
  return found;
}

/** The prototype of call sites, which only a prepareStackTrace function ever sees. */
function callSitePrototype() {
  const before = Error.prepareStackTrace;
  const holder = {};
  let prototype;
  Error.prepareStackTrace = (error, list) => {
    prototype = ObjectGetPrototypeOf(list[0]);
  };
  ErrorCaptureStackTrace(holder);
  void holder.stack;
  Error.prepareStackTrace = before;
  return prototype;
}

/** A prototype with the methods of call sites, for objects that stand for one. */
function standInPrototype(prototype) {
  const result = { __proto__: null };
  const names = ReflectOwnKeys(prototype);
  for (let i = 0; i < names.length; i++) {
    const original = prototype[names[i]];
    if (typeof original !== 'function' || names[i] === 'constructor') continue;
    const hidden = names[i] === HIDDEN[0] || names[i] === HIDDEN[1];
    const value = function callSite() {
      return hidden ? undefined : ReflectApply(original, sites.get(this), []);
    };
    ObjectDefineProperty(result, names[i], { __proto__: null, value, writable: true, enumerable: false, configurable: true });
  }
  return result;
}

/** Installs the accessor. Called once at start. */
function install(native) {
  const prototype = callSitePrototype();
  methods = { __proto__: null, getFileName: prototype.getFileName, isAsync: prototype.isAsync, isEval: prototype.isEval, toString: prototype.toString };
  const standIn = standInPrototype(prototype);
  const formatters = native.internals(['node:internal/errors']);
  const initial = Error.prepareStackTrace;
  const valueOf = (who) => (MapPrototypeHas(own, who) ? MapPrototypeGet(own, who) : initial);

  function standInFor(site) {
    const result = { __proto__: standIn };
    sites.set(result, site);
    return result;
  }

  /** The package's function, given call sites that lead nowhere. */
  function guarded(format) {
    if (typeof format !== 'function') return format;
    return (error, list) => {
      const shown = [];
      for (let i = 0; i < list.length; i++) put(shown, i, standInFor(list[i]));
      return ReflectApply(format, Error, [error, shown]);
    };
  }

  const accessors = {
    get() {
      const asker = callerOf(formatters);
      if (asker !== INTERNAL) return valueOf(asker);
      if (taking !== undefined) return taking;
      const behind = callerOf(0);
      return behind === CORE ? valueOf(CORE) : guarded(valueOf(behind));
    },
    set(...args) {
      // Hung elsewhere, or inherited, it is a member like any other.
      if (this !== Error) return putOn(this, 'prepareStackTrace', args[0]);
      const writer = writerOf(args);
      if (writer !== UNKNOWN) MapPrototypeSet(own, writer, args[0]);
      return undefined;
    },
  };
  ObjectDefineProperty(Error, 'prepareStackTrace', accessorDescriptor(accessors.get, accessors.set, true, false));
}

/**
 * `Object.defineProperty(Error, 'prepareStackTrace', …)` (`error-callsites`): as an assignment of what stands there then.
 * @returns {boolean} whether it is that
 */
function defineFormat(object, key, descriptor) {
  if (object !== Error || key !== 'prepareStackTrace' || !state.armed || typeof descriptor !== 'object' || descriptor === null) return false;
  const { get } = descriptor;
  Error.prepareStackTrace = typeof get === 'function' ? ReflectApply(get, Error, []) : descriptor.value;
  return true;
}

module.exports = { defineFormat, framesOf, install };
