'use strict';
// Node's own modules and the classes of C++ that no name leads to, but instances do: Sentinel locks them. Taken at start, when nobody else's code runs.

const { Error, MapPrototypeGet, ObjectDefineProperty, ObjectIsExtensible, ObjectPrototype, ReflectApply, ReflectDeleteProperty, ReflectOwnKeys, globalThis } = require('../boot/primordials');
const { loadReal, process, realProcess } = require('../boot/builtins');

const LOADER = 'internal/bootstrap/realm';

/**
 * What Node's own modules require each other by. What makes a clone is named by the object that is cloned, and asked whether it makes
 * clones: it as well.
 */
function innerRequire() {
  const { Blob } = loadReal('buffer');
  const symbols = { __proto__: null };
  const keys = ReflectOwnKeys(Blob.prototype);
  for (let i = 0; i < keys.length; i++) if (typeof keys[i] === 'symbol') symbols[keys[i].description] = keys[i];
  const { messaging_clone_symbol: clone, messaging_deserialize_symbol: deserialize } = symbols;
  let found;
  const accessors = {
    get() {
      found ??= this.constructor;
      return undefined;
    },
  };
  const blob = new Blob([]);
  const describe = () => ({ data: null, deserializeInfo: `${LOADER}:require` });
  ObjectDefineProperty(blob, clone, { __proto__: null, value: describe, configurable: true });
  ObjectDefineProperty(ObjectPrototype, deserialize, { __proto__: null, get: accessors.get, configurable: true });
  try {
    globalThis.structuredClone(blob);
  } catch {
    // It makes none.
  } finally {
    ReflectDeleteProperty(ObjectPrototype, deserialize);
  }
  if (typeof found !== 'function' || found.name !== 'requireBuiltin') throw new Error('Node.js of this version does not show what makes its clones');
  return found;
}

let inner;

/** An application has locked `Object.prototype` before all else: then it is not there. @returns {Function|undefined} */
function innerModule() {
  if (inner === undefined && ObjectIsExtensible(ObjectPrototype)) inner = innerRequire();
  return inner;
}

/** What a part of Node.js in C++ gives to Node's own modules. */
function innerBinding(name) {
  try {
    return innerModule()?.(LOADER).internalBinding(name) ?? {};
  } catch {
    return {}; // not on this Node.js
  }
}

/** The same for what `process.binding` leads to as well: under Node's permission model that gives nothing, and it warns that it is deprecated where that was asked for. */
function publicBinding(name) {
  return innerModule() === undefined ? ReflectApply(process.binding, realProcess, [name]) : innerBinding(name);
}

/** The exports of one of Node's own modules, if it is loaded. */
function innerLoaded(id) {
  const found = inner === undefined ? undefined : MapPrototypeGet(inner(LOADER).BuiltinModule.map, id);
  return found?.loaded === true ? found.exports : {};
}

module.exports = { innerBinding, innerLoaded, innerModule, publicBinding };
