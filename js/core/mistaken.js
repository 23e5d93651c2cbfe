'use strict';
// What stands for an argument of the wrong type, so that Node.js says of it what it says of the argument, and that leads nowhere: an object could be another
// one when it is looked at again.

const { ArrayIsArray, ObjectDefineProperties, ObjectFreeze } = require('../boot/primordials');

/**
 * @param {any} value of the wrong type. A number is handed on as it is: who calls this takes none for a descriptor
 * @returns {any} a primitive, or an object of our own
 */
function mistaken(value) {
  const isFunction = typeof value === 'function';
  if (!isFunction && (typeof value !== 'object' || value === null)) return value;
  if (ArrayIsArray(value)) return noUrl([]);
  const name = isFunction ? value.name : value.constructor?.name;
  if (typeof name !== 'string') return noUrl({ __proto__: null });
  return noUrl(isFunction ? functionNamed(name) : instanceOf(name));
}

const NOTHING = { __proto__: null, value: undefined };
const MEMBERS = { __proto__: null, href: NOTHING, protocol: NOTHING };

/** By these Node.js knows a URL, whoever has them inherited. */
const noUrl = (object) => ObjectFreeze(ObjectDefineProperties(object, MEMBERS));

function functionNamed(name) {
  const holder = { [name]() {} };
  return holder[name];
}

/** Node.js in C++ asks for the name of the class itself. Before that it is looked at as a number. */
function instanceOf(name) {
  if (name === 'Object') return {};
  const holder = { [name]: class { toString() { return '[object Object]'; } } };
  const Class = holder[name];
  ObjectFreeze(Class.prototype);
  return new Class();
}

module.exports = { mistaken };
