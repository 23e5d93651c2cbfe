'use strict';
// What packages add to objects that everyone shares: it is theirs alone. Code of core's, which may look for a member by a name that an outsider chose
// (`users['constructor'].scope`), and other packages find nothing of it, and no accessor of a package is handed anything of theirs.
//
// Such an object takes no members itself. What it inherits from is a Proxy, to which V8 comes when it has found nothing, and when one is set. V8 has short ways for
// some prototypes and their heirs, which it leaves where a Proxy is: to those packages add plain members for all by assignment, and what they define is theirs here, too.

const {
  ArrayPrototypePush, Date, FunctionPrototype, MapPrototypeDelete, MapPrototypeGet, MapPrototypeSet, ObjectCreate, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectIsExtensible, ObjectPreventExtensions, ObjectPrototype, ObjectPrototypeToString, ObjectSetPrototypeOf, Proxy, ReflectApply, ReflectGet,
  ReflectHas, ReflectOwnKeys, ReflectSet, SafeMap, accessorDescriptor,
} = require('../boot/primordials');
const { CORE, UNKNOWN, evaluator, runningCode } = require('../core/caller');
const { putOn, reportChange, share } = require('../core/harden');
const { settings } = require('./table');

/** Object -> what was added to it: `added` by principal and key, `names` of it all; `places` that are kept for some. */
const records = new SafeMap();

/**
 * @param {object} object
 * @param {{label: string, begins: (key: PropertyKey) => void}} how how it is written, and what is told each name before the first has added it
 */
function recordOf(object, { label, begins }) {
  const record = { __proto__: null, added: { __proto__: null }, names: { __proto__: null }, assigned: undefined, places: undefined, begins, label };
  MapPrototypeSet(records, object, record);
  return record;
}

/** The object is as any other after all. */
const forget = (object) => MapPrototypeDelete(records, object);

/** Whose code is running. What was compiled from a string is whose who has it run; called again later it is nobody's: it adds nothing, and finds nothing. */
function whoRuns() {
  const found = runningCode();
  return found === UNKNOWN ? evaluator() : found;
}

/** What the code that runs has added by that name. Hardly anybody ever does. */
const ownNamed = (record, key) => (record.names[key] === undefined ? undefined : record.added[whoRuns()]?.[key]);

const valueOf = (found, receiver) => (found.get === undefined ? found.value : ReflectApply(found.get, receiver, []));

function add(record, key, { get, set, value, enumerable }) {
  const principal = whoRuns();
  if (principal === CORE) return;
  if (principal === UNKNOWN) return void reportChange(record.label, key);
  if (record.names[key] === undefined) record.begins(key);
  record.names[key] = true;
  record.added[principal] ??= { __proto__: null };
  record.added[principal][key] = get === undefined && set === undefined ? { __proto__: null, value, writable: true, enumerable: enumerable === true, configurable: true } : { __proto__: null, get, set, enumerable: enumerable === true, configurable: true };
}

function assign(record, key, value, receiver) {
  const found = ownNamed(record, key);
  if (found?.set === undefined) add(record, key, { __proto__: null, value, enumerable: found?.enumerable ?? true });
  else ReflectApply(found.set, receiver, [value]);
}

/** What everything that can be called has is not for anyone to replace on something that is called. */
const isTaken = (key) => ObjectGetOwnPropertyDescriptor(FunctionPrototype, key) !== undefined || ReflectHas(ObjectPrototype, key);

/** `Object.prototype.toString` of Node.js 20 takes what inherits from a Proxy, and has no `Symbol.toStringTag`, for a function or for nothing special. */
const isKnownBelow = () => ObjectPrototypeToString(ObjectSetPrototypeOf(new Date(0), new Proxy({}, { __proto__: null }))) === '[object Date]';

/**
 * What the Proxy stands for.
 * @param {object} object that is to inherit from the Proxy
 */
function targetBelow(above, object) {
  if (typeof object !== 'function') return ObjectCreate(above);
  const target = () => undefined;
  delete target.length;
  delete target.name;
  return above === FunctionPrototype ? target : ObjectSetPrototypeOf(target, above);
}

