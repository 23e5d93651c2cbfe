'use strict';
// Builtin modules that need no judgement. A package gets an object of its own with the same members, because many change
// what they find there; what everyone shares is locked, because core reads it: whoever could replace `path.join` would
// choose the files that core opens [G3].
const {
  ArrayPrototypePush, MapPrototypeGet, MapPrototypeSet, ObjectCreate, ObjectDefineProperty, ObjectFreeze, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectHasOwn, ObjectPrototype, ReflectDefineProperty, ReflectGet,
  ReflectOwnKeys, SafeMap, SafeSet, Uint8Array, accessorDescriptor, dataDescriptor,
} = require('../boot/primordials');
const { loadReal } = require('../boot/builtins');
const { guardByteStreams } = require('../core/in-use');
const { freezeTable, lockObject, lockStatics } = require('../core/lock');
const { closeAccessor, closeBehind, closeConstructor, closeFunction, isBorn, isClass, isShared, keepPrototype, lockField, lockMember, makeFast, reserveAsked, share } = require('../core/harden');
const { closePrototype, noteDivided } = require('./divided');
const { isPlain, keepAccessors, membersLeftOpen } = require('./members');

/** Fields that others look for where an instance has none: the listeners of an emitter, a method of a stream, the status of an answer. */
const FIELDS = { __proto__: null, _events: true, _writev: true, statusCode: true, statusMessage: true };
/** Members that are such. */
const LISTS = { __proto__: null, METHODS: true, PRIVATE_RANGES: true, STATUS_CODES: true, codes: true, constants: true, methods: true, ucs2: true };
/**
 * Modules whose classes inherit dozens of members and are given none by anybody: nothing can be added to their prototypes, which takes the place
 * of putting on each of them what it inherits.
 */
const CLOSED = { __proto__: null, _stream_wrap: true, crypto: true, readline: true, 'readline/promises': true, repl: true, tty: true, zlib: true };
/** Has a view and a lock of its own, see guards/console.js. */
const OPEN = { __proto__: null, console: true };

/** An accessor of the real module that a package may replace for itself. */
function ownAccessor(facade, key, real, enumerable) {
  const accessors = {
    get() {
      const value = ReflectGet(real, key);
      if (typeof value === 'function') lockLate(value);
      else if (key === 'webcrypto' || key === 'subtle') parts().lockSingle(value);
      return value;
    },
    set(value) {
      ReflectDefineProperty(facade, key, dataDescriptor(value, true, enumerable, true));
    },
  };
  ObjectDefineProperty(facade, key, accessorDescriptor(accessors.get, accessors.set, enumerable, true));
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
    else ObjectDefineProperty(facade, key, dataDescriptor(value, true, enumerable, true));
  }
  return facade;
}

const locked = new SafeSet();

/** Classes and functions that were. */
const looked = new SafeSet();

/**
 * Locks the methods of a class, and what others call on the class itself. Defaults of fields stay as they are, they are set on
 * every instance.
 */
function lockClass(constructor, isClosed = false) {
  if (looked.has(constructor)) return;
  lockWhole(constructor, isClosed);
  // The stack can end before, and a script be stopped: then it is done again.
  looked.add(constructor);
}

function lockWhole(constructor, isClosed) {
  const { prototype } = constructor;
  if (typeof prototype !== 'object' || prototype === null) {
    closeLater(constructor);
    return;
  }
  keepPrototype(constructor);
  closeBehind(constructor);
  closeStatics(constructor);
  if (locked.has(prototype)) return void (isClass(constructor) && closeConstructor(constructor));
  lockStatics(constructor);
  // Behind a guard, what Node.js reads.
  if (typeof prototype.constructor === 'function' && prototype.constructor !== constructor) lockStatics(prototype.constructor);
  if (isPlain(constructor, prototype)) {
    ObjectFreeze(prototype);
    closeLater(constructor);
    locked.add(prototype);
    return;
  }
  if (ReflectOwnKeys(prototype).length > 1) closeConstructor(constructor);
  else closeLater(constructor);
  lockPrototype(prototype, isClosed);
}

