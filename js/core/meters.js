'use strict';
// Objects of C++ that measure. Since Node.js 22 each has some of its methods for itself, and those take any object for one of their class.

const { ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectPrototype, ReflectApply, ReflectOwnKeys, SafeMap, TypeError, accessorDescriptor } = require('../boot/primordials');
const { believe } = require('./believed');
const { isOfMeters, noteMeasuring, noteMeter } = require('./brands');
const { conceal } = require('./conceal');

/** Method -> what stands for it. All objects have the same. */
const stands = new SafeMap();

function standFor(key, original) {
  let stand = stands.get(original);
  if (stand !== undefined) return stand;
  const guarded = believe(key, original, 'Histogram');
  const holder = {
    method(...args) {
      if (!isOfMeters(this)) throw new TypeError('Illegal invocation');
      return ReflectApply(guarded, this, args);
    },
  };
  stand = conceal(holder.method, original);
  stands.set(original, stand);
  return stand;
}

/** Methods that a meter has for itself. */
function guardOwn(meter) {
  const keys = ReflectOwnKeys(meter);
  for (let i = 0; i < keys.length; i++) {
    const { configurable, enumerable, value, writable } = ObjectGetOwnPropertyDescriptor(meter, keys[i]);
    if (configurable && typeof value === 'function') ObjectDefineProperty(meter, keys[i], { __proto__: null, value: standFor(keys[i], value), writable, enumerable, configurable });
  }
}

/** The symbol under which what Node.js hands out has its meter. */
function keyOf(histogram) {
  const keys = ReflectOwnKeys(histogram);
  for (let i = 0; i < keys.length; i++) if (typeof keys[i] === 'symbol' && typeof histogram[keys[i]]?.countBigInt === 'function') return keys[i];
  return undefined;
}

/** Guards what is put under that symbol from now on. */
function guardPlace(histogram, key) {
  let last = histogram;
  while (ObjectGetPrototypeOf(last) !== ObjectPrototype) last = ObjectGetPrototypeOf(last);
  const accessors = {
    set(value) {
      if (isOfMeters(value)) {
        noteMeasuring(value);
        guardOwn(value);
      }
      ObjectDefineProperty(this, key, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
    },
  };
  ObjectDefineProperty(last, key, accessorDescriptor(undefined, accessors.set, false, false));
}

/**
 * Guards the meters that are made from now on. Called before anything is locked there.
 * @param {object[]} histograms of each kind one, as Node.js hands it out
 */
function guardMeters(histograms) {
  for (let i = 0; i < histograms.length; i++) {
    const key = keyOf(histograms[i]);
    if (key === undefined) continue;
    const meter = histograms[i][key];
    if (!isOfMeters(meter)) noteMeter(ObjectGetPrototypeOf(meter).countBigInt);
    if (i === 0) guardPlace(histograms[i], key);
  }
}

module.exports = { guardMeters };
