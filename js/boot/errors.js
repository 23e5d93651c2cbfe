'use strict';
// `Error.prepareStackTrace` is one function for the whole process: whoever sets it formats everyone's errors and is
// handed the functions and receivers on their stacks. Here every package has its own; it counts for the stacks that
// the package itself looks at, and its call sites lead to nobody's objects. depd, source-map-support and the like work,
// for their own package.

const {
  Error, ErrorCaptureStackTrace, MapPrototypeGet, MapPrototypeHas, MapPrototypeSet, ObjectDefineProperty, ObjectGetPrototypeOf, ReflectApply,
  ReflectOwnKeys, SafeMap, SafeWeakMap, accessorDescriptor,
} = require('./primordials');
const { CORE, INTERNAL, UNKNOWN, callerOf, writerOf } = require('../core/caller');
const { putOn } = require('../core/closing');
const { put } = require('../core/lists');
const { state } = require('./state');

const own = new SafeMap();
const sites = new SafeWeakMap();
/** Members of a call site that hand out objects of the code on the stack. V8 does not let them be replaced. */
const HIDDEN = ['getThis', 'getFunction'];

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
  const standIn = standInPrototype(callSitePrototype());
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

module.exports = { defineFormat, install };