/** What stands between -> what is above it. */
const aboves = new SafeMap();
const keepAbove = (between, above) => MapPrototypeSet(aboves, between, above);

/** What something inherits from without that: packages count who is above whom (`mobx`: is it a plain `Map`?), and make sure of it (`core-js`). */
const keptAbove = (prototype) => MapPrototypeGet(aboves, prototype) ?? prototype;

/**
 * @param {object} object that is to inherit from it, or one of them
 * @param {(receiver: any) => object|undefined} recordFor of the object of which a member is read that is not there
 * @param {(receiver: any) => boolean} isItself the record is of this object, and not of one that inherits from it
 * @returns {{parent: object, begin: () => void}} `begin` when the first member has been added: before that nothing is asked
 */
function parentBelow(object, recordFor, isItself) {
  const traps = {
    __proto__: null,
    set(target, key, value, receiver) {
      // What inherits from it gets a member of its own, whatever was added.
      if (!isItself(receiver)) return ReflectSet(target, key, value, receiver);
      // What is there stays, and everyone's: only `Reflect.set` comes here with such a name.
      if (ObjectGetOwnPropertyDescriptor(receiver, key) !== undefined) return false;
      assign(recordFor(receiver), key, value, receiver);
      return true;
    },
    defineProperty: () => false,
    deleteProperty: () => false,
    setPrototypeOf: () => false,
    preventExtensions: () => false,
  };
  const above = keptAbove(ObjectGetPrototypeOf(object));
  const parent = new Proxy(targetBelow(above, object), traps);
  keepAbove(parent, above);
  share(parent);
  const begin = () => {
    traps.get ??= (target, key, receiver) => {
      const record = recordFor(receiver);
      const found = record === undefined ? undefined : ownNamed(record, key);
      return found === undefined ? ReflectGet(target, key, receiver) : valueOf(found, receiver);
    };
    traps.has ??= (target, key) => {
      const record = recordFor(undefined);
      return (record !== undefined && ownNamed(record, key) !== undefined) || ReflectHas(target, key);
    };
  };
  return { __proto__: null, parent, begin };
}

/**
 * Nothing is added to this object for all from now on. It stays what it inherits from, and who does.
 * @param {string} label how it is written
 */
function divide(object, label) {
  // A call whose stack ended has come as far.
  if (!ObjectIsExtensible(object)) return;
  if (object === Date.prototype && !isKnownBelow()) return void keepDefined(object, label);
  const { parent, begin } = parentBelow(object, () => record, (receiver) => receiver === object);
  const record = recordOf(object, { __proto__: null, label, begins: begin });
  ObjectSetPrototypeOf(object, parent);
  ObjectPreventExtensions(object);
}

let functions;

/** Only of those that have this parent: `Reflect.set` and `Reflect.get` name what else they like. */
function recordOfFunction(receiver) {
  const record = MapPrototypeGet(records, receiver);
  return record?.begins === functions.begin ? record : undefined;
}

/** The same for a function from which nothing inherits: they have one parent, so that V8 goes on taking them for alike. */
function divideFunction(fn, label) {
  if (ObjectGetPrototypeOf(fn) !== FunctionPrototype || !ObjectIsExtensible(fn)) return;
  functions ??= parentBelow(fn, recordOfFunction, (receiver) => recordOfFunction(receiver) !== undefined);
  recordOf(fn, { __proto__: null, label, begins: functions.begin });
  share(fn);
  ObjectSetPrototypeOf(fn, functions.parent);
  ObjectPreventExtensions(fn);
}

/**
 * What is defined on this object is its package's from now on; what is assigned everyone's.
 * @param {PropertyKey[]} [lookedFor] names under which that is its package's, too
 */
