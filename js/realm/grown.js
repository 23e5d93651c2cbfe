'use strict';
// Constructors that must be frozen as a whole, because V8 would notice if only their members were fixed (see core/pin.js), and that honest packages
// add functions to all the same (`Promise.delay = …`): what is added goes to an object that they inherit from.

const {
  Function, MapPrototypeGet, MapPrototypeSet, ObjectFreeze, ObjectGetOwnPropertyDescriptor, ObjectSetPrototypeOf, Proxy, ReflectDefineProperty, ReflectHas, ReflectSet, SafeMap,
} = require('../boot/primordials');
const { reportChange, share } = require('../core/harden');

/** constructor -> what was added to it. */
const additions = new SafeMap();

/** What everything that can be called has is not for anyone to replace here. */
const isTaken = (key) => ReflectHas(Function.prototype, key);

function add(added, label, key, descriptor) {
  if (isTaken(key)) {
    reportChange(label, key);
    return true;
  }
  return ReflectDefineProperty(added, key, descriptor);
}

/**
 * Freezes a constructor to which members can be added.
 * @param {string} label how it is written
 */
function freezeGrowing(constructor, label) {
  // A function, as what it stands in front of: Node.js 20 takes what inherits from it for what it is.
  const added = () => undefined;
  delete added.length;
  delete added.name;
  const parent = new Proxy(added, {
    __proto__: null,
    set(target, key, value, receiver) {
      if (receiver === constructor) return add(added, label, key, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
      // A subclass is given a member of its own.
      return ReflectSet(target, key, value, receiver);
    },
    defineProperty: (target, key, descriptor) => add(added, label, key, descriptor),
    setPrototypeOf: () => false,
    preventExtensions: () => false,
  });
  share(parent);
  ObjectSetPrototypeOf(constructor, parent);
  MapPrototypeSet(additions, constructor, { __proto__: null, added, label });
  ObjectFreeze(constructor);
}

/** `Object.defineProperty` of something new on such a constructor: true when it was added. */
function addTo(constructor, key, descriptor) {
  const known = MapPrototypeGet(additions, constructor);
  if (known === undefined || ObjectGetOwnPropertyDescriptor(constructor, key) !== undefined) return false;
  return add(known.added, known.label, key, descriptor);
}

module.exports = { addTo, freezeGrowing };
