'use strict';
// Objects that no name leads to but every instance does: what streams have their state and their iteration from, and what keys have
// their methods from. Nothing can be changed there or added: Node looks for fields that a state does not have yet, and whoever put an
// accessor or a `next` there would be handed what passes through everybody's streams.

const {
  BufferFrom, FunctionPrototype, MapPrototypeSet, ObjectDefineProperty, ObjectFreeze, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectPreventExtensions, ObjectPrototype, ReflectApply, ReflectOwnKeys, String, SymbolDispose, SymbolPrototypeDescriptionGet,
  SymbolSpecies, TypedArrayPrototype, Uint8Array, accessorDescriptor, globalThis,
} = require('../boot/primordials');
const { loadReal, module: nodeModule, realProcess } = require('../boot/builtins');
const { CORE, INTERNAL, callerOf, newPlace } = require('../core/caller');
const { guardParent, guardTransferable } = require('../core/believed');
const { isKey } = require('../core/brands');
const { guardMeters } = require('../core/meters');
const { closeConstructor, closeFunctions, hardenPrototype, isShared, keepPrototype, reserveAbsent, share } = require('../core/harden');
const { lockObject } = require('../core/lock');
const handles = require('./handles');
const { innerBinding, innerLoaded } = require('../core/inner');
const { freezeAbove, freezeFrom, lockStreams, lockWebStreams } = require('./streams');

const { lockAbove, lockParts } = handles;

let native;

/** @param {object} api the addon */
function configure(api) {
  native = api;
  handles.configure(api);
}

/** The key of the examples in RFC 8037. */
const KEY = { kty: 'OKP', crv: 'Ed25519', d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };

/** What was made, or undefined where there is no such thing (FIPS, an OpenSSL without it). */
function tried(make, crypto) {
  try {
    return make(crypto);
  } catch {
    return undefined;
  }
}

/** What an object keeps that has a method of this name. */
function partOf(object, name) {
  const keys = ReflectOwnKeys(object);
  for (let i = 0; i < keys.length; i++) {
    const { value } = ObjectGetOwnPropertyDescriptor(object, keys[i]);
    if (typeof value === 'object' && value !== null && typeof value[name] === 'function') return value;
  }
  return undefined;
}

/** By what it finds on a key Node.js before 24 knows one: texts and bytes are none. */
function keepMarksOfKeys({ createSecretKey }) {
  const marks = ReflectOwnKeys(createSecretKey('key', 'utf8'));
  const prototypes = [String.prototype, TypedArrayPrototype, Uint8Array.prototype, ObjectGetPrototypeOf(BufferFrom(''))];
  for (let i = 0; i < prototypes.length; i++) reserveAbsent(prototypes[i], marks);
}

function lockKeys(crypto) {
  lockNamesOfResults(crypto);
  keepMarksOfKeys(crypto);
  // What connections have from the other side, issuers and clones are: `fingerprint256` of it is what others trust by.
  const { InternalX509Certificate: Certificate } = innerLoaded('internal/crypto/x509');
  if (Certificate === undefined) freezeAbove(globalThis.structuredClone(COMPUTING.X509Certificate(crypto)), crypto.X509Certificate.prototype);
  else freezeFrom(Certificate.prototype, crypto.X509Certificate.prototype);
  const end = crypto.KeyObject.prototype;
  const classes = innerLoaded('internal/crypto/keys');
  const cpp = innerBinding('crypto');
  for (const name in KEYS) {
    const Class = isLocked(cpp.KeyObjectHandle) ? classes[name] : undefined;
    const key = typeof Class === 'function' ? undefined : tried(KEYS[name], crypto);
    if (typeof Class === 'function') freezeFrom(Class.prototype, end);
    if (key !== undefined) freezeAbove(key, end);
    if (key !== undefined) lockParts(key);
  }
  for (const name in COMPUTING) {
    const made = isLocked(cpp[name]) ? undefined : tried(COMPUTING[name], crypto);
    if (made !== undefined) lockParts(made);
  }
}

/** A class of C++ that has a name need not be found by one that was made of it, which takes OpenSSL a quarter of a millisecond. */
const isLocked = (Class) => typeof Class === 'function' && isShared(Class.prototype);

