'use strict';
// Locks an object that everyone shares: no existing member can be changed for others, while an object that inherits
// may still be given a member of that name (`stream.open = …`), which plain freezing would forbid.

const {
  FunctionPrototype, ObjectCreate, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectPrototype, ReflectDefineProperty, ReflectOwnKeys, SafeWeakMap, SafeWeakSet, String, SymbolFor, SymbolToPrimitive,
  Uint8Array, accessorDescriptor, dataDescriptor,
} = require('../boot/primordials');
const { CORE, callerOf } = require('./caller');
const closing = require('./closing');
const { report } = require('./deny');
const { fieldNamed } = require('./given');
const overrides = require('./overrides');
const { pin } = require('./pin');

const { closeAccessor, closeFunction, closeFunctions, closeOwner, isAccessor, isShared, share } = closing;

/**
 * Turns every configurable data member of `prototype` into an accessor whose setter defines on the receiver.
 * Members may still be added.
 */
function hardenPrototype(prototype) {
  closeFunctions(prototype);
  closeOwner(prototype);
  const keys = ReflectOwnKeys(prototype);
  for (let i = 0; i < keys.length; i++) hardenMember(prototype, keys[i]);
  reserveAsked(prototype);
  makeFast(prototype);
}

/**
 * Members that the language and Node.js ask any object for: whoever added `then` to a class would be handed every instance that somebody waits
 * for, and answer in its place.
 */
const ASKED = ['then', 'toJSON', SymbolToPrimitive, SymbolFor('nodejs.util.inspect.custom')];
/** What Node.js asks emitters for, and streams. */
const ASKED_OF_EMITTERS = [SymbolFor('nodejs.rejection')];
const ASKED_OF_STREAMS = ['_construct', '_final', '_flush', 'abort'];
const absent = { __proto__: null };
const asked = new SafeWeakSet();

function reservation(key) {
  const { get, set } = accessorsOf(key, undefined, 'a shared prototype');
  return accessorDescriptor(get, set, false, false);
}

/** Keeps the place of what a class does not have. Instances and classes below may have it. */
function reserveAbsent(prototype, keys) {
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (prototype[key] !== undefined) continue;
    absent[key] ??= reservation(key);
    ReflectDefineProperty(prototype, key, absent[key]);
  }
}

/** Is this what keeps the place of such a member, for all who inherit it? */
const isAbsent = (descriptor, key) => absent[key] !== undefined && descriptor.get === absent[key].get;

/** Classes, and fields of their objects that have a meaning before these have them. */
const fields = [];

/** Keeps the places of fields on a prototype, and on those below it that are locked from now on. */
function keepFields(prototype, keys) {
  share(prototype);
  reserveAbsent(prototype, keys);
  fields[fields.length] = { __proto__: null, prototype, keys };
}

const isBelow = (prototype, above) => {
  for (let at = prototype; at !== null; at = ObjectGetPrototypeOf(at)) if (at === above) return true;
  return false;
};

function reserveAsked(prototype) {
  if (asked.has(prototype)) return;
  share(prototype);
  for (let i = 0; i < fields.length; i++) if (isBelow(prototype, fields[i].prototype)) reserveAbsent(prototype, fields[i].keys);
  reserveAbsent(prototype, ASKED);
  if (prototype.emit !== undefined) reserveAbsent(prototype, ASKED_OF_EMITTERS);
  if (prototype.pipe !== undefined) reserveAbsent(prototype, ASKED_OF_STREAMS);
  // When it is whole: the stack can end before, and a script be stopped.
  asked.add(prototype);
}

/** V8 keeps objects it saw being changed in a slow form until it sees them used as prototypes. */
function makeFast(object) {
  const heir = ObjectCreate(object);
  const look = (value) => value.toString;
  for (let i = 0; i < 4; i++) look(heir);
}

function hardenMember(prototype, key) {
  const descriptor = ObjectGetOwnPropertyDescriptor(prototype, key);
  if (!descriptor.configurable) return;
  if (isAccessor(descriptor)) {
    closeAccessor(descriptor);
    descriptor.configurable = false;
    ObjectDefineProperty(prototype, key, descriptor);
    return;
  }
  lockMember(prototype, key, descriptor.value, descriptor.enumerable);
}

/** Says once for each place that a package wanted to change for everyone what everyone shares. */
function reportChange(what, key) {
  const principal = callerOf(0);
  if (principal !== CORE) report(principal, 'all', `${what}${typeof key === 'symbol' ? `[${String(key)}]` : `.${key}`} =`, 'what everyone shares cannot be replaced');
}

/** What C++ reads of a `v8.Deserializer` while no code may run: an accessor would end the process there. */
const READ_WITHOUT_CODE = '_readHostObject';

/**
 * Puts a member on a shared object that nobody can change there.
 * @param {string} [name] of the object, for the message when somebody tries
 */
