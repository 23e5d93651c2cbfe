'use strict';
// Who makes what arrives as a clone. The object that is cloned says so, `module:class`, and a package can put what it likes there: a module of Node's own
// that is no part of a running program ends the process or cannot be compiled, which aborts it. So Node makes instances of those classes that its own objects
// name, and of no others.

const {
  Error, ObjectDefineProperty, ObjectIsExtensible, ObjectPrototype, ReflectDeleteProperty, ReflectOwnKeys, StringPrototypeIndexOf, StringPrototypeSlice, TypeError, globalThis,
} = require('../boot/primordials');
const { loadReal } = require('../boot/builtins');

const KNOWN = {
  __proto__: null,
  'internal/abort_controller:ClonedAbortSignal': true,
  'internal/blob:Blob': true,
  'internal/blob:ClonedBlob': true,
  'internal/blocklist:InternalBlockList': true,
  'internal/crypto/keys:InternalCryptoKey': true,
  'internal/crypto/x509:InternalX509Certificate': true,
  'internal/file:TransferableFile': true,
  'internal/fs/promises:FileHandle': true,
  'internal/histogram:ClonedHistogram': true,
  'internal/histogram:ClonedRecordableHistogram': true,
  'internal/socketaddress:InternalSocketAddress': true,
  'internal/webstreams/readablestream:TransferredReadableStream': true,
  'internal/webstreams/transfer:InternalCloneableDOMException': true,
  'internal/webstreams/transformstream:TransferredTransformStream': true,
  'internal/webstreams/writablestream:TransferredWritableStream': true,
  'internal/worker/clone_dom_exception:DOMException': true,
  'internal/worker/clone_dom_exception:QuotaExceededError': true,
  'net:Server': true,
  'net:Socket': true,
  'net:_TransferredBoundSocket': true,
};

const LOADER = 'internal/bootstrap/realm';

/** What Node's own modules require each other by: it, too, is asked whether it makes clones. Nobody else's code runs yet. */
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

/** Called once in each thread, at start. */
function restrict() {
  // An application has locked it before all else.
  if (!ObjectIsExtensible(ObjectPrototype)) return;
  const inner = innerRequire();
  inner(LOADER).internalBinding('messaging').setDeserializerCreateObjectFunction((info) => {
    if (KNOWN[info] !== true) throw new TypeError(`Unknown deserialize spec ${info}`);
    const end = StringPrototypeIndexOf(info, ':');
    const Class = inner(StringPrototypeSlice(info, 0, end))[StringPrototypeSlice(info, end + 1)];
    return new Class();
  });
}

module.exports = { restrict };
