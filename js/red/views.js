'use strict';
// What a package gets of objects that others have left in a context, and of those in messages that hold nodes of others [R2]: the object itself is
// where it was, and whoever looks through a view finds in it what he may. Both sides see each other's nodes as stand-ins.

const {
  ArrayPrototype, FunctionPrototype, FunctionPrototypeBind, Map, ObjectDefineProperty, ObjectGetPrototypeOf, ObjectPrototype, PromisePrototypeThen, Proxy, ReflectApply, ReflectConstruct, ReflectDefineProperty,
  ReflectDeleteProperty, ReflectGet, ReflectGetOwnPropertyDescriptor, ReflectOwnKeys, ReflectSet, Set, WeakMapPrototypeGet, WeakMapPrototypeSet,
} = require('../boot/primordials');
const { util } = require('../boot/builtins');
const { CORE } = require('../core/caller');
const cloned = require('../core/cloned');
const { isShared } = require('../core/harden');
const { MOST, carries, isNodeLike, ownerOf } = require('./containers');
const { contextFor, isContext } = require('./contexts');
const { ERROR, INSTANCE, LEAF, LIST, MAP, PLAIN, SET, isPrototype, kindFor } = require('./kinds');
const { present } = require('./membrane');
const { emptyLike, fixed, mirrorOf, perPrincipal } = require('./mirror');
const { View } = require('./stand-ins');
const { CALLED, SENT, SHARED } = require('./ways');

/** Object or function -> its view. */
const viewsOf = perPrincipal();

/**
 * A value on its way from one principal to another. What core is handed stays what the other has of it: it may do with it what that one may.
 * @param {number} to
 * @param {any} value
 * @param {number} from
 * @param {number} way how it comes there, see js/red/ways.js
 */
function cross(to, value, from, way) {
  if (to === CORE) return value;
  if (typeof value === 'function') return crossFunction(to, value, from);
  if (typeof value !== 'object' || value === null) return value;
  const real = View.of(value);
  if (real !== undefined && View.madeFor(value) === to) return value;
  if (real !== undefined) return isContext(real) ? contextFor(to, real) : crossObject(to, real, View.ownerOf(value), SHARED);
  return isNodeLike(value) ? present(to, value) : crossObject(to, value, from, way);
}

function crossFunction(to, value, from) {
  const real = View.of(value);
  const fn = real ?? value;
  const owner = ownerOf(fn) ?? (real === undefined ? from : View.ownerOf(value));
  return owner === CORE || owner === to ? fn : viewFor(to, fn, owner, functionTraps);
}

function crossObject(to, value, from, way) {
  const owner = ownerOf(value) ?? from;
  if (owner === to || isShared(value)) return value;
  // What a Proxy of somebody's making stands for nobody can tell.
  const isProxy = util.isProxy(value);
  if (isProxy && owner === CORE) return value;
  const kind = kindFor(value);
  if (kind === LEAF) return util.isPromise(value) && owner !== CORE && way !== SENT ? crossPromise(to, value, owner, false) : value;
  const known = WeakMapPrototypeGet(viewsOf(to), value);
  if (known !== undefined) return known;
  if (kind === INSTANCE) {
    const place = require('./flow').shownFlow(to, value);
    if (place !== undefined) return place;
  }
  if ((kind === ERROR || kind === INSTANCE) && util.isNativeError(value)) return crossError(to, value, owner, kind, way);
  const isViewed = owner !== CORE && ((way === SHARED && kind !== ERROR) || (way === CALLED && isLively(value, kind)));
  return isViewed || (!isProxy && carries(to, value, true)) ? viewOf(to, value, owner) : value;
}

/** An error stays what it is when there is neither a node of somebody else in it nor a function that may come out with one. */
function crossError(to, value, owner, kind, way) {
  const pass = (item) => cross(to, item, owner, SHARED);
  const errors = require('./errors');
  const original = errors.errorBehind(to, value, pass);
  if (original !== undefined) return original;
  const isShown = owner !== CORE && way !== SENT && ((way === SHARED && kind === INSTANCE) || hasFunctions(value));
  if (!isShown && !carries(to, value, true)) return value;
  return errors.canCopy(value) ? errors.errorFor(to, value, owner, pass) : viewOf(to, value, owner);
}

