'use strict';
// `util` computes; one function catches a signal, and one gives an object another prototype.

const { ObjectDefineProperty, ObjectFreeze, ObjectKeys, ObjectSetPrototypeOf, ReflectApply } = require('../boot/primordials');
const { judge } = require('../core/decide');
const { formatted } = require('../core/formatted');
const { isExchange, refuse } = require('../realm/definers');
const { closeFunctions } = require('../core/harden');
const { lockObject } = require('../core/lock');

/** Colours are written between what others print; a package may add some and change none. */
function lockColors(inspect) {
  const colors = ObjectKeys(inspect.colors);
  for (let i = 0; i < colors.length; i++) ObjectFreeze(inspect.colors[colors[i]]);
  lockObject(inspect.colors);
  lockObject(inspect.styles);
  lockObject(inspect);
  closeFunctions(inspect);
  // A function that sorts would be handed what everyone prints.
  ObjectDefineProperty(inspect.defaultOptions, 'sorted', { __proto__: null, writable: false });
}

/** Node's own has a way to exchange prototypes that nobody has replaced (realm/definers.js). */
function inherits(original, self, args) {
  const { 0: constructor, 1: above } = args;
  const prototype = above?.prototype;
  // Node's own errors. What it is told has been asked for once.
  if (above === undefined || above === null || constructor === undefined || constructor === null) return ReflectApply(original, self, [constructor, above]);
  if (prototype === undefined) return ReflectApply(original, self, [constructor, { __proto__: null, prototype }]);
  ObjectDefineProperty(constructor, 'super_', { __proto__: null, value: above, writable: true, enumerable: false, configurable: true });
  const target = constructor.prototype;
  if (isExchange(target, prototype)) throw refuse();
  ObjectSetPrototypeOf(target, prototype);
  return undefined;
}

const free = () => undefined;

module.exports = {
  rows: {
    __proto__: null,
    format: { judge: free, anybody: true, run: (original, self, args) => ReflectApply(original, self, formatted(args, 0)) },
    formatWithOptions: { judge: free, anybody: true, run: (original, self, args) => ReflectApply(original, self, formatted(args, 1)) },
    inherits: { judge: free, run: inherits },
    setTraceSigInt: { judge: (principal) => judge(principal, 'process:signal', undefined) },
  },
  passesRest: 'computes on what it is given',
  complete(values) {
    lockColors(values.inspect);
    lockObject(values.promisify);
  },
};
