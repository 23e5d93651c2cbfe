'use strict';
// What stands for an argument of the wrong type, so that Node.js says of it what it says of the argument, and that leads nowhere: an object could be another
// one when it is looked at again.

const { ArrayIsArray, ObjectFreeze } = require('../boot/primordials');

/**
 * @param {any} value of the wrong type. A number is handed on as it is: who calls this takes none for a descriptor
 * @returns {any} a primitive, or an object of our own
 */
function mistaken(value) {
  const isFunction = typeof value === 'function';
  if (!isFunction && (typeof value !== 'object' || value === null)) return value;
  if (ArrayIsArray(value)) return ObjectFreeze([]);
  const name = isFunction ? value.name : value.constructor?.name;
  if (typeof name !== 'string') return ObjectFreeze({ __proto__: null });
  return isFunction ? functionNamed(name) : instanceOf(name);
}

function functionNamed(name) {
  const holder = { [name]() {} };
  return ObjectFreeze(holder[name]);
}

/** Node.js in C++ asks for the name of the class itself. Before that it is looked at as a number. */
function instanceOf(name) {
  if (name === 'Object') return ObjectFreeze({ href: undefined, protocol: undefined });
  const holder = { [name]: class { toString() { return '[object Object]'; } } };
  const Class = holder[name];
  ObjectFreeze(Class.prototype);
  return ObjectFreeze(new Class());
}

module.exports = { mistaken };
