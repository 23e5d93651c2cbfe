'use strict';
// C++ sets members of what it makes, and ends the process when that throws, as an accessor of a class that extends it may: it makes one of its own class, and what extends it is
// put above that afterwards.

const { ObjectSetPrototypeOf, ReflectConstruct } = require('../boot/primordials');

const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

function construct(Original, args, newTarget) {
  const made = ReflectConstruct(Original, args);
  if (newTarget === Original) return made;
  const { prototype } = newTarget;
  return isObject(prototype) ? ObjectSetPrototypeOf(made, prototype) : made;
}

/** Row of such a class, which is for everybody. */
const plainClass = { judge: () => undefined, construct, needsNew: true };

module.exports = { plainClass };