/** Has an object functions that may come out with a node? */
const isLively = (value, kind) => kind === INSTANCE || ((kind === PLAIN || kind === LIST) && hasFunctions(value));

function hasFunctions(value) {
  const keys = ReflectOwnKeys(value);
  for (let i = 0; i < keys.length && i < MOST; i++) {
    if (keys[i] === 'stack' && util.isNativeError(value)) continue;
    const { get, set, value: item = get ?? set } = ReflectGetOwnPropertyDescriptor(value, keys[i]);
    if (typeof item === 'function') return true;
  }
  return false;
}

/** The view that a principal has of an object of that owner. */
const viewOf = (to, value, owner) => viewFor(to, value, owner, objectTraps);

function viewFor(to, value, owner, trapsFor) {
  const known = viewsOf(to);
  let made = WeakMapPrototypeGet(known, value);
  if (made === undefined) {
    const target = typeof value === 'function' ? emptyFunction() : emptyLike(value);
    made = new Proxy(ObjectDefineProperty(target, util.inspect.custom, PRINTED), trapsFor(to, value, owner));
    new View(made, value, to, owner);
    WeakMapPrototypeSet(known, value, made);
  }
  return made;
}

/** `util.inspect` looks at the target of a Proxy: what it finds there is called with the view, and gives what that shows. */
const PRINTED = {
  __proto__: null,
  value(depth) {
    return require('./plain').printed(this, depth);
  },
  configurable: true,
};

/** What comes out of a call, now or later. */
const answer = (to, value, from) => (util.isPromise(value) ? crossPromise(to, value, from, true) : cross(to, value, from, CALLED));

/**
 * A promise of what the other may see.
 * @param {boolean} isAnswer to whoever called: nobody else hears of it when it fails
 */
function crossPromise(to, value, from, isAnswer) {
  const known = viewsOf(to);
  let made = WeakMapPrototypeGet(known, value);
  if (made === undefined) {
    made = promised(to, value, from);
    if (!isAnswer) PromisePrototypeThen(made, undefined, () => undefined);
    WeakMapPrototypeSet(known, value, made);
  }
  return made;
}

/** As the language waits: the class of the promise is not asked to make another one. */
async function promised(to, value, from) {
  let result;
  try {
    result = await value;
  } catch (error) {
    throw cross(to, error, from, SENT);
  }
  return cross(to, result, from, CALLED);
}

function handAll(to, values, from) {
  const result = [];
  for (let i = 0; i < values.length; i++) result[i] = cross(to, values[i], from, CALLED);
  return result;
}

/** What can be called and constructed, and has no members. */
const emptyFunction = () => {
  const made = FunctionPrototypeBind(function empty() {}, undefined);
  ReflectDeleteProperty(made, 'name');
  ReflectDeleteProperty(made, 'length');
  return made;
};

/** Prototypes of the language whose methods work through a view; those of packages and other classes work on the object itself: they may look for private fields. */
const workingThrough = { __proto__: null, [PLAIN]: [ObjectPrototype], [LIST]: [ArrayPrototype, ObjectPrototype], [LEAF]: [FunctionPrototype, ObjectPrototype], [MAP]: [ObjectPrototype], [SET]: [ObjectPrototype] };

function worksThrough(kind, value, key, item) {
  if (typeof item !== 'function' || ReflectGetOwnPropertyDescriptor(value, key) !== undefined) return false;
  if (key === 'constructor') return isShared(item);
  const prototypes = workingThrough[kind];
  if (prototypes === undefined) return false;
  for (let i = 0; i < prototypes.length; i++) if (ReflectGet(prototypes[i], key) === item) return true;
  return false;
}

const NOTHING = { __proto__: null };