/** Classes that nobody exports stand between those that are. Called when all modules have their guards: of some, single members were locked with those, and what is left of them is locked here. */
function lockAbove({ prototype }, isClosed) {
  if (typeof prototype !== 'object' || prototype === null) return;
  for (let level = ObjectGetPrototypeOf(prototype); level !== null && level !== ObjectPrototype; level = ObjectGetPrototypeOf(level)) {
    if (locked.has(level)) continue;
    const constructor = ObjectGetOwnPropertyDescriptor(level, 'constructor')?.value;
    if (typeof constructor === 'function') closeClass(constructor);
    if (isShared(level)) {
      lockRest(level);
      makeFast(level);
    } else lockPrototype(level, isClosed);
  }
}

function closeClass(constructor) {
  lockStatics(constructor);
  closeConstructor(constructor);
  keepPrototype(constructor);
}

/** Prototypes of classes that have not been given yet what they inherit. */
let open = [];
/** Those that nothing is added to. */
const closed = new SafeSet();
let isReserving = false;

/** The functions that hang on a class. */
function closeStatics(constructor) {
  const keys = ReflectOwnKeys(constructor);
  for (let i = 0; i < keys.length; i++) {
    if (isBorn(keys[i])) continue;
    const { get, value = get?.originalValue } = ObjectGetOwnPropertyDescriptor(constructor, keys[i]);
    if (typeof value === 'function' && !isClass(value)) closeLater(value);
  }
}

/** Functions that are closed when all else that is put on them is there. */
let unclosed = [];

/** `util.promisify` hands these out for others, and writes that on them. */
const PROMISED = { __proto__: null, 'stream/promises': true, 'timers/promises': true };
const promised = new SafeSet();

function close(value) {
  // Classes are, those of the language too: something can be added to them.
  if (isShared(value)) return;
  if (promised.has(value)) closeConstructor(value);
  else closeFunction(value);
  closeBehind(value);
}

function closeLater(value) {
  if (isReserving) close(value);
  else ArrayPrototypePush(unclosed, value);
}

/** What so much inherits from: `request-promise` looks whether it has a `then`, so that the place of one cannot be kept. */
const { prototype: emitters } = loadReal('events');
const { prototype: streams } = loadReal('stream');

/** Leaves it to `reserve` to have V8 make it fast: until then V8 would copy all its members for each that is defined. */
function lockPrototype(prototype, isClosed) {
  ArrayPrototypePush(open, prototype);
  if (isClosed || prototype === emitters || prototype === streams) closed.add(prototype);
  lockRest(prototype);
}

/** The members that can still be changed. It is locked when it is whole: the stack can end before. */
function lockRest(prototype) {
  const keys = ReflectOwnKeys(prototype);
  for (let i = 0; i < keys.length; i++) {
    const { configurable, enumerable, get, set, value } = ObjectGetOwnPropertyDescriptor(prototype, keys[i]);
    closeAccessor({ get, set });
    const method = value ?? get?.originalValue;
    if (typeof method === 'function' && keys[i] !== 'constructor') closeLater(method);
    if (!configurable) continue;
    if (typeof value === 'function') lockMember(prototype, keys[i], value, enumerable);
    else if (get === undefined && FIELDS[keys[i]] !== undefined) lockField(prototype, keys[i], value, enumerable);
    else ObjectDefineProperty(prototype, keys[i], { __proto__: null, configurable: false }); // a default can be another, and no accessor
  }
  if (!closed.has(prototype)) reserveAsked(prototype);
  locked.add(prototype);
}

