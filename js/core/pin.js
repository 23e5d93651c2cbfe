'use strict';
// Some members of the language's own objects cannot be touched in the usual way: V8 leaves its short ways through arrays, maps, promises
// and regular expressions for good as soon as one of them is defined again, with whatever value. The addon puts them there
// in a way that V8 does not look at (src/ffi/pin.rs). Where it cannot, they are defined as all others are, which is slower and as safe.

const { ObjectGetOwnPropertyDescriptor, SafeWeakSet } = require('../boot/primordials');

const holder = { pin: () => false };

/** Uses the addon's way if it does here what it should. */
function configure(native) {
  const probe = {};
  const value = () => undefined;
  try {
    if (!native.pin(probe, 'constant', value, 0) || !native.pin(probe, 'assignable', value, 1)) return;
    const constant = ObjectGetOwnPropertyDescriptor(probe, 'constant');
    const assignable = ObjectGetOwnPropertyDescriptor(probe, 'assignable');
    const heir = { __proto__: probe };
    heir.assignable = 1;
    probe.assignable = 2;
    const isAsWanted = constant.value === value && !constant.writable && !constant.configurable && assignable.value === value && assignable.writable && !assignable.configurable;
    if (isAsWanted && heir.assignable === 1 && probe.assignable === value) holder.pin = native.pin;
  } catch {
    // The ordinary way it is.
  }
}

/**
 * @param {boolean} isAssignable objects that inherit the member can be given one of their own; otherwise it is a constant
 * @returns {boolean} whether it is there
 */
function pin(object, key, value, isAssignable) {
  if (!holder.pin(object, key, value, isAssignable ? 1 : 0)) return false;
  if (isAssignable) holders.add(object);
  return true;
}

/** Objects with assignable ones, which could still be made constants: nobody else could assign then. */
const holders = new SafeWeakSet();

/** Would defining this member make it one that nobody can assign? */
const isPinned = (object, key) => holders.has(object) && ObjectGetOwnPropertyDescriptor(object, key)?.configurable === false;

/** The same of freezing the object. */
const holdsPins = (object) => holders.has(object);

module.exports = { configure, holdsPins, isPinned, pin };
