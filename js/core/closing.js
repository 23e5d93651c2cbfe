'use strict';
// Functions that everyone calls take nothing more: nobody hangs a `call` of his own on one, or puts another function above it.

const {
  ArrayIsArray, FunctionPrototype, ObjectDefineProperty, ObjectFreeze, ObjectGetOwnPropertyDescriptor, ObjectGetOwnPropertySymbols, ObjectGetPrototypeOf, ObjectPreventExtensions, ReflectDefineProperty, ReflectOwnKeys, SafeWeakSet, SymbolFor, SymbolHasInstance, SymbolToPrimitive,
  dataDescriptor,
} = require('../boot/primordials');
const { util } = require('../boot/builtins');

const { isGeneratorFunction } = util;

/** Objects with locked members: what one of them inherits from another cannot be shadowed by an assignment either. */
const shared = new SafeWeakSet();

/** From now on nobody can put an object between this one and what it inherits from. */
function share(object) {
  shared.add(object);
}

const isShared = (object) => shared.has(object);

/** The setter of a member of one object, called on another one, in a value of somebody's or by what inherits it: whoever sets a member there means a plain one. */
function putOn(object, key, value) {
  if ((typeof object === 'object' || typeof object === 'function') && object !== null && !isShared(object)) ReflectDefineProperty(object, key, dataDescriptor(value, true, true, true));
}

/** What a constructor inherits and others call on it: `EventEmitter.call(this)`, `x instanceof Error`. */
const CALLED = ['apply', 'bind', 'call', SymbolHasInstance];

/** Nobody can hang a `call` of his own on a class, or put another class above it. */
function closeConstructor(constructor) {
  share(constructor);
  for (let i = 0; i < CALLED.length; i++) {
    if (ObjectGetOwnPropertyDescriptor(constructor, CALLED[i]) !== undefined) continue;
    ReflectDefineProperty(constructor, CALLED[i], dataDescriptor(constructor[CALLED[i]], false, false, false));
  }
}

const PROMISIFIED = SymbolFor('nodejs.util.promisify.custom');
/** What `util.promisify` hands out for others, and writes that on each time: it is not closed to that (packages are, see definers.js). Node.js hangs one on the function that it is the form of, too. */
const forms = new SafeWeakSet();

/**
 * Nothing more can be hung on a function that everyone calls: whoever could give `emit` a `call` of its own, or `scrypt` a form for
 * `util.promisify`, would be called in its place.
 */
function closeFunction(value) {
  if (forms.has(value)) return void closeConstructor(value);
  shared.add(value);
  if (ObjectGetPrototypeOf(value) !== FunctionPrototype && isGeneratorFunction(value)) closeGenerators(value);
  // What it may have besides its name, its length and a prototype: how `util.promisify` is to name its results, or what stands for it. All names of a function take V8 ten times as long.
  const keys = ObjectGetOwnPropertySymbols(value);
  for (let i = 0; i < keys.length; i++) {
    const { configurable, value: hung } = ObjectGetOwnPropertyDescriptor(value, keys[i]);
    if (keys[i] === PROMISIFIED && typeof value[PROMISIFIED] === 'function') forms.add(value[PROMISIFIED]);
    if (ArrayIsArray(hung)) ObjectFreeze(hung);
    else if (keys[i] === SymbolToPrimitive && hung !== undefined) closeFunction(hung);
    if (configurable && hung !== undefined) ObjectDefineProperty(value, keys[i], FIXED);
  }
  ObjectPreventExtensions(value);
}

/** What it makes has its methods from an object that only this leads to: whoever put a `next` there would be told what everybody goes through. */
function closeGenerators(value) {
  const { prototype } = value;
  if (typeof prototype !== 'object' || prototype === null) return;
  share(prototype);
  ObjectFreeze(prototype);
}

/** Nobody can hang a `call` of his own on a function that everyone calls: `Object.prototype.hasOwnProperty.call(…)`. Something else he can, as polyfills do. */
function keepCalls(value) {
  if (typeof value !== 'function' || ObjectGetOwnPropertyDescriptor(value, 'call') !== undefined) return;
  const { call, apply, bind } = FunctionPrototype;
  ReflectDefineProperty(value, 'call', dataDescriptor(call, false, false, false));
  ReflectDefineProperty(value, 'apply', dataDescriptor(apply, false, false, false));
  ReflectDefineProperty(value, 'bind', dataDescriptor(bind, false, false, false));
}

/** The class that a prototype names: `Parent.prototype.constructor.call(this)`. */
function closeOwner(prototype) {
  const made = ObjectGetOwnPropertyDescriptor(prototype, 'constructor')?.value;
  if (typeof made === 'function' && !shared.has(made)) closeConstructor(made);
}

const isAccessor = ({ get, set }) => get !== undefined || set !== undefined;

/** The functions of an accessor are called by hand, too: `getOwnPropertyDescriptor(Map.prototype, 'size').get.call(map)`. */
function closeAccessor({ get, set }) {
  if (get !== undefined) closeHalf(get);
  if (set !== undefined) closeHalf(set);
}

const closeHalf = (half) => closeBehind(ObjectPreventExtensions(half));

/** A class has methods. */
function isClass(value) {
  const prototype = ObjectGetOwnPropertyDescriptor(value, 'prototype')?.value;
  return typeof prototype === 'object' && prototype !== null && ReflectOwnKeys(prototype).length > 1;
}

/** What a deprecated function warns for lies above it, and classes above those that are exported. */
function closeBehind(value) {
  for (let above = ObjectGetPrototypeOf(value); typeof above === 'function' && above !== FunctionPrototype && !shared.has(above); above = ObjectGetPrototypeOf(above)) {
    if (isClass(above)) closeConstructor(above);
    else closeFunction(above);
    closeFunctions(above);
  }
}

/** The same of functions that every package has as they are, by their names. */
function closeFunctions(object, names = ReflectOwnKeys(object)) {
  for (let i = 0; i < names.length; i++) {
    if (isBorn(names[i])) continue;
    const descriptor = ObjectGetOwnPropertyDescriptor(object, names[i]);
    if (descriptor === undefined) continue;
    const { value } = descriptor;
    if (isAccessor(descriptor)) closeAccessor(descriptor);
    if (names[i] === 'constructor' || typeof value !== 'function' || shared.has(value)) continue;
    if (isClass(value)) continue;
    closeFunction(value);
    closeBehind(value);
    closeFunctions(value);
  }
}

/** What every function is born with, and what is no function. */
const isBorn = (key) => key === 'length' || key === 'name' || key === 'prototype';

const FIXED = { __proto__: null, writable: false, configurable: false };

module.exports = { PROMISIFIED, closeAccessor, closeBehind, closeConstructor, closeFunction, closeFunctions, closeOwner, isAccessor, isBorn, isClass, isShared, keepCalls, putOn, share };
