'use strict';
// Classes of C++ below those that have a name, and the parts that instances keep under symbols: whoever replaced `update` of a hash, `init` of
// a cipher or `export` of a key would be handed what everybody hashes, encrypts and signs with.

const { ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectPreventExtensions, ObjectPrototype, ReflectOwnKeys } = require('../boot/primordials');
const { loadReal } = require('../boot/builtins');
const { hardenPrototype, isShared, share } = require('../core/harden');
const { binding, hardenChain } = require('../guards/network/handles');

/** By the part of Node.js that has them. Those of sockets have locks of their own, see guards/network/handles.js. */
const CLASSES = {
  __proto__: null,
  fs_event_wrap: ['FSEvent'],
  process_wrap: ['Process'],
  udp_wrap: ['UDP'],
  zlib: ['BrotliDecoder', 'BrotliEncoder', 'Zlib', 'ZstdCompress', 'ZstdDecompress'],
};

function hardenNamed(names, classes) {
  for (let i = 0; i < names.length; i++) if (typeof classes[names[i]]?.prototype === 'object') hardenChain(classes[names[i]].prototype);
}

function lockHandles() {
  for (const name in CLASSES) hardenNamed(CLASSES[name], binding(name));
  hardenNamed(['HTTPParser'], loadReal('_http_common'));
}

/** What an object inherits, up to what is locked. */
function lockAbove(object) {
  for (let level = ObjectGetPrototypeOf(object); level !== null && level !== ObjectPrototype && !isShared(level); level = ObjectGetPrototypeOf(level)) {
    hardenPrototype(level);
    share(level);
    ObjectPreventExtensions(level);
  }
}

/** The classes of what an object keeps, and of what that keeps. */
function lockParts(object, depth = 2) {
  const keys = ReflectOwnKeys(object);
  for (let i = 0; i < keys.length; i++) {
    const value = ObjectGetOwnPropertyDescriptor(object, keys[i]).value;
    if (typeof value !== 'object' || value === null) continue;
    lockAbove(value);
    if (depth > 1) lockParts(value, depth - 1);
  }
}

module.exports = { lockAbove, lockHandles, lockParts };