const KEYS = {
  __proto__: null,
  SecretKeyObject: ({ createSecretKey }) => createSecretKey('key', 'utf8'),
  PrivateKeyObject: ({ createPrivateKey }) => createPrivateKey({ key: KEY, format: 'jwk' }),
  PublicKeyObject: ({ createPublicKey }) => createPublicKey({ key: KEY, format: 'jwk' }),
};
/** Of nobody, in the name of nobody. */
const CERTIFICATE = `MIIBLjCB4aADAgECAhR24c5OCyvEqPNOQ7tgZVz5TJGNQTAFBgMrZXAwDDEKMAgGA1UEAwwBeDAgFw0yNjExMjEwOTQzMDJaGA8yMTI2MTAyODA5NDMwMlowDDEKMAgGA1UEAwwBeDAqMAUGAytlcAMhAEwoUh/mWRFjLL7/
7Ao0NkKwiwANIsTmuMMR1exQH5ldo1MwUTAdBgNVHQ4EFgQUKbN+ZkJK6Fs4TGVV79k/wXRP9QYwHwYDVR0jBBgwFoAUKbN+ZkJK6Fs4TGVV79k/wXRP9QYwDwYDVR0TAQH/BAUwAwEB/zAFBgMrZXADQQAJ8Ik1WcWHcNO5QczvDXgYyNzltfOH
MwSiRIZaufBsiT/UXLCReukPP6TD/Y1Q6VGhu1psJ6EkCvJ41oqUqJAD`;
/** One of each class of C++ that is given secrets, and what certificates are. */
const COMPUTING = {
  __proto__: null,
  Hash: ({ createHash }) => createHash('sha256'),
  Hmac: ({ createHmac }) => createHmac('sha256', 'key'),
  CipherBase: ({ createCipheriv }) => createCipheriv('aes-128-cbc', '0123456789abcdef', '0123456789abcdef'),
  Sign: ({ createSign }) => createSign('sha256'),
  Verify: ({ createVerify }) => createVerify('sha256'),
  ECDH: ({ createECDH }) => createECDH('prime256v1'),
  DiffieHellmanGroup: ({ getDiffieHellman }) => getDiffieHellman('modp14'),
  DiffieHellman: ({ createDiffieHellman }) => createDiffieHellman('17', 'hex'),
  X509Certificate: ({ X509Certificate }) => new X509Certificate(BufferFrom(CERTIFICATE, 'base64')),
};

/** Classes that give themselves to be measured with: members can be given to instances as ever. */
function hardenAbove(object) {
  for (let level = ObjectGetPrototypeOf(object); level !== null && level !== ObjectPrototype; level = ObjectGetPrototypeOf(level)) hardenPrototype(level);
}

/** One object for everybody: what is not there stays away, and what is there stays. */
function closeObject(object) {
  hardenAbove(object);
  share(object);
  ObjectPreventExtensions(object);
}

/** Who listens to `performance` is for Node.js only: it has the listeners of everybody. */
const LISTENERS = { __proto__: null, kEvents: true, kHandlers: true };

/** What stands for a list without anybody on it: whoever is told that it is empty, it leads nowhere. */
function nobodyListens(set) {
  const nobody = { __proto__: null, size: 0, get: () => undefined, set, delete: () => false, clear: () => undefined, keys: () => [] };
  closeFunctions(nobody);
  return ObjectFreeze(nobody);
}

function keepListeners(target) {
  const internals = native.internals(['node:internal/event_target']);
  const keys = ReflectOwnKeys(target);
  for (let i = 0; i < keys.length; i++) {
    if (typeof keys[i] !== 'symbol' || LISTENERS[SymbolPrototypeDescriptionGet(keys[i])] === undefined) continue;
    let { value } = ObjectGetOwnPropertyDescriptor(target, keys[i]);
    const place = newPlace();
    const isNodes = () => {
      const who = callerOf(internals, place);
      return who === INTERNAL || who === CORE;
    };
    const nobody = nobodyListens((type, root) => isNodes() && MapPrototypeSet(value, type, root));
    const accessors = {
      // Each `fetch` of a process that has made many asks who listens to that, and hardly ever anybody does.
      get() {
        if (value === undefined) return undefined;
        if (value.size === 0) return nobody;
        return isNodes() ? value : undefined;
      },
      set(next) {
        if (isNodes()) value = next;
      },
    };
    ObjectDefineProperty(target, keys[i], accessorDescriptor(accessors.get, accessors.set, false, false));
  }
}

