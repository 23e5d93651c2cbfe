'use strict';
// Classes that nobody exports and that only instances lead to, of classes that Node.js loads when they are first asked for: locked with those.

const { PromisePrototypeThen, Uint8Array, globalThis: { structuredClone } } = require('../boot/primordials');
const { loadReal } = require('../boot/builtins');
const { guardTransferable } = require('../core/believed');
const { needRoom } = require('../core/room');
const { closeSingle } = require('../core/single');
const { lockAbove, lockParts } = require('./handles');
const { freezeAbove } = require('./streams');

/** Clones are of a class between: who put a `check` there would be asked in the place of everybody's lists. */
function lockCopied(Class) {
  const made = new Class();
  lockParts(made);
  freezeAbove(structuredClone(made), Class.prototype);
}

/** Name of a class -> locks what its instances consist of. */
const PARTS = {
  __proto__: null,
  BlockList: lockCopied,
  EventEmitterAsyncResource: (Class) => lockAbove(new Class({ name: 'SENTINEL' }).asyncResource),
  MIMEType: (Class) => lockAbove(new Class('a/b').params),
  SocketAddress: lockCopied,
};

/** @param {Function} constructor a class of Node's that somebody has asked for the first time */
function lockPartsOf(constructor) {
  needRoom();
  guardTransferable(constructor);
  PARTS[constructor.name]?.(constructor);
}

/** The class of keys, which is another than the one with that name. The key is made before whoever asks can make one. */
function lockCryptoKeys(subtle) {
  const { createSecretKey } = loadReal('crypto');
  const algorithm = { name: 'HMAC', hash: 'SHA-1' };
  const key = createSecretKey('key', 'utf8');
  if (typeof key.toCryptoKey === 'function') lockAbove(key.toCryptoKey(algorithm, false, ['sign']));
  else PromisePrototypeThen(subtle.importKey('raw', new Uint8Array(1), algorithm, false, ['sign']), lockAbove, () => undefined);
}

/** An object of which there is one for everybody: `crypto`, `crypto.subtle`, `navigator`. */
function lockSingle(object) {
  needRoom();
  if (!closeSingle(object)) return;
  const subtle = object.subtle ?? object;
  if (typeof subtle.importKey === 'function') lockCryptoKeys(subtle);
}

module.exports = { lockPartsOf, lockSingle };