function keepDefined(object, label, lookedFor = []) {
  if (MapPrototypeGet(records, object) !== undefined) return;
  const record = recordOf(object, {
    __proto__: null, label,
    begins(key) {
      if (record.places[key] === undefined) putAccessor(object, key, record, { isEmpty: false });
      else record.places[key].isEmpty = false;
    },
  });
  record.assigned = { __proto__: null };
  record.places = { __proto__: null };
  for (let i = 0; i < lookedFor.length; i++) {
    // What it has, or inherits, nobody adds.
    if (lookedFor[i] in object) continue;
    record.places[lookedFor[i]] = { isEmpty: true };
    putAccessor(object, lookedFor[i], record, record.places[lookedFor[i]]);
  }
}

function putAccessor(object, key, record, place) {
  const before = ObjectGetOwnPropertyDescriptor(object, key);
  if (before !== undefined) record.assigned[key] = before;
  const accessors = {
    get() {
      // Nearly always nobody has added any.
      if (place.isEmpty) return undefined;
      const found = ownNamed(record, key) ?? record.assigned[key];
      return found === undefined ? undefined : valueOf(found, this);
    },
    set(value) {
      if (this === object) assign(record, key, value, this);
      else putOn(this, key, value);
    },
  };
  ObjectDefineProperty(object, key, accessorDescriptor(accessors.get, accessors.set, false, false));
}

/**
 * `Object.defineProperty` of something new on such an object.
 * @returns {boolean} whether that is done with: it counts for the caller from now on, or for nobody
 */
function defineFor(object, key, descriptor) {
  const record = MapPrototypeGet(records, object);
  if (record === undefined || !isFree(record, ObjectGetOwnPropertyDescriptor(object, key), key)) return false;
  if (record.assigned !== undefined && runningCode() === CORE) return false;
  if (typeof object === 'function' && isTaken(key)) reportChange(record.label, key);
  else add(record, key, merged(ownNamed(record, key), descriptor));
  return true;
}

/** What a description leaves out stays as it is: `__defineSetter__` takes no getter away. */
function merged(before, descriptor) {
  if (before === undefined) return descriptor;
  const { get = before.get, set = before.set, enumerable = before.enumerable } = descriptor;
  const isPlain = 'value' in descriptor || 'writable' in descriptor || (get === undefined && set === undefined);
  if (isPlain) return { __proto__: null, value: 'value' in descriptor ? descriptor.value : before.value, enumerable };
  return { __proto__: null, get, set, enumerable };
}

/** Is that a name for additions? */
function isFree(record, there, key) {
  if (there === undefined || record.names[key] !== undefined || record.places?.[key] !== undefined) return true;
  return record.assigned !== undefined && there.configurable && settings[key] === undefined;
}

/** Is a member of that name defined for its package alone? */
function isDefinedFor(object, key) {
  const record = MapPrototypeGet(records, object);
  return record !== undefined && isFree(record, ObjectGetOwnPropertyDescriptor(object, key), key);
}

/** What describes a member that the code that runs has added. */
function additionOf(object, key) {
  const record = MapPrototypeGet(records, object);
  const found = record === undefined ? undefined : ownNamed(record, key) ?? record.assigned?.[key];
  return found === undefined ? undefined : { __proto__: null, ...found };
}

/** Is a member of that name, if somebody has added one, kept on the object itself? */
function isAddition(object, key) {
  const record = MapPrototypeGet(records, object);
  return record?.names[key] === true || record?.places?.[key] !== undefined;
}

/** The names of an object's own members, with those that the code that runs has added. @param {'string'|'symbol'} [type] only such names */
function withAdditions(object, keys, type) {
  const record = MapPrototypeGet(records, object);
  if (record === undefined) return keys;
  const added = ReflectOwnKeys({ __proto__: null, ...record.assigned, ...record.added[whoRuns()] });
  for (let i = 0; i < added.length; i++) if (type === undefined || typeof added[i] === type) ArrayPrototypePush(keys, added[i]);
  return keys;
}

module.exports = { add, additionOf, defineFor, divide, divideFunction, forget, isAddition, isDefinedFor, keepAbove, keepDefined, keptAbove, ownNamed, parentBelow, recordOf, valueOf, withAdditions };
