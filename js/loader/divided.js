'use strict';
// Classes of Node.js that take no members, but those that a package adds for itself: `promisifyAll(require('crypto'))` gives methods to all that a module exports, and
// in strict code an assignment to what takes none is an error.
const { ObjectDefineProperty, ObjectHasOwn, ObjectPreventExtensions, ReflectOwnKeys, SafeSet } = require('../boot/primordials');
const { divide } = require('../realm/additions');

/** Modules with such classes. Not `zlib`, whose streams have dozens of fields, each of which would come by what is added. */
const MODULES = { __proto__: null, crypto: true, readline: true, 'readline/promises': true, tty: true };

/** Classes of which one is made for each small text, and how. */
const FREQUENT = { __proto__: null, Hash: ({ createHash }) => createHash('sha256'), Hmac: ({ createHmac }) => createHmac('sha256', 'key') };
const FIELD = { __proto__: null, value: undefined, writable: true, enumerable: false, configurable: false };

const divided = new SafeSet();

/** Before the classes of a module are locked. */
function noteDivided(name, values) {
  if (MODULES[name] === undefined) return;
  const keys = ReflectOwnKeys(values);
  for (let i = 0; i < keys.length; i++) {
    const prototype = typeof values[keys[i]] === 'function' ? values[keys[i]].prototype : undefined;
    if (typeof prototype !== 'object' || prototype === null || divided.has(prototype)) continue;
    divided.add(prototype);
    if (FREQUENT[keys[i]] !== undefined) keepFields(prototype, () => FREQUENT[keys[i]](values));
  }
}

/** Fields that are there are set without a look further up. Each instance has its own of them all. */
function keepFields(prototype, make) {
  let fields;
  try {
    fields = ReflectOwnKeys(make());
  } catch {
    // not with this OpenSSL
    return;
  }
  for (let i = 0; i < fields.length; i++) if (!ObjectHasOwn(prototype, fields[i])) ObjectDefineProperty(prototype, fields[i], FIELD);
}

/** Nothing is added to this prototype for all. */
function closePrototype(prototype) {
  if (divided.has(prototype)) divide(prototype, `${prototype.constructor.name}.prototype`);
  else ObjectPreventExtensions(prototype);
}

module.exports = { closePrototype, noteDivided };