/** Puts the locked members that a prototype inherits on itself, too: whoever defined `end` on `ServerResponse.prototype` would be called in place of the inherited one by everybody. */
function reserve(prototype) {
  let level = ObjectGetPrototypeOf(prototype);
  // What stands right below Object.prototype inherits nothing that is a class's own.
  if (level === null || level === ObjectPrototype) {
    if (closed.has(prototype)) closePrototype(prototype);
    makeFast(prototype);
    return;
  }
  share(prototype);
  if (closed.has(prototype)) level = null;
  for (; level !== null && level !== Uint8Array.prototype; level = ObjectGetPrototypeOf(level)) {
    const members = membersOf(level);
    for (let i = 0; i < members.length; i++) if (!ObjectHasOwn(prototype, members[i].key)) ReflectDefineProperty(prototype, members[i].key, members[i].descriptor);
  }
  if (closed.has(prototype)) closePrototype(prototype);
  makeFast(prototype);
}

/** Prototype -> its locked members that can be put on others. */
let inheritable = new SafeMap();

function membersOf(level) {
  let members = MapPrototypeGet(inheritable, level);
  if (members !== undefined) return members;
  members = [];
  const keys = ReflectOwnKeys(level);
  for (let i = 0; i < keys.length; i++) {
    const { configurable, enumerable, get, set } = ObjectGetOwnPropertyDescriptor(level, keys[i]);
    if (configurable || get === undefined || (level === ObjectPrototype && keys[i][0] === '_')) continue;
    ArrayPrototypePush(members, { __proto__: null, key: keys[i], descriptor: accessorDescriptor(get, set, enumerable, false) });
  }
  MapPrototypeSet(inheritable, level, members);
  return members;
}

/**
 * Does so for all classes, and from now on for those that are loaded later.
 * @param {Function[]} hardened classes that were locked elsewhere
 */
function reserveInherited(hardened) {
  isReserving = true;
  for (let i = 0; i < hardened.length; i++) reserve(hardened[i].prototype);
  for (let i = 0; i < open.length; i++) reserve(open[i]);
  open = [];
  inheritable = new SafeMap();
  for (let i = 0; i < unclosed.length; i++) close(unclosed[i]);
  unclosed = [];
}

/** A class that Node loads when it is first asked for. */
function lockLate(constructor) {
  if (open.length === 0 && unclosed.length === 0 && late.has(constructor)) return; // read again
  lockClass(constructor);
  if (!isReserving) return;
  lockAbove(constructor);
  reserveInherited([]);
  if (!late.has(constructor)) parts().lockPartsOf(constructor);
  late.add(constructor);
}

const late = new SafeSet();
const parts = () => require('../realm/parts');

/**
 * Locks what the exports of a module are.
 * @param {string} name
 * @param {object} values
 * @param {boolean} above whether the language's own classes are locked, so that those between can be
 */
function lockClasses(name, values, above) {
  noteDivided(name, values);
  const keys = ReflectOwnKeys(values);
  for (let i = 0; i < keys.length; i++) {
    const value = values[keys[i]];
    if (typeof value === 'function') {
      lockClass(value, CLOSED[name]);
      if (above) lockAbove(value, CLOSED[name]);
    } else if (LISTS[keys[i]] !== undefined) freezeTable(value);
  }
}

/**
 * Locks modules and the classes they export.
 * @param {Array<{name: string, real: object|Function, values: object}>} modules
 */
function lockModules(modules) {
  for (let i = 0; i < modules.length; i++) {
    const { name, real, values } = modules[i];
    if (OPEN[name] !== undefined) lockClass(real.Console);
    if (OPEN[name] !== undefined || locked.has(real)) continue;
    locked.add(real);
    guardByteStreams(values);
    noteDivided(name, values);
    if (typeof real === 'function') {
      lockClass(real, CLOSED[name]);
      keepAccessors(real, lockLate);
    }
    const keys = ReflectOwnKeys(values);
    for (let k = 0; k < keys.length; k++) {
      if (typeof values[keys[k]] !== 'function') continue;
      if (PROMISED[name] !== undefined) promised.add(values[keys[k]]);
      lockClass(values[keys[k]], CLOSED[name]);
    }
    lockObject(real, membersLeftOpen(real));
  }
}

module.exports = { facadeOf, lockClasses, lockLate, lockModules, ownAccessor, reserveInherited };
