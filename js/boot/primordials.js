'use strict';
// What the rest of Sentinel uses of the language, made of what captured.js took before any other code of the process: prototype
// methods as free functions (`ArrayPrototypePush(list, x)`), so that a package which later replaces `Array.prototype.push`
// changes nothing here. The naming follows Node core's own primordials. It may run late, when other code has changed the language.
// Rule for every file under js/boot, js/core, js/loader, js/guards but captured.js: no live globals, no method calls on
// builtin prototypes (eslint enforces it).

const {
  ReflectApply: apply, collections, getters, methods, promise, statics, uncurryThis, values,
} = require('./captured');

const { Map, Set, Symbol, WeakMap, WeakSet } = values;
const primordials = { __proto__: null, uncurryThis };
/** By the names that are needed to name them all. */
const slice = methodOf('String', 'slice');
const toUpperCase = methodOf('String', 'toUpperCase');
const descriptionOf = uncurryThis(find(getters, 'Symbol', 'description'));
const construct = find(statics, 'Reflect', 'construct');
const defineProperty = find(statics, 'Reflect', 'defineProperty');
const freeze = find(statics, 'Object', 'freeze');
const isOwn = find(statics, 'Object', 'hasOwn');
const ownKeys = find(statics, 'Reflect', 'ownKeys');
const setPrototypeOf = find(statics, 'Reflect', 'setPrototypeOf');

function find(list, name, key) {
  for (let i = 0; i < list.length; i += 3) {
    for (let k = 0; k < list[i + 1].length; k++) if (list[i] === name && list[i + 1][k] === key) return list[i + 2][k];
  }
  return undefined;
}

function methodOf(name, key) {
  return uncurryThis(find(methods, name, key));
}

function pascal(key) {
  const isSymbol = typeof key === 'symbol';
  const text = isSymbol ? slice(descriptionOf(key), 'Symbol.'.length) : key;
  return `${isSymbol ? 'Symbol' : ''}${toUpperCase(text[0])}${slice(text, 1)}`;
}

/** Keeps what there is of a list as `<Name><middle><Key><end>`. */
function keep(list, middle, end, as) {
  for (let i = 0; i < list.length; i += 3) {
    const keys = list[i + 1];
    for (let k = 0; k < keys.length; k++) if (list[i + 2][k] !== undefined) primordials[`${list[i]}${middle}${pascal(keys[k])}${end}`] = as(list[i + 2][k]);
  }
}

/** The same of a class: methods and getters as free functions taking the receiver first. */
function keepClass(name) {
  const { keys, descriptors } = collections[name];
  for (let i = 0; i < keys.length; i++) {
    const descriptor = descriptors[i];
    if (!isOwn(descriptor, 'value')) primordials[`${name}Prototype${pascal(keys[i])}Get`] = uncurryThis(descriptor.get);
    else if (typeof descriptor.value === 'function') primordials[`${name}Prototype${pascal(keys[i])}`] = uncurryThis(descriptor.value);
  }
}

keep(statics, '', '', (value) => value);
keep(methods, 'Prototype', '', uncurryThis);
keep(getters, 'Prototype', 'Get', uncurryThis);
keepClass('Map');
keepClass('Set');
keepClass('WeakMap');
keepClass('WeakSet');

/**
 * Makes a class whose instances answer only with methods captured now: its prototype owns a copy of every method
 * of the parent, inherits from nothing and is frozen.
 */
function makeSafe({ keys, descriptors }, Safe) {
  for (let i = 0; i < keys.length; i++) if (keys[i] !== 'constructor') defineProperty(Safe.prototype, keys[i], { __proto__: null, ...descriptors[i] });
  setPrototypeOf(Safe.prototype, null);
  freeze(Safe.prototype);
  freeze(Safe);
  return Safe;
}

/**
 * What defineProperty is told. It inherits nothing, like a literal with `__proto__: null`, which V8 makes as a table of 300 bytes
 * and more; where thousands of members are locked that is memory and time.
 */
function DataDescriptor(value, writable, enumerable, configurable) {
  this.value = value;
  this.writable = writable;
  this.enumerable = enumerable;
  this.configurable = configurable;
}

/** Its functions take nothing more: what everybody can get at, everybody may call with a `call` that is looked up on it. */
function AccessorDescriptor(get, set, enumerable, configurable) {
  this.get = freeze(get);
  this.set = freeze(set);
  this.enumerable = enumerable;
  this.configurable = configurable;
}

DataDescriptor.prototype = freeze({ __proto__: null });
AccessorDescriptor.prototype = freeze({ __proto__: null });

const own = {
  __proto__: null,
  dataDescriptor: (value, writable, enumerable, configurable) => new DataDescriptor(value, writable, enumerable, configurable),
  accessorDescriptor: (get, set, enumerable, configurable) => new AccessorDescriptor(get, set, enumerable, configurable),
  SafeMap: makeSafe(collections.Map, class SafeMap extends Map {}),
  SafeSet: makeSafe(collections.Set, class SafeSet extends Set {}),
  SafeWeakMap: makeSafe(collections.WeakMap, class SafeWeakMap extends WeakMap {}),
  SafeWeakSet: makeSafe(collections.WeakSet, class SafeWeakSet extends WeakSet {}),
  // Constants.
  SymbolAsyncIterator: Symbol.asyncIterator,
  SymbolDispose: Symbol.dispose,
  SymbolIterator: Symbol.iterator,
  SymbolHasInstance: Symbol.hasInstance,
  SymbolSpecies: Symbol.species,
  SymbolToPrimitive: Symbol.toPrimitive,
  SymbolToStringTag: Symbol.toStringTag,
  SymbolMatch: Symbol.match,
  SymbolMatchAll: Symbol.matchAll,
  SymbolReplace: Symbol.replace,
  SymbolSearch: Symbol.search,
  SymbolSplit: Symbol.split,
  SymbolUnscopables: Symbol.unscopables,
  // Bound to their receivers, which they need.
  PromiseResolve: (value) => apply(promise.resolve, values.Promise, [value]),
  PromiseReject: (reason) => apply(promise.reject, values.Promise, [reason]),
  ReflectApply: apply,
  ReflectConstruct: construct,
  // For objects that are read all the time: V8 keeps one without a prototype as a table, and one that inherits from an empty object as an object.
  Nothing: freeze({ __proto__: null }),
};

function keepAll(members) {
  const keys = ownKeys(members);
  for (let i = 0; i < keys.length; i++) primordials[keys[i]] = members[keys[i]];
}

// Constructors and functions of the global object as they were at start.
keepAll(values);
keepAll(own);

module.exports = freeze(primordials);