/** What an object has or inherits under a key, in objects behind views, too. */
function inheritedMember(value, key) {
  for (let at = value; at !== null; at = ObjectGetPrototypeOf(at)) {
    at = View.of(at) ?? at;
    const own = ReflectGetOwnPropertyDescriptor(at, key);
    if (own !== undefined) return own;
  }
  return undefined;
}

/**
 * What both kinds of views do. What inherits from a view is asked for as what it is to the other side: accessors and overridden methods see it so.
 * @param {(key: PropertyKey, item: any) => any} [instead] what is read in the place of an item
 */
function viewTraps(to, value, owner, kind, instead) {
  const shown = (item) => cross(to, item, owner, SHARED);
  const handed = (item) => cross(owner, item, to, SHARED);
  const self = (receiver) => (receiver === undefined || View.of(receiver) === value ? value : handed(receiver));
  const get = (key, receiver) => {
    let item;
    try {
      item = ReflectGet(value, key, self(receiver));
    } catch (error) {
      throw cross(to, error, owner, SENT);
    }
    return instead?.(key, item) ?? (worksThrough(kind, value, key, item) ? item : shown(item));
  };
  const set = (key, item, receiver) => {
    try {
      return ReflectSet(value, key, handed(item), receiver);
    } catch (error) {
      throw cross(to, error, owner, SENT);
    }
  };
  const put = (key, item, receiver) => {
    if (receiver === undefined || View.of(receiver) === value) return set(key, item, value);
    const own = inheritedMember(value, key);
    if (own === undefined || 'value' in own) return own?.writable !== false && ReflectSet(NOTHING, key, item, receiver);
    return set(key, item, handed(receiver));
  };
  const traps = mirrorOf(value, get, put);
  traps.defineProperty = (target, key, own) => {
    const given = { __proto__: null, ...own };
    if ('value' in given) given.value = handed(given.value);
    if ('get' in given) given.get = handed(given.get);
    if ('set' in given) given.set = handed(given.set);
    return ReflectDefineProperty(value, key, given);
  };
  // The class of an object leads to what hangs on it.
  const prototype = ObjectGetPrototypeOf(value);
  if (prototype !== null && !isShared(prototype)) traps.getPrototypeOf = () => shown(ObjectGetPrototypeOf(value));
  return traps;
}

/**
 * A function of `owner` that `to` calls: on the object that the view stands for. What hangs on it is like members of an object, but nobody else changes it: a
 * class is code of its owner, who works with more than was left.
 */
function functionTraps(to, fn, owner) {
  const traps = fixed(viewTraps(to, fn, owner, LEAF), fn);
  const run = (act) => {
    try {
      return act();
    } catch (error) {
      throw cross(to, error, owner, SENT);
    }
  };
  traps.apply = (target, self, args) => answer(to, run(() => ReflectApply(fn, cross(owner, self, to, CALLED), handAll(owner, args, to))), owner);
  traps.construct = (target, args, newTarget) => {
    const made = View.of(newTarget) === fn ? fn : cross(owner, newTarget, to, CALLED);
    return cross(to, run(() => ReflectConstruct(fn, handAll(owner, args, to), made)), owner, SHARED);
  };
  return traps;
}

function objectTraps(to, value, owner) {
  const kind = kindFor(value);
  if (kind !== MAP && kind !== SET) return isPrototype(value) ? fixed(viewTraps(to, value, owner, kind), value) : viewTraps(to, value, owner, kind);
  const shown = (item) => cross(to, item, owner, SHARED);
  const handed = (item) => cross(owner, item, to, SHARED);
  const methods = require('./collections').methodsOf(value, kind, shown, handed);
  const { prototype } = kind === MAP ? Map : Set;
  // Those that a class has of its own are called on the object.
  return viewTraps(to, value, owner, kind, (key, item) => (typeof item === 'function' && ReflectGet(prototype, key) === item ? methods[key] : undefined));
}

cloned.views.without = (value) => require('./plain').withoutViews(value);

module.exports = { answer, cross, viewOf };