function lockMember(prototype, key, value, enumerable, name) {
  share(prototype);
  if (key === 'constructor' && pinsConstructor(prototype, value, enumerable)) return;
  if (key === READ_WITHOUT_CODE && (pin(prototype, key, value, true) || ReflectDefineProperty(prototype, key, dataDescriptor(value, false, enumerable, false)))) return;
  const accessors = accessorsOf(key, value, name);
  ObjectDefineProperty(prototype, key, accessorDescriptor(accessors.get, accessors.set, enumerable, false));
}

/**
 * The class of a value is what its prototype has as `constructor`, as a plain value: `util.inspect`, and with it every `console.log(error)`, asks for
 * that. What it knows without asking, and what everything inherits, has an accessor, which is read faster; so has a function that is no class.
 */
function pinsConstructor(prototype, value, enumerable) {
  if (enumerable || typeof value !== 'function' || prototype === ObjectPrototype || prototype === FunctionPrototype) return false;
  const isClass = ObjectGetPrototypeOf(prototype) !== ObjectPrototype || ReflectOwnKeys(prototype).length > 1;
  return isClass && pin(prototype, 'constructor', value, true);
}

/**
 * The same with a value that is made when somebody asks for it: most of them nobody ever does.
 * @param {() => Function} make
 */
function lockLater(prototype, key, make, enumerable) {
  share(prototype);
  let value;
  const { set } = accessorsOf(key, undefined, undefined);
  const accessors = {
    get() {
      return (value ??= closed(make()));
    },
  };
  // It stands for a plain member as well, but nobody has that by this name.
  accessors.get.originalValue = undefined;
  ObjectDefineProperty(prototype, key, accessorDescriptor(accessors.get, set, enumerable, false));
}

function closed(value) {
  closeFunction(value);
  return value;
}

/** The accessors of such a member; the same ones may stand on several objects. */
function accessorsOf(key, value, name) {
  let give;
  // `value` is never assigned: V8 then treats it as a constant, which makes the getter cost nothing in hot code.
  const accessors = {
    get() {
      return value;
    },
    // A trap of a Proxy is given more.
    set(next, more) {
      if ((typeof this !== 'object' && typeof this !== 'function') || this === null) return;
      if (isShared(this)) {
        if (more !== undefined) return;
        if (!overrides.note(this, key, next) && next !== value && name !== undefined) reportChange(name, key);
        return;
      }
      give ??= fieldNamed(key);
      try {
        give(this, next);
      } catch {
        // it cannot have one
      }
    },
  };
  // A convention among packages that take copies of the built-ins: such a getter stands for a plain member.
  accessors.get.originalValue = value;
  return accessors;
}

/**
 * Locks a field that every instance sets for itself, and that has a meaning where it is not set: whoever put listeners into
 * `EventEmitter.prototype._events` would have them called by every emitter that nobody has initialised.
 */
function lockField(prototype, key, value, enumerable) {
  share(prototype);
  // Objects that have a copy of the accessor itself, from being made with another's descriptors.
  const copies = new SafeWeakMap();
  const give = fieldNamed(key);
  const accessors = {
    get() {
      const isOwn = ((typeof this === 'object' && this !== null) || typeof this === 'function') && copies.has(this);
      return isOwn ? copies.get(this) : value;
    },
    set(next) {
      if (isShared(this) || (typeof this !== 'object' && typeof this !== 'function') || this === null) return;
      try {
        give(this, next);
      } catch {
        copies.set(this, next);
      }
    },
  };
  accessors.get.originalValue = value;
  ObjectDefineProperty(prototype, key, accessorDescriptor(accessors.get, accessors.set, enumerable, false));
}

const UNCHANGEABLE = { __proto__: null, writable: false };

/**
 * The prototype of a class of old can be exchanged as a whole: what everyone makes from then on would have the methods that somebody put
 * there. A deprecated class stands behind a function that warns.
 */
function keepPrototype(constructor) {
  for (let one = constructor; typeof one === 'function' && one !== FunctionPrototype; one = ObjectGetPrototypeOf(one)) ReflectDefineProperty(one, 'prototype', UNCHANGEABLE);
}

/** Replaces a member of a shared prototype and locks it. */
function replaceMember(prototype, key, value) {
  // V8 looks at who defines the constructor of a typed array, which a Buffer is one of.
  if (key === 'constructor' && ObjectGetPrototypeOf(prototype) === Uint8Array.prototype && pin(prototype, key, value, true)) {
    share(prototype);
    return;
  }
  const { enumerable } = ObjectGetOwnPropertyDescriptor(prototype, key);
  ObjectDefineProperty(prototype, key, dataDescriptor(value, true, enumerable, true));
  if (key === 'constructor') closeOwner(prototype);
  hardenMember(prototype, key);
}

module.exports = {
  ...closing, accessorsOf, hardenPrototype, isAbsent, keepFields, keepPrototype, lockField, lockLater, lockMember, makeFast, replaceMember, reportChange, reserveAbsent, reserveAsked,
};
