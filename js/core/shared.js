'use strict';
// Installs guards on the shared originals (net two) so that only core can replace them. Core does: graceful-fs, in
// Node-RED's own dependency tree, replaces `fs.close` and works on a clone of `fs` made from property descriptors.

const { ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectKeys, SafeWeakMap, WeakMapPrototypeGet, WeakMapPrototypeSet, accessorDescriptor } = require('../boot/primordials');
const { CORE, writerOf } = require('./caller');

/**
 * Makes `object[key]` an accessor that gives `value`. Assignments count for the object they are made on, so a clone
 * that copied the accessor has a value of its own; on the shared object itself they count only when core makes them.
 */
function place(object, key, value) {
  // Hardly any member has a clone.
  let replaced;
  let current = value;
  const accessors = {
    get() {
      if (this === object) return current;
      const own = replaced !== undefined && typeof this === 'object' && this !== null ? WeakMapPrototypeGet(replaced, this) : undefined;
      return own === undefined ? current : own.value;
    },
    set(...args) {
      const next = args[0];
      if (this === object) {
        if (writerOf(args) === CORE) current = next;
        return;
      }
      if (typeof this !== 'object' || this === null) return;
      replaced ??= new SafeWeakMap();
      WeakMapPrototypeSet(replaced, this, { __proto__: null, value: next });
    },
  };
  const { enumerable } = ObjectGetOwnPropertyDescriptor(object, key) ?? { enumerable: true };
  ObjectDefineProperty(object, key, accessorDescriptor(accessors.get, accessors.set, enumerable, false));
}

/** place() for every entry of a null-prototype table. */
function placeAll(object, values) {
  const keys = ObjectKeys(values);
  for (let i = 0; i < keys.length; i++) place(object, keys[i], values[keys[i]]);
}

module.exports = { place, placeAll };
