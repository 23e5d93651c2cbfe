'use strict';
// What a parser of HTTP names as what it works for: an object with the socket of a connection, or with a request, which everybody finds on a parser of his own. Node.js gives it these fields when it makes one:
// an accessor of the same name on its class would be told of all connections.

const { ObjectFreeze, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ReflectApply } = require('../boot/primordials');
const { closeConstructor, isShared, share } = require('./closing');

/** Shared when it is whole: the stack can end before. */
function lockClass(prototype) {
  ObjectFreeze(prototype);
  const made = ObjectGetOwnPropertyDescriptor(prototype, 'constructor')?.value;
  if (typeof made === 'function') closeConstructor(made);
  share(prototype);
}

/** `initialize(type, resource, …)` of a parser. Nobody has found one before the first is given to it. */
function lockResource(original, self, args) {
  const prototype = ObjectGetPrototypeOf(args[1]);
  if (prototype !== null && !isShared(prototype)) lockClass(prototype);
  return ReflectApply(original, self, args);
}

module.exports = { lockResource };
