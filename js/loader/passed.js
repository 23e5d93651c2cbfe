'use strict';
// Builtin modules that need no judgement. A package gets an object of its own with the same members, because many change
// what they find there; what everyone shares is locked, because core reads it: whoever could replace `path.join` would
// choose the files that core opens [G3].

const {
  ObjectAssign, ObjectCreate, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ReflectDefineProperty, ReflectGet, ReflectOwnKeys, SafeSet,
} = require('../boot/primordials');
const { lockObject, lockStatics } = require('../core/lock');
const { closeConstructor, lockMember } = require('../core/harden');

/** Members that are settings, meant to be set by anyone. */
const SETTINGS = { __proto__: null, defaultMaxListeners: true, prototype: true, length: true, name: true };
/** Has a view and a lock of its own, see guards/console.js. */
const OPEN = { __proto__: null, console: true };

/** An accessor of the real module that a package may replace for itself. */
function ownAccessor(facade, key, real, enumerable) {
  const accessors = {
    get: () => ReflectGet(real, key),
    set(value) {
      ReflectDefineProperty(facade, key, { __proto__: null, value, writable: true, enumerable, configurable: true });
    },
  };
  ObjectDefineProperty(facade, key, { __proto__: null, get: accessors.get, set: accessors.set, enumerable, configurable: true });
}

/**
 * The module as one package sees it. A module that is a function is the shared one.
 * @param {string} name
 * @param {{real: object|Function, values: object}} module with its data members as they were before any package ran
 * @param {object} schedulers the package's own `setTimeout` and relatives, see core/handed.js
 */
function facadeOf(name, { real, values }, schedulers) {
  if (typeof real !== 'object' || OPEN[name] !== undefined) return real;
  const facade = ObjectCreate(ObjectGetPrototypeOf(real));
  const keys = ReflectOwnKeys(real);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    const { enumerable } = ObjectGetOwnPropertyDescriptor(real, key);
    const own = ObjectGetOwnPropertyDescriptor(values, key);
    const value = name === 'timers' ? schedulers[key] ?? own?.value : own?.value;
    if (own === undefined) ownAccessor(facade, key, real, enumerable);
    else ObjectDefineProperty(facade, key, { __proto__: null, value, writable: true, enumerable, configurable: true });
  }
  return facade;
}

const locked = new SafeSet();

/**
 * Locks the methods of a class, and what others call on the class itself. Defaults of fields stay as they are, they are set on
 * every instance.
 */
function lockClass(constructor) {
  const { prototype } = constructor;
  if (typeof prototype !== 'object' || prototype === null || locked.has(prototype)) return;
  locked.add(prototype);
  lockStatics(constructor);
  const keys = ReflectOwnKeys(prototype);
  for (let i = 0; i < keys.length; i++) {
    const { configurable, enumerable, value } = ObjectGetOwnPropertyDescriptor(prototype, keys[i]);
    if (configurable && typeof value === 'function') lockMember(prototype, keys[i], value, enumerable);
  }
  if (keys.length > 1) closeConstructor(constructor);
}

function lockClasses(values) {
  const keys = ReflectOwnKeys(values);
  for (let i = 0; i < keys.length; i++) if (typeof values[keys[i]] === 'function') lockClass(values[keys[i]]);
}

/**
 * Locks modules and the classes they export.
 * @param {Array<{name: string, real: object|Function, values: object}>} modules
 */
function lockModules(modules) {
  for (let i = 0; i < modules.length; i++) {
    const { name, real, values } = modules[i];
    if (OPEN[name] !== undefined || locked.has(real)) continue;
    locked.add(real);
    if (typeof real === 'function') lockClass(real);
    lockClasses(values);
    lockObject(real, membersLeftOpen(real));
  }
}

/** Settings, and members that Node defines anew when they are first read. */
function membersLeftOpen(real) {
  const open = ObjectAssign({ __proto__: null }, SETTINGS);
  const keys = ReflectOwnKeys(real);
  for (let i = 0; i < keys.length; i++) if (ObjectGetOwnPropertyDescriptor(real, keys[i]).get !== undefined) open[keys[i]] = true;
  return open;
}

module.exports = { facadeOf, lockClasses, lockModules };