function lockMeters({ createHistogram, monitorEventLoopDelay, performance }) {
  keepListeners(performance);
  closeObject(performance);
  closeFunctions(performance.nodeTiming);
  ObjectFreeze(performance.nodeTiming);
  guardMeters([createHistogram(), monitorEventLoopDelay()]);
  const meters = [createHistogram(), monitorEventLoopDelay(), performance.nodeTiming];
  for (let i = 0; i < meters.length; i++) {
    hardenAbove(meters[i]);
    lockParts(meters[i]);
  }
}

function lockBytes({ Blob, File }, { TextDecoder }) {
  const blob = new Blob([]);
  const reader = partOf(blob, 'getReader')?.getReader();
  lockParts(blob);
  lockAbove(ReflectApply(Blob.prototype.slice, blob, [0]));
  const file = tried(() => new File([], ''));
  if (file !== undefined) lockParts(file);
  lockParts(new TextDecoder('utf-16le'));
  if (reader !== undefined) lockAbove(reader);
}

/** The class that all errors of Node.js with this code are of, and those above it. */
function lockErrors({ Buffer }) {
  try {
    Buffer.alloc('');
  } catch (error) {
    hardenAbove(error);
  }
}

/** How `util.promisify` is to name the results of a function. */
function lockNamesOfResults({ generateKeyPair }) {
  const keys = ReflectOwnKeys(generateKeyPair);
  for (let i = 0; i < keys.length; i++) if (typeof keys[i] === 'symbol') reserveAbsent(FunctionPrototype, [keys[i]]);
}

/** `process` has its methods from an object of its own kind, and an emitter above that, which takes nothing new: nor does this. */
function lockProcess() {
  keepPrototype(realProcess.constructor);
  const prototype = ObjectGetPrototypeOf(realProcess);
  hardenPrototype(prototype);
  ObjectPreventExtensions(prototype);
}

/** What Node.js 26 gives for `using`. */
function lockScopes(values, { AsyncLocalStorage }) {
  const store = new AsyncLocalStorage();
  if (typeof store.withScope !== 'function') return;
  const scope = store.withScope(undefined);
  hardenAbove(scope);
  scope[SymbolDispose]();
}

const LOCKS = {
  __proto__: null, async_hooks: lockScopes, crypto: lockKeys, perf_hooks: lockMeters, stream: lockStreams, 'stream/web': lockWebStreams,
  inspector({ console }) {
    lockAbove(console);
    closeFunctions(console);
    lockObject(console);
  },
  buffer(values, real) {
    lockBytes(real, loadReal('util'));
    lockErrors(values);
    closeConstructor(values.Buffer[SymbolSpecies]);
  },
  sqlite: (values, real) => freezeAbove(real),
  'timers/promises'({ scheduler }) {
    closeObject(scheduler);
    ObjectFreeze(scheduler);
  },
};

/** Functions of `module` that packages have as they are. */
const PASSED = ['isBuiltin', 'stripTypeScriptTypes', 'getSourceMapsSupport', 'getCompileCacheDir'];

/** @param {Array<{name: string, values: object, real: object}>} modules the builtin modules, what they export, and also when it is asked for */
function lockInstances(modules) {
  lockProcess();
  hardenPrototype(nodeModule.SourceMap.prototype);
  closeConstructor(nodeModule.SourceMap);
  closeFunctions(nodeModule, PASSED);
  for (let i = 0; i < modules.length; i++) lockInstance(modules[i]);
}

/** The classes of C++, before those of modules are locked, which export some of them. */
const lockFirst = () => handles.lockHandles();

/** The classes of C++ below those that a module exports. Called before those are locked. */
function guardParents({ name, real, values }) {
  const keys = ReflectOwnKeys(values);
  for (let i = 0; i < keys.length; i++) {
    const { value } = ObjectGetOwnPropertyDescriptor(values, keys[i]);
    if (typeof value === 'function') guardTransferable(value);
  }
  if (name !== 'crypto') return;
  guardParent(real.KeyObject, (args) => args.length === 1 && isKey(args[0]));
}

/** The same of a module that is loaded after that. */
const lockInstance = ({ name, real, values }) => LOCKS[name]?.(values, real);

module.exports = { configure, guardParents, lockFirst, lockInstance, lockInstances };
