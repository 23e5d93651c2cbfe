'use strict';
// Locks a prototype that everyone shares: no existing member can be changed for others, while an object that
// inherits may still be given a member of that name (`stream.open = …`), which plain freezing would forbid.

const {
  ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ReflectDefineProperty, ReflectOwnKeys, SafeWeakSet,
} = require('../boot/primordials');

/**
 * Turns every configurable data member of `prototype` into an accessor whose setter defines on the receiver.
 * Members may still be added.
 */
function hardenPrototype(prototype) {
  const keys = ReflectOwnKeys(prototype);
  for (let i = 0; i < keys.length; i++) hardenMember(prototype, keys[i]);
}

function hardenMember(prototype, key) {
  const descriptor = ObjectGetOwnPropertyDescriptor(prototype, key);
  if (!descriptor.configurable) return;
  if (descriptor.get !== undefined || descriptor.set !== undefined) {
    descriptor.configurable = false;
    ObjectDefineProperty(prototype, key, descriptor);
    return;
  }
  lockMember(prototype, key, descriptor.value, descriptor.enumerable);
}

/** Prototypes with locked members: what one of them inherits from another cannot be shadowed by an assignment either. */
const shared = new SafeWeakSet();

/** Puts a member on a shared prototype that nobody can change there. */
function lockMember(prototype, key, value, enumerable) {
  shared.add(prototype);
  const accessors = {
    get() {
      return value;
    },
    set(next) {
      if (shared.has(this) || (typeof this !== 'object' && typeof this !== 'function') || this === null) return;
      ReflectDefineProperty(this, key, { __proto__: null, value: next, writable: true, enumerable: true, configurable: true });
    },
  };
  ObjectDefineProperty(prototype, key, {
    __proto__: null, get: accessors.get, set: accessors.set, enumerable, configurable: false,
  });
}

/** Replaces a member of a shared prototype and locks it. */
function replaceMember(prototype, key, value) {
  const { enumerable } = ObjectGetOwnPropertyDescriptor(prototype, key);
  ObjectDefineProperty(prototype, key, { __proto__: null, value, writable: true, enumerable, configurable: true });
  hardenMember(prototype, key);
}

module.exports = { hardenPrototype, lockMember, replaceMember };
